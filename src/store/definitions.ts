// Definitions of versions, read once per process: a version once active never changes (rule D2), so what was read stays
// right. Drafts are never cached.
import type pg from 'pg'
import type { FlowDefinition, OrchestrationDefinition } from '../core/definition.ts'

/** Versions by id. Each throws when there is no such version: ids come from rows that refer to it. */
export type Definitions = {
  flowVersion(id: string): Promise<FlowDefinition>
  /** Row id of the flow that a version belongs to. */
  flowId(versionId: string): Promise<string>
  orchestrationVersion(id: string): Promise<OrchestrationDefinition>
}

// A few thousand definitions of a few kilobytes each; the least recently used go first.
const MAX_CACHED = 4000

/** Makes the cache of a process. Only ACTIVE and OBSOLETE versions are kept. */
export function cacheDefinitions(pool: pg.Pool): Definitions {
  const flow = cached<{ definition: FlowDefinition; flowId: string }>(pool, 'SELECT "definition", "status", "flowId" FROM "FlowVersion" WHERE "id" = $1', 'flow_version')
  const orchestration = cached<{ definition: OrchestrationDefinition }>(pool, 'SELECT "definition", "status" FROM "OrchestrationVersion" WHERE "id" = $1', 'orchestration_version')
  return {
    flowVersion: async (id) => (await flow(id)).definition,
    flowId: async (versionId) => (await flow(versionId)).flowId,
    orchestrationVersion: async (id) => (await orchestration(id)).definition,
  }
}

function cached<Row extends object>(pool: pg.Pool, text: string, name: string): (id: string) => Promise<Row> {
  const known = new Map<string, Promise<Row>>()
  return (id) => {
    const found = known.get(id)
    if (found !== undefined) {
      known.delete(id)
      known.set(id, found)
      return found
    }
    const reading = pool.query<Row & { status: string }>({ name, text, values: [id] }).then(({ rows }) => {
      const row = rows[0]
      if (row === undefined) throw new Error(`no version ${id}`)
      if (row.status === 'DRAFT') known.delete(id)
      return row
    })
    reading.catch(() => known.delete(id))
    known.set(id, reading)
    if (known.size > MAX_CACHED) known.delete(known.keys().next().value!)
    return reading
  }
}
