// startOrchestration: somebody starts a run, with or without a record (D5).
import { Prisma } from '../../../prisma/generated/client/client.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import { listensToRecord } from '../../core/record-listeners.ts'
import { hasAny, type Viewer } from '../../core/viewer.ts'
import { ConflictError, ForbiddenError, NotFoundError, ValidationError } from '../../errors.ts'
import { coalescedByIds } from '../../store/coalesce.ts'
import { joinChanges, type ChangeSet } from '../../store/commit.ts'
import { NO_FACTS } from '../../store/facts.ts'
import { loadRecordStates, recordFacts, type RecordState } from '../../store/record-state.ts'
import { inOrder, query } from '../../store/query.ts'
import { recordIsReadable } from '../../store/visibility.ts'
import { placeOfRecord } from '../command-turns.ts'
import { consequences } from '../consequences.ts'
import { decideAndSaveOnce, NO_CHANGES, receiptOf } from '../decide-and-save.ts'
import { startInBatch, type RunBatch } from '../run-batch.ts'
import { requireReadableInputs } from '../record-inputs.ts'
import type { Shell } from '../shell.ts'

/** As the contract's StartOrchestrationInput. */
export type StartOrchestrationInput = { apiName: string; recordId?: string | null; inputs?: Json; clientMutationKey?: string | null }

/**
 * Starts a run of the active version (R3c: RUN_FLOWS and read access to the record, and to those that inputs name, or
 * MANAGE_FLOW). Answers with the run's id. Throws ForbiddenError, NotFoundError, ConflictError (nothing active), ValidationError (inputs,
 * or an orchestration that only changes of records start).
 */
export async function startOrchestration(shell: Shell, viewer: Viewer, input: StartOrchestrationInput): Promise<{ runId: string }> {
  if (!hasAny(viewer, 'RUN_FLOWS', 'MANAGE_FLOW')) throw new ForbiddenError('Starting an orchestration takes RUN_FLOWS.', 'RUN_FLOWS')
  if (input.inputs != null && (typeof input.inputs !== 'object' || Array.isArray(input.inputs))) {
    throw new ValidationError([{ path: ['input', 'inputs'], message: 'Inputs are a JSON object of names and values.' }])
  }
  const receipt = receiptOf(viewer.id, 'startOrchestration', input)
  return decideAndSaveOnce(shell, receipt, async (now) => {
    const [orchestration, record] = await Promise.all([findOrchestration(shell, input.apiName), findRecord(shell, viewer, input.recordId ?? null)])
    if (orchestration.activeVersionId === null) throw new ConflictError(`The orchestration "${input.apiName}" has no active version; activate one first.`, [input.apiName])
    const definition = await shell.definitions.orchestrationVersion(orchestration.activeVersionId)
    if (definition.orchestrationType === 'RECORD_TRIGGERED') {
      throw new ValidationError([{ path: ['input', 'apiName'], message: `"${input.apiName}" is RECORD_TRIGGERED: changes of records start it, nobody else does.` }])
    }
    const inputs = (input.inputs ?? {}) as JsonObject
    if (!hasAny(viewer, 'MANAGE_FLOW')) await requireReadableInputs(shell, viewer, definition, inputs, 'orchestration')
    const batch: RunBatch = new Map()
    const runId = shell.newId()
    await startInBatch(shell, batch, {
      id: runId, versionId: orchestration.activeVersionId, orchestrationId: orchestration.id, label: orchestration.label, definition,
      startedBy: viewer.id, recordId: record?.recordId ?? null, inputs, facts: { ...NO_FACTS, record: record && recordFacts(record) },
    }, now)
    const guards = record !== null && listensToRecord(definition) ? guardOf(record) : NO_CHANGES
    return { answer: { runId }, changes: joinChanges(guards, await consequences(shell, batch, now)) }
  }, input.recordId == null ? null : placeOfRecord(input.recordId))
}

// A change of the record at this moment knows nothing of the run yet, nor the run of the change: one of them must come second.
function guardOf({ recordId, version }: RecordState): ChangeSet {
  return { writes: [{ kind: 'update', table: 'Record', key: ['recordId'], rows: [{ recordId, version }] }], events: [], jobs: [] }
}

async function findOrchestration(shell: Shell, apiName: string): Promise<Startable> {
  const [found] = await findStartable(shell.pool, [apiName])
  if (found == null) throw new NotFoundError(`There is no orchestration "${apiName}".`)
  return found
}

type Startable = { id: string; apiName: string; label: string; activeVersionId: string | null }

const findStartable = coalescedByIds<Startable>(async (db, names) => {
  const { rows } = await db.query<Startable>({ name: 'orchestrations_by_name', text: 'SELECT "id", "apiName", "label", "activeVersionId" FROM "Orchestration" WHERE "apiName" = ANY($1)', values: [names] })
  return inOrder(names, rows, ({ apiName }) => apiName)
})

// MANAGE_FLOW starts runs for anybody's records; others need to be able to read it.
async function findRecord(shell: Shell, viewer: Viewer, recordId: string | null): Promise<RecordState | null> {
  if (recordId === null) return null
  const [states, readable] = await Promise.all([
    loadRecordStates(shell.pool, [recordId]),
    hasAny(viewer, 'MANAGE_FLOW') ? true : query<{ is: boolean }>(shell.pool, Prisma.sql`SELECT ${recordIsReadable(viewer, Prisma.sql`${recordId}`)} AS "is"`).then((rows) => rows[0]!.is),
  ])
  if (states[0] === undefined || !readable) throw new NotFoundError(`There is no record "${recordId}".`)
  return states[0]
}
