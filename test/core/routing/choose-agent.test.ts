import { describe, expect, it } from 'vitest'
import { chooseAgent, type Choosable } from '../../../src/core/routing/choose-agent.ts'
import { at } from './build.ts'

const agent = (id: string, capacity: number, workload: number, lastWorkAt: string | null = null): Choosable => ({ id, capacity, workload, lastWorkAt, since: at(-3600), turn: 0 })

// rule O1
describe('the choice among agents', () => {
  it('falls on the least work, or on the most capacity left, which is not the same', () => {
    const a = agent('a', 5, 3), b = agent('b', 10, 5)
    expect(chooseAgent('LEAST_ACTIVE', [b, a])).toBe(a)
    expect(chooseAgent('MOST_AVAILABLE', [a, b])).toBe(b)
  })

  it('falls on the longest idle when they are equal; who never had work has been idle longest', () => {
    const early = agent('b', 5, 1, at(-60)), late = agent('a', 5, 1, at(-10)), never = agent('c', 5, 1)
    expect(chooseAgent('LEAST_ACTIVE', [late, early])).toBe(early)
    expect(chooseAgent('MOST_AVAILABLE', [late, early])).toBe(early)
    expect(chooseAgent('LEAST_ACTIVE', [late, early, never])).toBe(never)
  })

  it('falls on who has been there longest when neither ever had work', () => {
    const first = { ...agent('b', 5, 0), since: at(-60) }, second = { ...agent('a', 5, 0), since: at(-10) }
    expect(chooseAgent('LEAST_ACTIVE', [second, first])).toBe(first)
    expect(chooseAgent('MOST_AVAILABLE', [first, second])).toBe(first)
  })

  it('falls on the smallest id when nothing else differs', () => {
    expect(chooseAgent('LEAST_ACTIVE', [agent('b', 5, 0), agent('a', 5, 0)])?.id).toBe('a')
  })

  it('is nobody when there is nobody, or the choice is an external router’s', () => {
    expect(chooseAgent('LEAST_ACTIVE', [])).toBeNull()
    expect(chooseAgent('EXTERNAL_ROUTING', [agent('a', 5, 0)])).toBeNull()
  })
})
