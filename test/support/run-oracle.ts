// What should become of a run, said a second time for tests: from the rules, in the plainest way, and without the engine's
// code. It knows the small world of orchestrations.ts and what random-orchestrations.ts puts into definitions.
import type { AssigneeRef, OrchestrationDefinition, StageDefinition, StepDefinition } from '../../src/core/definition.ts'
import type { Facts } from '../../src/core/facts.ts'
import type { InterviewOf, RunInput } from '../../src/core/inputs.ts'
import type { JsonObject } from '../../src/core/json.ts'
import type { RunRefusal } from '../../src/core/refusals.ts'
import { holdsIn } from './oracle-conditions.ts'
import { future, OracleState, type Failure, type OracleItem, type OracleStep } from './oracle-state.ts'
import { RECORD } from './orchestrations.ts'

const MOST_INPUT = 32_768, MOST_STAGES = 100, RESUME_DAYS = 14

/** A run as it should be, moved on by the same inputs as the engine's. */
export class RunOracle extends OracleState {
  constructor(definition: OrchestrationDefinition, inputs: JsonObject, world: Facts, now: string) {
    super(definition, inputs, world, now)
    this.reach('START_RUN', { actor: 'u-starter' })
    this.#enter(definition.stages[0]!)
    this.#goOn()
  }

  /** Takes an input; answers why it is refused, or null. */
  take(input: RunInput, world: Facts, now: string): RunRefusal['kind'] | null {
    this.at(world, now)
    const refusal = this.#take(input)
    if (refusal === null) this.#goOn()
    return refusal
  }

  // ------------------------------------------------------------ what is asked of it

  #take(input: RunInput): RunRefusal['kind'] | null {
    const item = 'workItemId' in input ? this.items.find((one) => one.id === input.workItemId) : undefined
    const step = 'stepId' in input ? this.stages.flatMap((one) => one.steps).find((one) => one.id === input.stepId) : undefined
    switch (input.kind) {
      case 'completeWorkItem': case 'failWorkItemFlow': case 'reassignWorkItem': {
        if (!item) return 'workItemNotFound'
        if (item.status === 'COMPLETED') return 'workItemAlreadyCompleted'
        if (!this.isUnderWay) return 'runNotInProgress'
        if (!item.isOpen) return 'workItemNotActionable'
        if (input.kind === 'completeWorkItem') return this.#complete(item, input.by, input.outputs)
        if (input.kind === 'reassignWorkItem') return this.#reassign(item, input.assignee, input.by) ? null : 'assigneeInvalid'
        const at = this.stepOf(item)
        return at.status === 'IN_PROGRESS' ? this.#failOrKeep({ step: at, item, by: input.by }) : 'stale'
      }
      case 'remindWorkItem': case 'escalateWorkItem': {
        if (!item?.isOpen || !this.isUnderWay || item.assignment !== input.assignment) return 'stale'
        if (input.kind === 'remindWorkItem' ? item.remindAt === null : item.dueAt === null || item.isOverdue) return 'stale'
        item.remindAt = null
        if (input.kind === 'remindWorkItem') this.reachOf('REMIND_WORK_ITEM', item, {})
        else {
          item.isOverdue = true
          this.reachOf('OVERDUE_WORK_ITEM', item, { since: item.createdAt })
          this.#reassign(item, this.stepDefinition(this.stepOf(item)).due!.escalateTo!, null)
        }
        return null
      }
      case 'endBackgroundStep': case 'failBackgroundStep': {
        const isLeftToEnd = this.status === 'ERROR' && this.fault!.isRecoverable && step?.status === 'DISCONTINUED' && input.kind === 'endBackgroundStep'
        const isAwaited = step && step.type !== 'INTERACTIVE' && step.outputs === null && step.attempt === input.attempt && ((this.isUnderWay && step.status === 'IN_PROGRESS') || isLeftToEnd)
        if (!isAwaited || this.failures.some((one) => one.step === step)) return 'stale'
        this.work.delete(step.id)
        if (input.kind === 'failBackgroundStep') return this.#failOrKeep({ step, item: null, by: null })
        step.outputs = input.outputs
        step.isThrough = step.type === 'BACKGROUND'
        return null
      }
      case 'publishEvent': {
        if (!this.isUnderWay) return 'runNotInProgress'
        if (input.stepId === null) return null
        if (!step) return 'stepNotFound'
        if (step.type !== 'ASYNCHRONOUS_BACKGROUND' || step.status !== 'IN_PROGRESS' || step.isThrough || this.failures.some((one) => one.step === step)) return 'stepNotPublishable'
        this.work.delete(step.id)
        if (input.stepStatus === 'ERROR') return this.#failOrKeep({ step, item: null, by: input.by })
        step.outputs = { ...step.outputs, ...input.outputs }
        step.isThrough = true
        this.endedBy.set(step.id, input.by)
        return null
      }
      case 'recordChanged':
        if (!this.isUnderWay) return 'stale'
        if (this.status === 'SUSPENDED') this.keptPrior ??= this.world.priorRecord ?? null
        return null
      case 'interviewPaused': case 'interviewResumed': case 'interviewDeleted':
        return this.#tellOfInterview({ interviewPaused: 'PAUSE_INTERVIEW', interviewResumed: 'RESUME_INTERVIEW', interviewDeleted: 'DELETE_INTERVIEW' }[input.kind], input.of, input.by)
      case 'suspend':
        if (this.status !== 'IN_PROGRESS') return 'runNotInProgress'
        this.reach('SUSPEND_RUN', { actor: input.by })
        this.stage.status = 'SUSPENDED'
        this.reach('SUSPEND_STAGE', { stage: this.stage })
        this.status = 'SUSPENDED'
        return null
      case 'cancel':
        if (!this.isUnderWay) return 'runNotInProgress'
        this.reach('CANCEL_RUN', { actor: input.by, since: this.startedAt })
        this.endSteps('CANCELED', false)
        this.closeItems('ASSIGNED', 'RUN_CANCELED')
        this.endStage('CANCELED')
        this.reach('END_STAGE', { stage: this.stage, since: this.stage.startedAt })
        this.failures = []
        this.keptPrior = null
        this.status = 'CANCELED'
        return null
      case 'resume': return this.status === 'SUSPENDED' ? this.#resumeSuspended(input.by) : this.#resumeError(input.by)
    }
  }

  #complete(item: OracleItem, by: string, outputs: JsonObject): null {
    const step = this.stepOf(item)
    Object.assign(item, { status: 'COMPLETED', isOpen: false, endedAt: this.now, by })
    this.reachOf('END_WORK_ITEM', item, { actor: by, by, since: step.startedAt })
    step.outputs = outputs
    step.isThrough = true
    this.failures = this.failures.filter((one) => one.step !== step)
    return null
  }

  #reassign(item: OracleItem, to: AssigneeRef, by: string | null): boolean {
    const found = this.assignee(to)
    if (found.fault !== null) return false
    if (found.name === item.assignee) return true
    Object.assign(item, { assignee: found.name, assignment: item.assignment + 1 })
    this.reachOf('REASSIGN_WORK_ITEM', item, { actor: by })
    return true
  }

  #failOrKeep(failure: Failure): null {
    if (this.status === 'SUSPENDED') this.failures.push(failure)
    else this.failStep(failure.step, true, failure.item, failure.by)
    return null
  }

  #tellOfInterview(milestone: string, of: InterviewOf, actor: string | null): 'workItemNotFound' | 'stepNotFound' | null {
    if ('workItemId' in of) {
      const item = this.items.find((one) => one.id === of.workItemId)
      if (!item) return 'workItemNotFound'
      this.reachOf(milestone, item, { actor })
      return null
    }
    const stage = this.stages.find(({ steps }) => steps.some(({ id }) => id === of.stepId))
    if (!stage) return 'stepNotFound'
    this.reach(milestone, { stage, step: stage.steps.find(({ id }) => id === of.stepId)!, actor })
    return null
  }

  #resumeSuspended(by: string): null {
    this.status = 'IN_PROGRESS'
    this.reach('RESUME_RUN', { actor: by })
    this.stage.status = 'IN_PROGRESS'
    while (this.stage.status === 'IN_PROGRESS' && this.#completeStep()) continue
    if (this.status === 'IN_PROGRESS') this.failSteps(this.#takeFailures().filter((one, at, all) => one.step.status === 'IN_PROGRESS' && !all.slice(0, at).some((other) => other.step === one.step)), true)
    return null
  }

  #takeFailures(): Failure[] {
    const { failures } = this
    this.failures = []
    return failures
  }

  #resumeError(by: string): RunRefusal['kind'] | null {
    if (this.status !== 'ERROR' || !this.fault!.isRecoverable || Date.parse(this.now) - Date.parse(this.fault!.at) > RESUME_DAYS * 86_400_000) return 'notResumable'
    this.status = 'IN_PROGRESS'
    this.fault = null
    this.reach('RESUME_RUN', { actor: by })
    Object.assign(this.stage, { status: 'IN_PROGRESS', endedAt: null })
    const stopped = this.stage.steps.filter((step) => step.status === 'ERROR' || step.status === 'DISCONTINUED')
    const failed = this.#takeFailures().map((one) => one.step)
    for (const step of stopped) {
      if (this.status !== 'IN_PROGRESS') break
      if (step.startedAt === null) Object.assign(step, { status: 'NOT_STARTED', endedAt: null })
      else if (!failed.includes(step) && this.#isDone(step)) Object.assign(step, { status: 'IN_PROGRESS', endedAt: null })
      else this.#startStep(step)
    }
    return null
  }

  #isDone(step: OracleStep): boolean {
    if (!step.isThrough) return step.status === 'DISCONTINUED' && step.type === 'ASYNCHRONOUS_BACKGROUND' && step.outputs !== null
    return step.type !== 'INTERACTIVE' || this.asked(this.stepDefinition(step).completion, step) !== 'no'
  }

  // ------------------------------------------------------------ what it does by itself

  // Steps that complete, then the stage, then steps that start: one at a time, until there is nothing left to do.
  #goOn(): void {
    while (this.status === 'IN_PROGRESS' && (this.#completeStep() || this.#completeStage() || this.#startOne())) continue
    if (this.status !== 'SUSPENDED' && !(this.status === 'ERROR' && this.fault!.isRecoverable)) this.keptPrior = null
  }

  #completeStep(): boolean {
    for (const step of this.stage.steps.filter((one) => one.status === 'IN_PROGRESS')) {
      const { completion } = this.stepDefinition(step)
      const own = this.asked(completion, step)
      const answer = own ?? (step.isThrough ? 'yes' : 'no')
      if (answer === 'failed') return this.failStep(step, true)
      if (answer === 'no') continue
      this.work.delete(step.id)
      Object.assign(step, { status: 'COMPLETED', endedAt: this.now })
      const actor = this.endedBy.get(step.id) ?? this.items.find((item) => item.id === step.itemId)?.by ?? null
      this.reach('END_STEP', { stage: this.stage, step, since: step.startedAt, actor: own === null ? actor : null })
      return true
    }
    return false
  }

  #completeStage(): boolean {
    const definition = this.stageDefinition(this.stage)
    const answer = this.asked(definition.completion) ?? (this.stage.steps.every((step) => step.status === 'COMPLETED') ? 'yes' : 'no')
    if (answer === 'failed') this.failStage(null, true)
    if (answer !== 'yes') return answer === 'failed'
    const stage = this.stage
    this.endSteps('DISCONTINUED', false)
    this.closeItems('COMPLETED', 'STAGE_COMPLETED')
    this.endStage('COMPLETED')
    this.reach('END_STAGE', { stage, since: stage.startedAt })
    const { stages } = this.definition
    const outcome = definition.outcomes?.find((one) => holdsIn(one.when, this.viewOf(null)))
    const next = outcome ? stages.find((one) => one.apiName === outcome.goTo) : stages[stages.indexOf(definition) + 1]
    if (next) this.#enter(next)
    else {
      this.reach('END_RUN', { since: this.startedAt })
      this.status = 'COMPLETED'
    }
    return true
  }

  #startOne(): boolean {
    for (const step of this.stage.steps.filter((one) => one.status === 'NOT_STARTED')) {
      const { start } = this.stepDefinition(step)
      const before = start?.afterStep ? this.stage.steps.find((one) => one.name === start.afterStep)! : null
      const answer = before ? (before.status === 'COMPLETED' ? 'yes' : 'no') : this.asked(start) ?? 'yes'
      if (answer === 'no') continue
      if (answer === 'failed') this.failStep(step, true)
      else this.#startStep(step)
      return true
    }
    return false
  }

  #enter(definition: StageDefinition): void {
    if (this.entered.length >= MOST_STAGES) {
      this.endRun(null, null, false)
      return
    }
    let stage = this.stages.find((one) => one.name === definition.apiName && one.status === 'NOT_STARTED')
    if (!stage) this.stages.push(stage = future(definition, this.stages.length + 1))
    Object.assign(stage, { status: 'IN_PROGRESS', startedAt: this.now })
    for (const step of stage.steps) step.version = this.activeVersion(step)
    this.entered.push(stage)
    this.reach('START_STAGE', { stage })
  }

  #startStep(step: OracleStep): void {
    const { stage } = this
    const definition = this.stepDefinition(step)
    const length = (definition.action.inputs ?? []).reduce((sum, { resource }) => sum + String(this.read(resource!) ?? 'null').length, 0)
    if (length > MOST_INPUT) {
      this.endSteps('DISCONTINUED', false)
      this.closeItems('ASSIGNED', 'RUN_ERROR')
      this.endStage('DISCONTINUED')
      this.reach('DISCONTINUE_STAGE', { stage, since: stage.startedAt })
      this.endRun(stage, step, false)
      return
    }
    Object.assign(step, { status: 'IN_PROGRESS', startedAt: this.now, endedAt: null, outputs: null, isThrough: false, attempt: step.attempt + 1, version: step.version ?? this.activeVersion(step) })
    this.endedBy.delete(step.id)
    this.work.delete(step.id)
    this.reach('START_STEP', { stage, step })
    if (step.version === null) this.failStep(step, true)
    else if (step.type === 'INTERACTIVE') this.#makeItem(step, definition)
    else this.work.add(step.id)
  }

  #makeItem(step: OracleStep, definition: StepDefinition): void {
    const assignee = this.assignee(definition.assignee!)
    const recordId = definition.relatedRecord ? this.read(definition.relatedRecord) : RECORD.id
    if (assignee.fault !== null) this.failStep(step, assignee.fault === 'inactive')
    else if (recordId !== RECORD.id) this.failStep(step, false)
    else {
      const due = definition.due?.afterSeconds ?? null, before = definition.due?.remindBeforeSeconds ?? null
      const after = (seconds: number) => new Date(Date.parse(this.now) + seconds * 1000).toISOString()
      const item: OracleItem = {
        id: `r1.w${this.items.length + 1}`, stageId: this.stage.id, stepId: step.id, status: 'ASSIGNED', reason: null, isOpen: true, assignee: assignee.name, assignment: 1, createdAt: this.now,
        endedAt: null, by: null, recordId, dueAt: due === null ? null : after(due), remindAt: due === null || before === null ? null : after(Math.max(0, due - before)), isOverdue: false,
      }
      this.items.push(item)
      step.itemId = item.id
      this.reachOf('START_WORK_ITEM', item, {})
    }
  }
}
