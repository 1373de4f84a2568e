// Omni-Channel as its users meet it: queues, agents and work, made and moved over the network only.
import { randomUUID } from 'node:crypto'
import { until, type Answer, type Caller, type Followed } from './server.ts'

/** An agent work as the widget shows it. */
export type Offer = {
  id: string; status: string; capacityWeight: number; declineReason: string | null; pushTimeoutAt: string | null; acceptedAt: string | null; closedAt: string | null
  workItem: { id: string; label: string }; queue: { apiName: string }
}
/** The caller's own widget. */
export type Widget = { presence: { apiName: string } | null; configuredCapacity: number; currentWorkload: number; agentWork: { edges: { node: Offer }[] } }

/** Fields of saveQueueRoutingConfig, savePresenceUserConfig and saveUser, but for their names. */
export type Routing = { routingModel?: string; routingPriority?: number; secondaryRoutingPriority?: number; capacityWeight?: number; capacityPercentage?: number; pushTimeoutSeconds?: number; overflowAssignee?: object; skills?: string[]; dropSkillsAfterSeconds?: number }
export type AgentSetup = { capacity?: number; isAutoAccept?: boolean; isDeclineEnabled?: boolean; isDeclineReasonEnabled?: boolean; disconnectGraceSeconds?: number; statusOnDecline?: string; statusOnPushTimeout?: string; skills?: string[]; permissions?: string[]; name?: string }

/** One agent: their name, their way in, and what they do most. */
export type TestAgent = Caller & {
  username: string
  /** Chooses a status; null logs out. */
  be(status: string | null): Promise<void>
  widget(): Promise<Widget>
  /** What they hold now, oldest first. */
  held(): Promise<Offer[]>
  /** The offer of this item, once it is there. */
  offered(workItemId: string): Promise<Offer>
  accept(offer: Offer): Promise<Answer>
  decline(offer: Offer, reason?: string): Promise<Answer>
  close(offer: Offer): Promise<Answer>
  /** Follows omniChannel; resolves online as Available, once everything from then on will come. `start`: the cursor of that. */
  connect(): Promise<{ following: Followed; start: string }>
  /** Opens the item and finishes its screen. */
  complete(workItemId: string): Promise<Answer>
}

/** What the subscription omniChannel is asked for. */
export const OMNI_CHANNEL = `subscription ($after: String) { omniChannel(after: $after) { __typename ... on Event { cursor occurredAt }
  ... on WorkAssigned { agentWork { id status workItem { id status } queue { apiName } } } ... on WorkAccepted { agentWork { id status workItem { id } } }
  ... on WorkDeclined { agentWork { id status declineReason workItem { id } } } ... on WorkPushTimedOut { agentWork { id status workItem { id } } }
  ... on WorkClosed { agentWork { id status workItem { id status } } } ... on WorkCanceled { agentWork { id status workItem { id } } }
  ... on PresenceChanged { presence { apiName } } ... on WorkloadChanged { configuredCapacity currentWorkload } } }`
/** What queueWork is asked for. */
export const QUEUE_WORK = `subscription ($queue: String!, $after: String) { queueWork(queue: $queue, after: $after) { __typename ... on Event { cursor }
  ... on WorkQueued { workItem { id } pendingServiceRouting { attempts queue { apiName } waitingOn } }
  ... on WorkAssigned { agentWork { status agent { username } workItem { id } } } ... on WorkUnqueued { workItem { id status } } } }`

const WIDGET = `query ($status: [AgentWorkStatus!]) { omniChannel { presence { apiName } configuredCapacity currentWorkload agentWork(first: 100, status: $status) { edges { node {
  id status capacityWeight declineReason pushTimeoutAt acceptedAt closedAt workItem { id label } queue { apiName } } } } } }`

/** A name nobody had before; API names take letters, digits and single underscores. */
export function fresh(prefix: string): string {
  return `${prefix}_${randomUUID().slice(0, 8)}`
}

/** Omni-Channel of one server, set up by its `admin`. Call `setUp` once before the rest. */
export function omni(as: (username: string) => Caller) {
  const admin = as('admin')
  const saved = async (name: string, input: object, fields?: string): Promise<Answer> => {
    const answer = await admin.mutate(name, input, fields)
    if (!answer.__typename.endsWith('Success')) throw new Error(`${name} answered ${JSON.stringify(answer)} to ${JSON.stringify(input)}`)
    return answer
  }

  const setUp = async (): Promise<void> => {
    for (const status of [{ apiName: 'Available', isOnline: true, isBusy: false }, { apiName: 'Busy', isOnline: true, isBusy: true }, { apiName: 'Away', isOnline: false, isBusy: false }]) await saved('savePresenceStatus', status)
    await saved('saveFlow', { apiName: 'Answer', label: 'Answer', flowType: 'SCREEN', start: 'Show', elements: [{ screen: { apiName: 'Show', label: 'Show', fields: [{ apiName: 'note', label: 'Note', fieldType: 'TEXT' }] } }] })
    await saved('activateFlow', { apiName: 'Answer' })
    const step = { apiName: 'Do', label: 'Do it', stepType: 'INTERACTIVE', action: { flow: 'Answer' }, assignee: { resource: 'queue' } }
    await saved('saveOrchestration', { apiName: 'Handle', label: 'Handle', orchestrationType: 'AUTOLAUNCHED', variables: [{ apiName: 'queue', dataType: 'STRING', isInput: true }], stages: [{ apiName: 'Only', label: 'Only', steps: [step] }] })
    await saved('activateOrchestration', { apiName: 'Handle' })
  }

  const agentNamed = (username: string): TestAgent => {
    const caller = as(username)
    const widget = async (status: string[] | null = null) => (await caller.run<{ omniChannel: Widget }, object>(WIDGET, { status })).omniChannel
    const held = async () => (await widget(['ASSIGNED', 'OPENED'])).agentWork.edges.map(({ node }) => node).reverse()
    const be = async (status: string | null) => {
      const result = await caller.mutate('setPresence', { status })
      if (result.__typename !== 'SetPresenceSuccess') throw new Error(JSON.stringify(result))
    }
    const answer = (name: string, offer: Offer, more: object = {}) => caller.mutate(name, { agentWorkId: offer.id, ...more }, 'agentWork { id status declineReason acceptedAt closedAt }')
    return {
      ...caller, username, held, widget: () => widget(),
      be,
      connect: async () => {
        const following = caller.follow(OMNI_CHANNEL)
        await until(async () => {
          await be('Busy')
          await be('Available')
          return following.events.length
        }, (count) => count > 0)
        const last = await until(async () => following.events.at(-1), (event) => (event?.['presence'] as { apiName?: string } | undefined)?.apiName === 'Available')
        return { following, start: last!.cursor! }
      },
      offered: async (workItemId) => (await until(held, (offers) => offers.some(({ workItem }) => workItem.id === workItemId))).find(({ workItem }) => workItem.id === workItemId)!,
      accept: (offer) => answer('acceptAgentWork', offer),
      decline: (offer, reason) => answer('declineAgentWork', offer, { reason }),
      close: (offer) => answer('closeAgentWork', offer),
      complete: async (workItemId) => {
        const opened = await caller.mutate('openWorkItem', { workItemId }, 'interview { id screen { revision } }')
        if (opened.__typename !== 'OpenWorkItemSuccess') return opened
        const { id, screen } = opened['interview'] as { id: string; screen: { revision: number } }
        return caller.mutate('submitScreen', { interviewId: id, revision: screen.revision, values: { note: 'done' } }, 'workItem { id status }')
      },
    }
  }

  const world = {
    admin, saved, setUp, agentNamed,
    /** A new agent with a presence configuration of their own; offline. */
    agent: async ({ skills, permissions = ['RUN_FLOWS'], name = fresh('agent'), ...config }: AgentSetup = {}): Promise<TestAgent> => {
      await saved('savePresenceUserConfig', { apiName: `For_${name}`, ...config })
      await saved('saveUser', { username: name, presenceUserConfig: `For_${name}`, permissions, ...(skills !== undefined && { skills }) })
      return agentNamed(name)
    },
    /** A new routable queue of these agents, with a routing configuration of its own. Returns its API name. */
    queue: async (members: readonly TestAgent[], routing: Routing = {}): Promise<string> => {
      const name = fresh('Queue')
      await saved('saveQueueRoutingConfig', { apiName: `For_${name}`, ...routing })
      await saved('saveGroup', { apiName: name, groupType: 'QUEUE', users: members.map(({ username }) => username), supportedObjects: ['OrchestrationWorkItem'], routingConfiguration: `For_${name}` })
      return name
    },
    /** Starts a run whose one work item goes to this queue; returns the item's id. */
    work: async (queue: string): Promise<string> => {
      const { run } = await saved('startOrchestration', { apiName: 'Handle', inputs: { queue } }, 'run { id workItems(first: 1) { edges { node { id } } } }') as unknown as { run: { workItems: { edges: { node: { id: string } }[] } } }
      return run.workItems.edges[0]!.node.id
    },
    /** Every agent work of an item, oldest first. */
    history: async (workItemId: string): Promise<{ id: string; status: string; agent: string }[]> => {
      const { node } = await admin.run<{ node: { agentWork: { id: string; status: string; agent: { username: string } }[] } }, object>('query ($id: ID!) { node(id: $id) { ... on WorkItem { agentWork { id status agent { username } } } } }', { id: workItemId })
      return node.agentWork.map(({ agent, ...rest }) => ({ ...rest, agent: agent.username }))
    },
    /** What waits in a queue, in routing order. */
    pending: async (queue: string): Promise<{ workItem: { id: string }; attempts: number; queuedAt: string; waitingOn: string[] }[]> => {
      const { pendingServiceRoutings } = await admin.run<{ pendingServiceRoutings: { edges: { node: never }[] } }, object>('query ($queue: String!) { pendingServiceRoutings(first: 100, queue: $queue) { edges { node { workItem { id } attempts queuedAt waitingOn routingPriority } } } }', { queue })
      return pendingServiceRoutings.edges.map(({ node }) => node)
    },
  }
  return {
    ...world,
    /** As many of `work`, one after the other; their ids. */
    items: async (queue: string, count: number): Promise<string[]> => {
      const ids: string[] = []
      for (let n = 0; n < count; n++) ids.push(await world.work(queue))
      return ids
    },
    /** Who got a work item, once somebody has. */
    holder: async (workItemId: string): Promise<string> => (await until(() => world.history(workItemId), (works) => ['ASSIGNED', 'OPENED'].includes(works.at(-1)?.status ?? ''))).at(-1)!.agent,
    /** Makes agents available, one after the other. */
    online: async (...agents: TestAgent[]): Promise<void> => {
      for (const one of agents) await one.be('Available')
    },
  }
}
