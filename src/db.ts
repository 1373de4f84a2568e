// The database as everybody is handed it: one pool for typed SQL, and Prisma over that same pool.
import type { Socket } from 'node:net'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { isStaleStatement } from './database-outage.ts'
import { LIMITS } from './limits.ts'
import { Pipeline } from './pipeline.ts'
import { PrismaClient } from '../prisma/generated/client/client.ts'

/** One database: `pool` for SQL, `prisma` over the same connections. */
export type Db = {
  pool: pg.Pool
  prisma: PrismaClient
  /** Waits a moment for what is running, then ends every connection. */
  close(): Promise<void>
}

/** How the pool is kept. Times in milliseconds. */
export type DatabaseOptions = {
  /** Connections at most. */
  max?: number
  /** A statement that runs longer is ended; 0: none is. */
  statementTimeoutMs?: number
  /** A statement that wasn't answered by then is given up, and its connection with it; without it, some seconds after the statement's time. */
  answerWithinMs?: number
  /** Seen by administrators in pg_stat_activity. */
  applicationName?: string
  /** Told of connections that break; the pool replaces them by itself. */
  onConnectionLost?: (error: Error) => void
}

// Every statement looks rows up by an index (the query-plan tests name them), most are prepared, and a plan is kept for as
// long as its connection. So plans may depend on nothing that changes: not on the values that a statement is first called
// with (planned anew for each list of ids, as is the default, most take longer to plan than to run), and not on tables
// being small: one that is read whole on a new database's first day, or joined by a hash of it, would still be on its second.
// What is looked up is mostly another row each time, so that a memory of what was found before (memoize) costs more than it saves.
const SESSION = '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_hashjoin=off -c enable_mergejoin=off -c enable_memoize=off -c jit=off -c TimeZone=UTC -c DateStyle=ISO'

// A page of a list has some hundred times on it: they are read by their places, which the session's settings fix. What is
// not like that (before the year 1000, beyond 9999, infinity) is left to the driver.
const TIME = /^[1-9]\d{3}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,3})?\+00$/
const parseTime = pg.types.getTypeParser(pg.types.builtins.TIMESTAMPTZ) as (text: string) => Date | null

/** A time as the driver gives it, from the text that sessions of `openPool` send. */
export function readTime(text: string): Date | null {
  if (!TIME.test(text)) return parseTime(text)
  const milliseconds = text.length > 22 ? Math.round(Number(`0${text.slice(19, -3)}`) * 1000) : 0
  return new Date(Date.UTC(twoDigits(text, 0) * 100 + twoDigits(text, 2), twoDigits(text, 5) - 1, twoDigits(text, 8), twoDigits(text, 11), twoDigits(text, 14), twoDigits(text, 17), milliseconds))
}

const ZERO = 48

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO
}

const types = { getTypeParser: ((oid: number, format?: 'text') => (oid === pg.types.builtins.TIMESTAMPTZ && format !== ('binary' as 'text') ? readTime : pg.types.getTypeParser(oid, format))) as typeof pg.types.getTypeParser }

/** Opens a database; connects when first used. */
export function openDatabase(url: string, options: DatabaseOptions = {}): Db {
  const pool = openPool(url, options)
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool), errorFormat: 'minimal' })
  const close = async () => {
    await prisma.$disconnect()
    await endPool(pool)
  }
  return { pool, prisma, close }
}

// Who closes has waited for everything that somebody waits for. A statement that still runs then may run for long.
const LAST_STATEMENTS_MS = 500

/** Ends a pool: what isn't done in a moment is cut off, and kept or undone by the database as a whole. */
export async function endPool(pool: pg.Pool): Promise<void> {
  const cutOff = setTimeout(() => { for (const client of connections.get(pool) ?? []) cut(client) }, LAST_STATEMENTS_MS)
  await pool.end()
  clearTimeout(cutOff)
}

/** Ends a connection that is in no pool, also one on which nothing comes through any more. */
export async function endConnection(client: pg.Client): Promise<void> {
  const cutOff = setTimeout(() => cut(client), LAST_STATEMENTS_MS)
  await client.end().catch(() => {})
  clearTimeout(cutOff)
}

const connections = new WeakMap<pg.Pool, Set<pg.PoolClient>>()

/** Breaks a connection; whoever waits for an answer on it hears so. */
function cut(client: pg.ClientBase): void {
  (client as unknown as { connection: { stream: Socket } }).connection.stream.destroy()
}

// The database ends statements that take too long, and says so. Where nothing was heard some time after that, the connection is
// dead, whatever the operating system thinks of it: it would wait a quarter of an hour for an answer.
const ANSWER_GRACE_MS = 5_000
const LOOK_MS = 500

/** Breaks the connections of a pool that wait for an answer: for who stops, and can't wait any longer. */
export function cutBusy(pool: pg.Pool): void {
  for (const client of connections.get(pool) ?? []) if (activeOf(client) !== null) cut(client)
}

function activeOf(client: pg.PoolClient): object | null {
  return (client as unknown as { _activeQuery?: object | null })._activeQuery ?? null
}

const unlimited = new WeakSet<pg.ClientBase>()

/** Lets statements of a connection that was lent take as long as they need. It is the connection's for good: end it when it is given back. */
export async function liftTimeLimit(client: pg.ClientBase): Promise<void> {
  unlimited.add(client)
  await client.query('SET statement_timeout = 0')
}

/** Cuts connections of a pool that say nothing for longer than a statement may take, and with them all that wait for nothing: who was there then may be as dead. */
function cutSilent(pool: pg.Pool, open: ReadonlySet<pg.PoolClient>, statementTimeoutMs: number): void {
  const unanswered = new WeakMap<pg.PoolClient, { query: object; since: number }>()
  const look = () => {
    const now = performance.now()
    let isSilent = false
    for (const client of open) {
      const query = activeOf(client)
      if (query === null || unlimited.has(client)) continue
      const known = unanswered.get(client)
      if (known?.query !== query) unanswered.set(client, { query, since: now })
      else if (now - known.since > statementTimeoutMs + ANSWER_GRACE_MS) {
        isSilent = true
        cut(client)
      }
    }
    if (isSilent) for (const client of open) if (activeOf(client) === null && !unlimited.has(client)) cut(client)
    if (pool.ended) clearInterval(timer)
  }
  const timer = setInterval(look, LOOK_MS).unref()
}

// Refused for what is in the tables, which says nothing of the connection: our guards, uniqueness and the like, serialization.
const REFUSALS = /^(IL|23|40)/

/**
 * The driver's pool ends a connection with any error. Here somebody is refused whenever two are at the same row, and to connect
 * anew, and prepare all statements anew, takes the database longer than what it has refused.
 */
class KeepingPool extends pg.Pool {
  override query = ((...args: Parameters<pg.PoolClient['query']>) => {
    return typeof args.at(-1) === 'function' ? pg.Pool.prototype.query.apply(this, args) : this.#ask(args)
  }) as pg.Pool['query']

  // What connections have prepared before a migration may fit their tables no longer, which they notice one by one.
  readonly #stale = new WeakSet<pg.PoolClient>()

  async #connect(): Promise<pg.PoolClient> {
    for (;;) {
      const client = await this.connect()
      if (!this.#stale.has(client)) return client
      client.release(true)
    }
  }

  async #ask(args: Parameters<pg.PoolClient['query']>): Promise<unknown> {
    try {
      return await this.#askOnce(args)
    } catch (error) {
      // Refused before it was run, so that it may be asked again, of a connection that is new.
      if (!isStaleStatement(error) || (args[0] as unknown) instanceof Pipeline) throw error
      for (const client of connections.get(this) ?? []) this.#stale.add(client)
      return this.#askOnce(args)
    }
  }

  async #askOnce(args: Parameters<pg.PoolClient['query']>): Promise<unknown> {
    const client = await this.#connect()
    let fault: Error | undefined
    try {
      const asked = client.query(...args) as unknown
      return await (asked instanceof Pipeline ? asked.done : asked)
    } catch (error) {
      if (!REFUSALS.test((error as { code?: string }).code ?? '')) fault = error as Error
      throw error
    } finally {
      client.release(fault)
    }
  }
}

/** Opens a pool without Prisma: for what runs before there is a schema, or beside the ordinary load. */
export function openPool(url: string, options: DatabaseOptions = {}): pg.Pool {
  const statementTimeoutMs = options.statementTimeoutMs ?? LIMITS.statementMs
  const pool = new KeepingPool({
    connectionString: url,
    max: options.max ?? 20,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    statement_timeout: statementTimeoutMs,
    ...(options.answerWithinMs !== undefined && { query_timeout: options.answerWithinMs }),
    application_name: options.applicationName ?? 'interlude',
    options: SESSION,
    types,
  })
  // Without listeners a connection that the database ends, idle or lent out, would end the process.
  // What `pg` hangs on the error is the whole connection: its statements and values belong in no log.
  const lost = (error: Error & { client?: unknown }) => {
    delete error.client
    if (!pool.ending) options.onConnectionLost?.(error)
  }
  pool.on('error', lost)
  const open = new Set<pg.PoolClient>()
  connections.set(pool, open)
  pool.on('remove', (client) => void open.delete(client))
  pool.on('connect', (client) => {
    open.add(client)
    client.on('error', lost)
  })
  if (statementTimeoutMs > 0) cutSilent(pool, open, statementTimeoutMs)
  return pool
}
