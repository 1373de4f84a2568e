// What work items' rows hold that the engine doesn't know, for the snapshots that events show.
import type pg from 'pg'
import type { WorkItemOrigin } from './run-aggregate.ts'

/** Number, flow and agent of these work items, by id. */
export async function loadOrigins(pool: pg.Pool, ids: readonly string[]): Promise<Map<string, WorkItemOrigin & { agentId: string | null }>> {
  if (ids.length === 0) return new Map()
  const { rows } = await pool.query<{ id: string; number: number; flowId: string; agentId: string | null }>({
    name: 'work_item_origins', text: 'SELECT "id", "number", "flowId", "agentId" FROM "WorkItem" WHERE "id" = ANY($1)', values: [ids],
  })
  return new Map(rows.map(({ id, ...origin }) => [id, origin]))
}
