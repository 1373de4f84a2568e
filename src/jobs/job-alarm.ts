// Rings when jobs that this process has added come due, so that a time-out or the end of a grace is no worker's look late.

/** Times at which to ring. */
export type JobAlarm = {
  /** Rings at that time, or not at all where it is far off: there, a worker's own look, every second, is near enough. Never throws. */
  set(at: Date, now: Date): void
  /** Rings no more. */
  stop(): void
}

// Times are kept in memory, so only those that come soon, and twenty for a second at most.
const SOON_MS = 120_000
const APART_MS = 50

/** Makes an alarm that calls `ring`, which must not throw. Times that lie close together ring once, after the last of them. */
export function createJobAlarm(ring: () => void): JobAlarm {
  const timers = new Map<number, NodeJS.Timeout>()
  return {
    set: (at, now) => {
      const due = Math.ceil(at.getTime() / APART_MS) * APART_MS, inMs = due - now.getTime()
      if (inMs > SOON_MS || timers.has(due)) return
      timers.set(due, setTimeout(() => {
        timers.delete(due)
        ring()
      }, Math.max(0, inMs)).unref())
    },
    stop: () => {
      timers.forEach((timer) => clearTimeout(timer))
      timers.clear()
    },
  }
}
