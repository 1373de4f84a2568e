// upsertRecord: tells us of a record of somebody else's system, or of a change of it.
import { Prisma } from '../../../prisma/generated/client/client.ts'
import type { Issue } from '../../core/issue.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import { objectNameFault } from '../../core/names.ts'
import { RECORD_LIMITS, recordFieldsFault, recordNameFault, recordOwnerFault } from '../../core/record-rules.ts'
import { hasAny, type Viewer } from '../../core/viewer.ts'
import { ForbiddenError, ValidationError } from '../../errors.ts'
import { joinChanges } from '../../store/commit.ts'
import { loadRecordStates, type RecordState } from '../../store/record-state.ts'
import { query } from '../../store/query.ts'
import { recordIsEditable } from '../../store/visibility.ts'
import { placeOfRecord } from '../command-turns.ts'
import { consequences } from '../consequences.ts'
import { findUser } from '../find-user.ts'
import { decideAndSaveOnce, receiptOf } from '../decide-and-save.ts'
import type { RunBatch } from '../run-batch.ts'
import type { Shell } from '../shell.ts'
import { changeRecord } from './change-record.ts'

/** As the contract's UpsertRecordInput: what is absent stays as it was, fields are merged. */
export type UpsertRecordInput = {
  recordId: string; objectApiName: string; name?: string | null; owner?: string | null; fields?: Json; clientMutationKey?: string | null
}

/**
 * Creates or changes a record (A4: its owner, an EDIT share, CUSTOMIZE_APPLICATION; a new one, any internal user with
 * RUN_FLOWS). Answers with its id and the runs that the change started. `chain`: how many
 * runs have led to them (core/chain.ts). Throws ValidationError, ForbiddenError, ConflictError.
 */
export async function upsertRecord(shell: Shell, viewer: Viewer, input: UpsertRecordInput, chain = 0): Promise<{ recordId: string; startedRunIds: string[] }> {
  const issues = shapeIssues(input)
  if (issues.length > 0) throw new ValidationError(issues)
  const receipt = receiptOf(viewer.id, 'upsertRecord', input)
  return decideAndSaveOnce(shell, receipt, async (now) => {
    const [[before = null], isAllowed, owner] = await Promise.all([
      loadRecordStates(shell.pool, [input.recordId]), mayEdit(shell, viewer, input.recordId), input.owner ? findUser(shell, input.owner) : null,
    ])
    authorize(viewer, before, isAllowed)
    const ownerFault = input.owner ? recordOwnerFault(input.owner, owner) : null
    if (ownerFault !== null) throw new ValidationError([{ path: ['input', 'owner'], message: ownerFault }])
    if (before !== null && before.objectApiName !== input.objectApiName) {
      throw new ValidationError([{ path: ['input', 'objectApiName'], message: `Record "${input.recordId}" is a ${before.objectApiName}; its object can't change.` }])
    }
    const after: RecordState = {
      recordId: input.recordId, objectApiName: input.objectApiName, name: input.name ?? before?.name ?? null,
      ownerId: owner?.id ?? before?.ownerId ?? viewer.id, owner: owner?.name ?? before?.owner ?? viewer.username,
      fields: { ...before?.fields, ...(input.fields as JsonObject | null | undefined) }, version: before?.version ?? null,
    }
    const fieldsFault = recordFieldsFault(after.fields)
    if (fieldsFault !== null) throw new ValidationError([{ path: ['input', 'fields'], message: fieldsFault }])
    const batch: RunBatch = new Map()
    const { changes, startedRunIds } = await changeRecord(shell, batch, before, after, { startedBy: viewer.id, chain }, now)
    return { answer: { recordId: input.recordId, startedRunIds }, changes: joinChanges(changes, await consequences(shell, batch, now)) }
  }, placeOfRecord(input.recordId))
}

function shapeIssues(input: UpsertRecordInput): Issue[] {
  const issues: Issue[] = []
  const check = (field: string, isRight: boolean, message: string) => void (isRight || issues.push({ path: ['input', field], message }))
  check('recordId', input.recordId.length > 0 && input.recordId.length <= RECORD_LIMITS.recordId, `A recordId has 1 to ${RECORD_LIMITS.recordId} characters.`)
  const objectFault = objectNameFault(input.objectApiName), nameFault = recordNameFault(input.name ?? null)
  check('objectApiName', objectFault === null, objectFault ?? '')
  check('name', nameFault === null, nameFault ?? '')
  check('fields', input.fields == null || (typeof input.fields === 'object' && !Array.isArray(input.fields)), 'Fields are a JSON object of names and values.')
  return issues
}

function authorize(viewer: Viewer, before: RecordState | null, mayEditIt: boolean): void {
  if (hasAny(viewer, 'CUSTOMIZE_APPLICATION') || (before !== null && mayEditIt)) return
  // Who may make none hears the same of every record, whether it is there or not.
  const mayCreate = viewer.userType === 'INTERNAL' && hasAny(viewer, 'RUN_FLOWS')
  if (!mayCreate) throw new ForbiddenError('Changing a record takes its owner, an EDIT share or CUSTOMIZE_APPLICATION; creating one, an internal user with RUN_FLOWS.', hasAny(viewer, 'RUN_FLOWS') ? 'CUSTOMIZE_APPLICATION' : 'RUN_FLOWS')
  if (before !== null) throw new ForbiddenError('Only the record\'s owner, somebody with an EDIT share, or CUSTOMIZE_APPLICATION may change it.', 'CUSTOMIZE_APPLICATION')
}

async function mayEdit(shell: Shell, viewer: Viewer, recordId: string): Promise<boolean> {
  const rows = await query<{ is: boolean }>(shell.pool, Prisma.sql`SELECT ${recordIsEditable(viewer, Prisma.sql`${recordId}`)} AS "is"`)
  return rows[0]!.is
}
