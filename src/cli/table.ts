// Tables that fit a terminal: widths as they are seen, long texts cut, control characters of other people's texts left out.

/** A column: its heading, and what it says of a row. An id is never cut: it gets a line of its own where there is no room. */
export type Column<Row> = { readonly title: string; readonly text: (row: Row) => string | null | undefined; readonly isId?: boolean }

/** How the rows of a table are printed; each line ends with a newline. */
export type Layout<Row> = { readonly heading: string; readonly line: (row: Row) => string }

const GAP = '  '
const LEAST_WIDTH = 6
// What the columns beside an id need, or else the id moves to the next line.
const LEAST_BESIDE_ID = 60

/** Fits columns to `width` by what is in the first `rows`; null: as wide as they are. */
export function layOut<Row>(columns: readonly Column<Row>[], rows: readonly Row[], width: number | null): Layout<Row> {
  const needed = new Map(columns.map((column) => [column, Math.max(...[column.title, ...rows.map((row) => cell(column, row))].map(textWidth))]))
  const idWidth = columns.filter((column) => column.isId).reduce((sum, column) => sum + needed.get(column)! + GAP.length, 0)
  const isIdBeside = width === null || total([...needed.values()]) <= width || width - idWidth >= LEAST_BESIDE_ID
  const beside = columns.filter((column) => isIdBeside || !column.isId)
  const widths = shrunk(beside.map((column) => ({ width: needed.get(column)!, isFixed: column.isId ?? false })), width)
  const print = (text: (column: Column<Row>) => string) => `${clip(beside.map((column, at) => padded(clip(text(column), widths[at]!), widths[at]!)).join(GAP).trimEnd(), width)}\n`
  const below = columns.filter((column) => !beside.includes(column))
  return {
    heading: print((column) => column.title),
    line: (row) => print((column) => cell(column, row)) + below.map((column) => `${GAP}${cell(column, row)}\n`).join(''),
  }
}

function cell<Row>(column: Column<Row>, row: Row): string {
  return printable(column.text(row) ?? '') || '-'
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + GAP.length * (widths.length - 1)
}

// The widest gives way first, down to what still says something.
function shrunk(columns: readonly { width: number; isFixed: boolean }[], width: number | null): number[] {
  const widths = columns.map((column) => column.width)
  for (let over = width === null ? 0 : total(widths) - width; over > 0; over--) {
    const widest = Math.max(...widths.filter((_, at) => !columns[at]!.isFixed))
    if (!(widest > LEAST_WIDTH)) break
    widths[widths.findIndex((one, at) => one === widest && !columns[at]!.isFixed)]!--
  }
  return widths
}

const WIDE = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u
const WITHOUT_WIDTH = /[\p{M}\p{Cf}]/u

/** How many columns of a terminal a text takes. */
export function textWidth(text: string): number {
  let width = 0
  for (const character of text) width += WITHOUT_WIDTH.test(character) ? 0 : WIDE.test(character) ? 2 : 1
  return width
}

/** A text on one line, without what would steer a terminal. */
export function printable(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '').trim()
}

function clip(text: string, width: number | null): string {
  if (width === null || textWidth(text) <= width) return text
  let kept = '', used = 1
  for (const character of text) {
    used += textWidth(character)
    if (used > width) break
    kept += character
  }
  return `${kept}…`
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)))
}
