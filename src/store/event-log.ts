// Reads the event log in the order that nobody can miss, by transaction and then number, and keeps it short. Cursors are
// places in that order. Rows are written by commit.ts, and by triggers where access changes.
import type pg from 'pg'
import type { JsonObject } from '../core/json.ts'
import { removeInBatches, type Removed } from './in-batches.ts'

/**
 * A place in the log: the transaction, then the number within it. Some rows hold several events: `part` names one of them that
 * others follow, from 0; without it the place is after the whole row.
 */
export type Position = { readonly xid: bigint; readonly seq: bigint; readonly part?: number }

/** One event as it was logged. `payload` is the snapshot it was logged with, dates still as RFC 3339 text; throws where it was not asked for. */
export type LoggedEvent = {
  readonly position: Position
  readonly cursor: string
  readonly topic: string
  readonly kind: string
  readonly payload: JsonObject
  readonly occurredAt: Date
  /** Whether the payload was asked for. */
  readonly hasPayload: boolean
}

/**
 * Events in order, as of one moment. `horizon` is the place before which nothing can be added any more: all that lies
 * before it, and after the place asked for, is in `events` unless `isFull` (then more follow the last of them).
 */
export type LogPage = { events: LoggedEvent[]; horizon: Position; isFull: boolean }

/** Events are kept this long; an older cursor is CURSOR_EXPIRED (O6a). */
export const EVENTS_KEPT_HOURS = 24

/** A cursor from which nothing can be read: one of an event that is no longer kept, or one that no event ever had. */
export class BadEventCursorError extends Error {
  readonly isExpired: boolean
  constructor(isExpired: boolean) {
    super(isExpired ? 'The event at this cursor is no longer kept.' : 'No event has this cursor.')
    this.isExpired = isExpired
  }
}

const LARGEST_XID = 2n ** 64n - 1n
const LARGEST_SEQ = 2n ** 63n - 1n

/** Negative, zero or positive: `a` lies before, at or after `b`. */
export function comparePositions(a: Position, b: Position): number {
  if (a.xid !== b.xid) return a.xid < b.xid ? -1 : 1
  if (a.seq !== b.seq) return a.seq < b.seq ? -1 : 1
  return (a.part ?? MAX_EVENTS_OF_ROW) - (b.part ?? MAX_EVENTS_OF_ROW)
}

/** Most events that one row of the log holds. */
export const MAX_EVENTS_OF_ROW = 50

/** An event for subscribers. `payload` is a snapshot of what it shows; `shared`, one object for several events, is part of it too. */
export type OutgoingEvent = { topic: string; kind: string; payload: JsonObject | object; shared?: object; occurredAt: Date | string }

/**
 * A row to be logged. Of one event, `payload` is what it shows; of several, a `SeveralEvents`. `kind` names each event's, by
 * commas, or all of them once.
 */
export type OutgoingRow = { topic: string; kind: string; payload: object; parts: number; occurredAt: Date | string }

// The payload of a row with several events. What all of them show is said once.
type SeveralEvents = { events: object[]; shared: object }

/**
 * The rows in which one command's events are logged: those of a topic together, in their order. A row of a log costs the
 * command, and each reader of the log, more than what is in it.
 */
export function logRows(events: readonly OutgoingEvent[]): OutgoingRow[] {
  const last = new Map<string, OutgoingEvent[]>()
  const rows: OutgoingEvent[][] = []
  for (const event of events) {
    const row = last.get(event.topic)
    const isSame = row !== undefined && row.length < MAX_EVENTS_OF_ROW && row[0]!.shared === event.shared && isSameTime(row[0]!.occurredAt, event.occurredAt)
    if (isSame) row.push(event)
    else {
      const begun = [event]
      last.set(event.topic, begun)
      rows.push(begun)
    }
  }
  return rows.map((row) => {
    const { topic, kind, payload, shared = {}, occurredAt } = row[0]!
    if (row.length === 1) return { topic, kind, payload: { ...payload, ...shared }, parts: 1, occurredAt }
    const kinds = row.every((event) => event.kind === kind) ? kind : row.map((event) => event.kind).join()
    return { topic, kind: kinds, payload: { events: row.map((event) => event.payload), shared } satisfies SeveralEvents, parts: row.length, occurredAt }
  })
}

/** The opaque text that clients send back as `after`. */
export function encodeCursor({ xid, seq, part }: Position): string {
  return Buffer.from(part === undefined ? `${xid}.${seq}` : `${xid}.${seq}.${part}`).toString('base64url')
}

/** The place a cursor stands for. Throws BadEventCursorError for a text that `encodeCursor` never gave (O6a). */
export function decodeCursor(cursor: string): Position {
  const match = /^(\d{1,20})\.(\d{1,19})(?:\.(\d{1,2}))?$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))
  if (match === null) throw new BadEventCursorError(false)
  const position = { xid: BigInt(match[1]!), seq: BigInt(match[2]!), ...(match[3] !== undefined && { part: Number(match[3]) }) }
  const isOurs = position.xid <= LARGEST_XID && position.seq <= LARGEST_SEQ && encodeCursor(position) === cursor
  if (!isOurs) throw new BadEventCursorError(false)
  return position
}

// SQL: transactions from here on may still log something, or be one that has. Of the snapshot `s`, which counts those of all
// databases of the server.
const OLDEST_RUNNING = 'pg_snapshot_xmin(s)'

// The same without those that are known to run in another database, and so can't log anything here. Who runs is looked up
// after the snapshot was taken: who has ended by then, or is prepared to commit, is not found, and counts. Takes a third of a
// millisecond more.
const OLDEST_RUNNING_HERE = `COALESCE((SELECT x FROM pg_snapshot_xip(s) x WHERE NOT EXISTS (
    SELECT 1 FROM pg_stat_activity a JOIN pg_database d ON d.datname = current_database() WHERE a.backend_xid = x::xid AND a.datid <> d.oid
  ) ORDER BY x LIMIT 1), pg_snapshot_xmax(s))`

/**
 * The place of the last event that nothing can come before any more; of an empty log, before its beginning. An event's place and
 * no horizon: a database that has crashed may give the number of a transaction that had done nothing lasting once more, but
 * none before those that have committed.
 */
export async function endOfLog(pool: pg.Pool): Promise<Position> {
  const { rows: [last] } = await pool.query<{ xid: string; seq: string }>(`
WITH h AS MATERIALIZED (SELECT ${OLDEST_RUNNING_HERE} AS x FROM pg_current_snapshot() s)
SELECT e."xid"::text AS "xid", e."seq"::text AS "seq" FROM h CROSS JOIN LATERAL (SELECT "xid", "seq" FROM "EventLog" WHERE "xid" < h.x ORDER BY "xid" DESC, "seq" DESC LIMIT 1) e`)
  return last === undefined ? { xid: 0n, seq: 0n } : { xid: BigInt(last.xid), seq: BigInt(last.seq) }
}

function isSameTime(a: Date | string, b: Date | string): boolean {
  return a === b || Number(new Date(a)) === Number(new Date(b))
}

type LogRow = { horizon: string; isHeldBack: boolean; isAhead: boolean; isKept: boolean; seq: string | null; xid: string; topic: string; kind: string; payload: string | null; occurredAt: Date; parts: number }

const columns = (payload: string) => `e."seq"::text AS "seq", e."xid"::text AS "xid", e."topic", e."kind", ${payload} AS "payload", e."occurredAt", e."parts"`

// One row comes back even when there are no events: the horizon is an answer by itself. It is of the same snapshot as the
// rows, so nothing can slip in between the two. Whether anything is held back is asked of the newest row alone: asked for
// any such row, Postgres would look through the whole log to find none.
const READ_ALL = `
WITH h AS MATERIALIZED (SELECT CASE WHEN $5::boolean THEN ${OLDEST_RUNNING_HERE} ELSE ${OLDEST_RUNNING} END AS x, ${OLDEST_RUNNING} AS "all" FROM pg_current_snapshot() s)
SELECT h.x::text AS "horizon", h.x > h."all" AS "isAhead", COALESCE((SELECT n."xid" FROM "EventLog" n ORDER BY n."xid" DESC, n."seq" DESC LIMIT 1) >= h.x, false) AS "isHeldBack", ${columns(`CASE WHEN $4::text[] IS NULL OR e."topic" = ANY($4) THEN e."payload"::text END`)}
FROM h LEFT JOIN LATERAL (
  SELECT * FROM "EventLog" WHERE ("xid", "seq") > ($1::xid8, $2::bigint) AND "xid" < h.x ORDER BY "xid", "seq" LIMIT $3
) e ON true ORDER BY e."xid", e."seq"`

// The place after a row's last event has no part (`eventsOf`), so the last part's number, as any beyond it, was never given out.
const READ_TOPIC = `
WITH h AS MATERIALIZED (SELECT GREATEST(${OLDEST_RUNNING}, $6::xid8) AS x FROM pg_current_snapshot() s)
SELECT h.x::text AS "horizon", EXISTS (SELECT 1 FROM "EventLog" WHERE "seq" = $2 AND "xid" = $1 AND ($5::int IS NULL OR $5 < "parts" - 1)) AS "isKept", ${columns('e."payload"::text')}
FROM h LEFT JOIN LATERAL (
  SELECT * FROM "EventLog" WHERE "topic" = $4 AND ("xid", "seq") > ($1::xid8, $2::bigint - CASE WHEN $5::int IS NULL THEN 0 ELSE 1 END) AND "xid" < h.x ORDER BY "xid", "seq" LIMIT $3
) e ON true ORDER BY e."xid", e."seq"`

/**
 * All events after a row of the log: those of at most `limit` rows. `isHeldBack`: more are committed already, but wait for an older transaction
 * to end; nobody announces that end, so look again soon. With `topics`, only their events come with a payload: to make it a
 * text, send and read it costs more than all else of an event that nobody listens to. `pastOthers`: transactions of other
 * databases hold nothing back; `isAhead` tells whether one would have.
 */
export async function readAll(pool: pg.Pool, after: Position, limit: number, topics: readonly string[] | null = null, pastOthers = false): Promise<LogPage & { isHeldBack: boolean; isAhead: boolean }> {
  const { rows } = await pool.query<LogRow>({ name: 'read_all_events', text: READ_ALL, values: [after.xid, after.seq, limit, topics, pastOthers] })
  return { ...pageOf(rows, limit), isHeldBack: rows[0]!.isHeldBack, isAhead: rows[0]!.isAhead }
}

/**
 * One topic's events after the event at `after` (of any topic): those of at most `limit` rows. Throws BadEventCursorError when that
 * event is no longer kept, so that a gap is never passed over in silence, and when there never was one. `given`: an event of any
 * topic that an earlier read has given, up to which all is settled for good.
 */
export async function readTopic(pool: pg.Pool, topic: string, after: Position, limit: number, given: Position | null = null): Promise<LogPage> {
  const { rows } = await pool.query<LogRow>({ name: 'read_topic_events', text: READ_TOPIC, values: [after.xid, after.seq, limit, topic, after.part ?? null, given === null ? 0n : given.xid + 1n] })
  if (!rows[0]!.isKept) throw await faultOf(pool, after)
  const page = pageOf(rows, limit)
  // What comes first then is the very row that the place is in.
  return after.part === undefined ? page : { ...page, events: page.events.filter(({ position }) => comparePositions(position, after) > 0) }
}

/**
 * Removes events that occurred before `before`, oldest in order first and at most `limit`; answers how many went. Only a
 * beginning of the log ever goes: that the event at a cursor is still there says that all after it are.
 */
export async function removeEventsBefore(pool: pg.Pool, before: Date, limit: number): Promise<number> {
  const { rowCount } = await pool.query({
    name: 'remove_old_events',
    text: `WITH oldest AS MATERIALIZED (
  SELECT "xid", "seq", "occurredAt" FROM "EventLog" WHERE "xid" < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY "xid", "seq" LIMIT $2
), kept AS (SELECT "xid", "seq" FROM oldest WHERE "occurredAt" >= $1 ORDER BY "xid", "seq" LIMIT 1)
DELETE FROM "EventLog" e USING oldest o
WHERE e."seq" = o."seq" AND COALESCE((o."xid", o."seq") < (SELECT k."xid", k."seq" FROM kept k), true)`,
    values: [before, limit],
  })
  return rowCount ?? 0
}

/** Removes what is older than EVENTS_KEPT_HOURS, in at most `maxBatches` batches. */
export async function cleanEventLog(pool: pg.Pool, now: Date, batchSize?: number, maxBatches?: number): Promise<Removed> {
  const before = new Date(now.getTime() - EVENTS_KEPT_HOURS * 3_600_000)
  return removeInBatches((limit) => removeEventsBefore(pool, before, limit), batchSize, maxBatches)
}

function pageOf(rows: readonly LogRow[], limit: number): LogPage {
  const logged = rows.filter((row) => row.seq !== null)
  return { events: logged.flatMap(eventsOf), horizon: { xid: BigInt(rows[0]!.horizon), seq: 0n }, isFull: logged.length === limit }
}

function eventsOf(row: LogRow): LoggedEvent[] {
  const position = { xid: BigInt(row.xid), seq: BigInt(row.seq!) }
  // Parsed once, for the first who looks: most events have no subscriber in a given process.
  let parsed: JsonObject | undefined
  const whole = () => (parsed ??= JSON.parse(row.payload!) as JsonObject)
  if (row.parts === 1) return [eventOf(row, row.kind, position, whole)]
  const kinds = row.kind.split(',')
  return Array.from({ length: row.parts }, (_, part) =>
    eventOf(row, kinds.length === 1 ? row.kind : kinds[part]!, part === row.parts - 1 ? position : { ...position, part }, () => {
      const { events, shared } = whole() as SeveralEvents
      return { ...events[part]!, ...shared }
    }))
}

function eventOf({ topic, occurredAt, payload: text }: LogRow, kind: string, position: Position, payloadOf: () => JsonObject): LoggedEvent {
  let payload: JsonObject | undefined
  return {
    position, topic, kind, occurredAt, hasPayload: text !== null,
    get cursor() { return encodeCursor(position) },
    get payload() {
      if (text === null) throw new Error(`the payload of ${encodeCursor(position)} was not asked for`)
      return (payload ??= payloadOf())
    },
  }
}

// Clean-up removes a beginning only: a place before all that is kept was cleaned up, any other was never an event's.
async function faultOf(pool: pg.Pool, after: Position): Promise<Error> {
  const { rows } = await pool.query<{ isPast: boolean }>({
    name: 'cursor_is_past',
    text: `SELECT $1::xid8 < pg_snapshot_xmax(pg_current_snapshot())
  AND COALESCE((SELECT ("xid", "seq") > ($1::xid8, $2::bigint) FROM "EventLog" ORDER BY "xid", "seq" LIMIT 1), true) AS "isPast"`,
    values: [after.xid, after.seq],
  })
  return new BadEventCursorError(rows[0]!.isPast)
}
