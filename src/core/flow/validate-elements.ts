// Elements other than screens, checked before their flow may become active (D3).
import type { ActionElement, Assignment, FlowDefinition, SubflowElement, UpdateRecordElement, WaitElement } from '../definition.ts'
import { own } from '../read-path.ts'
import { recordNameFault } from '../record-rules.ts'
import { takesOperator } from './assign.ts'
import { CURRENT_RECORD, slotOf } from './assignment-element.ts'
import { isRequiredInput } from './check-inputs.ts'
import { elementPath, type Path } from './flow-limits.ts'
import { mayCall } from './run-elements.ts'
import type { FlowWorld } from './validate-flow.ts'
import { checkInputs, checkOperand, checkRequirements, type InputSlot, type OperandScope } from './validate-operands.ts'
import { checkScreenElement } from './validate-screen.ts'
import { namedElement, variableOf, type NamedElement } from './work.ts'

/** Longest wait in seconds: ten years. */
export const MAX_WAIT_SECONDS = 315_360_000

/** What elements are checked with. */
export type ElementScope = OperandScope & { definition: FlowDefinition; world: FlowWorld }

/** Checks one element with all that it refers to but where it leads. */
export function checkElement(scope: ElementScope, named: NamedElement, path: Path): void {
  const { definition, report } = scope
  const fault = typeFault(definition, named)
  if (fault !== null) report(path, fault)
  switch (named.kind) {
    case 'screen': return checkScreenElement(scope, definition, named.element, path)
    case 'assignment': return named.element.assignments.forEach((assignment, at) => checkAssignment(scope, assignment, [...path, 'assignments', at]))
    case 'decision':
      if (named.element.outcomes.length === 0) report([...path, 'outcomes'], 'a decision needs at least one outcome')
      return named.element.outcomes.forEach((outcome, at) => checkRequirements(scope, outcome.when, [...path, 'outcomes', at, 'when']))
    case 'action': return checkAction(scope, named.element, path)
    case 'subflow': return checkSubflow(scope, named.element, path)
    case 'updateRecord': return checkUpdate(scope, named.element, path)
    case 'wait': return checkWait(scope, named.element, path)
  }
}

// D1: which elements a flow of a type may have.
function typeFault({ flowType }: FlowDefinition, { kind }: NamedElement): string | null {
  if (kind === 'screen' && flowType !== 'SCREEN') return `a flow of type ${flowType} has no screens`
  if (flowType !== 'EVALUATION' || kind === 'assignment' || kind === 'decision' || kind === 'subflow') return null
  return 'an evaluation flow has only assignments, decisions and subflows'
}

function checkAssignment(scope: ElementScope, { to, operator, value, resource }: Assignment, path: Path): void {
  if (to === CURRENT_RECORD) {
    if (operator !== 'ASSIGN') scope.report([...path, 'operator'], `${CURRENT_RECORD} takes only ASSIGN`)
    return checkOperand(scope, { value, resource }, { dataType: 'RECORD', isCollection: false }, path)
  }
  const variable = variableOf(scope.definition, to)
  if (variable === null) {
    scope.report([...path, 'to'], `there is no variable "${to}"`)
    return checkOperand(scope, { value, resource }, null, path)
  }
  const slot = slotOf(variable)
  if (!takesOperator(operator, slot)) {
    scope.report([...path, 'operator'], `${operator} can't be used on "${to}", which is ${slot.isCollection ? 'a list ' : ''}of type ${slot.dataType}`)
    return checkOperand(scope, { value, resource }, null, path)
  }
  if (operator === 'ASSIGN') return checkOperand(scope, { value, resource }, slot, path)
  if (slot.dataType === 'JSON') return checkOperand(scope, { value, resource }, null, path)
  if (!slot.isCollection) return checkOperand(scope, { value, resource }, { dataType: slot.dataType === 'STRING' ? 'STRING' : 'NUMBER', isCollection: false }, path)
  const isList = resource ? isListResource(scope, resource) : Array.isArray(value)
  checkOperand(scope, { value, resource }, { ...slot, isCollection: isList }, path)
}

function isListResource(scope: ElementScope, resource: string): boolean {
  const type = scope.typeOf(resource)
  return typeof type !== 'string' && type.isCollection
}

function checkAction(scope: ElementScope, element: ActionElement, path: Path): void {
  const action = own(scope.world.actions, element.action)
  if (action === undefined) scope.report([...path, 'action'], `there is no action "${element.action}"`)
  const taken = action?.inputs.map((input): InputSlot => ({ isCollection: false, ...input }))
  checkInputs(scope, element.inputs ?? [], taken ?? null, [...path, 'inputs'])
  checkOutput(scope, element.output, 'result', path)
}

// Results and outputs have parts of any kind, so only a JSON variable takes them.
function checkOutput({ definition, report }: ElementScope, output: string | null | undefined, what: 'result' | 'outputs', path: Path): void {
  if (!output) return
  const variable = variableOf(definition, output)
  if (variable === null) report([...path, 'output'], `there is no variable "${output}"`)
  else if (variable.dataType !== 'JSON' || variable.isCollection) report([...path, 'output'], `"${output}" takes the ${what} as JSON, but is ${variable.isCollection ? 'a list ' : ''}of type ${variable.dataType}`)
}

function checkSubflow(scope: ElementScope, element: SubflowElement, path: Path): void {
  const { definition, world, report } = scope
  const flow = own(world.flows, element.flow) ?? null
  if (element.flow === definition.apiName) report([...path, 'flow'], 'a flow can\'t call itself')
  else if (flow === null) report([...path, 'flow'], `there is no active flow "${element.flow}"`)
  else if (!mayCall(definition.flowType, flow.flowType)) report([...path, 'flow'], `a flow of type ${definition.flowType} can't call "${element.flow}", which is of type ${flow.flowType}`)
  else if (definition.flowType === 'EVALUATION' && hasEffects(world, element.flow, new Set())) report([...path, 'flow'], `an evaluation flow can't call "${element.flow}", which waits, carries out actions or changes records`)
  const inputs = flow && element.flow !== definition.apiName ? (flow.definition.variables ?? []).filter((variable) => variable.isInput) : null
  const taken = inputs?.map((variable): InputSlot => ({ ...slotOf(variable), name: variable.apiName, isRequired: isRequiredInput(variable) }))
  checkInputs(scope, element.inputs ?? [], taken ?? null, [...path, 'inputs'])
  checkOutput(scope, element.output, 'outputs', path)
}

// As far as the flows it calls in turn are known; what isn't known then is refused when it runs.
function hasEffects(world: FlowWorld, name: string, seen: Set<string>): boolean {
  const flow = own(world.flows, name)
  if (!flow || seen.has(name)) return false
  seen.add(name)
  return flow.definition.elements.map(namedElement).some((named) =>
    named !== null && (named.kind === 'subflow' ? hasEffects(world, named.element.flow, seen) : named.kind !== 'assignment' && named.kind !== 'decision'))
}

function checkUpdate(scope: ElementScope, element: UpdateRecordElement, path: Path): void {
  const variable = variableOf(scope.definition, element.record)
  const holdsId = variable !== null && !variable.isCollection && (variable.dataType === 'RECORD' || variable.dataType === 'STRING')
  if (element.record !== '$Record' && !holdsId) scope.report([...path, 'record'], `"${element.record}" must be $Record or a variable that holds a record id`)
  if (element.fields.length === 0) scope.report([...path, 'fields'], 'at least one field is needed')
  element.fields.forEach((field, at) => {
    if (field.name === 'Id') scope.report([...path, 'fields', at, 'name'], 'the id of a record never changes')
    if (field.name.trim() === '' || field.name.length > 255) scope.report([...path, 'fields', at, 'name'], 'a field needs a name of 1 to 255 characters')
    if ((field.name === 'Name' || field.name === 'Owner') && typeof (field.value ?? '') !== 'string') scope.report([...path, 'fields', at, 'value'], `${field.name} must be a text`)
    const nameFault = field.name === 'Name' && typeof field.value === 'string' ? recordNameFault(field.value) : null
    if (nameFault !== null) scope.report([...path, 'fields', at, 'value'], nameFault)
    if (field.name === 'Owner' && field.value === null && !field.resource) scope.report([...path, 'fields', at, 'value'], 'a record always has an owner')
  })
  checkInputs(scope, element.fields, null, [...path, 'fields'])
}

function checkWait(scope: ElementScope, { seconds, untilResource }: WaitElement, path: Path): void {
  const isTimed = (seconds ?? null) !== null
  if (isTimed === Boolean(untilResource)) scope.report(path, 'a wait needs either seconds or untilResource')
  if (isTimed && !(Number.isInteger(seconds) && seconds! >= 1 && seconds! <= MAX_WAIT_SECONDS)) {
    scope.report([...path, 'seconds'], `must be a whole number from 1 to ${MAX_WAIT_SECONDS}`)
  }
  if (!untilResource) return
  const type = scope.typeOf(untilResource)
  if (typeof type === 'string') return scope.report([...path, 'untilResource'], type)
  const holdsTime = type.dataType === null || (!type.isCollection && ['DATE', 'DATE_TIME', 'STRING', 'JSON'].includes(type.dataType))
  if (!holdsTime) scope.report([...path, 'untilResource'], `"${untilResource}" is ${type.isCollection ? 'a list ' : ''}of type ${type.dataType}; a date or a time is needed`)
}

/** Checks every element of the scope's flow. */
export function checkElements(scope: ElementScope): void {
  scope.definition.elements.forEach((member, at) => {
    const named = namedElement(member)
    if (named !== null) checkElement(scope, named, elementPath(at, named))
  })
}
