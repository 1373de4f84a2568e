// Durations as people write them on the command line: 30d, 12h, 10m, 45s.
import { InvalidArgumentError } from 'commander'

const SECONDS: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400 }

// A thousand years: however long somebody means by "for ever", what it is counted from or to is still a time.
const MAX_DAYS = 365_000

/** Seconds, at least 1 and at most a thousand years; for use as an option's parser: anything else is wrong usage. */
export function parseDurationSeconds(text: string): number {
  const seconds = parseAgeSeconds(text)
  if (seconds === 0) throw new InvalidArgumentError('It must be longer than nothing.')
  return seconds
}

/** As `parseDurationSeconds`, but 0s is an age too: that of everything there is. */
export function parseAgeSeconds(text: string): number {
  const [, count, unit] = /^(\d{1,9})([smhd])$/.exec(text) ?? []
  if (count === undefined || unit === undefined) throw new InvalidArgumentError('Write it as 30d, 12h, 10m or 45s.')
  const seconds = Number(count) * SECONDS[unit]!
  if (seconds > MAX_DAYS * SECONDS['d']!) throw new InvalidArgumentError(`It must be ${MAX_DAYS}d at most.`)
  return seconds
}
