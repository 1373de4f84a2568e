// The realtime part of a server process, put together: its hub, the tail that feeds it, and how processes wake each other.
import type pg from 'pg'
import type { Logger } from 'pino'
import type { LoggedEvent } from '../store/event-log.ts'
import { createPostgresAnnouncer } from './announcer.ts'
import { createHub, type Hub } from './hub.ts'
import { createRedisAnnouncer } from './redis-announcer.ts'
import { createTail } from './tail.ts'
import { createTurns, type Turns } from '../turns.ts'

/** What subscriptions need of their process. */
export type Realtime = {
  hub: Hub
  /** Looks that no event waits for take turns here, so that they leave the database to others. */
  turns: Turns
  /**
   * Tells that an agent listens (O4); resolves once that is known. What it gives is to be called when they no longer do;
   * it never fails.
   */
  connectAgent(userId: string): Promise<() => void>
}

/** What a process starts and stops. */
export type EventFeed = Pick<Realtime, 'hub' | 'turns'> & {
  /** For Shell.wake.events: events were committed here. */
  wake(): void
  /** When the log was last read, in milliseconds of the process's clock; 0: never. */
  lastReadAt(): number
  /** Ends every subscription and every connection. Close the sockets first, so that their clients are told to come back. */
  stop(): Promise<void>
}

type Options = {
  /** For reading the log and announcing; best one of its own with a few connections, so that commands never keep events waiting. */
  pool: pg.Pool
  /** Of the one connection that listens; directly to Postgres, not through a transaction pooler. */
  connection: pg.ClientConfig
  /** This process's own id among all processes. */
  processId: string
  /** Where processes wake each other; null: by Postgres. */
  redisUrl?: string | null
  log: Logger
  /** Told of events that have just been handed to this process's subscribers. */
  onDispatched?: (events: readonly LoggedEvent[]) => void
}

const LOOKS_AT_ONCE = 4

/** Starts to follow the log; resolves when every event committed from then on reaches this process's subscribers. */
export async function startEventFeed({ pool, connection, processId, redisUrl = null, log, onDispatched }: Options): Promise<EventFeed> {
  const hub = createHub({ pool })
  // Beside Redis it is asked only while Redis is away.
  const byPostgres = createPostgresAnnouncer({ pool, connection, processId, log, isSparing: redisUrl === null })
  const announcer = redisUrl === null ? byPostgres : createRedisAnnouncer({ url: redisUrl, otherwise: byPostgres, processId, log })
  const tail = createTail({ pool, hub, announcer, log, onDispatched })
  await tail.start()
  const stop = async () => {
    hub.close()
    await tail.stop()
  }
  return { hub, turns: createTurns(LOOKS_AT_ONCE), wake: () => tail.wake(), lastReadAt: () => tail.lastReadAt(), stop }
}
