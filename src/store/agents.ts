// An agent as commands see them: presence, configuration, and the work they hold, loaded in one query.
import type pg from 'pg'
import type { Write } from './commit.ts'
import { lookedUp, type Db } from './query.ts'
import { revived, revivedOrNull, type AgentPresence, type AgentWork, type PendingServiceRouting, type PresenceUserConfig, type ServicePresenceStatus, type WorkItem } from './routing-rows.ts'

/** A live agent work (ASSIGNED or OPENED) with its work item, and its pending routing while it is not accepted. */
export type HeldWork = { agentWork: AgentWork; pending: PendingServiceRouting | null; workItem: WorkItem }

export type LoadedAgent = {
  userId: string
  username: string
  isActive: boolean
  /** API names of the statuses they may choose; empty: all. */
  presenceStatuses: string[]
  queueIds: string[]
  /** Null: was never online. */
  presence: AgentPresence | null
  status: ServicePresenceStatus | null
  configuration: PresenceUserConfig
  statusOnDecline: ServicePresenceStatus | null
  statusOnPushTimeout: ServicePresenceStatus | null
  /** All that they hold now, oldest first. */
  work: HeldWork[]
}

/** A live agent work: an SQL condition. */
export const IS_LIVE = `"status" IN ('ASSIGNED', 'OPENED')`

const agentSql = (condition: string) => `
SELECT json_build_object(
  'userId', u."id", 'username', u."username", 'isActive', u."isActive", 'presenceStatuses', u."presenceStatuses",
  'queueIds', ARRAY(SELECT gc."groupId" FROM "GroupClosure" gc JOIN "Group" g ON g."id" = gc."groupId" AND g."groupType" = 'QUEUE' WHERE gc."userId" = u."id" ORDER BY 1),
  'presence', to_json(p), 'status', (SELECT to_json(s) FROM "ServicePresenceStatus" s WHERE s."id" = p."statusId"),
  'configuration', to_json(c),
  'statusOnDecline', (SELECT to_json(s) FROM "ServicePresenceStatus" s WHERE s."id" = c."statusOnDeclineId"),
  'statusOnPushTimeout', (SELECT to_json(s) FROM "ServicePresenceStatus" s WHERE s."id" = c."statusOnPushTimeoutId"),
  'work', COALESCE((SELECT json_agg(json_build_object('agentWork', to_json(a), 'pending', to_json(r), 'workItem', to_json(w)) ORDER BY a."assignedAt", a."id")
    FROM "AgentWork" a JOIN "WorkItem" w ON w."id" = a."workItemId" LEFT JOIN "PendingServiceRouting" r ON r."offeredAgentWorkId" = a."id" AND r."workItemId" = a."workItemId"
    WHERE a."agentId" = u."id" AND a.${IS_LIVE}), '[]')) AS "agent"
FROM "User" u
LEFT JOIN "AgentPresence" p ON p."userId" = u."id"
JOIN "PresenceUserConfig" c ON c."id" = COALESCE(u."presenceUserConfigId", 'default')
WHERE ${condition}`

/** Loads agents by user id; who doesn't exist is left out. */
export async function loadAgents(pool: pg.Pool, userIds: readonly string[]): Promise<LoadedAgent[]> {
  if (userIds.length === 0) return []
  return agents(pool, { name: 'load_agents', text: agentSql('u."id" = ANY($1)'), values: [userIds] })
}

/** Loads one agent; null: there is no such user. */
export async function loadAgent(pool: pg.Pool, userId: string): Promise<LoadedAgent | null> {
  return (await loadAgents(pool, [userId]))[0] ?? null
}

/** Loads the agent of an agent work, live or ended; null: there is no such agent work. */
export async function loadAgentOfWork(pool: pg.Pool, agentWorkId: string): Promise<LoadedAgent | null> {
  const found = await agents(pool, { name: 'load_agent_of_work', text: agentSql('u."id" = (SELECT "agentId" FROM "AgentWork" WHERE "id" = $1)'), values: [agentWorkId] })
  return found[0] ?? null
}

/** Loads an agent by username; null: there is no such user. */
export async function loadAgentByUsername(pool: pg.Pool, username: string): Promise<LoadedAgent | null> {
  const found = await agents(pool, { name: 'load_agent_by_username', text: agentSql('u."username" = $1'), values: [username] })
  return found[0] ?? null
}

/** What an agent's work weighs now: the sum of the weights of what they were offered and have accepted. */
export async function loadWorkload(db: Db, userId: string): Promise<number> {
  const { rows } = await db.query<{ workload: number }>({ name: 'workload', text: 'SELECT "workload" FROM "AgentPresence" WHERE "userId" = $1', values: [userId] })
  return rows[0]?.workload ?? 0
}

async function agents(pool: pg.Pool, query: pg.QueryConfig): Promise<LoadedAgent[]> {
  const { rows } = await pool.query<{ agent: LoadedAgent }>(query)
  return rows.map(({ agent }) => ({
    ...agent,
    presence: revivedOrNull(agent.presence),
    work: agent.work.map((held) => ({ agentWork: revived(held.agentWork), pending: revivedOrNull(held.pending), workItem: revived(held.workItem) })),
  }))
}

// SQL: the user of presence `p`.
const THEIR_USER = lookedUp('User', 'id', 'p."userId"', 'u')

/** Ids of users who are online and were last told of another capacity than they have. */
export async function loadAgentsToTell(pool: pg.Pool, limit: number): Promise<string[]> {
  const { rows } = await pool.query<{ userId: string }>({
    name: 'agents_to_tell',
    text: `SELECT p."userId" FROM "AgentPresence" p ${THEIR_USER} JOIN "PresenceUserConfig" c ON c."id" = COALESCE(u."presenceUserConfigId", 'default')
      WHERE p."statusId" IS NOT NULL AND p."toldCapacity" <> c."capacity" LIMIT $1`,
    values: [limit],
  })
  return rows.map(({ userId }) => userId)
}

/**
 * The write that overtakes what was decided about these users and is not saved yet: each decision about an agent who is online
 * is guarded by the version of their presence, and is made again where that is another.
 */
export function overtakeDecisions(userIds: readonly string[]): Write {
  return {
    kind: 'statement', name: 'decisions about agents overtaken', rows: [{ userIds: [...userIds] }],
    text: (argument) => `UPDATE "AgentPresence" p SET "version" = p."version" + 1 FROM (SELECT DISTINCT "userId" FROM jsonb_array_elements(${argument}) a CROSS JOIN LATERAL jsonb_array_elements_text(a -> 'userIds') "userId") l
      WHERE p."userId" = l."userId" AND p."statusId" IS NOT NULL RETURNING 1`,
  }
}

/** Ids of users who hold what they may not: deactivated ones with presence or work, and members no longer of the queue of an offer. */
export async function loadMisplacedAgents(pool: pg.Pool, limit: number): Promise<string[]> {
  const { rows } = await pool.query<{ userId: string }>({
    name: 'misplaced_agents',
    text: `SELECT p."userId" FROM "AgentPresence" p ${THEIR_USER}
        WHERE NOT u."isActive" AND (p."statusId" IS NOT NULL OR EXISTS (SELECT 1 FROM "AgentWork" a WHERE a."agentId" = p."userId" AND a.${IS_LIVE} OFFSET 0))
      UNION SELECT r."offeredToId" FROM "PendingServiceRouting" r
        WHERE r."offeredToId" IS NOT NULL AND NOT EXISTS (SELECT 1 FROM "GroupClosure" c WHERE c."userId" = r."offeredToId" AND c."groupId" = r."queueId")
      LIMIT $1`,
    values: [limit],
  })
  return rows.map(({ userId }) => userId)
}
