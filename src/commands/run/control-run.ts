// suspendRun, resumeRun, cancelRun, publishOrchestrationEvent: what operators and outside systems ask of a run (R3, R4).
import { Prisma } from '../../../prisma/generated/client/client.ts'
import { givenOutputs } from '../../core/flow/outputs.ts'
import type { RunInput } from '../../core/inputs.ts'
import type { Issue } from '../../core/issue.ts'
import type { Json, JsonObject } from '../../core/json.ts'
import { findStep } from '../../core/run-draft.ts'
import type { Run } from '../../core/run.ts'
import { hasAny, type Viewer } from '../../core/viewer.ts'
import { ForbiddenError, NotFoundError, ValidationError } from '../../errors.ts'
import { loadRuns } from '../../store/run-aggregate.ts'
import { query } from '../../store/query.ts'
import { runIsReadable } from '../../store/visibility.ts'
import { consequences } from '../consequences.ts'
import { decideAndSaveOnce, receiptOf, type Receipt } from '../decide-and-save.ts'
import { applyOrRefuse, batchOf } from '../run-batch.ts'
import type { Shell } from '../shell.ts'

/** As the contract's PublishOrchestrationEventInput, its ids decoded. */
export type PublishEventInput = {
  runId: string; stepId?: string | null; stepStatus?: 'COMPLETED' | 'ERROR' | null; outputs?: Json; message?: string | null; clientMutationKey?: string | null
}

/** Longest reason or message that is kept with a run. */
const MAX_TEXT = 1000

/** Stops anything new from starting until the run is resumed. Throws RunNotInProgressError, NotFoundError, ForbiddenError. */
export function suspendRun(shell: Shell, viewer: Viewer, runId: string, reason: string | null): Promise<{ runId: string }> {
  return control(shell, viewer, runId, { kind: 'suspend', by: viewer.id, reason: bounded(reason, 'reason') }, null)
}

/** Goes on with a suspended run, or tries the failed step of one in error again. Throws ConflictError when it is neither. */
export function resumeRun(shell: Shell, viewer: Viewer, runId: string): Promise<{ runId: string }> {
  return control(shell, viewer, runId, { kind: 'resume', by: viewer.id }, null)
}

/** Ends the run: no further step, open interviews of its work items ended. Throws RunNotInProgressError. */
export function cancelRun(shell: Shell, viewer: Viewer, runId: string, reason: string | null): Promise<{ runId: string }> {
  return control(shell, viewer, runId, { kind: 'cancel', by: viewer.id, reason: bounded(reason, 'reason') }, null)
}

/**
 * An outside system ends an asynchronous step, or wakes the run's conditions. Outputs that are output variables of the step's
 * flow have to be of their types (I10). Throws ValidationError, ConflictError, RunNotInProgressError.
 */
export function publishEvent(shell: Shell, viewer: Viewer, input: PublishEventInput): Promise<{ runId: string }> {
  if ((input.stepId == null) !== (input.stepStatus == null)) {
    throw new ValidationError([{ path: ['input', input.stepId == null ? 'stepId' : 'stepStatus'], message: 'stepId and stepStatus are given together, or not at all.' }])
  }
  if (input.outputs != null && (typeof input.outputs !== 'object' || Array.isArray(input.outputs))) {
    throw new ValidationError([{ path: ['input', 'outputs'], message: 'Outputs are a JSON object of names and values.' }])
  }
  if (input.stepId == null && Object.keys(input.outputs ?? {}).length > 0) {
    throw new ValidationError([{ path: ['input', 'outputs'], message: 'Outputs are of a step: give its stepId, too, and a stepStatus.' }])
  }
  const event: PublishedEvent = {
    kind: 'publishEvent', by: viewer.id, stepId: input.stepId ?? null, stepStatus: input.stepStatus ?? null,
    outputs: (input.outputs ?? {}) as JsonObject, message: bounded(input.message ?? null, 'message'),
  }
  const receipt = receiptOf(viewer.id, 'publishOrchestrationEvent', input)
  return control(shell, viewer, input.runId, event, receipt)
}

type PublishedEvent = RunInput & { kind: 'publishEvent' }

async function control(shell: Shell, viewer: Viewer, runId: string, input: RunInput, receipt: Receipt | null): Promise<{ runId: string }> {
  return decideAndSaveOnce(shell, receipt, async (now) => {
    const [[run], isReadable] = await Promise.all([loadRuns(shell.pool, shell.definitions, [runId]), mayRead(shell, viewer, runId)])
    if (run === undefined || !isReadable) throw new NotFoundError('There is no such run.')
    if (!hasAny(viewer, 'MANAGE_ORCHESTRATION_RUNS')) throw new ForbiddenError('Managing runs takes MANAGE_ORCHESTRATION_RUNS.', 'MANAGE_ORCHESTRATION_RUNS')
    const batch = batchOf([run])
    const { fitted, issues } = input.kind === 'publishEvent' ? await fitOutputs(shell, run.run, input) : { fitted: input, issues: [] }
    await applyOrRefuse(shell, batch, runId, fitted, now)
    // Only now: what the run refuses whatever the outputs are is told as that.
    if (issues.length > 0) throw new ValidationError(issues)
    return { answer: { runId }, changes: await consequences(shell, batch, now) }
  }, runId)
}

// The event with outputs as the step's flow keeps them; or with none, and what is wrong with them. Of a step whose stage hasn't
// begun no version is known yet, nor can it be ended.
async function fitOutputs(shell: Shell, run: Run, event: PublishedEvent): Promise<{ fitted: RunInput; issues: readonly Issue[] }> {
  const versionId = event.stepId === null ? null : findStep(run, event.stepId)?.step.flowVersionId ?? null
  if (versionId === null) return { fitted: event, issues: [] }
  const given = givenOutputs(await shell.definitions.flowVersion(versionId), event.outputs)
  if ('values' in given) return { fitted: { ...event, outputs: given.values }, issues: [] }
  return { fitted: { ...event, outputs: {} }, issues: given.issues.map((issue) => ({ ...issue, path: ['input', ...issue.path] })) }
}

async function mayRead(shell: Shell, viewer: Viewer, runId: string): Promise<boolean> {
  const rows = await query(shell.pool, Prisma.sql`SELECT 1 FROM "OrchestrationRun" r WHERE r."id" = ${runId} AND ${runIsReadable(viewer, 'r')}`)
  return rows.length > 0
}

function bounded(text: string | null, field: string): string | null {
  if (text !== null && text.length > MAX_TEXT) throw new ValidationError([{ path: ['input', field], message: `A ${field} has at most ${MAX_TEXT} characters.` }])
  return text
}
