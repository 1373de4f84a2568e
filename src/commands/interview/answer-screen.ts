// submitScreen, previousScreen, pauseInterview: what the person on a screen does (I1 to I4).
import type { InterviewInput } from '../../core/flow/inputs.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import { mayAnswerInterview } from '../../core/interview-access.ts'
import { hasAny, type Viewer } from '../../core/viewer.ts'
import { ForbiddenError, NotFoundError, ValidationError } from '../../errors.ts'
import { loadInterviews, type InterviewRow, type LoadedInterview } from '../../store/interview-aggregate.ts'
import { loadRecordStates } from '../../store/record-state.ts'
import type { WorkItemSnapshot } from '../../store/run-aggregate.ts'
import { decideAndSave } from '../decide-and-save.ts'
import type { Shell } from '../shell.ts'
import { authorizeWork } from '../work-item/authorize-work.ts'
import { continueMove } from './decide-interview.ts'
import { driveInterview } from './drive-interview.ts'
import { outOfReach, readableRecords, recordOutOfReach } from './reach.ts'
import { movedBy, settleInterview } from './settle-interview.ts'
import { showScreen } from './show-screens.ts'

/** Longest pause reason (contract). */
export const MAX_PAUSE_REASON = 1000

/**
 * Where an interview stands after an answer, and the work item it was for. `saved` is its row as it was saved, that of the
 * work item that was completed with it, what can be done next (null: to be asked), and whether the org lets users pause; null
 * where it has gone on by itself since, and has to be read.
 */
export type Answered = { guid: string; workItemId: string | null; runId: string | null; saved: { row: InterviewRow; completed: WorkItemSnapshot | null; next: readonly WorkItemSnapshot[] | null; letUsersPause: boolean } | null }

/**
 * Answers the screen shown. Finishing the flow completes its work item in the same transaction; whoever is second gets
 * WorkItemAlreadyCompletedError and changes nothing (W4). Throws StaleScreenError, ValidationError (every field at once) …
 */
export async function submitScreen(shell: Shell, viewer: Viewer, input: { guid: string; revision: number; values: Json }): Promise<Answered> {
  const values = objectOf(input.values, 'values')
  return answer(shell, viewer, input.guid, () => ({ kind: 'submit', revision: input.revision, values }))
}

/** Goes back to the screen before, keeping what is filled in. Throws StaleScreenError, ConflictError where there is no Back. */
export async function previousScreen(shell: Shell, viewer: Viewer, input: { guid: string; revision: number; values?: Json }): Promise<Answered> {
  const values = objectOf(input.values ?? {}, 'values')
  return answer(shell, viewer, input.guid, () => ({ kind: 'previous', revision: input.revision, values }))
}

/**
 * Leaves the interview for later with what is filled in so far. Throws StaleScreenError where a `revision` is given that isn't of the
 * screen shown, PauseNotAllowedError saying which switch is missing, ValidationError where the reason is too long or `$Flow.CurrentRecord` names no record (nothing is paused then).
 */
export async function pauseInterview(shell: Shell, viewer: Viewer, input: { guid: string; revision?: number | null; reason?: string | null; values?: Json }): Promise<Answered & { confirmation: string | null }> {
  const reason = input.reason ?? null
  if (reason !== null && reason.length > MAX_PAUSE_REASON) throw new ValidationError([{ path: ['input', 'reason'], message: `A reason has at most ${MAX_PAUSE_REASON} characters.` }])
  const values = objectOf(input.values ?? {}, 'values')
  const answered = await answer(shell, viewer, input.guid, (loaded) => ({ kind: 'pause', revision: input.revision ?? null, reason, values, letUsersPause: loaded.letUsersPause }))
  const { row, letUsersPause } = answered.saved!
  const screen = await showScreen(shell, row.state, letUsersPause)
  return { ...answered, confirmation: screen?.pauseConfirmation ?? null }
}

async function answer(shell: Shell, viewer: Viewer, guid: string, inputOf: (loaded: LoadedInterview) => InterviewInput): Promise<Answered> {
  const answered = await decideAndSave(shell, async (now) => {
    const [loaded] = await loadInterviews(shell.pool, viewer, [guid])
    authorizeAnswer(viewer, loaded)
    if ((await outOfReach(shell, viewer, [loaded])).size > 0) throw recordOutOfReach()
    const input = inputOf(loaded)
    const { interview, effects } = await continueMove(shell, loaded.row.state, input, now)
    if (input.kind === 'pause') await requireRecord(shell, loaded.workItem === null ? viewer : null, interview.currentRecord)
    const move = movedBy(loaded, interview, effects, viewer.id, now, input.kind === 'pause' ? 'paused' : undefined)
    const changes = await settleInterview(shell, move, now)
    const saved = { row: changes.row, completed: changes.completed, next: changes.next, letUsersPause: loaded.letUsersPause }
    return { answer: { guid, saved, workItemId: loaded.row.workItemId, runId: loaded.row.workItemId === null ? null : loaded.row.runId, isOnAction: interview.position.kind === 'action' }, changes }
  })
  if (answered.isOnAction) await driveInterview(shell, guid, { isAwaited: true })
  return { guid, workItemId: answered.workItemId, runId: answered.runId, saved: answered.isOnAction ? null : answered.saved }
}

// Its owner, or whoever has resumed it; and whoever works on an item must still be allowed to.
function authorizeAnswer(viewer: Viewer, loaded: LoadedInterview | undefined): asserts loaded is LoadedInterview {
  if (loaded === undefined || !loaded.isReadable) throw new NotFoundError('There is no such interview.')
  const { row, workItem } = loaded
  if (row.resumedById !== viewer.id && row.ownerId !== viewer.id) throw new ForbiddenError('This interview is somebody else\'s; resume it first.')
  if (!hasAny(viewer, 'RUN_FLOWS', 'MANAGE_FLOW')) throw new ForbiddenError('Running flows takes RUN_FLOWS.', 'RUN_FLOWS')
  if (!mayAnswerInterview(viewer, { ...row, isEditable: loaded.isEditable }, loaded.letUsersResumeShared)) throw new ForbiddenError('What let you go on with somebody else\'s interview is no longer so: MANAGE_FLOW, or EDIT access to it by a share.', 'MANAGE_FLOW')
  const isItsFinishedOne = workItem?.status === 'COMPLETED' && row.status === 'FINISHED'
  if (workItem !== null && !isItsFinishedOne) authorizeWork(viewer, { ...workItem, isReadable: true, isInPlaceOfOwner: row.resumedById === viewer.id })
}

// Who started the flow by themselves may have named the record, and hears the same of one that they may not read as of one that
// isn't there. With a null viewer, whoever works on an item: which record that ties it to is its definition's to say.
async function requireRecord(shell: Shell, viewer: Viewer | null, recordId: string | null): Promise<void> {
  if (recordId === null) return
  const found = viewer === null ? await loadRecordStates(shell.pool, [recordId]) : [...await readableRecords(shell, viewer, [recordId])]
  if (found.length > 0) return
  throw new ValidationError([{ path: ['$Flow.CurrentRecord'], message: `The flow sets $Flow.CurrentRecord to "${recordId.slice(0, 255)}", but there is no such record; it can't be paused on it.` }])
}

function objectOf(values: Json, field: string): JsonObject {
  if (values !== null && typeof values === 'object' && !Array.isArray(values)) return values as JsonObject
  throw new ValidationError([{ path: ['input', field], message: `${field} is a JSON object of field names and values.` }])
}
