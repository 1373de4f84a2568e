// The jobs about interviews that nobody goes on with: the reminder of a pause, and the end.
import type { Task } from 'graphile-worker'
import { expireInterviews } from '../../commands/interview/expire-interviews.ts'
import { remindOfInterviews } from '../../commands/interview/remind-of-interviews.ts'
import type { Shell } from '../../commands/shell.ts'

/** The task `expire-interviews`: bounded; what is left waits for the next hour. May run twice. */
export function expireInterviewsTask(shell: Shell): Task {
  return async () => {
    const expired = await expireInterviews(shell)
    if (expired > 0) shell.log.info({ expired }, 'interviews expired')
  }
}

/** The task `remind-of-interviews`: as the other. */
export function remindOfInterviewsTask(shell: Shell): Task {
  return async () => {
    const reminded = await remindOfInterviews(shell)
    if (reminded > 0) shell.log.info({ reminded }, 'owners reminded of paused interviews')
  }
}
