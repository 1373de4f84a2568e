// What waits in queues, why it isn't routed yet, and assigning it by hand; live.
import { html, nothing, type PropertyDeclarations } from 'lit'
import { Fault } from '../client.ts'
import { define } from '../interlude-element.ts'
import { following, LiveQuery } from '../live-query.ts'
import { exactTime } from '../times.ts'
import { AssignAgentWorkDocument, PendingDocument, QueuesDocument, QueueWorkDocument, type PendingQuery, type QueuesQuery } from './generated/graphql.ts'
import { address, ConsoleView } from './view.ts'

type Pending = PendingQuery['pendingServiceRoutings']['edges'][number]['node']

const LOOK_EVERY_MS = 5_000

/** The supervisor's view of pending work. */
export class QueuesView extends ConsoleView {
  static override properties: PropertyDeclarations = { ...ConsoleView.properties, fault: { state: true } }
  declare private fault: Fault | null
  #timer: ReturnType<typeof setInterval> | undefined
  readonly #queues = new LiveQuery<QueuesQuery, Record<string, never>>(this, { document: QueuesDocument, variables: () => ({}) })
  readonly #pending = new LiveQuery<PendingQuery, Record<string, never>>(this, {
    document: PendingDocument,
    variables: () => ({}),
    follow: () => this.#routed.map(({ apiName }) => following(QueueWorkDocument, { queue: apiName })),
  })

  constructor() {
    super()
    this.fault = null
  }

  get #routed() {
    return this.#queues.data?.groups.edges.map(({ node }) => node).filter(({ supportedObjects }) => supportedObjects.includes('OrchestrationWorkItem')) ?? []
  }

  // Why something waits changes with agents' presence too, of which queues don't tell.
  override connectedCallback(): void {
    super.connectedCallback()
    this.#timer = setInterval(() => { if (document.visibilityState === 'visible') void this.#pending.refresh() }, LOOK_EVERY_MS)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.#timer)
  }

  override render() {
    const { words } = this
    const { data, fault } = this.#pending
    const rows = data?.pendingServiceRoutings.edges.map(({ node }) => node) ?? []
    return html`
      <div class="header"><h2>${words.pending}</h2><span class="badge number">${rows.length}</span></div>
      ${this.renderConnection()}
      ${data === null ? this.renderInstead(fault) : html`${this.renderFault(this.fault ?? fault)}${rows.length === 0 ? html`<p class="empty">${words.noPending}</p>`
        : this.renderTable(words.pending, [words.work, words.queue, words.waiting, words.why, words.assignTo], rows.map((row) => this.#cells(row)))}${data.pendingServiceRoutings.pageInfo.hasNextPage ? html`<p class="more quiet small">${this.texts.firstOnly(rows.length)}</p>` : nothing}`}`
  }

  #cells(row: Pending): unknown[] {
    const { words } = this
    const members = this.#routed.find(({ apiName }) => apiName === row.queue.apiName)?.members.edges.map(({ node }) => node).filter((node) => node.__typename === 'User') ?? []
    return [
      html`<strong>${row.workItem.label}</strong> ${row.workItem.record === null ? '' : html`<a href=${address('records', row.workItem.record.recordId)}>${row.workItem.record.name ?? row.workItem.record.recordId}</a>`}`,
      row.queue.label,
      this.renderTime(row.queuedAt),
      html`<ul>${row.waitingOn.map((reason) => html`<li>${reason.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (time) => exactTime(time, this.language))}</li>`)}</ul>`,
      html`<select aria-label="${words.assignTo}: ${row.workItem.label}" @change=${(event: Event) => this.#assign(row, event.target as HTMLSelectElement)}>
        <option value="">${this.texts.choose}</option>${members.map((member) => html`<option value=${member.username}>${member.name}</option>`)}</select>`,
    ]
  }

  async #assign(row: Pending, select: HTMLSelectElement): Promise<void> {
    const agent = select.value
    select.value = ''
    if (agent === '') return
    this.fault = null
    try {
      await this.change(AssignAgentWorkDocument, { input: { workItemId: row.workItem.id, agent } })
      await this.#pending.refresh()
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      this.fault = error
    }
  }
}

define('interlude-console-queues', QueuesView)
