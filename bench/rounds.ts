// Contestants measured in turns, so that a slow moment of the machine hits all of them; the median of the rounds counts.

/** One contestant: works for about `seconds` and tells how much was done, and how long each took in milliseconds. */
export type Contestant = { name: string; round(seconds: number): Promise<{ perSecond: number; milliseconds: readonly number[]; processor?: number }> }

/** Figures of one contestant: medians over the rounds. `processor`: microseconds of the server's processor time for each, where it was measured. */
export type Result = { name: string; perSecond: number; p50: number; p99: number; ofFirst: number; processor: number | null }

/** Runs all contestants in turns, after one round that doesn't count. The first is what the others are compared with. */
export async function compare(contestants: readonly Contestant[], { rounds, seconds }: { rounds: number; seconds: number }): Promise<Result[]> {
  const seen = contestants.map(() => [] as { perSecond: number; p50: number; p99: number; processor: number | undefined }[])
  for (let round = 0; round <= rounds; round++) {
    for (const [at, contestant] of contestants.entries()) {
      const { perSecond, milliseconds, processor } = await contestant.round(round === 0 ? Math.min(1, seconds) : seconds)
      if (round > 0) seen[at]!.push({ perSecond, p50: quantile(milliseconds, 0.5), p99: quantile(milliseconds, 0.99), processor })
    }
  }
  const first = median(seen[0]!.map(({ perSecond }) => perSecond))
  return contestants.map(({ name }, at) => {
    const perSecond = median(seen[at]!.map((one) => one.perSecond))
    const processor = seen[at]!.flatMap((one) => one.processor ?? [])
    return { name, processor: processor.length === 0 ? null : rounded(median(processor), 0), perSecond: rounded(perSecond, 1), p50: rounded(median(seen[at]!.map((one) => one.p50)), 2), p99: rounded(median(seen[at]!.map((one) => one.p99)), 2), ofFirst: rounded(perSecond / first, 3) }
  })
}

/** Has `workers` callers do `work` over and over for about `seconds`; each call gets the caller's number. */
export async function hammer(workers: number, seconds: number, work: (worker: number) => Promise<void>): Promise<{ perSecond: number; milliseconds: number[] }> {
  const milliseconds: number[] = []
  const began = performance.now()
  const until = began + seconds * 1000
  await Promise.all(Array.from({ length: workers }, async (_, worker) => {
    for (let from = performance.now(); from < until; from = performance.now()) {
      await work(worker)
      milliseconds.push(performance.now() - from)
    }
  }))
  return { perSecond: milliseconds.length / ((performance.now() - began) / 1000), milliseconds }
}

/** Prints results as a table under a title. */
export function print(title: string, results: readonly Result[]): void {
  process.stdout.write(`\n${title}\n`)
  console.table(Object.fromEntries(results.map(({ name, perSecond, p50, p99, ofFirst, processor }) => [name, { 'per second': perSecond, 'p50 ms': p50, 'p99 ms': p99, 'of the first': ofFirst, ...(processor === null ? {} : { 'server µs each': processor }) }])))
}

/** The middle of some figures; of two middles the mean. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b), half = sorted.length / 2
  return sorted.length % 2 === 1 ? sorted[Math.floor(half)]! : (sorted[half - 1]! + sorted[half]!) / 2
}

/** The figure that `share` (0 to 1) of them don't exceed. */
export function quantile(figures: readonly number[], share: number): number {
  const sorted = [...figures].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0
}

/** A figure with so many digits after the point. */
export function rounded(figure: number, digits: number): number {
  return Number(figure.toFixed(digits))
}
