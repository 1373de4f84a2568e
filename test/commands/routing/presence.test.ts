import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { acceptAgentWork } from '../../../src/commands/routing/accept-agent-work.ts'
import { connectAgent, disconnectAgent, endPresence } from '../../../src/commands/routing/agent-connections.ts'
import { routePendingWork } from '../../../src/commands/routing/route-pending-work.ts'
import { setPresence } from '../../../src/commands/routing/set-presence.ts'
import { savePresenceUserConfig } from '../../../src/commands/routing/save-routing-settings.ts'
import { connectedAgents } from '../../../src/commands/routing/connected-agents.ts'
import { disconnectProcess } from '../../../src/commands/routing/disconnect-process.ts'
import { sweepRouting } from '../../../src/commands/routing/sweep-routing.ts'
import { ForbiddenError, NotFoundError } from '../../../src/errors.ts'
import { releaseProcesses } from '../../../src/store/server-processes.ts'
import { useDatabase } from '../../support/database.ts'
import { loggedOn } from '../../support/events.ts'
import { holdCommit } from '../../support/held-commits.ts'
import { routingWorld } from '../../support/routing-world.ts'

const db = useDatabase()
const world = routingWorld(db)

async function serverProcess(): Promise<string> {
  const id = randomUUID()
  await world.shell.prisma.serverProcess.create({ data: { id, workerIds: [] } })
  return id
}

/** An agent with one accepted and one offered piece of work. */
async function agentAtWork(configuration: object = {}) {
  const queue = await world.queue()
  const agent = await world.agent({ queues: [queue], configuration })
  const status = await world.status()
  await setPresence(world.shell, agent, status)
  const [accepted, offered] = [await world.work(queue), await world.work(queue)]
  await routePendingWork(world.shell)
  await acceptAgentWork(world.shell, agent, (await world.live(accepted))!.id)
  return { queue, agent, status, accepted, offered }
}

// rule O4
describe('presence', () => {
  it('begins with a status and tells the agent; the same again changes nothing', async () => {
    const agent = await world.agent({ queues: [] })
    const status = await world.status()
    await setPresence(world.shell, agent, status)
    world.pass(5)
    expect(await setPresence(world.shell, agent, status)).toMatchObject({ apiName: status })
    expect(await world.presence(agent.id)).toMatchObject({ statusId: status, since: new Date(world.now().getTime() - 5_000) })
    expect(await world.events(`agent:${agent.id}`)).toEqual(['PresenceChanged'])
  })

  it('takes only statuses that there are, and that are the agent’s', async () => {
    const agent = await world.agent({ queues: [] })
    const [mine, other] = [await world.status(), await world.status()]
    await world.shell.prisma.user.update({ where: { id: agent.id }, data: { presenceStatuses: [mine] } })
    await expect(setPresence(world.shell, agent, 'Nowhere')).rejects.toThrow(NotFoundError)
    await expect(setPresence(world.shell, agent, other)).rejects.toThrow(ForbiddenError)
    expect(await setPresence(world.shell, agent, mine)).toMatchObject({ apiName: mine })
  })

  it('that turns busy keeps offers and brings no new ones', async () => {
    const { queue, agent, offered } = await agentAtWork()
    await setPresence(world.shell, agent, await world.status({ isBusy: true }))
    const next = await world.work(queue)
    await routePendingWork(world.shell)
    expect([await world.live(offered), await world.live(next)]).toMatchObject([{ status: 'ASSIGNED' }, null])
  })

  it('that ends passes on offers at their age; what was accepted stays and keeps counting', async () => {
    const { agent, accepted, offered } = await agentAtWork()
    const queuedAt = (await world.pending(offered))!.queuedAt
    world.pass(9)
    expect(await setPresence(world.shell, agent, null)).toBeNull()
    expect(await world.agentWorks(offered)).toMatchObject([{ status: 'UNAVAILABLE', closedAt: world.now() }])
    expect(await world.pending(offered)).toMatchObject({ offeredToId: null, offeredAgentWorkId: null, queuedAt, declinedBy: [] })
    expect(await world.live(accepted)).toMatchObject({ status: 'OPENED' })
    expect(await world.presence(agent.id)).toMatchObject({ statusId: null, workload: 1 })
    expect((await world.events(`agent:${agent.id}`)).slice(-3)).toEqual(['WorkCanceled', 'PresenceChanged', 'WorkloadChanged'])
  })
})

// rule O4
describe('presence of who is disconnected', () => {
  const connect = async (userId: string, processId: string) => {
    const connectionId = randomUUID()
    await connectAgent(world.shell, { connectionId, userId, processId })
    return connectionId
  }

  it('ends a grace after the last subscription went', async () => {
    const { agent, offered } = await agentAtWork({ disconnectGraceSeconds: 12 })
    const processId = await serverProcess()
    const [first, second] = [await connect(agent.id, processId), await connect(agent.id, processId)]
    await disconnectAgent(world.shell, first)
    expect(await world.presence(agent.id)).toMatchObject({ disconnectedAt: null })
    await disconnectAgent(world.shell, second)
    await disconnectAgent(world.shell, second)
    const disconnectedAt = world.now()
    expect(await world.presence(agent.id)).toMatchObject({ disconnectedAt })
    expect((await world.jobs('end-presence')).find(({ key }) => key === `end-presence:${agent.id}`)?.run_at).toEqual(new Date(disconnectedAt.getTime() + 12_000))
    world.pass(12)
    await endPresence(world.shell, { userId: agent.id, disconnectedAt })
    await endPresence(world.shell, { userId: agent.id, disconnectedAt })
    expect(await world.presence(agent.id)).toMatchObject({ statusId: null, disconnectedAt: null })
    expect(await world.agentWorks(offered)).toMatchObject([{ status: 'UNAVAILABLE' }])
  })

  it('goes on when they come back within the grace', async () => {
    const { agent, status } = await agentAtWork()
    const processId = await serverProcess()
    await disconnectAgent(world.shell, await connect(agent.id, processId))
    const disconnectedAt = world.now()
    world.pass(3)
    await connect(agent.id, processId)
    expect((await world.jobs('end-presence')).map(({ key }) => key)).not.toContain(`end-presence:${agent.id}`)
    await endPresence(world.shell, { userId: agent.id, disconnectedAt })
    expect(await world.presence(agent.id)).toMatchObject({ statusId: status, disconnectedAt: null })
  })

  it('is noticed when both of two subscriptions go at the same moment', async () => {
    const { agent } = await agentAtWork()
    const processId = await serverProcess()
    const connections = await Promise.all([1, 2, 3, 4].map(() => connect(agent.id, processId)))
    await Promise.all(connections.map((connectionId) => disconnectAgent(world.shell, connectionId)))
    expect(await world.presence(agent.id)).toMatchObject({ disconnectedAt: world.now() })
  })

  it('ends by the sweep where a process died with the subscription, and whoever forgot it went no further', async () => {
    const { agent, offered } = await agentAtWork({ disconnectGraceSeconds: 4 })
    const processId = await serverProcess()
    await connect(agent.id, processId)
    // Only who judges by heartbeats says that it is dead.
    await world.shell.prisma.serverProcess.update({ where: { id: processId }, data: { heartbeatAt: new Date(0) } })
    await sweepRouting(world.shell)
    expect(await world.presence(agent.id)).toMatchObject({ disconnectedAt: null })
    await world.shell.prisma.serverProcess.delete({ where: { id: processId } })
    await sweepRouting(world.shell)
    expect(await world.presence(agent.id)).toMatchObject({ disconnectedAt: world.now() })
    world.pass(4)
    await sweepRouting(world.shell)
    expect(await world.presence(agent.id)).toMatchObject({ statusId: null })
    expect(await world.live(offered)).toBeNull()
  })

  it('ends at once by whoever notices that a process died, where the grace is over by then', async () => {
    const { agent, offered } = await agentAtWork({ disconnectGraceSeconds: 1 })
    const patient = await agentAtWork({ disconnectGraceSeconds: 30 })
    const processId = await serverProcess()
    for (const { id } of [agent, patient.agent]) await connect(id, processId)
    const lastAliveAt = new Date(world.now().getTime() - 2_000)
    // Several notice at the same moment.
    await Promise.all([1, 2, 3].map(() => disconnectProcess(world.shell, processId, lastAliveAt)))
    expect(await world.presence(agent.id)).toMatchObject({ statusId: null, disconnectedAt: null })
    expect(await world.agentWorks(offered)).toMatchObject([{ status: 'UNAVAILABLE' }])
    expect(await world.presence(patient.agent.id)).toMatchObject({ statusId: patient.status, disconnectedAt: lastAliveAt })
    expect((await world.jobs('end-presence')).find(({ key }) => key === `end-presence:${patient.agent.id}`)?.run_at).toEqual(new Date(lastAliveAt.getTime() + 30_000))
    expect(await world.shell.prisma.agentConnection.count({ where: { processId } })).toBe(0)
  })

  it('goes on where an agent has come back to another process before the dead one was noticed', async () => {
    const { agent, status } = await agentAtWork({ disconnectGraceSeconds: 1 })
    const [dead, living] = [await serverProcess(), await serverProcess()]
    await connect(agent.id, dead)
    await connect(agent.id, living)
    await disconnectProcess(world.shell, dead, new Date(world.now().getTime() - 2_000))
    expect(await world.presence(agent.id)).toMatchObject({ statusId: status, disconnectedAt: null })
  })

  it('is counted from when an agent left the other process, where that was later', async () => {
    const { agent } = await agentAtWork({ disconnectGraceSeconds: 2 })
    const [dead, living] = [await serverProcess(), await serverProcess()]
    await connect(agent.id, dead)
    const back = await connect(agent.id, living)
    const lastAliveAt = new Date(world.now().getTime() - 2_000)
    await releaseProcesses(world.shell.pool, [dead], false)
    await disconnectAgent(world.shell, back)
    await disconnectProcess(world.shell, dead, lastAliveAt)
    expect(await world.presence(agent.id)).toMatchObject({ disconnectedAt: world.now() })
  })

  it('goes on where only others took the process for dead', async () => {
    const { agent, status } = await agentAtWork({ disconnectGraceSeconds: 30 })
    const processId = await serverProcess()
    const agents = connectedAgents(world.shell, processId)
    const [first, second] = [await agents.connect(agent.id), await agents.connect(agent.id)]
    await disconnectProcess(world.shell, processId, world.now())
    expect(await world.presence(agent.id)).toMatchObject({ disconnectedAt: world.now() })
    first()
    await agents.reconnect()
    expect(await world.presence(agent.id)).toMatchObject({ statusId: status, disconnectedAt: null })
    const connections = () => world.shell.prisma.agentConnection.count({ where: { processId } })
    expect(await connections()).toBe(1)
    second()
    while ((await connections()) > 0);
    expect(await world.presence(agent.id)).toMatchObject({ disconnectedAt: world.now() })
  })

  it('goes on where a process that was taken for dead has made its connections anew before they were ended', async () => {
    const { agent, status } = await agentAtWork({ disconnectGraceSeconds: 1 })
    const processId = await serverProcess()
    const lastAliveAt = world.now()
    world.pass(4)
    await connect(agent.id, processId)
    await disconnectProcess(world.shell, processId, lastAliveAt)
    expect(await world.presence(agent.id)).toMatchObject({ statusId: status, disconnectedAt: null })
  })

  it('is written once for any number of subscriptions that begin or end together in a process', async () => {
    const agent = await world.agent({ queues: [] })
    await setPresence(world.shell, agent, await world.status())
    const processId = await serverProcess()
    const agents = connectedAgents(world.shell, processId)
    const before = (await world.presence(agent.id))!.version
    const ends = await Promise.all(Array.from({ length: 40 }, () => agents.connect(agent.id)))
    const connections = () => world.shell.prisma.agentConnection.count({ where: { userId: agent.id } })
    expect([await connections(), (await world.presence(agent.id))!.version]).toEqual([1, before + 1])
    ends.slice(1).forEach((end) => { end(); end() })
    expect(await world.presence(agent.id)).toMatchObject({ version: before + 1, disconnectedAt: null })
    ends[0]!()
    while ((await connections()) > 0);
    expect(await world.presence(agent.id)).toMatchObject({ version: before + 2, disconnectedAt: world.now() })
  })

  it('begins anew where the last subscription has just ended', async () => {
    const agent = await world.agent({ queues: [] })
    await setPresence(world.shell, agent, await world.status())
    const agents = connectedAgents(world.shell, await serverProcess())
    let end = await agents.connect(agent.id)
    for (let reload = 0; reload < 20; reload++) {
      end()
      end = await agents.connect(agent.id)
    }
    const connections = () => world.shell.prisma.agentConnection.count({ where: { userId: agent.id } })
    while ((await connections()) > 1);
    expect(await connections()).toBe(1)
    expect(await world.presence(agent.id)).toMatchObject({ disconnectedAt: null })
  })

  it('leaves no connection behind where a process makes its connections anew while an agent is being connected', async () => {
    const agent = await world.agent({ queues: [] })
    const held = holdCommit(db)
    const agents = connectedAgents(held.shell, await serverProcess())
    const connected = agents.connect(agent.id)
    await held.decided
    const renewed = agents.reconnect()
    // Time enough for the renewal, if it doesn't wait for what is held.
    for (let trip = 0; trip < 50; trip++) await db.pool.query('SELECT 1')
    held.release()
    const end = await connected
    await renewed
    const connections = () => world.shell.prisma.agentConnection.count({ where: { userId: agent.id } })
    expect(await connections()).toBe(1)
    end()
    while ((await connections()) > 0);
  })

  it('goes on, without connections too many, where nobody had come to disconnecting it', async () => {
    const { agent } = await agentAtWork()
    const processId = await serverProcess()
    const agents = connectedAgents(world.shell, processId)
    const end = await agents.connect(agent.id)
    await agents.reconnect()
    expect(await world.shell.prisma.agentConnection.count({ where: { userId: agent.id } })).toBe(1)
    end()
    while ((await world.shell.prisma.agentConnection.count({ where: { userId: agent.id } })) > 0);
  })
})

// rules O2, O3
describe('the sweep', () => {
  it('ends offers past their time whose job was lost, and routes what lies about', async () => {
    const queue = await world.queue({ pushTimeoutSeconds: 5 })
    const agents = [await world.agent({ queues: [queue] }), await world.agent({ queues: [queue] })]
    for (const agent of agents) await setPresence(world.shell, agent, await world.status())
    const item = await world.work(queue)
    await sweepRouting(world.shell)
    const first = (await world.live(item))!
    world.pass(6)
    await sweepRouting(world.shell)
    const second = (await world.live(item))!
    expect([first.agentId, second.agentId].sort()).toEqual(agents.map(({ id }) => id).sort())
  })
})

// rule O6
describe('a capacity that changes', () => {
  const capacities = async (agentId: string) => (await loggedOn(world.shell.pool, `agent:${agentId}`)).filter(({ kind }) => kind === 'WorkloadChanged').map(({ payload }) => payload)

  it('is told to whom it concerns and is online, once, also when it takes effect on nothing', async () => {
    const { agent } = await agentAtWork()
    const offline = await world.agent({ queues: [] })
    const administrator = await world.agent({ queues: [], permissions: ['CUSTOMIZE_APPLICATION'] })
    const before = (await capacities(agent.id)).length
    await savePresenceUserConfig(world.shell, administrator, { apiName: `${agent.id}_p`, capacity: 1 })
    await savePresenceUserConfig(world.shell, administrator, { apiName: `${offline.id}_p`, capacity: 1 })
    await savePresenceUserConfig(world.shell, administrator, { apiName: `${agent.id}_p`, disconnectGraceSeconds: 5 })
    await sweepRouting(world.shell)
    expect((await capacities(agent.id)).slice(before)).toEqual([{ configuredCapacity: 1, currentWorkload: 2 }])
    expect(await capacities(offline.id)).toEqual([])
  })

  it('is told by the sweep where a process died before it could', async () => {
    const { agent } = await agentAtWork()
    await world.shell.prisma.presenceUserConfig.update({ where: { id: `${agent.id}.p` }, data: { capacity: 3 } })
    await sweepRouting(world.shell)
    await sweepRouting(world.shell)
    expect((await capacities(agent.id)).filter((told) => 'configuredCapacity' in told && told.configuredCapacity === 3)).toEqual([{ configuredCapacity: 3, currentWorkload: 2 }])
  })
})
