// What becomes of interviews of work when the work, or the right to do it, is gone meanwhile (W4, W5, I5, A2); and of who has done it (R3c).
import { beforeAll, describe, expect, it } from 'vitest'
import { deploy, finish, itemOf, makeRecord, makeUser, open, seeRun, stage, start, step, succeeded } from '../support/deployed.ts'
import { activeFlow, INTERVIEW, screen, type Shown } from '../support/flow-api.ts'
import { until, useServer, type Caller } from '../support/server.ts'

const server = useServer()
let admin: Caller, ada: Caller, ben: Caller, boss: Caller, cleo: Caller

beforeAll(async () => {
  ;[admin, ada, ben, boss, cleo] = ['admin', 'ada', 'ben', 'boss', 'cleo'].map((name) => server.as(name)) as [Caller, Caller, Caller, Caller, Caller]
  for (const name of ['ada', 'ben', 'cleo']) await makeUser(admin, name)
  await makeUser(admin, 'boss', { permissions: ['MANAGE_FLOW', 'VIEW_ALL_DATA'] })
  succeeded(await admin.mutate('updateProcessAutomationSettings', { letUsersPauseFlows: true, letUsersResumeSharedInterviews: true, expirePausedInterviewsAfterDays: 30 }))
  // Answered with "wait", it waits for as many seconds and then writes the record; otherwise it is finished.
  await activeFlow(admin, {
    apiName: 'Work', elements: [
      screen('ask', [{ apiName: 'how' }], { allowPause: true, next: 'which' }),
      { decision: { apiName: 'which', outcomes: [{ label: 'Waits', when: { requirements: [{ resource: 'how', operator: 'EQUALS', value: 'wait' }] }, next: 'rest' }] } },
      { wait: { apiName: 'rest', seconds: 1, next: 'write' } },
      { updateRecord: { apiName: 'write', record: '$Record', fields: [{ name: 'Status', value: 'written' }] } },
    ],
  })
  await members('ada', 'ben')
  const doing = (assignee: Parameters<typeof step>[1]) => [stage('One', [step('Do', assignee, { action: { flow: 'Work' } })])]
  await deploy(admin, 'Of_Group', doing({ group: 'Team' }))
  await deploy(admin, 'Of_Cleo', doing({ user: 'cleo' }))
  await makeRecord(admin, 'cleos', { owner: 'cleo' })
})

const members = (...users: string[]) => admin.mutate('saveGroup', { apiName: 'Team', label: 'Team', groupType: 'REGULAR', users }).then(succeeded)
const share = (recordId: string, user: string, rest: object = {}) => admin.mutate('shareRecord', { recordId, user, access: 'READ', ...rest }).then(succeeded)

/** A run about a record of its own, whose work is for the group that both are in. */
async function given(recordId: string): Promise<{ run: string; item: string }> {
  await members('ada', 'ben')
  await makeRecord(admin, recordId, { fields: { Status: 'new' } })
  for (const user of ['ada', 'ben']) await share(recordId, user)
  const run = await start(admin, 'Of_Group', recordId)
  return { run, item: itemOf(await seeRun(admin, run), 'Do').id }
}
const shown = async (caller: Caller, id: string) => (await caller.run<{ node: Shown | null }, object>(`query Interview($id: ID!) { node(id: $id) { ... on FlowInterview { ${INTERVIEW} } } }`, { id })).node
const submit = (caller: Caller, { interviewId, revision }: { interviewId: string; revision: number }, how: string) => caller.mutate('submitScreen', { interviewId, revision, values: { how } }, 'interview { status }')
const pause = (caller: Caller, { interviewId }: { interviewId: string }) => caller.mutate('pauseInterview', { interviewId }).then(succeeded)
const resume = (caller: Caller, interviewId: string) => caller.mutate('resumeInterview', { interviewId }, 'interview { screen { revision } }')
const statusOf = async (recordId: string) => (await admin.run<{ record: { fields: { Status: string } } }, object>('query Fields($id: ID!) { record(recordId: $id) { fields } }', { id: recordId })).record.fields.Status
const listed = async (recordId: string) => (await admin.run<{ record: { pausedInterviews: { edges: unknown[] } } }, object>('query Paused($id: ID!) { record(recordId: $id) { pausedInterviews { edges { node { guid } } } } }', { id: recordId })).record.pausedInterviews.edges.length
const expiryOf = async (id: string) => (await admin.run<{ node: { expiresAt: string | null } }, object>('query Expiry($id: ID!) { node(id: $id) { ... on FlowInterview { expiresAt } } }', { id })).node.expiresAt
/** Resolves once a wait that began before this has come to its end: this one begins after it, and has. */
async function afterWaits(): Promise<void> {
  const run = await start(admin, 'Of_Cleo', 'cleos')
  succeeded(await submit(cleo, await open(cleo, itemOf(await seeRun(admin, run), 'Do').id), 'wait'))
  await until(() => seeRun(admin, run), ({ status }) => status === 'COMPLETED')
}

// rule W4
describe('work that somebody else has completed', () => {
  it('ends the interviews of all others: paused, on a screen, and on a wait', async () => {
    const { run, item } = await given('done-1')
    const bens = await open(ben, item)
    await pause(ben, bens)
    expect(await listed('done-1')).toBe(1)
    succeeded(await finish(ada, item))
    expect((await seeRun(admin, run)).status).toBe('COMPLETED')
    expect(await listed('done-1')).toBe(0)
    expect(await shown(ben, bens.interviewId)).toMatchObject({ status: 'FAILED', canResume: false, canDelete: true })
    expect(await resume(ben, bens.interviewId)).toMatchObject({ __typename: 'InterviewNotResumableError' })
    expect(await submit(ben, bens, 'late')).toMatchObject({ __typename: 'WorkItemAlreadyCompletedError' })
  })

  it('is not gone on with when a wait ends', async () => {
    const { item } = await given('done-2')
    const bens = await open(ben, item)
    succeeded(await submit(ben, bens, 'wait'))
    succeeded(await finish(ada, item))
    expect(await shown(ben, bens.interviewId)).toMatchObject({ status: 'FAILED' })
    await afterWaits()
    expect(await statusOf('done-2')).toBe('new')
  })
})

// rules W5, I5, A2
describe('somebody who may no longer do the work', () => {
  it.each([
    ['left the group', 'left-1', () => members('ben'), () => members('ada', 'ben')],
    ['lost RUN_FLOWS', 'left-2', () => makeUser(admin, 'ada', { permissions: [] }), () => makeUser(admin, 'ada')],
    ['lost sight of the record', 'left-3', () => admin.mutate('shareRecord', { recordId: 'left-3', user: 'ada', access: 'NONE' }).then(succeeded), () => share('left-3', 'ada')],
  ])('has %s: a wait that ends completes nothing, until they may again and go on', async (_, recordId, lose, regain) => {
    const { run, item } = await given(recordId)
    const adas = await open(ada, item)
    succeeded(await submit(ada, adas, 'wait'))
    await lose()
    await afterWaits()
    expect([await statusOf(recordId), (await seeRun(admin, run)).status]).toEqual(['new', 'IN_PROGRESS'])
    expect(await expiryOf(adas.interviewId)).not.toBeNull()
    await regain()
    expect(await shown(ada, adas.interviewId)).toMatchObject({ canResume: true })
    succeeded(await resume(ada, adas.interviewId))
    expect([await statusOf(recordId), (await seeRun(admin, run)).status]).toEqual(['written', 'COMPLETED'])
  })

  it('may not resume what they could not go on with', async () => {
    const { item } = await given('resume-1')
    const adas = await open(ada, item)
    await pause(ada, adas)
    expect(await shown(ada, adas.interviewId)).toMatchObject({ canResume: true })
    await members('ben')
    expect(await shown(ada, adas.interviewId)).toMatchObject({ status: 'PAUSED', canResume: false, canDelete: true })
    expect(await resume(ada, adas.interviewId)).toMatchObject({ __typename: 'ForbiddenError' })
    await members('ada', 'ben')
    succeeded(await admin.mutate('shareRecord', { recordId: 'resume-1', user: 'ada', access: 'NONE' }))
    expect(await shown(ada, adas.interviewId)).toMatchObject({ status: 'PAUSED', canResume: false })
    expect(await resume(ada, adas.interviewId)).toMatchObject({ __typename: 'ForbiddenError' })
    expect(await ada.mutate('resumeInterviews', { interviewIds: [adas.interviewId] }, 'results { error { code } }')).toMatchObject({ results: [{ error: { code: 'FORBIDDEN' } }] })
    expect(await listed('resume-1')).toBe(1)
  })

  it('is gone on for by whoever may resume all interviews', async () => {
    const { run, item } = await given('resume-2')
    const adas = await open(ada, item)
    await pause(ada, adas)
    await members('ben')
    expect(await shown(boss, adas.interviewId)).toMatchObject({ canResume: true })
    const { interview } = succeeded(await resume(boss, adas.interviewId)) as unknown as { interview: { screen: { revision: number } } }
    succeeded(await submit(boss, { interviewId: adas.interviewId, revision: interview.screen.revision }, 'now'))
    expect((await seeRun(admin, run)).status).toBe('COMPLETED')
  })
})

// rule R3c
it('whoever has completed work of a group sees it and its run also when they have left', async () => {
  const { run, item } = await given('had-1')
  succeeded(await finish(ada, item))
  await members('ben')
  succeeded(await admin.mutate('shareRecord', { recordId: 'had-1', user: 'ada', access: 'NONE' }))
  const seen = await ada.run<{ run: { id: string } | null; item: { id: string } | null; workItems: { edges: unknown[] } }, object>('query Had($run: ID!, $item: ID!) { run: node(id: $run) { id } item: node(id: $item) { id } workItems(filter: { runId: $run }) { edges { node { id } } } }', { run, item })
  expect(seen).toMatchObject({ run: { id: run }, item: { id: item }, workItems: { edges: [{ node: { id: item } }] } })
})

// rules W7, A3
it('work can\'t be reassigned to what a resource holds, which the caller may not be able to read', async () => {
  const { item } = await given('secret-1')
  for (const [mutation, input] of [['reassignWorkItem', { workItemId: item }], ['reassignWorkItems', { workItemIds: [item] }]] as const) {
    expect(await admin.mutate(mutation, { ...input, assignee: { resource: '$Record.Status' } })).toMatchObject({ __typename: 'ValidationError', issues: [{ path: ['input', 'assignee', 'resource'], message: 'Resources are for definitions; name a user, group or queue.' }] })
  }
})
