// Whether whoever goes on with an interview may still read the record that it is run on: its screens show what the record
// holds by now (A2, A3).
import type { Viewer } from '../../core/viewer.ts'
import { ForbiddenError } from '../../errors.ts'
import { distinct } from '../../store/coalesce.ts'
import { loadInterviewStates, type LoadedInterview } from '../../store/interview-aggregate.ts'
import { loadVisibleRecords } from '../../store/records.ts'
import type { Shell } from '../shell.ts'

/** Of these records those that the viewer may read, by recordId. */
export async function readableRecords(shell: Shell, viewer: Viewer, recordIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (recordIds.length === 0) return new Set()
  const found = await loadVisibleRecords(shell.pool, viewer, recordIds)
  return new Set(recordIds.filter((_, at) => found[at] !== null))
}

/** Of these interviews the guids of those on records that the viewer may not read. What does a work item is not asked for here: `authorizeWork` is. */
export async function outOfReach(shell: Shell, viewer: Viewer, interviews: readonly LoadedInterview[]): Promise<ReadonlySet<string>> {
  const asked = interviews.flatMap(({ row, workItem }) => (workItem === null && row.state.recordId !== null ? [{ guid: row.guid, recordId: row.state.recordId }] : []))
  const readable = await readableRecords(shell, viewer, [...new Set(asked.map(({ recordId }) => recordId))])
  return new Set(asked.filter(({ recordId }) => !readable.has(recordId)).map(({ guid }) => guid))
}

/** For each interview whether the viewer may read the record that it is run on, or it is run on none. */
export async function areInReach(shell: Shell, viewer: Viewer, guids: readonly string[]): Promise<boolean[]> {
  const { states } = await loadInterviewStates(shell.pool, guids)
  const recordIds = guids.map((guid) => states.get(guid)?.recordId ?? null)
  const readable = await readableRecords(shell, viewer, distinct(recordIds.map((recordId) => (recordId === null ? [] : [recordId]))))
  return recordIds.map((recordId) => recordId === null || readable.has(recordId))
}

/** What going on with such an interview is refused by. */
export function recordOutOfReach(): ForbiddenError {
  return new ForbiddenError('Going on with this interview takes read access to the record that it is run on.')
}
