import { graphql } from 'graphql'
import { describe, expect, it } from 'vitest'
import { routePendingWork } from '../../src/commands/routing/route-pending-work.ts'
import { startOrchestration } from '../../src/commands/run/start-orchestration.ts'
import type { Viewer } from '../../src/core/viewer.ts'
import { createContext } from '../../src/graphql/context.ts'
import { globalId } from '../../src/core/global-id.ts'
import { createSchema } from '../../src/graphql/schema.ts'
import type { Realtime } from '../../src/realtime/realtime.ts'
import { useDatabase } from '../support/database.ts'
import { ask, facts, orchestration, stage } from '../support/orchestrations.ts'
import { routingWorld } from '../support/routing-world.ts'

const world = routingWorld(useDatabase())
const schema = createSchema({ isProduction: false })
type Answer = { data: Record<string, Record<string, never> & object>; errors?: unknown }

async function run(viewer: Viewer, source: string, variableValues: Record<string, unknown> = {}) {
  // Nothing here subscribes.
  const contextValue = createContext({ viewer, shell: world.shell, requestId: 'test', realtime: {} as Realtime })
  const answer = await graphql({ schema, source, variableValues, contextValue }) as unknown as Answer
  expect(answer.errors).toBeUndefined()
  return JSON.parse(JSON.stringify(answer.data)) as Record<string, never>
}

const SET = 'mutation ($status: String) { setPresence(input: { status: $status }) { __typename ... on SetPresenceSuccess { omniChannel { presence { apiName } } } ... on Error { code } } }'
const ACCEPT = 'mutation ($id: ID!) { acceptAgentWork(input: { agentWorkId: $id }) { __typename ... on AcceptAgentWorkSuccess { agentWork { status acceptedAt speedToAnswerSeconds } } ... on AgentWorkNotPendingError { code agentWork { status } } } }'

describe('an agent’s day in GraphQL', () => {
  it('is presence, an offer, its acceptance, and the widget that shows all of it', async () => {
    const queue = await world.queue({ pushTimeoutSeconds: 60 })
    const agent = await world.agent({ queues: [queue], capacity: 3 })
    const status = await world.status()
    expect(await run(agent, SET, { status })).toMatchObject({ setPresence: { omniChannel: { presence: { apiName: status } } } })
    expect(await run(agent, SET, { status: 'Nowhere' })).toMatchObject({ setPresence: { __typename: 'NotFoundError', code: 'NOT_FOUND' } })
    const item = await world.work(queue)
    await routePendingWork(world.shell)
    const widget = `{ omniChannel { presenceSince configuredCapacity currentWorkload configuration { apiName capacity statusOnDecline { apiName } } availableStatuses { apiName } queues { apiName routingConfiguration { apiName pushTimeoutSeconds overflowAssignee { __typename } } }
      agentWork(status: [ASSIGNED, OPENED]) { edges { node { id status workItem { id agentWork { status } } agent { username } queue { apiName } pushTimeoutAt capacityWeight handleSeconds } } pageInfo { hasNextPage } } } }`
    const before = await run(agent, widget) as never as { omniChannel: { agentWork: { edges: { node: { id: string } }[] } } }
    expect(before).toMatchObject({ omniChannel: {
      configuredCapacity: 3, currentWorkload: 1, configuration: { capacity: 3, statusOnDecline: null }, queues: [{ apiName: queue, routingConfiguration: { pushTimeoutSeconds: 60, overflowAssignee: null } }],
      agentWork: { edges: [{ node: { status: 'ASSIGNED', workItem: { id: globalId('WorkItem', item), agentWork: [{ status: 'ASSIGNED' }] }, agent: { username: agent.username }, queue: { apiName: queue }, capacityWeight: 1, handleSeconds: null } }] },
    } })
    world.pass(4)
    const { id } = before.omniChannel.agentWork.edges[0]!.node
    expect(await run(agent, ACCEPT, { id })).toMatchObject({ acceptAgentWork: { agentWork: { status: 'OPENED', acceptedAt: world.now().toISOString(), speedToAnswerSeconds: 4 } } })
    expect(await run(agent, ACCEPT, { id })).toMatchObject({ acceptAgentWork: { __typename: 'AgentWorkNotPendingError', agentWork: { status: 'OPENED' } } })
  })

  // rule O8
  it('is seen by supervisors, who are told why work waits, and by nobody else', async () => {
    const queue = await world.queue({ skills: ['spanish'] })
    const agent = await world.agent({ queues: [queue] })
    const supervisor = await world.agent({ queues: [], permissions: ['SUPERVISE_OMNI_CHANNEL'] })
    await run(agent, SET, { status: await world.status() })
    const items = [await world.work(queue), await world.work(queue)]
    await routePendingWork(world.shell)
    const list = 'query ($queue: String!, $after: String) { pendingServiceRoutings(first: 1, queue: $queue, after: $after) { edges { node { id workItem { id } queue { apiName } routingPriority attempts waitingOn } } pageInfo { hasNextPage endCursor } } }'
    const first = await run(supervisor, list, { queue }) as never as { pendingServiceRoutings: { pageInfo: { endCursor: string }; edges: { node: { id: string } }[] } }
    expect(first).toMatchObject({ pendingServiceRoutings: { edges: [{ node: { workItem: { id: globalId('WorkItem', items[0]!) }, queue: { apiName: queue }, waitingOn: [`Skills missing: ${agent.username} (spanish).`] } }], pageInfo: { hasNextPage: true } } })
    expect(await run(supervisor, list, { queue, after: first.pendingServiceRoutings.pageInfo.endCursor })).toMatchObject({ pendingServiceRoutings: { edges: [{ node: { workItem: { id: globalId('WorkItem', items[1]!) } } }], pageInfo: { hasNextPage: false } } })
    expect(await run(agent, list, { queue })).toMatchObject({ pendingServiceRoutings: { edges: [] } })
    const node = 'query ($id: ID!) { node(id: $id) { __typename } }'
    const { id } = first.pendingServiceRoutings.edges[0]!.node
    expect(await run(agent, node, { id })).toEqual({ node: { __typename: 'PendingServiceRouting' } })
    expect(await run(await world.agent({ queues: [] }), node, { id })).toEqual({ node: null })
  })
})

// rule O6a
describe('saving how work is routed', () => {
  const save = 'mutation ($input: SaveQueueRoutingConfigInput!) { saveQueueRoutingConfig(input: $input) { __typename ... on SaveQueueRoutingConfigSuccess { queueRoutingConfig { apiName routingModel routingPriority capacityWeight capacityPercentage pushTimeoutSeconds skills overflowAssignee { ... on User { username } ... on Group { apiName } } } } ... on ValidationError { issues { path } } ... on ForbiddenError { requiredPermission } } }'
  const admin = () => world.agent({ queues: [], permissions: ['CUSTOMIZE_APPLICATION'] })

  it('changes what is named, keeps what is left out, and takes units or percent', async () => {
    const boss = await admin()
    expect(await run(boss, save, { input: { apiName: 'Fast', routingPriority: 0, capacityWeight: 2, skills: ['spanish:2'], overflowAssignee: { user: boss.username } } }))
      .toMatchObject({ saveQueueRoutingConfig: { queueRoutingConfig: { routingModel: 'LEAST_ACTIVE', routingPriority: 0, capacityWeight: 2, capacityPercentage: null, overflowAssignee: { username: boss.username } } } })
    expect(await run(boss, save, { input: { apiName: 'Fast', capacityPercentage: 50, pushTimeoutSeconds: 9, overflowAssignee: null } }))
      .toMatchObject({ saveQueueRoutingConfig: { queueRoutingConfig: { routingPriority: 0, capacityWeight: null, capacityPercentage: 50, pushTimeoutSeconds: 9, skills: ['spanish:2'], overflowAssignee: null } } })
  })

  it('refuses every fault at once, and whoever may not', async () => {
    const input = { apiName: 'no good', routingPriority: -1, capacityWeight: -2, capacityPercentage: 101, pushTimeoutSeconds: -1, dropSkillsAfterSeconds: -5, skills: ['a:b'], overflowAssignee: { queue: 'Nowhere' } }
    const { saveQueueRoutingConfig } = await run(await admin(), save, { input }) as never as { saveQueueRoutingConfig: { issues: { path: string[] }[] } }
    expect(saveQueueRoutingConfig.issues.map(({ path }) => path.slice(1).join('.'))).toEqual(['apiName', 'routingPriority', 'capacityWeight', 'pushTimeoutSeconds', 'dropSkillsAfterSeconds', 'capacityPercentage', 'capacityPercentage', 'skills.0', 'overflowAssignee'])
    expect(await run(await world.agent({ queues: [] }), save, { input: { apiName: 'Fast' } })).toEqual({ saveQueueRoutingConfig: { __typename: 'ForbiddenError', requiredPermission: 'CUSTOMIZE_APPLICATION' } })
  })

  it('refuses negative capacities and graces, unknown statuses, and a status that goes offline under agents', async () => {
    const boss = await admin()
    const presence = 'mutation ($input: SavePresenceUserConfigInput!) { savePresenceUserConfig(input: $input) { __typename ... on SavePresenceUserConfigSuccess { presenceUserConfig { capacity disconnectGraceSeconds isDeclineEnabled statusOnDecline { apiName } } } ... on ValidationError { issues { path } } } }'
    expect(await run(boss, presence, { input: { apiName: 'Team', capacity: -1, disconnectGraceSeconds: -1, statusOnDecline: 'Nowhere' } })).toMatchObject({ savePresenceUserConfig: { issues: [{ path: ['input', 'capacity'] }, { path: ['input', 'disconnectGraceSeconds'] }, { path: ['input', 'statusOnDecline'] }] } })
    const status = 'mutation ($input: SavePresenceStatusInput!) { savePresenceStatus(input: $input) { __typename ... on SavePresenceStatusSuccess { presenceStatus { apiName label isOnline isBusy } } ... on ConflictError { references } } }'
    expect(await run(boss, status, { input: { apiName: 'Here' } })).toMatchObject({ savePresenceStatus: { presenceStatus: { label: 'Here', isOnline: true, isBusy: false } } })
    expect(await run(boss, presence, { input: { apiName: 'Team', capacity: 2.5, disconnectGraceSeconds: 0, statusOnDecline: 'Here' } })).toMatchObject({ savePresenceUserConfig: { presenceUserConfig: { capacity: 2.5, disconnectGraceSeconds: 0, isDeclineEnabled: true, statusOnDecline: { apiName: 'Here' } } } })
    await run(boss, SET, { status: 'Here' })
    expect(await run(boss, status, { input: { apiName: 'Here', isOnline: false } })).toEqual({ savePresenceStatus: { __typename: 'ConflictError', references: [boss.username] } })
    await run(boss, status, { input: { apiName: 'Home', isOnline: false } })
    await run(boss, SET, { status: 'Home' })
    expect(await run(boss, status, { input: { apiName: 'Home', isOnline: true } })).toEqual({ savePresenceStatus: { __typename: 'ConflictError', references: [boss.username] } })
  })

  // rule O6
  it('tells the agents who have a status that it is busy now', async () => {
    const boss = await admin()
    const status = 'mutation ($input: SavePresenceStatusInput!) { savePresenceStatus(input: $input) { __typename } }'
    await run(boss, status, { input: { apiName: 'Desk' } })
    await run(boss, SET, { status: 'Desk' })
    await run(boss, status, { input: { apiName: 'Desk', label: 'At my desk' } })
    expect(await world.events(`agent:${boss.id}`)).toEqual(['PresenceChanged'])
    await run(boss, status, { input: { apiName: 'Desk', isBusy: true } })
    expect(await world.events(`agent:${boss.id}`)).toEqual(['PresenceChanged', 'PresenceChanged'])
    expect(await world.lastEvent(`agent:${boss.id}`)).toMatchObject({ presence: { apiName: 'Desk', isBusy: true } })
  })
})

// rules O1, O3, O5
describe('a run whose work goes to a queue', () => {
  async function started(queue: string): Promise<string> {
    const { prisma } = world.shell
    const flow = facts().flows['Review']!
    if (await prisma.flow.count() === 0) {
      await prisma.flow.create({ data: { id: 'f', apiName: 'Review', label: 'Review', flowType: 'SCREEN' } })
      await prisma.flowVersion.create({ data: { id: flow.versionId, flowId: 'f', versionNumber: 1, status: 'ACTIVE', definition: flow.definition as never } })
      await prisma.flow.update({ where: { id: 'f' }, data: { activeVersionId: flow.versionId } })
    }
    const apiName = `Handle_${queue}`
    const definition = orchestration([stage('One', [ask('Triage', { assignee: { queue } })])], { apiName })
    await prisma.orchestration.create({ data: { id: apiName, apiName, label: apiName, orchestrationType: 'AUTOLAUNCHED' } })
    await prisma.orchestrationVersion.create({ data: { id: `${apiName}.v1`, orchestrationId: apiName, versionNumber: 1, status: 'ACTIVE', definition: definition as never } })
    await prisma.orchestration.update({ where: { id: apiName }, data: { activeVersionId: `${apiName}.v1` } })
    const starter = await world.agent({ queues: [] })
    const { runId } = await startOrchestration(world.shell, starter, { apiName })
    return (await prisma.workItem.findFirstOrThrow({ where: { runId } })).id
  }

  it('waits for an agent from the moment it exists', async () => {
    const queue = await world.queue()
    const agent = await world.agent({ queues: [queue] })
    await run(agent, SET, { status: await world.status() })
    const item = await started(queue)
    expect(await world.pending(item)).toMatchObject({ queueId: queue, offeredToId: null })
    await routePendingWork(world.shell)
    expect(await world.live(item)).toMatchObject({ agentId: agent.id })
  })

  it('goes to the overflow assignee when nobody is left to ask', async () => {
    const taker = await world.agent({ queues: [] })
    const queue = await world.queue({ overflowUserId: taker.id })
    const agent = await world.agent({ queues: [queue] })
    await run(agent, SET, { status: await world.status() })
    const item = await started(queue)
    await routePendingWork(world.shell)
    const offer = (await world.live(item))!
    await run(agent, 'mutation ($id: ID!) { declineAgentWork(input: { agentWorkId: $id }) { ... on DeclineAgentWorkSuccess { agentWork { status } } } }', { id: globalId('AgentWork', offer.id) })
    await routePendingWork(world.shell)
    expect(await world.workItem(item)).toMatchObject({ assigneeUserId: taker.id, assigneeGroupId: null, assignment: 2 })
    expect(await world.pending(item)).toBeNull()
    expect((await world.events(`queue:${queue}`)).at(-1)).toBe('WorkUnqueued')
  })
})
