// Pages of lists by keyset: a cursor carries the sort values of the row it stands on, so a page begins at the same place
// whatever was inserted or deleted since, and costs the same however far in it is. Never OFFSET.
import { Prisma } from '../../prisma/generated/client/client.ts'
import { utcTime } from '../core/flow/values.ts'
import { isUnstorable } from '../core/json.ts'
import { query, type Db, type Sql } from './query.ts'

/** One column of an ordering: its SQL, the row's field that holds the same value, and what that value is. */
export type SortColumn<Row> = { sql: Sql; field: keyof Row & string; kind: 'time' | 'text' | 'number' }

/** A total order of a list, which stands in its cursors by name: the last column must be unique. All columns run in one direction. */
export type Order<Row> = { list: string; columns: readonly SortColumn<Row>[]; descending?: boolean }

/** What a page is asked by: how many rows, and the cursor after which it begins. */
export type PageRequest = { first: number; after: readonly CursorValue[] | null }

/** A value inside a cursor: its order's name, then the sort values; times are RFC 3339 texts. */
export type CursorValue = string | number

/** A page: its rows, the values of each one's cursor, and whether more follow. */
export type Page<Row> = { rows: readonly Row[]; readonly cursors: readonly (readonly CursorValue[])[]; hasNextPage: boolean; hasPreviousPage: boolean }

/** A cursor that doesn't fit the order of the list that it was given to. */
export class BrokenCursorError extends Error {}

// The planner has to know the limit, and each limit is another statement to prepare: pages come in a few sizes, and rows
// that nobody asked for are left out afterwards.
const PAGE_SIZES = [20, 100]
const rowsRead = (first: number) => (PAGE_SIZES.find((size) => first <= size) ?? first) + 1

/** SQL of a page after its WHERE: the keyset condition, order and limit; the limit is at least one more than asked, to see whether more follow. */
export function pageSql<Row>(order: Order<Row>, request: PageRequest): { after: Sql; orderBy: Sql; orderAndLimit: Sql } {
  const direction = Prisma.raw(order.descending ? 'DESC' : 'ASC')
  const sorted = order.columns.map((column) => Prisma.sql`${column.sql} ${direction}`)
  const orderBy = Prisma.sql`ORDER BY ${Prisma.join(sorted, ', ')}`
  const orderAndLimit = Prisma.sql`${orderBy} LIMIT ${Prisma.raw(String(rowsRead(request.first)))}`
  if (request.after === null) return { after: Prisma.sql`TRUE`, orderBy, orderAndLimit }
  const values = checked(order, request.after)
  const left = Prisma.join(order.columns.map((column) => column.sql), ', ')
  const comparison = Prisma.raw(order.descending ? '<' : '>')
  return { after: Prisma.sql`(${left}) ${comparison} (${Prisma.join(values, ', ')})`, orderBy, orderAndLimit }
}

/** Runs a statement and makes rows of what it answers. */
export type Read<Row> = (db: Db, sql: Sql) => Promise<Row[]>

/** Reads one page. `select` is everything before WHERE; `where` the list's own conditions. Throws BrokenCursorError. */
export async function loadPage<Row extends object>(db: Db, list: { select: Sql; where: Sql; order: Order<Row>; request: PageRequest; read?: Read<Row> }): Promise<Page<Row>> {
  const { after, orderAndLimit } = pageSql(list.order, list.request)
  const rows = await (list.read ?? query<Row>)(db, Prisma.sql`${list.select} WHERE ${list.where} AND ${after} ${orderAndLimit}`)
  return pageOf(list.order, list.request, rows)
}

// So many rows are looked at one by one before a list is searched for in another way.
const GLANCE = 200

/**
 * Reads one page out of the next few rows of a table in order, whoever may see them; null where those don't fill it. Somebody
 * who sees a good share of a large table has their page so at once. `table` names table and alias, e.g. `"WorkItem" w`; `joins`: what is joined to the rows.
 */
export async function glanceAtPage<Row extends object>(db: Db, list: { columns: Sql; table: Sql; alias: Sql; joins?: Sql; where: Sql; order: Order<Row>; request: PageRequest; read?: Read<Row> }): Promise<Page<Row> | null> {
  const { after, orderAndLimit } = pageSql(list.order, list.request)
  const { orderAndLimit: orderAndGlance } = pageSql(list.order, { ...list.request, first: GLANCE })
  const rows = await (list.read ?? query<Row>)(db, Prisma.sql`
    SELECT ${list.columns} FROM (SELECT ${list.alias}.* FROM ${list.table} WHERE ${after} ${orderAndGlance}) ${list.alias} ${list.joins ?? Prisma.empty} WHERE ${list.where} ${orderAndLimit}`)
  return rows.length > list.request.first ? pageOf(list.order, list.request, rows) : null
}

/** Makes a page of rows that were read with `pageSql`. */
export function pageOf<Row>(order: Order<Row>, request: PageRequest, rows: readonly Row[]): Page<Row> {
  const shown = rows.slice(0, request.first)
  // Most who ask for a page ask for the last one's, or none.
  let cursors: Page<Row>['cursors'] | null = null
  return {
    rows: shown, hasNextPage: rows.length > request.first, hasPreviousPage: request.after !== null,
    get cursors() { return (cursors ??= shown.map((row) => [nameOf(order), ...order.columns.map(({ field }) => cursorValue(row[field]))])) },
  }
}

function nameOf<Row>({ list, descending }: Order<Row>): string {
  return descending ? `${list} desc` : list
}

function cursorValue(value: unknown): CursorValue {
  return value instanceof Date ? value.toISOString() : (value as CursorValue)
}

// Whoever makes up a cursor is answered as for one of another list: the database is given no time that it doesn't have.
function checked<Row>(order: Order<Row>, [name, ...values]: readonly CursorValue[]): Sql[] {
  const fits = name === nameOf(order) && values.length === order.columns.length && order.columns.every(({ kind }, at) => {
    const value = values[at]!
    if (kind === 'number') return typeof value === 'number' && Number.isFinite(value)
    if (kind === 'time') return typeof value === 'string' && utcTime(value) === value
    return typeof value === 'string' && !isUnstorable(value)
  })
  if (!fits) throw new BrokenCursorError('This cursor does not belong to this list.')
  return order.columns.map(({ kind }, at) => {
    const value = values[at]!
    if (kind === 'time') return Prisma.sql`${value}::timestamptz`
    return kind === 'number' ? Prisma.sql`${value}::double precision` : Prisma.sql`${value}::text`
  })
}
