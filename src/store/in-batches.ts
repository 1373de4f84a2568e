// Removing what is old a little at a time: readers of the event log wait for the oldest transaction still running.

/** What came of it: how many rows went, and whether none is left that should have gone. */
export type Removed = { removed: number; isDone: boolean }

/** Has `remove`, which answers how many it has removed of at most so many, called until nothing is left, at most `maxBatches` times. */
export async function removeInBatches(remove: (limit: number) => Promise<number>, batchSize = 5_000, maxBatches = 100): Promise<Removed> {
  let removed = 0
  for (let batch = 0; batch < maxBatches; batch++) {
    const count = await remove(batchSize)
    removed += count
    if (count < batchSize) return { removed, isDone: true }
  }
  return { removed, isDone: false }
}
