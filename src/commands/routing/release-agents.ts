// Agents who may no longer have what they hold: deactivated, or no longer in the queue of an offer. What they can't do goes
// to others.
import { loadAgent, loadMisplacedAgents, overtakeDecisions } from '../../store/agents.ts'
import { joinChanges, type ChangeSet } from '../../store/commit.ts'
import { decideAndSave, NO_CHANGES } from '../decide-and-save.ts'
import type { Shell } from '../shell.ts'
import { releasePending } from './agent-ledger.ts'
import { giveBack } from './give-back.ts'
import { ledgerOf } from './held-work.ts'

/** How many are looked at by one call; the sweep comes again. */
const AT_MOST = 500

/**
 * Takes offline who is deactivated, and gives all their work back to its queues; takes back offers of queues that their agents
 * have left (what those have accepted stays theirs). To be called when users or members were saved; done twice it is harmless.
 * `left`: who has just left a group. An offer to them that somebody is about to save is not saved any more, or is found here.
 */
export async function releaseAgents(shell: Shell, left: readonly string[] = []): Promise<void> {
  if (left.length > 0) await decideAndSave(shell, () => Promise.resolve({ answer: null, changes: { writes: [overtakeDecisions(left)], events: [], jobs: [] } }))
  for (const userId of await loadMisplacedAgents(shell.pool, AT_MOST)) await releaseAgent(shell, userId)
}

function releaseAgent(shell: Shell, userId: string): Promise<null> {
  return decideAndSave<null>(shell, async (now) => {
    const agent = await loadAgent(shell.pool, userId)
    if (agent === null) return { answer: null, changes: NO_CHANGES }
    const ledger = ledgerOf(agent, now)
    const beside: ChangeSet[] = []
    if (!agent.isActive) {
      ledger.setStatus(null, agent.work)
      for (const held of agent.work) if (held.agentWork.status === 'OPENED') beside.push((await giveBack(shell, ledger, held, 'UNAVAILABLE', now)).changes)
    }
    // Whoever went offline just now has no offers any more; one who was offline before may, if a crash left them.
    const isOffline = !agent.isActive && agent.presence?.statusId != null
    for (const { agentWork, pending, workItem } of isOffline ? [] : agent.work) {
      if (agentWork.status !== 'ASSIGNED' || (agent.isActive && agent.queueIds.includes(agentWork.queueId))) continue
      ledger.end(agentWork, 'UNAVAILABLE', workItem)
      if (pending !== null) beside.push({ writes: [releasePending(pending, pending.declinedBy, pending.lastDeclinedAt)], events: [], jobs: [] })
    }
    return { answer: null, changes: joinChanges(ledger.changes(), ...beside) }
  })
}
