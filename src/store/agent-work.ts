// Agent work and pending work as people read them.
import { Prisma, type AgentWork, type AgentWorkStatus, type PendingServiceRouting } from '../../prisma/generated/client/client.ts'
import type { Viewer } from '../core/viewer.ts'
import { loadPage, type Order, type Page, type PageRequest } from './keyset.ts'
import { grouped, inOrder, query, type Db } from './query.ts'
import { agentWorkIsReadable, pendingRoutingIsReadable } from './visibility.ts'

/** Agent work by id that the viewer may read, in the order asked; null for all others. */
export async function loadVisibleAgentWorks(db: Db, viewer: Viewer, ids: readonly string[]): Promise<(AgentWork | null)[]> {
  const rows = await query<AgentWork>(db, Prisma.sql`SELECT a.* FROM "AgentWork" a WHERE a."id" = ANY(${[...ids]}) AND ${agentWorkIsReadable(viewer, 'a')}`)
  return inOrder(ids, rows, (row) => row.id)
}

/** An item that nobody accepts may be offered any number of times: only so many of the latest are shown. */
export const AGENT_WORKS_SHOWN = 100

/** Of each work item the agent work that the viewer may read, oldest first: the latest AGENT_WORKS_SHOWN. */
export async function loadAgentWorksOfWorkItems(db: Db, viewer: Viewer, workItemIds: readonly string[]): Promise<AgentWork[][]> {
  const rows = await query<AgentWork>(db, Prisma.sql`
    SELECT latest.* FROM unnest(${[...workItemIds]}::text[]) i("id") CROSS JOIN LATERAL (
      SELECT a.* FROM "AgentWork" a WHERE a."workItemId" = i."id" AND ${agentWorkIsReadable(viewer, 'a')} ORDER BY a."assignedAt" DESC, a."id" DESC LIMIT ${AGENT_WORKS_SHOWN}
    ) latest ORDER BY latest."assignedAt", latest."id"`)
  return grouped(workItemIds, rows, (row) => row.workItemId)
}

const NEWEST_FIRST: Order<AgentWork> = {
  list: 'agentWork',
  columns: [{ sql: Prisma.sql`a."assignedAt"`, field: 'assignedAt', kind: 'time' }, { sql: Prisma.sql`a."id"`, field: 'id', kind: 'text' }], descending: true,
}

/** An agent's own work, latest first; `statuses` null: whatever became of it. */
export async function loadAgentWorkPage(db: Db, agentId: string, statuses: readonly AgentWorkStatus[] | null, request: PageRequest): Promise<Page<AgentWork>> {
  const status = statuses === null ? Prisma.sql`TRUE` : Prisma.sql`a."status" = ANY(${[...statuses]}::"AgentWorkStatus"[])`
  return loadPage(db, { select: Prisma.sql`SELECT a.* FROM "AgentWork" a`, where: Prisma.sql`a."agentId" = ${agentId} AND ${status}`, order: NEWEST_FIRST, request })
}

/** Pending work by id that the viewer may read, in the order asked; null for all others. */
export async function loadVisiblePendingRoutings(db: Db, viewer: Viewer, ids: readonly string[]): Promise<(PendingServiceRouting | null)[]> {
  const rows = await query<PendingServiceRouting>(db, Prisma.sql`SELECT p.* FROM "PendingServiceRouting" p WHERE p."id" = ANY(${[...ids]}) AND ${pendingRoutingIsReadable(viewer, 'p')}`)
  return inOrder(ids, rows, (row) => row.id)
}

type Sorted = PendingServiceRouting & { secondaryOrder: number }

// None comes after every secondary priority there can be.
const SECONDARY = Prisma.sql`COALESCE(p."secondaryPriority"::bigint, 2147483648)::float8`
const ROUTING_ORDER: Order<Sorted> = {
  list: 'pendingServiceRoutings',
  columns: [
    { sql: Prisma.sql`p."routingPriority"`, field: 'routingPriority', kind: 'number' }, { sql: SECONDARY, field: 'secondaryOrder', kind: 'number' },
    { sql: Prisma.sql`p."queuedAt"`, field: 'queuedAt', kind: 'time' }, { sql: Prisma.sql`p."id"`, field: 'id', kind: 'text' },
  ],
}

/** Pending work of all queues, or of the one with this API name, in the order in which it is routed (O8). */
export async function loadPendingPage(db: Db, viewer: Viewer, queue: string | null, request: PageRequest): Promise<Page<PendingServiceRouting>> {
  const ofQueue = queue === null ? Prisma.sql`TRUE` : Prisma.sql`p."queueId" = (SELECT g."id" FROM "Group" g WHERE g."apiName" = ${queue} AND g."groupType" = 'QUEUE')`
  return loadPage(db, { select: Prisma.sql`SELECT p.*, ${SECONDARY} AS "secondaryOrder" FROM "PendingServiceRouting" p`, where: Prisma.sql`${ofQueue} AND ${pendingRoutingIsReadable(viewer, 'p')}`, order: ROUTING_ORDER, request })
}
