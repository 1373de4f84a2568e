// Mends what a crash or a lost wake-up left of routing. Runs now and then in every worker; none of it is needed while all
// goes well, and all of it may be done by several at once.
import { loadDeadConnections } from '../../store/agent-connections.ts'
import { loadLapsedOffers } from '../../store/routing.ts'
import type { Shell } from '../shell.ts'
import { disconnectAgent } from './agent-connections.ts'
import { endLapsedPresences } from './disconnect-process.ts'
import { expireOffer } from './decline-agent-work.ts'
import { releaseAgents } from './release-agents.ts'
import { routePendingWork } from './route-pending-work.ts'
import { tellCapacities } from './tell-capacities.ts'

/** How many of each are mended by one sweep; what is left waits for the next. */
const AT_MOST = 500

/**
 * Forgets connections of dead processes, ends presences whose grace is over and offers past their time, takes back what agents
 * may no longer have, tells them of capacities they have not heard of, and routes the whole backlog, also what an ordinary pass leaves out because nobody has room for it.
 */
export async function sweepRouting(shell: Shell): Promise<void> {
  for (const connectionId of await loadDeadConnections(shell.pool, AT_MOST)) await disconnectAgent(shell, connectionId)
  await endLapsedPresences(shell)
  for (const agentWorkId of await loadLapsedOffers(shell.pool, shell.now(), AT_MOST)) await expireOffer(shell, agentWorkId)
  await releaseAgents(shell)
  await tellCapacities(shell)
  await routePendingWork(shell, 'ALL')
}
