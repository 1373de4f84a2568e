// What activation refuses, every fault at once with its path (rule D3), and what a draft may be.
import { describe, expect, it } from 'vitest'
import type { OrchestrationDefinition, Requirement, Requirements, StageDefinition, StepDefinition } from '../../src/core/definition.ts'
import { validateDraft } from '../../src/core/validate-draft.ts'
import { namesIn, validateOrchestration } from '../../src/core/validate-orchestration.ts'
import { ask, facts, needs, orchestration, stage, wait, work } from '../support/orchestrations.ts'

const paths = (definition: OrchestrationDefinition) => validateOrchestration(definition, facts()).map((issue) => issue.path.join('.'))
const ofStage = (change: Partial<StageDefinition>, steps: readonly StepDefinition[] = [ask('One')]) => paths(orchestration([stage('First', steps, change)]))
const ofStep = (change: Partial<StepDefinition>) => paths(orchestration([stage('First', [ask('One', change)])], { variables: VARIABLES }))
const ofRequirement = (requirement: Requirement) => ofStep({ start: { requirements: { requirements: [requirement] } } })

const VARIABLES = [
  { apiName: 'level', dataType: 'NUMBER' }, { apiName: 'isDone', dataType: 'BOOLEAN' }, { apiName: 'note', dataType: 'STRING' }, { apiName: 'day', dataType: 'DATE' },
  { apiName: 'names', dataType: 'STRING', isCollection: true }, { apiName: 'answer', dataType: 'JSON' }, { apiName: 'other', dataType: 'RECORD' },
] as const

const START = 'stages.0.steps.0.start'
const REQUIREMENT = `${START}.requirements.requirements.0`

describe('an orchestration that may be activated', () => {
  it('has no faults, whichever of its members it uses', () => {
    const definition = orchestration([
      stage('First', [
        ask('One', { relatedRecord: 'other', notification: { subject: 'Look at {!$Record.Name}', body: '{!level}' }, due: { afterSeconds: 60, remindBeforeSeconds: 30, escalateTo: { group: 'Clerks' } } }),
        ask('Two', { start: { afterStep: 'One' }, assignee: { resource: 'note' }, completion: { requirements: needs({ resource: 'One.Outputs.verdict', operator: 'EQUALS', value: 'yes' }) } }),
        work('Three', { retry: { maxAttempts: 3, backoffSeconds: 0 }, action: { flow: 'Sync', inputs: [{ name: 'count', resource: 'level' }] } }),
        wait('Four', { start: { evaluationFlow: { flow: 'Is_Urgent', inputs: [{ name: 'level', value: 3 }] } } }),
      ], { outcomes: [{ label: 'Back', when: needs({ resource: 'Four.Outputs.anything', operator: 'GREATER_THAN', value: 1 }), goTo: 'First' }, { label: 'Out', when: needs({ resource: 'level', operator: 'IS_NULL' }), goTo: '$End' }] }),
      stage('Second', [ask('One', { start: { requirements: needs({ resource: 'First.Status', operator: 'IN', value: ['COMPLETED', 'ERROR'] }) } })], { completion: { whenAllStepsComplete: true } }),
    ], { variables: VARIABLES })
    expect(validateOrchestration(definition, facts())).toEqual([])
  })

  it('says what must be looked up for it', () => {
    const due = { afterSeconds: 1, escalateTo: { user: 'ben' } }
    const start = { evaluationFlow: { flow: 'Is_Urgent' } }
    expect(namesIn(orchestration([stage('First', [ask('One', { due, start }), work('Two'), ask('Three', { assignee: { resource: 'x' } })], { completion: { evaluationFlow: { flow: 'Done' } } })]))).toEqual({
      flows: ['Done', 'Review', 'Is_Urgent', 'Sync'], directory: ['user:ada', 'user:ben'],
    })
  })
})

// rule D3
describe('steps that wait for each other', () => {
  const status = (resource: string, value = 'COMPLETED'): Requirement => ({ resource: `${resource}.Status`, operator: 'EQUALS', value })
  const starting = (name: string, start: StepDefinition['start']) => ask(name, { start })
  const order = (...steps: StepDefinition[]) => paths(orchestration([stage('First', steps)], { variables: VARIABLES }))
  const two = (...requirements: Requirement[]) => starting('Two', { requirements: { requirements } })

  it('can never start: by name, by a status or an output, by way of others, or alone', () => {
    expect(order(starting('One', { afterStep: 'Two' }), starting('Two', { afterStep: 'One' }))).toEqual(['stages.0.steps.0.start.afterStep', 'stages.0.steps.1.start.afterStep'])
    const faultOfTwo = 'stages.0.steps.1.start.requirements.requirements.0.resource'
    expect(order(starting('One', { afterStep: 'Two' }), two(status('One')))).toEqual(['stages.0.steps.0.start.afterStep', faultOfTwo])
    expect(order(starting('One', { afterStep: 'Three' }), two({ resource: 'One.Outputs.verdict', operator: 'EQUALS', value: 'yes' }), starting('Three', { afterStep: 'Two' }))).toContain(faultOfTwo)
    expect(order(ask('One'), two(status('Two', 'IN_PROGRESS')))).toEqual([faultOfTwo])
    expect(order(starting('One', { afterStep: 'Two' }), two({ resource: 'level', operator: 'EQUALS', value: 1 }, status('One')))).toContain('stages.0.steps.1.start.requirements.requirements.1.resource')
  })

  it('can never start where each of several ways waits for it in turn', () => {
    const either = (name: string, ...requirements: Requirement[]) => starting(name, { requirements: { logic: 'OR', requirements } })
    const at = (step: number, requirement: number) => `stages.0.steps.${step}.start.requirements.requirements.${requirement}.resource`
    expect(order(either('One', status('Two'), status('Three')), starting('Two', { afterStep: 'One' }), starting('Three', { afterStep: 'One' }))).toEqual([at(0, 0), at(0, 1), 'stages.0.steps.1.start.afterStep', 'stages.0.steps.2.start.afterStep'])
    expect(order(either('One', status('Two'), status('Three')), starting('Two', { afterStep: 'One' }), ask('Three'))).toEqual([])
    // Who only waits for them is not to blame.
    expect(order(starting('One', { afterStep: 'Two' }), either('Two', status('One'), status('Two')), starting('Three', { afterStep: 'Two' }))).toEqual(['stages.0.steps.0.start.afterStep', at(1, 0), at(1, 1)])
  })

  it('can never complete either, where what a step needs for it waits for that, or for what is never so', () => {
    const completing = (name: string, requirement: Requirement, start?: StepDefinition['start']) => ask(name, { start: start ?? null, completion: { requirements: { requirements: [requirement] } } })
    const at = (step: number) => `stages.0.steps.${step}.completion.requirements.requirements.0.resource`
    const started = { resource: 'Two.Outputs.verdict', operator: 'EQUALS', value: 'yes' } as const
    expect(order(completing('One', status('Two')), starting('Two', { afterStep: 'One' }))).toEqual([at(0), 'stages.0.steps.1.start.afterStep'])
    expect(order(completing('One', status('Two')), completing('Two', status('One')))).toEqual([at(0), at(1)])
    expect(order(completing('One', status('One')))).toEqual([at(0)])
    expect(order(completing('One', started), two(status('One')))).toEqual([at(0), 'stages.0.steps.1.start.requirements.requirements.0.resource'])
    expect(order(completing('One', status('Two', 'IN_PROGRESS')), two(status('One', 'IN_PROGRESS')))).toEqual([])
    expect(order(completing('One', started), ask('Two'))).toEqual([])
    // What a step's flow gives is read when the step is complete; by its own condition before.
    expect(order(completing('One', status('Two')), two({ resource: 'One.Outputs.verdict', operator: 'EQUALS', value: 'yes' }))).toEqual([at(0), 'stages.0.steps.1.start.requirements.requirements.0.resource'])
    expect(order(completing('One', { resource: 'One.Outputs.verdict', operator: 'EQUALS', value: 'yes' }))).toEqual([])
    // Of the stage itself, they only see that it is under way.
    expect(order(completing('One', status('First')), two(status('First')))).toEqual([at(0), 'stages.0.steps.1.start.requirements.requirements.0.resource'])
    expect(order(completing('One', status('First', 'IN_PROGRESS')))).toEqual([])
  })

  it('is told of stages that wait for themselves, or for one that can\'t have been before them', () => {
    const stages = (completion: Requirement, outcome?: string) => paths(orchestration([
      stage('First', [ask('One')], { completion: { requirements: { requirements: [completion] } } }),
      stage('Second', [ask('Two')], outcome === undefined ? {} : { outcomes: [{ label: 'x', when: { requirements: [status('Two')] }, goTo: outcome }] }),
    ]))
    const fault = 'stages.0.completion.requirements.requirements.0.resource'
    expect(stages(status('First'))).toEqual([fault])
    expect(stages(status('Second'))).toEqual([fault])
    expect(stages(status('Second', 'NOT_STARTED'))).toEqual([])
    expect(stages(status('Second'), 'First')).toEqual([])
    expect(stages(status('One'))).toEqual([])
  })

  it('is told of what waits for a step of a stage that can\'t have been before', () => {
    const level: Requirement = { resource: 'level', operator: 'EQUALS', value: 1 }
    const fault = 'stages.0.steps.1.start.requirements.requirements.0.resource'
    const later = (waiting: Requirements, change: Partial<StageDefinition> = {}, ...others: StageDefinition[]) => validateOrchestration(orchestration([
      stage('First', [ask('One'), starting('Two', { requirements: waiting })]), stage('Second', [ask('Three')], change), ...others,
    ], { variables: VARIABLES }), facts()).map(({ path, message }) => [path.join('.'), message])
    const back = { outcomes: [{ label: 'x', when: { requirements: [level] }, goTo: 'First' }] }
    expect(later({ requirements: [status('Three')] })).toEqual([[fault, 'the step can start only while its stage is under way, and then Three.Status is NOT_STARTED, since no way leads from a stage with that step to this one']])
    expect(later({ requirements: [{ resource: 'Three.Outputs.total', operator: 'EQUALS', value: 1 }] })).toEqual([[fault, expect.stringContaining('Three.Outputs.total is empty, since no way leads')]])
    expect(later({ requirements: [{ resource: 'Three.Outputs', operator: 'IS_NULL', value: false }] })).toHaveLength(1)
    expect(later({ requirements: [status('Second')] })).toEqual([[fault, expect.stringContaining('Second.Status is NOT_STARTED, since no way leads from it to this one')]])
    // It can hold: at first, by something else, or when the run has been led back.
    expect(later({ requirements: [status('Three', 'NOT_STARTED')] })).toEqual([])
    expect(later({ requirements: [{ resource: 'Three.Outputs.total', operator: 'IS_NULL' }] })).toEqual([])
    expect(later({ logic: 'OR', requirements: [status('Three'), level] })).toEqual([])
    expect(later({ logic: 'NOT 1', requirements: [status('Three')] })).toEqual([])
    expect(later({ requirements: [status('Three')] }, back)).toEqual([])
    expect(later({ requirements: [status('Three')] }, {}, stage('Last', [ask('Four')], back))).toEqual([])
    // Another stage of the way back has a step of that name.
    expect(later({ requirements: [status('Three')] }, {}, stage('Last', [ask('Four')]), stage('Lost', [ask('Three')], back))).toEqual([])
    expect(later({ requirements: [status('One')] })).toEqual([])
    // A stage's completion, too; and what has been before is seen.
    const completion = (name: string, ...stages: StageDefinition[]) => paths(orchestration([...stages, stage('Middle', [ask('Mid')], { completion: { requirements: { requirements: [status(name)] } } }), stage('Second', [ask('Three')])]))
    expect(completion('Three')).toEqual(['stages.0.completion.requirements.requirements.0.resource'])
    expect(completion('One', stage('First', [ask('One')]))).toEqual([])
  })

  it('can start where something else will do, or where nothing has to be started first', () => {
    const one = starting('One', { afterStep: 'Two' })
    const level: Requirement = { resource: 'level', operator: 'EQUALS', value: 1 }
    expect(order(one, two(status('One', 'NOT_STARTED')))).toEqual([])
    expect(order(one, two({ resource: 'One.Outputs.verdict', operator: 'IS_NULL' }))).toEqual([])
    expect(order(one, starting('Two', { requirements: { logic: 'OR', requirements: [status('One'), level] } }))).toEqual([])
    expect(order(one, starting('Two', { requirements: { logic: 'NOT 1 AND 2', requirements: [status('One'), level] } }))).toEqual([])
    expect(order(one, starting('Two', { requirements: { logic: '1 AND (2 OR 1)', requirements: [status('One'), level] } }))).toHaveLength(2)
  })
})

describe('the whole', () => {
  it('tells every fault at once', () => {
    const definition = orchestration([
      stage('First', [ask('1st', { assignee: { user: 'nobody' } }), ask('Two', { start: { afterStep: 'Two' } })], { outcomes: [{ label: 'x', when: { requirements: [] }, goTo: 'Nowhere' }] }),
      stage('First', []),
    ], { label: '', trigger: { objectApiName: 'Case', event: 'CREATED' } })
    expect(paths(definition)).toEqual([
      'label', 'stages.0.steps.0.apiName', 'trigger', 'stages.1.apiName', 'stages.0.steps.0.assignee.user', 'stages.0.steps.1.start.afterStep',
      'stages.0.outcomes.0.goTo', 'stages.0.outcomes.0.when.requirements', 'stages.1.steps',
    ])
  })

  it('needs a stage', () => {
    expect(paths(orchestration([]))).toEqual(['stages'])
  })

  it('needs a trigger when it is record-triggered, and inputs that nobody gives need defaults', () => { // rule D5
    const triggered = (change: Partial<OrchestrationDefinition>) => paths(orchestration([stage('First', [ask('One')])], { orchestrationType: 'RECORD_TRIGGERED', ...change }))
    expect(triggered({})).toEqual(['trigger'])
    for (const objectApiName of [' ', '1st', 'My Case', 'x'.repeat(81)]) expect(triggered({ trigger: { objectApiName, event: 'CREATED' } })).toEqual(['trigger.objectApiName'])
    expect(triggered({ trigger: { objectApiName: 'My_Case__c', event: 'CREATED' } })).toEqual([])
    expect(triggered({ trigger: { objectApiName: 'Case', event: 'CREATED' }, variables: [{ apiName: 'level', dataType: 'NUMBER', isInput: true }] })).toEqual(['variables.0.default'])
  })

  it.each([['CREATED', 1], ['UPDATED', 0], ['CREATED_OR_UPDATED', 0]] as const)('asks for IS_CHANGED only where there are values before: on %s', (event, faults) => { // rule D5
    const trigger = { objectApiName: 'Case', event, when: needs({ resource: '$Record.Status', operator: 'IS_CHANGED' }) }
    expect(paths(orchestration([stage('First', [ask('One')])], { orchestrationType: 'RECORD_TRIGGERED', trigger }))).toHaveLength(faults)
  })

  it.each(['$Record', '$Record.Id'])('can\'t start on a change of %s, which never changes', (resource) => { // rule D5
    const trigger = { objectApiName: 'Case', event: 'UPDATED', when: needs({ resource, operator: 'IS_CHANGED' }) } as const
    expect(validateOrchestration(orchestration([stage('First', [ask('One')])], { orchestrationType: 'RECORD_TRIGGERED', trigger }), facts())).toEqual([
      { path: ['trigger', 'when', 'requirements', '0', 'resource'], message: `"${resource}" is the record's id, which never changes; name the field whose change is meant, such as $Record.Status` },
    ])
  })

  it('reads nothing but $Record in a trigger', () => {
    const trigger = { objectApiName: 'Case', event: 'CREATED', when: needs({ resource: 'One.Status', operator: 'EQUALS', value: 'COMPLETED' }) } as const
    expect(paths(orchestration([stage('First', [ask('One')])], { orchestrationType: 'RECORD_TRIGGERED', trigger }))).toEqual(['trigger.when.requirements.0.resource'])
  })

  it('has variables of its own names, with defaults of their types', () => {
    const variables = [{ apiName: 'a', dataType: 'NUMBER', default: 'x' }, { apiName: 'a', dataType: 'STRING' }, { apiName: 'One', dataType: 'STRING' }] as const
    expect(paths(orchestration([stage('First', [ask('One')])], { variables }))).toEqual(['variables.1.apiName', 'variables.0.default', 'variables.2.apiName'])
  })

  it('has at most 100 stages, and 100 steps in each', () => {
    const steps = (count: number) => Array.from({ length: count }, (_, at) => ask(`Step${at}`))
    expect(ofStage({}, steps(100))).toEqual([])
    expect(ofStage({}, steps(101))).toEqual(['stages.0.steps'])
    expect(paths(orchestration(Array.from({ length: 101 }, (_, at) => stage(`Stage${at}`, [ask('One')]))))).toEqual(['stages'])
  })
})

describe('a step', () => {
  it.each([
    ['an assignee, if it is interactive', { assignee: null }, 'stages.0.steps.0.assignee'],
    ['exactly one assignee', { assignee: { user: 'ada', group: 'Clerks' } }, 'stages.0.steps.0.assignee'],
    ['a user who exists', { assignee: { user: 'nobody' } }, 'stages.0.steps.0.assignee.user'],
    ['an active user', { assignee: { user: 'gone' } }, 'stages.0.steps.0.assignee.user'],
    ['no system user', { assignee: { user: 'automated.process' } }, 'stages.0.steps.0.assignee.user'],
    ['a group that is none of the queues', { assignee: { group: 'Tier_Two' } }, 'stages.0.steps.0.assignee.group'],
    ['a queue that exists', { assignee: { queue: 'Tier_Three' } }, 'stages.0.steps.0.assignee.queue'],
    ['not $User as its resource', { assignee: { resource: '$User' } }, 'stages.0.steps.0.assignee.resource'],
    ['not $User.Username either', { assignee: { resource: '$User.Username' } }, 'stages.0.steps.0.assignee.resource'],
    ['a resource that exists', { assignee: { resource: 'who' } }, 'stages.0.steps.0.assignee.resource'],
    ['a resource that is a text', { assignee: { resource: 'level' } }, 'stages.0.steps.0.assignee.resource'],
    ['an active flow', { action: { flow: 'Gone' } }, 'stages.0.steps.0.action.flow'],
    ['a screen flow, if it is interactive', { action: { flow: 'Sync' } }, 'stages.0.steps.0.action.flow'],
    ['inputs that its flow has', { action: { flow: 'Review', inputs: [{ name: 'nope', value: 1 }] } }, 'stages.0.steps.0.action.inputs.0.name'],
    ['inputs given once', { action: { flow: 'Review', inputs: [{ name: 'note', value: 'a' }, { name: 'note', value: 'b' }] } }, 'stages.0.steps.0.action.inputs.1.name'],
    ['inputs of the right type', { action: { flow: 'Review', inputs: [{ name: 'note', value: 7 }] } }, 'stages.0.steps.0.action.inputs.0.value'],
    ['inputs from resources of a type that fits', { action: { flow: 'Review', inputs: [{ name: 'note', resource: 'names' }] } }, 'stages.0.steps.0.action.inputs.0.resource'],
    ['a value or a resource for an input', { action: { flow: 'Review', inputs: [{ name: 'note' }] } }, 'stages.0.steps.0.action.inputs.0.value'],
    ['not both', { action: { flow: 'Review', inputs: [{ name: 'note', value: 'a', resource: 'note' }] } }, 'stages.0.steps.0.action.inputs.0.resource'],
    ['a related record', { relatedRecord: 'level' }, 'stages.0.steps.0.relatedRecord'],
    ['merge fields that can be read', { notification: { subject: '{!Nope.Status}' } }, 'stages.0.steps.0.notification.subject'],
    ['a due time of one kind', { due: { afterSeconds: 1, resource: 'day' } }, 'stages.0.steps.0.due'],
    ['a due time at all', { due: { remindBeforeSeconds: 1 } }, 'stages.0.steps.0.due'],
    ['a due time ahead', { due: { afterSeconds: 0 } }, 'stages.0.steps.0.due.afterSeconds'],
    ['no retries of people', { retry: { maxAttempts: 2 } }, 'stages.0.steps.0.retry'],
    ['a step before it in its stage', { start: { afterStep: 'Elsewhere' } }, `${START}.afterStep`],
    ['a step with a name', { start: { afterStep: '' } }, `${START}.afterStep`],
    ['a related record with a name', { relatedRecord: '' }, 'stages.0.steps.0.relatedRecord'],
    ['a due time with a name', { due: { resource: '' } }, 'stages.0.steps.0.due.resource'],
    ['a value of a resource with a name', { start: { requirements: { requirements: [{ resource: 'level', operator: 'EQUALS' as const, valueResource: '' }] } } }, `${START}.requirements.requirements.0.valueResource`],
    ['one start', { start: { afterStep: 'One', whenStageStarts: true } }, START],
    ['a start that is not a no', { start: { whenStageStarts: false } }, `${START}.whenStageStarts`],
    ['an evaluation flow that is one', { start: { evaluationFlow: { flow: 'Review' } } }, `${START}.evaluationFlow.flow`],
    ['an evaluation flow that is active', { completion: { evaluationFlow: { flow: 'Gone' } } }, 'stages.0.steps.0.completion.evaluationFlow.flow'],
  ])('needs %s', (_, change: Partial<StepDefinition>, path) => { // rules D3, D7, W1; domain
    expect(ofStep(change)).toContain(path)
  })

  it('needs the inputs that its flow requires', () => { // domain R-009
    const { Review } = facts().flows
    const strict = { ...Review!, definition: { ...Review!.definition, variables: [{ apiName: 'note', dataType: 'STRING', isInput: true } as const] } }
    const definition = orchestration([stage('First', [ask('One')])])
    expect(validateOrchestration(definition, facts({ flows: { Review: strict } }))).toEqual([{ path: ['stages', '0', 'steps', '0', 'action', 'inputs'], message: 'the flow "Review" needs the input "note"' }])
  })

  it('in the background has nobody to wait for', () => {
    const step = work('One', { assignee: { user: 'ada' }, completion: { requirements: { requirements: [] } }, due: { afterSeconds: 1 }, notification: {}, relatedRecord: '$Record', retry: { maxAttempts: 0, backoffSeconds: -1 } })
    expect(ofStage({}, [step])).toEqual(['completion.requirements.requirements', 'assignee', 'relatedRecord', 'notification', 'due', 'retry.maxAttempts', 'retry.backoffSeconds'].map((member) => `stages.0.steps.0.${member}`))
  })

  it('may not wait for itself, however long the way round', () => {
    const chain = [ask('One', { start: { afterStep: 'Three' } }), ask('Two', { start: { afterStep: 'One' } }), ask('Three', { start: { afterStep: 'Two' } }), ask('Four', { start: { afterStep: 'One' } })]
    expect(ofStage({}, chain)).toEqual([0, 1, 2].map((at) => `stages.0.steps.${at}.start.afterStep`))
  })

  it('has a name of its own in its stage', () => {
    expect(ofStage({}, [ask('One'), ask('One')])).toEqual(['stages.0.steps.1.apiName'])
  })
})

describe('requirements', () => {
  const status = { resource: '$Record.Status', operator: 'EQUALS', value: 'x' } as const

  it('are 1 to 10', () => { // domain
    const count = (many: number) => ofStep({ start: { requirements: { requirements: Array.from({ length: many }, () => status) } } })
    expect([count(0), count(1), count(10), count(11)]).toEqual([[`${START}.requirements.requirements`], [], [], [`${START}.requirements.requirements`]])
  })

  it('compare a status with a status, and by no order', () => {
    const reading = (operator: Requirement['operator']) => paths(orchestration([stage('First', [ask('One')]), stage('Second', [ask('Two', { start: { requirements: needs({ resource: 'First.Status', operator, value: 'COMPLETED' }) } })])]))
    expect(reading('EQUALS')).toEqual([])
    expect(reading('LESS_THAN')).toEqual(['stages.1.steps.0.start.requirements.requirements.0.operator'])
  })

  it('are joined by logic that can be read', () => {
    expect(ofStep({ start: { requirements: { logic: '1 AND 2', requirements: [status] } } })).toEqual([`${START}.requirements.logic`])
  })

  it('read of an asynchronous step what its flow gives, by its type, and what only its answer may have', () => { // rule I10
    const start = (requirement: Requirement) => ({ start: { requirements: needs(requirement) } })
    const reading = (requirement: Requirement) => paths(orchestration([stage('First', [wait('Asked')]), stage('Second', [ask('One', start(requirement))])]))
    const path = 'stages.1.steps.0.start.requirements.requirements.0'
    expect(reading({ resource: 'Asked.Outputs.total', operator: 'GREATER_THAN', value: 1 })).toEqual([])
    expect(reading({ resource: 'Asked.Outputs.more', operator: 'EQUALS', value: 'high' })).toEqual([])
    expect(reading({ resource: 'Asked.Outputs.total', operator: 'EQUALS', value: 'high' })).toEqual([`${path}.value`])
  })

  it.each<[string, Requirement, string]>([
    ['an unknown resource', { resource: 'nope', operator: 'IS_NULL' }, 'resource'],
    ['an unknown global', { resource: '$User.Name', operator: 'IS_NULL' }, 'resource'],
    ['an unknown member', { resource: 'One.Color', operator: 'IS_NULL' }, 'resource'],
    ['an output that the flow has not', { resource: 'One.Outputs.nope', operator: 'IS_NULL' }, 'resource'],
    ['a part of a number', { resource: 'level.part', operator: 'IS_NULL' }, 'resource'],
    ['a number that is none', { resource: 'level', operator: 'EQUALS', value: 'high' }, 'value'],
    ['a number that would not be compared as one', { resource: 'level', operator: 'GREATER_THAN', value: '+5' }, 'value'],
    ['a number written with spaces', { resource: 'level', operator: 'EQUALS', value: ' 3 ' }, 'value'],
    ['true or false that is neither', { resource: 'isDone', operator: 'EQUALS', value: 'yes' }, 'value'],
    ['a day that is none', { resource: 'day', operator: 'GREATER_THAN', value: 'tomorrow' }, 'value'],
    ['a status that is none', { resource: 'First.Status', operator: 'EQUALS', value: 'Completed' }, 'value'],
    ['a status of a step for a stage', { resource: 'First.Status', operator: 'EQUALS', value: 'WAITING' }, 'value'],
    ['no value', { resource: 'level', operator: 'GREATER_THAN' }, 'value'],
    ['no list for IN', { resource: 'note', operator: 'IN', value: 'a' }, 'value'],
    ['a number in a list for IN that is none', { resource: 'level', operator: 'IN', value: [1, 'two'] }, 'value'],
    ['a value for IS_NULL that is not true or false', { resource: 'note', operator: 'IS_NULL', value: 'maybe' }, 'value'],
    ['an order of true and false', { resource: 'isDone', operator: 'LESS_THAN', value: true }, 'operator'],
    ['the start of a number', { resource: 'level', operator: 'STARTS_WITH', value: '1' }, 'operator'],
    ['an order of lists', { resource: 'names', operator: 'LESS_THAN', value: ['a'] }, 'operator'],
    ['IS_CHANGED of the record itself', { resource: '$Record', operator: 'IS_CHANGED' }, 'resource'],
    ['IS_CHANGED of the record\'s id', { resource: '$Record.Id', operator: 'IS_CHANGED', value: false }, 'resource'],
    ['IS_CHANGED of a variable', { resource: 'level', operator: 'IS_CHANGED' }, 'operator'],
    ['two values', { resource: 'level', operator: 'EQUALS', value: 1, valueResource: 'level' }, 'valueResource'],
    ['an unknown valueResource', { resource: 'level', operator: 'EQUALS', valueResource: 'nope' }, 'valueResource'],
    ['a valueResource of another type', { resource: 'level', operator: 'EQUALS', valueResource: 'isDone' }, 'valueResource'],
    ['a list beside a single value', { resource: 'note', operator: 'EQUALS', valueResource: 'names' }, 'valueResource'],
  ])('are refused for %s', (_, requirement, member) => {
    expect(ofRequirement(requirement)).toEqual([`${REQUIREMENT}.${member}`])
  })

  it.each<Requirement>([
    { resource: 'level', operator: 'GREATER_THAN', value: '5' }, { resource: 'names', operator: 'CONTAINS', value: 'a' }, { resource: 'answer.deep.part', operator: 'EQUALS', value: true },
    { resource: '$Record.Any.Part', operator: 'LESS_THAN', value: 3 }, { resource: '$Record.Status', operator: 'IS_CHANGED' }, { resource: 'note', operator: 'IN', valueResource: 'names' },
    { resource: 'day', operator: 'GREATER_THAN', value: '2030-01-01T00:00:00Z' }, { resource: '$Orchestration.Instance', operator: 'NOT_EQUALS', value: null },
  ])('are taken: %j', (requirement) => {
    expect(ofRequirement(requirement)).toEqual([])
  })
})

describe('a draft', () => {
  it('may be incomplete', () => { // domain R-023
    expect(validateDraft(orchestration([stage('First', [ask('One', { assignee: null, action: { flow: '' }, start: { afterStep: 'Nowhere' } })])]))).toEqual([])
    expect(validateDraft(orchestration([]))).toEqual([])
  })

  it('has names, labels and sizes that can be kept', () => {
    const draft = orchestration([stage('a__b', [ask('One', { label: ' ', notification: { subject: 'x'.repeat(256), body: 'x'.repeat(32_769) }, start: { requirements: { logic: '1 '.repeat(501), requirements: [] } } })])], {
      apiName: 'x_', label: 'x'.repeat(256), description: 'x'.repeat(4001), variables: [{ apiName: 'x'.repeat(81), dataType: 'STRING' }],
    })
    expect(validateDraft(draft).map((issue) => issue.path.join('.'))).toEqual([
      'apiName', 'label', 'description', 'variables.0.apiName', 'stages.0.apiName', 'stages.0.steps.0.label', 'stages.0.steps.0.notification.subject', 'stages.0.steps.0.notification.body', `${START}.requirements.logic`,
    ])
  })

  it.each(['', '1a', 'a-b', 'a b', 'a_', 'a__b', '_a', 'é', 'a'.repeat(81)])('may not be named "%s"', (apiName) => {
    expect(validateDraft(orchestration([], { apiName }))).toHaveLength(1)
  })
})
