// resumeInterview and its bulk form, and the wake-up of wait elements (I5, I6, I8, I9).
import { mayResumeInterview } from '../../core/interview-access.ts'
import { hasAny, type Viewer } from '../../core/viewer.ts'
import { ForbiddenError, InterviewNotResumableError, NotFoundError, type PromisedError } from '../../errors.ts'
import { joinChanges, type ChangeSet } from '../../store/commit.ts'
import { interviewUpdate, loadInterviews, type LoadedInterview } from '../../store/interview-aggregate.ts'
import { decideAndSave, NO_CHANGES } from '../decide-and-save.ts'
import { loadViewer } from '../load-viewer.ts'
import type { Shell } from '../shell.ts'
import { changeInterviews, type BulkOutcome, type TogetherOutcome } from './bulk.ts'
import { continueMove } from './decide-interview.ts'
import { driveInterview } from './drive-interview.ts'
import { outOfReach, recordOutOfReach, refusalToGoOn } from './reach.ts'
import { movedBy, settleInterview, wakeJob } from './settle-interview.ts'

/**
 * Picks a paused interview up exactly where it stood. Of two at once one wins. Throws InterviewNotResumableError,
 * NotFoundError, ForbiddenError.
 */
export async function resumeInterview(shell: Shell, viewer: Viewer, guid: string): Promise<{ guid: string }> {
  const isOnAction = await decideAndSave(shell, async (now) => {
    const [loaded] = await loadInterviews(shell.pool, viewer, [guid])
    const denial = denialOf(viewer, loaded, await outOfReach(shell, viewer, loaded ? [loaded] : []))
    if (denial !== null) throw denial
    const { isOnAction: isActing, changes } = await resumed(shell, viewer, loaded!, now)
    return { answer: isActing, changes }
  })
  if (isOnAction) await driveInterview(shell, guid, { isAwaited: true })
  return { guid }
}

/** Resumes each by itself; what fails says why and leaves the others alone. Throws ValidationError above the limit. */
export function resumeInterviews(shell: Shell, viewer: Viewer, guids: readonly string[]): Promise<BulkOutcome[]> {
  return changeInterviews(guids, (some) => resumeTogether(shell, viewer, some), (guid) => resumeInterview(shell, viewer, guid))
}

// Those that are just shown their screen again go together, one of each run. What comes from a wait runs on, and may change
// what others of them read: each of these goes by itself.
function resumeTogether(shell: Shell, viewer: Viewer, guids: readonly string[]): Promise<TogetherOutcome[]> {
  return decideAndSave(shell, async (now) => {
    const loaded = new Map((await loadInterviews(shell.pool, viewer, guids)).map((one) => [one.row.guid, one]))
    const hidden = await outOfReach(shell, viewer, [...loaded.values()])
    const runs = new Set<string>(), taken = new Set<string>()
    const going: LoadedInterview[] = []
    const answer = guids.map((guid): TogetherOutcome => {
      const one = loaded.get(guid)
      const denial = denialOf(viewer, one, hidden)
      if (denial !== null) return denial
      const { runId, state: { position } } = one!.row
      if (position.kind !== 'screen' || taken.has(guid) || (runId !== null && runs.has(runId))) return 'alone'
      taken.add(guid)
      if (runId !== null) runs.add(runId)
      going.push(one!)
      return null
    })
    return { answer, changes: joinChanges(...await Promise.all(going.map(async (one) => (await resumed(shell, viewer, one, now)).changes))) }
  })
}

// `hidden`: guids of interviews on records that the viewer may not read.
function denialOf(viewer: Viewer, loaded: LoadedInterview | undefined, hidden: ReadonlySet<string>): PromisedError | null {
  if (loaded === undefined || !loaded.isReadable) return new NotFoundError('There is no such interview.')
  if (loaded.row.status !== 'PAUSED') return new InterviewNotResumableError('This interview is not paused: it has ended, or somebody has just resumed it.')
  if (!hasAny(viewer, 'RUN_FLOWS', 'MANAGE_FLOW')) return new ForbiddenError('Resuming interviews takes RUN_FLOWS.', 'RUN_FLOWS')
  if (!mayResumeInterview(viewer, { ...loaded.row, isEditable: loaded.isEditable }, loaded.letUsersResumeShared)) return new ForbiddenError('Only its owner, somebody it is shared with for editing, or MANAGE_FLOW may resume it.', 'MANAGE_FLOW')
  if (loaded.workItem !== null && !loaded.workItem.isActionable) return new InterviewNotResumableError('The work item behind this interview is closed.')
  if (hidden.has(loaded.row.guid)) return recordOutOfReach()
  return refusalToGoOn(viewer, loaded)
}

async function resumed(shell: Shell, viewer: Viewer, loaded: LoadedInterview, now: Date): Promise<{ isOnAction: boolean; changes: ChangeSet }> {
  const { interview, effects } = await continueMove(shell, loaded.row.state, { kind: 'resume' }, now)
  return { isOnAction: interview.position.kind === 'action', changes: await settleInterview(shell, movedBy(loaded, interview, effects, viewer.id, now, 'resumed'), now) }
}

/**
 * The time of a wait element has come: goes on, once, also after downtime (I9). `until` tells an earlier wait's job apart.
 * Jobs go by the database's clock: where that is ahead of ours, the wake is put off by the difference.
 */
export async function wakeInterview(shell: Shell, guid: string, until: string): Promise<void> {
  const isOnAction = await decideAndSave(shell, async (now) => {
    const [loaded] = await loadInterviews(shell.pool, null, [guid])
    const position = loaded?.row.state.position
    if (loaded === undefined || position?.kind !== 'wait' || position.until !== until) return { answer: false, changes: NO_CHANGES }
    const earlyMs = Date.parse(until) - now.getTime()
    if (earlyMs > 0) return { answer: false, changes: { ...NO_CHANGES, jobs: [wakeJob(guid, until, earlyMs)] } }
    // From then on it ages as any that waits for somebody.
    if (!(await isStillAllowed(shell, loaded))) return { answer: false, changes: { ...NO_CHANGES, writes: [interviewUpdate({ ...loaded.row, wakeAt: null })] } }
    const { interview, effects } = await continueMove(shell, loaded.row.state, { kind: 'wake' }, now)
    const by = loaded.row.stepId === null ? loaded.row.ownerId : null
    return { answer: interview.position.kind === 'action', changes: await settleInterview(shell, movedBy(loaded, interview, effects, by, now), now) }
  })
  if (isOnAction) await driveInterview(shell, guid)
}

// Work goes on in the name of whose interview it is. Where they may not do it any more (W4, W5), it stays where it stands: to be
// resumed once they may again, or deleted.
async function isStillAllowed(shell: Shell, { row, workItem, owner }: LoadedInterview): Promise<boolean> {
  if (workItem === null) return true
  const viewer = await loadViewer(shell.pool, owner.username)
  if (viewer === null) return false
  const [theirs] = await loadInterviews(shell.pool, viewer, [row.guid])
  return theirs !== undefined && refusalToGoOn(viewer, theirs) === null
}
