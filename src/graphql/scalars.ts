// How times and JSON travel: what is accepted, and how it is printed.
import { GraphQLError, valueFromASTUntyped, type ValueNode } from 'graphql'
import { isOfCalendar, timeText } from '../core/flow/values.ts'
import { holdsInfinity, INFINITE_NUMBER, isUnstorable, UNSTORABLE_TEXT, type Json } from '../core/json.ts'

const RFC_3339 = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i

/** Prints a time in UTC with milliseconds. Rows hold dates, events' snapshots texts. */
export function printDateTime(value: Date | string | unknown): string {
  return (value instanceof Date ? value : new Date(String(value))).toISOString()
}

/** Reads a time in RFC 3339 with an offset, in UTC within the years 0001 to 9999; throws BAD_USER_INPUT for anything else. */
export function parseDateTime(value: unknown): Date {
  // The 30th of February would silently become the 2nd of March.
  const isShaped = typeof value === 'string' && RFC_3339.test(value) && isOfCalendar(value.slice(0, 10))
  const time = isShaped ? timeText(Date.parse(value)) : null
  if (time === null) throw refused(`${JSON.stringify(value)} is not a time of the years 0001 to 9999; give RFC 3339 with an offset, e.g. "2026-03-01T09:30:00Z".`)
  return new Date(time)
}

/** Takes any JSON; texts with a NUL character and numbers beyond what a double holds can't be kept and are refused. */
export function parseJson(value: unknown): Json {
  if (isUnstorable(value)) throw refused(UNSTORABLE_TEXT)
  if (holdsInfinity(value)) throw refused(INFINITE_NUMBER)
  return value as Json
}

/** As `parseJson`, for values written into the document. */
export function parseJsonLiteral(node: ValueNode, variables?: { [name: string]: unknown } | null): Json {
  return parseJson(plain(valueFromASTUntyped(node, variables)))
}

// Objects read from a document have no prototype.
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]))
}

function refused(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })
}
