// The shorter way for what nearly every request is: a query or mutation posted as JSON by a program, answered as JSON. It is
// read and run by the same rules as everywhere (operation.ts), without the objects of the fetch API around it, which cost
// more than most operations. Whatever is not quite so, or not right, is left to Yoga, which knows all there is to say.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { GraphQLError, type ExecutionResult } from 'graphql'
import { isAsyncIterable } from 'graphql-yoga'
import { isDatabaseOutage } from '../database-outage.ts'
import { createErrorMask } from './error-masks.ts'
import { mediaTypeFor, type MediaType } from './media-types.ts'
import { readOperation, type OperationParams, type ReadOperation } from './operation.ts'
import type { SignedIn } from './sign-in.ts'
import { GRAPHQL_PATH, type Api, type ApiParts } from './yoga.ts'

/** Answers a request and says so, or leaves it, with its body read if need be, as Yoga takes it. */
export type PlainRequests = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>

const KNOWN_PARAMS = new Set(['query', 'variables', 'operationName', 'extensions'])

/** Makes the shorter way of an API. */
export function createPlainRequests(api: Api, parts: Pick<ApiParts, 'signIn' | 'documents' | 'limits' | 'log' | 'metrics' | 'allowedOrigins'>): PlainRequests {
  const maskError = createErrorMask(parts.log, parts.metrics)
  // Null: there is something about it that Yoga is to say.
  const read = async (request: IncomingMessage, text: string): Promise<{ operation: ReadOperation } | { outage: unknown } | null> => {
    try {
      const params = paramsOf(JSON.parse(text))
      if (params === null) return null
      const signedIn: SignedIn = await parts.signIn(request.headers.authorization ?? null)
      const operation = readOperation(api, { signedIn, requestId: request.headers['x-request-id'] as string }, parts.documents.find(params, signedIn.viewer))
      const isPlain = operation.faults.length === 0 && (operation.operation?.operation === 'query' || operation.operation?.operation === 'mutation')
      return isPlain ? { operation } : null
    } catch (error) {
      // Yoga would wait for the same once more.
      return isDatabaseOutage(error) ? { outage: error } : null
    }
  }
  const refused = (error: unknown): ExecutionResult => {
    const masked = maskError(error)
    return { errors: [masked instanceof GraphQLError ? masked : new GraphQLError(masked.message)] }
  }
  const run = async ({ args, execute }: ReadOperation): Promise<ExecutionResult> => {
    try {
      const result = await execute(await args())
      return isAsyncIterable(result) ? { errors: [new GraphQLError('Results in parts are not sent.', { extensions: { http: { status: 406 } } })] } : result
    } catch (error) {
      return refused(error)
    }
  }
  return async (request, response) => {
    const mediaType = isPlain(request, parts.limits.bodyBytes) ? mediaTypeFor(request.headers.accept) : null
    if (mediaType === null) return false
    const text = await readBody(request)
    // Its sender has gone: nobody waits for an answer.
    if (text === null) return true
    const found = await read(request, text)
    if (found === null) {
      // Where frameworks put what they have read of a request, and Yoga looks for it.
      Object.assign(request, { body: text })
      return false
    }
    const result = 'outage' in found ? refused(found.outage) : await run(found.operation)
    const body = JSON.stringify(result.errors === undefined ? result : { ...result, errors: result.errors.map(shown) })
    if (parts.allowedOrigins.size > 0) response.appendHeader('vary', 'Origin')
    response.writeHead(statusOf(result, mediaType), { ...headersOf(result), 'content-type': `${mediaType}; charset=utf-8`, 'content-length': Buffer.byteLength(body) }).end(body)
    return true
  }
}

// Pages of other origins, bodies of unknown length and everything that is no JSON have rules of their own.
function isPlain({ method, url, headers }: IncomingMessage, bodyBytes: number): boolean {
  const length = Number(headers['content-length'] ?? NaN)
  return method === 'POST' && url === GRAPHQL_PATH && headers.origin === undefined && headers['content-encoding'] === undefined
    && length > 0 && length <= bodyBytes && /^application\/json(?:; ?charset=utf-8)?$/i.test(headers['content-type'] ?? '')
}

function readBody(request: IncomingMessage): Promise<string | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.once('end', () => resolve((chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)).toString()))
    request.once('error', () => resolve(null))
    request.once('close', () => resolve(null))
  })
}

function paramsOf(body: unknown): (OperationParams & { query?: string; extensions?: Record<string, unknown> | null }) | null {
  if (!isObject(body)) return null
  const { query, variables, operationName, extensions } = body
  const isUnderstood = (query == null || typeof query === 'string') && (variables == null || isObject(variables)) && (operationName == null || typeof operationName === 'string')
    && (extensions == null || isObject(extensions)) && Object.keys(body).every((name) => KNOWN_PARAMS.has(name))
  return isUnderstood ? body : null
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

type HttpOfError = { status?: number; spec?: boolean; headers?: Record<string, string> } | undefined

function httpOf({ extensions }: GraphQLError): HttpOfError {
  return extensions['http'] as HttpOfError
}

// As GraphQL over HTTP has it: what could be carried out is 200, whatever is wrong within; clients that take plain JSON get
// 200 for what is wrong with the operation, too.
function statusOf({ errors = [], ...result }: ExecutionResult, mediaType: MediaType): number {
  const told = errors.map(httpOf).filter((http) => http?.status !== undefined && !(http.spec === true && mediaType === 'application/json')).map((http) => http!.status!)
  if (told.length > 0) return Math.max(...told)
  if (errors.length === 0 || 'data' in result) return 200
  if (errors.some((error) => httpOf(error) === undefined && error.extensions['unexpected'] === true)) return 500
  return mediaType === 'application/json' ? 200 : 400
}

function headersOf({ errors = [] }: ExecutionResult): Record<string, string> {
  return Object.assign({}, ...errors.map((error) => httpOf(error)?.headers)) as Record<string, string>
}

/** An error as clients get it. Statuses and headers are for us, and have been looked at. */
export function shown(error: GraphQLError): object {
  const { extensions: { http: _, unexpected: __, ...extensions } = {}, ...rest } = error.toJSON()
  return Object.keys(extensions).length > 0 ? { ...rest, extensions } : rest
}
