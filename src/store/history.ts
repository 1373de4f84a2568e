// A run's history as people read it: milestone after milestone.
import { Prisma, type Milestone, type RunHistoryEvent } from '../../prisma/generated/client/client.ts'
import { AUTOMATED_PROCESS, type Viewer } from '../core/viewer.ts'
import { loadPage, type Order, type Page, type PageRequest } from './keyset.ts'
import { inOrder, query, type Db, type Sql } from './query.ts'
import { runIsReadable } from './visibility.ts'

/** Milestones by id of runs that the viewer may read, in the order asked; null for all others. */
export async function loadVisibleHistoryEvents(db: Db, viewer: Viewer, ids: readonly string[]): Promise<(RunHistoryEvent | null)[]> {
  const places = ids.flatMap((id) => placeOf(id) ?? [])
  const rows = await query<RunHistoryEvent>(db, Prisma.sql`
    SELECT h.* FROM unnest(${places.map(({ runId }) => runId)}::text[], ${places.map(({ seq }) => seq)}::int[]) q("runId", "seq")
      JOIN "RunHistoryEvent" h ON h."runId" = q."runId" AND h."seq" = q."seq" JOIN "OrchestrationRun" o ON o."id" = h."runId" WHERE ${runIsReadable(viewer, 'o')}`)
  return inOrder(ids, rows, milestoneId)
}

/** A milestone's id, which says where it is: the run's id, and its number there. */
export function milestoneId({ runId, seq }: Pick<RunHistoryEvent, 'runId' | 'seq'>): string {
  return `${runId}.h${seq}`
}

function placeOf(id: string): { runId: string; seq: number } | null {
  const parts = /^(.+)\.h([1-9]\d{0,8})$/s.exec(id)
  return parts === null ? null : { runId: parts[1]!, seq: Number(parts[2]) }
}

/** What history is narrowed to (W10): milestones, who acted (a username), and a time range, both ends included. */
export type HistoryFilter = { milestones?: readonly Milestone[] | null; actor?: string | null; from?: Date | null; to?: Date | null }

const AS_IT_HAPPENED: Order<RunHistoryEvent> = { list: 'history', columns: [{ sql: Prisma.sql`h."seq"`, field: 'seq', kind: 'number' }] }

/** The milestones of a run as they happened. Whoever may read the run may read them. */
export async function loadHistoryPage(db: Db, runId: string, filter: HistoryFilter, request: PageRequest): Promise<Page<RunHistoryEvent>> {
  const conditions: Sql[] = [Prisma.sql`h."runId" = ${runId}`]
  if (filter.milestones) conditions.push(Prisma.sql`h."milestone" = ANY(${[...filter.milestones]}::"Milestone"[])`)
  if (filter.actor != null) conditions.push(actedBy(filter.actor))
  if (filter.from != null) conditions.push(Prisma.sql`h."occurredAt" >= ${filter.from.toISOString()}::timestamptz`)
  if (filter.to != null) conditions.push(Prisma.sql`h."occurredAt" <= ${filter.to.toISOString()}::timestamptz`)
  return loadPage(db, { select: Prisma.sql`SELECT h.* FROM "RunHistoryEvent" h`, where: Prisma.join(conditions, ' AND '), order: AS_IT_HAPPENED, request })
}

// Where nobody acted, the automated process did.
function actedBy(username: string): Sql {
  const byName = Prisma.sql`h."actorId" = (SELECT u."id" FROM "User" u WHERE u."username" = ${username})`
  return username === AUTOMATED_PROCESS.username ? Prisma.sql`(h."actorId" IS NULL OR ${byName})` : byName
}
