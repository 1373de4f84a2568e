// One small org in which everybody of the matrix has their own way to some of it, and nobody to all.
import { deploy, deployFlow, makeRecord, makeUser, noteFlow, open, stage, step, succeeded } from '../support/deployed.ts'
import { callerOf, until, type Caller, type TestServer } from '../support/server.ts'
import type { Person } from './entries.ts'

/** Usernames of the persons who can sign in. */
export const USERNAMES: Readonly<Record<Exclude<Person, 'nobody'>, string>> = {
  stranger: 'stranger', assignee: 'assignee', 'group member': 'member', 'queue member': 'agent', 'site visitor': 'visitor', 'record reader': 'reader', administrator: 'admin',
}

/** The record that work is about: read by its owner, the record reader and the site visitor. */
export const RECORD = 'case-1'
/** Another that those who are given work about it may read too. */
export const SHARED = 'case-2'
export const OWNER = 'owner'

/** A run of one work item. */
export type Work = { run: string; item: string }
/** The org, and how more comes to be in it. */
export type World = {
  admin: Caller
  as(person: Person): Caller
  /** Starts a run whose item is the assignee's, the group's or the queue's. */
  work(kind: 'By_User' | 'By_Group' | 'By_Queue' | 'By_Quick_Queue', recordId?: string): Promise<Work>
  /** Has the assignee open an item, as far as its one screen. */
  interview(flow?: string): Promise<{ id: string; revision: number }>
  /** Has the assignee pause an interview. */
  paused(): Promise<string>
  /** Work that the assignee has completed. */
  completed(): Promise<Work>
  /** Work that is offered to the queue member. */
  offer(kind?: 'By_Queue' | 'By_Quick_Queue'): Promise<Work & { agentWork: string }>
}

/** Makes the org on a server. */
export async function makeWorld(server: TestServer): Promise<World> {
  const admin = server.as('admin'), assignee = server.as('assignee')
  const nobody: Caller = { ...callerOf(() => server.url, '', []), answer: (query, variables) => post(server.url, { query, variables }) }
  const saved = async (name: string, input: object) => succeeded(await admin.mutate(name, input))
  await saved('updateProcessAutomationSettings', { letUsersPauseFlows: true, orgBaseUrl: 'https://org.example.com', emailFrom: 'work@example.com', verifiedEmailDomains: ['example.com'] })
  await saved('saveSite', { apiName: 'Help', baseUrl: 'https://site.example.com', isLive: true })
  await saved('savePresenceStatus', { apiName: 'Online', isOnline: true, isBusy: false })
  await saved('savePresenceUserConfig', { apiName: 'Roomy', capacity: 10_000, statusOnDecline: 'Online', statusOnPushTimeout: 'Online' })
  for (const username of ['stranger', 'assignee', 'member', 'reader', OWNER]) await makeUser(admin, username)
  await makeUser(admin, 'agent', { presenceUserConfig: 'Roomy' })
  await makeUser(admin, 'visitor', { userType: 'SITE_VISITOR', sites: ['Help'] })
  await saved('saveGroup', { apiName: 'Team', groupType: 'REGULAR', users: ['member'] })
  for (const [apiName, more] of [['Desk', {}], ['Quick_Desk', { pushTimeoutSeconds: 1 }]] as const) {
    await saved('saveQueueRoutingConfig', { apiName: `For_${apiName}`, routingModel: 'EXTERNAL_ROUTING', capacityWeight: 1, overflowAssignee: { group: 'Team' }, ...more })
    await saved('saveGroup', { apiName, groupType: 'QUEUE', users: ['agent'], supportedObjects: ['OrchestrationWorkItem'], routingConfiguration: `For_${apiName}` })
  }
  const share = (recordId: string, whom: object) => saved('shareRecord', { recordId, access: 'READ', ...whom })
  for (const recordId of [RECORD, SHARED]) {
    await makeRecord(admin, recordId, { owner: OWNER })
    for (const user of ['reader', 'visitor']) await share(recordId, { user })
  }
  for (const whom of [{ user: 'assignee' }, { group: 'Team' }, { group: 'Desk' }]) await share(SHARED, whom)
  await deployFlow(admin, 'Note', noteFlow())
  const screen = (apiName: string, rest: object = {}) => ({ screen: { apiName, label: apiName, allowPause: true, allowBack: true, fields: [{ apiName: `${apiName}Choice`, label: 'Choice', fieldType: 'PICKLIST', choices: [{ label: 'Yes', value: 'yes' }] }], ...rest } })
  await deployFlow(admin, 'Two_Pages', { elements: [
    { assignment: { apiName: 'Tie', label: 'Tie', assignments: [{ to: '$Flow.CurrentRecord', operator: 'ASSIGN', resource: '$Record.Id' }], next: 'One' } }, screen('One', { next: 'Two' }), screen('Two')], start: 'Tie' })
  const next = stage('Then', [step('Next', { user: 'assignee' })])
  for (const [apiName, whom] of [['By_User', { user: 'assignee' }], ['By_Group', { group: 'Team' }], ['By_Queue', { queue: 'Desk' }], ['By_Quick_Queue', { queue: 'Quick_Desk' }]] as const) await deploy(admin, apiName, [stage('First', [step('Do', whom)]), next])
  await deploy(admin, 'To_Nobody', [stage('First', [step('Do', { resource: 'whom' })])], { variables: [{ apiName: 'whom', dataType: 'STRING', isInput: true, default: 'no such user' }] })
  succeeded(await server.as('agent').mutate('setPresence', { status: 'Online' }))

  const work: World['work'] = async (apiName, recordId = SHARED) => {
    const { run } = succeeded(await admin.mutate('startOrchestration', { apiName, recordId }, 'run { id workItems(first: 1) { edges { node { id } } } }')) as unknown as { run: { id: string; workItems: { edges: { node: { id: string } }[] } } }
    return { run: run.id, item: run.workItems.edges[0]!.node.id }
  }
  const interview: World['interview'] = async (flow) => {
    if (flow === undefined) {
      const { interviewId, revision } = await open(assignee, (await work('By_User')).item)
      return { id: interviewId, revision }
    }
    const { interview: started } = succeeded(await assignee.mutate('startInterview', { flow, recordId: SHARED }, 'interview { id screen { revision } }')) as unknown as { interview: { id: string; screen: { revision: number } } }
    return { id: started.id, revision: started.screen.revision }
  }
  return {
    admin, work, interview,
    as: (person) => (person === 'nobody' ? nobody : server.as(USERNAMES[person])),
    paused: async () => {
      const { id } = await interview()
      succeeded(await assignee.mutate('pauseInterview', { interviewId: id }))
      return id
    },
    completed: async () => {
      const made = await work('By_User')
      const { interviewId, revision } = await open(assignee, made.item)
      succeeded(await assignee.mutate('submitScreen', { interviewId, revision, values: {} }))
      return made
    },
    offer: async (kind = 'By_Queue') => {
      const made = await work(kind)
      const { agentWork } = succeeded(await admin.mutate('assignAgentWork', { workItemId: made.item, agent: 'agent' }, 'agentWork { id }')) as unknown as { agentWork: { id: string } }
      return { ...made, agentWork: agentWork.id }
    },
  }
}

/** Waits for the time-out of an offer that nobody answers. */
export async function timedOut({ admin }: World, agentWork: string): Promise<void> {
  await until(() => admin.run<{ node: { status: string } }, object>('query ($id: ID!) { node(id: $id) { ... on AgentWork { status } } }', { id: agentWork }), ({ node }) => node.status === 'DECLINED_ON_PUSH_TIMEOUT')
}

async function post(url: string, body: object): Promise<never> {
  return (await (await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json()) as never
}
