// Mails about paused interviews as rows of the same outbox as all other mail.
import { pauseReminderFor } from '../core/notifications/pause-reminder.ts'
import { hasRecipients } from '../core/notifications/audience.ts'
import { mailFate } from '../core/notifications/notification.ts'
import type { ChangeSet } from './commit.ts'
import type { InterviewRow } from './interview-aggregate.ts'
import type { MailFacts, PauseKey } from './notifications.ts'

/** The mail that reminds an interview's owner of this pause. Nothing where the owner gets no mail. */
export function pauseReminderChanges(facts: MailFacts, row: InterviewRow, expiresAt: Date | null, now: Date): ChangeSet {
  const owner = facts.audiences.get(row.ownerId)
  if (owner?.kind !== 'person' || !hasRecipients(owner)) return { writes: [], events: [], jobs: [] }
  const record = row.recordId === null ? null : facts.records.get(row.recordId) ?? { recordId: row.recordId, objectApiName: null, name: null }
  const paused = { label: row.label, pauseLabel: row.pauseLabel, pausedAt: new Date(row.pausedAt ?? now), expiresAt, record }
  const { subject, text, html, linkUrl, linkValid } = pauseReminderFor(owner, paused, facts.settings.orgBaseUrl)
  const key: PauseKey = { interviewGuid: row.guid, assignment: row.version, reason: 'PAUSED' }
  const mail = {
    id: `${row.guid}.paused${row.version}.${owner.id}`, ...key, recipientId: owner.id, kind: 'PERSONALIZED', ...mailFate(facts.settings, owner.emailVerified), subject, body: text, html, linkUrl, linkValid, createdDate: now,
  }
  return { writes: [{ kind: 'insert', table: 'EmailNotification', rows: [mail], ifAbsent: true }], events: [], jobs: [] }
}
