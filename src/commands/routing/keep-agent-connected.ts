// One agent's subscription for as long as it lives: connected when it begins, and surely disconnected when it has ended.
import type { Shell } from '../shell.ts'
import { connectAgent, disconnectAgent } from './agent-connections.ts'

const FIRST_RETRY_MS = 100
const LARGEST_RETRY_MS = 30_000

/**
 * Connects the agent (O4) and gives what disconnects them. That never fails: while the database doesn't answer it is tried
 * again, for as long as this process lives; after that its connections count as gone anyway.
 */
export async function keepAgentConnected(shell: Shell, processId: string, userId: string): Promise<() => void> {
  const connectionId = shell.newId()
  await connectAgent(shell, { connectionId, userId, processId })

  async function disconnect(delayMs: number): Promise<void> {
    try {
      await disconnectAgent(shell, connectionId)
    } catch (error) {
      shell.log.warn({ err: error, retryInMs: delayMs }, 'could not disconnect an agent; trying again')
      setTimeout(() => void disconnect(Math.min(2 * delayMs, LARGEST_RETRY_MS)), delayMs).unref()
    }
  }
  return () => void disconnect(FIRST_RETRY_MS)
}
