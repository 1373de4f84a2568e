// Tells the other processes that the log has grown, and hears it from them. Only a hint: one that is lost delays an event
// until the tail's next look, and loses nothing.
import pg from 'pg'
import type { Logger } from 'pino'
import { coalesce } from './coalesce.ts'

/** How processes wake each other's tails. */
export type Announcer = {
  /** Begins to listen; `onAnnounced` is called when another process has announced, or may have while nobody listened. */
  start(onAnnounced: () => void): void
  /** Tells the others, soon; many calls become one announcement. To be called after the commit, outside any transaction. */
  announce(): void
  /** Ends listening; what was announced before is sent. */
  stop(): Promise<void>
}

/** The channel of Postgres and of Redis. */
export const EVENTS_CHANNEL = 'interlude_events'

/** At most one announcement in this time, unless set otherwise. */
export const ANNOUNCE_EVERY_MS = 5

const SMALLEST_DELAY_MS = 50
const LARGEST_DELAY_MS = 1_000

type Options = {
  /** Sends the announcements. */
  pool: pg.Pool
  /** Of the connection that listens: a session of its own, not one of a transaction pooler. */
  connection: pg.ClientConfig
  /** Tells this process's announcements from the others'. */
  processId: string
  log: Logger
  /** At most one announcement in this time. */
  intervalMs?: number
}

/**
 * Announces by Postgres NOTIFY, each in a statement of its own: inside of a writing transaction it would make commits queue
 * behind one lock. Errors are logged, the listening connection comes back by itself with back-off.
 */
export function createPostgresAnnouncer({ pool, connection, processId, log, intervalMs = ANNOUNCE_EVERY_MS }: Options): Announcer {
  let isStopped = false
  let client: pg.Client | null = null
  let retry: NodeJS.Timeout | null = null
  let delayMs = SMALLEST_DELAY_MS
  let onAnnounced: () => void = () => {}
  const announcements = coalesce(send, intervalMs)

  async function listen(): Promise<void> {
    const mine = new pg.Client({ keepAlive: true, application_name: 'interlude listen', ...connection })
    client = mine
    // Both can come, and either alone; the first one counts.
    const lost = (error?: Error) => {
      if (client !== mine) return
      client = null
      mine.removeAllListeners()
      mine.on('error', () => {})
      void mine.end().catch(() => {})
      if (isStopped) return
      log.warn({ err: error, retryInMs: delayMs }, 'lost the connection that listens for events; connecting again')
      retry = setTimeout(() => void listen(), delayMs)
      delayMs = Math.min(2 * delayMs, LARGEST_DELAY_MS)
    }
    mine.on('error', lost)
    mine.on('end', () => lost())
    mine.on('notification', ({ payload }) => { if (payload !== processId) onAnnounced() })
    try {
      await mine.connect()
      await mine.query(`LISTEN ${EVENTS_CHANNEL}`)
      delayMs = SMALLEST_DELAY_MS
      onAnnounced()
    } catch (error) {
      lost(error as Error)
    }
  }

  async function send(): Promise<void> {
    try {
      await pool.query({ name: 'announce_events', text: 'SELECT pg_notify($1, $2)', values: [EVENTS_CHANNEL, processId] })
    } catch (error) {
      log.warn({ err: error }, 'could not announce new events; other processes find them at their next look')
    }
  }

  return {
    start: (callback) => {
      onAnnounced = callback
      void listen()
    },
    announce: () => announcements.call(),
    stop: async () => {
      isStopped = true
      if (retry !== null) clearTimeout(retry)
      await announcements.stop()
      const mine = client
      client = null
      mine?.removeAllListeners()
      mine?.on('error', () => {})
      await mine?.end().catch(() => {})
    },
  }
}
