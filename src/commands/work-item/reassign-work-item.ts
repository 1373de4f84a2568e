// reassignWorkItem and its bulk form, and the jobs of due work: reminder and escalation (W7, W10).
import { assigneeKey } from '../../core/assignee.ts'
import type { AssigneeRef } from '../../core/definition.ts'
import type { RunInput } from '../../core/inputs.ts'
import { hasAny, type Viewer } from '../../core/viewer.ts'
import { ForbiddenError, NotFoundError, PromisedError, ValidationError } from '../../errors.ts'
import { NO_FACTS } from '../../store/facts.ts'
import { loadRuns, type LoadedRun } from '../../store/run-aggregate.ts'
import { loadWorkItemAccess } from '../../store/work-item-access.ts'
import { consequences } from '../consequences.ts'
import { decideAndSave, NO_CHANGES } from '../decide-and-save.ts'
import { lookUp } from '../look-up.ts'
import { applyInBatch, applyOrRefuse, batchOf } from '../run-batch.ts'
import type { Shell } from '../shell.ts'

/** Most work items in one bulk reassignment (contract). */
export const MAX_BULK_WORK_ITEMS = 1000

// So many are changed at once: each costs little, and none waits long.
const AT_ONCE = 40

/**
 * Gives an open item to somebody else; then everything happens as on creation. Throws ForbiddenError, NotFoundError,
 * ValidationError (assignee), WorkItemAlreadyCompletedError, RunNotInProgressError, ConflictError (a newer item has taken its place).
 */
export async function reassignWorkItem(shell: Shell, viewer: Viewer, workItemId: string, assignee: AssigneeRef): Promise<{ workItemId: string }> {
  requirePermission(viewer)
  requireName(assignee)
  const [refusal] = await reassignTogether(shell, viewer, [workItemId], assignee)
  if (refusal != null) throw refusal
  return { workItemId }
}

/**
 * Reassigns each by itself, in the order asked; what fails says why and leaves the others alone. Some of them are saved at
 * once, and one by one where others change so many of them at the same time that they never can be.
 */
export async function reassignWorkItems(shell: Shell, viewer: Viewer, workItemIds: readonly string[], assignee: AssigneeRef): Promise<{ workItemId: string; error: PromisedError | null }[]> {
  requirePermission(viewer)
  requireName(assignee)
  if (workItemIds.length > MAX_BULK_WORK_ITEMS) throw new ValidationError([{ path: ['input', 'workItemIds'], message: `At most ${MAX_BULK_WORK_ITEMS} work items can be named at once; ${workItemIds.length} were.` }])
  const errors: (PromisedError | null)[] = []
  for (let from = 0; from < workItemIds.length; from += AT_ONCE) {
    const some = workItemIds.slice(from, from + AT_ONCE)
    const together = await unlessRefused(reassignTogether(shell, viewer, some, assignee))
    if (Array.isArray(together)) errors.push(...together)
    else for (const workItemId of some) errors.push(await unlessRefused(reassignWorkItem(shell, viewer, workItemId, assignee).then(() => null)))
  }
  return workItemIds.map((workItemId, at) => ({ workItemId, error: errors[at]! }))
}

// In one transaction. Answers for each why it is refused; null: it is done.
function reassignTogether(shell: Shell, viewer: Viewer, workItemIds: readonly string[], assignee: AssigneeRef): Promise<(PromisedError | null)[]> {
  return decideAndSave(shell, async (now) => {
    const items = new Map((await loadWorkItemAccess(shell.pool, viewer, workItemIds)).filter((item) => item.isReadable).map((item) => [item.id, item]))
    const runs = await loadRuns(shell.pool, shell.definitions, [...items.values()].map(({ runId }) => runId))
    const batch = batchOf(await withAssignee(shell, runs, assignee))
    const answer: (PromisedError | null)[] = []
    for (const workItemId of workItemIds) {
      const item = items.get(workItemId)
      answer.push(item === undefined
        ? new NotFoundError('There is no such work item.')
        : await unlessRefused(applyOrRefuse(shell, batch, item.runId, { kind: 'reassignWorkItem', workItemId, by: viewer.id, assignee }, now).then(() => null)))
    }
    return { answer, changes: await consequences(shell, batch, now) }
  })
}

// Resources are for definitions: who reassigns work may not be somebody who may read what its record or run holds.
function requireName({ resource }: AssigneeRef): void {
  if (resource != null) throw new ValidationError([{ path: ['input', 'assignee', 'resource'], message: 'Resources are for definitions; name a user, group or queue.' }])
}

// Who gets the work is asked once, and not for each run.
async function withAssignee(shell: Shell, runs: readonly LoadedRun[], { user, group, queue }: AssigneeRef): Promise<LoadedRun[]> {
  const key = assigneeKey({ user, group, queue }, { read: () => null })
  const { directory } = key === null || runs.length === 0 ? NO_FACTS : await lookUp(shell, NO_FACTS, { directory: [key] })
  return runs.map((run) => ({ ...run, facts: { ...run.facts, directory } }))
}

// A promised failure as an answer; all others are nobody's here.
function unlessRefused<Answer>(work: Promise<Answer>): Promise<Answer | PromisedError> {
  return work.catch((thrown: unknown) => {
    if (thrown instanceof PromisedError) return thrown
    throw thrown
  })
}

/** The reminder or the due time of an assignment has come. An older assignment's job, or one of finished work, does nothing. */
export async function watchDueTime(shell: Shell, kind: 'remindWorkItem' | 'escalateWorkItem', job: { runId: string; workItemId: string; assignment: number }): Promise<void> {
  const input: RunInput = { kind, workItemId: job.workItemId, assignment: job.assignment }
  await decideAndSave<null>(shell, async (now) => {
    const [run] = await loadRuns(shell.pool, shell.definitions, [job.runId])
    if (run === undefined) return { answer: null, changes: NO_CHANGES }
    const batch = batchOf([run])
    const refusal = await applyInBatch(shell, batch, run.id, input, now)
    return { answer: null, changes: refusal === null ? await consequences(shell, batch, now) : NO_CHANGES }
  })
}

function requirePermission(viewer: Viewer): void {
  if (!hasAny(viewer, 'REASSIGN_WORK_ITEMS')) throw new ForbiddenError('Reassigning work takes REASSIGN_WORK_ITEMS.', 'REASSIGN_WORK_ITEMS')
}
