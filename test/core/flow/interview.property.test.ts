// Whatever flow is active and whatever anybody answers, an interview stands somewhere sound (rules I1, I6, R2, D2). A failure
// prints the seed and the path that repeat it.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FlowDefinition } from '../../../src/core/definition.ts'
import type { Facts } from '../../../src/core/facts.ts'
import type { InterviewInput } from '../../../src/core/flow/inputs.ts'
import type { Interview, Screen, ScreenField } from '../../../src/core/flow/interview.ts'
import { presentScreen } from '../../../src/core/flow/present-screen.ts'
import { continueInterview, startInterview } from '../../../src/core/flow/run-interview.ts'
import { validateFlow } from '../../../src/core/flow/validate-flow.ts'
import type { Json, JsonObject } from '../../../src/core/json.ts'
import { active, ADA, flowOf, NOW, record, world } from '../../support/flows.ts'
import { anyAutolaunchedFlow, anyFlow, anyMoves, anyValue, INNER, SILENT_INNER, type Move } from '../../support/random-flows.ts'

const ACTIONS = { act: { inputs: [{ name: 'any', dataType: 'JSON' as const, isRequired: false }] } }
const soundFlow = anyFlow.filter((flow) => validateFlow(flow, { flows: { inner: active(INNER) }, actions: ACTIONS }).length === 0)

/** A value that the field takes, so that walks get beyond the first screen. */
function soundAnswer(field: ScreenField): Json {
  switch (field.fieldType) {
    case 'NUMBER': case 'CURRENCY': return 3
    case 'DATE': return '2031-05-09'
    case 'DATE_TIME': return '2031-05-09T08:00:00+02:00'
    case 'CHECKBOX': return true
    case 'MULTI_SELECT_PICKLIST': return [12]
    case 'PICKLIST': case 'RADIO_BUTTONS': return 'a'
    case 'EMAIL': return 'ada@example.com'
    case 'PHONE': return '+49 30 123456'
    case 'URL': return 'https://example.com'
    case 'DISPLAY_TEXT': return null
    case 'TEXT': case 'LONG_TEXT': case 'PASSWORD': return 'hello'
  }
}

function answersTo(screen: Screen, move: Move): JsonObject {
  const answers = screen.fields.map((field, at) => [field.apiName, move.isSound ? soundAnswer(field) : move.answers[at] ?? null] as const)
  return { ...Object.fromEntries(answers), ...(move.isSound ? {} : move.extra) }
}

/** What to try where the interview stands; mostly what fits, sometimes what does not. */
function inputFor(interview: Interview, facts: Facts, move: Move): InterviewInput {
  const { position, revision } = interview
  if (position.kind === 'screen') {
    const values = answersTo(presentScreen(interview, facts) as Screen, move)
    if (interview.status === 'PAUSED') return move.choice < 8 ? { kind: 'resume' } : { kind: 'submit', revision, values }
    if (move.choice < 6) return { kind: 'submit', revision, values }
    if (move.choice === 6) return { kind: 'previous', revision, values }
    return move.choice === 7 ? { kind: 'pause', reason: 'later', values, letUsersPause: true } : { kind: 'submit', revision: revision - 1, values }
  }
  if (position.kind === 'action') return move.choice < 7 ? { kind: 'actionEnded', key: position.key, output: move.value } : { kind: 'actionFailed', key: position.key, message: 'broken \ud800' }
  if (position.kind === 'wait') return move.choice < 5 ? { kind: 'wake' } : { kind: 'resume' }
  return move.choice < 5 ? { kind: 'submit', revision, values: {} } : { kind: 'resume' }
}

function assertSound(interview: Interview, facts: Facts): void {
  expect(['screen', 'action', 'wait', 'finished', 'failed']).toContain(interview.position.kind)
  const text = JSON.stringify(interview)
  expect(JSON.parse(text)).toEqual(interview)
  expect(text.length).toBeLessThanOrEqual(1_000_000)
  expect(text).not.toMatch(/\\u0000|\\ud[89a-f]/)
  const screen = presentScreen(interview, facts)
  expect(screen !== null).toBe(interview.position.kind === 'screen')
  if (screen !== null) expect(screen).toMatchObject({ revision: interview.revision })
  // Where Back is offered it leads to a screen.
  if (interview.status === 'STARTED' && (screen as Screen | null)?.canGoBack) expect(continueInterview(interview, { kind: 'previous', revision: interview.revision, values: {} }, facts, NOW)).toMatchObject({ kind: 'moved', interview: { position: { kind: 'screen' } } })
  const ended = { finished: 'FINISHED', failed: 'FAILED' }[interview.position.kind as string]
  expect(interview.status === 'FINISHED' || interview.status === 'FAILED' ? interview.status : undefined).toBe(ended)
}

test('a sound flow never throws, always stands, and goes on the same after a restart', () => {
  let moves = 0, refusals = 0
  const seen = new Set<string>()
  fc.assert(fc.property(soundFlow, anyMoves, (flow, walk) => {
    const facts = world([flow, INNER], [record('C-1', { Status: 'New' }), record('C-2')])
    const args = { guid: 'g1', flow: active(flow), recordId: 'C-1', inputs: {}, user: ADA }
    const started = startInterview(args, facts, NOW)
    expect(started.kind).toBe('moved')
    if (started.kind !== 'moved') return
    expect(startInterview(args, facts, NOW)).toEqual(started)
    let interview = started.interview
    assertSound(interview, facts)
    seen.add(interview.position.kind)
    for (const [at, move] of walk.entries()) {
      const now = new Date(Date.parse(NOW) + (at + 1) * 3_600_000).toISOString()
      const input = inputFor(interview, facts, move)
      const decision = continueInterview(interview, input, facts, now)
      expect(continueInterview(JSON.parse(JSON.stringify(interview)) as Interview, input, facts, now)).toEqual(decision)
      if (decision.kind !== 'moved') {
        expect(decision.kind).toBe('refused')
        refusals++
        if (interview.status === 'FINISHED' || interview.status === 'FAILED') return
        continue
      }
      moves++
      if (input.kind === 'submit' || input.kind === 'previous') {
        expect(continueInterview(decision.interview, input, facts, now)).toEqual({ kind: 'refused', refusal: { kind: 'staleScreen' } })
      }
      expect(decision.interview.revision).toBeGreaterThanOrEqual(interview.revision)
      interview = decision.interview
      assertSound(interview, facts)
      seen.add(interview.position.kind)
    }
  }), { numRuns: 300 })
  expect(moves).toBeGreaterThan(300) // else the walks go nowhere and show nothing
  expect(refusals).toBeGreaterThan(100)
  expect([...seen].sort()).toEqual(['action', 'failed', 'finished', 'screen', 'wait'])
})

// rule D2
test('whatever is activated, deactivated or deleted meanwhile, it stays on its versions and stands somewhere sound', () => {
  const newer: FlowDefinition = flowOf([{ screen: { apiName: 'e0', label: 'Newer', fields: [] } }]), newerInner = flowOf([{ screen: { apiName: 'ask', label: 'Newer', fields: [] } }], { apiName: 'inner' })
  const kept = { flowVersions: { 'main.v2': newer, 'inner.v2': newerInner } }
  const seen = new Set<string>()
  fc.assert(fc.property(soundFlow, anyMoves, (flow, walk) => {
    const facts = world([flow, INNER], [record('C-1'), record('C-2')])
    const flowVersions = { ...facts.flowVersions, ...kept.flowVersions }
    const replaced: Facts = { ...facts, flowVersions, flows: { ...facts.flows, main: { ...active(newer), versionId: 'main.v2' } } }
    const gone: Facts = { ...facts, flowVersions, flows: { main: null, inner: { ...active(newerInner), versionId: 'inner.v2' } }, records: { 'C-1': null, 'C-2': null }, directory: {} }
    const started = startInterview({ guid: 'g1', flow: active(flow), recordId: 'C-1', inputs: {}, user: ADA }, facts, NOW)
    if (started.kind !== 'moved') return
    let interview = started.interview
    for (const [at, move] of walk.entries()) {
      const now = new Date(Date.parse(NOW) + (at + 1) * 3_600_000).toISOString(), input = inputFor(interview, facts, move)
      const decision = continueInterview(interview, input, facts, now)
      expect(continueInterview(interview, input, replaced, now)).toEqual(decision)
      const after = continueInterview(interview, input, gone, now)
      expect(after.kind).not.toBe('invalidInputs')
      if (after.kind === 'moved') {
        assertSound(after.interview, { ...gone, directory: facts.directory })
        const inside = after.interview.frames.find((frame, depth) => frame.flow === 'inner' && interview.frames[depth]?.versionId === frame.versionId)
        if (inside !== undefined) seen.add(inside.versionId)
        expect([flow, newer].map((_, version) => after.interview.frames.some(({ versionId }) => versionId === `main.v${version + 1}`))).toEqual([after.interview.frames.length > 0, false])
      }
      if (decision.kind === 'moved') interview = decision.interview
    }
  }), { numRuns: 200 })
  expect([...seen]).toContain('inner.v1')
})

test('a sound flow without people never throws: it waits, acts, ends or fails, and goes on the same after a restart', () => {
  const seen = new Set<string>()
  const sound = anyAutolaunchedFlow.filter((flow) => validateFlow(flow, { flows: { inner: active(SILENT_INNER) }, actions: ACTIONS }).length === 0)
  fc.assert(fc.property(sound, anyMoves, fc.dictionary(fc.constantFrom('text', 'flag'), anyValue, { maxKeys: 2 }), (flow, walk, inputs) => {
    const facts = world([flow, SILENT_INNER], [record('C-1'), record('C-2')])
    const started = startInterview({ guid: 'g1', flow: active(flow), recordId: 'C-1', inputs, user: null, convertInputs: true }, facts, NOW)
    if (started.kind === 'invalidInputs') return
    expect(started.kind).toBe('moved')
    if (started.kind !== 'moved') return
    let interview = started.interview
    for (const [at, move] of walk.entries()) {
      assertSound(interview, facts)
      seen.add(interview.position.kind)
      const now = new Date(Date.parse(NOW) + (at + 1) * 3_600_000).toISOString(), input = inputFor(interview, facts, move)
      const decision = continueInterview(interview, input, facts, now)
      expect(continueInterview(JSON.parse(JSON.stringify(interview)) as Interview, input, facts, now)).toEqual(decision)
      if (decision.kind === 'moved') interview = decision.interview
    }
  }), { numRuns: 200 })
  expect([...seen].sort()).toEqual(['action', 'failed', 'finished', 'wait'])
})

test('a pause and a resume in between change nothing but the time', () => {
  fc.assert(fc.property(soundFlow, anyMoves, (flow, walk) => {
    const facts = world([flow, INNER], [record('C-1'), record('C-2')])
    const started = startInterview({ guid: 'g1', flow: active(flow), recordId: 'C-1', inputs: {}, user: ADA }, facts, NOW)
    if (started.kind !== 'moved') return
    let interview = started.interview
    for (const move of walk) {
      const paused = continueInterview(interview, { kind: 'pause', reason: null, values: {}, letUsersPause: true }, facts, NOW)
      if (paused.kind === 'moved') {
        const resumed = continueInterview(paused.interview, { kind: 'resume' }, facts, NOW)
        expect(resumed).toEqual({ kind: 'moved', interview, effects: [] })
      }
      const decision = continueInterview(interview, inputFor(interview, facts, { ...move, isSound: true }), facts, NOW)
      if (decision.kind === 'moved' && decision.interview.status !== 'PAUSED') interview = decision.interview
    }
  }), { numRuns: 100 })
})

test('any answer to a screen with every kind of field is taken or refused, and what is taken is shown again by Back', () => {
  fc.assert(fc.property(soundFlow, anyMoves, (flow, walk) => {
    const facts = world([flow, INNER], [record('C-1'), record('C-2')])
    const started = startInterview({ guid: 'g1', flow: active(flow), recordId: 'C-1', inputs: {}, user: ADA }, facts, NOW)
    if (started.kind !== 'moved' || walk[0] === undefined) return
    const before = presentScreen(started.interview, facts) as Screen | null
    if (before === null) return
    const submitted = continueInterview(started.interview, { kind: 'submit', revision: 1, values: answersTo(before, { ...walk[0], isSound: true }) }, facts, NOW)
    if (submitted.kind !== 'moved' || submitted.interview.frames.length > 1) return
    const back = continueInterview(submitted.interview, { kind: 'previous', revision: submitted.interview.revision, values: {} }, facts, NOW)
    if (back.kind !== 'moved' || submitted.interview.frames[0]!.visited.at(-1) !== before.apiName) return
    const values = submitted.interview.frames[0]!.values
    const after = presentScreen(back.interview, facts) as Screen
    for (const field of after.fields) if (field.fieldType !== 'PASSWORD' && field.fieldType !== 'DISPLAY_TEXT') expect(field.value).toEqual(field.fieldType === 'CHECKBOX' ? values[field.apiName] ?? false : values[field.apiName])
  }), { numRuns: 300 })
})
