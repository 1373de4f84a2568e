// The job of a wait element: its time has come.
import type { Task } from 'graphile-worker'
import { z } from 'zod'
import { wakeInterview } from '../../commands/interview/resume-interview.ts'
import type { Shell } from '../../commands/shell.ts'

const payloadSchema = z.object({ guid: z.string(), until: z.string() })

/** The task `wake-interview` (I9). An interview that has gone on meanwhile is left alone. */
export function wakeInterviewTask(shell: Shell): Task {
  return (payload) => {
    const { guid, until } = payloadSchema.parse(payload)
    return wakeInterview(shell, guid, until)
  }
}
