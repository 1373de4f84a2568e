// Random flows that are sound enough to become active, and random ways to go through them, for property tests.
import fc from 'fast-check'
import type { Assignment, FlowDefinition, FlowElement, FlowType, Requirement, ScreenFieldDefinition, ScreenFieldType, Variable } from '../../src/core/definition.ts'
import { exitsOf } from '../../src/core/flow/validate-graph.ts'
import { namedElement } from '../../src/core/flow/work.ts'
import type { Json, JsonObject } from '../../src/core/json.ts'
import { flowOf } from './flows.ts'

const VARIABLES: readonly Variable[] = [
  { apiName: 'text', dataType: 'STRING', isInput: true, isOutput: true, default: 'start' }, { apiName: 'count', dataType: 'NUMBER', isOutput: true },
  { apiName: 'flag', dataType: 'BOOLEAN', isInput: true, default: null }, { apiName: 'day', dataType: 'DATE', default: '2031-01-31' }, { apiName: 'at', dataType: 'DATE_TIME', default: '2031-05-09T20:00:00Z' },
  { apiName: 'list', dataType: 'STRING', isCollection: true, isOutput: true }, { apiName: 'json', dataType: 'JSON', isOutput: true }, { apiName: 'ref', dataType: 'RECORD', default: 'C-1' },
]
const RESOURCES = ['text', 'count', 'flag', 'day', 'at', 'list', 'json', 'json.part', 'list.0', 'ref', '$Record', '$Record.Status', '$Record.Name', '$Flow.CurrentRecord', '$Flow.FaultMessage', '$Flow.CurrentDateTime', '$User.Name']

/** Values that forms, actions and callers might send, sound and unsound. */
export const anyValue: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, '', 'a', 'x'.repeat(200), '12', 0, -1.5, 1e300, true, false, '2031-05-09', '2031-05-09T08:00:00Z', 'ada@example.com', 'https://example.com', 'a\0b', '\ud800', [], ['a', 'b'], { part: 1 }, JSON.parse('{"__proto__": {"part": 1}}') as Json),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
).map((value) => JSON.parse(JSON.stringify(value)) as Json) // as it comes over the wire: without -0

const assignment: fc.Arbitrary<Assignment> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<Assignment>(
    { to: 'count', operator: 'ADD', value: 1 }, { to: 'count', operator: 'SUBTRACT', resource: 'count' }, { to: 'text', operator: 'ADD', resource: 'text' }, { to: 'day', operator: 'ADD', value: 40 },
    { to: 'at', operator: 'ASSIGN', resource: '$Flow.CurrentDateTime' }, { to: 'at', operator: 'SUBTRACT', resource: 'count' }, { to: 'list', operator: 'APPEND', resource: 'list' }, { to: 'list', operator: 'ADD', value: 'x' },
    { to: 'json', operator: 'APPEND', resource: 'json' }, { to: 'json', operator: 'ASSIGN', value: [] }, { to: '$Flow.CurrentRecord', operator: 'ASSIGN', resource: 'ref' }, { to: 'ref', operator: 'ASSIGN', value: 'C-2' }) },
  { weight: 1, arbitrary: fc.record({ to: fc.constantFrom('text', 'json'), operator: fc.constant('ASSIGN' as const), resource: fc.constantFrom(...RESOURCES) }) },
)
const requirement: fc.Arbitrary<Requirement> = fc.record({
  resource: fc.constantFrom(...RESOURCES), operator: fc.constantFrom('EQUALS', 'NOT_EQUALS', 'LESS_THAN', 'CONTAINS'), valueResource: fc.constantFrom(...RESOURCES),
})
const condition = fc.record({ requirements: fc.array(requirement, { minLength: 1, maxLength: 3 }), logic: fc.constantFrom('AND', 'OR', null) })

const FIELD_TYPES: readonly ScreenFieldType[] = ['TEXT', 'LONG_TEXT', 'NUMBER', 'CURRENCY', 'DATE', 'DATE_TIME', 'CHECKBOX', 'PICKLIST', 'MULTI_SELECT_PICKLIST', 'RADIO_BUTTONS', 'EMAIL', 'PHONE', 'URL', 'PASSWORD', 'DISPLAY_TEXT']
const fieldPart = fc.record({
  fieldType: fc.constantFrom(...FIELD_TYPES), isRequired: fc.boolean(), visibleWhen: fc.option(condition, { freq: 3 }), hasSchema: fc.boolean(),
})

function fieldFrom(part: { fieldType: ScreenFieldType; isRequired: boolean; visibleWhen: ScreenFieldDefinition['visibleWhen']; hasSchema: boolean }, apiName: string): ScreenFieldDefinition {
  const { fieldType, visibleWhen } = part
  const choices = ['PICKLIST', 'MULTI_SELECT_PICKLIST', 'RADIO_BUTTONS'].includes(fieldType) ? [{ label: 'A {!count}', value: 'a' }, { label: 'B', value: 12 }] : null
  const isText = fieldType === 'DISPLAY_TEXT'
  return {
    apiName, label: `{!text} of ${apiName}`, fieldType, visibleWhen, choices, displayText: isText ? 'Now {!json}' : null,
    isRequired: isText ? false : part.isRequired, ...(part.hasSchema && !isText ? { validation: { not: { const: 'b' } } } : {}),
  }
}

type Part = { kind: string; next: number; other: number; fields: Parameters<typeof fieldFrom>[0][]; assignments: Assignment[]; condition: DecisionCondition; allowBack: boolean; allowPause: boolean; hasFaultPath: boolean }
type DecisionCondition = { requirements: Requirement[]; logic: string | null }

function elementFrom(part: Part, at: number, count: number): FlowElement {
  const target = (number: number): string | null => (number >= count ? null : `e${number}`)
  const named = { apiName: `e${at}`, label: `Element ${at}` }
  const next = target(part.next)
  switch (part.kind) {
    case 'screen': return { screen: { ...named, fields: part.fields.map((field, fieldAt) => fieldFrom(field, fieldAt === 0 && field.fieldType === 'NUMBER' && at === 0 ? 'count' : `f${at}x${fieldAt}`)), allowBack: part.allowBack, allowPause: part.allowPause, next } }
    case 'assignment': return { assignment: { ...named, assignments: part.assignments, next } }
    case 'decision': return { decision: { ...named, outcomes: [{ label: 'yes', when: part.condition, next }], default: target(part.other) } }
    case 'action': return { action: { ...named, action: 'act', inputs: [{ name: 'any', resource: 'json' }], output: 'json', next, onFault: part.hasFaultPath ? target(part.other) : null } }
    case 'updateRecord': return { updateRecord: { ...named, record: part.allowBack ? '$Record' : 'ref', fields: [{ name: 'Status', resource: 'text' }], next } }
    case 'wait': return { wait: { ...named, ...(part.allowBack ? { seconds: 60 } : { untilResource: 'at' }), next } }
    default: return { subflow: { ...named, flow: 'inner', inputs: [{ name: 'text', resource: 'text' }], output: 'json', next } }
  }
}

/** A random screen flow; elements that nothing leads to are left out. It may still be endless, so it has to be validated. */
export const anyFlow = flowsOf('SCREEN', ['screen', 'screen', 'screen', 'assignment', 'decision', 'action', 'updateRecord', 'wait', 'subflow'])
/** A random flow that runs without people; to be validated as well. */
export const anyAutolaunchedFlow = flowsOf('AUTOLAUNCHED', ['assignment', 'decision', 'action', 'updateRecord', 'wait', 'subflow'])

function flowsOf(flowType: FlowType, kinds: readonly string[]): fc.Arbitrary<FlowDefinition> {
  const parts = fc.array(fc.record<Part>({
    kind: fc.constantFrom(...kinds), next: fc.nat(8), other: fc.nat(8),
    fields: fc.array(fieldPart, { maxLength: 4 }), assignments: fc.array(assignment, { minLength: 1, maxLength: 3 }), condition,
    allowBack: fc.boolean(), allowPause: fc.boolean(), hasFaultPath: fc.boolean(),
  }), { minLength: 1, maxLength: 8, size: 'max' })
  return parts.map((some) => flowOf(reachedOf(some.map((part, at) => elementFrom(part, at, some.length))), { flowType, interviewLabel: 'Of {!text}', variables: VARIABLES }))
}

function reachedOf(elements: readonly FlowElement[]): FlowElement[] {
  const reached = new Set<string>()
  const visit = (name: string): void => {
    const element = elements.map(namedElement).find((each) => each?.element.apiName === name)
    if (!element || reached.has(name)) return
    reached.add(name)
    for (const exit of exitsOf(element)) if (exit.to !== null) visit(exit.to)
  }
  visit('e0')
  return elements.filter((element) => reached.has(namedElement(element)!.element.apiName))
}

/** The subflow that random autolaunched flows call: it waits, and has an output. */
export const SILENT_INNER: FlowDefinition = flowOf([{ wait: { apiName: 'rest', label: 'Rest', seconds: 60 } }], {
  apiName: 'inner', flowType: 'AUTOLAUNCHED', variables: [{ apiName: 'text', dataType: 'STRING', isInput: true }, { apiName: 'reply', dataType: 'STRING', isOutput: true, default: 'rested' }],
})

/** The subflow that random screen flows call: one screen and an output. */
export const INNER: FlowDefinition = flowOf([{ screen: { apiName: 'ask', label: 'Ask', fields: [{ apiName: 'reply', label: 'Reply', fieldType: 'TEXT' }], allowPause: true } }], {
  apiName: 'inner', variables: [{ apiName: 'text', dataType: 'STRING', isInput: true }, { apiName: 'reply', dataType: 'STRING', isOutput: true }],
})

/** One step of a random walk: what to try, and values to try it with. */
export type Move = { choice: number; answers: readonly Json[]; extra: JsonObject; value: Json; isSound: boolean }

/** Random steps through an interview. */
export const anyMoves: fc.Arbitrary<Move[]> = fc.array(fc.record({
  choice: fc.nat(9), answers: fc.array(anyValue, { minLength: 5, maxLength: 5 }), extra: fc.dictionary(fc.string({ maxLength: 5 }), anyValue, { maxKeys: 1 }) as fc.Arbitrary<JsonObject>, value: anyValue, isSound: fc.boolean(),
}), { minLength: 3, maxLength: 14, size: 'max' })
