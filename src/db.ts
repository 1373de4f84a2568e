// The database as everybody is handed it: one pool for typed SQL, and Prisma over that same pool.
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { LIMITS } from './limits.ts'
import { PrismaClient } from '../prisma/generated/client/client.ts'

/** One database: `pool` for SQL, `prisma` over the same connections. */
export type Db = {
  pool: pg.Pool
  prisma: PrismaClient
  /** Waits for what is running, then ends every connection. */
  close(): Promise<void>
}

/** How the pool is kept. Times in milliseconds. */
export type DatabaseOptions = {
  /** Connections at most. */
  max?: number
  /** A statement that runs longer is ended. */
  statementTimeoutMs?: number
  /** Seen by administrators in pg_stat_activity. */
  applicationName?: string
  /** Told of connections that break; the pool replaces them by itself. */
  onConnectionLost?: (error: Error) => void
}

/** Opens a database; connects when first used. */
export function openDatabase(url: string, options: DatabaseOptions = {}): Db {
  const pool = openPool(url, options)
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool), errorFormat: 'minimal' })
  const close = async () => {
    await prisma.$disconnect()
    await pool.end()
  }
  return { pool, prisma, close }
}

/** Opens a pool without Prisma: for what runs before there is a schema, or beside the ordinary load. */
export function openPool(url: string, options: DatabaseOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max ?? 20,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: options.statementTimeoutMs ?? LIMITS.statementMs,
    application_name: options.applicationName ?? 'interlude',
  })
  // Without listeners a connection that the database ends, idle or lent out, would end the process.
  const lost = (error: Error) => options.onConnectionLost?.(error)
  pool.on('error', lost)
  pool.on('connect', (client) => client.on('error', lost))
  return pool
}
