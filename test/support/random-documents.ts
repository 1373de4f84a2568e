// Random GraphQL, valid and broken, from a schema and a seed: what a client could ever send, and what none should.
import {
  getNamedType, getNullableType, isAbstractType, isCompositeType, isEnumType, isInputObjectType, isListType, isNonNullType, isObjectType,
  type GraphQLCompositeType, type GraphQLField, type GraphQLInputType, type GraphQLSchema,
} from 'graphql'

/** Chance by a seed: the same seed gives the same numbers. */
export type Chance = { number(): number; below(limit: number): number; pick<T>(values: readonly T[]): T; is(probability: number): boolean }

/** Makes chance by a seed (mulberry32). */
export function createChance(seed: number): Chance {
  let state = seed >>> 0
  const number = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(number() * limit)
  return { number, below, pick: (values) => values[below(values.length)]!, is: (probability) => number() < probability }
}

const TEXTS = ['', 'a', 'Case', 'admin', 'no such', 'ünï', '💥', '\'; DROP TABLE "User"; --', '${x}', '{!x}', '<b>', '../../etc/passwd', '00000000-0000-7000-8000-000000000000', 'V29ya0l0ZW06MQ==', 'x'.repeat(300), '\u0000', '\ud800', '%', '_', '-1', 'null', '2026-02-30T00:00:00Z']
const NUMBERS = [0, 1, -1, 2, 20, 100, 101, 2_147_483_647, -2_147_483_648, 0.5, 1e308]
const TIMES = ['2026-01-01T00:00:00Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', 'yesterday', '', 7]

/** Any JSON, not too deep. */
export function randomJson(chance: Chance, depth = 3): unknown {
  const kind = chance.below(depth > 0 ? 7 : 5)
  if (kind === 0) return null
  if (kind === 1) return chance.is(0.5)
  if (kind === 2) return chance.pick(NUMBERS)
  if (kind <= 4) return chance.pick(TEXTS)
  if (kind === 5) return Array.from({ length: chance.below(4) }, () => randomJson(chance, depth - 1))
  return Object.fromEntries(Array.from({ length: chance.below(4) }, () => [chance.pick(TEXTS), randomJson(chance, depth - 1)]))
}

/** A value for an input type: mostly one that fits, `wildness` of them any JSON. */
export function randomInput(type: GraphQLInputType, chance: Chance, wildness: number, depth = 5): unknown {
  if (chance.is(wildness)) return randomJson(chance)
  if (!isNonNullType(type) && chance.is(depth > 0 ? 0.4 : 0.95)) return null
  const inner = getNullableType(type)
  if (isListType(inner)) return Array.from({ length: depth > 0 ? chance.below(3) : 0 }, () => randomInput(inner.ofType, chance, wildness, depth - 1))
  if (isEnumType(inner)) return chance.pick(inner.getValues()).name
  if (isInputObjectType(inner)) {
    const fields = Object.values(inner.getFields())
    const chosen = inner.isOneOf ? [chance.pick(fields)] : fields.filter((field) => isNonNullType(field.type) || chance.is(depth > 0 ? 0.5 : 0.05))
    return Object.fromEntries(chosen.map((field) => [field.name, inner.isOneOf ? (randomInput(field.type, chance, 0, depth - 1) ?? 'a') : randomInput(field.type, chance, wildness, depth - 1)]))
  }
  switch (getNamedType(inner).name) {
    case 'Int': return chance.pick(NUMBERS.filter(Number.isInteger))
    case 'Float': return chance.pick(NUMBERS)
    case 'Boolean': return chance.is(0.5)
    case 'DateTime': return chance.pick(TIMES)
    case 'JSON': return randomJson(chance)
    default: return chance.pick(TEXTS)
  }
}

/** An operation with its variables. */
export type RandomOperation = { query: string; variables: Record<string, unknown> }

/** An operation that is valid but for its values. `wildness`: how many of them are of a wrong kind. */
export function randomOperation(schema: GraphQLSchema, chance: Chance, wildness: number): RandomOperation {
  const kind = chance.pick(['query', 'query', 'mutation'] as const)
  const root = kind === 'query' ? schema.getQueryType()! : schema.getMutationType()!
  const variables: Record<string, unknown> = {}
  const declared: string[] = []
  const argument = (type: GraphQLInputType) => {
    const name = `v${declared.length}`
    declared.push(`$${name}: ${String(type)}`)
    variables[name] = randomInput(type, chance, wildness)
    return `$${name}`
  }
  const call = (field: GraphQLField<unknown, unknown>) => {
    const given = field.args.filter((each) => isNonNullType(each.type) || chance.is(0.3)).map((each) => `${each.name}: ${argument(each.type)}`)
    return given.length === 0 ? field.name : `${field.name}(${given.join(', ')})`
  }
  const select = (type: GraphQLCompositeType, depth: number): string => {
    const parts = ['__typename']
    if (isAbstractType(type)) for (const possible of schema.getPossibleTypes(type)) if (chance.is(0.3)) parts.push(`... on ${possible.name} ${select(possible, depth)}`)
    if (isObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        if (!chance.is(0.25)) continue
        const inner = getNamedType(field.type)
        if (isCompositeType(inner) && depth <= 0) continue
        parts.push(`x${parts.length}: ${call(field)}${isCompositeType(inner) ? ` ${select(inner, depth - 1)}` : ''}`)
      }
    }
    return `{ ${parts.join(' ')} }`
  }
  const field = chance.pick(Object.values(root.getFields()))
  const inner = getNamedType(field.type)
  const body = `{ r: ${call(field)}${isCompositeType(inner) ? ` ${select(inner, chance.below(4))}` : ''} }`
  return { query: `${kind}${declared.length > 0 ? `(${declared.join(', ')})` : ''} ${body}`, variables }
}

const PIECES = ['{', '}', '(', ')', '[', ']', ':', '!', '$', '@', '...', '"', '"""', '#', '\\', '\u0000', '\ufeff', '\ud800', '💥', ' on ', 'fragment', '__proto__', '__schema { types { name } }', '1e999', '-', '...F', '@include(if: $v0)', '@skip', 'query', 'subscription', ',']

/** A text with a few pieces taken out, put in, doubled or moved. */
export function broken(text: string, chance: Chance): string {
  let result = text
  for (let edits = 1 + chance.below(4); edits > 0; edits--) {
    const at = chance.below(result.length + 1)
    const to = Math.min(result.length, at + chance.below(12))
    const kind = chance.below(4)
    if (kind === 0) result = result.slice(0, at) + result.slice(to)
    else if (kind === 1) result = result.slice(0, at) + chance.pick(PIECES) + result.slice(at)
    else if (kind === 2) result = result.slice(0, at) + result.slice(at, to).repeat(1 + chance.below(30)) + result.slice(to)
    else result = result.slice(0, at) + chance.pick(PIECES).repeat(1 + chance.below(300)) + result.slice(to)
  }
  return result
}
