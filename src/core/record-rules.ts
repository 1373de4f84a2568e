// What records keep to, whoever writes them: a caller, an action, or an element of a flow.
import type { DirectoryEntry } from './facts.ts'
import { MAX_RECORD_ID_LENGTH, storableFault } from './flow/values.ts'
import type { JsonObject } from './json.ts'
import { isLine } from './names.ts'

/** Longest recordId and name, and most characters of a record's fields as JSON. */
export const RECORD_LIMITS = { recordId: MAX_RECORD_ID_LENGTH, name: 255, fields: 100_000 } as const

/** Why a record can't be given this name; null: it can. It need not have one. */
export function recordNameFault(name: string | null): string | null {
  if ((name ?? '').length > RECORD_LIMITS.name) return `A name has at most ${RECORD_LIMITS.name} characters.`
  return isLine(name ?? '') ? null : 'A name is one line, without tabs and other control characters.'
}

/** Why a record can't hold these fields, all of them together; null: it can. Each is a value that flows can read. */
export function recordFieldsFault(fields: JsonObject): string | null {
  for (const [name, value] of Object.entries(fields)) {
    const fault = storableFault(value)
    if (fault !== null) return `A record's field "${name.slice(0, 255)}" ${fault}.`
  }
  return JSON.stringify(fields).length <= RECORD_LIMITS.fields ? null : `A record's fields take at most ${RECORD_LIMITS.fields} characters as JSON.`
}

/** Why a record can't belong to whoever is found by this username; null: it can. It belongs to a person, who is there to see it. */
export function recordOwnerFault(username: string, found: DirectoryEntry | null): string | null {
  return found?.kind === 'user' && found.isActive && !found.isSystem ? null : `There is no active user "${username}".`
}
