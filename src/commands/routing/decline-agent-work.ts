// An offer that its agent declines, or lets time out (O3): it goes back to wait at its age, and others are asked first.
import type { Viewer } from '../../core/viewer.ts'
import { ForbiddenError, ValidationError } from '../../errors.ts'
import { loadAgentOfWork, type HeldWork, type LoadedAgent } from '../../store/agents.ts'
import { joinChanges, type ChangeSet } from '../../store/commit.ts'
import type { AgentWork } from '../../store/routing-rows.ts'
import { decideAndSave, NO_CHANGES } from '../decide-and-save.ts'
import type { Shell } from '../shell.ts'
import { releasePending } from './agent-ledger.ts'
import { ledgerOf, loadOwnOffer } from './held-work.ts'

/** The longest reason for declining, in characters. */
export const DECLINE_REASON_MAX_LENGTH = 200

/**
 * Declines an offer of the viewer's, with a reason where their configuration asks for one, and gives them the status that
 * it names for this. Answers with the agent work, DECLINED.
 * Throws NotFoundError, ForbiddenError (somebody else's, or declining is off), ValidationError (reason), AgentWorkNotPendingError.
 */
export function declineAgentWork(shell: Shell, viewer: Viewer, agentWorkId: string, reason: string | null): Promise<AgentWork> {
  return decideAndSave(shell, async (now) => {
    const { agent, held } = await loadOwnOffer(shell, viewer, agentWorkId)
    if (!agent.configuration.isDeclineEnabled) throw new ForbiddenError('Declining is off in your presence configuration.')
    return passOn(agent, held, { how: 'DECLINED', reason: reasonFor(agent, reason) }, now)
  })
}

/**
 * Ends an offer that nobody answered in time, and gives its agent the status that their configuration names for this.
 * Called by the offer's job; an offer that was answered meanwhile is left alone, so calling it twice is harmless.
 */
export async function expireOffer(shell: Shell, agentWorkId: string): Promise<void> {
  await decideAndSave<null>(shell, async (now) => {
    const agent = await loadAgentOfWork(shell.pool, agentWorkId)
    const held = agent?.work.find(({ agentWork }) => agentWork.id === agentWorkId)
    if (!agent || held === undefined || held.agentWork.status !== 'ASSIGNED' || held.agentWork.pushTimeoutAt === null) return { answer: null, changes: NO_CHANGES }
    return { answer: null, changes: passOn(agent, held, { how: 'DECLINED_ON_PUSH_TIMEOUT', reason: null }, now).changes }
  })
}

// Where no reason is asked for, one that is given is kept all the same.
function reasonFor(agent: LoadedAgent, given: string | null): string | null {
  const reason = given?.trim() || null
  const path = ['input', 'reason']
  if (reason === null && agent.configuration.isDeclineReasonEnabled) throw new ValidationError([{ path, message: 'Say why you decline this: your presence configuration asks for a reason.' }])
  if (reason !== null && reason.length > DECLINE_REASON_MAX_LENGTH) throw new ValidationError([{ path, message: `A reason has at most ${DECLINE_REASON_MAX_LENGTH} characters.` }])
  return reason
}

type Decline = { how: 'DECLINED' | 'DECLINED_ON_PUSH_TIMEOUT'; reason: string | null }

function passOn(agent: LoadedAgent, held: HeldWork, { how, reason }: Decline, now: Date): { answer: AgentWork; changes: ChangeSet } {
  const ledger = ledgerOf(agent, now)
  const answer = ledger.end(held.agentWork, how, held.workItem, reason)
  const status = how === 'DECLINED' ? agent.statusOnDecline : agent.statusOnPushTimeout
  if (status !== null && agent.status !== null) ledger.setStatus(status, agent.work.filter((other) => other !== held))
  const { pending } = held
  const writes = pending === null ? [] : [releasePending(pending, [...pending.declinedBy.filter((id) => id !== agent.userId), agent.userId], now)]
  return { answer, changes: joinChanges(ledger.changes(), { writes, events: [], jobs: [] }) }
}
