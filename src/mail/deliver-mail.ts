// Hands over the mails of one assignment, or of one pause: each person's once as far as SMTP can tell, tried again with growing pauses,
// and given up after a bounded number of tries (rule N4).
import type pg from 'pg'
import type { Logger } from 'pino'
import { addressDomain, mailFate, senderFault, type MailSettings } from '../core/notifications/notification.ts'
import { claimMails, keepBackMails, loadMailSettings, nextMailAt, postponeMails, renewMails, settleMail, type ClaimedMail } from '../store/mail-queue.ts'
import type { MailKey } from '../store/notifications.ts'
import type { MailOutcome, MailTransport } from './transport.ts'

/** What handing over needs of the outside world. */
export type Mailer = { pool: pg.Pool; transport: MailTransport; now(): Date; log: Logger }

/** Tries per mail: over nine hours, so that a mail server may be away for a night. */
export const MAX_MAIL_ATTEMPTS = 20

/** The pause after so many tries, in seconds: 2, 4, 8 … and an hour at most. */
export function mailBackoffSeconds(attempts: number): number {
  return Math.min(3600, 2 ** attempts)
}

/** Most mails that one call hands over: those to a large group take minutes, and other jobs have their turn in between. */
export const MAILS_PER_CALL = 1000

const BATCH = 20
const AT_ONCE = 4
// How long mails stay a process' own after it was last heard of; while it lives it keeps renewing.
const LEASE_SECONDS = 15
const RENEW_MS = 4_000

/**
 * Hands over what is due, up to MAILS_PER_CALL. Answers when to come back: null when all mails of the assignment have come to an end.
 * Safe to run twice, and at the same time: a mail is one process' alone while it is handed over. A process that dies between
 * the server's yes and its own note of it leaves a mail that is sent again, under the same Message-ID. What was written is
 * sent whatever has become of the work meanwhile; the org's switch and the addresses are looked at once more before.
 * Once `stop` is aborted, it ends with the mails that are under way and lets go of the others.
 */
export async function deliverMail(mailer: Mailer, key: MailKey, stop?: AbortSignal): Promise<Date | null> {
  for (let taken = 0; stop?.aborted !== true && taken < MAILS_PER_CALL; taken += BATCH) {
    const settings = await loadMailSettings(mailer.pool)
    if (settings.stopSendingWorkItemEmails) await keepBackMails(mailer.pool, key, 'SUPPRESSED', null)
    const fault = senderFault(settings)
    if (fault !== null) await keepBackMails(mailer.pool, key, 'FAILED', fault)
    const mails = await claimMails(mailer.pool, key, LEASE_SECONDS, BATCH)
    if (mails.length === 0) return nextMailAt(mailer.pool, key)
    await whileRenewing(mailer, mails, () => handOver(mailer, key, settings, mails, stop))
  }
  return nextMailAt(mailer.pool, key)
}

async function whileRenewing(mailer: Mailer, mails: readonly ClaimedMail[], work: () => Promise<void>): Promise<void> {
  const ids = mails.map((mail) => mail.id)
  const renew = () => renewMails(mailer.pool, ids, LEASE_SECONDS).catch((error: unknown) => mailer.log.warn({ err: error }, 'mails could not be kept'))
  const timer = setInterval(() => void renew(), RENEW_MS)
  try {
    await work()
  } finally {
    clearInterval(timer)
  }
}

// A few mails at once. When the server turns out to be away, those not begun are held, and put off together.
async function handOver(mailer: Mailer, key: MailKey, settings: MailSettings, mails: readonly ClaimedMail[], stop?: AbortSignal): Promise<void> {
  const waiting = [...mails]
  const held: ClaimedMail[] = []
  const count = { sent: 0, refused: 0, deferred: 0, unreachable: 0 }
  const server = { away: null as string | null }
  const next = () => (stop?.aborted === true ? undefined : waiting.shift())
  const lane = async () => {
    for (let mail = next(); mail !== undefined; mail = next()) {
      const outcome: MailOutcome = server.away === null ? await sendOne(mailer, settings, mail) : { kind: 'unreachable', message: server.away }
      count[outcome.kind]++
      if (outcome.kind === 'unreachable') {
        server.away = outcome.message
        held.push(mail)
      } else await note(mailer, mail, outcome)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  mailer.log.info({ ...key, ...count }, 'mails handed over')
  if (waiting.length > 0) await renewMails(mailer.pool, waiting.map((mail) => mail.id), 0)
  if (server.away === null) return
  const attempts = Math.max(...held.map((mail) => mail.attempts)) + 1
  await postponeMails(mailer.pool, key, held.map((mail) => mail.id), server.away, mailBackoffSeconds(attempts), MAX_MAIL_ATTEMPTS)
}

async function sendOne(mailer: Mailer, settings: MailSettings, mail: ClaimedMail): Promise<MailOutcome> {
  if (!mail.isActive) return { kind: 'refused', message: 'The recipient is no longer active.' }
  const fate = mailFate({ ...settings, stopSendingWorkItemEmails: false }, mail.emailVerified)
  if (fate.status === 'FAILED') return { kind: 'refused', message: fate.failure }
  return mailer.transport.sendMail({
    from: settings.emailFrom, to: { name: mail.recipientName, address: mail.email },
    subject: mail.subject, text: mail.body, html: mail.html, messageId: messageIdOf(mail.id, settings.emailFrom),
  })
}

async function note(mailer: Mailer, mail: ClaimedMail, outcome: Exclude<MailOutcome, { kind: 'unreachable' }>): Promise<void> {
  const attempts = mail.attempts + 1
  const isGivenUp = outcome.kind === 'refused' || attempts >= MAX_MAIL_ATTEMPTS
  return settleMail(mailer.pool, mail.id, outcome.kind === 'sent' ? { status: 'SENT', at: mailer.now() }
    : isGivenUp ? { status: 'FAILED', failure: outcome.message }
    : { status: 'DEFERRED', failure: outcome.message, againInSeconds: mailBackoffSeconds(attempts) })
}

/** The Message-ID of a mail: its own id, which never changes, at the sender's domain. */
export function messageIdOf(id: string, emailFrom: string): string {
  return `${encodeURIComponent(id).replaceAll(/[()]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}@${addressDomain(emailFrom) ?? 'interlude.invalid'}`
}
