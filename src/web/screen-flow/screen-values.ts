// What is filled in on a screen: between what people type and what the server takes, and which fields that shows.
import { holds, resourcesOf } from '../../core/conditions.ts'
import type { Requirements } from '../../core/definition.ts'
import type { Json } from '../../core/json.ts'
import { readPath } from '../../core/read-path.ts'
import type { StandingInterviewFragment } from '../generated/graphql.ts'
import { readNumber } from '../numbers.ts'

/** A screen as the server shows it. */
export type Screen = NonNullable<StandingInterviewFragment['screen']>
/** One of its fields. */
export type Field = Screen['fields'][number]
/** What is filled in, by field. A field that isn't there was not touched. */
export type Values = { readonly [apiName: string]: unknown }

/**
 * The fields to show with these values: by the server's own rules, where their conditions are about this screen alone;
 * else as the server said. A hidden field counts as empty.
 */
export function visibleFields(screen: Screen, values: Values, language: string): readonly Field[] {
  const fields = new Map(screen.fields.map((field) => [field.apiName, field]))
  const decided = new Map<string, boolean>()
  const isVisible = (field: Field): boolean => {
    const known = decided.get(field.apiName)
    if (known !== undefined) return known
    decided.set(field.apiName, true)
    const visible = decide(field)
    decided.set(field.apiName, visible)
    return visible
  }
  const decide = (field: Field): boolean => {
    const condition = field.visibleWhen as Requirements | null
    if (!condition) return field.isVisible
    if (!resourcesOf(condition).every((resource) => fields.has(resource.split('.')[0]!))) return field.isVisible
    return holds(condition, { read })
  }
  const read = (resource: string): Json => {
    const [name, ...path] = resource.split('.')
    const field = fields.get(name!)!
    return isVisible(field) ? readPath((typedValue(field, values[field.apiName], language) ?? null) as Json, path) : null
  }
  return screen.fields.filter(isVisible)
}

/** What is sent for a screen: every field that was shown with a value or touched. `language`: in which numbers are written. */
export function answerOf(screen: Screen, values: Values, language: string): Record<string, unknown> {
  const answer: Record<string, unknown> = {}
  for (const field of screen.fields) {
    if (field.fieldType !== 'DISPLAY_TEXT' && values[field.apiName] !== undefined) answer[field.apiName] = typedValue(field, values[field.apiName], language)
  }
  return answer
}

/** The values that a screen comes with. */
export function valuesOf(screen: Screen): Values {
  return Object.fromEntries(screen.fields.filter((field) => field.value !== null).map((field) => [field.apiName, field.value]))
}

/** What a person has made of them: the fields that differ from what the screen came with. */
export function typedOn(screen: Screen, values: Values): Values {
  const came = valuesOf(screen)
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(came[name])))
}

/** Whether nothing is filled in. */
export function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)
}

// What isn't a number stays as it was typed, so that the server says so beside the field.
function typedValue(field: Field, value: unknown, language: string): unknown {
  if (value === undefined || value === '') return null
  return isNumeric(field) && typeof value === 'string' ? readNumber(value, language) ?? value : value
}

/** Whether a field takes a number. */
export function isNumeric({ fieldType }: Field): boolean {
  return fieldType === 'NUMBER' || fieldType === 'CURRENCY'
}

/** A time as the browser's field for it takes it: local, without zone. What is no time is shown as it was typed. */
export function localTime(value: unknown): string {
  if (typeof value !== 'string') return ''
  if (Number.isNaN(Date.parse(value))) return value
  const time = new Date(value)
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

/** The time that a browser's field for it holds; what is none, such as one of the year 20266, stays as it is, so that the server says so beside the field. */
export function utcTime(local: string): string | null {
  const time = Date.parse(local)
  return local === '' ? null : Number.isNaN(time) ? local : new Date(time).toISOString()
}
