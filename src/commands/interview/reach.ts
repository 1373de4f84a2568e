// Whether whoever goes on with an interview may still do so: its screens show what the record that it is run on holds by now,
// and finishing it may complete a work item (A2, A3, W5).
import type { Viewer } from '../../core/viewer.ts'
import { ForbiddenError, type PromisedError } from '../../errors.ts'
import { loadInterviews, type LoadedInterview } from '../../store/interview-aggregate.ts'
import { findReadableIds } from '../../store/records.ts'
import type { Shell } from '../shell.ts'
import { workRefusal } from '../work-item/authorize-work.ts'

/** Of these records those that the viewer may read, by recordId. */
export async function readableRecords(shell: Shell, viewer: Viewer, recordIds: readonly string[]): Promise<ReadonlySet<string>> {
  return recordIds.length === 0 ? new Set() : findReadableIds(shell.pool, viewer, recordIds)
}

/** Of these interviews the guids of those on records that the viewer may not read. Of those that do a work item `refusalToGoOn` tells. */
export async function outOfReach(shell: Shell, viewer: Viewer, interviews: readonly LoadedInterview[]): Promise<ReadonlySet<string>> {
  const asked = interviews.flatMap(({ row, workItem }) => (workItem === null && row.state.recordId !== null ? [{ guid: row.guid, recordId: row.state.recordId }] : []))
  const readable = await readableRecords(shell, viewer, [...new Set(asked.map(({ recordId }) => recordId))])
  return new Set(asked.filter(({ recordId }) => !readable.has(recordId)).map(({ guid }) => guid))
}

/** For each interview whether the viewer, once they have resumed it, could go on with it. */
export async function areInReach(shell: Shell, viewer: Viewer, guids: readonly string[]): Promise<boolean[]> {
  const loaded = new Map((await loadInterviews(shell.pool, viewer, guids)).map((one) => [one.row.guid, one]))
  const hidden = await outOfReach(shell, viewer, [...loaded.values()])
  return guids.map((guid) => {
    const one = loaded.get(guid)
    return one !== undefined && !hidden.has(guid) && refusalToGoOn(viewer, one) === null
  })
}

/**
 * Why the viewer, who may resume the interview, could not finish the work item that it does: whose it is has to be assigned to it
 * as on opening it, everybody has to read its record. Null: they can, or it does none.
 */
export function refusalToGoOn(viewer: Viewer, { row, workItem }: LoadedInterview): PromisedError | null {
  return workItem === null ? null : workRefusal(viewer, { ...workItem, isReadable: true, isInPlaceOfOwner: row.ownerId !== viewer.id })
}

/** What going on with such an interview is refused by. */
export function recordOutOfReach(): ForbiddenError {
  return new ForbiddenError('Going on with this interview takes read access to the record that it is run on.')
}
