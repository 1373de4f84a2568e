// Transactions for what is rarely changed and must be decided alone: definitions, and who is in which group; and for reads that
// must agree with each other.
import type pg from 'pg'
import type { Db } from './query.ts'

/** What is changed by one command at a time, over all processes. */
export type Exclusive = 'definitions' | 'groups'

// Who waits for the lock waits here, not on a connection: enough waiters would else hold all connections of the pool, and
// the one who has the lock could read nothing more.
const turns = new WeakMap<pg.Pool, Map<Exclusive, Promise<unknown>>>()

/**
 * Runs `work` in a transaction of its own that nobody else who names the same lock runs beside. What it throws undoes all
 * that was written.
 */
export function exclusively<Answer>(pool: pg.Pool, what: Exclusive, work: (client: pg.PoolClient) => Promise<Answer>): Promise<Answer> {
  const waiting = turns.get(pool) ?? new Map<Exclusive, Promise<unknown>>()
  turns.set(pool, waiting)
  const turn = (waiting.get(what) ?? Promise.resolve()).then(() => inTransaction(pool, what, work))
  waiting.set(what, turn.catch(() => {}))
  return turn
}

/** What `reads` answer, in their order, all as things were at one moment. Of one that fails the error stands in its place. */
export function atOneMoment(pool: pg.Pool, reads: readonly ((db: Db) => Promise<unknown>)[]): Promise<unknown[]> {
  return withClient(pool, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', async (client) => {
    const answers: unknown[] = []
    for (const read of reads) answers.push(await read(client).catch((error: unknown) => error))
    return answers
  })
}

function inTransaction<Answer>(pool: pg.Pool, what: Exclusive, work: (client: pg.PoolClient) => Promise<Answer>): Promise<Answer> {
  return withClient(pool, 'BEGIN', async (client) => {
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`interlude:${what}`])
    return work(client)
  })
}

async function withClient<Answer>(pool: pg.Pool, begin: string, work: (client: pg.PoolClient) => Promise<Answer>): Promise<Answer> {
  const client = await pool.connect()
  let fault: Error | undefined
  try {
    await client.query(begin)
    const answer = await work(client)
    await client.query('COMMIT')
    return answer
  } catch (error) {
    await client.query('ROLLBACK').catch((broken: Error) => { fault = broken })
    throw error
  } finally {
    client.release(fault)
  }
}
