// Looks up what the core asked for (core/facts.ts): one query for everything that is in the database, definitions from
// the cache.
import type pg from 'pg'
import type { ActiveFlow, DirectoryEntry, Facts, Needs, RecordFacts } from '../core/facts.ts'
import type { FlowDefinition, FlowType } from '../core/definition.ts'
import { ROUTABLE_OBJECT } from '../core/viewer.ts'
import { coalescedPerPool, distinct } from './coalesce.ts'
import type { Definitions } from './definitions.ts'

/** Facts where nothing has been looked up yet. */
export const NO_FACTS: Facts = { record: null, directory: {}, flows: {}, flowVersions: {}, records: {} }

type FoundUser = { id: string; username: string; isActive: boolean; userType: string }
type FoundGroup = { id: string; apiName: string; groupType: 'REGULAR' | 'QUEUE'; supportedObjects: string[] }
type FoundFlow = { apiName: string; flowType: FlowType; versionId: string | null }
type Found = { users: FoundUser[]; groups: FoundGroup[]; flows: FoundFlow[]; records: RecordFacts[] }

/** The same facts with everything in `needs` looked up; what does not exist is null. */
export async function addFacts(pool: pg.Pool | pg.ClientBase, definitions: Definitions, facts: Facts, needs: Needs): Promise<Facts> {
  const keys = (needs.directory ?? []).map(parseKey)
  const usernames = keys.filter((k) => k.kind === 'user' || k.kind === 'any').map((k) => k.name)
  const apiNames = keys.filter((k) => k.kind !== 'user').map((k) => k.name)
  const flows = needs.flows ?? [], records = needs.records ?? []
  const found = usernames.length + apiNames.length + flows.length + records.length > 0
    ? await find(pool, { usernames, apiNames, flows, records })
    : { users: [], groups: [], flows: [], records: [] }
  const versions = new Map<string, FlowDefinition>()
  const versionIds = [...(needs.flowVersions ?? []), ...found.flows.flatMap((f) => (flows.includes(f.apiName) ? f.versionId ?? [] : []))]
  await Promise.all(versionIds.map(async (id) => versions.set(id, await definitions.flowVersion(id))))
  return {
    ...facts,
    directory: withMore(facts.directory, keys.map((k) => [k.key, entryOf(k, found)])),
    flows: withMore(facts.flows, flows.map((name) => [name, activeFlow(name, found.flows, versions)])),
    flowVersions: withMore(facts.flowVersions, [...versions]),
    records: withMore(facts.records, records.map((id) => [id, found.records.find((r) => r.id === id) ?? null])),
  }
}

function withMore<Value>(known: { readonly [key: string]: Value }, more: readonly (readonly [string, Value])[]): { readonly [key: string]: Value } {
  return more.length === 0 ? known : { ...known, ...Object.fromEntries(more) }
}

/** SQL for the JSON of one record's RecordFacts; `alias` is the "Record" row, joined here with its owner. */
export function recordFactsSql(alias: string): string {
  return `json_build_object('id', ${alias}."recordId", 'objectApiName', ${alias}."objectApiName", 'name', ${alias}."name", 'owner', (SELECT o."username" FROM "User" o WHERE o."id" = ${alias}."ownerId"), 'fields', ${alias}."fields", 'version', ${alias}."version")`
}

type Names = { usernames: readonly string[]; apiNames: readonly string[]; flows: readonly string[]; records: readonly string[] }

const find = coalescedPerPool(async (db, asks: readonly Names[]): Promise<Found> => {
  const { rows } = await db.query<Found>({
    name: 'find_facts',
    text: `SELECT
      COALESCE((SELECT json_agg(json_build_object('id', "id", 'username', "username", 'isActive', "isActive", 'userType', "userType")) FROM "User" WHERE "username" = ANY($1)), '[]') AS "users",
      COALESCE((SELECT json_agg(json_build_object('id', "id", 'apiName', "apiName", 'groupType', "groupType", 'supportedObjects', "supportedObjects")) FROM "Group" WHERE "apiName" = ANY($2)), '[]') AS "groups",
      COALESCE((SELECT json_agg(json_build_object('apiName', "apiName", 'flowType', "flowType", 'versionId', "activeVersionId")) FROM "Flow" WHERE "apiName" = ANY($3)), '[]') AS "flows",
      COALESCE((SELECT json_agg(${recordFactsSql('r')}) FROM "Record" r WHERE r."recordId" = ANY($4)), '[]') AS "records"`,
    values: [distinct(asks.map((ask) => ask.usernames)), distinct(asks.map((ask) => ask.apiNames)), distinct(asks.map((ask) => ask.flows)), distinct(asks.map((ask) => ask.records))],
  })
  return rows[0]!
})

type Key = { key: string; kind: string; name: string }
function parseKey(key: string): Key {
  const at = key.indexOf(':')
  return { key, kind: key.slice(0, at), name: key.slice(at + 1) }
}

// A resource's value may name anybody: a username is tried first, then a group's or queue's API name (W1).
function entryOf({ kind, name }: Key, found: Found): DirectoryEntry | null {
  const user = kind === 'user' || kind === 'any' ? found.users.find((u) => u.username === name) : undefined
  if (user) return { kind: 'user', id: user.id, name: user.username, isActive: user.isActive, isSystem: user.userType === 'AUTOMATED_PROCESS' }
  const group = kind === 'user' ? undefined : found.groups.find((g) => g.apiName === name && (kind === 'any' || (kind === 'queue') === (g.groupType === 'QUEUE')))
  if (!group) return null
  return group.groupType === 'QUEUE'
    ? { kind: 'queue', id: group.id, name: group.apiName, isRoutable: group.supportedObjects.includes(ROUTABLE_OBJECT) }
    : { kind: 'group', id: group.id, name: group.apiName }
}

function activeFlow(apiName: string, flows: readonly FoundFlow[], versions: ReadonlyMap<string, FlowDefinition>): ActiveFlow | null {
  const flow = flows.find((f) => f.apiName === apiName)
  return flow?.versionId ? { apiName, flowType: flow.flowType, versionId: flow.versionId, definition: versions.get(flow.versionId)! } : null
}
