// <interlude-screen-flow>: runs one screen flow in place, from wherever it stands to its end or its pause.
import { css, html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit'
import { Fault, type InterludeClient, type Operation } from '../client.ts'
import {
  InterviewDocument, OpenWorkItemDocument, PauseInterviewDocument, PreviousScreenDocument, RecordWorkDocument, ResumeInterviewDocument, SubmitScreenDocument,
  type InterviewQuery, type NextWorkFragment, type StandingInterviewFragment, type TakenWorkFragment,
} from '../generated/graphql.ts'
import { icon } from '../icons.ts'
import { define, InterludeElement } from '../interlude-element.ts'
import { following, LiveQuery } from '../live-query.ts'
import { exactTime, timeSince } from '../times.ts'
import { dropDraft, dropDrafts, keepDraft, readDraft, type Draft } from './drafts.ts'
import { idOf, renderField } from './screen-field.ts'
import { answerOf, isEmpty, typedOn, valuesOf, visibleFields, type Screen, type Values } from './screen-values.ts'

type Outcome =
  | { kind: 'finished'; next: readonly NextWorkFragment[] }
  | { kind: 'paused'; words: string | null }
  | { kind: 'taken'; by: TakenWorkFragment }
  | { kind: 'ended'; words: string }
type Refusal = { __typename: string; message: string; code: string; issues?: readonly { path: string[]; message: string }[]; interview?: StandingInterviewFragment }
type Found = Extract<InterviewQuery['node'], { __typename: 'FlowInterview' }>
type NotFound = { __typename: 'NotFoundError' | 'InterviewNotResumableError'; message: string; code: string }

const LOOK_AGAIN_MS = 1_000
// Sent for a date that is half typed, of which the browser tells nothing: no date, so that the server names the field with all others.
const HALF_TYPED = '?'

/**
 * Runs the screen flow of `work-item-id`, or picks up `interview-id`. Fires `interlude-finished`, `interlude-paused`,
 * `interlude-taken` (somebody else was first), `interlude-ended` (nobody can go on with it), and `interlude-closed` when the person is done with what it says.
 * Before it goes on with the next work item, `interlude-opened` (cancelable: then the page shows that elsewhere); once it does, `next`
 * with its id as detail, which is for the component around it alone.
 */
export class InterludeScreenFlow extends InterludeElement {
  static override properties: PropertyDeclarations = {
    ...InterludeElement.properties, workItemId: { attribute: 'work-item-id' }, interviewId: { attribute: 'interview-id' },
    interview: { state: true }, values: { state: true }, issues: { state: true }, notice: { state: true }, outcome: { state: true }, fault: { state: true }, isBusy: { state: true },
  }
  static override styles = [...InterludeElement.styles, css`
    form.screen { display: grid; gap: 16px; padding: 16px; }
    form.screen > :is(.fault, .note) { margin: 0; }
    form.screen > h3 { font-size: 1.0625rem; outline: none; }
    .display { white-space: pre-line; padding: 10px 12px; background: var(--_raised); border-radius: calc(var(--_radius) * 0.6); }
    .choices { display: grid; gap: 2px; padding-top: 2px; }
    .choice { display: flex; align-items: flex-start; gap: 10px; padding: 5px 0; cursor: pointer; }
    .choice input { margin-top: 2px; }
    .wrong { color: var(--_bad); }
    .optional { font-weight: 400; }
    .buttons { display: flex; flex-wrap: wrap; gap: 8px; padding-top: 4px; }
    .buttons .first { margin-inline-start: auto; }
    .outcome { display: grid; gap: 12px; padding: 20px 16px; justify-items: start; }
    .outcome p { display: flex; gap: 8px; align-items: flex-start; outline: none; }
    .outcome .icon { margin-top: 0.25em; color: var(--_good); }
    form[aria-busy='true'] { cursor: progress; }
  `]

  declare workItemId: string | null
  declare interviewId: string | null
  declare private interview: StandingInterviewFragment | null
  declare private values: Values
  declare private issues: ReadonlyMap<string, readonly string[]>
  declare private notice: string | null
  declare private outcome: Outcome | null
  declare private fault: Fault | null
  declare private isBusy: boolean
  #begun = ''
  #asked: InterludeClient | null = null
  #renewals = 0
  /** What is answered to what was begun before is nothing to this. */
  #turn = 0
  #hasMissed = false
  /** Of the screen that was shown last: a look that was under way when it was answered still finds it. */
  #revision = -1
  /** Who fills it in, as far as that is known. */
  #username: string | null = null
  #focused: HTMLElement | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  // What becomes of the interview meanwhile, through others or in another tab.
  readonly #standing = new LiveQuery<InterviewQuery, { id: string }>(this, {
    document: InterviewDocument,
    variables: () => (this.interview === null || this.outcome !== null ? null : { id: this.interview.id }),
    follow: () => (this.interview?.record ? [following(RecordWorkDocument, { recordId: this.interview.record.recordId })] : []),
    onData: ({ node }) => this.#see(node?.__typename === 'FlowInterview' ? node : null),
  })
  /** Whether the person asked for this flow just now, so that the keyboard may be moved to it. */
  wantsFocus = false

  constructor() {
    super()
    this.#reset()
  }

  protected override createRenderRoot(): HTMLElement | DocumentFragment {
    const root = super.createRenderRoot()
    const note = () => { this.#focused = this.shadowRoot!.activeElement as HTMLElement | null }
    root.addEventListener('focusin', note)
    // What is taken off the page has lost the keyboard before it hears of that.
    root.addEventListener('focusout', () => queueMicrotask(note))
    return root
  }

  #reset(): void {
    this.interview = null
    this.values = {}
    this.issues = new Map()
    this.notice = null
    this.outcome = null
    this.fault = null
    this.isBusy = false
  }

  // A page may move it (frameworks do, when they put a list in order): whoever is typing goes on typing.
  override disconnectedCallback(): void {
    super.disconnectedCallback()
    const focused = this.#focused
    queueMicrotask(() => {
      if (focused !== null && this.isConnected && document.activeElement === document.body) focused.focus({ preventScroll: true })
    })
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed)
    const wanted = this.client === null ? '' : `${this.client.endpoint} ${this.workItemId ?? ''} ${this.interviewId ?? ''}`
    if (!this.isConnected) return
    const isRenewed = this.client !== null && this.client.renewals !== this.#renewals
    this.#renewals = this.client?.renewals ?? 0
    if (wanted === this.#begun && this.client === this.#asked) {
      // What was refused for its token may be had with this one.
      if (isRenewed && this.fault !== null && this.interview === null) void this.#begin()
      return
    }
    this.#begun = wanted
    this.#asked = this.client
    this.#turn++
    this.#revision = -1
    clearTimeout(this.#timer)
    this.#reset()
    if (wanted !== '' && (this.workItemId || this.interviewId)) void this.#begin()
  }

  override render() {
    if (this.outcome !== null) return this.#renderOutcome(this.outcome)
    const screen = this.interview?.screen ?? null
    if (this.interview === null || screen === null) {
      if (this.fault !== null) return html`${this.renderFault(this.fault)}<div class="outcome"><button @click=${() => this.#begin()}>${this.texts.retry}</button></div>`
      if (this.interview !== null) return html`<p class="empty" role="status">${this.texts.working}</p>`
      return this.renderInstead(null)
    }
    return this.#renderScreen(screen)
  }

  #renderScreen(screen: Screen): TemplateResult {
    const { texts } = this
    const fields = visibleFields(screen, this.values, this.language)
    return html`
      <form class="screen" part="screen" novalidate aria-labelledby="heading" aria-busy=${this.isBusy} @submit=${this.#submit}>
        <h3 id="heading" tabindex="-1" part="screen-heading">${screen.label}</h3>
        ${screen.helpText === null ? nothing : html`<p class="quiet">${screen.helpText}</p>`}
        ${this.notice === null ? nothing : html`<p class="note" role="status">${this.notice}</p>`}
        ${this.renderFault(this.fault)}
        ${fields.map((field) => renderField({
          field, texts, language: this.language, value: this.values[field.apiName], faults: this.issues.get(field.apiName) ?? [],
          change: (value) => this.#change(screen, field.apiName, value),
        }))}
        <div class="buttons" part="buttons">
          ${screen.canPause ? html`<button type="button" part="pause" aria-disabled=${this.isBusy} @click=${this.#askReason}>${icon('pause')}${texts.pause}</button>` : nothing}
          ${screen.canGoBack ? html`<button type="button" class="first" part="back" aria-disabled=${this.isBusy} @click=${this.#back}>${texts.back}</button>` : nothing}
          ${screen.canFinish ? html`<button class="primary ${screen.canGoBack ? '' : 'first'}" part="next" aria-disabled=${this.isBusy}>${texts.next}</button>` : nothing}
        </div>
      </form>
      <dialog aria-labelledby="pause-title">
        <form @submit=${this.#pause}>
          <h2 id="pause-title">${texts.pauseTitle}</h2>
          <div class="field">
            <label class="label" for="reason">${texts.pauseReason}</label>
            <textarea id="reason" maxlength="1000" rows="2" aria-describedby="reason-hint"></textarea>
            <p class="quiet small" id="reason-hint">${texts.pauseHint}</p>
          </div>
          <div class="actions"><button type="button" @click=${this.#closeDialog}>${texts.cancel}</button><button class="primary">${texts.pause}</button></div>
        </form>
      </dialog>`
  }

  #renderOutcome(outcome: Outcome): TemplateResult {
    const { texts } = this
    const next = outcome.kind === 'finished' ? outcome.next[0] : undefined
    const words = outcome.kind === 'finished' ? (next === undefined ? texts.finished : texts.finishedNext)
      : outcome.kind === 'paused' ? outcome.words ?? texts.paused
      : outcome.kind === 'ended' ? outcome.words
      : outcome.by.completedBy === null || outcome.by.completedAt === null ? texts.takenByNobody : texts.takenBy(outcome.by.completedBy.name, timeSince(outcome.by.completedAt, this.language))
    return html`
      <div class="outcome" part="outcome">
        <p role="status" tabindex="-1" id="outcome">${outcome.kind === 'finished' ? icon('check') : outcome.kind === 'paused' ? icon('pause') : nothing}<span>${words}</span></p>
        <div class="row">
          ${next === undefined ? nothing : html`<button class="primary" part="start-next" @click=${() => this.#startNext(next)}>${texts.startNext(next.label)}</button>`}
          <button part="close" @click=${() => this.tell('interlude-closed', {})}>${texts.backToWork}</button>
        </div>
      </div>`
  }

  #change(screen: Screen, apiName: string, value: unknown): void {
    this.values = { ...this.values, [apiName]: value }
    if (this.issues.has(apiName)) this.issues = new Map([...this.issues].filter(([name]) => name !== apiName))
    keepDraft(this.#draft, screen, this.values)
  }

  get #draft(): Draft {
    return { by: this.#username, guid: this.interview!.guid }
  }

  async #begin(): Promise<void> {
    this.fault = null
    if (this.workItemId) {
      const input = { workItemId: this.workItemId }
      await this.#ask(async () => (await this.#request(OpenWorkItemDocument, { input })).openWorkItem, (answer) => this.#stand(answer.interview!))
      return
    }
    await this.#ask(async () => {
      const found = await this.#find(this.interviewId!)
      if (found.__typename !== 'Found' || found.interview.status !== 'PAUSED') return found
      const { resumeInterview } = await this.#request(ResumeInterviewDocument, { input: { interviewId: found.interview.id } })
      // Somebody was first, and that may have been in another place of this page.
      return resumeInterview.__typename === 'InterviewNotResumableError' ? this.#find(found.interview.id, resumeInterview) : resumeInterview
    }, (answer) => this.#stand((answer as { interview: StandingInterviewFragment }).interview))
  }

  /** Looks where an interview stands; `refusal` is what is said of one that can only be resumed, where that was refused. */
  async #find(id: string, refusal: NotFound | null = null): Promise<NotFound | { __typename: 'Found'; interview: Found }> {
    const [{ node }, username] = await Promise.all([this.#request(InterviewDocument, { id }), this.client!.username()])
    if (node?.__typename !== 'FlowInterview') return { __typename: 'NotFoundError', message: this.texts.deletedByOther, code: 'NOT_FOUND' }
    if (refusal !== null && node.status !== 'STARTED') return refusal
    // Its own screen is shown to whoever is working on it; without one it runs by itself, for them as for all others.
    const { owner, resumedBy } = node
    const isTheirs = owner.username === username || resumedBy?.username === username
    if (node.status === 'STARTED' && node.screen === null && !isTheirs) return { __typename: 'NotFoundError', message: this.texts.ofOther((resumedBy ?? owner).name), code: 'NOT_FOUND' }
    return { __typename: 'Found', interview: node }
  }

  /** Shows the interview where it stands, or what became of it. `kept`: what was typed on the same screen, where that was answered elsewhere. */
  #stand(interview: StandingInterviewFragment, { next = [], kept = null }: { next?: readonly NextWorkFragment[]; kept?: Values | null } = {}): void {
    const isNew = this.interview?.guid !== interview.guid || this.interview.screen?.revision !== interview.screen?.revision
    this.interview = interview
    const { screen } = interview
    if (isNew && screen !== null) {
      this.#revision = screen.revision
      this.values = { ...valuesOf(screen), ...kept ?? readDraft(this.#draft, screen) }
      this.issues = new Map()
      if (this.wantsFocus) void this.focusOn('#heading')
    }
    if (interview.status === 'FINISHED') this.#end({ kind: 'finished', next }, 'interlude-finished', { nextWorkItemIds: next.map(({ id }) => id) })
    else if (interview.status === 'PAUSED') this.#end({ kind: 'paused', words: interview.goesOnAt === null ? null : this.texts.goesOnAt(exactTime(interview.goesOnAt, this.language)) }, 'interlude-paused', {})
    else if (interview.status === 'FAILED') this.#end({ kind: 'ended', words: this.texts.failed }, 'interlude-ended', {})
    else if (screen === null) this.#lookAgain()
  }

  // It stands on something that runs by itself.
  #lookAgain(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#standing.refresh().then(() => {
      if (this.isConnected && this.outcome === null && this.interview?.screen === null) this.#lookAgain()
    }), LOOK_AGAIN_MS)
  }

  /** Sees what has become of the interview without us; null: it is gone. What one's own answer brings about is told by that answer. */
  #see(found: Found | null): void {
    if (this.outcome !== null || this.interview === null) return
    if (this.isBusy) {
      this.#hasMissed = true
      return
    }
    const { texts } = this
    if (found === null) return this.#end({ kind: 'ended', words: texts.deletedByOther }, 'interlude-ended', {})
    if (this.interview.screen === null && found.status !== 'FAILED') return (found.screen?.revision ?? Infinity) > this.#revision ? this.#stand(found) : undefined
    const { workItem } = found
    const isCompleted = workItem !== null && workItem.completedAt !== null
    switch (found.status) {
      case 'STARTED': return
      case 'PAUSED': return this.#end({ kind: 'paused', words: texts.pausedByOther }, 'interlude-paused', {})
      case 'FINISHED': return isCompleted ? this.#taken(workItem) : this.#stand(found)
      case 'FAILED': break
    }
    if (isCompleted) return this.#taken(workItem)
    const isClosed = workItem !== null && workItem.closedReason !== null && !/ERROR$/.test(workItem.closedReason)
    const isGivenAway = this.interview.screen !== null && this.interview.workItem !== null && (workItem === null || (!workItem.canOpen && workItem.closedReason === null))
    this.#end({ kind: 'ended', words: isClosed ? texts.takenByNobody : isGivenAway ? texts.gone : texts.failed }, 'interlude-ended', {})
  }

  // The person themselves may have done it: in another tab, or here, and the answer was lost.
  #taken(by: TakenWorkFragment): void {
    if (by.completedBy !== null && by.completedBy.username === this.#username) return this.#end({ kind: 'finished', next: [] }, 'interlude-finished', { nextWorkItemIds: [] })
    this.#end({ kind: 'taken', by }, 'interlude-taken', {})
  }

  #end(outcome: Outcome, event: string, detail: object): void {
    if (this.outcome !== null) return
    this.outcome = outcome
    clearTimeout(this.#timer)
    // What somebody else has paused goes on some time, with what was typed here.
    if (this.interview !== null && outcome.kind !== 'paused') dropDrafts(this.#draft)
    if (this.wantsFocus) void this.focusOn('#outcome')
    this.tell(event, { workItemId: this.workItemId ?? this.interview?.workItem?.id ?? null, interviewId: this.interview?.id ?? null, ...detail })
  }

  readonly #submit = (event: Event) => {
    event.preventDefault()
    const { id, screen } = this.interview!
    if (screen === null) return
    this.wantsFocus = true
    const halfTyped = Object.fromEntries([...this.#halfTyped()].map((name) => [name, HALF_TYPED]))
    const input = { interviewId: id, revision: screen.revision, values: { ...answerOf(screen, this.values, this.language), ...halfTyped } }
    void this.#ask(async () => (await this.#request(SubmitScreenDocument, { input })).submitScreen, (answer) => {
      dropDraft(this.#draft, screen)
      this.#stand(answer.interview!, { next: answer.nextWorkItems })
    })
  }

  readonly #back = () => {
    const { id, screen } = this.interview!
    this.wantsFocus = true
    const input = { interviewId: id, revision: screen!.revision, values: answerOf(screen!, this.values, this.language) }
    void this.#ask(async () => (await this.#request(PreviousScreenDocument, { input })).previousScreen, (answer) => {
      dropDraft(this.#draft, screen!)
      this.#stand(answer.interview!)
    })
  }

  /** The fields in which a date is half typed: they have a value for the person, and none for the browser. */
  #halfTyped(): ReadonlySet<string> {
    const fields = this.interview?.screen?.fields.filter((field) => this.renderRoot.querySelector<HTMLInputElement>(`#${CSS.escape(idOf(field))}:is([type=date], [type=datetime-local])`)?.validity.badInput) ?? []
    return new Set(fields.map(({ apiName }) => apiName))
  }

  readonly #askReason = () => {
    if (!this.isBusy) this.renderRoot.querySelector('dialog')!.showModal()
  }

  readonly #closeDialog = () => this.renderRoot.querySelector('dialog')!.close()

  readonly #pause = (event: Event) => {
    event.preventDefault()
    this.#closeDialog()
    const reason = this.renderRoot.querySelector<HTMLTextAreaElement>('#reason')!.value.trim()
    const { id, screen } = this.interview!
    this.wantsFocus = true
    const input = { interviewId: id, revision: screen!.revision, reason: reason || null, values: answerOf(screen!, this.values, this.language) }
    void this.#ask(async () => (await this.#request(PauseInterviewDocument, { input })).pauseInterview, (answer) => {
      dropDraft(this.#draft, screen!)
      this.#end({ kind: 'paused', words: answer.confirmation }, 'interlude-paused', { reason: reason || null })
    })
  }

  #startNext({ id, record }: NextWorkFragment): void {
    if (!this.tell('interlude-opened', { workItemId: id, recordId: record?.recordId ?? null })) return
    this.wantsFocus = true
    this.interviewId = null
    this.workItemId = id
    this.dispatchEvent(new CustomEvent('next', { detail: id }))
  }

  /** Asks once at a time; goes on with a success, and says what any refusal means here. */
  async #ask<Answer extends { __typename: string }>(ask: () => Promise<Answer>, done: (answer: Exclude<Answer, Refusal | TakenWorkFragment>) => void): Promise<void> {
    if (this.isBusy) return
    this.isBusy = true
    this.fault = null
    this.notice = null
    const turn = this.#turn
    try {
      const [answer, username] = await Promise.all([ask(), this.client?.username() ?? null])
      if (turn !== this.#turn) return
      this.#username = username
      if (/(Success|Found)$/.test(answer.__typename)) done(answer as never)
      else this.#refused(answer as unknown as Refusal)
    } catch (error) {
      if (turn !== this.#turn) return
      if (!(error instanceof Fault)) throw error
      this.fault = error
    } finally {
      if (turn === this.#turn) {
        this.isBusy = false
        if (this.#hasMissed) void this.#standing.refresh()
        this.#hasMissed = false
      }
    }
  }

  #refused(refusal: Refusal): void {
    switch (refusal.__typename) {
      case 'WorkItemAlreadyCompletedError': return this.#taken(refusal as unknown as TakenWorkFragment)
      case 'StaleScreenError': return this.#standElsewhere(refusal.interview!)
      case 'ValidationError': return this.#mark(refusal)
      case 'NotFoundError': case 'ForbiddenError': case 'RunNotInProgressError': case 'InterviewNotResumableError':
        return this.#end({ kind: 'ended', words: refusal.message }, 'interlude-ended', {})
      default: this.fault = new Fault(refusal.message, refusal.code)
    }
  }

  // What is typed is the person's: where the same screen is asked anew they decide what becomes of it.
  #standElsewhere(interview: StandingInterviewFragment): void {
    const { screen } = this.interview!
    const kept = screen !== null && screen.apiName === interview.screen?.apiName ? typedOn(screen, this.values) : null
    this.#stand(interview, { kept })
    if (kept !== null) keepDraft(this.#draft, interview.screen!, this.values)
    this.notice = kept !== null && Object.keys(kept).length > 0 ? this.texts.staleKept : this.texts.stale
  }

  #mark({ issues = [], message }: Refusal): void {
    const halfTyped = this.#halfTyped()
    const names = new Set(this.interview?.screen?.fields.map(({ apiName }) => apiName))
    const found = new Map<string, string[]>()
    for (const issue of issues) {
      const name = issue.path[issue.path.indexOf('values') + 1] ?? ''
      if (names.has(name)) found.set(name, [...(found.get(name) ?? []), halfTyped.has(name) ? this.texts.incomplete : isEmpty(this.values[name]) ? this.texts.required : sentence(issue.message)])
    }
    this.issues = found
    this.fault = new Fault(found.size > 0 ? this.texts.checkFields(found.size) : message, 'VALIDATION')
    const first = this.interview?.screen?.fields.find(({ apiName }) => found.has(apiName))
    if (first !== undefined) void this.focusOn(`#${CSS.escape(idOf(first))}`)
  }

  #request<Data, Variables>(document: Operation<Data, Variables>, variables: Variables): Promise<Data> {
    if (this.client === null) throw new Fault(this.texts.signedOut, 'UNAUTHENTICATED')
    return this.client.request(document, variables)
  }
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?]$/.test(text) ? '' : '.'}`
}

define('interlude-screen-flow', InterludeScreenFlow)
