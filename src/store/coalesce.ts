// Reads that many commands ask for at once, asked for together. A round trip costs more than what it fetches: under load
// those that wait while one is on its way go with the next, and alone nobody waits for company.
import pg from 'pg'
import type { Db } from './query.ts'

/** Answers an ask, perhaps together with those of others; the answer then holds more than was asked for. */
export type Coalesced<Ask, Answer> = (ask: Ask) => Promise<Answer>

/** How asks go together: at most so many in one call, and so many calls at a time. */
export type Company = { together: number; lanes: number }

const USUAL: Company = { together: 100, lanes: 2 }

/**
 * Makes asks of one kind share their round trips. `load` answers several asks at once. An ask is never answered by a call that
 * began before it, so it sees whatever was saved before. When a shared call fails, all who shared it fail.
 */
export function coalesce<Ask, Answer>(load: (asks: readonly Ask[]) => Promise<Answer>, { together: most, lanes }: Company = USUAL): Coalesced<Ask, Answer> {
  type Waiting = { ask: Ask; resolve: (answer: Answer) => void; reject: (error: unknown) => void }
  const waiting: Waiting[] = []
  let running = 0
  const go = () => {
    while (running < lanes && waiting.length > 0) {
      const together = waiting.splice(0, most)
      running++
      load(together.map(({ ask }) => ask))
        .then((answer) => together.forEach(({ resolve }) => resolve(answer)), (error: unknown) => together.forEach(({ reject }) => reject(error)))
        .finally(() => { running--; go() })
    }
  }
  let isPlanned = false
  return (ask) => new Promise((resolve, reject) => {
    waiting.push({ ask, resolve, reject })
    if (isPlanned || running >= lanes) return
    isPlanned = true
    // At the end of this turn: what was answered together often asks on together.
    setImmediate(() => { isPlanned = false; go() })
  })
}

/**
 * One coalesced read per pool. Inside of a transaction (a client instead of a pool) nothing is shared: it has to see its
 * own writes.
 */
export function coalescedPerPool<Ask, Answer>(load: (db: Db, asks: readonly Ask[]) => Promise<Answer>, company = USUAL): (db: Db, ask: Ask) => Promise<Answer> {
  const known = new WeakMap<pg.Pool, Coalesced<Ask, Answer>>()
  return (db, ask) => {
    if (!(db instanceof pg.Pool)) return load(db, [ask])
    let shared = known.get(db)
    if (shared === undefined) known.set(db, shared = coalesce((asks) => load(db, asks), company))
    return shared(ask)
  }
}

/**
 * A look-up by ids that is the same whoever asks, shared by all who ask at the same moment. Rows are handed to several, and
 * are nobody's to change.
 */
export function coalescedByIds<Row>(load: (db: Db, ids: readonly string[]) => Promise<readonly (Row | null)[]>): (db: Db, ids: readonly string[]) => Promise<(Row | null)[]> {
  const shared = coalescedPerPool(async (db, asks: readonly (readonly string[])[]) => {
    const ids = distinct(asks), rows = await load(db, ids)
    return new Map(ids.map((id, at) => [id, rows[at] ?? null]))
  })
  return async (db, ids) => {
    const found = await shared(db, ids)
    return ids.map((id) => found.get(id) ?? null)
  }
}

/** Each once, in the order of their first appearance. */
export function distinct<Value>(lists: readonly (readonly Value[])[]): Value[] {
  return [...new Set(lists.flat())]
}
