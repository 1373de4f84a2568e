// A subscription as its subscriber may see it: rights are looked at when it begins and whenever they may have ended, and
// it ends with the reason as its last item, so that WebSocket and SSE clients are told in the same way.
import type { LoggedEvent } from '../store/event-log.ts'
import { PromisedError } from '../errors.ts'
import type { Hub } from './hub.ts'
import type { EventSubscription, Tap } from './subscriber.ts'
import type { Turns } from './turns.ts'

/** One thing that a follower gets: an event, or as the last one the reason why there are no more. */
export type Followed = { event: LoggedEvent; error?: undefined } | { event?: undefined; error: PromisedError }

/** What a follower gets. A tap gets events only, and none while rights are to be looked at. */
export type FollowedEvents = AsyncIterableIterator<Followed> & { return(): Promise<IteratorResult<Followed>>; setTap(tap: Tap<LoggedEvent>): void }

export type FollowOptions = {
  hub: Hub
  topic: string
  /** Cursor of the event after which to begin; without it: now. */
  after?: string | null
  /** Topics on which a possible loss of the follower's rights is logged. */
  accessTopics: readonly string[]
  /**
   * Looks whether the follower still has the right, and throws the PromisedError to end with when not. Called before
   * anything is delivered, then after each change on `accessTopics`.
   */
  checkRights: () => Promise<void>
  /** Looks whether this one event may be shown; called for each, just before it is delivered. */
  mayShow?: (event: LoggedEvent) => Promise<boolean>
  /** Called once, when it is over for whatever reason. */
  onEnd?: () => void
  /** For looks that no event waits for. */
  turns: Turns
}

// Bulk changes of access come in bursts: one look a burst.
const IDLE_CHECK_MS = 100

/** Begins to follow. Rejects with what `checkRights` throws, then with CursorInvalidError or CursorExpiredError. */
export async function follow({ hub, topic, after, accessTopics, checkRights, mayShow, onEnd, turns }: FollowOptions): Promise<FollowedEvents> {
  let isCheckDue = false
  let checking: Promise<void> | null = null
  let idleCheck: NodeJS.Timeout | null = null
  let ended: 'no' | 'with an error to tell' | 'yes' = 'no'
  let reason: PromisedError | null = null

  // Listens before it looks: a right that ends in between is heard of.
  const opening = hub.subscribe(topic, { after, accessTopics, onAccessChanged })
  opening.catch(() => {})
  let source: EventSubscription
  try {
    await checkRights()
    source = await opening
  } catch (error) {
    ended = 'yes'
    if (idleCheck !== null) clearTimeout(idleCheck)
    await opening.then((events) => events.return(), () => {})
    throw error
  }

  function onAccessChanged(): void {
    isCheckDue = true
    if (ended === 'no') idleCheck ??= setTimeout(() => {
      idleCheck = null
      void turns(recheck).catch((error: unknown) => { if (error instanceof PromisedError) stop(error) })
    }, IDLE_CHECK_MS)
  }

  // Nothing passes while a look is under way, and one that failed is due again.
  async function recheck(): Promise<void> {
    while ((isCheckDue || checking !== null) && ended === 'no') {
      checking ??= look()
      await checking
    }
  }

  async function look(): Promise<void> {
    isCheckDue = false
    try {
      await checkRights()
    } catch (error) {
      isCheckDue = true
      throw error
    } finally {
      checking = null
    }
  }

  function mayPass(): boolean {
    return ended === 'no' && !isCheckDue && checking === null
  }

  function stop(error: PromisedError | null): void {
    if (ended === 'yes') return
    if (ended === 'no') {
      if (idleCheck !== null) clearTimeout(idleCheck)
      void source.return()
      onEnd?.()
    }
    ended = error === null ? 'yes' : 'with an error to tell'
    reason ??= error
  }

  async function pull(): Promise<IteratorResult<Followed>> {
    try {
      while (ended === 'no') {
        const { done, value } = await source.next()
        if (done === true) break
        await recheck()
        if (mayShow === undefined || (await mayShow(value))) {
          if (ended === 'no') return { done: false, value: { event: value } }
        }
      }
    } catch (error) {
      if (!(error instanceof PromisedError)) {
        stop(null)
        throw error
      }
      stop(error)
    }
    const last = ended === 'yes' ? null : reason
    stop(null)
    return last === null ? { done: true, value: undefined } : { done: false, value: { error: last } }
  }

  const events: FollowedEvents = {
    next: pull,
    return: async () => {
      stop(null)
      return { done: true, value: undefined }
    },
    setTap: (tap) => {
      // What has to be looked at one by one takes its time.
      if (mayShow === undefined) source.setTap((event) => (mayPass() ? tap(event)?.then((deliver) => deliver && (() => mayPass() && deliver())) ?? null : null))
    },
    [Symbol.asyncIterator]: () => events,
  }
  return events
}
