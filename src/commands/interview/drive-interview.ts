// Carries an interview through its actions: performs the one it stands on, answers, and goes on until it stands on
// something else. Run by the request that brought it there, and by a worker where that died or for background work.
import { chainAfter } from '../../core/chain.ts'
import { AUTOMATED_PROCESS } from '../../core/viewer.ts'
import { putOff } from '../../core/flow/action-answer.ts'
import type { Interview } from '../../core/flow/interview.ts'
import type { Json } from '../../core/json.ts'
import { DEFAULT_POLICY, ONE_TRY, pauseAfter, retryPolicy, type RetryPolicy } from '../../core/retry.ts'
import { joinChanges, type ChangeSet } from '../../store/commit.ts'
import { interviewUpdate, loadInterviews, type InterviewRow, type LoadedInterview } from '../../store/interview-aggregate.ts'
import { ActionFault, perform, type ActionContext } from '../action.ts'
import { decideAndSave, NO_CHANGES } from '../decide-and-save.ts'
import type { Shell } from '../shell.ts'
import { continueMove } from './decide-interview.ts'
import { movedBy, settleInterview } from './settle-interview.ts'

// More actions in a row than any flow can hold without standing still (flow/run-elements bounds it first).
const MAX_ACTIONS = 3000

type Outcome = { kind: 'ended'; output: Json } | { kind: 'failed'; message: string; isFinal: boolean }

/**
 * Performs actions until the interview stands on something else. Safe to run twice at once: the answer to an action that
 * is over is dropped. A failed try that may be repeated is scheduled as a job and ends the drive; whoever goes on with it, after
 * that or instead of a process that died, counts on from there. Not where somebody waits for the answer (`isAwaited`): a
 * person's flow takes its fault path then.
 */
export async function driveInterview(shell: Shell, guid: string, { isAwaited = false } = {}): Promise<void> {
  for (let count = 0; count < MAX_ACTIONS; count++) {
    const [loaded] = await loadInterviews(shell.pool, null, [guid])
    const position = loaded?.row.state.position
    if (loaded === undefined || position?.kind !== 'action') return
    const chain = chainAfter(loaded.run?.state ?? null, loaded.row.state, loaded.row.workItemId !== null, shell.now().toISOString())
    const outcome = await tryAction(shell, position, { chain })
    const tried = (position.latestTry?.tried ?? 0) + 1
    if (outcome.kind === 'failed' && !outcome.isFinal) {
      const policy = await policyOf(shell, loaded, isAwaited)
      if (tried < policy.maxAttempts) return scheduleAgain(shell, guid, position.key, outcome.message, tried, policy)
    }
    await answer(shell, loaded.row, position.key, outcome, tried)
  }
  throw new Error(`interview ${guid} performs actions without end`)
}

// A person's flow that goes on by itself, after a wait, is background work like any other (R4).
async function policyOf(shell: Shell, { row: { stepId }, run }: LoadedInterview, isAwaited: boolean): Promise<RetryPolicy> {
  if (stepId === null || run === null) return isAwaited ? ONE_TRY : DEFAULT_POLICY
  return retryPolicy(await shell.definitions.orchestrationVersion(run.versionId), run.state, stepId)
}

async function tryAction(shell: Shell, { action, inputs, key }: Extract<Interview['position'], { kind: 'action' }>, context: ActionContext): Promise<Outcome> {
  const registered = shell.actions[action]
  if (registered === undefined) return { kind: 'failed', message: `There is no action "${action}".`, isFinal: true }
  try {
    return { kind: 'ended', output: await perform(registered, shell, inputs, key, context) }
  } catch (error) {
    if (error instanceof ActionFault) return { kind: 'failed', message: error.message, isFinal: error.isFinal }
    shell.log.error({ err: error, action }, 'an action failed unexpectedly')
    return { kind: 'failed', message: `The action "${action}" failed.`, isFinal: false }
  }
}

async function answer(shell: Shell, { guid, runId }: InterviewRow, key: string, outcome: Outcome, attempts: number): Promise<void> {
  await decideAndSave<null>(shell, async (now) => {
    const [loaded] = await loadInterviews(shell.pool, null, [guid])
    const position = loaded?.row.state.position
    if (loaded === undefined || position?.kind !== 'action' || position.key !== key) return { answer: null, changes: NO_CHANGES }
    const input = outcome.kind === 'ended' ? { kind: 'actionEnded' as const, key, output: outcome.output } : { kind: 'actionFailed' as const, key, message: outcome.message }
    const moved = await continueMove(shell, loaded.row.state, input, now)
    return { answer: null, changes: joinChanges({ writes: [], events: [], jobs: [{ remove: `drive:${guid}` }] }, await settle(shell, loaded, moved, attempts, now)) }
  }, runId)
}

// A person's flow goes on as that person; background work as the system.
function settle(shell: Shell, loaded: LoadedInterview, moved: Awaited<ReturnType<typeof continueMove>>, attempts: number, now: Date): Promise<ChangeSet> {
  const { row } = loaded
  const by = row.stepId === null && row.ownerId !== AUTOMATED_PROCESS.id ? row.resumedById ?? row.ownerId : null
  return settleInterview(shell, { ...movedBy(loaded, moved.interview, moved.effects, by, now), attempts }, now)
}

// What failed is kept with the interview, so that who asks why the step waits is told (D10).
async function scheduleAgain(shell: Shell, guid: string, key: string, message: string, tried: number, policy: RetryPolicy): Promise<void> {
  const seconds = pauseAfter(tried, policy)
  await decideAndSave<null>(shell, async (now) => {
    const runAt = new Date(now.getTime() + seconds * 1000)
    const [loaded] = await loadInterviews(shell.pool, null, [guid])
    const noted = loaded === undefined ? null : putOff(loaded.row.state, key, { message, tried, maxAttempts: policy.maxAttempts, nextAt: runAt.toISOString() })
    if (loaded === undefined || noted === null) return { answer: null, changes: NO_CHANGES }
    const job = { task: 'drive-interview', payload: { guid }, runAt, key: `drive:${guid}` }
    return { answer: null, changes: { writes: [interviewUpdate({ ...loaded.row, state: noted, lastModifiedDate: now })], events: [], jobs: [job] } }
  })
}
