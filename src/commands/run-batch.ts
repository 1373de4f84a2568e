// The runs that one command moves, in memory: each input is decided on the state the last one left, looking up what the
// core asks for; then all of them are written together.
import type { RunEvent } from '../core/events.ts'
import type { Facts, Needs } from '../core/facts.ts'
import { advance, startRun, type Decision } from '../core/advance.ts'
import type { RunInput } from '../core/inputs.ts'
import type { Issue } from '../core/issue.ts'
import type { Json } from '../core/json.ts'
import type { RunRefusal } from '../core/refusals.ts'
import type { Run } from '../core/run.ts'
import { ConflictError, NotFoundError, RunNotInProgressError, ValidationError, WorkItemAlreadyCompletedError } from '../errors.ts'
import { addFacts } from '../store/facts.ts'
import type { LoadedRun } from '../store/run-aggregate.ts'
import type { Shell } from './shell.ts'
import { WORK_REPLACED } from './work-item/authorize-work.ts'

/** One run of a batch: as loaded, as it is now, and what has happened to it since. `isWoken`: its record has changed. */
export type MovedRun = { before: LoadedRun; run: Run; facts: Facts; events: RunEvent[]; isWoken?: boolean }

/** Runs by id, in the order in which they came in. */
export type RunBatch = Map<string, MovedRun>

/** A run that is about to start: what its row will say. */
export type NewRun = Omit<LoadedRun, 'version' | 'run'> & { startedBy: string; recordId: string | null; inputs: { readonly [name: string]: Json } }

// A decision asks for what it knows it needs; each answer can at most lead to a handful of further questions.
const MAX_LOOKUPS = 50

/** A batch of runs as they were loaded. */
export function batchOf(runs: readonly LoadedRun[]): RunBatch {
  return new Map(runs.map((before) => [before.id, { before, run: before.run, facts: before.facts, events: [] }]))
}

/** Starts a run within the batch. Throws ValidationError when its inputs don't fit. */
export async function startInBatch(shell: Shell, batch: RunBatch, start: NewRun, now: Date): Promise<void> {
  const { definition, id: runId, startedBy, recordId, inputs } = start
  const { decision, facts } = await decided(shell, start.facts, (known) => startRun({ definition, runId, startedBy, recordId, inputs }, known, now.toISOString()))
  if (decision.kind === 'invalidInputs') throw new ValidationError(decision.issues.map((issue) => ({ ...issue, path: ['input', ...issue.path] })))
  if (decision.kind === 'refused') throw new Error(`a new run was refused: ${decision.refusal.kind}`)
  batch.set(runId, { before: { ...start, version: null, run: decision.run }, run: decision.run, facts, events: [...decision.events] })
}

/** Applies an input to a run of the batch. Answers with the refusal, where it is refused, and null where it took effect. */
export async function applyInBatch(shell: Shell, batch: RunBatch, runId: string, input: RunInput, now: Date): Promise<RunRefusal | null> {
  const moved = batch.get(runId)
  if (moved === undefined) throw new Error(`run ${runId} is not in the batch`)
  const { decision, facts } = await decided(shell, moved.facts, (known) => advance(moved.before.definition, moved.run, input, known, now.toISOString()))
  if (decision.kind === 'refused') return decision.refusal
  batch.set(runId, { ...moved, run: decision.run, facts, events: [...moved.events, ...decision.events] })
  return null
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

/** Looks up what a decision asked for; also for flows (move-interview.ts). */
export function lookUp(shell: Shell, facts: Facts, needs: Needs): Promise<Facts> {
  return addFacts(shell.pool, shell.definitions, facts, needs)
}
