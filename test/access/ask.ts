// Asks one thing of the API as one person, with everything that returns objects selected, and says of each entry what came back.
import { getNamedType, isObjectType, isUnionType, isInterfaceType, type GraphQLCompositeType, type GraphQLSchema } from 'graphql'
import { isNode, isPage, objectFields } from './entries.ts'

/** What came back, by entry. */
export type Outcomes = Map<string, string>

// Fields that return no objects and yet say something else to everybody.
const SCALARS: Readonly<Record<string, readonly string[]>> = {
  Record: ['url'], WorkItem: ['linkUrl', 'canOpen'], FlowInterview: ['canResume', 'canDelete'], User: ['email', 'permissions'], FlowVersion: ['definition'], OrchestrationVersion: ['definition'],
  ProcessAutomationSettings: ['orgBaseUrl'],
}

// Screens are in interviews, choices in their fields: three is as deep as values go.
const DEEPEST = 4

// Required arguments of fields below a root: there are none; lists are as long as they need be to be empty or not.
const argsOf = (field: { args: readonly { name: string }[] }) => (field.args.some(({ name }) => name === 'first') ? '(first: 1)' : '')

/** The selection on a type: nodes by id and type only, all else down to its nodes. */
export function selectionOf(schema: GraphQLSchema, type: GraphQLCompositeType, deep = 0): string {
  if (isPage(type)) return '{ edges { node { __typename } } }'
  if (isNode(type)) return '{ __typename id }'
  const members = isUnionType(type) ? type.getTypes() : isInterfaceType(type) ? [] : [type]
  const parts = deep >= DEEPEST ? [] : members.map((member) => `... on ${member.name} { ${isNode(member) ? 'id' : fieldsOf(schema, member, deep)} }`)
  return `{ __typename ${parts.join(' ')} }`
}

/** Every field of a type that returns objects, or says something else to everybody, under names that don't collide within unions. */
export function fieldsOf(schema: GraphQLSchema, type: GraphQLCompositeType, deep = 0): string {
  const objects = objectFields(type).map((field) => `${type.name}_${field.name}: ${field.name}${argsOf(field)} ${selectionOf(schema, getNamedType(field.type) as GraphQLCompositeType, deep + 1)}`)
  return ['__typename', ...objects, ...(SCALARS[type.name] ?? []).map((name) => `${type.name}_${name}: ${name}`)].join(' ')
}

/** Notes what an object answers for each of its fields, however deep. */
export function note(outcomes: Outcomes, value: unknown): void {
  if (Array.isArray(value)) return value.forEach((one) => note(outcomes, one))
  if (typeof value !== 'object' || value === null) return
  for (const [key, part] of Object.entries(value)) {
    const [type, field] = key.split('_')
    if (field === undefined || key.startsWith('__')) continue
    const entry = `${type}.${field}`, before = outcomes.get(entry)
    if (before === undefined || before === 'null' || before === 'empty') outcomes.set(entry, outcomeOf(part))
    note(outcomes, part)
  }
}

/** The word for what came back. */
export function outcomeOf(value: unknown): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string') return value === '' ? 'empty' : (/^https:\/\/(org|site)\./.exec(value)?.[1] ?? 'seen').replace(/^(org|site)$/, '$1 page')
  if (Array.isArray(value)) return value.length === 0 ? 'empty' : value.every((one) => one === null) ? 'null' : 'seen'
  const { __typename, edges } = value as { __typename?: string; edges?: unknown[] }
  if (edges !== undefined) return edges.length === 0 ? 'empty' : 'seen'
  return __typename?.endsWith('Error') === true ? errorName(__typename) : 'seen'
}

/** What a mutation answered: `success`, or its error in words. */
export function resultOf(typename: string): string {
  return typename.endsWith('Success') ? 'success' : errorName(typename)
}

function errorName(typename: string): string {
  return typename.replace(/Error$/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).trim()
}

/** The arguments of a root field as variables of their own types. */
export function operation(schema: GraphQLSchema, kind: 'query' | 'mutation' | 'subscription', name: string, args: readonly string[]): string {
  const root = { query: schema.getQueryType(), mutation: schema.getMutationType(), subscription: schema.getSubscriptionType() }[kind]!
  const field = root.getFields()[name]!
  const declared = field.args.filter((arg) => args.includes(arg.name))
  const head = declared.length === 0 ? '' : `(${declared.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ')})`
  const passed = [...declared.map((arg) => `${arg.name}: $${arg.name}`), ...(field.args.some((arg) => arg.name === 'first') ? ['first: 5'] : [])]
  const type = getNamedType(field.type) as GraphQLCompositeType
  const event = kind === 'subscription' && isObjectType(type) ? `{ ... on Event { cursor } ${fieldsOf(schema, type)} }` : selectionOf(schema, type)
  return `${kind} Ask${head} { ${name}${passed.length === 0 ? '' : `(${passed.join(', ')})`} ${event} }`
}
