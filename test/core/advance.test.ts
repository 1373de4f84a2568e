// What a run does by itself: stages, steps, conditions and outcomes.
import { describe, expect, it } from 'vitest'
import { advance, startRun } from '../../src/core/advance.ts'
import { MAX_STAGE_EXECUTIONS } from '../../src/core/step-once.ts'
import { GivenRun } from '../support/given-run.ts'
import { after, ask, facts, needs, orchestration, RECORD, stage, START, wait, work } from '../support/orchestrations.ts'

describe('starting', () => {
  it('names the starter, enters the first stage and opens a work item for each step that starts with it', () => { // rules D6, W1, R3c
    const given = new GivenRun(orchestration([stage('First', [ask('One'), work('Two')]), stage('Second', [ask('Three')])]))
    expect(given.milestones()).toEqual(['START_RUN', 'START_STAGE First', 'START_STEP One', 'START_WORK_ITEM One', 'START_STEP Two'])
    expect(given.history('START_RUN')[0]).toMatchObject({ seq: 1, actor: 'u-starter', durationSeconds: null })
    expect(given.history('START_STEP')[0]!.actor).toBeNull()
    expect(given.statuses()).toEqual(['run IN_PROGRESS', 'First IN_PROGRESS', 'One IN_PROGRESS', 'Two IN_PROGRESS', 'w1 ASSIGNED open'])
    expect(given.run.stages.map((one) => `${one.id} ${one.apiName} ${one.status}`)).toEqual(['r1.s1 First IN_PROGRESS', 'r1.s2 Second NOT_STARTED'])
    expect(given.item('One')).toMatchObject({
      id: 'r1.w1', stageId: 'r1.s1', stepId: 'r1.s1.t1', label: 'Do One', assignee: { kind: 'user', id: 'u-ada', name: 'ada' }, assignment: 1,
      recordId: 'case-1', flow: 'Review', flowVersionId: 'Review-v1', createdAt: START, assignedAt: START, completedAt: null, dueAt: null,
    })
    expect(given.events.find((event) => event.kind === 'backgroundStepStarted')).toMatchObject({ step: { apiName: 'Two', attempt: 1, flowVersionId: 'Sync-v1' } })
  })

  it('asks for all that the first stage will want to know, at once', () => {
    const definition = orchestration([stage('First', [ask('One', { start: { evaluationFlow: { flow: 'Is_Urgent' } } }), work('Two'), ask('Three', { assignee: { queue: 'Tier_Two' }, completion: { evaluationFlow: { flow: 'Done' } } })], { completion: { evaluationFlow: { flow: 'Over' } } })])
    const start = { definition, runId: 'r1', startedBy: 'u-starter', recordId: null, inputs: {} }
    expect(startRun(start, facts({ directory: {}, flows: {} }), START)).toEqual({
      kind: 'needs', needs: { flows: ['Review', 'Sync', 'Is_Urgent', 'Done', 'Over'], directory: ['user:ada', 'queue:Tier_Two'] },
    })
  })

  it('gives variables their inputs, else their defaults, else null', () => {
    const variables = [
      { apiName: 'level', dataType: 'NUMBER', isInput: true }, { apiName: 'note', dataType: 'STRING', isInput: true, default: 'none' }, { apiName: 'extra', dataType: 'JSON' },
    ] as const
    const given = new GivenRun(orchestration([stage('First', [ask('One')])], { variables }), { inputs: { level: 3 } })
    expect(given.run.variables).toEqual({ level: 3, note: 'none', extra: null })
  })

  it('answers every fault of the inputs at once', () => {
    const variables = [{ apiName: 'level', dataType: 'NUMBER', isInput: true }, { apiName: 'note', dataType: 'STRING', isInput: true }, { apiName: 'mine', dataType: 'STRING' }] as const
    const definition = orchestration([stage('First', [ask('One')])], { variables })
    const answer = startRun({ definition, runId: 'r1', startedBy: 'u', recordId: null, inputs: { level: 'high', note: null, mine: 'x', other: 1 } }, facts(), START)
    expect(answer).toMatchObject({ kind: 'invalidInputs', issues: [{ path: ['inputs', 'mine'] }, { path: ['inputs', 'other'] }, { path: ['inputs', 'level'] }, { path: ['inputs', 'note'] }] })
  })
})

describe('steps', () => {
  it('starts a step once the step before it is completed', () => { // rule D7
    const given = new GivenRun(orchestration([stage('First', [ask('One'), ask('Two', { start: { afterStep: 'One' } })])]))
    expect(given.step('Two').status).toBe('NOT_STARTED')
    given.finish('One')
    expect(given.milestones()).toEqual(['END_WORK_ITEM One', 'END_STEP One', 'START_STEP Two', 'START_WORK_ITEM Two'])
  })

  it('starts a step when its requirements on outputs and statuses hold', () => { // rule D7
    const start = { requirements: { logic: '1 AND (2 OR 3)', requirements: [
      { resource: 'One.Status', operator: 'EQUALS', value: 'COMPLETED' } as const,
      { resource: 'One.Outputs.verdict', operator: 'EQUALS', value: 'no' } as const, { resource: 'Two.Outputs.total', operator: 'GREATER_THAN', value: 10 } as const,
    ] } }
    const given = new GivenRun(orchestration([stage('First', [ask('One'), work('Two'), ask('Three', { start })])]))
    given.finish('One', { verdict: 'yes' })
    expect(given.step('Three').status).toBe('NOT_STARTED')
    given.answer('Two', { total: 11 })
    expect(given.step('Three').status).toBe('IN_PROGRESS')
  })

  it('asks an evaluation flow anew whenever something may have changed', () => { // rules D7, D9
    const start = { evaluationFlow: { flow: 'Is_Urgent', inputs: [{ name: 'level', resource: '$Record.Level' }] } }
    const given = new GivenRun(orchestration([stage('First', [ask('One'), ask('Two', { start })])]))
    expect(given.step('Two').status).toBe('NOT_STARTED')
    given.facts = facts({ record: { ...RECORD, fields: { Level: 9 } }, priorRecord: RECORD })
    given.when({ kind: 'recordChanged' })
    expect(given.step('Two').status).toBe('IN_PROGRESS')
  })

  it('wakes on IS_CHANGED only by the change itself', () => { // rules D5, D9
    const start = { requirements: needs({ resource: '$Record.Status', operator: 'IS_CHANGED' }) }
    const given = new GivenRun(orchestration([stage('First', [ask('One'), ask('Two', { start }), ask('Three', { start: { requirements: needs({ resource: '$Record.Level', operator: 'IS_CHANGED' }) } })])]))
    expect(given.step('Two').status).toBe('NOT_STARTED')
    given.facts = facts({ record: { ...RECORD, fields: { ...RECORD.fields, Status: 'Closed' } }, priorRecord: RECORD })
    given.when({ kind: 'recordChanged' })
    expect([given.step('Two').status, given.step('Three').status]).toEqual(['IN_PROGRESS', 'NOT_STARTED'])
  })

  it('leaves a step in progress after its work item is completed, until its own condition holds', () => { // rule D8
    const completion = { requirements: needs({ resource: '$Record.Status', operator: 'EQUALS', value: 'Closed' }) }
    const given = new GivenRun(orchestration([stage('First', [ask('One', { completion })])]))
    given.finish('One', { verdict: 'yes' })
    expect(given.statuses()).toEqual(['run IN_PROGRESS', 'First IN_PROGRESS', 'One IN_PROGRESS', 'w1 COMPLETED'])
    given.facts = facts({ record: { ...RECORD, fields: { Status: 'Closed' } } })
    given.when({ kind: 'recordChanged' })
    expect(given.run.status).toBe('COMPLETED')
    expect(given.history('END_STEP')).toMatchObject([{ actor: null }])
  })

  it('pins a flow to the version that is active when its stage starts', () => { // rule D2
    const given = new GivenRun(orchestration([stage('First', [ask('One'), ask('Two', { start: { afterStep: 'One' } })])]))
    const { Review } = given.facts.flows
    given.facts = facts({ flows: { ...given.facts.flows, Review: { ...Review!, versionId: 'Review-v2' } } })
    given.finish('One')
    expect(given.item('Two').flowVersionId).toBe('Review-v1')
  })

  it('starts an asynchronous step like a background step, and ends it only by an event', () => { // contract: StepType
    const given = new GivenRun(orchestration([stage('First', [wait('One')])]))
    given.answer('One', { asked: true })
    expect(given.step('One')).toMatchObject({ status: 'IN_PROGRESS', outputs: { asked: true }, actionEnded: false })
    given.now = after(90)
    given.publish('One', 'COMPLETED', { total: 3 })
    expect(given.step('One').outputs).toEqual({ asked: true, total: 3 })
    expect(given.history('END_STEP')).toMatchObject([{ actor: 'u-outside', durationSeconds: 90 }])
    expect(given.run.status).toBe('COMPLETED')
  })

  it('stops the flow of an asynchronous step that an event ends before it', () => {
    const given = new GivenRun(orchestration([stage('First', [wait('One'), ask('Two')])])).publish('One')
    expect(given.last).toContainEqual({ kind: 'backgroundStepStopped', stepId: 'r1.s1.t1' })
    given.when({ kind: 'endBackgroundStep', stepId: 'r1.s1.t1', attempt: 1, outputs: {} })
    expect(given.refusal).toEqual({ kind: 'stale' })
  })
})

describe('stages and outcomes', () => {
  it('completes a stage when all its steps are, and goes on to the next in order', () => { // rules D6, D8
    const given = new GivenRun(orchestration([stage('First', [ask('One'), work('Two')]), stage('Second', [ask('Three')])]))
    given.finish('One')
    expect(given.stage('First').status).toBe('IN_PROGRESS')
    given.now = after(61.9)
    given.answer('Two')
    expect(given.milestones()).toEqual(['END_STEP Two', 'END_STAGE First', 'START_STAGE Second', 'START_STEP Three', 'START_WORK_ITEM Three'])
    expect(given.history('END_STAGE')).toMatchObject([{ durationSeconds: 61, actor: null }])
  })

  it('completes background steps on their conditions, too', () => { // rule D8
    const completion = { requirements: needs({ resource: 'One.Outputs.total', operator: 'GREATER_THAN', value: 5 }) }
    const given = new GivenRun(orchestration([stage('First', [work('One', { completion }), work('Two', { completion })])]))
    given.answer('One', { total: 3 })
    expect(given.statuses()).toEqual(['run IN_PROGRESS', 'First IN_PROGRESS', 'One IN_PROGRESS', 'Two IN_PROGRESS'])
    const other = new GivenRun(orchestration([stage('First', [work('One', { completion }), work('Two', { completion })])]))
    other.answer('One', { total: 7 })
    expect(other.statuses()).toEqual(['run COMPLETED', 'First COMPLETED', 'One COMPLETED', 'Two COMPLETED'])
    expect(other.last.filter((event) => event.kind === 'backgroundStepStopped')).toEqual([{ kind: 'backgroundStepStopped', stepId: 'r1.s1.t2' }])
  })

  it('reads outputs of steps that are complete, and of its own flow where a step completes on a condition', () => { // rules D7, D8; domain 2.3
    const total = (value: number) => ({ requirements: needs({ resource: 'One.Outputs.total', operator: 'EQUALS', value }) })
    const given = new GivenRun(orchestration([stage('First', [work('One', { stepType: 'ASYNCHRONOUS_BACKGROUND' }), ask('Early', { start: total(3) }), ask('Late', { start: total(5) })])]))
    given.answer('One', { total: 3 })
    expect(given.statuses()).toEqual(['run IN_PROGRESS', 'First IN_PROGRESS', 'One IN_PROGRESS', 'Early NOT_STARTED', 'Late NOT_STARTED'])
    given.when({ kind: 'publishEvent', by: 'u-outside', stepId: given.step('One').id, stepStatus: 'COMPLETED', outputs: { total: 5 }, message: null })
    expect(given.statuses().slice(2)).toEqual(['One COMPLETED', 'Early NOT_STARTED', 'Late IN_PROGRESS', 'w1 ASSIGNED open'])

    const later = { requirements: needs({ resource: 'One.Outputs.total', operator: 'EQUALS', value: 3 }, { resource: '$Record.Level', operator: 'GREATER_THAN', value: 5 }) }
    const other = new GivenRun(orchestration([stage('First', [ask('One', { completion: later }), ask('Two', { start: total(3) })])]))
    other.finish('One', { total: 3 })
    expect(other.statuses().slice(2)).toEqual(['One IN_PROGRESS', 'Two NOT_STARTED', 'w1 COMPLETED'])
    other.facts = facts({ record: { ...RECORD, fields: { Level: 6 } } })
    other.when({ kind: 'recordChanged' })
    expect(other.statuses().slice(2)).toEqual(['One COMPLETED', 'Two IN_PROGRESS', 'w1 COMPLETED', 'w2 ASSIGNED open'])
  })

  it('completes a stage early on requirements, discontinues what runs and completes open items', () => { // rules D8, W2; domain C2
    const completion = { requirements: needs({ resource: 'One.Outputs.verdict', operator: 'EQUALS', value: 'no' }) }
    const given = new GivenRun(orchestration([stage('First', [ask('One'), ask('Two'), work('Three'), ask('Four', { start: { afterStep: 'Two' } })], { completion }), stage('Second', [ask('Five')])]))
    given.finish('One', { verdict: 'no' })
    expect(given.statuses()).toEqual([
      'run IN_PROGRESS', 'First COMPLETED', 'One COMPLETED', 'Two DISCONTINUED', 'Three DISCONTINUED', 'Four NOT_STARTED', 'Second IN_PROGRESS', 'Five IN_PROGRESS',
      'w1 COMPLETED', 'w2 COMPLETED STAGE_COMPLETED', 'w3 ASSIGNED open',
    ])
    expect(given.last).toContainEqual({ kind: 'backgroundStepStopped', stepId: 'r1.s1.t3' })
    expect(given.history('END_WORK_ITEM')).toHaveLength(1)
  })

  it('completes a stage on an evaluation flow', () => { // rule D8
    const completion = { evaluationFlow: { flow: 'Is_Urgent', inputs: [{ name: 'level', resource: '$Record.Level' }] } }
    const given = new GivenRun(orchestration([stage('First', [ask('One')], { completion })]))
    given.facts = facts({ record: { ...RECORD, fields: { Level: 6 } } })
    given.when({ kind: 'recordChanged' })
    expect(given.statuses()).toEqual(['run COMPLETED', 'First COMPLETED', 'One DISCONTINUED', 'w1 COMPLETED STAGE_COMPLETED'])
  })

  it('goes by the first outcome that holds, which may lead back or end the run', () => { // rule D6
    const verdict = (value: string) => needs({ resource: 'One.Outputs.verdict', operator: 'EQUALS', value })
    const outcomes = [{ label: 'Again', when: verdict('again'), goTo: 'First' }, { label: 'Stop', when: verdict('stop'), goTo: '$End' }]
    const given = new GivenRun(orchestration([stage('First', [ask('One')], { outcomes }), stage('Second', [ask('Two')])]))
    given.finish('One', { verdict: 'again' })
    expect(given.run.stages.map((one) => `${one.id} ${one.apiName} ${one.status}`)).toEqual(['r1.s1 First COMPLETED', 'r1.s2 Second NOT_STARTED', 'r1.s3 First IN_PROGRESS'])
    expect(given.item('One').id).toBe('r1.w2')
    given.finish('One', { verdict: 'stop' })
    expect(given.run.status).toBe('COMPLETED')
    expect(given.run.stages.map((one) => one.apiName)).toEqual(['First', 'Second', 'First'])
  })

  it('ends in an error of the run when stages lead back to each other for ever', () => {
    const outcomes = [{ label: 'Again', when: needs({ resource: '$Record.Status', operator: 'EQUALS', value: 'New' }), goTo: 'First' }]
    const completion = { requirements: needs({ resource: '$Record.Status', operator: 'EQUALS', value: 'New' }) }
    const given = new GivenRun(orchestration([stage('First', [ask('One')], { completion, outcomes })]))
    expect(given.run.status).toBe('ERROR')
    expect(given.run.stages).toHaveLength(MAX_STAGE_EXECUTIONS)
    expect(given.run.fault).toMatchObject({ isRecoverable: false, stageId: null })
  })

  it('reads a step of the stage under way before another of the same name', () => { // rule D7
    const start = { requirements: needs({ resource: 'One.Outputs.verdict', operator: 'EQUALS', value: 'yes' }) }
    const given = new GivenRun(orchestration([stage('First', [ask('One')]), stage('Second', [ask('One'), ask('Two', { start })])])).finish('One', { verdict: 'yes' })
    expect(given.step('Two').status).toBe('NOT_STARTED')
    expect(given.finish('One', { verdict: 'yes' }).step('Two').status).toBe('IN_PROGRESS')
  })

  it('reads the step that was executed last, also when its stage was entered late', () => { // rule D7
    const verdict = (value: string) => needs({ resource: 'Same.Outputs.verdict', operator: 'EQUALS', value })
    const given = new GivenRun(orchestration([
      stage('First', [ask('Same')], { outcomes: [{ label: 'Again', when: verdict('again'), goTo: 'First' }] }), stage('Second', [ask('Same')]),
      stage('Third', [ask('One'), ask('Two', { start: { requirements: verdict('second') } })]),
    ]))
    for (const outcome of ['again', 'first', 'second']) {
      given.now = after(given.run.workItems.length * 60)
      given.finish('Same', { verdict: outcome })
    }
    expect(given.step('Two').status).toBe('IN_PROGRESS')
  })

  it('reads the step that was executed last, also when all were at the same moment', () => { // rule D7
    const verdict = (value: string) => needs({ resource: 'Same.Outputs.verdict', operator: 'EQUALS', value })
    const passing = { requirements: needs({ resource: '$Record.Status', operator: 'EQUALS', value: 'New' }) }
    const given = new GivenRun(orchestration([
      stage('First', [ask('Same')], { outcomes: [{ label: 'Again', when: verdict('again'), goTo: 'First' }] }), stage('Second', [ask('Same')], { completion: passing }),
      stage('Third', [ask('One', { start: { requirements: needs({ resource: 'Same.Status', operator: 'EQUALS', value: 'COMPLETED' }) } })]),
    ]))
    given.finish('Same', { verdict: 'again' }).finish('Same', { verdict: 'go on' })
    expect(given.run.stages.map((one) => `${one.id} ${one.apiName} ${one.turn}`)).toEqual(['r1.s1 First 1', 'r1.s2 Second 3', 'r1.s3 Third 4', 'r1.s4 First 2'])
    expect(given.step('One').status).toBe('NOT_STARTED')
  })

  it('reads statuses of stages and of what has not been executed', () => { // rule D7
    const start = { requirements: needs({ resource: 'First.Status', operator: 'EQUALS', value: 'COMPLETED' }, { resource: 'Third.Status', operator: 'EQUALS', value: 'NOT_STARTED' }) }
    const given = new GivenRun(orchestration([stage('First', [ask('One')]), stage('Second', [ask('Two', { start })]), stage('Third', [ask('Three')])]))
    expect(given.finish('One').step('Two').status).toBe('IN_PROGRESS')
  })
})

describe('a decision', () => {
  it('takes a run to its end when its last work item is completed', () => {
    const given = new GivenRun(orchestration([stage('First', [ask('One')])])).finish('One')
    expect(given.milestones()).toEqual(['END_WORK_ITEM One', 'END_STEP One', 'END_STAGE First', 'END_RUN'])
  })

  it('leaves everything that did not change the very same object', () => {
    const given = new GivenRun(orchestration([stage('First', [ask('One')]), stage('Second', [ask('Two'), ask('Three')])])).finish('One')
    const before = given.run
    given.finish('Two')
    expect(given.run.stages[0]).toBe(before.stages[0])
    expect(given.run.stages[1]!.steps[1]).toBe(before.stages[1]!.steps[1])
    expect(given.run.workItems[2]).toBe(before.workItems[2])
    expect(given.run.stages[1]!.steps[0]).not.toBe(before.stages[1]!.steps[0])
  })

  it('answers with the very same run when nothing changes', () => {
    const given = new GivenRun(orchestration([stage('First', [ask('One')])]))
    const before = given.run
    expect(advance(given.definition, before, { kind: 'recordChanged' }, facts(), START)).toEqual({ kind: 'decided', run: before, events: [] })
    expect(given.when({ kind: 'recordChanged' }).run).toBe(before)
  })
})
