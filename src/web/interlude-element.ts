// What all components have in common: who they ask, in which language they speak, what they look like, how they tell.
import { html, LitElement, nothing, type PropertyDeclarations, type TemplateResult } from 'lit'
import type { Fault, InterludeClient, Token } from './client.ts'
import { changes, clientFor, isSignedIn } from './connection.ts'
import { icon } from './icons.ts'
import { languageTag } from './language.ts'
import { looks } from './looks.ts'
import { textsFor, type Texts } from './texts/texts.ts'

const languageChanges = new EventTarget()
new MutationObserver(() => languageChanges.dispatchEvent(new Event('change'))).observe(document.documentElement, { attributeFilter: ['lang'], subtree: true })

// "5 seconds ago" goes on though nothing happens.
const TICK_MS = 15_000
const shown = new Set<InterludeElement>()
let ticking: ReturnType<typeof setInterval> | undefined

/**
 * Properties of every component: `endpoint` and `token` win over what `configure` said; `lang` over the page's language. The last is
 * every element's own, which the browser keeps as the attribute.
 */
export class InterludeElement extends LitElement {
  static override styles = [looks]
  static override properties: PropertyDeclarations = { endpoint: {}, token: {} }
  declare endpoint: string | null
  declare token: Token | null
  /** The client of the own token. */
  #own: InterludeClient | null = null
  /** For whom this was drawn last. */
  #shownFor: InterludeClient | null = null

  constructor() {
    super()
    this.addController({ hostUpdate: () => this.#lookWhoItIs() })
  }

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'lang']
  }

  /** The way to the server; null while there is no token. Another one is another person's. */
  get client(): InterludeClient | null {
    const client = clientFor(this.endpoint ?? null, this.token ?? null, this.#own)
    this.#own = this.token ? client : null
    return client
  }

  #lookWhoItIs(): void {
    const { client } = this
    if (this.#shownFor !== null && client !== this.#shownFor) this.signedOut()
    this.#shownFor = client
  }

  /** Whoever this was drawn for has signed out, or somebody else in: what was open here, or chosen, or said, was theirs. */
  protected signedOut(): void {}

  /** The texts in the language of this place on the page. */
  get texts(): Texts {
    return textsFor(this.language)
  }

  /** The language of this place on the page as a tag, e.g. "de". */
  get language(): string {
    for (let node: Node | null = this; node !== null; node = node.parentNode ?? (node instanceof ShadowRoot ? node.host : null)) {
      const said = node instanceof Element ? node.getAttribute('lang') : null
      if (said) return languageTag(said)
    }
    return languageTag(navigator.language)
  }

  override attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    super.attributeChangedCallback(name, before, value)
    // Also for the components in this one, and where the page keeps this one in a shadow tree, of which the page's observer hears nothing.
    if (name === 'lang') languageChanges.dispatchEvent(new Event('change'))
  }

  override connectedCallback(): void {
    super.connectedCallback()
    changes.addEventListener('change', this.#again)
    languageChanges.addEventListener('change', this.#again)
    shown.add(this)
    ticking ??= setInterval(() => shown.forEach((element) => element.requestUpdate()), TICK_MS)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    changes.removeEventListener('change', this.#again)
    languageChanges.removeEventListener('change', this.#again)
    shown.delete(this)
    if (shown.size > 0) return
    clearInterval(ticking)
    ticking = undefined
  }

  readonly #again = () => this.requestUpdate()

  /** Tells the page; answers false where it wants to see to it itself (`preventDefault`). */
  protected tell(name: string, detail: object): boolean {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }))
  }

  /** Moves the keyboard to the first element of this component that fits, once it is there. */
  protected async focusOn(selector: string): Promise<void> {
    await this.updateComplete
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus()
  }

  /** What stands in place of what isn't there: not signed in, not read yet, or not to be had. */
  protected renderInstead(fault: Fault | null): TemplateResult | typeof nothing {
    if (!isSignedIn(this.token ?? null)) return html`<p class="empty">${this.texts.signedOut}</p>`
    if (fault !== null) return this.renderFault(fault)
    return html`<div class="loading" role="status"><span class="visually-hidden">${this.texts.loading}</span><i></i><i></i><i></i></div>`
  }

  /** A fault of a whole operation, in words. */
  protected renderFault(fault: Fault | null): TemplateResult | typeof nothing {
    if (fault === null) return nothing
    const words = fault.code !== 'NETWORK' ? fault.message : fault.isTriedAgain ? this.texts.offline : this.texts.notAnswered
    return html`<p class="fault" role="alert">${icon('warning')}<span>${words}</span></p>`
  }

  /** A way from what is open back to the list; it can be gone on with later. */
  protected renderLeave(leave: () => void): TemplateResult {
    return html`<button class="plain" part="leave" @click=${leave}>${icon('back')}${this.texts.leave}</button>`
  }

  /** Says when live events have stopped coming; nothing while they come. */
  protected renderConnection(): TemplateResult | typeof nothing {
    if (this.client?.connection !== 'lost') return nothing
    return html`<p class="reconnecting" role="status"><i></i>${this.texts.reconnecting}</p>`
  }
}

/** Registers an element, once: two copies of this module on a page don't quarrel. */
export function define(name: string, element: CustomElementConstructor): void {
  if (customElements.get(name) === undefined) customElements.define(name, element)
}
