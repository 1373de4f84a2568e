// Job "settle-queue": a queue's settings have changed, and its open work follows.
import type { Task } from 'graphile-worker'
import { z } from 'zod'
import { settleQueue } from '../../commands/routing/settle-queue.ts'
import type { Shell } from '../../commands/shell.ts'

const Payload = z.object({ queueId: z.string() })

/** The task: makes pending what should be, and takes off what should not. May run twice. */
export function settleQueueTask(shell: Shell): Task {
  return async (payload) => {
    await settleQueue(shell, Payload.parse(payload).queueId)
  }
}
