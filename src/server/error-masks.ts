// What clients get to see of errors: a message and a stable code for what we promise, and nothing of anything else.
import { randomUUID } from 'node:crypto'
import { GraphQLError } from 'graphql'
import type { Logger } from 'pino'
import { KeysUnavailableError, UnauthenticatedError } from '../auth.ts'
import { isDatabaseOutage } from '../database-outage.ts'
import { PromisedError } from '../errors.ts'
import type { Metrics } from '../metrics.ts'
import { unauthenticated } from './sign-in.ts'

// Codes for errors that libraries make without one, by the HTTP status they ask for.
const CODES: Record<number, string> = { 401: 'UNAUTHENTICATED', 403: 'FORBIDDEN', 404: 'NOT_FOUND', 405: 'METHOD_NOT_ALLOWED', 406: 'NOT_ACCEPTABLE', 413: 'PAYLOAD_TOO_LARGE', 415: 'UNSUPPORTED_MEDIA_TYPE' }

/**
 * Makes the one mask. Errors that are meant for clients keep their message and get a code; what passes by itself (no
 * database, no keys to check tokens by) is SERVICE_UNAVAILABLE, for which callers try again; every other is logged with its
 * stack under an incident's id, and the client gets that id alone.
 */
export function createErrorMask(log: Logger, metrics: Pick<Metrics, 'fault'>): (error: unknown) => Error {
  return (error) => {
    const outer = error instanceof GraphQLError ? error : null
    const cause = innermost(error)
    if (cause instanceof UnauthenticatedError) return unauthenticated(cause.message)
    if (cause instanceof PromisedError) return at(outer, cause.message, { code: cause.code })
    if (cause instanceof GraphQLError) return withCode(outer ?? cause)
    if (isPassing(cause)) {
      metrics.fault('SERVICE_UNAVAILABLE')
      log.warn({ err: cause, path: outer?.path?.join('.') }, 'answered that it can\'t be answered just now')
      return at(outer, 'This can\'t be answered just now; try again in a moment. A change may have been made all the same.', { code: 'SERVICE_UNAVAILABLE', http: { status: 503, headers: { 'retry-after': '1' } } })
    }
    const incident = randomUUID()
    metrics.fault('INTERNAL_SERVER_ERROR')
    log.error({ err: cause, incident, path: outer?.path?.join('.') }, 'unexpected error')
    return at(outer, 'Unexpected error.', { code: 'INTERNAL_SERVER_ERROR', incident, ...(outer === null && { http: { status: 500 } }) })
  }
}

/** The code that the mask gives an error, as it came or masked; without a word in the log. */
export function codeOf(error: unknown): string {
  const cause = innermost(error)
  if (cause instanceof UnauthenticatedError || cause instanceof PromisedError) return cause.code
  if (cause instanceof GraphQLError) return codeOfRefusal(error instanceof GraphQLError ? error : cause)
  return isPassing(cause) ? 'SERVICE_UNAVAILABLE' : 'INTERNAL_SERVER_ERROR'
}

function isPassing(cause: unknown): boolean {
  return isDatabaseOutage(cause) || cause instanceof KeysUnavailableError
}

function innermost(error: unknown): unknown {
  let at = error
  while (at instanceof GraphQLError && at.originalError !== undefined && at.originalError !== null) at = at.originalError
  return at
}

function codeOfRefusal({ extensions, message }: GraphQLError): string {
  if (typeof extensions['code'] === 'string') return extensions['code']
  const status = (extensions['http'] as { status?: number } | undefined)?.status
  const byWords = message.startsWith('Syntax Error: ') ? 'GRAPHQL_PARSE_FAILED' : 'BAD_USER_INPUT'
  return (status !== undefined && CODES[status]) || byWords
}

function withCode(error: GraphQLError): GraphQLError {
  error.extensions['code'] = codeOfRefusal(error)
  const http = error.extensions['http'] as { status?: number; spec?: boolean } | undefined
  // GraphQL over HTTP: clients that take plain JSON get 400 for a request that is none, and 200 (`spec`) for whatever is wrong
  // with one that is: an operation that isn't in its document, a variable that doesn't fit.
  if (http?.status === 400) {
    if (error.extensions['code'] === 'BAD_REQUEST') error.extensions['http'] = { ...http, spec: false }
    else if (error.extensions['code'] === 'OPERATION_RESOLUTION_FAILURE' || error.nodes !== undefined) error.extensions['http'] = { ...http, spec: true }
  }
  // What a parser said of a body is not shown; that it said something, Yoga answers 400 by.
  if ('originalError' in error.extensions) Object.defineProperty(error.extensions, 'originalError', { enumerable: false })
  return error
}

function at(outer: GraphQLError | null, message: string, extensions: Record<string, unknown>): GraphQLError {
  return new GraphQLError(message, { nodes: outer?.nodes, source: outer?.source, positions: outer?.positions, path: outer?.path, extensions })
}
