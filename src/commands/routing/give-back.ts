// Accepted work that its agent doesn't finish goes back to its queue, with its age, to others first (O5).
import type { HeldWork } from '../../store/agents.ts'
import type { ChangeSet } from '../../store/commit.ts'
import { countOffers, loadRoutingOf } from '../../store/routing.ts'
import type { AgentWork } from '../../store/routing-rows.ts'
import type { Shell } from '../shell.ts'
import { agentOfWorkItem, type AgentLedger } from './agent-ledger.ts'
import { pendingFor, workQueued } from './enqueue-work.ts'

/**
 * Ends accepted work on its agent's ledger, and gives the changes beside it: an item that is still open waits again, as if the
 * agent had declined it; where its queue is no longer routable it is only given back.
 */
export async function giveBack(shell: Shell, ledger: AgentLedger, held: HeldWork, how: 'CLOSED' | 'UNAVAILABLE', now: Date): Promise<{ agentWork: AgentWork; changes: ChangeSet }> {
  const workItem = { ...held.workItem, agentId: null }
  const agentWork = ledger.end(held.agentWork, how, workItem)
  const [{ queues }, attempts] = await Promise.all([loadRoutingOf(shell.pool, [], [agentWork.queueId]), countOffers(shell.pool, workItem.id)])
  const queue = queues.get(agentWork.queueId)
  const isOpen = workItem.status === 'ASSIGNED' && workItem.isActionable && workItem.assigneeGroupId === agentWork.queueId
  const pending = isOpen && queue !== undefined ? pendingFor(workItem.id, queue, now, { queuedAt: agentWork.requestedAt, attempts, declinedBy: [ledger.userId], lastDeclinedAt: now }) : null
  return {
    agentWork,
    changes: {
      writes: [agentOfWorkItem(workItem.id, null), ...(pending === null ? [] : [{ kind: 'insert' as const, table: 'PendingServiceRouting', rows: [pending] }])],
      events: pending === null ? [] : [workQueued(pending, workItem, now)], jobs: [],
    },
  }
}
