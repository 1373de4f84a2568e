// Streams that end by the clock.
import { expect, it } from 'vitest'
import { until } from '../../src/server/until.ts'

const NOW = new Date(0)
const FAR = new Date(NOW.getTime() + 1e12)
const LAST = -1
/** Gives 1, 2 and then waits for ever; tells whether it was ended. */
const endless = () => {
  const state = { isEnded: false, next: 0 }
  const source: AsyncIterable<number> = {
    [Symbol.asyncIterator]: () => ({
      next: () => (++state.next <= 2 ? Promise.resolve({ value: state.next, done: false }) : new Promise(() => {})),
      return: () => {
        state.isEnded = true
        return Promise.resolve({ value: undefined, done: true })
      },
    }),
  }
  return { state, source }
}
const all = async (stream: AsyncIterable<number>) => {
  const got: number[] = []
  for await (const value of stream) got.push(value)
  return got
}

it('passes everything on, gives the last word in time, and ends its source', async () => {
  const { state, source } = endless()
  expect(await all(until(source, new Date(NOW.getTime() + 20), NOW, LAST))).toEqual([1, 2, LAST])
  expect(state.isEnded).toBe(true)
})

it('gives the last word at once when the time has passed', async () => {
  const { source } = endless()
  const got = await all(until(source, new Date(NOW.getTime() - 1), NOW, LAST))
  expect(got.at(-1)).toBe(LAST)
})

it('ends as its source ends', async () => {
  async function* three() { yield 1; yield 2; yield 3 }
  expect(await all(until(three(), FAR, NOW, LAST))).toEqual([1, 2, 3])
})

it('fails as its source fails', async () => {
  async function* failing(): AsyncGenerator<number> { yield 1; throw new Error('broken') }
  await expect(all(until(failing(), FAR, NOW, LAST))).rejects.toThrow('broken')
})

it('ends its source when its reader has enough', async () => {
  const { state, source } = endless()
  for await (const value of until(source, FAR, NOW, LAST)) if (value === 2) break
  expect(state.isEnded).toBe(true)
})
