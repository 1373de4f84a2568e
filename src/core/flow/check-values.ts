// An answer to a screen: every fault at once, or the values as they are kept (I2).
import type { FlowDefinition, ScreenElement, ScreenFieldDefinition } from '../definition.ts'
import type { Issue } from '../issue.ts'
import type { Json, JsonObject } from '../json.ts'
import { own } from '../read-path.ts'
import { fieldValue } from './field-values.ts'
import { schemaFaults } from './json-schema.ts'
import { shownValue, visibleFields } from './screen-values.ts'
import { storableFault, type Fitted } from './values.ts'
import type { Work } from './work.ts'

const MAX_UNKNOWN_FIELDS_NAMED = 100

/**
 * Checks the values submitted for a screen. A field that is left out keeps what it shows. Visibility is decided with the
 * values submitted; a hidden field's value is dropped (null), and it isn't `answered`. Faults are at ["values", field].
 */
export function checkValues(
  work: Work, definition: FlowDefinition, screen: ScreenElement, submitted: JsonObject, kept: JsonObject,
): { values: JsonObject; answered: readonly string[] } | { issues: readonly Issue[] } {
  const fields = screen.fields.filter((field) => field.fieldType !== 'DISPLAY_TEXT')
  const issues: Issue[] = unknownFields(screen, submitted)
  const fitted = new Map<string, Fitted>()
  for (const field of fields) fitted.set(field.apiName, fieldValue(field, own(submitted, field.apiName) ?? inShown(work, definition, field, submitted, kept)))
  const values = Object.fromEntries(fields.map((field) => [field.apiName, valueOf(fitted.get(field.apiName)!)]))
  const visible = visibleFields(work, screen, values)
  const taken: { [name: string]: Json } = {}
  for (const field of fields) {
    const { apiName } = field
    if (!visible.has(apiName)) {
      taken[apiName] = null
      continue
    }
    const faults = fieldFaults(field, fitted.get(apiName)!)
    issues.push(...faults.map((message) => ({ path: ['values', apiName], message })))
    taken[apiName] = values[apiName] ?? null
  }
  return issues.length > 0 ? { issues } : { values: taken, answered: Object.keys(taken).filter((name) => visible.has(name)) }
}

/** What of the values filled in can be kept unvalidated by a pause or by Back (I3): known fields, and nothing the database refuses. */
export function keepable(screen: ScreenElement, values: JsonObject): JsonObject {
  const fields = screen.fields.filter((field) => field.fieldType !== 'DISPLAY_TEXT').map((field) => field.apiName)
  return Object.fromEntries(fields.flatMap((name) => {
    const value = own(values, name)
    return value === undefined || storableFault(value) !== null ? [] : [[name, value]]
  }))
}

function unknownFields(screen: ScreenElement, submitted: JsonObject): Issue[] {
  const types = new Map(screen.fields.map((field) => [field.apiName, field.fieldType]))
  const issues: Issue[] = []
  for (const [name, value] of Object.entries(submitted)) {
    const message = !types.has(name) ? `the screen "${screen.apiName}" has no such field`
      : types.get(name) === 'DISPLAY_TEXT' && value !== null && value !== '' ? 'takes no value' : null
    if (message !== null && issues.push({ path: ['values', name], message }) >= MAX_UNKNOWN_FIELDS_NAMED) break
  }
  return issues
}

function inShown(work: Work, definition: FlowDefinition, field: ScreenFieldDefinition, submitted: JsonObject, kept: JsonObject): Json {
  return Object.hasOwn(submitted, field.apiName) ? null : shownValue(work, definition, field, kept)
}

function valueOf(fitted: Fitted): Json {
  return 'value' in fitted ? fitted.value : null
}

function fieldFaults(field: ScreenFieldDefinition, fitted: Fitted): readonly string[] {
  if ('fault' in fitted) return [fitted.fault]
  if (field.isRequired && isEmpty(field, fitted.value)) return ['is required']
  if (fitted.value === null || field.validation === undefined || field.validation === null) return []
  return schemaFaults(field.validation, fitted.value)
}

// Spaces alone answer nothing, but in a password they count.
function isEmpty({ fieldType }: ScreenFieldDefinition, value: Json): boolean {
  return value === null || (Array.isArray(value) && value.length === 0) || (typeof value === 'string' && fieldType !== 'PASSWORD' && value.trim() === '')
}
