// The engine's door: what was asked of a run, decided. Pure and deterministic (R2): the same definition, run, input,
// facts and time give the same answer, always. What each input does stands in the files that this one calls.
import { findAssignee } from './assignee.ts'
import { chainFault } from './chain.ts'
import type { OrchestrationDefinition } from './definition.ts'
import type { RunEvent } from './events.ts'
import type { Facts, Needs } from './facts.ts'
import type { InterviewOf, RunInput } from './inputs.ts'
import type { Issue } from './issue.ts'
import type { JsonObject } from './json.ts'
import type { RunRefusal } from './refusals.ts'
import type { Run, StepRun, WorkItem } from './run.ts'
import { cancel, keepFailure, resumeError, resumeFault, resumeSuspended, suspend } from './run-control.ts'
import { findStep, needsOf, openDraft, reach, stopWork, type Draft } from './run-draft.ts'
import { failRun, failStep, isAnswerAwaited } from './run-failure.ts'
import { runScope } from './run-scope.ts'
import { enterStage, futureStage, stepOnce } from './step-once.ts'
import { initialVariables } from './variables.ts'
import { completeItem, isOpen, storeOutputs } from './work-item-end.ts'
import { escalateItem, reassignItem, remindItem } from './work-item-start.ts'

/**
 * The next run and what happened, in order; or why the input was refused; or what must be looked up before it can be
 * decided: then call again with more facts. A decision that changes nothing answers with the very same run.
 */
export type Decision =
  | { kind: 'decided'; run: Run; events: readonly RunEvent[] }
  | { kind: 'refused'; refusal: RunRefusal }
  | { kind: 'needs'; needs: Needs }

/** Who starts which run on what. `startedBy`: a user's id. `inputs`: values of the input variables, by name. `chain`: how many runs have led to it (core/chain.ts). */
export type Start = { definition: OrchestrationDefinition; runId: string; startedBy: string; recordId: string | null; inputs: JsonObject; chain?: number }

// Far above what 100 stages of 100 steps can take; reaching it means that stepping does not come to rest.
const MAX_STEPS = 100_000

/** Starts a run and takes it as far as it goes by itself. Inputs of a wrong name or type are answered all at once. */
export function startRun(start: Start, facts: Facts, now: string): Decision | { kind: 'invalidInputs'; issues: readonly Issue[] } {
  const { definition, runId: id, startedBy, recordId, chain = 0 } = start
  const variables = initialVariables(definition, start.inputs)
  if ('issues' in variables) return { kind: 'invalidInputs', issues: variables.issues }
  const run: Run = {
    id, status: 'IN_PROGRESS', startedAt: now, endedAt: null, startedBy, recordId, ...(chain > 0 && { chain }), variables: variables.values, currentStage: null,
    stages: definition.stages.map((stage, at) => futureStage(id, stage, at + 1)),
    workItems: [], fault: null, kept: { failures: [], priorRecord: null }, counters: { stage: definition.stages.length, workItem: 0, history: 0 },
  }
  const draft = openDraft(definition, run, facts, now)
  reach(draft, 'START_RUN', { actor: startedBy })
  const fault = chainFault(chain)
  if (fault === null) enterStage(draft, definition.stages[0]!)
  else failRun(draft, fault)
  return settle(draft)
}

/**
 * Moves a run on by one input and takes it as far as it goes by itself. For example, `{ kind: 'completeWorkItem', … }` on
 * a run whose last step is that item's answers with a COMPLETED run and the milestones END_WORK_ITEM, END_STEP,
 * END_STAGE and END_RUN.
 */
export function advance(definition: OrchestrationDefinition, run: Run, input: RunInput, facts: Facts, now: string): Decision {
  const draft = openDraft(definition, run, facts, now)
  const refusal = take(draft, input)
  return refusal === null ? settle(draft) : needed(draft) ?? { kind: 'refused', refusal }
}

function settle(draft: Draft): Decision {
  for (let steps = 0; needsOf(draft) === null && stepOnce(draft); steps++) {
    if (steps > MAX_STEPS) throw new Error(`Run ${draft.run.id} does not come to rest.`)
  }
  // Values before a change that came in while suspended have had their effect; a run that failed first has it when it goes on.
  const { run } = draft
  const isYetToTakeEffect = run.status === 'SUSPENDED' || (run.status === 'ERROR' && run.fault!.isRecoverable)
  if (!isYetToTakeEffect && run.kept.priorRecord !== null) draft.run = { ...run, kept: { ...run.kept, priorRecord: null } }
  return needed(draft) ?? { kind: 'decided', run: draft.run, events: draft.events }
}

function needed(draft: Draft): Decision | null {
  const needs = needsOf(draft)
  return needs && { kind: 'needs', needs }
}

// Each answers with a refusal, or null when the input was taken.
function take(draft: Draft, input: RunInput): RunRefusal | null {
  switch (input.kind) {
    case 'completeWorkItem': return onOpenItem(draft, input.workItemId, (item) => takeCompletion(draft, item, input.by, input.outputs))
    case 'failWorkItemFlow': return onOpenItem(draft, input.workItemId, (item) => {
      const step = findStep(draft.run, item.stepId)!.step
      return step.status === 'IN_PROGRESS' ? takeFailure(draft, step, input.message, step.attempt, input.by, item.id) : { kind: 'stale' }
    })
    case 'reassignWorkItem': return onOpenItem(draft, input.workItemId, (item) => {
      const found = findAssignee(draft, input.assignee, runScope(draft.definition, draft.run, draft.facts))
      if (found.kind === 'invalid') return { kind: 'assigneeInvalid', message: found.message }
      if (found.kind === 'found') reassignItem(draft, item, found.assignee, input.by)
      return null
    })
    case 'remindWorkItem': return onTimer(draft, input, (item) => item.remindAt !== null, remindItem)
    case 'escalateWorkItem': return onTimer(draft, input, (item) => item.dueAt !== null && !item.isOverdue, escalateItem)
    case 'endBackgroundStep': return onBackgroundStep(draft, input, (step) => takeAnswer(draft, step, input.outputs))
    case 'failBackgroundStep': return onBackgroundStep(draft, input, (step) => takeFailure(draft, step, input.message, input.attempts, null, null))
    case 'publishEvent': return takeEvent(draft, input)
    case 'recordChanged': return takeRecordChange(draft)
    case 'interviewPaused': return takeInterview(draft, 'PAUSE_INTERVIEW', input)
    case 'interviewResumed': return takeInterview(draft, 'RESUME_INTERVIEW', input)
    case 'interviewDeleted': return takeInterview(draft, 'DELETE_INTERVIEW', input)
    case 'suspend':
      if (draft.run.status !== 'IN_PROGRESS') return { kind: 'runNotInProgress' }
      return taken(suspend(draft, input.by, input.reason))
    case 'cancel':
      if (!isUnderWay(draft)) return { kind: 'runNotInProgress' }
      return taken(cancel(draft, input.by, input.reason))
    case 'resume': return takeResume(draft, input.by)
  }
}

function taken(_: void): null {
  return null
}

function isUnderWay(draft: Draft): boolean {
  return draft.run.status === 'IN_PROGRESS' || draft.run.status === 'SUSPENDED'
}

// Whoever comes second is told so even when the first has ended the whole run (W4).
function onOpenItem(draft: Draft, workItemId: string, act: (item: WorkItem) => RunRefusal | null): RunRefusal | null {
  const item = draft.run.workItems.find((one) => one.id === workItemId)
  if (!item) return { kind: 'workItemNotFound' }
  if (item.status === 'COMPLETED') return { kind: 'workItemAlreadyCompleted', workItem: item }
  if (!isUnderWay(draft)) return { kind: 'runNotInProgress' }
  return item.isActionable ? act(item) : { kind: 'workItemNotActionable', workItem: item }
}

function takeCompletion(draft: Draft, item: WorkItem, by: string, outputs: JsonObject): null {
  completeItem(draft, item, by, outputs)
  // Somebody else of the group has done what one screen flow failed at.
  const { kept } = draft.run
  if (kept.failures.some((failure) => failure.stepId === item.stepId)) {
    draft.run = { ...draft.run, kept: { ...kept, failures: kept.failures.filter((failure) => failure.stepId !== item.stepId) } }
  }
  return null
}

function takeFailure(draft: Draft, step: StepRun, message: string, attempts: number, by: string | null, workItemId: string | null): null {
  if (draft.run.status === 'SUSPENDED') keepFailure(draft, { stepId: step.id, workItemId, message, attempts, by })
  else failStep(draft, { stepId: step.id, workItemId, message, attempts, isRecoverable: true, actor: by })
  return null
}

function onTimer(
  draft: Draft, input: { workItemId: string; assignment: number }, isDue: (item: WorkItem) => boolean, act: (draft: Draft, item: WorkItem) => void,
): RunRefusal | null {
  const item = draft.run.workItems.find((one) => one.id === input.workItemId)
  if (!item || !isUnderWay(draft) || !isOpen(item) || item.assignment !== input.assignment || !isDue(item)) return { kind: 'stale' }
  return taken(act(draft, item))
}

// The flow of a background step answers once per attempt; a second answer, or one that comes too late, is stale. Of a run
// in error only outputs are taken: what failed is tried again on resume anyway.
function onBackgroundStep(draft: Draft, input: RunInput & { kind: 'endBackgroundStep' | 'failBackgroundStep' }, act: (step: StepRun) => null): RunRefusal | null {
  const step = findStep(draft.run, input.stepId)?.step
  const isAwaited = step !== undefined && step.attempt === input.attempt && isAnswerAwaited(draft.run, step) && (input.kind === 'endBackgroundStep' || isUnderWay(draft))
  if (!isAwaited || draft.run.kept.failures.some((failure) => failure.stepId === input.stepId)) return { kind: 'stale' }
  return act(step)
}

function takeAnswer(draft: Draft, step: StepRun, outputs: JsonObject): null {
  // An asynchronous step has only asked its question now; the answer comes by an event.
  return taken(storeOutputs(draft, step.id, outputs, step.stepType === 'BACKGROUND'))
}

function takeEvent(draft: Draft, input: RunInput & { kind: 'publishEvent' }): RunRefusal | null {
  if (!isUnderWay(draft)) return { kind: 'runNotInProgress' }
  const refused = (message: string): RunRefusal => ({ kind: 'stepNotPublishable', message })
  if (input.stepId === null) {
    return input.stepStatus === null && Object.keys(input.outputs).length === 0 ? null : refused('A step status and outputs need a step.')
  }
  const step = findStep(draft.run, input.stepId)?.step
  if (!step) return { kind: 'stepNotFound' }
  if (step.stepType !== 'ASYNCHRONOUS_BACKGROUND') return refused(`Step ${step.apiName} is not an asynchronous background step.`)
  if (input.stepStatus === null) return refused('The step status COMPLETED or ERROR is needed with a step.')
  if (step.status !== 'IN_PROGRESS') return refused(`Step ${step.apiName} is ${step.status}, not IN_PROGRESS.`)
  if (step.actionEnded || draft.run.kept.failures.some((failure) => failure.stepId === step.id)) return refused(`Step ${step.apiName} has been ended already.`)
  stopWork(draft, step)
  if (input.stepStatus === 'ERROR') {
    const message = input.message?.trim() ? input.message : `An event ended step ${step.apiName} with an error.`
    return takeFailure(draft, step, message, step.attempt, input.by, null)
  }
  return taken(storeOutputs(draft, step.id, { ...step.outputs, ...input.outputs }, true, input.by))
}

// The values before the first change are kept while the run is suspended, so that IS_CHANGED still holds on resume.
function takeRecordChange(draft: Draft): RunRefusal | null {
  if (!isUnderWay(draft)) return { kind: 'stale' }
  const { run, facts } = draft
  if (run.status === 'SUSPENDED' && facts.priorRecord && run.kept.priorRecord === null) {
    draft.run = { ...run, kept: { ...run.kept, priorRecord: facts.priorRecord } }
  }
  return null
}

function takeInterview(
  draft: Draft, milestone: 'PAUSE_INTERVIEW' | 'RESUME_INTERVIEW' | 'DELETE_INTERVIEW', { of, by, detail }: { of: InterviewOf; by: string | null; detail: string | null },
): RunRefusal | null {
  if ('stepId' in of) {
    const found = findStep(draft.run, of.stepId)
    return found === undefined ? { kind: 'stepNotFound' } : taken(reach(draft, milestone, { stageId: found.stage.id, stepId: of.stepId, actor: by, detail }))
  }
  const item = draft.run.workItems.find((one) => one.id === of.workItemId)
  if (!item) return { kind: 'workItemNotFound' }
  return taken(reach(draft, milestone, { stageId: item.stageId, stepId: item.stepId, workItemId: item.id, actor: by, detail }))
}

function takeResume(draft: Draft, by: string): RunRefusal | null {
  if (draft.run.status === 'SUSPENDED') return taken(resumeSuspended(draft, by))
  if (draft.run.status !== 'ERROR') return { kind: 'notResumable', message: `The run is ${draft.run.status}.` }
  const message = resumeFault(draft.run.fault, draft.now)
  return message === null ? taken(resumeError(draft, by)) : { kind: 'notResumable', message }
}
