// Finding the agent work that an agent answers, and what it is to them: found, somebody else's, or answered before.
import type { Viewer } from '../../core/viewer.ts'
import { Prisma } from '../../../prisma/generated/client/client.ts'
import { AgentWorkNotPendingError, ForbiddenError, NotFoundError } from '../../errors.ts'
import { loadAgentOfWork, type HeldWork, type LoadedAgent } from '../../store/agents.ts'
import { agentWorkIsReadable } from '../../store/visibility.ts'
import type { Shell } from '../shell.ts'
import { AgentLedger } from './agent-ledger.ts'

/** Finds the viewer's own agent work, whether live or not. Throws NotFoundError; ForbiddenError when it is somebody else's whom the viewer may see. */
export async function loadOwnAgent(shell: Shell, viewer: Viewer, agentWorkId: string): Promise<{ agent: LoadedAgent; held: HeldWork | null }> {
  const agent = await loadAgentOfWork(shell.pool, agentWorkId)
  if (agent === null) throw new NotFoundError('There is no such agent work.')
  if (agent.userId !== viewer.id) throw await notTheirs(shell, viewer, agentWorkId)
  return { agent, held: agent.work.find(({ agentWork }) => agentWork.id === agentWorkId) ?? null }
}

/** As `loadOwnAgent`, for an offer that is still open. Throws AgentWorkNotPendingError when it was answered, taken back or closed. */
export async function loadOwnOffer(shell: Shell, viewer: Viewer, agentWorkId: string): Promise<{ agent: LoadedAgent; held: HeldWork }> {
  const { agent, held } = await loadOwnAgent(shell, viewer, agentWorkId)
  if (held === null || held.agentWork.status !== 'ASSIGNED') throw new AgentWorkNotPendingError(agentWorkId)
  return { agent, held }
}

/** A ledger for a loaded agent. */
export function ledgerOf(agent: LoadedAgent, now: Date): AgentLedger {
  return new AgentLedger({ userId: agent.userId, presence: agent.presence, capacity: agent.configuration.capacity }, now)
}

async function notTheirs(shell: Shell, viewer: Viewer, agentWorkId: string): Promise<Error> {
  const found = await shell.prisma.$queryRaw<unknown[]>(Prisma.sql`SELECT 1 FROM "AgentWork" a WHERE a."id" = ${agentWorkId} AND ${agentWorkIsReadable(viewer, 'a')}`)
  return found.length > 0 ? new ForbiddenError('This work was pushed to somebody else; only they can answer it.') : new NotFoundError('There is no such agent work.')
}
