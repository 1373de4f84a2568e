// What becomes of a work item's routing when the item is created, reassigned, completed or closed: the one place that
// the consequences of runs call (O1, O5).
import type { ChangeSet, Write } from '../../store/commit.ts'
import type { OutgoingEvent } from '../../store/event-log.ts'
import { joinChanges } from '../../store/commit.ts'
import type { LiveWork, QueueSettings, RoutingOf } from '../../store/routing.ts'
import type { AgentWork, PendingServiceRouting } from '../../store/routing-rows.ts'
import { AgentLedger, deletePending, queueTopic, type WorkEnd, type WorkItemSnapshot } from './agent-ledger.ts'

/**
 * A work item whose routing changes. `workItem` is its whole row as it is after the change, with `agentId: null`: the
 * caller writes that row, this module writes everything else.
 * - `created`, `reassigned`: it waits for an agent if its assignee is a routable queue.
 * - `completed`: somebody finished it, or its stage ended it as completed.
 * - `canceled`: nobody can work on it any more.
 */
export type WorkItemMove = {
  cause: 'created' | 'reassigned' | 'completed' | 'canceled'
  workItem: WorkItemSnapshot & { readonly assigneeGroupId: string | null }
}

/** How work in the queue becomes that of an earlier time or agent; what `pendingFor` keeps of it. */
export type Requeued = { queuedAt: Date; attempts: number; declinedBy: string[]; lastDeclinedAt: Date | null }

/**
 * All that the moves change in routing. `routing` must have been loaded (loadRoutingOf) for the ids of these work items and
 * for their assigned groups; its versions guard the save.
 */
export function routingChanges(routing: RoutingOf, moves: readonly WorkItemMove[], now: Date): ChangeSet {
  const withdrawals = moves.filter(({ workItem }) => routing.pending.has(workItem.id) || routing.live.has(workItem.id))
  return joinChanges(withdrawalChanges(routing, withdrawals, now), ...moves.map((move) => enqueueChanges(routing, move, now)))
}

/** The pending row of a work item that is assigned to this queue: at the end of its priority, or at the age it had. */
export function pendingFor(workItemId: string, queue: QueueSettings, now: Date, kept: Partial<Requeued> = {}): PendingServiceRouting {
  const { apiName: _, ...settings } = queue
  return {
    id: `${workItemId}.q`, workItemId, ...settings, queuedAt: now, attempts: 0, offeredAgentWorkId: null, offeredToId: null, declinedBy: [], lastDeclinedAt: null, version: 1, ...kept,
  }
}

/** The event by which a queue's members see work enter. Its reasons (O8) are part of it, so that a replay shows the same. */
export function workQueued(pending: PendingServiceRouting, workItem: WorkItemSnapshot, now: Date): OutgoingEvent {
  const shown = { ...pending, waitingOn: ['Has just been queued.'] }
  return { topic: queueTopic(pending.queueId), kind: 'WorkQueued', payload: { pendingServiceRouting: shown, workItem }, occurredAt: now }
}

/** The event by which a queue's members see work leave: somebody accepted it, or it is no longer the queue's. */
export function workUnqueued(queueId: string, workItem: WorkItemSnapshot, now: Date): OutgoingEvent {
  return { topic: queueTopic(queueId), kind: 'WorkUnqueued', payload: { workItem }, occurredAt: now }
}

// Work that was pending already is put into its new queue in place: it is one row from first to last.
function enqueueChanges(routing: RoutingOf, { cause, workItem }: WorkItemMove, now: Date): ChangeSet {
  const queue = queueFor(routing, { cause, workItem })
  if (queue === undefined) return { writes: [], events: [], jobs: [] }
  const known = routing.pending.get(workItem.id)
  const pending = pendingFor(workItem.id, queue, now)
  const write: Write = known === undefined
    ? { kind: 'insert', table: 'PendingServiceRouting', rows: [pending] }
    : { kind: 'update', table: 'PendingServiceRouting', key: ['id'], rows: [{ ...pending, id: known.id, version: known.version }] }
  return { writes: [write], events: [workQueued(pending, workItem, now)], jobs: [] }
}

function queueFor(routing: RoutingOf, { cause, workItem }: WorkItemMove): QueueSettings | undefined {
  const isOpen = cause === 'created' || cause === 'reassigned'
  return isOpen && workItem.assigneeGroupId !== null ? routing.queues.get(workItem.assigneeGroupId) : undefined
}

/** What these moves take away: pending rows, and the agents' work, whose capacity is free again (O5). */
function withdrawalChanges(routing: RoutingOf, moves: readonly WorkItemMove[], now: Date): ChangeSet {
  const ledgers = new Map<string, AgentLedger>()
  const writes: Write[] = []
  const events: OutgoingEvent[] = []
  for (const move of moves) {
    const { workItem } = move
    const pending = routing.pending.get(workItem.id), live = routing.live.get(workItem.id)
    if (live !== undefined) ledgerOf(ledgers, live, now).end(live.agentWork, endOf(move.cause, live.agentWork), workItem)
    if (pending === undefined) continue
    if (queueFor(routing, move) === undefined) writes.push(deletePending(pending))
    events.push(workUnqueued(pending.queueId, workItem, now))
  }
  return joinChanges(...[...ledgers.values()].map((ledger) => ledger.changes()), { writes, events, jobs: [] })
}

function ledgerOf(ledgers: Map<string, AgentLedger>, live: LiveWork, now: Date): AgentLedger {
  const userId = live.agentWork.agentId
  const ledger = ledgers.get(userId) ?? new AgentLedger({ userId, presence: live.presence, capacity: live.capacity }, now)
  ledgers.set(userId, ledger)
  return ledger
}

// What was never accepted is canceled, whatever happened to the item.
function endOf(cause: WorkItemMove['cause'], agentWork: AgentWork): WorkEnd {
  if (cause === 'canceled' || agentWork.status === 'ASSIGNED') return 'CANCELED'
  return cause === 'completed' ? 'CLOSED' : 'TRANSFERRED'
}
