// What the pool does with connections that can't be relied on any more.
import { describe, expect, it } from 'vitest'
import type pg from 'pg'
import { whileLocked } from '../src/database-lock.ts'
import { isDatabaseOutage } from '../src/database-outage.ts'
import { openPool } from '../src/db.ts'
import { runPipeline } from '../src/pipeline.ts'
import { startDatabaseProxy, type DatabaseProxy } from './support/database-proxy.ts'
import { useDatabase } from './support/database.ts'

const db = useDatabase()

// Each waits for seconds, and none for the processor.
describe.concurrent('connections that have gone silent', () => {
  const throughProxy = async (use: (pool: pg.Pool, proxy: DatabaseProxy) => Promise<void>) => {
    const proxy = await startDatabaseProxy(db.url)
    const pool = openPool(proxy.url, { max: 4, statementTimeoutMs: 500 })
    try {
      await use(pool, proxy)
    } finally {
      await pool.end()
      await proxy.stop()
    }
  }

  it('are not those that wait for a lock, or migrate', () => throughProxy(async (pool) => {
    expect(await whileLocked(pool, 'migrations', async (client) => (await client.query<{ one: number }>('SELECT 1 AS "one" FROM pg_sleep(7)')).rows)).toEqual([{ one: 1 }])
  }))

  it.each<[string, (pool: pg.Pool) => Promise<unknown>]>([
    ['a statement', (pool) => pool.query('SELECT 1')],
    ['a pipeline', (pool) => runPipeline(pool, [{ text: 'SELECT 1', values: [] }])],
    ['a statement of a transaction', async (pool) => {
      const client = await pool.connect()
      let fault: Error | undefined
      await client.query('BEGIN').catch((error: Error) => { fault = error }).finally(() => client.release(fault))
      if (fault !== undefined) throw fault
    }],
  ])('are given up with %s that goes unanswered, and with it the others of the time', (_, ask) => throughProxy(async (pool, proxy) => {
    const clients = await Promise.all(Array.from({ length: 4 }, () => pool.connect()))
    for (const client of clients) client.release()
    proxy.silence()
    const fault = await ask(pool).then(() => null, (error: unknown) => error)
    expect(isDatabaseOutage(fault)).toBe(true)
    // None of the four that were there is asked again: that would fail.
    expect((await Promise.all(Array.from({ length: 4 }, () => pool.query<{ one: number }>('SELECT 1 AS "one"')))).map(({ rows }) => rows[0]!.one)).toEqual([1, 1, 1, 1])
  }))
})

it('has statements planned again by all connections where a table has got another column', async () => {
  const pool = openPool(db.url, { max: 3 })
  const read = { name: 'all_of_it', text: 'SELECT * FROM altered' }
  try {
    await pool.query('CREATE TABLE altered (a int)')
    await Promise.all([read, read, read].map((each) => pool.query(each)))
    await pool.query('ALTER TABLE altered ADD COLUMN b int; INSERT INTO altered VALUES (1, 2)')
    for (let time = 0; time < 4; time++) expect((await pool.query(read)).rows).toEqual([{ a: 1, b: 2 }])
    expect((await Promise.all([read, read, read].map((each) => pool.query(each)))).map(({ rows }) => rows)).toEqual(Array(3).fill([{ a: 1, b: 2 }]))
    // Within a transaction it can't be asked again: it says that it passes.
    await pool.query('ALTER TABLE altered ADD COLUMN c int')
    const client = await pool.connect()
    await client.query('BEGIN')
    expect(isDatabaseOutage(await client.query(read).then(() => null, (error: unknown) => error))).toBe(true)
    client.release(true)
  } finally {
    await pool.end()
  }
})
