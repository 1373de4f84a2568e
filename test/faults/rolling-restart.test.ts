// Two real processes on one database, replaced one after the other while work goes on: whatever was asked is answered, and
// readers by cursor miss nothing.
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { cloneDatabase, dropTestDatabase } from '../support/database.ts'
import { startServerProgram, type ServerProgram } from '../support/server-program.ts'
import { callerAt, until } from '../support/server.ts'
import { followWork, prepareWork, startWork } from '../support/steady-work.ts'

const STOP_WITHIN_MS = 10_000

const nodes: ServerProgram[] = []
let databaseUrl = ''
beforeAll(async () => {
  databaseUrl = await cloneDatabase()
  nodes.push(await start())
  nodes.push(await start())
  await prepareWork(callerAt(() => nodes[0]!.url, 'admin'))
})
afterAll(async () => {
  for (const node of nodes) await node.kill()
  await dropTestDatabase(databaseUrl)
})

async function start(): Promise<ServerProgram> {
  const node = await startServerProgram({ DATABASE_URL: databaseUrl, REDIS_URL: inject('redisUrl'), NODE_ENV: 'production', STOP_DELAY: '2' })
  await until(async () => (await fetch(`${node.url}/readyz`)).status, (status) => status === 200)
  return node
}

it('loses no event and fails no request', async () => { // rule P2
  // As a load balancer does: in turns, to those in rotation.
  let turn = 0
  const url = () => nodes[turn++ % nodes.length]!.url
  // Readers on either.
  const readers = [await followWork(() => nodes[0]!.url), await followWork(() => nodes.at(-1)!.url)]
  const work = startWork(url, 6)
  await until(async () => work.answered.size, (size) => size >= 30)
  const stopTimes: number[] = []
  for (let replaced = 0; replaced < 2; replaced++) {
    nodes.push(await start())
    // Out of rotation, with requests of before still under way.
    const old = nodes.shift()!
    const began = performance.now()
    await old.stop()
    stopTimes.push(performance.now() - began)
    const before = work.answered.size
    await until(async () => work.answered.size, (size) => size >= before + 20)
  }
  await work.stop()
  for (const milliseconds of stopTimes) expect(milliseconds).toBeLessThan(STOP_WITHIN_MS)
  expect([...work.refusals]).toEqual([])
  for (const reader of readers) {
    await until(async () => new Set(reader.seen).size, (size) => size >= work.answered.size)
    // Sent elsewhere, each time.
    expect(reader.closes.length).toBeGreaterThan(0)
    expect(reader.closes.filter((code) => code !== 1001)).toEqual([])
    await reader.stop()
    expect(reader.seen.length).toBe(new Set(reader.seen).size)
    expect(new Set(reader.seen)).toEqual(work.answered)
  }
  console.log(`${work.answered.size} runs, none refused; stopped in ${stopTimes.map(Math.round).join(' and ')} ms; the readers came back ${readers.map(({ reconnects }) => reconnects).join(' and ')} times`)
}, 180_000)
