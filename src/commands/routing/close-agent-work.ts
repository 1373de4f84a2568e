// An agent closes accepted work without finishing the work item: it goes back to its queue, to others first (O5).
import type { Viewer } from '../../core/viewer.ts'
import { ConflictError } from '../../errors.ts'
import { joinChanges } from '../../store/commit.ts'
import type { AgentWork } from '../../store/routing-rows.ts'
import { decideAndSave } from '../decide-and-save.ts'
import type { Shell } from '../shell.ts'
import { giveBack } from './give-back.ts'
import { ledgerOf, loadOwnAgent } from './held-work.ts'

/**
 * Closes agent work that the viewer has accepted. Its work item waits again at the age it had, as if the viewer had declined
 * it; where its queue is no longer routable it is only given back. Answers with the agent work, CLOSED.
 * Throws NotFoundError, ForbiddenError (somebody else's), ConflictError (not accepted yet, or ended).
 */
export function closeAgentWork(shell: Shell, viewer: Viewer, agentWorkId: string): Promise<AgentWork> {
  return decideAndSave(shell, async (now) => {
    const { agent, held } = await loadOwnAgent(shell, viewer, agentWorkId)
    if (held === null) throw new ConflictError('This work has ended already.')
    if (held.agentWork.status !== 'OPENED') throw new ConflictError('This work is offered to you but not accepted yet: accept or decline it.')
    const ledger = ledgerOf(agent, now)
    const { agentWork, changes } = await giveBack(shell, ledger, held, 'CLOSED', now)
    return { answer: agentWork, changes: joinChanges(ledger.changes(), changes) }
  })
}
