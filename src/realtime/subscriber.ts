// One subscriber's side of the hub: its bounded queue, and how a replay from the log and the live events become one
// sequence without gap or repeat.
import type pg from 'pg'
import { CursorExpiredError, CursorInvalidError, SubscriptionLaggedError } from '../errors.ts'
import { BadEventCursorError, comparePositions, encodeCursor, readTopic, type LoggedEvent, type Position } from '../store/event-log.ts'
import { Source, type EventReader } from './source.ts'

/** Hears the events of a topic, in order. */
export type Listener = { hear(event: LoggedEvent): void }

/** What a subscriber needs of its hub. `queueLimit`: how many events it may be behind; `pageSize`: how many are read at once in a replay; `tailAt`: how far the tail is (null: nowhere yet), before which no replay may end. */
export type SubscriberHome = { pool: pg.Pool; queueLimit: number; pageSize: number; release(subscriber: Subscriber): void; tailAt(): Position | null }

/** What a subscriber listens to: its topic, from after a place on (null: from now on); and where changes of access are logged, which the listener hears. */
export type Subscription = { topic: string; after: Position | null; accessTopics: readonly string[]; accessListener: Listener | null }

/**
 * Events as they come. While it replays, what comes live during a read is kept aside: the page's last event tells which of it
 * the page already holds. Only when a read reaches the end of the log, and nothing was lost aside, does it go live; so there
 * is no moment in which an event could pass unseen or be seen twice. Its home is told to release it once, when it is over.
 */
export class Subscriber extends Source<LoggedEvent, EventReader> implements Listener {
  readonly topic: string
  readonly accessTopics: readonly string[]
  readonly accessListener: Listener | null
  readonly #home: SubscriberHome
  #phase: 'replaying' | 'live' | 'lagged' | 'failed' | 'ended'
  #replayedTo: Position | null
  #delivered: Position | null = null
  #queue: LoggedEvent[] | null = null
  #aside: LoggedEvent[] | null = null
  #hasLostAside = false
  #failure: unknown = null
  // The reader has had everything, and waits to be told.
  #isAtRest = false
  // What the reader takes later: whatever comes meanwhile waits behind it.
  #taken: LoggedEvent | null = null

  constructor(home: SubscriberHome, { topic, after, accessTopics, accessListener }: Subscription) {
    super()
    this.#home = home
    this.topic = topic
    this.accessTopics = accessTopics
    this.accessListener = accessListener
    this.#phase = after === null ? 'live' : 'replaying'
    this.#replayedTo = after
  }

  /** Reads the first page of the replay; rejects when that is refused. */
  async start(): Promise<void> {
    if (this.#phase !== 'replaying') return
    try {
      await this.#readPage()
    } catch (error) {
      this.#leave('ended')
      throw promised(error)
    }
  }

  /** Live events go in here, in order. */
  hear(event: LoggedEvent): void {
    if (this.#phase === 'replaying') return this.#keepAside(event)
    if (this.#phase !== 'live') return
    if (this.#replayedTo !== null) {
      // The tail may be behind the replay, or behind that of the process that gave the cursor: nothing is delivered again.
      if (comparePositions(event.position, this.#replayedTo) <= 0) return
      this.#replayedTo = null
    }
    const waiting = this.#queue?.length ?? 0
    if (waiting >= this.#home.queueLimit) return this.#leave('lagged')
    if (waiting === 0 && this.#isAtRest && this.#taken === null && this.#offer(event)) return
    this.#queue ??= []
    this.#queue.push(event)
    if (this.#taken === null) this.#rouse()
  }

  /** What was to be taken later is delivered, or is to be read after all. */
  settle(isDelivered: boolean): void {
    const event = this.#taken
    this.#taken = null
    if (event === null || (this.#phase !== 'live' && this.#phase !== 'lagged')) return
    if (isDelivered) {
      this.#delivered = event.position
      while (this.#queue !== null && this.#queue.length > 0 && this.#taken === null && this.#offer(this.#queue[0]!)) this.#queue.shift()
      if (this.#taken !== null) return
    } else {
      this.#queue ??= []
      this.#queue.unshift(event)
    }
    if ((this.#queue?.length ?? 0) > 0 || this.#phase === 'lagged') this.#rouse()
  }

  async read(): Promise<IteratorResult<LoggedEvent> | null> {
    for (;;) {
      const event = this.#queue?.shift()
      if (event !== undefined) {
        this.#delivered = event.position
        return { done: false, value: event }
      }
      this.#queue = null
      if (this.#phase === 'ended') return { done: true, value: undefined }
      if (this.#phase === 'failed') throw this.#last(this.#failure)
      if (this.#phase === 'lagged') throw this.#last(new SubscriptionLaggedError(encodeCursor(this.#delivered!)))
      if (this.#phase === 'live') {
        this.#isAtRest = true
        return null
      }
      await this.#readPage().catch((error: unknown) => {
        this.#failure = promised(error)
        this.#leave('failed')
      })
    }
  }

  return(): Promise<IteratorResult<LoggedEvent>> {
    this.#leave('ended')
    return Promise.resolve({ done: true, value: undefined })
  }

  #keepAside(event: LoggedEvent): void {
    if (this.#aside === null) return
    if (this.#aside.length < this.#home.queueLimit) this.#aside.push(event)
    else this.#hasLostAside = true
  }

  #offer(event: LoggedEvent): boolean {
    const offer = this.reader?.offer(event) ?? 'left'
    if (offer === 'taken') this.#delivered = event.position
    if (offer === 'later') this.#taken = event
    return offer !== 'left'
  }

  #rouse(): void {
    if (!this.#isAtRest) return
    this.#isAtRest = false
    this.ready()
  }

  #leave(next: 'lagged' | 'failed' | 'ended'): void {
    if (this.#phase === 'replaying' || this.#phase === 'live') {
      this.#phase = next
      this.#home.release(this)
    } else if (next === 'ended') {
      this.#phase = next
    }
    if (next !== 'lagged') this.#queue = null
    if (next === 'ended' || this.#taken === null) this.#rouse()
  }

  // An error is given once; then the sequence is over.
  #last(error: unknown): unknown {
    this.#leave('ended')
    return error
  }

  async #readPage(): Promise<void> {
    this.#aside = []
    this.#hasLostAside = false
    const page = await readTopic(this.#home.pool, this.topic, this.#replayedTo!, this.#home.pageSize, this.#home.tailAt())
    const live: readonly LoggedEvent[] = this.#aside
    this.#aside = null
    if (this.#phase !== 'replaying') return
    this.#queue = page.events
    if (page.isFull || this.#hasLostAside) {
      // Goes on from an event that exists: so a clean-up in between is noticed.
      this.#replayedTo = page.events.at(-1)?.position ?? this.#replayedTo
    } else {
      // All of the topic that is settled is in the page: whatever comes live lies after its last event, or is in it.
      const replayedTo = page.events.at(-1)?.position ?? this.#replayedTo!
      this.#phase = 'live'
      this.#replayedTo = replayedTo
      this.#queue = [...page.events, ...live.filter((event) => comparePositions(event.position, replayedTo) > 0)]
    }
  }
}

/** What the log says of a cursor, as clients are told it; any other error as it is. */
export function promised(error: unknown): unknown {
  if (!(error instanceof BadEventCursorError)) return error
  return error.isExpired ? new CursorExpiredError() : new CursorInvalidError()
}
