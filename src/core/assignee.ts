// Who work is for: from a definition's assignee, or what a resource holds, to a person, group or queue (W1, R-015 to R-018).
import type { Scope } from './conditions.ts'
import type { AssigneeRef } from './definition.ts'
import { directoryKey, type DirectoryEntry } from './facts.ts'
import { isOfRecord } from './read-path.ts'
import { lookUpAssignee, type Draft } from './run-draft.ts'
import type { Assignee } from './run.ts'

/** `unknown`: must be looked up first. An inactive user may be active again later, so that fault is recoverable. */
export type AssigneeFound =
  | { kind: 'found'; assignee: Assignee }
  | { kind: 'invalid'; message: string; isRecoverable: boolean }
  | { kind: 'unknown' }

/** Finds whom an assignee names at this moment. */
export function findAssignee(draft: Draft, ref: AssigneeRef | null | undefined, scope: Scope): AssigneeFound {
  const wanted = wantedOf(ref, scope)
  if (wanted.key === null) return invalid(wanted.message)
  const entry = lookUpAssignee(draft, wanted.key)
  return entry === undefined ? { kind: 'unknown' } : checked(entry, wanted)
}

/** The directory key that must be looked up for an assignee; null where it names nobody. */
export function assigneeKey(ref: AssigneeRef | null | undefined, scope: Scope): string | null {
  return wantedOf(ref, scope).key
}

// `secret`: what holds the name, where that isn't for all who read the run, and so hear of its faults.
type Named = { key: string; words: string; secret?: string }
type Wanted = Named | { key: null; message: string }

function wantedOf(ref: AssigneeRef | null | undefined, scope: Scope): Wanted {
  if (ref?.user) return { key: directoryKey('user', ref.user), words: `user "${ref.user}"` }
  if (ref?.group) return { key: directoryKey('group', ref.group), words: `group "${ref.group}"` }
  if (ref?.queue) return { key: directoryKey('queue', ref.queue), words: `queue "${ref.queue}"` }
  if (!ref?.resource) return { key: null, message: 'No assignee is named.' }
  const value = scope.read(ref.resource)
  if (typeof value === 'string' && value !== '' && isOfRecord(ref.resource)) return { key: directoryKey('any', value), words: `user, group or queue of the name that ${ref.resource} holds`, secret: ref.resource }
  if (typeof value === 'string' && value !== '') return { key: directoryKey('any', value), words: `user, group or queue "${value}" (from ${ref.resource})` }
  return { key: null, message: `The resource ${ref.resource} holds no username and no group's or queue's API name.` }
}

function checked(entry: DirectoryEntry | null, { words, secret }: Named): AssigneeFound {
  if (entry === null) return invalid(`There is no ${words}.`)
  if (entry.kind === 'user') {
    const user = secret === undefined ? `user "${entry.name}"` : `user whom ${secret} names`
    if (entry.isSystem) return invalid(secret === undefined ? `Work can't be assigned to the system ${user}.` : `Work can't be assigned to the ${user}: it is the system's own.`)
    if (!entry.isActive) return invalid(`The ${user} is not active.`, true)
  }
  const { kind, id, name } = entry
  return { kind: 'found', assignee: entry.kind === 'queue' ? { kind, id, name, isRoutable: entry.isRoutable } : { kind, id, name } }
}

function invalid(message: string, isRecoverable = false): AssigneeFound {
  return { kind: 'invalid', message, isRecoverable }
}
