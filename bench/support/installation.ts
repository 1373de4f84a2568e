// Where benchmarks run: a database of their own in a real, durable Postgres (DATABASE_URL's, or an embedded one in a folder
// that is thrown away), a shell to prepare it with, and a server process as operators start it.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { v7 as uuid } from 'uuid'
import { signToken } from '../../src/auth.ts'
import type { Shell } from '../../src/commands/shell.ts'
import { openDatabase, openPool, type Db } from '../../src/db.ts'
import { startEmbeddedPostgres } from '../../src/embedded-postgres/start.ts'
import { migrateDatabase, migrateJobs } from '../../src/migrate.ts'
import { cacheDefinitions } from '../../src/store/definitions.ts'
import { workItemNumbers } from '../../src/store/work-item-numbers.ts'
import { SERVER_COMMAND } from './server-command.ts'

const SECRET = randomUUID() + randomUUID()
// Such as --cpu-prof, to see where a server spends its time.
const MORE_FLAGS = process.env['BENCH_NODE_FLAGS']?.split(' ') ?? []
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A database with the product's schema in it, and what may be started on it. `close` ends all of it. */
export type Installation = {
  url: string; db: Db; shell: Shell
  /** A bearer token of a user. */
  token(username: string): Promise<string>
  /** Starts a server process on the database; answers with its address and process id. */
  startServer(environment?: Record<string, string>): Promise<{ url: string; pid: number }>
  close(): Promise<void>
}

/** Makes the database and all that belongs to it. */
export async function install(): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'interlude-bench-'))
  const postgres = process.env['DATABASE_URL'] === undefined ? await startEmbeddedPostgres(folder) : null
  const serverUrl = postgres?.url ?? process.env['DATABASE_URL']!
  const name = `interlude_bench_${randomUUID().slice(0, 8)}`
  const admin = openPool(serverUrl, { max: 1 })
  await admin.query(`CREATE DATABASE ${name}`)
  const url = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href
  const db = openDatabase(url, { max: 16 })
  await migrateDatabase(db.pool)
  await migrateJobs(db.pool)
  const shell: Shell = {
    pool: db.pool, prisma: db.prisma, definitions: cacheDefinitions(db.pool), workItemNumbers: workItemNumbers(db.pool), actions: {},
    now: () => new Date(), newId: () => uuid(), processId: null, wake: { events: () => {}, routing: () => {}, jobs: () => {} }, log: pino({ level: 'silent' }),
  }
  const stops: (() => Promise<unknown>)[] = []
  const close = async () => {
    for (const stop of stops) await stop()
    await db.close()
    await admin.query(`DROP DATABASE ${name} WITH (FORCE)`)
    await admin.end()
    await postgres?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  const startServer = async (environment: Record<string, string> = {}) => {
    const child = spawn(process.execPath, [...MORE_FLAGS, ...SERVER_COMMAND], {
      cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, DATABASE_URL: url, DATA_DIR: join(folder, `server-${stops.length}`), PORT: '0', DEMO: '0', AUTH_JWT_SECRET: SECRET, NODE_ENV: 'production', LOG_LEVEL: 'info', ...environment },
    })
    stops.push(async () => {
      const ended = once(child, 'exit')
      if (child.exitCode === null && child.kill()) await ended
    })
    for await (const line of createInterface({ input: child.stdout })) {
      const started = (JSON.parse(line) as { msg?: string; url?: string })
      if (started.msg === 'started') {
        child.stdout.resume()
        return { url: started.url!, pid: child.pid! }
      }
    }
    throw new Error('the server did not start')
  }
  return { url, db, shell, token: (username) => signToken({ secret: SECRET, issuer: null, audience: null }, username, 3_600 * 8, new Date()), startServer, close }
}
