// Tells metrics and traces of what the API does: each operation, and each mutation by its name and outcome.
import { getOperationAST, type ExecutionArgs, type GraphQLError, type GraphQLSchema } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import { PromisedError } from '../errors.ts'
import type { Metrics } from '../metrics.ts'
import type { SpanOutcome, SpanTraits, Tracing } from '../tracing.ts'
import { codeOf } from './error-masks.ts'

const OF_OPERATIONS: SpanTraits<unknown> = { outcome: (result) => outcomeOfOperation(result as { errors?: readonly GraphQLError[] }) }

/** Measures every operation, on every transport. */
export function useObservation(metrics: Metrics, tracing: Tracing): Plugin {
  const observed = <Result>(args: ExecutionArgs, run: () => Result | Promise<Result>): Promise<Result> => {
    const operation = getOperationAST(args.document, args.operationName)
    const type = operation?.operation ?? 'query'
    const transport = (args.contextValue as { isSocket?: boolean }).isSocket === true ? 'websocket' : 'http'
    const began = performance.now()
    return tracing.span(`graphql ${type}`, { 'graphql.operation.type': type, 'graphql.operation.name': operation?.name?.value ?? '', 'network.transport': transport }, async () => {
      const result = await run()
      const isOk = isAsyncIterable(result) || (result as { errors?: unknown }).errors === undefined
      metrics.operation(type, transport, isOk, (performance.now() - began) / 1_000)
      return result
    }, OF_OPERATIONS)
  }
  return {
    onExecute: ({ executeFn, setExecuteFn }) => setExecuteFn((args: ExecutionArgs) => observed(args, () => executeFn(args) as Promise<object>)),
    onSubscribe: ({ subscribeFn, setSubscribeFn }) => setSubscribeFn((args: ExecutionArgs) => observed(args, () => subscribeFn(args) as Promise<object>)),
  }
}

/** Makes every mutation of a schema tell how it came out: OK, the code of its typed error, or FAULT. Changes the schema given. */
export function observeMutations(schema: GraphQLSchema, metrics: Metrics, tracing: Tracing): GraphQLSchema {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const resolve = field.resolve
    if (resolve === undefined) continue
    field.resolve = async (source, args, context, info) => {
      const began = performance.now()
      let outcome = 'FAULT'
      try {
        return await tracing.span(`command ${field.name}`, {}, async () => {
          const answer: unknown = await resolve(source, args, context, info)
          outcome = outcomeOf(answer)
          return answer
        })
      } finally {
        metrics.command(field.name, outcome, (performance.now() - began) / 1_000)
      }
    }
  }
  return schema
}

// An operation that answers what it could beside its errors has failed too: somebody misses the rest.
function outcomeOfOperation({ errors }: { errors?: readonly GraphQLError[] }): SpanOutcome {
  return errors === undefined ? { hasFailed: false, attributes: {} } : { hasFailed: true, attributes: { 'graphql.error.codes': [...new Set(errors.map(codeOf))] } }
}

// A typed error that is an answer hides that it is an Error, but not its class.
function outcomeOf(answer: unknown): string {
  const { constructor, code } = (answer ?? {}) as { constructor?: { prototype?: unknown }; code?: unknown }
  return constructor?.prototype instanceof PromisedError && typeof code === 'string' ? code : 'OK'
}
