// Sequences that cost next to nothing while there is nothing to read: who waits is told when to read again, instead of
// waiting in a chain of promises. Very many subscriptions do little else than wait.
import type { ExecutionResult } from 'graphql'
import type { LoggedEvent } from '../store/event-log.ts'

/** What a reader does with what it is offered: has taken it; takes it later, and then says so by `settle`; or leaves it to be read. */
export type Offer = 'taken' | 'later' | 'left'

/** Reads events. */
export type EventReader = {
  /** The shorter way, for an event that comes while the reader is at rest: the next one is offered when this one is settled. */
  offer(event: LoggedEvent): Offer
  /** There is something to read: called once for each rest, and possibly when nothing is. */
  onReady(): void
}

/** Reads results of a subscription. */
export type ResultReader = {
  /** The shorter way, for a result that many get and that has no errors: takes it there and then, or answers false. */
  take(result: ExecutionResult): boolean
  /** There is something to read: called once for each rest, and possibly when nothing is. */
  onReady(): void
}

/** Results of a subscription, as transports read them. */
export type ResultSource = Source<ExecutionResult, ResultReader>

/**
 * Items one after the other, for one who reads: either by `read`, with a reader attached that is told when, or as an
 * asynchronous iterator. `return()` ends it at once, also while somebody waits.
 */
export abstract class Source<Item, Reader extends { onReady(): void }> implements AsyncIterableIterator<Item> {
  protected reader: Reader | null = null
  #wake: (() => void) | null = null
  #isReady = false
  #turn: Promise<unknown> | null = null

  /** The next item. Null: there is none, and the reader is at rest until it is told. Not to be called while a call is under way. */
  abstract read(): Promise<IteratorResult<Item> | null>
  abstract return(): Promise<IteratorResult<Item>>

  /** Has a reader told from now on. It is to read, until it is at rest for the first time. */
  attach(reader: Reader): void {
    this.reader = reader
  }

  /** One at a time, in the order asked for. */
  next(): Promise<IteratorResult<Item>> {
    const result = this.#turn === null ? this.#pull() : this.#turn.then(() => this.#pull())
    this.#turn = result.catch(() => {})
    return result
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  protected ready(): void {
    if (this.reader !== null) return this.reader.onReady()
    this.#isReady = true
    this.#wake?.()
  }

  async #pull(): Promise<IteratorResult<Item>> {
    for (;;) {
      this.#isReady = false
      const result = await this.read()
      if (result !== null) return result
      if (!this.#isReady) await new Promise<void>((resolve) => { this.#wake = resolve })
      this.#wake = null
    }
  }
}
