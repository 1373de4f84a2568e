// Values of the seven data types: whether one fits as it is, and how it is converted where nothing is lost.
import type { DataType } from '../definition.ts'
import type { Json } from '../json.ts'

/** Longest text that a variable or a field takes, in characters. */
export const MAX_TEXT_LENGTH = 100_000
/** Longest record id (the contract's). */
export const MAX_RECORD_ID_LENGTH = 255
/** How deep lists and objects may be nested in a value, a record's fields too. */
export const MAX_JSON_DEPTH = 40

/** A value as the type keeps it, or why it is none. */
export type Fitted = { value: Json } | { fault: string }

const EXPECTED: { readonly [type in DataType]: string } = {
  STRING: `must be a text of at most ${MAX_TEXT_LENGTH} characters`, NUMBER: 'must be a number', BOOLEAN: 'must be true or false',
  DATE: 'must be a date such as 2031-05-09', DATE_TIME: 'must be a time in RFC 3339 such as 2031-05-09T08:30:00Z',
  RECORD: `must be a record id of at most ${MAX_RECORD_ID_LENGTH} characters`, JSON: 'must be JSON',
}

/**
 * Fits a value to a type without converting between kinds: a number is no text and a text no number. Null fits every
 * type. Times come back in UTC with milliseconds.
 */
export function checkValue(value: Json, dataType: DataType, isCollection: boolean): Fitted {
  return fit(value, dataType, isCollection, (part) => scalar(part, dataType))
}

/** As `checkValue`, but also converts what loses nothing: numeric texts, "true", numbers to text, dates to times and back. */
export function fitValue(value: Json, dataType: DataType, isCollection: boolean): Fitted {
  return fit(value, dataType, isCollection, (part) => scalar(convert(part, dataType), dataType))
}

/**
 * Why a value can't be kept at all: nested too deep, a number that JSON can't write, or a text with a null character or
 * half a character, which the database refuses. Null: it can. Safe for any depth.
 */
export function storableFault(value: Json): string | null {
  const open: { part: Json; depth: number }[] = [{ part: value, depth: 0 }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { part, depth } = next
    if (typeof part === 'string' && !isStorableText(part)) return 'must not hold null characters or broken Unicode'
    if (typeof part === 'number' && !Number.isFinite(part)) return 'must not hold numbers that are not finite'
    if (part === null || typeof part !== 'object') continue
    if (depth >= MAX_JSON_DEPTH) return `must not be nested more than ${MAX_JSON_DEPTH} deep`
    for (const [key, inner] of Object.entries(part)) {
      if (!isStorableText(key)) return 'must not hold null characters or broken Unicode'
      open.push({ part: inner as Json, depth: depth + 1 })
    }
  }
  return null
}

/** Whether the database can keep a text: no null character, no half of a surrogate pair. */
export function isStorableText(text: string): boolean {
  return !/\0|\p{Surrogate}/u.test(text)
}

/** Whether a text is a date of the calendar, `YYYY-MM-DD`, in the years 0001 to 9999. */
export function isDate(text: string): boolean {
  return isOfCalendar(text) && !text.startsWith('0000')
}

/** Whether `YYYY-MM-DD` is on the calendar; also in the year 0, at whose end, west of Greenwich, the year 1 has begun in UTC. */
export function isOfCalendar(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00.000Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

const TIME = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/i

/** A time in RFC 3339 with its zone, as UTC with milliseconds; null where the text is none. */
export function utcTime(text: string): string | null {
  if (!TIME.test(text) || !isOfCalendar(text.slice(0, 10))) return null
  return timeText(Date.parse(text.toUpperCase()))
}

/** The moment that a resource's value names, in UTC: a time, or a date's first; null for all that is neither. */
export function momentOf(value: Json): string | null {
  if (typeof value !== 'string') return null
  return isDate(value) ? utcTime(`${value}T00:00:00Z`) : utcTime(value)
}

/** Milliseconds since 1970 as RFC 3339 in UTC; null outside the years 0001 to 9999. */
export function timeText(time: number): string | null {
  if (Number.isNaN(time) || Math.abs(time) > 8.64e15) return null
  const text = new Date(time).toISOString()
  return /^(?!0000)\d{4}-/.test(text) ? text : null
}

function fit(value: Json, dataType: DataType, isCollection: boolean, one: (part: Json) => Json | undefined): Fitted {
  const storable = storableFault(value)
  if (storable !== null) return { fault: storable }
  if (value === null) return { value: null }
  if (!isCollection) return fitted(one(value), dataType)
  if (!Array.isArray(value)) return { fault: 'must be a list' }
  const parts: Json[] = []
  for (const [at, part] of (value as readonly Json[]).entries()) {
    const kept = part === null ? (dataType === 'JSON' ? null : undefined) : one(part)
    if (kept === undefined) return { fault: `${EXPECTED[dataType].replace('must be', 'must be a list in which each part is')} (part ${at + 1} is not)` }
    parts.push(kept)
  }
  return { value: parts }
}

function fitted(value: Json | undefined, dataType: DataType): Fitted {
  return value === undefined ? { fault: EXPECTED[dataType] } : { value }
}

// The value as the type keeps it; undefined where it is not of the type.
function scalar(value: Json, dataType: DataType): Json | undefined {
  switch (dataType) {
    case 'STRING': return typeof value === 'string' && value.length <= MAX_TEXT_LENGTH ? value : undefined
    case 'NUMBER': return typeof value === 'number' && Number.isFinite(value) ? value + 0 : undefined // + 0: JSON knows no -0
    case 'BOOLEAN': return typeof value === 'boolean' ? value : undefined
    case 'DATE': return typeof value === 'string' && isDate(value) ? value : undefined
    case 'DATE_TIME': return typeof value === 'string' ? utcTime(value) ?? undefined : undefined
    case 'RECORD': return typeof value === 'string' && value !== '' && value.length <= MAX_RECORD_ID_LENGTH ? value : undefined
    case 'JSON': return value
  }
}

const NUMBER = /^-?\d{1,400}(?:\.\d{1,400})?(?:[eE][+-]?\d{1,3})?$/

function convert(value: Json, dataType: DataType): Json {
  if (dataType === 'STRING' && (typeof value === 'number' || typeof value === 'boolean')) return String(value)
  if (typeof value !== 'string') return value
  if (dataType === 'NUMBER' && NUMBER.test(value.trim())) return Number(value)
  if (dataType === 'BOOLEAN' && (value === 'true' || value === 'false')) return value === 'true'
  if (dataType === 'DATE') return utcTime(value)?.slice(0, 10) ?? value
  if (dataType === 'DATE_TIME' && isDate(value)) return `${value}T00:00:00.000Z`
  return value
}
