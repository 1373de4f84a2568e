// What a flow gives to whoever called it: the values of its output variables (I10).
import type { FlowDefinition, Variable } from '../definition.ts'
import type { Issue } from '../issue.ts'
import type { Json, JsonObject } from '../json.ts'
import { own } from '../read-path.ts'
import { checkValue } from './values.ts'

/** A flow's outputs: its output variables' values (I10). */
export function outputsOf(definition: FlowDefinition, values: JsonObject): JsonObject {
  return Object.fromEntries(outputVariables(definition).map((variable) => [variable.apiName, own(values, variable.apiName) ?? null]))
}

/**
 * Outputs that somebody else gives in a flow's place, such as the outside system that it asked: what has the name of an output
 * variable, as that keeps it; what has another name, as it is, since whoever answers may know more than the flow. Answers with
 * every fault at once, each at ["outputs", name], where a value is not of its variable's type, on which later steps rely. Any
 * may be left out. As a caller's inputs (`startValues`), they are not converted.
 */
export function givenOutputs(definition: Pick<FlowDefinition, 'variables'>, outputs: JsonObject): { values: JsonObject } | { issues: readonly Issue[] } {
  const known = new Map(outputVariables(definition).map((variable) => [variable.apiName, variable]))
  const issues: Issue[] = []
  const values = Object.entries(outputs).map(([name, given]): [string, Json] => {
    const variable = known.get(name)
    if (variable === undefined) return [name, given]
    const fitted = checkValue(given, variable.dataType, variable.isCollection ?? false)
    if ('value' in fitted) return [name, fitted.value]
    issues.push({ path: ['outputs', name], message: fitted.fault })
    return [name, null]
  })
  return issues.length > 0 ? { issues } : { values: Object.fromEntries(values) }
}

/** As `givenOutputs`, of what a flow is to have given itself: one of another name than its output variables have is a fault too. */
export function ownOutputs(definition: Pick<FlowDefinition, 'apiName' | 'variables'>, outputs: JsonObject): ReturnType<typeof givenOutputs> {
  const names = outputVariables(definition).map(({ apiName }) => apiName)
  const unknown = Object.keys(outputs).filter((name) => !names.includes(name))
    .map((name) => ({ path: ['outputs', name], message: `the flow "${definition.apiName}" has no such output; it has ${names.join(', ') || 'none'}` }))
  const given = givenOutputs(definition, outputs)
  return unknown.length === 0 ? given : { issues: [...unknown, ...('issues' in given ? given.issues : [])] }
}

function outputVariables({ variables }: Pick<FlowDefinition, 'variables'>): readonly Variable[] {
  return (variables ?? []).filter((variable) => variable.isOutput)
}
