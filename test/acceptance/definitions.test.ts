// Definitions over the network: drafts, versions, activation with every fault at once, triggers, conditions, simulation (D1 to D11).
import { beforeAll, describe, expect, it } from 'vitest'
import {
  all, background, deploy, deployFlow, evaluationFlow, finish, history, itemOf, makeRecord, makeUser, noteFlow, orchestration, runThat, seeRun, setFlow, stage, start,
  statuses, step, stepOf, succeeded, type SeenReason,
} from '../support/deployed.ts'
import { until, useServer, type Caller } from '../support/server.ts'

const server = useServer()
let admin: Caller, ada: Caller

beforeAll(async () => {
  admin = server.as('admin')
  ada = server.as('ada')
  await makeUser(admin, 'ada')
  await makeUser(admin, 'ben')
  await deployFlow(admin, 'Note', noteFlow())
  await deployFlow(admin, 'Set_Seven', setFlow(7))
  await deployFlow(admin, 'Is_Yes', evaluationFlow('yes'))
})

const activate = (apiName: string, versionNumber?: number) => admin.mutate('activateOrchestration', { apiName, versionNumber }, 'orchestrationVersion { versionNumber status }')
const reasons = (found: SeenReason[]) => found.map(({ phase, resource, operator, expected, actual }) => ({ phase, resource, operator, expected, actual }))

describe('versions', () => {
  // rule D2
  it('saves one draft over and over, numbers versions, and makes the one before obsolete', async () => {
    const save = async (label: string) => succeeded(await admin.mutate('saveOrchestration', { ...orchestration('Versioned', [stage('One', [step('Do', { user: 'ada' })])]), label }, 'orchestrationVersion { versionNumber status definition }'))['orchestrationVersion']
    expect(await save('First')).toMatchObject({ versionNumber: 1, status: 'DRAFT', definition: { label: 'First' } })
    expect(await save('Second')).toMatchObject({ versionNumber: 1, status: 'DRAFT', definition: { label: 'Second' } })
    expect(succeeded(await activate('Versioned'))['orchestrationVersion']).toEqual({ versionNumber: 1, status: 'ACTIVE' })
    expect(await save('Third')).toMatchObject({ versionNumber: 2, status: 'DRAFT' })
    expect(succeeded(await activate('Versioned'))['orchestrationVersion']).toEqual({ versionNumber: 2, status: 'ACTIVE' })
    const versions = async () => (await admin.run<{ orchestration: { activeVersion: { versionNumber: number } | null; versions: { edges: { node: { versionNumber: number; status: string; definition: { label: string } } }[] } } }, object>(
      '{ orchestration(apiName: "Versioned") { activeVersion { versionNumber } versions { edges { node { versionNumber status definition } } } } }')).orchestration
    expect((await versions()).versions.edges.map(({ node }) => [node.versionNumber, node.status, node.definition.label]).sort()).toEqual([[1, 'OBSOLETE', 'Second'], [2, 'ACTIVE', 'Third']])
    // Back to the first, as it was.
    expect(succeeded(await activate('Versioned', 1))['orchestrationVersion']).toEqual({ versionNumber: 1, status: 'ACTIVE' })
    expect((await versions()).activeVersion).toEqual({ versionNumber: 1 })
    expect(await activate('Versioned', 9)).toMatchObject({ __typename: 'NotFoundError' })
    expect(await activate('No_Such')).toMatchObject({ __typename: 'NotFoundError' })
    succeeded(await admin.mutate('deactivateOrchestration', { apiName: 'Versioned' }))
    expect((await versions()).activeVersion).toBeNull()
    expect(await admin.mutate('startOrchestration', { apiName: 'Versioned' })).toMatchObject({ __typename: expect.stringMatching(/NotFoundError|ConflictError/) as string })
  })

  // rule D2
  it('keeps runs and interviews on the versions they started with', async () => {
    await deployFlow(admin, 'Pinned', { ...noteFlow(), elements: [{ screen: { apiName: 'Old', label: 'Old', fields: [] } }], start: 'Old' })
    await deploy(admin, 'Pinning', [stage('One', [step('Do', { user: 'ada' }, { action: { flow: 'Pinned' } })]), stage('Two', [step('More', { user: 'ada' }, { action: { flow: 'Pinned' } })])])
    const run = await start(admin, 'Pinning')
    await deployFlow(admin, 'Pinned', { ...noteFlow(), elements: [{ screen: { apiName: 'New', label: 'New', fields: [] } }], start: 'New' })
    await deploy(admin, 'Pinning', [stage('Other', [step('Else', { user: 'ada' })])])
    const opened = succeeded(await ada.mutate('openWorkItem', { workItemId: itemOf(await seeRun(admin, run), 'Do').id }, 'interview { id flowVersion { versionNumber } screen { apiName revision } }')) as unknown as { interview: { id: string; screen: { apiName: string; revision: number } } }
    expect(opened.interview).toMatchObject({ flowVersion: { versionNumber: 1 }, screen: { apiName: 'Old' } })
    succeeded(await ada.mutate('submitScreen', { interviewId: opened.interview.id, revision: opened.interview.screen.revision, values: {} }))
    // Still the run's own second stage, though a later version has none such.
    expect(statuses(await seeRun(admin, run))).toMatchObject({ run: 'IN_PROGRESS', One: 'COMPLETED', Two: 'IN_PROGRESS', More: 'IN_PROGRESS' })
    succeeded(await finish(ada, itemOf(await seeRun(admin, run), 'More').id))
    expect((await seeRun(admin, run)).status).toBe('COMPLETED')
  })

  // rule D3, domain 1.16
  it('refuses the 51st version', async () => {
    const flow = { apiName: 'Many', label: 'Many', ...setFlow(1) }
    for (let number = 1; number <= 50; number++) expect(await deployFlow(admin, 'Many', setFlow(number))).toBe(number)
    expect(await admin.mutate('saveFlow', flow)).toMatchObject({ __typename: expect.stringMatching(/ConflictError|ValidationError/) as string })
  })

  // rule D4
  it('does not deactivate a flow that an active orchestration or flow calls, and names the callers', async () => {
    await deployFlow(admin, 'Called', noteFlow())
    await deployFlow(admin, 'Calling', { elements: [{ subflow: { apiName: 'Sub', label: 'Sub', flow: 'Called' } }], start: 'Sub' })
    await deploy(admin, 'Caller_A', [stage('One', [step('Do', { user: 'ada' }, { action: { flow: 'Called' } })])])
    await deploy(admin, 'Caller_B', [stage('One', [step('Do', { user: 'ada' }, { action: { flow: 'Called' } })])])
    const deactivate = () => admin.run<{ deactivateFlow: { __typename: string; references?: string[] } }, object>('mutation { deactivateFlow(input: { apiName: "Called" }) { __typename ... on ConflictError { references } } }')
    const { deactivateFlow } = await deactivate()
    expect(deactivateFlow.__typename).toBe('ConflictError')
    expect(deactivateFlow.references).toEqual(expect.arrayContaining(['Caller_A', 'Caller_B']))
    for (const apiName of ['Caller_A', 'Caller_B']) succeeded(await admin.mutate('deactivateOrchestration', { apiName }))
    await admin.mutate('deactivateFlow', { apiName: 'Calling' })
    expect((await deactivate()).deactivateFlow.__typename).toBe('DeactivateFlowSuccess')
  })
})

describe('activation', () => {
  // rule D3
  it('answers every fault at once, each with its path', async () => {
    await deployFlow(admin, 'Needs_Input', noteFlow([{ apiName: 'must', dataType: 'STRING', isInput: true }]))
    succeeded(await admin.mutate('saveFlow', { apiName: 'Only_Draft', label: 'Only draft', ...setFlow(1) }))
    const eleven = Array.from({ length: 11 }, () => ({ resource: 'amount', operator: 'EQUALS' as const, value: 1 }))
    const definition = orchestration('Faulty', [
      stage('One', [
        step('No_Flow', { user: 'ada' }, { action: { flow: 'Nowhere' } }),
        step('Wrong_Type', { user: 'ada' }, { action: { flow: 'Set_Seven' } }),
        background('Draft_Flow', 'Only_Draft'),
        background('Screen_Flow', 'Note'),
        step('No_User', { user: 'nobody' }),
        step('No_Group', { group: 'Nobodies' }),
        step('No_Queue', { queue: 'Nobodies' }),
        step('Running_User', { resource: '$User' }),
        step('Too_Many', { user: 'ada' }, { start: { requirements: { requirements: eleven } } }),
        step('None', { user: 'ada' }, { start: { requirements: { requirements: [] } } }),
        step('Bad_Logic', { user: 'ada' }, { start: { requirements: { logic: '1 AND (2 OR', requirements: eleven.slice(0, 2) } } }),
        step('Bad_Index', { user: 'ada' }, { start: { requirements: { logic: '1 AND 3', requirements: eleven.slice(0, 2) } } }),
        step('Unknown_Name', { user: 'ada' }, { start: { requirements: all({ resource: 'nothing', operator: 'EQUALS', value: 1 }) } }),
        step('Wrong_Data', { user: 'ada' }, { start: { requirements: all({ resource: 'amount', operator: 'EQUALS', value: 'many' }) } }),
        step('Bad_Status', { user: 'ada' }, { start: { requirements: all({ resource: 'No_User.Status', operator: 'EQUALS', value: 'FINISHED' }) } }),
        step('Missing_Input', { user: 'ada' }, { action: { flow: 'Needs_Input' } }),
        step('After_None', { user: 'ada' }, { start: { afterStep: 'Ghost' } }),
        step('Cycle_A', { user: 'ada' }, { start: { afterStep: 'Cycle_B' } }),
        step('Cycle_B', { user: 'ada' }, { start: { afterStep: 'Cycle_A' } }),
        step('Evaluates', { user: 'ada' }, { completion: { evaluationFlow: { flow: 'Set_Seven' } } }),
        step('Evaluates_None', { user: 'ada' }, { start: { evaluationFlow: { flow: 'Nowhere' } } }),
      ], { outcomes: [{ label: 'Out', when: all({ resource: 'amount', operator: 'EQUALS', value: 1 }), goTo: 'Limbo' }] }),
    ], { variables: [{ apiName: 'amount', dataType: 'NUMBER', default: 0 }] })
    succeeded(await admin.mutate('saveOrchestration', definition))
    const answer = await activate('Faulty')
    expect(answer.__typename).toBe('ValidationError')
    const faulty = new Set(answer.issues!.map((issue) => { const at = issue.path.indexOf('steps'); return at < 0 ? issue.path.join('.') : definition.stages[0]!.steps[Number(issue.path[at + 1])]!.apiName }))
    expect([...definition.stages[0]!.steps.map((one) => one.apiName)].filter((name) => !faulty.has(name))).toEqual([])
    expect([...faulty].some((path) => path.includes('outcomes'))).toBe(true)
  })

  // rule D3
  it('finds unreachable and endless elements, unknown names and wrong types in flows, all at once', async () => {
    succeeded(await admin.mutate('saveFlow', {
      apiName: 'Faulty_Flow', label: 'Faulty', flowType: 'AUTOLAUNCHED', start: 'A', variables: [{ apiName: 'n', dataType: 'NUMBER' }],
      elements: [
        { assignment: { apiName: 'A', label: 'A', assignments: [{ to: 'n', operator: 'ASSIGN', value: 'text' }, { to: 'ghost', operator: 'ASSIGN', value: 1 }], next: 'B' } },
        { assignment: { apiName: 'B', label: 'B', assignments: [{ to: 'n', operator: 'ADD', value: 1 }], next: 'A' } },
        { assignment: { apiName: 'Island', label: 'Island', assignments: [{ to: 'n', operator: 'ASSIGN', value: 1 }] } },
        { screen: { apiName: 'Shown', label: 'Shown', fields: [] } },
      ],
    }))
    const answer = await admin.mutate('activateFlow', { apiName: 'Faulty_Flow' })
    expect(answer.__typename).toBe('ValidationError')
    const paths = answer.issues!.map((issue) => issue.path.join('.'))
    for (const place of ['elements.0', 'elements.2', 'elements.3']) expect(paths.some((path) => path.startsWith(place))).toBe(true)
    expect(answer.issues!.length).toBeGreaterThanOrEqual(5)
  })

  // rules D3, W1
  it('refuses the automated process user as assignee', async () => {
    succeeded(await admin.mutate('saveOrchestration', orchestration('To_System', [stage('One', [step('Do', { user: 'automated.process' })])])))
    expect(await activate('To_System')).toMatchObject({ __typename: 'ValidationError' })
  })
})

describe('record triggers', () => {
  const upsert = (fields: object, rest: object = {}) => admin.mutate('upsertRecord', { recordId: 'trigger-1', objectApiName: 'Order', fields, ...rest }, 'startedRuns { id status record { recordId } }')
  const started = async (fields: object, rest: object = {}) => (succeeded(await upsert(fields, rest))['startedRuns'] as unknown[]).length

  // rules D5, R7
  it('starts a run for each matching change, once, and none for a change that is none', async () => {
    await deploy(admin, 'On_Order', [stage('One', [step('Do', { user: 'ada' })])], {
      orchestrationType: 'RECORD_TRIGGERED', trigger: { objectApiName: 'Order', event: 'CREATED_OR_UPDATED', when: all({ resource: '$Record.Status', operator: 'EQUALS', value: 'New' }) },
    })
    expect(await started({ Status: 'New' })).toBe(1)
    expect(await started({ Status: 'New' })).toBe(0)
    expect(await started({ Status: 'Old' })).toBe(0)
    expect(await started({ Status: 'New' })).toBe(1)
    expect(await started({}, { recordId: 'other-1', objectApiName: 'Invoice', fields: { Status: 'New' } })).toBe(0)
  })

  // rule D5
  it('are all that starts such an orchestration', async () => {
    await deploy(admin, 'By_Record', [stage('One', [step('Look', { user: 'ada' })])], { orchestrationType: 'RECORD_TRIGGERED', trigger: { objectApiName: 'Parcel', event: 'CREATED' } })
    expect(await admin.mutate('startOrchestration', { apiName: 'By_Record' })).toMatchObject({ __typename: 'ValidationError', issues: [{ path: ['input', 'apiName'] }] })
  })

  // rule R7
  it('starts one run when ten identical changes come at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 10 }, () => upsert({ Status: 'New', Amount: 1 }, { recordId: 'trigger-2' })))
    expect(answers.map((answer) => (succeeded(answer)['startedRuns'] as unknown[]).length).reduce((a, b) => a + b)).toBe(1)
    const { record } = await admin.run<{ record: { runs: { edges: unknown[] } } }, object>('{ record(recordId: "trigger-2") { runs { edges { node { id } } } } }')
    expect(record.runs.edges).toHaveLength(1)
  })

  // rules D5, R7
  it('compares IS_CHANGED with the values before', async () => {
    await deploy(admin, 'On_Level', [stage('One', [step('Do', { user: 'ada' })])], {
      orchestrationType: 'RECORD_TRIGGERED', trigger: { objectApiName: 'Gauge', event: 'UPDATED', when: all({ resource: '$Record.Level', operator: 'IS_CHANGED', value: true }) },
    })
    const change = async (fields: object) => (succeeded(await admin.mutate('upsertRecord', { recordId: 'gauge-1', objectApiName: 'Gauge', fields }, 'startedRuns { id }'))['startedRuns'] as unknown[]).length
    expect(await change({ Level: 1 })).toBe(0)
    expect(await change({ Color: 'red' })).toBe(0)
    expect(await change({ Level: 2 })).toBe(1)
    expect(await change({ Level: 2, Color: 'blue' })).toBe(0)
    expect(await change({ Level: null })).toBe(1)
  })

  // contract: clientMutationKey
  it('answers a repeated clientMutationKey with the first answer, and refuses it for another input', async () => {
    const once = () => admin.mutate('startOrchestration', { apiName: 'Keyed', clientMutationKey: 'k1' }, 'run { id }')
    await deploy(admin, 'Keyed', [stage('One', [step('Do', { user: 'ada' })])])
    const [first, second, third] = await Promise.all([once(), once(), once()])
    expect(succeeded(first!)['run']).toEqual(succeeded(second!)['run'])
    expect(third).toEqual(first)
    expect(await admin.mutate('startOrchestration', { apiName: 'On_Level', clientMutationKey: 'k1' })).toMatchObject({ __typename: 'ConflictError' })
    expect(await upsert({ Status: 'New' }, { recordId: 'trigger-3', clientMutationKey: 'k2' })).toEqual(await upsert({ Status: 'New' }, { recordId: 'trigger-3', clientMutationKey: 'k2' }))
    // Null is a value of a field, not a member left out.
    expect(await upsert({ Status: 'New', Note: null }, { recordId: 'trigger-3', clientMutationKey: 'k2' })).toMatchObject({ __typename: 'ConflictError' })
    expect(await upsert({ Status: 'New' }, { recordId: 'trigger-3', name: null, clientMutationKey: 'k2' })).toMatchObject({ __typename: 'UpsertRecordSuccess' })
    // As long as the index takes, whatever it is made of.
    const key = Array.from({ length: 256 }, (_, at) => String.fromCharCode(0x4e00 + ((at * 7919) % 20_000))).join('')
    expect(await upsert({ Status: 'New' }, { recordId: 'trigger-3', clientMutationKey: key.slice(1) })).toMatchObject({ __typename: 'UpsertRecordSuccess' })
    for (const [name, input] of [['upsertRecord', { recordId: 'trigger-3', objectApiName: 'Case' }], ['startOrchestration', { apiName: 'Keyed' }], ['startInterview', { flow: 'Note' }]] as const) {
      expect((await admin.mutate(name, { ...input, clientMutationKey: key })).issues).toEqual([{ path: ['input', 'clientMutationKey'], message: expect.stringContaining('at most 255 characters') as string }])
    }
    // The keys of another caller are their own.
    await makeUser(admin, 'keyed', { permissions: ['MANAGE_FLOW', 'RUN_FLOWS'] })
    expect(succeeded(await server.as('keyed').mutate('startOrchestration', { apiName: 'Keyed', clientMutationKey: 'k1' }, 'run { id }'))['run']).not.toEqual(first!['run'])
  })
})

describe('conditions', () => {
  // rules D7, D9, D10
  it('starts steps after a step, on requirements and on an evaluation flow, and says of each why it waits', async () => {
    await makeRecord(admin, 'cond-1', { owner: 'ada', fields: { Ready: 'no', Level: 1 } })
    await deploy(admin, 'Conditions', [stage('One', [
      step('First', { user: 'ada' }),
      step('After', { user: 'ada' }, { start: { afterStep: 'First' } }),
      background('Bg', 'Set_Seven', { start: { requirements: all({ resource: 'First.Outputs.note', operator: 'EQUALS', value: 'go' }) } }),
      step('Nested', { user: 'ada' }, { start: { requirements: { logic: '1 AND (2 OR 3)', requirements: [
        { resource: '$Record.Level', operator: 'GREATER_THAN', value: 5 },
        { resource: 'Bg.Status', operator: 'EQUALS', value: 'COMPLETED' },
        { resource: 'flag', operator: 'EQUALS', value: true },
      ] } } }),
      step('Asked', { user: 'ada' }, { start: { evaluationFlow: { flow: 'Is_Yes', inputs: [{ name: 'value', resource: '$Record.Ready' }] } } }),
    ]), stage('Later', [step('Last', { user: 'ada' })])], { variables: [{ apiName: 'flag', dataType: 'BOOLEAN', isInput: true, default: false }] })
    const run = await start(admin, 'Conditions', 'cond-1')
    const first = await seeRun(admin, run)
    expect(statuses(first)).toMatchObject({ First: 'IN_PROGRESS', After: 'NOT_STARTED', Bg: 'NOT_STARTED', Nested: 'NOT_STARTED', Asked: 'NOT_STARTED', Later: 'NOT_STARTED' })
    expect(stepOf(first, 'First').waitingOn).toHaveLength(1)
    expect(stepOf(first, 'First').waitingOn[0]!.phase).toBe('COMPLETION')
    expect(reasons(stepOf(first, 'After').waitingOn)).toEqual([{ phase: 'START', resource: 'First.Status', operator: 'EQUALS', expected: 'COMPLETED', actual: 'IN_PROGRESS' }])
    expect(reasons(stepOf(first, 'Bg').waitingOn)).toEqual([{ phase: 'START', resource: 'First.Outputs.note', operator: 'EQUALS', expected: 'go', actual: null }])
    expect(reasons(stepOf(first, 'Nested').waitingOn)).toEqual([
      { phase: 'START', resource: '$Record.Level', operator: 'GREATER_THAN', expected: 5, actual: 1 },
      { phase: 'START', resource: 'Bg.Status', operator: 'EQUALS', expected: 'COMPLETED', actual: 'NOT_STARTED' },
      { phase: 'START', resource: 'flag', operator: 'EQUALS', expected: true, actual: false },
    ])
    expect(stepOf(first, 'Asked').waitingOn.map(({ phase }) => phase)).toEqual(['START'])

    // The record changes: what reads it starts, in the same moment.
    succeeded(await admin.mutate('upsertRecord', { recordId: 'cond-1', objectApiName: 'Case', fields: { Ready: 'yes', Level: 9 } }))
    const second = await seeRun(admin, run)
    expect(statuses(second)).toMatchObject({ Asked: 'IN_PROGRESS', Nested: 'NOT_STARTED' })
    expect(reasons(stepOf(second, 'Nested').waitingOn).map(({ resource }) => resource)).toEqual(['Bg.Status', 'flag'])

    succeeded(await finish(ada, itemOf(second, 'First').id, { note: 'go' }))
    expect(statuses(await seeRun(admin, run))).toMatchObject({ First: 'COMPLETED', After: 'IN_PROGRESS', Bg: expect.stringMatching(/IN_PROGRESS|COMPLETED/) as string })
    const third = await runThat(admin, run, (one) => stepOf(one, 'Nested').status === 'IN_PROGRESS')
    expect(stepOf(third, 'Bg')).toMatchObject({ status: 'COMPLETED', outputs: { result: 7 }, waitingOn: [] })
    for (const name of ['After', 'Nested', 'Asked', 'Last']) succeeded(await finish(ada, itemOf(await seeRun(admin, run), name).id))
    expect((await seeRun(admin, run)).status).toBe('COMPLETED')
  })

  // rules D8, D10
  it('completes a step on requirements or an evaluation flow, not when its action has finished', async () => {
    await makeRecord(admin, 'cond-2', { owner: 'ada', fields: { Done: 'no', Ready: 'no' } })
    await deploy(admin, 'Completing', [stage('One', [
      step('By_Req', { user: 'ada' }, { completion: { requirements: all({ resource: '$Record.Done', operator: 'EQUALS', value: 'yes' }) } }),
      background('By_Both', 'Set_Seven', { completion: { requirements: all({ resource: 'By_Both.Outputs.result', operator: 'EQUALS', value: 7 }, { resource: '$Record.Done', operator: 'EQUALS', value: 'yes' }) } }),
      step('By_Eval', { user: 'ada' }, { completion: { evaluationFlow: { flow: 'Is_Yes', inputs: [{ name: 'value', resource: '$Record.Ready' }] } } }),
    ])])
    const run = await start(admin, 'Completing', 'cond-2')
    succeeded(await finish(ada, itemOf(await seeRun(admin, run), 'By_Req').id))
    const waiting = await runThat(admin, run, (one) => stepOf(one, 'By_Both').outputs !== null)
    expect(stepOf(waiting, 'By_Both')).toMatchObject({ status: 'IN_PROGRESS', outputs: { result: 7 } })
    expect(reasons(stepOf(waiting, 'By_Both').waitingOn)).toEqual([{ phase: 'COMPLETION', resource: '$Record.Done', operator: 'EQUALS', expected: 'yes', actual: 'no' }])
    expect(itemOf(waiting, 'By_Req')).toMatchObject({ status: 'COMPLETED', completedBy: { username: 'ada' } })
    expect(stepOf(waiting, 'By_Req').status).toBe('IN_PROGRESS')
    expect(reasons(stepOf(waiting, 'By_Req').waitingOn)).toEqual([{ phase: 'COMPLETION', resource: '$Record.Done', operator: 'EQUALS', expected: 'yes', actual: 'no' }])
    succeeded(await admin.mutate('upsertRecord', { recordId: 'cond-2', objectApiName: 'Case', fields: { Done: 'yes', Ready: 'yes' } }))
    const ended = await seeRun(admin, run)
    expect(statuses(ended)).toEqual({ run: 'COMPLETED', One: 'COMPLETED', By_Req: 'COMPLETED', By_Both: 'COMPLETED', By_Eval: 'COMPLETED' })
    expect(itemOf(ended, 'By_Eval').isActionable).toBe(false)
  })

  // rules D6, D8, W2
  it('completes a stage early: running steps are discontinued, their items completed by nobody', async () => {
    await deploy(admin, 'Early', [stage('One', [
      step('Quick', { user: 'ada' }), step('Slow', { user: 'ada' }), step('Never', { user: 'ada' }, { start: { afterStep: 'Slow' } }),
    ], { completion: { requirements: all({ resource: 'Quick.Status', operator: 'EQUALS', value: 'COMPLETED' }) } }), stage('Two', [step('Next', { user: 'ada' })])])
    const run = await start(admin, 'Early')
    const slow = itemOf(await seeRun(admin, run), 'Slow').id
    succeeded(await finish(ada, itemOf(await seeRun(admin, run), 'Quick').id))
    const seen = await seeRun(admin, run)
    expect(statuses(seen)).toEqual({ run: 'IN_PROGRESS', One: 'COMPLETED', Quick: 'COMPLETED', Slow: 'DISCONTINUED', Never: 'NOT_STARTED', Two: 'IN_PROGRESS', Next: 'IN_PROGRESS' })
    expect(itemOf(seen, 'Slow')).toMatchObject({ status: 'COMPLETED', closedReason: 'STAGE_COMPLETED', isActionable: false, completedBy: null })
    expect((await history(admin, run)).filter((one) => one.milestone === 'END_WORK_ITEM').map((one) => one.step!.apiName)).toEqual(['Quick'])
    expect(await ada.mutate('openWorkItem', { workItemId: slow })).toMatchObject({ __typename: expect.stringMatching(/WorkItemAlreadyCompletedError|RunNotInProgressError/) as string })
  })

  // rule D6
  it('goes where the first outcome that holds leads, back to a stage as well, else to the next stage', async () => {
    await deploy(admin, 'Branching', [
      stage('One', [step('Choose', { user: 'ada' })], { outcomes: [
        { label: 'Skip', when: all({ resource: 'Choose.Outputs.note', operator: 'EQUALS', value: 'skip' }), goTo: 'Three' },
        { label: 'Skip too', when: all({ resource: 'Choose.Outputs.note', operator: 'STARTS_WITH', value: 'sk' }), goTo: 'Two' },
        { label: 'Again', when: all({ resource: 'Choose.Outputs.note', operator: 'EQUALS', value: 'again' }), goTo: 'One' },
      ] }),
      stage('Two', [step('Second', { user: 'ada' })]), stage('Three', [step('Third', { user: 'ada' })]),
    ])
    const choose = async (...notes: string[]) => {
      const run = await start(admin, 'Branching')
      for (const note of notes) succeeded(await finish(ada, itemOf(await seeRun(admin, run), 'Choose').id, { note }))
      return (await seeRun(admin, run)).currentStage!.apiName
    }
    expect(await choose('skip')).toBe('Three')
    expect(await choose('skp')).toBe('Two')
    expect(await choose('else')).toBe('Two')
    expect(await choose('again')).toBe('One')
    expect(await choose('again', 'skip')).toBe('Three')
  })
})

describe('simulateOrchestration', () => {
  const TRACE = 'query Simulate($input: SimulateOrchestrationInput!) { simulateOrchestration(input: $input) { status faults { path message } events { milestone stage step assignee mailTo detail } waitingOn { step reasons { phase resource expected actual } } } }'
  type Trace = { simulateOrchestration: { status: string | null; faults: { path: string[] }[]; events: { milestone: string; stage: string | null; step: string | null; assignee: string | null; mailTo: string[] }[]; waitingOn: { step: string; reasons: { resource: string }[] }[] } }
  const simulate = async (input: object) => (await admin.run<Trace, object>(TRACE, { input })).simulateOrchestration

  // rule D11
  it('walks the same way as the run does, milestone by milestone', async () => {
    succeeded(await admin.mutate('saveGroup', { apiName: 'Simulated', groupType: 'REGULAR', users: ['ada', 'ben'] }))
    const stages = [stage('One', [step('Ask', { group: 'Simulated' }), background('Bg', 'Set_Seven', { start: { afterStep: 'Ask' } })]),
      stage('Two', [step('Wait', { user: 'ben' }), step('Held', { user: 'ada' }, { start: { requirements: all({ resource: 'Wait.Outputs.note', operator: 'EQUALS', value: 'x' }) } })])]
    await deploy(admin, 'Simulated_Run', stages)
    const trace = await simulate({ orchestration: 'Simulated_Run', answers: [{ step: 'Ask', outputs: { note: 'a' } }, { step: 'Bg', outputs: { result: 7 } }] })
    const run = await start(admin, 'Simulated_Run')
    succeeded(await finish(ada, itemOf(await seeRun(admin, run), 'Ask').id, { note: 'a' }))
    await runThat(admin, run, (one) => one.currentStage?.apiName === 'Two')
    expect(trace.status).toBe('IN_PROGRESS')
    expect(trace.events.map(({ milestone, stage: at, step: which }) => [milestone, at, which])).toEqual((await history(admin, run)).map((one) => [one.milestone, one.stage?.apiName ?? null, one.step?.apiName ?? null]))
    expect(trace.events.find((event) => event.milestone === 'START_WORK_ITEM' && event.step === 'Ask')).toMatchObject({ assignee: 'Simulated', mailTo: expect.arrayContaining(['ada', 'ben']) as string[] })
    expect(trace.waitingOn.find((one) => one.step === 'Held')?.reasons).toEqual([{ phase: 'START', resource: 'Wait.Outputs.note', expected: 'x', actual: null }])
    expect(await simulate({ draft: orchestration('A_Draft', stages), answers: [{ step: 'Ask', fault: 'boom' }] })).toMatchObject({ status: 'ERROR', faults: [] })
  })

  // rules D11, I10, N3
  it('gives $Record its own id, and names no mails that the org\'s switch keeps back', async () => {
    const stages = [stage('One', [step('Ask', { user: 'ada' }, { start: { requirements: all({ resource: '$Record.Id', operator: 'EQUALS', value: 'case-7' }) } })])]
    const mails = async () => (await simulate({ draft: orchestration('A_Draft', stages), recordFields: { Id: 'case-7' } })).events.flatMap((event) => event.mailTo)
    expect(await mails()).toEqual(['ada'])
    succeeded(await admin.mutate('updateProcessAutomationSettings', { stopSendingWorkItemEmails: true }))
    expect(await mails()).toEqual([])
    succeeded(await admin.mutate('updateProcessAutomationSettings', { stopSendingWorkItemEmails: false }))
  })

  // rule D11
  it('answers faults of an invalid draft, changing nothing', async () => {
    const count = async () => (await admin.run<{ runs: { edges: unknown[] } }, object>('{ runs(first: 100) { edges { node { id } } } }')).runs.edges.length
    const before = await count()
    const trace = await simulate({ draft: orchestration('A_Draft', [stage('One', [step('Ask', { user: 'nobody' })])]) })
    expect(trace).toMatchObject({ status: null, events: [] })
    expect(trace.faults[0]!.path.join('.')).toContain('stages.0.steps.0.assignee')
    for (const [input, place] of [[{}, 'orchestration'], [{ orchestration: 'Simulated_Run', draft: orchestration('A_Draft', []) }, 'orchestration'], [{ orchestration: 'No_Such' }, 'orchestration'],
      [{ orchestration: 'Simulated_Run', inputs: [1] }, 'inputs'], [{ orchestration: 'Simulated_Run', recordFields: 'x' }, 'recordFields'], [{ orchestration: 'Simulated_Run', answers: [{ step: 'Ask', outputs: 7 }] }, 'answers.0.outputs']] as const) {
      const { status, faults, events } = await simulate(input)
      expect([status, faults.map(({ path }) => path.join('.')), events]).toEqual([null, [place], []])
    }
    expect(await count()).toBe(before)
    expect((await admin.run<{ orchestration: unknown }, object>('{ orchestration(apiName: "A_Draft") { id } }')).orchestration).toBeNull()
  })
})

it('logs no error in all of this', async () => {
  await until(() => Promise.resolve(server.faults), (faults) => faults.length === 0)
})
