// How the hot lists find their rows: by indexes, no more than a page of each way of coming to them, on every page alike.
import { beforeAll, describe, expect, it } from 'vitest'
import { makeCrowd } from '../../bench/support/crowd.ts'
import type { Viewer } from '../../src/core/viewer.ts'
import type { Db } from '../../src/store/query.ts'
import type { Page, PageRequest } from '../../src/store/keyset.ts'
import type { ItemReading } from '../../src/store/work-item-relations.ts'
import * as workItems from '../../src/store/work-items.ts'
import { useDatabase } from '../support/database.ts'
import { makeDefinitions } from '../support/work-world.ts'

// One connection: what it has prepared can be explained.
const db = useDatabase({ max: 1, statementTimeoutMs: 0 })
const SIZE = { users: 500, groups: 20, records: 5_000, items: 50_000 }
const PAGE = 20
const ann: Viewer = { id: 'user-43', username: 'person-43', name: 'Ann', userType: 'INTERNAL', permissions: new Set(['RUN_FLOWS']) }
// In no group.
const bob: Viewer = { ...ann, id: 'user-44', username: 'person-44' }
const auditor: Viewer = { ...ann, permissions: new Set(['VIEW_ALL_DATA']) }
const ALONG: ItemReading = { item: null, relations: { assigneeUser: ['username'], assigneeGroup: ['apiName'], run: ['status'], stage: ['status'], step: ['status'], interview: ['status'] } }

beforeAll(async () => {
  await makeDefinitions(db)
  await db.prisma.flow.update({ where: { id: 'f' }, data: { apiName: 'Ask' } })
  await db.prisma.orchestration.update({ where: { id: 'o' }, data: { apiName: 'Bench_Two' } })
  await makeCrowd(db.pool, SIZE)
  // An agent accepted some of it.
  await db.pool.query('UPDATE "WorkItem" SET "agentId" = \'user-1\' WHERE "number" % 1000 = 10')
  await db.pool.query('UPDATE "WorkItem" SET "assigneeUserId" = \'user-43\', "assigneeGroupId" = NULL WHERE "recordId" = \'REC-43\' AND "status" = \'ASSIGNED\'')
  await db.pool.query('DELETE FROM "GroupClosure" WHERE "userId" = \'user-44\'')
  await db.pool.query('INSERT INTO "RecordShare" ("id", "recordId", "userId", "access") SELECT \'to-44-\' || i, \'REC-\' || (i * 45), \'user-44\', \'READ\' FROM generate_series(1, 30) i')
  await db.pool.query('VACUUM ANALYZE')
})

type PlanNode = { 'Node Type': string; 'Relation Name'?: string; 'Index Name'?: string; 'Actual Rows': number; 'Actual Loops': number; 'Rows Removed by Filter'?: number; 'Rows Removed by Index Recheck'?: number; Plans?: PlanNode[] }

/** Runs a read and tells, for each table, how its statements came to how many of its rows. */
async function plansOf<Row>(read: (pool: Db) => Promise<Page<Row>>): Promise<{ page: Page<Row>; statements: number; scans: { table: string; by: string; rows: number }[] }> {
  const sent: { name: string; values: unknown[] }[] = []
  const page = await read(new Proxy(db.pool, { get: (pool, name) => (name !== 'query' ? Reflect.get(pool, name) as unknown : (statement: { name: string; text: string; values: unknown[] }) => {
    sent.push(statement)
    return pool.query(statement)
  }) }))
  const scans: { table: string; by: string; rows: number }[] = []
  const walk = (node: PlanNode): void => {
    const rows = (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)) * node['Actual Loops']
    if (node['Relation Name'] !== undefined) scans.push({ table: node['Relation Name'], by: node['Index Name'] ?? node['Node Type'], rows })
    node.Plans?.forEach(walk)
  }
  for (const { name, values } of sent) {
    const args = values.map((value) => `'${Array.isArray(value) ? `{${value.join(',')}}` : String(value)}'`)
    const { rows } = await db.pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE "${name}"${args.length === 0 ? '' : `(${args.join(', ')})`}`)
    walk(rows[0]!['QUERY PLAN'][0].Plan)
  }
  return { page, statements: sent.length, scans }
}

const rowsOf = (scans: readonly { table: string; rows: number }[], table: string) => scans.filter((scan) => scan.table === table).reduce((sum, { rows }) => sum + rows, 0)
const first = (after: PageRequest['after'] = null): PageRequest => ({ first: PAGE, after })

// `ways`: by how many indexes the list comes to its items; each may give a page and one row more, and then the page's rows are read.
const LISTS: readonly { name: string; ways: number; read: (pool: Db, request: PageRequest) => Promise<Page<{ id: string }>> }[] = [
  { name: 'a record\'s items', ways: 1, read: (pool, request) => workItems.loadWorkItemsOfRecord(pool, ann, { recordId: 'REC-43', recordIsSeen: false }, null, request) },
  { name: 'a record\'s items with all that is read along', ways: 1, read: (pool, request) => workItems.loadWorkItemsOfRecord(pool, ann, { recordId: 'REC-43', recordIsSeen: true }, null, request, ALONG) },
  { name: 'the Work Guide', ways: 1, read: (pool, request) => workItems.loadWorkGuide(pool, ann, 'REC-43', request) },
  { name: 'the To Do List', ways: 2, read: (pool, request) => workItems.loadToDoList(pool, ann, ann.id, request) },
  { name: 'the list view, mine', ways: 8, read: (pool, request) => workItems.loadWorkItemPage(pool, ann, { assignedToMe: true }, true, request) },
  { name: 'the list view, of a record', ways: 1, read: (pool, request) => workItems.loadWorkItemPage(pool, ann, { recordId: 'REC-43' }, true, request) },
  { name: 'the list view, of somebody', ways: 1, read: (pool, request) => workItems.loadWorkItemPage(pool, auditor, { assigneeUserId: 'user-3', status: 'ASSIGNED' }, true, request) },
  { name: 'the list view, of who sees everything', ways: 1, read: (pool, request) => workItems.loadWorkItemPage(pool, auditor, {}, true, request) },
  { name: 'the list view, of who sees everything, oldest first', ways: 1, read: (pool, request) => workItems.loadWorkItemPage(pool, auditor, {}, false, request) },
]

describe.each(LISTS)('$name', ({ read, ways }) => {
  // rule W6
  it('comes to its rows by indexes, and reads a page of each way, on the next page too', async () => {
    let { page, scans, statements } = await plansOf((pool) => read(pool, first()))
    for (let at = 0; at < 2; at++) {
      expect(page.rows.length).toBeGreaterThan(0)
      expect(statements).toBe(1)
      expect(scans.filter(({ by }) => by === 'Seq Scan')).toEqual([])
      expect(rowsOf(scans, 'WorkItem')).toBeLessThanOrEqual((ways + 1) * (PAGE + 1))
      for (const table of ['OrchestrationRun', 'StageRun', 'StepRun', 'FlowInterview', 'User']) expect(rowsOf(scans, table), table).toBeLessThanOrEqual(PAGE + 1)
      if (!page.hasNextPage) break
      const after = page.cursors.at(-1)!
      ;({ page, scans, statements } = await plansOf((pool) => read(pool, first(after))))
    }
  })
})

describe('the list view, all that somebody may see', () => {
  const read = (pool: Db, after: PageRequest['after'], newestFirst = true) => workItems.loadWorkItemPage(pool, ann, {}, newestFirst, first(after))

  const counts = async (viewer: Viewer) => (await db.pool.query<{ records: number; runs: number }>(`SELECT (SELECT count(*)::int FROM "Record" r WHERE r."ownerId" = $1 OR r."recordId" IN (SELECT s."recordId" FROM "RecordShare" s WHERE s."userId" = $1 OR s."groupId" IN (SELECT g."groupId" FROM "GroupClosure" g WHERE g."userId" = $1))) AS "records",
      (SELECT count(*)::int FROM "RunParticipant" p WHERE p."principalId" = $1 OR p."principalId" IN (SELECT g."groupId" FROM "GroupClosure" g WHERE g."userId" = $1)) AS "runs"`, [viewer.id])).rows[0]!

  // rule W6
  it.each([true, false])('goes through the index of all items until the page is full, and looks at no other item (newest first: %s)', async (newestFirst) => {
    const { page, scans, statements } = await plansOf((pool) => read(pool, null, newestFirst))
    expect(page.rows).toHaveLength(PAGE)
    expect(statements).toBe(1)
    expect(scans.filter(({ by }) => by === 'Seq Scan')).toEqual([])
    const { records, runs } = await counts(ann)
    // They see about one item in ten.
    expect(records).toBeGreaterThan(SIZE.records / 20)
    expect(rowsOf(scans.filter(({ by }) => by === 'WorkItem_in_order_idx'), 'WorkItem')).toBeLessThanOrEqual(50 * PAGE)
    expect(rowsOf(scans.filter(({ by }) => by !== 'WorkItem_in_order_idx'), 'WorkItem')).toBeLessThanOrEqual(PAGE + 1)
    expect(rowsOf(scans, 'RecordShare') + rowsOf(scans, 'Record')).toBeLessThanOrEqual(records * 1.1)
    expect(rowsOf(scans, 'RunParticipant')).toBeLessThanOrEqual(runs + records)
    expect(rowsOf(scans, 'OrchestrationRun')).toBe(0)
  })

  // rule W6
  it('goes through records and runs for who may see few of them', async () => {
    const { records, runs } = await counts(bob)
    expect([records, runs].every((count) => count > PAGE && count < 110)).toBe(true)
    const { page, scans, statements } = await plansOf((pool) => workItems.loadWorkItemPage(pool, bob, {}, true, first()))
    expect(page.rows).toHaveLength(PAGE)
    expect(statements).toBe(1)
    expect(scans.filter(({ by }) => by === 'Seq Scan')).toEqual([])
    expect(scans.filter(({ by, rows }) => by === 'WorkItem_in_order_idx' && rows > 0)).toEqual([])
    // The first of each, and a page of each of as many as a page may be made of.
    expect(rowsOf(scans.filter(({ by }) => by === 'WorkItem_recordId_createdDate_id_idx'), 'WorkItem')).toBeLessThanOrEqual(records + (PAGE + 1) ** 2)
    expect(rowsOf(scans.filter(({ by }) => by === 'WorkItem_runId_createdDate_id_idx'), 'WorkItem')).toBeLessThanOrEqual(runs + (PAGE + 1) ** 2)
  })

  it('costs the same on a later page as on the first', async () => {
    let after: PageRequest['after'] = null
    const costs: number[] = []
    for (let at = 0; at < 20; at++) {
      const { page, scans }: Awaited<ReturnType<typeof plansOf>> = await plansOf((pool) => read(pool, after))
      costs.push(rowsOf(scans, 'WorkItem'))
      after = page.cursors.at(-1)!
    }
    expect(costs.at(-1)).toBeLessThanOrEqual(costs[0]! * 1.3)
  })
})
