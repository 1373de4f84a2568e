// How the org routes: routing configurations, presence statuses and presence configurations as they are read.
import { Prisma, type PresenceUserConfig, type QueueRoutingConfig, type ServicePresenceStatus } from '../../prisma/generated/client/client.ts'
import type { Viewer } from '../core/viewer.ts'
import { inOrder, query, type Db, type Sql } from './query.ts'

// How work is routed is nobody's business outside the org.
function isInside(viewer: Viewer): Sql {
  return viewer.userType === 'SITE_VISITOR' ? Prisma.sql`FALSE` : Prisma.sql`TRUE`
}

/** Routing configurations by id, in the order asked; null where there is none, and to site visitors. */
export async function loadVisibleRoutingConfigs(db: Db, viewer: Viewer, ids: readonly string[]): Promise<(QueueRoutingConfig | null)[]> {
  const rows = await query<QueueRoutingConfig>(db, Prisma.sql`SELECT c.* FROM "QueueRoutingConfig" c WHERE c."id" = ANY(${[...ids]}) AND ${isInside(viewer)}`)
  return inOrder(ids, rows, (row) => row.id)
}

/** Presence statuses by id, in the order asked; null where there is none. */
export async function loadVisiblePresenceStatuses(db: Db, ids: readonly string[]): Promise<(ServicePresenceStatus | null)[]> {
  const rows = await query<ServicePresenceStatus>(db, Prisma.sql`SELECT s.* FROM "ServicePresenceStatus" s WHERE s."id" = ANY(${[...ids]})`)
  return inOrder(ids, rows, (row) => row.id)
}

/** Presence configurations by id, in the order asked; null where there is none, and to site visitors any but their own. */
export async function loadVisiblePresenceConfigs(db: Db, viewer: Viewer, ids: readonly string[]): Promise<(PresenceUserConfig | null)[]> {
  const own = Prisma.sql`(SELECT COALESCE(u."presenceUserConfigId", 'default') FROM "User" u WHERE u."id" = ${viewer.id})`
  const rows = await query<PresenceUserConfig>(db, Prisma.sql`SELECT c.* FROM "PresenceUserConfig" c WHERE c."id" = ANY(${[...ids]}) AND (${isInside(viewer)} OR c."id" = ${own})`)
  return inOrder(ids, rows, (row) => row.id)
}

/** Every presence status, by label. */
export async function loadPresenceStatuses(db: Db): Promise<ServicePresenceStatus[]> {
  return query<ServicePresenceStatus>(db, Prisma.sql`SELECT s.* FROM "ServicePresenceStatus" s ORDER BY s."label", s."id"`)
}

/** Those who have this status now, at most `limit`. */
export async function loadAgentsWithStatus(db: Db, statusId: string, limit: number): Promise<{ userId: string; username: string }[]> {
  return query(db, Prisma.sql`SELECT p."userId", u."username" FROM "AgentPresence" p JOIN "User" u ON u."id" = p."userId" WHERE p."statusId" = ${statusId} ORDER BY u."username" LIMIT ${limit}`)
}

/** API name of a routing configuration whose overflow comes to a queue that routes by this one; null: there is none. */
export async function overflowIntoQueuesOf(db: Db, configId: string): Promise<string | null> {
  const [found] = await query<{ apiName: string }>(db, Prisma.sql`
    SELECT c."apiName" FROM "Group" g JOIN "QueueRoutingConfig" c ON c."overflowGroupId" = g."id" WHERE g."routingConfigurationId" = ${configId} ORDER BY c."apiName" LIMIT 1`)
  return found?.apiName ?? null
}

/**
 * API name of a routing configuration whose overflow comes to this queue, where the one that the queue is to route by has an
 * overflow assignee itself; null: there is none.
 */
export async function overflowBeforeOverflow(db: Db, queueId: string, configId: string): Promise<string | null> {
  const [found] = await query<{ apiName: string }>(db, Prisma.sql`
    SELECT c."apiName" FROM "QueueRoutingConfig" own JOIN "QueueRoutingConfig" c ON c."overflowGroupId" = ${queueId}
    WHERE own."id" = ${configId} AND (own."overflowUserId" IS NOT NULL OR own."overflowGroupId" IS NOT NULL) ORDER BY c."apiName" LIMIT 1`)
  return found?.apiName ?? null
}

/** Whether the queue with this id sends what it has too much of on to somebody else. */
export async function queueOverflows(db: Db, queueId: string): Promise<boolean> {
  const rows = await query<{ overflows: boolean }>(db, Prisma.sql`
    SELECT TRUE AS "overflows" FROM "Group" g JOIN "QueueRoutingConfig" c ON c."id" = g."routingConfigurationId" WHERE g."id" = ${queueId} AND (c."overflowUserId" IS NOT NULL OR c."overflowGroupId" IS NOT NULL)`)
  return rows.length > 0
}
