// Runs over the network: their ends, suspension, errors and retries, outside answers, history, and who may do what (R1 to R7).
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  actionFlow, all, background, deploy, deployFlow, finish, history, itemOf, makeRecord, makeUser, noteFlow, open, runThat, seeRun, setFlow, stage, start, statuses, step,
  stepOf, succeeded, toDoList, workGuide,
} from '../support/deployed.ts'
import { until, useServer, type Caller } from '../support/server.ts'

// An outside system that fails as often as it is told, by path; answers with what it was sent.
const outside = { failures: new Map<string, number>(), requests: new Map<string, number>(), status: 503, held: [] as (() => void)[] }
const http: Server = createServer((request, response) => {
  const path = request.url!
  outside.requests.set(path, (outside.requests.get(path) ?? 0) + 1)
  const left = outside.failures.get(path) ?? 0
  outside.failures.set(path, left - 1)
  const answer = () => void response.writeHead(left > 0 ? outside.status : 200, { 'content-type': 'application/json' }).end(JSON.stringify({ path }))
  if (path.startsWith('/held')) outside.held.push(answer)
  else answer()
})
http.listen(0, '127.0.0.1')
await once(http, 'listening')
const host = `127.0.0.1:${(http.address() as AddressInfo).port}`
afterAll(() => { http.close() })

const server = useServer({ CALLOUT_HOSTS: host })
let admin: Caller, ada: Caller, ben: Caller

const calling = (path: string, url = `http://${host}`) => actionFlow('http.request', [{ name: 'url', value: `${url}${path}` }])
const seen = (run: string) => seeRun(admin, run)
const cancel = (run: string) => admin.mutate('cancelRun', { runId: run, reason: 'enough' }, 'run { status }')
const suspend = (run: string) => admin.mutate('suspendRun', { runId: run, reason: 'wait' }, 'run { status }')
const resume = (run: string) => admin.mutate('resumeRun', { runId: run }, 'run { status }')
const dead = { isActionable: false, completedBy: null }

beforeAll(async () => {
  admin = server.as('admin')
  ada = server.as('ada')
  ben = server.as('ben')
  await makeUser(admin, 'ada')
  await makeUser(admin, 'ben')
  await makeRecord(admin, 'case-1', { owner: 'ada' })
  succeeded(await admin.mutate('shareRecord', { recordId: 'case-1', user: 'ben', access: 'READ' }))
  await deployFlow(admin, 'Note', noteFlow())
  await deployFlow(admin, 'Set_Seven', setFlow(7))
  await deployFlow(admin, 'Forbidden_Host', calling('/x', 'http://127.0.0.2:9'))
  await deployFlow(admin, 'Failing_Screen', {
    variables: [{ apiName: 'note', dataType: 'STRING', isOutput: true }], start: 'Ask',
    elements: [
      { screen: { apiName: 'Ask', label: 'Ask', fields: [], next: 'Call' } },
      { action: { apiName: 'Call', label: 'Call', action: 'http.request', inputs: [{ name: 'url', value: `http://${host}/screen` }] } },
    ],
  })
})

/** Starts `name` on case-1: an item done by ada, one open for ben, a step that never starts; whatever else is given. */
async function given(name: string, ...more: Parameters<typeof stage>[1]): Promise<string> {
  await deploy(admin, name, [stage('One', [step('Done', { user: 'ada' }), step('Open', { user: 'ben' }), ...more, step('Unstarted', { user: 'ada' }, { start: { afterStep: 'Open' } })]), stage('Two', [step('Later', { user: 'ada' })])])
  const run = await start(admin, name, 'case-1')
  succeeded(await finish(ada, itemOf(await seen(run), 'Done').id))
  return run
}

async function expectGone(label: string): Promise<void> {
  expect([await workGuide(ben, 'case-1'), await toDoList(ben)].flat()).not.toContain(label)
}

describe('the ends of a run', () => {
  // rules R3a, W2
  it('completed: what was completed stays so', async () => {
    await deploy(admin, 'End_Completed', [stage('One', [step('Only', { user: 'ada' })])])
    const run = await start(admin, 'End_Completed')
    succeeded(await finish(ada, itemOf(await seen(run), 'Only').id))
    expect(statuses(await seen(run))).toEqual({ run: 'COMPLETED', One: 'COMPLETED', Only: 'COMPLETED' })
    expect((await seen(run)).endedAt).not.toBeNull()
    for (const answer of [await cancel(run), await suspend(run)]) expect(answer).toMatchObject({ __typename: 'RunNotInProgressError' })
    expect(await resume(run)).toMatchObject({ __typename: 'ConflictError' })
  })

  // rules R3, R3a, W2
  it('canceled: running stage and steps CANCELED, open items ASSIGNED and out of every list, completed ones stay', async () => {
    const run = await given('End_Canceled', background('Waits', 'Set_Seven', { stepType: 'ASYNCHRONOUS_BACKGROUND' }))
    const { interviewId, revision } = await open(ben, itemOf(await seen(run), 'Open').id)
    expect(succeeded(await cancel(run))['run']).toEqual({ status: 'CANCELED' })
    const after = await seen(run)
    expect(statuses(after)).toEqual({ run: 'CANCELED', One: 'CANCELED', Done: 'COMPLETED', Open: 'CANCELED', Waits: 'CANCELED', Unstarted: 'NOT_STARTED', Two: 'NOT_STARTED', Later: 'NOT_STARTED' })
    expect(itemOf(after, 'Open')).toMatchObject({ status: 'ASSIGNED', closedReason: 'RUN_CANCELED', ...dead })
    expect(itemOf(after, 'Done')).toMatchObject({ status: 'COMPLETED', closedReason: null, completedBy: { username: 'ada' } })
    await expectGone('Open')
    expect(await ben.mutate('submitScreen', { interviewId, revision, values: {} })).toMatchObject({ __typename: 'RunNotInProgressError' })
    expect(await ben.mutate('openWorkItem', { workItemId: itemOf(after, 'Open').id })).toMatchObject({ __typename: 'RunNotInProgressError' })
    expect(await admin.mutate('reassignWorkItem', { workItemId: itemOf(after, 'Open').id, assignee: { user: 'ada' } })).toMatchObject({ __typename: 'RunNotInProgressError' })
    expect(await admin.mutate('publishOrchestrationEvent', { runId: run })).toMatchObject({ __typename: 'RunNotInProgressError' })
    expect(await cancel(run)).toMatchObject({ __typename: 'RunNotInProgressError' })
    expect(await resume(run)).toMatchObject({ __typename: 'ConflictError' })
  })

  // rules R3a, R4
  it('run error: the stage is DISCONTINUED, open items stay ASSIGNED', async () => {
    await deployFlow(admin, 'Big_Input', { ...setFlow(1), variables: [{ apiName: 'result', dataType: 'JSON', isOutput: true }, { apiName: 'text', dataType: 'STRING', isInput: true }] })
    const run = await given('End_Run_Error', background('Big', 'Big_Input', { start: { requirements: all({ resource: '$Record.Text', operator: 'IS_NULL', value: false }) }, action: { flow: 'Big_Input', inputs: [{ name: 'text', resource: '$Record.Text' }] } }))
    succeeded(await admin.mutate('upsertRecord', { recordId: 'case-1', objectApiName: 'Case', fields: { Text: 'x'.repeat(40_000) } }))
    const after = await seen(run)
    succeeded(await admin.mutate('upsertRecord', { recordId: 'case-1', objectApiName: 'Case', fields: { Text: null } }))
    expect(statuses(after)).toMatchObject({ run: 'ERROR', One: 'DISCONTINUED', Done: 'COMPLETED', Open: 'DISCONTINUED', Unstarted: 'NOT_STARTED' })
    expect(itemOf(after, 'Open')).toMatchObject({ status: 'ASSIGNED', closedReason: 'RUN_ERROR', ...dead })
    await expectGone('Open')
    // Not one that trying again could help.
    expect(await resume(run)).toMatchObject({ __typename: 'ConflictError' })
  })

  // rules R3a, W2
  it('stage error: its open items become COMPLETED by nobody', async () => {
    await deployFlow(admin, 'Gone_Later', { flowType: 'EVALUATION', variables: [{ apiName: 'isOrchestrationConditionMet', dataType: 'BOOLEAN', isOutput: true, default: false }, { apiName: 'n', dataType: 'NUMBER', isInput: true, default: 0 }, { apiName: 'd', dataType: 'DATE' }],
      elements: [{ assignment: { apiName: 'Set', label: 'Set', assignments: [{ to: 'n', operator: 'ADD', value: 1 }] } }], start: 'Set' })
    await deploy(admin, 'End_Stage_Error', [stage('One', [step('Done', { user: 'ada' }), step('Open', { user: 'ben' })], { completion: { evaluationFlow: { flow: 'Gone_Later' } } })])
    const run = await start(admin, 'End_Stage_Error', 'case-1')
    succeeded(await admin.mutate('deactivateOrchestration', { apiName: 'End_Stage_Error' }))
    succeeded(await admin.mutate('deactivateFlow', { apiName: 'Gone_Later' }))
    succeeded(await finish(ada, itemOf(await seen(run), 'Done').id))
    const after = await seen(run)
    expect(statuses(after)).toEqual({ run: 'ERROR', One: 'ERROR', Done: 'COMPLETED', Open: 'DISCONTINUED' })
    expect(after.error).toMatchObject({ stage: { apiName: 'One' }, step: null })
    expect(itemOf(after, 'Open')).toMatchObject({ status: 'COMPLETED', closedReason: 'STAGE_ERROR', ...dead })
    expect(itemOf(after, 'Done')).toMatchObject({ status: 'COMPLETED', closedReason: null, completedBy: { username: 'ada' } })
    await expectGone('Open')
  })

  // rules R3a, R4, W1
  it('step error: a resource that names nobody puts step, stage and run in ERROR', async () => {
    const run = await given('End_Step_Error', step('Whose', { resource: '$Record.Who' }, { start: { requirements: all({ resource: '$Record.Who', operator: 'IS_NULL', value: false }) } }))
    succeeded(await admin.mutate('upsertRecord', { recordId: 'case-1', objectApiName: 'Case', fields: { Who: 'nobody.at.all' } }))
    const after = await seen(run)
    succeeded(await admin.mutate('upsertRecord', { recordId: 'case-1', objectApiName: 'Case', fields: { Who: null } }))
    expect(statuses(after)).toMatchObject({ run: 'ERROR', One: 'ERROR', Whose: 'ERROR', Done: 'COMPLETED', Open: 'DISCONTINUED', Unstarted: 'NOT_STARTED', Two: 'NOT_STARTED' })
    expect(after.error).toMatchObject({ stage: { apiName: 'One' }, step: { apiName: 'Whose' }, message: expect.stringContaining('nobody.at.all') as string })
    expect(itemOf(after, 'Open')).toMatchObject({ status: 'COMPLETED', closedReason: 'STAGE_ERROR', ...dead })
    expect(stepOf(after, 'Whose').workItems).toEqual([])
    await expectGone('Open')
  })

  // rules R3a, R4
  it('screen-flow error: the item whose own flow failed stays ASSIGNED, others of the stage become COMPLETED', async () => {
    const run = await given('End_Screen_Error', step('Fails', { user: 'ada' }, { action: { flow: 'Failing_Screen' } }))
    outside.failures.set('/screen', 1)
    outside.status = 400
    const { interviewId, revision } = await open(ada, itemOf(await seen(run), 'Fails').id)
    await ada.mutate('submitScreen', { interviewId, revision, values: {} })
    const after = await runThat(admin, run, (one) => one.status === 'ERROR')
    outside.status = 503
    expect(statuses(after)).toMatchObject({ run: 'ERROR', One: 'ERROR', Fails: 'ERROR', Done: 'COMPLETED', Open: 'DISCONTINUED' })
    expect(itemOf(after, 'Fails')).toMatchObject({ status: 'ASSIGNED', ...dead })
    expect(itemOf(after, 'Fails').closedReason).not.toBeNull()
    expect(itemOf(after, 'Open')).toMatchObject({ status: 'COMPLETED', closedReason: 'STAGE_ERROR', ...dead })
    expect([await workGuide(ada, 'case-1'), await toDoList(ada)].flat()).not.toContain('Fails')
    expect(await ada.mutate('openWorkItem', { workItemId: itemOf(after, 'Fails').id })).toMatchObject({ __typename: 'RunNotInProgressError' })

    // rule R4: resumed, it is a new work item; the old one stays what it was.
    const old = itemOf(after, 'Fails').id
    expect(succeeded(await resume(run))['run']).toEqual({ status: 'IN_PROGRESS' })
    const resumed = await seen(run)
    expect(statuses(resumed)).toMatchObject({ run: 'IN_PROGRESS', One: 'IN_PROGRESS', Fails: 'IN_PROGRESS', Done: 'COMPLETED', Open: 'IN_PROGRESS' })
    expect(stepOf(resumed, 'Fails').workItems).toHaveLength(2)
    expect(itemOf(resumed, 'Fails').id).not.toBe(old)
    for (const answer of [await ada.mutate('openWorkItem', { workItemId: old }), await admin.mutate('reassignWorkItem', { workItemId: old, assignee: { user: 'ben' } })]) {
      expect(answer).toMatchObject({ __typename: 'ConflictError', message: expect.stringContaining('newer') as string })
    }
    expect(stepOf(resumed, 'Done').workItems).toHaveLength(1)
    succeeded(await finish(ada, itemOf(resumed, 'Fails').id))
    expect(statuses(await seen(run))).toMatchObject({ Fails: 'COMPLETED' })
  })
})

// rules R3a, R4: what a step gives its flow is read from the record, and may turn out to be of another type.
it.each(['a person\'s', 'a background'])('%s flow that is given a value it can\'t take is a failure of its step, to be tried again', async (whose) => {
  const variables = [{ apiName: 'level', dataType: 'NUMBER', isInput: true }], name = whose === 'a background' ? 'Unfit_Background' : 'Unfit_Person'
  await deployFlow(admin, name, whose === 'a background' ? { ...setFlow(7), variables: [{ apiName: 'result', dataType: 'JSON', isOutput: true }, ...variables] } : noteFlow(variables))
  const action = { flow: name, inputs: [{ name: 'level', resource: '$Record.Level' }] }
  await deploy(admin, name, [stage('One', [whose === 'a background' ? background('Takes', name, { action }) : step('Takes', { user: 'ada' }, { action })])])
  const level = async (value: unknown) => succeeded(await admin.mutate('upsertRecord', { recordId: 'case-1', objectApiName: 'Case', fields: { Level: value } }))
  await level('high')
  const run = await start(admin, name, 'case-1')
  if (whose !== 'a background') {
    const opened = await ada.mutate('openWorkItem', { workItemId: itemOf(await seen(run), 'Takes').id }, 'interview { status }')
    expect(opened).toMatchObject({ __typename: 'OpenWorkItemSuccess', interview: { status: 'FAILED' } })
  }
  const failed = await runThat(admin, run, (one) => one.status === 'ERROR')
  expect(failed.error).toMatchObject({ message: `the flow "${name}" can't start: level: must be a number`, step: { apiName: 'Takes' } })
  expect(statuses(failed)).toEqual({ run: 'ERROR', One: 'ERROR', Takes: 'ERROR' })
  await level(3)
  succeeded(await resume(run))
  if (whose !== 'a background') succeeded(await finish(ada, itemOf(await seen(run), 'Takes').id))
  await runThat(admin, run, (one) => one.status === 'COMPLETED')
})

describe('background work', () => {
  // rule R4
  it('is tried again by itself until it succeeds', async () => {
    await deployFlow(admin, 'Calls_Twice', calling('/twice'))
    await deploy(admin, 'Retrying', [stage('One', [background('Call', 'Calls_Twice', { retry: { maxAttempts: 3, backoffSeconds: 0 } })])])
    outside.failures.set('/twice', 2)
    const run = await start(admin, 'Retrying')
    expect((await runThat(admin, run, (one) => one.status === 'COMPLETED')).error).toBeNull()
    expect(outside.requests.get('/twice')).toBe(3)
  })

  // rule R4
  it('ends in ERROR after its last try, with a readable fault; resumeRun tries it again, and not what had ended', async () => {
    await deployFlow(admin, 'Calls_Thrice', calling('/thrice'))
    await deployFlow(admin, 'Calls_Well', calling('/well'))
    await deploy(admin, 'Exhausting', [stage('One', [background('Well', 'Calls_Well'), background('Call', 'Calls_Thrice', { start: { afterStep: 'Well' }, retry: { maxAttempts: 2, backoffSeconds: 0 } })])])
    outside.failures.set('/thrice', 2)
    const run = await start(admin, 'Exhausting')
    const failed = await runThat(admin, run, (one) => one.status === 'ERROR')
    expect(outside.requests.get('/thrice')).toBe(2)
    expect(statuses(failed)).toEqual({ run: 'ERROR', One: 'ERROR', Well: 'COMPLETED', Call: 'ERROR' })
    expect(failed.error).toMatchObject({ step: { apiName: 'Call' }, stage: { apiName: 'One' }, attempts: 2, message: expect.stringContaining('503') as string })
    succeeded(await resume(run))
    expect(statuses(await runThat(admin, run, (one) => one.status === 'COMPLETED'))).toEqual({ run: 'COMPLETED', One: 'COMPLETED', Well: 'COMPLETED', Call: 'COMPLETED' })
    expect([outside.requests.get('/thrice'), outside.requests.get('/well')]).toEqual([3, 1])
    const milestones = (await history(admin, run)).map((one) => one.milestone)
    expect(milestones.filter((one) => one === 'FAIL_RUN' || one === 'RESUME_RUN' || one === 'END_RUN')).toEqual(['FAIL_RUN', 'RESUME_RUN', 'END_RUN'])
  })

  // rule R4, domain 2.7
  it('that was under way when the run failed comes to its end, and is not run again on resume', async () => {
    await deployFlow(admin, 'Held', {
      flowType: 'AUTOLAUNCHED', variables: [{ apiName: 'done', dataType: 'BOOLEAN', isOutput: true }], start: 'Call', elements: [
        { action: { apiName: 'Call', label: 'Call', action: 'http.request', inputs: [{ name: 'url', value: `http://${host}/held` }], next: 'Again' } },
        { action: { apiName: 'Again', label: 'Again', action: 'http.request', inputs: [{ name: 'url', value: `http://${host}/after-held` }], next: 'Set' } },
        { assignment: { apiName: 'Set', label: 'Set', assignments: [{ to: 'done', operator: 'ASSIGN', value: true }] } },
      ],
    })
    await deployFlow(admin, 'Fails_Once', calling('/fails-once'))
    await deploy(admin, 'Under_Way', [stage('One', [background('Long', 'Held'), background('Short', 'Fails_Once', { retry: { maxAttempts: 1 }, start: { requirements: all({ resource: '$Record.Go', operator: 'EQUALS', value: true }) } })])])
    outside.failures.set('/fails-once', 1)
    await makeRecord(admin, 'under-way')
    const run = await start(admin, 'Under_Way', 'under-way')
    await until(() => Promise.resolve(outside.held), (held) => held.length > 0)
    await makeRecord(admin, 'under-way', { fields: { Go: true } })
    expect(stepOf(await runThat(admin, run, (one) => one.status === 'ERROR'), 'Long').status).toBe('DISCONTINUED')
    for (const answer of outside.held.splice(0)) answer()
    const ended = await runThat(admin, run, (one) => stepOf(one, 'Long').outputs !== null)
    expect([ended.status, stepOf(ended, 'Long').status, stepOf(ended, 'Long').outputs]).toEqual(['ERROR', 'DISCONTINUED', { done: true }])
    succeeded(await resume(run))
    await runThat(admin, run, (one) => one.status === 'COMPLETED')
    expect([outside.requests.get('/held'), outside.requests.get('/after-held')]).toEqual([1, 1])
  })

  // rule R4
  it('may not call hosts that are not on the list', async () => {
    await deploy(admin, 'Elsewhere', [stage('One', [background('Call', 'Forbidden_Host')])])
    const failed = await runThat(admin, await start(admin, 'Elsewhere'), (one) => one.status === 'ERROR')
    expect(failed.error?.message).toContain('127.0.0.2')
  })

  // contract: publishOrchestrationEvent; rules R3, D8
  it('asynchronous: waits for the outside answer, which ends it with outputs, once', async () => {
    await deploy(admin, 'Outside', [stage('One', [background('Ask', 'Set_Seven', { stepType: 'ASYNCHRONOUS_BACKGROUND' })]), stage('Two', [step('Then', { user: 'ada' }, { start: { requirements: all({ resource: 'Ask.Outputs.verdict', operator: 'EQUALS', value: 'fine' }) } })])])
    const run = await start(admin, 'Outside')
    const asked = await runThat(admin, run, (one) => stepOf(one, 'Ask').outputs !== null)
    expect(stepOf(asked, 'Ask')).toMatchObject({ status: 'IN_PROGRESS', outputs: { result: 7 } })
    expect(stepOf(asked, 'Ask').waitingOn).toHaveLength(1)
    const publish = (input: object) => admin.mutate('publishOrchestrationEvent', { runId: run, stepId: stepOf(asked, 'Ask').id, ...input }, 'run { status }')
    succeeded(await publish({ stepStatus: 'COMPLETED', outputs: { verdict: 'fine' } }))
    const ended = await seen(run)
    expect(statuses(ended)).toEqual({ run: 'IN_PROGRESS', One: 'COMPLETED', Ask: 'COMPLETED', Two: 'IN_PROGRESS', Then: 'IN_PROGRESS' })
    expect(stepOf(ended, 'Ask').outputs).toMatchObject({ verdict: 'fine' })
    expect(await publish({ stepStatus: 'COMPLETED' })).toMatchObject({ __typename: 'ConflictError' })
    expect(await publish({ stepId: stepOf(ended, 'Then').id, stepStatus: 'COMPLETED' })).toMatchObject({ __typename: expect.stringMatching(/ConflictError|ValidationError/) as string })
    expect(await publish({ stepId: run, stepStatus: 'COMPLETED' })).toMatchObject({ __typename: 'NotFoundError' })
    succeeded(await admin.mutate('publishOrchestrationEvent', { runId: run }))

    const other = await start(admin, 'Outside')
    const step2 = stepOf(await seen(other), 'Ask').id
    succeeded(await admin.mutate('publishOrchestrationEvent', { runId: other, stepId: step2, stepStatus: 'ERROR', message: 'They said no.' }))
    expect(await seen(other)).toMatchObject({ status: 'ERROR', error: { message: expect.stringContaining('They said no.') as string, step: { apiName: 'Ask' } } })
  })
})

// contract: publishOrchestrationEvent; domain 2.1
it('an outside system answers with the ids that the flow was given', async () => {
  const inputs = ['run', 'step'].map((apiName) => ({ apiName, dataType: 'STRING', isInput: true, isOutput: true, default: '' }))
  await deployFlow(admin, 'Tells_Ids', { ...setFlow(7), variables: [{ apiName: 'result', dataType: 'JSON' }, ...inputs] })
  const ids = [{ name: 'run', resource: '$Orchestration.Instance' }, { name: 'step', resource: '$Orchestration.Step' }]
  await deploy(admin, 'By_Ids', [stage('One', [background('Ask', 'Tells_Ids', { stepType: 'ASYNCHRONOUS_BACKGROUND', action: { flow: 'Tells_Ids', inputs: ids } })])])
  const run = await start(admin, 'By_Ids')
  const asked = stepOf(await runThat(admin, run, (one) => stepOf(one, 'Ask').outputs !== null), 'Ask')
  const told = asked.outputs as { run: string; step: string }
  expect(told).toEqual({ run, step: asked.id })
  succeeded(await admin.mutate('publishOrchestrationEvent', { runId: told.run, stepId: told.step, stepStatus: 'COMPLETED' }))
  expect((await seen(run)).status).toBe('COMPLETED')
})

describe('flows that change their own record', () => {
  const setStatus = (value: unknown, next: string | null = null) => ({ updateRecord: { apiName: `Set_${String(value)}`, label: 'Set', record: '$Record', fields: [{ name: 'Status', value }], next } })

  // rules D6, D8, D9, W9
  it('are finished by the change that completes their stage, and outcomes read the record as it is then', async () => {
    await makeRecord(admin, 'own-1', { owner: 'ada', fields: { Status: 'New' } })
    await deployFlow(admin, 'Approves', { elements: [{ screen: { apiName: 'Ask', label: 'Ask', fields: [], next: 'Set_Approved' } }, setStatus('Approved')], start: 'Ask' })
    await deploy(admin, 'Approving', [
      stage('One', [step('Approve', { user: 'ada' }, { action: { flow: 'Approves' } }), step('Idle', { user: 'ada' })], {
        completion: { requirements: all({ resource: '$Record.Status', operator: 'EQUALS', value: 'Approved' }) },
        outcomes: [{ label: 'Approved', when: all({ resource: '$Record.Status', operator: 'EQUALS', value: 'Approved' }), goTo: 'Three' }],
      }), stage('Two', [step('Second', { user: 'ada' })]), stage('Three', [step('Third', { user: 'ada' })])])
    const run = await start(admin, 'Approving', 'own-1')
    const answer = succeeded(await finish(ada, itemOf(await seen(run), 'Approve').id))
    expect(answer['nextWorkItems']).toMatchObject([{ label: 'Third' }])
    const after = await seen(run)
    expect(statuses(after)).toMatchObject({ run: 'IN_PROGRESS', One: 'COMPLETED', Approve: 'COMPLETED', Idle: 'DISCONTINUED', Two: 'NOT_STARTED', Three: 'IN_PROGRESS' })
    expect(itemOf(after, 'Approve')).toMatchObject({ status: 'COMPLETED', completedBy: { username: 'ada' }, closedReason: null })
  })

  // rules D8, R3
  it('end with their work when they close it before they are through', async () => {
    await makeRecord(admin, 'own-2', { owner: 'ada', fields: { Status: 'New' } })
    await deployFlow(admin, 'Closes_Itself', { elements: [{ screen: { apiName: 'Ask', label: 'Ask', fields: [], next: 'Set_Closed' } }, setStatus('Closed', 'More'), { screen: { apiName: 'More', label: 'More', fields: [] } }], start: 'Ask' })
    await deploy(admin, 'Closing', [stage('One', [step('Close', { user: 'ada' }, { action: { flow: 'Closes_Itself' } })], { completion: { requirements: all({ resource: '$Record.Status', operator: 'EQUALS', value: 'Closed' }) } })])
    const run = await start(admin, 'Closing', 'own-2')
    const answer = succeeded(await finish(ada, itemOf(await seen(run), 'Close').id))
    expect(answer).toMatchObject({ interview: { status: 'FAILED' }, workItem: { status: 'COMPLETED' } })
    expect(statuses(await seen(run))).toEqual({ run: 'COMPLETED', One: 'COMPLETED', Close: 'DISCONTINUED' })
  })

  // rules R3, R4
  it('change nothing any more once their run is canceled', async () => {
    await makeRecord(admin, 'own-3', { owner: 'ada', fields: { Status: 'New' } })
    await deployFlow(admin, 'Waits_Then_Sets', { flowType: 'AUTOLAUNCHED', elements: [{ wait: { apiName: 'Pause', label: 'Pause', seconds: 1, next: 'Set_Late' } }, setStatus('Late')], start: 'Pause' })
    await deploy(admin, 'Canceling', [stage('One', [background('Bg', 'Waits_Then_Sets')])])
    const [canceled, left] = [await start(admin, 'Canceling', 'own-3'), await start(admin, 'Canceling')]
    const waits = () => admin.run<{ node: { interview: { status: string } | null } }, object>('query Step($id: ID!) { node(id: $id) { ... on StepRun { interview { status } } } }', { id: stepId })
    const stepId = stepOf(await seen(canceled), 'Bg').id
    await until(waits, ({ node }) => node.interview?.status === 'PAUSED')
    succeeded(await cancel(canceled))
    // The other run's wait is over as late as this one's would be.
    await runThat(admin, left, (one) => one.status !== 'IN_PROGRESS')
    const { record } = await admin.run<{ record: { fields: object } }, object>('{ record(recordId: "own-3") { fields } }')
    expect(record.fields).toEqual({ Status: 'New' })
    expect(statuses(await seen(canceled))).toEqual({ run: 'CANCELED', One: 'CANCELED', Bg: 'CANCELED' })
  })
})

describe('suspension', () => {
  // rule R3b
  it('lets open items be opened, submitted and reassigned, and takes effect on resume', async () => {
    await deploy(admin, 'Suspended', [stage('One', [step('First', { user: 'ada' }), step('Other', { user: 'ben' }), step('Next', { user: 'ada' }, { start: { afterStep: 'First' } }),
      step('On_Record', { user: 'ada' }, { start: { requirements: all({ resource: '$Record.Go', operator: 'EQUALS', value: 1 }) } }), background('Out', 'Set_Seven', { stepType: 'ASYNCHRONOUS_BACKGROUND' })])])
    const run = await start(admin, 'Suspended', 'case-1')
    expect(succeeded(await suspend(run))['run']).toEqual({ status: 'SUSPENDED' })
    expect(statuses(await seen(run))).toMatchObject({ run: 'SUSPENDED', One: 'SUSPENDED', First: 'IN_PROGRESS', Next: 'NOT_STARTED' })
    expect(await suspend(run)).toMatchObject({ __typename: 'RunNotInProgressError' })
    expect(await workGuide(ada, 'case-1')).toContain('First')
    succeeded(await finish(ada, itemOf(await seen(run), 'First').id, { note: 'kept' }))
    succeeded(await admin.mutate('reassignWorkItem', { workItemId: itemOf(await seen(run), 'Other').id, assignee: { user: 'ada' } }))
    succeeded(await admin.mutate('publishOrchestrationEvent', { runId: run, stepId: stepOf(await seen(run), 'Out').id, stepStatus: 'COMPLETED', outputs: { a: 1 } }))
    succeeded(await admin.mutate('upsertRecord', { recordId: 'case-1', objectApiName: 'Case', fields: { Go: 1 } }))
    const kept = await seen(run)
    expect(kept.status).toBe('SUSPENDED')
    expect(statuses(kept)).toMatchObject({ Next: 'NOT_STARTED', On_Record: 'NOT_STARTED' })
    expect(itemOf(kept, 'First')).toMatchObject({ status: 'COMPLETED', completedBy: { username: 'ada' } })
    expect(itemOf(kept, 'Other').assignee).toMatchObject({ username: 'ada' })
    succeeded(await resume(run))
    const resumed = await seen(run)
    succeeded(await admin.mutate('upsertRecord', { recordId: 'case-1', objectApiName: 'Case', fields: { Go: 0 } }))
    expect(statuses(resumed)).toMatchObject({ run: 'IN_PROGRESS', One: 'IN_PROGRESS', First: 'COMPLETED', Next: 'IN_PROGRESS', On_Record: 'IN_PROGRESS', Out: 'COMPLETED' })
    expect(stepOf(resumed, 'First').outputs).toMatchObject({ note: 'kept' })
    succeeded(await suspend(run))
    expect(succeeded(await cancel(run))['run']).toEqual({ status: 'CANCELED' })
    expect(statuses(await seen(run))).toMatchObject({ One: 'CANCELED', Next: 'CANCELED' })
  })

  // rules R3, R3b
  it('keeps a failure that comes in, and fails on resume', async () => {
    await deploy(admin, 'Suspended_Failure', [stage('One', [background('Out', 'Set_Seven', { stepType: 'ASYNCHRONOUS_BACKGROUND' }), step('Open', { user: 'ben' })])])
    const run = await start(admin, 'Suspended_Failure')
    succeeded(await suspend(run))
    succeeded(await admin.mutate('publishOrchestrationEvent', { runId: run, stepId: stepOf(await seen(run), 'Out').id, stepStatus: 'ERROR', message: 'late no' }))
    expect((await seen(run)).status).toBe('SUSPENDED')
    succeeded(await resume(run))
    expect(statuses(await seen(run))).toEqual({ run: 'ERROR', One: 'ERROR', Out: 'ERROR', Open: 'DISCONTINUED' })
  })
})

describe('history', () => {
  // rules R5, R6, domain 2.8, 3.7
  it('holds every milestone once, in order, with actor, completed by and duration', async () => {
    await deploy(admin, 'Told', [stage('One', [step('Do', { user: 'ada' }), background('Bg', 'Set_Seven', { start: { afterStep: 'Do' } })])])
    const run = await start(admin, 'Told')
    succeeded(await admin.mutate('reassignWorkItem', { workItemId: itemOf(await seen(run), 'Do').id, assignee: { user: 'ben' } }))
    succeeded(await suspend(run))
    succeeded(await resume(run))
    succeeded(await finish(ben, itemOf(await seen(run), 'Do').id))
    await runThat(admin, run, (one) => one.status === 'COMPLETED')
    const told = await history(admin, run)
    expect(told.map((one) => one.milestone)).toEqual([
      'START_RUN', 'START_STAGE', 'START_STEP', 'START_WORK_ITEM', 'REASSIGN_WORK_ITEM', 'SUSPEND_RUN', 'SUSPEND_STAGE', 'RESUME_RUN', 'END_WORK_ITEM', 'END_STEP', 'START_STEP', 'END_STEP', 'END_STAGE', 'END_RUN',
    ])
    expect(told.map((one) => one.occurredAt)).toEqual(told.map((one) => one.occurredAt).toSorted())
    const of = (milestone: string) => told.find((one) => one.milestone === milestone)!
    expect(of('START_RUN').actor).toEqual({ username: 'admin' })
    expect(of('REASSIGN_WORK_ITEM').actor).toEqual({ username: 'admin' })
    expect(of('END_WORK_ITEM')).toMatchObject({ actor: { username: 'ben' }, completedBy: { username: 'ben' }, durationSeconds: expect.any(Number) as number, step: { apiName: 'Do' }, stage: { apiName: 'One' } })
    expect(told.filter((one) => one.completedBy !== null)).toHaveLength(1)
    expect(of('END_RUN').durationSeconds).not.toBeNull()

    // rule W10: filters
    expect((await history(admin, run, { milestones: ['END_STEP', 'END_RUN'] })).map((one) => one.milestone)).toEqual(['END_STEP', 'END_STEP', 'END_RUN'])
    expect(new Set((await history(admin, run, { actor: 'ben' })).map((one) => one.actor?.username))).toEqual(new Set(['ben']))
    expect(await history(admin, run, { actor: 'nobody' })).toEqual([])
    expect(await history(admin, run, { to: '2000-01-01T00:00:00Z' })).toEqual([])
    expect(await history(admin, run, { from: told[0]!.occurredAt, to: told.at(-1)!.occurredAt })).toHaveLength(told.length)
  })
})

describe('who may', () => {
  // rule R3c
  it('start: RUN_FLOWS with read access to the record, or MANAGE_FLOW', async () => {
    await deploy(admin, 'Startable', [stage('One', [step('Do', { user: 'ada' })])])
    await makeRecord(admin, 'private-1')
    await makeUser(admin, 'powerless', { permissions: [] })
    await makeUser(admin, 'flow.manager', { permissions: ['MANAGE_FLOW'] })
    const starts = (username: string, recordId: string | null) => server.as(username).mutate('startOrchestration', { apiName: 'Startable', recordId }, 'run { id startedBy { username } record { recordId } }')
    expect(succeeded(await starts('ben', 'case-1'))['run']).toMatchObject({ startedBy: { username: 'ben' }, record: { recordId: 'case-1' } })
    expect(await starts('powerless', null)).toMatchObject({ __typename: 'ForbiddenError' })
    const foreign = await starts('ben', 'private-1'), unknown = await starts('ben', 'no-such-record')
    expect(foreign.__typename).not.toBe('StartOrchestrationSuccess')
    expect({ type: foreign.__typename, message: foreign.message?.replace('private-1', '') }).toEqual({ type: unknown.__typename, message: unknown.message?.replace('no-such-record', '') })
    succeeded(await starts('flow.manager', 'private-1'))
    await deploy(admin, 'Needy', [stage('One', [step('Do', { user: 'ada' })])], { variables: [{ apiName: 'size', dataType: 'NUMBER', isInput: true }, { apiName: 'kind', dataType: 'STRING', isInput: true }] })
    const faults = await admin.mutate('startOrchestration', { apiName: 'Needy', inputs: { size: 'much', other: 1 } })
    expect(faults.issues?.map(({ path }) => path.join('.')).sort()).toEqual(['input.inputs.kind', 'input.inputs.other', 'input.inputs.size'])
    expect(await admin.mutate('startOrchestration', { apiName: 'Startable', recordId: 'no-such-record' })).toMatchObject({ __typename: expect.stringMatching(/NotFoundError|ValidationError/) as string })
  })

  // rule R3c
  it('read a run: its starter, whoever has or had work, readers of its record, and two permissions; nobody else', async () => {
    for (const [name, permissions] of [['starter', ['RUN_FLOWS']], ['worker', ['RUN_FLOWS']], ['record.reader', []], ['run.manager', ['MANAGE_ORCHESTRATION_RUNS']], ['auditor', ['VIEW_ALL_DATA']], ['stranger', ['RUN_FLOWS', 'MANAGE_FLOW']]] as const) await makeUser(admin, name, { permissions })
    await makeRecord(admin, 'readable-1')
    await deploy(admin, 'Readable', [stage('One', [step('Do', { user: 'worker' })])])
    for (const [user, access] of [['starter', 'READ'], ['record.reader', 'READ']]) succeeded(await admin.mutate('shareRecord', { recordId: 'readable-1', user, access }))
    const run = await start(server.as('starter'), 'Readable', 'readable-1')
    succeeded(await admin.mutate('shareRecord', { recordId: 'readable-1', user: 'starter', access: 'NONE' }))
    succeeded(await admin.mutate('reassignWorkItem', { workItemId: itemOf(await seen(run), 'Do').id, assignee: { user: 'ada' } }))
    const sees = async (username: string) => (await seeRun(server.as(username), run)) !== null
    expect(await Promise.all(['starter', 'worker', 'ada', 'record.reader', 'run.manager', 'auditor', 'stranger', 'ben'].map(sees))).toEqual([true, true, true, true, true, true, false, false])
    for (const [name, input] of [['suspendRun', {}], ['cancelRun', {}], ['resumeRun', {}], ['publishOrchestrationEvent', {}]] as const) {
      expect(await server.as('starter').mutate(name, { runId: run, ...input })).toMatchObject({ __typename: 'ForbiddenError' })
      const [foreign, unknown] = [await server.as('stranger').mutate(name, { runId: run }), await server.as('stranger').mutate(name, { runId: Buffer.from('OrchestrationRun:00000000-0000-4000-8000-000000000000').toString('base64') })]
      expect(foreign).toEqual(unknown)
    }
    succeeded(await server.as('run.manager').mutate('suspendRun', { runId: run }))
    succeeded(await server.as('run.manager').mutate('resumeRun', { runId: run }))
    succeeded(await server.as('run.manager').mutate('cancelRun', { runId: run }))
  })
})

it('logs no error in all of this', async () => {
  expect(await until(() => Promise.resolve(server.faults), () => true)).toEqual([])
})
