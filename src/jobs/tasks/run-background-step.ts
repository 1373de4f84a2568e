// The job that runs a background step's flow.
import type { Task } from 'graphile-worker'
import { z } from 'zod'
import { runBackgroundStep } from '../../commands/interview/run-background-step.ts'
import type { Shell } from '../../commands/shell.ts'

const payloadSchema = z.object({ runId: z.string(), stepId: z.string(), attempt: z.number().int(), guid: z.string() })

/** The task `run-background-step`. Running it twice runs the flow once: its interview is found by the guid in the payload. */
export function runBackgroundStepTask(shell: Shell): Task {
  return (payload) => runBackgroundStep(shell, payloadSchema.parse(payload))
}
