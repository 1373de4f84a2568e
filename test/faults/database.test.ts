// The database restarted, killed, or with all its connections ended, while work goes on: the server stays up, says that it
// can't just now, is ready again within seconds, and readers by cursor miss nothing.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/embedded-postgres/start.ts'
import { startServerProcess, type ServerProcess } from '../../src/server-process.ts'
import { startDatabaseProxy } from '../support/database-proxy.ts'
import { startServerProgram } from '../support/server-program.ts'
import { callerAt, until } from '../support/server.ts'
import { followWork, prepareWork, startWork } from '../support/steady-work.ts'

const SECRET = 'the secret of the tests, 32 and more'
const SETTINGS = { isDurable: false, settings: { max_connections: '100' } }
const READY_WITHIN_MS = 5_000
const STOP_WITHIN_MS = 10_000

const folder = mkdtempSync(join(tmpdir(), 'interlude-faults-'))
let postgres: EmbeddedPostgres
let server: ServerProcess
const faults: string[] = []
beforeAll(async () => {
  postgres = await startEmbeddedPostgres(folder, SETTINGS)
  const config = readConfig({ PORT: '0', DATA_DIR: join(folder, 'server'), DATABASE_URL: postgres.url, AUTH_JWT_SECRET: SECRET, BOOTSTRAP_ADMIN: 'admin', DEMO: '0', NODE_ENV: 'production' })
  server = await startServerProcess(config, pino({ level: 'error' }, { write: (line: string) => void faults.push(line) }))
  await prepareWork(callerAt(url, 'admin'))
})
afterAll(async () => {
  await server?.stop()
  await postgres?.stop()
  rmSync(folder, { recursive: true, force: true })
})
const url = () => server.url!
const ready = async () => (await fetch(`${url()}/readyz`)).status

/** How long the server took from now on to be ready, and to do work again. */
async function recovery(answered: ReadonlySet<string>): Promise<number> {
  const began = performance.now()
  const before = answered.size
  await until(ready, (status) => status === 200)
  await until(async () => answered.size, (size) => size > before)
  return performance.now() - began
}

async function endConnections(): Promise<void> {
  const client = new pg.Client({ connectionString: postgres.url })
  await client.connect()
  await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()').finally(() => client.end())
}

const FAULTS: [string, (isDown: () => Promise<void>) => Promise<void>][] = [
  ['all connections ended', async () => { await endConnections() }],
  ['a restart in order', async (isDown) => {
    const { port } = new URL(postgres.url)
    await postgres.stop()
    await isDown()
    postgres = await startEmbeddedPostgres(folder, { ...SETTINGS, port: Number(port) })
  }],
  ['a crash', async (isDown) => {
    const { port } = new URL(postgres.url)
    process.kill(postgres.pid, 'SIGQUIT')
    await postgres.lost
    await postgres.stop()
    await isDown()
    postgres = await startEmbeddedPostgres(folder, { ...SETTINGS, port: Number(port) })
  }],
]

describe('under load', () => {
  // rules P2, P5
  it.each(FAULTS)('%s is survived: what is asked meanwhile is asked to try again, and nothing is lost or done twice', async (name, happen) => {
    const reader = await followWork(url)
    const work = startWork(url, 8)
    await until(async () => work.answered.size, (size) => size >= 20)
    await happen(async () => {
      expect(await ready()).toBe(503)
      expect((await fetch(`${url()}/healthz`)).status).toBe(200)
      await until(async () => work.refusals.get('SERVICE_UNAVAILABLE') ?? 0, (count) => count > 0)
    })
    const tookMs = await recovery(work.answered)
    expect(tookMs).toBeLessThan(READY_WITHIN_MS)
    await work.stop()
    expect([...work.refusals.keys()].filter((code) => code !== 'SERVICE_UNAVAILABLE')).toEqual([])
    await until(async () => new Set(reader.seen).size, (size) => size >= work.answered.size)
    await reader.stop()
    // Every run's one work item was seen, once, and none that was not answered for.
    expect(reader.seen.length).toBe(new Set(reader.seen).size)
    expect(new Set(reader.seen)).toEqual(work.answered)
    console.log(`${name}: ready and at work again after ${Math.round(tookMs)} ms; ${work.answered.size} runs; told to try again: ${work.refusals.get('SERVICE_UNAVAILABLE') ?? 0}; longest gap ${Math.round(work.longestGapMs)} ms; the reader came back ${reader.reconnects} times`)
  }, 180_000)

  it('jobs go on afterwards', async () => {
    const numbers = async () => (await fetch(`${url()}/metrics`)).text()
    // Mail for each item is handed over by jobs, which all ended under them three times.
    await until(numbers, (text) => /^interlude_mails\{status="queued"\} 0$/m.test(text), 120_000)
  }, 180_000)

  it('was no reason for an incident', () => {
    expect(faults.filter((line) => line.includes('unexpected error') || line.includes('"level":60'))).toEqual([])
  })
})

describe('a network that goes silent', () => {
  it('is found out some seconds after a statement should have ended, and work goes on by new connections', async () => {
    const proxy = await startDatabaseProxy(postgres.url)
    const config = readConfig({ PORT: '0', DATA_DIR: join(folder, 'third'), DATABASE_URL: proxy.url, AUTH_JWT_SECRET: SECRET, DEMO: '0', NODE_ENV: 'production', STATEMENT_TIMEOUT: '1' })
    const third = await startServerProcess(config, pino({ level: 'error' }, { write: (line: string) => void faults.push(line) }))
    const at = () => third.url!
    try {
      const reader = await followWork(at)
      const work = startWork(at, 8)
      await until(async () => work.answered.size, (size) => size >= 20)
      proxy.silence()
      const began = performance.now(), before = work.answered.size
      await until(async () => work.refusals.get('SERVICE_UNAVAILABLE') ?? 0, (count) => count > 0)
      await until(async () => work.answered.size, (size) => size > before + 20)
      const tookMs = performance.now() - began
      await work.stop()
      expect([...work.refusals.keys()].filter((code) => code !== 'SERVICE_UNAVAILABLE')).toEqual([])
      await until(async () => new Set(reader.seen).size, (size) => size >= work.answered.size)
      await reader.stop()
      expect(new Set(reader.seen)).toEqual(work.answered)
      expect((await fetch(`${at()}/readyz`)).status).toBe(200)
      console.log(`silence: at work again after ${Math.round(tookMs)} ms, with STATEMENT_TIMEOUT=1`)
    } finally {
      await third.stop()
      await proxy.stop()
    }
  }, 180_000)
})

describe('a statement that takes too long', () => {
  it('is given up, and its caller asked to try again', async () => {
    const config = readConfig({ PORT: '0', DATA_DIR: join(folder, 'second'), DATABASE_URL: postgres.url, AUTH_JWT_SECRET: SECRET, DEMO: '0', NODE_ENV: 'production', ROLES: 'api', STATEMENT_TIMEOUT: '1' })
    const second = await startServerProcess(config, pino({ level: 'silent' }))
    const holder = new pg.Client({ connectionString: postgres.url })
    await holder.connect()
    try {
      await holder.query('BEGIN; LOCK TABLE "Record" IN ACCESS EXCLUSIVE MODE')
      const { errors } = await callerAt(() => second.url!, 'admin').answer('{ record(recordId: "steady") { name } }')
      expect(errors).toMatchObject([{ message: 'This can\'t be answered just now; try again in a moment. A change may have been made all the same.', extensions: { code: 'SERVICE_UNAVAILABLE' } }])
      expect(JSON.stringify(errors)).not.toMatch(/statement|timeout|SELECT|prisma/i)
      await holder.query('ROLLBACK')
      expect(await callerAt(() => second.url!, 'admin').run('{ record(recordId: "steady") { name } }')).toEqual({ record: { name: 'Steady' } })
    } finally {
      await holder.end()
      await second.stop()
    }
  })

  it('does not keep a server that is told to stop', async () => {
    const program = await startServerProgram({ DATABASE_URL: postgres.url, NODE_ENV: 'production' })
    const holder = new pg.Client({ connectionString: postgres.url })
    await holder.connect()
    try {
      await holder.query('BEGIN; LOCK TABLE "Record", "EmailNotification" IN ACCESS EXCLUSIVE MODE')
      const asked = callerAt(() => program.url, 'admin').answer('{ record(recordId: "steady") { name } }').catch(() => 'cut off')
      const waiting = async () => {
        // A transaction sees others as they were when it first looked.
        await holder.query('SELECT pg_stat_clear_snapshot()')
        return (await holder.query<{ count: number }>(`SELECT count(*)::int FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)).rows[0]!.count
      }
      // The request, and whoever hands over mail.
      await until(waiting, (count) => count > 1)
      const began = performance.now()
      await program.stop()
      expect(performance.now() - began).toBeLessThan(STOP_WITHIN_MS)
      expect(await asked).toBe('cut off')
    } finally {
      await holder.end()
      await program.kill()
    }
  })
})
