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

/** Whether the character U+0000 is in any text of it: Postgres can't keep it. */
export function hasNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0')
  if (value === null || typeof value !== 'object') return false
  return Object.entries(value).some(([key, part]) => key.includes('\0') || hasNul(part))
}
