// GraphQL over HTTP and event streams: who asks, what may be asked, and how answers and errors leave the house.
import { randomUUID } from 'node:crypto'
import { useCSRFPrevention } from '@graphql-yoga/plugin-csrf-prevention'
import { GraphQLError, NoSchemaIntrospectionCustomRule, parse, type ExecutionArgs, type ExecutionResult, type GraphQLSchema } from 'graphql'
import { createYoga, isAsyncIterable, type CORSOptions, type Plugin, type YogaInitialContext } from 'graphql-yoga'
import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import { hasAny } from '../core/viewer.ts'
import { executePlanned } from '../execution/execute.ts'
import type { Limits } from '../limits.ts'
import type { Metrics } from '../metrics.ts'
import type { ResultSource } from '../realtime/source.ts'
import { checkText, useDocumentLimits } from './document-limits.ts'
import type { Documents } from './documents.ts'
import { createErrorMask } from './error-masks.ts'
import { useEventStreams } from './event-streams.ts'
import type { HeldConnections } from './held-connections.ts'
import { takesEventStream, takesSomething } from './media-types.ts'
import { cacheParsedDocuments } from './parsed-documents.ts'
import type { SignedIn, SignIn } from './sign-in.ts'
import { useStorableTexts } from './storable-texts.ts'
import { policyForInlineScripts } from './web-safety.ts'

/** Where GraphQL is, on every transport. */
export const GRAPHQL_PATH = '/graphql'

/** What the API is made of. */
export type ApiParts = {
  schema: GraphQLSchema
  signIn: SignIn
  /** The context that resolvers get, once per request or subscription. */
  createContext: (request: SignedIn & { requestId: string }) => object
  isProduction: boolean
  clock: Clock
  log: Logger
  metrics: Metrics
  limits: Limits
  /** What each user keeps open, on every transport. */
  held: HeldConnections
  /** The documents that are run; what clients name by a hash is found here. */
  documents: Documents
  /** Origins whose pages may read answers besides the server's own; empty: none. */
  allowedOrigins: ReadonlySet<string>
  /** Whatever else has a say in each operation (limits, metrics). */
  plugins?: readonly Plugin[]
}

/**
 * What travels with an operation besides what Yoga puts there; a socket signs in by itself, and closes by itself.
 * `onResults`: is handed a subscription's results, unmasked, to be read without iterators around them; see graphql/shared-execution.ts.
 */
export type OperationContext = { signedIn?: SignedIn; requestId?: string; isSocket?: boolean; onResults?: (results: ResultSource) => void }
type Operation = YogaInitialContext & OperationContext

const CSRF_HEADERS = ['x-graphql-yoga-csrf', 'apollo-require-preflight']
const ALLOWED_HEADERS = ['authorization', 'content-type', 'accept', 'x-request-id', ...CSRF_HEADERS, 'traceparent', 'tracestate']

// Its subscriptions come as event streams: those carry what stands in its headers, its sockets would not.
const GRAPHIQL = {
  title: 'Interlude',
  headers: JSON.stringify({ authorization: 'Bearer <token>' }, null, 2),
  additionalHeaders: { 'x-graphql-yoga-csrf': '1' },
}

/** Makes the API's HTTP side; its `getEnveloped` runs operations of sockets by the same rules. */
export function createApi(parts: ApiParts) {
  const maskError = createErrorMask(parts.log, parts.metrics)
  let explorerPolicy: string | null = null
  const answerSafety: Plugin = {
    onResponse: ({ response }) => {
      // What is answered to one origin is not to be kept for another.
      if (parts.allowedOrigins.size > 0) response.headers.append('vary', 'Origin')
      if (explorerPolicy !== null && response.headers.get('content-type')?.startsWith('text/html')) response.headers.set('content-security-policy', explorerPolicy)
    },
  }
  return createYoga<OperationContext>({
    schema: parts.schema,
    graphqlEndpoint: GRAPHQL_PATH,
    landingPage: false,
    cors: (request) => corsFor(request, parts.allowedOrigins),
    parserAndValidationCache: cacheParsedDocuments(parts.limits),
    batching: false,
    multipart: false,
    // Counted by the server for what tells its length, and by useLengthLimit for what doesn't.
    maxRequestBodySize: false,
    maskedErrors: { maskError, errorMessage: 'Unexpected error.' },
    // maskError has logged them, with more.
    logging: { debug: () => {}, info: () => {}, warn: (...args: unknown[]) => parts.log.warn({ args }, 'graphql'), error: () => {} },
    graphiql: async (request) => (await maySeeGraphiQL(parts, request)) && GRAPHIQL,
    renderGraphiQL: async (options) => {
      const page = (await import('@graphql-yoga/render-graphiql')).renderGraphiQL(options)
      explorerPolicy = policyForInlineScripts(page)
      return page
    },
    context: (operation: Operation) => {
      // Only introspection gets here without, and reads no context.
      if (operation.signedIn === undefined) return {}
      return parts.createContext({ ...operation.signedIn, requestId: operation.requestId ?? randomUUID() })
    },
    plugins: [
      usePlans(),
      useCSRFPrevention({ requestHeaders: CSRF_HEADERS }) as Plugin,
      useHeaderOfGets(),
      useReadableParams(),
      useLengthLimit(parts.limits),
      useAcceptableAnswers(),
      useStatusOfRefusals(),
      useSignIn(parts),
      useDocumentLimits(parts.limits),
      useTimeLimit(parts.limits.operationMs),
      useQuietSchema(parts),
      answerSafety,
      useStorableTexts(),
      ...(parts.plugins ?? []),
      useEventStreams(parts),
    ],
  })
}

/** The API as transports see it. */
export type Api = ReturnType<typeof createApi>

// Comes before all that has to do with executing, which wraps it. What has no plan is executed as Yoga would.
function usePlans(): Plugin {
  return { onExecute: ({ executeFn, setExecuteFn }) => setExecuteFn((args: ExecutionArgs) => executePlanned(args) ?? (executeFn(args) as ExecutionResult)) }
}

// The plugin takes a content type that forms can't send for proof enough; a GET has no content.
function useHeaderOfGets(): Plugin {
  return {
    onRequestParse({ request }) {
      if (request.method !== 'GET' || CSRF_HEADERS.some((name) => request.headers.has(name))) return
      throw new GraphQLError('Required CSRF header(s) not present', { extensions: { http: { status: 403 } } })
    },
  }
}

// Before anything is done whose answer nobody would get: Yoga looks at what is accepted when there is one.
function useAcceptableAnswers(): Plugin<OperationContext> {
  const notAcceptable = (message: string) => new GraphQLError(message, { extensions: { code: 'NOT_ACCEPTABLE', http: { status: 406 } } })
  return {
    onParams({ request }) {
      if (!takesSomething(request.headers.get('accept'))) throw notAcceptable('Accept application/json, application/graphql-response+json or text/event-stream.')
    },
    onSubscribe({ args: { contextValue }, setResultAndStopExecution }) {
      const { isSocket, request } = contextValue as Operation
      if (isSocket === true || takesEventStream(request.headers.get('accept'))) return
      setResultAndStopExecution({ errors: [notAcceptable('Over HTTP a subscription is an event stream: accept text/event-stream, or subscribe on a WebSocket.')] })
    },
  }
}

// What was not carried out has no data, and by GraphQL over HTTP no status of success; clients of plain JSON are told within.
function useStatusOfRefusals(): Plugin {
  return {
    onResultProcess({ result, setResult }) {
      if (Array.isArray(result) || isAsyncIterable(result)) return
      const { errors = [], ...rest } = result as ExecutionResult
      const [first] = errors
      if (first === undefined || 'data' in rest || errors.some(({ extensions }) => extensions['http'] !== undefined || extensions['unexpected'] === true)) return
      const { message, nodes, source, positions, path, originalError, extensions } = first
      const told = new GraphQLError(message, { nodes, source, positions, path, originalError, extensions: { ...extensions, http: { status: 400, spec: true } } })
      setResult({ ...rest, errors: [told, ...errors.slice(1)] })
    },
  }
}

// Signed in before a word of the operation is read.
function useSignIn({ signIn, isProduction, documents, limits }: ApiParts): Plugin<OperationContext> {
  return {
    async onParams({ request, params, setParams, context }) {
      if (!isProduction && isIntrospection(params.query, limits)) return
      const requestId = request.headers.get('x-request-id') ?? undefined
      const signedIn = await signIn(request.headers.get('authorization'))
      Object.assign(context, { signedIn, requestId } satisfies OperationContext)
      setParams(documents.find(params, signedIn.viewer))
    },
  }
}

// In production the schema is for those who make definitions: no introspection for others, and no hints by error messages,
// neither about the document nor about its variables, which are looked at when it is run.
function useQuietSchema({ isProduction }: ApiParts): Plugin<OperationContext> {
  const isOpenTo = ({ signedIn }: OperationContext) => !isProduction || (signedIn !== undefined && hasAny(signedIn.viewer, 'MANAGE_FLOW'))
  return {
    onValidate({ context, addValidationRule }) {
      if (isOpenTo(context as OperationContext)) return
      addValidationRule(NoSchemaIntrospectionCustomRule)
      return ({ result, setResult }) => setResult((result as readonly GraphQLError[]).map(withoutHints))
    },
    onExecute({ args }) {
      if (!isOpenTo(args.contextValue as OperationContext)) return { onExecuteDone: quieten }
    },
    onSubscribe({ args }) {
      if (!isOpenTo(args.contextValue as OperationContext)) return { onSubscribeResult: quieten }
    },
  }
}

// Errors of resolvers have a path, and words of our own.
function quieten({ result, setResult }: { result: unknown; setResult: (result: never) => void }): void {
  const { errors } = result as ExecutionResult
  if (errors?.some(({ path }) => path === undefined) === true) setResult({ ...(result as ExecutionResult), errors: errors.map((error) => (error.path === undefined ? withoutHints(error) : error)) } as never)
}

function withoutHints(error: GraphQLError): GraphQLError {
  const message = error.message.replace(/ ?Did you mean [^]*$/, '')
  return message === error.message ? error : new GraphQLError(message, { nodes: error.nodes, extensions: error.extensions })
}

// A query or mutation that takes too long is answered all the same; what it began may still come to its end.
function useTimeLimit(operationMs: number): Plugin {
  const tooLong = () => ({ errors: [new GraphQLError(`This took longer than ${operationMs / 1_000} seconds and was given up. What it changes may have been changed all the same: look before you try again.`, { extensions: { code: 'OPERATION_TIMEOUT', http: { status: 504 } } })] })
  return {
    onExecute: ({ executeFn, setExecuteFn }) => {
      setExecuteFn(async (args) => {
        let timer: NodeJS.Timeout | undefined
        const late = new Promise<ExecutionResult>((resolve) => { timer = setTimeout(() => resolve(tooLong()), operationMs) })
        try {
          return await Promise.race([executeFn(args) as Promise<ExecutionResult>, late])
        } finally {
          clearTimeout(timer)
        }
      })
    },
  }
}

// Closed unless opened: no header at all for origins that aren't named, and cookies for nobody.
function corsFor(request: Request, allowed: ReadonlySet<string>): CORSOptions {
  const origin = request.headers.get('origin')
  if (origin === null || !allowed.has(origin)) return false
  return { origin: [origin], credentials: false, methods: ['GET', 'POST'], allowedHeaders: ALLOWED_HEADERS, exposedHeaders: ['x-request-id', 'retry-after'], maxAge: 3_600 }
}

// What stands in an address or a form as text and should be JSON (of a posted body Yoga says so itself), and a name that is none.
function useReadableParams(): Plugin {
  return {
    onParams({ params: { operationName } }) {
      if (operationName != null && typeof operationName !== 'string') throw new GraphQLError('`operationName` must be a string.', { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } })
    },
    onRequestParse({ requestParser, setRequestParser }) {
      if (requestParser === undefined) return
      setRequestParser(async (request) => {
        try {
          return await requestParser(request)
        } catch (error) {
          if (!(error instanceof SyntaxError)) throw error
          throw new GraphQLError('`variables` and `extensions` must be JSON.', { extensions: { code: 'BAD_REQUEST', http: { status: 400 } } })
        }
      })
    },
  }
}

// Bodies that come in pieces without saying how long they will be.
function useLengthLimit(limits: Limits): Plugin {
  return {
    onRequestParse({ request, requestParser, setRequestParser, fetchAPI }) {
      if (requestParser === undefined || request.body === null || request.headers.has('content-length')) return
      setRequestParser(async () => {
        const body = await readWithin(limits, request.body as unknown as AsyncIterable<Uint8Array>)
        return requestParser(new fetchAPI.Request(request.url, { method: request.method, headers: request.headers, body }))
      })
    },
  }
}

// Not by `for await`: leaving such a loop ends the connection, and with it the answer that says why.
async function readWithin({ bodyBytes, discardedBytes }: Limits, body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  const iterator = body[Symbol.asyncIterator]()
  for (let result = await iterator.next(); result.done !== true; result = await iterator.next()) {
    bytes += result.value.byteLength
    if (bytes <= bodyBytes) chunks.push(result.value)
    if (bytes > discardedBytes) break
  }
  if (bytes > bodyBytes) throw new GraphQLError(`The request is larger than ${bodyBytes} bytes.`, { extensions: { code: 'PAYLOAD_TOO_LARGE', http: { status: 413, headers: { connection: 'close' } } } })
  return Buffer.concat(chunks).toString()
}

// A browser that opens the address has no way to send a token.
async function maySeeGraphiQL({ isProduction, signIn }: ApiParts, request: Request): Promise<boolean> {
  if (!isProduction) return true
  return signIn(request.headers.get('authorization')).then(({ viewer }) => hasAny(viewer, 'MANAGE_FLOW'), () => false)
}

function isIntrospection(query: string | undefined, limits: Limits): boolean {
  try {
    checkText(query ?? '', limits)
    const { definitions } = parse(query ?? '')
    const operations = definitions.filter((definition) => definition.kind === 'OperationDefinition')
    return operations.length > 0 && operations.every(({ operation, selectionSet }) =>
      operation === 'query' && selectionSet.selections.every((field) => field.kind === 'Field' && field.name.value.startsWith('__')))
  } catch {
    return false
  }
}
