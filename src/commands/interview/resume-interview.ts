// resumeInterview and its bulk form, and the wake-up of wait elements (I5, I6, I8, I9).
import { mayResumeInterview } from '../../core/interview-access.ts'
import type { Viewer } from '../../core/viewer.ts'
import { ForbiddenError, InterviewNotResumableError, NotFoundError, PromisedError, ValidationError } from '../../errors.ts'
import { loadInterviews } from '../../store/interview-aggregate.ts'
import { decideAndSave, NO_CHANGES } from '../decide-and-save.ts'
import type { Shell } from '../shell.ts'
import { continueMove } from './decide-interview.ts'
import { driveInterview, ONE_TRY } from './drive-interview.ts'
import { movedBy, settleInterview, wakeJob } from './settle-interview.ts'

/** Most interviews in one bulk mutation (contract). */
export const MAX_BULK_INTERVIEWS = 1000

/** What a bulk mutation says of one interview, in the order asked. */
export type BulkOutcome = { guid: string; error: PromisedError | null }

/**
 * Picks a paused interview up exactly where it stood. Of two at once one wins. Throws InterviewNotResumableError,
 * NotFoundError, ForbiddenError.
 */
export async function resumeInterview(shell: Shell, viewer: Viewer, guid: string): Promise<{ guid: string }> {
  const isOnAction = await decideAndSave(shell, async (now) => {
    const [loaded] = await loadInterviews(shell.pool, viewer, [guid])
    if (loaded === undefined || !loaded.isReadable) throw new NotFoundError('There is no such interview.')
    if (loaded.row.status !== 'PAUSED') throw new InterviewNotResumableError('This interview is not paused: it has ended, or somebody has just resumed it.')
    if (!mayResumeInterview(viewer, { ...loaded.row, isEditable: loaded.isEditable }, loaded.letUsersResumeShared)) throw new ForbiddenError('Only its owner, somebody it is shared with for editing, or MANAGE_FLOW may resume it.', 'MANAGE_FLOW')
    if (loaded.workItem !== null && !loaded.workItem.isActionable) throw new InterviewNotResumableError('The work item behind this interview is closed.')
    const { interview, effects } = await continueMove(shell, loaded.row.state, { kind: 'resume' }, now)
    const changes = await settleInterview(shell, movedBy(loaded, interview, effects, viewer.id, now, 'resumed'), now)
    return { answer: interview.position.kind === 'action', changes }
  })
  if (isOnAction) await driveInterview(shell, guid, ONE_TRY)
  return { guid }
}

/** Resumes each by itself; what fails says why and leaves the others alone. Throws ValidationError above the limit. */
export async function resumeInterviews(shell: Shell, viewer: Viewer, guids: readonly string[]): Promise<BulkOutcome[]> {
  requireBulkLimit(guids)
  return eachByItself(guids, (guid) => resumeInterview(shell, viewer, guid))
}

/** Throws ValidationError when a bulk mutation names more than it may. */
export function requireBulkLimit(guids: readonly string[]): void {
  if (guids.length > MAX_BULK_INTERVIEWS) throw new ValidationError([{ path: ['input', 'interviewIds'], message: `At most ${MAX_BULK_INTERVIEWS} interviews can be named at once; ${guids.length} were.` }])
}

// One caller's bulk never takes all connections of the pool.
const SIDE_BY_SIDE = 4

/** Runs a bulk mutation over interviews, answers in the order asked; promised failures become answers. One that is named twice is taken in turn. */
export async function eachByItself(guids: readonly string[], change: (guid: string) => Promise<unknown>): Promise<BulkOutcome[]> {
  const outcomes: BulkOutcome[] = []
  const places = new Map<string, number[]>()
  guids.forEach((guid, at) => places.set(guid, [...(places.get(guid) ?? []), at]))
  const open = [...places].reverse()
  const work = async () => {
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const [guid, at] = next
      for (const place of at) outcomes[place] = { guid, error: await failureOf(change(guid)) }
    }
  }
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, work))
  return outcomes
}

async function failureOf(change: Promise<unknown>): Promise<PromisedError | null> {
  try {
    await change
    return null
  } catch (error) {
    if (error instanceof PromisedError) return error
    throw error
  }
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
    const { interview, effects } = await continueMove(shell, loaded.row.state, { kind: 'wake' }, now)
    const by = loaded.row.stepId === null ? loaded.row.ownerId : null
    return { answer: interview.position.kind === 'action', changes: await settleInterview(shell, movedBy(loaded, interview, effects, by, now), now) }
  })
  if (isOnAction) await driveInterview(shell, guid, ONE_TRY)
}
