import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createJobAlarm } from '../../src/jobs/job-alarm.ts'

const NOW = new Date('2026-03-01T09:00:00.000Z')
const after = (milliseconds: number) => new Date(NOW.getTime() + milliseconds)

beforeEach(() => void vi.useFakeTimers({ now: NOW }))
afterEach(() => void vi.useRealTimers())

it('rings when a job is due and not before, once for those that are due together', () => {
  const ring = vi.fn()
  const alarm = createJobAlarm(ring)
  for (const at of [990, 1_000, 1_000, 2_000]) alarm.set(after(at), NOW)
  vi.advanceTimersByTime(999)
  expect(ring).toHaveBeenCalledTimes(0)
  vi.advanceTimersByTime(1)
  expect(ring).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(1_000)
  expect(ring).toHaveBeenCalledTimes(2)
})

it('rings soon for what was due already, and leaves what is far off to the workers', () => {
  const ring = vi.fn()
  const alarm = createJobAlarm(ring)
  alarm.set(after(-5_000), NOW)
  alarm.set(after(3_600_000), NOW)
  vi.advanceTimersByTime(50)
  expect(ring).toHaveBeenCalledTimes(1)
  expect(vi.getTimerCount()).toBe(0)
})

it('rings no more once it is stopped', () => {
  const ring = vi.fn()
  const alarm = createJobAlarm(ring)
  alarm.set(after(1_000), NOW)
  alarm.stop()
  vi.advanceTimersByTime(5_000)
  expect(ring).not.toHaveBeenCalled()
})
