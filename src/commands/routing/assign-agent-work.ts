// A supervisor, or a router outside, says who gets pending work (O1: the only way for queues with EXTERNAL_ROUTING).
import { Prisma } from '../../../prisma/generated/client/client.ts'
import { fits, unitsOf } from '../../core/routing/capacity.ts'
import { availabilityOf } from '../../core/routing/presence.ts'
import { hasAny, type Viewer } from '../../core/viewer.ts'
import { CapacityExceededError, ConflictError, ForbiddenError, NotFoundError, ValidationError } from '../../errors.ts'
import { loadAgent, loadAgentByUsername, type LoadedAgent } from '../../store/agents.ts'
import { joinChanges, type ChangeSet } from '../../store/commit.ts'
import { loadRoutingOf, loadWorkItem, type RoutingOf } from '../../store/routing.ts'
import type { AgentWork, PendingServiceRouting, WorkItem } from '../../store/routing-rows.ts'
import { workItemIsReadable } from '../../store/visibility.ts'
import { decideAndSave, NO_CHANGES } from '../decide-and-save.ts'
import type { Shell } from '../shell.ts'
import { ledgerOf } from './held-work.ts'
import { offerChanges } from './offer.ts'

/**
 * Offers a pending work item to this agent, whatever the router would have done; an offer to somebody else that is not accepted yet is
 * taken back. Capacity holds here too. Answers with the agent work: ASSIGNED, or OPENED where the agent accepts automatically.
 * Throws ForbiddenError (SUPERVISE_OMNI_CHANNEL), NotFoundError (work item), ValidationError (no such agent, or not a member of the
 * queue), ConflictError (nothing pending, accepted already, offered to them already, agent not available), CapacityExceededError.
 */
export async function assignAgentWork(shell: Shell, viewer: Viewer, input: { workItemId: string; agent: string }): Promise<AgentWork> {
  if (!hasAny(viewer, 'SUPERVISE_OMNI_CHANNEL')) throw new ForbiddenError('Assigning work to agents needs the permission SUPERVISE_OMNI_CHANNEL.', 'SUPERVISE_OMNI_CHANNEL')
  return decideAndSave(shell, async (now) => {
    const workItem = await readableWorkItem(shell, viewer, input.workItemId)
    const [routing, agent] = await Promise.all([loadRoutingOf(shell.pool, [workItem.id], []), loadAgentByUsername(shell.pool, input.agent)])
    const pending = requirePending(routing, workItem, agent)
    const chosen = requireAvailable(agent, pending, input.agent)
    const units = unitsOf(pending, chosen.configuration.capacity)
    requireRoom(chosen, units)
    const ledger = ledgerOf(chosen, now)
    const { agentWork, ...beside } = offerChanges(ledger, { agentWorkId: shell.newId(), pending, workItem, units, declinedBy: pending.declinedBy, isAutoAccept: chosen.configuration.isAutoAccept }, now)
    return { answer: agentWork, changes: joinChanges(await takenBack(shell, routing, workItem, now), ledger.changes(), beside) }
  })
}

async function readableWorkItem(shell: Shell, viewer: Viewer, workItemId: string): Promise<WorkItem> {
  const found = await shell.prisma.$queryRaw<unknown[]>(Prisma.sql`SELECT 1 FROM "WorkItem" w WHERE w."id" = ${workItemId} AND ${workItemIsReadable(viewer, 'w')}`)
  const workItem = found.length > 0 ? await loadWorkItem(shell.pool, workItemId) : null
  if (workItem === null) throw new NotFoundError('There is no such work item.')
  return workItem
}

function requirePending(routing: RoutingOf, workItem: WorkItem, agent: LoadedAgent | null): PendingServiceRouting {
  const live = routing.live.get(workItem.id)?.agentWork
  if (live?.status === 'OPENED') throw new ConflictError('An agent has accepted this work item already; it can be reassigned, or they can close it.')
  const pending = routing.pending.get(workItem.id)
  if (pending === undefined) throw new ConflictError('This work item is not waiting for an agent: it is completed, or not assigned to a routable queue.')
  if (live !== undefined && live.agentId === agent?.userId) throw new ConflictError('This work item is offered to this agent already.', [agent.username])
  return pending
}

function requireAvailable(agent: LoadedAgent | null, pending: PendingServiceRouting, username: string): LoadedAgent {
  const path = ['input', 'agent']
  if (agent === null || !agent.isActive) throw new ValidationError([{ path, message: `There is no active user "${username}".` }])
  if (!agent.queueIds.includes(pending.queueId)) throw new ValidationError([{ path, message: `"${username}" is not a member of the work item's queue.` }])
  const availability = availabilityOf(agent.status)
  if (availability !== 'AVAILABLE') throw new ConflictError(`"${username}" is ${availability === 'BUSY' ? 'busy' : 'offline'} and can't be offered work now.`, [username])
  return agent
}

function requireRoom(agent: LoadedAgent, units: number): void {
  const { capacity } = agent.configuration
  const workload = agent.presence?.workload ?? 0
  if (!fits(units, { capacity, workload })) throw new CapacityExceededError(`This takes ${units} of capacity; "${agent.username}" has ${workload} of ${capacity} taken.`)
}

// The pending row itself is written once, by the new offer.
async function takenBack(shell: Shell, routing: RoutingOf, workItem: WorkItem, now: Date): Promise<ChangeSet> {
  const live = routing.live.get(workItem.id)
  const before = live === undefined ? null : await loadAgent(shell.pool, live.agentWork.agentId)
  if (live === undefined || before === null) return NO_CHANGES
  const ledger = ledgerOf(before, now)
  ledger.end(live.agentWork, 'CANCELED', workItem)
  return ledger.changes()
}
