// Reads that share round trips: who goes with whom, and what each is answered.
import { describe, expect, it } from 'vitest'
import { coalesce } from '../../src/store/coalesce.ts'

/** A read whose calls are answered when the test says so. */
function held() {
  const calls: { asks: readonly string[]; answer: () => void; fail: (error: Error) => void }[] = []
  const load = (asks: readonly string[]) => new Promise<string>((resolve, reject) => { calls.push({ asks, answer: () => resolve(asks.join()), fail: reject }) })
  return { calls, load }
}
const turn = () => new Promise((resolve) => setImmediate(() => setImmediate(resolve)))

describe('coalesced reads', () => {
  it('go together when they are asked in one turn, and when they waited for the same call', async () => {
    const { calls, load } = held()
    const ask = coalesce(load, { together: 100, lanes: 1 })
    const first = [ask('a'), ask('b')]
    await turn()
    const second = [ask('c'), ask('d'), ask('e')]
    await turn()
    expect(calls.map(({ asks }) => asks)).toEqual([['a', 'b']])
    calls[0]!.answer()
    expect(await Promise.all(first)).toEqual(['a,b', 'a,b'])
    await turn()
    expect(calls.map(({ asks }) => asks)).toEqual([['a', 'b'], ['c', 'd', 'e']])
    calls[1]!.answer()
    expect(await Promise.all(second)).toEqual(['c,d,e', 'c,d,e', 'c,d,e'])
  })

  it('use every lane, and are never more together than a hundred', async () => {
    const { calls, load } = held()
    const ask = coalesce(load, { together: 100, lanes: 2 })
    const all = Array.from({ length: 250 }, (_, at) => ask(String(at)))
    await turn()
    expect(calls.map(({ asks }) => asks.length)).toEqual([100, 100])
    calls[1]!.answer()
    await turn()
    expect(calls.map(({ asks }) => asks.length)).toEqual([100, 100, 50])
    calls[0]!.answer()
    calls[2]!.answer()
    expect(await Promise.all(all)).toHaveLength(250)
  })

  it('fail together, and those asked later go on', async () => {
    const { calls, load } = held()
    const ask = coalesce(load, { together: 100, lanes: 1 })
    const failing = Promise.allSettled([ask('a'), ask('b')])
    await turn()
    calls[0]!.fail(new Error('gone'))
    expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    const later = ask('c')
    await turn()
    calls[1]!.answer()
    expect(await later).toBe('c')
  })
})
