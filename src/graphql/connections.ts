// Connections: the arguments, cursors and shape that every list shares. What a list reads is in store/, by keyset.
import { GraphQLError } from 'graphql'
import { BrokenCursorError, type CursorValue, type Page, type PageRequest } from '../store/keyset.ts'
import { builder } from './builder.ts'

/** Rows on a page where `first` isn't given. */
export const DEFAULT_PAGE = 20
/** Most rows on a page; a larger `first` is refused, not cut. */
export const MAX_PAGE = 100

/** The arguments of every connection field; add a list's own beside them: `args: { ...pageArgs(), status: … }`. */
export function pageArgs() {
  return builder.args((t) => ({
    first: t.int({ description: `How many rows: 0 to ${MAX_PAGE}, ${DEFAULT_PAGE} unless given.` }),
    after: t.string({ description: 'Cursor of the row after which the page begins.' }),
  }))
}

type PageArgs = { first?: number | null; after?: string | null }

/** The page that the arguments ask for; BAD_USER_INPUT for a `first` out of bounds or a broken cursor. */
export function pageRequest({ first, after }: PageArgs): PageRequest {
  const size = first ?? DEFAULT_PAGE
  if (size < 0 || size > MAX_PAGE) throw badUserInput(`first is ${size}; it must be from 0 to ${MAX_PAGE}.`)
  return { first: size, after: after == null ? null : decodeCursor(after) }
}

/** Cost of a connection field: what is asked of each row counts as often as there may be rows. */
export function pageComplexity({ first }: PageArgs) {
  return { field: 1, multiplier: Math.min(Math.max(first ?? DEFAULT_PAGE, 1), MAX_PAGE) }
}

/** Cost of a list that nearly always holds one row or none, however many it may hold. */
export const FEW = { field: 1, multiplier: 1 } as const

/** A connection as resolvers answer it. */
export type Connection<Row> = {
  edges: { readonly cursor: string; node: Row }[]
  readonly pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null }
}

/** Reads a page by the field's arguments and answers it as a connection; a cursor of another list is BAD_USER_INPUT. */
export async function connection<Row>(pageArguments: PageArgs, load: (request: PageRequest) => Promise<Page<Row>>): Promise<Connection<Row>> {
  const request = pageRequest(pageArguments)
  try {
    // Of no rows it is still told whether there are any.
    if (request.first === 0) return connectionOf(noneOf(await load({ ...request, first: 1 })))
    return connectionOf(await load(request))
  } catch (error) {
    if (error instanceof BrokenCursorError) throw badUserInput(error.message)
    throw error
  }
}

function noneOf<Row>({ rows, hasPreviousPage }: Page<Row>): Page<Row> {
  return { rows: [], cursors: [], hasNextPage: rows.length > 0, hasPreviousPage }
}

// Cursors are made when they are asked for. A class, since a page has many edges, and most nobody asks a cursor of.
class Edge<Row> {
  readonly node: Row
  readonly #page: Page<Row>
  readonly #at: number

  constructor(node: Row, page: Page<Row>, at: number) {
    this.node = node
    this.#page = page
    this.#at = at
  }

  get cursor(): string {
    return encodeCursor(this.#page.cursors[this.#at]!)
  }
}

/** A page as a connection. */
export function connectionOf<Row>(page: Page<Row>): Connection<Row> {
  const edges = page.rows.map((node, at) => new Edge(node, page, at))
  return {
    edges,
    get pageInfo() {
      return { hasNextPage: page.hasNextPage, hasPreviousPage: page.hasPreviousPage, startCursor: edges[0]?.cursor ?? null, endCursor: edges.at(-1)?.cursor ?? null }
    },
  }
}

/** A top-level error with the code that says the request itself is wrong. */
export function badUserInput(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })
}

function encodeCursor(values: readonly CursorValue[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

function decodeCursor(cursor: string): readonly CursorValue[] {
  try {
    const values: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(values) && values.every((v) => typeof v === 'string' || typeof v === 'number')) return values
  } catch {
    // Falls through to the same answer.
  }
  throw badUserInput(`"${cursor.slice(0, 100)}" is not a cursor of this list.`)
}
