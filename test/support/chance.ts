// Chance that a seed repeats.

/** A source of chance: `next` is at least 0 and below 1. */
export type Chance = { next(): number; among<Value>(values: readonly Value[]): Value; happens(probability: number): boolean }

/** The same seed and name give the same sequence (mulberry32 over a hash of both). */
export function chanceOf(seed: number, name = ''): Chance {
  let state = [...name].reduce((hash, letter) => Math.imul(hash ^ letter.codePointAt(0)!, 16_777_619), seed | 0)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  return { next, among: (values) => values[Math.floor(next() * values.length)]!, happens: (probability) => next() < probability }
}
