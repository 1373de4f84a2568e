// Before the `database` project's first test: one Postgres (DATABASE_URL's, or an embedded one of its own) with one
// migrated database in it, which every test file clones.
import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { openPool } from '../../src/db.ts'
import { startEmbeddedPostgres } from '../../src/embedded-postgres/start.ts'
import { migrateDatabase, migrateJobs } from '../../src/migrate.ts'
import { createDatabase, dropDatabase, inDatabase } from './database.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** What was set in the environment; empty: nothing. */
    databaseUrl: string
    redisUrl: string
    /** The server that tests use, and the database in it that they clone. */
    testServer: { url: string; template: string }
  }
}

const SIGNALS = ['SIGTERM', 'SIGHUP'] as const

/** Called by vitest; returns the clearing up. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await testServer(project.getProvidedContext().databaseUrl)
  const template = `interlude_template_${randomUUID().slice(0, 8)}`
  try {
    await createDatabase(server.url, template)
    const pool = openPool(inDatabase(server.url, template))
    await migrateDatabase(pool)
    await migrateJobs(pool)
    await pool.end()
  } catch (error) {
    await server.stop()
    throw error
  }
  project.provide('testServer', { url: server.url, template })
  return async () => {
    await dropDatabase(server.url, template)
    await server.stop()
  }
}

async function testServer(given: string): Promise<{ url: string; stop(): Promise<void> }> {
  if (given !== '') return { url: given, stop: async () => {} }
  const folder = await mkdtemp(join(tmpdir(), 'interlude-test-'))
  const postgres = await startEmbeddedPostgres(folder, { isDurable: false, settings: { max_connections: '300' } })
  // A run that is broken off leaves no server behind.
  const abandon = () => {
    process.kill(postgres.pid, 'SIGQUIT')
    rmSync(folder, { recursive: true, force: true })
  }
  const breakOff = () => process.exit(1)
  process.once('exit', abandon)
  for (const signal of SIGNALS) process.once(signal, breakOff)
  const stop = async () => {
    process.off('exit', abandon)
    for (const signal of SIGNALS) process.off(signal, breakOff)
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
  return { url: postgres.url, stop }
}
