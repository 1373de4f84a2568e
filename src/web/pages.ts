// A list that is longer than a page: which page of it is shown, and the buttons that turn it.
import { html, nothing, type ReactiveController, type TemplateResult } from 'lit'
import type { InterludeClient } from './client.ts'
import type { InterludeElement } from './interlude-element.ts'

/** What a list says of where a page of it ends. */
export type PageInfo = { hasNextPage: boolean; endCursor?: string | null }

/**
 * The page of a list that `host` shows, which has a heading. Turning it is drawn anew by the host, whose query takes `after`; once
 * the other page is there, the keyboard is at the host's heading. A page that has become empty is left for the one before it.
 */
export class Pages implements ReactiveController {
  readonly #host: InterludeElement
  // Where each page began that was left behind; the first has no cursor.
  #begins: readonly string[] = []
  // What was shown when the page was turned, which goes while the other is read.
  #left: PageInfo | null = null
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
    this.#left = null
  }

  /** Goes to the page that begins after the last of these cursors; the others are where those before it begin. */
  turnTo(begins: readonly string[]): void {
    this.#begins = begins
    this.#host.requestUpdate()
  }

  /** The buttons; nothing where the list is one page. */
  render(shown: PageInfo): TemplateResult | typeof nothing {
    const { hasNextPage, endCursor } = shown
    if (this.#left !== null && this.#left !== shown) {
      this.#left = null
      void this.#host.updateComplete.then(() => this.#moveKeyboard())
    }
    if (this.after !== null && endCursor === null && this.#left === null) {
      this.#left = shown
      void this.#host.updateComplete.then(() => this.turnTo(this.#begins.slice(0, -1)))
    }
    if (this.after === null && !hasNextPage) return nothing
    const { texts } = this.#host
    const turn = (begins: readonly string[]) => {
      this.#left = shown
      this.turnTo(begins)
      this.#host.scrollIntoView({ block: 'start' })
    }
    return html`
      <nav class="pages" part="pages" aria-label=${texts.pages}>
        <button part="previous-page" ?disabled=${this.after === null} @click=${() => turn(this.#begins.slice(0, -1))}>${texts.previousPage}</button>
        <span class="quiet small" id="page">${texts.page(this.#begins.length + 1)}</span>
        <button part="next-page" ?disabled=${!hasNextPage} @click=${() => turn([...this.#begins, endCursor!])}>${texts.nextPage}</button>
      </nav>`
  }

  // Where the page begins, and nowhere else than whoever pressed the button has moved it to meanwhile.
  #moveKeyboard(): void {
    if (document.activeElement !== document.body) return
    const heading = this.#host.renderRoot.querySelector<HTMLElement>('h2')
    heading?.setAttribute('tabindex', '-1')
    heading?.setAttribute('aria-describedby', 'page')
    heading?.focus({ preventScroll: true })
  }
}
