// The demo's case from its creation to its end, over the network, as each of its people goes through it.
import { beforeAll, expect, it } from 'vitest'
import { graphql } from '../generated/gql.ts'
import { until, useServer, type Followed } from '../support/server.ts'

const server = useServer({ DEMO: '1' })

const CreateCase = graphql(/* GraphQL */ `
  mutation CreateCase($case: UpsertRecordInput!, $share: ShareRecordInput!) {
    upsertRecord(input: $case) { __typename ... on UpsertRecordSuccess { startedRuns { id status currentStage { apiName } } } }
    shareRecord(input: $share) { __typename }
  }
`)
const WorkGuide = graphql(/* GraphQL */ `
  query WorkGuide($recordId: ID!) {
    record(recordId: $recordId) { fields workGuide { edges { node { id label canOpen assignee { __typename ... on User { username } ... on Group { apiName } } } } } pausedInterviews { edges { node { guid pauseLabel canResume } } } }
  }
`)
const Open = graphql(/* GraphQL */ `
  mutation Open($id: ID!) {
    openWorkItem(input: { workItemId: $id }) { __typename ... on OpenWorkItemSuccess { interview { guid screen { apiName revision canPause fields { apiName value displayText } } } } ... on Error { message } }
  }
`)
const Submit = graphql(/* GraphQL */ `
  mutation Submit($input: SubmitScreenInput!) {
    submitScreen(input: $input) {
      __typename
      ... on SubmitScreenSuccess { interview { status screen { apiName revision } } workItem { status completedBy { username } } nextWorkItems { label } }
      ... on WorkItemAlreadyCompletedError { completedBy { username } completedAt }
      ... on Error { message }
    }
  }
`)
const Progress = graphql(/* GraphQL */ `
  query Progress($id: ID!) {
    node(id: $id) { __typename ... on OrchestrationRun { status stages { apiName status steps { apiName status } } history(first: 100) { edges { node { milestone } } } } }
  }
`)

const recordId = 'CASE-2001'
let runId: string
beforeAll(async () => {
  const { upsertRecord } = await server.as('admin').run(CreateCase, {
    case: { recordId, objectApiName: 'Case', name: 'Scanner', owner: 'triage', fields: { Status: 'New', Account: 'Key Industries', Description: 'It hums.' } },
    share: { recordId, group: 'Support_Team', access: 'READ' },
  })
  if (upsertRecord.__typename !== 'UpsertRecordSuccess') throw new Error(upsertRecord.__typename)
  expect(upsertRecord.startedRuns).toMatchObject([{ status: 'IN_PROGRESS', currentStage: { apiName: 'Intake' } }])
  runId = upsertRecord.startedRuns[0]!.id
})

const guide = async (username: string) => (await server.as(username).run(WorkGuide, { recordId })).record?.workGuide.edges.map((edge) => edge.node) ?? []
async function open(username: string, id: string) {
  const { openWorkItem } = await server.as(username).run(Open, { id })
  if (openWorkItem.__typename !== 'OpenWorkItemSuccess') throw new Error(JSON.stringify(openWorkItem))
  return openWorkItem.interview
}
const submit = async (username: string, interviewId: string, revision: number, values: object) => (await server.as(username).run(Submit, { input: { interviewId, revision, values } })).submitScreen

const OMNI_CHANNEL = `subscription($after: String) {
  omniChannel(after: $after) { __typename ... on Event { cursor } ... on WorkAssigned { agentWork { id workItem { id label } } } ... on WorkClosed { agentWork { status } } }
}`

/** Follows an agent's work, from when they are surely heard. */
async function online(username: string): Promise<Followed> {
  const followed = server.as(username).follow(OMNI_CHANNEL)
  await until(async () => {
    for (const status of ['Busy', 'Available']) expect((await server.as(username).mutate('setPresence', { status })).__typename).toBe('SetPresenceSuccess')
    return followed.events.length
  }, (count) => count > 0)
  return followed
}

it('goes from triage through the queue to its end', async () => { // rules D5, D6, W4, W9, O1, O5
  // Triage by the one user, paused in between; the background step beside it writes the tier to the record by itself.
  const [item] = await guide('triage')
  expect(item).toMatchObject({ label: 'Triage the case', canOpen: true, assignee: { __typename: 'User', username: 'triage' } })
  expect(await guide('agent1')).toEqual([])
  const triage = await open('triage', item!.id)
  expect(triage.screen).toMatchObject({ apiName: 'Assess', revision: 1, canPause: true })
  const paused = await server.as('triage').mutate('pauseInterview', { interviewId: triage.guid, reason: 'lunch', values: { severity: 'High' } }, 'confirmation')
  expect(paused).toMatchObject({ __typename: 'PauseInterviewSuccess', confirmation: expect.stringContaining('kept') as string })
  expect((await server.as('triage').run(WorkGuide, { recordId })).record?.pausedInterviews.edges).toMatchObject([{ node: { guid: triage.guid, pauseLabel: 'lunch', canResume: true } }])
  await server.restart()
  const again = await open('triage', item!.id)
  expect(again).toMatchObject({ guid: triage.guid, screen: { revision: 1, fields: [{}, { apiName: 'severity', value: 'High' }, { apiName: 'affectedUsers', value: 1 }] } })
  const agent = await online('agent1')
  expect(await submit('triage', triage.guid, 1, { severity: 'High', affectedUsers: 12 })).toMatchObject({ interview: { screen: { apiName: 'Describe', revision: 2 } } })
  expect(await submit('triage', triage.guid, 2, { product: 'Printers', Comments: 'It hums loudly.' })).toMatchObject({ interview: { status: 'FINISHED' }, workItem: { status: 'COMPLETED', completedBy: { username: 'triage' } }, nextWorkItems: [] })
  agent.stop()
  expect(await guide('triage')).toEqual([])

  // The queue: pushed to the agent who is there, with what triage and the background flow found out.
  const resumed = server.as('agent1').follow(OMNI_CHANNEL, { after: agent.events[0]!.cursor })
  const assigned = await resumed.next((event) => event.__typename === 'WorkAssigned') as unknown as { agentWork: { id: string; workItem: { id: string; label: string } } }
  expect(assigned.agentWork.workItem.label).toBe('Resolve the case')
  expect(await server.as('agent1').mutate('acceptAgentWork', { agentWorkId: assigned.agentWork.id }, 'agentWork { status }')).toMatchObject({ agentWork: { status: 'OPENED' } })
  const first = await open('agent1', assigned.agentWork.workItem.id)
  const second = await open('agent2', assigned.agentWork.workItem.id)
  expect(first.screen!.fields[0]!.displayText).toBe('Scanner · P1 · tier Premium · It hums loudly.')

  // Two members of the queue finish it at the very same moment.
  const answers = await Promise.all([submit('agent1', first.guid, 1, { resolution: 'Oiled it.' }), submit('agent2', second.guid, 1, { resolution: 'Hit it.' })])
  const winner = answers.findIndex((answer) => answer.__typename === 'SubmitScreenSuccess')
  expect(answers[winner]).toMatchObject({ workItem: { status: 'COMPLETED' } })
  expect(answers[1 - winner]).toMatchObject({ __typename: 'WorkItemAlreadyCompletedError', completedBy: { username: ['agent1', 'agent2'][winner] } })
  await resumed.next((event) => event.__typename === 'WorkClosed')

  // The last stage runs by itself.
  const { node } = await until(() => server.as('supervisor').run(Progress, { id: runId }), ({ node: run }) => run?.__typename === 'OrchestrationRun' && run.status === 'COMPLETED')
  if (node?.__typename !== 'OrchestrationRun') throw new Error('not a run')
  expect(node.stages.map((stage) => `${stage.apiName} ${stage.status}`)).toEqual(['Intake COMPLETED', 'Resolution COMPLETED', 'Closing COMPLETED'])
  const milestones = node.history.edges.map((edge) => edge.node.milestone)
  expect(milestones.filter((milestone) => milestone === 'END_WORK_ITEM')).toHaveLength(2)
  expect(milestones.at(-1)).toBe('END_RUN')
  const { record } = await server.as('triage').run(WorkGuide, { recordId })
  expect(record!.fields).toMatchObject({ Status: 'Closed', Tier: 'Premium', Priority: 'P1', Resolution: ['Oiled it.', 'Hit it.'][winner] })
})
