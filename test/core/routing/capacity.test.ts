import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fits, roomOf, sumOfWork, unitsOf, withoutWork, withWork } from '../../../src/core/routing/capacity.ts'

const cost = (capacityWeight: number | null, capacityPercentage: number | null) => ({ capacityWeight, capacityPercentage })

// rule O1
describe('the weight of work', () => {
  it('is its units, its percentage of the capacity, or 1 where neither is set', () => {
    expect(unitsOf(cost(2.5, null), 10)).toBe(2.5)
    expect(unitsOf(cost(null, 40), 10)).toBe(4)
    expect(unitsOf(cost(null, null), 10)).toBe(1)
    expect(unitsOf(cost(0, null), 10)).toBe(0)
  })
})

// rule O2
describe('capacity', () => {
  it('holds ten tenths, which doubles do not add up to one', () => {
    let workload = 0
    for (let i = 0; i < 10; i++) {
      expect(fits(0.1, { capacity: 1, workload })).toBe(true)
      workload = withWork(workload, 0.1)
    }
    expect(workload).toBe(1)
    expect(fits(0.1, { capacity: 1, workload })).toBe(false)
  })

  it('blocks everything else once work takes 100 percent', () => {
    expect(fits(0.000001, { capacity: 3, workload: unitsOf(cost(null, 100), 3) })).toBe(false)
  })

  it('takes weightless work from anybody, also where a capacity was lowered under what is held', () => {
    expect(roomOf({ capacity: 1, workload: 3 })).toBe(-2)
    expect(fits(0, { capacity: 1, workload: 3 })).toBe(true)
    expect(fits(0.5, { capacity: 1, workload: 3 })).toBe(false)
  })

  it('comes back exactly, in whatever order work ends', () => {
    const weights = fc.array(fc.double({ min: 0, max: 50, noNaN: true }).map((weight) => unitsOf(cost(weight, null), 100)), { maxLength: 30 })
    fc.assert(fc.property(weights, fc.infiniteStream(fc.nat()), (held, picks) => {
      const left = [...held]
      let workload = sumOfWork(left)
      while (left.length > 0) {
        const [ended] = left.splice(picks.next().value! % left.length, 1)
        workload = withoutWork(workload, ended!)
        expect(workload).toBe(sumOfWork(left))
      }
      expect(workload).toBe(0)
    }))
  })
})
