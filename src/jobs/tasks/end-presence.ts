// Job "end-presence": a disconnected agent's grace is over.
import type { Task } from 'graphile-worker'
import { z } from 'zod'
import { endPresence } from '../../commands/routing/agent-connections.ts'
import type { Shell } from '../../commands/shell.ts'

const Payload = z.object({ userId: z.string(), disconnectedAt: z.iso.datetime().transform((time) => new Date(time)) })

/** The task: takes the agent offline unless they have come back. May run twice. */
export function endPresenceTask(shell: Shell): Task {
  return async (payload) => {
    await endPresence(shell, Payload.parse(payload))
  }
}
