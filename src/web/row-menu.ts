// A row's menu. It stands in the browser's top layer and keeps inside of the window, so that no table or panel cuts it off.
import { css, html, LitElement, nothing, type PropertyDeclarations } from 'lit'
import { icon } from './icons.ts'
import { define } from './interlude-element.ts'
import { looks } from './looks.ts'

/** One thing that can be done. */
export type MenuItem = { id: string; label: string; isDangerous?: boolean; isDisabled?: boolean }

const GAP = 4

/** A button with a menu of `items`; fires `choose` with the item's id as detail. Used inside of components. */
export class InterludeRowMenu extends LitElement {
  static override properties: PropertyDeclarations = { label: {}, items: { attribute: false } }
  static override styles = [looks, css`
    :host { border: 0; background: none; display: inline-block; container-type: normal; }
    .menu { position: fixed; inset: auto; margin: 0; min-width: 168px; max-width: calc(100vw - 16px); padding: 4px; color: var(--_text); background: var(--_ground); border: 1px solid var(--_line); border-radius: var(--_radius); box-shadow: 0 10px 34px rgb(0 0 0 / 0.2); }
    .menu button { display: flex; width: 100%; justify-content: flex-start; border: 0; font-weight: 450; }
    .menu button.danger { color: var(--_bad); }
  `]
  declare label: string
  declare items: readonly MenuItem[]

  constructor() {
    super()
    this.label = ''
    this.items = []
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('scroll', this.#place, { capture: true })
  }

  override render() {
    return html`
      <button class="plain icon-only" aria-haspopup="menu" aria-label=${this.label} popovertarget="menu" @keydown=${this.#onButtonKey}>${icon('more')}</button>
      <div class="menu" id="menu" popover role="menu" aria-label=${this.label} @beforetoggle=${this.#onToggle} @toggle=${this.#onToggled} @keydown=${this.#onKey}>
        ${this.items.map(({ id, label, isDangerous, isDisabled }) => html`<button role="menuitem" class=${isDangerous ? 'danger' : nothing} ?disabled=${isDisabled} tabindex="-1" @click=${() => this.#choose(id)}>${label}</button>`)}
      </div>`
  }

  get #menu(): HTMLElement {
    return this.renderRoot.querySelector<HTMLElement>('#menu')!
  }

  // The keyboard stays here; whatever opens now gives it back to this button.
  #choose(id: string): void {
    this.#close()
    this.dispatchEvent(new CustomEvent('choose', { detail: id }))
  }

  #close(): void {
    this.#menu.hidePopover()
    this.renderRoot.querySelector('button')!.focus({ preventScroll: true })
  }

  readonly #onToggle = (event: ToggleEvent) => {
    if (event.newState === 'open') addEventListener('scroll', this.#place, { capture: true, passive: true })
    else removeEventListener('scroll', this.#place, { capture: true })
  }

  readonly #onToggled = (event: ToggleEvent) => {
    if (event.newState !== 'open') return
    this.#place()
    this.#choosable()[0]?.focus({ preventScroll: true })
  }

  // Below the button where there is room, else above; never beyond an edge. It moves along when the page is scrolled.
  readonly #place = () => {
    const button = this.renderRoot.querySelector('button')!.getBoundingClientRect()
    const menu = this.#menu
    const { offsetWidth: width, offsetHeight: height } = menu
    const below = button.bottom + GAP
    menu.style.left = `${Math.max(8, Math.min(button.right - width, innerWidth - width - 8))}px`
    menu.style.top = `${below + height <= innerHeight - 8 ? below : Math.max(8, button.top - GAP - height)}px`
  }

  #choosable(): HTMLButtonElement[] {
    return [...this.#menu.querySelectorAll<HTMLButtonElement>('button:not(:disabled)')]
  }

  readonly #onButtonKey = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown') return
    event.preventDefault()
    this.#menu.showPopover()
  }

  readonly #onKey = (event: KeyboardEvent) => {
    if (event.key === 'Tab') return this.#menu.hidePopover()
    if (event.key === 'Escape') return this.#close()
    const items = this.#choosable()
    const at = items.indexOf(this.shadowRoot!.activeElement as HTMLButtonElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    items.at(to % items.length)?.focus()
  }
}

define('interlude-row-menu', InterludeRowMenu)
