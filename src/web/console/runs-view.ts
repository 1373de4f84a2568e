// The runs that somebody may see, as a list; and one run with what can be done to it.
import { html, nothing, type PropertyDeclarations } from 'lit'
import '../ask-first.ts'
import type { InterludeAskFirst } from '../ask-first.ts'
import { Fault, type Operation } from '../client.ts'
import { define } from '../interlude-element.ts'
import { LiveQuery } from '../live-query.ts'
import { Pages } from '../pages.ts'
import { renderStanding } from '../run/picture.ts'
import { CancelRunDocument, ResumeRunDocument, RunsDocument, SuspendRunDocument, type RunsQuery, type RunsQueryVariables, type RunStatus } from './generated/graphql.ts'
import { address, ConsoleView } from './view.ts'

const LOOK_EVERY_MS = 5_000
const STATUSES: readonly RunStatus[] = ['IN_PROGRESS', 'SUSPENDED', 'ERROR', 'COMPLETED', 'CANCELED']
const PAGE = 100

/** The list of runs, latest first, narrowed by status. */
export class RunsView extends ConsoleView {
  static override properties: PropertyDeclarations = { ...ConsoleView.properties, status: { state: true } }
  declare private status: RunStatus | null
  #timer: ReturnType<typeof setInterval> | undefined
  readonly #pages = new Pages(this)
  readonly #runs = new LiveQuery<RunsQuery, RunsQueryVariables>(this, {
    document: RunsDocument,
    variables: () => ({ first: PAGE, after: this.#pages.after, filter: this.status === null ? null : { status: [this.status] } }),
  })

  constructor() {
    super()
    this.status = null
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.#timer = setInterval(() => { if (document.visibilityState === 'visible') void this.#runs.refresh() }, LOOK_EVERY_MS)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearInterval(this.#timer)
  }

  override render() {
    const { words, texts } = this
    const { data, fault } = this.#runs
    const runs = data?.runs.edges.map(({ node }) => node) ?? []
    return html`
      <div class="header"><h2>${words.runs}</h2><div class="filters" role="group" aria-label=${words.status}>
        ${[null, ...STATUSES].map((status) => html`<button aria-pressed=${this.status === status} @click=${() => { this.status = status; this.#pages.reset() }}>${status === null ? words.allRuns : texts.runStatus[status]}</button>`)}
      </div></div>
      ${data === null ? this.renderInstead(fault) : html`${this.renderFault(fault)}${runs.length === 0 ? html`<p class="empty">${words.noRuns}</p>` : this.renderTable(words.runs, [texts.run, words.status, words.record, words.stage, words.started], runs.map((run) => [
        html`<a href=${address('runs', run.id)}>${run.label}</a>`,
        renderStanding(run.status, texts),
        run.record === null ? null : html`<a href=${address('records', run.record.recordId)}>${run.record.name ?? run.record.recordId}</a>`,
        run.status === 'IN_PROGRESS' ? (run.currentStage?.label ?? null) : null,
        this.renderTime(run.startedAt),
      ]))}${this.#pages.render(data.runs.pageInfo)}`}`
  }
}

/** What can be done to the run `run-id` in its `status`, for those who may: suspend, resume, cancel. */
export class RunControls extends ConsoleView {
  static override properties: PropertyDeclarations = { ...ConsoleView.properties, runId: { attribute: 'run-id' }, status: {}, fault: { state: true } }
  declare runId: string
  declare status: RunStatus | null
  declare private fault: Fault | null

  constructor() {
    super()
    this.status = null
    this.fault = null
  }

  override render() {
    const { words, status } = this
    return html`
      <div class="body row">
        <button ?disabled=${status !== 'IN_PROGRESS'} @click=${() => this.#do(SuspendRunDocument)}>${words.suspend}</button>
        <button ?disabled=${status !== 'SUSPENDED' && status !== 'ERROR'} @click=${() => this.#do(ResumeRunDocument)}>${words.resumeRun}</button>
        <button class="danger" ?disabled=${status !== 'IN_PROGRESS' && status !== 'SUSPENDED'} @click=${this.#cancel}>${words.cancelRun}</button>
      </div>
      ${this.fault === null ? nothing : this.renderFault(this.fault)}
      <interlude-ask-first></interlude-ask-first>`
  }

  readonly #cancel = async () => {
    const { words, texts } = this
    const isAgreed = await this.renderRoot.querySelector<InterludeAskFirst>('interlude-ask-first')!.ask({ title: words.cancelRun, words: words.cancelRunWords, yes: words.cancelRun, no: texts.close })
    if (isAgreed) await this.#do(CancelRunDocument)
  }

  async #do<Data extends object>(document: Operation<Data, { input: { runId: string } }>): Promise<void> {
    this.fault = null
    try {
      await this.change(document, { input: { runId: this.runId } })
    } catch (error) {
      if (!(error instanceof Fault)) throw error
      this.fault = error
    }
  }
}

define('interlude-console-runs', RunsView)
define('interlude-console-run-controls', RunControls)
