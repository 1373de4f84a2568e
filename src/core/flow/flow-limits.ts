// Sizes and names: what even a draft of a flow must keep to.
import type { FlowDefinition, ScreenElement } from '../definition.ts'
import type { Issue } from '../issue.ts'
import type { Json } from '../json.ts'
import { nameFault } from '../names.ts'
import { fieldDataType } from './field-values.ts'
import { isStorableText, storableFault } from './values.ts'
import { namedElement, type NamedElement } from './work.ts'

/** Longest labels and texts of a definition, in characters. */
export const MAX_LABEL_TEXT = 1_000
export const MAX_TEXT = 10_000
export const MAX_INTERVIEW_LABEL = 1_000
/** Largest definition, in characters of its JSON. */
export const MAX_DEFINITION_SIZE = 1_000_000
/** Most of each in one flow, screen or element. */
export const MAX_VARIABLES = 200
export const MAX_ELEMENTS = 500
export const MAX_FIELDS = 100
export const MAX_CHOICES = 1_000
export const MAX_ASSIGNMENTS = 100
export const MAX_OUTCOMES = 50
export const MAX_INPUTS = 100

/** A place in the definition. */
export type Path = readonly (string | number)[]

/** Collects faults with their paths. */
export type Report = (path: Path, message: string) => void

/** A report and the issues that it collects. */
export function newReport(): { issues: Issue[]; report: Report } {
  const issues: Issue[] = []
  return { issues, report: (path, message) => void issues.push({ path: path.map(String), message }) }
}

/** Where an element stands in its definition. */
export function elementPath(at: number, { kind }: NamedElement): Path {
  return ['elements', at, kind]
}

/** Names, duplicates and sizes: all that a draft is checked for. */
export function checkLimits(definition: FlowDefinition, report: Report): void {
  const size = JSON.stringify(definition).length
  if (size > MAX_DEFINITION_SIZE) return report([], `the definition has ${size} characters; at most ${MAX_DEFINITION_SIZE} are allowed`)
  const storable = storableFault(definition as unknown as Json)
  if (storable !== null) return report([], `the definition ${storable}`)
  checkName(definition.apiName, ['apiName'], report)
  checkLabel(definition.label, ['label'], report)
  checkText(definition.description, MAX_TEXT, ['description'], report)
  checkText(definition.interviewLabel, MAX_INTERVIEW_LABEL, ['interviewLabel'], report)
  const variables = definition.variables ?? []
  checkCount(variables.length, MAX_VARIABLES, 'variables', ['variables'], report)
  checkCount(definition.elements.length, MAX_ELEMENTS, 'elements', ['elements'], report)
  variables.forEach((variable, at) => checkName(variable.apiName, ['variables', at, 'apiName'], report))
  definition.elements.forEach((member, at) => {
    const element = namedElement(member)
    if (element === null || Object.values(member).filter((part) => part).length !== 1) return report(['elements', at], 'an element is exactly one of screen, assignment, decision, action, subflow, updateRecord and wait')
    checkElement(element, elementPath(at, element), report)
  })
  checkDuplicates(definition, report)
}

function checkElement(named: NamedElement, path: Path, report: Report): void {
  const { kind, element } = named
  checkName(element.apiName, [...path, 'apiName'], report)
  checkLabel(element.label, [...path, 'label'], report)
  if (kind === 'screen') checkScreen(element, path, report)
  if (kind === 'assignment') checkCount(element.assignments.length, MAX_ASSIGNMENTS, 'assignments', [...path, 'assignments'], report)
  if (kind === 'decision') {
    checkCount(element.outcomes.length, MAX_OUTCOMES, 'outcomes', [...path, 'outcomes'], report)
    element.outcomes.forEach((outcome, at) => checkLabel(outcome.label, [...path, 'outcomes', at, 'label'], report))
  }
  if (kind === 'action' || kind === 'subflow') checkCount(element.inputs?.length ?? 0, MAX_INPUTS, 'inputs', [...path, 'inputs'], report)
  if (kind === 'updateRecord') checkCount(element.fields.length, MAX_INPUTS, 'fields', [...path, 'fields'], report)
}

function checkScreen(screen: ScreenElement, path: Path, report: Report): void {
  checkText(screen.helpText, MAX_TEXT, [...path, 'helpText'], report)
  checkText(screen.pauseConfirmation, MAX_TEXT, [...path, 'pauseConfirmation'], report)
  checkCount(screen.fields.length, MAX_FIELDS, 'fields', [...path, 'fields'], report)
  screen.fields.forEach((field, at) => {
    const fieldPath = [...path, 'fields', at]
    checkName(field.apiName, [...fieldPath, 'apiName'], report)
    checkLabel(field.label, [...fieldPath, 'label'], report)
    checkText(field.helpText, MAX_TEXT, [...fieldPath, 'helpText'], report)
    checkText(field.displayText, MAX_TEXT, [...fieldPath, 'displayText'], report)
    checkCount(field.choices?.length ?? 0, MAX_CHOICES, 'choices', [...fieldPath, 'choices'], report)
    field.choices?.forEach((choice, choiceAt) => checkLabel(choice.label, [...fieldPath, 'choices', choiceAt, 'label'], report))
  })
}

// What resources are read by is one space of names: variables, fields and subflows. A field may feed the variable of its
// name (I10), and stand on several screens as long as it is the same kind of value: the latest answer counts. All other
// elements are only led to, so their names need only differ from each other.
function checkDuplicates(definition: FlowDefinition, report: Report): void {
  const elements = new Set<string>(), resources = new Map<string, string>()
  const take = (name: string, as: string, path: Path, sharers: readonly string[]): void => {
    const before = resources.get(name)
    if (before !== undefined && !sharers.includes(before)) report(path, `"${name}" is already the name of ${before}`)
    else resources.set(name, as)
  }
  definition.variables?.forEach((variable, at) => take(variable.apiName, 'a variable', ['variables', at, 'apiName'], []))
  definition.elements.forEach((member, at) => {
    const named = namedElement(member)
    if (named === null) return
    const { apiName } = named.element, path = elementPath(at, named)
    if (elements.has(apiName)) report([...path, 'apiName'], `"${apiName}" is already the name of an element`)
    elements.add(apiName)
    if (named.kind === 'subflow') take(apiName, 'a subflow', [...path, 'apiName'], ['a subflow'])
    if (named.kind === 'screen') checkFieldNames(named.element, [...path, 'fields'], take, report)
  })
}

function checkFieldNames(screen: ScreenElement, path: Path, take: (name: string, as: string, path: Path, sharers: readonly string[]) => void, report: Report): void {
  const fields = new Set<string>()
  screen.fields.forEach(({ apiName, fieldType }, at) => {
    const { dataType, isCollection } = fieldDataType(fieldType)
    const kind = fieldType === 'DISPLAY_TEXT' ? 'a text that is displayed' : `a screen field for ${isCollection ? 'a list' : dataType ?? 'a choice'}`
    if (fields.has(apiName)) report([...path, at, 'apiName'], `"${apiName}" is already the name of a screen field`)
    else take(apiName, kind, [...path, at, 'apiName'], fieldType === 'DISPLAY_TEXT' ? [kind] : [kind, 'a variable'])
    fields.add(apiName)
  })
}

function checkName(name: string, path: Path, report: Report): void {
  const fault = nameFault(name)
  if (fault !== null) report(path, fault)
}

function checkLabel(label: string, path: Path, report: Report): void {
  if (label.trim() === '') report(path, 'a label is needed')
  checkText(label, MAX_LABEL_TEXT, path, report)
}

function checkText(text: string | null | undefined, most: number, path: Path, report: Report): void {
  if (text && text.length > most) report(path, `the text has ${text.length} characters; at most ${most} are allowed`)
  if (text && !isStorableText(text)) report(path, 'the text must not hold null characters or broken Unicode')
}

function checkCount(count: number, most: number, of: string, path: Path, report: Report): void {
  if (count > most) report(path, `there are ${count} ${of}; at most ${most} are allowed`)
}
