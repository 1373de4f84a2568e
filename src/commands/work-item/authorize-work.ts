// Turns a denial of work on an item into the error that the API promises for it.
import { workDenial, type WorkItemRights } from '../../core/work-item-access.ts'
import type { Viewer } from '../../core/viewer.ts'
import { ConflictError, ForbiddenError, NotFoundError, type PromisedError, RunNotInProgressError, WorkItemAlreadyCompletedError } from '../../errors.ts'

/** What is said of an open item that failed with its run, when that was resumed since. */
export const WORK_REPLACED = 'This work item ended when its run failed; the run was resumed since, with a newer work item for the same step.'

/** An item as it is decided on here. */
export type WorkItemAsked = WorkItemRights & { id: string; runId: string; completedAt: Date | null; isReplaced?: boolean }

/** Throws what `workRefusal` answers, unless the viewer may work on the item now. */
export function authorizeWork(viewer: Viewer, item: WorkItemAsked): void {
  const refusal = workRefusal(viewer, item)
  if (refusal !== null) throw refusal
}

/**
 * Why the viewer may not work on the item now: NotFoundError, ForbiddenError, WorkItemAlreadyCompletedError,
 * RunNotInProgressError where its run or stage has ended, or ConflictError where a newer item has taken its place
 * (`isReplaced`). An item that its stage closed counts as completed by nobody. Null: they may.
 */
export function workRefusal(viewer: Viewer, item: WorkItemAsked): PromisedError | null {
  switch (workDenial(viewer, item)) {
    case null: return null
    case 'notFound': return new NotFoundError('There is no such work item.')
    case 'alreadyCompleted': return new WorkItemAlreadyCompletedError(item.id, item.completedById, item.completedAt)
    case 'notActionable':
      if (item.status === 'COMPLETED') return new WorkItemAlreadyCompletedError(item.id, null, item.completedAt)
      if (item.isReplaced) return new ConflictError(WORK_REPLACED)
      return new RunNotInProgressError(item.runId, 'Nobody can work on this item any more: its run has ended or failed.')
    case 'notAssigned': return new ForbiddenError('This work item is not assigned to you, nor to a group or queue of yours.')
    case 'recordNotReadable': return new ForbiddenError('You need read access to the work item\'s record.')
    case 'runFlowsMissing': return new ForbiddenError('Working on items takes RUN_FLOWS.', 'RUN_FLOWS')
  }
}
