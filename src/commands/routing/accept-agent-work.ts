// An agent accepts what they were offered (O3): it is theirs from then on, and no longer pending.
import { fits, sumOfWork } from '../../core/routing/capacity.ts'
import type { Viewer } from '../../core/viewer.ts'
import { AgentWorkNotPendingError, CapacityExceededError } from '../../errors.ts'
import type { LoadedAgent, HeldWork } from '../../store/agents.ts'
import { joinChanges } from '../../store/commit.ts'
import type { AgentWork } from '../../store/routing-rows.ts'
import { decideAndSave } from '../decide-and-save.ts'
import type { Shell } from '../shell.ts'
import { agentOfWorkItem, deletePending } from './agent-ledger.ts'
import { workUnqueued } from './enqueue-work.ts'
import { ledgerOf, loadOwnOffer } from './held-work.ts'

/**
 * Accepts an offer of the viewer's. Answers with the agent work, OPENED.
 * Throws NotFoundError, ForbiddenError (somebody else's), AgentWorkNotPendingError (also where the agent has left the queue, and
 * the offer is about to be taken back), or CapacityExceededError when the agent's capacity was lowered since it was offered and
 * their accepted work leaves no room.
 */
export function acceptAgentWork(shell: Shell, viewer: Viewer, agentWorkId: string): Promise<AgentWork> {
  return decideAndSave(shell, async (now) => {
    const { agent, held } = await loadOwnOffer(shell, viewer, agentWorkId)
    if (!agent.queueIds.includes(held.agentWork.queueId)) throw new AgentWorkNotPendingError(agentWorkId)
    requireRoom(agent, held)
    const workItem = { ...held.workItem, agentId: agent.userId }
    const ledger = ledgerOf(agent, now)
    const agentWork = ledger.accept(held.agentWork, workItem)
    const { pending } = held
    return {
      answer: agentWork,
      changes: joinChanges(ledger.changes(), {
        writes: [...(pending === null ? [] : [deletePending(pending)]), agentOfWorkItem(workItem.id, agent.userId)],
        events: [workUnqueued(agentWork.queueId, workItem, now)], jobs: [],
      }),
    }
  })
}

function requireRoom(agent: LoadedAgent, held: HeldWork): void {
  const workload = sumOfWork(agent.work.filter(({ agentWork }) => agentWork.status === 'OPENED').map(({ agentWork }) => agentWork.capacityWeight))
  const { capacity } = agent.configuration
  if (!fits(held.agentWork.capacityWeight, { capacity, workload })) {
    throw new CapacityExceededError(`This takes ${held.agentWork.capacityWeight} of capacity; ${workload} of ${capacity} are taken. Close other work first.`)
  }
}
