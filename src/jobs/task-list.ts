// Every task that jobs can name, with what each needs. A job of a name that is not here waits for a process that knows it.
import type { TaskList } from 'graphile-worker'
import type { Shell } from '../commands/shell.ts'
import { cleanUpTask } from './tasks/clean-up.ts'
import { driveInterviewTask } from './tasks/drive-interview.ts'
import { endPresenceTask } from './tasks/end-presence.ts'
import { expireInterviewsTask, remindOfInterviewsTask } from './tasks/look-after-interviews.ts'
import { pushTimeoutTask } from './tasks/push-timeout.ts'
import { runBackgroundStepTask } from './tasks/run-background-step.ts'
import { settleQueueTask } from './tasks/settle-queue.ts'
import { wakeInterviewTask } from './tasks/wake-interview.ts'
import { wakeRunsTask } from './tasks/wake-runs.ts'
import { watchDueTimeTask } from './tasks/watch-due-time.ts'
import { writeMailsTask } from './tasks/write-mails.ts'

/** What runs by the clock, in crontab form. */
export const CRONTAB = ['17 * * * * clean-up ?fill=2h', '37 * * * * remind-of-interviews ?fill=2h', '47 * * * * expire-interviews ?fill=2h'].join('\n')

/** The tasks of a process. */
export function createTaskList(shell: Shell): TaskList {
  return {
    'run-background-step': runBackgroundStepTask(shell),
    'drive-interview': driveInterviewTask(shell),
    'wake-interview': wakeInterviewTask(shell),
    'wake-runs': wakeRunsTask(shell),
    'remind-work-item': watchDueTimeTask(shell, 'remindWorkItem'),
    'escalate-work-item': watchDueTimeTask(shell, 'escalateWorkItem'),
    'write-mails': writeMailsTask(shell.pool),
    'push-timeout': pushTimeoutTask(shell),
    'end-presence': endPresenceTask(shell),
    'expire-interviews': expireInterviewsTask(shell),
    'remind-of-interviews': remindOfInterviewsTask(shell),
    'settle-queue': settleQueueTask(shell),
    'clean-up': cleanUpTask(shell),
  }
}
