// How long runs that have ended are kept.
import { daysBefore } from './days.ts'
import { RESUME_WINDOW_DAYS } from './run-control.ts'
import type { RunStatus } from './run.ts'

/** Statuses in which a run has ended. One in ERROR may be resumed for some days yet (domain 1.16). */
export const ENDED_STATUSES = ['COMPLETED', 'CANCELED', 'ERROR'] as const satisfies readonly RunStatus[]

/** One of these. */
export type EndedStatus = (typeof ENDED_STATUSES)[number]

/** Runs of this status that have ended before this time are to go, where the org keeps them for so many days; null, with 0 days: none. */
export function keptSince(status: EndedStatus, days: number, now: Date): Date | null {
  if (days === 0) return null
  return daysBefore(now, status === 'ERROR' ? Math.max(days, RESUME_WINDOW_DAYS) : days)
}
