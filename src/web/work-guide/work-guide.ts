// <interlude-work-guide>: what the person can do on one record, and where they do it.
import { html, nothing, type PropertyDeclarations } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { Fault } from '../client.ts'
import { RecordWorkDocument, WorkGuideDocument, WorkUnderWayDocument, type WorkFragment, type WorkGuideQuery, type WorkGuideQueryVariables } from '../generated/graphql.ts'
import { define, InterludeElement } from '../interlude-element.ts'
import { following, LiveQuery } from '../live-query.ts'
import { Pages } from '../pages.ts'
import '../screen-flow/screen-flow.ts'
import type { InterludeScreenFlow } from '../screen-flow/screen-flow.ts'
import { renderWork } from '../work-card.ts'

type Work = NonNullable<WorkGuideQuery['record']>['workGuide']

/**
 * The Work Guide of the record `record-id`. Work that was opened and not finished is open again after a reload. Fires
 * `interlude-opened`, and what the flow in it fires.
 */
export class InterludeWorkGuide extends InterludeElement {
  static override properties: PropertyDeclarations = { ...InterludeElement.properties, recordId: { attribute: 'record-id' }, openId: { state: true } }
  declare recordId: string | null
  /** The work item that is open here; null: the list is shown. */
  declare private openId: string | null
  // The record that it belongs to; null also where it was opened before the record was named.
  #openedOn: string | null = null
  #isAsked = false
  #isFirst = true
  // What is open here was paused, as the list knows by now; and it stood on the page of the list that is read.
  #isPaused = false
  #isListed = false
  // How often something was opened or left.
  #shown = 0
  readonly #pages = new Pages(this)
  readonly #guide = new LiveQuery<WorkGuideQuery, WorkGuideQueryVariables>(this, {
    document: WorkGuideDocument,
    variables: () => (this.recordId ? { recordId: this.recordId, after: this.#pages.after } : null),
    follow: () => [following(RecordWorkDocument, { recordId: this.recordId! })],
    onData: ({ record }) => {
      if (record !== null) this.#goOn(record.workGuide)
      this.#leavePaused(record?.workGuide.edges ?? [])
    },
  })

  constructor() {
    super()
    this.openId = null
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('recordId')) return
    if (this.#openedOn !== null && this.#openedOn !== this.recordId) this.#show(null)
    if (this.openId !== null) this.#openedOn = this.recordId
    this.#pages.reset()
    this.#isFirst = true
  }

  // Nothing is opened in the name of somebody who hasn't asked for it.
  protected override signedOut(): void {
    this.#show(null)
    this.#isFirst = false
  }

  // What was under way when the page was left goes on where it was, unless something was opened already.
  #goOn({ edges, pageInfo }: Work): void {
    if (!this.#isFirst) return
    this.#isFirst = false
    if (this.openId !== null) return
    this.#isAsked = false
    const id = underWay(edges)
    if (id !== null) this.#goOnWith(id)
    else if (pageInfo.hasNextPage) void this.#lookFurther(pageInfo.endCursor!)
  }

  // A page that shows work elsewhere does so after a reload too.
  #goOnWith(id: string): boolean {
    if (!this.tell('interlude-opened', { workItemId: id, recordId: this.recordId })) return false
    this.#show(id)
    return true
  }

  // It may stand on a later page, which is then the one that is shown. Until it is found the list is there to be used, and whoever
  // has begun to use it stays there.
  async #lookFurther(endCursor: string): Promise<void> {
    const { client, recordId } = this
    const begins = [endCursor]
    const shown = this.#shown
    try {
      for (;;) {
        const { record } = await client!.request(WorkUnderWayDocument, { recordId: recordId!, after: begins.at(-1)! })
        if (record === null || client !== this.client || recordId !== this.recordId || this.#pages.after !== null || shown !== this.#shown) return
        const { edges, pageInfo } = record.workGuide
        const id = underWay(edges)
        if (id !== null) {
          if (!this.#goOnWith(id)) return
          this.#pages.turnTo(begins)
          return
        }
        if (!pageInfo.hasNextPage) return
        begins.push(pageInfo.endCursor!)
      }
    } catch (error) {
      // It is on the list still.
      if (!(error instanceof Fault)) throw error
    }
  }

  // What was paused here and has been finished, deleted or taken up elsewhere isn't waiting here any more.
  #leavePaused(edges: Work['edges']): void {
    const listed = edges.find(({ node }) => node.id === this.openId)
    this.#isListed ||= listed !== undefined
    if (this.#isPaused && this.#isListed && listed?.node.interview?.status !== 'PAUSED') this.#show(null)
  }

  // Only a list that is read from now on says what became of it.
  readonly #paused = async () => {
    const shown = this.#shown
    await this.#guide.refresh()
    if (shown !== this.#shown) return
    this.#isPaused = true
    if (this.#guide.fault === null) this.#leavePaused(this.#guide.data?.record?.workGuide.edges ?? [])
  }

  #show(id: string | null): void {
    this.openId = id
    this.#openedOn = id === null ? null : this.recordId ?? null
    this.#shown++
    this.#isPaused = false
    this.#isListed = this.#guide.data?.record?.workGuide.edges.some(({ node }) => node.id === id) ?? false
  }

  override render() {
    const { data, fault } = this.#guide
    return html`
      <div class="header" part="header"><h2>${this.texts.workGuide}</h2>${this.openId === null ? nothing : this.renderLeave(this.#close)}</div>
      ${this.renderConnection()}
      ${data === null ? this.renderInstead(fault) : data.record === null ? html`<p class="empty">${this.texts.nothingThere}</p>` : html`
        ${this.renderFault(fault)}
        ${this.openId === null ? html`${this.#renderList(data.record.workGuide.edges.map(({ node }) => node))}${this.#pages.render(data.record.workGuide.pageInfo)}` : this.#renderFlow(this.openId)}`}`
  }

  #renderList(work: readonly WorkFragment[]) {
    const { texts } = this
    if (work.length === 0) return html`<p class="empty" part="empty" id="empty" tabindex="-1">${texts.workGuideEmpty}</p>`
    return html`
      <ul class="cards" part="list">
        ${repeat(work, ({ id }) => id, (item) => html`
          <li part="item">
            ${renderWork(item, texts, this.language, item.interview?.status === 'PAUSED' ? html`<span class="badge warn">${texts.isPaused}</span>` : nothing)}
            <button class="primary" part="open" data-id=${item.id} aria-label="${item.interview === null ? texts.openWork : texts.continueWork}: ${item.label}" @click=${() => this.#open(item.id)}>${item.interview === null ? texts.openWork : texts.continueWork}</button>
          </li>`)}
      </ul>`
  }

  #renderFlow(id: string) {
    return html`
      <interlude-screen-flow part="flow" class="inner" .endpoint=${this.endpoint} .token=${this.token} .wantsFocus=${this.#isAsked} work-item-id=${id}
        @interlude-closed=${this.#close} @interlude-paused=${this.#paused} @next=${(event: CustomEvent<string>) => this.#show(event.detail)}></interlude-screen-flow>`
  }

  /** Opens a work item of this record here, be it before the record was read. */
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

function underWay(edges: readonly { node: { id: string; interview: { status: string } | null } }[]): string | null {
  return edges.find(({ node }) => node.interview?.status === 'STARTED')?.node.id ?? null
}

/** The flow that is shown inside of components. */
export type { InterludeScreenFlow }

define('interlude-work-guide', InterludeWorkGuide)
