// Lists: rows as they come in, page by page, printed as they come: never all in memory.
import type { Session } from './session.ts'
import { layOut, type Column } from './table.ts'

/** A page of a connection. */
export type Connection<Row> = { readonly edges: readonly { readonly node: Row }[]; readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor?: string | null } }

/** As many rows as a page may have. */
export const PAGE_SIZE = 100

/** All rows of a list. The next page is asked for while the rows of this one are used. */
export async function* allRows<Row>(load: (after: string | null) => Promise<Connection<Row>>): AsyncGenerator<Row> {
  let page: Promise<Connection<Row>> | null = load(null)
  while (page !== null) {
    const { edges, pageInfo }: Connection<Row> = await page
    page = pageInfo.hasNextPage ? load(pageInfo.endCursor ?? null) : null
    // Whoever stops in the middle never hears of the page that was asked for too much.
    page?.catch(() => {})
    for (const { node } of edges) yield node
  }
}

/** The first of some rows. */
export async function* firstRows<Row>(rows: AsyncIterable<Row>, limit: number | undefined): AsyncGenerator<Row> {
  if (limit === 0) return
  let count = 0
  for await (const row of rows) {
    yield row
    if (++count === limit) return
  }
}

/** Rows in groups of up to `size`. */
export async function* chunked<Row>(rows: AsyncIterable<Row>, size: number): AsyncGenerator<Row[]> {
  let chunk: Row[] = []
  for await (const row of rows) {
    chunk.push(row)
    if (chunk.length < size) continue
    yield chunk
    chunk = []
  }
  if (chunk.length > 0) yield chunk
}

/** Prints rows: a table whose widths follow the first page, an array, or a line each. `none` is said of an empty table. */
export async function printRows<Row>({ terminal, format }: Session, rows: AsyncIterable<Row>, columns: readonly Column<Row>[], none: string): Promise<void> {
  if (format !== 'table') return printJson({ terminal, format }, rows)
  let layout: ReturnType<typeof layOut<Row>> | null = null
  for await (const chunk of chunked(rows, PAGE_SIZE)) {
    if (layout === null) await terminal.write((layout = layOut(columns, chunk, terminal.width)).heading)
    await terminal.write(chunk.map(layout.line).join(''))
  }
  if (layout === null) terminal.note(none)
}

/** Prints values as they come: an array for `json`, a line each for `jsonl`. An array is closed also when they break off. */
export async function printJson({ terminal, format }: Pick<Session, 'terminal' | 'format'>, values: AsyncIterable<unknown>): Promise<void> {
  if (format === 'jsonl') {
    for await (const value of values) await terminal.write(`${JSON.stringify(value)}\n`)
    return
  }
  let before = '['
  try {
    for await (const value of values) {
      await terminal.write(`${before}\n  ${JSON.stringify(value)}`)
      before = ','
    }
  } finally {
    await terminal.write(before === '[' ? '[]\n' : '\n]\n')
  }
}

/** Prints one thing: as JSON, or in the words for people. */
export async function printOne({ terminal, format }: Session, value: unknown, words: () => string): Promise<void> {
  await terminal.write(format === 'table' ? words() : `${JSON.stringify(value, null, format === 'json' ? 2 : 0)}\n`)
}
