// Several statements as one transaction, in one round trip.
import { beforeEach, describe, expect, it } from 'vitest'
import { openPool } from '../src/db.ts'
import { runPipeline, type PipelinedStatement } from '../src/pipeline.ts'
import { useDatabase } from './support/database.ts'

const db = useDatabase()
const add = (key: string): PipelinedStatement => ({ name: 'add', text: `INSERT INTO "MutationReceipt" ("userId", "mutation", "key", "inputHash", "answer", "createdDate") VALUES ('u', 'm', $1, 'h', '{}', now())`, values: [key] })
const add2 = (key: string): PipelinedStatement => ({ ...add(key), name: 'add_too', text: `${add('').text} RETURNING "key"` })
const keys = async () => (await db.pool.query<{ key: string }>('SELECT "key" FROM "MutationReceipt" ORDER BY "key"')).rows.map(({ key }) => key)

/** Runs `work` with a pool of one connection, and tells whether that was still the same at the end. */
async function onOne(work: (send: (...statements: PipelinedStatement[]) => Promise<unknown>) => Promise<void>): Promise<{ isKept: boolean; prepared: string[] }> {
  const pool = openPool(db.url, { max: 1 })
  const session = async () => (await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]!.pid
  const first = await session()
  await work((...statements) => runPipeline(pool, statements))
  const { rows } = await pool.query<{ name: string }>('SELECT name FROM pg_prepared_statements ORDER BY name')
  const isKept = (await session()) === first
  await pool.end()
  return { isKept, prepared: rows.map(({ name }) => name) }
}

beforeEach(() => db.pool.query('TRUNCATE "MutationReceipt"'))

describe('a pipeline', () => {
  it('is one transaction, whose statements see each other', async () => {
    const count: PipelinedStatement = { text: 'SELECT require_rows(\'receipts\', (SELECT count(DISTINCT xmin::text) + count(*) FROM "MutationReceipt"), $1::bigint)', values: ['3'] }
    expect(await onOne(async (send) => { await send(add('a'), add2('b'), count) })).toEqual({ isKept: true, prepared: ['add', 'add_too'] })
    expect(await keys()).toEqual(['a', 'b'])
  })

  it('takes no effect where one of its statements is refused, and its connection goes on', async () => {
    const { isKept, prepared } = await onOne(async (send) => {
      await expect(send(add('a'), add('a'), add2('b'))).rejects.toMatchObject({ code: '23505' })
      expect(await keys()).toEqual([])
      // The first was prepared, the second never came to it; both are asked for again, and each only once.
      await send(add2('c'), add('d'))
      await send(add2('e'), add('f'))
    })
    expect({ isKept, prepared }).toEqual({ isKept: true, prepared: ['add', 'add_too'] })
    expect(await keys()).toEqual(['c', 'd', 'e', 'f'])
  })

  it('goes on also where a statement was refused when it came for the first time, though it was prepared', async () => {
    await runPipeline(db.pool, [add('a')])
    expect(await onOne(async (send) => {
      await expect(send(add('a'))).rejects.toMatchObject({ code: '23505' })
      await send(add('b'))
    })).toEqual({ isKept: true, prepared: ['add'] })
    expect(await keys()).toEqual(['a', 'b'])
  })

  it('of a statement that cannot be run is refused, and nothing of it is there', async () => {
    const { isKept } = await onOne(async (send) => { await expect(send(add('a'), { name: 'wrong', text: 'SELECT nothing', values: [] })).rejects.toMatchObject({ code: '42703' }) })
    expect(isKept).toBe(false)
    expect(await keys()).toEqual([])
  })

  it('is refused when its connection breaks while it runs', async () => {
    await onOne(async (send) => { await expect(send(add('a'), { text: 'SELECT pg_terminate_backend(pg_backend_pid())', values: [] })).rejects.toThrow() })
    expect(await keys()).toEqual([])
  })

  it('within a transaction is part of it', async () => {
    const client = await db.pool.connect()
    await client.query('BEGIN')
    await runPipeline(client, [add('a'), add('b')])
    expect(await keys()).toEqual([])
    await client.query('COMMIT')
    client.release()
    expect(await keys()).toEqual(['a', 'b'])
  })

  it('of many at once on few connections is answered one by one, each with what is its own', async () => {
    const said = await Promise.allSettled(Array.from({ length: 200 }, (_, at) => runPipeline(db.pool, [add(`k${at % 150}`), add2(`x${at}`)])))
    expect(said.filter(({ status }) => status === 'rejected')).toHaveLength(50)
    expect(await keys()).toHaveLength(300)
  })
})
