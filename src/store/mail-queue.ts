// Mails on their way out: claimed by one process at a time, and what became of each. A mail is a row of EmailNotification
// with status QUEUED; `nextAttemptAt` in the future means that it waits, or that somebody is handing it over now. Times
// of waiting are the database's, so that no process' clock gives two of them one mail.
import type pg from 'pg'
import type { MailSettings } from '../core/notifications/notification.ts'
import { coalescedPerPool } from './coalesce.ts'

type Db = pg.Pool | pg.ClientBase

/** A mail taken to be handed over, with what is known of its recipient now. `attempts` before this one. */
export type ClaimedMail = {
  id: string; subject: string; body: string; html: string; attempts: number
  recipientName: string; email: string; emailVerified: boolean; isActive: boolean
}

/**
 * What became of a mail. A deferred one is tried again after the seconds given. `isTried`: it counts as a try; one that the
 * org's settings keep back doesn't.
 */
export type MailResult =
  | { status: 'SENT'; at: Date; isTried: true }
  | { status: 'FAILED'; failure: string; isTried: boolean }
  | { status: 'SUPPRESSED'; isTried: false }
  | { status: 'DEFERRED'; failure: string; againInSeconds: number; isTried: true }

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

const IN_SECONDS = (argument: string) => `now() + ${argument}::float8 * interval '1 second'`
// Those that are due, longest first; what another process has at hand is passed over. Times are kept to the millisecond,
// rounded: one that was written now may lie ahead by half of one.
const DUE = (columns: string, limit: string) => `SELECT ${columns} FROM "EmailNotification" WHERE "status" = 'QUEUED' AND "nextAttemptAt" <= now() + interval '1 millisecond'
  ORDER BY "nextAttemptAt" LIMIT ${limit} FOR UPDATE SKIP LOCKED`

/** Takes up to `limit` mails that are due; for `leaseSeconds` they are this caller's alone. */
export async function claimMails(db: Db, leaseSeconds: number, limit: number): Promise<ClaimedMail[]> {
  const { rows } = await db.query<ClaimedMail>({
    name: 'mail_claim',
    text: `WITH due AS MATERIALIZED (${DUE('"id", "recipientId"', '$2')})
      UPDATE "EmailNotification" n SET "nextAttemptAt" = ${IN_SECONDS('$1')}
      FROM due LEFT JOIN "User" u ON u."id" = due."recipientId"
      WHERE n."id" = due."id"
      RETURNING n."id", n."subject", n."body", n."html", n."attempts", coalesce(u."name", '') AS "recipientName", coalesce(u."email", '') AS "email",
        coalesce(u."emailVerified", false) AS "emailVerified", coalesce(u."isActive", false) AS "isActive"`,
    values: [leaseSeconds, limit],
  })
  return rows
}

/** Keeps claimed mails for `leaseSeconds` more; with 0, lets them go. */
export async function renewMails(db: Db, ids: readonly string[], leaseSeconds: number): Promise<void> {
  await db.query({
    name: 'mail_renew', text: `UPDATE "EmailNotification" SET "nextAttemptAt" = ${IN_SECONDS('$2')} WHERE "id" = ANY($1::text[]) AND "status" = 'QUEUED'`, values: [ids, leaseSeconds],
  })
}

/** Notes what became of one mail; in one transaction with what others note at the same moment. */
export function settleMail(db: Db, id: string, result: MailResult): Promise<void> {
  return settle(db, { id, result })
}

const settle = coalescedPerPool(async (db, settled: readonly { id: string; result: MailResult }[]): Promise<void> => {
  const results = settled.map(({ result }) => result)
  await db.query({
    name: 'mail_settle',
    text: `UPDATE "EmailNotification" n SET "attempts" = n."attempts" + t."isTried"::int, "status" = (CASE t."status" WHEN 'DEFERRED' THEN 'QUEUED' ELSE t."status" END)::"EmailStatus",
      "failure" = t."failure", "sentAt" = t."at", "nextAttemptAt" = ${IN_SECONDS('t."again"')}
      FROM unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[], $5::float8[], $6::boolean[]) t("id", "status", "failure", "at", "again", "isTried") WHERE n."id" = t."id" AND n."status" = 'QUEUED'`,
    values: [
      settled.map(({ id }) => id), results.map(({ status }) => status), results.map((result) => ('failure' in result ? result.failure : null)),
      results.map((result) => ('at' in result ? result.at : null)), results.map((result) => ('againInSeconds' in result ? result.againInSeconds : 0)),
      results.map(({ isTried }) => isTried),
    ],
  })
})

/** Most mails that are put off at once besides those held. */
export const MAILS_POSTPONED_AT_ONCE = 1_000

/**
 * The mail server is away: counts a try for the mails held by the caller and for others that are due, and puts each off for
 * as long as `pauses` says, in seconds, by the tries that it has had before; those that had their last try fail.
 */
export async function postponeMails(db: Db, held: readonly string[], failure: string, pauses: readonly number[]): Promise<void> {
  await db.query({
    name: 'mail_postpone',
    text: `WITH due AS MATERIALIZED (${DUE('"id"', '$4')})
      UPDATE "EmailNotification" n SET "attempts" = n."attempts" + 1, "failure" = $2, "nextAttemptAt" = ${IN_SECONDS('coalesce(($3::float8[])[n."attempts" + 1], 0)')},
        "status" = (CASE WHEN n."attempts" + 1 > cardinality($3::float8[]) THEN 'FAILED' ELSE 'QUEUED' END)::"EmailStatus"
      FROM (SELECT "id" FROM due UNION SELECT unnest($1::text[])) t
      WHERE n."id" = t."id" AND n."status" = 'QUEUED'`,
    values: [held, failure, pauses, MAILS_POSTPONED_AT_ONCE],
  })
}
