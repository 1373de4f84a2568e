// The job that forgets what has been kept long enough: events for subscribers, answers to retried mutations, and runs that have ended.
import type { Task } from 'graphile-worker'
import { decideAndSave, forgetReceipts } from '../../commands/decide-and-save.ts'
import { deleteEndedRuns } from '../../commands/run/delete-ended-runs.ts'
import type { Shell } from '../../commands/shell.ts'
import { cleanEventLog } from '../../store/event-log.ts'

/** The task `clean-up`: bounded. Where something is left, another job goes on at once, after all that people wait for. `bounds`: batches of so many rows, and so many batches. */
export function cleanUpTask(shell: Shell, ...bounds: [batchSize: number, maxBatches: number] | []): Task {
  return async () => {
    const removed = [await cleanEventLog(shell.pool, shell.now(), ...bounds), await forgetReceipts(shell, ...bounds), await deleteEndedRuns(shell, bounds[1])]
    if (removed.every(({ isDone }) => isDone)) return
    await decideAndSave(shell, () => Promise.resolve({ answer: null, changes: { writes: [], events: [], jobs: [{ task: 'clean-up', payload: {}, key: 'clean-up', isBulk: true }] } }))
  }
}
