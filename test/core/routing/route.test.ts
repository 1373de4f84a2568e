import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Agent } from '../../../src/core/routing/agent.ts'
import { fits, unitsOf } from '../../../src/core/routing/capacity.ts'
import { comparePendingWork, type PendingWork } from '../../../src/core/routing/pending-work.ts'
import { route } from '../../../src/core/routing/route.ts'
import { missingSkills, skillsStillRequired } from '../../../src/core/routing/skills.ts'
import { agent, at, NOW, work } from './build.ts'

const pairs = (pending: PendingWork[], agents: Agent[], now = NOW) => route(pending, agents, now).offers.map((offer) => [offer.pendingId, offer.agentId])

// rule O1
describe('the order of pending work', () => {
  it('is routing priority, secondary priority with none last, age, id', () => {
    const sorted = [
      work('best', { routingPriority: 0, queuedAt: at(0) }),
      work('second', { secondaryPriority: 0, queuedAt: at(0) }), work('third', { secondaryPriority: 3 }),
      work('old', { queuedAt: at(-90) }), work('a'), work('b'),
    ]
    expect([...sorted].reverse().sort(comparePendingWork)).toEqual(sorted)
  })

  it('gives an agent of two queues the better priority of either first', () => {
    const lone = agent('a', { capacity: 1, queueIds: ['q', 'r'] })
    expect(pairs([work('low', { routingPriority: 2, queuedAt: at(-999) }), work('high', { queueId: 'r', routingPriority: 1 })], [lone])).toEqual([['high', 'a']])
  })

  it('lets smaller work pass by what is too big for anybody’s room', () => {
    expect(pairs([work('big', { routingPriority: 0, capacityWeight: 4 }), work('small')], [agent('a', { workload: 3 })])).toEqual([['small', 'a']])
  })
})

// rules O1, O2, O3
describe('the router', () => {
  it('takes turns among agents who are equal', () => {
    expect(pairs([work('1'), work('2'), work('3', { capacityWeight: 0 }), work('4', { capacityWeight: 0 })], [agent('a'), agent('b')]))
      .toEqual([['1', 'a'], ['2', 'b'], ['3', 'a'], ['4', 'b']])
  })

  it('offers nothing to the busy, to strangers of the queue, to the full, or to those without the skills', () => {
    const agents = [agent('busy', { availability: 'BUSY' }), agent('stranger', { queueIds: ['r'] }), agent('full', { workload: 5 }), agent('unskilled')]
    expect(pairs([work('1', { skills: ['spanish'] })], agents)).toEqual([])
    expect(pairs([work('1', { skills: ['spanish'] })], [...agents, agent('able', { skills: ['spanish:2'] })])).toEqual([['1', 'able']])
  })

  it('asks for fewer skills as time goes by, and wakes for it', () => {
    const demanding = work('1', { skills: ['spanish'], dropSkillsAfterSeconds: 90 })
    expect(route([demanding], [agent('a')], NOW)).toMatchObject({ offers: [], nextWakeAt: at(30) })
    expect(pairs([demanding], [agent('a')], at(30))).toEqual([['1', 'a']])
  })

  it('leaves alone what is offered, and what an external router routes', () => {
    expect(pairs([work('1', { offer: { agentId: 'b', since: at(-5), until: null } }), work('2', { routingModel: 'EXTERNAL_ROUTING', hasOverflow: true })], [agent('a')])).toEqual([])
  })
})

// rule O3
describe('work that was declined', () => {
  const declined = (ids: string[], ago = 0, change: Partial<PendingWork> = {}) => work('1', { declinedBy: ids, lastDeclinedAt: at(-ago), ...change })

  it('goes to somebody who has not declined, however much they have', () => {
    expect(pairs([declined(['a'])], [agent('a'), agent('b', { workload: 4 })])).toEqual([['1', 'b']])
  })

  it('waits for one who has not been asked and is only full', () => {
    expect(route([declined(['a'], 60)], [agent('a'), agent('b', { workload: 5 })], NOW)).toMatchObject({ offers: [], nextWakeAt: null })
  })

  it('begins a new round when everyone was asked, and keeps the last who declined for last', () => {
    const again = route([declined(['a', 'b'])], [agent('b'), agent('a', { workload: 4 })], NOW)
    expect(again.offers).toMatchObject([{ agentId: 'a', declinedBy: ['b'] }])
  })

  it('comes back to the only one there is after five seconds', () => {
    expect(route([declined(['a'], 4)], [agent('a')], NOW)).toMatchObject({ offers: [], nextWakeAt: at(1) })
    expect(route([declined(['a'], 5)], [agent('a')], NOW).offers).toMatchObject([{ agentId: 'a', declinedBy: [] }])
  })

  it('comes back at once to the only one there is when their presence has changed since', () => {
    expect(pairs([declined(['a'], 2)], [agent('a', { since: at(-1) })])).toEqual([['1', 'a']])
    expect(pairs([declined(['a'], 2)], [agent('a', { since: at(-2) })])).toEqual([])
  })

  it('does not come back to one who was busy in between while somebody has not been asked', () => {
    expect(pairs([declined(['a'], 2)], [agent('a', { since: at(-1) }), agent('b', { workload: 5 })])).toEqual([])
    expect(pairs([declined(['a'], 2)], [agent('a', { since: at(-1), onlineSince: at(-1) }), agent('b', { workload: 5 })])).toEqual([['1', 'a']])
  })

  it('goes to the overflow assignee when everyone was asked, and to nobody again', () => {
    expect(route([declined(['a'], 60, { hasOverflow: true })], [agent('a')], NOW)).toMatchObject({ offers: [], overflowing: ['1'] })
  })
})

// rule O3
describe('overflow', () => {
  const overflowing = (agents: Agent[], change: Partial<PendingWork> = {}) => route([work('1', { hasOverflow: true, ...change })], agents, NOW).overflowing

  it('takes work for which no member is online, or none who could ever take it', () => {
    expect(overflowing([])).toEqual(['1'])
    expect(overflowing([agent('stranger', { queueIds: ['r'] })])).toEqual(['1'])
    expect(overflowing([agent('unskilled')], { skills: ['spanish'] })).toEqual(['1'])
    expect(overflowing([agent('small', { capacity: 1 })], { capacityWeight: 2 })).toEqual(['1'])
  })

  it('does not take work that somebody is free, full or busy for, or will be skilled enough for', () => {
    expect(overflowing([agent('free')])).toEqual([])
    expect(overflowing([agent('full', { workload: 5 })])).toEqual([])
    expect(overflowing([agent('busy', { availability: 'BUSY' })])).toEqual([])
    expect(overflowing([agent('unskilled')], { skills: ['spanish'], dropSkillsAfterSeconds: 600 })).toEqual([])
  })
})

// rule O8
describe('the reasons why work waits', () => {
  const reasons = (pending: PendingWork, agents: Agent[]) => route([pending], agents, NOW).waiting[0]?.reasons

  it('name what stands in the way of each member', () => {
    expect(reasons(work('1'), [])).toEqual(['No member of the queue is online.'])
    expect(reasons(work('1', { skills: ['spanish:2'], capacityWeight: 2, declinedBy: ['dee'], lastDeclinedAt: at(0), dropSkillsAfterSeconds: 3600 }), [
      agent('full', { workload: 4, skills: ['spanish:2'] }), agent('dee', { skills: ['spanish:2'] }), agent('busy', { availability: 'BUSY', skills: ['spanish:2'] }),
      agent('mono', { skills: ['spanish:1'] }), agent('small', { capacity: 1, skills: ['spanish:2'] }),
    ])).toEqual([
      'At capacity: full (4 of 5 used, this takes 2).', 'Declined, let time out or given back by: dee.', 'Busy: busy.',
      'Skills missing: mono (spanish:2).', `One skill fewer is asked for at ${at(3540)}.`,
      'Takes more than they can ever hold: small (capacity 1, this takes 2).',
    ])
  })

  it('say to whom it is offered, who routes it, and when somebody is asked again', () => {
    expect(reasons(work('1', { offer: { agentId: 'a', since: at(-5), until: at(25) } }), [agent('a')])).toEqual([`Offered to a since ${at(-5)}, until ${at(25)}; waits for their answer.`])
    expect(reasons(work('1', { routingModel: 'EXTERNAL_ROUTING' }), [agent('a')])?.[0]).toContain('external router')
    expect(reasons(work('1', { declinedBy: ['a'], lastDeclinedAt: NOW }), [agent('a')])).toEqual(['Declined, let time out or given back by: a.', `Everybody has been asked; a may be asked again at ${at(5)}.`])
  })

  it('name what else stands in the way of those who have declined', () => {
    const pending = work('1', { declinedBy: ['full', 'busy'], lastDeclinedAt: at(-60) })
    expect(reasons(pending, [agent('full', { workload: 5 }), agent('busy', { availability: 'BUSY' })])).toEqual([
      'At capacity: full (5 of 5 used, this takes 1).', 'Declined, let time out or given back by: full, busy.', 'Busy: busy.',
    ])
  })

  it('count those beyond the tenth', () => {
    const crowd = Array.from({ length: 12 }, (_, i) => agent(`a${String(i).padStart(2, '0')}`, { availability: 'BUSY' }))
    expect(reasons(work('1'), crowd)).toEqual(['Busy: a00, a01, a02, a03, a04, a05, a06, a07, a08, a09 and 2 more.'])
  })
})

const ids = ['a', 'b', 'c', 'd']
const anyAgents = fc.uniqueArray(fc.constantFrom(...ids)).chain((chosen) => fc.tuple(...chosen.map((id) => fc.record({
  availability: fc.constantFrom<Agent['availability']>('AVAILABLE', 'AVAILABLE', 'BUSY'), since: fc.constantFrom(at(-100), at(-1)), onlineSince: fc.constantFrom(null, at(-100), at(-1)), lastWorkAt: fc.constantFrom(null, at(-50), at(-20)),
  capacity: fc.constantFrom(0, 1, 2.5, 5), workload: fc.constantFrom(0, 0.1, 1, 2), skills: fc.subarray(['x', 'y:2']), queueIds: fc.subarray(['q', 'r']),
}).map((change) => agent(id, change)))))
const anyPending = fc.array(fc.record({
  queueId: fc.constantFrom('q', 'r'), routingModel: fc.constantFrom<PendingWork['routingModel']>('LEAST_ACTIVE', 'MOST_AVAILABLE', 'EXTERNAL_ROUTING'),
  routingPriority: fc.nat(2), secondaryPriority: fc.constantFrom(null, 0, 1), capacityWeight: fc.constantFrom(null, 0, 0.1, 1, 3), capacityPercentage: fc.constantFrom(null, 33.3),
  skills: fc.subarray(['x', 'y:2']), dropSkillsAfterSeconds: fc.constantFrom(null, 30), queuedAt: fc.constantFrom(at(-60), at(-10)),
  declinedBy: fc.shuffledSubarray(ids), hasOverflow: fc.boolean(),
}), { maxLength: 25 }).map((rows) => rows.map((row, i) => work(`w${i}`, { ...row, lastDeclinedAt: row.declinedBy.length > 0 ? at(-3) : null })))

// rules O1, O2
describe('whatever waits and whoever is there', () => {
  it('nobody’s capacity is exceeded, each work has at most one agent, and each agent is available, a member and skilled', () => {
    fc.assert(fc.property(anyPending, anyAgents, (pending, agents) => {
      const { offers } = route(pending, agents, NOW)
      expect(new Set(offers.map((offer) => offer.pendingId)).size).toBe(offers.length)
      const load = new Map(agents.map((one) => [one.id, one.workload]))
      for (const offer of offers) {
        const item = pending.find((one) => one.id === offer.pendingId)!, taker = agents.find((one) => one.id === offer.agentId)!
        const units = unitsOf(item, taker.capacity)
        expect(fits(units, { capacity: taker.capacity, workload: load.get(taker.id)! })).toBe(true)
        load.set(taker.id, offer.workload)
        expect(offer.units).toBe(units)
        expect(taker.availability).toBe('AVAILABLE')
        expect(taker.queueIds).toContain(item.queueId)
        expect(missingSkills(skillsStillRequired(item, NOW).skills, taker.skills)).toEqual([])
      }
    }), { numRuns: 500 })
  })

  it('no work waits while an agent idles who could take it and was not asked, unless better work took their room', () => {
    fc.assert(fc.property(anyPending, anyAgents, (pending, agents) => {
      const { offers, overflowing } = route(pending, agents, NOW)
      const offered = new Map(offers.map((offer) => [offer.pendingId, offer]))
      const loadBefore = (item: PendingWork, taker: Agent) => offers.filter((offer) => offer.agentId === taker.id && comparePendingWork(pending.find((one) => one.id === offer.pendingId)!, item) < 0).at(-1)?.workload ?? taker.workload
      for (const item of pending) {
        if (offered.has(item.id) || item.routingModel === 'EXTERNAL_ROUTING') continue
        const idle = agents.filter((one) => one.queueIds.includes(item.queueId) && one.availability === 'AVAILABLE' && !item.declinedBy.includes(one.id)
          && missingSkills(skillsStillRequired(item, NOW).skills, one.skills).length === 0 && unitsOf(item, one.capacity) <= one.capacity)
        for (const one of idle) expect(fits(unitsOf(item, one.capacity), { capacity: one.capacity, workload: loadBefore(item, one) })).toBe(false)
        if (overflowing.includes(item.id)) expect(idle).toEqual([])
      }
    }), { numRuns: 500 })
  })

  it('the answer depends on nothing but the input, and not on its order', () => {
    fc.assert(fc.property(anyPending, anyAgents, fc.infiniteStream(fc.nat()), (pending, agents, random) => {
      const shuffled = <T>(list: readonly T[]) => list.map((one) => [random.next().value!, one] as const).sort((a, b) => a[0] - b[0]).map(([, one]) => one)
      const { offers, overflowing, nextWakeAt } = route(pending, agents, NOW)
      expect(route(shuffled(pending), shuffled(agents), NOW)).toMatchObject({ offers, overflowing, nextWakeAt })
    }))
  })

  it('everything is offered, overflows, or waits for a reason', () => {
    fc.assert(fc.property(anyPending, anyAgents, (pending, agents) => {
      const { offers, overflowing, waiting } = route(pending, agents, NOW)
      expect([...offers.map((one) => one.pendingId), ...overflowing, ...waiting.map((one) => one.pendingId)].sort()).toEqual(pending.map((one) => one.id).sort())
      for (const one of waiting) expect(one.reasons.length).toBeGreaterThan(0)
    }))
  })
})
