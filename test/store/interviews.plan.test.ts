import type pg from 'pg'
import { beforeAll, expect, it } from 'vitest'
import type { Viewer } from '../../src/core/viewer.ts'
import { loadPausedInterviewPage } from '../../src/store/interviews.ts'
import { findOldInterviews, findUnremindedInterviews } from '../../src/store/interview-ages.ts'
import { useDatabase } from '../support/database.ts'
import { addPerson } from '../support/mail-org.ts'
import { rowsLookedAt } from '../support/rows-looked-at.ts'
import { makeDefinitions } from '../support/work-world.ts'

const db = useDatabase()
const MANY = 30_000
beforeAll(async () => {
  await makeDefinitions(db)
  for (const id of ['ada', 'ben']) await addPerson(db.pool, id)
  // Every tenth is Ben's; every hundredth was left, the others are paused; a day apart ten thousand of them.
  await db.pool.query(`INSERT INTO "FlowInterview" ("guid", "label", "flowId", "flowVersionId", "status", "pausedAt", "ownerId", "state", "createdDate", "lastModifiedDate", "remindedAt")
    SELECT 'i' || i, 'Answer', 'f', 'fv', (CASE WHEN i % 100 = 0 THEN 'STARTED' ELSE 'PAUSED' END)::"InterviewStatus", t, CASE WHEN i % 10 = 0 THEN 'ben' ELSE 'ada' END, '{}', t, t, CASE WHEN i > 100 THEN t END
    FROM generate_series(1, ${MANY}) i, LATERAL (SELECT timestamptz '2026-01-01' + i * interval '8.64 seconds') AS at(t)`)
  await db.pool.query('VACUUM ANALYZE "FlowInterview"')
})

const lookedAt = (call: (pool: pg.Pool) => Promise<unknown>) => rowsLookedAt(db.pool, 'FlowInterview', call)

// rule I8
it('a page of one\'s own paused interviews costs the page, however many they are', async () => {
  const ada: Viewer = { id: 'ada', username: 'ada', name: 'ada', userType: 'INTERNAL', permissions: new Set(['RUN_FLOWS']) }
  const page = (after: readonly (string | number)[] | null) => (pool: pg.Pool) => loadPausedInterviewPage(pool, ada, { flow: 'Answer' }, { first: 100, after })
  const first = await page(null)(db.pool)
  expect(first.rows).toHaveLength(100)
  expect(await lookedAt(page(null))).toBeLessThan(500)
  expect(await lookedAt(page(first.cursors.at(-1)!))).toBeLessThan(500)
  expect(await lookedAt(page(['interviews desc', '2026-01-01T12:00:00.000Z', 'i0']))).toBeLessThan(500)
})

it('what is to expire, and to be reminded of, is found by its age', async () => {
  const early = new Date('2026-01-01T01:00:00.000Z')
  expect(await lookedAt((pool) => findOldInterviews(pool, 'STARTED', early, 250))).toBeLessThan(20)
  expect(await lookedAt((pool) => findOldInterviews(pool, 'PAUSED', early, 250))).toBeLessThan(500)
  expect(await lookedAt((pool) => findUnremindedInterviews(pool, early, 250))).toBeLessThan(150)
})
