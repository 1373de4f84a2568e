// How long interviews that nobody goes on with are kept, and when their owners are reminded of them. Those that wait for
// a time, and those of background steps, go on by themselves: neither concerns them.
import { daysAfter } from './days.ts'
import type { InterviewStatus } from './flow/interview.ts'

/** The org's settings for it, in days; 0: never. */
export type InterviewAges = { expireLeftInterviewsAfterDays: number; expirePausedInterviewsAfterDays: number; remindOfPausedInterviewsAfterDays: number }

/** An interview as its age is reckoned. */
export type AgingInterview = {
  status: InterviewStatus; stepId: string | null; wakeAt: Date | string | null; pausedAt: Date | string | null; lastModifiedDate: Date | string; remindedAt: Date | string | null
}

/** How many days an interview of this status lasts; null: for good. */
export function lifetimeDays(status: InterviewStatus, ages: InterviewAges): number | null {
  const days = status === 'STARTED' ? ages.expireLeftInterviewsAfterDays : status === 'PAUSED' ? ages.expirePausedInterviewsAfterDays : 0
  return days === 0 ? null : days
}

/** When an interview expires unless somebody goes on with it: counted from its pause, or from when it last went on. Null: never. */
export function interviewExpiry(interview: AgingInterview, ages: InterviewAges): Date | null {
  const days = lifetimeDays(interview.status, ages)
  if (days === null || goesOnByItself(interview)) return null
  return daysAfter(interview.status === 'PAUSED' ? interview.pausedAt ?? interview.lastModifiedDate : interview.lastModifiedDate, days)
}

/** Whether its owner is to be reminded of it now: it has been paused for long enough, and they have not been told of this pause. */
export function isReminderDue(interview: AgingInterview, ages: InterviewAges, now: Date): boolean {
  const days = ages.remindOfPausedInterviewsAfterDays
  if (days === 0 || interview.status !== 'PAUSED' || interview.pausedAt === null || interview.remindedAt !== null || goesOnByItself(interview)) return false
  return daysAfter(interview.pausedAt, days) <= now
}

function goesOnByItself({ stepId, wakeAt }: AgingInterview): boolean {
  return stepId !== null || wakeAt !== null
}
