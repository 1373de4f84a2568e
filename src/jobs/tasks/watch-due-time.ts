// The jobs of work that falls due: the reminder, and what happens at the due time (W10).
import type { Task } from 'graphile-worker'
import { z } from 'zod'
import type { Shell } from '../../commands/shell.ts'
import { watchDueTime } from '../../commands/work-item/reassign-work-item.ts'

const payloadSchema = z.object({ runId: z.string(), workItemId: z.string(), assignment: z.number().int() })

/** The tasks `remind-work-item` and `escalate-work-item`. Work that is done, or somebody else's by now, is left alone. */
export function watchDueTimeTask(shell: Shell, kind: 'remindWorkItem' | 'escalateWorkItem'): Task {
  return (payload) => watchDueTime(shell, kind, payloadSchema.parse(payload))
}
