// What becomes of interviews that nobody goes on with: they expire after the days that the org has set, and their data
// goes as if they had been deleted; the work behind one stays open and is opened anew.
import { daysBefore } from '../../core/days.ts'
import { interviewExpiry, lifetimeDays, type InterviewAges } from '../../core/interview-ages.ts'
import { ConflictError } from '../../errors.ts'
import { loadInterviewsToDelete } from '../../store/interview-aggregate.ts'
import { findOldInterviews } from '../../store/interview-ages.ts'
import { loadSettings } from '../../store/settings.ts'
import { decideAndSave } from '../decide-and-save.ts'
import type { Shell } from '../shell.ts'
import { deletions } from './delete-interview.ts'

// So many at once, and so many times: what is left waits for the next hour.
const AT_ONCE = 250
const MAX_BATCHES = 400

/** Expires what is due. Safe to run twice and at the same time: an interview that somebody goes on with meanwhile stays. Answers how many. */
export async function expireInterviews(shell: Shell): Promise<number> {
  const ages = await loadSettings(shell.pool)
  return (await expireStatus(shell, 'STARTED', ages)) + (await expireStatus(shell, 'PAUSED', ages))
}

async function expireStatus(shell: Shell, status: 'STARTED' | 'PAUSED', ages: InterviewAges): Promise<number> {
  const days = lifetimeDays(status, ages)
  let expired = 0
  if (days === null) return expired
  for (let batch = 0; batch < MAX_BATCHES; batch++) {
    const guids = await findOldInterviews(shell.pool, status, daysBefore(shell.now(), days), AT_ONCE)
    const gone = await expireSome(shell, guids, days, ages)
    expired += gone
    if (guids.length < AT_ONCE || gone === 0) break
  }
  return expired
}

// Where others change so many of them at the same time that they never can go together, each goes alone.
async function expireSome(shell: Shell, guids: readonly string[], days: number, ages: InterviewAges): Promise<number> {
  try {
    return await expireTogether(shell, guids, days, ages)
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error
    let gone = 0
    for (const guid of guids) {
      gone += await expireTogether(shell, [guid], days, ages).catch((alone: unknown) => {
        if (alone instanceof ConflictError) return 0
        throw alone
      })
    }
    return gone
  }
}

function expireTogether(shell: Shell, guids: readonly string[], days: number, ages: InterviewAges): Promise<number> {
  return decideAndSave(shell, async (now) => {
    const loaded = await loadInterviewsToDelete(shell.pool, null, guids)
    const going = loaded.filter((interview) => isOver(interviewExpiry(interview, ages), now))
    return { answer: going.length, changes: await deletions(shell, going, { by: null, detailOf: () => `Expired after ${days} ${days === 1 ? 'day' : 'days'}.` }, now) }
  })
}

function isOver(expiry: Date | null, now: Date): boolean {
  return expiry !== null && expiry <= now
}
