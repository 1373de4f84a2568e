// Tells the other processes that the log has grown, and hears it from them. Only a hint: one that is lost delays an event
// until the tail's next look, and loses nothing.
import pg from 'pg'
import type { Logger } from 'pino'
import { endConnection } from '../db.ts'
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

/** The channel of Postgres on which processes tell each other, and hear from themselves, that they listen. */
export const PRESENCE_CHANNEL = 'interlude_presence'

/** At most one announcement in this time, unless set otherwise. */
export const ANNOUNCE_EVERY_MS = 5

const SMALLEST_DELAY_MS = 50
// A database that doesn't answer for so long while listening begins is tried again.
const BEGIN_WITHIN_MS = 5_000
const LARGEST_DELAY_MS = 1_000
// Who listens says so this often, unless set otherwise, and is counted on for some of these.
const PRESENT_EVERY_MS = 5_000
const PRESENT_FOR_TURNS = 3

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
  /** Announces nothing while it is known that nobody else listens. */
  isSparing?: boolean
  /** Tells others, and itself, so often that it listens. */
  presentEveryMs?: number
}

/**
 * Announces by Postgres NOTIFY, each in a statement of its own: inside of a writing transaction it would make commits queue
 * behind one lock. While it is known that no other process listens, a sparing announcer announces nothing: that would be a
 * statement beside every command, which nobody hears. What was held back goes out when another is heard of. Who doesn't hear
 * themselves either knows nothing, and announces. Errors are logged, the listening connection comes back by itself with back-off.
 */
export function createPostgresAnnouncer({ pool, connection, processId, log, intervalMs = ANNOUNCE_EVERY_MS, isSparing = true, presentEveryMs = PRESENT_EVERY_MS }: Options): Announcer {
  let isStopped = false
  let client: pg.Client | null = null
  let retry: NodeJS.Timeout | null = null
  let delayMs = SMALLEST_DELAY_MS
  let onAnnounced: () => void = () => {}
  let presence: NodeJS.Timeout | null = null
  let heardOthersAt = -Infinity
  // Null: not listening.
  let heardMyselfAt: number | null = null
  let giveUp: ((error: Error) => void) | null = null
  let isOwed = false
  let hasListened = false
  const announcements = coalesce(() => notify(EVENTS_CHANNEL), intervalMs)
  const presentForMs = PRESENT_FOR_TURNS * presentEveryMs
  const isLately = (at: number) => performance.now() - at < presentForMs
  const isKnownAlone = () => isSparing && heardMyselfAt !== null && isLately(heardMyselfAt) && !isLately(heardOthersAt)

  function announce(): void {
    if (isKnownAlone()) isOwed = true
    else announcements.call()
  }

  function payDebts(): void {
    if (isOwed) announcements.call()
    isOwed = false
  }

  // Who hears of another process for the first time is perhaps not known to it either.
  function hearOther(): void {
    const wasThere = isLately(heardOthersAt)
    heardOthersAt = performance.now()
    if (wasThere) return
    sayHello()
    payDebts()
  }

  function sayHello(): void {
    if (!isStopped) void notify(PRESENCE_CHANNEL)
  }

  // A connection that has gone without a word, as behind a firewall that forgot it, is told by this process not hearing itself.
  function attend(): void {
    if (heardMyselfAt !== null && !isLately(heardMyselfAt)) giveUp?.(new Error(`heard nothing for ${presentForMs} ms, not even itself`))
    sayHello()
  }

  async function listen(): Promise<void> {
    const mine = new pg.Client({ keepAlive: true, application_name: 'interlude listen', connectionTimeoutMillis: BEGIN_WITHIN_MS, query_timeout: BEGIN_WITHIN_MS, ...connection })
    client = mine
    // Both can come, and either alone; the first one counts.
    const lost = (error?: Error) => {
      if (client !== mine) return
      client = null
      heardMyselfAt = null
      payDebts()
      mine.removeAllListeners()
      mine.on('error', () => {})
      void endConnection(mine)
      if (isStopped) return
      log.warn({ err: error, retryInMs: delayMs }, 'lost the connection that listens for events; connecting again')
      retry = setTimeout(() => void listen(), delayMs)
      delayMs = Math.min(2 * delayMs, LARGEST_DELAY_MS)
    }
    giveUp = lost
    mine.on('error', lost)
    mine.on('end', () => lost())
    mine.on('notification', ({ channel, payload }) => {
      if (payload === processId) {
        heardMyselfAt = performance.now()
        return
      }
      hearOther()
      if (channel === EVENTS_CHANNEL) onAnnounced()
    })
    try {
      await mine.connect()
      await mine.query(`LISTEN ${EVENTS_CHANNEL}; LISTEN ${PRESENCE_CHANNEL}`)
      delayMs = SMALLEST_DELAY_MS
      heardMyselfAt = performance.now()
      // Others who know this process from before don't answer it: until they speak they are taken to be there.
      if (hasListened) heardOthersAt = performance.now()
      hasListened = true
      onAnnounced()
      sayHello()
    } catch (error) {
      lost(error as Error)
    }
  }

  async function notify(channel: string): Promise<void> {
    try {
      await pool.query({ name: 'announce_events', text: 'SELECT pg_notify($1, $2)', values: [channel, processId] })
    } catch (error) {
      log.warn({ err: error }, 'could not tell the other processes; they find new events at their next look')
    }
  }

  return {
    start: (callback) => {
      onAnnounced = callback
      presence = setInterval(attend, presentEveryMs).unref()
      void listen()
    },
    announce,
    stop: async () => {
      isStopped = true
      if (presence !== null) clearInterval(presence)
      if (retry !== null) clearTimeout(retry)
      await announcements.stop()
      const mine = client
      client = null
      mine?.removeAllListeners()
      mine?.on('error', () => {})
      if (mine !== null) await endConnection(mine)
    },
  }
}
