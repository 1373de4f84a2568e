// What a flow gives to whoever called it: the values of its output variables, and nothing else (I10).
import type { FlowDefinition } from '../definition.ts'
import type { Issue } from '../issue.ts'
import type { Json, JsonObject } from '../json.ts'
import { own } from '../read-path.ts'
import { checkValue } from './values.ts'

/** A flow's outputs: its output variables' values (I10). */
export function outputsOf(definition: FlowDefinition, values: JsonObject): JsonObject {
  const outputs = (definition.variables ?? []).filter((variable) => variable.isOutput)
  return Object.fromEntries(outputs.map((variable) => [variable.apiName, own(values, variable.apiName) ?? null]))
}

/**
 * Outputs that somebody else gives in a flow's place, such as the outside system that it asked: the values as its output
 * variables keep them, or every fault at once, each at ["outputs", name]: unknown outputs, wrong types. Any may be left out.
 * As a caller's inputs (`startValues`), they are not converted.
 */
export function givenOutputs(definition: Pick<FlowDefinition, 'apiName' | 'variables'>, outputs: JsonObject): { values: JsonObject } | { issues: readonly Issue[] } {
  const known = new Map((definition.variables ?? []).filter((variable) => variable.isOutput).map((variable) => [variable.apiName, variable]))
  const issues: Issue[] = Object.keys(outputs).filter((name) => !known.has(name))
    .map((name) => ({ path: ['outputs', name], message: `the flow "${definition.apiName}" has no output of this name` }))
  const values: { [name: string]: Json } = {}
  for (const { apiName, dataType, isCollection } of known.values()) {
    const given = own(outputs, apiName)
    if (given === undefined) continue
    const fitted = checkValue(given, dataType, isCollection ?? false)
    if ('fault' in fitted) issues.push({ path: ['outputs', apiName], message: fitted.fault })
    else values[apiName] = fitted.value
  }
  return issues.length > 0 ? { issues } : { values }
}
