// The job behind a background step: starts the interview of its autolaunched flow and drives it to its end.
import { loadInterviews } from '../../store/interview-aggregate.ts'
import { loadRuns } from '../../store/run-aggregate.ts'
import { decideAndSave, NO_CHANGES } from '../decide-and-save.ts'
import type { Shell } from '../shell.ts'
import { startBackground } from './background-interview.ts'
import { driveInterview } from './drive-interview.ts'
import { settleInterview } from './settle-interview.ts'

/** What the job carries. `guid` is the interview's, given when the step started, so that a second run of the job finds it. */
export type BackgroundStepJob = { runId: string; stepId: string; attempt: number; guid: string }

/** Runs a background step; safe to run twice. A step that is no longer in progress with this attempt is left alone. */
export async function runBackgroundStep(shell: Shell, job: BackgroundStepJob): Promise<void> {
  const isToDrive = await decideAndSave<boolean>(shell, async (now) => {
    const [[existing], [loaded]] = await Promise.all([loadInterviews(shell.pool, null, [job.guid]), loadRuns(shell.pool, shell.definitions, [job.runId])])
    const step = loaded?.run.stages.flatMap((stage) => stage.steps).find((s) => s.id === job.stepId)
    if (existing !== undefined || loaded === undefined || step?.status !== 'IN_PROGRESS' || step.attempt !== job.attempt || step.flowVersionId === null) return { answer: existing !== undefined, changes: NO_CHANGES }
    const { row, interview, effects } = await startBackground(shell, job.guid, loaded.run, { ...step, flowVersionId: step.flowVersionId }, now)
    return { answer: interview.position.kind === 'action', changes: await settleInterview(shell, { before: null, row, interview, effects, by: null, run: loaded, beganIn: loaded }, now) }
  }, job.runId)
  // Without an action it has gone as far as it can.
  if (isToDrive) await driveInterview(shell, job.guid)
}
