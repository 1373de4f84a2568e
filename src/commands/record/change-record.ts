// What one change of a record sets off, whoever makes it: its row, the runs it starts (D5, R7), and the conditions of the
// runs about it (D9).
import { isRecordChanged, isTriggered } from '../../core/trigger.ts'
import type { ChangeSet, Write } from '../../store/commit.ts'
import { NO_FACTS } from '../../store/facts.ts'
import { loadTriggered, recordFacts, type RecordState } from '../../store/record-state.ts'
import { loadRunsOfRecord } from '../../store/run-aggregate.ts'
import { NO_CHANGES } from '../decide-and-save.ts'
import { applyInBatch, batchOf, startInBatch, type RunBatch } from '../run-batch.ts'
import type { Shell } from '../shell.ts'
import { MAX_RUNS_WOKEN, wakeOthers } from './wake-runs.ts'

/** What a change of a record comes to: its own row and the jobs that follow, and the ids of the runs that it started. */
export type RecordChanged = { changes: ChangeSet; startedRunIds: string[] }

/**
 * Whose change it is: `startedBy` the user, `chain` how many runs have led to those that it starts (core/chain.ts). Of the run
 * `heldRunId` only the facts change: its flow has more to say before its conditions are looked at.
 */
export type ChangeCause = { startedBy: string; chain: number; heldRunId?: string | null }

/**
 * Adds to the batch what the change starts and wakes. Nothing happens where nothing differs: a repeated upsert starts
 * nothing (R7).
 */
export async function changeRecord(shell: Shell, batch: RunBatch, before: RecordState | null, after: RecordState, cause: ChangeCause, now: Date): Promise<RecordChanged> {
  const { startedBy, chain, heldRunId = null } = cause
  const record = recordFacts(after), prior = before === null ? null : recordFacts(before)
  if (prior !== null && !isRecordChanged(record, prior)) return { changes: NO_CHANGES, startedRunIds: [] }
  const [triggered, woken] = await Promise.all([
    loadTriggered(shell.pool, after.objectApiName),
    prior === null ? [] : loadRunsOfRecord(shell.pool, shell.definitions, after.recordId, MAX_RUNS_WOKEN),
  ])
  for (const [id, moved] of batchOf(woken)) if (!batch.has(id)) batch.set(id, moved)
  for (const [id, moved] of batch) {
    if (moved.run.recordId !== after.recordId) continue
    batch.set(id, { ...moved, facts: { ...moved.facts, record, priorRecord: prior }, isWoken: true })
    if (id !== heldRunId) await applyInBatch(shell, batch, id, { kind: 'recordChanged' }, now)
  }
  const startedRunIds: string[] = []
  for (const { id: orchestrationId, label, versionId } of triggered) {
    const definition = await shell.definitions.orchestrationVersion(versionId)
    if (!isTriggered(definition, prior === null ? { kind: 'CREATED', record, prior } : { kind: 'UPDATED', record, prior })) continue
    const id = shell.newId()
    await startInBatch(shell, batch, { id, versionId, orchestrationId, label, definition, startedBy, chain, recordId: after.recordId, inputs: {}, facts: { ...NO_FACTS, record, priorRecord: prior } }, now)
    startedRunIds.push(id)
  }
  const jobs = prior === null ? [] : wakeOthers(woken, { recordId: after.recordId, version: before!.version!, prior, changedAt: now.toISOString(), except: startedRunIds })
  return { changes: { writes: [recordWrite(before, after, now)], events: [], jobs }, startedRunIds }
}

function recordWrite(before: RecordState | null, after: RecordState, now: Date): Write {
  const { owner: _, ...row } = after
  return before === null
    ? { kind: 'insert', table: 'Record', rows: [{ ...row, version: 1, createdDate: now, lastModifiedDate: now }] }
    : { kind: 'update', table: 'Record', key: ['recordId'], rows: [{ ...row, version: before.version, lastModifiedDate: now }] }
}
