// Who may run the screen flow behind a work item now: the one place that decides it, for opening, for each submit, and
// for what lists say of `canOpen` (rules W4, W5, R3b).
import { hasAny, type Viewer } from './viewer.ts'

/**
 * What is known of the item and of the caller's rights on it. `isInPlaceOfOwner`: they have resumed the interview of somebody
 * else by right (I5), and with what let them do so they go on in that one's place, assigned or not.
 */
export type WorkItemRights = { isReadable: boolean; isMine: boolean; isInPlaceOfOwner?: boolean; recordIsReadable: boolean; status: 'ASSIGNED' | 'COMPLETED'; isActionable: boolean; completedById: string | null }

/** Why somebody may not work on an item; null: they may. The first reason that applies, in the order a caller should hear them. */
export type AccessDenial = 'notFound' | 'alreadyCompleted' | 'notActionable' | 'notAssigned' | 'recordNotReadable' | 'runFlowsMissing'

/** Decides whether the viewer may work on the item now. */
export function workDenial(viewer: Viewer, item: WorkItemRights): AccessDenial | null {
  if (item.isInPlaceOfOwner !== true) {
    if (!item.isReadable && !item.isMine) return 'notFound'
    if (!item.isMine) return 'notAssigned'
    if (!hasAny(viewer, 'RUN_FLOWS')) return 'runFlowsMissing'
  }
  if (!item.recordIsReadable) return 'recordNotReadable'
  if (item.status === 'COMPLETED' && item.completedById !== null) return 'alreadyCompleted'
  if (item.status === 'COMPLETED' || !item.isActionable) return 'notActionable'
  return null
}
