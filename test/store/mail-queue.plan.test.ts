import type pg from 'pg'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { claimMails, MAILS_POSTPONED_AT_ONCE, postponeMails, renewMails, settleMail } from '../../src/store/mail-queue.ts'
import { useDatabase } from '../support/database.ts'
import { addPerson } from '../support/mail-org.ts'
import { rowsLookedAt } from '../support/rows-looked-at.ts'

const db = useDatabase()
const MANY = 30_000
beforeAll(async () => {
  await addPerson(db.pool, 'ada')
})
beforeEach(async () => {
  await db.pool.query('TRUNCATE "EmailNotification"')
  // As many sent as waiting; of those that wait, half are not due yet.
  await db.pool.query(`INSERT INTO "EmailNotification" ("id", "workItemId", "assignment", "reason", "recipientId", "kind", "status", "subject", "body", "html", "linkValid", "nextAttemptAt")
    SELECT 'm' || i, 'w' || i, 1, 'ASSIGNED', 'ada', 'PERSONALIZED', (CASE WHEN i % 2 = 0 THEN 'SENT' ELSE 'QUEUED' END)::"EmailStatus", 's', 'b', 'h', false, now() + (i - ${MANY}) * interval '1 second'
    FROM generate_series(1, ${2 * MANY}) i`)
  await db.pool.query('VACUUM ANALYZE "EmailNotification"')
})

const lookedAt = (call: (pool: pg.Pool) => Promise<unknown>) => rowsLookedAt(db.pool, 'EmailNotification', call)

// rule N4
it('mails are claimed, kept and settled by looking at them alone, however many there are', async () => {
  const ids = Array.from({ length: 50 }, (_, at) => `m${2 * at + 1}`)
  expect(await lookedAt((pool) => claimMails(pool, 15, 50))).toBeLessThanOrEqual(150)
  expect(await lookedAt((pool) => renewMails(pool, ids, 15))).toBeLessThanOrEqual(100)
  expect(await lookedAt((pool) => settleMail(pool, ids[0]!, { status: 'SENT', at: new Date(), isTried: true }))).toBeLessThanOrEqual(2)
})

it('of many that are due a bounded number is put off at once', async () => {
  const looked = await lookedAt((pool) => postponeMails(pool, ['m1'], 'away', [2, 4]))
  expect(looked).toBeGreaterThan(MAILS_POSTPONED_AT_ONCE)
  expect(looked).toBeLessThan(4 * MAILS_POSTPONED_AT_ONCE)
})
