// What a flow's elements read and are given, checked before it may become active: conditions, inputs, merge fields (D3).
import type { InputAssignment, Requirements } from '../definition.ts'
import type { Json } from '../json.ts'
import { mergeFieldsIn } from '../merge-fields.ts'
import type { TypeOf } from '../resource-types.ts'
import { resourceFault } from '../validate-calls.ts'
import { requirementsIssues } from '../validate-requirements.ts'
import type { Slot } from './assign.ts'
import type { Path, Report } from './flow-limits.ts'
import { checkValue } from './values.ts'

/** What is checked against: the types of known resources, and whether IS_CHANGED has something to compare with. */
export type OperandScope = { typeOf: TypeOf; report: Report; isChangedAllowed: boolean }

/** Checks one condition. */
export function checkRequirements({ typeOf, report, isChangedAllowed }: OperandScope, condition: Requirements, path: Path): void {
  for (const issue of requirementsIssues(condition, { path: path.map(String), typeOf, isChangedAllowed })) report(issue.path, issue.message)
}

/** Checks the resources that a text's merge fields name. */
export function checkMergeFields({ typeOf, report }: OperandScope, text: string | null | undefined, path: Path): void {
  for (const resource of mergeFieldsIn(text ?? '')) {
    const type = typeOf(resource)
    if (typeof type === 'string') report(path, type)
  }
}

/** What a called flow or action takes. `fault`: what is wrong with a value that stands in the flow and is of the slot's type. */
export type InputSlot = Slot & { name: string; isRequired: boolean; fault?: (value: Json) => string | null }

/** Checks given inputs against what is taken (null: anything): unknown, given twice, missing, of the wrong type. */
export function checkInputs(scope: OperandScope, given: readonly InputAssignment[], taken: readonly InputSlot[] | null, path: Path): void {
  const names = new Set<string>()
  given.forEach((input, at) => {
    if (names.has(input.name)) scope.report([...path, at, 'name'], `"${input.name}" is given twice`)
    names.add(input.name)
    const slot = taken?.find(({ name }) => name === input.name)
    if (taken !== null && slot === undefined) scope.report([...path, at, 'name'], `there is no input "${input.name}"`)
    checkOperand(scope, input, slot ?? null, [...path, at])
  })
  for (const slot of taken ?? []) if (slot.isRequired && !names.has(slot.name)) scope.report(path, `the input "${slot.name}" is required`)
}

/** Checks that exactly one of value and resource is given, and that it can fit. A slot of null fits anything. */
export function checkOperand({ typeOf, report }: OperandScope, { value, resource }: { value?: Json; resource?: string | null }, slot: (Slot & Pick<InputSlot, 'fault'>) | null, path: Path): void {
  if (resource) {
    if ((value ?? null) !== null) return report(path, 'either a value or a resource is expected, not both')
    const fault = resourceFault(typeOf, resource, slot ?? { dataType: 'JSON' })
    return fault === null ? undefined : report([...path, 'resource'], fault)
  }
  if (value === undefined) return report(path, 'a value or a resource is needed')
  const fitted = slot === null ? { value } : checkValue(value, slot.dataType, slot.isCollection)
  const fault = 'fault' in fitted ? fitted.fault : value === null ? null : slot?.fault?.(value) ?? null
  if (fault !== null) report([...path, 'value'], fault)
}
