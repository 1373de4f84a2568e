import { describe, expect, it } from 'vitest'
import { acceptAgentWork } from '../../../src/commands/routing/accept-agent-work.ts'
import { declineAgentWork } from '../../../src/commands/routing/decline-agent-work.ts'
import { routePendingWork } from '../../../src/commands/routing/route-pending-work.ts'
import { createRouter } from '../../../src/commands/routing/router.ts'
import { setPresence } from '../../../src/commands/routing/set-presence.ts'
import { useDatabase } from '../../support/database.ts'
import { routingWorld } from '../../support/routing-world.ts'

const world = routingWorld(useDatabase())
const online = async (agent: Parameters<typeof setPresence>[1]) => setPresence(world.shell, agent, await world.status())

// rule O1
describe('a routing pass', () => {
  it('offers pending work to the member who is online, and tells them and the queue', async () => {
    const queue = await world.queue({ pushTimeoutSeconds: 30, capacityWeight: 2 })
    const agent = await world.agent({ queues: [queue] })
    await online(agent)
    const item = await world.work(queue)
    expect(await routePendingWork(world.shell)).toMatchObject({ offers: 1 })
    const live = (await world.live(item))!
    expect(live).toMatchObject({ agentId: agent.id, status: 'ASSIGNED', capacityWeight: 2 })
    expect(live.pushTimeoutAt).toEqual(new Date(world.now().getTime() + 30_000))
    expect(await world.pending(item)).toMatchObject({ offeredAgentWorkId: live.id, offeredToId: agent.id, attempts: 1 })
    expect(await world.presence(agent.id)).toMatchObject({ workload: 2, lastWorkAt: world.now() })
    expect(await world.workItem(item)).toMatchObject({ agentId: null })
    expect(await world.events(`agent:${agent.id}`)).toEqual(['PresenceChanged', 'WorkAssigned', 'WorkloadChanged'])
    expect(await world.events(`queue:${queue}`)).toEqual(['WorkQueued', 'WorkAssigned'])
    expect(await world.lastEvent(`agent:${agent.id}`)).toEqual({ configuredCapacity: 5, currentWorkload: 2 })
    expect((await world.jobs('push-timeout')).map(({ key, run_at }) => [key, run_at])).toContainEqual([`push-timeout:${live.id}`, live.pushTimeoutAt])
  })

  it('opens work at once for who accepts automatically', async () => {
    const queue = await world.queue({ pushTimeoutSeconds: 30 })
    const agent = await world.agent({ queues: [queue], isAutoAccept: true })
    await online(agent)
    const item = await world.work(queue)
    await routePendingWork(world.shell)
    expect(await world.live(item)).toMatchObject({ agentId: agent.id, status: 'OPENED', acceptedAt: world.now(), pushTimeoutAt: null })
    expect(await world.pending(item)).toBeNull()
    expect(await world.workItem(item)).toMatchObject({ agentId: agent.id })
    expect(await world.events(`agent:${agent.id}`)).toEqual(['PresenceChanged', 'WorkAssigned', 'WorkAccepted', 'WorkloadChanged'])
    expect(await world.events(`queue:${queue}`)).toEqual(['WorkQueued', 'WorkAssigned', 'WorkUnqueued'])
  })

  it('routes a queue that has no routing configuration by the defaults of one', async () => {
    const queue = await world.queue(null)
    const agent = await world.agent({ queues: [queue], capacity: 1 })
    await online(agent)
    const [first, second] = [await world.work(queue), await world.work(queue)]
    await routePendingWork(world.shell)
    expect([await world.live(first), await world.live(second)]).toMatchObject([{ agentId: agent.id, capacityWeight: 1, pushTimeoutAt: null }, null])
  })

  it('fills an agent across queues by priority, and goes on when capacity is freed', async () => {
    const [low, high] = [await world.queue({ routingPriority: 5 }), await world.queue({ routingPriority: 0, capacityPercentage: 60 })]
    const agent = await world.agent({ queues: [low, high], capacity: 2 })
    const items = [await world.work(low), await world.work(high), await world.work(high)]
    await online(agent)
    await routePendingWork(world.shell)
    const statuses = async () => Promise.all(items.map(async (item) => (await world.live(item))?.status ?? null))
    expect(await statuses()).toEqual([null, 'ASSIGNED', null])
    expect(await world.presence(agent.id)).toMatchObject({ workload: 1.2 })
    await world.complete(items[1]!)
    await routePendingWork(world.shell)
    expect(await statuses()).toEqual([null, null, 'ASSIGNED'])
  })

  it('gets through to what can be routed behind a backlog of what can’t', async () => {
    const queue = await world.queue({ skills: ['rare'] })
    const open = await world.queue({ routingPriority: 9 })
    const agent = await world.agent({ queues: [queue, open] })
    await online(agent)
    for (let i = 0; i < 3; i++) await world.work(queue)
    const item = await world.work(open)
    await routePendingWork(world.shell, 'LIKELY', 2)
    expect(await world.live(item)).toMatchObject({ agentId: agent.id })
  })
})

// rule O7
describe('the router of a process', () => {
  it('routes when woken, and asks the only one who declined again by its own alarm', async () => {
    const queue = await world.queue()
    const agent = await world.agent({ queues: [queue] })
    await online(agent)
    const item = await world.work(queue)
    const router = createRouter(world.shell)
    router.wake()
    router.wake()
    await router.settled()
    const first = (await world.live(item))!
    await declineAgentWork(world.shell, agent, first.id, null)
    expect(await routePendingWork(world.shell)).toMatchObject({ offers: 0, nextWakeAt: new Date(world.now().getTime() + 5_000).toISOString() })
    world.pass(5)
    router.wake()
    await router.settled()
    const second = (await world.live(item))!
    expect(second.id).not.toBe(first.id)
    await acceptAgentWork(world.shell, agent, second.id)
    await router.stop()
    expect(await world.pending(item)).toBeNull()
  })
})
