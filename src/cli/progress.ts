// How far long work is, on a terminal only.
import type { Terminal } from './terminal.ts'

const BAR_WIDTH = 24
const EVERY_MS = 100

/** Shows how much of the work is done. */
export type Progress = { advance(count: number): void; end(): void }

/** Shows `words`, a bar where the total is known, the count and the rate, until it ends. `now` gives milliseconds. */
export function showProgress(terminal: Terminal, words: string, total: number | null, now: () => number): Progress {
  if (!terminal.hasStatusLine) return { advance: () => {}, end: () => {} }
  const startedAt = now()
  let done = 0
  let shownAt = -Infinity
  return {
    advance: (count) => {
      done += count
      const at = now()
      if (at - shownAt < EVERY_MS) return
      shownAt = at
      const rate = Math.round((done * 1000) / Math.max(at - startedAt, 1))
      terminal.status(`${words} ${total === null ? '' : `${bar(done / Math.max(total, 1))} `}${done.toLocaleString('en')}${total === null ? '' : ` of ${total.toLocaleString('en')}`}  ${rate.toLocaleString('en')}/s`)
    },
    end: () => terminal.status(null),
  }
}

function bar(share: number): string {
  const full = Math.round(Math.min(share, 1) * BAR_WIDTH)
  return `[${'#'.repeat(full)}${'.'.repeat(BAR_WIDTH - full)}]`
}
