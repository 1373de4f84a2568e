// Mails on their way out: claimed by one process at a time, and what became of each. A mail is a row of EmailNotification
// with status QUEUED; `nextAttemptAt` in the future means that it waits, or that somebody is handing it over now. Times
// of waiting are the database's, so that no process' clock gives two of them one mail.
import type pg from 'pg'
import type { MailSettings } from '../core/notifications/notification.ts'
import { coalescedPerPool } from './coalesce.ts'
import type { MailKey } from './notifications.ts'

type Db = pg.Pool | pg.ClientBase

/** A mail taken to be handed over, with what is known of its recipient now. `attempts` before this one. */
export type ClaimedMail = {
  id: string; subject: string; body: string; html: string; attempts: number
  recipientName: string; email: string; emailVerified: boolean; isActive: boolean
}

/** What became of a try. A deferred mail is tried again after the seconds given. */
export type MailResult = { status: 'SENT'; at: Date } | { status: 'FAILED'; failure: string } | { status: 'DEFERRED'; failure: string; againInSeconds: number }

/** The switches that mail obeys, as they are now. */
export function loadMailSettings(db: Db): Promise<MailSettings> {
  return settings(db, null)
}

const settings = coalescedPerPool(async (db, _: readonly null[]): Promise<MailSettings> => {
  const { rows } = await db.query<MailSettings>({
    name: 'mail_settings',
    text: `SELECT "stopSendingWorkItemEmails", "orgBaseUrl", "emailFrom", coalesce("verifiedEmailDomains", '{}') AS "verifiedEmailDomains"
      FROM "ProcessAutomationSettings" WHERE "id" = 1`,
  })
  return rows[0]!
})

/** Takes up to `limit` mails that are due; for `leaseSeconds` they are this caller's alone. */
export async function claimMails(db: Db, key: MailKey, leaseSeconds: number, limit: number): Promise<ClaimedMail[]> {
  const { rows } = await db.query<ClaimedMail>({ name: named('mail_claim', key), text: claimSql(key), values: [...valuesOf(key), leaseSeconds, limit] })
  return rows
}

/** Keeps claimed mails for `leaseSeconds` more. */
export async function renewMails(db: Db, ids: readonly string[], leaseSeconds: number): Promise<void> {
  await db.query({
    name: 'mail_renew', text: `UPDATE "EmailNotification" SET "nextAttemptAt" = ${IN_SECONDS('$2')} WHERE "id" = ANY($1::text[]) AND "status" = 'QUEUED'`, values: [ids, leaseSeconds],
  })
}

/** Notes what became of a try of one mail, and counts it; in one transaction with what others note at the same moment. */
export function settleMail(db: Db, id: string, result: MailResult): Promise<void> {
  return settle(db, { id, result })
}

const settle = coalescedPerPool(async (db, tries: readonly { id: string; result: MailResult }[]): Promise<void> => {
  const results = tries.map(({ result }) => result)
  await db.query({
    name: 'mail_settle',
    text: `UPDATE "EmailNotification" n SET "attempts" = n."attempts" + 1, "status" = (CASE t."status" WHEN 'DEFERRED' THEN 'QUEUED' ELSE t."status" END)::"EmailStatus",
      "failure" = t."failure", "sentAt" = t."at", "nextAttemptAt" = ${IN_SECONDS('t."again"')}
      FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::float8[]) t("id", "status", "failure", "at", "again") WHERE n."id" = t."id" AND n."status" = 'QUEUED'`,
    values: [
      tries.map(({ id }) => id), results.map(({ status }) => status), results.map((result) => ('failure' in result ? result.failure : null)),
      results.map((result) => ('at' in result ? result.at : null)), results.map((result) => ('againInSeconds' in result ? result.againInSeconds : 0)),
    ],
  })
})

/** Keeps back every mail of the key that is due (rule N3), without counting a try. */
export async function keepBackMails(db: Db, key: MailKey, status: 'SUPPRESSED' | 'FAILED', failure: string | null): Promise<void> {
  await db.query({
    name: named('mail_keep_back', key),
    text: `UPDATE "EmailNotification" SET "status" = $4::"EmailStatus", "failure" = $5 WHERE ${queued(key)} AND "nextAttemptAt" <= now()`,
    values: [...valuesOf(key), status, failure],
  })
}

/**
 * The mail server is away: counts a try for the mails held by the caller and for every other one of the key that is
 * due, and puts them off; those that had their last try fail.
 */
export async function postponeMails(db: Db, key: MailKey, held: readonly string[], failure: string, againInSeconds: number, maxAttempts: number): Promise<void> {
  await db.query({
    name: named('mail_postpone', key),
    text: `UPDATE "EmailNotification" SET "attempts" = "attempts" + 1, "failure" = $5, "nextAttemptAt" = ${IN_SECONDS('$6')},
        "status" = (CASE WHEN "attempts" + 1 >= $7 THEN 'FAILED' ELSE 'QUEUED' END)::"EmailStatus"
      WHERE ${queued(key)} AND ("nextAttemptAt" <= now() OR "id" = ANY($4::text[]))`,
    values: [...valuesOf(key), held, failure, againInSeconds, maxAttempts],
  })
}

/** When the next mail of the key is due, by the database's clock; null: all have come to an end. */
export async function nextMailAt(db: Db, key: MailKey): Promise<Date | null> {
  const { rows } = await db.query<{ at: Date | null }>({
    name: named('mail_next', key), text: `SELECT min("nextAttemptAt") AS at FROM "EmailNotification" WHERE ${queued(key)}`, values: valuesOf(key),
  })
  return rows[0]!.at
}

const columnOf = (key: MailKey) => ('workItemId' in key ? 'workItemId' : 'interviewGuid')
const named = (name: string, key: MailKey) => `${name}_${columnOf(key)}`
const valuesOf = (key: MailKey) => ['workItemId' in key ? key.workItemId : key.interviewGuid, key.assignment, key.reason]
const queued = (key: MailKey) => `"${columnOf(key)}" = $1 AND "assignment" = $2 AND "reason" = $3 AND "status" = 'QUEUED'`
const IN_SECONDS = (argument: string) => `now() + ${argument}::float8 * interval '1 second'`

const claimSql = (key: MailKey) => `
WITH due AS MATERIALIZED (
  SELECT "id", "recipientId" FROM "EmailNotification" WHERE ${queued(key)} AND "nextAttemptAt" <= now()
  ORDER BY "nextAttemptAt" LIMIT $5 FOR UPDATE SKIP LOCKED
)
UPDATE "EmailNotification" n SET "nextAttemptAt" = ${IN_SECONDS('$4')}
FROM due LEFT JOIN "User" u ON u."id" = due."recipientId"
WHERE n."id" = due."id"
RETURNING n."id", n."subject", n."body", n."html", n."attempts", coalesce(u."name", '') AS "recipientName", coalesce(u."email", '') AS "email",
  coalesce(u."emailVerified", false) AS "emailVerified", coalesce(u."isActive", false) AS "isActive"`
