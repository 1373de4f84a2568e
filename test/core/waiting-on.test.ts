// Why steps wait (rule D10).
import { describe, expect, it } from 'vitest'
import type { OrchestrationDefinition, StepDefinition } from '../../src/core/definition.ts'
import type { Position } from '../../src/core/flow/interview.ts'
import { needsOfWaiting, waitingOn } from '../../src/core/waiting-on.ts'
import { GivenRun } from '../support/given-run.ts'
import { ask, facts, needs, orchestration, stage, START, wait, work } from '../support/orchestrations.ts'

function reasons(given: GivenRun, step: string, now = START) {
  return waitingOn(given.definition, given.run, given.facts, now).get(given.step(step).id) ?? []
}

const waiting = (...steps: StepDefinition[]): OrchestrationDefinition => orchestration([stage('First', [ask('One'), ...steps])])

describe('a stage under way', () => {
  const given = (completion: NonNullable<OrchestrationDefinition['stages'][number]['completion']>) => new GivenRun(orchestration([stage('First', [ask('One')], { completion }), stage('Later', [ask('Two')], { completion })]))
  const reasonsOfStages = ({ definition, run, facts: known }: GivenRun) => run.stages.map(({ id }) => waitingOn(definition, run, known, START).get(id)?.map(({ phase, summary }) => `${phase}: ${summary}`))

  it('waits for what its own completion condition needs, also once its steps are done', () => {
    const one = given({ requirements: needs({ resource: '$Record.Level', operator: 'GREATER_THAN', value: 5 }, { resource: 'One.Status', operator: 'EQUALS', value: 'COMPLETED' }) })
    expect(reasonsOfStages(one)[0]).toEqual(['COMPLETION: $Record.Level must be greater than 5; it is 1', 'COMPLETION: One.Status must equal "COMPLETED"; it is "IN_PROGRESS"'])
    one.finish('One')
    expect(one.run.status).toBe('IN_PROGRESS')
    expect(reasonsOfStages(one)[0]).toEqual(['COMPLETION: $Record.Level must be greater than 5; it is 1'])
  })

  it('tells who may not read the record nothing of what it holds', () => { // rule A3
    const { definition, run, facts: known } = given({ requirements: needs({ resource: '$Record.Status', operator: 'EQUALS', value: 'Closed' }) })
    const [reason] = waitingOn(definition, run, known, START, false).get(run.stages[0]!.id)!
    expect(reason).toMatchObject({ actual: null, summary: '$Record.Status must equal "Closed"; what it is, readers of the record see' })
  })

  it('waits for nothing of its own where it completes with its steps', () => {
    expect(reasonsOfStages(given({ whenAllStepsComplete: true }))[0]).toBeUndefined()
  })
})

describe('a step that has not started', () => {
  it('waits for the step that it starts after', () => {
    expect(reasons(new GivenRun(waiting(ask('Two', { start: { afterStep: 'One' } }))), 'Two')).toEqual([
      { phase: 'START', resource: 'One.Status', operator: 'EQUALS', expected: 'COMPLETED', actual: 'IN_PROGRESS', summary: 'Step One must be COMPLETED, and is IN_PROGRESS' },
    ])
  })

  it('waits only for the requirements that hold it up', () => {
    const requirements = needs({ resource: '$Record.Level', operator: 'GREATER_THAN', value: 0 }, { resource: '$Record.Level', operator: 'GREATER_THAN', value: 5 }, { resource: 'One.Outputs.verdict', operator: 'IS_NULL', value: false })
    expect(reasons(new GivenRun(waiting(ask('Two', { start: { requirements } }))), 'Two')).toEqual([
      { phase: 'START', resource: '$Record.Level', operator: 'GREATER_THAN', expected: 5, actual: 1, summary: '$Record.Level must be greater than 5; it is 1' },
      { phase: 'START', resource: 'One.Outputs.verdict', operator: 'IS_NULL', expected: false, actual: null, summary: 'One.Outputs.verdict must not be empty; it is empty' },
    ])
  })

  it.each([
    ['1 AND (2 OR 3)', [0]], ['1 OR (1 AND 2)', [0]], ['(1 AND 2) OR (1 AND 3)', [0]], ['1 AND 3 AND 2', [0, 2]], ['1 OR 2 AND 3', [0, 2]], ['NOT (1 OR NOT 1)', [0]],
  ])('waits for nothing that would not help: %s', (logic, expected) => {
    const level = (operator: 'GREATER_THAN' | 'LESS_THAN', value: number) => ({ resource: '$Record.Level', operator, value }) as const
    const all = [level('GREATER_THAN', 7), level('LESS_THAN', 3), level('GREATER_THAN', 9)]
    const requirements = all.filter((_, at) => logic.includes(String(at + 1)))
    expect(reasons(new GivenRun(waiting(ask('Two', { start: { requirements: { logic, requirements } } }))), 'Two').map((one) => all.findIndex(({ value }) => value === one.expected))).toEqual(expected)
  })

  it('says the opposite of what stands under a NOT', () => {
    const requirements = { logic: 'NOT 1 AND NOT 2 AND NOT 3', requirements: [
      { resource: '$Record.Status', operator: 'EQUALS', value: 'New' } as const, { resource: '$Record.Level', operator: 'LESS_THAN', value: 3 } as const, { resource: '$Record.Nothing', operator: 'IS_NULL' } as const,
    ] }
    expect(reasons(new GivenRun(waiting(ask('Two', { start: { requirements } }))), 'Two')).toMatchObject([
      { operator: 'NOT_EQUALS', expected: 'New', actual: 'New', summary: '$Record.Status must differ from "New"; it is "New"' },
      { operator: 'NOT LESS_THAN', expected: 3, actual: 1, summary: '$Record.Level must not be less than 3; it is 1' },
      { operator: 'IS_NULL', expected: false, actual: null },
    ])
  })

  it('says so where its condition holds by now, and the decision is still to come', () => {
    const requirements = needs({ resource: '$Record.Level', operator: 'GREATER_THAN', value: 5 })
    const given = new GivenRun(waiting(ask('Two', { start: { requirements } })))
    given.facts = { ...given.facts, record: { ...given.facts.record!, fields: { Level: 9 } } }
    expect(reasons(given, 'Two')).toMatchObject([{ phase: 'START', resource: null, operator: null, summary: 'Its condition holds by now, and is looked at again with the next change of what it reads' }])
  })

  it('waits for its evaluation flow to answer true', () => {
    const given = new GivenRun(waiting(ask('Two', { start: { evaluationFlow: { flow: 'Is_Urgent', inputs: [{ name: 'level', value: 1 }] } } })))
    expect(reasons(given, 'Two')).toEqual([
      { phase: 'START', resource: 'Is_Urgent.isOrchestrationConditionMet', operator: 'EQUALS', expected: true, actual: false, summary: 'The evaluation flow Is_Urgent answers false' },
    ])
    const { Is_Urgent: _, ...flows } = given.facts.flows
    given.facts = facts({ flows })
    expect(needsOfWaiting(given.definition, given.run, given.facts, START)).toEqual({ flows: ['Is_Urgent'] })
    expect(reasons(given, 'Two')).toMatchObject([{ actual: null, summary: 'The evaluation flow Is_Urgent has not answered true' }])
  })
})

describe('a step in progress', () => {
  it('waits for whoever has its work item', () => {
    const given = new GivenRun(waiting(ask('Two', { assignee: { queue: 'Tier_Two' } })))
    expect(reasons(given, 'Two')).toEqual([
      { phase: 'COMPLETION', resource: null, operator: null, expected: 'COMPLETED', actual: 'ASSIGNED', summary: 'queue Tier_Two must finish the work item "Do Two"' },
    ])
  })

  it('says so where nobody active has it', () => {
    const given = new GivenRun(waiting(ask('Two', { assignee: { queue: 'Tier_Two' } })))
    given.facts = { ...given.facts, unattended: new Set(['u-ada', 'q-tier']) }
    expect(reasons(given, 'One')).toMatchObject([{ actual: 'ASSIGNED', summary: 'user ada, who is not active, must finish the work item "Do One": reassign the work, or make them active again' }])
    expect(reasons(given, 'Two')).toMatchObject([{ summary: 'queue Tier_Two must finish the work item "Do Two", but nobody active is in it: add somebody, or reassign the work' }])
  })

  it('waits for its flow, or for the event that must end it', () => {
    const given = new GivenRun(waiting(work('Two'), wait('Three')))
    expect(reasons(given, 'Two')).toMatchObject([{ expected: 'COMPLETED', actual: 'IN_PROGRESS', summary: 'The flow Sync has not finished' }])
    expect(reasons(given, 'Three')).toMatchObject([{ summary: 'An event must end the step; its flow Sync has not finished yet' }])
    expect(reasons(given.answer('Three'), 'Three')).toMatchObject([{ summary: 'An event must end the step; its flow Sync has finished' }])
    expect(reasons(given.fail('Two').when({ kind: 'resume', by: 'u-boss' }), 'Two')).toMatchObject([{ summary: 'The flow Sync has not finished (attempt 2)' }])
  })

  it('waits for its completion condition, whether its work is finished or not', () => {
    const completion = { requirements: needs({ resource: '$Record.Status', operator: 'EQUALS', value: 'Closed' }) }
    const given = new GivenRun(waiting(ask('Two', { completion })))
    const expected = [{ phase: 'COMPLETION', resource: '$Record.Status', operator: 'EQUALS', expected: 'Closed', actual: 'New', summary: '$Record.Status must equal "Closed"; it is "New"' }]
    expect(reasons(given, 'Two')).toEqual(expected)
    expect(reasons(given.finish('Two'), 'Two')).toEqual(expected)
  })
})

describe('background work under way', () => {
  const action = { kind: 'action', element: 'Call', action: 'http.request', inputs: {}, key: 'k' } as const
  it.each<[Position, string]>([
    [{ kind: 'wait', element: 'Rest', until: '2030-01-02T00:00:00.000Z' }, ': it waits until 2030-01-02T00:00:00.000Z'],
    [action, ': its action "Call" (http.request) has not answered'],
    [{ ...action, latestTry: { message: 'api.localhost answered 503.', tried: 2, maxAttempts: 5, nextAt: '2030-01-01T08:00:04.000Z' } }, ': try 2 of 5 of its action "Call" (http.request) failed, the next comes at 2030-01-01T08:00:04.000Z. api.localhost answered 503.'],
  ])('says where its flow stands: %j', (position, words) => {
    const given = new GivenRun(waiting(work('Two'), wait('Three')))
    given.facts = { ...given.facts, standing: new Map(['Two', 'Three'].map((name) => [given.step(name).id, position])) }
    expect(reasons(given, 'Two')).toEqual([{ phase: 'COMPLETION', resource: null, operator: null, expected: 'COMPLETED', actual: 'IN_PROGRESS', summary: `The flow Sync has not finished${words}` }])
    expect(reasons(given, 'Three')).toMatchObject([{ summary: `An event must end the step; its flow Sync has not finished yet${words}` }])
  })
})

describe('a suspended run', () => {
  it('holds up every step, besides what else does', () => {
    const given = new GivenRun(waiting(ask('Two', { start: { afterStep: 'One' } }))).when({ kind: 'suspend', by: 'u-boss', reason: null })
    expect(reasons(given, 'Two')).toMatchObject([{ phase: 'START', summary: 'The run is suspended', expected: 'IN_PROGRESS', actual: 'SUSPENDED' }, { resource: 'One.Status' }])
    given.finish('One')
    expect(reasons(given, 'One')).toMatchObject([{ phase: 'COMPLETION', summary: 'The run is suspended' }])
  })

  it('alone holds up what it has kept from starting and ending', () => { // rule R3b
    const requirements = needs({ resource: '$Record.Level', operator: 'GREATER_THAN', value: 5 })
    const given = new GivenRun(waiting(ask('Two', { start: { requirements } }), ask('Three', { completion: { requirements } }))).when({ kind: 'suspend', by: 'u-boss', reason: null })
    expect(reasons(given, 'Two')).toHaveLength(2)
    given.facts = { ...given.facts, record: { ...given.facts.record!, fields: { Level: 9 } } }
    given.when({ kind: 'recordChanged' })
    expect([given.step('Two').status, reasons(given, 'Two')]).toMatchObject(['NOT_STARTED', [{ phase: 'START', summary: 'The run is suspended' }]])
    expect([reasons(given, 'Two'), reasons(given, 'Three')].map((found) => found.length)).toEqual([1, 1])
  })

  it('says of work that failed meanwhile what is to come', () => {
    const given = new GivenRun(waiting(work('Two'), wait('Three'))).when({ kind: 'suspend', by: 'u-boss', reason: null })
    given.fail('Two', 'no connection').publish('Three', 'ERROR').breakDown('One')
    expect(reasons(given, 'Two')[1]).toEqual({ phase: 'COMPLETION', resource: null, operator: null, expected: 'COMPLETED', actual: 'ERROR', summary: 'Its work has failed, which the run will end with when it is resumed: no connection' })
    for (const name of ['One', 'Three']) expect(reasons(given, name)).toMatchObject([{ summary: 'The run is suspended' }, { actual: 'ERROR' }])
    expect(reasons(given.finish('One'), 'One')).toMatchObject([{ summary: 'The run is suspended' }])
  })
})

describe('a run in error', () => {
  it('holds up what has not started until it is resumed, besides what else does', () => {
    const given = new GivenRun(orchestration([stage('First', [work('One'), ask('Two', { start: { afterStep: 'One' } })]), stage('Later', [ask('Three')])])).fail('One', 'no connection')
    expect(reasons(given, 'Two')).toMatchObject([{ phase: 'START', summary: 'The run has failed, and goes on when it is resumed', expected: 'IN_PROGRESS', actual: 'ERROR' }, { resource: 'One.Status', actual: 'ERROR' }])
    expect(reasons(given, 'Three')).toMatchObject([{ actual: 'ERROR' }, { resource: 'Later.Status' }])
    expect(reasons(given, 'One')).toEqual([])
    given.when({ kind: 'resume', by: 'u-boss' })
    expect(reasons(given, 'Two')).toMatchObject([{ resource: 'One.Status' }])
  })
})

describe('nothing waits', () => {
  it('once the run has ended, and in a step that is completed', () => {
    const given = new GivenRun(waiting(ask('Two'))).finish('One')
    expect(reasons(given, 'One')).toEqual([])
    expect(waitingOn(given.definition, given.finish('Two').run, given.facts, START).size).toBe(0)
  })
})
