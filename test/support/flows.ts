// Small flow definitions and the world around them, for tests of the flow runtime. Parts are given, the rest is filled in.
import type { FlowDefinition, FlowElement, ScreenElement, ScreenFieldDefinition, Variable } from '../../src/core/definition.ts'
import type { ActiveFlow, Facts, RecordFacts } from '../../src/core/facts.ts'
import type { InterviewInput } from '../../src/core/flow/inputs.ts'
import type { Interview } from '../../src/core/flow/interview.ts'
import { continueInterview, startInterview, type InterviewDecision } from '../../src/core/flow/run-interview.ts'
import type { Json, JsonObject } from '../../src/core/json.ts'

/** When tests begin. */
export const NOW = '2031-05-09T08:00:00.000Z'
/** The person whom test interviews run for. */
export const ADA = { id: 'u1', username: 'ada', name: 'Ada Lovelace' }

/** A flow definition that starts with its first element. */
export function flowOf(elements: readonly FlowElement[], rest: Partial<FlowDefinition> = {}): FlowDefinition {
  const first = Object.values(elements[0] ?? {})[0]
  return { apiName: 'main', label: 'Main', flowType: 'SCREEN', elements, start: first?.apiName ?? '', variables: [], ...rest }
}

/** A screen element with its fields. */
export function screen(apiName: string, fields: readonly ScreenFieldDefinition[], rest: Partial<ScreenElement> = {}): FlowElement {
  return { screen: { apiName, label: `Screen ${apiName}`, fields, ...rest } }
}

/** A text field, or whatever `rest` makes of it. */
export function field(apiName: string, rest: Partial<ScreenFieldDefinition> = {}): ScreenFieldDefinition {
  return { apiName, label: apiName, fieldType: 'TEXT', ...rest }
}

/** An assignment element of one ASSIGN. */
export function set(apiName: string, to: string, value: Json, next: string | null = null): FlowElement {
  return { assignment: { apiName, label: apiName, assignments: [{ to, operator: 'ASSIGN', value }], next } }
}

/** A variable that is neither input nor output. */
export function variable(apiName: string, rest: Partial<Variable> = {}): Variable {
  return { apiName, dataType: 'STRING', ...rest }
}

/** A definition as the active version of its flow. */
export function active(definition: FlowDefinition): ActiveFlow {
  return { apiName: definition.apiName, flowType: definition.flowType, versionId: `${definition.apiName}.v1`, definition }
}

/** A record of object Case. */
export function record(id: string, fields: JsonObject = {}, rest: Partial<RecordFacts> = {}): RecordFacts {
  return { id, objectApiName: 'Case', name: `Case ${id}`, owner: 'grace', fields, ...rest }
}

/** A world in which these flows are active and these records exist. */
export function world(flows: readonly FlowDefinition[], records: readonly RecordFacts[] = [], rest: Partial<Facts> = {}): Facts {
  return {
    record: null, directory: { 'user:ada': { kind: 'user', id: 'u1', name: 'ada', isActive: true, isSystem: false }, 'user:nobody': null },
    flows: Object.fromEntries(flows.map((flow) => [flow.apiName, active(flow)])),
    flowVersions: Object.fromEntries(flows.map((flow) => [active(flow).versionId, flow])),
    records: Object.fromEntries(records.map((known) => [known.id, known])), ...rest,
  }
}

/** Starts the first of the world's flows, or the one given. */
export function start(facts: Facts, flow: FlowDefinition, inputs: JsonObject = {}, recordId: string | null = null): Interview {
  return moved(startInterview({ guid: 'g1', flow: active(flow), recordId, inputs, user: ADA }, facts, NOW))
}

/** Moves an interview on and expects it to move. */
export function next(interview: Interview, input: InterviewInput, facts: Facts, now: string = NOW): Interview {
  return moved(continueInterview(interview, input, facts, now))
}

/** Submits the screen shown. */
export function submit(interview: Interview, values: JsonObject, facts: Facts): Interview {
  return next(interview, { kind: 'submit', revision: interview.revision, values }, facts)
}

/** The interview of a decision that moved; fails the test where it did not. */
export function moved(decision: InterviewDecision): Interview {
  if (decision.kind !== 'moved') throw new Error(`expected the interview to move: ${JSON.stringify(decision)}`)
  return decision.interview
}
