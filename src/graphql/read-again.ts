// A query reads what it shows by several statements, between which others change things (Query's description). A row that was
// shown by one may be gone by the next, with all that belongs to it: runs that ended long ago are deleted, for one. Where a field
// that is never null would be so, the query is answered from a fresh reading, in which that row isn't shown in the first place.
import { getOperationAST, type GraphQLError, OperationTypeNode, type ExecutionArgs, type ExecutionResult } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Context } from './context.ts'
import { clearLoaders } from './loaders.ts'

const MAX_READINGS = 3

/** Has queries read again that found half of something. */
export function useFreshReadings(): Plugin {
  return { onExecute: ({ executeFn, setExecuteFn }) => setExecuteFn((args: ExecutionArgs) => readAgain(args, () => executeFn(args) as ExecutionResult | Promise<ExecutionResult>)) }
}

/** Executes an operation; a query again, for a bounded number of times, where it found half of something. Mutations are done once. */
export function readAgain(args: ExecutionArgs, execute: () => ExecutionResult | Promise<ExecutionResult>): ExecutionResult | Promise<ExecutionResult> {
  const look = (result: ExecutionResult, readings: number): ExecutionResult | Promise<ExecutionResult> => {
    if (result.errors === undefined || readings === MAX_READINGS || !result.errors.some(isHalf) || !isQuery(args)) return result
    clearLoaders((args.contextValue as Context).load)
    return attempt(readings + 1)
  }
  const attempt = (readings: number) => {
    const result = execute()
    return result instanceof Promise ? result.then((settled) => look(settled, readings)) : look(result, readings)
  }
  return attempt(1)
}

// The executor's own words: nothing else says so.
function isHalf({ originalError }: GraphQLError): boolean {
  return originalError != null && originalError.message.startsWith('Cannot return null for non-nullable field ')
}

function isQuery({ document, operationName }: ExecutionArgs): boolean {
  return getOperationAST(document, operationName)?.operation === OperationTypeNode.QUERY
}
