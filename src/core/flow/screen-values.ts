// What a screen's fields show and which of them are visible, for presenting a screen and for checking an answer alike.
import { holds } from '../conditions.ts'
import type { DataType, FlowDefinition, ScreenElement, ScreenFieldDefinition } from '../definition.ts'
import type { Json, JsonObject } from '../json.ts'
import { own, readPath } from '../read-path.ts'
import { convertedFor, fieldValue } from './field-values.ts'
import type { Frame } from './interview.ts'
import { readResource } from './read-resource.ts'
import { topFrame, variableOf, type Work } from './work.ts'

/**
 * What a field shows: what was filled in and kept; else what its name holds already (an earlier answer, an empty one too,
 * or a variable with a value); else its default. Kept values are as they were filled in, all others fit the field.
 */
export function shownValue(work: Work, definition: FlowDefinition, field: ScreenFieldDefinition, kept: JsonObject): Json {
  const draft = own(kept, field.apiName)
  if (draft !== undefined) return draft
  const frame = topFrame(work.interview)
  const held = own(frame.values, field.apiName)
  const isHeld = held !== undefined && (held !== null || answeredFields(definition, frame).includes(field.apiName))
  if (isHeld) return fitting(field, held, variableOf(definition, field.apiName)?.dataType ?? null)
  return fitting(field, field.defaultResource ? readResource(work, field.defaultResource) : field.default ?? null, null)
}

/** Names of the fields that somebody has answered. Where that was not kept yet, whatever has a value and is no variable counts. */
export function answeredFields(definition: FlowDefinition, { answered, values }: Frame): readonly string[] {
  return answered ?? Object.keys(values).filter((name) => variableOf(definition, name) === null)
}

/**
 * Names of the fields that are visible with these values. A hidden field counts as null in the conditions of others, as
 * its value will not be taken.
 */
export function visibleFields(work: Work, screen: ScreenElement, values: JsonObject): ReadonlySet<string> {
  const fields = new Map(screen.fields.map((field) => [field.apiName, field]))
  const decided = new Map<string, boolean>()
  const isVisible = (field: ScreenFieldDefinition): boolean => {
    const known = decided.get(field.apiName)
    if (known !== undefined) return known
    decided.set(field.apiName, true) // where conditions go in a circle (activation refuses that), the last one sees a visible field
    const visible = !field.visibleWhen || holds(field.visibleWhen, { read })
    decided.set(field.apiName, visible)
    return visible
  }
  const read = (resource: string): Json => {
    const [name, ...path] = resource.split('.')
    const field = fields.get(name!)
    if (field === undefined) return readResource(work, resource)
    return isVisible(field) ? readPath(own(values, name!) ?? null, path) : null
  }
  return new Set(screen.fields.filter(isVisible).map((field) => field.apiName))
}

/** The value as the field would keep it, null where it doesn't take it: what conditions see of a half-filled screen. */
export function fittingOrNull(field: ScreenFieldDefinition, value: Json): Json {
  const fitted = fieldValue(field, value)
  return 'value' in fitted ? fitted.value : null
}

// A value from elsewhere, or that a variable has converted, may be of another kind: it is converted as inputs are. What
// doesn't fit even so is not shown.
function fitting(field: ScreenFieldDefinition, value: Json, keptAs: DataType | null): Json {
  return fittingOrNull(field, value) ?? fittingOrNull(field, convertedFor(field, value, keptAs))
}
