// What the schema as printed keeps to, whatever is added to it.
import { isEnumType, isInputObjectType, isInterfaceType, isListType, isNonNullType, isObjectType, isScalarType, isSpecifiedScalarType, isUnionType, validateSchema, type GraphQLField, type GraphQLNamedType, type GraphQLOutputType } from 'graphql'
import { describe, expect, it } from 'vitest'
import { testSchema } from '../support/graphql.ts'

const types = Object.values(testSchema().getTypeMap()).filter((type) => !type.name.startsWith('__') && !(isScalarType(type) && isSpecifiedScalarType(type)))
const outputs = types.filter((type) => isObjectType(type) || isInterfaceType(type))
const fields = outputs.flatMap((type) => Object.values(type.getFields()).map((field) => ({ type, field })))
const mutations = Object.values(testSchema().getMutationType()!.getFields())

describe('the schema', () => {
  it('is valid', () => {
    expect(validateSchema(testSchema())).toEqual([])
  })

  it('describes every type, field, argument, input and enum value', () => {
    const undescribed = types.flatMap((type) => [
      ...(type.description ? [] : [type.name]), ...partsOf(type).filter(({ description }) => !description).map(({ name }) => `${type.name}.${name}`),
    ])
    expect(undescribed).toEqual([])
  })

  it('pages what may be long: a plain list is short by nature, and its type has no connection beside it there', () => {
    const lists = fields.filter(({ type, field }) => isList(field.type) && !type.name.endsWith('Connection')).map(({ type, field }) => `${type.name}.${field.name}`)
    const explained = fields.filter(({ type, field }) => lists.includes(`${type.name}.${field.name}`) && (field.description ?? '').length > 10)
    expect(explained).toHaveLength(lists.length)
    expect(lists.filter((name) => name.startsWith('Query.'))).toEqual(['Query.nodes'])
  })

  it('pages every connection in the same way', () => {
    const connections = fields.filter(({ field }) => named(field.type).endsWith('Connection'))
    expect(connections.length).toBeGreaterThan(15)
    for (const { type, field } of connections) {
      const args = Object.fromEntries(field.args.map(({ name, type }) => [name, String(type)]))
      expect(args, `${type.name}.${field.name}`).toMatchObject({ first: 'Int', after: 'String' })
    }
    for (const { type, field } of fields.filter(({ type }) => type.name.endsWith('Connection'))) {
      if (field.name === 'edges') expect(String(field.type), type.name).toMatch(/^\[\w+Edge!\]!$/)
    }
    for (const { type, field } of fields.filter(({ type }) => type.name.endsWith('Edge'))) expect(isNonNullType(field.type), `${type.name}.${field.name}`).toBe(true)
  })

  it('gives every mutation one input and a union of its success and typed errors', () => {
    for (const mutation of mutations) {
      const name = `${mutation.name.charAt(0).toUpperCase()}${mutation.name.slice(1)}`
      expect(mutation.args.map(({ name, type }) => `${name}: ${String(type)}`), mutation.name).toEqual([`input: ${name}Input!`])
      expect(String(mutation.type)).toBe(`${name}Result!`)
      const union = testSchema().getType(`${name}Result`)
      if (!isUnionType(union)) throw new Error(`${name}Result is no union`)
      expect(union.getTypes().map((member) => member.name)).toContain(`${name}Success`)
      for (const error of union.getTypes().filter((member) => member.name !== `${name}Success`)) expect(error.getInterfaces().map(({ name }) => name), error.name).toEqual(['Error'])
    }
  })

  it('makes every type with a global id a Node', () => {
    for (const type of types) if (isObjectType(type) && type.getFields()['id']) expect(type.getInterfaces().map(({ name }) => name), type.name).toContain('Node')
  })

  it('names times and flags as what they are', () => {
    for (const { type, field } of fields) {
      const place = `${type.name}.${field.name}`
      if (named(field.type) === 'DateTime') expect(field.name, place).toMatch(/(At|Date|Since)$/)
      if (named(field.type) === 'Boolean' && !['ProcessAutomationSettings', 'PageInfo'].includes(type.name)) expect(field.name, place).toMatch(/^(is|has|can)[A-Z]|Verified$|Valid$/)
    }
  })
})

function partsOf(type: GraphQLNamedType): { name: string; description?: string | null }[] {
  if (isEnumType(type)) return [...type.getValues()]
  if (isInputObjectType(type)) return Object.values(type.getFields())
  if (isObjectType(type) || isInterfaceType(type)) return Object.values(type.getFields()).flatMap((field: GraphQLField<unknown, unknown>) => [field, ...field.args.map((arg) => ({ name: `${field.name}(${arg.name})`, description: arg.description }))])
  return []
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type)
}

function named(type: GraphQLOutputType): string {
  return String(type).replace(/[[\]!]/g, '')
}
