// One visible step of a run: the first thing, in a fixed order, that its conditions ask for. `advance` takes steps until
// nothing is left to do. Order: steps that complete, then the stage, then steps that start (D6 to D9).
import { assigneeKey } from './assignee.ts'
import { holds } from './conditions.ts'
import type { FlowCall, Outcome, Requirements, StageDefinition } from './definition.ts'
import { evaluate, inputValues } from './flow-call.ts'
import type { StageRun, StepRun } from './run.ts'
import { endRunningSteps, failRun, failStage, failStep } from './run-failure.ts'
import { currentStage, lookUpAssignee, lookUpFlow, moveRun, moveStage, moveStep, reach, stageDefinition, stepDefinition, stopWork, type Draft } from './run-draft.ts'
import { executed, runScope } from './run-scope.ts'
import { become, STAGE_STATUSES } from './status-table.ts'
import { startStep } from './step-start.ts'
import { closeItems } from './work-item-end.ts'

/** Most stages that one run may execute; stages that lead back to each other for ever end in an error of the run. */
export const MAX_STAGE_EXECUTIONS = 100
/** As an outcome's goTo: the run ends. */
export const END = '$End'

/** Takes one step; answers false when there is nothing to do, or nothing before something has been looked up. */
export function stepOnce(draft: Draft): boolean {
  const stage = currentStage(draft)
  if (draft.run.status !== 'IN_PROGRESS' || stage?.status !== 'IN_PROGRESS') return false
  return completeOneStep(draft, stage) || completeStage(draft, stage) || startOneStep(draft, stage)
}

/** Completes the first step whose completion condition holds (D8); answers false when there is none. */
export function completeOneStep(draft: Draft, stage: StageRun): boolean {
  for (const step of stage.steps.filter((one) => one.status === 'IN_PROGRESS')) {
    const answer = completionOf(draft, stage, step)
    if (failedOn(draft, stage, step, answer)) return true
    if (answer.kind !== 'holds') continue
    // Its condition held before its flow was through: nobody waits for that any more.
    stopWork(draft, step)
    moveStep(draft, step.id, 'COMPLETED', { endedAt: draft.now })
    reach(draft, 'END_STEP', { stageId: stage.id, stepId: step.id, since: step.startedAt, actor: actorOf(draft, step, answer === HOLDS) })
    return true
  }
  return false
}

/** Whether a step's completion condition holds, as it stands (D8). */
export function completionOf(draft: Draft, stage: StageRun, step: StepRun): Answer {
  const { completion } = stepDefinition(draft, stage, step)
  return completion?.requirements || completion?.evaluationFlow ? decide(draft, completion, step.id) : step.actionEnded ? HOLDS : WAITS
}

/** A stage whose turn has not come: so that people see the whole way from the start. */
export function futureStage(runId: string, definition: StageDefinition, number: number): StageRun {
  const id = `${runId}.s${number}`
  return {
    id, apiName: definition.apiName, label: definition.label, status: 'NOT_STARTED', startedAt: null, endedAt: null, turn: null,
    steps: definition.steps.map((step, at): StepRun => ({
      id: `${id}.t${at + 1}`, apiName: step.apiName, label: step.label, stepType: step.stepType, status: 'NOT_STARTED',
      startedAt: null, endedAt: null, outputs: null, actionEnded: false, endedBy: null, attempt: 0,
      flow: step.action.flow, flowVersionId: null, inputs: {}, workItemId: null,
    })),
  }
}

/** Enters a stage, with its steps' flows pinned to the versions active now. A stage entered again is a new execution. */
export function enterStage(draft: Draft, definition: StageDefinition): void {
  if (executed(draft.run).length >= MAX_STAGE_EXECUTIONS) {
    failRun(draft, `The run has executed ${MAX_STAGE_EXECUTIONS} stages, the most that are allowed; its outcomes may lead back for ever.`)
    return
  }
  const { stages, counters } = draft.run
  const waiting = stages.findIndex((one) => one.apiName === definition.apiName && one.status === 'NOT_STARTED')
  const at = waiting < 0 ? stages.length : waiting
  const future = stages[at] ?? futureStage(draft.run.id, definition, counters.stage + 1)
  const stage: StageRun = {
    ...future, status: become(STAGE_STATUSES, future.status, 'IN_PROGRESS'), startedAt: draft.now, turn: executed(draft.run).length + 1,
    steps: future.steps.map((step) => pinned(step, lookUpFlow(draft, step.flow)?.versionId ?? null)),
  }
  draft.run = { ...draft.run, stages: stages.toSpliced(at, 1, stage), currentStage: at, counters: { ...counters, stage: Math.max(counters.stage, at + 1) } }
  reach(draft, 'START_STAGE', { stageId: stage.id })
  draft.events.push({ kind: 'stageChanged', stage })
  askAhead(draft, definition)
}

function pinned(step: StepRun, flowVersionId: string | null): StepRun {
  return step.flowVersionId === flowVersionId ? step : { ...step, flowVersionId }
}

// What the stage will want to know soon is asked for at once, to save the shell from being asked step by step.
function askAhead(draft: Draft, definition: StageDefinition): void {
  const scope = runScope(draft.definition, draft.run, draft.facts)
  const flows = definition.steps.flatMap((step) => [step.start?.evaluationFlow, step.completion?.evaluationFlow])
  for (const call of [...flows, definition.completion?.evaluationFlow]) if (call) lookUpFlow(draft, call.flow)
  for (const step of definition.steps) {
    const key = step.stepType === 'INTERACTIVE' ? assigneeKey(step.assignee, scope) : null
    if (key !== null) lookUpAssignee(draft, key)
  }
}

function completeStage(draft: Draft, stage: StageRun): boolean {
  const definition = stageDefinition(draft, stage)
  const { completion } = definition
  const answer = completion?.requirements || completion?.evaluationFlow
    ? decide(draft, completion) : stage.steps.every((step) => step.status === 'COMPLETED') ? HOLDS : WAITS
  if (failedOn(draft, stage, null, answer)) return true
  if (answer.kind !== 'holds') return false
  endRunningSteps(draft, stage.id, 'DISCONTINUED')
  closeItems(draft, stage.id, 'STAGE_COMPLETED')
  const completed = moveStage(draft, stage.id, 'COMPLETED', draft.now)
  reach(draft, 'END_STAGE', { stageId: stage.id, since: stage.startedAt })
  goOn(draft, completed, definition)
  return true
}

// Where the run goes when a stage is completed: the first outcome that holds, else the next stage in order (D6).
function goOn(draft: Draft, stage: StageRun, definition: StageDefinition): void {
  const scope = runScope(draft.definition, draft.run, draft.facts)
  const outcome = definition.outcomes?.find((one: Outcome) => holds(one.when, scope))
  const { stages } = draft.definition
  const next = outcome ? stages.find((one) => one.apiName === outcome.goTo) : stages[stages.indexOf(definition) + 1]
  if (next) enterStage(draft, next)
  else if (outcome && outcome.goTo !== END) failRun(draft, `The outcome "${outcome.label}" goes to ${outcome.goTo}, and there is no such stage.`, { stage, step: null })
  else {
    reach(draft, 'END_RUN', { since: draft.run.startedAt })
    moveRun(draft, 'COMPLETED', { endedAt: draft.now })
  }
}

function startOneStep(draft: Draft, stage: StageRun): boolean {
  const definition = stageDefinition(draft, stage)
  for (const [at, step] of stage.steps.entries()) {
    if (step.status !== 'NOT_STARTED') continue
    const start = definition.steps[at]!.start
    const previous = start?.afterStep ? stage.steps.find((one) => one.apiName === start.afterStep) : undefined
    const answer = start?.afterStep ? (previous?.status === 'COMPLETED' ? HOLDS : WAITS) : decide(draft, start)
    if (failedOn(draft, stage, step, answer)) return true
    if (answer.kind === 'holds' && startStep(draft, stage, step)) return true
  }
  return false
}

/** What a condition comes to; a step or stage of which it can't be told has failed. */
export type Answer = { kind: 'holds' | 'waits' } | { kind: 'failed'; message: string } | { kind: 'tooLarge'; message: string }
const HOLDS: Answer = { kind: 'holds' }
const WAITS: Answer = { kind: 'waits' }

// Requirements or an evaluation flow; neither asks for nothing, so it holds. `own`: the step whose completion it decides on.
function decide(draft: Draft, condition: { requirements?: Requirements | null; evaluationFlow?: FlowCall | null } | null | undefined, own: string | null = null): Answer {
  const scope = runScope(draft.definition, draft.run, draft.facts, own)
  if (condition?.requirements) return { kind: holds(condition.requirements, scope) ? 'holds' : 'waits' }
  if (!condition?.evaluationFlow) return HOLDS
  const inputs = inputValues(condition.evaluationFlow, scope)
  if (typeof inputs === 'string') return { kind: 'tooLarge', message: inputs }
  const answer = evaluate(draft, condition.evaluationFlow, inputs)
  if (answer.kind === 'failed') return answer
  return { kind: answer.kind === 'answered' && answer.isMet ? 'holds' : 'waits' }
}

function failedOn(draft: Draft, stage: StageRun, step: StepRun | null, answer: Answer): boolean {
  if (answer.kind === 'tooLarge') failRun(draft, answer.message, { stage, step })
  else if (answer.kind !== 'failed') return false
  else if (step) {
    stopWork(draft, step)
    failStep(draft, { stepId: step.id, message: answer.message, isRecoverable: true })
  } else failStage(draft, stage.id, { message: answer.message, isRecoverable: true })
  return true
}

// A step ends by whoever finished its work or ended it from outside, unless a condition of its own decides.
function actorOf(draft: Draft, step: StepRun, isByAction: boolean): string | null {
  if (!isByAction) return null
  return step.endedBy ?? draft.run.workItems.find((item) => item.id === step.workItemId)?.completedBy ?? null
}
