// Writes to the event log as commands do, and reads subscriptions to their end or to a number of events.
import type pg from 'pg'
import { pino } from 'pino'
import { createPostgresAnnouncer } from '../../src/realtime/announcer.ts'
import { createHub, type Hub } from '../../src/realtime/hub.ts'
import { createTail, type Tail } from '../../src/realtime/tail.ts'
import { readAll, readTopic, type LoggedEvent } from '../../src/store/event-log.ts'

/** Logs one event in the transaction that `db` is in, or in one of its own. */
export async function logEvent(db: pg.Pool | pg.ClientBase, topic: string, payload: object = {}, occurredAt = new Date(), kind = 'WorkQueued'): Promise<void> {
  await db.query('INSERT INTO "EventLog" ("topic", "kind", "payload", "occurredAt") VALUES ($1, $2, $3, $4)', [topic, kind, JSON.stringify(payload), occurredAt])
}

/** The whole log, once no transaction anywhere in the cluster (of a test beside this one, say) holds anything back. */
export async function readSettledLog(pool: pg.Pool): Promise<LoggedEvent[]> {
  const events: LoggedEvent[] = []
  for (;;) {
    const page = await readAll(pool, events.at(-1)?.position ?? { xid: 0n, seq: 0n }, 10_000)
    events.push(...page.events)
    if (!page.isFull && !page.isHeldBack) return events
  }
}

/** What was logged on a topic so far, in order, once no transaction anywhere in the cluster holds any of it back. */
export async function loggedOn(pool: pg.Pool, topic: string): Promise<LoggedEvent[]> {
  const rowAt = async (order: 'ASC' | 'DESC') => {
    const { rows: [row] } = await pool.query<{ xid: string; seq: string }>(`SELECT e."xid"::text, e."seq"::text FROM "EventLog" e WHERE e."topic" = $1 ORDER BY e."xid" ${order}, e."seq" ${order} LIMIT 1`, [topic])
    return row && { xid: BigInt(row.xid), seq: BigInt(row.seq) }
  }
  const [first, last] = [await rowAt('ASC'), await rowAt('DESC')]
  if (!first || !last) return []
  const events: LoggedEvent[] = []
  for (;;) {
    // Before the first of a row's events.
    const page = await readTopic(pool, topic, events.at(-1)?.position ?? { ...first, part: -1 }, 1_000)
    events.push(...page.events)
    if (!page.isFull && page.horizon.xid > last.xid) return events
  }
}

/** Reads this many events. */
export async function take(events: AsyncIterator<LoggedEvent>, count: number): Promise<LoggedEvent[]> {
  const taken: LoggedEvent[] = []
  while (taken.length < count) {
    const { done, value } = await events.next()
    if (done === true) throw new Error(`ended after ${taken.length} of ${count} events`)
    taken.push(value)
  }
  return taken
}

/** The `n` of each event's payload: what it was logged as. */
export function numbers(events: readonly LoggedEvent[]): unknown[] {
  return events.map((event) => event.payload['n'])
}

/** The realtime part of one server process. */
export type RealtimeProcess = { hub: Hub; tail: Tail; listenerName: string; stop(): Promise<void> }

/** Starts the realtime part of a server process; `pollMs` is large so that a test that passes was woken. `listensTo`: another database than its own. */
export async function startRealtime({ db: { pool, url }, processId, queueLimit, pageSize, pollMs = 60_000, listensTo = url, presentEveryMs }: { db: { readonly pool: pg.Pool; readonly url: string }; processId: string; queueLimit?: number; pageSize?: number; pollMs?: number; listensTo?: string; presentEveryMs?: number }): Promise<RealtimeProcess> {
  const log = pino({ level: 'silent' })
  const hub = createHub({ pool, queueLimit, pageSize })
  const listenerName = `listen ${processId}`
  const announcer = createPostgresAnnouncer({ pool, connection: { connectionString: listensTo, application_name: listenerName }, processId, log, presentEveryMs })
  const tail = createTail({ pool, hub, announcer, log, pollMs })
  await tail.start()
  return { hub, tail, listenerName, stop: async () => { hub.close(); await tail.stop() } }
}
