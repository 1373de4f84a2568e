// An operation as every transport but Yoga's own takes it up: by the same rules, since Yoga's plugins have their say here too.
import { getOperationAST, type DocumentNode, type ExecutionArgs, type ExecutionResult, type GraphQLError, type OperationDefinitionNode } from 'graphql'
import type { Api, OperationContext } from './yoga.ts'

/** What a client asks to be run; `query` is its text. */
export type OperationParams = { query?: string | null; operationName?: string | null; variables?: Record<string, unknown> | null }

/** One result, or those of a subscription. */
export type Results = ExecutionResult | AsyncIterable<ExecutionResult>

/** An operation that has been read. Where it has `faults`, or is null (none of that name, or several), it can't be run. */
export type ReadOperation = {
  document: DocumentNode
  operation: OperationDefinitionNode | null
  faults: readonly GraphQLError[]
  /** What it is run with; makes its context. */
  args(): Promise<ExecutionArgs>
  execute(args: ExecutionArgs): Promise<Results>
  subscribe(args: ExecutionArgs): Promise<Results>
}

/** Parses and validates an operation. Throws GraphQLError where it can't be parsed or goes beyond its limits. */
export function readOperation(api: Api, context: OperationContext, params: OperationParams): ReadOperation {
  const { schema, execute, subscribe, contextFactory, parse, validate } = api.getEnveloped({ ...context, params } as never)
  const document = parse(params.query) as DocumentNode
  const faults = validate(schema, document) as readonly GraphQLError[]
  const operationName = params.operationName ?? undefined
  return {
    document, faults, operation: getOperationAST(document, operationName) ?? null,
    args: async () => ({ schema, document, operationName, variableValues: params.variables ?? undefined, contextValue: await contextFactory() }),
    execute, subscribe,
  }
}
