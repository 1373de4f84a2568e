// What work items' rows hold that the engine doesn't know, for the snapshots that events show.
import type pg from 'pg'
import { coalescedPerPool, distinct } from './coalesce.ts'
import type { WorkItemOrigin } from './run-aggregate.ts'

/** Number, flow and agent of these work items, by id. */
export async function loadOrigins(pool: pg.Pool, ids: readonly string[]): Promise<Map<string, WorkItemOrigin & { agentId: string | null }>> {
  if (ids.length === 0) return new Map()
  const found = await findOrigins(pool, ids)
  return new Map(ids.flatMap((id) => (found.has(id) ? [[id, found.get(id)!]] : [])))
}

const findOrigins = coalescedPerPool(async (db, asks: readonly (readonly string[])[]) => {
  const { rows } = await db.query<WorkItemOrigin & { id: string; agentId: string | null }>({
    name: 'work_item_origins', text: 'SELECT "id", "number", "flowId", "agentId" FROM "WorkItem" WHERE "id" = ANY($1)', values: [distinct(asks)],
  })
  return new Map(rows.map(({ id, ...origin }) => [id, origin]))
})
