import { describe, expect, it } from 'vitest'
import { acceptAgentWork } from '../../../src/commands/routing/accept-agent-work.ts'
import { assignAgentWork } from '../../../src/commands/routing/assign-agent-work.ts'
import { closeAgentWork } from '../../../src/commands/routing/close-agent-work.ts'
import { declineAgentWork, expireOffer } from '../../../src/commands/routing/decline-agent-work.ts'
import { routePendingWork } from '../../../src/commands/routing/route-pending-work.ts'
import { setPresence } from '../../../src/commands/routing/set-presence.ts'
import type { Viewer } from '../../../src/core/viewer.ts'
import { AgentWorkNotPendingError, CapacityExceededError, ConflictError, ForbiddenError, NotFoundError, ValidationError } from '../../../src/errors.ts'
import { useDatabase } from '../../support/database.ts'
import { routingWorld, type AgentOptions } from '../../support/routing-world.ts'

const world = routingWorld(useDatabase())

async function onlineAgent(queue: string, options: Partial<AgentOptions> = {}): Promise<Viewer> {
  const agent = await world.agent({ queues: [queue], ...options })
  await setPresence(world.shell, agent, await world.status())
  return agent
}

/** One piece of work, offered to the only agent there is. */
async function offered(options: Partial<AgentOptions> = {}, configuration: object = {}) {
  const queue = await world.queue(configuration)
  const agent = await onlineAgent(queue, options)
  const item = await world.work(queue)
  await routePendingWork(world.shell)
  return { queue, agent, item, offer: (await world.live(item))! }
}

// rule O3
describe('accepting an offer', () => {
  it('opens it, makes the work item the agent’s, and takes it out of the queue', async () => {
    const { queue, agent, item, offer } = await offered({}, { pushTimeoutSeconds: 60 })
    world.pass(7)
    expect(await acceptAgentWork(world.shell, agent, offer.id)).toMatchObject({ status: 'OPENED', acceptedAt: world.now() })
    expect(await world.pending(item)).toBeNull()
    expect(await world.workItem(item)).toMatchObject({ agentId: agent.id })
    expect(await world.presence(agent.id)).toMatchObject({ workload: 1 })
    expect((await world.events(`agent:${agent.id}`)).at(-1)).toBe('WorkAccepted')
    expect(await world.events(`queue:${queue}`)).toEqual(['WorkQueued', 'WorkAssigned', 'WorkUnqueued'])
    expect((await world.jobs('push-timeout')).map(({ key }) => key)).not.toContain(`push-timeout:${offer.id}`)
  })

  it('is refused twice, to colleagues, and to strangers, each in their own way', async () => {
    const { queue, agent, offer } = await offered()
    const colleague = await world.agent({ queues: [queue] }), stranger = await world.agent({ queues: [] })
    await expect(acceptAgentWork(world.shell, colleague, offer.id)).rejects.toThrow(ForbiddenError)
    await expect(acceptAgentWork(world.shell, stranger, offer.id)).rejects.toThrow(NotFoundError)
    await expect(acceptAgentWork(world.shell, agent, 'nothing')).rejects.toThrow(NotFoundError)
    await acceptAgentWork(world.shell, agent, offer.id)
    await expect(acceptAgentWork(world.shell, agent, offer.id)).rejects.toThrow(AgentWorkNotPendingError)
  })

  // rule O2
  it('is refused where a capacity that was lowered since leaves no room', async () => {
    const { queue, agent, item, offer } = await offered({ capacity: 2 })
    await acceptAgentWork(world.shell, agent, offer.id)
    const next = await world.work(queue)
    await routePendingWork(world.shell)
    await world.shell.prisma.presenceUserConfig.update({ where: { id: `${agent.id}.p` }, data: { capacity: 1 } })
    const second = (await world.live(next))!
    await expect(acceptAgentWork(world.shell, agent, second.id)).rejects.toThrow(CapacityExceededError)
    await world.complete(item)
    expect(await acceptAgentWork(world.shell, agent, second.id)).toMatchObject({ status: 'OPENED' })
  })
})

// rule O3
describe('declining an offer', () => {
  it('frees the agent and passes the work on to the next at once, at its age', async () => {
    const { queue, agent, item, offer } = await offered()
    const queuedAt = (await world.pending(item))!.queuedAt
    world.pass(10)
    const colleague = await onlineAgent(queue)
    expect(await declineAgentWork(world.shell, agent, offer.id, ' too hard ')).toMatchObject({ status: 'DECLINED', declineReason: 'too hard', declinedAt: world.now() })
    expect(await world.presence(agent.id)).toMatchObject({ workload: 0 })
    expect((await world.events(`agent:${agent.id}`)).slice(-2)).toEqual(['WorkDeclined', 'WorkloadChanged'])
    await routePendingWork(world.shell)
    expect(await world.live(item)).toMatchObject({ agentId: colleague.id, requestedAt: queuedAt })
    expect(await world.pending(item)).toMatchObject({ declinedBy: [agent.id], attempts: 2, queuedAt })
    expect(await world.events(`queue:${queue}`)).toEqual(['WorkQueued', 'WorkAssigned', 'WorkAssigned'])
  })

  it('needs a reason where the configuration asks for one, and is impossible where it is off', async () => {
    const asked = await offered({ configuration: { isDeclineReasonEnabled: true } })
    await expect(declineAgentWork(world.shell, asked.agent, asked.offer.id, '  ')).rejects.toMatchObject({ issues: [{ path: ['input', 'reason'] }] })
    await expect(declineAgentWork(world.shell, asked.agent, asked.offer.id, 'x'.repeat(201))).rejects.toThrow(ValidationError)
    expect(await declineAgentWork(world.shell, asked.agent, asked.offer.id, 'lunch')).toMatchObject({ declineReason: 'lunch' })
    const off = await offered({ configuration: { isDeclineEnabled: false } })
    await expect(declineAgentWork(world.shell, off.agent, off.offer.id, null)).rejects.toThrow(ForbiddenError)
  })

  it('gives the agent the status that their configuration names; an offline one takes back their other offers too', async () => {
    const away = await world.status({ isOnline: false })
    const { queue, agent, item, offer } = await offered({ configuration: { statusOnDeclineId: away } })
    const other = await world.work(queue)
    await routePendingWork(world.shell)
    expect(await world.live(other)).toMatchObject({ agentId: agent.id })
    await declineAgentWork(world.shell, agent, offer.id, null)
    expect(await world.presence(agent.id)).toMatchObject({ statusId: away, since: world.now(), workload: 0 })
    expect((await world.agentWorks(other)).map(({ status }) => status)).toEqual(['UNAVAILABLE'])
    expect(await world.pending(other)).toMatchObject({ offeredToId: null, declinedBy: [] })
    expect(await world.pending(item)).toMatchObject({ offeredToId: null, declinedBy: [agent.id] })
    expect((await world.events(`agent:${agent.id}`)).slice(-4)).toEqual(['WorkDeclined', 'WorkCanceled', 'PresenceChanged', 'WorkloadChanged'])
  })
})

// rule O3
describe('an offer that nobody answers in time', () => {
  it('goes to the next, with the status for time-outs; its job may run twice, or after an answer', async () => {
    const busy = await world.status({ isBusy: true })
    const { agent, item, offer } = await offered({ configuration: { statusOnPushTimeoutId: busy } }, { pushTimeoutSeconds: 20 })
    world.pass(20)
    await expireOffer(world.shell, offer.id)
    await expireOffer(world.shell, offer.id)
    expect(await world.agentWorks(item)).toMatchObject([{ status: 'DECLINED_ON_PUSH_TIMEOUT', declinedAt: world.now() }])
    expect(await world.presence(agent.id)).toMatchObject({ statusId: busy, workload: 0 })
    expect(await world.pending(item)).toMatchObject({ declinedBy: [agent.id], offeredToId: null })
    expect((await world.events(`agent:${agent.id}`)).slice(-3)).toEqual(['WorkPushTimedOut', 'PresenceChanged', 'WorkloadChanged'])

    const answered = await offered({}, { pushTimeoutSeconds: 20 })
    await acceptAgentWork(world.shell, answered.agent, answered.offer.id)
    await expireOffer(world.shell, answered.offer.id)
    expect(await world.live(answered.item)).toMatchObject({ status: 'OPENED' })
  })
})

// rule O5
describe('closing agent work', () => {
  it('gives the open item back to its queue, at its age, to others first', async () => {
    const { queue, agent, item, offer } = await offered()
    await acceptAgentWork(world.shell, agent, offer.id)
    world.pass(30)
    const colleague = await onlineAgent(queue)
    expect(await closeAgentWork(world.shell, agent, offer.id)).toMatchObject({ status: 'CLOSED', closedAt: world.now() })
    expect(await world.workItem(item)).toMatchObject({ agentId: null })
    expect(await world.pending(item)).toMatchObject({ queuedAt: offer.requestedAt, declinedBy: [agent.id], attempts: 1 })
    expect((await world.events(`agent:${agent.id}`)).slice(-2)).toEqual(['WorkClosed', 'WorkloadChanged'])
    expect((await world.events(`queue:${queue}`)).at(-1)).toBe('WorkQueued')
    await routePendingWork(world.shell)
    expect(await world.live(item)).toMatchObject({ agentId: colleague.id })
  })

  it('is refused for what is not accepted, what has ended, and what is somebody else’s', async () => {
    const { queue, agent, item, offer } = await offered()
    await expect(closeAgentWork(world.shell, agent, offer.id)).rejects.toThrow(ConflictError)
    await expect(closeAgentWork(world.shell, await world.agent({ queues: [queue] }), offer.id)).rejects.toThrow(ForbiddenError)
    await acceptAgentWork(world.shell, agent, offer.id)
    await world.complete(item)
    await expect(closeAgentWork(world.shell, agent, offer.id)).rejects.toThrow(ConflictError)
  })
})

// rule O1
describe('assigning work from outside', () => {
  const supervisor = () => world.agent({ queues: [], permissions: ['SUPERVISE_OMNI_CHANNEL'] })

  it('is how work of an externally routed queue reaches an agent', async () => {
    const { queue, agent, item } = await offered({}, { routingModel: 'EXTERNAL_ROUTING', pushTimeoutSeconds: 9 })
    expect(await world.live(item)).toBeNull()
    const agentWork = await assignAgentWork(world.shell, await supervisor(), { workItemId: item, agent: agent.username })
    expect(agentWork).toMatchObject({ status: 'ASSIGNED', agentId: agent.id, queueId: queue, pushTimeoutAt: new Date(world.now().getTime() + 9_000) })
    expect(await acceptAgentWork(world.shell, agent, agentWork.id)).toMatchObject({ status: 'OPENED' })
  })

  it('takes back an offer to somebody else', async () => {
    const { queue, agent, item, offer } = await offered()
    const colleague = await onlineAgent(queue)
    await assignAgentWork(world.shell, await supervisor(), { workItemId: item, agent: colleague.username })
    expect((await world.agentWorks(item)).find(({ id }) => id === offer.id)).toMatchObject({ status: 'CANCELED' })
    expect(await world.live(item)).toMatchObject({ agentId: colleague.id })
    expect([await world.presence(agent.id), await world.presence(colleague.id)]).toMatchObject([{ workload: 0 }, { workload: 1 }])
    expect((await world.events(`agent:${agent.id}`)).slice(-2)).toEqual(['WorkCanceled', 'WorkloadChanged'])
  })

  it('is refused without the permission, beyond capacity, and for whom or what can’t be assigned', async () => {
    const { queue, agent, item } = await offered({ capacity: 1 }, { routingModel: 'EXTERNAL_ROUTING' })
    const boss = await supervisor()
    await expect(assignAgentWork(world.shell, agent, { workItemId: item, agent: agent.username })).rejects.toMatchObject({ requiredPermission: 'SUPERVISE_OMNI_CHANNEL' })
    await expect(assignAgentWork(world.shell, boss, { workItemId: 'nothing', agent: agent.username })).rejects.toThrow(NotFoundError)
    await expect(assignAgentWork(world.shell, boss, { workItemId: item, agent: 'nobody' })).rejects.toMatchObject({ issues: [{ path: ['input', 'agent'] }] })
    await expect(assignAgentWork(world.shell, boss, { workItemId: item, agent: boss.username })).rejects.toThrow(ValidationError)
    await expect(assignAgentWork(world.shell, boss, { workItemId: item, agent: (await world.agent({ queues: [queue] })).username })).rejects.toThrow(ConflictError)
    await assignAgentWork(world.shell, boss, { workItemId: item, agent: agent.username })
    await expect(assignAgentWork(world.shell, boss, { workItemId: item, agent: agent.username })).rejects.toThrow(ConflictError)
    const second = await world.work(queue)
    await expect(assignAgentWork(world.shell, boss, { workItemId: second, agent: agent.username })).rejects.toThrow(CapacityExceededError)
    await world.complete(second)
    await expect(assignAgentWork(world.shell, boss, { workItemId: second, agent: agent.username })).rejects.toThrow(ConflictError)
  })
})

// rule O5
describe('what happens to the work item', () => {
  it('closes accepted agent work when it is completed, and cancels an offer', async () => {
    const accepted = await offered()
    await acceptAgentWork(world.shell, accepted.agent, accepted.offer.id)
    await world.complete(accepted.item)
    expect(await world.agentWorks(accepted.item)).toMatchObject([{ status: 'CLOSED', closedAt: world.now() }])
    expect(await world.presence(accepted.agent.id)).toMatchObject({ workload: 0 })
    expect((await world.events(`agent:${accepted.agent.id}`)).slice(-2)).toEqual(['WorkClosed', 'WorkloadChanged'])

    const open = await offered()
    await world.complete(open.item)
    expect(await world.agentWorks(open.item)).toMatchObject([{ status: 'CANCELED' }])
    expect(await world.pending(open.item)).toBeNull()
    expect(await world.events(`queue:${open.queue}`)).toEqual(['WorkQueued', 'WorkAssigned', 'WorkUnqueued'])
    await expect(acceptAgentWork(world.shell, open.agent, open.offer.id)).rejects.toThrow(AgentWorkNotPendingError)
  })

  it('cancels agent work when its run is canceled, accepted or not', async () => {
    const { agent, item, offer } = await offered()
    await acceptAgentWork(world.shell, agent, offer.id)
    await world.cancel(item)
    expect(await world.agentWorks(item)).toMatchObject([{ status: 'CANCELED' }])
    expect(await world.presence(agent.id)).toMatchObject({ workload: 0 })
  })

  it('transfers accepted work and cancels an offer when it is reassigned; a new queue routes it anew', async () => {
    const { queue, agent, item, offer } = await offered()
    const elsewhere = await world.queue({ routingPriority: 7, capacityWeight: 3 })
    world.pass(60)
    await world.reassign(item, { queue: elsewhere })
    expect(await world.agentWorks(item)).toMatchObject([{ status: 'CANCELED' }])
    expect(await world.pending(item)).toMatchObject({ queueId: elsewhere, routingPriority: 7, capacityWeight: 3, queuedAt: world.now(), attempts: 0, offeredToId: null, offeredAgentWorkId: null, declinedBy: [] })
    expect([(await world.events(`queue:${queue}`)).at(-1), await world.events(`queue:${elsewhere}`)]).toEqual(['WorkUnqueued', ['WorkQueued']])

    const taker = await onlineAgent(elsewhere)
    await routePendingWork(world.shell)
    await acceptAgentWork(world.shell, taker, (await world.live(item))!.id)
    await world.reassign(item, { user: agent.id })
    expect((await world.agentWorks(item)).map(({ status }) => status)).toEqual(['CANCELED', 'TRANSFERRED'])
    expect(await world.pending(item)).toBeNull()
    expect(await world.presence(taker.id)).toMatchObject({ workload: 0 })
    expect(offer.agentId).toBe(agent.id)
  })
})
