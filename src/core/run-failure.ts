// How a run fails, by cause: a step, a stage, or the run as a whole (R4, R3a, domain 2.6). Nothing done is undone.
import type { Run, RunFault, StageRun, StepRun } from './run.ts'
import { findStep, moveRun, moveStage, moveStep, reach, stopWork, type Draft } from './run-draft.ts'
import { closeItems } from './work-item-end.ts'

/** What went wrong. `actor`: whose screen flow or published event it was; null: the automated process. */
export type Failure = { message: string; attempts?: number; isRecoverable: boolean; actor?: string | null }

/** A step that failed. `workItemId`: the item whose own screen flow failed stays ASSIGNED. */
export type FailedStep = Failure & { stepId: string; workItemId?: string | null }

/** A step failed: it, its stage and the run are in ERROR. */
export function failStep(draft: Draft, failed: FailedStep): void {
  failSteps(draft, [failed])
}

/** Steps of the stage under way failed, at least one: they, the stage and the run are in ERROR, by the first of them. */
export function failSteps(draft: Draft, failed: readonly FailedStep[]): void {
  for (const { stepId, workItemId, message, actor } of failed) {
    const { stage, step } = findStep(draft.run, stepId)!
    moveStep(draft, stepId, 'ERROR', { endedAt: draft.now })
    reach(draft, 'FAIL_STEP', { stageId: stage.id, stepId, since: step.startedAt, detail: message, actor: actor ?? null })
    if (workItemId != null) closeItems(draft, stage.id, 'RUN_ERROR', (item) => item.id === workItemId)
  }
  const first = failed[0]!
  failStage(draft, findStep(draft.run, first.stepId)!.stage.id, first, first.stepId)
}

/** A stage failed, by itself or by one of its steps: what still ran in it is discontinued, its open items become COMPLETED. */
export function failStage(draft: Draft, stageId: string, failure: Failure, stepId: string | null = null): void {
  endRunningSteps(draft, stageId, 'DISCONTINUED', failure.isRecoverable)
  closeItems(draft, stageId, 'STAGE_ERROR')
  const stage = moveStage(draft, stageId, 'ERROR', draft.now)
  reach(draft, 'FAIL_STAGE', { stageId, since: stage.startedAt, detail: failure.message })
  endInError(draft, failure, stageId, stepId)
}

/** The run failed as a whole: its stage is DISCONTINUED, open items stay ASSIGNED. `step`: where it happened, if anywhere. */
export function failRun(draft: Draft, message: string, at: { stage: StageRun; step: StepRun | null } | null = null): void {
  const running = draft.run.stages.find((stage) => stage.status === 'IN_PROGRESS')
  if (running) {
    endRunningSteps(draft, running.id, 'DISCONTINUED')
    closeItems(draft, running.id, 'RUN_ERROR')
    moveStage(draft, running.id, 'DISCONTINUED', draft.now)
    reach(draft, 'DISCONTINUE_STAGE', { stageId: running.id, since: running.startedAt })
  }
  endInError(draft, { message, isRecoverable: false }, at?.stage.id ?? null, at?.step?.id ?? null)
}

/**
 * Ends the steps that still run in a stage; work of background steps is no longer wanted. `mayFinish`: what is under way
 * may come to its end, so that it need not be done twice when the run is resumed (domain 2.7).
 */
export function endRunningSteps(draft: Draft, stageId: string, status: 'DISCONTINUED' | 'CANCELED', mayFinish = false): void {
  const stage = draft.run.stages.find((one) => one.id === stageId)!
  for (const step of stage.steps.filter((one) => one.status === 'IN_PROGRESS')) {
    moveStep(draft, step.id, status, { endedAt: draft.now })
    if (status === 'DISCONTINUED') reach(draft, 'DISCONTINUE_STEP', { stageId, stepId: step.id, since: step.startedAt })
    if (!mayFinish) stopWork(draft, step)
  }
}

/** Whether the flow of a background step may still answer: the step runs, or was discontinued by a failure that the run may be resumed from. */
export function isAnswerAwaited({ status, fault }: Run, step: StepRun): boolean {
  if (step.stepType === 'INTERACTIVE' || step.outputs !== null) return false
  if (status === 'ERROR') return step.status === 'DISCONTINUED' && fault?.isRecoverable === true
  return step.status === 'IN_PROGRESS' && (status === 'IN_PROGRESS' || status === 'SUSPENDED')
}

function endInError(draft: Draft, failure: Failure, stageId: string | null, stepId: string | null): void {
  const { message, isRecoverable, attempts = 1 } = failure
  const fault: RunFault = { message, stageId, stepId, occurredAt: draft.now, attempts, isRecoverable }
  reach(draft, 'FAIL_RUN', {
    since: draft.run.startedAt, detail: message, ...(stageId === null ? {} : { stageId }), ...(stepId === null ? {} : { stepId }),
  })
  draft.events.push({ kind: 'runFailed', fault })
  moveRun(draft, 'ERROR', { endedAt: draft.now, fault })
}
