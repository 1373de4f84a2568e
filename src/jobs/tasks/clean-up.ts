// The job that forgets what has been kept long enough: events for subscribers, and answers to retried mutations.
import type { Task } from 'graphile-worker'
import { forgetReceipts } from '../../commands/decide-and-save.ts'
import type { Shell } from '../../commands/shell.ts'
import { cleanEventLog } from '../../store/event-log.ts'

/** The task `clean-up`: bounded; what is left waits for the next hour. */
export function cleanUpTask(shell: Shell): Task {
  return async () => {
    await cleanEventLog(shell.pool, shell.now())
    await forgetReceipts(shell)
  }
}
