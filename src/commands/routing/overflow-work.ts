// Work that nobody of its queue is left for goes to the queue's overflow assignee (O3): a reassignment on behalf of the
// automated process user, with all that follows from one.
import type { AssigneeRef } from '../../core/definition.ts'
import { AUTOMATED_PROCESS } from '../../core/viewer.ts'
import { loadRoutingOf } from '../../store/routing.ts'
import type { OverflowAssignee } from '../../store/routing-pass.ts'
import { loadRuns } from '../../store/run-aggregate.ts'
import type { WorkItem } from '../../store/routing-rows.ts'
import { consequences } from '../consequences.ts'
import { decideAndSave, NO_CHANGES } from '../decide-and-save.ts'
import { applyInBatch, batchOf } from '../run-batch.ts'
import type { Shell } from '../shell.ts'

/** Reassigns a pending work item to its queue's overflow assignee, unless it has been offered or withdrawn meanwhile. */
export async function overflowWork(shell: Shell, workItem: Pick<WorkItem, 'id' | 'runId'>, assignee: OverflowAssignee): Promise<void> {
  await decideAndSave<null>(shell, async (now) => {
    const [routing, [run]] = await Promise.all([loadRoutingOf(shell.pool, [workItem.id], []), loadRuns(shell.pool, shell.definitions, [workItem.runId])])
    const pending = routing.pending.get(workItem.id)
    if (run === undefined || pending === undefined || pending.offeredAgentWorkId !== null) return { answer: null, changes: NO_CHANGES }
    const batch = batchOf([run])
    const refusal = await applyInBatch(shell, batch, run.id, { kind: 'reassignWorkItem', workItemId: workItem.id, by: AUTOMATED_PROCESS.id, assignee: refOf(assignee) }, now)
    if (refusal !== null) {
      shell.log.warn({ workItemId: workItem.id, refusal: refusal.kind }, 'the overflow assignee could not take a work item')
      return { answer: null, changes: NO_CHANGES }
    }
    return { answer: null, changes: await consequences(shell, batch, now) }
  })
}

function refOf({ kind, name }: OverflowAssignee): AssigneeRef {
  return kind === 'user' ? { user: name } : kind === 'group' ? { group: name } : { queue: name }
}
