// Announces by Redis, where many processes would be too many for NOTIFY. While Redis is away, and for those who can't reach
// it, announcements go by Postgres as without it: slower at worst, and nothing is lost, since the log is the truth.
import { createClient } from '@redis/client'
import type { Logger } from 'pino'
import { ANNOUNCE_EVERY_MS, EVENTS_CHANNEL, type Announcer } from './announcer.ts'
import { coalesce } from './coalesce.ts'

type Options = {
  /** `redis:` or `rediss:`; a Redis, or what speaks as one, from version 6. */
  url: string
  /** Says what Redis can't. Is listened to all the time: another process may be cut off from Redis alone. */
  otherwise: Announcer
  /** Tells this process's announcements from the others'. */
  processId: string
  log: Logger
  /** At most one announcement in this time. */
  intervalMs?: number
  /** A Redis that doesn't answer for so long counts as away for this announcement. */
  patienceMs?: number
}

const SMALLEST_DELAY_MS = 50
const LARGEST_DELAY_MS = 5_000
const CONNECT_TIMEOUT_MS = 5_000
const MOST_WAITING = 100

/** Errors are logged, once for each time that Redis goes away; it is connected to again by itself with back-off. */
export function createRedisAnnouncer({ url, otherwise, processId, log, intervalMs = ANNOUNCE_EVERY_MS, patienceMs = 1_000 }: Options): Announcer {
  const reconnectStrategy = (retries: number) => Math.min(SMALLEST_DELAY_MS * 2 ** retries, LARGEST_DELAY_MS)
  const client = createClient({
    url, RESP: 3, disableOfflineQueue: true, commandsQueueMaxLength: MOST_WAITING,
    socket: { reconnectStrategy, connectTimeout: CONNECT_TIMEOUT_MS },
  })
  const announcements = coalesce(send, intervalMs)
  let isAway = false
  let isSubscribed = false

  function setAway(error: unknown): void {
    if (!isAway) log.warn({ err: error }, 'Redis is away; events are announced by Postgres meanwhile')
    isAway = true
  }

  function setBack(): void {
    if (isAway) log.info('Redis is back')
    isAway = false
  }

  async function send(): Promise<void> {
    try {
      await withinTime(client.publish(EVENTS_CHANNEL, processId), patienceMs)
      setBack()
    } catch (error) {
      setAway(error)
      otherwise.announce()
    }
  }

  // Once is enough: the client subscribes again by itself with each reconnection, before it is ready.
  async function listen(onAnnounced: () => void): Promise<void> {
    try {
      if (!isSubscribed) await client.subscribe(EVENTS_CHANNEL, (announcer) => { if (announcer !== processId) onAnnounced() })
      isSubscribed = true
      setBack()
      // Whatever was announced while nobody listened.
      onAnnounced()
    } catch (error) {
      setAway(error)
    }
  }

  return {
    start: (onAnnounced) => {
      otherwise.start(onAnnounced)
      client.on('error', setAway)
      client.on('ready', () => void listen(onAnnounced))
      client.connect().catch(setAway)
    },
    announce: () => announcements.call(),
    stop: async () => {
      await announcements.stop()
      client.off('error', setAway).on('error', () => {})
      client.destroy()
      await otherwise.stop()
    },
  }
}

function withinTime<Result>(promise: Promise<Result>, milliseconds: number): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${milliseconds} ms`)), milliseconds)
    promise.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
