// Documents executed along a plan come to what graphql-js makes of them: data, errors, their order, and what resolvers are
// told. PLANS_COUNT documents from PLANS_SEED on; each fails with its seed.
import { readFileSync } from 'node:fs'
import {
  buildSchema, execute, getNullableType, GraphQLError, isAbstractType, isEnumType, isLeafType, isListType, isNonNullType, isObjectType, Kind, parse, print, validate, visit,
  type ExecutionArgs, type ExecutionResult, type FieldNode, type GraphQLOutputType, type GraphQLResolveInfo, type GraphQLSchema, type SelectionNode,
} from 'graphql'
import { describe, expect, it } from 'vitest'
import { executePlanned } from '../../src/execution/execute.ts'
import { createChance, randomOperation, type Chance } from '../support/random-documents.ts'

const COUNT = Number(process.env['PLANS_COUNT'] ?? 1_500)
const SEED = Number(process.env['PLANS_SEED'] ?? 1)

type Told = { path: string; args: unknown; field: string; parent: string; returns: string; nodes: number; variables: unknown; operation: string }

const pathOf = (info: GraphQLResolveInfo) => {
  const keys: (string | number)[] = []
  for (let at: GraphQLResolveInfo['path'] | undefined = info.path; at !== undefined; at = at.prev) keys.unshift(at.key)
  return keys.join('.')
}

/** A number that a text always gives. */
function hashOf(text: string): number {
  let hash = 2_166_136_261
  for (const character of text) hash = Math.imul(hash ^ character.codePointAt(0)!, 16_777_619)
  return hash >>> 0
}

// ---------------------------------------------------------------- a world in which everything happens

type Odds = { nulls: number; errors: number; promises: number }

/** What a field at a path is: the same for whoever asks, in whatever order. */
function valueFor(schema: GraphQLSchema, type: GraphQLOutputType, chance: Chance, odds: Odds): unknown {
  const settle = (value: unknown) => (chance.is(odds.promises) ? Promise.resolve(value) : value)
  if (chance.is(odds.errors)) {
    const error = chance.pick([() => new Error('broken'), () => new GraphQLError('refused', { extensions: { code: 'X' } }), () => new TypeError('odd')])()
    return chance.pick([() => error, () => { const late = Promise.reject(error); late.catch(() => {}); return late }, () => ({ [THROWN]: error })])()
  }
  if (chance.is(isNonNullType(type) ? odds.nulls / 4 : odds.nulls)) return settle(chance.pick([null, undefined]))
  const nullable = getNullableType(type)
  if (isListType(nullable)) return settle(Array.from({ length: chance.below(4) }, () => itemFor(valueFor(schema, nullable.ofType as GraphQLOutputType, chance, odds))))
  if (isLeafType(nullable)) return settle(leafFor(nullable.name, isEnumType(nullable) ? nullable.getValues().map(({ value }) => value as unknown) : null, chance, odds))
  const types = isAbstractType(nullable) ? schema.getPossibleTypes(nullable) : [nullable]
  return settle({ __typename: chance.pick(types).name })
}

const THROWN = Symbol('thrown')
// Within a list nothing is there to throw it.
const itemFor = (value: unknown) => (typeof value === 'object' && value !== null && THROWN in value ? value[THROWN] : value)

function leafFor(name: string, values: readonly unknown[] | null, chance: Chance, odds: Odds): unknown {
  // What its type can't show.
  if (chance.is(odds.errors)) return chance.pick([{}, [], Number.NaN])
  if (values !== null) return chance.pick(values)
  switch (name) {
    case 'Int': return chance.below(100)
    case 'Float': return chance.number()
    case 'Boolean': return chance.is(0.5)
    case 'JSON': return chance.pick([{ a: [1, { b: null }] }, 'text', 0, false])
    default: return `${name} ${chance.below(100)}`
  }
}

type World = { schema: GraphQLSchema; seed: number; odds: Odds; told: Told[] }

/** A schema whose fields are what they are in a world, and tell what they were told. */
function makeWorld(): World {
  const schema = buildSchema(text)
  const world: World = { schema, seed: 0, odds: { nulls: 0, errors: 0, promises: 0 }, told: [] }
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type)) type.resolveType = (value: { __typename: string }) => (hashOf(`${world.seed} ${type.name}`) % 2 === 0 ? value.__typename : Promise.resolve(value.__typename))
    if (!isObjectType(type) || type.name.startsWith('__')) continue
    for (const field of Object.values(type.getFields())) {
      field.resolve = (_source, args, _context, info) => {
        const path = pathOf(info)
        world.told.push({ path, args, field: info.fieldName, parent: info.parentType.name, returns: String(info.returnType), nodes: info.fieldNodes.length, variables: info.variableValues, operation: info.operation.operation })
        const value = valueFor(schema, field.type, createChance(hashOf(`${world.seed} ${path}`)), world.odds)
        if (typeof value === 'object' && value !== null && THROWN in value) throw value[THROWN] as Error
        return value
      }
    }
  }
  return world
}

const text = readFileSync('schema.graphql', 'utf8')

// What is random in random documents is their fields. Fragments, conditions and fields that come twice are put in here.
function adorned(query: string, chance: Chance): { query: string; variables: Record<string, boolean> } {
  const variables: Record<string, boolean> = {}
  const fragments: string[] = []
  const condition = () => {
    if (!chance.is(0.15)) return ''
    if (chance.is(0.5)) return ` @${chance.pick(['skip', 'include'])}(if: ${chance.is(0.5)})`
    const name = `c${chance.below(3)}`
    variables[name] ??= chance.is(0.5)
    return ` @${chance.pick(['skip', 'include'])}(if: $${name})`
  }
  const adorn = (selection: SelectionNode): string => {
    if (selection.kind === Kind.FIELD) {
      const own = print({ ...selection, selectionSet: undefined } satisfies FieldNode)
      const once = () => `${own}${condition()}${selection.selectionSet === undefined ? '' : ` { ${selection.selectionSet.selections.map(adorn).join(' ')} }`}`
      return chance.is(0.1) ? `${once()} ${once()}` : once()
    }
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      const inner = selection.selectionSet.selections.map(adorn).join(' '), type = selection.typeCondition!.name.value
      if (chance.is(0.5)) return `... on ${type}${condition()} { ${inner} }`
      fragments.push(`fragment F${fragments.length} on ${type} { ${inner} }`)
      const spread = `...F${fragments.length - 1}`
      return chance.is(0.3) ? `${spread}${condition()} ${spread}` : `${spread}${condition()}`
    }
    return print(selection)
  }
  let body = ''
  visit(parse(query), { OperationDefinition: (operation) => {
    const selections = operation.selectionSet.selections.map(adorn).join(' ')
    const declared = [...(operation.variableDefinitions ?? []).map((definition) => print(definition)), ...Object.keys(variables).map((name) => `$${name}: Boolean!`)]
    body = `${operation.operation} Q${declared.length > 0 ? `(${declared.join(', ')})` : ''} { ${selections} __typename }`
  } })
  return { query: [body, ...fragments].join('\n'), variables }
}

const plain = ({ data, errors }: ExecutionResult) => JSON.parse(JSON.stringify({ data, errors: errors?.map((error) => ({ ...error.toJSON(), cause: error.originalError?.constructor.name === 'GraphQLError' ? 'Error' : error.originalError?.constructor.name })) })) as unknown

it(`is what graphql-js makes of ${COUNT} documents`, async () => {
  let executed = 0, withErrors = 0, withNothing = 0
  const differing: string[] = []
  const worlds = { planned: makeWorld(), right: makeWorld() }
  for (let seed = SEED; seed < SEED + COUNT; seed++) {
    const chance = createChance(seed)
    const { schema } = worlds.planned
    const random = randomOperation(schema, chance, chance.pick([0, 0, 0.1]))
    const { query, variables } = adorned(random.query, chance)
    const document = parse(query)
    if (validate(schema, document).length > 0) continue
    const odds = chance.pick<Odds>([{ nulls: 0.1, errors: 0, promises: 0.3 }, { nulls: 0.1, errors: 0.05, promises: 0 }, { nulls: 0.1, errors: 0.05, promises: 0.5 }, { nulls: 0.02, errors: 0.01, promises: 1 }])
    const answerOf = async (world: World, run: (args: ExecutionArgs) => unknown) => {
      Object.assign(world, { seed, odds, told: [] })
      const result = await run({ schema: world.schema, document, variableValues: { ...random.variables, ...variables }, contextValue: {} }) as ExecutionResult | null
      return result === null ? null : { result: plain(result), told: JSON.stringify(world.told) }
    }
    // Twice: found out, and known.
    const planned = await answerOf(worlds.planned, executePlanned), again = await answerOf(worlds.planned, executePlanned)
    const right = await answerOf(worlds.right, execute)
    if (planned === null) continue
    executed++
    if ((right!.result as ExecutionResult).errors !== undefined) withErrors++
    if ((right!.result as ExecutionResult).data === null) withNothing++
    for (const one of [planned, again]) if (JSON.stringify(one) !== JSON.stringify(right)) differing.push(`seed ${seed}\n${query}\n${JSON.stringify(one)}\n${JSON.stringify(right)}`)
  }
  expect(differing.slice(0, 2).join('\n\n')).toBe('')
  // Of all kinds there were many.
  expect([executed > COUNT / 2, withErrors > COUNT / 20, withNothing > COUNT / 100]).toEqual([true, true, true])
}, 3_600_000)

// ---------------------------------------------------------------- what has its own ways

const small = buildSchema(/* GraphQL */ `
  interface Named { name: String! }
  type Cat implements Named { name: String! lives: Int friends: [Named!]! soon: Int! late: Int }
  type Dog implements Named { name: String! }
  union Pet = Cat | Dog
  input Where { name: String = "any", tags: [String!] }
  type Query { cat: Cat pets: [Pet] named: Named odd: Named count(where: Where = { name: "none" }, first: Int = 3): String! list: [[Int!]] set: [Int] text: [Int] strict: Cat! last: Int }
  type Mutation { next: Int! slow: Int! }
`)

function world() {
  let count = 0
  const cat = { __typename: 'Cat', name: 'Tom', lives: async () => 9, friends: [{ __typename: 'Dog', name: 'Rex' }, Promise.resolve({ __typename: 'Cat', name: null })] }
  const after = async (turns: number) => {
    for (let turn = 0; turn < turns; turn++) await Promise.resolve()
    throw new Error(`after ${turns}`)
  }
  Object.assign(cat, { soon: () => after(1), late: () => after(20) })
  return {
    last: () => after(50),
    cat, pets: [cat, { __typename: 'Dog', name: 'Rex' }, null, new Error('no pet')], named: async () => cat, odd: { __typename: 'Where' }, strict: () => { throw new Error('never') },
    count: (args: object) => JSON.stringify(args), list: [[1, null], [Promise.resolve(2)], null], set: new Set([1, 2]), text: 'not a list',
    next: () => ++count, slow: async () => { await Promise.resolve(); return ++count },
  }
}

describe.each<[string, string, Record<string, unknown>?, string?]>([
  ['leaves by property, method and promise', '{ cat { __typename name lives } }'],
  ['a type by each of its fragments', '{ pets { __typename ... on Cat { lives } ... on Named { name } ...D } } fragment D on Dog { name bark: name }'],
  ['an error within a list', '{ pets { ... on Cat { name } } }'],
  ['a promise of an interface', '{ named { name ... on Cat { friends { name } } } }'],
  ['null where none may be, up to where it may', '{ cat { name friends { name } } named { name } }'],
  ['null where none may be, up to the root', '{ strict { name } cat { name } }'],
  ['a promise beside what fails', '{ named { name } strict { name } }'],
  ['what fails beneath a place that is null already', '{ cat { soon late } last }'],
  ['what fails once all is null', '{ cat { late } strict { name } }'],
  ['lists of lists', '{ list }'],
  ['what can be gone through without being an array', '{ set }'],
  ['what can\'t be gone through', '{ text }'],
  ['arguments by default', '{ a: count b: count(first: null) c: count(where: {}) d: count(where: { tags: "one" }) }'],
  ['arguments by variables', 'query Q($where: Where, $first: Int = 7) { count(where: $where, first: $first) }', { where: { tags: ['a'] } }],
  ['arguments by variables that are not given', 'query Q($where: Where, $first: Int) { count(where: $where, first: $first) }', {}],
  ['arguments with variables inside', 'query Q($tag: String!) { count(where: { tags: [$tag, "b"] }) }', { tag: 'a' }],
  ['names that objects have', '{ __proto__: cat { constructor: name toString: name hasOwnProperty: lives } }'],
  ['fields that come twice', '{ cat { name } cat { lives } ...C } fragment C on Query { cat { again: name friends { name } } }'],
  ['what is left out', 'query Q($yes: Boolean!, $no: Boolean!) { cat @include(if: $yes) { name @skip(if: $yes) lives @skip(if: $no) @include(if: $yes) } pets @include(if: $no) { __typename } ... @skip(if: $yes) { named { name } } }', { yes: true, no: false }],
  ['everything left out', '{ cat { name @skip(if: true) } }'],
  ['one operation of two', 'query A { cat { name } } query B { named { name } }', {}, 'B'],
  ['mutations one after the other', 'mutation { a: slow b: next c: slow d: next }'],
  ['the schema', '{ __schema { queryType { name fields(includeDeprecated: true) { name args { name defaultValue } type { kind name ofType { name } } } } } __type(name: "Pet") { possibleTypes { name } } }'],
])('%s', (_, query, variableValues = {}, operationName = undefined) => {
  it('comes to the same', async () => {
    const args = () => ({ schema: small, document: parse(query), variableValues, operationName, rootValue: world() })
    expect(validate(small, args().document)).toEqual([])
    const planned = await executePlanned(args())
    expect(planned).not.toBeNull()
    // As text: also the order of fields.
    expect(JSON.stringify(planned)).toBe(JSON.stringify(await execute(args())))
    expect(planned!.errors?.map((error) => error.originalError?.message)).toEqual((await execute(args())).errors?.map((error) => error.originalError?.message))
  })
})

it('fails where a type is none of those that it may be, and tells nothing of the value', async () => {
  const { data, errors } = (await executePlanned({ schema: small, document: parse('{ odd { name } cat { name } }'), rootValue: world() }))!
  expect(JSON.stringify(data)).toBe('{"odd":null,"cat":{"name":"Tom"}}')
  expect(errors?.map(({ message, path }) => [message, path])).toEqual([['Abstract type "Named" did not resolve to one of its Object types at runtime for field "Query.odd".', ['odd']]])
})

it('tells no more of an answer once it was given', async () => {
  const late = Promise.resolve().then(() => Promise.resolve()).then(() => { throw new Error('late') })
  const { errors } = (await executePlanned({ schema: small, document: parse('{ strict { name } last }'), rootValue: { ...world(), strict: () => Promise.reject(new Error('never')), last: () => late } }))!
  await late.catch(() => {})
  await new Promise(setImmediate)
  expect(errors?.map(({ message }) => message)).toEqual(['never'])
})

it('makes arguments anew for each call', async () => {
  const given: { first?: number; where?: { name?: string } }[] = []
  const rootValue = { count: (args: { first?: number; where?: { name?: string } }) => {
    given.push({ ...args, where: { ...args.where } })
    args.first = 100
    if (args.where !== undefined) args.where.name = 'changed'
    return ''
  } }
  const args = { schema: small, document: parse('{ a: count(first: 1) b: count(where: { name: "x" }) }'), rootValue }
  for (let time = 0; time < 3; time++) await executePlanned(args)
  // What isn't given is the schema's own, whoever executes.
  expect(given.filter((_, at) => at % 2 === 1).map(({ where }) => where)).toEqual([{ name: 'x' }, { name: 'x' }, { name: 'x' }])
  expect(given.filter((_, at) => at % 2 === 0).map(({ first }) => first)).toEqual([1, 1, 1])
})

describe('what is left to others', () => {
  const rest = (query: string, more: Partial<ExecutionArgs> = {}) => executePlanned({ schema: small, document: parse(query), rootValue: world(), ...more })
  it.each<[string, string, Partial<ExecutionArgs>?]>([
    ['no such operation', 'query A { cat { name } }', { operationName: 'B' }],
    ['several and none named', 'query A { cat { name } } query B { cat { name } }'],
    ['a variable of a wrong kind', 'query Q($first: Int) { count(first: $first) }', { variableValues: { first: 'x' } }],
    ['a variable that is missing', 'query Q($first: Int!) { count(first: $first) }'],
    ['a directive of others', '{ cat @defer { name } }'],
    ['a resolver beside the schema', '{ cat { name } }', { fieldResolver: () => null }],
    ['a condition that is null', 'query Q($if: Boolean = true) { cat @include(if: $if) { name } }', { variableValues: { if: null } }],
  ])('%s', (_, query, more) => { expect(rest(query, more)).toBeNull() })

  it('more conditions than are kept', async () => {
    const names = ['a', 'b', 'c', 'd', 'e']
    const document = parse(`query Q(${names.map((name) => `$${name}: Boolean!`).join(' ')}) { ${names.map((name) => `${name}: cat @include(if: $${name}) { name }`).join(' ')} }`)
    const results = Array.from({ length: 32 }, (_, at) => executePlanned({ schema: small, document, rootValue: world(), variableValues: Object.fromEntries(names.map((name, bit) => [name, (at >> bit) % 2 === 1])) }))
    expect(results.map((result) => result === null)).toEqual([...Array.from({ length: 16 }, () => false), ...Array.from({ length: 16 }, () => true)])
    expect(JSON.stringify(await executePlanned({ schema: small, document, rootValue: world(), variableValues: { a: true, b: false, c: false, d: false, e: false } }))).toBe('{"data":{"a":{"name":"Tom"}}}')
  })
})

it('takes no name for none', async () => {
  const document = parse('{ cat { name } }')
  expect(await executePlanned({ schema: small, document, rootValue: world() })).not.toBeNull()
  expect(executePlanned({ schema: small, document, rootValue: world(), operationName: '' })).toBeNull()
})

it('sees resolvers that were put into the schema since', async () => {
  const schema = buildSchema('type Query { a: String }'), document = parse('{ a }')
  expect(JSON.stringify(await executePlanned({ schema, document }))).toBe('{"data":{"a":null}}')
  schema.getQueryType()!.getFields()['a']!.resolve = () => 'here'
  expect(JSON.stringify(await executePlanned({ schema, document }))).toBe('{"data":{"a":"here"}}')
})

it('keeps to the schema that it is given', async () => {
  const document = parse('{ a }')
  const answer = async (schema: GraphQLSchema) => JSON.stringify(await executePlanned({ schema, document, rootValue: { a: '1' } }))
  const [one, other] = [buildSchema('type Query { a: String }'), buildSchema('type Query { a: Int }')]
  expect([await answer(one), await answer(other), await answer(one)]).toEqual(['{"data":{"a":"1"}}', '{"data":{"a":1}}', '{"data":{"a":"1"}}'])
})
