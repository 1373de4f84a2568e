// Event streams that end by the clock, as their token does.

/**
 * Passes on `source` until `endsAt`; then gives `last` once, and ends both. Holds no more than the one value asked for.
 * A source that ends or fails first ends the stream the same way.
 */
export function until<T>(source: AsyncIterable<T>, endsAt: Date, now: Date, last: T): AsyncIterableIterator<T> {
  const iterator = source[Symbol.asyncIterator]()
  let state: 'open' | 'expired' | 'ended' = 'open'
  let waiting: ((result: IteratorResult<T>) => void) | null = null

  const end = async () => {
    if (state === 'ended') return
    state = 'ended'
    cancel()
    await iterator.return?.()
  }
  const cancel = atTime(endsAt, now, () => {
    state = 'expired'
    if (waiting !== null) giveLast(waiting)
  })
  const giveLast = (give: (result: IteratorResult<T>) => void) => {
    give({ value: last, done: false })
    // It may be in the middle of waiting for its next event; whoever feeds it is told, and nobody waits for that.
    void end().catch(() => {})
  }
  const next = () => new Promise<IteratorResult<T>>((resolve, reject) => {
    if (state === 'expired') return giveLast(resolve)
    if (state === 'ended') return resolve({ value: undefined, done: true })
    waiting = resolve
    iterator.next().then((result) => {
      waiting = null
      if (result.done === true) cancel()
      resolve(result)
    }, (error: unknown) => {
      waiting = null
      cancel()
      reject(error as Error)
    })
  })
  return {
    [Symbol.asyncIterator]() { return this },
    next,
    return: async () => {
      await end()
      return { value: undefined, done: true }
    },
  }
}

// The longest that setTimeout can wait.
const LONGEST_WAIT_MS = 2 ** 31 - 1

/** Calls `act` at a time, however far; at once when that has passed. Returns how to call it off. */
export function atTime(time: Date, now: Date, act: () => void): () => void {
  let remainingMs = Math.max(0, time.getTime() - now.getTime())
  let timer: NodeJS.Timeout
  const wait = () => {
    const stepMs = Math.min(remainingMs, LONGEST_WAIT_MS)
    remainingMs -= stepMs
    timer = setTimeout(remainingMs > 0 ? wait : act, stepMs)
    timer.unref()
  }
  wait()
  return () => clearTimeout(timer)
}
