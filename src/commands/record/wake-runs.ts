// The runs that a change of their record wakes (D9): the first ones with the change itself, the others by jobs that follow
// it, so that a change takes no longer however many runs there are.
import type { RecordFacts } from '../../core/facts.ts'
import { AUTOMATED_PROCESS } from '../../core/viewer.ts'
import { joinChanges, type Job } from '../../store/commit.ts'
import { loadRunsOfRecord, type LoadedRun } from '../../store/run-aggregate.ts'
import { consequences } from '../consequences.ts'
import { decideAndSaveOnce } from '../decide-and-save.ts'
import { applyInBatch, batchOf } from '../run-batch.ts'
import type { Shell } from '../shell.ts'

/** Most runs about one record that are woken in one transaction. */
export const MAX_RUNS_WOKEN = 200

/** What the job carries. `prior`: the record before the change; `version`: which change it is; `after`: the last run that was woken; `except`: runs that the change started. */
export type WakeRunsJob = { recordId: string; version: number; prior: RecordFacts; changedAt: string; after: string; except: readonly string[] }

/** The job for the runs after those that were woken; none where these were all. */
export function wakeOthers(woken: readonly LoadedRun[], job: Omit<WakeRunsJob, 'after'>): Job[] {
  if (woken.length < MAX_RUNS_WOKEN) return []
  return [{ task: 'wake-runs', payload: { ...job, after: woken.at(-1)!.id } }]
}

/** Wakes the next runs, and leaves the others to the next job. Safe to run twice. */
export async function wakeRuns(shell: Shell, job: WakeRunsJob): Promise<void> {
  const { recordId, version, prior, changedAt, after, except } = job
  const receipt = { userId: AUTOMATED_PROCESS.id, mutation: 'wakeRuns', key: `${recordId} ${version} ${after}`, input: {} }
  await decideAndSaveOnce(shell, receipt, async (now) => {
    const runs = await loadRunsOfRecord(shell.pool, shell.definitions, recordId, MAX_RUNS_WOKEN, after)
    const batch = batchOf(runs.filter(({ id }) => !except.includes(id)))
    for (const [id, moved] of batch) {
      // Who started later has not seen it happen.
      const priorRecord = moved.run.startedAt <= changedAt ? prior : null
      batch.set(id, { ...moved, facts: { ...moved.facts, priorRecord }, isWoken: true })
      await applyInBatch(shell, batch, id, { kind: 'recordChanged' }, now)
    }
    return { answer: {}, changes: joinChanges({ writes: [], events: [], jobs: wakeOthers(runs, job) }, await consequences(shell, batch, now)) }
  })
}
