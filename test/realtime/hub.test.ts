import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { SubscriptionLaggedError } from '../../src/errors.ts'
import { createHub } from '../../src/realtime/hub.ts'
import { encodeCursor, type LoggedEvent } from '../../src/store/event-log.ts'
import { useDatabase } from '../support/database.ts'
import { logEvent, numbers, readSettledLog, startRealtime, take, type RealtimeProcess } from '../support/events.ts'

const db = useDatabase({ max: 20 })
let server: RealtimeProcess
beforeAll(async () => {
  server = await startRealtime({ db, processId: 'hub', queueLimit: 20, pageSize: 3 })
})
afterAll(async () => {
  await server.stop()
})
afterEach(async () => {
  await db.pool.query('DELETE FROM "EventLog"')
})

let topics = 0
const newTopic = () => `queue:${++topics}`
const publish = async (topic: string, ...ns: unknown[]) => {
  for (const n of ns) await logEvent(db.pool, topic, { n })
  server.tail.wake()
}

/** Reads so many events as clients do: who was too slow for a burst goes on from the cursor that they are told. */
async function takeWhateverComes(topic: string, after: string, count: number): Promise<LoggedEvent[]> {
  const events = await server.hub.subscribe(topic, { after })
  const taken: LoggedEvent[] = []
  try {
    while (taken.length < count) taken.push(...(await take(events, 1)))
  } catch (error) {
    if (!(error instanceof SubscriptionLaggedError)) throw error
    return [...taken, ...(await takeWhateverComes(topic, error.cursor, count - taken.length))]
  } finally {
    await events.return()
  }
  return taken
}

describe('a subscription without a cursor', () => {
  it('gives what is committed from then on, in order, and nothing of other topics', async () => {
    const topic = newTopic()
    const events = await server.hub.subscribe(topic)
    await publish(topic, 1)
    await publish(newTopic(), 'other')
    await publish(topic, 2, 3)
    expect(numbers(await take(events, 3))).toEqual([1, 2, 3])
    await events.return()
  })
})

describe('a subscription with a cursor', () => {
  // A database that has crashed gives the number of a transaction that was undone once more: below what was the horizon before.
  it('goes on with whatever comes after the last event of the replay, whatever the horizon was', async () => {
    const topic = newTopic(), hub = createHub({ pool: db.pool })
    await publish(topic, 1, 2)
    await db.pool.query('SELECT pg_current_xact_id()')
    const [first, second] = await readSettledLog(db.pool)
    const events = await hub.subscribe(topic, { after: first!.cursor })
    expect(numbers(await take(events, 1))).toEqual([2])
    const again = { ...second!, position: { ...second!.position, seq: second!.position.seq + 1n }, payload: { n: 'again' } }
    for (const event of [first!, second!, again]) hub.dispatch([event])
    expect(numbers(await take(events, 1))).toEqual(['again'])
    await events.return()
  })

  it('replays page by page what came since, then goes live', async () => {
    const topic = newTopic()
    await publish(topic, 1, 2, 3, 4, 5, 6, 7, 8)
    const [first] = await readSettledLog(db.pool)
    const events = await server.hub.subscribe(topic, { after: first!.cursor })
    expect(numbers(await take(events, 4))).toEqual([2, 3, 4, 5])
    await publish(topic, 9)
    expect(numbers(await take(events, 4))).toEqual([6, 7, 8, 9])
    await publish(topic, 10)
    expect(numbers(await take(events, 1))).toEqual([10])
    await events.return()
  })

  it('joins replay and live without gap or repeat while others write', async () => {
    const topic = newTopic()
    await publish(topic, 0)
    const [first] = await readSettledLog(db.pool)
    const total = 300
    const writing = (async () => {
      for (let n = 1; n <= total; n++) await publish(topic, n)
    })()
    const expected = Array.from({ length: total }, (_, at) => at + 1)
    let read = 0
    // Each comes back at another moment, from the start.
    await Promise.all(Array.from({ length: 12 }, async (_, reader) => {
      await takeWhateverComes(topic, first!.cursor, 1 + reader * 20)
      expect(numbers(await takeWhateverComes(topic, first!.cursor, total))).toEqual(expected)
      read++
    }))
    await writing
    expect(read).toBe(12)
  })

  // rule O6a
  it('is refused when the cursor is none, or its event is no longer kept', async () => {
    const topic = newTopic()
    await publish(topic, 1)
    const [first] = await readSettledLog(db.pool)
    await db.pool.query('DELETE FROM "EventLog"')
    await expect(server.hub.subscribe(topic, { after: 'nonsense' })).rejects.toMatchObject({ code: 'CURSOR_INVALID' })
    await expect(server.hub.subscribe(topic, { after: encodeCursor({ xid: 2n ** 61n, seq: 1n }) })).rejects.toMatchObject({ code: 'CURSOR_INVALID' })
    await expect(server.hub.subscribe(topic, { after: first!.cursor })).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' })
    expect([server.hub.subscriberCount, server.hub.topicCount]).toEqual([0, 0])
  })

  it('ends as expired when clean-up overtakes a replay that is read slowly', async () => {
    const topic = newTopic()
    await publish(topic, 1, 2, 3, 4, 5, 6, 7, 8)
    const [first] = await readSettledLog(db.pool)
    const events = await server.hub.subscribe(topic, { after: first!.cursor })
    await take(events, 3)
    await db.pool.query('DELETE FROM "EventLog"')
    await expect(events.next()).rejects.toMatchObject({ code: 'CURSOR_EXPIRED' })
    expect(await events.next()).toEqual({ done: true, value: undefined })
    expect(server.hub.subscriberCount).toBe(0)
  })
})

describe('a subscriber who reads too slowly', () => {
  it('is ended with the cursor to go on from, alone, and misses nothing by it', async () => {
    const topic = newTopic()
    const slow = await server.hub.subscribe(topic)
    const quick = await server.hub.subscribe(topic)
    const seen: unknown[] = []
    for (let n = 1; n <= 50; n++) {
      await publish(topic, n)
      seen.push(...numbers(await take(quick, 1)))
    }
    expect(seen).toHaveLength(50)
    expect(server.hub.subscriberCount).toBe(1)
    const queued = await take(slow, 20)
    const lagged = await slow.next().catch((error: unknown) => error)
    expect(lagged).toMatchObject({ code: 'SUBSCRIPTION_LAGGED', cursor: queued.at(-1)!.cursor })
    expect(await slow.next()).toMatchObject({ done: true })
    const resumed = await server.hub.subscribe(topic, { after: queued.at(-1)!.cursor })
    expect(numbers([...queued, ...(await take(resumed, 30))])).toEqual(seen)
    await Promise.all([quick.return(), resumed.return()])
  })

  it('is not ended by a long replay, however much comes live meanwhile', async () => {
    const topic = newTopic()
    await publish(topic, ...Array.from({ length: 60 }, (_, n) => n))
    const [first] = await readSettledLog(db.pool)
    const events = await server.hub.subscribe(topic, { after: first!.cursor })
    await publish(topic, ...Array.from({ length: 60 }, (_, n) => 60 + n))
    expect(numbers(await take(events, 119))).toEqual(Array.from({ length: 119 }, (_, n) => n + 1))
    await events.return()
  })
})

describe('a subscription that is over', () => {
  it('leaves nothing behind, also when it ends while waiting, replaying or before it has begun', async () => {
    const topic = newTopic()
    await publish(topic, 1, 2)
    const [first] = await readSettledLog(db.pool)
    const waiting = await server.hub.subscribe(topic, { accessTopics: ['access:user:1'] })
    const next = waiting.next()
    await waiting.return()
    expect(await next).toMatchObject({ done: true })
    const replaying = await server.hub.subscribe(topic, { after: first!.cursor })
    await replaying.return()
    const early = await server.hub.subscribe(topic, { after: first!.cursor })
    await early.return()
    expect(await early.next()).toMatchObject({ done: true })
    expect([server.hub.subscriberCount, server.hub.topicCount]).toEqual([0, 0])
  })
})

describe('a change of access', () => {
  it('is told before any event that was logged after it', async () => {
    const topic = newTopic()
    const order: unknown[] = []
    const events = await server.hub.subscribe(topic, { accessTopics: ['access:user:1'], accessListener: { hear: () => void order.push('changed') } })
    await publish('access:user:1', 'not delivered')
    await publish(topic, 1)
    order.push(...numbers(await take(events, 1)))
    expect(order).toEqual(['changed', 1])
    await events.return()
  })
})

// rule O6
describe('a subscription whose reader is offered events while it rests', () => {
  const eventOf = (topic: string, n: number): LoggedEvent => ({ position: { xid: 1n, seq: BigInt(n) }, cursor: String(n), topic, kind: 'WorkQueued', payload: { n }, occurredAt: new Date(0), hasPayload: true })
  const moment = () => new Promise((resolve) => setImmediate(resolve))
  const ways = ['takes', 'leaves', 'takes later', 'gives back', 'takes at once but says so later'] as const

  it('gives each event once and in order, whichever way each one takes', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.record({ way: fc.constantFrom(...ways), isRested: fc.boolean(), isSlow: fc.boolean() }), { minLength: 1, maxLength: 40 }), async (plan) => {
      const hub = createHub({ pool: db.pool })
      const events = await hub.subscribe('queue:offered')
      const got: unknown[] = []
      let isReading = false, isDue = false
      const read = async () => {
        if (isReading) return
        isReading = true
        while (isDue) {
          isDue = false
          for (let result = await events.read(); result !== null && result.done !== true; result = await events.read()) {
            got.push(result.value.payload['n'])
            if (plan[result.value.payload['n'] as number]!.isSlow) await moment()
          }
        }
        isReading = false
      }
      const onReady = () => {
        isDue = true
        void read()
      }
      const offer = ({ payload }: LoggedEvent) => {
        const { way } = plan[payload['n'] as number]!
        if (way === 'leaves') return 'left'
        if (way === 'takes' || way === 'takes at once but says so later') got.push(payload['n'])
        if (way === 'takes') return 'taken'
        setImmediate(() => {
          if (way === 'takes later') got.push(payload['n'])
          events.settle(way !== 'gives back')
        })
        return 'later'
      }
      events.attach({ offer, onReady })
      onReady()
      for (const [n, { isRested }] of plan.entries()) {
        hub.dispatch([eventOf('queue:offered', n)])
        if (isRested) await moment()
      }
      while (got.length < plan.length) await moment()
      await moment()
      expect(got).toEqual(plan.map((_, n) => n))
      await events.return()
      expect([hub.subscriberCount, hub.topicCount]).toEqual([0, 0])
    }), { numRuns: 200 })
  })

  it('is told of its end while it rests, and settles nothing after it', async () => {
    const hub = createHub({ pool: db.pool })
    const events = await hub.subscribe('queue:ended')
    let calls = 0
    events.attach({ offer: () => 'later', onReady: () => { calls++ } })
    expect(await events.read()).toBeNull()
    hub.dispatch([eventOf('queue:ended', 1)])
    expect(calls).toBe(0)
    hub.close()
    expect(calls).toBe(1)
    events.settle(false)
    expect(await events.read()).toEqual({ done: true, value: undefined })
    expect(calls).toBe(1)
  })

  it('is told that it lags once what it takes later is settled, with the cursor of what it has had', async () => {
    const hub = createHub({ pool: db.pool, queueLimit: 2 })
    const events = await hub.subscribe('queue:lagged')
    let calls = 0
    events.attach({ offer: ({ payload }) => (payload['n'] === 1 ? 'later' : 'left'), onReady: () => { calls++ } })
    expect(await events.read()).toBeNull()
    for (const n of [1, 2, 3, 4]) hub.dispatch([eventOf('queue:lagged', n)])
    expect([calls, hub.subscriberCount]).toEqual([0, 0])
    events.settle(true)
    expect(calls).toBe(1)
    expect(numbers(await take(events, 2))).toEqual([2, 3])
    await expect(events.read()).rejects.toMatchObject({ code: 'SUBSCRIPTION_LAGGED', cursor: encodeCursor({ xid: 1n, seq: 3n }) })
  })
})
