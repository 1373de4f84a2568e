// startInterview: somebody runs an active flow that no work item asked for.
import { Prisma } from '../../../prisma/generated/client/client.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import { hasAny, type Viewer } from '../../core/viewer.ts'
import { ConflictError, ForbiddenError, NotFoundError, ValidationError } from '../../errors.ts'
import { newInterviewRow } from '../../store/interview-aggregate.ts'
import { addFacts, NO_FACTS } from '../../store/facts.ts'
import { query } from '../../store/query.ts'
import { recordIsReadable } from '../../store/visibility.ts'
import { decideAndSaveOnce, receiptOf } from '../decide-and-save.ts'
import { requireReadableInputs } from '../record-inputs.ts'
import type { Shell } from '../shell.ts'
import { flowUser, startMove } from './decide-interview.ts'
import { driveInterview } from './drive-interview.ts'
import { settleInterview } from './settle-interview.ts'

/** As the contract's StartInterviewInput. */
export type StartInterviewInput = { flow: string; recordId?: string | null; inputs?: Json; clientMutationKey?: string | null }

/** Starts an interview of the active version; answers with its guid. Throws ForbiddenError, NotFoundError, ConflictError, ValidationError. */
export async function startInterview(shell: Shell, viewer: Viewer, input: StartInterviewInput): Promise<{ guid: string }> {
  if (!hasAny(viewer, 'RUN_FLOWS', 'MANAGE_FLOW')) throw new ForbiddenError('Running flows takes RUN_FLOWS.', 'RUN_FLOWS')
  const inputs = input.inputs ?? {}
  if (typeof inputs !== 'object' || Array.isArray(inputs)) throw new ValidationError([{ path: ['input', 'inputs'], message: 'Inputs are a JSON object of names and values.' }])
  const receipt = receiptOf(viewer.id, 'startInterview', input)
  const answer = await decideAndSaveOnce(shell, receipt, async (now) => {
    const flow = await findFlow(shell, input.flow)
    const recordId = input.recordId ?? null
    if (recordId !== null && !(await mayRead(shell, viewer, recordId))) throw new NotFoundError(`There is no record "${recordId}".`)
    await requireReadableInputs(shell, viewer, flow.definition, inputs as JsonObject, 'flow')
    const flowId = await shell.definitions.flowId(flow.versionId)
    const guid = shell.newId()
    const { interview, effects } = await startMove(shell, { guid, flow, recordId, inputs: inputs as JsonObject, user: flowUser(viewer) }, now)
    const row = newInterviewRow(interview, { flowId, flowVersionId: flow.versionId, ownerId: viewer.id, workItemId: null, runId: null, stepId: null, attempt: null }, now)
    return { answer: { guid, isOnAction: interview.position.kind === 'action' }, changes: await settleInterview(shell, { before: null, row, interview, effects, by: viewer.id }, now) }
  })
  if (answer.isOnAction) await driveInterview(shell, answer.guid, { isAwaited: true })
  return { guid: answer.guid }
}

async function findFlow(shell: Shell, apiName: string) {
  const { flows } = await addFacts(shell.pool, shell.definitions, NO_FACTS, { flows: [apiName] })
  const flow = flows[apiName]
  if (flow) return flow
  const { rows } = await shell.pool.query({ name: 'flow_exists', text: 'SELECT 1 FROM "Flow" WHERE "apiName" = $1', values: [apiName] })
  if (rows.length === 0) throw new NotFoundError(`There is no flow "${apiName}".`)
  throw new ConflictError(`The flow "${apiName}" has no active version; activate one first.`, [apiName])
}

async function mayRead(shell: Shell, viewer: Viewer, recordId: string): Promise<boolean> {
  const rows = await query(shell.pool, Prisma.sql`SELECT 1 FROM "Record" r WHERE r."recordId" = ${recordId} AND ${recordIsReadable(viewer, Prisma.sql`r."recordId"`)}`)
  return rows.length > 0
}
