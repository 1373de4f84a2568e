// Runs SQL that was put together with Prisma.sql through the pool: typed rows, values always as parameters.
import type pg from 'pg'
import type { Prisma } from '../../prisma/generated/client/client.ts'

/** A piece of SQL with its parameters; conditions of visibility.ts are such pieces. */
export type Sql = Prisma.Sql

/** A pool, or a client that is inside a transaction. */
export type Db = pg.Pool | pg.ClientBase

// Conditions differ by permissions and filters, writes by what a command changes, so there are some hundred texts; what
// goes beyond is planned each time, since every connection keeps what it has prepared for as long as it lives.
const MAX_PREPARED = 1000
const names = new Map<string, string>()

/** The name under which connections prepare a statement that is put together at run time: one for each text. */
export function prepared(text: string): { name?: string } {
  let name = names.get(text)
  if (name === undefined && names.size < MAX_PREPARED) names.set(text, name = `made_${names.size + 1}`)
  return name === undefined ? {} : { name }
}

/**
 * Runs one statement and answers its rows. Column names are field names, so rows have the shape that Prisma gives.
 * Statements of one text are prepared once per connection: planning a condition of visibility takes longer than running it.
 */
export async function query<Row extends pg.QueryResultRow>(db: Db, sql: Sql): Promise<Row[]> {
  const { text } = sql
  const { rows } = await db.query<Row>({ ...prepared(text), text, values: sql.values })
  return rows
}

/**
 * SQL: joins the rows of a table whose `key` is `value`, each found by its own look-up. Without OFFSET 0 a plan that was made while
 * the table was small could go through all of it instead (decision 15 in src/ARCHITECTURE.md). `byId` is the same with parameters.
 */
export function lookedUp(table: 'AgentPresence' | 'AgentWork' | 'FlowInterview' | 'User', key: string, value: string, alias: string): string {
  return `CROSS JOIN LATERAL (SELECT x.* FROM "${table}" x WHERE x."${key}" = ${value} OFFSET 0) ${alias}`
}

/** Puts rows in the order of the ids that were asked for; null where there is no row. */
export function inOrder<Row>(ids: readonly string[], rows: readonly Row[], idOf: (row: Row) => string): (Row | null)[] {
  const byId = new Map(rows.map((row) => [idOf(row), row]))
  return ids.map((id) => byId.get(id) ?? null)
}

/** Puts rows under the keys that they belong to, keeping their order; an empty list where there are none. */
export function grouped<Row>(keys: readonly string[], rows: readonly Row[], keyOf: (row: Row) => string): Row[][] {
  const byKey = new Map<string, Row[]>(keys.map((key) => [key, []]))
  for (const row of rows) byKey.get(keyOf(row))?.push(row)
  return keys.map((key) => byKey.get(key) ?? [])
}
