// Runs operations in this process as somebody: the whole schema, without HTTP.
import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { graphql, print, type ExecutionResult, type GraphQLSchema, type GraphQLUnionType } from 'graphql'
import type { Shell } from '../../src/commands/shell.ts'
import type { Permission, UserType, Viewer } from '../../src/core/viewer.ts'
import { createContext } from '../../src/graphql/context.ts'
import { createSchema } from '../../src/graphql/schema.ts'
import type { Db } from '../../src/db.ts'
import type { Realtime } from '../../src/realtime/realtime.ts'

// Queries and mutations listen to nothing.
const UNHEARD = {} as Realtime

let schema: GraphQLSchema | null = null

/** The schema as outside production. */
export function testSchema(): GraphQLSchema {
  return (schema ??= createSchema({ isProduction: false }))
}

/** Answers an operation as `viewer`, errors and all. */
export function execute(shell: Shell, viewer: Viewer, source: string, variableValues: object = {}): Promise<ExecutionResult> {
  return graphql({ schema: testSchema(), source, variableValues: variableValues as never, contextValue: createContext({ viewer, shell, requestId: 'test', realtime: UNHEARD }) })
}

/** Answers an operation's data; throws its first error, if there is one. */
export async function run<Data = never>(shell: Shell, viewer: Viewer, source: string, variables: object = {}): Promise<Data> {
  const { data, errors } = await execute(shell, viewer, source, variables)
  if (errors !== undefined) throw errors[0]!.originalError ?? errors[0]!
  // Plain objects, so that expectations print well.
  return JSON.parse(JSON.stringify(data)) as Data
}

/** As `run`, for a document that is typed by the schema (`npm run codegen` makes its types). */
export function ask<Data, Variables extends object>(shell: Shell, viewer: Viewer, document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data> {
  return run<Data>(shell, viewer, print(document), variables)
}

const DETAILS: { readonly [error: string]: string } = { ValidationError: 'issues { path message }', ForbiddenError: 'requiredPermission', ConflictError: 'references' }

/** Runs a mutation `name` with one input; answers its result with `fields` of the success and everything of errors. */
export async function mutate<Result = { __typename: string; [field: string]: unknown }>(shell: Shell, viewer: Viewer, name: string, input: object, fields = '__typename'): Promise<Result> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
  const members = (testSchema().getType(`${type}Result`) as GraphQLUnionType).getTypes()
  const details = members.flatMap((member) => (DETAILS[member.name] ? [`... on ${member.name} { ${DETAILS[member.name]} }`] : []))
  const source = `mutation Run($input: ${type}Input!) { ${name}(input: $input) { __typename ... on ${type}Success { ${fields} } ... on Error { message code } ${details.join(' ')} } }`
  const answer = await run<Record<string, Result>>(shell, viewer, source, { input })
  return answer[name]!
}

/** Makes a user and answers them as viewer. Their id is their username. */
export async function person(db: Db, username: string, permissions: readonly Permission[] = [], userType: UserType = 'INTERNAL'): Promise<Viewer> {
  await db.prisma.user.create({
    data: { id: username, username, name: username, email: `${username}@example.com`, userType, permissions: [...permissions], skills: [], presenceStatuses: [] },
  })
  return { id: username, username, name: username, userType, permissions: new Set(permissions) }
}
