// The runs that one command moves, in memory: each input is decided on the state the last one left, looking up what the
// core asks for; then all of them are written together.
import type { RunEvent } from '../core/events.ts'
import type { Facts, Needs } from '../core/facts.ts'
import { advance, startRun, type Decision } from '../core/advance.ts'
import { isRoomAtOnce } from '../core/flow/at-once.ts'
import type { RunInput } from '../core/inputs.ts'
import type { Issue } from '../core/issue.ts'
import type { Json } from '../core/json.ts'
import type { RunRefusal } from '../core/refusals.ts'
import { findStep } from '../core/run-draft.ts'
import { isAnswerAwaited } from '../core/run-failure.ts'
import type { Run } from '../core/run.ts'
import { ConflictError, NotFoundError, RunNotInProgressError, ValidationError, WorkItemAlreadyCompletedError } from '../errors.ts'
import type { InterviewRow } from '../store/interview-aggregate.ts'
import type { LoadedRun } from '../store/run-aggregate.ts'
import { endedAtOnce } from './interview/background-interview.ts'
import { lookUp } from './look-up.ts'
import type { Shell } from './shell.ts'
import { WORK_REPLACED } from './work-item/authorize-work.ts'

/**
 * One run of a batch: as loaded, as it is now, and what has happened to it since; interviews of its background steps that have
 * begun and ended meanwhile. `isWoken`: its record has changed.
 */
export type MovedRun = { before: LoadedRun; run: Run; facts: Facts; events: RunEvent[]; endedAtOnce: readonly InterviewRow[]; isWoken?: boolean }

/** Runs by id, in the order in which they came in. */
export type RunBatch = Map<string, MovedRun>

/** A run that is about to start: what its row will say. */
export type NewRun = Omit<LoadedRun, 'version' | 'run'> & { startedBy: string; recordId: string | null; inputs: { readonly [name: string]: Json }; chain?: number }

// A decision asks for what it knows it needs; each answer can at most lead to a handful of further questions.
const MAX_LOOKUPS = 50

/** A batch of runs as they were loaded. */
export function batchOf(runs: readonly LoadedRun[]): RunBatch {
  return new Map(runs.map((before) => [before.id, { before, run: before.run, facts: before.facts, events: [], endedAtOnce: [] }]))
}

/** Starts a run within the batch. Throws ValidationError when its inputs don't fit. */
export async function startInBatch(shell: Shell, batch: RunBatch, start: NewRun, now: Date): Promise<void> {
  const { definition, id: runId, startedBy, recordId, inputs, chain } = start
  const { decision, facts } = await decided(shell, start.facts, (known) => startRun({ definition, runId, startedBy, recordId, inputs, ...(chain !== undefined && { chain }) }, known, now.toISOString()))
  if (decision.kind === 'invalidInputs') throw new ValidationError(decision.issues.map((issue) => ({ ...issue, path: ['input', ...issue.path] })))
  if (decision.kind === 'refused') throw new Error(`a new run was refused: ${decision.refusal.kind}`)
  batch.set(runId, { before: { ...start, version: null, run: decision.run }, run: decision.run, facts, events: [...decision.events], endedAtOnce: [] })
  await workAtOnce(shell, batch, runId, decision.events, now)
}

/** Applies an input to a run of the batch. Answers with the refusal, where it is refused, and null where it took effect. */
export async function applyInBatch(shell: Shell, batch: RunBatch, runId: string, input: RunInput, now: Date): Promise<RunRefusal | null> {
  const moved = batch.get(runId)
  if (moved === undefined) throw new Error(`run ${runId} is not in the batch`)
  const { decision, facts } = await decided(shell, moved.facts, (known) => advance(moved.before.definition, moved.run, input, known, now.toISOString()))
  if (decision.kind === 'refused') return decision.refusal
  batch.set(runId, { ...moved, run: decision.run, facts, events: [...moved.events, ...decision.events] })
  await workAtOnce(shell, batch, runId, decision.events, now)
  return null
}

// Background steps that have only to compute something need no job, and nobody has to wait for one: whoever finishes a screen is
// answered with the work that comes after them (W9).
async function workAtOnce(shell: Shell, batch: RunBatch, runId: string, events: readonly RunEvent[], now: Date): Promise<void> {
  for (const event of events) {
    if (event.kind !== 'backgroundStepStarted') continue
    const moved = batch.get(runId)!
    const step = findStep(moved.run, event.step.id)?.step
    const isBegun = step?.status === 'IN_PROGRESS' && step.attempt === event.step.attempt && isAnswerAwaited(moved.run, step)
    if (!isBegun || step.flowVersionId === null || !isRoomAtOnce([...batch.values()].flatMap(({ endedAtOnce }) => endedAtOnce.map(({ state }) => state)))) continue
    const ended = await endedAtOnce(shell, moved.run, { ...step, flowVersionId: step.flowVersionId }, moved.facts, now)
    if (ended === null) continue
    // An end is a moment of its own: what the record was before the change that began the step is told to that change only (IS_CHANGED).
    const { priorRecord, ...facts } = moved.facts
    batch.set(runId, { ...moved, facts, endedAtOnce: [...moved.endedAtOnce, ended.row] })
    await applyInBatch(shell, batch, runId, { kind: 'endBackgroundStep', stepId: step.id, attempt: step.attempt, outputs: ended.outputs }, now)
    const after = batch.get(runId)!
    if (priorRecord !== undefined) batch.set(runId, { ...after, facts: { ...after.facts, priorRecord } })
  }
}

/** As `applyInBatch`, but throws the error that the API promises for the refusal. */
export async function applyOrRefuse(shell: Shell, batch: RunBatch, runId: string, input: RunInput, now: Date): Promise<void> {
  const refusal = await applyInBatch(shell, batch, runId, input, now)
  if (refusal !== null) throw errorOf(refusal, runId)
}

/** The promised error for a refusal. */
export function errorOf(refusal: RunRefusal, runId: string): Error {
  switch (refusal.kind) {
    case 'runNotInProgress': return new RunNotInProgressError(runId)
    case 'workItemNotFound': return new NotFoundError('There is no such work item.')
    case 'workItemAlreadyCompleted': {
      const { id, completedBy, completedAt } = refusal.workItem
      return new WorkItemAlreadyCompletedError(id, completedBy, completedAt === null ? null : new Date(completedAt))
    }
    case 'workItemNotActionable': return new ConflictError(WORK_REPLACED) // the run itself is under way
    case 'stepNotFound': return new NotFoundError('There is no such step in this run.')
    case 'stepNotPublishable': return new ConflictError(refusal.message)
    case 'notResumable': return new ConflictError(refusal.message)
    case 'assigneeInvalid': return new ValidationError([{ path: ['input', 'assignee'], message: refusal.message }])
    case 'stale': return new ConflictError('This was answered before.')
  }
}

type Answer = Decision | { kind: 'invalidInputs'; issues: readonly Issue[] }
type Final<A extends Answer> = Exclude<A, { kind: 'needs' }>

async function decided<A extends Answer>(shell: Shell, facts: Facts, decide: (facts: Facts) => A): Promise<{ decision: Final<A>; facts: Facts }> {
  let known = facts
  for (let round = 0; round < MAX_LOOKUPS; round++) {
    const decision = decide(known)
    if (decision.kind !== 'needs') return { decision: decision as Final<A>, facts: known }
    known = await lookUp(shell, known, (decision as { needs: Needs }).needs)
  }
  throw new Error('the core keeps asking for facts')
}
