// deleteInterview and its bulk form: the data goes for good, the work item stays open to its assignees (I7).
import { isThereToDelete, mayDeleteInterview } from '../../core/interview-access.ts'
import type { Viewer } from '../../core/viewer.ts'
import { ConflictError, ForbiddenError, NotFoundError, type PromisedError } from '../../errors.ts'
import { joinChanges, type ChangeSet } from '../../store/commit.ts'
import { loadInterviewsToDelete, type InterviewToDelete } from '../../store/interview-aggregate.ts'
import { loadRuns } from '../../store/run-aggregate.ts'
import { consequences } from '../consequences.ts'
import { decideAndSave, NO_CHANGES } from '../decide-and-save.ts'
import { applyInBatch, batchOf } from '../run-batch.ts'
import type { Shell } from '../shell.ts'
import { changeInterviews, type BulkOutcome } from './bulk.ts'

/** Deletes an interview that has not finished. Throws NotFoundError, ForbiddenError, ConflictError where it has. */
export async function deleteInterview(shell: Shell, viewer: Viewer, guid: string): Promise<{ guid: string }> {
  const [error] = await deleteTogether(shell, viewer, [guid])
  if (error != null) throw error
  return { guid }
}

/** Deletes each by itself; what fails says why and leaves the others alone. Throws ValidationError above the limit. */
export function deleteInterviews(shell: Shell, viewer: Viewer, guids: readonly string[]): Promise<BulkOutcome[]> {
  return changeInterviews(guids, (some) => deleteTogether(shell, viewer, some), (guid) => deleteInterview(shell, viewer, guid))
}

// Why each can't be deleted, in the order asked; null where it was.
function deleteTogether(shell: Shell, viewer: Viewer, guids: readonly string[]): Promise<(PromisedError | null)[]> {
  return decideAndSave(shell, async (now) => {
    const loaded = new Map((await loadInterviewsToDelete(shell.pool, viewer, guids)).map((one) => [one.guid, one]))
    const going: InterviewToDelete[] = []
    const answer = guids.map((guid) => {
      const one = loaded.get(guid)
      const denial = denialOf(viewer, one)
      if (denial === null) going.push(one!)
      loaded.delete(guid) // asked for twice, it is gone the second time
      return denial
    })
    return { answer, changes: await deletions(shell, going, { by: viewer.id, detailOf: ({ pauseLabel }) => pauseLabel }, now) }
  })
}

function denialOf(viewer: Viewer, interview: InterviewToDelete | undefined): PromisedError | null {
  if (interview === undefined || !isThereToDelete(viewer, interview)) return new NotFoundError('There is no such interview.')
  if (interview.status === 'FINISHED') return new ConflictError('This interview has finished; only one under way or paused can be deleted.')
  return mayDeleteInterview(viewer, interview) ? null : new ForbiddenError('Only its owner or MANAGE_FLOW may delete an interview.', 'MANAGE_FLOW')
}

/** Who deletes, null: the system; and what the run's history says of each. */
export type DeletionCause = { by: string | null; detailOf: (interview: InterviewToDelete) => string | null }

/** The changes that delete interviews: their data, the mails about them and their jobs; a milestone of each that did work. */
export async function deletions(shell: Shell, rows: readonly InterviewToDelete[], { by, detailOf }: DeletionCause, now: Date): Promise<ChangeSet> {
  if (rows.length === 0) return NO_CHANGES
  const runIds = [...new Set(rows.flatMap(({ runId }) => runId ?? []))]
  const batch = batchOf(runIds.length === 0 ? [] : await loadRuns(shell.pool, shell.definitions, runIds))
  for (const row of rows) {
    const { runId, workItemId, stepId, attempt } = row
    if (runId === null || !batch.has(runId)) continue
    // A run that has ended takes no more milestones; the interview goes all the same.
    await applyInBatch(shell, batch, runId, { kind: 'interviewDeleted', of: stepId === null ? { workItemId: workItemId! } : { stepId }, by, detail: detailOf(row) }, now)
    if (stepId !== null) await applyInBatch(shell, batch, runId, { kind: 'failBackgroundStep', stepId, attempt: attempt!, message: 'Its paused interview was deleted.', attempts: 1 }, now)
  }
  const own: ChangeSet = {
    writes: [
      { kind: 'delete', table: 'FlowInterview', rows: rows.map(({ guid, version }) => ({ guid, version })) },
      { kind: 'delete', table: 'EmailNotification', rows: rows.flatMap(({ guid, hasMails }) => (hasMails ? [{ interviewGuid: guid }] : [])), ifPresent: true },
    ],
    // Also of one that isn't paused: whoever missed how it left the list hears nothing else of it any more.
    events: rows.flatMap(({ guid, recordId, ownerId }) => (recordId === null ? [] : [{ topic: `record:${recordId}`, kind: 'InterviewDeleted', payload: { guid, ownerId }, occurredAt: now }])),
    jobs: rows.flatMap(({ guid, standsOn }) => (standsOn === 'wait' ? [{ remove: `wake:${guid}` }] : standsOn === 'action' ? [{ remove: `drive:${guid}` }] : [])),
  }
  return joinChanges(own, await consequences(shell, batch, now))
}
