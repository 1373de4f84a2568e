// What only one process at a time may do, and others wait for: by an advisory lock of the database that they share.
import type pg from 'pg'
import { liftTimeLimit } from './db.ts'

/** The locks there are. `migrations` is the one that Prisma Migrate takes too. */
export const LOCKS = { migrations: 72_707_369, demo: 72_707_370 } as const

/**
 * Runs `work` while nobody else has the lock; waits for it as long as that takes. The connection that `work` is handed has the
 * lock, and no limit of time for its statements: whoever dies with it sets it free.
 */
export async function whileLocked<Result>(pool: pg.Pool, lock: keyof typeof LOCKS, work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect()
  try {
    await liftTimeLimit(client)
    await client.query('SELECT pg_advisory_lock($1)', [LOCKS[lock]])
    return await work(client)
  } finally {
    // The lock and the setting are the connection's: it is not lent again.
    client.release(true)
  }
}
