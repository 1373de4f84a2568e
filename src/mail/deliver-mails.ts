// Hands over the mails that are due: each person's once as far as SMTP can tell, tried again with growing pauses, and given up
// after a bounded number of tries (rule N4).
import type pg from 'pg'
import type { Logger } from 'pino'
import { addressDomain, mailFate, type MailSettings } from '../core/notifications/notification.ts'
import { claimMails, loadMailSettings, postponeMails, renewMails, settleMail, type ClaimedMail, type MailResult } from '../store/mail-queue.ts'
import type { MailOutcome, MailTransport } from './transport.ts'

/** What handing over needs of the outside world. */
export type Mailer = { pool: pg.Pool; transport: MailTransport; now(): Date; log: Logger }

/** Tries per mail: over nine hours, so that a mail server may be away for a night. */
export const MAX_MAIL_ATTEMPTS = 20

/** The pause after so many tries, in seconds: 2, 4, 8 … and an hour at most. */
export function mailBackoffSeconds(attempts: number): number {
  return Math.min(3600, 2 ** attempts)
}

// After each try but the last.
const PAUSES = Array.from({ length: MAX_MAIL_ATTEMPTS - 1 }, (_, tries) => mailBackoffSeconds(tries + 1))

/** Most mails that are handed over in one go. */
export const MAIL_BATCH = 50
const AT_ONCE = 4
// How long mails stay a process' own after it was last heard of; while it lives it keeps renewing.
const LEASE_SECONDS = 15
const RENEW_MS = 4_000

/**
 * How many mails a go has taken, and whether the mail server turned out to be away: what was due then waits. None: nothing
 * was due.
 */
export type Delivery = { taken: number; isServerAway: boolean }

/**
 * Hands over what is due, MAIL_BATCH at most. Safe to run at the same time, here and in other processes: a mail is one
 * caller's alone while it is handed over. A process that dies between the server's yes and its own note of it leaves a mail
 * that is sent again, under the same Message-ID. What was written is sent whatever has become of the work meanwhile; the org's
 * switch and the addresses are looked at once more before. Once `stop` is aborted, it ends with the mails that are under way
 * and lets go of the others.
 */
export async function deliverMails(mailer: Mailer, stop?: AbortSignal): Promise<Delivery> {
  const mails = stop?.aborted === true ? [] : await claimMails(mailer.pool, LEASE_SECONDS, MAIL_BATCH)
  if (mails.length === 0) return { taken: 0, isServerAway: false }
  return whileRenewing(mailer, mails, async () => handOver(mailer, await loadMailSettings(mailer.pool), mails, stop))
}

async function whileRenewing<Answer>(mailer: Mailer, mails: readonly ClaimedMail[], work: () => Promise<Answer>): Promise<Answer> {
  const ids = mails.map((mail) => mail.id)
  const renew = () => renewMails(mailer.pool, ids, LEASE_SECONDS).catch((error: unknown) => mailer.log.warn({ err: error }, 'mails could not be kept'))
  const timer = setInterval(() => void renew(), RENEW_MS)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}

// A few mails at once. When the server turns out to be away, those not begun are held, and put off together.
async function handOver(mailer: Mailer, settings: MailSettings, mails: readonly ClaimedMail[], stop?: AbortSignal): Promise<Delivery> {
  const waiting = [...mails]
  const held: ClaimedMail[] = []
  const count = { sent: 0, refused: 0, deferred: 0, unreachable: 0, keptBack: 0 }
  const server = { away: null as string | null }
  // Noted while the next are on their way: what ends meanwhile is noted together.
  const noted: Promise<void>[] = []
  const note = (mail: ClaimedMail, result: MailResult) => {
    const settled = settleMail(mailer.pool, mail.id, result)
    settled.catch(() => undefined) // looked at in the end
    noted.push(settled)
  }
  const next = () => (stop?.aborted === true ? undefined : waiting.shift())
  const handOverOne = async (mail: ClaimedMail) => {
    const keptBack = whyKeptBack(settings, mail)
    if (keptBack !== null) {
      count.keptBack++
      return note(mail, keptBack)
    }
    const outcome: MailOutcome = server.away === null ? await send(mailer, settings, mail) : { kind: 'unreachable', message: server.away }
    count[outcome.kind]++
    if (outcome.kind !== 'unreachable') return note(mail, resultOf(mailer, mail, outcome))
    server.away = outcome.message
    held.push(mail)
  }
  const lane = async () => {
    for (let mail = next(); mail !== undefined; mail = next()) await handOverOne(mail)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  await Promise.all(noted)
  mailer.log.info(count, 'mails handed over')
  if (waiting.length > 0) await renewMails(mailer.pool, waiting.map((mail) => mail.id), 0)
  if (server.away !== null) await postponeMails(mailer.pool, held.map((mail) => mail.id), server.away, PAUSES)
  return { taken: mails.length, isServerAway: server.away !== null }
}

// What may go out may have changed since it was written (rule N3).
function whyKeptBack(settings: MailSettings, { isActive, emailVerified }: ClaimedMail): MailResult | null {
  const fate = mailFate(settings, emailVerified)
  if (fate.status === 'SUPPRESSED') return { status: 'SUPPRESSED', isTried: false }
  if (!isActive) return { status: 'FAILED', failure: 'The recipient is no longer active.', isTried: false }
  return fate.failure === null ? null : { status: 'FAILED', failure: fate.failure, isTried: false }
}

function send({ transport }: Mailer, { emailFrom }: MailSettings, mail: ClaimedMail): Promise<MailOutcome> {
  return transport.sendMail({
    from: emailFrom, to: { name: mail.recipientName, address: mail.email },
    subject: mail.subject, text: mail.body, html: mail.html, messageId: messageIdOf(mail.id, emailFrom),
  })
}

function resultOf(mailer: Mailer, mail: ClaimedMail, outcome: Exclude<MailOutcome, { kind: 'unreachable' }>): MailResult {
  if (outcome.kind === 'sent') return { status: 'SENT', at: mailer.now(), isTried: true }
  const pause = PAUSES[mail.attempts]
  return outcome.kind === 'refused' || pause === undefined
    ? { status: 'FAILED', failure: outcome.message, isTried: true }
    : { status: 'DEFERRED', failure: outcome.message, againInSeconds: pause, isTried: true }
}

/** The Message-ID of a mail: its own id, which never changes, at the sender's domain. */
export function messageIdOf(id: string, emailFrom: string): string {
  return `${encodeURIComponent(id).replaceAll(/[()]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}@${addressDomain(emailFrom) ?? 'interlude.invalid'}`
}
