// Two real processes on one database, replaced one after the other while work goes on: whatever was asked is answered, and
// readers by cursor miss nothing.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { watch, type Program } from '../support/child-process.ts'
import { cloneDatabase, dropTestDatabase } from '../support/database.ts'
import { callerAt, until } from '../support/server.ts'
import { followWork, prepareWork, startWork } from '../support/steady-work.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const STOP_WITHIN_MS = 10_000

type Node = { program: Program; url: string }
const folder = mkdtempSync(join(tmpdir(), 'interlude-rolling-'))
const nodes: Node[] = []
let databaseUrl = ''
beforeAll(async () => {
  databaseUrl = await cloneDatabase()
  nodes.push(await start('a'))
  nodes.push(await start('b'))
  await prepareWork(callerAt(() => nodes[0]!.url, 'admin'))
})
afterAll(async () => {
  for (const { program } of nodes) await program.kill()
  await dropTestDatabase(databaseUrl)
  rmSync(folder, { recursive: true, force: true })
})

async function start(name: string): Promise<Node> {
  const program = watch(spawn(process.execPath, ['launch.mjs', 'src/main.ts'], {
    cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DATABASE_URL: databaseUrl, REDIS_URL: inject('redisUrl'), DATA_DIR: join(folder, name), PORT: '0', HOST: '', DEMO: '0', BOOTSTRAP_ADMIN: 'admin', AUTH_JWT_SECRET: 'the secret of the tests, 32 and more', NODE_ENV: 'production', STOP_DELAY: '2', LOG_LEVEL: 'info' },
  }))
  const { url } = JSON.parse(await program.line((text) => text.includes('"started"'))) as { url: string }
  await until(async () => (await fetch(`${url}/readyz`)).status, (status) => status === 200)
  return { program, url }
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
  for (const name of ['c', 'd']) {
    nodes.push(await start(name))
    // Out of rotation, with requests of before still under way.
    const old = nodes.shift()!
    const began = performance.now()
    old.program.child.kill('SIGTERM')
    expect(await old.program.ended).toBe(0)
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
