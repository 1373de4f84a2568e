// What several viewers ask for by id at the same moment, read in one statement: each row as its own viewer sees it.
import { Prisma } from '../../prisma/generated/client/client.ts'
import type { Viewer } from '../core/viewer.ts'
import { coalescedPerPool } from './coalesce.ts'
import { query, type Db, type Sql } from './query.ts'
import { permissionsKey, type Seer } from './visibility.ts'

/** Rows by the id that was asked for; ids without rows are absent. A null viewer is the system. */
export type ReadTogether<Row> = (db: Db, viewer: Viewer | null, ids: readonly string[]) => Promise<ReadonlyMap<string, readonly Row[]>>

/** What is selected for each row beside its own columns. */
export const WHO_ASKED = Prisma.sql`q."viewerId" AS "viewerId", q."id" AS "askedId"`

/** SQL: rows of a table joined by id, each found by its own look-up, as `lookedUp` does it in statements that are plain text. */
export function byId(table: 'FlowInterview' | 'OrchestrationRun' | 'Record' | 'User' | 'WorkItem', key: string, id: Sql, alias: string): Sql {
  return Prisma.sql`LATERAL (SELECT x.* FROM ${Prisma.raw(`"${table}"`)} x WHERE ${Prisma.raw(`x."${key}"`)} = ${id} OFFSET 0) ${Prisma.raw(alias)}`
}

/** SQL: what was asked, joined with the rows of its ids. */
export function rowsAsked(asked: Sql, table: Parameters<typeof byId>[0], key: string, alias: string): Sql {
  return Prisma.sql`${asked} CROSS JOIN ${byId(table, key, Prisma.sql`q."id"`, alias)}`
}

type Ask = { viewer: Viewer | null; ids: readonly string[] }
type Asked = { viewerId: string; askedId: string }

/**
 * Makes a read that viewers of the same permissions share. `select` is given whose eyes to use (null: the system's) and what
 * was asked, a list `q` of "viewerId" and "id" to select from; it selects WHO_ASKED beside its columns.
 */
export function readTogether<Row>(select: (seer: Seer | null, asked: Sql) => Sql): ReadTogether<Row> {
  const read = async (db: Db, asks: readonly Ask[]): Promise<Map<string, Map<string, Row[]>>> => {
    const pairs = [...new Map(asks.flatMap(({ viewer, ids }) => ids.map((id) => ({ viewerId: viewer?.id ?? '', id }))).map((pair) => [`${pair.viewerId} ${pair.id}`, pair])).values()]
    const asked = Prisma.sql`unnest(${pairs.map((pair) => pair.viewerId)}::text[], ${pairs.map((pair) => pair.id)}::text[]) AS q("viewerId", "id")`
    const { viewer } = asks[0]!
    const rows = await query<Asked & Row & object>(db, select(viewer === null ? null : { ...viewer, id: Prisma.sql`q."viewerId"` }, asked))
    const found = new Map<string, Map<string, Row[]>>()
    for (const { viewerId, askedId, ...row } of rows) {
      const ofViewer = found.get(viewerId) ?? new Map<string, Row[]>()
      found.set(viewerId, ofViewer)
      ofViewer.set(askedId, [...(ofViewer.get(askedId) ?? []), row as Row])
    }
    return found
  }
  const byPermissions = new Map<string, (db: Db, ask: Ask) => Promise<Map<string, Map<string, Row[]>>>>()
  return async (db, viewer, ids) => {
    const key = permissionsKey(viewer)
    let shared = byPermissions.get(key)
    if (shared === undefined) byPermissions.set(key, shared = coalescedPerPool(read))
    const ofViewer = (await shared(db, { viewer, ids })).get(viewer?.id ?? '')
    return new Map(ids.flatMap((id) => (ofViewer?.has(id) ? [[id, ofViewer.get(id)!]] : [])))
  }
}
