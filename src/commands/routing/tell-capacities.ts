// Agents hear of their capacity when a configuration gives them another, though nothing of their work has changed (O6).
import { loadAgent, loadAgentsToTell } from '../../store/agents.ts'
import { decideAndSave, NO_CHANGES } from '../decide-and-save.ts'
import type { Shell } from '../shell.ts'
import { ledgerOf } from './held-work.ts'

/** How many are told by one call; the sweep comes again. */
const AT_MOST = 500

/**
 * Tells everybody online whose capacity is another than they were told of last. To be called when configurations, or who has
 * which, were saved; done twice it is harmless. Who is offline hears of it when they come.
 */
export async function tellCapacities(shell: Shell): Promise<void> {
  for (const userId of await loadAgentsToTell(shell.pool, AT_MOST)) await tellCapacity(shell, userId)
}

function tellCapacity(shell: Shell, userId: string): Promise<null> {
  return decideAndSave<null>(shell, async (now) => {
    const agent = await loadAgent(shell.pool, userId)
    if (agent === null || agent.configuration.capacity === agent.presence?.toldCapacity) return { answer: null, changes: NO_CHANGES }
    const ledger = ledgerOf(agent, now)
    ledger.tellCapacity()
    return { answer: null, changes: ledger.changes() }
  })
}
