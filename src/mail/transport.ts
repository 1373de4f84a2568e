// How a mail leaves: to an SMTP server, or as an .eml file where there is none (rule N4). Knows nothing of work items, so
// that any part can send mail.
import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'

/** A mail to one person. `messageId` is bare (`local@domain`); sent twice, it lets the reader's side see one mail. */
export type OutgoingMail = {
  from: string; to: { name: string; address: string }; subject: string; text: string; html?: string; messageId: string
}

/**
 * What came of it. `refused`: never, as it is. `deferred`: this mail not now. `unreachable`: no mail now, the server is away
 * or takes nobody in. `message` is for people and names no internals.
 */
export type MailOutcome = { kind: 'sent' } | { kind: 'refused' | 'deferred'; message: string } | { kind: 'unreachable'; message: string }

/** A way out for mail. `sendMail` never throws; `close` lets what is under way finish and opens nothing new. */
export type MailTransport = { sendMail(mail: OutgoingMail): Promise<MailOutcome>; close(): void }

/** How long a server may keep us waiting, in milliseconds: to connect and greet, in silence, and for one mail in all. */
export type MailTimeouts = { connectMs: number; silenceMs: number; totalMs: number }

/** `totalMs` counts the wait for a free connection in. */
export const MAIL_TIMEOUTS: MailTimeouts = { connectMs: 10_000, silenceMs: 30_000, totalMs: 120_000 }

/** The transport for this configuration: SMTP where there is a URL (`smtp:`, `smtps:`), else files in `directory`. */
export function createMailTransport(options: { smtpUrl: string | null; directory: string; timeouts?: MailTimeouts }): MailTransport {
  return options.smtpUrl === null ? fileTransport(options.directory) : smtpTransport(options.smtpUrl, options.timeouts ?? MAIL_TIMEOUTS)
}

const MAX_CONNECTIONS = 8

function smtpTransport(url: string, timeouts: MailTimeouts): MailTransport {
  const smtp = createTransport({
    url, pool: true, maxConnections: MAX_CONNECTIONS, maxMessages: 200,
    // Every try is counted where the mail is kept; the pool makes none of its own.
    maxRequeues: 0,
    connectionTimeout: timeouts.connectMs, greetingTimeout: timeouts.connectMs, dnsTimeout: timeouts.connectMs, socketTimeout: timeouts.silenceMs,
    tls: { rejectUnauthorized: isCertificateNeeded(url) },
    disableFileAccess: true, disableUrlAccess: true,
  })
  const isUsable = () => smtp.verify().then(() => true, () => false)
  return {
    async sendMail(mail) {
      try {
        await smtp.sendMail({ ...envelopeOf(mail), signal: AbortSignal.timeout(timeouts.totalMs) })
        return { kind: 'sent' }
      } catch (error) {
        const fault = error as SmtpFault
        const reply = replyOf(fault)
        if (reply !== null) return reply
        // The connection broke. Only a new one can tell whether it was this mail or all of the server.
        if (await isUsable()) return { kind: 'deferred', message: 'The connection to the mail server broke while the mail was handed over.' }
        return { kind: 'unreachable', message: fault.code === 'EAUTH' ? 'The mail server did not accept the sign-in.' : 'The mail server could not be reached.' }
      }
    },
    close: () => smtp.close(),
  }
}

type SmtpFault = { code?: string; responseCode?: number; command?: string }

// The server's own verdict on this mail, given after it had taken us in; 421 ends the session and is none.
function replyOf({ code, responseCode }: SmtpFault): MailOutcome | null {
  if (code !== 'EENVELOPE' && code !== 'EMESSAGE') return null
  if (responseCode === undefined) return { kind: 'refused', message: 'The address or the size of the mail is not acceptable.' }
  if (responseCode === 421) return null
  if (responseCode >= 500 && responseCode !== 503) return { kind: 'refused', message: `The mail server refused the mail (${responseCode}).` }
  return { kind: 'deferred', message: `The mail server put the mail off (${responseCode}).` }
}

function fileTransport(directory: string): MailTransport {
  const composer = createTransport({ streamTransport: true, buffer: true, disableFileAccess: true, disableUrlAccess: true })
  return {
    async sendMail(mail) {
      try {
        const { message } = await composer.sendMail(envelopeOf(mail))
        await writeWhole(directory, `${fileName(mail.messageId)}.eml`, message as Buffer)
        return { kind: 'sent' }
      } catch {
        return { kind: 'unreachable', message: 'The mail could not be written to the mail folder.' }
      }
    },
    close: () => {},
  }
}

// Nobody ever sees half a file: it gets its name when it is whole.
async function writeWhole(directory: string, name: string, content: Buffer): Promise<void> {
  const unfinished = join(directory, `.${randomUUID()}.part`)
  await mkdir(directory, { recursive: true })
  try {
    await writeFile(unfinished, content)
    await rename(unfinished, join(directory, name))
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

function envelopeOf(mail: OutgoingMail) {
  return {
    from: mail.from, to: mail.to, subject: mail.subject, text: mail.text, ...(mail.html !== undefined && { html: mail.html }), messageId: `<${mail.messageId}>`,
    // Asks out-of-office programs not to answer.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  }
}

function fileName(messageId: string): string {
  return messageId.replaceAll(/[^A-Za-z0-9._@-]/g, '_').slice(0, 200)
}

// Where we would talk in the clear as well, encryption is taken as it comes: a certificate of a mail catcher's own is no
// reason not to send. It must be a good one where TLS or a sign-in is asked for.
function isCertificateNeeded(url: string): boolean {
  const { protocol, username, searchParams } = new URL(url)
  return protocol === 'smtps:' || username !== '' || searchParams.get('requireTLS') === 'true'
}
