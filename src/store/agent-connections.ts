// Who listens: live omniChannel subscriptions, one row each. A connection of a process that is dead counts as gone.
import type pg from 'pg'
import { PROCESS_LAPSES_AFTER_SECONDS } from './server-processes.ts'


/** SQL condition: the process of connection `alias` is alive. */
const isLive = (alias: string) => `EXISTS (SELECT 1 FROM "ServerProcess" sp WHERE sp."id" = ${alias}."processId" AND sp."heartbeatAt" > now() - interval '${PROCESS_LAPSES_AFTER_SECONDS} seconds')`

/** Whether somebody listens, other than by the connection that is about to go. */
export async function isConnected(pool: pg.Pool, userId: string, exceptConnectionId: string | null = null): Promise<boolean> {
  const { rows } = await pool.query<{ isConnected: boolean }>({
    name: 'is_connected',
    text: `SELECT EXISTS (SELECT 1 FROM "AgentConnection" c WHERE c."userId" = $1 AND c."id" IS DISTINCT FROM $2 AND ${isLive('c')}) AS "isConnected"`,
    values: [userId, exceptConnectionId],
  })
  return rows[0]!.isConnected
}

/** A connection's user; null: there is no such connection any more. */
export async function userOfConnection(pool: pg.Pool, connectionId: string): Promise<string | null> {
  const { rows } = await pool.query<{ userId: string }>({ name: 'user_of_connection', text: 'SELECT "userId" FROM "AgentConnection" WHERE "id" = $1', values: [connectionId] })
  return rows[0]?.userId ?? null
}

/** Connections whose process is dead. */
export async function loadDeadConnections(pool: pg.Pool, limit: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({ name: 'dead_connections', text: `SELECT c."id" FROM "AgentConnection" c WHERE NOT ${isLive('c')} ORDER BY c."id" LIMIT $1`, values: [limit] })
  return rows.map((row) => row.id)
}

/** Agents whose last connection went longer ago than their configuration allows, and when it went. */
export async function loadLapsedAgents(pool: pg.Pool, now: Date, limit: number): Promise<{ userId: string; disconnectedAt: Date }[]> {
  const { rows } = await pool.query<{ userId: string; disconnectedAt: Date }>({
    name: 'lapsed_agents',
    text: `SELECT p."userId", p."disconnectedAt" FROM "AgentPresence" p JOIN "User" u ON u."id" = p."userId" JOIN "PresenceUserConfig" c ON c."id" = COALESCE(u."presenceUserConfigId", 'default')
      WHERE p."disconnectedAt" + c."disconnectGraceSeconds" * interval '1 second' <= $1 ORDER BY p."disconnectedAt" LIMIT $2`,
    values: [now, limit],
  })
  return rows
}
