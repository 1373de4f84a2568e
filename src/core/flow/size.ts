// How large a value is as JSON, without writing it: lists that share parts could be too large ever to be written.
import type { Json } from '../json.ts'

/** Sizes of lists and objects measured before; values never change, so a size stays true. */
export type SizeMemo = WeakMap<object, number>

/** Characters of a value's JSON, escapes not counted (so never more than the real number). */
export function jsonSize(value: Json, memo: SizeMemo): number {
  if (typeof value === 'string') return value.length + 2
  if (value === null || typeof value !== 'object') return String(value).length
  const known = memo.get(value)
  if (known !== undefined) return known
  let size = 1
  if (Array.isArray(value)) for (const part of value as readonly Json[]) size += jsonSize(part, memo) + 1
  else for (const [key, part] of Object.entries(value as { readonly [key: string]: Json })) size += key.length + 4 + jsonSize(part, memo)
  memo.set(value, Math.max(size, 2))
  return Math.max(size, 2)
}
