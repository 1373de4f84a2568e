// The list of all that somebody may see comes to the same in whichever way it is found, on every page: what
// `workItemIsReadable` says of each item, in order (rules W6, A2, A3, R3c).
import { beforeAll, describe, expect, it } from 'vitest'
import { makeCrowd } from '../../bench/support/crowd.ts'
import { Prisma } from '../../prisma/generated/client/client.ts'
import type { Permission, Viewer } from '../../src/core/viewer.ts'
import { query } from '../../src/store/query.ts'
import { recordPrincipal, workItemIsReadable } from '../../src/store/visibility.ts'
import type { ListBounds } from '../../src/store/work-item-ways.ts'
import { loadWorkItemPage, type WorkItemListFilter } from '../../src/store/work-items.ts'
import { useDatabase } from '../support/database.ts'
import { makeDefinitions } from '../support/work-world.ts'

const db = useDatabase({ max: 2 })
const SIZE = { users: 60, groups: 20, records: 120, items: 900 }

const viewer = (n: number, ...permissions: Permission[]): Viewer => ({ id: `user-${n}`, username: `person-${n}`, name: 'Somebody', userType: 'INTERNAL', permissions: new Set<Permission>(['RUN_FLOWS', ...permissions]) })

beforeAll(async () => {
  await makeDefinitions(db)
  await db.prisma.flow.update({ where: { id: 'f' }, data: { apiName: 'Ask' } })
  await db.prisma.orchestration.update({ where: { id: 'o' }, data: { apiName: 'Bench_Two' } })
  await makeCrowd(db.pool, SIZE)
  for (const sql of [
    // user-1 sees what nobody gave them: as an agent, by name, as who started runs, and as who once had work that others have now.
    'DELETE FROM "GroupClosure" WHERE "userId" IN (\'user-1\', \'user-2\')', 'UPDATE "Record" SET "ownerId" = \'user-3\' WHERE "ownerId" IN (\'user-1\', \'user-2\')',
    'UPDATE "WorkItem" SET "assigneeUserId" = \'user-4\' WHERE "assigneeUserId" IN (\'user-1\', \'user-2\') AND "number" % 2 = 0', 'DELETE FROM "RunParticipant" WHERE "principalId" = \'user-2\'',
    'UPDATE "WorkItem" SET "agentId" = \'user-1\' WHERE "number" % 97 = 5', 'UPDATE "OrchestrationRun" SET "startedById" = \'user-1\' WHERE "startedAt" < timestamptz \'2026-01-01 00:00:40\'',
    'INSERT INTO "RecordShare" ("id", "recordId", "userId", "access") VALUES (\'by-name\', \'REC-30\', \'user-1\', \'READ\')',
    // Items about others than their run's record: whoever reads one of the two sees both.
    'UPDATE "WorkItem" SET "recordId" = \'REC-77\' WHERE "number" BETWEEN 200 AND 210', 'UPDATE "WorkItem" SET "recordId" = NULL WHERE "number" BETWEEN 220 AND 230',
    // Runs of several items, of which one is somebody else's.
    'UPDATE "WorkItem" SET "runId" = \'run-\' || ("number" - 1) WHERE "number" % 10 IN (3, 7)',
    'INSERT INTO "RunParticipant" ("runId", "principalId") SELECT "runId", COALESCE("assigneeUserId", "assigneeGroupId") FROM "WorkItem" WHERE "assigneeUserId" IS DISTINCT FROM \'user-2\' ON CONFLICT DO NOTHING',
    `INSERT INTO "RunParticipant" ("runId", "principalId") SELECT DISTINCT w."runId", '${recordPrincipal('')}' || r FROM "WorkItem" w JOIN "OrchestrationRun" o ON o."id" = w."runId" CROSS JOIN LATERAL (VALUES (w."recordId"), (o."recordId")) v(r)
      WHERE w."recordId" IS DISTINCT FROM o."recordId" AND r IS NOT NULL ON CONFLICT DO NOTHING`,
    'INSERT INTO "RunParticipant" ("runId", "principalId") VALUES (\'run-500\', \'user-2\'), (\'run-501\', \'user-2\')',
    // Many at the same time.
    'UPDATE "WorkItem" SET "createdDate" = timestamptz \'2026-01-01\' WHERE "number" BETWEEN 300 AND 360',
  ]) await db.pool.query(sql)
})

const FILTERS: readonly [string, WorkItemListFilter, Prisma.Sql][] = [
  ['all', {}, Prisma.sql`TRUE`],
  ['open', { status: 'ASSIGNED' }, Prisma.sql`w."status" = 'ASSIGNED'`],
  ['that can be done', { isActionable: true }, Prisma.sql`w."isActionable"`],
  ['that can not be done', { isActionable: false }, Prisma.sql`NOT w."isActionable"`],
  ['of others', { assignedToMe: false }, Prisma.sql`TRUE`],
  ['of an orchestration', { orchestration: 'Bench_Two' }, Prisma.sql`TRUE`],
  ['of none', { orchestration: 'No_Such' }, Prisma.sql`FALSE`],
]

const WAYS: readonly [string, ListBounds][] = [
  ['going through all items', { few: 0, walk: 10_000, kept: 10_000 }],
  ['going through what may be read', { few: 100_000, walk: 10_000, kept: 100_000 }],
  ['going through too few items', { few: 0, walk: 30, kept: 10_000 }],
  ['asking about each item', { few: 0, walk: 10_000, kept: 3 }],
  ['asking about too few items', { few: 0, walk: 30, kept: 3 }],
]

const VIEWERS: readonly [string, Viewer][] = [
  ['who is in groups', viewer(7)], ['who is in no group', viewer(1)], ['who sees next to nothing', viewer(2)], ['who sees nothing', viewer(999)], ['who supervises queues', viewer(2, 'SUPERVISE_OMNI_CHANNEL')],
]

async function right(of: Viewer, filter: WorkItemListFilter, condition: Prisma.Sql, newestFirst: boolean): Promise<string[]> {
  const mine = Prisma.sql`(w."assigneeUserId" = ${of.id} OR w."agentId" = ${of.id} OR w."assigneeGroupId" IN (SELECT g."groupId" FROM "GroupClosure" g WHERE g."userId" = ${of.id}))`
  const others = filter.assignedToMe === false ? Prisma.sql`${mine} IS NOT TRUE` : Prisma.sql`TRUE`
  const direction = Prisma.raw(newestFirst ? 'DESC' : 'ASC')
  const rows = await query<{ id: string }>(db.pool, Prisma.sql`SELECT w."id" FROM "WorkItem" w WHERE ${condition} AND ${others} AND ${workItemIsReadable(of, 'w')} ORDER BY w."createdDate" ${direction}, w."id" ${direction}`)
  return rows.map(({ id }) => id)
}

describe.each(VIEWERS)('%s', (_, of) => {
  it.each(FILTERS)('sees %s, in each way', async (_name, filter, condition) => {
    for (const newestFirst of [true, false]) {
      const expected = await right(of, filter, condition, newestFirst)
      for (const [way, bounds] of WAYS) {
        const ids: string[] = []
        for (let after: readonly (string | number)[] | null = null, pages = 0; ; pages++) {
          const page = await loadWorkItemPage(db.pool, of, filter, newestFirst, { first: 17, after }, undefined, bounds)
          ids.push(...page.rows.map(({ id }) => id))
          if (!page.hasNextPage) break
          expect(pages, way).toBeLessThan(SIZE.items)
          after = page.cursors.at(-1)!
        }
        expect(ids, way).toEqual(expected)
      }
    }
  })
})

it('was about people who see much, little and nothing', async () => {
  const counts = await Promise.all(VIEWERS.map(async ([, of]) => (await right(of, {}, Prisma.sql`TRUE`, true)).length))
  expect(counts.map((count) => (count === 0 ? 'nothing' : count < 40 ? 'little' : count < SIZE.items ? 'much' : 'everything'))).toEqual(['much', 'much', 'little', 'nothing', 'much'])
})
