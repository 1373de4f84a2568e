// Suspending and resuming runs (rules R3, R3b, R4; domain 2.1, 2.7).
import { describe, expect, it } from 'vitest'
import { GivenRun } from '../support/given-run.ts'
import { after, ask, facts, needs, orchestration, RECORD, stage, wait, work } from '../support/orchestrations.ts'

const suspend = { kind: 'suspend', by: 'u-boss', reason: 'audit' } as const
const resume = { kind: 'resume', by: 'u-boss' } as const

describe('a suspended run', () => {
  const given = () => new GivenRun(orchestration([stage('First', [ask('One'), work('Two'), wait('Three'), ask('Four', { start: { afterStep: 'One' } })]), stage('Second', [ask('Five')])])).when(suspend)

  it('is suspended with its stage, and its steps go on', () => { // rule R3; domain 2.1
    const one = given()
    expect(one.statuses()).toEqual(['run SUSPENDED', 'First SUSPENDED', 'One IN_PROGRESS', 'Two IN_PROGRESS', 'Three IN_PROGRESS', 'Four NOT_STARTED', 'w1 ASSIGNED open'])
    expect(one.milestones()).toEqual(['SUSPEND_RUN', 'SUSPEND_STAGE First'])
    expect(one.history('SUSPEND_RUN')).toMatchObject([{ actor: 'u-boss', detail: 'audit' }])
    expect(one.when(suspend).refusal).toEqual({ kind: 'runNotInProgress' })
  })

  it('takes finished work, keeps its outputs and starts nothing, until it is resumed', () => { // rule R3b
    const one = given().finish('One', { verdict: 'yes' })
    expect(one.milestones()).toEqual(['END_WORK_ITEM One'])
    one.answer('Two', { total: 4 }).publish('Three', 'COMPLETED', { reply: 'ok' })
    expect(one.milestones()).toEqual([])
    expect(one.statuses()).toEqual(['run SUSPENDED', 'First SUSPENDED', 'One IN_PROGRESS', 'Two IN_PROGRESS', 'Three IN_PROGRESS', 'Four NOT_STARTED', 'w1 COMPLETED'])
    expect(one.finish('One', {}, 'u-ben').refusal?.kind).toBe('workItemAlreadyCompleted')
    one.when(resume)
    expect(one.milestones()).toEqual(['RESUME_RUN', 'END_STEP One', 'END_STEP Two', 'END_STEP Three', 'START_STEP Four', 'START_WORK_ITEM Four'])
    expect([one.step('One').outputs, one.step('Two').outputs, one.step('Three').outputs]).toEqual([{ verdict: 'yes' }, { total: 4 }, { reply: 'ok' }])
    expect(one.history('END_STEP')[0]).toMatchObject({ actor: 'u-ada' })
  })

  it('lets a failure take effect on resume, after what has ended meanwhile', () => { // rule R3b
    const one = given().fail('Two', 'no connection').finish('One')
    expect(one.run.status).toBe('SUSPENDED')
    one.when(resume)
    expect(one.statuses()).toEqual(['run ERROR', 'First ERROR', 'One COMPLETED', 'Two ERROR', 'Three DISCONTINUED', 'Four NOT_STARTED', 'w1 COMPLETED'])
    expect(one.run.fault).toMatchObject({ message: 'no connection', attempts: 5 })
    expect(one.run.kept.failures).toEqual([])
  })

  it('forgets a failed screen flow when somebody finishes the work item after all', () => {
    const one = given().breakDown('One').finish('One', {}, 'u-ben').when(resume)
    expect([one.run.status, one.step('One').status]).toEqual(['IN_PROGRESS', 'COMPLETED'])
  })

  it('forgets it also when a condition of the step does not hold yet', () => {
    const completion = { requirements: needs({ resource: '$Record.Status', operator: 'EQUALS', value: 'Closed' }) }
    const one = new GivenRun(orchestration([stage('First', [ask('One', { completion })])])).when(suspend).breakDown('One').finish('One', {}, 'u-ben').when(resume)
    expect([one.run.status, one.step('One').status]).toEqual(['IN_PROGRESS', 'IN_PROGRESS'])
  })

  it('drops a failure of a step that its condition has completed meanwhile', () => {
    const completion = { requirements: needs({ resource: '$Record.Status', operator: 'EQUALS', value: 'Closed' }) }
    const one = new GivenRun(orchestration([stage('First', [ask('One', { completion }), ask('Two')])])).when(suspend).breakDown('One')
    one.facts = facts({ record: { ...RECORD, fields: { Status: 'Closed' } } })
    expect(one.when(resume).statuses().slice(0, 4)).toEqual(['run IN_PROGRESS', 'First IN_PROGRESS', 'One COMPLETED', 'Two IN_PROGRESS'])
  })

  it('fails once, however many causes there are', () => {
    const completion = { evaluationFlow: { flow: 'Is_Urgent' } }
    const one = new GivenRun(orchestration([stage('First', [ask('One', { completion }), work('Two')])])).when(suspend).fail('Two')
    one.facts = facts({ flows: { ...one.facts.flows, Is_Urgent: null } })
    one.when(resume)
    expect(one.statuses()).toEqual(['run ERROR', 'First ERROR', 'One ERROR', 'Two DISCONTINUED', 'w1 COMPLETED STAGE_ERROR'])
    expect(one.history('FAIL_RUN')).toHaveLength(1)
  })

  it('keeps a failed screen flow for resume, and the item of it stays ASSIGNED then', () => {
    const one = given().breakDown('One').when(resume)
    expect(one.run.status).toBe('ERROR')
    expect(one.item('One')).toMatchObject({ status: 'ASSIGNED', closedReason: 'RUN_ERROR', isActionable: false })
  })

  it('lets open items be reassigned, and reminded of', () => { // rule R3b
    const one = given().when({ kind: 'reassignWorkItem', workItemId: 'r1.w1', by: 'u-boss', assignee: { user: 'ben' } })
    expect(one.item('One').assignee.name).toBe('ben')
  })

  it('remembers what the record was, so that a change still wakes conditions on resume', () => { // rules R3b, D9
    const start = { requirements: needs({ resource: '$Record.Status', operator: 'IS_CHANGED' }) }
    const one = new GivenRun(orchestration([stage('First', [ask('One'), ask('Two', { start })])])).when(suspend)
    const closed = { ...RECORD, fields: { Status: 'Closed' } }, raised = { ...RECORD, fields: { Status: 'Closed', Level: 2 } }
    one.facts = facts({ record: closed, priorRecord: RECORD })
    one.when({ kind: 'recordChanged' })
    one.facts = facts({ record: raised, priorRecord: closed })
    one.when({ kind: 'recordChanged' })
    one.facts = facts({ record: raised })
    one.when(resume)
    expect(one.step('Two').status).toBe('IN_PROGRESS')
    expect(one.run.kept.priorRecord).toBeNull()
  })

  it('refuses a second end of the same step', () => {
    const one = given().publish('Three').publish('Three')
    expect(one.refusal).toMatchObject({ kind: 'stepNotPublishable' })
    expect(one.answer('Two').answer('Two').refusal).toEqual({ kind: 'stale' })
    expect(given().fail('Two').fail('Two').refusal).toEqual({ kind: 'stale' })
    expect(given().publish('Three', 'ERROR').publish('Three').refusal).toMatchObject({ kind: 'stepNotPublishable' })
  })
})

describe('resuming a run in error', () => {
  it('does not do again what was under way when the run failed and has ended since', () => { // rule R4, domain 2.7
    const given = new GivenRun(orchestration([stage('First', [work('One'), work('Two'), work('Three')])]))
    given.fail('Two')
    expect(given.last.filter((event) => event.kind === 'backgroundStepStopped')).toEqual([])
    expect(given.when({ kind: 'endBackgroundStep', stepId: 'r1.s1.t1', attempt: 1, outputs: { total: 4 } }).refusal).toBeNull()
    expect(given.statuses()).toEqual(['run ERROR', 'First ERROR', 'One DISCONTINUED', 'Two ERROR', 'Three DISCONTINUED'])
    expect(given.milestones()).toEqual([])
    expect(given.when({ kind: 'failBackgroundStep', stepId: 'r1.s1.t3', attempt: 1, message: 'late', attempts: 5 }).refusal).toEqual({ kind: 'stale' })
    given.when(resume)
    expect(given.statuses()).toEqual(['run IN_PROGRESS', 'First IN_PROGRESS', 'One COMPLETED', 'Two IN_PROGRESS', 'Three IN_PROGRESS'])
    expect(given.step('One')).toMatchObject({ attempt: 1, outputs: { total: 4 } })
    expect(given.last.filter((event) => event.kind === 'backgroundStepStopped')).toEqual([{ kind: 'backgroundStepStopped', stepId: 'r1.s1.t3' }])
    expect(given.when({ kind: 'endBackgroundStep', stepId: 'r1.s1.t3', attempt: 1, outputs: {} }).refusal).toEqual({ kind: 'stale' })
  })

  it('starts a failed background step again, with a new attempt', () => { // domain 2.7
    const given = new GivenRun(orchestration([stage('First', [work('One')])])).fail('One')
    given.now = after(60)
    given.when(resume)
    expect(given.statuses()).toEqual(['run IN_PROGRESS', 'First IN_PROGRESS', 'One IN_PROGRESS'])
    expect(given.step('One')).toMatchObject({ attempt: 2, startedAt: after(60), endedAt: null })
    expect(given.run).toMatchObject({ fault: null, endedAt: null })
    expect(given.milestones()).toEqual(['RESUME_RUN', 'START_STEP One'])
    expect(given.when({ kind: 'endBackgroundStep', stepId: 'r1.s1.t1', attempt: 1, outputs: {} }).refusal).toEqual({ kind: 'stale' })
    expect(given.answer('One').run.status).toBe('COMPLETED')
  })

  it('makes a new work item for each interactive step that failed or was discontinued', () => { // domain 2.7
    const given = new GivenRun(orchestration([stage('First', [ask('One'), ask('Two')])])).breakDown('One').when(resume)
    expect(given.statuses()).toEqual([
      'run IN_PROGRESS', 'First IN_PROGRESS', 'One IN_PROGRESS', 'Two IN_PROGRESS', 'w1 ASSIGNED RUN_ERROR', 'w2 COMPLETED STAGE_ERROR', 'w3 ASSIGNED open', 'w4 ASSIGNED open',
    ])
    expect(given.when({ kind: 'completeWorkItem', workItemId: 'r1.w1', by: 'u-ada', outputs: {} }).refusal?.kind).toBe('workItemNotActionable')
    expect(given.finish('One').finish('Two').run.status).toBe('COMPLETED')
  })

  it('starts every step anew that failed, also those whose failure came in while the run was suspended', () => { // rules R3b, R4
    const given = new GivenRun(orchestration([stage('First', [wait('One'), wait('Two'), ask('Three')])])).answer('One').answer('Two').when(suspend).publish('Two', 'ERROR').publish('One', 'ERROR')
    given.when(resume)
    expect(given.milestones()).toEqual(['RESUME_RUN', 'FAIL_STEP Two', 'FAIL_STEP One', 'DISCONTINUE_STEP Three', 'FAIL_STAGE First', 'FAIL_RUN Two'])
    expect([given.run.fault!.stepId, given.step('One').status, given.step('Two').status]).toEqual([given.step('Two').id, 'ERROR', 'ERROR'])
    given.when(resume)
    expect(given.milestones()).toEqual(['RESUME_RUN', 'START_STEP One', 'START_STEP Two', 'START_STEP Three', 'START_WORK_ITEM Three'])
  })

  it('starts a step anew whose failure came in while the run was suspended, also where the run failed by another first', () => { // rules R3b, R4
    const completion = { evaluationFlow: { flow: 'Is_Urgent' } }
    const given = new GivenRun(orchestration([stage('First', [ask('One', { completion }), wait('Two')])])).answer('Two').when(suspend).publish('Two', 'ERROR')
    const { facts: before } = given
    given.facts = facts({ flows: { ...before.flows, Is_Urgent: null } })
    expect(given.when(resume).statuses().slice(2, 4)).toEqual(['One ERROR', 'Two DISCONTINUED'])
    given.facts = before
    given.when(resume)
    expect(given.step('Two')).toMatchObject({ status: 'IN_PROGRESS', attempt: 2, outputs: null })
    expect(given.run.kept.failures).toEqual([])
  })

  it('has a change of the record take effect that came in while the run was suspended, also where it failed first', () => { // rules R3b, D9
    const start = { requirements: needs({ resource: '$Record.Status', operator: 'IS_CHANGED' }) }
    const given = new GivenRun(orchestration([stage('First', [wait('One'), ask('Two', { start })])])).when(suspend)
    const closed = { ...RECORD, fields: { Status: 'Closed' } }
    given.facts = facts({ record: closed, priorRecord: RECORD })
    given.when({ kind: 'recordChanged' }).publish('One', 'ERROR')
    given.facts = facts({ record: closed })
    expect(given.when(resume).step('Two').status).toBe('NOT_STARTED')
    expect(given.when(resume).step('Two').status).toBe('IN_PROGRESS')
    expect(given.run.kept.priorRecord).toBeNull()
  })

  it.each(['work', 'wait', 'ask'] as const)('keeps what %s had done when only its completion could not be told', (kind) => { // rule R4: nothing done is undone
    const completion = { evaluationFlow: { flow: 'Is_Urgent', inputs: [{ name: 'level', resource: '$Record.Level' }] } }
    const one = { work: work('One', { completion }), wait: wait('One', { completion }), ask: ask('One', { completion }) }[kind]
    const given = new GivenRun(orchestration([stage('First', [one, ask('Two')])]), { facts: facts({ record: { ...RECORD, fields: { Level: 0 } } }) })
    const { facts: before } = given
    given.facts = facts({ ...before, flows: { ...before.flows, Is_Urgent: null } })
    if (kind === 'ask') given.finish('One', { total: 4 })
    else if (kind === 'work') given.answer('One', { total: 4 })
    else given.publish('One', 'COMPLETED', { total: 4 })
    expect(given.statuses().slice(0, 3)).toEqual(['run ERROR', 'First ERROR', 'One ERROR'])
    given.facts = facts({ ...before, record: { ...RECORD, fields: { Level: 9 } } })
    given.when(resume)
    expect(given.step('One')).toMatchObject({ status: 'COMPLETED', outputs: { total: 4 }, attempt: 1 })
    expect(given.last.filter((event) => event.kind === 'backgroundStepStarted')).toEqual([])
    expect(given.run.workItems.filter((item) => item.isActionable).map((item) => item.label)).toEqual(['Do Two'])
  })

  it('starts it anew: a step that failed after its flow had answered, or whose work item was finished', () => { // domain 2.7
    const completion = { requirements: needs({ resource: '$Record.Status', operator: 'EQUALS', value: 'Closed' }) }
    const given = new GivenRun(orchestration([stage('First', [ask('One', { completion }), wait('Two')])])).finish('One', { verdict: 'yes' }).answer('Two', { asked: true }).publish('Two', 'ERROR')
    given.when(resume)
    expect(given.step('One')).toMatchObject({ status: 'IN_PROGRESS', outputs: null, actionEnded: false, workItemId: 'r1.w2' })
    expect(given.step('Two')).toMatchObject({ status: 'IN_PROGRESS', outputs: null, attempt: 2 })
    expect(given.last.filter((event) => event.kind === 'backgroundStepStarted')).toHaveLength(1)
  })

  it('starts discontinued background work again when it has no output', () => { // domain 2.7
    const given = new GivenRun(orchestration([stage('First', [work('One'), work('Two')])])).fail('One').when(resume)
    expect(given.step('Two')).toMatchObject({ status: 'IN_PROGRESS', attempt: 2 })
    expect(given.last.filter((event) => event.kind === 'backgroundStepStarted')).toHaveLength(2)
  })

  it('does not run background work again that had ended', () => { // rule R4; domain 2.7
    const given = new GivenRun(orchestration([stage('First', [wait('One'), work('Two')])])).answer('One', { asked: true }).fail('Two').when(resume)
    expect(given.step('One')).toMatchObject({ status: 'IN_PROGRESS', attempt: 1, outputs: { asked: true } })
    expect(given.last.filter((event) => event.kind === 'backgroundStepStarted')).toHaveLength(1)
    expect(given.answer('Two').publish('One').run.status).toBe('COMPLETED')
  })

  it('asks a start condition anew whose evaluation flow had failed', () => {
    const given = new GivenRun(orchestration([stage('First', [ask('One', { start: { evaluationFlow: { flow: 'Gone' } } })])]))
    expect(given.step('One').status).toBe('ERROR')
    given.facts = facts({ flows: { ...given.facts.flows, Gone: given.facts.flows.Is_Urgent! } })
    expect(given.when(resume).statuses()).toEqual(['run IN_PROGRESS', 'First IN_PROGRESS', 'One NOT_STARTED'])
  })

  it('ends in error again where the cause is still there', () => {
    const given = new GivenRun(orchestration([stage('First', [ask('One'), ask('Two', { assignee: { user: 'gone' } })])]))
    given.when(resume)
    expect(given.statuses()).toEqual(['run ERROR', 'First ERROR', 'One DISCONTINUED', 'Two ERROR', 'w1 COMPLETED STAGE_ERROR', 'w2 COMPLETED STAGE_ERROR'])
  })

  it('is possible for 14 days', () => { // domain 1.16
    const failed = () => new GivenRun(orchestration([stage('First', [work('One')])])).fail('One')
    const late = failed(), inTime = failed()
    inTime.now = after(14 * 86_400)
    late.now = after(14 * 86_400 + 1)
    expect([inTime.when(resume).refusal, late.when(resume).refusal?.kind]).toEqual([null, 'notResumable'])
  })

  it('is refused for what is in progress or completed', () => {
    const given = new GivenRun(orchestration([stage('First', [ask('One')])]))
    expect([given.when(resume).refusal?.kind, given.finish('One').when(resume).refusal?.kind]).toEqual(['notResumable', 'notResumable'])
  })
})

describe('an event from outside', () => {
  const given = () => new GivenRun(orchestration([stage('First', [ask('One'), work('Two'), wait('Three')])]))

  it('ends an asynchronous step with an error', () => {
    const one = given().publish('Three', 'ERROR')
    expect([one.run.status, one.step('Three').status, one.run.fault?.isRecoverable]).toEqual(['ERROR', 'ERROR', true])
    expect(one.history('FAIL_STEP')).toMatchObject([{ actor: 'u-outside' }])
  })

  it.each([['none', null], ['an empty one', ''], ['a blank one', ' \n ']])('with %s for a message fails the step with one that can be read', (_, message) => { // rule R4
    const one = given()
    one.when({ kind: 'publishEvent', by: 'u-outside', stepId: one.step('Three').id, stepStatus: 'ERROR', outputs: {}, message })
    expect(one.run.fault?.message).toBe('An event ended step Three with an error.')
  })

  it('wakes the conditions of the run when it names no step', () => { // rule D9
    const start = { requirements: needs({ resource: '$Record.Status', operator: 'EQUALS', value: 'Closed' }) }
    const one = new GivenRun(orchestration([stage('First', [ask('One'), ask('Two', { start })])]))
    one.facts = facts({ record: { ...RECORD, fields: { Status: 'Closed' } } })
    one.when({ kind: 'publishEvent', by: 'u-outside', stepId: null, stepStatus: null, outputs: {}, message: null })
    expect(one.step('Two').status).toBe('IN_PROGRESS')
  })

  it.each([
    ['an interactive step', (one: GivenRun) => one.publish('One'), 'stepNotPublishable'],
    ['a background step', (one: GivenRun) => one.publish('Two'), 'stepNotPublishable'],
    ['a step without a status', (one: GivenRun) => one.publish('Three', null), 'stepNotPublishable'],
    ['a step that has ended', (one: GivenRun) => one.publish('Three').publish('Three'), 'stepNotPublishable'],
    ['a step that does not exist', (one: GivenRun) => one.when({ kind: 'publishEvent', by: 'u', stepId: 'r1.s9.t9', stepStatus: 'COMPLETED', outputs: {}, message: null }), 'stepNotFound'],
    ['outputs without a step', (one: GivenRun) => one.when({ kind: 'publishEvent', by: 'u', stepId: null, stepStatus: null, outputs: { a: 1 }, message: null }), 'stepNotPublishable'],
  ])('is refused for %s', (_, publish, kind) => {
    expect(publish(given()).refusal?.kind).toBe(kind)
  })
})

// rule R5: processes have clocks of their own, and who began first may save last.
it('time does not go back within a run, whoever is behind', () => {
  const one = new GivenRun(orchestration([stage('First', [ask('One'), ask('Two')])]))
  one.now = '2030-01-01T08:00:10.000Z'
  one.finish('One')
  one.now = '2030-01-01T08:00:07.500Z'
  one.when(suspend).when(resume).finish('Two')
  const times = one.events.flatMap((event) => (event.kind === 'milestone' ? [event.entry.occurredAt] : []))
  expect(times).toEqual([...times].sort())
  expect(times.at(-1)).toBe('2030-01-01T08:00:10.000Z')
  expect([one.run.endedAt, one.step('Two').endedAt]).toEqual(['2030-01-01T08:00:10.000Z', '2030-01-01T08:00:10.000Z'])
})
