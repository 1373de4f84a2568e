// The agents whose subscriptions this process has, for as long as those live: connected when the first of an agent's begins,
// surely disconnected when the last has ended, and connected anew where others have taken this process for dead meanwhile.
// However many an agent has here, they are one connection: each writes the agent's presence, so that as many as come or go at
// once would get into each other's way.
import type { Shell } from '../shell.ts'
import { connectAgent, disconnectAgent } from './agent-connections.ts'

/** One process's connections. */
export type ConnectedAgents = {
  /**
   * Connects the agent (O4) and gives what ends that: called once or more often, it disconnects them with the last who has
   * connected them. That never fails: while the database doesn't answer it is tried again, for as long as this process lives;
   * after that its connections count as gone anyway.
   */
  connect(userId: string): Promise<() => void>
  /** Others may have forgotten the connections of this process: makes all of them anew. Never fails, and is tried again in the same way. */
  reconnect(): Promise<void>
}

type Connection = { id: string; readonly userId: string; subscriptions: number; isMade: Promise<unknown> }

const FIRST_RETRY_MS = 100
const LARGEST_RETRY_MS = 30_000

/** `processId` is that of a ServerProcess row whose heartbeat is kept up. */
export function connectedAgents(shell: Shell, processId: string): ConnectedAgents {
  const live = new Map<string, Connection>()

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
    if (live.get(connection.userId) !== connection) return
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
    if (live.get(connection.userId) !== connection) await disconnect(id)
  }

  function begin(userId: string): Connection {
    const connection = { id: shell.newId(), userId, subscriptions: 0, isMade: Promise.resolve<unknown>(null) }
    live.set(userId, connection)
    connection.isMade = connectAgent(shell, { connectionId: connection.id, userId, processId }).catch((error: unknown) => {
      end(connection)
      throw error
    })
    return connection
  }

  function end(connection: Connection): void {
    if (live.get(connection.userId) === connection) live.delete(connection.userId)
    void disconnect(connection.id)
  }

  return {
    connect: async (userId) => {
      const connection = live.get(userId) ?? begin(userId)
      connection.subscriptions++
      await connection.isMade
      let isOver = false
      return () => {
        if (isOver) return
        isOver = true
        if (--connection.subscriptions === 0) end(connection)
      }
    },
    reconnect: async () => {
      for (const connection of [...live.values()]) {
        // One that is only being made is not forgotten yet, but may be by the time that it is there; nor could it be taken back.
        await connection.isMade.catch(() => undefined)
        await renew(connection)
      }
    },
  }
}
