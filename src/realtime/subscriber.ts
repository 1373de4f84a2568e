// One subscriber's side of the hub: its bounded queue, and how a replay from the log and the live events become one
// sequence without gap or repeat.
import type pg from 'pg'
import { CursorExpiredError, CursorInvalidError, SubscriptionLaggedError } from '../errors.ts'
import { BadEventCursorError, comparePositions, readTopic, type LoggedEvent, type Position } from '../store/event-log.ts'

/**
 * A shorter way for what comes while the reader waits for it. Answers null where it doesn't take an item, and otherwise how to
 * deliver it, once it knows: null, or a delivery that answers false, has the item given to the reader after all.
 */
export type Tap<Item> = (item: Item) => Promise<Delivery | null> | null

/** Delivers there and then, or answers false. */
export type Delivery = () => boolean

/**
 * Events as they come. `return()` frees everything at once, also while `next()` waits. Whoever sets a tap reads all the
 * same: the order is one over both ways.
 */
export type EventSubscription = AsyncIterableIterator<LoggedEvent> & { return(): Promise<IteratorResult<LoggedEvent>>; setTap(tap: Tap<LoggedEvent>): void }

export type Subscriber = {
  events: EventSubscription
  /** Live events go in here, in order. */
  push(event: LoggedEvent): void
  /** Settles when the first page of the replay is read, or refused. */
  started: Promise<void>
}

type Options = { pool: pg.Pool; topic: string; after: Position | null; queueLimit: number; pageSize: number; onEnd: () => void }

/**
 * Makes a subscriber. While it replays, what comes live during a read is kept aside: the read's horizon tells which of it
 * the page already holds. Only when a read reaches the end of the log, and nothing was lost aside, does it go live; so
 * there is no moment in which an event could pass unseen or be seen twice. `onEnd` is called once.
 */
export function createSubscriber({ pool, topic, after, queueLimit, pageSize, onEnd }: Options): Subscriber {
  let phase: 'replaying' | 'live' | 'lagged' | 'failed' | 'ended' = after === null ? 'live' : 'replaying'
  let replayedTo: Position | null = after
  let delivered: string | null = null
  let queue: LoggedEvent[] = []
  let aside: LoggedEvent[] | null = null
  let hasLostAside = false
  let failure: unknown = null
  let wake: (() => void) | null = null
  let turn: Promise<unknown> = Promise.resolve()
  let tap: Tap<LoggedEvent> | null = null
  let isTapped = false

  function leave(next: 'lagged' | 'failed' | 'ended'): void {
    if (phase === 'ended' || phase === 'failed' || phase === 'lagged') {
      if (next === 'ended') phase = next
    } else {
      phase = next
      onEnd()
    }
    if (next !== 'lagged') queue = []
    wake?.()
  }

  function push(event: LoggedEvent): void {
    if (phase === 'replaying') {
      if (aside === null) return
      if (aside.length < queueLimit) aside.push(event)
      else hasLostAside = true
    } else if (phase === 'live') {
      // The tail may be behind the replay: what was replayed is not delivered again.
      if (replayedTo !== null && comparePositions(event.position, replayedTo) < 0) return
      if (queue.length >= queueLimit) return leave('lagged')
      if (tap !== null && wake !== null && !isTapped && queue.length === 0 && offerToTap(tap, event)) return
      queue.push(event)
      if (!isTapped) wake?.()
    }
  }

  // Only when the reader has had everything before, and waits; what comes meanwhile waits behind it.
  function offerToTap(taker: Tap<LoggedEvent>, event: LoggedEvent): boolean {
    const taken = taker(event)
    if (taken === null) return false
    isTapped = true
    taken.then((deliver) => settleTap(event, deliver), () => settleTap(event, null))
    return true
  }

  function settleTap(event: LoggedEvent, deliver: Delivery | null): void {
    isTapped = false
    if (phase !== 'live' && phase !== 'lagged') return
    const isDelivered = deliver?.() === true
    if (isDelivered) delivered = event.cursor
    else queue.unshift(event)
    const next = queue[0]
    if (isDelivered && next !== undefined && offerToTap(tap!, next)) queue.shift()
    else if (queue.length > 0 || phase === 'lagged') wake?.()
  }

  async function readPage(): Promise<void> {
    aside = []
    hasLostAside = false
    const page = await readTopic(pool, topic, replayedTo!, pageSize)
    const live: readonly LoggedEvent[] = aside
    aside = null
    if (phase !== 'replaying') return
    queue = page.events
    if (page.isFull || hasLostAside) {
      // Goes on from an event that exists: so a clean-up in between is noticed.
      replayedTo = page.events.at(-1)?.position ?? replayedTo
    } else {
      phase = 'live'
      replayedTo = page.horizon
      queue = [...queue, ...live.filter((event) => comparePositions(event.position, page.horizon) >= 0)]
    }
  }

  async function pull(): Promise<IteratorResult<LoggedEvent>> {
    for (;;) {
      const event = isTapped ? undefined : queue.shift()
      if (event !== undefined) {
        delivered = event.cursor
        return { done: false, value: event }
      }
      if (phase === 'ended') return { done: true, value: undefined }
      if (phase === 'failed') return fail(failure)
      if (phase === 'lagged' && !isTapped) return fail(new SubscriptionLaggedError(delivered!))
      if (phase === 'replaying') await readPage().catch(failWith)
      else await new Promise<void>((resolve) => { wake = resolve })
      wake = null
    }
  }

  // An error is given once; then the sequence is over.
  function fail(error: unknown): never {
    leave('ended')
    throw error
  }

  function failWith(error: unknown): void {
    failure = promised(error)
    leave('failed')
  }

  async function start(): Promise<void> {
    if (phase !== 'replaying') return
    try {
      await readPage()
    } catch (error) {
      leave('ended')
      throw promised(error)
    }
  }

  const events: EventSubscription = {
    // One at a time, in the order asked for.
    next: () => {
      const result = turn.then(pull)
      turn = result.catch(() => {})
      return result
    },
    return: async () => {
      leave('ended')
      return { done: true, value: undefined }
    },
    setTap: (given) => { tap = given },
    [Symbol.asyncIterator]: () => events,
  }
  return { events, push, started: start() }
}

/** What the log says of a cursor, as clients are told it; any other error as it is. */
export function promised(error: unknown): unknown {
  if (!(error instanceof BadEventCursorError)) return error
  return error.isExpired ? new CursorExpiredError() : new CursorInvalidError()
}
