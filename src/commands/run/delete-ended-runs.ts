// What becomes of runs that have ended: they stay, or, where the org says how long, go with all that belongs to them.
import { ENDED_STATUSES, keptSince } from '../../core/run-ages.ts'
import { removeEndedRuns, type PlaceOfRun, type RunsAtOnce } from '../../store/ended-runs.ts'
import type { Removed } from '../../store/in-batches.ts'
import { loadSettings } from '../../store/settings.ts'
import type { Shell } from '../shell.ts'

/** Deletes runs that ended longer ago than the org keeps them, in at most `maxBatches` batches. Safe to run twice and at the same time. */
export async function deleteEndedRuns(shell: Shell, maxBatches = 100, atOnce?: RunsAtOnce): Promise<Removed> {
  const { deleteEndedRunsAfterDays: days } = await loadSettings(shell.pool)
  let removed = 0, batches = 0
  for (const status of ENDED_STATUSES) {
    const before = keptSince(status, days, shell.now())
    for (let after: PlaceOfRun | null = null; before !== null; ) {
      if (batches++ === maxBatches) return { removed, isDone: false }
      const batch = await removeEndedRuns(shell.pool, status, before, after, atOnce)
      removed += batch.removed
      if (batch.last === null) break
      after = batch.last
    }
  }
  return { removed, isDone: true }
}
