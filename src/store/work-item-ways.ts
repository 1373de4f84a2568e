// Pages of work items out of several ways of coming to them, and the list of all that somebody may see who doesn't see
// everything.
import { Prisma } from '../../prisma/generated/client/client.ts'
import type { Viewer } from '../core/viewer.ts'
import { pageOf, pageSql, type Order, type Page, type PageRequest } from './keyset.ts'
import type { Db, Sql } from './query.ts'
import type { RelatedReading, RelatedWorkItem } from './work-item-relations.ts'
import { runsBesideRecords, visibleRecordIds, workItemIsAmong, workItemIsReadable } from './visibility.ts'

/** A way by which the viewer comes to work items: a condition on `w`, or one for each row of a relation of one column, called "each". */
export type Way = { each?: Sql; where: Sql }

/**
 * One page out of several ways of coming to work items. Each way, and each row of one, finds its own first rows by its own
 * index; a single OR would make the database walk all work items in order. `before`: what the ways select from.
 */
export async function loadWays(db: Db, reading: RelatedReading, ways: readonly Way[], order: Order<RelatedWorkItem>, request: PageRequest, before = Prisma.empty): Promise<Page<RelatedWorkItem>> {
  const { orderAndLimit } = pageSql(order, request)
  const rows = await reading.read(db, Prisma.sql`${before}
    SELECT ${reading.columns} FROM "WorkItem" w ${reading.joins} WHERE w."id" IN (SELECT w."id" FROM (${firstOfWays(ways, order, request)}) w ${orderAndLimit}) ${orderAndLimit}`)
  return pageOf(order, request, rows)
}

// The times and ids of as many items as a page may show, in no order.
function firstOfWays(ways: readonly Way[], order: Order<RelatedWorkItem>, request: PageRequest): Sql {
  const { after, orderBy, orderAndLimit } = pageSql(order, request)
  const firsts = ways.map(({ each, where }) => {
    const first = (limited: Sql) => Prisma.sql`(SELECT w."createdDate", w."id" FROM "WorkItem" w WHERE ${where} AND ${after} ${limited})`
    if (each === undefined) return first(orderAndLimit)
    // Of all rows of the relation only those are gone through whose first item comes before the others'; one may be there twice.
    const heads = Prisma.sql`(SELECT DISTINCT each.*, w."createdDate", w."id" FROM ${each} each CROSS JOIN LATERAL ${first(Prisma.sql`${orderBy} LIMIT 1`)} w)`
    return Prisma.sql`(SELECT w.* FROM (SELECT w.* FROM ${heads} w ${orderAndLimit}) each CROSS JOIN LATERAL ${first(orderAndLimit)} w ${orderAndLimit})`
  })
  return Prisma.join(firsts, ' UNION ')
}

/** Between which ways of finding a page is chosen. */
export type ListBounds = {
  /** Who may see no more than so many records and runs is looked after record by record, and run by run. */
  few: number
  /** For others so many items are gone through in order, whoever may see them, by an index that has all that this takes. */
  walk: number
  /** And no more records, or runs, than so many are kept in mind for it: who may see more is asked about with each item. */
  kept: number
}

const BOUNDS: ListBounds = { few: 200, walk: 10_000, kept: 3_000 }

/**
 * A page of all that the viewer may see, for one who doesn't see everything. `wanted`: what else must hold of `w`. `ways`:
 * how they come to items that are theirs. One statement, which goes through the items of all (longer, the fewer of them are
 * the viewer's), or else through the records and runs that the viewer may see (longer, the more these are): neither can take
 * long. Only who sees much of next to nothing has to be looked after in the second way after all, by a second statement.
 */
export async function loadAllVisible(db: Db, viewer: Viewer, reading: RelatedReading, { wanted, ways }: { wanted: Sql; ways: readonly Way[] }, order: Order<RelatedWorkItem>, request: PageRequest, bounds = BOUNDS): Promise<Page<RelatedWorkItem>> {
  const [few, walk, kept] = [bounds.few, bounds.walk, bounds.kept].map((bound) => Prisma.raw(String(bound)))
  const records = Prisma.sql`"readable"`, runs = Prisma.sql`"beside"`
  const all: Way[] = [
    ...ways,
    { each: Prisma.sql`(SELECT * FROM ${records})`, where: Prisma.sql`w."recordId" = each."recordId" AND ${wanted}` },
    { each: Prisma.sql`(SELECT * FROM ${runs})`, where: Prisma.sql`w."runId" = each."runId" AND ${wanted}` },
  ]
  const known = (limit: Sql) => Prisma.sql`WITH ${records} AS MATERIALIZED (SELECT * FROM ${visibleRecordIds(viewer)} r ${limit}), ${runs} AS MATERIALIZED (SELECT * FROM ${runsBesideRecords(viewer, records)} r ${limit})`
  const { after, orderBy, orderAndLimit } = pageSql(order, request)
  const isAmong = Prisma.sql`(${workItemIsAmong(viewer, 'w', records, runs)} OR ((SELECT s."isTooMany" FROM "sizes" s) AND ${workItemIsReadable(viewer, 'w')}))`
  const walked = Prisma.sql`(SELECT w."createdDate", w."id" FROM (SELECT w.* FROM "WorkItem" w WHERE ${after} ${orderBy} LIMIT ${walk}) w WHERE NOT (SELECT s."isFew" FROM "sizes" s) AND ${isAmong} AND ${wanted} ${orderAndLimit})`
  const probed = Prisma.sql`(SELECT w.* FROM (${firstOfWays(all, order, request)}) w WHERE (SELECT s."isFew" FROM "sizes" s))`
  const isCut = Prisma.sql`(SELECT count(*) FROM "found") <= ${request.first} AND NOT (SELECT s."isFew" FROM "sizes" s) AND (SELECT TRUE FROM "WorkItem" w WHERE ${after} ${orderBy} OFFSET ${walk} LIMIT 1) IS NOT NULL`
  const found = await reading.readPlaced(db, Prisma.sql`${known(Prisma.sql`LIMIT ${kept}`)},
    "counts" AS MATERIALIZED (SELECT (SELECT count(*) FROM ${records}) AS "records", (SELECT count(*) FROM ${runs}) AS "runs"),
    "sizes" AS MATERIALIZED (SELECT c."records" + c."runs" <= ${few} AS "isFew", c."records" >= ${kept} OR c."runs" >= ${kept} AS "isTooMany" FROM "counts" c),
    "found" AS MATERIALIZED (SELECT w."id", (row_number() OVER (${orderBy}))::int AS "place" FROM (${walked} UNION ALL ${probed}) w ${orderAndLimit})
    SELECT ${isCut}, w.* FROM (SELECT) one LEFT JOIN (SELECT f."place", ${reading.columns} FROM "found" f CROSS JOIN LATERAL (SELECT w.* FROM "WorkItem" w WHERE w."id" = f."id" OFFSET 0) w ${reading.joins}) w ON TRUE`)
  return found.has(true) ? loadWays(db, reading, all, order, request, known(Prisma.empty)) : pageOf(order, request, found.get(false)!)
}
