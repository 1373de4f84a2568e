// What type a resource of an orchestration has, as far as its definition tells: for checking it before anything runs.
import type { DataType, OrchestrationDefinition, StageDefinition, StepDefinition, Variable } from './definition.ts'
import type { Facts } from './facts.ts'
import { isOfRecord, own } from './read-path.ts'
import { STAGE_STATUSES, STEP_STATUSES } from './status-table.ts'

/** `dataType` null: only known when it runs. `statuses`: the only texts that it can hold. */
export type ResourceType = { dataType: DataType | null; isCollection: boolean; statuses?: readonly string[] }

/** The type of a resource, or a text where there is no such resource. */
export type TypeOf = (resource: string) => ResourceType | string

/** Types of what conditions and inputs in a stage may read; `stage` null: where no stage is under way. */
export function resourceTypes(definition: OrchestrationDefinition, stage: StageDefinition | null, flows: Facts['flows']): TypeOf {
  return (resource) => {
    if (resource.startsWith('$')) return globalType(resource)
    const [head, ...parts] = resource.split('.') as [string, ...string[]]
    const variable = definition.variables?.find((one) => one.apiName === head)
    if (variable) return variableType(variable, parts, resource)
    const here = stage?.steps.filter((step) => step.apiName === head) ?? []
    const steps = here.length > 0 ? here : definition.stages.flatMap((one) => one.steps).filter((step) => step.apiName === head)
    const isStage = definition.stages.some((one) => one.apiName === head)
    if (steps.length === 0 && !isStage) return `there is no variable, step or stage "${head}"`
    if (parts.length === 1 && parts[0] === 'Status') return { ...TEXT, statuses: Object.keys(steps.length > 0 ? STEP_STATUSES : STAGE_STATUSES) }
    if (parts[0] === 'Outputs' && steps.length > 0) return outputType(steps, parts.slice(1), flows)
    return `"${resource}" can't be read; of a ${steps.length > 0 ? 'step there are Status and Outputs' : 'stage there is Status'}`
  }
}

/** Types of what may be read where there is only a record: in a trigger's condition. */
export function recordTypes(resource: string): ResourceType | string {
  return isOfRecord(resource) ? globalType(resource) : `only $Record can be read here, not "${resource}"`
}

const TEXT: ResourceType = { dataType: 'STRING', isCollection: false }
const ANY: ResourceType = { dataType: null, isCollection: false }

function globalType(resource: string): ResourceType | string {
  switch (resource) {
    case '$Record': case '$Record.Id': return { dataType: 'RECORD', isCollection: false }
    case '$Record.Name': case '$Record.Owner': case '$Orchestration.Instance': return TEXT
    default: return /^\$Record\.[^.]/.test(resource) ? ANY : `there is no resource "${resource}"`
  }
}

function variableType({ dataType, isCollection }: Variable, parts: readonly string[], resource: string): ResourceType | string {
  if (parts.length === 0) return { dataType, isCollection: isCollection ?? false }
  return dataType === 'JSON' || isCollection ? ANY : `"${resource}" can't be read: the variable has no parts`
}

function outputType(steps: readonly StepDefinition[], [name, ...rest]: readonly string[], flows: Facts['flows']): ResourceType | string {
  if (name === undefined) return { dataType: 'JSON', isCollection: false }
  // What a flow that isn't there would give is not known.
  if (steps.some((step) => !own(flows, step.action.flow))) return ANY
  for (const step of steps) {
    const output = own(flows, step.action.flow)!.definition.variables?.find((one) => one.isOutput && one.apiName === name)
    if (output) return variableType(output, rest, [name, ...rest].join('.'))
  }
  // Whoever answers an asynchronous step may give it others than its flow has.
  return steps.some(({ stepType }) => stepType === 'ASYNCHRONOUS_BACKGROUND') ? ANY : `the flow ${steps[0]!.action.flow} has no output "${name}"`
}
