// What people do on screens: answer, go back, pause, resume (rules I1 to I3, I6, I10).
import { describe, expect, test } from 'vitest'
import { presentScreen } from '../../../src/core/flow/present-screen.ts'
import type { Interview, Screen } from '../../../src/core/flow/interview.ts'
import type { FlowDefinition, FlowElement, ScreenFieldDefinition, ScreenFieldType, Variable } from '../../../src/core/definition.ts'
import type { Facts } from '../../../src/core/facts.ts'
import type { Json, JsonObject } from '../../../src/core/json.ts'
import { continueInterview, startInterview } from '../../../src/core/flow/run-interview.ts'
import { validateFlow } from '../../../src/core/flow/validate-flow.ts'
import { active, ADA, field, flowOf, next, NOW, record, screen, set, start, submit, variable, world } from '../../support/flows.ts'

const triage = flowOf([
  screen('first', [field('subject', { isRequired: true }), field('urgent', { fieldType: 'CHECKBOX' }), field('secret', { fieldType: 'PASSWORD' })], { allowPause: true, next: 'second' }),
  screen('second', [field('note', { default: 'none' })], { allowPause: false, next: 'third' }),
  screen('third', [], { allowBack: false }),
], { label: 'Triage', interviewLabel: 'Triage of {!subject}', variables: [variable('subject', { isOutput: true })] })
const facts = world([triage])
const shown = (interview: Interview, of: Facts = facts) => presentScreen(interview, of) as Screen
const values = (interview: Interview) => Object.fromEntries(shown(interview).fields.map((each) => [each.apiName, each.value]))
const refusal = (interview: Interview, input: Parameters<typeof continueInterview>[1]) => continueInterview(interview, input, facts, NOW)
const pauseWith = (values: JsonObject = {}, reason: string | null = null) => ({ kind: 'pause' as const, reason, values, letUsersPause: true })
const back = (interview: Interview, values: JsonObject = {}) => next(interview, { kind: 'previous', revision: interview.revision, values }, facts)

describe('starting', () => {
  const flow = flowOf([screen('s', [])], { variables: [
    variable('name', { isInput: true }), variable('age', { dataType: 'NUMBER', isInput: true, default: 1 }), variable('when', { dataType: 'DATE_TIME', isInput: true, default: null }), variable('own'),
  ] })
  const begin = (inputs: JsonObject, convertInputs = false) => startInterview({ guid: 'g', flow: active(flow), recordId: null, inputs, user: ADA, convertInputs }, world([flow]), NOW)

  test('names every fault in the inputs at once', () => {
    const decision = begin({ age: 'old', own: 'x', when: 'soon', extra: 1 })
    expect(decision.kind === 'invalidInputs' && decision.issues.map((issue) => issue.path)).toEqual([['inputs', 'own'], ['inputs', 'extra'], ['inputs', 'name'], ['inputs', 'age'], ['inputs', 'when']])
  })
  test('takes defaults, and times in UTC', () => {
    expect(begin({ name: 'x', when: '2031-05-09T10:00:00+02:00' })).toMatchObject({ interview: { frames: [{ values: { name: 'x', age: 1, when: '2031-05-09T08:00:00.000Z', own: null } }] } })
  })
  test('converts inputs only where resources gave them', () => {
    expect(begin({ name: 5 }).kind).toBe('invalidInputs')
    expect(begin({ name: null }).kind).toBe('invalidInputs')
    expect(begin({ name: 5 }, true)).toMatchObject({ interview: { frames: [{ values: { name: '5' } }] } })
    expect(begin({ name: null }, true).kind).toBe('moved')
  })
  test('inputs named like what every object has are unknown, not found', () => {
    expect(begin({ name: 'x', constructor: 1, toString: 2 })).toMatchObject({ kind: 'invalidInputs', issues: [{ path: ['inputs', 'constructor'] }, { path: ['inputs', 'toString'] }] })
  })
  test('ties the interview to the record it starts on, and asks for that record', () => { // rule I4
    const reading = flowOf([screen('s', [field('x', { defaultResource: '$Record.Status' })])], { interviewLabel: '{!$Record.Name}' })
    const args = { guid: 'g', flow: active(reading), recordId: 'C-1', inputs: {}, user: ADA }
    expect(startInterview(args, world([reading]), NOW)).toEqual({ kind: 'needs', needs: { records: ['C-1'] } })
    expect(startInterview(args, world([reading], [record('C-1')]), NOW)).toMatchObject({ interview: { currentRecord: 'C-1', label: 'Case C-1' } })
  })
})

describe('answering', () => {
  test('asks for every version and the record at once', () => {
    const inner = flowOf([screen('inside', [])], { apiName: 'inner' })
    const outer = flowOf([{ subflow: { apiName: 'sub', label: 'sub', flow: 'inner' } }])
    const inside = start(world([outer, inner], [record('C-1')]), outer, {}, 'C-1')
    expect(continueInterview(inside, { kind: 'submit', revision: 1, values: {} }, { ...world([]), records: {} }, NOW)).toEqual({ kind: 'needs', needs: { flowVersions: ['main.v1', 'inner.v1'], records: ['C-1'] } })
  })
  test('never finishes the flow on a screen that forbids it', () => {
    const flow = flowOf([screen('s', [], { allowFinish: false })])
    expect(continueInterview(start(world([flow]), flow), { kind: 'submit', revision: 1, values: {} }, world([flow]), NOW)).toMatchObject({ refusal: { kind: 'notOnScreen' } })
  })
  test('gives a label of at most 1,000 characters', () => {
    expect(submit(start(facts, triage), { subject: 'x'.repeat(5000) }, facts).label).toHaveLength(1000)
  })
  test('goes on to the next screen with the next revision, and finishes with the outputs', () => { // rule I10
    const first = start(facts, triage)
    expect(first).toMatchObject({ revision: 1, status: 'STARTED', label: 'Triage of' })
    const second = submit(first, { subject: 'Fire', urgent: true }, facts)
    expect(second).toMatchObject({ revision: 2, label: 'Triage of Fire', position: { kind: 'screen', element: 'second' } })
    expect(submit(submit(second, {}, facts), {}, facts)).toMatchObject({ status: 'FINISHED', position: { kind: 'finished', outputs: { subject: 'Fire' } } })
  })
  test('of a screen that is no longer shown is stale, also when nothing is shown any more', () => { // rule I1
    const first = start(facts, triage)
    const input = { kind: 'submit' as const, revision: 1, values: { subject: 'Fire' } }
    const second = next(first, input, facts)
    expect(refusal(second, input)).toEqual({ kind: 'refused', refusal: { kind: 'staleScreen' } })
    const ended = submit(submit(second, {}, facts), {}, facts)
    expect(refusal(ended, { kind: 'submit', revision: 3, values: {} })).toEqual({ kind: 'refused', refusal: { kind: 'staleScreen' } })
    expect(refusal(ended, { kind: 'submit', revision: 4, values: {} })).toMatchObject({ refusal: { kind: 'notOnScreen' } })
  })
  test('with faults leaves everything as it was', () => { // rule I2
    expect(refusal(start(facts, triage), { kind: 'submit', revision: 1, values: { urgent: 'yes', colour: 'red' } })).toMatchObject({
      refusal: { kind: 'invalidValues', issues: [{ path: ['values', 'colour'] }, { path: ['values', 'subject'], message: 'is required' }, { path: ['values', 'urgent'], message: 'must be true or false' }] },
    })
  })
  test('a field that is left out keeps what it shows', () => {
    const flow = flowOf([screen('s', [field('note', { default: 'none' })])], { variables: [variable('note', { isOutput: true })] })
    expect(submit(start(world([flow]), flow), {}, world([flow])).position).toEqual({ kind: 'finished', outputs: { note: 'none' } })
    expect(submit(start(world([flow]), flow), { note: '' }, world([flow])).position).toEqual({ kind: 'finished', outputs: { note: null } })
  })
  test('too large for the interview is refused, and the interview lives on', () => {
    const fields = Array.from({ length: 12 }, (_, at) => field(`f${at}`))
    const flow = flowOf([screen('s', fields, { next: 't' }), screen('t', [])])
    const large = Object.fromEntries(fields.map(({ apiName }) => [apiName, 'x'.repeat(100_000)]))
    expect(continueInterview(start(world([flow]), flow), { kind: 'submit', revision: 1, values: large }, world([flow]), NOW)).toMatchObject({ refusal: { kind: 'invalidValues', issues: [{ path: ['values'] }] } })
  })
})

describe('going back', () => {
  test('shows the screen before with what was entered, and keeps what is filled in now', () => {
    const second = submit(start(facts, triage), { subject: 'Fire', urgent: true }, facts)
    const first = back(second, { note: 'half' })
    expect(first).toMatchObject({ revision: 3, position: { kind: 'screen', element: 'first' } })
    expect(values(first)).toEqual({ subject: 'Fire', urgent: true, secret: null })
    expect(values(submit(first, { subject: 'Flood' }, facts))).toEqual({ note: 'half' })
  })
  describe('shows an answer that was cleared as it was left, and a default where nothing was answered', () => {
    const note = field('note', { default: 'none' }), why = field('why', { default: 'because', isRequired: true, visibleWhen: { requirements: [{ resource: 'asks', operator: 'EQUALS', value: true }] } })
    const flowWith = (variables: Variable[]) => flowOf([
      screen('s', [note, field('asks', { fieldType: 'CHECKBOX' }), why], { next: 'reset' }), set('reset', 'other', null, 't'), screen('t', []),
    ], { variables: [variable('other'), ...variables] })
    const returned = (flow: FlowDefinition, answer: JsonObject, kept = (interview: Interview) => interview) => {
      const of = world([flow]), second = kept(submit(start(of, flow), answer, of))
      const first = next(second, { kind: 'previous', revision: second.revision, values: {} }, of)
      return { of, first, values: Object.fromEntries(shown(first, of).fields.map((each) => [each.apiName, each.value])) }
    }

    test.each([['with no variable of its name', []], ['with a variable of its name', [variable('note'), variable('why')]]])('%s', (_, variables) => {
      const cleared = returned(flowWith(variables), { note: null })
      expect(cleared.values).toEqual({ note: null, asks: false, why: 'because' })
      expect(submit(cleared.first, { asks: true }, cleared.of).frames[0]!.values).toMatchObject({ note: null, why: 'because' })
      expect(returned(flowWith(variables), { asks: true, why: 'so' }).values).toEqual({ note: 'none', asks: true, why: 'so' })
    })
    test('of a field that was answered, and hidden by the answer after', () => {
      const { of, first } = returned(flowWith([variable('why')]), { asks: true, why: 'so' })
      const hidden = submit(first, { asks: false }, of)
      expect(shown(next(hidden, { kind: 'previous', revision: hidden.revision, values: {} }, of), of).fields).toMatchObject([{}, {}, { value: 'because', isVisible: false }])
    })
    test('of a variable that the flow has emptied since', () => {
      const flow = flowOf([screen('s', [note], { next: 'reset' }), set('reset', 'note', null, 't'), screen('t', [])], { variables: [variable('note')] })
      expect([returned(flow, { note: 'x' }).values, returned(flow, { note: null }).values]).toEqual([{ note: 'none' }, { note: 'none' }])
    })
    test('in an interview that was saved before this was told apart, as it was then', () => {
      const saved = (interview: Interview): Interview => ({ ...interview, frames: interview.frames.map(({ answered: _, ...frame }) => frame) })
      expect(returned(flowWith([]), { note: null, asks: true, why: 'so' }, saved).values).toEqual({ note: null, asks: true, why: 'so' })
      const { of, first, values: old } = returned(flowWith([variable('note')]), { note: null }, saved)
      expect(old).toEqual({ note: 'none', asks: false, why: null })
      const second = submit(first, { note: null }, of)
      expect(shown(next(second, { kind: 'previous', revision: second.revision, values: {} }, of), of).fields[0]!.value).toBe(null)
    })
  })
  test('keeps a password that is not typed again', () => {
    const first = back(submit(start(facts, triage), { subject: 'Fire', secret: 'hunter2' }, facts))
    expect(submit(first, {}, facts).frames[0]!.values.secret).toBe('hunter2')
  })
  test('is refused on the first screen, where the screen forbids it, and when stale', () => {
    const first = start(facts, triage)
    expect(refusal(first, { kind: 'previous', revision: 1, values: {} })).toMatchObject({ refusal: { kind: 'backNotAllowed' } })
    expect(shown(first).canGoBack).toBe(false)
    const second = submit(first, { subject: 'Fire' }, facts)
    expect(shown(second).canGoBack).toBe(true)
    expect(refusal(second, { kind: 'previous', revision: 1, values: {} })).toMatchObject({ refusal: { kind: 'staleScreen' } })
    const third = submit(second, {}, facts)
    expect(refusal(third, { kind: 'previous', revision: 3, values: {} })).toMatchObject({ refusal: { kind: 'backNotAllowed' } })
  })
  test('from the first screen of a subflow leads to the screen before it', () => {
    const inner = flowOf([screen('inside', [])], { apiName: 'inner' })
    const outer = flowOf([screen('outside', [], { next: 'sub' }), { subflow: { apiName: 'sub', label: 'sub', flow: 'inner' } }])
    const both = world([outer, inner])
    const inside = submit(start(both, outer), {}, both)
    const outside = next(inside, { kind: 'previous', revision: 2, values: {} }, both)
    expect(outside.frames).toHaveLength(1)
    expect(outside.position).toMatchObject({ element: 'outside' })
    expect(submit(outside, {}, both).position).toMatchObject({ element: 'inside' })
  })
})

describe('going back through a subflow', () => {
  const sub = (flow: string, next: string | null = null, inputs: { name: string; resource: string }[] = []): FlowElement => ({ subflow: { apiName: 'sub', label: 'sub', flow, inputs, next } })
  const inner = flowOf([screen('x', [field('a'), field('b'), field('secret', { fieldType: 'PASSWORD' })], { next: 'y' }), screen('y', [field('c', { default: 'none' }), field('a')])], { apiName: 'inner', variables: [variable('a', { isInput: true, isOutput: true, default: 'new' })] })
  const outer = flowOf([screen('first', [field('given')], { next: 'sub' }), sub('inner', 'last', [{ name: 'a', resource: 'given' }]), screen('last', [field('end')], { next: 'beyond' }), screen('beyond', [])])
  const both = world([outer, inner])
  const previous = (interview: Interview, values: JsonObject = {}, of = both) => next(interview, { kind: 'previous', revision: interview.revision, values }, of)
  const go = (interview: Interview, values: JsonObject = {}, of = both) => submit(interview, values, of)
  const seen = (interview: Interview, of = both) => [shown(interview, of).apiName, Object.fromEntries(shown(interview, of).fields.map((each) => [each.apiName, each.value]))]
  const onX = () => go(start(both, outer), { given: 'g' })
  const onLast = () => go(go(onX(), { a: '1', b: '', secret: 'hunter2' }), { c: null })

  test('keeps what was filled in on its first screen for when that is shown again', () => {
    const first = previous(onX(), { a: 'draft', colour: 'red' })
    expect(seen(first)).toEqual(['first', { given: 'g' }])
    expect(seen(go(first))).toEqual(['x', { a: 'draft', b: null, secret: null }])
  })
  test('keeps what was answered in it, and it begins with its new inputs all the same', () => {
    const first = previous(previous(go(onX(), { b: 'two', secret: 'hunter2' }), { c: 'half' }), { a: 'draft' })
    const again = go(first, { given: 'other' })
    expect(again.frames[1]!.values).toEqual({ a: 'other' })
    expect(seen(again)).toEqual(['x', { a: 'draft', b: 'two', secret: null }])
    const second = go(again, { a: 'one' })
    expect(second.frames[1]!.values).toEqual({ a: 'one', b: 'two', secret: 'hunter2' })
    expect(seen(second)).toEqual(['y', { c: 'half', a: 'one' }])
  })
  test('leads into one that has ended, to its last screen and from there on, with all that was answered', () => {
    expect(shown(onLast(), both).canGoBack).toBe(true)
    const y = previous(onLast(), { end: 'half' })
    expect(seen(y)).toEqual(['y', { c: null, a: '1' }])
    expect(seen(go(y, { a: '2' }))).toEqual(['last', { end: 'half' }])
    expect(go(y, { a: '2' }).frames[0]!.values.sub).toEqual({ a: '2' })
    const x = previous(y)
    expect(seen(x)).toEqual(['x', { a: '1', b: null, secret: null }])
    expect(go(x).frames[1]!.values.secret).toBe('hunter2')
    const first = previous(x)
    expect(seen(first)).toEqual(['first', { given: 'g' }])
    expect(shown(first, both).canGoBack).toBe(false)
    expect(seen(go(go(go(first))))).toEqual(['last', { end: 'half' }])
  })
  test('asks for the version that it ran on, and stays on it', () => { // rule D2
    const { 'inner.v1': _, ...others } = both.flowVersions
    const input = { kind: 'previous' as const, revision: onLast().revision, values: {} }
    expect(continueInterview(onLast(), input, { ...both, flowVersions: others }, NOW)).toEqual({ kind: 'needs', needs: { flowVersions: ['inner.v1'] } })
    expect(previous(onLast(), {}, { ...both, flows: { inner: null } }).frames[1]!.versionId).toBe('inner.v1')
  })
  test('begins anew where another version is active meanwhile', () => {
    const newer = { ...both, flows: { ...both.flows, inner: { ...active(inner), versionId: 'inner.v2' } }, flowVersions: { ...both.flowVersions, 'inner.v2': inner } }
    expect(seen(go(previous(onX(), { a: 'draft' }), {}, newer), newer)).toEqual(['x', { a: 'g', b: null, secret: null }])
  })
  test('leads through subflows of subflows', () => {
    const middle = flowOf([sub('inner')], { apiName: 'middle' })
    const outermost = flowOf([screen('first', [], { next: 'sub' }), sub('middle', 'last'), screen('last', [])])
    const all = world([outermost, middle, inner])
    const on = (interview: Interview, values: JsonObject = {}) => go(interview, values, all), from = (interview: Interview, values: JsonObject = {}) => previous(interview, values, all)
    const y = from(on(on(on(start(all, outermost)), { b: 'two' })))
    expect([y.frames.map((frame) => frame.flow), seen(y, all)]).toEqual([['main', 'middle', 'inner'], ['y', { c: 'none', a: 'new' }]])
    const first = from(from(y, { c: 'half' }))
    expect([first.frames.length, seen(first, all)]).toEqual([1, ['first', {}]])
    expect(seen(on(on(first)), all)).toEqual(['y', { c: 'half', a: 'new' }])
  })
  test('leads into the latest time of one that runs again, which begins as at first', () => {
    const again = flowOf([screen('first', [], { next: 'sub' }), sub('inner', 'more'), screen('more', [], { next: 'sub' })])
    const of = world([again, inner])
    const on = (interview: Interview, values: JsonObject = {}) => go(interview, values, of), from = (interview: Interview) => previous(interview, {}, of)
    const second = on(on(on(on(start(of, again)), { b: 'one' })))
    expect(seen(second, of)).toEqual(['x', { a: 'new', b: null, secret: null }])
    const more = on(on(second, { b: 'two' }))
    expect(seen(from(from(more)), of)).toEqual(['x', { a: 'new', b: 'two', secret: null }])
    expect([1, 2, 3, 4].reduce<[Interview, unknown[]]>(([interview, names]) => [from(interview), [...names, shown(from(interview), of).apiName]], [more, []])[1]).toEqual(['y', 'x', 'more', 'first'])
  })
  test('keeps nothing of it where Back leads no further than a screen after it', () => {
    const closed = flowOf([screen('first', [], { next: 'sub' }), sub('inner', 'last'), screen('last', [], { allowBack: false, next: 'beyond' }), screen('beyond', [])])
    const of = world([closed, inner])
    const last = go(go(go(start(of, closed), {}, of), { secret: 'hunter2' }, of), {}, of)
    const beyond = go(last, {}, of)
    expect([last, beyond].map((interview) => JSON.stringify(interview).includes('hunter2'))).toEqual([true, false])
    expect(seen(previous(beyond, {}, of), of)).toEqual(['last', {}])
  })
  test('forgets it before the interview grows too large, and leads past it', () => {
    const fields = Array.from({ length: 6 }, (_, at) => field(`f${at}`)), large = Object.fromEntries(fields.slice(1).map(({ apiName }) => [apiName, 'x'.repeat(100_000)]))
    const long = flowOf([screen('long', fields)], { apiName: 'long' })
    const twice = flowOf([screen('first', [], { next: 'sub' }), sub('long', 'middle'), screen('middle', [], { next: 'other' }), { subflow: { apiName: 'other', label: 'other', flow: 'long', next: 'last' } }, screen('last', [], { allowPause: true })])
    const of = world([twice, long])
    const middle = go(go(start(of, twice), {}, of), large, of)
    expect(seen(previous(middle, {}, of), of)).toMatchObject(['long', large])
    const roomy = go(go(middle, {}, of), { f1: 'short' }, of), full = go(go(middle, {}, of), large, of)
    expect([roomy, full].map((last) => seen(previous(last, {}, of), of)[0])).toEqual(['long', 'middle'])
    const filled = (f5: string) => go(go(middle, {}, of), { ...large, f5 }, of)
    const nearly = filled('x'.repeat(1_000_000 - JSON.stringify(filled('')).length - 500))
    expect([nearly, next(nearly, pauseWith({}, 'x'.repeat(1000)), of)].map((last) => last.frames[0]!.visited)).toEqual([['first', 'sub', 'middle', 'other'], ['first', 'middle']])
  })
  test('of an interview that was saved before this was kept leads past it', () => {
    const last = onLast(), [frame] = last.frames
    const saved: Interview = { ...last, frames: [{ flow: frame!.flow, versionId: frame!.versionId, element: frame!.element, values: frame!.values, visited: ['first'], drafts: {} }] }
    expect(seen(previous(saved))).toEqual(['first', { given: 'g' }])
    expect(seen(go(previous(saved)))).toEqual(['x', { a: 'g', b: null, secret: null }])
  })
  test('goes back through 200 screens and subflows, and no more', () => {
    const round = flowOf([screen('first', [], { next: 'sub' }), sub('asking', 'first')]), asking = flowOf([screen('ask', [field('x')])], { apiName: 'asking' })
    const of = world([round, asking])
    let interview = start(of, round)
    for (let at = 0; at < 450; at++) interview = go(interview, {}, of)
    const frames = JSON.stringify(interview.frames).length
    for (let at = 0; at < 20; at++) interview = go(interview, {}, of)
    expect(JSON.stringify(interview.frames).length).toBeLessThanOrEqual(frames)
  })
})

describe('pausing and resuming', () => {
  test.each([[true, 'second', 'SCREEN_HAS_NO_PAUSE'], [false, 'first', 'ORG_SETTING_OFF'], [false, 'second', 'ORG_SETTING_OFF']])('needs the org switch (%s) and a Pause button (%s screen)', (letUsersPause, on, reason) => { // rule I3
    const first = start(facts, triage)
    const interview = on === 'first' ? first : submit(first, { subject: 'x' }, facts)
    expect(refusal(interview, { ...pauseWith(), letUsersPause })).toEqual({ kind: 'refused', refusal: { kind: 'pauseNotAllowed', reason } })
  })
  test('keeps what is filled in, unchecked, and drops what the screen does not know', () => {
    const paused = next(start(facts, triage), pauseWith({ subject: '', urgent: 'perhaps', colour: 'red' }, 'Lunch'), facts)
    expect(paused).toMatchObject({ status: 'PAUSED', pauseLabel: 'Lunch', position: { values: { subject: '', urgent: 'perhaps' } } })
    expect(JSON.stringify(paused)).not.toContain('"red"')
  })
  test('resumes with exactly the same screen, and the same submit works', () => { // rule I6
    const first = start(facts, triage)
    const paused = next(first, pauseWith({ subject: 'Fi', secret: 'hunter2' }), facts, '2031-05-10T08:00:00.000Z')
    const resumed = next(JSON.parse(JSON.stringify(paused)) as Interview, { kind: 'resume' }, facts, '2031-07-01T08:00:00.000Z')
    expect(resumed).toMatchObject({ status: 'STARTED', pauseLabel: null, revision: 1 })
    expect(shown(resumed)).toEqual(shown(paused))
    expect(values(resumed)).toEqual({ subject: 'Fi', urgent: false, secret: null })
    expect(next(resumed, { kind: 'submit', revision: 1, values: { subject: 'Fire' } }, facts).frames[0]!.values).toMatchObject({ subject: 'Fire', secret: 'hunter2' })
  })
  test('who resumes second is told that it is not paused', () => {
    const resumed = next(next(start(facts, triage), pauseWith(), facts), { kind: 'resume' }, facts)
    expect(refusal(resumed, { kind: 'resume' })).toMatchObject({ refusal: { kind: 'notResumable' } })
  })
  test('a paused interview takes no answer, no Back and no second pause', () => {
    const paused = next(start(facts, triage), pauseWith(), facts)
    for (const input of [{ kind: 'submit' as const, revision: 1, values: {} }, { kind: 'previous' as const, revision: 1, values: {} }, pauseWith()]) {
      expect(refusal(paused, input)).toMatchObject({ refusal: { kind: 'notOnScreen' } })
    }
  })
  test('refuses a reason over 1,000 characters and values too large to keep', () => {
    const first = start(facts, triage)
    expect(refusal(first, pauseWith({}, 'x'.repeat(1001)))).toMatchObject({ refusal: { kind: 'invalidValues', issues: [{ path: ['reason'] }] } })
    expect(next(first, pauseWith({}, 'x'.repeat(1000)), facts).pauseLabel).toHaveLength(1000)
    expect(refusal(first, pauseWith({ subject: 'x'.repeat(1_000_001) }))).toMatchObject({ refusal: { kind: 'invalidValues', issues: [{ path: ['values'] }] } })
  })
  test('drops values that the database could never keep', () => {
    let deep: unknown = 'x'
    for (let at = 0; at < 5000; at++) deep = [deep]
    const paused = next(start(facts, triage), pauseWith({ subject: 'a\0b', urgent: deep as never, secret: '\ud800' }), facts)
    expect(paused.position).toMatchObject({ values: {} })
    expect(next(start(facts, triage), pauseWith({ subject: Infinity }), facts).position).toEqual({ kind: 'screen', element: 'first', values: {} })
  })
})

describe('the screen shown', () => {
  const flow = flowOf([screen('s', [
    field('kind', { fieldType: 'PICKLIST', choices: [{ label: 'For {!$User.Name}', value: 'a' }, { label: 'B', value: 'b' }], default: 'a' }),
    field('why', { label: 'Why {!$Record.Name}?', helpText: 'See {!$Record.Url}', visibleWhen: { requirements: [{ resource: 'kind', operator: 'EQUALS', value: 'b' }] } }),
    field('age', { defaultResource: '$Record.Age' }),
    field('info', { fieldType: 'DISPLAY_TEXT', displayText: 'Now {!$Flow.CurrentDateTime}, {!missing}.' }),
  ], { label: 'Hello {!$User.Username}', allowPause: true, pauseConfirmation: 'Kept, {!$User.Name}', allowFinish: false, next: 't' }), screen('t', [])])
  const known = world([flow], [record('C-1', { Age: 42, Url: 'http://x' })])
  const interview = start(known, flow, {}, 'C-1')

  test('has merge fields filled in, defaults in place, and conditions decided', () => {
    expect(shown(interview, known)).toMatchObject({
      apiName: 's', label: 'Hello ada', revision: 1, canPause: true, canGoBack: false, canFinish: false, pauseConfirmation: 'Kept, Ada Lovelace',
      fields: [
        { apiName: 'kind', value: 'a', isVisible: true, choices: [{ label: 'For Ada Lovelace', value: 'a' }, { label: 'B', value: 'b' }] },
        { apiName: 'why', label: 'Why Case C-1?', helpText: 'See http://x', isVisible: false, visibleWhen: { requirements: [{ resource: 'kind', operator: 'EQUALS', value: 'b' }] } },
        { apiName: 'age', value: '42' },
        { apiName: 'info', displayText: `Now ${NOW}, .`, value: null },
      ],
    })
  })
  test('asks for the record and the version where they are not there', () => {
    expect(presentScreen(interview, { ...known, records: {} })).toEqual({ kind: 'needs', needs: { records: ['C-1'] } })
    expect(presentScreen(interview, { ...known, flowVersions: {} })).toEqual({ kind: 'needs', needs: { flowVersions: ['main.v1'] } })
  })
  test('is null where the interview stands on none', () => {
    expect(presentScreen(submit(submit(interview, {}, known), {}, known), known)).toBe(null)
  })
  test('shows a variable\'s value in the field of its name', () => {
    const prefilled = flowOf([screen('s', [field('x')])], { variables: [variable('x', { isInput: true })] })
    const of = world([prefilled])
    expect(shown(start(of, prefilled, { x: 'given' }), of).fields[0]!.value).toBe('given')
  })

  const choices = [{ label: 'One', value: 1 }, { label: 'Two', value: 'two' }, { label: 'Yes', value: true }]
  const moments = [{ label: 'Noon', value: '2031-05-09T12:00:00+02:00' }, { label: 'Next day', value: '2031-05-10' }]
  test.each<[ScreenFieldType, Partial<Variable>, Json, Json?, ScreenFieldDefinition['choices']?]>([
    ['DATE', { dataType: 'DATE_TIME' }, '2031-05-09'], ['DATE_TIME', { dataType: 'DATE' }, '2031-05-09T12:30:00Z', '2031-05-09T00:00:00.000Z'], ['DATE', {}, '2031-05-09'], ['DATE_TIME', {}, '2031-05-09T12:30:00.000Z'],
    ['NUMBER', {}, 1.5], ['CURRENCY', {}, 1e21], ['CHECKBOX', {}, true], ['CHECKBOX', {}, false], ['NUMBER', { dataType: 'JSON' }, 5], ['TEXT', { dataType: 'RECORD' }, 'C-1'],
    ['PICKLIST', {}, 1, 1, choices], ['RADIO_BUTTONS', {}, true, true, choices], ['PICKLIST', {}, 'two', 'two', choices], ['PICKLIST', { dataType: 'JSON' }, 1, 1, choices], ['MULTI_SELECT_PICKLIST', { isCollection: true }, ['two', 1, true], ['two', 1, true], choices],
    ['PICKLIST', { dataType: 'NUMBER' }, '1.0', '1.0', [{ label: 'One', value: '1.0' }]], ['PICKLIST', { dataType: 'BOOLEAN' }, 'true', 'true', [{ label: 'Yes', value: 'true' }]],
    ['PICKLIST', { dataType: 'DATE_TIME' }, '2031-05-10', '2031-05-10', moments], ['PICKLIST', { dataType: 'DATE_TIME' }, '2031-05-09T12:00:00+02:00', '2031-05-09T12:00:00+02:00', moments], ['RADIO_BUTTONS', { dataType: 'DATE' }, '2031-05-09T12:00:00+02:00', '2031-05-09T12:00:00+02:00', moments],
  ])('a %s answered into a variable (%j) with %j is shown so again, and keeps it when nothing is sent', (fieldType, type, answer, again = answer, of = null) => { // rule I10
    const flow = flowOf([screen('s', [field('x', { fieldType, choices: of })], { next: 't' }), screen('t', [])], { variables: [variable('x', type)] })
    expect(validateFlow(flow, { flows: {}, actions: {} })).toEqual([])
    const facts = world([flow])
    const answered = submit(start(facts, flow), { x: answer }, facts)
    const before = next(answered, { kind: 'previous', revision: answered.revision, values: {} }, facts)
    expect(shown(before, facts).fields[0]!.value).toEqual(again)
    expect(submit(before, {}, facts).frames[0]!.values['x']).toEqual(answered.frames[0]!.values['x'])
  })
  test.each<[ScreenFieldType, Json, Json, ScreenFieldDefinition['choices']?]>([
    ['DATE', '2031-05-09T12:30:00.000Z', '2031-05-09'], ['DATE_TIME', '2031-05-09', '2031-05-09T00:00:00.000Z'], ['NUMBER', '5', 5], ['CHECKBOX', 'true', true], ['TEXT', 5, '5'], ['TEXT', false, 'false'],
    ['PICKLIST', '1', 1, choices], ['MULTI_SELECT_PICKLIST', ['1', 'true'], [1, true], choices], ['PICKLIST', 3, '3', [{ label: 'Three', value: '3' }]],
    ['NUMBER', 'many', null], ['CHECKBOX', 'yes', null], ['DATE', 5, null], ['PICKLIST', '2', null, choices], ['MULTI_SELECT_PICKLIST', '1', null, choices], ['TEXT', ['a'], null],
  ])('a %s whose default is %j from a resource shows %j', (fieldType, held, value, of = null) => {
    const flow = flowOf([screen('s', [field('x', { fieldType, choices: of, defaultResource: '$Record.X' })])])
    const facts = world([flow], [record('C-1', { X: held })])
    expect(shown(start(facts, flow, {}, 'C-1'), facts).fields[0]!.value).toEqual(value)
  })
})
