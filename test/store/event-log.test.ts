import { beforeEach, describe, expect, it } from 'vitest'
import { commit } from '../../src/store/commit.ts'
import { cleanEventLog, comparePositions, endOfLog, decodeCursor, encodeCursor, MAX_EVENTS_OF_ROW, readAll, readTopic, removeEventsBefore } from '../../src/store/event-log.ts'
import { useDatabase } from '../support/database.ts'
import { logEvent, numbers, readSettledLog } from '../support/events.ts'

const db = useDatabase({ max: 20 })
beforeEach(() => db.pool.query('DELETE FROM "EventLog"'))

const HOUR_MS = 3_600_000
const START = { xid: 0n, seq: 0n }

describe('a cursor', () => {
  it('names the same place after a round trip', () => {
    const position = { xid: 2n ** 64n - 1n, seq: 2n ** 63n - 1n }
    expect(decodeCursor(encodeCursor(position))).toEqual(position)
    expect(decodeCursor(encodeCursor({ ...position, part: 7 }))).toEqual({ ...position, part: 7 })
  })

  // rule O6a
  it.each(['', 'x', 'MTIz', Buffer.from('1.2 ').toString('base64url'), Buffer.from('1.-2').toString('base64url'), `${encodeCursor({ xid: 1n, seq: 2n })}=`,
    Buffer.from('01.2').toString('base64url'), Buffer.from('99999999999999999999.1').toString('base64url'), Buffer.from('1.9999999999999999999').toString('base64url'), Buffer.from('1.2.03').toString('base64url'), '1.2', '\u0000'])('is refused when nobody gave it: %j', (cursor) => {
    expect(() => decodeCursor(cursor)).toThrow(expect.objectContaining({ isExpired: false }))
  })
})

describe('reading the log', () => {
  it('leaves out what an older transaction could still come before, and then gives both in order', async () => {
    const slow = await db.pool.connect()
    try {
      await slow.query('BEGIN')
      await slow.query('SELECT pg_current_xact_id()')
      await logEvent(db.pool, 'queue:q', { n: 'late number, early commit' })
      expect(await readAll(db.pool, START, 10)).toMatchObject({ events: [], isHeldBack: true })
      await logEvent(slow, 'queue:q', { n: 'early transaction, late commit' })
      await slow.query('COMMIT')
    } finally {
      slow.release()
    }
    expect(numbers(await readSettledLog(db.pool))).toEqual(['early transaction, late commit', 'late number, early commit'])
  })

  it('gives one topic, page by page, from a cursor on', async () => {
    for (const n of [1, 2, 3, 4]) {
      await logEvent(db.pool, 'queue:q', { n })
      await logEvent(db.pool, 'queue:other', { n: -n })
    }
    const [first] = await readSettledLog(db.pool)
    const page = await readTopic(db.pool, 'queue:q', decodeCursor(first!.cursor), 2)
    expect([numbers(page.events), page.isFull]).toEqual([[2, 3], true])
    const rest = await readTopic(db.pool, 'queue:q', page.events[1]!.position, 2)
    expect([numbers(rest.events), rest.isFull]).toEqual([[4], false])
  })

  // One row holds what one command has to say of one run.
  it('gives the events of one row one by one, each with a cursor of its own', async () => {
    await logEvent(db.pool, 'queue:q', { n: 'before' })
    await db.pool.query(`INSERT INTO "EventLog" ("topic", "kind", "payload", "parts", "occurredAt") VALUES ('queue:q', 'WorkQueued', '{"events": [{"event": 1}, {"event": 2}, {"event": 3}], "shared": {"run": "r"}}', 3, now())`)
    await logEvent(db.pool, 'queue:q', { n: 'after' })
    const all = await readSettledLog(db.pool)
    const each = [{ n: 'before' }, { event: 1, run: 'r' }, { event: 2, run: 'r' }, { event: 3, run: 'r' }, { n: 'after' }]
    expect(all.map(({ payload }) => payload)).toEqual(each)
    expect(all.toSorted((a, b) => comparePositions(a.position, b.position))).toEqual(all)
    for (const [at, { cursor }] of all.entries()) {
      const page = await readTopic(db.pool, 'queue:q', decodeCursor(cursor), 10)
      expect(page.events.map(({ payload }) => payload)).toEqual(each.slice(at + 1))
      expect(page.events.map((event) => event.cursor)).toEqual(all.slice(at + 1).map((event) => event.cursor))
    }
    expect(new Set(all.map(({ cursor }) => cursor)).size).toBe(5)
  })

  it('logs what one command says on one topic together, in order, and reads it as it was said', async () => {
    const occurredAt = new Date(0), shared = { run: { id: 'r' } }
    const said = [
      { topic: 'agent:a', kind: 'WorkAssigned', payload: { n: 1 } }, { topic: 'queue:q', kind: 'WorkDequeued', payload: { n: 2 } }, { topic: 'agent:a', kind: 'WorkloadChanged', payload: { n: 3 } },
      { topic: 'run:r', kind: 'RunHistoryEventAdded', payload: { n: 4 }, shared }, { topic: 'run:r', kind: 'RunHistoryEventAdded', payload: { n: 5 }, shared },
      ...Array.from({ length: MAX_EVENTS_OF_ROW + 1 }, (_, at) => ({ topic: 'queue:long', kind: at === 0 ? 'WorkDequeued' : 'WorkQueued', payload: { n: at } })),
    ].map((event) => ({ ...event, occurredAt }))
    const all = [...said, { topic: 'agent:a', kind: 'WorkAssigned', payload: { n: 6 }, occurredAt: new Date(1) }]
    await commit(db.pool, { writes: [], events: all, jobs: [] })
    const { rows } = await db.pool.query<{ parts: number; kind: string }>('SELECT "parts", "kind" FROM "EventLog" ORDER BY "seq"')
    expect(rows.slice(0, 3)).toEqual([{ parts: 2, kind: 'WorkAssigned,WorkloadChanged' }, { parts: 1, kind: 'WorkDequeued' }, { parts: 2, kind: 'RunHistoryEventAdded' }])
    expect(rows.slice(3).map(({ parts }) => parts)).toEqual([MAX_EVENTS_OF_ROW, 1, 1])
    const logged = await readSettledLog(db.pool)
    for (const topic of ['agent:a', 'queue:q', 'run:r', 'queue:long']) {
      const expected = all.filter((event) => event.topic === topic)
      expect(logged.filter((event) => event.topic === topic).map(({ kind, payload, occurredAt: at }) => ({ kind, payload, at })))
        .toEqual(expected.map((event) => ({ kind: event.kind, payload: { ...event.payload, ...('shared' in event && shared) }, at: event.occurredAt })))
    }
  })

  it('says how far the log is settled, with or without events', async () => {
    await logEvent(db.pool, 'queue:q')
    await readSettledLog(db.pool)
    const horizon = await endOfLog(db.pool)
    expect((await readAll(db.pool, horizon, 10)).events).toEqual([])
    await logEvent(db.pool, 'queue:q', { n: 'new' })
    await readSettledLog(db.pool)
    const page = await readAll(db.pool, horizon, 1)
    expect([numbers(page.events), page.isFull]).toEqual([['new'], true])
    expect(page.horizon.xid).toBeGreaterThan(page.events[0]!.position.xid)
  })
})

// rule O6a
describe('when old events were cleaned up', () => {
  it('knows a cursor before them as expired, one of a kept event as good, and a made-up one as invalid', async () => {
    const now = new Date()
    for (const [n, age] of [[1, 26], [2, 25], [3, 23], [4, 1]] as const) await logEvent(db.pool, 'queue:q', { n }, new Date(now.getTime() - age * HOUR_MS))
    const [one, , three, four] = await readSettledLog(db.pool)
    expect(await cleanEventLog(db.pool, now, 1)).toEqual({ removed: 2, isDone: true })
    await expect(readTopic(db.pool, 'queue:q', one!.position, 10)).rejects.toMatchObject({ isExpired: true })
    expect(numbers((await readTopic(db.pool, 'queue:q', three!.position, 10)).events)).toEqual([4])
    await expect(readTopic(db.pool, 'queue:q', { xid: three!.position.xid, seq: four!.position.seq }, 10)).rejects.toMatchObject({ isExpired: false })
    await expect(readTopic(db.pool, 'queue:q', { xid: 2n ** 60n, seq: 1n }, 10)).rejects.toMatchObject({ isExpired: false })
  })

  it('knows a part that its row has not, and the last by its number, as invalid: nobody was given such a cursor', async () => {
    await logEvent(db.pool, 'queue:q', { n: 'alone' })
    await db.pool.query(`INSERT INTO "EventLog" ("topic", "kind", "payload", "parts", "occurredAt") VALUES ('queue:q', 'WorkQueued', '{"events": [{"n": 1}, {"n": 2}, {"n": 3}], "shared": {}}', 3, now())`)
    const [alone, , two, three] = await readSettledLog(db.pool)
    expect(numbers((await readTopic(db.pool, 'queue:q', two!.position, 10)).events)).toEqual([3])
    for (const position of [{ ...alone!.position, part: 0 }, { ...three!.position, part: 2 }, { ...three!.position, part: 99 }]) {
      await expect(readTopic(db.pool, 'queue:q', decodeCursor(encodeCursor(position)), 10)).rejects.toMatchObject({ isExpired: false })
    }
  })

  it('knows every past cursor as expired when nothing is left', async () => {
    await logEvent(db.pool, 'queue:q')
    const [event] = await readSettledLog(db.pool)
    await removeEventsBefore(db.pool, new Date(Date.now() + HOUR_MS), 10)
    await expect(readTopic(db.pool, 'queue:q', event!.position, 10)).rejects.toMatchObject({ isExpired: true })
  })

  it('removes only a beginning of the log, so that no cursor has a hole after it', async () => {
    const now = new Date()
    for (const [n, age] of [[1, 30], [2, 1], [3, 30]] as const) await logEvent(db.pool, 'queue:q', { n }, new Date(now.getTime() - age * HOUR_MS))
    await readSettledLog(db.pool)
    expect(await cleanEventLog(db.pool, now)).toEqual({ removed: 1, isDone: true })
    expect(numbers(await readSettledLog(db.pool))).toEqual([2, 3])
  })

  it('stops after a bounded number of batches and goes on the next time', async () => {
    const now = new Date()
    for (const n of [1, 2, 3, 4, 5]) await logEvent(db.pool, 'queue:q', { n }, new Date(now.getTime() - 30 * HOUR_MS))
    await readSettledLog(db.pool)
    expect(await cleanEventLog(db.pool, now, 2, 1)).toEqual({ removed: 2, isDone: false })
    expect(await cleanEventLog(db.pool, now, 2, 9)).toEqual({ removed: 3, isDone: true })
  })
})
