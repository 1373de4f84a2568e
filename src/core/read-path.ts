// Reading a part of a JSON value or of a record by a dotted path. Own keys only: nothing inherited is ever a value.
import type { RecordFacts } from './facts.ts'
import { isSame, type Json } from './json.ts'

/** The value under `name` where the object has it itself, else undefined. Names come from users: never index with them. */
export function own<T>(object: { readonly [name: string]: T }, name: string): T | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined
}

/** The part of a value that a path leads to: keys of objects, positions in lists from 0. Null where it leads nowhere. */
export function readPath(value: Json, path: readonly string[]): Json {
  let part: Json = value
  for (const name of path) {
    if (part === null || typeof part !== 'object') return null
    if (Array.isArray(part)) part = /^\d{1,9}$/.test(name) ? (part as readonly Json[])[Number(name)] ?? null : null
    else part = own(part as { readonly [key: string]: Json }, name) ?? null
  }
  return part
}

/**
 * What `$Record.<path>` is worth (I10): `Id`, `Name` and `Owner` (a username) are the record's own, all else is one of its
 * fields, by its whole name first, then part by part. Null where there is no record or no such field.
 */
export function readRecord(record: RecordFacts | null, path: string): Json {
  if (record === null) return null
  if (path === 'Id') return record.id
  if (path === 'Name') return record.name
  if (path === 'Owner') return record.owner
  return own(record.fields, path) ?? readPath(record.fields, path.split('.'))
}

/** What a `$Record` resource is worth; `$Record` alone is the record's id. Null where there is no record. */
export function readRecordResource(record: RecordFacts | null, resource: string): Json {
  return resource === '$Record' ? record?.id ?? null : readRecord(record, resource.slice('$Record.'.length))
}

/** Whether a resource is the record or something of it: `$Record`, `$Record.Status`. */
export function isOfRecord(resource: string): boolean {
  return /^\$Record(?:\.|$)/.test(resource)
}

/** Whether a `$Record` resource has another value than it had before (IS_CHANGED); nothing else can have changed. */
export function isRecordValueChanged(record: RecordFacts | null, prior: RecordFacts, resource: string): boolean {
  return isOfRecord(resource) && !isSame(readRecordResource(record, resource), readRecordResource(prior, resource))
}
