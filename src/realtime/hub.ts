// Hands each event of the log to the subscribers of its topic in this process. Subscribers are found by topic, never
// filtered one by one; the tail feeds it, and the log itself feeds those who come back with a cursor.
import type pg from 'pg'
import { decodeCursor, type LoggedEvent, type Position } from '../store/event-log.ts'
import { promised, Subscriber, type Listener } from './subscriber.ts'

/** What a subscription listens to. */
export type SubscribeOptions = {
  /** Replays what came after this event first. Without it the subscription starts now. */
  after?: string | null
  /** Topics whose events are not delivered, but heard by `accessListener`: rights may have ended. */
  accessTopics?: readonly string[]
  /** Is told synchronously, before any event that was logged after the change is delivered. */
  accessListener?: Listener
}

export type Hub = {
  /**
   * Follows one topic: every event committed after the call, once and in order, preceded by those after `after`. The
   * promise is for the first look into the log: it rejects with CursorInvalidError or CursorExpiredError. A subscriber who
   * is more than the queue's limit behind is ended with SubscriptionLaggedError once what was queued is read; the others
   * don't notice. Whoever subscribes must read to the end or call `return()`.
   */
  subscribe(topic: string, options?: SubscribeOptions): Promise<Subscriber>
  /** Topics that somebody listens to; null: more than `most` of them. */
  topicsHeard(most: number): readonly string[] | null
  /** Whether anybody listens to a topic. */
  isHeard(topic: string): boolean
  /** The tail's: events in the order of the log, each once. Those that somebody listens to have their payload. `position`: how far the tail is with them. */
  dispatch(events: readonly LoggedEvent[], position?: Position): void
  /** Ends every subscription without an error; their clients come back by cursor. */
  close(): void
  /** Live subscriptions, for metrics and tests. */
  readonly subscriberCount: number
  /** Topics with at least one subscription. */
  readonly topicCount: number
}

/** How many events a subscriber may be behind, unless set otherwise. */
export const QUEUE_LIMIT = 1_000

/** Makes a process's hub. `pool` is for replays, `queueLimit` the events a subscriber may be behind, `pageSize` the events read at once in a replay. */
export function createHub({ pool, queueLimit = QUEUE_LIMIT, pageSize = 200 }: { pool: pg.Pool; queueLimit?: number; pageSize?: number }): Hub {
  // Most topics have one listener, which is kept without a set around it.
  const listeners = new Map<string, Listener | Set<Listener>>()
  const subscribers = new Set<Subscriber>()
  let tailAt: Position | null = null
  const home = { pool, queueLimit, pageSize, release, tailAt: () => tailAt }

  function listen(topic: string, listener: Listener): void {
    const found = listeners.get(topic)
    if (found === undefined) listeners.set(topic, listener)
    else if (found instanceof Set) found.add(listener)
    else listeners.set(topic, new Set([found, listener]))
  }

  function leave(topic: string, listener: Listener): void {
    const found = listeners.get(topic)
    if (found === listener || (found instanceof Set && found.delete(listener) && found.size === 0)) listeners.delete(topic)
  }

  function release(subscriber: Subscriber): void {
    leave(subscriber.topic, subscriber)
    if (subscriber.accessListener !== null) for (const topic of subscriber.accessTopics) leave(topic, subscriber.accessListener)
    subscribers.delete(subscriber)
  }

  async function subscribe(topic: string, { after, accessTopics = [], accessListener }: SubscribeOptions = {}): Promise<Subscriber> {
    const from = after === undefined || after === null ? null : positionOf(after)
    const subscriber = new Subscriber(home, { topic, after: from, accessTopics, accessListener: accessListener ?? null })
    listen(topic, subscriber)
    if (accessListener !== undefined) for (const each of accessTopics) listen(each, accessListener)
    subscribers.add(subscriber)
    await subscriber.start()
    return subscriber
  }

  return {
    subscribe,
    topicsHeard: (most) => (listeners.size > most ? null : [...listeners.keys()]),
    isHeard: (topic) => listeners.has(topic),
    dispatch: (events, position) => {
      tailAt = position ?? tailAt
      for (const event of events) {
        const found = listeners.get(event.topic)
        if (found instanceof Set) for (const listener of found) listener.hear(event)
        else found?.hear(event)
      }
    },
    close: () => {
      for (const subscriber of [...subscribers]) void subscriber.return()
    },
    get subscriberCount() { return subscribers.size },
    get topicCount() { return listeners.size },
  }
}

function positionOf(cursor: string): Position {
  try {
    return decodeCursor(cursor)
  } catch (error) {
    throw promised(error)
  }
}
