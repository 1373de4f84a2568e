// What becomes of runs that have ended: they stay, or, where the org says how long, go with all that belongs to them.
import { ENDED_STATUSES, keptSince, type EndedStatus } from '../../core/run-ages.ts'
import { findOpenInterviewsOfEnded, removeEndedRuns, type PlaceOfRun, type RunsAtOnce } from '../../store/ended-runs.ts'
import type { Removed } from '../../store/in-batches.ts'
import { loadInterviewsToDelete } from '../../store/interview-aggregate.ts'
import { loadSettings } from '../../store/settings.ts'
import { decideAndSave } from '../decide-and-save.ts'
import { deletions } from '../interview/delete-interview.ts'
import type { Shell } from '../shell.ts'

const INTERVIEWS_AT_ONCE = 250

/**
 * Deletes runs that ended longer before `now` than the org keeps them, in at most `maxBatches` batches. Safe to run twice and at
 * the same time.
 */
export async function deleteEndedRuns(shell: Shell, now: Date, maxBatches = 100, atOnce?: RunsAtOnce): Promise<Removed> {
  const { deleteEndedRunsAfterDays: days } = await loadSettings(shell.pool)
  let removed = 0, batches = 0
  for (const status of ENDED_STATUSES) {
    const before = keptSince(status, days, now)
    if (before === null) continue
    while (await deleteOpenInterviews(shell, status, before)) if (batches++ === maxBatches) return { removed, isDone: false }
    for (let after: PlaceOfRun | null = null; ; ) {
      if (batches++ === maxBatches) return { removed, isDone: false }
      const batch = await removeEndedRuns(shell.pool, status, before, after, atOnce)
      removed += batch.removed
      if (batch.last === null) break
      after = batch.last
    }
  }
  return { removed, isDone: true }
}

// As by hand, so that whoever sees them in a list hears of it. Answers whether there may be more.
async function deleteOpenInterviews(shell: Shell, status: EndedStatus, before: Date): Promise<boolean> {
  const guids = await findOpenInterviewsOfEnded(shell.pool, status, before, INTERVIEWS_AT_ONCE)
  if (guids.length === 0) return false
  await decideAndSave(shell, async (now) => {
    const interviews = await loadInterviewsToDelete(shell.pool, null, guids)
    return { answer: null, changes: await deletions(shell, interviews, { by: null, detailOf: () => null }, now) }
  })
  return guids.length === INTERVIEWS_AT_ONCE
}
