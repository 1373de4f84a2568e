// Lets only so many run at once; the others wait for their turn.

/** Runs a task when its turn comes and gives its result. */
export type Turns = <Result>(task: () => Promise<Result>) => Promise<Result>

/** At most `limit` tasks at once, in the order in which they came. */
export function createTurns(limit: number): Turns {
  let running = 0
  const waiting: (() => void)[] = []
  return async (task) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next !== undefined) next()
      else running--
    }
  }
}
