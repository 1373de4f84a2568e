// The agents whose subscriptions this process has, for as long as those live: connected when they begin, surely disconnected
// when they have ended, and connected anew where others have taken this process for dead meanwhile.
import type { Shell } from '../shell.ts'
import { connectAgent, disconnectAgent } from './agent-connections.ts'

/** One process's connections. */
export type ConnectedAgents = {
  /**
   * Connects the agent (O4) and gives what disconnects them. That never fails: while the database doesn't answer it is tried
   * again, for as long as this process lives; after that its connections count as gone anyway.
   */
  connect(userId: string): Promise<() => void>
  /** Others may have forgotten the connections of this process: makes all of them anew. Never fails, and is tried again in the same way. */
  reconnect(): Promise<void>
}

type Connection = { id: string; readonly userId: string }

const FIRST_RETRY_MS = 100
const LARGEST_RETRY_MS = 30_000

/** `processId` is that of a ServerProcess row whose heartbeat is kept up. */
export function connectedAgents(shell: Shell, processId: string): ConnectedAgents {
  const live = new Set<Connection>()

  async function disconnect(connectionId: string, delayMs = FIRST_RETRY_MS): Promise<void> {
    try {
      await disconnectAgent(shell, connectionId)
    } catch (error) {
      shell.log.warn({ err: error, retryInMs: delayMs }, 'could not disconnect an agent; trying again')
      setTimeout(() => void disconnect(connectionId, Math.min(2 * delayMs, LARGEST_RETRY_MS)), delayMs).unref()
    }
  }

  // Under another id: whoever still disconnects the one before, as that of a dead process, takes nothing from this one.
  async function renew(connection: Connection, delayMs = FIRST_RETRY_MS): Promise<void> {
    if (!live.has(connection)) return
    const before = connection.id, id = shell.newId()
    try {
      await connectAgent(shell, { connectionId: id, userId: connection.userId, processId })
    } catch (error) {
      shell.log.warn({ err: error, retryInMs: delayMs }, 'could not connect an agent again; trying again')
      setTimeout(() => void renew(connection, Math.min(2 * delayMs, LARGEST_RETRY_MS)), delayMs).unref()
      return
    }
    connection.id = id
    await disconnect(before)
    // The subscription has ended meanwhile, and disconnected what it knew of.
    if (!live.has(connection)) await disconnect(id)
  }

  return {
    connect: async (userId) => {
      const connection = { id: shell.newId(), userId }
      await connectAgent(shell, { connectionId: connection.id, userId, processId })
      live.add(connection)
      return () => { if (live.delete(connection)) void disconnect(connection.id) }
    },
    reconnect: async () => {
      for (const connection of [...live]) await renew(connection)
    },
  }
}
