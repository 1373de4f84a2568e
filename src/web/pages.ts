// A list that is longer than a page: which page of it is shown, and the buttons that turn it.
import { html, nothing, type ReactiveController, type TemplateResult } from 'lit'
import type { InterludeClient } from './client.ts'
import type { InterludeElement } from './interlude-element.ts'

/** What a list says of where a page of it ends. */
export type PageInfo = { hasNextPage: boolean; endCursor?: string | null }

/** The page of a list that `host` shows. Turning it is drawn anew by the host, whose query takes `after`. */
export class Pages implements ReactiveController {
  readonly #host: InterludeElement
  // Where each page began that was left behind; the first has no cursor.
  #begins: readonly string[] = []
  #client: InterludeClient | null = null

  constructor(host: InterludeElement) {
    this.#host = host
    host.addController(this)
  }

  // Somebody else's list begins at its first page.
  hostUpdate(): void {
    const { client } = this.#host
    if (client !== this.#client) this.reset()
    this.#client = client
  }

  /** The cursor after which the page begins; null: the first. */
  get after(): string | null {
    return this.#begins.at(-1) ?? null
  }

  /** Goes back to the first page, as when the list has become another. */
  reset(): void {
    this.#begins = []
  }

  /** The buttons; nothing where the list is one page. */
  render({ hasNextPage, endCursor }: PageInfo): TemplateResult | typeof nothing {
    if (this.after === null && !hasNextPage) return nothing
    const { texts } = this.#host
    return html`
      <nav class="pages" part="pages" aria-label=${texts.pages}>
        <button part="previous-page" ?disabled=${this.after === null} @click=${() => this.#turn(this.#begins.slice(0, -1))}>${texts.previousPage}</button>
        <button part="next-page" ?disabled=${!hasNextPage} @click=${() => this.#turn([...this.#begins, endCursor!])}>${texts.nextPage}</button>
      </nav>`
  }

  #turn(begins: readonly string[]): void {
    this.#begins = begins
    this.#host.requestUpdate()
    this.#host.scrollIntoView({ block: 'start' })
  }
}
