// The one reader of the event log in a process: it follows the log and hands each event to the hub, once and in order.
// Woken by commits here and by announcements of other processes; a slow look of its own is only the safety net.
import type pg from 'pg'
import type { Logger } from 'pino'
import { endOfLog, readAll, type LoggedEvent, type Position } from '../store/event-log.ts'
import type { Announcer } from './announcer.ts'
import type { Hub } from './hub.ts'

export type Tail = {
  /** Takes its place at the end of the log; resolves when every event committed from then on will reach the hub. */
  start(): Promise<void>
  /** This process has committed events: reads now, and tells the others. Never throws, never waits. */
  wake(): void
  /** When the log was last read to some end, in milliseconds of the process's clock; 0: never. */
  lastReadAt(): number
  /** Ends reading; resolves when nothing of it runs any more. */
  stop(): Promise<void>
}

type Options = {
  pool: pg.Pool
  hub: Hub
  announcer: Announcer
  log: Logger
  /** Told of events that have just been handed to the hub. */
  onDispatched?: (events: readonly LoggedEvent[]) => void
  /** Looks this often even when nothing woke it. */
  pollMs?: number
  /** Events read at once. */
  batchSize?: number
}

const FIRST_HELD_BACK_MS = 2
const LARGEST_HELD_BACK_MS = 100
// Commands don't take so long: whatever holds events back then may well run in another database of the server.
const PAST_OTHERS_FROM_MS = 16
const LARGEST_FAULT_MS = 1_000
// Each event's topic is compared with those that are named; with more listened to, all payloads come.
const MOST_TOPICS_NAMED = 50

/** Makes a process's tail. A database that fails is asked again with back-off; the place in the log is kept meanwhile. */
export function createTail({ pool, hub, announcer, log, onDispatched, pollMs = 1_000, batchSize = 500 }: Options): Tail {
  let position: Position
  let lastReadAt = 0
  let isStopped = false
  let isWoken = false
  let pastOthers = false
  let wakeUp: (() => void) | null = null
  let running: Promise<void> = Promise.resolve()

  function hint(): void {
    isWoken = true
    wakeUp?.()
  }

  // Waits for a hint, at most so long. A hint that came since the last read began counts.
  async function rest(milliseconds: number): Promise<void> {
    if (isWoken || isStopped) return
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, milliseconds)
      wakeUp = () => { clearTimeout(timer); resolve() }
    })
    wakeUp = null
  }

  // Reads one batch and says how long to rest.
  async function step(heldBackMs: number): Promise<{ restMs: number; heldBackMs: number }> {
    isWoken = false
    let page = await readAll(pool, position, batchSize, hub.topicsHeard(MOST_TOPICS_NAMED), pastOthers)
    // Somebody began to listen while it was read.
    if (page.events.some(({ hasPayload, topic }) => !hasPayload && hub.isHeard(topic))) page = await readAll(pool, position, batchSize, null, pastOthers)
    pastOthers = page.isAhead || (page.isHeldBack && page.events.length === 0 && heldBackMs >= PAST_OTHERS_FROM_MS)
    position = page.events.at(-1)?.position ?? position
    hub.dispatch(page.events, position)
    lastReadAt = performance.now()
    if (page.events.length > 0) onDispatched?.(page.events)
    if (page.isFull) return { restMs: 0, heldBackMs: FIRST_HELD_BACK_MS }
    // The end of the transaction that holds them back is announced by nobody.
    if (page.isHeldBack) {
      const restMs = page.events.length > 0 ? FIRST_HELD_BACK_MS : heldBackMs
      return { restMs, heldBackMs: Math.min(2 * restMs, LARGEST_HELD_BACK_MS) }
    }
    return { restMs: pollMs, heldBackMs: FIRST_HELD_BACK_MS }
  }

  async function run(): Promise<void> {
    let heldBackMs = FIRST_HELD_BACK_MS
    let faults = 0
    while (!isStopped) {
      try {
        const { restMs, ...next } = await step(heldBackMs)
        if (faults > 0) log.info({ faults }, 'reading the event log again')
        faults = 0
        heldBackMs = next.heldBackMs
        if (restMs > 0) await rest(restMs)
      } catch (error) {
        if (isStopped) return
        if (faults++ === 0) log.error({ err: error }, 'could not read the event log; trying again')
        isWoken = false
        await rest(Math.min(50 * 2 ** faults, LARGEST_FAULT_MS))
      }
    }
  }

  return {
    start: async () => {
      position = await endOfLog(pool)
      hub.dispatch([], position)
      announcer.start(hint)
      running = run()
    },
    wake: () => {
      hint()
      announcer.announce()
    },
    lastReadAt: () => lastReadAt,
    stop: async () => {
      isStopped = true
      wakeUp?.()
      await announcer.stop()
      await running
    },
  }
}
