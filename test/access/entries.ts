// What of the schema takes access: every node, and every field that returns objects. And the matrix that says of each who gets what.
import { isInterfaceType, isCompositeType, isObjectType, isUnionType, getNamedType, type GraphQLCompositeType, type GraphQLField, type GraphQLObjectType, type GraphQLSchema } from 'graphql'

/** Whose eyes the matrix has a column for, in its order. */
export const PERSONS = ['nobody', 'stranger', 'assignee', 'group member', 'queue member', 'site visitor', 'record reader', 'administrator'] as const
export type Person = (typeof PERSONS)[number]

/** What each person gets of one entry. */
export type Cells = Readonly<Record<Person, string>>

/** Whether it can be read by `node`. */
export function isNode(type: GraphQLCompositeType): type is GraphQLObjectType {
  return isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Node')
}

/** Whether it is only the frame of a page: its rows are what a list's own entry speaks of. */
export function isPage(type: GraphQLCompositeType): boolean {
  return /(Connection|Edge)$/.test(type.name)
}

/** The fields of a type that return objects. */
export function objectFields(type: GraphQLCompositeType): GraphQLField<unknown, unknown>[] {
  if (isUnionType(type) || isInterfaceType(type)) return []
  return Object.values(type.getFields()).filter((field) => isCompositeType(getNamedType(field.type)))
}

/** Names of all entries: `node(T)` for each type with a global id, `T.field` for each field that returns objects. */
export function accessEntries(schema: GraphQLSchema): string[] {
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type)).filter((type) => !type.name.startsWith('__') && !isPage(type))
  return types.flatMap((type) => [...(isNode(type) ? [`node(${type.name})`] : []), ...objectFields(type).map((field) => `${type.name}.${field.name}`)]).sort()
}

/** The entry that a row of the matrix is of: a row may speak of one case, as in `Mutation.openWorkItem, given to a group`. */
export function entryOf(row: string): string {
  return row.split(',')[0]!
}

/** Reads the matrix as it is checked in: rows by name. */
export function readMatrix(text: string): ReadonlyMap<string, Cells> {
  const lines = text.split('\n').filter((line) => line.startsWith('| `'))
  return new Map(lines.map((line) => {
    const [name, ...cells] = line.split('|').slice(1, -1).map((cell) => cell.trim().replaceAll('`', ''))
    return [name!, Object.fromEntries(PERSONS.map((person, at) => [person, cells[at] ?? ''])) as Cells]
  }))
}
