// Hands each event of the log to the subscribers of its topic in this process. Subscribers are found by topic, never
// filtered one by one; the tail feeds it, and the log itself feeds those who come back with a cursor.
import type pg from 'pg'
import { decodeCursor, type LoggedEvent, type Position } from '../store/event-log.ts'
import { createSubscriber, promised, type EventSubscription, type Subscriber } from './subscriber.ts'

/** What a subscription listens to. */
export type SubscribeOptions = {
  /** Replays what came after this event first. Without it the subscription starts now. */
  after?: string | null
  /** Ends the subscription when aborted. */
  signal?: AbortSignal
  /** Topics whose events are not delivered but call `onAccessChanged`: rights may have ended. */
  accessTopics?: readonly string[]
  /** Called synchronously, before any event that was logged after the change is delivered. */
  onAccessChanged?: () => void
}

export type Hub = {
  /**
   * Follows one topic: every event committed after the call, once and in order, preceded by those after `after`. The
   * promise is for the first look into the log: it rejects with CursorInvalidError or CursorExpiredError. A subscriber who
   * is more than the queue's limit behind is ended with SubscriptionLaggedError once what was queued is read; the others
   * don't notice. Whoever subscribes must read to the end or call `return()`.
   */
  subscribe(topic: string, options?: SubscribeOptions): Promise<EventSubscription>
  /** The tail's: events in the order of the log, each once. */
  dispatch(events: readonly LoggedEvent[]): void
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
  const listeners = new Map<string, Set<(event: LoggedEvent) => void>>()
  const subscribers = new Set<Subscriber>()

  function listen(topic: string, listener: (event: LoggedEvent) => void): () => void {
    const found = listeners.get(topic)
    if (found === undefined) listeners.set(topic, new Set([listener]))
    else found.add(listener)
    return () => {
      const set = listeners.get(topic)
      if (set?.delete(listener) && set.size === 0) listeners.delete(topic)
    }
  }

  async function subscribe(topic: string, { after, signal, accessTopics = [], onAccessChanged }: SubscribeOptions = {}): Promise<EventSubscription> {
    const from = after === undefined || after === null ? null : positionOf(after)
    const subscriber = createSubscriber({ pool, topic, after: from, queueLimit, pageSize, onEnd: release })
    const stops = [listen(topic, subscriber.push), ...accessTopics.map((each) => listen(each, () => onAccessChanged?.()))]
    const abort = () => void subscriber.events.return()
    signal?.addEventListener('abort', abort, { once: true })
    subscribers.add(subscriber)
    function release(): void {
      for (const stop of stops) stop()
      signal?.removeEventListener('abort', abort)
      subscribers.delete(subscriber)
    }
    if (signal?.aborted) abort()
    await subscriber.started
    return subscriber.events
  }

  return {
    subscribe,
    dispatch: (events) => {
      for (const event of events) for (const listener of listeners.get(event.topic) ?? []) listener(event)
    },
    close: () => {
      for (const subscriber of [...subscribers]) void subscriber.events.return()
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
