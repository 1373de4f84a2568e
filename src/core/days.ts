// Days as the org's settings count them: of 24 hours each.
const DAY_MS = 86_400_000

/** The time so many days after. */
export function daysAfter(time: Date | string, days: number): Date {
  return new Date(new Date(time).getTime() + days * DAY_MS)
}

/** The time so many days before. */
export function daysBefore(time: Date | string, days: number): Date {
  return daysAfter(time, -days)
}
