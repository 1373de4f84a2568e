// The inputs that a flow or an orchestration is started with, against its input variables.
import type { Variable } from '../definition.ts'
import type { Issue } from '../issue.ts'
import type { Json, JsonObject } from '../json.ts'
import { own } from '../read-path.ts'
import { checkValue, fitValue } from './values.ts'

/** What has variables to start with. */
export type Starting = { apiName: string; variables?: readonly Variable[] | null }

/** Whether a caller must give this variable: an input without a default. A default of null is a default. */
export function isRequiredInput(variable: Variable): boolean {
  return variable.isInput === true && variable.default === undefined
}

/**
 * The values that the variables start with: inputs, else defaults, else null; or every fault at once, each at
 * ["inputs", name]: unknown inputs, missing required ones, wrong types. `converts` is for values read from resources: it
 * also takes what `fitValue` converts, and null for a required input, since a resource may be empty.
 */
export function startValues(definition: Starting, inputs: JsonObject, converts: boolean, noun: 'flow' | 'orchestration' = 'flow'): { values: JsonObject } | { issues: readonly Issue[] } {
  const variables = definition.variables ?? []
  const known = new Map(variables.filter((variable) => variable.isInput).map((variable) => [variable.apiName, variable]))
  const issues: Issue[] = Object.keys(inputs).filter((name) => !known.has(name))
    .map((name) => ({ path: ['inputs', name], message: `the ${noun} "${definition.apiName}" has no input of this name` }))
  const values: { [name: string]: Json } = {}
  for (const variable of variables) {
    const given = variable.isInput ? own(inputs, variable.apiName) : undefined
    if (isRequiredInput(variable) && (given === undefined || (given === null && !converts))) {
      issues.push({ path: ['inputs', variable.apiName], message: `the ${noun} "${definition.apiName}" needs this input` })
    }
    const fitted = (converts ? fitValue : checkValue)(given === undefined ? variable.default ?? null : given, variable.dataType, variable.isCollection ?? false)
    if ('fault' in fitted) issues.push({ path: ['inputs', variable.apiName], message: fitted.fault })
    else values[variable.apiName] = fitted.value
  }
  return issues.length > 0 ? { issues } : { values }
}

/** The records that a caller's inputs name, by input: those of type RECORD, lists of them too. What is of another type names none. */
export function recordsGiven({ variables }: Starting, inputs: JsonObject): readonly { input: string; recordIds: readonly string[] }[] {
  return (variables ?? []).filter(({ isInput, dataType }) => isInput && dataType === 'RECORD').flatMap(({ apiName, dataType, isCollection = false }) => {
    const fitted = checkValue(own(inputs, apiName) ?? null, dataType, isCollection ?? false)
    const recordIds = 'value' in fitted ? [fitted.value].flat().filter((id) => typeof id === 'string') : []
    return recordIds.length === 0 ? [] : [{ input: apiName, recordIds }]
  })
}

/** Faults of inputs in one line: each with the name of its input. */
export function inWords(issues: readonly Issue[]): string {
  return issues.map(({ path, message }) => `${path[1]!}: ${message}`).join('; ')
}
