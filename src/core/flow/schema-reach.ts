// How much a value's validation by a JSON Schema may come to. References make much of little: of twenty definitions that each
// name the next one twice, half a million are looked at for a single character, and one that leads back to itself never ends.
import type { Json, JsonObject } from '../json.ts'
import { MAX_PATTERNS_SIZE, TOO_LARGE, translatePattern } from './pattern-syntax.ts'

/**
 * How many subschemas a schema may have with its references written out. The worst that keeps to it takes a few milliseconds
 * for a value, as often for a list as it has parts, and less than half a second to be compiled.
 */
export const MAX_SUBSCHEMAS = 500
// Some formats take a hundredth of a second for the longest text.
const FORMAT_COUNTS_AS = 10

// Where a value, or a part of it, is held against another schema. Definitions are only looked at by reference.
const APPLIED = ['not', 'if', 'then', 'else', 'allOf', 'anyOf', 'oneOf', 'items', 'prefixItems', 'additionalItems', 'unevaluatedItems', 'contains', 'additionalProperties', 'unevaluatedProperties', 'propertyNames']
const APPLIED_BY_NAME = ['properties', 'patternProperties', 'dependentSchemas', 'dependencies']
const DYNAMIC = ['$dynamicRef', '$dynamicAnchor', '$recursiveRef', '$recursiveAnchor']

/**
 * Throws, in words, when a schema with its references written out has more than MAX_SUBSCHEMAS subschemas, or patterns of more
 * than MAX_PATTERNS_SIZE; when they go in a circle (a field's value is flat: nothing has to be described by itself); and when
 * one is not such that it is seen where it leads (`#/…`).
 */
export function checkReach(schema: Json): void {
  if (isObject(schema) && Object.values(schema).some(holdsId)) throw new Error('only the schema itself may have an "$id"')
  new Reach(schema).of(schema, '#')
}

// Of a schema with all that it leads to, itself counted.
type Extent = { subschemas: number; patterns: number }

class Reach {
  readonly #root: Json
  readonly #known = new Map<object, Extent>()
  readonly #open = new Set<object>()

  constructor(root: Json) {
    this.#root = root
  }

  of(schema: Json, place: string): Extent {
    if (!isObject(schema)) return { subschemas: 1, patterns: 0 }
    const known = this.#known.get(schema)
    if (known !== undefined) return known
    if (this.#open.has(schema)) throw new Error(`"${place}" leads back to itself by "$ref": write out as many levels as a value has`)
    // Whatever is open counts for the schema that leads here: so no chain goes deeper than the stack.
    if (this.#open.size >= MAX_SUBSCHEMAS) throw tooMany(place)
    this.#open.add(schema)
    const extent = { subschemas: typeof schema.format === 'string' ? FORMAT_COUNTS_AS : 1, patterns: 0 }
    for (const pattern of patternsOf(schema)) extent.patterns += translatePattern(pattern, MAX_PATTERNS_SIZE).size
    for (const [part, partPlace] of this.#parts(schema, place)) {
      const { subschemas, patterns } = this.of(part, partPlace)
      extent.subschemas += subschemas
      extent.patterns += patterns
      if (extent.subschemas > MAX_SUBSCHEMAS) throw tooMany(place)
    }
    if (extent.patterns > MAX_PATTERNS_SIZE) throw new Error(`the patterns of "${place}" are ${TOO_LARGE}`)
    this.#open.delete(schema)
    this.#known.set(schema, extent)
    return extent
  }

  *#parts(schema: JsonObject, place: string): Generator<readonly [Json, string]> {
    const dynamic = DYNAMIC.find((keyword) => Object.hasOwn(schema, keyword))
    if (dynamic !== undefined) throw new Error(`"${dynamic}" is not supported: use "$ref"`)
    if (typeof schema.$ref === 'string') yield [this.#referred(schema.$ref), schema.$ref]
    for (const keyword of APPLIED) {
      const applied = Object.hasOwn(schema, keyword) ? schema[keyword]! : null
      for (const [at, part] of Array.isArray(applied) ? (applied as readonly Json[]).entries() : []) yield [part, `${place}/${keyword}/${at}`]
      if (isObject(applied) || typeof applied === 'boolean') yield [applied, `${place}/${keyword}`]
    }
    for (const keyword of APPLIED_BY_NAME) {
      const named = Object.hasOwn(schema, keyword) ? schema[keyword]! : null
      for (const [name, part] of isObject(named) ? Object.entries(named) : []) if (!Array.isArray(part)) yield [part, `${place}/${keyword}/${name}`]
    }
  }

  // The compiler reads an escaped "/", "#" or "%" in other ways than the standard, so that it could be led elsewhere.
  #referred(reference: string): Json {
    if (!/^#(?:\/|$)/.test(reference) || /%2[35f]/i.test(reference)) throw new Error(`the "$ref" "${reference.slice(0, 100)}" is not supported: refer to a place in the schema, such as "#/$defs/name"`)
    let found: Json | undefined = this.#root
    for (const part of decodeURIComponent(reference).split('/').slice(1)) {
      const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
      found = found !== null && typeof found === 'object' && Object.hasOwn(found, name) ? (found as JsonObject)[name] : undefined
    }
    if (found === undefined) throw new Error(`there is nothing at the "$ref" "${reference.slice(0, 100)}"`)
    return found
  }
}

function tooMany(place: string): Error {
  return new Error(`"${place}" comes to more than the ${MAX_SUBSCHEMAS} subschemas that a schema may have with every "$ref" written out, a format counting as ${FORMAT_COUNTS_AS}: refer to each once where you can, and use enum for many constants`)
}

function patternsOf({ pattern, patternProperties }: JsonObject): readonly string[] {
  return [...(typeof pattern === 'string' ? [pattern] : []), ...(isObject(patternProperties ?? null) ? Object.keys(patternProperties as JsonObject) : [])]
}

function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

// One below would change what the references beside it mean.
function holdsId(value: Json): boolean {
  if (value === null || typeof value !== 'object') return false
  return (isObject(value) && typeof value.$id === 'string') || Object.values(value).some(holdsId)
}
