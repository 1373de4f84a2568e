// Writes everything that a command has decided in one statement: rows, events and jobs, all or nothing. What is written
// is said by the caller as a change set; nothing is decided here.
import type pg from 'pg'
import type { Json, JsonObject } from '../core/json.ts'
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

/** A change set as a statement: its text, and the rows of each of its writes. Statements of one text can be sent as one. */
export type Statement = { text: string; arguments: readonly Argument[] }

// Rows of which each column is a parameter of its own; where none are named, one parameter has all of them as JSON.
type Argument = { rows: readonly unknown[]; columns: readonly Sent[] | null }

// A column on its way: as an array; or, of texts in which one character never comes, as these with it between them.
type Sent = { name: string; type: ColumnType | null }

// A large JSON value is full of what is to be escaped in an array. It goes as the text that it is kept as, with a character
// between one and the next that no JSON text has in it: there it is escaped.
const SENT_AS_TEXT: Readonly<Record<string, string>> = { OrchestrationRun: 'state', FlowInterview: 'state', EventLog: 'payload' }
const BETWEEN_TEXTS = '\u001e'

/** Sends statements of one text as one: all of them take effect, or none. */
export async function send(db: pg.Pool | pg.ClientBase, statements: readonly Statement[]): Promise<void> {
  const { text, arguments: first } = statements[0]!
  const values = first.flatMap(({ rows: own, columns }, at) => {
    const rows = statements.length === 1 ? own : statements.flatMap((one) => one.arguments[at]!.rows)
    return columns === null ? [JSON.stringify(rows)] : columns.map((column) => valuesOf(rows as readonly Row[], column))
  })
  await db.query({ ...prepared(text), text, values })
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

/** The statement of a change set; null where nothing changes. Sets of one shape have one text, whatever they were put together from. */
export function statementOf(changes: ChangeSet): Statement | null {
  const writes = merged(changes.events.length === 0 ? changes.writes : [...changes.writes, { kind: 'insert', table: 'EventLog', rows: logRows(changes.events) }])
  const removed = changes.jobs.flatMap((job) => ('remove' in job ? [job.remove] : []))
  const added = changes.jobs.filter((job) => 'task' in job)
  if (writes.length === 0 && removed.length === 0 && added.length === 0) return null
  const key = `${writes.map(({ shape }) => shape.number).join()} ${removed.length > 0} ${added.length > 0}`
  let text = texts.get(key)
  if (text === undefined) {
    text = textOf(writes, removed.length > 0, added.length > 0)
    if (texts.size < MAX_TEXTS) texts.set(key, text)
  }
  const ofWrites = writes.map(({ write, shape }): Argument => ({ rows: write.rows, columns: shape.columns }))
  const ofJobs = [removed, added].filter((rows) => rows.length > 0).map((rows): Argument => ({ rows, columns: null }))
  return { text, arguments: [...ofWrites, ...ofJobs] }
}

// Putting a text together takes longer than all that is decided in a command. Shapes are few: one for each kind of change.
const MAX_TEXTS = 1000
const texts = new Map<string, string>()

// The arguments are numbered in the order in which `statementOf` gives their rows.
function textOf(writes: readonly { write: Write; shape: Shape }[], removesJobs: boolean, addsJobs: boolean): string {
  let count = 0
  const argument = (type: string) => `$${++count}::${type}`
  const parts: string[] = []
  const checks: string[] = []
  for (const [at, { write, shape }] of writes.entries()) {
    const name = `w${at}`
    if (write.kind === 'statement') {
      // json is taken apart where it stands; jsonb is made of it first, which pays where a statement looks into it time and again.
      parts.push(`${name} AS (${write.text(argument('jsonb'))})`)
      continue
    }
    const columns = shape.columns!
    const sent = columns.map(({ type }) => (type === null ? `string_to_array(${argument('text')}, E'\\x1e')` : argument(type.type)))
    parts.push(`${name} AS (${writeSql(write, columns, `unnest(${sent.join(', ')}) r(${columns.map((column) => quoted(column.name)).join(', ')})`)})`)
    const isChecked = (write.kind === 'update' || write.kind === 'delete') && write.ifPresent !== true
    // The first column is of the key, and so an array.
    if (isChecked) checks.push(`require_rows('${write.table}', (SELECT count(*) FROM ${name}), cardinality(${sent[0]}))`)
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
type Shape = { name: string; number: number; columns: readonly Sent[] | null }

// By all but their columns, which are named in the code as well: there is an end to them. Rows of one table are written in few
// ways, so that looking through these takes less than making a name.
const shapes = new Map<string, Shape[]>()
let shapesKnown = 0

function shapeOf(write: Write): Shape {
  const way = wayOf(write), columns = write.kind === 'statement' ? [] : Object.keys(write.rows[0]!)
  let known = shapes.get(way)
  if (known === undefined) shapes.set(way, known = [])
  let shape = known.find((one) => areNamed(one.columns ?? [], columns))
  if (shape === undefined) known.push(shape = { name: `${way} ${columns.join()}`, number: shapesKnown++, columns: write.kind === 'statement' ? null : columns.map((name) => sentAs(write.table, name)) })
  return shape
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

function areNamed(columns: readonly Sent[], names: readonly string[]): boolean {
  return columns.length === names.length && columns.every(({ name }, at) => name === names[at])
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
    case 'insert': return `${insert}${write.ifAbsent ? ' ON CONFLICT DO NOTHING' : ''} RETURNING 1`
    case 'upsert': {
      const set = names.filter((name) => !write.key.includes(name)).map((name) => `${quoted(name)} = EXCLUDED.${quoted(name)}`)
      const action = set.length > 0 ? `UPDATE SET ${set.join(', ')}` : 'NOTHING'
      return `${insert} ON CONFLICT (${write.key.map(quoted).join(', ')}) DO ${action} RETURNING 1`
    }
    case 'update': {
      const set = columns.filter(({ name }) => !write.key.includes(name)).map((column) => (column.name === 'version' ? '"version" = t."version" + 1' : `${quoted(column.name)} = ${value(column)}`))
      const where = [...write.key, ...(names.includes('version') ? ['version'] : [])].map(isSame)
      return `UPDATE ${table} t SET ${set.join(', ')} FROM ${source} WHERE ${where.join(' AND ')} RETURNING 1`
    }
    case 'delete': return `DELETE FROM ${table} t USING ${source} WHERE ${names.map(isSame).join(' AND ')} RETURNING 1`
  }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
