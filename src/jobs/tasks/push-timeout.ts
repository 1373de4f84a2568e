// Job "push-timeout": an offer's time to answer is over.
import type { Task } from 'graphile-worker'
import { z } from 'zod'
import { expireOffer } from '../../commands/routing/decline-agent-work.ts'
import type { Shell } from '../../commands/shell.ts'

const Payload = z.object({ agentWorkId: z.string() })

/** The task: ends the offer unless it was answered. May run twice. */
export function pushTimeoutTask(shell: Shell): Task {
  return async (payload) => expireOffer(shell, Payload.parse(payload).agentWorkId)
}
