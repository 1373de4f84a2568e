// What users keep open here, WebSockets and event streams alike: so many for each of them.

/** Who has what open on this server process. */
export type HeldConnections = {
  /** Counts one more for a user, until they leave it. False: they have as many as may be. */
  take(userId: string): boolean
  /** One that was taken has ended. */
  leave(userId: string): void
  /** Why not, for them to read. */
  readonly refusal: string
}

/** The code under which one more is refused. */
export const TOO_MANY_SOCKETS = 'TOO_MANY_SOCKETS'

/** Counts up to `limit` for each user. */
export function holdConnections(limit: number): HeldConnections {
  const counts = new Map<string, number>()
  const change = (userId: string, by: number) => {
    const count = (counts.get(userId) ?? 0) + by
    if (count === 0) counts.delete(userId)
    else counts.set(userId, count)
  }
  return {
    take: (userId) => {
      if ((counts.get(userId) ?? 0) >= limit) return false
      change(userId, 1)
      return true
    },
    leave: (userId) => change(userId, -1),
    refusal: `A user may have ${limit} sockets and event streams at once.`,
  }
}

/** Passes on a stream of results, and tells when it is over, once, however that comes about. */
export function endingWith<Result>(source: AsyncIterable<Result>, onEnd: () => void): AsyncIterableIterator<Result> {
  const iterator = source[Symbol.asyncIterator]()
  const end = once(onEnd)
  // Several may see that nobody reads any more.
  const finish = once(async () => {
    end()
    await iterator.return?.()
  })
  return {
    [Symbol.asyncIterator]() { return this },
    next: async () => {
      try {
        const result = await iterator.next()
        if (result.done === true) end()
        return result
      } catch (error) {
        end()
        throw error
      }
    },
    return: async () => {
      await finish()
      return { done: true, value: undefined }
    },
  }
}

// Does nothing when it is called again.
function once<Result>(act: () => Result): () => Result | undefined {
  let isDone = false
  return () => {
    if (isDone) return undefined
    isDone = true
    return act()
  }
}
