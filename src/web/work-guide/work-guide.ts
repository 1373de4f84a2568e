// <interlude-work-guide>: what the person can do on one record, and where they do it.
import { html, nothing, type PropertyDeclarations } from 'lit'
import { RecordWorkDocument, WorkGuideDocument, type WorkFragment, type WorkGuideQuery } from '../generated/graphql.ts'
import { define, InterludeElement } from '../interlude-element.ts'
import { following, LiveQuery } from '../live-query.ts'
import '../screen-flow/screen-flow.ts'
import type { InterludeScreenFlow } from '../screen-flow/screen-flow.ts'
import { renderWork } from '../work-card.ts'

/**
 * The Work Guide of the record `record-id`. Work that was opened and not finished is open again after a reload. Fires
 * `interlude-opened`, and what the flow in it fires.
 */
export class InterludeWorkGuide extends InterludeElement {
  static override properties: PropertyDeclarations = { ...InterludeElement.properties, recordId: { attribute: 'record-id' }, openId: { state: true } }
  declare recordId: string | null
  /** The work item that is open here; null: the list is shown. */
  declare private openId: string | null
  #isAsked = false
  #isFirst = true
  // What is open here is shown as paused, by itself and by the list.
  #isPaused = false
  #isPausedInList = false
  readonly #guide = new LiveQuery<WorkGuideQuery, { recordId: string }>(this, {
    document: WorkGuideDocument,
    variables: () => (this.recordId ? { recordId: this.recordId } : null),
    follow: () => [following(RecordWorkDocument, { recordId: this.recordId! })],
    onData: ({ record }) => {
      const work = record?.workGuide.edges.map(({ node }) => node) ?? []
      this.#goOn(work)
      this.#leavePaused(work)
    },
  })

  constructor() {
    super()
    this.openId = null
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('recordId')) return
    this.#show(null)
    this.#isFirst = true
  }

  // What was under way when the page was left goes on where it was.
  #goOn(work: readonly WorkFragment[]): void {
    if (!this.#isFirst) return
    this.openId = work.find(({ interview }) => interview?.status === 'STARTED')?.id ?? null
    this.#isAsked = false
    this.#isFirst = false
  }

  // What was paused here and has been finished, deleted or taken up elsewhere isn't waiting here any more.
  #leavePaused(work: readonly WorkFragment[]): void {
    const isPausedThere = work.some(({ id, interview }) => id === this.openId && interview?.status === 'PAUSED')
    if (this.#isPaused && this.#isPausedInList && !isPausedThere) this.#show(null)
    else this.#isPausedInList = isPausedThere
  }

  #show(id: string | null): void {
    this.openId = id
    this.#isPaused = false
    this.#isPausedInList = false
  }

  override render() {
    const { data, fault } = this.#guide
    return html`
      <div class="header" part="header"><h2>${this.texts.workGuide}</h2>${this.openId === null ? nothing : this.renderLeave(this.#close)}</div>
      ${this.renderConnection()}
      ${data === null ? this.renderInstead(fault) : data.record === null ? html`<p class="empty">${this.texts.nothingThere}</p>` : html`
        ${this.renderFault(fault)}
        ${this.openId === null ? this.#renderList(data.record.workGuide.edges.map(({ node }) => node)) : this.#renderFlow(this.openId)}`}`
  }

  #renderList(work: readonly WorkFragment[]) {
    const { texts } = this
    if (work.length === 0) return html`<p class="empty" part="empty" id="empty" tabindex="-1">${texts.workGuideEmpty}</p>`
    return html`
      <ul class="cards" part="list">
        ${work.map((item) => html`
          <li part="item">
            ${renderWork(item, texts, this.language, item.interview?.status === 'PAUSED' ? html`<span class="badge warn">${texts.isPaused}</span>` : nothing)}
            <button class="primary" part="open" data-id=${item.id} aria-label="${item.interview === null ? texts.openWork : texts.continueWork}: ${item.label}" @click=${() => this.#open(item.id)}>${item.interview === null ? texts.openWork : texts.continueWork}</button>
          </li>`)}
      </ul>`
  }

  #renderFlow(id: string) {
    return html`
      <interlude-screen-flow part="flow" class="inner" .endpoint=${this.endpoint} .token=${this.token} .wantsFocus=${this.#isAsked} work-item-id=${id}
        @interlude-closed=${this.#close} @interlude-paused=${() => { this.#isPaused = true }} @next=${(event: CustomEvent<string>) => this.#show(event.detail)}></interlude-screen-flow>`
  }

  /** Opens a work item of this record here. */
  open(workItemId: string): void {
    this.#open(workItemId)
  }

  #open(id: string): void {
    if (!this.tell('interlude-opened', { workItemId: id, recordId: this.recordId })) return
    this.#isAsked = true
    this.#show(id)
  }

  readonly #close = () => {
    this.#show(null)
    void this.#guide.refresh().then(() => this.focusOn('button[part=open], #empty'))
  }
}

/** The flow that is shown inside of components. */
export type { InterludeScreenFlow }

define('interlude-work-guide', InterludeWorkGuide)
