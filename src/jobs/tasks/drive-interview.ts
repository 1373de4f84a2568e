// The job that carries an interview through its actions: another try after a failure, or instead of a process that died (the one
// that its payload names, so that it can be hastened).
import type { Task } from 'graphile-worker'
import { z } from 'zod'
import { driveInterview } from '../../commands/interview/drive-interview.ts'
import type { Shell } from '../../commands/shell.ts'

const payloadSchema = z.object({ guid: z.string() })

/** The task `drive-interview`. An action that has been answered meanwhile is left alone. */
export function driveInterviewTask(shell: Shell): Task {
  return (payload) => driveInterview(shell, payloadSchema.parse(payload).guid)
}
