// Times and durations as people read them, in their language.
const UNITS = [['day', 86_400], ['hour', 3_600], ['minute', 60], ['second', 1]] as const
const FAR_SECONDS = 7 * 86_400

/** When something was or will be: "3 minutes ago", and a date where it is more than a week away. */
export function relativeTime(time: string, language: string, now = Date.now()): string {
  const seconds = Math.round((Date.parse(time) - now) / 1_000)
  if (Math.abs(seconds) > FAR_SECONDS) return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(new Date(time))
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? UNITS[3]
  return new Intl.RelativeTimeFormat(language, { numeric: 'auto' }).format(Math.trunc(seconds / size), unit)
}

/** When something was that has happened: by a clock that is a little behind the server's, "now", and never "in 2 seconds". */
export function timeSince(time: string, language: string, now = Date.now()): string {
  return relativeTime(time, language, Math.max(now, Date.parse(time)))
}

/** A point in time to the second. */
export function exactTime(time: string, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(time))
}

/** A length of time in its two largest units: "2 hr 5 min". */
export function duration(seconds: number, language: string): string {
  const parts: string[] = []
  let left = Math.max(0, Math.round(seconds))
  for (const [unit, size] of UNITS) {
    const count = Math.floor(left / size)
    left -= count * size
    if (count > 0 && parts.length < 2) parts.push(new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'short' }).format(count))
  }
  return parts.join(' ') || new Intl.NumberFormat(language, { style: 'unit', unit: 'second', unitDisplay: 'short' }).format(0)
}
