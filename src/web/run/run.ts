// <interlude-run>: one run as a live picture, with what each step waits for, and its history.
import { css, html, nothing, type PropertyDeclarations } from 'lit'
import { Fault } from '../client.ts'
import { RunDocument, RunHistoryDocument, RunProgressDocument, type RunHistoryQuery, type RunQuery } from '../generated/graphql.ts'
import { define, InterludeElement } from '../interlude-element.ts'
import { following, LiveQuery } from '../live-query.ts'
import { duration, exactTime, timeSince } from '../times.ts'
import { pictureLooks, renderPicture, renderStanding } from './picture.ts'
import { progressOf, stagesOfRun, type Run } from './run-stages.ts'

type Entry = Extract<RunHistoryQuery['node'], { __typename: 'OrchestrationRun' }>['history']['edges'][number]['node']

/** The run `run-id`. `history`: the history is shown from the start. Fires `interlude-run-status` at first and whenever the status changes. */
export class InterludeRun extends InterludeElement {
  static override properties: PropertyDeclarations = { ...InterludeElement.properties, runId: { attribute: 'run-id' }, history: { type: Boolean }, entries: { state: true }, hasMore: { state: true }, historyFault: { state: true } }
  static override styles = [...InterludeElement.styles, pictureLooks, css`
    .facts { display: flex; flex-wrap: wrap; gap: 4px 16px; padding: 10px 16px 0; font-size: 0.8125rem; color: var(--_quiet); }
    .history { border-top: 1px solid var(--_line); }
    .history ol { padding: 4px 16px 16px; }
    .history li { display: grid; grid-template-columns: 190px 1fr; gap: 2px 14px; padding: 6px 0; }
    .history li + li { border-top: 1px solid var(--_line); }
    .history time { color: var(--_quiet); font-size: 0.8125rem; }
    .toggle { padding: 8px 12px; }
    @container (max-width: 560px) { .history li { grid-template-columns: 1fr; } }
  `]
  declare runId: string | null
  declare history: boolean
  declare private entries: readonly Entry[]
  declare private hasMore: boolean
  declare private historyFault: Fault | null
  #cursor: string | null = null
  #status: Run['status'] | null = null
  #reading: Promise<void> = Promise.resolve()
  readonly #run = new LiveQuery<RunQuery, { id: string }>(this, {
    document: RunDocument,
    variables: () => (this.runId ? { id: this.runId } : null),
    follow: () => [following(RunProgressDocument, { runId: this.runId! })],
    onData: ({ node }) => {
      if (this.history) this.#readOn()
      if (node?.__typename === 'OrchestrationRun') this.#tellStatus(node)
    },
  })

  constructor() {
    super()
    this.history = false
    this.#reset()
  }

  #tellStatus({ id, status }: Run): void {
    if (status === this.#status) return
    this.#status = status
    this.tell('interlude-run-status', { runId: id, status })
  }

  #reset(): void {
    this.#status = null
    this.entries = []
    this.hasMore = false
    this.historyFault = null
    this.#cursor = null
  }

  protected override signedOut(): void {
    this.#reset()
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('runId')) this.#reset()
    // Before the run is there it comes with it.
    if (changed.has('history') && this.history && this.#run.data !== null) this.#readOn()
  }

  override render() {
    const { data, fault } = this.#run
    const run = data?.node?.__typename === 'OrchestrationRun' ? data.node : null
    return html`
      <div class="header" part="header"><h2>${run?.label ?? this.texts.run}</h2>${run === null ? nothing : this.#renderStatus(run)}</div>
      ${this.renderConnection()}
      ${data === null ? this.renderInstead(fault) : run === null ? html`<p class="empty">${this.texts.nothingThere}</p>` : html`${this.renderFault(fault)}${this.#renderRun(run)}`}`
  }

  #renderStatus({ status }: Run) {
    return status === 'IN_PROGRESS' ? html`<span class="badge busy">${this.texts.runStatus[status]}</span>` : renderStanding(status, this.texts)
  }

  #renderRun(run: Run) {
    const { texts, language } = this
    const stages = stagesOfRun(run)
    const { done, all } = progressOf(stages)
    return html`
      <div class="facts" part="facts">
        <span>${run.orchestration.label}, ${texts.version(run.version.versionNumber)}</span>
        ${run.record === null ? nothing : html`<span>${run.record.name ?? run.record.recordId}</span>`}
        <time datetime=${run.startedAt} title=${exactTime(run.startedAt, language)}>${texts.startedBy(run.startedBy.name, timeSince(run.startedAt, language))}</time>
        ${run.durationSeconds === null ? nothing : html`<span>${texts.took(duration(run.durationSeconds, language))}</span>`}
        <span role="status">${texts.steps(done, all)}</span>
      </div>
      ${run.error === null ? nothing : html`<div class="fault" role="alert"><span><strong>${run.error.step?.label ?? run.error.stage?.label ?? ''}</strong> ${run.error.message}</span></div>`}
      <div class="body">${renderPicture(stages, texts)}</div>
      <div class="history">
        <div class="toggle"><button class="plain" part="toggle-history" aria-expanded=${this.history} @click=${this.#toggle}>${this.history ? texts.hideHistory : texts.showHistory}</button></div>
        ${this.history ? html`<ol part="history">${this.entries.map((entry) => this.#renderEntry(entry))}</ol>${this.renderFault(this.historyFault)}${this.hasMore || this.historyFault !== null ? html`<div class="toggle"><button part="more" @click=${() => this.#readOn()}>${this.historyFault === null ? texts.more : texts.retry}</button></div>` : nothing}` : nothing}
      </div>`
  }

  #renderEntry(entry: Entry) {
    const { texts, language } = this
    const who = entry.completedBy ?? entry.actor
    const about = entry.step?.label ?? entry.stage?.label
    return html`
      <li>
        <time datetime=${entry.occurredAt} title=${timeSince(entry.occurredAt, language)}>${exactTime(entry.occurredAt, language)}</time>
        <span>${texts.milestones[entry.milestone]}${about === undefined ? nothing : html`: <strong>${about}</strong>`}
          <span class="quiet small">${[who?.name, entry.durationSeconds === null ? null : texts.took(duration(entry.durationSeconds, language)), entry.detail].filter(Boolean).join(' · ')}</span></span>
      </li>`
  }

  readonly #toggle = () => { this.history = !this.history }

  // One page after the other, each after the last entry that is shown: what is new comes at the end.
  #readOn(): void {
    const { runId } = this
    this.#reading = this.#reading.then(async () => {
      const { client } = this
      if (client === null || !runId) return
      const { node } = await client.request(RunHistoryDocument, { id: runId, after: this.#cursor })
      if (node?.__typename !== 'OrchestrationRun' || runId !== this.runId) return
      this.entries = [...this.entries, ...node.history.edges.map((edge) => edge.node)]
      this.hasMore = node.history.pageInfo.hasNextPage
      this.#cursor = node.history.pageInfo.endCursor ?? this.#cursor
      this.historyFault = null
    }).catch((error: unknown) => {
      // Another person's sign-in is told otherwise.
      if (error instanceof Fault && runId === this.runId) this.historyFault = error
    })
  }
}

define('interlude-run', InterludeRun)
