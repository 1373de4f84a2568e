// Writes everything that a command has decided in one statement: rows, events and jobs, all or nothing. What is written
// is said by the caller as a change set; nothing is decided here.
import type pg from 'pg'
import type { Json, JsonObject } from '../core/json.ts'
import { logRows, type OutgoingEvent } from './event-log.ts'
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

/** A job for graphile-worker. A job with a `key` replaces the one waiting under that key; `remove` takes it away. */
export type Job =
  | { task: string; payload: JsonObject; runAt?: Date; key?: string; maxAttempts?: number }
  | { remove: string }

/** All that one command changes. */
export type ChangeSet = { writes: readonly Write[]; events: readonly OutgoingEvent[]; jobs: readonly Job[] }

/** Somebody else changed what the decision was made on: load and decide again. Never reaches a client. */
export class ConcurrentChangeError extends Error {}

// Guard of versions, unique keys (somebody inserted first), serialization, deadlock.
const CONCURRENT = new Set(['IL001', '23505', '40001', '40P01'])

/**
 * Saves a change set in one statement and so in one transaction and one round trip.
 * Throws ConcurrentChangeError, with nothing written, when a guard does not hold.
 */
export async function commit(db: pg.Pool | pg.ClientBase, changes: ChangeSet): Promise<void> {
  const statement = statementOf(changes)
  if (statement === null) return
  try {
    await send(db, [statement])
  } catch (error) {
    throw isConcurrent(error) ? new ConcurrentChangeError((error as Error).message) : error
  }
}

/** Whether the database refused a statement because somebody else was faster. */
export function isConcurrent(error: unknown): boolean {
  return CONCURRENT.has((error as { code?: string }).code ?? '')
}

/** A change set as a statement: its text, and the rows of each of its arguments. Statements of one text can be sent as one. */
export type Statement = { text: string; arguments: readonly Argument[] }

// Rows as JSON; or one column of them, each value a text of its own.
type Argument = { rows: readonly unknown[] } | { texts: readonly string[] }

// Parsed and put together again by the database, a large value costs more than all else that is written of its row. So it goes
// beside the row, as the text that it is kept as. No JSON text has this character in it: there it is escaped.
const SENT_AS_TEXT: Readonly<Record<string, string>> = { OrchestrationRun: 'state', FlowInterview: 'state', EventLog: 'payload' }
const BETWEEN_TEXTS = '\u001e'

/** Sends statements of one text as one: all of them take effect, or none. */
export async function send(db: pg.Pool | pg.ClientBase, statements: readonly Statement[]): Promise<void> {
  const { text, arguments: first } = statements[0]!
  const values = first.map((argument, at) => {
    if ('texts' in argument) return statements.flatMap((one) => (one.arguments[at] as typeof argument).texts).join(BETWEEN_TEXTS)
    return JSON.stringify(statements.length === 1 ? argument.rows : statements.flatMap((one) => (one.arguments[at] as typeof argument).rows))
  })
  await db.query({ ...prepared(text), text, values })
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

/** The statement of a change set; null where nothing changes. Sets of one shape have one text, whatever they were put together from. */
export function statementOf(changes: ChangeSet): Statement | null {
  const writes = merged(changes.events.length === 0 ? changes.writes : [...changes.writes, { kind: 'insert', table: 'EventLog', rows: logRows(changes.events) }])
  const removed = changes.jobs.flatMap((job) => ('remove' in job ? [job.remove] : []))
  const added = changes.jobs.filter((job) => 'task' in job)
  if (writes.length === 0 && removed.length === 0 && added.length === 0) return null
  const key = `${writes.map(({ shape }) => shape.number).join()} ${removed.length > 0} ${added.length > 0}`
  let text = texts.get(key)
  if (text === undefined) {
    text = textOf(writes.map((one) => one.write), removed.length > 0, added.length > 0)
    if (texts.size < MAX_TEXTS) texts.set(key, text)
  }
  const beside = [removed, added].filter((rows) => rows.length > 0).map((rows) => ({ rows }))
  return { text, arguments: [...writes.flatMap(({ write }) => argumentsOf(write)), ...beside] }
}

function argumentsOf(write: Write): Argument[] {
  const apart = columnApart(write)
  if (apart === null) return [{ rows: write.rows }]
  const rows = write.rows as readonly Row[]
  // Left out of the JSON by being undefined: a copy of all but one member takes ten times as long.
  return [{ rows: rows.map((row) => ({ ...row, [apart]: undefined })) }, { texts: rows.map((row) => JSON.stringify(row[apart])) }]
}

// The column of a write whose values go beside the rows; null: there is none.
function columnApart(write: Write): string | null {
  const column = write.kind === 'statement' ? undefined : SENT_AS_TEXT[write.table]
  return column !== undefined && column in (write.rows[0] as Row) ? column : null
}

// Putting a text together takes longer than all that is decided in a command. Shapes are few: one for each kind of change.
const MAX_TEXTS = 1000
const texts = new Map<string, string>()

// The arguments are numbered in the order in which `statementOf` gives their rows.
function textOf(writes: readonly Write[], removesJobs: boolean, addsJobs: boolean): string {
  let count = 0
  const argument = (type: string) => `$${++count}::${type}`
  const parts: string[] = []
  const checks: string[] = []
  for (const write of writes) {
    const name = `w${count}`
    // json is taken apart where it stands; jsonb is made of it first, which pays where a statement looks into it time and again.
    const rows = argument(write.kind === 'statement' ? 'jsonb' : 'json')
    const sql = writeSql(write, rows, columnApart(write) === null ? null : argument('text'))
    parts.push(`${name} AS (${sql.text})`)
    if (sql.expected !== null) checks.push(`require_rows('${sql.what}', (SELECT count(*) FROM ${name}), json_array_length(${sql.expected}))`)
  }
  if (removesJobs) checks.push(`(SELECT count(graphile_worker.remove_job(k)) FROM json_array_elements_text(${argument('json')}) k)`)
  if (addsJobs) checks.push(`"enqueue_jobs"(${argument('jsonb')})`)
  return `${parts.length > 0 ? `WITH ${parts.join(',\n')}\n` : ''}SELECT ${checks.length > 0 ? checks.join(', ') : '1'}`
}

// A statement may not change a row twice (and reads nothing it wrote itself): writes of the same kind to one table become one.
function merged(writes: readonly Write[]): { shape: Shape; write: Write }[] {
  const found: { shape: Shape; write: Write }[] = []
  for (const write of writes) {
    if (write.rows.length === 0) continue
    const shape = shapeOf(write)
    const same = found.find((one) => one.shape === shape)
    if (same === undefined) found.push({ shape, write })
    else same.write = { ...same.write, rows: [...same.write.rows, ...write.rows] } as Write
  }
  // All statements come to their tables in one order: none waits for another that waits for it.
  return found.sort(({ shape: a }, { shape: b }) => (a.name < b.name ? -1 : 1))
}

// What a write's SQL depends on, said once for all writes of the kind.
type Shape = { name: string; number: number; columns: readonly string[] }

// By all but their columns, which are named in the code as well: there is an end to them. Rows of one table are written in few
// ways, so that looking through these takes less than making a name.
const shapes = new Map<string, Shape[]>()
let shapesKnown = 0

function shapeOf(write: Write): Shape {
  const way = wayOf(write), columns = write.kind === 'statement' ? [] : columnsOf(write)
  let known = shapes.get(way)
  if (known === undefined) shapes.set(way, known = [])
  let shape = known.find((one) => areSame(one.columns, columns))
  if (shape === undefined) known.push(shape = { name: `${way} ${columns.join()}`, number: shapesKnown++, columns })
  return shape
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

function areSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((column, at) => column === others[at])
}

function columnsOf(write: Exclude<Write, { kind: 'statement' }>): string[] {
  return Object.keys(write.rows[0]!)
}

// `texts`: where the values of the column are that go beside the rows.
function writeSql(write: Write, rows: string, texts: string | null): { text: string; what: string; expected: string | null } {
  if (write.kind === 'statement') return { text: write.text(rows), what: write.name, expected: null }
  const columns = columnsOf(write)
  const table = quoted(write.table)
  const list = columns.map(quoted).join(', ')
  const populated = `json_populate_recordset(null::${table}, ${rows})`
  const source = texts === null ? `${populated} r` : `ROWS FROM (${populated}, unnest(string_to_array(${texts}, E'\\x1e'))) r`
  const apart = columnApart(write)
  const value = (column: string) => (column === apart ? 'r."unnest"::json' : `r.${quoted(column)}`)
  const values = columns.map(value).join(', ')
  switch (write.kind) {
    case 'insert':
      return { text: `INSERT INTO ${table} (${list}) SELECT ${values} FROM ${source}${write.ifAbsent ? ' ON CONFLICT DO NOTHING' : ''} RETURNING 1`, what: write.table, expected: null }
    case 'upsert': {
      const set = columns.filter((c) => !write.key.includes(c)).map((c) => `${quoted(c)} = EXCLUDED.${quoted(c)}`)
      const action = set.length > 0 ? `UPDATE SET ${set.join(', ')}` : 'NOTHING'
      return { text: `INSERT INTO ${table} (${list}) SELECT ${values} FROM ${source} ON CONFLICT (${write.key.map(quoted).join(', ')}) DO ${action} RETURNING 1`, what: write.table, expected: null }
    }
    case 'update': {
      const set = columns.filter((c) => !write.key.includes(c)).map((c) => (c === 'version' ? '"version" = t."version" + 1' : `${quoted(c)} = ${value(c)}`))
      const where = [...write.key, ...(columns.includes('version') ? ['version'] : [])].map((c) => `t.${quoted(c)} = r.${quoted(c)}`)
      return { text: `UPDATE ${table} t SET ${set.join(', ')} FROM ${source} WHERE ${where.join(' AND ')} RETURNING 1`, what: write.table, expected: write.ifPresent ? null : rows }
    }
    case 'delete': {
      const where = columns.map((c) => `t.${quoted(c)} = r.${quoted(c)}`)
      return { text: `DELETE FROM ${table} t USING ${source} WHERE ${where.join(' AND ')} RETURNING 1`, what: write.table, expected: write.ifPresent ? null : rows }
    }
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
