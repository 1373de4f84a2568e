// The job that forgets what has been kept long enough: events for subscribers, answers to retried mutations, and runs that have ended.
import type { Task } from 'graphile-worker'
import { decideAndSave, forgetReceipts } from '../../commands/decide-and-save.ts'
import { deleteEndedRuns } from '../../commands/run/delete-ended-runs.ts'
import type { Shell } from '../../commands/shell.ts'
import { cleanEventLog } from '../../store/event-log.ts'

/** The task `clean-up`: bounded. Where something is left, another job goes on at once, after all that people wait for. `bounds`: batches of so many rows, and so many batches. */
export function cleanUpTask(shell: Shell, ...bounds: [batchSize: number, maxBatches: number] | []): Task {
  return async () => {
    const now = shell.now()
    const removed = [await cleanEventLog(shell.pool, now, ...bounds), await forgetReceipts(shell, ...bounds)]
    // Events show work items and their runs: a run stays until all that is as old as its end is gone from the log.
    if (removed[0]!.isDone) removed.push(await deleteEndedRuns(shell, now, bounds[1]))
    if (removed.every(({ isDone }) => isDone)) return
    await decideAndSave(shell, () => Promise.resolve({ answer: null, changes: { writes: [], events: [], jobs: [{ task: 'clean-up', payload: {}, key: 'clean-up', isBulk: true }] } }))
  }
}
