// A validation comes to an end, and soon, whatever a schema refers to.
import { describe, expect, test } from 'vitest'
import { schemaFault, schemaFaults } from '../../../src/core/flow/json-schema.ts'
import { MAX_SUBSCHEMAS } from '../../../src/core/flow/schema-reach.ts'
import type { JsonObject } from '../../../src/core/json.ts'

const REFUSED = 'is not a JSON Schema that can be used: '
const next = (at: number) => ({ $ref: `#/$defs/d${at + 1}` })

/** Definitions that each lead to the next one; the last is a plain one. */
const chain = (length: number, link: (at: number) => JsonObject) => ({
  ...next(-1), $defs: Object.fromEntries(Array.from({ length }, (_, at) => [`d${at}`, at === length - 1 ? { minLength: 1 } : link(at)])),
}) as JsonObject

describe('what comes to too much is refused at activation', () => {
  test.each<[string, (at: number) => JsonObject]>([
    ['allOf', (at) => ({ allOf: [next(at), next(at)] })], ['anyOf', (at) => ({ anyOf: [next(at), next(at)] })], ['oneOf', (at) => ({ oneOf: [next(at), next(at)] })],
    ['not', (at) => ({ ...next(at), not: next(at) })], ['if, then and else', (at) => ({ if: next(at), then: next(at), else: next(at) })],
    ['dependentSchemas', (at) => ({ dependentSchemas: { a: next(at), b: next(at) } })], ['dependencies', (at) => ({ dependencies: { a: next(at), b: next(at) } })],
    ['unevaluatedProperties', (at) => ({ properties: { a: next(at) }, unevaluatedProperties: next(at) })], ['unevaluatedItems', (at) => ({ contains: next(at), unevaluatedItems: next(at) })],
    ['items', (at) => ({ prefixItems: [next(at)], items: next(at) })], ['properties', (at) => ({ properties: { a: next(at) }, patternProperties: { a: next(at) }, additionalProperties: next(at), propertyNames: next(at) })],
  ])('references that double by %s', (_, link) => {
    expect(schemaFault(chain(4, link))).toBe(null)
    expect(schemaFault(chain(20, link))).toMatch(/^is not a JSON Schema that can be used: "#\/\$defs\/d1\d" comes to more than the 500 subschemas that a schema may have with every "\$ref" written out, a format counting as 10: refer to each once where you can, and use enum for many constants$/)
  })
  test('in draft 07 too', () => {
    expect(schemaFault({ $schema: 'http://json-schema.org/draft-07/schema#', ...chain(20, (at) => ({ allOf: [next(at), next(at)] })) })).toMatch(/comes to more than/)
  })
  test('whether they are referred to or written there', () => {
    const of = (count: number) => ({ anyOf: Array.from({ length: count }, (_, at) => ({ const: at })) })
    expect(schemaFault(of(MAX_SUBSCHEMAS - 1))).toBe(null)
    expect(schemaFault(of(MAX_SUBSCHEMAS))).toMatch(/^is not a JSON Schema that can be used: "#" comes to more than .* use enum for many constants$/)
    expect(schemaFault({ enum: Array.from({ length: 2 * MAX_SUBSCHEMAS }, (_, at) => at) })).toBe(null)
  })
  test('formats, which may take long, are ten each', () => {
    const of = (count: number) => ({ allOf: Array.from({ length: count }, () => ({ $ref: '#/$defs/url' })), $defs: { url: { format: 'url' } } })
    expect(schemaFault(of(MAX_SUBSCHEMAS / 20))).toBe(null)
    expect(schemaFault(of(MAX_SUBSCHEMAS / 10))).toMatch(/comes to more than/)
  })
  test('a chain of any length', () => {
    expect(schemaFault(chain(10_000, next))).toMatch(/comes to more than/)
  })
  test('definitions that nothing refers to count for nothing', () => {
    expect(schemaFault({ $defs: Object.fromEntries(Array.from({ length: 2 * MAX_SUBSCHEMAS }, (_, at) => [`d${at}`, { minLength: at }])) })).toBe(null)
  })
})

describe('what leads back to itself is refused', () => {
  test.each<JsonObject>([
    { $ref: '#' }, { allOf: [{ $ref: '#' }] }, { $ref: '#/$defs/a', $defs: { a: { anyOf: [{ $ref: '#/$defs/b' }] }, b: { not: { $ref: '#/$defs/a' } } } },
    { anyOf: [{ items: { $ref: '#' } }, { contains: { $ref: '#' } }] }, // two for each level that a value has
  ])('%j', (schema) => {
    expect(schemaFault(schema)).toMatch(/^is not a JSON Schema that can be used: "#.*" leads back to itself by "\$ref": write out as many levels as a value has$/)
  })
  test.each(['$dynamicRef', '$recursiveRef'])('%s, which leads who knows where', (keyword) => {
    expect(schemaFault({ allOf: [{ [keyword]: '#' }] })).toBe(`${REFUSED}"${keyword}" is not supported: use "$ref"`)
  })
})

describe('references', () => {
  test('lead to any place in the schema, as the compiler has it', () => {
    const places: JsonObject = { $defs: { a: { minLength: 2 }, 'b/c~d': { minLength: 2 }, 'straße': { minLength: 2 } }, allOf: [{ minLength: 2 }, true] }
    for (const $ref of ['#/$defs/a', '#/$defs/b~1c~0d', '#/$defs/stra%C3%9Fe', '#/allOf/0']) {
      expect(schemaFaults({ ...places, anyOf: [{ $ref }] }, 'x')).toContain('must NOT have fewer than 2 characters')
      expect(schemaFaults({ ...places, anyOf: [{ $ref }] }, 'xy')).toEqual([])
    }
  })
  test.each(['https://example.com/x', 'other', '#name', '#/$defs/a%2Fb', ''])('"%s" leads elsewhere, and is refused', ($ref) => {
    expect(schemaFault({ $id: 'https://example.com/this', $ref, $defs: { 'a/b': true } })).toBe(`${REFUSED}the "$ref" "${$ref}" is not supported: refer to a place in the schema, such as "#/$defs/name"`)
  })
  test('to nothing are refused', () => {
    for (const $ref of ['#/$defs/gone', '#/', '#/$defs/toString']) expect(schemaFault({ $ref, $defs: {} })).toBe(`${REFUSED}there is nothing at the "$ref" "${$ref}"`)
    expect(schemaFault({ $ref: '#/$defs/%' })).toMatch(/URI malformed/)
  })
  test('mean what they say: no schema below has an "$id" of its own', () => {
    expect(schemaFault({ $id: 'https://example.com/this', $ref: '#/$defs/a', $defs: { a: { $id: 'https://example.com/that' } } })).toBe(`${REFUSED}only the schema itself may have an "$id"`)
    expect(schemaFault({ $id: 'https://example.com/this', properties: { $id: { minLength: 1 } } })).toBe(null)
  })
})
