// Reminds people by mail of interviews of theirs that have been paused for long: once a pause, where the org wants it.
import { daysBefore } from '../../core/days.ts'
import { interviewExpiry, isReminderDue } from '../../core/interview-ages.ts'
import { joinChanges } from '../../store/commit.ts'
import { interviewUpdate, loadInterviews } from '../../store/interview-aggregate.ts'
import { findUnremindedInterviews } from '../../store/interview-ages.ts'
import { loadMailFacts } from '../../store/notifications.ts'
import { pauseReminderChanges } from '../../store/pause-reminders.ts'
import { loadSettings } from '../../store/settings.ts'
import { decideAndSave, NO_CHANGES } from '../decide-and-save.ts'
import type { Shell } from '../shell.ts'

// So many at once, and so many times: what is left waits for the next hour.
const AT_ONCE = 250
const MAX_BATCHES = 40

/** Writes the reminders that are due, together with the note that they were. Safe to run twice and at the same time. Answers how many. */
export async function remindOfInterviews(shell: Shell): Promise<number> {
  const ages = await loadSettings(shell.pool)
  const days = ages.remindOfPausedInterviewsAfterDays
  let reminded = 0
  if (days === 0) return reminded
  for (let batch = 0; batch < MAX_BATCHES; batch++) {
    const guids = await findUnremindedInterviews(shell.pool, daysBefore(shell.now(), days), AT_ONCE)
    const told = await decideAndSave(shell, async (now) => {
      const due = (await loadInterviews(shell.pool, null, guids)).flatMap(({ row }) => (isReminderDue(row, ages, now) ? [row] : []))
      if (due.length === 0) return { answer: 0, changes: NO_CHANGES }
      const facts = await loadMailFacts(shell.pool, { userIds: due.map(({ ownerId }) => ownerId), groupIds: [], recordIds: due.flatMap(({ recordId }) => recordId ?? []) })
      const changes = due.map((row) => joinChanges({ writes: [interviewUpdate({ ...row, remindedAt: now })], events: [], jobs: [] }, pauseReminderChanges(facts, row, interviewExpiry(row, ages), now)))
      return { answer: due.length, changes: joinChanges(...changes) }
    })
    reminded += told
    if (guids.length < AT_ONCE || told === 0) break
  }
  return reminded
}
