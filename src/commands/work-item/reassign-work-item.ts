// reassignWorkItem and its bulk form, and the jobs of due work: reminder and escalation (W7, W10).
import type { AssigneeRef } from '../../core/definition.ts'
import type { RunInput } from '../../core/inputs.ts'
import { hasAny, type Viewer } from '../../core/viewer.ts'
import { ForbiddenError, NotFoundError, PromisedError, ValidationError } from '../../errors.ts'
import { loadRuns } from '../../store/run-aggregate.ts'
import { loadWorkItemAccess } from '../../store/work-item-access.ts'
import { consequences } from '../consequences.ts'
import { decideAndSave, NO_CHANGES } from '../decide-and-save.ts'
import { applyInBatch, applyOrRefuse, batchOf } from '../run-batch.ts'
import type { Shell } from '../shell.ts'

/** Most work items in one bulk reassignment (contract). */
export const MAX_BULK_WORK_ITEMS = 1000

/**
 * Gives an open item to somebody else; then everything happens as on creation. Throws ForbiddenError, NotFoundError,
 * ValidationError (assignee), WorkItemAlreadyCompletedError, RunNotInProgressError, ConflictError (a newer item has taken its place).
 */
export async function reassignWorkItem(shell: Shell, viewer: Viewer, workItemId: string, assignee: AssigneeRef): Promise<{ workItemId: string }> {
  requirePermission(viewer)
  return decideAndSave(shell, async (now) => {
    const [item] = await loadWorkItemAccess(shell.pool, viewer, [workItemId])
    const [run] = item === undefined ? [] : await loadRuns(shell.pool, shell.definitions, [item.runId])
    if (item === undefined || !item.isReadable || run === undefined) throw new NotFoundError('There is no such work item.')
    const batch = batchOf([run])
    await applyOrRefuse(shell, batch, run.id, { kind: 'reassignWorkItem', workItemId, by: viewer.id, assignee }, now)
    return { answer: { workItemId }, changes: await consequences(shell, batch, now) }
  })
}

/** Reassigns each by itself, in the order asked; what fails says why and leaves the others alone. */
export async function reassignWorkItems(shell: Shell, viewer: Viewer, workItemIds: readonly string[], assignee: AssigneeRef): Promise<{ workItemId: string; error: PromisedError | null }[]> {
  requirePermission(viewer)
  if (workItemIds.length > MAX_BULK_WORK_ITEMS) throw new ValidationError([{ path: ['input', 'workItemIds'], message: `At most ${MAX_BULK_WORK_ITEMS} work items can be named at once; ${workItemIds.length} were.` }])
  const outcomes: { workItemId: string; error: PromisedError | null }[] = []
  for (const workItemId of workItemIds) {
    const error = await reassignWorkItem(shell, viewer, workItemId, assignee).then(() => null, (thrown: unknown) => {
      if (thrown instanceof PromisedError) return thrown
      throw thrown
    })
    outcomes.push({ workItemId, error })
  }
  return outcomes
}

/** The reminder or the due time of an assignment has come. An older assignment's job, or one of finished work, does nothing. */
export async function watchDueTime(shell: Shell, kind: 'remindWorkItem' | 'escalateWorkItem', job: { runId: string; workItemId: string; assignment: number }): Promise<void> {
  const input: RunInput = { kind, workItemId: job.workItemId, assignment: job.assignment }
  await decideAndSave<null>(shell, async (now) => {
    const [run] = await loadRuns(shell.pool, shell.definitions, [job.runId])
    if (run === undefined) return { answer: null, changes: NO_CHANGES }
    const batch = batchOf([run])
    const refusal = await applyInBatch(shell, batch, run.id, input, now)
    return { answer: null, changes: refusal === null ? await consequences(shell, batch, now) : NO_CHANGES }
  })
}

function requirePermission(viewer: Viewer): void {
  if (!hasAny(viewer, 'REASSIGN_WORK_ITEMS')) throw new ForbiddenError('Reassigning work takes REASSIGN_WORK_ITEMS.', 'REASSIGN_WORK_ITEMS')
}
