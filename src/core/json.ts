// Plain JSON: the only kind of value that runs, interviews, variables and record fields hold.

/** Any JSON value. Numbers are IEEE doubles; dates and times travel as RFC 3339 strings. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** A JSON object: named values such as variables, record fields or outputs. */
export type JsonObject = { readonly [key: string]: Json }

/** Whether two values are the very same JSON, whatever the order of their keys. Unlike a condition's EQUALS, 1 is not "1". */
export function isSame(a: Json, b: Json): boolean {
  if (a === b) return true
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return false
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((part, at) => isSame(part, b[at]!))
  }
  const left = Object.entries(a), right = b as JsonObject
  return left.length === Object.keys(right).length && left.every(([key, value]) => Object.hasOwn(right, key) && isSame(value, right[key]!))
}

// A half of a surrogate pair without its other half, which no encoding can hold, and U+0000.
const UNSTORABLE = /\0|\p{Surrogate}/u

/** Whether any text of it holds what Postgres can't keep: the character U+0000, or half of a surrogate pair. */
export function isUnstorable(value: unknown): boolean {
  if (typeof value === 'string') return UNSTORABLE.test(value)
  if (value === null || typeof value !== 'object') return false
  return Object.entries(value).some(([key, part]) => UNSTORABLE.test(key) || isUnstorable(part))
}

/** Whether any number of it is one that JSON can't write: 1e999 is read as Infinity, and would be kept as null. */
export function holdsInfinity(value: unknown): boolean {
  if (typeof value === 'number') return !Number.isFinite(value)
  return value !== null && typeof value === 'object' && Object.values(value).some(holdsInfinity)
}

/** What is said to whoever sends such a text. */
export const UNSTORABLE_TEXT = 'Texts may hold neither the character U+0000 nor half of a surrogate pair.'
/** What is said to whoever sends such a number. */
export const INFINITE_NUMBER = 'Numbers must be finite: one as large as 1e999 can\'t be kept.'
