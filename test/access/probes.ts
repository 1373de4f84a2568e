// What is asked for the matrix: every query, every mutation in each case that matters, and every node in the org.
import { globalId } from '../../src/core/global-id.ts'
import { noteFlow, orchestration, stage, step, succeeded } from '../support/deployed.ts'
import type { Person } from './entries.ts'
import { OWNER, RECORD, SHARED, USERNAMES, type World } from './world.ts'

/** A node to be asked for by each person: its type, its id, and of which one it is where there are several. */
export type NodeProbe = { type: string; id: string; which?: string }

/** A root field to be asked by each person. `hides`: the argument, or input, that names what they may not be able to see. */
export type RootProbe = {
  name: string
  which?: string
  args: Record<string, unknown> | ((person: Person) => Promise<Record<string, unknown>>)
  hides?: { at: string; type: string }
}

const UNKNOWN: Readonly<Record<string, string>> = { FlowInterview: '00000000-0000-4000-8000-000000000000' }
/** The id of nothing, in the shape of ids of that type; records go by ids of their own. */
export function unknownId(type: string): string {
  if (type === 'apiName' || type === 'recordId') return 'no_such_thing'
  return globalId(type, UNKNOWN[type] ?? 'nothing')
}

type NodesOf = { [name: string]: { id: string } | null } & { node?: never }

/** One node of each type. */
export async function nodeProbes(world: World): Promise<{ nodes: NodeProbe[]; failed: string; followed: string }> {
  const { admin } = world
  const [byUser, byGroup, byQueue, offered] = [await world.work('By_User', RECORD), await world.work('By_Group', RECORD), await world.work('By_Queue', RECORD), await world.offer()]
  const [interview, choosing, completed] = [await world.paused(), await world.interview('Two_Pages'), await world.completed()]
  succeeded(await world.as('assignee').mutate('pauseInterview', { interviewId: choosing.id }))
  const { interview: own } = succeeded(await world.as('record reader').mutate('startInterview', { flow: 'Two_Pages', recordId: RECORD }, 'interview { id }')) as unknown as { interview: { id: string } }
  succeeded(await world.as('record reader').mutate('pauseInterview', { interviewId: own.id }))
  const begun = await workOfInterview(world, interview)
  const milestone = async (id: string, name: string) => (await admin.run<{ node: { history: { edges: { node: { id: string } }[] } } }, object>(
    `query ($id: ID!) { node(id: $id) { ... on OrchestrationRun { history(first: 1, filter: { milestones: [${name}] }) { edges { node { id } } } } } }`, { id })).node.history.edges[0]!.node.id
  const failed = (succeeded(await admin.mutate('startOrchestration', { apiName: 'To_Nobody', recordId: RECORD }, 'run { id }'))['run'] as { id: string }).id
  const named = await admin.run<NodesOf, object>(`{ flow(apiName: "Note") { id } orchestration(apiName: "By_User") { id } queue(apiName: "Desk") { id } record(recordId: "${RECORD}") { id } viewer { id } }`)
  type Deep = { flow: { activeVersion: { id: string } }; orchestration: { activeVersion: { id: string } }; queue: { routingConfiguration: { id: string } }; groups: { edges: { node: { id: string } }[] }; pendingServiceRoutings: { edges: { node: { id: string; workItem: { id: string } } }[] } }
  const deep = await admin.run<Deep, object>(`{ flow(apiName: "Note") { activeVersion { id } } orchestration(apiName: "By_User") { activeVersion { id } } queue(apiName: "Desk") { routingConfiguration { id } }
    groups(groupType: REGULAR) { edges { node { id } } } pendingServiceRoutings(first: 100) { edges { node { id workItem { id } } } } }`)
  const run = (await admin.run<{ node: { stages: { id: string; steps: { id: string }[] }[]; workItems: { edges: { node: { assignee: { id: string }; notifications: { edges: { node: { id: string } }[] } } }[] } } }, object>(
    `query ($id: ID!) { node(id: $id) { ... on OrchestrationRun { stages { id steps { id } } workItems { edges { node { assignee { ... on User { id } } notifications { edges { node { id } } } } } } } } }`, { id: byUser.run })).node
  const agent = (await world.as('queue member').run<{ omniChannel: { configuration: { id: string }; presence: { id: string } } }, object>('{ omniChannel { configuration { id } presence { id } } }'))
  const visitor = (await world.as('site visitor').run<{ viewer: { id: string; sites: { id: string }[] } }, object>('{ viewer { id sites { id } } }')).viewer
  const item = run.workItems.edges[0]!.node
  const nodes: NodeProbe[] = [
    { type: 'WorkItem', id: byUser.item, which: 'given to the assignee' }, { type: 'WorkItem', id: byGroup.item, which: 'given to the group' }, { type: 'WorkItem', id: byQueue.item, which: 'given to the queue' },
    { type: 'WorkItem', id: (await world.work('By_User')).item, which: 'whose record its assignee may read' }, { type: 'WorkItem', id: (await world.work('By_Group')).item, which: 'whose record its group may read' },
    { type: 'WorkItem', id: completed.item, which: 'completed by the assignee' }, { type: 'WorkItem', id: begun.id, which: 'of the assignee\'s interview' }, { type: 'WorkItem', id: offered.item, which: 'offered to the queue member' },
    { type: 'OrchestrationRun', id: byUser.run }, { type: 'StageRun', id: run.stages[0]!.id }, { type: 'StepRun', id: run.stages[0]!.steps[0]!.id }, { type: 'StepRun', id: begun.step.id, which: 'of the assignee\'s interview' }, { type: 'RunHistoryEvent', id: await milestone(byUser.run, 'START_WORK_ITEM') }, { type: 'RunHistoryEvent', id: await milestone(completed.run, 'END_WORK_ITEM'), which: 'of completed work' },
    { type: 'OrchestrationRun', id: failed, which: 'that failed' },
    { type: 'EmailNotification', id: item.notifications.edges[0]!.node.id }, { type: 'User', id: item.assignee.id, which: 'the assignee' }, { type: 'User', id: visitor.id, which: 'the site visitor' },
    { type: 'FlowInterview', id: interview, which: 'of a work item' }, { type: 'FlowInterview', id: choosing.id, which: 'of no work item' }, { type: 'FlowInterview', id: own.id, which: 'of the record reader' }, { type: 'AgentWork', id: offered.agentWork },
    { type: 'PendingServiceRouting', id: deep.pendingServiceRoutings.edges.find(({ node }) => node.workItem.id === byQueue.item)!.node.id },
    { type: 'Record', id: named['record']!.id }, { type: 'Record', id: globalId('Record', SHARED), which: 'that those with work may read' }, { type: 'Flow', id: named['flow']!.id }, { type: 'FlowVersion', id: deep.flow.activeVersion.id },
    { type: 'Orchestration', id: named['orchestration']!.id }, { type: 'OrchestrationVersion', id: deep.orchestration.activeVersion.id },
    { type: 'Group', id: named['queue']!.id, which: 'the queue' }, { type: 'Group', id: deep.groups.edges[0]!.node.id, which: 'the group' },
    { type: 'QueueRoutingConfig', id: deep.queue.routingConfiguration.id }, { type: 'PresenceUserConfig', id: agent.omniChannel.configuration.id }, { type: 'ServicePresenceStatus', id: agent.omniChannel.presence.id },
    { type: 'Site', id: visitor.sites[0]!.id },
  ]
  return { nodes, failed, followed: byUser.run }
}

async function workOfInterview({ admin }: World, id: string): Promise<{ id: string; step: { id: string } }> {
  return (await admin.run<{ node: { workItem: { id: string; step: { id: string } } } }, object>('query ($id: ID!) { node(id: $id) { ... on FlowInterview { workItem { id step { id } } } } }', { id })).node.workItem
}

/** Every query. */
export function queryProbes(nodes: readonly NodeProbe[]): RootProbe[] {
  const workItem = nodes.find(({ type }) => type === 'WorkItem')!.id
  return [
    { name: 'node', args: { id: workItem }, hides: { at: 'id', type: 'WorkItem' } }, { name: 'nodes', args: { ids: [workItem] }, hides: { at: 'ids', type: 'WorkItem' } },
    { name: 'viewer', args: {} }, { name: 'record', args: { recordId: RECORD }, hides: { at: 'recordId', type: 'recordId' } },
    { name: 'flow', args: { apiName: 'Note' } }, { name: 'flows', args: {} }, { name: 'flowAction', args: { name: 'http.request' } },
    { name: 'orchestration', args: { apiName: 'By_User' } }, { name: 'orchestrations', args: {} },
    { name: 'runs', args: {} }, { name: 'runs', which: 'of the record', args: { filter: { recordId: RECORD } } },
    { name: 'workItems', args: {} }, { name: 'workItems', which: 'of the record', args: { filter: { recordId: RECORD } } }, { name: 'workItems', which: 'assigned to me', args: { filter: { assignedToMe: true } } },
    { name: 'pausedInterviews', args: {} }, { name: 'queue', args: { apiName: 'Desk' } }, { name: 'groups', args: {} },
    { name: 'omniChannel', args: {} }, { name: 'pendingServiceRoutings', args: {} }, { name: 'processAutomationSettings', args: {} },
    { name: 'simulateOrchestration', args: { input: { orchestration: 'By_User' } } },
    { name: 'simulateOrchestration', which: 'of a broken draft', args: { input: { draft: orchestration('Broken', [stage('One', [step('Do', { user: 'no such user' })])]) } } },
  ]
}

const once = <Value>(make: () => Promise<Value>): (() => Promise<Value>) => {
  let made: Promise<Value> | null = null
  return () => (made ??= make())
}

/** Every mutation, in each case in which it answers otherwise. What it would change is made anew for each person where several may. */
export function mutationProbes(world: World, runs: { failed: string }): RootProbe[] {
  const { admin } = world
  const own = (person: Person) => (person === 'nobody' ? 'nobody' : USERNAMES[person])
  const fixed = (name: string, input: object, rest: Partial<RootProbe> = {}): RootProbe => ({ name, args: { input }, ...rest })
  const made = (name: string, make: (person: Person) => Promise<object>, rest: Partial<RootProbe> = {}): RootProbe => ({ name, args: async (person) => ({ input: await make(person) }), ...rest })
  const aRun = { at: 'runId', type: 'OrchestrationRun' }, anItem = { at: 'workItemId', type: 'WorkItem' }, anInterview = { at: 'interviewId', type: 'FlowInterview' }, anOffer = { at: 'agentWorkId', type: 'AgentWork' }
  const aRecord = { at: 'recordId', type: 'recordId' }
  const run = (change?: string) => once(async () => {
    const { run: runId } = await world.work('By_User', RECORD)
    if (change !== undefined) succeeded(await admin.mutate(change, { runId }))
    return { runId }
  })
  const offer = (before?: string) => once(async () => {
    const { agentWork: agentWorkId } = await world.offer()
    if (before !== undefined) succeeded(await world.as('queue member').mutate(before, { agentWorkId }))
    return { agentWorkId }
  })
  const item = (kind: Parameters<World['work']>[0], recordId?: string) => once(async () => ({ workItemId: (await world.work(kind, recordId)).item }))
  const completed = once(async () => ({ workItemId: (await world.completed()).item }))
  const pending = item('By_Queue', RECORD)
  const saveFlow = (apiName: string) => ({ apiName, label: apiName, flowType: 'SCREEN', ...noteFlow() }), saveOrchestration = (apiName: string) => orchestration(apiName, [stage('One', [step('Do', { user: 'assignee' })])])
  const drafted = (mutation: string, input: object & { apiName: string }, activate?: string) => once(async () => {
    succeeded(await admin.mutate(mutation, input))
    if (activate !== undefined) succeeded(await admin.mutate(activate, { apiName: input.apiName }))
    return { apiName: input.apiName }
  })
  return [
    fixed('saveFlow', saveFlow('Saved')), made('activateFlow', drafted('saveFlow', saveFlow('To_Activate'))), made('deactivateFlow', drafted('saveFlow', saveFlow('To_Deactivate'), 'activateFlow')),
    made('deleteFlowVersion', once(async () => ({ ...await drafted('saveFlow', saveFlow('To_Delete'))(), versionNumber: 1 }))),
    fixed('saveOrchestration', saveOrchestration('Saved')), made('activateOrchestration', drafted('saveOrchestration', saveOrchestration('To_Activate'))),
    made('deactivateOrchestration', drafted('saveOrchestration', saveOrchestration('To_Deactivate'), 'activateOrchestration')),
    made('deleteOrchestrationVersion', once(async () => ({ ...await drafted('saveOrchestration', saveOrchestration('To_Delete'))(), versionNumber: 1 }))),
    fixed('saveSite', { apiName: 'Saved', baseUrl: 'nowhere' }, { which: 'at no address' }),
    fixed('upsertRecord', { recordId: RECORD, objectApiName: 'Case' }), made('upsertRecord', async (person) => ({ recordId: `new-${own(person)}`, objectApiName: 'Case' }), { which: 'a new one' }),
    fixed('shareRecord', { recordId: RECORD, user: OWNER, access: 'READ' }, { hides: aRecord }),
    fixed('startOrchestration', { apiName: 'By_User', recordId: RECORD }, { hides: aRecord }), fixed('startOrchestration', { apiName: 'By_User' }, { which: 'without a record' }),
    made('suspendRun', run(), { hides: aRun }), made('suspendRun', run('cancelRun'), { which: 'that has ended', hides: aRun }), made('cancelRun', run(), { hides: aRun }),
    made('resumeRun', run('suspendRun'), { hides: aRun }), fixed('resumeRun', { runId: runs.failed }, { which: 'that failed', hides: aRun }), made('publishOrchestrationEvent', run(), { hides: aRun }),
    made('openWorkItem', item('By_User'), { which: 'given to the assignee', hides: anItem }), made('openWorkItem', item('By_Group'), { which: 'given to the group', hides: anItem }), made('openWorkItem', item('By_Queue'), { which: 'given to the queue', hides: anItem }),
    made('openWorkItem', item('By_User', RECORD), { which: 'given to the assignee, whose record they may not read', hides: anItem }), made('openWorkItem', completed, { which: 'completed by the assignee', hides: anItem }),
    made('reassignWorkItem', item('By_User', RECORD), { hides: anItem }), made('reassignWorkItem', completed, { which: 'completed by the assignee', hides: anItem }),
    made('reassignWorkItems', async () => ({ workItemIds: [(await world.work('By_User', RECORD)).item, (await completed()).workItemId] })),
    fixed('startInterview', { flow: 'Two_Pages', recordId: RECORD }, { hides: aRecord }), fixed('startInterview', { flow: 'Note' }, { which: 'without a record' }),
    made('submitScreen', once(async () => { const { id, revision } = await world.interview(); return { interviewId: id, revision, values: {} } }), { hides: anInterview }),
    made('submitScreen', once(async () => { const { id } = await world.interview(); return { interviewId: id, revision: 0, values: {} } }), { which: 'with an old revision', hides: anInterview }),
    made('previousScreen', once(async () => {
      const { id, revision } = await world.interview('Two_Pages')
      const { interview } = succeeded(await world.as('assignee').mutate('submitScreen', { interviewId: id, revision, values: {} }, 'interview { screen { revision } }')) as unknown as { interview: { screen: { revision: number } } }
      return { interviewId: id, revision: interview.screen.revision }
    }), { hides: anInterview }),
    made('pauseInterview', once(async () => ({ interviewId: (await world.interview()).id })), { hides: anInterview }),
    made('resumeInterview', async () => ({ interviewId: await world.paused() }), { hides: anInterview }), made('deleteInterview', async () => ({ interviewId: await world.paused() }), { hides: anInterview }),
    made('resumeInterviews', async () => ({ interviewIds: [await world.paused()] }), { hides: { at: 'interviewIds', type: 'FlowInterview' } }), made('deleteInterviews', async () => ({ interviewIds: [await world.paused()] }), { hides: { at: 'interviewIds', type: 'FlowInterview' } }),
    fixed('setPresence', { status: 'Online' }),
    made('acceptAgentWork', offer(), { hides: anOffer }), made('acceptAgentWork', offer('declineAgentWork'), { which: 'declined already', hides: anOffer }), made('declineAgentWork', offer(), { hides: anOffer }), made('closeAgentWork', offer('acceptAgentWork'), { hides: anOffer }),
    made('assignAgentWork', async () => ({ ...(await pending()), agent: 'agent' }), { hides: anItem }),
    fixed('saveUser', { username: 'saved' }), fixed('saveGroup', { apiName: 'Saved' }), fixed('saveSite', { apiName: 'Saved', baseUrl: 'https://saved.example.com' }), fixed('saveQueueRoutingConfig', { apiName: 'Saved' }),
    fixed('savePresenceStatus', { apiName: 'Saved' }), fixed('savePresenceUserConfig', { apiName: 'Saved' }), fixed('updateProcessAutomationSettings', { letUsersPauseFlows: true }),
  ].map((probe) => (probe.name === 'reassignWorkItem' ? withAssignee(probe) : probe.name === 'reassignWorkItems' ? withAssignee(probe) : probe))
}

// Given back to whom it is from is no change: so to somebody else.
function withAssignee(probe: RootProbe): RootProbe {
  const args = probe.args as (person: Person) => Promise<{ input: object }>
  return { ...probe, args: async (person) => ({ input: { ...(await args(person)).input, assignee: { user: OWNER } } }) }
}
