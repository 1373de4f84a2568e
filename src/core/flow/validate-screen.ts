// Screens, checked before their flow may become active: fields, choices, defaults, visibility, JSON Schemas (D3).
import { resourcesOf } from '../conditions.ts'
import type { FlowDefinition, ScreenElement, ScreenFieldDefinition } from '../definition.ts'
import { resourceFault } from '../validate-calls.ts'
import { slotOf } from './assignment-element.ts'
import { fieldDataType, fieldValue, hasChoices } from './field-values.ts'
import type { Path } from './flow-limits.ts'
import { schemaFault, schemaFaults } from './json-schema.ts'
import { checkMergeFields, checkRequirements, type OperandScope } from './validate-operands.ts'
import { fitValue } from './values.ts'
import { variableOf } from './work.ts'

/** Checks one screen. */
export function checkScreenElement(scope: OperandScope, definition: FlowDefinition, screen: ScreenElement, path: Path): void {
  const { report } = scope
  if (screen.allowBack === false && screen.allowFinish === false) report(path, 'allowBack and allowFinish may not both be false: nobody could leave the screen')
  checkMergeFields(scope, screen.label, [...path, 'label'])
  checkMergeFields(scope, screen.helpText, [...path, 'helpText'])
  checkMergeFields(scope, screen.pauseConfirmation, [...path, 'pauseConfirmation'])
  screen.fields.forEach((field, at) => checkField(scope, definition, field, [...path, 'fields', at]))
  for (const at of fieldsInCircle(screen)) {
    report([...path, 'fields', at, 'visibleWhen'], `whether "${screen.fields[at]!.apiName}" is visible depends, over other fields, on itself`)
  }
}

function checkField(scope: OperandScope, definition: FlowDefinition, field: ScreenFieldDefinition, path: Path): void {
  checkMergeFields(scope, field.label, [...path, 'label'])
  checkMergeFields(scope, field.helpText, [...path, 'helpText'])
  checkMergeFields(scope, field.displayText, [...path, 'displayText'])
  if (field.visibleWhen) checkRequirements(scope, field.visibleWhen, [...path, 'visibleWhen'])
  if (field.fieldType === 'DISPLAY_TEXT') return checkDisplayText(scope, field, path)
  checkChoices(scope, field, path)
  checkDefault(scope, field, path)
  checkVariable(scope, definition, field, path)
}

function checkDisplayText({ report }: OperandScope, field: ScreenFieldDefinition, path: Path): void {
  if (!field.displayText) report([...path, 'displayText'], 'a DISPLAY_TEXT field needs a text to display')
  const set = (['default', 'defaultResource', 'choices', 'validation'] as const).filter((name) => (field[name] ?? null) !== null)
  for (const name of [...set, ...(field.isRequired ? (['isRequired'] as const) : [])]) report([...path, name], 'a DISPLAY_TEXT field takes no value')
}

function checkChoices(scope: OperandScope, field: ScreenFieldDefinition, path: Path): void {
  const choices = field.choices ?? []
  if (!hasChoices(field.fieldType)) {
    if (choices.length > 0) scope.report([...path, 'choices'], `a field of type ${field.fieldType} has no choices`)
    return
  }
  if (choices.length === 0) scope.report([...path, 'choices'], `a field of type ${field.fieldType} needs choices`)
  const seen = new Set<string>()
  choices.forEach((choice, at) => {
    const key = JSON.stringify(choice.value ?? null)
    if (key === 'null' || key === '""') scope.report([...path, 'choices', at, 'value'], 'a choice needs a value')
    else if (seen.has(key)) scope.report([...path, 'choices', at, 'value'], 'there is another choice with this value')
    seen.add(key)
    checkMergeFields(scope, choice.label, [...path, 'choices', at, 'label'])
  })
}

function checkDefault(scope: OperandScope, field: ScreenFieldDefinition, path: Path): void {
  const { report } = scope
  const schema = field.validation ?? null
  const brokenSchema = schema === null ? null : schemaFault(schema)
  if (brokenSchema !== null) report([...path, 'validation'], brokenSchema)
  const value = field.default ?? null
  if (field.defaultResource) {
    if (value !== null) report(path, 'give either a default or a defaultResource, not both')
    const { dataType, isCollection } = fieldDataType(field.fieldType)
    const fault = resourceFault(scope.typeOf, field.defaultResource, { dataType: dataType ?? 'JSON', isCollection })
    if (fault !== null) report([...path, 'defaultResource'], fault)
  }
  if (value === null) return
  const fitted = fieldValue(field, value)
  if ('fault' in fitted) report([...path, 'default'], fitted.fault)
  else if (schema !== null && brokenSchema === null && fitted.value !== null) for (const fault of schemaFaults(schema, fitted.value)) report([...path, 'default'], fault)
}

// I10: the field's value goes into the variable of its name, so it must fit.
function checkVariable({ report }: OperandScope, definition: FlowDefinition, field: ScreenFieldDefinition, path: Path): void {
  const variable = variableOf(definition, field.apiName)
  if (variable === null) return
  const slot = slotOf(variable)
  const { dataType, isCollection } = fieldDataType(field.fieldType)
  const takesAll = slot.dataType === 'JSON' && !slot.isCollection
  const fits = dataType !== null ? resourceFault(() => ({ dataType, isCollection }), field.apiName, slot) === null
    : takesAll || (slot.isCollection === isCollection && (field.choices ?? []).every((choice) => !('fault' in fitValue(choice.value, slot.dataType, false))))
  if (!fits) report([...path, 'apiName'], `the field's values don't fit the variable of its name, which is ${slot.isCollection ? 'a list ' : ''}of type ${slot.dataType}`)
}

// Positions of fields whose visibility leads back to themselves.
function fieldsInCircle(screen: ScreenElement): readonly number[] {
  const reads = new Map(screen.fields.map((field) => [field.apiName, (field.visibleWhen ? resourcesOf(field.visibleWhen) : []).map((resource) => resource.split('.')[0]!)]))
  const leadsTo = (from: string, to: string, seen: Set<string>): boolean => (reads.get(from) ?? []).some((name) => {
    if (name === to) return true
    if (seen.has(name)) return false
    seen.add(name)
    return leadsTo(name, to, seen)
  })
  return screen.fields.flatMap((field, at) => (leadsTo(field.apiName, field.apiName, new Set()) ? [at] : []))
}
