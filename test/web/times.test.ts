// Times as people read them, by the clock of their browser.
import { expect, it } from 'vitest'
import { relativeTime, timeSince } from '../../src/web/times.ts'

const NOW = Date.parse('2030-01-01T08:00:00Z')
const at = (seconds: number) => new Date(NOW + seconds * 1_000).toISOString()

it.each([[0, 'now'], [-1, '1 second ago'], [-90, '1 minute ago'], [-7_200, '2 hours ago'], [2, 'now'], [90, 'now']])('what was %i seconds from now by a clock that may be behind is "%s"', (seconds, words) => {
  expect(timeSince(at(seconds), 'en', NOW)).toBe(words)
})

it('what is to come is still to come', () => {
  expect([relativeTime(at(90), 'en', NOW), relativeTime(at(-90), 'en', NOW)]).toEqual(['in 1 minute', '1 minute ago'])
})
