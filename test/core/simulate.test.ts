// Simulated runs (rule D11): the same core on given answers.
import { describe, expect, it } from 'vitest'
import { simulate, type Simulation } from '../../src/core/simulate.ts'
import { GivenRun } from '../support/given-run.ts'
import { ask, facts, needs, orchestration, stage, START, wait, work } from '../support/orchestrations.ts'

const MEMBERS: { readonly [name: string]: readonly string[] } = { ada: ['ada'], Tier_Two: ['ada', 'ben'] }

function simulated(definition: Simulation['definition'], change: Partial<Simulation> = {}, world = facts({ record: null })) {
  const answer = simulate({ definition, startedBy: 'u-starter', recordFields: { Name: 'Printer', Level: 9 }, inputs: {}, answers: [], ...change }, world, START, (assignee) => MEMBERS[assignee.name] ?? [])
  if (answer.kind === 'needs') throw new Error(`asks for ${JSON.stringify(answer.needs)}`)
  return answer.trace
}

const definition = orchestration([
  stage('First', [ask('One'), work('Two'), wait('Three', { start: { requirements: needs({ resource: '$Record.Level', operator: 'GREATER_THAN', value: 5 }) } })]),
  stage('Second', [ask('Four', { assignee: { queue: 'Tier_Two' } })]),
])

describe('a simulation', () => {
  it('tells the path, the assignees, the mails and what still waits', () => {
    const trace = simulated(definition, { answers: [{ step: 'Three', outputs: { reply: 1 } }, { step: 'Two', outputs: {} }, { step: 'One', outputs: { Comments: 'ok' } }] })
    expect(trace).toMatchObject({ status: 'IN_PROGRESS', faults: [] })
    expect(trace.events.map((event) => [event.milestone, event.step ?? event.stage, event.assignee, event.mailTo.join(' ')].filter(Boolean).join(' '))).toEqual([
      'START_RUN', 'START_STAGE First', 'START_STEP One', 'START_WORK_ITEM One ada ada', 'START_STEP Two', 'START_STEP Three', 'END_STEP Three', 'END_STEP Two',
      'END_WORK_ITEM One ada', 'END_STEP One', 'END_STAGE First', 'START_STAGE Second', 'START_STEP Four', 'START_WORK_ITEM Four Tier_Two ada ben',
    ])
    expect(trace.events.find((event) => event.milestone === 'END_WORK_ITEM')!.detail).toBe('ok')
    expect(trace.waitingOn).toMatchObject([{ step: 'Four', reasons: [{ phase: 'COMPLETION' }] }])
  })

  it('tells what a fault does', () => {
    const trace = simulated(definition, { answers: [{ step: 'Two', fault: 'no connection' }] })
    expect(trace.status).toBe('ERROR')
    expect(trace.events.filter((event) => event.milestone.startsWith('FAIL')).map((event) => `${event.milestone} ${event.detail}`)).toEqual(['FAIL_STEP no connection', 'FAIL_STAGE no connection', 'FAIL_RUN no connection'])
    expect(simulated(definition, { answers: [{ step: 'One', fault: 'broke' }] }).status).toBe('ERROR')
    expect(simulated(definition, { answers: [{ step: 'Three', fault: 'refused' }] }).status).toBe('ERROR')
  })

  it('gives a step that runs again its next answer', () => {
    const again = orchestration([stage('First', [ask('One')], { outcomes: [{ label: 'Again', when: needs({ resource: 'One.Outputs.verdict', operator: 'EQUALS', value: 'again' }), goTo: 'First' }] })])
    const once = simulated(again, { answers: [{ step: 'One', outputs: { verdict: 'again' } }] })
    const twice = simulated(again, { answers: [{ step: 'One', outputs: { verdict: 'again' } }, { step: 'One', outputs: {} }] })
    expect([once.status, twice.status]).toEqual(['IN_PROGRESS', 'COMPLETED'])
  })

  it('takes an answer from outside that comes after the step has completed for one that is too late', () => {
    const completion = { requirements: needs({ resource: 'One.Outputs', operator: 'IS_NULL', value: false }) }
    const trace = simulated(orchestration([stage('First', [wait('One', { completion }), ask('Two')])]), { answers: [{ step: 'One', outputs: { reply: 1 } }] })
    expect(trace.events.map((event) => event.milestone)).toContain('END_STEP')
    expect(trace.status).toBe('IN_PROGRESS')
  })

  it('answers a draft that is not right, wrong inputs and unknown answers with their faults and no events', () => {
    expect(simulated(orchestration([]))).toEqual({ status: null, faults: [{ path: ['stages'], message: 'at least one stage is needed' }], events: [], waitingOn: [] })
    expect(simulated(definition, { inputs: { nope: 1 } })).toMatchObject({ status: null, faults: [{ path: ['inputs', 'nope'] }] })
    expect(simulated(definition, { answers: [{ step: 'Nope' }] })).toMatchObject({ status: null, faults: [{ path: ['answers', '0', 'step'] }] })
    expect(simulated(definition, { answers: [{ step: 'One', outputs: {}, fault: 'x' }] })).toMatchObject({ faults: [{ path: ['answers', '0'] }] })
  })

  // rule I10
  it('answers outputs that a run would refuse or never be given with their faults, all at once', () => {
    const words = (answers: Simulation['answers'], of = definition) => simulated(of, { answers }).faults.map(({ path, message }) => `${path.join('.')}: ${message}`)
    expect(words([{ step: 'Two', outputs: { total: 'abc', nope: 1 } }, { step: 'One', outputs: { verdict: 1 } }, { step: 'Three', outputs: { total: '7' } }])).toEqual([
      'answers.0.outputs.nope: the flow "Sync" has no such output; it has total', 'answers.0.outputs.total: must be a number',
      expect.stringContaining('answers.1.outputs.verdict: must be a text'), 'answers.2.outputs.total: must be a number',
    ])
    expect(words([{ step: 'One', outputs: { nope: 1 } }])).toEqual(['answers.0.outputs.nope: the flow "Review" has no such output; it has verdict, total, Comments'])
    // Whoever answers an asynchronous step may know more than its flow, and null fits every type.
    expect(words([{ step: 'Three', outputs: { total: null, nope: 1 } }, { step: 'Two', outputs: {} }])).toEqual([])
    expect(simulated(definition, { answers: [{ step: 'Two', outputs: { nope: 1 } }] })).toMatchObject({ status: null, events: [], waitingOn: [] })
  })

  it('holds an answer to the flow of the step that takes it, where steps of several stages have its name', () => {
    const both = orchestration([stage('First', [work('One')]), stage('Second', [ask('One')])])
    const run = (...answers: Simulation['answers']) => simulated(both, { answers })
    expect(run({ step: 'One', outputs: { total: 1 } }, { step: 'One', outputs: { verdict: 'yes' } })).toMatchObject({ status: 'COMPLETED', faults: [] })
    expect(run({ step: 'One', outputs: {} }, { step: 'One', outputs: { nope: 'yes' } }).faults).toMatchObject([{ path: ['answers', '1', 'outputs', 'nope'] }])
    expect(run({ step: 'One', outputs: {} }, { step: 'One', outputs: {} }, { step: 'One', outputs: { verdict: 'too late' } })).toMatchObject({ status: 'COMPLETED', faults: [] })
    expect(run({ step: 'One', outputs: { verdict: 'yes' } })).toMatchObject({ status: null, faults: [{ path: ['answers', '0', 'outputs', 'verdict'] }], events: [] })
  })

  it('asks for all that the definition names, at once', () => {
    const bare = facts({ flows: {}, directory: {} })
    expect(simulate({ definition, startedBy: 'u', recordFields: null, inputs: {}, answers: [] }, bare, START, () => [])).toEqual({
      kind: 'needs', needs: { flows: ['Review', 'Sync'], directory: ['user:ada', 'queue:Tier_Two'] },
    })
  })

  it('goes the way that a run goes on the same answers', () => {
    const trace = simulated(definition, { answers: [{ step: 'Two', outputs: { total: 1 } }, { step: 'One', outputs: {} }], recordFields: { Status: 'New', Level: 1 } })
    const given = new GivenRun(definition).answer('Two', { total: 1 }).finish('One')
    expect(trace.events.map((event) => [event.milestone, event.step ?? event.stage].filter(Boolean).join(' '))).toEqual(given.milestones(given.events))
    expect(trace.status).toBe(given.run.status)
  })
})
