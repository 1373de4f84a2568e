// Wake-ups by Redis, and without it while it is away (rules O6, P2). Needs a redis-server on this machine.
import pg from 'pg'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPostgresAnnouncer, EVENTS_CHANNEL } from '../../src/realtime/announcer.ts'
import { createHub } from '../../src/realtime/hub.ts'
import { createRedisAnnouncer } from '../../src/realtime/redis-announcer.ts'
import { createTail } from '../../src/realtime/tail.ts'
import { useDatabase } from '../support/database.ts'
import { logEvent, numbers, take } from '../support/events.ts'
import { findRedis, prepareRedis, type TestRedis } from '../support/redis.ts'
import { until } from '../support/server.ts'

describe.skipIf(!findRedis())('with Redis', () => {
  const db = useDatabase({ max: 20 })
  let redis: TestRedis
  const processes: { stop(): Promise<void> }[] = []
  // Hears every NOTIFY, to tell by which way an announcement went.
  let listener: pg.Client
  let notified = 0
  beforeAll(async () => {
    redis = await prepareRedis()
    await redis.start()
    listener = new pg.Client({ connectionString: db.url })
    await listener.connect()
    listener.on('notification', () => notified++)
    await listener.query(`LISTEN ${EVENTS_CHANNEL}`)
  })
  afterAll(async () => {
    for (const each of processes) await each.stop()
    await listener.end()
    await redis.remove()
  })

  /** A process's realtime part; it looks by itself so seldom that what comes has been announced. */
  async function start(processId: string) {
    const log: string[] = []
    const logger = pino({ level: 'info' }, { write: (line: string) => void log.push(line) })
    const hub = createHub({ pool: db.pool })
    const byPostgres = createPostgresAnnouncer({ pool: db.pool, connection: { connectionString: db.url }, processId, log: logger, isSparing: false })
    const announcer = createRedisAnnouncer({ url: redis.url, otherwise: byPostgres, processId, log: logger, patienceMs: 200 })
    const tail = createTail({ pool: db.pool, hub, announcer, log: logger, pollMs: 600_000 })
    await tail.start()
    processes.push({ stop: async () => { hub.close(); await tail.stop() } })
    return { hub, tail, log }
  }
  /** A pair that has found each other by Redis alone. */
  async function pair(name: string) {
    const [one, two] = [await start(`${name}1`), await start(`${name}2`)]
    const events = await two.hub.subscribe(`queue:${name}`)
    const told: number[] = [], seen: unknown[] = []
    /** One event more, from the first process to a subscriber of the second. Resolves with how many went by Postgres. */
    const exchange = async () => {
      const before = notified
      told.push(told.length)
      await logEvent(db.pool, `queue:${name}`, { n: told.at(-1) })
      one.tail.wake()
      seen.push(...numbers(await take(events, 1)))
      return notified - before
    }
    await until(exchange, (byPostgres) => byPostgres === 0)
    return { one, two, exchange, told, seen }
  }

  it('announces by Redis and not by Postgres', async () => {
    const { exchange } = await pair('a')
    for (let n = 0; n < 20; n++) expect(await exchange()).toBe(0)
  })

  it('goes on without it when it is stopped, and with it when it is back, and loses nothing', async () => {
    const { one, two, exchange, told, seen } = await pair('b')
    await redis.stop()
    let byPostgres = 0
    for (let n = 0; n < 10; n++) byPostgres += await exchange()
    expect(byPostgres).toBeGreaterThan(0)
    await redis.start()
    await until(exchange, (others) => others === 0)
    for (const { log } of [one, two]) await until(async () => log.join(), (lines) => lines.includes('Redis is back'))
    expect(seen).toEqual(told)
    expect(one.log.filter((line) => line.includes('Redis is away')).length).toBeGreaterThan(0)
  })

  it('goes by Postgres while it doesn\'t answer', async () => {
    const { exchange, told, seen } = await pair('c')
    redis.freeze()
    await until(exchange, (byPostgres) => byPostgres > 0)
    redis.thaw()
    expect(seen).toEqual(told)
  })

  it('may be away when a process starts', async () => {
    await redis.stop()
    const [one, two] = [await start('d1'), await start('d2')]
    const events = await two.hub.subscribe('queue:d')
    await logEvent(db.pool, 'queue:d', { n: 1 })
    one.tail.wake()
    expect(numbers(await take(events, 1))).toEqual([1])
    await redis.start()
    for (const { log } of [one, two]) await until(async () => log.join(), (lines) => lines.includes('Redis is back'))
  })
})
