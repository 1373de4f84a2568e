// One timer for all sockets: pings, by which a connection whose other end is gone without a word is found, and the moments at
// which sockets end by the clock.

/** Somebody who is attended to. Times are in milliseconds of `performance.now()`. */
export type Attended = {
  /** When it is to be pinged next. */
  pingAt: number
  /** When its time is over; Infinity: never. */
  deadlineAt: number
  ping(): void
  onDeadline(): void
}

/** Looks after sockets. */
export type Attendance = {
  add(one: Attended): void
  remove(one: Attended): void
  /** Sets when its time is over. */
  setDeadline(one: Attended, at: number): void
  stop(): void
}

const LOOKS_EVERY_MS = 1_000

/** Pings each every `pingEveryMs`, give or take a second, and tells each of its deadline when it has come. */
export function attend(pingEveryMs: number): Attendance {
  const attended = new Set<Attended>()
  const everyMs = Math.min(LOOKS_EVERY_MS, pingEveryMs)
  const timer = setInterval(look, everyMs)
  timer.unref()

  function look(): void {
    const now = performance.now()
    for (const one of attended) {
      if (one.deadlineAt < now + everyMs) expect(one, now)
      if (one.pingAt > now) continue
      one.pingAt = now + pingEveryMs
      one.ping()
    }
  }

  // What ends before the next look has a timer of its own, which counts unless the deadline is another by then.
  function expect(one: Attended, now: number): void {
    const { deadlineAt } = one
    setTimeout(() => { if (attended.has(one) && one.deadlineAt === deadlineAt) one.onDeadline() }, Math.max(0, deadlineAt - now)).unref()
  }

  return {
    add: (one) => {
      one.pingAt = performance.now() + pingEveryMs
      attended.add(one)
    },
    remove: (one) => void attended.delete(one),
    setDeadline: (one, at) => {
      one.deadlineAt = at
      const now = performance.now()
      if (at < now + everyMs) expect(one, now)
    },
    stop: () => clearInterval(timer),
  }
}
