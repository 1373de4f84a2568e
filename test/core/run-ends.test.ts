// How runs end, row by row: what becomes of run, stage, steps and work items in each case (rules R3a, R4; domain 2.6, 3.6).
import { describe, expect, it } from 'vitest'
import { GivenRun } from '../support/given-run.ts'
import { after, ask, facts, needs, orchestration, stage, wait, work } from '../support/orchestrations.ts'

// One of everything: work finished, work open, work running, work not started.
function busy(): GivenRun {
  const steps = [ask('Done'), ask('Open'), work('Running'), wait('Outside'), ask('Later', { start: { afterStep: 'Running' } })]
  const given = new GivenRun(orchestration([stage('First', steps), stage('Second', [ask('Never')])])).finish('Done')
  given.now = after(120)
  return given
}

describe('a run that is canceled', () => {
  it('cancels what runs, leaves what has not started, and leaves open items ASSIGNED', () => { // rules R3, R3a; domain A3, C3
    const given = busy().when({ kind: 'cancel', by: 'u-boss', reason: 'duplicate' })
    expect(given.statuses()).toEqual([
      'run CANCELED', 'First CANCELED', 'Done COMPLETED', 'Open CANCELED', 'Running CANCELED', 'Outside CANCELED', 'Later NOT_STARTED',
      'w1 COMPLETED', 'w2 ASSIGNED RUN_CANCELED',
    ])
    expect(given.milestones()).toEqual(['CANCEL_RUN', 'END_STAGE First'])
    expect(given.history('CANCEL_RUN')).toMatchObject([{ actor: 'u-boss', detail: 'duplicate', durationSeconds: 120 }])
    expect(given.last.filter((event) => event.kind === 'backgroundStepStopped')).toHaveLength(2)
    expect(given.run.endedAt).toBe(after(120))
    expect(given.item('Open')).toMatchObject({ completedAt: null, completedBy: null })
  })

  it('can be canceled while it is suspended, and forgets what was kept', () => { // rule R3b
    const given = busy().when({ kind: 'suspend', by: 'u-boss', reason: null }).fail('Running').when({ kind: 'cancel', by: 'u-boss', reason: null })
    expect([given.run.status, given.stage('First').status, given.run.kept.failures]).toEqual(['CANCELED', 'CANCELED', []])
  })

  it('has nothing to stop where an asynchronous step has asked its question', () => {
    const given = busy().answer('Outside').when({ kind: 'cancel', by: 'u-boss', reason: null })
    expect(given.last.filter((event) => event.kind === 'backgroundStepStopped')).toEqual([{ kind: 'backgroundStepStopped', stepId: 'r1.s1.t3' }])
  })

  it('takes nothing more', () => { // rules R3, R3b
    const given = busy()
    const { id, attempt } = given.step('Running')
    given.when({ kind: 'cancel', by: 'u-boss', reason: null })
    const refusals = [
      given.finish('Open').refusal, given.when({ kind: 'reassignWorkItem', workItemId: 'r1.w2', by: 'u-boss', assignee: { user: 'ben' } }).refusal,
      given.publish('Outside').refusal, given.when({ kind: 'suspend', by: 'u-boss', reason: null }).refusal, given.when({ kind: 'cancel', by: 'u-boss', reason: null }).refusal,
      given.when({ kind: 'resume', by: 'u-boss' }).refusal, given.when({ kind: 'endBackgroundStep', stepId: id, attempt, outputs: {} }).refusal,
      given.when({ kind: 'recordChanged' }).refusal,
    ]
    expect(refusals.map((refusal) => refusal?.kind)).toEqual([
      'runNotInProgress', 'runNotInProgress', 'runNotInProgress', 'runNotInProgress', 'runNotInProgress', 'notResumable', 'stale', 'stale',
    ])
    expect(given.finish('Done').refusal).toMatchObject({ kind: 'workItemAlreadyCompleted', workItem: { completedBy: 'u-ada' } })
  })
})

describe('a background step that fails', () => {
  it('puts step, stage and run in ERROR, discontinues what runs and completes open items', () => { // rule R4; domain 2.6, C6
    const given = busy().fail('Running', 'no connection', 5)
    expect(given.statuses()).toEqual([
      'run ERROR', 'First ERROR', 'Done COMPLETED', 'Open DISCONTINUED', 'Running ERROR', 'Outside DISCONTINUED', 'Later NOT_STARTED',
      'w1 COMPLETED', 'w2 COMPLETED STAGE_ERROR',
    ])
    expect(given.run.fault).toEqual({ message: 'no connection', stageId: 'r1.s1', stepId: 'r1.s1.t3', occurredAt: after(120), attempts: 5, isRecoverable: true })
    expect(given.milestones()).toEqual(['FAIL_STEP Running', 'DISCONTINUE_STEP Open', 'DISCONTINUE_STEP Outside', 'FAIL_STAGE First', 'FAIL_RUN Running'])
    expect(given.history('FAIL_RUN')).toMatchObject([{ detail: 'no connection', durationSeconds: 120, actor: null }])
    expect(given.history('END_WORK_ITEM')).toHaveLength(1)
    expect(given.item('Open')).toMatchObject({ completedAt: after(120), completedBy: null })
  })
})

describe('a screen flow that fails', () => {
  it('leaves the item that it belongs to ASSIGNED and completes the other open items', () => { // rule R3a; domain A6
    const given = new GivenRun(orchestration([stage('First', [ask('One'), ask('Two')])])).breakDown('One')
    expect(given.statuses()).toEqual(['run ERROR', 'First ERROR', 'One ERROR', 'Two DISCONTINUED', 'w1 ASSIGNED RUN_ERROR', 'w2 COMPLETED STAGE_ERROR'])
    expect(given.history('FAIL_STEP')).toMatchObject([{ actor: 'u-ada', detail: 'the flow broke' }])
    expect(given.finish('One').refusal?.kind).toBe('runNotInProgress')
    expect(given.finish('Two').refusal?.kind).toBe('workItemAlreadyCompleted')
  })

  it('changes nothing when somebody else has finished the item meanwhile', () => { // rule W4
    const given = new GivenRun(orchestration([stage('First', [ask('One'), ask('Two')])])).finish('One').breakDown('One')
    expect([given.refusal?.kind, given.run.status]).toEqual(['workItemAlreadyCompleted', 'IN_PROGRESS'])
  })
})

describe('a stage that fails', () => {
  it('is in ERROR when its own evaluation flow fails, with no step in ERROR', () => { // domain 2.6, C6
    const completion = { evaluationFlow: { flow: 'Gone' } }
    const given = new GivenRun(orchestration([stage('First', [ask('One')]), stage('Second', [ask('Two')], { completion })])).finish('One')
    expect(given.statuses()).toEqual(['run ERROR', 'First COMPLETED', 'One COMPLETED', 'Second ERROR', 'Two NOT_STARTED', 'w1 COMPLETED'])
    expect(given.run.fault).toMatchObject({ stageId: 'r1.s2', stepId: null, isRecoverable: true })
  })

  it('fails the step whose evaluation flow fails', () => {
    const given = new GivenRun(orchestration([stage('First', [ask('One', { start: { evaluationFlow: { flow: 'Broken' } } })])]))
    expect(given.statuses()).toEqual(['run ERROR', 'First ERROR', 'One ERROR'])
    expect(given.run.fault!.message).toContain('Broken')
  })
})

describe('a run that fails as a whole', () => {
  const variables = [{ apiName: 'text', dataType: 'STRING', isInput: true }] as const
  const heavy = (start?: object) => ask('Heavy', { action: { flow: 'Review', inputs: [{ name: 'note', resource: 'text' }] }, ...start })

  it('discontinues its stage and leaves open items ASSIGNED', () => { // domain A5, R-093
    const definition = orchestration([stage('First', [ask('Open'), work('Running'), heavy({ start: { afterStep: 'Running' } })])], { variables })
    const given = new GivenRun(definition, { inputs: { text: 'x'.repeat(32_769) } }).answer('Running')
    expect(given.statuses()).toEqual(['run ERROR', 'First DISCONTINUED', 'Open DISCONTINUED', 'Running COMPLETED', 'Heavy NOT_STARTED', 'w1 ASSIGNED RUN_ERROR'])
    expect(given.run.fault).toMatchObject({ stepId: 'r1.s1.t3', isRecoverable: false })
    expect(given.when({ kind: 'resume', by: 'u-boss' }).refusal).toMatchObject({ kind: 'notResumable' })
  })

  it('does so for the inputs of an evaluation flow, too', () => { // domain 1.16
    const completion = { evaluationFlow: { flow: 'Is_Urgent', inputs: [{ name: 'level', resource: 'text' }] } }
    const given = new GivenRun(orchestration([stage('First', [ask('Open')], { completion })], { variables }), { inputs: { text: 'x'.repeat(32_769) } })
    expect(given.statuses()).toEqual(['run ERROR', 'First DISCONTINUED', 'Open NOT_STARTED'])
    expect(given.run.fault).toMatchObject({ stageId: 'r1.s1', stepId: null, isRecoverable: false, message: 'The inputs of flow Is_Urgent have 32769 characters; at most 32768 are allowed.' })
  })

  it('takes inputs of exactly the size that is allowed', () => { // domain 1.16
    expect(new GivenRun(orchestration([stage('First', [heavy()])], { variables }), { inputs: { text: 'x'.repeat(32_768) } }).run.status).toBe('IN_PROGRESS')
  })
})

describe('an outcome that leads nowhere', () => {
  it('fails the run, which no stage of it can be resumed from', () => {
    const outcomes = [{ label: 'Lost', when: needs({ resource: 'One.Status', operator: 'EQUALS', value: 'COMPLETED' }), goTo: 'Nowhere' }]
    const given = new GivenRun(orchestration([stage('First', [ask('One')], { outcomes })])).finish('One')
    expect(given.statuses()).toEqual(['run ERROR', 'First COMPLETED', 'One COMPLETED', 'w1 COMPLETED'])
    expect(given.run.fault).toMatchObject({ stageId: 'r1.s1', stepId: null, isRecoverable: false })
  })
})

describe('a run that completes', () => {
  it('completes open items of its last stage and says how long it took', () => { // rule R3a; domain C1
    const completion = { requirements: needs({ resource: 'One.Status', operator: 'EQUALS', value: 'COMPLETED' }) }
    const given = new GivenRun(orchestration([stage('First', [ask('One'), ask('Two')], { completion })]))
    given.now = after(3600)
    given.finish('One')
    expect(given.statuses()).toEqual(['run COMPLETED', 'First COMPLETED', 'One COMPLETED', 'Two DISCONTINUED', 'w1 COMPLETED', 'w2 COMPLETED STAGE_COMPLETED'])
    expect(given.history('END_RUN')).toMatchObject([{ durationSeconds: 3600 }])
    expect(given.last.at(-1)).toEqual({ kind: 'runStatusChanged' })
  })
})

describe('an assignee who cannot be given work', () => {
  it.each([
    ['nobody of that name', { resource: 'who' }, 'nobody', false],
    ['the system user', { resource: 'who' }, 'automated.process', false],
    ['an inactive user', { resource: 'who' }, 'gone', true],
    ['a resource that is empty', { resource: 'who' }, '', false],
    ['a resource that does not exist', { resource: 'what' }, 'ada', false],
  ])('fails the step: %s', (_, assignee, who, isRecoverable) => { // rule W1; domain
    const given = new GivenRun(orchestration([stage('First', [ask('One', { assignee })])], { variables: [{ apiName: 'who', dataType: 'STRING', isInput: true }] }), { inputs: { who } })
    expect(given.statuses()).toEqual(['run ERROR', 'First ERROR', 'One ERROR'])
    expect(given.run.fault).toMatchObject({ isRecoverable, stepId: 'r1.s1.t1' })
    expect(given.milestones()).toEqual(['START_RUN', 'START_STAGE First', 'START_STEP One', 'FAIL_STEP One', 'FAIL_STAGE First', 'FAIL_RUN One'])
  })

  it('is told from one who can by what the resource holds at that moment', () => { // domain R-015
    for (const [who, kind] of [['ben', 'user'], ['Clerks', 'group'], ['Tier_Two', 'queue']] as const) {
      const given = new GivenRun(orchestration([stage('First', [ask('One', { assignee: { resource: 'who' } })])], { variables: [{ apiName: 'who', dataType: 'STRING', isInput: true }] }), { inputs: { who } })
      expect(given.item('One').assignee).toMatchObject({ kind, name: who })
    }
  })
})

describe('a step that calls a flow which is not active', () => {
  it('fails, and can be tried again once the flow is', () => {
    const given = new GivenRun(orchestration([stage('First', [work('One', { action: { flow: 'Gone' } })])]))
    expect(given.run.fault).toMatchObject({ isRecoverable: true, message: 'The flow Gone is not active.' })
    given.facts = facts({ flows: { ...given.facts.flows, Gone: { ...given.facts.flows.Sync!, versionId: 'Gone-v7' } } })
    expect(given.when({ kind: 'resume', by: 'u-boss' }).step('One')).toMatchObject({ status: 'IN_PROGRESS', flowVersionId: 'Gone-v7', attempt: 2 })
  })
})
