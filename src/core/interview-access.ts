// Who may go on with an interview, and who may throw it away (rule I5). Who may read it is a condition of the store.
import type { InterviewStatus } from './flow/interview.ts'
import { hasAny, type Viewer } from './viewer.ts'

/** An interview as access sees it. `isEditable`: the viewer has EDIT access to it by a share. */
export type InterviewAccess = { status: InterviewStatus; ownerId: string; isEditable: boolean }

/**
 * Whether the viewer, who can read the interview and may run flows, may resume it: its owner; with MANAGE_FLOW anybody; where the org lets
 * people resume shared interviews, whoever has EDIT access to it. Only while it is paused.
 */
export function mayResumeInterview(viewer: Viewer, interview: InterviewAccess, letUsersResumeSharedInterviews: boolean): boolean {
  return interview.status === 'PAUSED' && mayTakeOver(viewer, interview, letUsersResumeSharedInterviews)
}

/**
 * Whether the viewer may answer it: its owner, or whoever has resumed it, for as long as they have what let them. `isEditable` is of
 * the record that it was listed on then: a flow that leaves that record takes nobody's right.
 */
export function mayAnswerInterview(viewer: Viewer, interview: Omit<InterviewAccess, 'status'> & { resumedById: string | null }, letUsersResumeSharedInterviews: boolean): boolean {
  return interview.ownerId === viewer.id || (interview.resumedById === viewer.id && mayTakeOver(viewer, interview, letUsersResumeSharedInterviews))
}

function mayTakeOver(viewer: Viewer, { ownerId, isEditable }: Omit<InterviewAccess, 'status'>, letUsersResumeSharedInterviews: boolean): boolean {
  return hasAny(viewer, 'MANAGE_FLOW') || (hasAny(viewer, 'RUN_FLOWS') && (ownerId === viewer.id || (letUsersResumeSharedInterviews && isEditable)))
}

/**
 * Whether the viewer, who can read the run, may read the reason of a pause in its history: whoever is named there as having paused or
 * deleted, and VIEW_ALL_DATA. To all others it is the interview's, which most may not read; of a deleted one nothing else is left (I7).
 */
export function mayReadPauseReason(viewer: Viewer, actorId: string | null): boolean {
  return viewer.id === actorId || hasAny(viewer, 'VIEW_ALL_DATA')
}

/**
 * Whether an interview is there for the viewer to delete: for who can read it, and while it is paused, by its id, for MANAGE_FLOW,
 * which clears away what nobody comes back to. To all others it is as if there were none.
 */
export function isThereToDelete(viewer: Viewer, { status, isReadable }: { status: InterviewStatus; isReadable: boolean }): boolean {
  return isReadable || (status === 'PAUSED' && hasAny(viewer, 'MANAGE_FLOW'))
}

/** Whether the viewer, for whom it is there, may delete the interview: its owner, or MANAGE_FLOW. Not once it has finished. */
export function mayDeleteInterview(viewer: Viewer, interview: Pick<InterviewAccess, 'status' | 'ownerId'>): boolean {
  return interview.status !== 'FINISHED' && (interview.ownerId === viewer.id || hasAny(viewer, 'MANAGE_FLOW'))
}
