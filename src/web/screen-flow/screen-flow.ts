// <interlude-screen-flow>: runs one screen flow in place, from wherever it stands to its end or its pause.
import { css, html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit'
import { Fault, type InterludeClient, type Operation } from '../client.ts'
import {
  InterviewDocument, OpenWorkItemDocument, PauseInterviewDocument, PreviousScreenDocument, RecordWorkDocument, ResumeInterviewDocument, SubmitScreenDocument,
  type NextWorkFragment, type RecordWorkSubscription, type StandingInterviewFragment, type TakenWorkFragment,
} from '../generated/graphql.ts'
import { icon } from '../icons.ts'
import { define, InterludeElement } from '../interlude-element.ts'
import { exactTime, relativeTime } from '../times.ts'
import { dropDraft, keepDraft, readDraft } from './drafts.ts'
import { idOf, renderField } from './screen-field.ts'
import { answerOf, isEmpty, valuesOf, visibleFields, type Screen, type Values } from './screen-values.ts'

type Outcome =
  | { kind: 'finished'; next: readonly NextWorkFragment[] }
  | { kind: 'paused'; words: string | null }
  | { kind: 'taken'; by: TakenWorkFragment }
  | { kind: 'ended'; words: string }
type Refusal = { __typename: string; message: string; code: string; issues?: readonly { path: string[]; message: string }[]; interview?: StandingInterviewFragment }
type RecordEvent = RecordWorkSubscription['recordWork']

const LOOK_AGAIN_MS = 1_000

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
  #heard: RecordEvent[] = []
  #stopFollowing = () => {}
  #followed = ''
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Whether the person asked for this flow just now, so that the keyboard may be moved to it. */
  wantsFocus = false

  constructor() {
    super()
    this.#reset()
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

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#unfollow()
    clearTimeout(this.#timer)
    this.#begun = ''
  }

  override updated(changed: PropertyValues): void {
    super.updated(changed)
    const wanted = this.client === null ? '' : `${this.client.endpoint} ${this.workItemId ?? ''} ${this.interviewId ?? ''}`
    if ((wanted === this.#begun && this.client === this.#asked) || !this.isConnected) return
    this.#begun = wanted
    this.#asked = this.client
    this.#unfollow()
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
      : outcome.by.completedBy === null || outcome.by.completedAt === null ? texts.takenByNobody : texts.takenBy(outcome.by.completedBy.name, relativeTime(outcome.by.completedAt, this.language))
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
    keepDraft(this.interview!.guid, screen, this.values)
  }

  async #begin(): Promise<void> {
    this.fault = null
    if (this.workItemId) {
      const input = { workItemId: this.workItemId }
      await this.#ask(async () => (await this.#request(OpenWorkItemDocument, { input })).openWorkItem, (answer) => this.#stand(answer.interview!))
      return
    }
    await this.#ask(async () => {
      const { node } = await this.#request(InterviewDocument, { id: this.interviewId! })
      if (node?.__typename !== 'FlowInterview') return { __typename: 'NotFoundError', message: this.texts.deletedByOther, code: 'NOT_FOUND' }
      return node.status === 'PAUSED' ? (await this.#request(ResumeInterviewDocument, { input: { interviewId: node.id } })).resumeInterview : { __typename: 'Found', interview: node }
    }, (answer) => this.#stand((answer as { interview: StandingInterviewFragment }).interview))
  }

  /** Shows the interview where it stands, or what became of it. */
  #stand(interview: StandingInterviewFragment, next: readonly NextWorkFragment[] = []): void {
    const isNew = this.interview?.guid !== interview.guid || this.interview.screen?.revision !== interview.screen?.revision
    this.interview = interview
    const { screen } = interview
    if (isNew && screen !== null) {
      this.values = { ...valuesOf(screen), ...readDraft(interview.guid, screen) }
      this.issues = new Map()
      if (this.wantsFocus) void this.focusOn('#heading')
    }
    this.#follow(interview)
    if (interview.status === 'FINISHED') this.#end({ kind: 'finished', next }, 'interlude-finished', { nextWorkItemIds: next.map(({ id }) => id) })
    else if (interview.status === 'PAUSED') this.#end({ kind: 'paused', words: interview.goesOnAt === null ? null : this.texts.goesOnAt(exactTime(interview.goesOnAt, this.language)) }, 'interlude-paused', {})
    else if (interview.status === 'FAILED') this.#end({ kind: 'ended', words: this.texts.failed }, 'interlude-ended', {})
    else if (screen === null) this.#lookAgain(interview.id)
  }

  // It stands on something that runs by itself.
  #lookAgain(id: string): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      void this.#request(InterviewDocument, { id }).then(({ node }) => {
        if (node?.__typename === 'FlowInterview') this.#stand(node)
        else this.#end({ kind: 'finished', next: [] }, 'interlude-finished', { nextWorkItemIds: [] })
      }, () => this.#lookAgain(id))
    }, LOOK_AGAIN_MS)
  }

  #end(outcome: Outcome, event: string, detail: object): void {
    if (this.outcome !== null) return
    this.outcome = outcome
    this.#unfollow()
    if (this.interview?.screen) dropDraft(this.interview.guid, this.interview.screen)
    if (this.wantsFocus) void this.focusOn('#outcome')
    this.tell(event, { workItemId: this.workItemId ?? this.interview?.workItem?.id ?? null, interviewId: this.interview?.id ?? null, ...detail })
  }

  readonly #submit = (event: Event) => {
    event.preventDefault()
    const { id, guid, screen } = this.interview!
    if (screen === null) return
    this.wantsFocus = true
    const input = { interviewId: id, revision: screen.revision, values: answerOf(screen, this.values, this.language) }
    void this.#ask(async () => (await this.#request(SubmitScreenDocument, { input })).submitScreen, (answer) => {
      dropDraft(guid, screen)
      this.#stand(answer.interview!, answer.nextWorkItems)
    })
  }

  readonly #back = () => {
    const { id, screen } = this.interview!
    this.wantsFocus = true
    const input = { interviewId: id, revision: screen!.revision, values: answerOf(screen!, this.values, this.language) }
    void this.#ask(async () => (await this.#request(PreviousScreenDocument, { input })).previousScreen, (answer) => this.#stand(answer.interview!))
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
    const input = { interviewId: id, reason: reason || null, values: answerOf(screen!, this.values, this.language) }
    void this.#ask(async () => (await this.#request(PauseInterviewDocument, { input })).pauseInterview, (answer) => {
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
    const begun = this.#begun
    try {
      const answer = await ask()
      if (begun !== this.#begun) return
      if (/(Success|Found)$/.test(answer.__typename)) done(answer as never)
      else this.#refused(answer as unknown as Refusal)
    } catch (error) {
      if (begun !== this.#begun) return
      if (!(error instanceof Fault)) throw error
      this.fault = error
    } finally {
      if (begun === this.#begun) {
        this.isBusy = false
        for (const event of this.#heard.splice(0)) this.#hear(event)
      }
    }
  }

  #refused(refusal: Refusal): void {
    switch (refusal.__typename) {
      case 'WorkItemAlreadyCompletedError': return this.#end({ kind: 'taken', by: refusal as unknown as TakenWorkFragment }, 'interlude-taken', {})
      case 'StaleScreenError':
        this.#stand(refusal.interview!)
        this.notice = this.texts.stale
        return
      case 'ValidationError': return this.#mark(refusal)
      case 'NotFoundError': case 'ForbiddenError': case 'RunNotInProgressError': case 'InterviewNotResumableError':
        return this.#end({ kind: 'ended', words: refusal.message }, 'interlude-ended', {})
      default: this.fault = new Fault(refusal.message, refusal.code)
    }
  }

  #mark({ issues = [], message }: Refusal): void {
    const names = new Set(this.interview?.screen?.fields.map(({ apiName }) => apiName))
    const found = new Map<string, string[]>()
    for (const issue of issues) {
      const name = issue.path[issue.path.indexOf('values') + 1] ?? ''
      if (names.has(name)) found.set(name, [...(found.get(name) ?? []), isEmpty(this.values[name]) ? this.texts.required : sentence(issue.message)])
    }
    this.issues = found
    this.fault = new Fault(found.size > 0 ? this.texts.checkFields(found.size) : message, 'VALIDATION')
    const first = this.interview?.screen?.fields.find(({ apiName }) => found.has(apiName))
    if (first !== undefined) void this.focusOn(`#${CSS.escape(idOf(first))}`)
  }

  #follow({ record }: StandingInterviewFragment): void {
    const recordId = record?.recordId ?? ''
    if (recordId === this.#followed || recordId === '' || this.client === null) return
    this.#unfollow()
    this.#followed = recordId
    this.#stopFollowing = this.client.follow(RecordWorkDocument, { recordId }, { next: (event) => this.#hear(event), missed: () => {}, ended: () => {} })
  }

  #unfollow(): void {
    this.#stopFollowing()
    this.#stopFollowing = () => {}
    this.#followed = ''
    this.#heard = []
  }

  // What one's own answer brings about is told by that answer.
  #hear(event: RecordEvent): void {
    if (this.isBusy) return void this.#heard.push(event)
    if (this.outcome !== null || this.interview === null) return
    const { interview, texts } = this
    if (event.__typename === 'WorkItemCompleted' && event.workItem.id === interview.workItem?.id) this.#end({ kind: 'taken', by: event.workItem }, 'interlude-taken', {})
    if (event.__typename === 'WorkItemReassigned' && event.workItem.id === interview.workItem?.id && !event.workItem.canOpen) this.#end({ kind: 'ended', words: texts.gone }, 'interlude-ended', {})
    if (event.__typename === 'InterviewPaused' && event.interview.id === interview.id) this.#end({ kind: 'paused', words: texts.pausedByOther }, 'interlude-paused', {})
    if (event.__typename === 'InterviewDeleted' && event.interviewId === interview.id) this.#end({ kind: 'ended', words: texts.deletedByOther }, 'interlude-ended', {})
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
