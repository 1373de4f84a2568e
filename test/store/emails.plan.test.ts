import type pg from 'pg'
import { beforeAll, expect, it } from 'vitest'
import type { Viewer } from '../../src/core/viewer.ts'
import { loadEmailPage } from '../../src/store/emails.ts'
import { useDatabase } from '../support/database.ts'
import { rowsLookedAt } from '../support/rows-looked-at.ts'

const db = useDatabase()
const MANY = 20_000
const manager: Viewer = { id: 'p0', username: 'p0', name: 'p0', userType: 'INTERNAL', permissions: new Set(['MANAGE_ORCHESTRATION_RUNS']) }
const member: Viewer = { id: 'p77', username: 'p77', name: 'p77', userType: 'INTERNAL', permissions: new Set(['RUN_FLOWS']) }
beforeAll(async () => {
  // Of one item, given to a group ten times; and as many of others.
  await db.pool.query(`INSERT INTO "User" ("id", "username", "name", "email", "userType", "isActive", "emailVerified") SELECT 'p' || i, 'p' || i, 'p', 'p' || i || '@example.com', 'INTERNAL', true, true FROM generate_series(0, ${MANY / 10 - 1}) i`)
  await db.pool.query(`INSERT INTO "EmailNotification" ("id", "workItemId", "assignment", "reason", "recipientId", "kind", "status", "subject", "body", "html", "linkValid", "createdDate")
    SELECT w || '.assigned' || i % 10 || '.p' || i / 10, w, i % 10, 'ASSIGNED', 'p' || i / 10, 'GENERAL', 'SENT', 's', 'b', 'h', false, timestamptz '2026-01-01' + i % 10 * interval '1 hour'
    FROM generate_series(0, ${MANY - 1}) i, LATERAL (VALUES ('many'), ('w' || i / 10)) AS item(w)`)
  await db.pool.query('VACUUM ANALYZE "EmailNotification"')
})

const lookedAt = (call: (pool: pg.Pool) => Promise<unknown>) => rowsLookedAt(db.pool, 'EmailNotification', call)

// rule N4
it.each([['all of them', manager, 20], ['one\'s own', member, 10]])('a page of an item\'s mails, %s, costs the page, however many there are', async (_, viewer, size) => {
  const page = (after: readonly (string | number)[] | null) => (pool: pg.Pool) => loadEmailPage(pool, viewer, { workItemId: 'many' }, { first: 20, after })
  const { rows, cursors } = await page(null)(db.pool)
  expect(rows).toHaveLength(size)
  expect(await lookedAt(page(null))).toBeLessThanOrEqual(21)
  expect(await lookedAt(page(cursors[size / 2]!))).toBeLessThanOrEqual(21)
})
