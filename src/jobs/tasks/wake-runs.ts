// Job "wake-runs": a record has changed that more runs are about than the change itself could wake.
import type { Task } from 'graphile-worker'
import { z } from 'zod'
import { wakeRuns } from '../../commands/record/wake-runs.ts'
import type { Shell } from '../../commands/shell.ts'
import type { Json } from '../../core/json.ts'

const recordSchema = z.object({ id: z.string(), objectApiName: z.string(), name: z.string().nullable(), owner: z.string().nullable(), fields: z.record(z.string(), z.custom<Json>()) })
const payloadSchema = z.object({ recordId: z.string(), version: z.number().int(), prior: recordSchema, changedAt: z.iso.datetime(), after: z.string(), except: z.array(z.string()) })

/** The task: wakes the next ones, and adds the job for the others. May run twice. */
export function wakeRunsTask(shell: Shell): Task {
  return async (payload) => wakeRuns(shell, payloadSchema.parse(payload))
}
