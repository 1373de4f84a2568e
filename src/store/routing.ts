// Routing seen from work items and queues: what is pending or live of them, how a queue routes, and whose offers and
// connections have lapsed.
import type pg from 'pg'
import { ROUTABLE_OBJECT } from '../core/viewer.ts'
import { IS_LIVE } from './agents.ts'
import { coalescedPerPool, distinct } from './coalesce.ts'
import { lookedUp } from './query.ts'
import { revived, type AgentPresence, type AgentWork, type PendingServiceRouting, type WorkItem } from './routing-rows.ts'

/** How a routable queue routes. A queue without a routing configuration has the defaults of one. */
export type QueueSettings = Pick<PendingServiceRouting, 'routingModel' | 'routingPriority' | 'secondaryPriority' | 'capacityWeight' | 'capacityPercentage' | 'pushTimeoutSeconds' | 'skills' | 'dropSkillsAfterSeconds'> & { queueId: string; apiName: string }

/** Live agent work, with what its end changes for its agent. */
export type LiveWork = { agentWork: AgentWork; presence: AgentPresence; capacity: number }

/** All that routing knows of some work items: load it, decide, and save the changes guarded by these rows' versions. */
export type RoutingOf = {
  pending: ReadonlyMap<string, PendingServiceRouting>
  live: ReadonlyMap<string, LiveWork>
  /** By queue id; queues that aren't routable are absent. */
  queues: ReadonlyMap<string, QueueSettings>
}

const QUEUE_SETTINGS = `SELECT g."id" AS "queueId", g."apiName", COALESCE(c."routingModel", 'LEAST_ACTIVE') AS "routingModel", COALESCE(c."routingPriority", 1) AS "routingPriority",
    c."secondaryRoutingPriority" AS "secondaryPriority", c."capacityWeight", c."capacityPercentage", COALESCE(c."pushTimeoutSeconds", 0) AS "pushTimeoutSeconds",
    COALESCE(c."skills", '{}') AS "skills", c."dropSkillsAfterSeconds"
  FROM "Group" g LEFT JOIN "QueueRoutingConfig" c ON c."id" = g."routingConfigurationId"
  WHERE g."groupType" = 'QUEUE' AND '${ROUTABLE_OBJECT}' = ANY(g."supportedObjects")`

type FoundRouting = { pending: PendingServiceRouting[]; live: LiveWork[]; queues: QueueSettings[] }

/** Loads what is pending or live of these work items, and the settings of these queues, in one query. What others asked for at the same time is there too. */
export async function loadRoutingOf(pool: pg.Pool, workItemIds: readonly string[], queueIds: readonly string[]): Promise<RoutingOf> {
  return findRouting(pool, { workItemIds, queueIds })
}

const findRouting = coalescedPerPool(async (db, asks: readonly { workItemIds: readonly string[]; queueIds: readonly string[] }[]): Promise<RoutingOf> => {
  const { rows } = await db.query<FoundRouting>({
    name: 'load_routing_of',
    text: `SELECT
      COALESCE((SELECT json_agg(to_json(p)) FROM "PendingServiceRouting" p WHERE p."workItemId" = ANY($1)), '[]') AS "pending",
      COALESCE((SELECT json_agg(json_build_object('agentWork', to_json(a), 'presence', to_json(s), 'capacity', c."capacity"))
        FROM unnest($1::text[]) AS q("id") ${lookedUp('AgentWork', 'workItemId', 'q."id"', 'a')}
        ${lookedUp('AgentPresence', 'userId', 'a."agentId"', 's')} ${lookedUp('User', 'id', 'a."agentId"', 'u')}
        JOIN "PresenceUserConfig" c ON c."id" = COALESCE(u."presenceUserConfigId", 'default')
        WHERE a.${IS_LIVE}), '[]') AS "live",
      COALESCE((SELECT json_agg(to_json(q)) FROM (${QUEUE_SETTINGS} AND g."id" = ANY($2)) q), '[]') AS "queues"`,
    values: [distinct(asks.map((ask) => ask.workItemIds)), distinct(asks.map((ask) => ask.queueIds))],
  })
  const { pending, live, queues } = rows[0]!
  return {
    pending: new Map(pending.map((row) => [row.workItemId, revived(row)])),
    live: new Map(live.map((row) => [row.agentWork.workItemId, { ...row, agentWork: revived(row.agentWork), presence: revived(row.presence) }])),
    queues: new Map(queues.map((row) => [row.queueId, row])),
  }
})

/** A work item's row; null: there is none. */
export async function loadWorkItem(pool: pg.Pool, workItemId: string): Promise<WorkItem | null> {
  const { rows } = await pool.query<WorkItem>({ name: 'load_work_item', text: 'SELECT * FROM "WorkItem" WHERE "id" = $1', values: [workItemId] })
  return rows[0] ?? null
}

/** Ids of offers that nobody answered in time. */
export async function loadLapsedOffers(pool: pg.Pool, now: Date, limit: number): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'lapsed_offers',
    text: `SELECT "id" FROM "AgentWork" WHERE "status" = 'ASSIGNED' AND "pushTimeoutAt" <= $1 ORDER BY "pushTimeoutAt" LIMIT $2`,
    values: [now, limit],
  })
  return rows.map((row) => row.id)
}

/** How often a work item has been offered so far. */
export async function countOffers(pool: pg.Pool, workItemId: string): Promise<number> {
  const { rows } = await pool.query<{ offers: number }>({ name: 'count_offers', text: 'SELECT count(*)::int AS "offers" FROM "AgentWork" WHERE "workItemId" = $1', values: [workItemId] })
  return rows[0]!.offers
}
