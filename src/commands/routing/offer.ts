// Making an offer: the rows of a piece of work that is pushed to an agent, or assigned to them by an outside router.
import type { ChangeSet, Write } from '../../store/commit.ts'
import type { OutgoingEvent } from '../../store/event-log.ts'
import type { AgentWork, PendingServiceRouting, WorkItem } from '../../store/routing-rows.ts'
import { agentOfWorkItem, deletePending, offerWrite, queueTopic, type AgentLedger } from './agent-ledger.ts'
import { workUnqueued } from './enqueue-work.ts'

/** What is offered: `declinedBy` is who has declined it in this round. `isAutoAccept`: it is opened at once (O3). */
export type OfferedWork = {
  agentWorkId: string
  pending: PendingServiceRouting
  workItem: WorkItem
  units: number
  declinedBy: readonly string[]
  isAutoAccept: boolean
}

/**
 * Puts the work on the agent's ledger, and gives the changes beside it: the pending row says whom it is offered to, or goes
 * when it is accepted at once; the queue's members see it.
 */
export function offerChanges(ledger: AgentLedger, work: OfferedWork, now: Date): ChangeSet & { agentWork: AgentWork } {
  const { pending, workItem, isAutoAccept } = work
  const agentWork = agentWorkFor(ledger.userId, work, now)
  const taken = isAutoAccept ? { ...workItem, agentId: ledger.userId } : workItem
  ledger.take(agentWork, taken)
  const offered: AgentWork = { ...agentWork, status: 'ASSIGNED', acceptedAt: null }
  const assigned: OutgoingEvent = { topic: queueTopic(pending.queueId), kind: 'WorkAssigned', payload: { agentWork: offered, workItem }, occurredAt: now }
  const writes: Write[] = isAutoAccept
    ? [deletePending(pending), agentOfWorkItem(workItem.id, ledger.userId)]
    : [offerWrite({ ...pending, attempts: pending.attempts + 1, offeredAgentWorkId: agentWork.id, offeredToId: ledger.userId, declinedBy: [...work.declinedBy] })]
  return { agentWork, writes, events: isAutoAccept ? [assigned, workUnqueued(pending.queueId, taken, now)] : [assigned], jobs: [] }
}

function agentWorkFor(agentId: string, { agentWorkId, pending, workItem, units, isAutoAccept }: OfferedWork, now: Date): AgentWork {
  const hasTimeout = !isAutoAccept && pending.pushTimeoutSeconds > 0
  return {
    id: agentWorkId, workItemId: workItem.id, agentId, queueId: pending.queueId, status: isAutoAccept ? 'OPENED' : 'ASSIGNED', capacityWeight: units,
    requestedAt: pending.queuedAt, assignedAt: now, pushTimeoutAt: hasTimeout ? new Date(now.getTime() + pending.pushTimeoutSeconds * 1000) : null,
    acceptedAt: isAutoAccept ? now : null, declinedAt: null, declineReason: null, closedAt: null, version: 1,
  }
}
