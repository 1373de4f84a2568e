// What each element does, in worked examples.
import { describe, expect, test } from 'vitest'
import type { FlowElement } from '../../../src/core/definition.ts'
import type { Json } from '../../../src/core/json.ts'
import { continueInterview, startInterview } from '../../../src/core/flow/run-interview.ts'
import { active, ADA, field, flowOf, next, NOW, record, screen, set, start, submit, variable, world } from '../../support/flows.ts'

const outputs = (dataType: 'STRING' | 'NUMBER' | 'JSON' | 'BOOLEAN' | 'DATE' | 'DATE_TIME', name = 'result', rest = {}) => variable(name, { dataType, isOutput: true, ...rest })

function finished(elements: FlowElement[], variables: ReturnType<typeof variable>[], inputs = {}) {
  const flow = flowOf(elements, { flowType: 'AUTOLAUNCHED', variables })
  return start(world([flow]), flow, inputs).position
}

function assignments(...list: [string, 'ASSIGN' | 'ADD' | 'SUBTRACT' | 'APPEND', unknown][]): FlowElement {
  return { assignment: { apiName: 'a', label: 'a', assignments: list.map(([to, operator, value]) => ({ to, operator, value: value as never })) } }
}

describe('assignment', () => {
  test('adds to and subtracts from a number, from 0 where it has no value', () => {
    expect(finished([assignments(['result', 'ADD', 5], ['result', 'SUBTRACT', 7])], [outputs('NUMBER')])).toEqual({ kind: 'finished', outputs: { result: -2 } })
  })
  test('joins texts with ADD', () => {
    expect(finished([assignments(['result', 'ASSIGN', 'a'], ['result', 'ADD', 'b'])], [outputs('STRING')])).toEqual({ kind: 'finished', outputs: { result: 'ab' } })
  })
  test('counts days on a date and seconds on a time', () => {
    expect(finished([assignments(['result', 'ASSIGN', '2024-02-28'], ['result', 'ADD', 2])], [outputs('DATE')])).toMatchObject({ outputs: { result: '2024-03-01' } })
    expect(finished([assignments(['result', 'ASSIGN', '2024-02-28T00:00:00Z'], ['result', 'SUBTRACT', 1])], [outputs('DATE_TIME')])).toMatchObject({ outputs: { result: '2024-02-27T23:59:59.000Z' } })
  })
  test('appends one value or every part of a list to a list', () => {
    const list = outputs('STRING', 'result', { isCollection: true })
    expect(finished([assignments(['result', 'APPEND', 'a'], ['result', 'APPEND', ['b', 'c']], ['result', 'ADD', 'd'])], [list])).toMatchObject({ outputs: { result: ['a', 'b', 'c', 'd'] } })
  })
  test('converts what loses nothing', () => {
    expect(finished([assignments(['result', 'ASSIGN', '12.5'])], [outputs('NUMBER')])).toMatchObject({ outputs: { result: 12.5 } })
    expect(finished([assignments(['result', 'ASSIGN', 7])], [outputs('STRING')])).toMatchObject({ outputs: { result: '7' } })
  })
  test('fails the interview where the value does not fit, naming element and variable', () => {
    expect(finished([assignments(['result', 'ASSIGN', 'many'])], [outputs('NUMBER')])).toEqual({ kind: 'failed', element: 'a', message: '"a" can\'t set result: must be a number' })
  })
  test('each assignment sees those before it', () => {
    const element: FlowElement = { assignment: { apiName: 'a', label: 'a', assignments: [{ to: 'x', operator: 'ASSIGN', value: 'one' }, { to: 'result', operator: 'ASSIGN', resource: 'x' }] } }
    expect(finished([element], [variable('x'), outputs('STRING')])).toMatchObject({ outputs: { result: 'one' } })
  })
  test('ties the interview to another record, and to none', () => { // rule I4
    const flow = flowOf([{ assignment: { apiName: 'a', label: 'a', assignments: [{ to: '$Flow.CurrentRecord', operator: 'ASSIGN', value: 'C-2' }] } }], { flowType: 'AUTOLAUNCHED' })
    expect(start(world([flow], [record('C-1')]), flow, {}, 'C-1').currentRecord).toBe('C-2')
    const none = flowOf([set('a', '$Flow.CurrentRecord', null)], { flowType: 'AUTOLAUNCHED' })
    expect(start(world([none], [record('C-1')]), none, {}, 'C-1').currentRecord).toBe(null)
  })
})

describe('decision', () => {
  const flow = flowOf([
    { decision: { apiName: 'd', label: 'd', default: 'none', outcomes: [
      { label: 'big', when: { requirements: [{ resource: 'amount', operator: 'GREATER_THAN', value: 100 }] }, next: 'big' },
      { label: 'some', when: { requirements: [{ resource: 'amount', operator: 'GREATER_THAN', value: 0 }] }, next: 'some' },
    ] } },
    set('big', 'size', 'big'), set('some', 'size', 'some'), set('none', 'size', 'none'),
  ], { flowType: 'AUTOLAUNCHED', variables: [variable('amount', { dataType: 'NUMBER', isInput: true }), variable('size', { isOutput: true })] })
  test.each([[500, 'big'], [5, 'some'], [-1, 'none']])('takes the first outcome that holds, else the default: %s', (amount, size) => {
    expect(start(world([flow]), flow, { amount }).position).toEqual({ kind: 'finished', outputs: { size } })
  })
})

describe('action', () => {
  const element = (rest = {}): FlowElement => ({ action: { apiName: 'call', label: 'call', action: 'http.request', inputs: [{ name: 'url', resource: 'where' }], output: 'answer', next: 'after', ...rest } })
  const flowWith = (rest = {}) => flowOf([element(rest),
    { assignment: { apiName: 'after', label: 'after', assignments: [{ to: 'status', operator: 'ASSIGN', resource: 'answer.status' }] } },
    { assignment: { apiName: 'rescue', label: 'rescue', assignments: [{ to: 'status', operator: 'ASSIGN', resource: '$Flow.FaultMessage' }] } },
  ], { flowType: 'AUTOLAUNCHED', variables: [variable('where', { default: 'https://example.com' }), variable('answer', { dataType: 'JSON' }), variable('status', { isOutput: true })] })

  test('stands until the shell answers, and puts the result into its variable', () => {
    const flow = flowWith()
    const facts = world([flow])
    const standing = start(facts, flow)
    expect(standing).toMatchObject({ status: 'STARTED', position: { kind: 'action', action: 'http.request', inputs: { url: 'https://example.com' }, key: 'g1:1' } })
    expect(next(standing, { kind: 'actionEnded', key: 'g1:1', output: { status: 200 } }, facts).position).toEqual({ kind: 'finished', outputs: { status: '200' } })
  })
  test('takes the fault path with the fault message', () => {
    const flow = flowWith({ onFault: 'rescue' })
    const facts = world([flow])
    expect(next(start(facts, flow), { kind: 'actionFailed', key: 'g1:1', message: 'no route' }, facts).position).toEqual({ kind: 'finished', outputs: { status: 'no route' } })
  })
  test('fails the interview where there is no fault path', () => {
    const flow = flowWith()
    const facts = world([flow])
    const failed = next(start(facts, flow), { kind: 'actionFailed', key: 'g1:1', message: 'no route' }, facts)
    expect(failed).toMatchObject({ status: 'FAILED', position: { kind: 'failed', element: 'call', message: 'the action "call" (http.request) failed: no route' } })
  })
  test('takes the fault path where its variable can\'t take the result', () => {
    const flow = flowOf([element({ output: 'n', onFault: 'rescue', next: null }), set('rescue', 'status', 'rescued')], { flowType: 'AUTOLAUNCHED', variables: [variable('where'), variable('n', { dataType: 'NUMBER' }), variable('status', { isOutput: true })] })
    const facts = world([flow])
    expect(next(start(facts, flow), { kind: 'actionEnded', key: 'g1:1', output: 'many' }, facts).position).toMatchObject({ kind: 'finished', outputs: { status: 'rescued' } })
  })
  test('takes the fault path where its result holds a number that JSON can\'t write', () => {
    const flow = flowWith({ onFault: 'rescue' })
    const facts = world([flow])
    const answered = (output: Json) => next(start(facts, flow), { kind: 'actionEnded', key: 'g1:1', output }, facts).position
    for (const output of [Infinity, { status: [-Infinity] }]) expect(answered(output)).toMatchObject({ kind: 'finished', outputs: { status: expect.stringContaining('not finite') } })
  })
  test('drops an answer to an action that is over', () => {
    const flow = flowWith()
    const facts = world([flow])
    const done = next(start(facts, flow), { kind: 'actionEnded', key: 'g1:1', output: null }, facts)
    expect(continueInterview(done, { kind: 'actionEnded', key: 'g1:1', output: null }, facts, NOW)).toEqual({ kind: 'refused', refusal: { kind: 'stale' } })
  })
})

describe('subflow', () => {
  const double = flowOf([{ assignment: { apiName: 'twice', label: 'twice', assignments: [{ to: 'm', operator: 'ASSIGN', resource: 'n' }, { to: 'm', operator: 'ADD', resource: 'n' }] } }],
    { apiName: 'double', flowType: 'AUTOLAUNCHED', variables: [variable('n', { dataType: 'NUMBER', isInput: true }), variable('m', { dataType: 'NUMBER', isOutput: true })] })
  const caller = (flow = 'double', inputs = [{ name: 'n', value: 21 as never }]) => flowOf([
    { subflow: { apiName: 'sub', label: 'sub', flow, inputs, output: 'all', next: 'copy' } },
    { assignment: { apiName: 'copy', label: 'copy', assignments: [{ to: 'a', operator: 'ASSIGN', resource: 'sub.m' }, { to: 'b', operator: 'ASSIGN', resource: 'all.m' }] } },
  ], { flowType: 'AUTOLAUNCHED', variables: [variable('all', { dataType: 'JSON' }), variable('a', { dataType: 'NUMBER', isOutput: true }), variable('b', { dataType: 'NUMBER', isOutput: true })] })

  test('runs with its inputs; its outputs are read by its name and by the output variable', () => {
    expect(start(world([caller(), double]), caller()).position).toEqual({ kind: 'finished', outputs: { a: 42, b: 42 } })
  })
  test('is asked for by name, then pinned to the version active at that moment', () => { // rule D2
    const withScreen = flowOf([screen('s', [field('x')])], { apiName: 'inner' })
    const outer = flowOf([{ subflow: { apiName: 'sub', label: 'sub', flow: 'inner' } }])
    const facts = world([outer])
    expect(startInterview({ guid: 'g', flow: active(outer), recordId: null, inputs: {}, user: ADA }, facts, NOW)).toEqual({ kind: 'needs', needs: { flows: ['inner'] } })
    const standing = start({ ...world([outer, withScreen]), flowVersions: {} }, outer)
    expect(standing.frames.map((frame) => frame.versionId)).toEqual(['main.v1', 'inner.v1'])
    const newer = { ...world([outer]), flowVersions: { 'main.v1': outer, 'inner.v1': withScreen }, flows: { inner: null } }
    expect(submit(standing, { x: '1' }, newer).status).toBe('FINISHED')
    expect(continueInterview(standing, { kind: 'submit', revision: 1, values: {} }, facts, NOW)).toEqual({ kind: 'needs', needs: { flowVersions: ['inner.v1'] } })
  })
  test('fails where it is not active, of the wrong type, or not given its inputs', () => {
    expect(start(world([caller('gone')], [], { flows: { gone: null } }), caller('gone')).position).toMatchObject({ kind: 'failed', message: expect.stringContaining('not active') })
    const withScreen = flowOf([screen('s', [])], { apiName: 'inner' })
    expect(start(world([caller('inner'), withScreen]), caller('inner', [])).position).toMatchObject({ kind: 'failed', message: expect.stringContaining('of type SCREEN') })
    expect(start(world([caller('double', []), double]), caller('double', [])).position).toMatchObject({ kind: 'failed', message: expect.stringContaining('needs this input') })
  })
  test('may be nested ten deep and no deeper', () => {
    const chain = (depth: number) => Array.from({ length: depth + 1 }, (_, at) => flowOf(
      [at < depth ? { subflow: { apiName: 'sub', label: 'sub', flow: `f${at + 1}` } } : set('end', 'x', 'y')], { apiName: `f${at}`, flowType: 'AUTOLAUNCHED', variables: [variable('x')] }))
    const ten = chain(10), eleven = chain(11)
    expect(start(world(ten), ten[0]!).position.kind).toBe('finished')
    expect(start(world(eleven), eleven[0]!).position).toMatchObject({ kind: 'failed', message: 'subflows are nested more than 10 deep' })
  })
  test('that calls itself over another ends as failed', () => {
    const a = flowOf([{ subflow: { apiName: 'sub', label: 'sub', flow: 'b' } }], { apiName: 'a', flowType: 'AUTOLAUNCHED' })
    const b = flowOf([{ subflow: { apiName: 'sub', label: 'sub', flow: 'a' } }], { apiName: 'b', flowType: 'AUTOLAUNCHED' })
    expect(start(world([a, b]), a).position.kind).toBe('failed')
  })
})

describe('update record', () => {
  const update = (recordRef: string, fields: { name: string; value?: never; resource?: string }[]): FlowElement => ({ updateRecord: { apiName: 'u', label: 'u', record: recordRef, fields, next: 'read' } })
  const read: FlowElement = { assignment: { apiName: 'read', label: 'read', assignments: [{ to: 'seen', operator: 'ASSIGN', resource: '$Record.Status' }, { to: 'name', operator: 'ASSIGN', resource: '$Record.Name' }] } }
  const flowWith = (...args: Parameters<typeof update>) => flowOf([update(...args), read], { flowType: 'AUTOLAUNCHED', variables: [variable('seen', { isOutput: true }), variable('name', { isOutput: true }), variable('other', { dataType: 'RECORD', default: 'C-2' }), variable('none', { dataType: 'RECORD' })] })
  const run = (flow: ReturnType<typeof flowWith>, records = [record('C-1', { Status: 'New' }), record('C-2')]) =>
    startInterview({ guid: 'g', flow: active(flow), recordId: 'C-1', inputs: {}, user: ADA }, world([flow], records), NOW)

  test('asks the shell to merge the fields, and reads its own writes', () => { // rule I10
    const decision = run(flowWith('$Record', [{ name: 'Status', value: 'Closed' as never }, { name: 'Name', value: 'Done' as never }]))
    expect(decision).toMatchObject({
      kind: 'moved', effects: [{ kind: 'recordUpdated', recordId: 'C-1', fields: { Status: 'Closed', Name: 'Done' } }],
      interview: { position: { kind: 'finished', outputs: { seen: 'Closed', name: 'Done' } } },
    })
  })
  test('updates the record whose id a variable holds', () => {
    expect(run(flowWith('other', [{ name: 'Status', value: 'x' as never }]))).toMatchObject({ effects: [{ recordId: 'C-2' }], interview: { position: { outputs: { seen: 'New' } } } })
  })
  test('fails where there is no such record, no id, or no such owner', () => {
    expect(run(flowWith('other', [{ name: 'Status', value: 'x' as never }]), [record('C-1')])).toEqual({ kind: 'needs', needs: { records: ['C-2'] } })
    const gone = flowWith('$Record', [{ name: 'Status', value: 'x' as never }])
    expect(start({ ...world([gone]), records: { 'C-1': null } }, gone, {}, 'C-1').position).toMatchObject({ kind: 'failed', message: expect.stringContaining('there is none') })
    expect(run(flowWith('none', [{ name: 'Status', value: 'x' as never }]))).toMatchObject({ interview: { status: 'FAILED' }, effects: [] })
    expect(run(flowWith('$Record', [{ name: 'Owner', value: 'nobody' as never }]))).toMatchObject({ interview: { position: { kind: 'failed', message: '"u" can\'t update the record C-1: There is no active user "nobody".' } } })
    expect(run(flowWith('$Record', [{ name: 'Owner', value: 'grace' as never }]))).toEqual({ kind: 'needs', needs: { directory: ['user:grace'] } })
  })
  const person = (isActive: boolean, isSystem: boolean) => ({ kind: 'user' as const, id: 'u9', name: 'x', isActive, isSystem })
  test.each<[string, { [name: string]: Json }, string]>([
    ['a name of more than 255 characters', { Name: 'x'.repeat(256) }, 'A name has at most 255 characters.'],
    ['a name of two lines', { Name: 'Two\nlines' }, 'A name is one line, without tabs and other control characters.'],
    ['a name that is none', { Name: 5 }, 'Name must be a text'],
    ['more than 100,000 characters with what is there', { More: 'x'.repeat(60_000) }, 'A record\'s fields take at most 100000 characters as JSON.'],
    ['no owner', { Owner: null }, 'Owner must be a username'],
    ['an owner who is no more active', { Owner: 'inactive' }, 'There is no active user "inactive".'],
    ['the automated process as its owner', { Owner: 'automated.process' }, 'There is no active user "automated.process".'],
  ])('keeps to the rules of records: %s fails, and nothing of the element is done', (_, fields, fault) => {
    const flow = flowWith('$Record', [{ name: 'Status', value: 'Closed' as never }, ...Object.entries(fields).map(([name, value]) => ({ name, value: value as never }))])
    const facts = world([flow], [record('C-1', { Status: 'New', Large: 'x'.repeat(50_000) })], { directory: { 'user:inactive': person(false, false), 'user:automated.process': person(true, true) } })
    const decision = startInterview({ guid: 'g', flow: active(flow), recordId: 'C-1', inputs: {}, user: ADA }, facts, NOW)
    expect(decision).toMatchObject({ effects: [], interview: { position: { kind: 'failed', element: 'u', message: `"u" can't update the record C-1: ${fault}` } } })
  })
  test('asks nothing of a name that was there before', () => {
    const flow = flowWith('$Record', [{ name: 'Status', value: 'Closed' as never }])
    expect(startInterview({ guid: 'g', flow: active(flow), recordId: 'C-1', inputs: {}, user: ADA }, world([flow], [{ ...record('C-1'), name: 'Two\nlines' }]), NOW)).toMatchObject({ effects: [{ fields: { Status: 'Closed' } }] })
  })
  test('takes what just keeps to them, and counts what it has written before', () => {
    const flow = flowOf([
      { updateRecord: { apiName: 'one', label: 'one', record: '$Record', fields: [{ name: 'Name', value: 'x'.repeat(255) }, { name: 'A', value: 'x'.repeat(60_000) }, { name: 'Owner', value: 'ada' }], next: 'two' } },
      { updateRecord: { apiName: 'two', label: 'two', record: '$Record', fields: [{ name: 'B', value: 'x'.repeat(60_000) }] } },
    ], { flowType: 'AUTOLAUNCHED' })
    const decision = startInterview({ guid: 'g', flow: active(flow), recordId: 'C-1', inputs: {}, user: ADA }, world([flow], [record('C-1')]), NOW)
    expect(decision).toMatchObject({ effects: [{ fields: { Owner: 'ada' } }], interview: { position: { kind: 'failed', element: 'two' } } })
  })
})

describe('wait', () => { // rule I9
  const flow = flowOf([{ wait: { apiName: 'w', label: 'w', seconds: 60, next: 's' } }, screen('s', [field('x')], { next: 'w2' }), { wait: { apiName: 'w2', label: 'w2', untilResource: 'due' } }],
    { variables: [variable('due', { dataType: 'DATE_TIME', isInput: true, default: '2031-05-10T00:00:00Z' })] })
  const facts = world([flow])

  test('pauses by itself and goes on at its time; the screen it comes to waits for its owner', () => {
    const waiting = start(facts, flow)
    expect(waiting).toMatchObject({ status: 'PAUSED', position: { kind: 'wait', until: '2031-05-09T08:01:00.000Z' } })
    const woken = next(waiting, { kind: 'wake' }, facts, '2031-05-09T08:01:00.000Z')
    expect(woken).toMatchObject({ status: 'PAUSED', revision: 1, position: { kind: 'screen', element: 's' } })
    const resumed = next(woken, { kind: 'resume' }, facts)
    expect(resumed).toMatchObject({ status: 'STARTED', revision: 1, isAttended: true })
    expect(submit(resumed, {}, facts)).toMatchObject({ status: 'PAUSED', position: { kind: 'wait', until: '2031-05-10T00:00:00.000Z' } })
  })
  test('is not passed before its time, nor twice', () => {
    const waiting = start(facts, flow)
    expect(continueInterview(waiting, { kind: 'wake' }, facts, '2031-05-09T08:00:59.999Z')).toEqual({ kind: 'refused', refusal: { kind: 'notYet', until: '2031-05-09T08:01:00.000Z' } })
    const woken = next(waiting, { kind: 'wake' }, facts, '2031-05-09T09:00:00.000Z')
    expect(continueInterview(woken, { kind: 'wake' }, facts, '2031-05-09T09:00:00.000Z')).toEqual({ kind: 'refused', refusal: { kind: 'stale' } })
  })
  test('goes on at once when it is resumed, with somebody there to see the screen', () => {
    expect(next(start(facts, flow), { kind: 'resume' }, facts)).toMatchObject({ status: 'STARTED', position: { kind: 'screen' } })
  })
  test('does not stand where its time has passed, and fails where it has none', () => {
    const until = (due: string | null) => flowOf([{ wait: { apiName: 'w', label: 'w', untilResource: 'due' } }], { flowType: 'AUTOLAUNCHED', variables: [variable('due', { default: due })] })
    expect(start(world([]), until('2031-05-09')).position.kind).toBe('finished')
    expect(start(world([]), until(null)).position).toMatchObject({ kind: 'failed', message: expect.stringContaining('due holds none') })
  })
  test('a screen after a wake and an action still waits for its owner', () => {
    const later = flowOf([{ wait: { apiName: 'w', label: 'w', seconds: 1, next: 'call' } }, { action: { apiName: 'call', label: 'call', action: 'x', next: 's' } }, screen('s', [])])
    const known = world([later])
    const acting = next(start(known, later), { kind: 'wake' }, known, '2031-05-09T08:00:01Z')
    expect(acting.status).toBe('STARTED')
    expect(next(acting, { kind: 'actionEnded', key: 'g1:2', output: null }, known).status).toBe('PAUSED')
  })
})

describe('limits', () => {
  const counter = (most: number) => flowOf([
    { assignment: { apiName: 'add', label: 'add', assignments: [{ to: 'n', operator: 'ADD', value: 1 }], next: 'more' } },
    { decision: { apiName: 'more', label: 'more', outcomes: [{ label: 'again', when: { requirements: [{ resource: 'n', operator: 'LESS_THAN', value: most }] }, next: 'add' }] } },
  ], { flowType: 'AUTOLAUNCHED', variables: [variable('n', { dataType: 'NUMBER', isOutput: true })] })

  test('2,000 elements may run without a screen or a wait, and no more', () => {
    expect(start(world([]), counter(1000)).position).toEqual({ kind: 'finished', outputs: { n: 1000 } })
    expect(start(world([]), counter(1001)).position).toMatchObject({ kind: 'failed', message: expect.stringContaining('more than 2000 elements') })
  })
  test('a loop over an action is bounded too, a loop over a screen is not', () => {
    const acting = flowOf([{ action: { apiName: 'call', label: 'call', action: 'x', next: 'call' } }])
    let interview = start(world([acting]), acting)
    for (let at = 1; interview.position.kind === 'action'; at++) interview = next(interview, { kind: 'actionEnded', key: `g1:${at}`, output: null }, world([acting]))
    expect(interview).toMatchObject({ status: 'FAILED', elementsRun: 2001 })
    const asking = flowOf([screen('s', [], { next: 's' })])
    interview = start(world([asking]), asking)
    for (let at = 0; at < 2100; at++) interview = submit(interview, {}, world([asking]))
    expect(interview).toMatchObject({ status: 'STARTED', revision: 2101 })
  })
  test('values that would grow past a million characters fail the interview, however they share parts', () => {
    const growing = flowOf([
      { assignment: { apiName: 'grow', label: 'grow', assignments: [{ to: 'j', operator: 'APPEND', resource: 'j' }], next: 'grow' } },
    ], { flowType: 'AUTOLAUNCHED', variables: [variable('j', { dataType: 'JSON', default: ['0123456789'.repeat(100)] })] })
    expect(start(world([]), growing).position).toMatchObject({ kind: 'failed', message: expect.stringMatching(/more than 1000000 characters|nested more than/) })
    const wide = flowOf([{ assignment: { apiName: 'grow', label: 'grow', assignments: [{ to: 'l', operator: 'APPEND', resource: 'l' }], next: 'grow' } }],
      { flowType: 'AUTOLAUNCHED', variables: [variable('l', { isCollection: true, default: ['0123456789'.repeat(100)] })] })
    expect(start(world([]), wide).position).toMatchObject({ kind: 'failed', message: '"l" holds more than 1000000 characters' })
  })
  test('what has ended keeps no values but its outputs', () => {
    const flow = flowOf([screen('s', [field('secret', { fieldType: 'PASSWORD' })])])
    const done = submit(start(world([flow]), flow), { secret: 'hunter2' }, world([flow]))
    expect(JSON.stringify(done)).not.toContain('hunter2')
  })
})
