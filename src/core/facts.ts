// What the core may know of the world. The shell loads it; when the core finds that something is missing it answers
// with `needs` and is called again with more, so that it never does I/O and never guesses.
import type { FlowDefinition, FlowType } from './definition.ts'
import type { Position } from './flow/interview.ts'
import type { JsonObject } from './json.ts'

/** A record as conditions see it: `$Record.Id`, `.Name`, `.Owner` (a username) are its own, all else are `fields`. `version`: of its row, where it was read for a decision that may change it. */
export type RecordFacts = { id: string; objectApiName: string; name: string | null; owner: string | null; fields: JsonObject; version?: number }

/** A person or a set of people that work can be assigned to. `isRoutable`: a queue associated with OrchestrationWorkItem. */
export type DirectoryEntry =
  | { kind: 'user'; id: string; name: string; isActive: boolean; isSystem: boolean }
  | { kind: 'group'; id: string; name: string }
  | { kind: 'queue'; id: string; name: string; isRoutable: boolean }

/** A flow that is active now: its type, its version's id and that version's definition. */
export type ActiveFlow = { apiName: string; flowType: FlowType; versionId: string; definition: FlowDefinition }

/**
 * Names that must be looked up before a decision can be made. `directory` holds keys as `directoryKey` writes them,
 * `flows` API names (answered with the version active now), `flowVersions` ids, `records` record ids.
 */
export type Needs = { directory?: readonly string[]; flows?: readonly string[]; flowVersions?: readonly string[]; records?: readonly string[] }

/**
 * The world as one decision sees it. A key that is absent has not been looked up (the core answers with `needs`);
 * a key whose value is null does not exist.
 */
export type Facts = {
  /** `$Record` of the run or interview; null where there is none. */
  record: RecordFacts | null
  /** `$Record` as it was before the change being handled; absent where nothing changed. */
  priorRecord?: RecordFacts | null
  directory: { readonly [key: string]: DirectoryEntry | null }
  /** Ids of users known to be inactive, and of groups and queues with nobody active in them; what is said of waiting work tells. */
  unattended?: ReadonlySet<string>
  /** Where the flows of background steps stand that have not ended, by the step's id; what is said of waiting work tells. */
  standing?: ReadonlyMap<string, Position>
  flows: { readonly [apiName: string]: ActiveFlow | null }
  flowVersions: { readonly [versionId: string]: FlowDefinition }
  records: { readonly [recordId: string]: RecordFacts | null }
}

/** Key of a directory look-up: by username, by a group's or queue's API name, or `any` for a resource's value. */
export function directoryKey(kind: 'user' | 'group' | 'queue' | 'any', name: string): string {
  return `${kind}:${name}`
}
