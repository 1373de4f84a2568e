// The mail that reminds somebody of an interview of theirs that is still paused.
import type { LinkRecord } from '../links.ts'
import { mailLink, type PersonAudience } from './audience.ts'
import { contentFor, oneLine, type MailContent } from './notification.ts'
import { greeting, PAUSE_FACT_LABELS, PAUSE_FOOTER, pauseNote, pauseSentence, pauseSubject, readableTime } from './texts.ts'

/** What the mail tells of the interview. `expiresAt` null: it is kept for good. */
export type PausedSubject = { label: string; pauseLabel: string | null; pausedAt: Date; expiresAt: Date | null; record: (LinkRecord & { name: string | null }) | null }

/** Writes the mail to the interview's owner; its link leads to the record that lists the interview, as in other mail (rule N2). */
export function pauseReminderFor(owner: PersonAudience, paused: PausedSubject, orgBaseUrl: string): MailContent {
  const { label, pauseLabel, pausedAt, expiresAt, record } = paused
  const fact = (name: string, value: string | null | undefined) => (value ? [{ label: name, value }] : [])
  const words = {
    subject: oneLine(pauseSubject(label)), greeting: greeting(owner.name), paragraphs: [pauseSentence(label)],
    facts: [
      ...fact(PAUSE_FACT_LABELS.pausedAt, readableTime(pausedAt.toISOString())), ...fact(PAUSE_FACT_LABELS.reason, pauseLabel),
      ...fact(PAUSE_FACT_LABELS.record, record && (record.name ?? record.recordId)), ...fact(PAUSE_FACT_LABELS.expires, expiresAt && readableTime(expiresAt.toISOString())),
    ],
  }
  return contentFor(owner.userType === 'SITE_VISITOR' ? 'SITE_VISITOR' : 'INTERNAL', words, mailLink(owner, record, orgBaseUrl), { note: pauseNote, footer: PAUSE_FOOTER })
}
