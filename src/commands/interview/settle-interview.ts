// What follows from a move of an interview, for whoever moved it: its row, the records it changed, the work item or
// background step it was for, the events of its record, and the jobs that carry it on.
import { chainAfter } from '../../core/chain.ts'
import type { FlowEffect, Interview } from '../../core/flow/interview.ts'
import type { RunInput } from '../../core/inputs.ts'
import type { JsonObject } from '../../core/json.ts'
import { isAnswerAwaited } from '../../core/run-failure.ts'
import type { WorkItem } from '../../core/run.ts'
import { recordFieldsFault, recordOwnerFault } from '../../core/record-rules.ts'
import { AUTOMATED_PROCESS } from '../../core/viewer.ts'
import { ConcurrentChangeError, joinChanges, type ChangeSet, type Job, type Write } from '../../store/commit.ts'
import type { OutgoingEvent } from '../../store/event-log.ts'
import { endedInterviewRow, interviewSnapshot, interviewUpdate, movedInterviewRow, type InterviewRow, type LoadedInterview } from '../../store/interview-aggregate.ts'
import { loadRecordStates, type RecordState } from '../../store/record-state.ts'
import { loadedRun, loadRuns, workItemSnapshot, type LoadedRun, type RunRow, type WorkItemOrigin, type WorkItemSnapshot } from '../../store/run-aggregate.ts'
import { LONGEST_ACTION_SECONDS } from '../action.ts'
import { consequences, STEP_STOPPED, WORK_CLOSED } from '../consequences.ts'
import { NO_CHANGES } from '../decide-and-save.ts'
import { findUser } from '../find-user.ts'
import { changeRecord, type ChangeCause } from '../record/change-record.ts'
import { applyInBatch, batchOf, errorOf, type RunBatch } from '../run-batch.ts'
import type { Shell } from '../shell.ts'

/**
 * One move: the row before (null: it has just started, as `row`), and the state after. `by` null: the system moved it.
 * `attempts`: how often the action that failed it was tried.
 */
export type InterviewMove = {
  before: InterviewRow | null; row: InterviewRow; interview: Interview; effects: readonly FlowEffect[]; by: string | null; note?: 'paused' | 'resumed'; attempts?: number
  /** What was read with the interview; without it the run is read now. */
  loaded?: Pick<LoadedInterview, 'run' | 'workItem'>
  /** Its run, where that was loaded by itself to decide on this move. */
  run?: LoadedRun
  /** Of a new interview that works for a run: the run as it was when there was something to do. */
  beganIn?: Pick<LoadedRun, 'id' | 'version'>
}

/**
 * The changes of a move, and the rows of the interview and of the work item it completes (null: of none) as they leave them.
 * `next`: what its mover can do next in the run (W9), oldest first; null where that isn't known without asking the database.
 */
export type Settled = ChangeSet & { row: InterviewRow; completed: WorkItemSnapshot | null; next: readonly WorkItemSnapshot[] | null }

/** An action that nobody has finished is taken over by a worker after so long, or when its process is known to be dead (`releaseProcesses`). */
const ACTION_TAKEOVER_SECONDS = LONGEST_ACTION_SECONDS + 30

/**
 * The changes of a move. Throws the promised errors when the work item it finishes is not the caller's to finish any
 * more (W4): then nothing of the move is saved. `records` are ids whose new values others may want to read.
 */
export async function settleInterview(shell: Shell, move: InterviewMove, now: Date): Promise<Settled> {
  const inputs = runInputs(move), { runId } = move.row
  const batch = batchOf(runId === null || inputs.length === 0 ? [] : move.run === undefined ? await runOf(shell, runId, move.loaded?.run ?? null) : [move.run])
  // What the flow has done to records and that it has ended is one moment: its own run hears of the end first, and of the
  // records as they are then; otherwise a change that completes the stage would discontinue the very step that made it.
  const records = await applyEffects(shell, batch, move.effects, { startedBy: move.by ?? AUTOMATED_PROCESS.id, chain: chainOf(move, now), heldRunId: inputs.length > 0 ? runId : null }, now)
  for (const input of inputs) await applyToRun(shell, batch, runId!, input, now)
  if (inputs.length > 0 && records.writes.length > 0) await applyInBatch(shell, batch, runId!, { kind: 'recordChanged' }, now)
  const { row, interview } = cutShort(move, batch, now)
  const writes: Write[] = [move.before === null ? { kind: 'insert', table: 'FlowInterview', rows: [row] } : interviewUpdate(row)]
  const changes = joinChanges(records, { writes, events: interviewEvents({ ...move, row }, now), jobs: interviewJobs({ ...move, row, interview }, shell.processId, now) }, await consequences(shell, batch, now, { movingGuid: row.guid, isOnlyOne: move.loaded?.workItem?.hasOthers === false, origins: originsOf(move) }))
  return { ...changes, writes: [...changes.writes, ...heldRun(move, changes.writes)], row, completed: completedBy(move, batch), next: nextAfter(move, batch, changes.writes) }
}

// Whoever ends the work at this moment ends the interviews of it that there are, and this one isn't there yet. So one of the
// two must come second, by the run's version.
function heldRun({ beganIn }: InterviewMove, writes: readonly Write[]): Write[] {
  if (beganIn === undefined) return []
  const { id, version } = beganIn
  const isWritten = writes.some((write) => write.kind === 'update' && write.table === 'OrchestrationRun' && write.rows.some((row) => row['id'] === id))
  return isWritten ? [] : [{ kind: 'update', table: 'OrchestrationRun', key: ['id'], rows: [{ id, version }] }]
}

function completedBy({ row, loaded }: InterviewMove, batch: RunBatch): WorkItemSnapshot | null {
  const moved = row.runId === null ? undefined : batch.get(row.runId)
  const item = moved?.run.workItems.find(({ id }) => id === row.workItemId)
  if (item?.status !== 'COMPLETED' || loaded?.workItem == null) return null
  return workItemSnapshot(moved!.before, item, loaded.workItem.origin, null)
}

// Mostly a run is a chain of people: what is open in it has just been made, for somebody by name, about the record that the
// mover has worked on. Whoever else has work in it, in groups or since before, is the database's to say.
function nextAfter({ row, by, effects, loaded }: InterviewMove, batch: RunBatch, writes: readonly Write[]): WorkItemSnapshot[] | null {
  const moved = row.runId === null ? undefined : batch.get(row.runId), work = loaded?.workItem
  if (moved === undefined || work == null || by === null || effects.length > 0) return null
  const about = moved.run.workItems.find(({ id }) => id === work.id)?.recordId ?? null
  const open = moved.run.workItems.filter((item) => item.status === 'ASSIGNED' && item.isActionable)
  const created = new Map(writes.flatMap((write) => (write.kind === 'insert' && write.table === 'WorkItem' ? write.rows : [])).map((one) => [one['id'], { ...one, agentId: null } as unknown as WorkItemSnapshot]))
  const isKnown = ({ id, assignee, recordId }: WorkItem) => created.has(id) && assignee.kind === 'user' && (recordId === null || (recordId === about && work.recordIsReadable))
  return open.every(isKnown) ? open.filter(({ assignee }) => assignee.id === by).map(({ id }) => created.get(id)!) : null
}

async function runOf(shell: Shell, runId: string, row: RunRow | null): Promise<LoadedRun[]> {
  return row === null ? loadRuns(shell.pool, shell.definitions, [runId]) : [await loadedRun(shell.definitions, row)]
}

function originsOf({ loaded }: InterviewMove): ReadonlyMap<string, WorkItemOrigin & { agentId: string | null }> {
  return new Map(loaded?.workItem == null ? [] : [[loaded.workItem.id, loaded.workItem.origin]])
}

// A flow that goes on may have changed what ended its own work: then nobody can go on with it.
function cutShort({ row, interview }: InterviewMove, batch: RunBatch, now: Date): { row: InterviewRow; interview: Interview } {
  const run = row.runId === null ? undefined : batch.get(row.runId)?.run
  if (run === undefined || interview.status === 'FINISHED' || interview.status === 'FAILED') return { row, interview }
  const isClosed = row.workItemId !== null && run.workItems.some((item) => item.id === row.workItemId && !item.isActionable)
  const isStopped = row.stepId !== null && run.stages.some((stage) => stage.steps.some((step) => step.id === row.stepId && !isAnswerAwaited(run, step)))
  if (!isClosed && !isStopped) return { row, interview }
  const ended = endedInterviewRow(row, isClosed ? WORK_CLOSED : STEP_STOPPED, now)
  return { row: ended, interview: ended.state }
}

/** The row as it is after a move of an interview that existed, and the move. */
export function movedBy(loaded: LoadedInterview, interview: Interview, effects: readonly FlowEffect[], by: string | null, now: Date, note?: 'paused' | 'resumed'): InterviewMove {
  const before = loaded.row
  return { before, row: movedInterviewRow(before, interview, now, by), interview, effects, by, loaded, ...(note ? { note } : {}) }
}

// What the run behind the interview is told.
function runInputs({ row, interview, by, note, attempts = 1 }: InterviewMove): RunInput[] {
  if (row.runId === null) return []
  const { position } = interview
  const { stepId } = row, person = by ?? row.ownerId, of = stepId === null ? { workItemId: row.workItemId! } : { stepId }
  const told: RunInput[] = note === undefined ? [] : [{ kind: note === 'paused' ? 'interviewPaused' : 'interviewResumed', of, by: person, detail: note === 'paused' ? interview.pauseLabel : null }]
  if (stepId !== null) {
    if (position.kind === 'finished') told.push({ kind: 'endBackgroundStep', stepId, attempt: row.attempt!, outputs: position.outputs })
    if (position.kind === 'failed') told.push({ kind: 'failBackgroundStep', stepId, attempt: row.attempt!, message: position.message, attempts })
    return told
  }
  const workItemId = row.workItemId!
  if (position.kind === 'finished') told.push({ kind: 'completeWorkItem', workItemId, by: person, outputs: position.outputs })
  if (position.kind === 'failed') told.push({ kind: 'failWorkItemFlow', workItemId, by: person, message: position.message })
  return told
}

function chainOf({ row, interview, run, loaded }: InterviewMove, now: Date): number {
  return chainAfter(run?.run ?? loaded?.run?.state ?? null, interview, row.workItemId !== null, now.toISOString())
}

async function applyToRun(shell: Shell, batch: RunBatch, runId: string, input: RunInput, now: Date): Promise<void> {
  const refusal = await applyInBatch(shell, batch, runId, input, now)
  // Only finishing somebody's work must hold: a milestone of a run that has ended, or an answer to a step that nobody
  // waits for any more, is no reason to keep the interview from moving.
  if (refusal !== null && input.kind === 'completeWorkItem') throw errorOf(refusal, runId)
}

async function applyEffects(shell: Shell, batch: RunBatch, effects: readonly FlowEffect[], cause: ChangeCause, now: Date): Promise<ChangeSet> {
  const merged = new Map<string, JsonObject>(), versions = new Map<string, number>()
  for (const { recordId, fields, version } of effects) {
    merged.set(recordId, { ...merged.get(recordId), ...fields })
    if (version !== undefined) versions.set(recordId, version)
  }
  if (merged.size === 0) return NO_CHANGES
  const changes: ChangeSet[] = []
  for (const before of await loadRecordStates(shell.pool, [...merged.keys()])) {
    // What is written may have been made of what was read: of a counter, or a list that something is added to.
    if ((versions.get(before.recordId) ?? before.version) !== before.version) throw new ConcurrentChangeError(`the record ${before.recordId} has changed since the flow read it`)
    const { Name: name, Owner: owner, Id: _, ...fields } = merged.get(before.recordId)!
    const found = typeof owner === 'string' ? await findUser(shell, owner) : null
    const after: RecordState = {
      ...before, fields: { ...before.fields, ...fields }, name: typeof name === 'string' || name === null ? name : before.name,
      ...(found === null ? {} : { ownerId: found.id, owner: found.name }),
    }
    // The element has looked at the rules with the record and the people as they were then.
    const isBroken = recordFieldsFault(after.fields) !== null || (typeof owner === 'string' && recordOwnerFault(owner, found) !== null)
    if (isBroken) throw new ConcurrentChangeError(`the record ${before.recordId} or its new owner has changed`)
    changes.push((await changeRecord(shell, batch, before, after, cause, now)).changes)
  }
  return joinChanges(...changes)
}

// A record's followers see interviews come into the list of paused ones, leave it, and rest elsewhere after a wait.
function interviewEvents({ before, row }: InterviewMove, now: Date): OutgoingEvent[] {
  const isListed = row.status === 'PAUSED' && row.recordId !== null, wasListed = before?.status === 'PAUSED' && before.recordId !== null
  const events: OutgoingEvent[] = []
  if (wasListed && (!isListed || before.recordId !== row.recordId)) events.push({ topic: `record:${before.recordId}`, kind: 'InterviewResumed', payload: { interview: interviewSnapshot(row) }, occurredAt: now })
  if (isListed) events.push({ topic: `record:${row.recordId}`, kind: 'InterviewPaused', payload: { interview: interviewSnapshot(row) }, occurredAt: now })
  return events
}

function interviewJobs({ before, interview: { guid, position } }: InterviewMove, processId: string | null, now: Date): Job[] {
  if (position.kind === 'wait') return [wakeJob(guid, position.until)]
  const jobs: Job[] = (before?.wakeAt ?? null) === null ? [] : [{ remove: `wake:${guid}` }]
  if (position.kind === 'action') jobs.push({ task: 'drive-interview', payload: { guid, ...(processId === null ? {} : { processId }) }, runAt: new Date(now.getTime() + ACTION_TAKEOVER_SECONDS * 1000), key: `drive:${guid}` })
  return jobs
}

/** The job that wakes an interview from its wait element at `until`, or so much later by the clock of the jobs. */
export function wakeJob(guid: string, until: string, laterMs = 0): Job {
  return { task: 'wake-interview', payload: { guid, until }, runAt: new Date(Date.parse(until) + laterMs), key: `wake:${guid}` }
}
