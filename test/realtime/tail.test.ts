import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import pg from 'pg'
import { describe, expect, it, vi } from 'vitest'
import { EVENTS_CHANNEL, PRESENCE_CHANNEL } from '../../src/realtime/announcer.ts'
import type { Subscriber } from '../../src/realtime/subscriber.ts'
import type { LoggedEvent } from '../../src/store/event-log.ts'
import { createEmptyDatabase, dropTestDatabase, useDatabase } from '../support/database.ts'
import { loggedOn, logEvent, numbers, startRealtime, take } from '../support/events.ts'

const db = useDatabase({ max: 20 })

describe('when several processes follow one log', () => {
  it('an announcement wakes the others, and what a transaction commits late is neither missed nor out of order', async () => {
    const [one, two] = await Promise.all([startRealtime({ db, processId: 'a' }), startRealtime({ db, processId: 'b' })])
    const events = await two.hub.subscribe('queue:late')
    const slow = await db.pool.connect()
    await slow.query('BEGIN')
    await logEvent(slow, 'queue:late', { n: 'first transaction' })
    await logEvent(db.pool, 'queue:late', { n: 'second transaction' })
    one.tail.wake()
    await slow.query('COMMIT')
    slow.release()
    // Nobody wakes for this commit: the tail looks again because it was held back.
    expect(numbers(await take(events, 2))).toEqual(['first transaction', 'second transaction'])
    await Promise.all([one.stop(), two.stop()])
  })

  // rules O6, O7
  it('a transaction of another database holds nothing back: not what is new, nor what somebody comes back for', async () => {
    const elsewhereUrl = await createEmptyDatabase()
    const elsewhere = new pg.Client(elsewhereUrl)
    await elsewhere.connect()
    await elsewhere.query('BEGIN')
    await elsewhere.query('SELECT pg_current_xact_id()')
    // The second hears of nothing by itself, so that its tail stays behind.
    const [one, two] = await Promise.all([startRealtime({ db, processId: 'here' }), startRealtime({ db, processId: 'behind', listensTo: elsewhereUrl })])
    const log = async (...ns: number[]) => {
      for (const n of ns) await logEvent(db.pool, 'queue:beside', { n })
      one.tail.wake()
    }
    const events = await one.hub.subscribe('queue:beside')
    await log(1, 2, 3)
    const seen = await take(events, 3)
    expect(numbers(seen)).toEqual([1, 2, 3])
    await log(4)
    expect(numbers(await take(await one.hub.subscribe('queue:beside', { after: seen[1]!.cursor }), 2))).toEqual([3, 4])
    const back = await two.hub.subscribe('queue:beside', { after: seen[1]!.cursor })
    two.tail.wake()
    expect(numbers(await take(back, 2))).toEqual([3, 4])
    // Without a cursor: from now on, which is after all of that.
    const fresh = await startRealtime({ db, processId: 'fresh' })
    const later = await fresh.hub.subscribe('queue:beside')
    await log(5)
    two.tail.wake()
    expect(numbers([...await take(later, 1), ...await take(back, 1)])).toEqual([5, 5])
    await elsewhere.query('ROLLBACK')
    await elsewhere.end()
    await Promise.all([one, two, fresh].map((process) => process.stop()))
    await dropTestDatabase(elsewhereUrl)
  })

  // rules O6, P2
  it('readers that come back by cursor see every event of 8 writers once and in order', async () => {
    const servers = await Promise.all(['c', 'd'].map((processId) => startRealtime({ db, processId, pageSize: 7 })))
    const writers = 8
    const each = 40
    const total = writers * each
    // Of its own for each try, and begun at a cursor as clients have them: of an event that nothing holds back any more.
    const topic = `queue:${randomUUID()}`
    await logEvent(db.pool, topic, { n: 'start' })
    const start = (await loggedOn(db.pool, topic))[0]!.cursor

    const write = async (writer: number) => {
      for (let n = 0; n < each; n++) {
        const client = await db.pool.connect()
        try {
          await client.query('BEGIN')
          await logEvent(client, topic, { n: writer * each + n })
          if (n % 3 === 0) await client.query('SELECT pg_sleep($1)', [Math.random() / 100])
          await client.query(n % 10 === 9 ? 'ROLLBACK' : 'COMMIT')
        } finally {
          client.release()
        }
        servers[writer % 2]!.tail.wake()
      }
    }
    // Each stays for some events, then comes back to the other process with the last cursor.
    const read = async (reader: number) => {
      const seen: LoggedEvent[] = []
      const wanted = total - writers * Math.floor(each / 10)
      for (let visit = reader; seen.length < wanted; visit++) {
        const events = await servers[visit % 2]!.hub.subscribe(topic, { after: seen.at(-1)?.cursor ?? start })
        seen.push(...(await take(events, Math.min(1 + Math.floor(Math.random() * 40), wanted - seen.length))))
        await events.return()
      }
      return seen
    }
    const [seen] = await Promise.all([Promise.all([0, 1, 2, 3].map(read)), ...Array.from({ length: writers }, (_, writer) => write(writer))])

    const logged = numbers(await loggedOn(db.pool, topic)).slice(1)
    expect(logged).toHaveLength(288)
    for (const events of seen) expect(numbers(events)).toEqual(logged)
    expect(servers.map((server) => server.hub.subscriberCount)).toEqual([0, 0])
    await Promise.all(servers.map((server) => server.stop()))
  })
})

describe('when the connection that listens is cut', () => {
  it('connects again and misses nothing', async () => {
    const [one, two] = await Promise.all([startRealtime({ db, processId: 'e' }), startRealtime({ db, processId: 'f' })])
    const events = await two.hub.subscribe('queue:cut')
    const listeners = async () => (await db.pool.query<{ pid: number }>('SELECT "pid" FROM pg_stat_activity WHERE "application_name" = $1', [two.listenerName])).rows.map((row) => row.pid)
    let pids = await listeners()
    while (pids.length === 0) pids = await listeners()
    await db.pool.query('SELECT pg_terminate_backend($1)', [pids[0]])
    await logEvent(db.pool, 'queue:cut', { n: 'while nobody listened' })
    one.tail.wake()
    expect(numbers(await take(events, 1))).toEqual(['while nobody listened'])
    await logEvent(db.pool, 'queue:cut', { n: 'after it came back' })
    one.tail.wake()
    expect(numbers(await take(events, 1))).toEqual(['after it came back'])
    expect(await listeners()).not.toEqual(pids)
    await Promise.all([one.stop(), two.stop()])
  })
})

/** Hears every NOTIFY of processes; `hasHeard` tells whether one has come, whatever was sent before it included. */
async function eavesdrop() {
  const heard: string[] = []
  const listener = await db.pool.connect()
  listener.on('notification', ({ channel, payload }) => heard.push(`${payload} ${channel}`))
  await listener.query(`LISTEN ${EVENTS_CHANNEL}; LISTEN ${PRESENCE_CHANNEL}`)
  const hasHeard = async (processId: string, channel: string) => { await listener.query('SELECT 1'); return heard.includes(`${processId} ${channel}`) }
  const stop = async () => {
    await listener.query('UNLISTEN *')
    listener.removeAllListeners('notification')
    listener.release()
  }
  return { hasHeard, stop }
}

describe('announcements', () => {
  it('are made only while another process listens, and what was held back goes out when one is heard of', async () => {
    const { hasHeard, stop } = await eavesdrop()
    const one = await startRealtime({ db, processId: 'j' })
    while (!(await hasHeard('j', PRESENCE_CHANNEL)));
    const events = await one.hub.subscribe('queue:alone')
    for (let n = 0; n < 5; n++) {
      await logEvent(db.pool, 'queue:alone', { n })
      one.tail.wake()
      expect(numbers(await take(events, 1))).toEqual([n])
    }
    expect(await hasHeard('j', EVENTS_CHANNEL)).toBe(false)

    const two = await startRealtime({ db, processId: 'k' })
    const late = await two.hub.subscribe('queue:alone')
    while (!(await hasHeard('j', EVENTS_CHANNEL)));
    await logEvent(db.pool, 'queue:alone', { n: 'to both' })
    one.tail.wake()
    expect(numbers(await take(late, 1))).toEqual(['to both'])
    await Promise.all([one.stop(), two.stop(), stop()])
  })

  it('are made by a process that hears nobody because it doesn\'t listen', async () => {
    const { hasHeard, stop } = await eavesdrop()
    const [deaf, two] = [await startRealtime({ db, processId: 'm', listensTo: 'postgresql://127.0.0.1:1/nowhere' }), await startRealtime({ db, processId: 'n' })]
    while (!(await hasHeard('n', PRESENCE_CHANNEL)));
    const events = await two.hub.subscribe('queue:deaf')
    await logEvent(db.pool, 'queue:deaf', { n: 1 })
    deaf.tail.wake()
    expect(numbers(await take(events, 1))).toEqual([1])
    await Promise.all([deaf.stop(), two.stop(), stop()])
  })
})

describe('payloads', () => {
  it('come with the events of whoever begins to listen while the log is read', async () => {
    let atNextRead: (() => Promise<void>) | null = null
    const pool = new Proxy(db.pool, {
      get: (real, name) => (name === 'query' ? async (config: { name?: string }) => {
        if (config.name === 'read_all_events') await atNextRead?.()
        return real.query(config as never) as unknown
      } : Reflect.get(real, name, real) as unknown),
    })
    const server = await startRealtime({ db: { pool, url: db.url }, processId: 'l' })
    const begun = new Promise<Subscriber>((resolve, reject) => {
      atNextRead = async () => {
        atNextRead = null
        await server.hub.subscribe('queue:meanwhile').then(resolve, reject)
        await logEvent(db.pool, 'queue:unheard', { n: 1 })
        await logEvent(db.pool, 'queue:meanwhile', { n: 2 })
      }
    })
    server.tail.wake()
    expect(numbers(await take(await begun, 1))).toEqual([2])
    await server.stop()
  })
})

describe('when the connection that listens has gone without a word', () => {
  it('is told by not hearing itself, and connects anew', async () => {
    const target = new URL(db.url)
    const links: Socket[][] = []
    const between = createServer((client) => {
      const server = connect(Number(target.port), target.hostname)
      links.push([client, server])
      client.pipe(server).pipe(client)
      for (const end of [client, server]) end.on('error', () => {})
    }).listen(0, '127.0.0.1')
    await once(between, 'listening')
    const listensTo = Object.assign(new URL(db.url), { port: String((between.address() as AddressInfo).port) }).href
    const { hasHeard, stop } = await eavesdrop()
    const server = await startRealtime({ db, processId: 'o', listensTo, presentEveryMs: 50 })
    try {
      while (!(await hasHeard('o', PRESENCE_CHANNEL)));
      const events = await server.hub.subscribe('queue:gone')
      // From here on nothing comes through, either way, and neither end is told.
      for (const end of links[0]!) end.unpipe().pause()
      await logEvent(db.pool, 'queue:gone', { n: 1 })
      // Nobody announces: it looks for itself once it listens again, if it was not just looking.
      expect(numbers(await take(events, 1))).toEqual([1])
      await vi.waitFor(() => expect(links.length).toBeGreaterThan(1), 60_000)
    } finally {
      await Promise.all([server.stop(), stop()])
    }
    for (const end of links.flat()) end.destroy()
    between.close()
  })
})

describe('when nobody wakes it', () => {
  it('finds new events at its next look', async () => {
    const server = await startRealtime({ db, processId: 'g', pollMs: 20 })
    const events = await server.hub.subscribe('queue:quiet')
    await logEvent(db.pool, 'queue:quiet', { n: 1 })
    expect(numbers(await take(events, 1))).toEqual([1])
    await server.stop()
  })
})

describe('when the database ends every connection', () => {
  it('goes on from its place', async () => {
    const server = await startRealtime({ db, processId: 'h' })
    const events = await server.hub.subscribe('queue:fault')
    await logEvent(db.pool, 'queue:fault', { n: 1 })
    await db.pool.query('SELECT pg_terminate_backend("pid") FROM pg_stat_activity WHERE "datname" = current_database() AND "pid" <> pg_backend_pid()')
    server.tail.wake()
    expect(numbers(await take(events, 1))).toEqual([1])
    await server.stop()
  })
})

describe('stopping', () => {
  it('leaves no connection that listens', async () => {
    const server = await startRealtime({ db, processId: 'i' })
    server.tail.wake()
    await server.stop()
    const left = async () => (await db.pool.query('SELECT 1 FROM pg_stat_activity WHERE "application_name" = $1', [server.listenerName])).rowCount
    while ((await left()) !== 0);
  })
})
