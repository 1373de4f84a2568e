// Background work of runs over the network: retries and faults, answers from outside, and flows that change their own record (R4, D8).
import { beforeAll, describe, expect, it } from 'vitest'
import { all, background, deploy, deployFlow, finish, history, itemOf, makeRecord, makeUser, noteFlow, runThat, seeRun, setFlow, stage, start, statuses, step, stepOf, succeeded } from '../support/deployed.ts'
import { calling, useOutsideSystem } from '../support/outside-system.ts'
import { until, useServer, type Caller } from '../support/server.ts'

const outside = await useOutsideSystem()
const server = useServer({ CALLOUT_HOSTS: outside.host })
let admin: Caller, ada: Caller

const seen = (run: string) => seeRun(admin, run)
const cancel = (run: string) => admin.mutate('cancelRun', { runId: run, reason: 'enough' }, 'run { status }')
const resume = (run: string) => admin.mutate('resumeRun', { runId: run }, 'run { status }')

beforeAll(async () => {
  admin = server.as('admin')
  ada = server.as('ada')
  await makeUser(admin, 'ada')
  await deployFlow(admin, 'Note', noteFlow())
  await deployFlow(admin, 'Set_Seven', setFlow(7))
  await deployFlow(admin, 'Forbidden_Host', calling('http://127.0.0.2:9/x'))
})

describe('background work', () => {
  // rule R4
  it('is tried again by itself until it succeeds', async () => {
    await deployFlow(admin, 'Calls_Twice', outside.calling('/twice'))
    await deploy(admin, 'Retrying', [stage('One', [background('Call', 'Calls_Twice', { retry: { maxAttempts: 3, backoffSeconds: 0 } })])])
    outside.failures.set('/twice', 2)
    const run = await start(admin, 'Retrying')
    expect((await runThat(admin, run, (one) => one.status === 'COMPLETED')).error).toBeNull()
    expect(outside.requests.get('/twice')).toBe(3)
  })

  // rules R4, I9
  it('is tried again as well when its flow has waited before', async () => {
    await deployFlow(admin, 'Waits_And_Calls', {
      flowType: 'AUTOLAUNCHED', start: 'Rest', elements: [
        { wait: { apiName: 'Rest', label: 'Rest', seconds: 1, next: 'Call' } },
        { action: { apiName: 'Call', label: 'Call', action: 'http.request', inputs: [{ name: 'url', value: `http://${outside.host}/after-wait` }] } },
      ],
    })
    await deploy(admin, 'Waiting_Retry', [stage('One', [background('Call', 'Waits_And_Calls', { retry: { maxAttempts: 3, backoffSeconds: 0 } })])])
    outside.failures.set('/after-wait', 2)
    const run = await start(admin, 'Waiting_Retry')
    expect((await runThat(admin, run, (one) => one.status !== 'IN_PROGRESS')).error).toBeNull()
    expect(outside.requests.get('/after-wait')).toBe(3)
  })

  // rule R4
  it('ends in ERROR after its last try, with a readable fault; resumeRun tries it again, and not what had ended', async () => {
    await deployFlow(admin, 'Calls_Thrice', outside.calling('/thrice'))
    await deployFlow(admin, 'Calls_Well', outside.calling('/well'))
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
        { action: { apiName: 'Call', label: 'Call', action: 'http.request', inputs: [{ name: 'url', value: `http://${outside.host}/held` }], next: 'Again' } },
        { action: { apiName: 'Again', label: 'Again', action: 'http.request', inputs: [{ name: 'url', value: `http://${outside.host}/after-held` }], next: 'Set' } },
        { assignment: { apiName: 'Set', label: 'Set', assignments: [{ to: 'done', operator: 'ASSIGN', value: true }] } },
      ],
    })
    await deployFlow(admin, 'Fails_Once', outside.calling('/fails-once'))
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
    await deployFlow(admin, 'Asks_Outside', { ...setFlow(7), variables: [{ apiName: 'result', dataType: 'JSON', isOutput: true }, { apiName: 'verdict', dataType: 'STRING', isOutput: true }] })
    await deploy(admin, 'Outside', [stage('One', [background('Ask', 'Asks_Outside', { stepType: 'ASYNCHRONOUS_BACKGROUND' })]), stage('Two', [step('Then', { user: 'ada' }, { start: { requirements: all({ resource: 'Ask.Outputs.verdict', operator: 'EQUALS', value: 'fine' }) } })])])
    const run = await start(admin, 'Outside')
    const asked = await runThat(admin, run, (one) => stepOf(one, 'Ask').outputs !== null)
    expect(stepOf(asked, 'Ask')).toMatchObject({ status: 'IN_PROGRESS', outputs: { result: 7, verdict: null } })
    expect(stepOf(asked, 'Ask').waitingOn).toHaveLength(1)
    const publish = (input: object) => admin.mutate('publishOrchestrationEvent', { runId: run, stepId: stepOf(asked, 'Ask').id, ...input }, 'run { status }')
    expect(await publish({ stepStatus: 'COMPLETED', outputs: { verdict: 1 } })).toMatchObject({ __typename: 'ValidationError', issues: [{ path: ['input', 'outputs', 'verdict'] }] })
    succeeded(await publish({ stepStatus: 'COMPLETED', outputs: { verdict: 'fine', by: 'Ann' } }))
    const ended = await seen(run)
    expect(statuses(ended)).toEqual({ run: 'IN_PROGRESS', One: 'COMPLETED', Ask: 'COMPLETED', Two: 'IN_PROGRESS', Then: 'IN_PROGRESS' })
    expect(stepOf(ended, 'Ask').outputs).toEqual({ result: 7, verdict: 'fine', by: 'Ann' })
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

// rules I7, R5, R6: whoever deletes or resumes what a background step waits on is in its run's history.
it('what a background step waits on is deleted or resumed in somebody\'s name', async () => {
  await deployFlow(admin, 'Long_Rest', {
    flowType: 'AUTOLAUNCHED', variables: [{ apiName: 'until', dataType: 'DATE_TIME' }, { apiName: 'seconds', dataType: 'NUMBER', default: 3600 }], start: 'reckon',
    elements: [
      { assignment: { apiName: 'reckon', label: 'reckon', assignments: [{ to: 'until', operator: 'ASSIGN', resource: '$Flow.CurrentDateTime' }, { to: 'until', operator: 'ADD', resource: 'seconds' }], next: 'rest' } },
      { wait: { apiName: 'rest', label: 'rest', untilResource: 'until' } },
    ],
  })
  await deploy(admin, 'Rests_Long', [stage('One', [background('Rest', 'Long_Rest', {})])])
  const history = async (run: string) => {
    const { node } = await admin.run<{ node: { history: { edges: { node: { milestone: string; actor: { username: string }; step: { apiName: string } | null } }[] } } }, object>(
      'query ($id: ID!) { node(id: $id) { ... on OrchestrationRun { history(first: 100) { edges { node { milestone actor { username } step { apiName } } } } } } }', { id: run })
    return node.history.edges.map(({ node: { milestone, actor, step } }) => [milestone, actor?.username, step?.apiName ?? null])
  }
  const resting = async () => {
    const run = await start(admin, 'Rests_Long')
    await runThat(admin, run, (one) => stepOf(one, 'Rest').waitingOn.some(({ summary }) => summary.includes('waits until')))
    const { node } = await admin.run<{ node: { stages: { steps: { interview: { id: string; isOfBackgroundStep: boolean } }[] }[] } }, object>('query ($id: ID!) { node(id: $id) { ... on OrchestrationRun { stages { steps { interview { id isOfBackgroundStep } } } } } }', { id: run })
    expect(node.stages[0]!.steps[0]!.interview.isOfBackgroundStep).toBe(true)
    return { run, interviewId: node.stages[0]!.steps[0]!.interview.id }
  }
  const gone = await resting()
  succeeded(await admin.mutate('deleteInterview', { interviewId: gone.interviewId }))
  expect(await history(gone.run)).toEqual([
    ['START_RUN', 'admin', null], ['START_STAGE', 'automated.process', null], ['START_STEP', 'automated.process', 'Rest'],
    ['DELETE_INTERVIEW', 'admin', 'Rest'], ['FAIL_STEP', 'automated.process', 'Rest'], ['FAIL_STAGE', 'automated.process', null], ['FAIL_RUN', 'automated.process', 'Rest'],
  ])
  const early = await resting()
  succeeded(await admin.mutate('resumeInterview', { interviewId: early.interviewId }))
  expect((await history(early.run)).slice(3)).toEqual([['RESUME_INTERVIEW', 'admin', 'Rest'], ['END_STEP', 'automated.process', 'Rest'], ['END_STAGE', 'automated.process', null], ['END_RUN', 'automated.process', null]])
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
