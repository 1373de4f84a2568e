// Contestants measured in turns, so that a slow moment of the machine hits all of them; the median of the rounds counts.
import { median, percentile, type Measure } from '../report.ts'

/** One contestant: works for about `seconds` and tells how much was done, and how long each took in milliseconds. */
export type Contestant = { name: string; round(seconds: number): Promise<{ perSecond: number; milliseconds: readonly number[]; processor?: number }> }

/** Figures of one contestant: medians over the rounds. `processor`: microseconds of the server's processor time for each, where it was measured. */
export type Result = { name: string; perSecond: number; p50: number; p99: number; ofFirst: number; processor: number | null }

// Of the usual three seconds: after some fifteen of work a server's processor time for each request no longer falls.
const ROUNDS_OF_WARM_UP = 5

/**
 * Runs all contestants in turns, after one long round that doesn't count: a server that runs for days is compared once its
 * code is compiled. The first is what the others are compared with.
 */
export async function compare(contestants: readonly Contestant[], { rounds, seconds }: { rounds: number; seconds: number }): Promise<Result[]> {
  const seen = contestants.map(() => [] as { perSecond: number; p50: number; p99: number; processor: number | undefined }[])
  for (let round = 0; round <= rounds; round++) {
    for (const [at, contestant] of contestants.entries()) {
      const { perSecond, milliseconds, processor } = await contestant.round(round === 0 ? ROUNDS_OF_WARM_UP * seconds : seconds)
      if (round > 0) seen[at]!.push({ perSecond, p50: percentile(milliseconds, 50), p99: percentile(milliseconds, 99), processor })
    }
  }
  const first = median(seen[0]!.map(({ perSecond }) => perSecond))
  return contestants.map(({ name }, at) => {
    const perSecond = median(seen[at]!.map((one) => one.perSecond))
    const processor = seen[at]!.flatMap((one) => one.processor ?? [])
    return { name, processor: processor.length === 0 ? null : round(median(processor), 0), perSecond: round(perSecond, 1), p50: round(median(seen[at]!.map((one) => one.p50)), 2), p99: round(median(seen[at]!.map((one) => one.p99)), 2), ofFirst: round(perSecond / first, 3) }
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

/**
 * As `hammer`, for work that uses up what was made for it: `make` makes some more, which is not counted. So it is done in stretches,
 * before each of which there is enough for a server that has grown faster. `metered` is how far `meter` went meanwhile.
 */
export function hammerStock<Thing>(workers: number, make: () => Promise<readonly Thing[]>, use: (thing: Thing) => Promise<void>, meter: () => number = () => 0) {
  const stock: Thing[] = []
  let atMost = 3_000
  const useOne = async () => {
    const thing = stock.pop()
    if (thing === undefined) throw new Error('too little was made to be used up')
    await use(thing)
  }
  return async (seconds: number): Promise<{ perSecond: number; milliseconds: number[]; metered: number }> => {
    const milliseconds: number[] = []
    let took = 0, metered = 0
    for (let left = seconds; left > 0; left -= STRETCH_SECONDS) {
      const stretch = Math.min(left, STRETCH_SECONDS)
      if (stock.length < atMost * stretch) while (stock.length < atMost * Math.min(left, MADE_FOR_SECONDS)) stock.push(...(await make()))
      const before = meter()
      const result = await hammer(workers, stretch, useOne)
      metered += meter() - before
      took += result.milliseconds.length / result.perSecond
      milliseconds.push(...result.milliseconds)
      atMost = Math.max(atMost, result.perSecond * 2)
    }
    return { perSecond: milliseconds.length / took, milliseconds, metered }
  }
}

const STRETCH_SECONDS = 1, MADE_FOR_SECONDS = 3

/** Results as measures of a report; `targets` give, by name, what share of the first it should come to. */
export function measuresOf(results: readonly Result[], targets: Readonly<Record<string, number>> = {}): Measure[] {
  return results.flatMap(({ name, perSecond, p50, p99, ofFirst, processor }, at): Measure[] => {
    const target = targets[name]
    return [
      { name, value: perSecond, unit: 'a second', against: `p50 ${p50} ms, p99 ${p99} ms${processor === null ? '' : `, server ${processor} µs each`}` },
      ...(at === 0 ? [] : [{ name: `${name}: share`, value: ofFirst, unit: 'of the floor', against: results[0]!.name, ...(target === undefined ? {} : { target: `at least ${target}`, isMet: ofFirst >= target }) }]),
    ]
  })
}

function round(figure: number, digits: number): number {
  return Number(figure.toFixed(digits))
}
