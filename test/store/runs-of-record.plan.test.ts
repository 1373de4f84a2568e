// A change of a record looks at the runs about it that are under way, however many have ended (rule D9).
import { beforeAll, expect, it } from 'vitest'
import { cacheDefinitions } from '../../src/store/definitions.ts'
import { loadRunsOfRecord } from '../../src/store/run-aggregate.ts'
import { useDatabase } from '../support/database.ts'
import { makeDefinitions, makeRecord } from '../support/work-world.ts'

// One connection: what it has prepared can be explained.
const db = useDatabase({ max: 1 })
beforeAll(async () => {
  await makeDefinitions(db)
  await makeRecord(db, 'busy', 'automated-process')
  await db.pool.query(`INSERT INTO "OrchestrationRun" ("id", "orchestrationId", "versionId", "status", "recordId", "label", "startedById", "startedAt", "state")
    SELECT 'r' || i, 'o', 'v', (CASE WHEN i % 10000 = 0 THEN 'SUSPENDED' ELSE 'COMPLETED' END)::"RunStatus", 'busy', 'Case', 'automated-process', now(), '{}' FROM generate_series(1, 50000) i`)
  await db.pool.query('ANALYZE "OrchestrationRun"')
})

type PlanNode = { 'Relation Name'?: string; 'Index Name'?: string; 'Actual Rows': number; Plans?: PlanNode[] }

it('reads those under way only', async () => {
  expect(await loadRunsOfRecord(db.pool, cacheDefinitions(db.pool), 'busy', 200, 'r2')).toHaveLength(4)
  const { rows } = await db.pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE load_runs_of_record('busy', 'r2', 200)`)
  const walk = (node: PlanNode): string[] => [...(node['Relation Name'] === 'OrchestrationRun' ? [`${node['Index Name']}: ${node['Actual Rows']}`] : []), ...(node.Plans ?? []).flatMap(walk)]
  expect(walk(rows[0]!['QUERY PLAN'][0].Plan)).toEqual(['OrchestrationRun_under_way_idx: 4'])
})
