// A queue's settings changed: its open work follows. Work of a queue that has become routable waits for an agent from now
// on, at its age; that of a queue that no longer is, does not; pending work is routed by the settings as they are.
import { joinChanges, type ChangeSet, type Job } from '../../store/commit.ts'
import { loadQueuedWork, loadUnqueuedWork, settingsWrite, type UnqueuedWork } from '../../store/queue-settling.ts'
import { loadRoutingOf, type QueueSettings } from '../../store/routing.ts'
import { decideAndSave, NO_CHANGES } from '../decide-and-save.ts'
import type { Shell } from '../shell.ts'
import { pendingFor, routingChanges, workQueued } from './enqueue-work.ts'

const BATCH = 100
// Long enough for whoever decided on the settings before to have saved.
const LOOK_AGAIN_AFTER_MS = 5_000

/**
 * The job that settles a queue; to be saved with the change of its settings, so that no crash can lose it, and so that what
 * others saved at that moment by the old settings is put right soon after. Beside it `settleQueue` is called at once.
 */
export function settleQueueJob(queueId: string, now: Date): Job {
  return { task: 'settle-queue', payload: { queueId }, runAt: new Date(now.getTime() + LOOK_AGAIN_AFTER_MS), key: `settle-queue:${queueId}`, maxAttempts: 25 }
}

/** Makes pending what of the queue's open work should be, and nothing else. Called twice it changes nothing more. */
export async function settleQueue(shell: Shell, queueId: string): Promise<void> {
  while (await settleBatch(shell, queueId));
  shell.wake.routing()
}

/** Settles one batch; answers whether there may be more. */
function settleBatch(shell: Shell, queueId: string): Promise<boolean> {
  return decideAndSave<boolean>(shell, async (now) => {
    const queue = (await loadRoutingOf(shell.pool, [], [queueId])).queues.get(queueId)
    if (queue === undefined) return withdrawn(shell, queueId, now)
    const waiting = await loadUnqueuedWork(shell.pool, queueId, BATCH)
    const changes = joinChanges({ writes: [settingsWrite(queue)], events: [], jobs: [] }, ...waiting.map((work) => queued(queue, work, now)), runGuards(waiting))
    return { answer: waiting.length === BATCH, changes }
  })
}

function queued(queue: QueueSettings, { workItem }: UnqueuedWork, now: Date): ChangeSet {
  const pending = pendingFor(workItem.id, queue, now, { queuedAt: workItem.assignedAt })
  return { writes: [{ kind: 'insert', table: 'PendingServiceRouting', rows: [pending] }], events: [workQueued(pending, workItem, now)], jobs: [] }
}

// Whoever completes or reassigns one at this moment decides again, and then finds it pending.
function runGuards(waiting: readonly UnqueuedWork[]): ChangeSet {
  const versions = new Map(waiting.map(({ workItem, runVersion }) => [workItem.runId, runVersion]))
  const rows = [...versions].map(([id, version]) => ({ id, version }))
  return { writes: [{ kind: 'update', table: 'OrchestrationRun', key: ['id'], rows }], events: [], jobs: [] }
}

// What agents have accepted stays theirs.
async function withdrawn(shell: Shell, queueId: string, now: Date) {
  const items = await loadQueuedWork(shell.pool, queueId, BATCH)
  if (items.length === 0) return { answer: false, changes: NO_CHANGES }
  const routing = await loadRoutingOf(shell.pool, items.map(({ id }) => id), [])
  return { answer: items.length === BATCH, changes: routingChanges(routing, items.map((workItem) => ({ cause: 'reassigned', workItem })), now) }
}
