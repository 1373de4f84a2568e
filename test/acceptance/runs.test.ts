// Runs over the network: their ends, suspension, history, and who may do what (R1 to R7).
import { beforeAll, describe, expect, it } from 'vitest'
import {
  all, background, deploy, deployFlow, finish, history, itemOf, makeRecord, makeUser, noteFlow, open, runThat, seeRun, setFlow, stage, start, statuses, step,
  stepOf, succeeded, toDoList, workGuide,
} from '../support/deployed.ts'
import { useOutsideSystem } from '../support/outside-system.ts'
import { until, useServer, type Caller } from '../support/server.ts'

const outside = await useOutsideSystem()
const server = useServer({ CALLOUT_HOSTS: outside.host })
let admin: Caller, ada: Caller, ben: Caller

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
  await deployFlow(admin, 'Failing_Screen', {
    variables: [{ apiName: 'note', dataType: 'STRING', isOutput: true }], start: 'Ask',
    elements: [
      { screen: { apiName: 'Ask', label: 'Ask', fields: [], next: 'Call' } },
      { action: { apiName: 'Call', label: 'Call', action: 'http.request', inputs: [{ name: 'url', value: `http://${outside.host}/screen` }] } },
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
    expect(after.error).toMatchObject({ stage: { apiName: 'One' }, step: { apiName: 'Whose' }, message: expect.stringContaining('$Record.Who') as string })
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

    // rule R4: resumed, it is a new work item; the old one stays what it was, until its stage is completed (W2).
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
    expect(stepOf(await seen(run), 'Fails').workItems[0]).toMatchObject({ id: old, status: 'ASSIGNED' })
  })

  // rules W2, R3a
  it('the item whose own flow failed becomes COMPLETED once its stage is completed after all', async () => {
    await deploy(admin, 'Fails_First', [stage('One', [step('Fails', { user: 'ada' }, { action: { flow: 'Failing_Screen' } })]), stage('Two', [step('Next', { user: 'ben' })])])
    const run = await start(admin, 'Fails_First', 'case-1')
    outside.failures.set('/screen', 1)
    outside.status = 400
    const { interviewId, revision } = await open(ada, itemOf(await seen(run), 'Fails').id)
    await ada.mutate('submitScreen', { interviewId, revision, values: {} })
    expect(itemOf(await runThat(admin, run, (one) => one.status === 'ERROR'), 'Fails')).toMatchObject({ status: 'ASSIGNED', closedReason: 'RUN_ERROR' })
    outside.status = 503
    succeeded(await resume(run))
    const again = itemOf(await seen(run), 'Fails').id
    succeeded(await finish(ada, again))
    expect(stepOf(await seen(run), 'Fails').workItems).toMatchObject([{ status: 'COMPLETED', closedReason: 'STAGE_COMPLETED', ...dead }, { id: again, status: 'COMPLETED', closedReason: null }])
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
    expect(await admin.mutate('publishOrchestrationEvent', { runId: run, outputs: { a: 1 } })).toMatchObject({ __typename: 'ValidationError', issues: [{ path: ['input', 'outputs'] }] })
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
