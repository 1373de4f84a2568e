import { parse, type ExecutionResult, type GraphQLObjectType } from 'graphql'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { acceptAgentWork } from '../../src/commands/routing/accept-agent-work.ts'
import { connectedAgents } from '../../src/commands/routing/connected-agents.ts'
import { routePendingWork } from '../../src/commands/routing/route-pending-work.ts'
import { setPresence } from '../../src/commands/routing/set-presence.ts'
import type { Permission, Viewer } from '../../src/core/viewer.ts'
import { createContext } from '../../src/graphql/context.ts'
import { globalId } from '../../src/core/global-id.ts'
import { createSchema } from '../../src/graphql/schema.ts'
import { subscribeShared } from '../../src/graphql/shared-execution.ts'
import { startEventFeed, type EventFeed } from '../../src/realtime/realtime.ts'
import { useDatabase } from '../support/database.ts'
import { logEvent } from '../support/events.ts'
import { routingWorld } from '../support/routing-world.ts'

const db = useDatabase({ max: 20 })
const world = routingWorld(db)
const schema = createSchema({ isProduction: false })
let feed: EventFeed
beforeAll(async () => {
  feed = await startEventFeed({ pool: db.pool, connection: { connectionString: db.url }, processId: 'server', log: world.shell.log })
  world.shell.wake.events = () => feed.wake()
  await db.prisma.serverProcess.create({ data: { id: 'server', workerIds: [] } })
})
afterAll(() => feed.stop())

// One document for one text, as in a server.
const documents = new Map<string, ReturnType<typeof parse>>()
const parsed = (text: string) => documents.get(text) ?? documents.set(text, parse(text)).get(text)!

type Data = Record<string, Record<string, unknown> & { __typename: string; cursor: string }>

/** One subscription of somebody. `next` gives the event of the one root field, or the code of the error; null at the end. */
async function follow(viewer: Viewer, document: string, variables: Record<string, unknown> = {}) {
  const realtime = { hub: feed.hub, turns: feed.turns, connectAgent: connectedAgents(world.shell, 'server').connect }
  const contextValue = createContext({ viewer, shell: world.shell, requestId: 'test', realtime })
  const result = await subscribeShared({ schema, document: parsed(document), variableValues: variables, contextValue })
  const shown = ({ data, errors }: ExecutionResult) => (errors === undefined ? Object.values(data as Data)[0]! : (errors[0]!.extensions['code'] ?? errors[0]!.message))
  if (!(Symbol.asyncIterator in result)) return { next: async () => shown(result), nextResult: async () => result, end: async () => {} }
  const nextResult = async () => (await result.next()).value as ExecutionResult | undefined
  return {
    next: async () => {
      const given = await nextResult()
      return given === undefined ? null : shown(given)
    },
    nextResult,
    end: async () => void (await result.return()),
  }
}

const OMNI_CHANNEL = `subscription ($after: String) { omniChannel(after: $after) { __typename ... on Event { cursor occurredAt }
  ... on PresenceChanged { presence { apiName } } ... on WorkloadChanged { configuredCapacity currentWorkload }
  ... on WorkAssigned { agentWork { status assignedAt agent { username } queue { apiName } workItem { label status } } }
  ... on WorkAccepted { agentWork { status workItem { label } } } } }`
const QUEUE = `subscription ($queue: String!, $after: String) { queueWork(queue: $queue, after: $after) { __typename ... on Event { cursor }
  ... on WorkQueued { workItem { label } pendingServiceRouting { attempts queue { apiName } } } ... on WorkAssigned { agentWork { agent { username } } } ... on WorkUnqueued { workItem { status } } } }`
const RECORD = `subscription ($record: ID!, $after: String) { recordWork(recordId: $record, after: $after) { __typename ... on Event { cursor }
  ... on WorkItemCreated { workItem { label createdDate record { name owner { name } } } }
  ... on InterviewPaused { interview { guid label pausedAt status } } ... on InterviewDeleted { interviewId guid } } }`
const RUN = `subscription ($run: ID!, $after: String) { runProgress(runId: $run, after: $after) { __typename cursor
  event { milestone occurredAt actor { username } } run { status label startedAt } } }`

/** Events until one of this type, that one included. */
async function upTo(following: Awaited<ReturnType<typeof follow>>, type: string) {
  const events: Data[string][] = []
  while (events.at(-1)?.__typename !== type) {
    const event = await following.next()
    if (event === null || typeof event === 'string') throw new Error(`ended: ${event}`)
    events.push(event as Data[string])
  }
  return events
}

async function person(permissions: Permission[] = ['RUN_FLOWS']): Promise<Viewer> {
  return world.agent({ queues: [], permissions })
}

async function recordOf(owner: Viewer): Promise<string> {
  const recordId = `record-${world.shell.newId()}`
  await db.prisma.record.create({ data: { recordId, objectApiName: 'Case', name: 'Printer is on fire', ownerId: owner.id } })
  return recordId
}

async function interviewOn(recordId: string, owner: Viewer) {
  const row = { guid: world.shell.newId(), label: 'Triage', flowId: 'f', flowVersionId: 'fv', status: 'PAUSED' as const, pausedAt: world.now(), recordId, ownerId: owner.id, createdDate: world.now(), lastModifiedDate: world.now() }
  await db.prisma.flowInterview.create({ data: { ...row, state: {} } })
  return row
}

const publish = async (topic: string, kind: string, payload: object) => {
  await logEvent(db.pool, topic, payload, world.now(), kind)
  feed.wake()
}

// rules O6, O7
describe('omniChannel', () => {
  it('tells an agent all that concerns them, in order, and shows the same again from a cursor', async () => {
    const queue = await world.queue()
    const agent = await world.agent({ queues: [queue] })
    const status = await world.status()
    const following = await follow(agent, OMNI_CHANNEL)
    await setPresence(world.shell, agent, status)
    const item = await world.work(queue)
    await routePendingWork(world.shell)
    await acceptAgentWork(world.shell, agent, (await world.live(item))!.id)
    const seen = await upTo(following, 'WorkAccepted')
    await following.end()
    expect(seen[0]).toMatchObject({ __typename: 'PresenceChanged', presence: { apiName: status }, occurredAt: world.now().toISOString() })
    expect(seen.filter((event) => event.__typename === 'WorkAssigned')).toEqual([expect.objectContaining({
      agentWork: { status: 'ASSIGNED', assignedAt: world.now().toISOString(), agent: { username: agent.username }, queue: { apiName: queue }, workItem: { label: 'Work', status: 'ASSIGNED' } },
    })])
    expect(seen.at(-1)).toMatchObject({ agentWork: { status: 'OPENED', workItem: { label: 'Work' } } })

    // What has happened since does not change what happened then.
    await db.pool.query('DELETE FROM "AgentWork"; DELETE FROM "PendingServiceRouting"; UPDATE "WorkItem" SET "label" = \'Other\', "status" = \'COMPLETED\'')
    const again = await follow(agent, OMNI_CHANNEL, { after: seen[0]!.cursor })
    expect(await upTo(again, 'WorkAccepted')).toEqual(seen.slice(1))
    await again.end()
    expect(feed.hub.subscriberCount).toBe(0)
  })

  // rule O4
  it('counts as a connection of the agent from before the first event until it ends', async () => {
    const agent = await person()
    const connections = () => db.prisma.agentConnection.count({ where: { userId: agent.id } })
    const refused = await follow(agent, OMNI_CHANNEL, { after: 'nonsense' })
    expect(await refused.next()).toBe('CURSOR_INVALID')
    expect(await connections()).toBe(0)
    const following = await follow(agent, OMNI_CHANNEL)
    expect(await connections()).toBe(1)
    await following.end()
    while ((await connections()) > 0);
    expect(feed.hub.subscriberCount).toBe(0)
  })

  // rule A1
  it('ends when the agent is deactivated', async () => {
    const agent = await person()
    const following = await follow(agent, OMNI_CHANNEL)
    await db.prisma.user.update({ where: { id: agent.id }, data: { isActive: false } })
    feed.wake()
    expect([await following.next(), await following.next()]).toEqual(['UNAUTHENTICATED', null])
  })

  // rule O6a
  it('answers a cursor whose event is no longer kept with CURSOR_EXPIRED', async () => {
    const agent = await person()
    const following = await follow(agent, OMNI_CHANNEL)
    await publish(`agent:${agent.id}`, 'WorkloadChanged', { configuredCapacity: 5, currentWorkload: 1 })
    const [event] = await upTo(following, 'WorkloadChanged')
    await following.end()
    await db.pool.query('DELETE FROM "EventLog"')
    const again = await follow(agent, OMNI_CHANNEL, { after: event!.cursor })
    expect(await again.next()).toBe('CURSOR_EXPIRED')
  })
})

// rule O6
describe('queueWork', () => {
  it('shows members and supervisors what enters and leaves the queue, and to nobody else that there is one', async () => {
    const queue = await world.queue()
    const [member, supervisor, stranger] = [await world.agent({ queues: [queue] }), await person(['SUPERVISE_OMNI_CHANNEL']), await person(['RUN_FLOWS', 'MANAGE_FLOW'])]
    const followings = [await follow(member, QUEUE, { queue }), await follow(supervisor, QUEUE, { queue })]
    expect(await (await follow(stranger, QUEUE, { queue })).next()).toBe('NOT_FOUND')
    expect(await (await follow(supervisor, QUEUE, { queue: 'Nowhere' })).next()).toBe('NOT_FOUND')
    await setPresence(world.shell, member, await world.status())
    const item = await world.work(queue)
    await routePendingWork(world.shell)
    await acceptAgentWork(world.shell, member, (await world.live(item))!.id)
    for (const following of followings) {
      expect(await upTo(following, 'WorkUnqueued')).toMatchObject([
        { __typename: 'WorkQueued', workItem: { label: 'Work' }, pendingServiceRouting: { attempts: 0, queue: { apiName: queue } } },
        { __typename: 'WorkAssigned', agentWork: { agent: { username: member.username } } },
        { __typename: 'WorkUnqueued', workItem: { status: 'ASSIGNED' } },
      ])
      await following.end()
    }
  })

  it('ends for somebody who leaves the queue, before they see another event', async () => {
    const queue = await world.queue()
    const member = await world.agent({ queues: [queue] })
    const following = await follow(member, QUEUE, { queue })
    await world.work(queue)
    expect(await following.next()).toMatchObject({ __typename: 'WorkQueued' })
    await db.prisma.groupClosure.deleteMany({ where: { userId: member.id } })
    await world.work(queue)
    expect([await following.next(), await following.next()]).toEqual(['NOT_FOUND', null])
    expect(feed.hub.subscriberCount).toBe(0)
  })
})

// rules O6, I5
describe('recordWork', () => {
  it('shows work items to readers of the record, with everything that hangs on them read anew for each event', async () => {
    const owner = await person()
    const recordId = await recordOf(owner)
    const item = await world.workItem(await world.work(await world.queue(), { recordId }))
    const following = await follow(owner, RECORD, { record: recordId })
    await publish(`record:${recordId}`, 'WorkItemCreated', { workItem: { ...item, label: 'As it was' } })
    expect(await following.next()).toMatchObject({ workItem: { label: 'As it was', createdDate: item.createdDate.toISOString(), record: { name: 'Printer is on fire' } } })
    await db.prisma.record.update({ where: { recordId }, data: { name: 'Printer is out' } })
    await publish(`record:${recordId}`, 'WorkItemCreated', { workItem: item })
    expect(await following.next()).toMatchObject({ workItem: { label: 'Work', record: { name: 'Printer is out' } } })
    await following.end()
  })

  it('is refused in one way for a record that is not there and one that may not be read', async () => {
    const recordId = await recordOf(await person())
    const stranger = await person()
    expect(await (await follow(stranger, RECORD, { record: recordId })).next()).toBe('NOT_FOUND')
    expect(await (await follow(await person(['VIEW_ALL_DATA']), RECORD, { record: 'nothing' })).next()).toBe('NOT_FOUND')
  })

  it('shows a paused interview, and its deletion, to those only who may read it', async () => {
    const [owner, colleague] = [await person(), await person()]
    const recordId = await recordOf(colleague)
    await db.prisma.recordShare.create({ data: { id: world.shell.newId(), recordId, userId: owner.id, access: 'READ' } })
    const interview = await interviewOn(recordId, owner)
    const followings = [await follow(owner, RECORD, { record: recordId }), await follow(colleague, RECORD, { record: recordId })]
    await publish(`record:${recordId}`, 'InterviewPaused', { interview })
    expect(await followings[0]!.next()).toMatchObject({ __typename: 'InterviewPaused', interview: { guid: interview.guid, status: 'PAUSED', pausedAt: world.now().toISOString() } })
    await publish(`record:${recordId}`, 'InterviewDeleted', { guid: interview.guid, ownerId: owner.id })
    expect(await followings[0]!.next()).toMatchObject({ __typename: 'InterviewDeleted', guid: interview.guid, interviewId: globalId('FlowInterview', interview.guid) })
    const item = await world.workItem(await world.work(await world.queue(), { recordId }))
    await publish(`record:${recordId}`, 'WorkItemCreated', { workItem: item })
    expect(await followings[1]!.next()).toMatchObject({ __typename: 'WorkItemCreated' })
    await Promise.all(followings.map((following) => following.end()))
  })

  it('drops a deleted interview from a replay, but for its deletion', async () => {
    const owner = await person()
    const recordId = await recordOf(owner)
    const interview = await interviewOn(recordId, owner)
    const item = await world.workItem(await world.work(await world.queue(), { recordId }))
    const following = await follow(owner, RECORD, { record: recordId })
    await publish(`record:${recordId}`, 'WorkItemCreated', { workItem: item })
    const [created] = await upTo(following, 'WorkItemCreated')
    await publish(`record:${recordId}`, 'InterviewPaused', { interview })
    await db.prisma.flowInterview.delete({ where: { guid: interview.guid } })
    await publish(`record:${recordId}`, 'InterviewDeleted', { guid: interview.guid, ownerId: owner.id })
    await upTo(following, 'InterviewDeleted')
    const again = await follow(owner, RECORD, { record: recordId, after: created!.cursor })
    expect((await upTo(again, 'InterviewDeleted')).map((event) => event.__typename)).toEqual(['InterviewDeleted'])
    await Promise.all([following.end(), again.end()])
  })

  it('ends when the record\'s share is taken back, before another event is seen', async () => {
    const [owner, reader] = [await person(), await person()]
    const recordId = await recordOf(owner)
    await db.prisma.recordShare.create({ data: { id: world.shell.newId(), recordId, userId: reader.id, access: 'READ' } })
    const following = await follow(reader, RECORD, { record: recordId })
    await db.prisma.recordShare.deleteMany({ where: { recordId } })
    await publish(`record:${recordId}`, 'InterviewDeleted', { guid: 'g' })
    expect(await following.next()).toBe('NOT_FOUND')
  })
})

// rules O6, R3c
describe('runProgress', () => {
  const runOf = async (startedById: string, recordId: string | null = null) => {
    const run = { id: world.shell.newId(), orchestrationId: 'o', versionId: 'v', status: 'IN_PROGRESS' as const, label: 'Case', startedById, startedAt: world.now(), recordId }
    await db.prisma.orchestrationRun.create({ data: { ...run, state: {} } })
    const reach = (seq: number) => publish(`run:${run.id}`, 'RunHistoryEventAdded', { milestone: [seq, 'START_STEP', null, null, null, null, null, null, null], run, progress: {}, workItems: {} })
    return { run, reach, variables: { run: globalId('OrchestrationRun', run.id) } }
  }

  it('shows each milestone with the run as it was then', async () => {
    const starter = await person()
    const { run, reach, variables } = await runOf(starter.id)
    const following = await follow(starter, RUN, variables)
    await reach(1)
    await db.prisma.orchestrationRun.update({ where: { id: run.id }, data: { status: 'COMPLETED' } })
    expect(await following.next()).toMatchObject({
      event: { milestone: 'START_STEP', occurredAt: world.now().toISOString(), actor: { username: 'automated.process' } },
      run: { status: 'IN_PROGRESS', label: 'Case', startedAt: world.now().toISOString() },
    })
    await following.end()
  })

  it('is refused in one way for a run that is not there and one that may not be read, and ends when it may not be any more', async () => {
    const [starter, reader] = [await person(), await person()]
    const recordId = await recordOf(reader)
    const { reach, variables } = await runOf(starter.id, recordId)
    expect(await (await follow(await person(), RUN, variables)).next()).toBe('NOT_FOUND')
    expect(await (await follow(starter, RUN, { run: globalId('OrchestrationRun', 'nothing') })).next()).toBe('NOT_FOUND')
    expect(await (await follow(starter, RUN, { run: 'nonsense' })).next()).toBe('NOT_FOUND')
    const following = await follow(reader, RUN, variables)
    await reach(1)
    expect(await following.next()).toMatchObject({ __typename: 'RunHistoryEventAdded' })
    await db.prisma.record.update({ where: { recordId }, data: { ownerId: starter.id } })
    await reach(2)
    expect([await following.next(), await following.next()]).toEqual(['NOT_FOUND', null])
    expect(feed.hub.subscriberCount).toBe(0)
  })
})

// rule O6
describe('an event that many follow', () => {
  const both = async (document: string, variables: readonly Record<string, unknown>[]) => {
    const queue = await world.queue()
    const [member, supervisor] = [await world.agent({ queues: [queue] }), await person(['SUPERVISE_OMNI_CHANNEL', 'RUN_FLOWS'])]
    const followings = [await follow(member, document, { queue, ...variables[0] }), await follow(supervisor, document, { queue, ...variables[1] })]
    await world.work(queue, { recordId: await recordOf(supervisor) })
    const results = [await followings[0]!.nextResult(), await followings[1]!.nextResult()]
    for (const following of followings) await following.end()
    const shown = results.map((result) => (result!.data as Data)['queueWork']!['workItem'] as Record<string, unknown>)
    return { shown, isOne: results[0] === results[1] }
  }
  const asking = (selection: string, declared = '') => `subscription ($queue: String!, $after: String ${declared}) { queueWork(queue: $queue, after: $after) { ... on Event { cursor } ... on WorkQueued { workItem { ${selection} } } } }`

  it('is executed once for all who ask the same, whoever they are', async () => {
    const { isOne, shown } = await both(asking('label assignee { ... on Group { apiName } }'), [{}, {}])
    expect(isOne).toBe(true)
    expect(shown[0]).toMatchObject({ label: 'Work' })
  })

  it('is executed for each where the answer is somebody\'s own', async () => {
    for (const selection of ['canOpen', 'record { name }', 'agentWork { id }', 'linkUrl', 'interview { id }', 'notifications { edges { node { id } } }']) expect((await both(asking(selection), [{}, {}])).isOne, selection).toBe(false)
    expect((await both(asking('record { name }'), [{}, {}])).shown).toEqual([{ record: null }, { record: { name: 'Printer is on fire' } }])
  })

  it('is one answer for each set of variables that has a say in it, and `after` has none', async () => {
    const withLabel = asking('id label @include(if: $full)', ', $full: Boolean!')
    expect((await both(withLabel, [{ full: true }, { full: true }])).isOne).toBe(true)
    const { isOne, shown } = await both(withLabel, [{ full: true }, { full: false }])
    expect(isOne).toBe(false)
    expect(shown.map(({ label }) => label)).toEqual(['Work', undefined])
    expect((await both(asking('id'), [{ after: null }, {}])).isOne).toBe(true)
  })
})

// rule P6
describe('what a subscription may cost', () => {
  /** How often it was asked what the field costs. */
  function countLooks(typeName: string, fieldName: string): () => number {
    const { extensions } = (schema.getType(typeName) as GraphQLObjectType).getFields()[fieldName]! as unknown as { extensions: { complexity: (...given: unknown[]) => unknown } }
    const { complexity } = extensions
    let looks = 0
    extensions.complexity = (...given) => {
      looks++
      return complexity(...given)
    }
    return () => looks
  }

  it('is looked at when it begins, and not again with its events', async () => {
    const queue = await world.queue()
    const member = await world.agent({ queues: [queue] })
    const looks = countLooks('WorkItem', 'notifications')
    for (const selection of ['label', 'canOpen']) {
      const before = looks()
      const following = await follow(member, `subscription ($queue: String!) { queueWork(queue: $queue) { ... on WorkQueued { workItem { ${selection} notifications(first: 5) { edges { node { id } } } } } } }`, { queue })
      expect(looks() - before).toBe(1)
      for (let n = 0; n < 5; n++) {
        await world.work(queue)
        expect(await following.next()).toMatchObject({ workItem: {} })
      }
      expect(looks() - before).toBe(1)
      await following.end()
    }
  })

  it('refuses it before it has begun', async () => {
    const queue = await world.queue()
    const member = await world.agent({ queues: [queue] })
    const asking = (first: number) => follow(member, 'subscription ($queue: String!, $first: Int) { queueWork(queue: $queue) { ... on WorkQueued { workItem { run { history(first: $first) { edges { node { workItem { run { history(first: $first) { edges { node { workItem { id label name status createdDate isActionable } } } } } } } } } } } } } }', { queue, first })
    const before = feed.hub.subscriberCount
    expect(await (await asking(100)).next()).toBe('OPERATION_TOO_EXPENSIVE')
    expect(feed.hub.subscriberCount).toBe(before)
    const following = await asking(1)
    expect(feed.hub.subscriberCount).toBe(before + 1)
    await following.end()
  })
})
