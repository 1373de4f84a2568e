// What each field type takes (rule I2).
import { describe, expect, test } from 'vitest'
import type { ScreenFieldDefinition, ScreenFieldType } from '../../../src/core/definition.ts'
import { continueInterview } from '../../../src/core/flow/run-interview.ts'
import type { Json, JsonObject } from '../../../src/core/json.ts'
import { field, flowOf, NOW, screen, start, world } from '../../support/flows.ts'

const choices = [{ label: 'One', value: 1 }, { label: 'Two', value: 'two' }, { label: 'Yes', value: true }]

/** What a screen of these fields makes of an answer: the values taken, or the faults by field. */
function answer(fields: readonly ScreenFieldDefinition[], values: JsonObject): unknown {
  const flow = flowOf([screen('s', fields, { next: 't' }), screen('t', [])])
  const facts = world([flow])
  const decision = continueInterview(start(facts, flow), { kind: 'submit', revision: 1, values }, facts, NOW)
  if (decision.kind === 'moved') return decision.interview.frames[0]!.values
  if (decision.kind === 'refused' && decision.refusal.kind === 'invalidValues') {
    const grouped = new Map<string, string[]>()
    for (const { path, message } of decision.refusal.issues) grouped.set(path[1]!, [...(grouped.get(path[1]!) ?? []), message])
    return { faults: Object.fromEntries(grouped) }
  }
  throw new Error(JSON.stringify(decision))
}
const one = (fieldType: ScreenFieldType, value: Json, rest: Partial<ScreenFieldDefinition> = {}) => answer([field('f', { fieldType, ...rest })], { f: value }) as { f?: Json; faults?: { f: string[] } }

test.each<[ScreenFieldType, Json, Json?]>([
  ['TEXT', 'hello'], ['TEXT', 'x'.repeat(100_000)], ['LONG_TEXT', 'a\nb'], ['PASSWORD', 'hunter2'], ['NUMBER', -1.5], ['CURRENCY', 12.5],
  ['DATE', '2024-02-29'], ['DATE_TIME', '2024-02-29T12:00:00+02:00', '2024-02-29T10:00:00.000Z'], ['DATE_TIME', '2024-02-29T12:00Z', '2024-02-29T12:00:00.000Z'],
  ['CHECKBOX', true], ['CHECKBOX', false], ['CHECKBOX', null, false], ['EMAIL', 'ada.l+x@mail.example.com'], ['PHONE', '+49 (30) 123-4567'], ['URL', 'https://example.com/a?b=c#d'],
  ['TEXT', '', null], ['NUMBER', '', null], ['NUMBER', null, null],
])('%s takes %j', (fieldType, value, kept = value) => {
  expect(one(fieldType, value).f).toEqual(kept)
})

test.each<[ScreenFieldType, Json]>([
  ['TEXT', 5], ['TEXT', ['a']], ['TEXT', 'x'.repeat(100_001)], ['TEXT', 'a\0b'], ['TEXT', '\ud800'], ['LONG_TEXT', true], ['PASSWORD', {}],
  ['NUMBER', '12'], ['NUMBER', true], ['CURRENCY', '12.50'], ['DATE', '2023-02-29'], ['DATE', '0000-01-01'], ['DATE', '09.05.2031'], ['DATE', '2024-02-29T00:00:00Z'],
  ['DATE_TIME', '2024-02-30T12:00:00Z'], ['DATE_TIME', '2024-02-29'], ['DATE_TIME', '2024-02-29T12:00:00'], ['DATE_TIME', '2024-02-29T25:00:00Z'], ['DATE_TIME', '2024-02-29T24:00:00Z'],
  ['CHECKBOX', 'true'], ['CHECKBOX', 1], ['EMAIL', 'ada'], ['EMAIL', 'ada@localhost'], ['EMAIL', 'a b@example.com'], ['PHONE', 'call me'], ['PHONE', '++'],
  ['URL', 'example.com'], ['URL', 'javascript:alert(1)'], ['URL', 'https://'], ['DISPLAY_TEXT', 'x'],
])('%s refuses %j', (fieldType, value) => {
  expect(one(fieldType, value).faults?.f).toHaveLength(1)
})

test.each([Infinity, -Infinity, NaN])('numbers are finite: %d is refused', (value) => {
  for (const fieldType of ['NUMBER', 'CURRENCY'] as const) expect(one(fieldType, value, { isRequired: true }).faults).toEqual({ f: ['must not hold numbers that are not finite'] })
})

describe('choices', () => {
  test.each<[ScreenFieldType, Json, boolean]>([
    ['PICKLIST', 1, true], ['PICKLIST', '1', false], ['RADIO_BUTTONS', 'two', true], ['RADIO_BUTTONS', 'three', false], ['PICKLIST', true, true], ['PICKLIST', [1], false],
    ['MULTI_SELECT_PICKLIST', [1, 'two'], true], ['MULTI_SELECT_PICKLIST', [], true], ['MULTI_SELECT_PICKLIST', [1, 1], false], ['MULTI_SELECT_PICKLIST', [2], false], ['MULTI_SELECT_PICKLIST', 'two', false],
  ])('%s of %j: %s', (fieldType, value, isTaken) => {
    expect(one(fieldType, value, { choices }).faults === undefined).toBe(isTaken)
  })
})

describe('required fields', () => {
  test.each<[ScreenFieldType, Json]>([['TEXT', ''], ['TEXT', null], ['TEXT', ' \t'], ['LONG_TEXT', '\n '], ['NUMBER', null], ['MULTI_SELECT_PICKLIST', []]])('%s refuses %j', (fieldType, value) => {
    expect(one(fieldType, value, { isRequired: true, choices: fieldType === 'MULTI_SELECT_PICKLIST' ? choices : null }).faults).toEqual({ f: ['is required'] })
  })
  test('spaces are a text where none is required, and a password', () => {
    expect([one('TEXT', '  ').f, one('PASSWORD', '  ', { isRequired: true }).f]).toEqual(['  ', '  '])
  })
  test('zero is a value', () => {
    expect(one('NUMBER', 0, { isRequired: true }).f).toBe(0)
  })
  test('a checkbox that isn\'t ticked is answered by false, touched or not; a schema can ask that it is ticked', () => {
    for (const untouched of [false, null, '']) expect(one('CHECKBOX', untouched, { isRequired: true }).f).toBe(false)
    expect(answer([field('f', { fieldType: 'CHECKBOX', isRequired: true })], {})).toEqual({ f: false })
    const consent = { isRequired: true, validation: { const: true } }
    for (const untouched of [false, null]) expect(one('CHECKBOX', untouched, consent).faults).toEqual({ f: ['must be equal to constant'] })
    expect(one('CHECKBOX', true, consent).f).toBe(true)
  })
  test('conditions read false of a checkbox that isn\'t ticked', () => {
    const fields = [field('isNew', { fieldType: 'CHECKBOX' }), field('number', { isRequired: true, visibleWhen: { requirements: [{ resource: 'isNew', operator: 'EQUALS', value: false }] } })]
    expect(answer(fields, {})).toEqual({ faults: { number: ['is required'] } })
    expect(answer(fields, { isNew: true })).toEqual({ isNew: true, number: null })
  })
})

describe('JSON Schema', () => {
  test('names every fault, with formats', () => {
    expect(one('TEXT', 'ab', { validation: { minLength: 3, pattern: '^[0-9]+$' } }).faults!.f).toEqual(['must NOT have fewer than 3 characters', 'must match pattern "^[0-9]+$"'])
    expect(one('TEXT', 'x', { validation: { format: 'uuid' } }).faults!.f).toEqual(['must match format "uuid"'])
    expect(one('NUMBER', 7, { validation: { multipleOf: 7, $schema: 'http://json-schema.org/draft-07/schema#' } }).f).toBe(7)
  })
  const DRAFTS = ['http://json-schema.org/draft-07/schema#', 'https://json-schema.org/draft/2020-12/schema']
  test.each([
    [0.01, 19.99], [0.01, 0.07], [0.01, 0.29], [0.01, 4.35], [0.01, 1.15], [0.01, 8.2], [0.01, -19.99], [0.01, 0], [0.01, 1234567.89], [0.01, 98_765_432_101.23], [0.1, 0.3], [0.05, 1.15], [2.5, 1e21], [1e-7, 3e-7],
  ])('multiples of %d are what they are in decimals: %d is one', (multipleOf, value) => {
    for (const draft of DRAFTS) expect(one('CURRENCY', value, { validation: { multipleOf, $schema: draft } }).f).toBe(value)
  })
  test.each([[0.01, 19.995], [0.01, 19.990000001], [0.01, 98_765_432_101.234], [0.1, 0.35], [0.05, 1.16], [7, 8], [1, 1e-300]])('multiples of %d are no others: %d is refused', (multipleOf, value) => {
    for (const draft of DRAFTS) expect(one('CURRENCY', value, { validation: { multipleOf, $schema: draft } }).faults!.f).toEqual([`must be multiple of ${multipleOf}`])
  })
  test('does not look at an empty value', () => {
    expect(one('TEXT', null, { validation: { minLength: 3 } }).f).toBe(null)
  })
})

describe('hidden fields', () => {
  const fields = [
    field('kind'), field('why', { isRequired: true, visibleWhen: { requirements: [{ resource: 'kind', operator: 'EQUALS', value: 'other' }] } }),
    field('more', { isRequired: true, visibleWhen: { requirements: [{ resource: 'why', operator: 'IS_NULL', value: false }] } }),
  ]
  test('are not required, and their values are dropped', () => {
    expect(answer(fields, { kind: 'plain', why: 'because', more: 'x' })).toEqual({ kind: 'plain', why: null, more: null })
  })
  test('are decided with the values submitted; a hidden one counts as empty for others', () => {
    expect(answer(fields, { kind: 'other' })).toEqual({ faults: { why: ['is required'] } })
    expect(answer(fields, { kind: 'other', why: 'because' })).toEqual({ faults: { more: ['is required'] } })
    expect(answer(fields, { kind: 'other', why: 'because', more: 'x' })).toEqual({ kind: 'other', why: 'because', more: 'x' })
  })
  test('faulty values of hidden fields do not matter', () => {
    expect(answer([field('kind'), field('n', { fieldType: 'NUMBER', visibleWhen: { requirements: [{ resource: 'kind', operator: 'EQUALS', value: 'n' }] } })], { kind: 'x', n: 'many' })).toEqual({ kind: 'x', n: null })
  })
})

test('unknown fields are refused, also those named like what every object has', () => {
  expect(answer([field('a')], { a: 'x', constructor: 'y', toString: 'z' })).toMatchObject({ faults: { constructor: [expect.any(String)], toString: [expect.any(String)] } })
})
