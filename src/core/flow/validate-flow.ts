// Whether a flow may become active (D3): every fault at once, each with its path. A draft may be incomplete.
import type { FlowDefinition } from '../definition.ts'
import type { ActiveFlow } from '../facts.ts'
import type { Issue } from '../issue.ts'
import { own } from '../read-path.ts'
import { slotOf } from './assignment-element.ts'
import { CONDITION_MET } from './evaluate.ts'
import { checkLimits, newReport, type Report } from './flow-limits.ts'
import { resourcesOfFlow } from './known-resources.ts'
import { checkElements } from './validate-elements.ts'
import { checkGraph } from './validate-graph.ts'
import { checkMergeFields, type InputSlot } from './validate-operands.ts'
import { checkValue } from './values.ts'
import { namedElement } from './work.ts'

/** What a flow refers to: called flows by API name (null: not active) and registered actions by name. */
export type FlowWorld = {
  flows: { readonly [apiName: string]: ActiveFlow | null }
  actions: { readonly [name: string]: { inputs: readonly Omit<InputSlot, 'isCollection'>[] } }
}

/**
 * Checks a whole flow against what it refers to. Empty: it may become active. `world.flows` should hold what
 * `flowsCalledBy` names; a flow that is missing there counts as not active.
 */
export function validateFlow(definition: FlowDefinition, world: FlowWorld): Issue[] {
  const { issues, report } = newReport()
  checkLimits(definition, report)
  if (issues.some((issue) => issue.path.length === 0)) return issues
  checkVariables(definition, report)
  const typeOf = resourcesOfFlow(definition, world.flows)
  const scope = { definition, world, typeOf, report, isChangedAllowed: definition.flowType === 'EVALUATION' }
  checkMergeFields(scope, definition.interviewLabel, ['interviewLabel'])
  checkElements(scope)
  checkGraph(definition, (flow) => own(world.flows, flow)?.flowType ?? null, report)
  return issues
}

/** Checks what even a draft must keep to: shape, names, sizes. */
export function validateFlowDraft(definition: FlowDefinition): Issue[] {
  const { issues, report } = newReport()
  checkLimits(definition, report)
  return issues
}

/** API names of the flows that a flow calls as subflows, each once. */
export function flowsCalledBy(definition: FlowDefinition): string[] {
  const called = definition.elements.map(namedElement).flatMap((named) => (named?.kind === 'subflow' ? [named.element.flow] : []))
  return [...new Set(called)]
}

function checkVariables(definition: FlowDefinition, report: Report): void {
  const variables = definition.variables ?? []
  variables.forEach((variable, at) => {
    const { dataType, isCollection } = slotOf(variable)
    const fitted = checkValue(variable.default ?? null, dataType, isCollection)
    if ('fault' in fitted) report(['variables', at, 'default'], fitted.fault)
  })
  if (definition.flowType !== 'EVALUATION') return
  const answer = variables.find((variable) => variable.apiName === CONDITION_MET)
  const at = answer ? ['variables', variables.indexOf(answer)] : ['variables']
  if (answer?.dataType !== 'BOOLEAN' || answer.isCollection || !answer.isOutput) report(at, `an evaluation flow needs the BOOLEAN output variable "${CONDITION_MET}"`)
}
