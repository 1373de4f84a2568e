// Redis stopped, frozen and started again while two processes work by it: slower at worst, and nothing lost (rules O6, P2).
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cloneDatabase, dropTestDatabase } from '../support/database.ts'
import { findRedis, prepareRedis, type TestRedis } from '../support/redis.ts'
import { startServerProgram, type ServerProgram } from '../support/server-program.ts'
import { callerAt, until } from '../support/server.ts'
import { followWork, prepareWork, startWork } from '../support/steady-work.ts'

describe.skipIf(!findRedis())('with Redis', () => {
  const nodes: ServerProgram[] = []
  let redis: TestRedis
  let databaseUrl = ''
  beforeAll(async () => {
    redis = await prepareRedis()
    await redis.start()
    databaseUrl = await cloneDatabase()
    for (let n = 0; n < 2; n++) nodes.push(await startServerProgram({ DATABASE_URL: databaseUrl, REDIS_URL: redis.url, NODE_ENV: 'production' }))
    await prepareWork(callerAt(() => nodes[0]!.url, 'admin'))
  })
  afterAll(async () => {
    for (const node of nodes) await node.kill()
    await redis.remove()
    await dropTestDatabase(databaseUrl)
  })
  const logged = (node: ServerProgram, words: string) => node.stdout().split(words).length - 1

  // Each tells that it is away when it next has something to announce, or hears that its connection broke.
  const FAULTS: [string, (redis: TestRedis) => void | Promise<void>, (redis: TestRedis) => void | Promise<void>][] = [
    ['stopped and started', (one) => one.stop(), (one) => one.start()],
    ['frozen and thawed', (one) => one.freeze(), (one) => one.thaw()],
  ]
  it.each(FAULTS)('%s: no request fails, and readers on either process see everything, once', async (name, goAway, comeBack) => {
    const before = nodes.map((node) => logged(node, 'Redis is away'))
    const readers = await Promise.all(nodes.map((node) => followWork(() => node.url)))
    // Work comes in by one process, and is seen by the reader of the other.
    const work = startWork(() => nodes[0]!.url, 4)
    const answeredMore = async () => {
      const from = work.answered.size
      await until(async () => ({ answered: work.answered.size, refusals: [...work.refusals] }), ({ answered }) => answered >= from + 20)
    }
    await answeredMore()
    await goAway(redis)
    await until(async () => logged(nodes[0]!, 'Redis is away'), (count) => count > before[0]!)
    await answeredMore()
    // Not only at the end: meanwhile, too, what is done is seen.
    const doneMeanwhile = new Set(work.answered)
    const stands = () => readers.map(({ seen, reconnects, closes }) => ({ seen: seen.length, missing: [...doneMeanwhile].filter((run) => !seen.includes(run)).length, reconnects, closes }))
    await until(async () => ({ answered: work.answered.size, refusals: [...work.refusals], readers: stands() }), (now) => now.readers.every(({ missing }) => missing === 0))
    await comeBack(redis)
    await until(async () => logged(nodes[0]!, 'Redis is back'), (count) => count >= logged(nodes[0]!, 'Redis is away'))
    await answeredMore()
    await work.stop()
    expect([...work.refusals]).toEqual([])
    for (const reader of readers) {
      await until(async () => new Set(reader.seen).size, (size) => size >= work.answered.size)
      await reader.stop()
      expect(reader.seen.length).toBe(new Set(reader.seen).size)
      expect(new Set(reader.seen)).toEqual(work.answered)
      expect(reader.reconnects).toBe(0)
    }
    console.log(`${name}: ${work.answered.size} runs, none refused; longest gap ${Math.round(work.longestGapMs)} ms`)
  })

  it('was no reason for an incident', () => {
    for (const node of nodes) expect(node.stdout().split('\n').filter((line) => /^\{"level":[56]0/.test(line))).toEqual([])
  })
})
