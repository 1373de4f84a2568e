// Small definitions and a small world for tests of the engine: people, groups, queues and flows that every test knows.
import type { FlowDefinition, OrchestrationDefinition, Requirement, StageDefinition, StepDefinition } from '../../src/core/definition.ts'
import type { ActiveFlow, DirectoryEntry, Facts, RecordFacts } from '../../src/core/facts.ts'

/** The time at which tests start. */
export const START = '2030-01-01T08:00:00.000Z'

/** A time some seconds after START. */
export function after(seconds: number): string {
  return new Date(Date.parse(START) + seconds * 1000).toISOString()
}

/** Everybody that work can be given to, by directory key; `any:` keys are made from the same entries. */
export const PEOPLE: readonly DirectoryEntry[] = [
  { kind: 'user', id: 'u-ada', name: 'ada', isActive: true, isSystem: false },
  { kind: 'user', id: 'u-ben', name: 'ben', isActive: true, isSystem: false },
  { kind: 'user', id: 'u-gone', name: 'gone', isActive: false, isSystem: false },
  { kind: 'user', id: 'u-system', name: 'automated.process', isActive: true, isSystem: true },
  { kind: 'group', id: 'g-clerks', name: 'Clerks' },
  { kind: 'queue', id: 'q-tier', name: 'Tier_Two', isRoutable: true },
]

/** The record that runs are about. */
export const RECORD: RecordFacts = { id: 'case-1', objectApiName: 'Case', name: 'Printer is on fire', owner: 'ada', fields: { Status: 'New', Level: 1 } }

/** Flows of every kind; `Broken` can not answer. */
export const FLOWS: readonly FlowDefinition[] = [
  { apiName: 'Review', label: 'Review', flowType: 'SCREEN', start: 'Show', elements: [{ screen: { apiName: 'Show', label: 'Show', fields: [] } }],
    variables: [{ apiName: 'note', dataType: 'STRING', isInput: true, default: '' }, { apiName: 'verdict', dataType: 'STRING', isOutput: true }, { apiName: 'total', dataType: 'NUMBER', isOutput: true }, { apiName: 'Comments', dataType: 'STRING', isOutput: true }] },
  { apiName: 'Sync', label: 'Sync', flowType: 'AUTOLAUNCHED', start: 'Set', elements: [{ assignment: { apiName: 'Set', label: 'Set', assignments: [] } }],
    variables: [{ apiName: 'count', dataType: 'NUMBER', isInput: true, default: 0 }, { apiName: 'total', dataType: 'NUMBER', isOutput: true }] },
  { apiName: 'Is_Urgent', label: 'Is urgent', flowType: 'EVALUATION', start: 'Decide',
    variables: [{ apiName: 'isOrchestrationConditionMet', dataType: 'BOOLEAN', isOutput: true, default: false }, { apiName: 'level', dataType: 'NUMBER', isInput: true, default: 0 }],
    elements: [
      { decision: { apiName: 'Decide', label: 'Decide', outcomes: [{ label: 'High', when: needs({ resource: 'level', operator: 'GREATER_THAN', value: 5 }), next: 'Yes' }] } },
      { assignment: { apiName: 'Yes', label: 'Yes', assignments: [{ to: 'isOrchestrationConditionMet', operator: 'ASSIGN', value: true }] } },
    ] },
  { apiName: 'Has_Changed', label: 'Has changed', flowType: 'EVALUATION', start: 'Decide', variables: [{ apiName: 'isOrchestrationConditionMet', dataType: 'BOOLEAN', isOutput: true, default: false }],
    elements: [
      { decision: { apiName: 'Decide', label: 'Decide', outcomes: [{ label: 'Changed', when: needs({ resource: '$Record.Level', operator: 'IS_CHANGED' }), next: 'Yes' }] } },
      { assignment: { apiName: 'Yes', label: 'Yes', assignments: [{ to: 'isOrchestrationConditionMet', operator: 'ASSIGN', value: true }] } },
    ] },
  { apiName: 'Broken', label: 'Broken', flowType: 'EVALUATION', start: 'Nowhere', elements: [],
    variables: [{ apiName: 'isOrchestrationConditionMet', dataType: 'BOOLEAN', isOutput: true, default: false }] },
]

const ACTIVE = Object.fromEntries(FLOWS.map((definition): [string, ActiveFlow] =>
  [definition.apiName, { apiName: definition.apiName, flowType: definition.flowType, versionId: `${definition.apiName}-v1`, definition }]))

/** Facts in which everybody and every flow has been looked up; `change` replaces some. */
export function facts(change: Partial<Facts> = {}): Facts {
  const directory = Object.fromEntries(PEOPLE.flatMap((entry) => [[`${entry.kind}:${entry.name}`, entry], [`any:${entry.name}`, entry]]))
  return {
    record: RECORD, directory: { ...directory, 'any:nobody': null, 'user:nobody': null }, flows: { ...ACTIVE, Gone: null },
    flowVersions: Object.fromEntries(FLOWS.map((definition) => [`${definition.apiName}-v1`, definition])), records: { [RECORD.id]: RECORD, 'case-404': null }, ...change,
  }
}

/** Requirements that must all hold. */
export function needs(...requirements: Requirement[]): { requirements: readonly Requirement[] } {
  return { requirements }
}

/** An interactive step for ada, of the flow Review. */
export function ask(apiName: string, change: Partial<StepDefinition> = {}): StepDefinition {
  return { apiName, label: `Do ${apiName}`, stepType: 'INTERACTIVE', action: { flow: 'Review' }, assignee: { user: 'ada' }, ...change }
}

/** A background step, of the flow Sync. */
export function work(apiName: string, change: Partial<StepDefinition> = {}): StepDefinition {
  return { apiName, label: `Run ${apiName}`, stepType: 'BACKGROUND', action: { flow: 'Sync' }, ...change }
}

/** An asynchronous background step, of the flow Sync. */
export function wait(apiName: string, change: Partial<StepDefinition> = {}): StepDefinition {
  return work(apiName, { stepType: 'ASYNCHRONOUS_BACKGROUND', ...change })
}

/** A stage of these steps. */
export function stage(apiName: string, steps: readonly StepDefinition[], change: Partial<StageDefinition> = {}): StageDefinition {
  return { apiName, label: `Stage ${apiName}`, steps, ...change }
}

/** An autolaunched orchestration of these stages. */
export function orchestration(stages: readonly StageDefinition[], change: Partial<OrchestrationDefinition> = {}): OrchestrationDefinition {
  return { apiName: 'Handle_Case', label: 'Handle a case', orchestrationType: 'AUTOLAUNCHED', stages, ...change }
}
