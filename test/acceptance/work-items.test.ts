// Work items over the network: who gets them, who sees them, who finishes first, reassignment, due times (W1 to W10).
import { beforeAll, describe, expect, it } from 'vitest'
import {
  deploy, deployFlow, finish, history, itemOf, makeRecord, makeUser, noteFlow, open, seeRun, stage, start, statuses, step, stepOf, succeeded, toDoList, workGuide,
  runThat,
} from '../support/deployed.ts'
import { until, useServer, type Caller } from '../support/server.ts'

const server = useServer()
let admin: Caller, ada: Caller, ben: Caller, cleo: Caller

const seen = (run: string) => seeRun(admin, run)
const group = (apiName: string, users: string[], rest: object = {}) => admin.mutate('saveGroup', { apiName, groupType: 'REGULAR', users, ...rest }).then(succeeded)
const reassign = (workItemId: string, assignee: object, caller = admin) => caller.mutate('reassignWorkItem', { workItemId, assignee }, 'workItem { assignee { ... on User { username } ... on Group { apiName } } owner { ... on User { username } ... on Group { apiName } } }')
const mails = async (workItemId: string) => (await admin.run<{ node: { notifications: { edges: { node: { recipient: { username: string }; kind: string } }[] } } }, object>(
  'query Mails($id: ID!) { node(id: $id) { ... on WorkItem { notifications(first: 100) { edges { node { recipient { username } kind } } } } } }', { id: workItemId })).node.notifications.edges.map(({ node }) => node.recipient.username).sort()

/** Starts a run of one step for that assignee on case-1; answers the run and the item's id. */
async function given(apiName: string, assignee: object, rest: object = {}): Promise<{ run: string; item: string }> {
  await deploy(admin, apiName, [stage('One', [step(apiName, assignee, rest)])])
  const run = await start(admin, apiName, 'case-1')
  return { run, item: itemOf(await seen(run), apiName).id }
}

beforeAll(async () => {
  admin = server.as('admin')
  ada = server.as('ada')
  ben = server.as('ben')
  cleo = server.as('cleo')
  for (const name of ['ada', 'ben', 'cleo', ...Array.from({ length: 10 }, (_, n) => `racer${n}`)]) await makeUser(admin, name)
  succeeded(await admin.mutate('saveSite', { apiName: 'Help', baseUrl: 'https://help.example.com', isLive: true }))
  await makeUser(admin, 'vera', { userType: 'SITE_VISITOR', sites: ['Help'] })
  await makeRecord(admin, 'case-1')
  await group('Everybody', ['ada', 'ben', 'cleo', 'vera', ...Array.from({ length: 10 }, (_, n) => `racer${n}`)])
  succeeded(await admin.mutate('shareRecord', { recordId: 'case-1', group: 'Everybody', access: 'READ' }))
  await group('Team', ['ada', 'ben'])
  await group('Racers', Array.from({ length: 10 }, (_, n) => `racer${n}`))
  await group('Routed', ['ada', 'ben'], { groupType: 'QUEUE', supportedObjects: ['OrchestrationWorkItem'] })
  await group('Plain', ['ada', 'ben'], { groupType: 'QUEUE' })
  await deployFlow(admin, 'Note', noteFlow())
})

describe('assignment', () => {
  // rules W1, W3, domain 3.8
  it.each([
    ['O1_User', { user: 'ada' }, { username: 'ada' }], ['O2_Visitor', { user: 'vera' }, { username: 'vera' }], ['O5_Group', { group: 'Team' }, { username: 'automated.process' }],
    ['O7_Routed', { queue: 'Routed' }, { apiName: 'Routed' }], ['O9_Plain', { queue: 'Plain' }, { username: 'automated.process' }],
  ])('%s: the owner follows the assignee', async (apiName, assignee, owner) => {
    const { run } = await given(apiName, assignee)
    const found = stepOf(await seen(run), apiName).workItems
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ status: 'ASSIGNED', isActionable: true, owner, assignee: 'user' in assignee ? { username: assignee.user } : { apiName: Object.values(assignee)[0]! } })
  })

  // rules W3, W7, domain 3.8
  it('the owner follows each reassignment, too', async () => {
    const { item } = await given('Owners', { user: 'ada' })
    for (const [assignee, owner] of [
      [{ user: 'ben' }, { username: 'ben' }], [{ user: 'vera' }, { username: 'vera' }], [{ group: 'Team' }, { username: 'automated.process' }], [{ queue: 'Routed' }, { apiName: 'Routed' }], [{ queue: 'Plain' }, { username: 'automated.process' }],
    ]) expect(succeeded(await reassign(item, assignee!))['workItem']).toMatchObject({ owner })
  })

  // rule W1, domain
  it('carries what its step says, is open from the same moment, and begins with one milestone', async () => {
    await deployFlow(admin, 'Given_Note', { ...noteFlow(), variables: [{ apiName: 'note', dataType: 'STRING', isInput: true }] })
    await deploy(admin, 'Carries', [stage('One', [step('Do', { group: 'Team' }, { label: 'Ring back', description: 'By phone', action: { flow: 'Given_Note', inputs: [{ name: 'note', value: 'as given' }] } })])])
    const run = await start(admin, 'Carries', 'case-1')
    const { id } = itemOf(await seen(run), 'Do')
    const { node } = await ada.run<{ node: { createdDate: string } }, object>(`query Item($id: ID!) { node(id: $id) { ... on WorkItem { name label description status isActionable closedReason createdDate completedAt durationSeconds dueAt isOverdue canOpen
      completedBy { username } record { recordId } screenFlow { apiName } stage { apiName } step { apiName } run { id } interview { guid } agentWork { id } } } }`, { id })
    expect(node).toEqual({
      name: expect.stringMatching(/^WI-\d{8}$/) as string, label: 'Ring back', description: 'By phone', status: 'ASSIGNED', isActionable: true, closedReason: null, createdDate: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/) as string,
      completedAt: null, durationSeconds: null, dueAt: null, isOverdue: false, canOpen: true, completedBy: null, record: { recordId: 'case-1' }, screenFlow: { apiName: 'Given_Note' }, stage: { apiName: 'One' }, step: { apiName: 'Do' }, run: { id: run }, interview: null, agentWork: [],
    })
    expect((await history(admin, run)).filter(({ milestone }) => milestone.endsWith('WORK_ITEM')).map(({ milestone, occurredAt }) => [milestone, occurredAt])).toEqual([['START_WORK_ITEM', node.createdDate]])
    const { interview } = succeeded(await ada.mutate('openWorkItem', { workItemId: id }, 'interview { screen { fields { apiName value } } }')) as unknown as { interview: { screen: { fields: { apiName: string; value: unknown }[] } } }
    expect(interview.screen.fields.find(({ apiName }) => apiName === 'note')?.value).toBe('as given')
  })

  // rules W1, R4, domain R-068
  it('of a user who is not active is an error that a resume mends once they are', async () => {
    await makeUser(admin, 'returner')
    await deploy(admin, 'Returns', [stage('One', [step('Do', { user: 'returner' })])])
    succeeded(await admin.mutate('saveUser', { username: 'returner', isActive: false }))
    const run = await start(admin, 'Returns', 'case-1')
    expect(statuses(await seen(run))).toEqual({ run: 'ERROR', One: 'ERROR', Do: 'ERROR' })
    expect(stepOf(await seen(run), 'Do').workItems).toEqual([])
    succeeded(await admin.mutate('saveUser', { username: 'returner', isActive: true }))
    succeeded(await admin.mutate('resumeRun', { runId: run }))
    expect(stepOf(await seen(run), 'Do').workItems).toMatchObject([{ status: 'ASSIGNED', assignee: { username: 'returner' } }])
  })

  // rule W3, domain R-122
  it('the owner stays whose queue is associated, or no longer, afterwards', async () => {
    await group('Changing', ['ada'], { groupType: 'QUEUE' })
    const { run, item } = await given('Before_It', { queue: 'Changing' })
    await group('Changing', ['ada'], { groupType: 'QUEUE', supportedObjects: ['OrchestrationWorkItem'] })
    expect(itemOf(await seen(run), 'Before_It').owner).toEqual({ username: 'automated.process' })
    const since = await given('Since_Then', { queue: 'Changing' })
    await group('Changing', ['ada'], { groupType: 'QUEUE', supportedObjects: [] })
    expect(itemOf(await seen(since.run), 'Since_Then').owner).toEqual({ apiName: 'Changing' })
    succeeded(await finish(ada, item))
    expect(itemOf(await seen(run), 'Before_It').owner).toEqual({ username: 'automated.process' })
  })

  // rule W1
  it('takes what a resource holds at that moment: a username, a group, a queue', async () => {
    await deploy(admin, 'By_Resource', [stage('One', [step('Do', { resource: 'who' })])], { variables: [{ apiName: 'who', dataType: 'STRING', isInput: true }] })
    const assigned = async (who: string) => { const seenRun = await seen(await start(admin, 'By_Resource', null, { who })); return seenRun.status === 'ERROR' ? seenRun.error!.message : itemOf(seenRun, 'Do').assignee }
    expect(await assigned('ben')).toEqual({ username: 'ben' })
    expect(await assigned('Team')).toEqual({ apiName: 'Team' })
    expect(await assigned('Routed')).toEqual({ apiName: 'Routed' })
    expect(await assigned('nobody')).toContain('nobody')
    expect(await assigned('automated.process')).toContain('automated.process')
    await makeUser(admin, 'leaver')
    succeeded(await admin.mutate('saveUser', { username: 'leaver', isActive: false }))
    expect(await assigned('leaver')).toContain('leaver')
    expect(await admin.mutate('startOrchestration', { apiName: 'By_Resource', inputs: {} })).toMatchObject({ __typename: 'ValidationError' })
  })

  // rule W8
  it('is on $Record unless the step names another', async () => {
    await makeRecord(admin, 'other-1', { owner: 'ada' })
    await deploy(admin, 'Related', [stage('One', [step('Here', { user: 'ada' }), step('There', { user: 'ada' }, { relatedRecord: 'other' })])], { variables: [{ apiName: 'other', dataType: 'RECORD', isInput: true }] })
    await start(admin, 'Related', 'case-1', { other: 'other-1' })
    expect(await workGuide(ada, 'case-1')).toContain('Here')
    expect(await workGuide(ada, 'case-1')).not.toContain('There')
    expect(await workGuide(ada, 'other-1')).toEqual(['There'])
  })

  // rules R3c, W6, A2
  it('is listed for readers of any of its run\'s records, whichever it is about itself', async () => {
    for (const recordId of ['both-1', 'both-2']) {
      await makeRecord(admin, recordId)
      await makeUser(admin, `reads.${recordId}`)
      succeeded(await admin.mutate('shareRecord', { recordId, user: `reads.${recordId}`, access: 'READ' }))
    }
    await deploy(admin, 'Both', [stage('One', [step('First_Record', { user: 'ada' }), step('Second_Record', { user: 'ada' }, { relatedRecord: 'other' })])], { variables: [{ apiName: 'other', dataType: 'RECORD', isInput: true }] })
    await start(admin, 'Both', 'both-1', { other: 'both-2' })
    for (const recordId of ['both-1', 'both-2']) {
      const { workItems } = await server.as(`reads.${recordId}`).run<{ workItems: { edges: { node: { label: string } }[] } }, object>('{ workItems(orderBy: OLDEST_FIRST) { edges { node { label } } } }')
      expect(workItems.edges.map(({ node }) => node.label).sort(), recordId).toEqual(['First_Record', 'Second_Record'])
    }
  })
})

describe('work that nobody can do', () => {
  // rules D10, O8
  it.each([['group', 'REGULAR', 'Nobodys_Group'], ['queue', 'QUEUE', 'Nobodys_Queue']] as const)('since nobody is in its %s says so, until somebody is', async (kind, groupType, apiName) => {
    await group(apiName, [], { groupType, ...(kind === 'queue' && { supportedObjects: ['OrchestrationWorkItem'] }) })
    await makeUser(admin, `retired.${kind}`, { isActive: false })
    await group(apiName, [`retired.${kind}`], { groupType })
    const { run, item } = await given(`Of_${apiName}`, { [kind]: apiName })
    const why = async () => stepOf(await seen(run), `Of_${apiName}`).waitingOn.map((reason) => reason.summary)
    const pending = async () => (await admin.run<{ pendingServiceRoutings: { edges: { node: { waitingOn: string[]; workItem: { id: string } } }[] } }, object>('{ pendingServiceRoutings(first: 100) { edges { node { waitingOn workItem { id } } } } }'))
      .pendingServiceRoutings.edges.filter(({ node }) => node.workItem.id === item).flatMap(({ node }) => node.waitingOn)
    expect(await why()).toEqual([`${kind} ${apiName} must finish the work item "Of_${apiName}", but nobody active is in it: add somebody, or reassign the work`])
    if (kind === 'queue') expect(await pending()).toEqual(['Nobody active is in the queue.'])
    await group(apiName, ['ada'], { groupType })
    expect(await why()).toEqual([`${kind} ${apiName} must finish the work item "Of_${apiName}"`])
    if (kind === 'queue') expect(await pending()).toEqual(['No member of the queue is online.'])
  })
})

describe('work of somebody who is no more active', () => {
  // rule D10
  it('says so, until they are active again or somebody else has it', async () => {
    const made = (isActive: boolean) => makeUser(admin, 'on.leave', { isActive })
    await made(true)
    const { run, item } = await given('Of_Absentee', { user: 'on.leave' })
    const why = async () => stepOf(await seen(run), 'Of_Absentee').waitingOn.map((reason) => reason.summary)
    const waits = 'user on.leave must finish the work item "Of_Absentee"'
    expect(await why()).toEqual([waits])
    await made(false)
    expect(await why()).toEqual(['user on.leave, who is not active, must finish the work item "Of_Absentee": reassign the work, or make them active again'])
    await made(true)
    expect(await why()).toEqual([waits])
    await made(false)
    succeeded(await reassign(item, { user: 'ada' }))
    expect(await why()).toEqual(['user ada must finish the work item "Of_Absentee"'])
  })
})

describe('who finishes', () => {
  const lose = `mutation Submit($input: SubmitScreenInput!) { submitScreen(input: $input) { __typename ... on Error { message code }
    ... on WorkItemAlreadyCompletedError { completedWorkItem { id status } completedBy { username } completedAt } ... on SubmitScreenSuccess { workItem { status completedBy { username } } } } }`
  type Submitted = { submitScreen: { __typename: string; completedBy?: { username: string }; completedAt?: string; completedWorkItem?: { id: string; status: string } } }

  // rule W4
  it.each([2, 10])('of %i people at the very same moment exactly one, and the others hear who and when', async (count) => {
    const { run, item } = await given(`Race_${count}`, { group: 'Racers' })
    const racers = Array.from({ length: count }, (_, n) => server.as(`racer${n}`))
    const opened = await Promise.all(racers.map((racer) => open(racer, item)))
    const answers = (await Promise.all(racers.map((racer, n) => racer.run<Submitted, object>(lose, { input: { ...opened[n], values: { note: `racer${n}` } } })))).map((answer) => answer.submitScreen)
    const winner = answers.findIndex((answer) => answer.__typename === 'SubmitScreenSuccess')
    expect(answers.filter((answer) => answer.__typename === 'SubmitScreenSuccess')).toHaveLength(1)
    for (const answer of answers.filter((_, n) => n !== winner)) {
      expect(answer).toMatchObject({ __typename: 'WorkItemAlreadyCompletedError', completedBy: { username: `racer${winner}` }, completedAt: expect.any(String) as string, completedWorkItem: { id: item, status: 'COMPLETED' } })
    }
    const after = await seen(run)
    expect(stepOf(after, `Race_${count}`)).toMatchObject({ status: 'COMPLETED', outputs: { note: `racer${winner}` } })
    expect((await history(admin, run)).filter((one) => one.milestone === 'END_WORK_ITEM').map((one) => one.completedBy?.username)).toEqual([`racer${winner}`])
    for (const racer of racers) expect(await workGuide(racer, 'case-1')).not.toContain(`Race_${count}`)
    expect(await server.as('racer0').mutate('openWorkItem', { workItemId: item })).toMatchObject({ __typename: 'WorkItemAlreadyCompletedError' })
  })

  // rule W4, domain
  it('the same holds among site visitors', async () => {
    await makeUser(admin, 'viola', { userType: 'SITE_VISITOR', sites: ['Help'] })
    succeeded(await admin.mutate('shareRecord', { recordId: 'case-1', user: 'viola', access: 'READ' }))
    await group('Visitors', ['vera', 'viola'])
    const { run, item } = await given('Race_Visitors', { group: 'Visitors' })
    const visitors = ['vera', 'viola'].map((name) => server.as(name))
    const opened = await Promise.all(visitors.map((visitor) => open(visitor, item)))
    const answers = (await Promise.all(visitors.map((visitor, n) => visitor.run<Submitted, object>(lose, { input: { ...opened[n], values: {} } })))).map((answer) => answer.submitScreen)
    const winner = answers.findIndex(({ __typename }) => __typename === 'SubmitScreenSuccess')
    expect(answers[1 - winner]).toMatchObject({ __typename: 'WorkItemAlreadyCompletedError', completedBy: { username: ['vera', 'viola'][winner] } })
    expect((await history(admin, run)).filter((one) => one.milestone === 'END_WORK_ITEM').map((one) => one.completedBy?.username)).toEqual([['vera', 'viola'][winner]])
    for (const visitor of visitors) expect(await workGuide(visitor, 'case-1')).not.toContain('Race_Visitors')
  })

  // rules W4, W6
  it('nested groups count, at once when they change', async () => {
    await group('Inner', ['cleo'])
    await group('Middle', [], { groups: ['Inner'] })
    await group('Outer', [], { groups: ['Middle'] })
    const { item } = await given('Nested', { group: 'Outer' })
    expect(await workGuide(cleo, 'case-1')).toContain('Nested')
    expect(await workGuide(ben, 'case-1')).not.toContain('Nested')
    await group('Inner', ['ben'])
    expect(await workGuide(cleo, 'case-1')).not.toContain('Nested')
    expect(await cleo.mutate('openWorkItem', { workItemId: item })).toMatchObject({ __typename: expect.stringMatching(/ForbiddenError|NotFoundError/) as string })
    expect(await workGuide(ben, 'case-1')).toContain('Nested')
    succeeded(await finish(ben, item))
    expect(await admin.mutate('saveGroup', { apiName: 'Inner', groups: ['Outer'] })).toMatchObject({ __typename: expect.stringMatching(/ValidationError|ConflictError/) as string })
  })

  // rule W5
  it('opening takes RUN_FLOWS, the assignment and read access to the record', async () => {
    const { item } = await given('Open_By', { user: 'ada' })
    expect(await admin.mutate('openWorkItem', { workItemId: item })).toMatchObject({ __typename: 'ForbiddenError' })
    // Ben reads the record, so he sees the run and its item, but it is not his.
    expect(await ben.mutate('openWorkItem', { workItemId: item })).toMatchObject({ __typename: 'ForbiddenError' })
    expect(await workGuide(ada, 'case-1')).toContain('Open_By')
    succeeded(await admin.mutate('saveUser', { username: 'ada', permissions: [] }))
    expect(await ada.mutate('openWorkItem', { workItemId: item })).toMatchObject({ __typename: 'ForbiddenError' })
    expect(await workGuide(ada, 'case-1')).toEqual([]) // rule W6: what the caller can work on now
    succeeded(await admin.mutate('saveUser', { username: 'ada', permissions: ['RUN_FLOWS'] }))
    await makeUser(admin, 'unshared')
    succeeded(await reassign(item, { user: 'unshared' }))
    expect(await server.as('unshared').mutate('openWorkItem', { workItemId: item })).toMatchObject({ __typename: 'ForbiddenError' })
    const { node } = await server.as('unshared').run<{ node: object }, object>('query Item($id: ID!) { node(id: $id) { ... on WorkItem { canOpen record { recordId } linkUrl } } }', { id: item })
    expect(node).toEqual({ canOpen: false, record: null, linkUrl: null })
    succeeded(await admin.mutate('shareRecord', { recordId: 'case-1', user: 'unshared', access: 'READ' }))
    succeeded(await finish(server.as('unshared'), item))
  })

  // rule W9
  it('the answer names the caller\'s next work of the run', async () => {
    await deploy(admin, 'Next_Work', [stage('One', [step('First', { user: 'ada' }), step('Mine', { group: 'Team' }, { start: { afterStep: 'First' } }), step('Theirs', { user: 'cleo' }, { start: { afterStep: 'First' } })]), stage('Two', [step('Last', { user: 'ada' })])])
    const run = await start(admin, 'Next_Work', 'case-1')
    const answer = succeeded(await finish(ada, itemOf(await seen(run), 'First').id))
    expect(answer).toMatchObject({ interview: { status: 'FINISHED' }, workItem: { status: 'COMPLETED' } })
    expect((answer['nextWorkItems'] as { label: string }[]).map(({ label }) => label)).toEqual(['Mine'])
    succeeded(await finish(cleo, itemOf(await seen(run), 'Theirs').id))
    expect((succeeded(await finish(ada, itemOf(await seen(run), 'Mine').id))['nextWorkItems'] as { label: string }[]).map(({ label }) => label)).toEqual(['Last'])
  })

  // rule W9: made by the very same command, they are answered without being read
  it('next work that has just been made is what it is when it is read', async () => {
    const ITEM = `id name label description status isActionable closedReason canOpen createdDate assignedAt completedAt dueAt isOverdue linkUrl owner { ... on User { username } } assignee { ... on User { username } }
      step { apiName } stage { apiName } run { id status } record { recordId } screenFlow { apiName } interview { guid } completedBy { username }`
    await deploy(admin, 'Next_Of_Mine', [stage('One', [step('First', { user: 'ada' })]), stage('Two', [step('Second', { user: 'ada' }), step('Other', { user: 'cleo' })])])
    const run = await start(admin, 'Next_Of_Mine', 'case-1')
    const { interviewId, revision } = await open(ada, itemOf(await seen(run), 'First').id)
    const answer = succeeded(await ada.mutate('submitScreen', { interviewId, revision, values: {} }, `nextWorkItems { ${ITEM} }`))
    const [next, ...more] = answer['nextWorkItems'] as { id: string; label: string }[]
    expect([next?.label, more]).toEqual(['Second', []])
    expect(await ada.run<{ node: object }, object>(`query Item($id: ID!) { node(id: $id) { ... on WorkItem { ${ITEM} } } }`, { id: next!.id })).toEqual({ node: next })
  })
})

describe('lists', () => {
  const list = async (caller: Caller, filter: object, orderBy: string | null = null) => (await caller.run<{ workItems: { edges: { node: { label: string } }[] } }, object>(
    'query List($filter: WorkItemFilter, $orderBy: WorkItemOrder) { workItems(first: 100, filter: $filter, orderBy: $orderBy) { edges { node { label } } } }', { filter, orderBy })).workItems.edges.map(({ node }) => node.label)

  // rule W6
  it('Work Guide is what the caller can do here; To Do List is theirs by name; the list view filters and sorts', async () => {
    await makeRecord(admin, 'list-1')
    succeeded(await admin.mutate('shareRecord', { recordId: 'list-1', group: 'Everybody', access: 'READ' }))
    await deploy(admin, 'Listed', [stage('One', [step('By_Name', { user: 'ada' }), step('By_Group', { group: 'Team' }), step('By_Queue', { queue: 'Plain' }), step('For_Ben', { user: 'ben' })])])
    const run = await start(admin, 'Listed', 'list-1')
    expect((await workGuide(ada, 'list-1'))!.sort()).toEqual(['By_Group', 'By_Name', 'By_Queue'])
    expect((await toDoList(ada)).filter((label) => label.startsWith('By_'))).toEqual(['By_Name'])
    expect(await list(ada, { runId: run, assignedToMe: true }, 'OLDEST_FIRST')).toEqual(['By_Name', 'By_Group', 'By_Queue'])
    expect(await list(ada, { runId: run, assignedToMe: true }, 'NEWEST_FIRST')).toEqual(['By_Queue', 'By_Group', 'By_Name'])
    expect(await list(admin, { runId: run, assignedToMe: true })).toEqual([])
    expect(await list(admin, { recordId: 'list-1', assignedTo: { group: 'Team' } })).toEqual(['By_Group'])
    expect(await list(admin, { recordId: 'list-1', assignedTo: { queue: 'Plain' } })).toEqual(['By_Queue'])
    expect(await list(admin, { orchestration: 'Listed', assignedTo: { user: 'ben' } })).toEqual(['For_Ben'])
    succeeded(await finish(ada, itemOf(await seen(run), 'By_Name').id))
    expect(await list(admin, { runId: run, status: 'COMPLETED' })).toEqual(['By_Name'])
    expect(await list(admin, { runId: run, status: 'ASSIGNED' })).toHaveLength(3)
    expect((await toDoList(ada)).filter((label) => label.startsWith('By_'))).toEqual([])
  })

  // rules W6, O5
  it('To Do List holds what was accepted through Omni-Channel', async () => {
    succeeded(await admin.mutate('saveQueueRoutingConfig', { apiName: 'Push', routingModel: 'LEAST_ACTIVE', routingPriority: 1, capacityWeight: 1 }))
    succeeded(await admin.mutate('savePresenceStatus', { apiName: 'Online', isOnline: true }))
    succeeded(await admin.mutate('savePresenceUserConfig', { apiName: 'Manual', capacity: 5, isAutoAccept: false }))
    await makeUser(admin, 'omni', { presenceUserConfig: 'Manual', presenceStatuses: ['Online'] })
    await group('Pushed', ['omni'], { groupType: 'QUEUE', supportedObjects: ['OrchestrationWorkItem'], routingConfiguration: 'Push' })
    succeeded(await admin.mutate('shareRecord', { recordId: 'case-1', user: 'omni', access: 'READ' }))
    const omni = server.as('omni')
    const events = omni.follow('subscription { omniChannel { __typename ... on WorkAssigned { agentWork { id workItem { label } } } } }')
    await until(() => omni.mutate('setPresence', { status: 'Online' }), (answer) => answer.__typename === 'SetPresenceSuccess')
    const { item } = await given('Through_Omni', { queue: 'Pushed' })
    const { agentWork } = await events.next((event) => event.__typename === 'WorkAssigned') as unknown as { agentWork: { id: string } }
    expect(await toDoList(omni)).toEqual([])
    succeeded(await omni.mutate('acceptAgentWork', { agentWorkId: agentWork.id }))
    expect(await toDoList(omni)).toEqual(['Through_Omni'])
    succeeded(await finish(omni, item))
    expect(await toDoList(omni)).toEqual([])
    events.stop()
  })
})

describe('reassignment', () => {
  // rules W7, W10
  it('tells the new people, ends the others\' interviews, writes a milestone, and is nothing for whoever has it', async () => {
    const { run, item } = await given('Handed_On', { group: 'Team' })
    const [first, second] = [await open(ada, item), await open(ben, item)]
    expect(await mails(item)).toEqual(['ada', 'ben'])
    succeeded(await reassign(item, { user: 'ada' }))
    expect(await mails(item)).toEqual(['ada', 'ada', 'ben'])
    expect((await ben.mutate('submitScreen', { ...second, values: {} })).__typename).not.toBe('SubmitScreenSuccess')
    expect((await ben.mutate('openWorkItem', { workItemId: item })).__typename).toMatch(/ForbiddenError|NotFoundError/)
    succeeded(await reassign(item, { user: 'ada' }))
    expect((await history(admin, run)).filter((one) => one.milestone === 'REASSIGN_WORK_ITEM')).toHaveLength(1)
    expect(await mails(item)).toHaveLength(3)
    succeeded(await ada.mutate('submitScreen', { ...first, values: {} }))
    expect(await reassign(item, { user: 'ben' })).toMatchObject({ __typename: 'WorkItemAlreadyCompletedError' })
  })

  // rule W7
  it.each(['group', 'queue'])('keeps the interview of whoever stays assigned by a %s', async (kind) => {
    const to = kind === 'group' ? { group: 'Team' } : { queue: 'Plain' }
    const { item } = await given(`Kept_By_${kind}`, { group: 'Everybody' })
    const [stays, leaves] = [await open(ada, item), await open(cleo, item)]
    succeeded(await reassign(item, to))
    expect((await cleo.mutate('submitScreen', { ...leaves, values: {} })).__typename).not.toBe('SubmitScreenSuccess')
    expect((await open(ada, item)).interviewId).toBe(stays.interviewId)
    succeeded(await ada.mutate('submitScreen', { ...stays, values: {} }))
  })

  // rule W7
  it('ends the interviews of those who no longer have it, and of nobody else', async () => {
    const { item } = await given('Handed_Around', { user: 'ada' })
    const first = await open(ada, item)
    succeeded(await reassign(item, { group: 'Team' }))
    const [again, second] = [await open(ada, item), await open(ben, item)]
    expect(again).toEqual(first)
    await group('Ada_And_Cleo', ['ada', 'cleo'], { groupType: 'QUEUE', supportedObjects: ['OrchestrationWorkItem'] })
    succeeded(await reassign(item, { queue: 'Ada_And_Cleo' }))
    expect((await ben.run<{ node: object }, object>('query I($id: ID!) { node(id: $id) { ... on FlowInterview { status } } }', { id: second.interviewId })).node).toEqual({ status: 'FAILED' })
    expect(succeeded(await ada.mutate('submitScreen', { ...first, values: { note: 'kept' } }, 'workItem { status completedBy { username } }'))['workItem']).toEqual({ status: 'COMPLETED', completedBy: { username: 'ada' } })
  })

  // rules W7, A4
  it('takes the permission, a person or group that exists, and nobody of the system', async () => {
    const { item } = await given('Handed_Wrong', { user: 'ada' })
    expect(await reassign(item, { user: 'ben' }, ada)).toMatchObject({ __typename: 'ForbiddenError' })
    for (const assignee of [{ user: 'nobody' }, { group: 'Nobodies' }, { queue: 'Team' }, { group: 'Plain' }, { user: 'automated.process' }, { user: 'leaver' }]) {
      expect(await reassign(item, assignee)).toMatchObject({ __typename: expect.stringMatching(/ValidationError|NotFoundError/) as string })
    }
    await makeUser(admin, 'reassigner', { permissions: ['REASSIGN_WORK_ITEMS'] })
    succeeded(await reassign(item, { user: 'ben' }, server.as('reassigner')))
    const [unknown, foreign] = [await reassign('garbage', { user: 'ben' }), await reassign(Buffer.from('WorkItem:nothing').toString('base64'), { user: 'ben' })]
    expect([unknown.__typename, foreign.__typename]).toEqual(['NotFoundError', 'NotFoundError'])
  })

  // rule W7
  it('to a routed queue makes it pending routing, and away from it no longer', async () => {
    const pending = async () => (await admin.run<{ pendingServiceRoutings: { edges: { node: { workItem: { label: string } } }[] } }, object>('{ pendingServiceRoutings(queue: "Routed", first: 100) { edges { node { workItem { label } } } } }')).pendingServiceRoutings.edges.map(({ node }) => node.workItem.label)
    const { item } = await given('To_Queue', { user: 'ada' })
    expect(await pending()).not.toContain('To_Queue')
    succeeded(await reassign(item, { queue: 'Routed' }))
    expect(await pending()).toContain('To_Queue')
    succeeded(await reassign(item, { group: 'Team' }))
    expect(await pending()).not.toContain('To_Queue')
  })

  // rule W10, contract: bulk
  it('in bulk answers item by item, in the order asked', async () => {
    const [open1, done, open2] = [await given('Bulk_A', { user: 'ada' }), await given('Bulk_B', { user: 'ada' }), await given('Bulk_C', { user: 'ada' })]
    succeeded(await finish(ada, done.item))
    const ids = [open2.item, 'garbage', done.item, open1.item, open2.item]
    const answer = await admin.run<{ reassignWorkItems: { results: { workItemId: string; workItem: { assignee: object } | null; error: { __typename: string } | null }[] } }, object>(
      'mutation Bulk($input: ReassignWorkItemsInput!) { reassignWorkItems(input: $input) { ... on ReassignWorkItemsSuccess { results { workItemId workItem { assignee { ... on User { username } } } error { __typename code } } } } }', { input: { workItemIds: ids, assignee: { user: 'ben' } } })
    const { results } = answer.reassignWorkItems
    expect(results.map((result) => result.workItemId)).toEqual(ids)
    expect(results.map((result) => result.error?.__typename ?? null)).toEqual([null, 'NotFoundError', 'WorkItemAlreadyCompletedError', null, null])
    expect(results.map((result) => result.workItem?.assignee ?? null)).toEqual([{ username: 'ben' }, null, null, { username: 'ben' }, { username: 'ben' }])
    expect(await admin.mutate('reassignWorkItems', { workItemIds: Array.from({ length: 1001 }, () => open1.item), assignee: { user: 'ben' } })).toMatchObject({ __typename: 'ValidationError' })
  })
})

describe('due times', () => {
  // rule W10
  it('remind, then mark overdue and escalate', async () => {
    const { run, item } = await given('Due', { user: 'ada' }, { due: { afterSeconds: 2, remindBeforeSeconds: 1, escalateTo: { user: 'ben' } } })
    const before = itemOf(await seen(run), 'Due')
    expect(before).toMatchObject({ isOverdue: false, dueAt: expect.any(String) as string })
    const after = await runThat(admin, run, (one) => itemOf(one, 'Due').isOverdue && itemOf(one, 'Due').assignee.username === 'ben')
    expect(itemOf(after, 'Due')).toMatchObject({ status: 'ASSIGNED', owner: { username: 'ben' }, isActionable: true })
    expect((await history(admin, run)).map((one) => one.milestone).slice(-3)).toEqual(['REMIND_WORK_ITEM', 'OVERDUE_WORK_ITEM', 'REASSIGN_WORK_ITEM'])
    expect((await mails(item)).sort()).toEqual(['ada', 'ada', 'ben'])
    expect(await toDoList(ben)).toContain('Due')
    succeeded(await finish(ben, item))
    expect(statuses(await seen(run)).run).toBe('COMPLETED')
  })

  // rule W10
  it('say nothing of work that was done in time', async () => {
    const { run, item } = await given('In_Time', { user: 'ada' }, { due: { afterSeconds: 1, escalateTo: { user: 'ben' } } })
    succeeded(await finish(ada, item))
    const late = await given('Late', { user: 'ada' }, { due: { afterSeconds: 1 } })
    await runThat(admin, late.run, (one) => itemOf(one, 'Late').isOverdue)
    expect((await history(admin, run)).map((one) => one.milestone)).not.toContain('OVERDUE_WORK_ITEM')
    expect(itemOf(await seen(run), 'In_Time')).toMatchObject({ isOverdue: false, assignee: { username: 'ada' } })
  })
})

it('logs no error in all of this', () => {
  expect(server.faults).toEqual([])
})
