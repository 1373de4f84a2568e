// Interviews of background steps as they begin: by a job, or at once where nothing but computing is to be done.
import { mayEndAtOnce } from '../../core/flow/at-once.ts'
import type { Facts } from '../../core/facts.ts'
import type { JsonObject } from '../../core/json.ts'
import type { Run, StepRun } from '../../core/run.ts'
import { AUTOMATED_PROCESS } from '../../core/viewer.ts'
import { newInterviewRow, type InterviewRow } from '../../store/interview-aggregate.ts'
import type { Shell } from '../shell.ts'
import { startMove, type Moved } from './decide-interview.ts'

/** A step in progress, whose flow's version is known. */
export type BegunStep = StepRun & { flowVersionId: string }

/** Starts the flow of a background step, on behalf of the automated process (R6), and takes it to where it first stands. `known`: records as the run sees them. */
export async function startBackground(shell: Shell, guid: string, run: Pick<Run, 'id' | 'recordId'>, step: BegunStep, now: Date, known: Facts['records'] = {}): Promise<Moved & { row: InterviewRow }> {
  const { flowVersionId, attempt } = step
  const [definition, flowId] = await Promise.all([shell.definitions.flowVersion(flowVersionId), shell.definitions.flowId(flowVersionId)])
  const flow = { apiName: step.flow, flowType: definition.flowType, versionId: flowVersionId, definition }
  const moved = await startMove(shell, { guid, flow, recordId: run.recordId, inputs: step.inputs, user: null, convertInputs: true, known }, now)
  return { ...moved, row: newInterviewRow(moved.interview, { flowId, flowVersionId, ownerId: AUTOMATED_PROCESS.id, workItemId: null, runId: run.id, stepId: step.id, attempt }, now) }
}

/**
 * The outputs of a background step whose flow comes to its end by itself and touches nothing, and the row of its interview;
 * null for all others, which a job runs. `facts` are the run's: the flow sees the record as the command that starts it does.
 */
export async function endedAtOnce(shell: Shell, run: Run, step: BegunStep, facts: Facts, now: Date): Promise<{ row: InterviewRow; outputs: JsonObject } | null> {
  try {
    if (!mayEndAtOnce(await shell.definitions.flowVersion(step.flowVersionId))) return null
    const { row, interview, effects } = await startBackground(shell, shell.newId(), run, step, now, run.recordId === null ? {} : { [run.recordId]: facts.record })
    return interview.position.kind === 'finished' && effects.length === 0 ? { row, outputs: interview.position.outputs } : null
  } catch (error) {
    // No reason for the command to fail: somebody has finished a screen.
    shell.log.error({ err: error, stepId: step.id }, 'a background step could not be run at once; its job will try')
    return null
  }
}
