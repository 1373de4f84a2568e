// Who listens: live omniChannel subscriptions, one row each. A connection of a process that is dead counts as gone; which are,
// is judged with heartbeats alone, so that a process that was wrongly taken for dead learns of it.
import type pg from 'pg'
import { PROCESS_LAPSES_AFTER_SECONDS } from './server-processes.ts'

/** SQL condition: the process of connection `alias` is not forgotten. */
const isLive = (alias: string) => `EXISTS (SELECT 1 FROM "ServerProcess" sp WHERE sp."id" = ${alias}."processId")`

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

/** Connections whose process is dead and forgotten. */
export async function loadDeadConnections(pool: pg.Pool, limit: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({ name: 'dead_connections', text: `SELECT c."id" FROM "AgentConnection" c WHERE NOT ${isLive('c')} ORDER BY c."id" LIMIT $1`, values: [limit] })
  return rows.map((row) => row.id)
}

/**
 * Connections of a process that was last known to be alive at `lastAliveAt`, after that with the id `after`. Those made when it
 * had lapsed are left out: it lives after all, and has made them anew.
 */
export async function loadConnectionsOf(pool: pg.Pool, processId: string, lastAliveAt: Date, after: string, limit: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'connections_of',
    text: `SELECT "id" FROM "AgentConnection" WHERE "processId" = $1 AND "connectedAt" < $2::timestamptz + interval '${PROCESS_LAPSES_AFTER_SECONDS} seconds' AND "id" > $3 ORDER BY "id" LIMIT $4`,
    values: [processId, lastAliveAt, after, limit],
  })
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
