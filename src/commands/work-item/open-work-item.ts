// openWorkItem: starts, or picks up, the caller's interview of a work item (W4, W5).
import type { Viewer } from '../../core/viewer.ts'
import { NotFoundError } from '../../errors.ts'
import { loadInterviews, newInterviewRow } from '../../store/interview-aggregate.ts'
import { loadWorkItemAccess } from '../../store/work-item-access.ts'
import { decideAndSave, NO_CHANGES } from '../decide-and-save.ts'
import { continueMove, flowUser, startMove } from '../interview/decide-interview.ts'
import { driveInterview } from '../interview/drive-interview.ts'
import { movedBy, settleInterview } from '../interview/settle-interview.ts'
import type { Shell } from '../shell.ts'
import { authorizeWork } from './authorize-work.ts'

/**
 * Answers with the guid of the caller's interview. Opening does not lock: others may open it too, and the first to finish
 * completes it. Throws NotFoundError, ForbiddenError, WorkItemAlreadyCompletedError, RunNotInProgressError, ConflictError.
 */
export async function openWorkItem(shell: Shell, viewer: Viewer, workItemId: string): Promise<{ guid: string }> {
  const answer = await decideAndSave(shell, async (now) => {
    const [item] = await loadWorkItemAccess(shell.pool, viewer, [workItemId])
    if (item === undefined) throw new NotFoundError('There is no such work item.')
    authorizeWork(viewer, item)
    if (item.interviewGuid !== null) return pickUp(shell, viewer, item.interviewGuid, now)
    const definition = await shell.definitions.flowVersion(item.flowVersionId)
    const flow = { apiName: definition.apiName, flowType: definition.flowType, versionId: item.flowVersionId, definition }
    const guid = shell.newId()
    const { interview, effects } = await startMove(shell, { guid, flow, recordId: item.recordId, inputs: item.inputs, user: flowUser(viewer), convertInputs: true }, now)
    const row = newInterviewRow(interview, { flowId: item.flowId, flowVersionId: item.flowVersionId, ownerId: viewer.id, workItemId, runId: item.runId, stepId: null, attempt: null }, now)
    return { answer: { guid, isOnAction: interview.position.kind === 'action' }, changes: await settleInterview(shell, { before: null, row, interview, effects, by: viewer.id, beganIn: { id: item.runId, version: item.runVersion } }, now) }
  })
  if (answer.isOnAction) await driveInterview(shell, answer.guid, { isAwaited: true })
  return { guid: answer.guid }
}

async function pickUp(shell: Shell, viewer: Viewer, guid: string, now: Date) {
  const [loaded] = await loadInterviews(shell.pool, viewer, [guid])
  const position = loaded?.row.state.position
  // A wait goes on at its time, however often somebody looks in before (I9); whoever means to end one early resumes it.
  const isWaiting = position?.kind === 'wait' && Date.parse(position.until) > now.getTime()
  if (loaded?.row.status !== 'PAUSED' || isWaiting) return { answer: { guid, isOnAction: false }, changes: NO_CHANGES }
  const { interview, effects } = await continueMove(shell, loaded.row.state, { kind: 'resume' }, now)
  const changes = await settleInterview(shell, movedBy(loaded, interview, effects, viewer.id, now, 'resumed'), now)
  return { answer: { guid, isOnAction: interview.position.kind === 'action' }, changes }
}
