import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { NotFoundError } from '../../src/errors.ts'
import { follow, type Follower, type FollowOptions, type Rights } from '../../src/realtime/follow.ts'
import { createTurns } from '../../src/turns.ts'
import { useDatabase } from '../support/database.ts'
import { logEvent, startRealtime, type RealtimeProcess } from '../support/events.ts'

const db = useDatabase()
let server: RealtimeProcess
beforeAll(async () => {
  server = await startRealtime({ db, processId: 'follow' })
  await db.pool.query(`
    INSERT INTO "User" ("id", "username", "name", "email", "permissions", "skills", "presenceStatuses") VALUES ('u1', 'ann', 'Ann', 'ann@example.com', '{RUN_FLOWS}', '{}', '{}');
    INSERT INTO "Group" ("id", "apiName", "label", "groupType", "supportedObjects") VALUES ('g1', 'G1', 'G1', 'REGULAR', '{}');
    INSERT INTO "GroupClosure" ("userId", "groupId") VALUES ('u1', 'g1');
    INSERT INTO "Record" ("recordId", "objectApiName", "ownerId") VALUES ('r1', 'Case', 'u1');
    INSERT INTO "RecordShare" ("id", "recordId", "userId", "access") VALUES ('s1', 'r1', 'u1', 'READ'), ('s2', 'r1', 'u2', 'READ')`)
})
afterAll(() => server.stop())

/** Rights as a switch, and a count of the looks. */
function rights() {
  const state = { isAllowed: true, looks: 0 }
  const check = async () => {
    state.looks++
    if (!state.isAllowed) throw new NotFoundError('There is nothing to follow.')
  }
  return { state, check }
}
const options = (topic: string, rights: Partial<Rights> = {}, more: Partial<FollowOptions<Rights>> = {}): FollowOptions<Rights> =>
  ({ hub: server.hub, topic, accessTopics: ['access:user:u1', 'access:record:r1'], rights: { check: async () => {}, ...rights }, turns: createTurns(2), ...more })
const publish = async (topic: string, payload: object = {}) => {
  await logEvent(db.pool, topic, payload)
  server.tail.wake()
}
const next = async (events: Follower<Rights>) => {
  const { done, value } = await events.next()
  return done === true ? 'done' : value.error === undefined ? value.event.payload : value.error.code
}

// rule O6
describe('rights', () => {
  it('are looked at before anything else, and whoever has none leaves nothing behind', async () => {
    const { state, check } = rights()
    state.isAllowed = false
    await expect(follow(options('record:r1', { check }))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(follow(options('record:r1', { check }, { after: 'nonsense' }))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect(server.hub.subscriberCount).toBe(0)
  })

  it('that are found missing while a change of access comes in leave nothing behind either', async () => {
    const heard = await server.hub.subscribe('access:user:u1')
    const check = async () => {
      await publish('access:user:u1')
      await heard.next()
      throw new NotFoundError('There is nothing to follow.')
    }
    await expect(follow(options('record:r1', { check }))).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await heard.return()
    expect(server.hub.subscriberCount).toBe(0)
  })

  it('are not looked at again while nothing about access has changed', async () => {
    const { state, check } = rights()
    const events = await follow(options('record:r1', { check }))
    for (const n of [1, 2, 3]) {
      await publish('record:r1', { n })
      expect(await next(events)).toEqual({ n })
    }
    expect(state.looks).toBe(1)
    await events.return()
  })

  it.each([
    ['a share is taken back', `DELETE FROM "RecordShare" WHERE "id" = 's1'`],
    ['a share is narrowed', `UPDATE "RecordShare" SET "userId" = 'u3' WHERE "id" = 's2'`],
    ['the owner changes', `UPDATE "Record" SET "ownerId" = 'u2' WHERE "recordId" = 'r1'`],
    ['a membership ends', `DELETE FROM "GroupClosure" WHERE "userId" = 'u1'`],
    ['a permission is taken', `UPDATE "User" SET "permissions" = '{}' WHERE "id" = 'u1'`],
    ['the user is deactivated', `UPDATE "User" SET "isActive" = false WHERE "id" = 'u1'`],
  ])('that end because %s end the subscription before the next event', async (_, sql) => {
    const { state, check } = rights()
    const events = await follow(options('record:r1', { check }))
    await publish('record:r1', { n: 'may be seen' })
    expect(await next(events)).toEqual({ n: 'may be seen' })
    state.isAllowed = false
    await db.pool.query(sql)
    await publish('record:r1', { n: 'may not be seen' })
    expect(await next(events)).toBe('NOT_FOUND')
    expect(await next(events)).toBe('done')
    expect(server.hub.subscriberCount).toBe(0)
  })

  it('that end while nothing happens end the subscription too', async () => {
    const { state, check } = rights()
    const events = await follow(options('record:r1', { check }))
    const waiting = next(events)
    state.isAllowed = false
    await db.pool.query(`UPDATE "User" SET "permissions" = '{MANAGE_FLOW}' WHERE "id" = 'u1'`)
    server.tail.wake()
    expect(await waiting).toBe('NOT_FOUND')
    expect(server.hub.subscriberCount).toBe(0)
  })

  it('that end while they are first looked at end the subscription before any event', async () => {
    let looks = 0
    let goOn = () => {}
    const check = async () => {
      if (++looks === 1) await new Promise<void>((resolve) => { goOn = resolve })
      else throw new NotFoundError('There is nothing to follow.')
    }
    const opening = follow(options('record:r1', { check }))
    await publish('access:user:u1')
    while (looks < 2) await new Promise((resolve) => setImmediate(resolve))
    goOn()
    const events = await opening
    expect([await next(events), await next(events)]).toEqual(['NOT_FOUND', 'done'])
    expect(server.hub.subscriberCount).toBe(0)
  })

  it('that end between an offer and its delivery leave it undelivered, and end the subscription', async () => {
    const { state, check } = rights()
    const events = await follow(options('record:r1', { check }))
    const offered = new Promise<void>((resolve) => {
      events.attach({ offer: () => { resolve(); return 'later' }, onReady: () => isReady() })
    })
    let isReady = () => {}
    expect(await events.read()).toBeNull()
    await publish('record:r1', { n: 1 })
    await offered
    state.isAllowed = false
    const ready = new Promise<void>((resolve) => { isReady = resolve })
    await publish('access:user:u1')
    while (events.mayPass) await new Promise((resolve) => setImmediate(resolve))
    events.settle(events.mayPass)
    await ready
    expect(await events.read()).toMatchObject({ value: { error: { code: 'NOT_FOUND' } } })
    expect(await events.read()).toMatchObject({ done: true })
    expect(server.hub.subscriberCount).toBe(0)
  })

  it('are not looked at for a change that takes nothing away', async () => {
    const { state, check } = rights()
    const events = await follow(options('record:r1', { check }))
    await db.pool.query(`UPDATE "Record" SET "name" = 'New name' WHERE "recordId" = 'r1'; UPDATE "User" SET "name" = 'New name' WHERE "id" = 'u1'`)
    await publish('record:r1', { n: 1 })
    expect(await next(events)).toEqual({ n: 1 })
    expect(state.looks).toBe(1)
    await events.return()
  })
})

describe('an event that may not be shown', () => {
  it('is left out, and the others come', async () => {
    const events = await follow(options('record:r1', { mayShow: async (event) => event.payload['n'] !== 2 }))
    for (const n of [1, 2, 3]) await publish('record:r1', { n })
    expect([await next(events), await next(events)]).toEqual([{ n: 1 }, { n: 3 }])
    await events.return()
  })
})

describe('the end', () => {
  it('comes at once when the client leaves while waiting', async () => {
    let ends = 0
    const events = await follow(options('record:r1', { onEnd: () => { ends++ } }))
    const waiting = next(events)
    await events.return()
    expect(await waiting).toBe('done')
    await events.return()
    expect(ends).toBe(1)
    expect(server.hub.subscriberCount).toBe(0)
  })

  it('comes with the cursor to go on from when the client lagged', async () => {
    const small = await startRealtime({ db, processId: 'small', queueLimit: 2 })
    const events = await follow(options('record:r1', {}, { hub: small.hub }))
    const quick = await small.hub.subscribe('record:r1')
    for (const n of [1, 2, 3]) {
      await logEvent(db.pool, 'record:r1', { n })
      small.tail.wake()
      await quick.next()
    }
    expect([await next(events), await next(events), await next(events), await next(events)]).toEqual([{ n: 1 }, { n: 2 }, 'SUBSCRIPTION_LAGGED', 'done'])
    await small.stop()
  })
})
