// A subscription as its subscriber may see it: rights are looked at when it begins and whenever they may have ended, and
// it ends with the reason as its last item, so that WebSocket and SSE clients are told in the same way.
import type { LoggedEvent } from '../store/event-log.ts'
import { PromisedError } from '../errors.ts'
import type { Hub } from './hub.ts'
import { Source, type EventReader, type Offer } from './source.ts'
import type { Listener, Subscriber } from './subscriber.ts'
import type { Turns } from '../turns.ts'

/** One thing that a follower gets: an event, or as the last one the reason why there are no more. */
export type Followed = { event: LoggedEvent; error?: undefined } | { event?: undefined; error: PromisedError }

/** What somebody may see, and what depends on it. */
export type Rights = {
  /**
   * Looks whether the follower still has the right, and throws the PromisedError to end with when not. Called before
   * anything is delivered, then after each change on the access topics.
   */
  check(): Promise<void>
  /** Looks whether this one event may be shown; called for each, just before it is delivered. */
  mayShow?(event: LoggedEvent): Promise<boolean>
  /** Called once, when it is over for whatever reason. */
  onEnd?(): void
}

export type FollowOptions<R extends Rights> = {
  hub: Hub
  topic: string
  /** Cursor of the event after which to begin; without it: now. */
  after?: string | null
  /** Topics on which a possible loss of the follower's rights is logged. */
  accessTopics: readonly string[]
  rights: R
  /** For looks that no event waits for. */
  turns: Turns
}

// Bulk changes of access come in bursts: one look a burst.
const IDLE_CHECK_MS = 100

/** Begins to follow. Rejects with what the look at rights throws, then with CursorInvalidError or CursorExpiredError. */
export async function follow<R extends Rights>({ hub, topic, after, accessTopics, rights, turns }: FollowOptions<R>): Promise<Follower<R>> {
  const follower = new Follower(rights, turns)
  // Listens before it looks: a right that ends in between is heard of.
  const opening = hub.subscribe(topic, { after, accessTopics, accessListener: follower })
  opening.catch(() => {})
  try {
    await rights.check()
    follower.begin(await opening)
  } catch (error) {
    follower.giveUp()
    await opening.then((events) => events.return(), () => {})
    throw error
  }
  return follower
}

/** Follows by somebody's rights. Nothing is offered to its reader while they are to be looked at, or where each event is. */
export class Follower<R extends Rights> extends Source<Followed, EventReader> implements Listener, EventReader {
  readonly rights: R
  readonly #turns: Turns
  #source: Subscriber | null = null
  #isCheckDue = false
  #checking: Promise<void> | null = null
  #idleCheck: NodeJS.Timeout | null = null
  #ended: 'no' | 'with an error to tell' | 'yes' = 'no'
  #reason: PromisedError | null = null

  constructor(rights: R, turns: Turns) {
    super()
    this.rights = rights
    this.#turns = turns
  }

  /** Whether what is at hand may be shown without another look. */
  get mayPass(): boolean {
    return this.#ended === 'no' && !this.#isCheckDue && this.#checking === null
  }

  /** Reads from this source from now on. */
  begin(source: Subscriber): void {
    this.#source = source
    source.attach(this)
    // Another look, at a change meanwhile, may have come first.
    if (this.#ended !== 'no') void source.return()
  }

  /** It has not come to a beginning. */
  giveUp(): void {
    this.#ended = 'yes'
    if (this.#idleCheck !== null) clearTimeout(this.#idleCheck)
  }

  /** Access has changed, possibly this follower's. */
  hear(): void {
    this.#isCheckDue = true
    if (this.#ended === 'no') this.#idleCheck ??= setTimeout(() => this.#checkIdly(), IDLE_CHECK_MS)
  }

  offer(event: LoggedEvent): Offer {
    // What has to be looked at one by one takes its time.
    return this.reader !== null && this.rights.mayShow === undefined && this.mayPass ? this.reader.offer(event) : 'left'
  }

  onReady(): void {
    this.ready()
  }

  /** What the reader was to take later is delivered, or is to be read after all. */
  settle(isDelivered: boolean): void {
    this.#source?.settle(isDelivered)
  }

  async read(): Promise<IteratorResult<Followed> | null> {
    try {
      while (this.#ended === 'no') {
        const result = await this.#source!.read()
        if (result === null) {
          // It may have ended while this was coming back.
          if (this.#ended === 'no') return null
          break
        }
        if (result.done === true) break
        await this.#recheck()
        if (this.rights.mayShow === undefined || (await this.rights.mayShow(result.value))) {
          if (this.#ended === 'no') return { done: false, value: { event: result.value } }
        }
      }
    } catch (error) {
      if (!(error instanceof PromisedError)) {
        this.#stop(null)
        throw error
      }
      this.#stop(error)
    }
    const last = this.#ended === 'yes' ? null : this.#reason
    this.#stop(null)
    return last === null ? { done: true, value: undefined } : { done: false, value: { error: last } }
  }

  return(): Promise<IteratorResult<Followed>> {
    this.#stop(null)
    return Promise.resolve({ done: true, value: undefined })
  }

  #checkIdly(): void {
    this.#idleCheck = null
    void this.#turns(() => this.#recheck()).catch((error: unknown) => { if (error instanceof PromisedError) this.#stop(error) })
  }

  // Nothing passes while a look is under way, and one that failed is due again.
  async #recheck(): Promise<void> {
    while ((this.#isCheckDue || this.#checking !== null) && this.#ended === 'no') {
      this.#checking ??= this.#look()
      await this.#checking
    }
  }

  async #look(): Promise<void> {
    this.#isCheckDue = false
    try {
      await this.rights.check()
    } catch (error) {
      this.#isCheckDue = true
      throw error
    } finally {
      this.#checking = null
    }
  }

  #stop(error: PromisedError | null): void {
    if (this.#ended === 'yes') return
    const isFirst = this.#ended === 'no'
    this.#ended = error === null ? 'yes' : 'with an error to tell'
    this.#reason ??= error
    if (!isFirst) return
    if (this.#idleCheck !== null) clearTimeout(this.#idleCheck)
    // Tells the reader, too.
    void this.#source?.return()
    this.rights.onEnd?.()
  }
}
