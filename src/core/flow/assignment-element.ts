// The assignment element: variables, and the record that lists the interview, take new values.
import type { Assignment, AssignmentElement, FlowDefinition, Variable } from '../definition.ts'
import type { Json } from '../json.ts'
import { own } from '../read-path.ts'
import { assigned, type Slot } from './assign.ts'
import { readResource } from './read-resource.ts'
import { fitValue } from './values.ts'
import { definitionOf, fail, setTop, setValue, topFrame, variableOf, type Work } from './work.ts'

/** The assignment target that ties an interview to a record (I4). */
export const CURRENT_RECORD = '$Flow.CurrentRecord'

/** The type that a variable takes. */
export function slotOf(variable: Variable): Slot {
  return { dataType: variable.dataType, isCollection: variable.isCollection ?? false }
}

/** Makes the assignments in their order; each sees those before it. Fails the interview where one can't be made. */
export function assign(work: Work, element: AssignmentElement): void {
  const definition = definitionOf(work, topFrame(work.interview))
  if (definition === null) return
  for (const assignment of element.assignments) {
    const fault = assignOne(work, definition, assignment)
    if (fault !== null) return fail(work, `"${element.apiName}" can't set ${assignment.to}: ${fault}`)
    if (work.position !== null) return
  }
  setTop(work, { element: element.next ?? null })
}

/** Puts a value into a declared variable, converted to its type; answers why it can't. */
export function putIntoVariable(work: Work, definition: FlowDefinition, name: string, value: Json): string | null {
  const variable = variableOf(definition, name)
  if (variable === null) return 'there is no such variable'
  const fitted = fitValue(value, variable.dataType, variable.isCollection ?? false)
  if ('fault' in fitted) return fitted.fault
  setValue(work, name, fitted.value)
  return null
}

function assignOne(work: Work, definition: FlowDefinition, { to, operator, value, resource }: Assignment): string | null {
  const operand = resource ? readResource(work, resource) : value ?? null
  if (to === CURRENT_RECORD) return tieToRecord(work, operand)
  const variable = variableOf(definition, to)
  if (variable === null) return 'there is no such variable'
  const result = assigned(own(topFrame(work.interview).values, to) ?? null, operator, operand, slotOf(variable))
  if ('fault' in result) return result.fault
  setValue(work, to, result.value)
  return null
}

function tieToRecord(work: Work, operand: Json): string | null {
  const fitted = fitValue(operand === '' ? null : operand, 'RECORD', false)
  if ('fault' in fitted) return fitted.fault
  work.interview = { ...work.interview, currentRecord: fitted.value as string | null }
  return null
}
