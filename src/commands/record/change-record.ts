// What one change of a record sets off, whoever makes it: its row, the runs it starts (D5, R7), and the conditions of the
// runs about it (D9).
import { equals } from '../../core/conditions.ts'
import { isTriggered } from '../../core/trigger.ts'
import type { Write } from '../../store/commit.ts'
import { NO_FACTS } from '../../store/facts.ts'
import { loadTriggered, recordFacts, type RecordState } from '../../store/record-state.ts'
import { loadRunsOfRecord } from '../../store/run-aggregate.ts'
import { applyInBatch, batchOf, startInBatch, type RunBatch } from '../run-batch.ts'
import type { Shell } from '../shell.ts'

/** Most runs about one record that one change wakes in its own transaction. */
export const MAX_RUNS_WOKEN = 200

/** Whether anything that can be read differs. A repeated upsert changes nothing, and so starts nothing (R7). */
export function isChanged(before: RecordState | null, after: RecordState): boolean {
  return before === null || before.name !== after.name || before.ownerId !== after.ownerId || !equals(before.fields, after.fields)
}

/**
 * Adds to the batch what the change starts and wakes; answers with the writes of the record itself, and the ids of the
 * runs started. `startedBy` is the user whose change it is. Nothing happens where nothing differs. Of the run `heldRunId`
 * only the facts change: its flow has more to say before its conditions are looked at.
 */
export async function changeRecord(shell: Shell, batch: RunBatch, before: RecordState | null, after: RecordState, startedBy: string, now: Date, heldRunId: string | null = null): Promise<{ writes: Write[]; startedRunIds: string[] }> {
  if (!isChanged(before, after)) return { writes: [], startedRunIds: [] }
  const [triggered, woken] = await Promise.all([
    loadTriggered(shell.pool, after.objectApiName),
    before === null ? [] : loadRunsOfRecord(shell.pool, shell.definitions, after.recordId, MAX_RUNS_WOKEN),
  ])
  const record = recordFacts(after), prior = before === null ? null : recordFacts(before)
  for (const [id, moved] of batchOf(woken)) if (!batch.has(id)) batch.set(id, moved)
  for (const [id, moved] of batch) {
    if (moved.run.recordId !== after.recordId) continue
    batch.set(id, { ...moved, facts: { ...moved.facts, record, priorRecord: prior } })
    if (id !== heldRunId) await applyInBatch(shell, batch, id, { kind: 'recordChanged' }, now)
  }
  const startedRunIds: string[] = []
  for (const { id: orchestrationId, label, versionId } of triggered) {
    const definition = await shell.definitions.orchestrationVersion(versionId)
    if (!isTriggered(definition, prior === null ? { kind: 'CREATED', record, prior } : { kind: 'UPDATED', record, prior })) continue
    const id = shell.newId()
    await startInBatch(shell, batch, { id, versionId, orchestrationId, label, definition, startedBy, recordId: after.recordId, inputs: {}, facts: { ...NO_FACTS, record, priorRecord: prior } }, now)
    startedRunIds.push(id)
  }
  return { writes: [recordWrite(before, after, now)], startedRunIds }
}

function recordWrite(before: RecordState | null, after: RecordState, now: Date): Write {
  const { owner: _, ...row } = after
  return before === null
    ? { kind: 'insert', table: 'Record', rows: [{ ...row, version: 1, createdDate: now, lastModifiedDate: now }] }
    : { kind: 'update', table: 'Record', key: ['recordId'], rows: [{ ...row, version: before.version, lastModifiedDate: now }] }
}
