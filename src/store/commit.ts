// Writes everything that a command has decided at once: rows, events and jobs, all or nothing. What is written
// is said by the caller as a change set; nothing is decided here.
import type pg from 'pg'
import type { Json, JsonObject } from '../core/json.ts'
import { runPipeline } from '../pipeline.ts'
import { logRows, type OutgoingEvent } from './event-log.ts'
import { arrayOf, columnType, type ColumnType } from './column-types.ts'
import { prepared } from './query.ts'

/** A row or part of one: column names are field names; dates may be Date or RFC 3339. */
export type Row = { readonly [column: string]: Json | Date | undefined | object }

/**
 * One write to one table. All rows of a write have the same columns.
 * - `insert`: every row is new; one that exists is a concurrent change (or is left alone with `ifAbsent`).
 * - `upsert`: inserts, or overwrites the row with the same `key`.
 * - `update`: each row must exist. With a `version` column it must still have that version, which then grows by one.
 * - `delete`: by the columns given; each must exist (with that version, where given) unless `ifPresent`.
 */
export type Write =
  | { kind: 'insert'; table: string; rows: readonly Row[]; ifAbsent?: boolean }
  | { kind: 'upsert'; table: string; rows: readonly Row[]; key: readonly string[] }
  | { kind: 'update'; table: string; rows: readonly Row[]; key: readonly string[]; ifPresent?: boolean }
  | { kind: 'delete'; table: string; rows: readonly Row[]; ifPresent?: boolean }
  /** A set-based write whose rows the database finds by itself: a data-modifying statement over `$n`, its one JSON argument: an array of `rows`. */
  | { kind: 'statement'; name: string; text: (argument: string) => string; rows: readonly (Json | object)[] }

/**
 * A job for graphile-worker. A job with a `key` replaces the one waiting under that key; `remove` takes it away. Jobs that come by
 * the thousand are `isBulk`: they are done after all others, and one at a time in each process. `runId`: the run that it saves in
 * the end; a process where others wait for their turn at it takes no more of these.
 */
export type Job =
  | { task: string; payload: JsonObject; runAt?: Date; key?: string; maxAttempts?: number; isBulk?: boolean; runId?: string }
  | { remove: string }

/** The flag by which a worker knows jobs of a run. */
export const flagOfRun = (runId: string): string => `run:${runId}`

/** All that one command changes. */
export type ChangeSet = { writes: readonly Write[]; events: readonly OutgoingEvent[]; jobs: readonly Job[] }

/** Somebody else changed what the decision was made on: load and decide again. Never reaches a client. */
export class ConcurrentChangeError extends Error {}

// Guard of versions, unique keys (somebody inserted first), serialization, deadlock.
const CONCURRENT = new Set(['IL001', '23505', '40001', '40P01'])

/**
 * Saves a change set in one round trip and one transaction.
 * Throws ConcurrentChangeError, with nothing written, when a guard does not hold.
 */
export async function commit(db: pg.Pool | pg.ClientBase, changes: ChangeSet): Promise<void> {
  const parts = partsOf(changes)
  if (parts.length === 0) return
  try {
    await send(db, [parts])
  } catch (error) {
    throw isConcurrent(error) ? new ConcurrentChangeError((error as Error).message) : error
  }
}

/** Whether the database refused a change set because somebody else was faster. */
export function isConcurrent(error: unknown): boolean {
  return CONCURRENT.has((error as { code?: string }).code ?? '')
}

/** Rows of a change set that are written in one way, and so by one statement. */
export type Part = { shape: Shape; rows: readonly unknown[] }

// A way of writing rows: its statement, each of whose parameters has a column of all rows; where no columns are named, its one
// parameter has the rows as JSON. `place`: statements come to their tables in the order of these, always: none waits for another
// that waits for it. Rows that are guarded are first, so that who comes too late has done nothing that must be undone.
type Shape = { place: string; text: string; columns: readonly Sent[] | null }

// A column on its way: as an array; or, of texts in which one character never comes, as these with it between them.
type Sent = { name: string; type: ColumnType | null }

// A large JSON value is full of what is to be escaped in an array. It goes as the text that it is kept as, with a character
// between one and the next that no JSON text has in it: there it is escaped.
const SENT_AS_TEXT: Readonly<Record<string, string>> = { OrchestrationRun: 'state', FlowInterview: 'state', EventLog: 'payload' }
const BETWEEN_TEXTS = '\u001e'

/** Sends change sets, whatever is in each, as one: all of them take effect, or none. Rows of one shape are one statement's. */
export async function send(db: pg.Pool | pg.ClientBase, sets: readonly (readonly Part[])[]): Promise<void> {
  const parts = inPlace(sets.length === 1 ? sets[0]! : joined(sets.flat()))
  await runPipeline(db, parts.map(({ shape: { text, columns }, rows }) => ({
    ...prepared(text), text, values: columns === null ? [JSON.stringify(rows)] : columns.map((column) => valuesOf(rows as readonly Row[], column)),
  })))
}

function inPlace(parts: readonly Part[]): Part[] {
  return [...parts].sort(({ shape: a }, { shape: b }) => (a.place < b.place ? -1 : 1))
}

function valuesOf(rows: readonly Row[], { name, type }: Sent): string {
  if (type === null) return rows.map((row) => JSON.stringify(row[name])).join(BETWEEN_TEXTS)
  return arrayOf(rows.map((row) => type.textOf(row[name])))
}

/** Joins change sets into one, in order. */
export function joinChanges(...parts: readonly ChangeSet[]): ChangeSet {
  const writes: Write[] = [], events: OutgoingEvent[] = [], jobs: Job[] = []
  for (const part of parts) {
    for (const write of part.writes) writes.push(write)
    for (const event of part.events) events.push(event)
    for (const job of part.jobs) jobs.push(job)
  }
  return { writes, events, jobs }
}

/** A change set as parts, one for each shape; none where nothing changes. */
export function partsOf(changes: ChangeSet): Part[] {
  const writes = changes.events.length === 0 ? changes.writes : [...changes.writes, { kind: 'insert' as const, table: 'EventLog', rows: logRows(changes.events) }]
  return joined([
    ...writes.flatMap((write) => (write.rows.length === 0 ? [] : [{ shape: shapeOf(write), rows: write.rows }])),
    ...changes.jobs.map((job) => ('remove' in job ? { shape: REMOVED_JOBS, rows: [job.remove] } : { shape: ADDED_JOBS, rows: [job] })),
  ])
}

function joined(parts: readonly Part[]): Part[] {
  const rows = new Map<Shape, unknown[]>()
  for (const part of parts) {
    const known = rows.get(part.shape)
    if (known === undefined) rows.set(part.shape, [...part.rows])
    else for (const row of part.rows) known.push(row)
  }
  return [...rows].map(([shape, own]) => ({ shape, rows: own }))
}

const REMOVED_JOBS: Shape = { place: '8 jobs removed', columns: null, text: 'SELECT count(graphile_worker.remove_job(k)) FROM json_array_elements_text($1::json) k' }
const ADDED_JOBS: Shape = { place: '9 jobs added', columns: null, text: 'SELECT "enqueue_jobs"($1::jsonb)' }
const PLACES: Readonly<Record<Write['kind'], number>> = { delete: 1, update: 2, insert: 3, statement: 4, upsert: 5 }

// By all but their columns, which are named in the code as well: there is an end to them. Rows of one table are written in few
// ways, so that looking through these takes less than making a name.
const shapes = new Map<string, { shape: Shape; names: readonly string[] }[]>()

function shapeOf(write: Write): Shape {
  const way = wayOf(write), names = write.kind === 'statement' ? [] : Object.keys(write.rows[0]!)
  let known = shapes.get(way)
  if (known === undefined) shapes.set(way, known = [])
  let found = known.find((one) => areSame(one.names, names))
  if (found === undefined) {
    const columns = write.kind === 'statement' ? null : names.map((name) => sentAs(write.table, name))
    known.push(found = { names, shape: { place: `${PLACES[write.kind]} ${way} ${names.join()}`, text: textOf(write, columns ?? []), columns } })
  }
  return found.shape
}

function areSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((one, at) => one === others[at])
}

function sentAs(table: string, name: string): Sent {
  return { name, type: SENT_AS_TEXT[table] === name ? null : columnType(table, name) }
}

function wayOf(write: Write): string {
  switch (write.kind) {
    case 'statement': return `statement ${write.name}`
    case 'insert': return write.ifAbsent === true ? `insert ${write.table} if absent` : `insert ${write.table}`
    case 'upsert': return `upsert ${write.table} ${write.key.join()}`
    case 'update': return write.ifPresent === true ? `update ${write.table} ${write.key.join()} if present` : `update ${write.table} ${write.key.join()}`
    case 'delete': return write.ifPresent === true ? `delete ${write.table} if present` : `delete ${write.table}`
  }
}

function textOf(write: Write, columns: readonly Sent[]): string {
  // json is taken apart where it stands; jsonb is made of it first, which pays where a statement looks into it time and again.
  if (write.kind === 'statement') return write.text('$1::jsonb')
  const sent = columns.map(({ type }, at) => (type === null ? `string_to_array($${at + 1}::text, E'\\x1e')` : `$${at + 1}::${type.type}`))
  const written = writeSql(write, columns, `unnest(${sent.join(', ')}) r(${columns.map((column) => quoted(column.name)).join(', ')})`)
  const isChecked = (write.kind === 'update' || write.kind === 'delete') && write.ifPresent !== true
  // The first column is of the key, and so an array.
  return isChecked ? `WITH written AS (${written} RETURNING 1) SELECT require_rows('${write.table}', (SELECT count(*) FROM written), cardinality(${sent[0]}))` : written
}

// `source`: where the columns come from, as a relation called r.
function writeSql(write: Exclude<Write, { kind: 'statement' }>, columns: readonly Sent[], source: string): string {
  const table = quoted(write.table)
  const names = columns.map(({ name }) => name)
  const list = names.map(quoted).join(', ')
  const value = ({ name, type }: Sent) => `r.${quoted(name)}${type === null ? '::json' : type.cast}`
  const insert = `INSERT INTO ${table} (${list}) SELECT ${columns.map(value).join(', ')} FROM ${source}`
  const isSame = (name: string) => `t.${quoted(name)} = r.${quoted(name)}`
  switch (write.kind) {
    case 'insert': return `${insert}${write.ifAbsent ? ' ON CONFLICT DO NOTHING' : ''}`
    case 'upsert': {
      const set = names.filter((name) => !write.key.includes(name)).map((name) => `${quoted(name)} = EXCLUDED.${quoted(name)}`)
      const action = set.length > 0 ? `UPDATE SET ${set.join(', ')}` : 'NOTHING'
      return `${insert} ON CONFLICT (${write.key.map(quoted).join(', ')}) DO ${action}`
    }
    case 'update': {
      const set = columns.filter(({ name }) => !write.key.includes(name)).map((column) => (column.name === 'version' ? '"version" = t."version" + 1' : `${quoted(column.name)} = ${value(column)}`))
      const where = [...write.key, ...(names.includes('version') ? ['version'] : [])].map(isSame)
      return `UPDATE ${table} t SET ${set.join(', ')} FROM ${source} WHERE ${where.join(' AND ')}`
    }
    case 'delete': return `DELETE FROM ${table} t USING ${source} WHERE ${names.map(isSame).join(' AND ')}`
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
