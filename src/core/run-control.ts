// Suspending, resuming and canceling a run (R3, R3b, domain 2.1 and 2.7).
import { daysAfter } from './days.ts'
import type { KeptFailure, RunFault, StepRun } from './run.ts'
import { endRunningSteps, failSteps } from './run-failure.ts'
import { currentStage, findStep, moveRun, moveStage, moveStep, reach, stopWork, type Draft } from './run-draft.ts'
import { completeOneStep, completionOf } from './step-once.ts'
import { startStep } from './step-start.ts'
import { closeItems } from './work-item-end.ts'

/** How long after its failure a run may be resumed, in days (domain 1.16). */
export const RESUME_WINDOW_DAYS = 14

/** Ends the run: what runs is CANCELED, what has not started stays so, open items stay ASSIGNED and nobody can work on them. */
export function cancel(draft: Draft, by: string, reason: string | null): void {
  const stage = currentStage(draft)
  reach(draft, 'CANCEL_RUN', { actor: by, detail: reason, since: draft.run.startedAt })
  if (stage?.status === 'IN_PROGRESS' || stage?.status === 'SUSPENDED') {
    endRunningSteps(draft, stage.id, 'CANCELED')
    closeItems(draft, stage.id, 'RUN_CANCELED')
    moveStage(draft, stage.id, 'CANCELED', draft.now)
    reach(draft, 'END_STAGE', { stageId: stage.id, since: stage.startedAt, detail: 'canceled' })
  }
  moveRun(draft, 'CANCELED', { endedAt: draft.now, kept: { failures: [], priorRecord: null } })
}

/** Lets what runs go on and starts nothing new. */
export function suspend(draft: Draft, by: string, reason: string | null): void {
  const stage = currentStage(draft)
  reach(draft, 'SUSPEND_RUN', { actor: by, detail: reason })
  if (stage) {
    moveStage(draft, stage.id, 'SUSPENDED', null)
    reach(draft, 'SUSPEND_STAGE', { stageId: stage.id })
  }
  moveRun(draft, 'SUSPENDED')
}

/** Keeps a failure until the run is resumed. */
export function keepFailure(draft: Draft, failure: KeptFailure): void {
  const { kept } = draft.run
  draft.run = { ...draft.run, kept: { ...kept, failures: [...kept.failures, failure] } }
}

/** Goes on after a suspension: steps that ended meanwhile are completed, then the failures that came in take effect. */
export function resumeSuspended(draft: Draft, by: string): void {
  const stage = currentStage(draft)
  moveRun(draft, 'IN_PROGRESS')
  reach(draft, 'RESUME_RUN', { actor: by })
  if (!stage) return
  moveStage(draft, stage.id, 'IN_PROGRESS', null)
  while (currentStage(draft)!.status === 'IN_PROGRESS' && completeOneStep(draft, currentStage(draft)!)) continue
  // It has failed by itself: what else has is tried again with it.
  if (draft.run.status !== 'IN_PROGRESS') return
  // Several of a group may have failed at the same item.
  const failed = takeFailures(draft).filter((failure, at, all) => findStep(draft.run, failure.stepId)?.step.status === 'IN_PROGRESS' && all.findIndex(({ stepId }) => stepId === failure.stepId) === at)
  if (failed.length > 0) failSteps(draft, failed.map(({ by, ...failure }) => ({ ...failure, actor: by, isRecoverable: true })))
}

function takeFailures(draft: Draft): readonly KeptFailure[] {
  const { kept } = draft.run
  draft.run = { ...draft.run, kept: { ...kept, failures: [] } }
  return kept.failures
}

/** Why a run in error may not be resumed at this time; null when it may. */
export function resumeFault(fault: Pick<RunFault, 'message' | 'isRecoverable' | 'occurredAt'> | null, now: string): string | null {
  if (!fault?.isRecoverable) return `The run failed for good: ${fault?.message ?? 'no cause is known'}`
  return daysAfter(fault.occurredAt, RESUME_WINDOW_DAYS) < new Date(now) ? `The run failed more than ${RESUME_WINDOW_DAYS} days ago.` : null
}

/**
 * Tries again what failed (domain 2.7): an interactive step gets a new work item, background work is run again. Background
 * work that had been done keeps its outputs and is not run again: only whether its step is complete is asked anew (R4). So it is
 * of a finished work item, and only if its step isn't complete there is another.
 */
export function resumeError(draft: Draft, by: string): void {
  const stage = currentStage(draft)!
  moveRun(draft, 'IN_PROGRESS', { endedAt: null, fault: null })
  reach(draft, 'RESUME_RUN', { actor: by })
  moveStage(draft, stage.id, 'IN_PROGRESS', null)
  const failed = new Set(takeFailures(draft).map(({ stepId }) => stepId))
  for (const step of stage.steps) {
    if (draft.run.status !== 'IN_PROGRESS') return
    if (step.status === 'ERROR' || step.status === 'DISCONTINUED') tryAgain(draft, step, failed.has(step.id))
  }
}

function tryAgain(draft: Draft, step: StepRun, hasFailed: boolean): void {
  // It never started: only the evaluation flow of its start condition failed.
  if (step.startedAt === null) moveStep(draft, step.id, 'NOT_STARTED', { endedAt: null })
  else if (!hasFailed && isDone(draft, step)) moveStep(draft, step.id, 'IN_PROGRESS', { endedAt: null })
  else {
    // What was left to finish and has not by now is done anew.
    if (step.status === 'DISCONTINUED') stopWork(draft, step)
    startStep(draft, currentStage(draft)!, step)
  }
}

// An asynchronous step that was only stopped has asked its question, and may still be answered.
function isDone(draft: Draft, step: StepRun): boolean {
  if (step.actionEnded) return step.stepType !== 'INTERACTIVE' || completionOf(draft, currentStage(draft)!, step).kind !== 'waits'
  return step.status === 'DISCONTINUED' && step.stepType === 'ASYNCHRONOUS_BACKGROUND' && step.outputs !== null
}
