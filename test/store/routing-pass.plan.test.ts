// What a pass of the router looks at: work that waits and agents who may take it, however much is offered already, however
// many people and groups there are, and whether few or many are members (rules O2, O3).
import { afterEach, beforeAll, expect, it } from 'vitest'
import { loadPass } from '../../src/store/routing-pass.ts'
import { useDatabase } from '../support/database.ts'

// One connection: what it has prepared can be explained.
const db = useDatabase({ max: 1 })
const ONLINE = 100
beforeAll(async () => {
  // 20,000 people, 100 of them online; one in two hundred is a member of each queue but the last, of which everybody is.
  await db.pool.query(`INSERT INTO "User" ("id", "username", "name", "email", "skills", "permissions") SELECT 'u' || i, 'u' || i, 'u', 'u@localhost', '{}', '{}' FROM generate_series(1, 20000) i`)
  await db.pool.query(`INSERT INTO "Group" ("id", "apiName", "label", "groupType", "supportedObjects") SELECT 'q' || i, 'Q' || i, 'Q', 'QUEUE', '{OrchestrationWorkItem}' FROM generate_series(1, 200) i`)
  await db.pool.query(`INSERT INTO "GroupClosure" ("groupId", "userId") SELECT 'q' || (1 + i % 199), 'u' || i FROM generate_series(1, 20000) i UNION ALL SELECT 'q200', 'u' || i FROM generate_series(1, 20000) i`)
  await db.pool.query(`INSERT INTO "ServicePresenceStatus" ("id", "apiName", "label") VALUES ('online', 'Online', 'Online')`)
  await db.pool.query(`INSERT INTO "AgentPresence" ("userId", "statusId", "since") SELECT 'u' || i, CASE WHEN i <= ${ONLINE} THEN 'online' END, now() FROM generate_series(1, 5000) i`)
  // 20,000 pieces of work are offered to somebody.
  await db.pool.query(`INSERT INTO "PendingServiceRouting" ("id", "workItemId", "queueId", "routingModel", "routingPriority", "pushTimeoutSeconds", "skills", "queuedAt", "offeredAgentWorkId", "offeredToId", "declinedBy")
    SELECT 'offered' || i, 'offered' || i, 'q' || (1 + i % 200), 'LEAST_ACTIVE', 1, 0, '{}', now(), 'a' || i, 'u1', '{}' FROM generate_series(1, 20000) i`)
  await db.pool.query('VACUUM ANALYZE')
})
afterEach(async () => { await db.pool.query(`DELETE FROM "PendingServiceRouting" WHERE "offeredAgentWorkId" IS NULL`) })

async function wait(queues: readonly string[], count: number): Promise<void> {
  await db.pool.query(`INSERT INTO "PendingServiceRouting" ("id", "workItemId", "queueId", "routingModel", "routingPriority", "pushTimeoutSeconds", "skills", "queuedAt", "declinedBy")
    SELECT q || '.' || i, q || '.' || i, q, 'LEAST_ACTIVE', 1, 0, '{}', now() + i * interval '1 second', '{}' FROM unnest($1::text[]) q, generate_series(1, $2::int) i`, [queues, count])
}

type PlanNode = { 'Node Type': string; 'Relation Name'?: string; 'Actual Rows': number; 'Actual Loops': number; 'Rows Removed by Filter'?: number; Plans?: PlanNode[] }

/** Rows of each table that a pass looks at, and the tables that it reads whole. */
async function lookedAt(): Promise<{ rows: Record<string, number>; whole: string[]; online: number }> {
  const { agents } = await loadPass(db.pool, { scope: 'ALL', after: null, limit: 100 })
  const { rows } = await db.pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE routing_pass('ALL', NULL, NULL, NULL, NULL, 100)`)
  const looked: Record<string, number> = {}, whole: string[] = []
  const walk = (node: PlanNode): void => {
    const table = node['Relation Name']
    if (table !== undefined) looked[table] = (looked[table] ?? 0) + (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops']
    if (table !== undefined && node['Node Type'] === 'Seq Scan') whole.push(table)
    node.Plans?.forEach(walk)
  }
  walk(rows[0]!['QUERY PLAN'][0].Plan)
  return { rows: looked, whole, online: agents.length }
}

it('nothing waits: nobody is looked at', async () => {
  const { rows, whole } = await lookedAt()
  expect(whole).toEqual([])
  expect(Math.max(...Object.values(rows))).toBe(0)
})

it('a queue of a hundred: its members are looked at, and its work', async () => {
  await wait(['q2'], 10)
  const { rows, whole, online } = await lookedAt()
  expect({ whole, online }).toEqual({ whole: [], online: 1 })
  expect(Math.max(...Object.values(rows))).toBeLessThan(500)
})

it('a queue that everybody is a member of: those online are looked at', async () => {
  await wait(['q2', 'q200'], 10)
  const { rows, whole, online } = await lookedAt()
  expect({ whole, online }).toEqual({ whole: [], online: ONLINE })
  expect(Math.max(...Object.values(rows))).toBeLessThan(1_500)
})

it('a long backlog in all queues: a page of each, and those online', async () => {
  await wait(Array.from({ length: 200 }, (_, n) => `q${n + 1}`), 100)
  const { rows, whole, online } = await lookedAt()
  expect(whole).toEqual([])
  expect(online).toBeGreaterThan(0)
  expect(rows['GroupClosure']!).toBeLessThan(1_500)
  expect(rows['User']!).toBeLessThan(500)
})
