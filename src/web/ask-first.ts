// A dialog that asks before something is done that can't be undone.
import { css, html, LitElement, type PropertyDeclarations } from 'lit'
import { define } from './interlude-element.ts'
import { looks } from './looks.ts'

/** What the dialog says. */
export type Question = { title: string; words: string; yes: string; no: string }

/** Asks, and answers whether the person agreed. Escape is no. Used inside of components. */
export class InterludeAskFirst extends LitElement {
  static override properties: PropertyDeclarations = { question: { attribute: false } }
  static override styles = [looks, css`:host { border: 0; background: none; }`]
  declare question: Question | null
  #answer: (isAgreed: boolean) => void = () => {}

  constructor() {
    super()
    this.question = null
  }

  /** Asks. */
  async ask(question: Question): Promise<boolean> {
    this.question = question
    await this.updateComplete
    this.renderRoot.querySelector('dialog')!.showModal()
    return new Promise((resolve) => { this.#answer = resolve })
  }

  /** Takes the question back: nobody has agreed. */
  dismiss(): void {
    const dialog = this.renderRoot.querySelector('dialog')
    if (dialog?.open === true) dialog.close('no')
  }

  override render() {
    const { question } = this
    return html`
      <dialog aria-labelledby="title" aria-describedby="words" @close=${(event: Event) => this.#answer((event.target as HTMLDialogElement).returnValue === 'yes')} @cancel=${(event: Event) => { (event.target as HTMLDialogElement).returnValue = 'no' }}>
        <form method="dialog">
          <h2 id="title">${question?.title}</h2>
          <p id="words">${question?.words}</p>
          <div class="actions"><button value="no" autofocus>${question?.no}</button><button class="danger" value="yes">${question?.yes}</button></div>
        </form>
      </dialog>`
  }
}

define('interlude-ask-first', InterludeAskFirst)
