// Versions of flows and orchestrations alike (D2): saving makes or replaces the one draft; activating makes it active and
// the one before obsolete. All of it runs under one lock, so that nothing is deactivated while something is activated on it.
import type pg from 'pg'
import { MAX_ACTIVE_DEFINITIONS, MAX_DEFINITIONS, MAX_VERSIONS } from '../core/definition-limits.ts'
import type { Viewer } from '../core/viewer.ts'
import { ConflictError, NotFoundError, ValidationError } from '../errors.ts'
import { commit, type Row, type Write } from '../store/commit.ts'
import { countDefinitions, KINDS, loadVersioned, type DefinitionOf, type Kind, type Version, type Versioned } from '../store/definition-versions.ts'
import { exclusively } from '../store/transaction.ts'
import { requirePermission } from './require-permission.ts'
import type { Shell } from './shell.ts'

const WORD: { readonly [kind in Kind]: string } = { FLOW: 'flow', ORCHESTRATION: 'orchestration' }

/** Runs a change of definitions, alone: takes MANAGE_FLOW (A4), or throws ForbiddenError. */
export async function changeDefinitions<Answer>(shell: Shell, viewer: Viewer, work: (client: pg.PoolClient) => Promise<Answer>): Promise<Answer> {
  requirePermission(viewer, 'MANAGE_FLOW', 'Changing flows and orchestrations')
  return exclusively(shell.pool, 'definitions', work)
}

/**
 * Saves a definition, already checked as a draft. Answers the draft's id. Throws ValidationError when the type differs
 * from what was once active, ConflictError when there is no room for another version, or for another
 * flow or orchestration.
 */
export async function saveDraft<K extends Kind>(shell: Shell, client: pg.PoolClient, kind: K, definition: DefinitionOf<K>, type: string): Promise<string> {
  const { table, versions, parentId, type: typeColumn } = KINDS[kind]
  const now = shell.now()
  const before = await loadVersioned(client, kind, definition.apiName)
  const draft = before?.versions.find((version) => version.status === 'DRAFT')
  const wasActive = before?.wasActive ?? false
  if (wasActive && before!.type !== type) {
    throw new ValidationError([{ path: ['input', typeColumn], message: `The ${WORD[kind]} "${definition.apiName}" is ${before!.type}; that can't change once a version was active.` }])
  }
  if (draft === undefined && (before?.versions.length ?? 0) >= MAX_VERSIONS) {
    throw new ConflictError(`The ${WORD[kind]} "${definition.apiName}" has ${MAX_VERSIONS} versions, which is as many as there may be; delete one that is no longer needed.`, [definition.apiName])
  }
  if (before === null && (await countDefinitions(client)).all >= MAX_DEFINITIONS) {
    throw new ConflictError(`There are ${MAX_DEFINITIONS} flows and orchestrations, as many as there may be; save "${definition.apiName}" as another version of one of them.`, [definition.apiName])
  }
  const id = before?.id ?? shell.newId(), versionId = draft?.id ?? shell.newId()
  const writes: Write[] = []
  if (before === null) writes.push({ kind: 'insert', table, rows: [{ id, apiName: definition.apiName, label: definition.label, [typeColumn]: type, createdDate: now }] })
  else if (!wasActive) writes.push({ kind: 'update', table, key: ['id'], rows: [{ id, label: definition.label, [typeColumn]: type }] })
  writes.push(draft === undefined
    ? { kind: 'insert', table: versions, rows: [{ id: versionId, [parentId]: id, versionNumber: (before?.lastNumber ?? 0) + 1, status: 'DRAFT', definition, createdDate: now }] }
    : { kind: 'update', table: versions, key: ['id'], rows: [{ id: versionId, definition }] })
  await commit(client, { writes, events: [], jobs: [] })
  return versionId
}

/** What is to be activated: the version with this number, or the draft. Throws NotFoundError. */
export async function findVersion(client: pg.PoolClient, kind: Kind, apiName: string, versionNumber: number | null): Promise<{ found: Versioned; version: Version }> {
  const found = await loadVersioned(client, kind, apiName.replaceAll('\0', ''))
  if (found === null) throw new NotFoundError(`There is no ${WORD[kind]} "${apiName.slice(0, 255)}".`)
  const version = found.versions.find((each) => (versionNumber === null ? each.status === 'DRAFT' : each.versionNumber === versionNumber))
  if (version !== undefined) return { found, version }
  throw new NotFoundError(versionNumber === null ? `The ${WORD[kind]} "${apiName}" has no draft; save one, or give a versionNumber.` : `The ${WORD[kind]} "${apiName}" has no version ${versionNumber}.`)
}

/**
 * Makes a version the active one, already checked. `columns` of the flow or orchestration go with it; `calls` are the flows
 * that it calls. Throws ConflictError when there is no room for another active flow or orchestration.
 */
export async function makeActive(shell: Shell, client: pg.PoolClient, kind: Kind, found: Versioned, version: Version, columns: Row, calls: readonly string[]): Promise<void> {
  const { table, versions } = KINDS[kind]
  if (found.activeVersionId === null && (await countDefinitions(client)).active >= MAX_ACTIVE_DEFINITIONS) {
    throw new ConflictError(`${MAX_ACTIVE_DEFINITIONS} flows and orchestrations are active, as many as may be; deactivate one before the ${WORD[kind]} "${found.apiName}".`, [found.apiName])
  }
  const writes: Write[] = []
  if (found.activeVersionId !== null) writes.push({ kind: 'update', table: versions, key: ['id'], rows: [{ id: found.activeVersionId, status: 'OBSOLETE' }] })
  await commit(client, { writes: [...writes, forgetCalls(found.activeVersionId)], events: [], jobs: [] })
  await commit(client, {
    writes: [
      { kind: 'update', table: versions, key: ['id'], rows: [{ id: version.id, status: 'ACTIVE', activatedAt: shell.now() }] },
      { kind: 'update', table, key: ['id'], rows: [{ id: found.id, activeVersionId: version.id, ...columns }] },
      { kind: 'insert', table: 'FlowReference', rows: calls.map((flowApiName) => ({ id: `${version.id}.${flowApiName}`, versionId: version.id, callerKind: kind, callerApiName: found.apiName, flowApiName })) },
    ],
    events: [], jobs: [],
  })
}

/** Makes the active version obsolete, so that nothing new starts on it; what runs goes on. `columns` go with it. */
export async function makeInactive(client: pg.PoolClient, kind: Kind, found: Versioned, columns: Row): Promise<void> {
  if (found.activeVersionId === null) return
  const { table, versions } = KINDS[kind]
  await commit(client, {
    writes: [
      { kind: 'update', table: versions, key: ['id'], rows: [{ id: found.activeVersionId, status: 'OBSOLETE' }] },
      { kind: 'update', table, key: ['id'], rows: [{ id: found.id, activeVersionId: null, ...columns }] },
      forgetCalls(found.activeVersionId),
    ],
    events: [], jobs: [],
  })
}

// Whoever has more than so many to end is told "more than".
const MOST_COUNTED = 100

/**
 * Deletes a version that isn't active. A draft is gone, and with it a flow or orchestration that never had another version; one
 * that was active is in no list any more, and counts no more, but what has ever started on it still tells which it was. `count`
 * says how many of `things` (one, and many: "open interview", "open interviews") there are on it. Answers the id of its flow or orchestration, null where that is
 * gone. Throws NotFoundError, ConflictError.
 */
export async function deleteVersion(shell: Shell, client: pg.PoolClient, kind: Kind, apiName: string, versionNumber: number, things: readonly [string, string], count: (db: pg.PoolClient, versionId: string, most: number) => Promise<number>): Promise<string | null> {
  const { table, versions } = KINDS[kind]
  const { found, version } = await findVersion(client, kind, apiName, versionNumber)
  const what = `Version ${versionNumber} of the ${WORD[kind]} "${found.apiName}"`
  if (version.status === 'ACTIVE') throw new ConflictError(`${what} is active; activate another, or deactivate it, before you delete it.`, [found.apiName])
  if (version.status === 'DRAFT') {
    const isAll = found.lastNumber === 1
    await commit(client, { writes: [{ kind: 'delete', table: versions, rows: [{ id: version.id }] }], events: [], jobs: [] })
    if (isAll) await commit(client, { writes: [{ kind: 'delete', table, rows: [{ id: found.id }] }], events: [], jobs: [] })
    return isAll ? null : found.id
  }
  const open = await count(client, version.id, MOST_COUNTED + 1)
  if (open > 0) throw new ConflictError(`${what} has ${open > MOST_COUNTED ? `more than ${MOST_COUNTED}` : open} ${things[open === 1 ? 0 : 1]}; it can be deleted when there are none.`, [found.apiName])
  await commit(client, { writes: [{ kind: 'update', table: versions, key: ['id'], rows: [{ id: version.id, deletedAt: shell.now() }] }], events: [], jobs: [] })
  return found.id
}

function forgetCalls(versionId: string | null): Write {
  return { kind: 'delete', table: 'FlowReference', ifPresent: true, rows: versionId === null ? [] : [{ versionId }] }
}

/** A definition as it is kept: plain JSON without what was left out. */
export function plainDefinition<Definition>(input: Definition): Definition {
  return JSON.parse(JSON.stringify(input)) as Definition
}
