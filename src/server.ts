// The HTTP server: GraphQL on every transport, health, and whatever pages are registered; and how all of it stops.
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Server as NetServer } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { HttpRequest, serveSockets, type SocketParts } from './server/websocket.ts'
import { createDocuments, type PersistedDocuments } from './server/documents.ts'
import { holdConnections } from './server/held-connections.ts'
import { listen } from './server/listen.ts'
import { mediaTypesOf } from './server/media-types.ts'
import { createPlainRequests, type PlainRequests } from './server/plain-requests.ts'
import { operatorRoutes, type Checks } from './server/operator-routes.ts'
import { answerJson, type Route } from './server/route.ts'
import { observeMutations, useObservation } from './server/observed.ts'
import { isOriginAllowed, setSafetyHeaders } from './server/web-safety.ts'
import { createApi, GRAPHQL_PATH, type Api, type ApiParts } from './server/yoga.ts'
import { LIMITS, type Limits } from './limits.ts'
import type { Metrics, ProcessGauges, SharedGauges } from './metrics.ts'
import type { SpanTraits, Tracing } from './tracing.ts'

/** What the server is made of. */
export type ServerParts = Omit<ApiParts, 'limits' | 'documents' | 'allowedOrigins' | 'held'> & Pick<SocketParts, 'socketLimits'> & {
  /** Bounds other than LIMITS. */
  limits?: Partial<Limits>
  /** Documents that clients may name by their SHA-256 instead of sending them. */
  persistedDocuments?: PersistedDocuments
  /** Runs no other documents for callers without MANAGE_FLOW. */
  isPersistedOnly?: boolean
  /** Origins whose pages may call besides the server's own. */
  allowedOrigins?: readonly string[]
  host: string
  /** 0 picks a free one. */
  port: number
  /** What this process needs to serve. Asked by /readyz. */
  readiness: () => Promise<Checks>
  /** Shown by /metrics beside what is observed here. */
  gauges: { process: () => Omit<ProcessGauges, 'sockets' | 'socketOperations'>; shared: () => Promise<SharedGauges> }
  metrics: Metrics
  tracing: Tracing
  routes?: readonly Route[]
}

/** A listening server. */
export type RunningServer = {
  /** Where it is, for people on this machine: without a slash at the end. */
  url: string
  port: number
  /** WebSockets open now, and operations on them. */
  counts(): { sockets: number; socketOperations: number }
  /** Takes nothing new, finishes what was asked, sends sockets and streams elsewhere; ends the rest after a while. */
  stop(): Promise<void>
}

/** What is being answered; whether the server is about to stop, and whether it has stopped to take more. */
type Traffic = { isStopping: boolean; isClosed: boolean; answering: Set<ServerResponse> }

// Others are counted together: a client could invent any number.
const METHODS = new Set(['GET', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'])
// With a delay before it no more than so long in all: ten seconds are what a process has to end in, and jobs have four of them.
const DRAIN_TIMEOUT_MS = 5_000
const SHORTEST_DRAIN_MS = 1_500
const UNREAD_MS = 50
const HEADERS_TIMEOUT_MS = 10_000
const KEEP_ALIVE_MS = 65_000

// As OpenTelemetry has it for servers: what the caller did wrong (4xx) is no error of ours.
const OF_REQUESTS: SpanTraits<number> = { kind: 'SERVER', outcome: (status) => ({ hasFailed: status >= 500, attributes: { 'http.response.status_code': status } }) }

/** Listens, once everything is assembled. Throws ListenError. */
export async function startServer(given: ServerParts): Promise<RunningServer> {
  const limits = { ...LIMITS, ...given.limits }
  const allowedOrigins = new Set(given.allowedOrigins)
  const { metrics, tracing, log } = given
  const parts = {
    ...given, limits, allowedOrigins, held: holdConnections(limits.socketsPerUser), documents: createDocuments(given.persistedDocuments ?? new Map(), given.isPersistedOnly ?? false, limits),
    schema: observeMutations(given.schema, metrics, tracing), plugins: [...(given.plugins ?? []), useObservation(metrics, tracing)],
  }
  const api = createApi(parts)
  const answerPlainly = createPlainRequests(api, parts)
  const traffic: Traffic = { isStopping: false, isClosed: false, answering: new Set() }
  const counts = () => ({ sockets: sockets.count, socketOperations: sockets.operationCount })
  const gauges = { process: () => ({ ...given.gauges.process(), ...counts() }), shared: given.gauges.shared }
  const routes = [...(parts.routes ?? []), ...operatorRoutes({ readiness: given.readiness, isStopping: () => traffic.isStopping, metrics, gauges, log })]
  // Who sends a request slowly holds nothing for long; a connection is kept longer than load balancers keep theirs.
  const times = { requestTimeout: limits.requestMs, headersTimeout: Math.min(limits.requestMs, HEADERS_TIMEOUT_MS), keepAliveTimeout: KEEP_ALIVE_MS, connectionsCheckingInterval: Math.min(limits.requestMs, 1_000) }
  const server = createServer({ ...times, IncomingMessage: HttpRequest }, (request, response) => {
    const requestId = takeRequestId(request, response)
    setSafetyHeaders(response)
    if (traffic.isStopping) response.setHeader('connection', 'close')
    const route = routes.find((each) => matches(each, pathOf(request)))
    const label = pathOf(request) === GRAPHQL_PATH ? GRAPHQL_PATH : (route?.path ?? 'none')
    follow(server, traffic, request, response, label, given)
    const answer = async () => {
      try {
        await dispatch(api, answerPlainly, route, limits, request, response)
      } catch (error) {
        log.error({ err: error, requestId }, 'a request failed')
        if (!response.headersSent) refuse(response, 500, 'INTERNAL_SERVER_ERROR', 'Unexpected error.')
        else {
          response.destroy()
          // Whatever its head said, it broke off in the middle.
          return 500
        }
      }
      return response.statusCode
    }
    void tracing.within(request.headers, () => tracing.span(`${request.method} ${label}`, { 'http.request.method': request.method ?? '', 'http.route': label }, answer, OF_REQUESTS))
  })
  const sockets = serveSockets(server, api, { ...parts, isOriginAllowed: (request) => isOriginAllowed(request, allowedOrigins) })
  const port = await listen(server, { host: parts.host, port: parts.port, variable: 'PORT' })
  const stop = async () => {
    traffic.isStopping = true
    // Clients of connections that are kept take their next request elsewhere, instead of sending it into the end of this one.
    for (const response of traffic.answering) if (!response.headersSent) response.setHeader('connection', 'close')
    if (limits.stopDelayMs > 0) await pause(limits.stopDelayMs)
    traffic.isClosed = true
    const impatient = setTimeout(() => server.closeAllConnections(), Math.max(DRAIN_TIMEOUT_MS - limits.stopDelayMs, SHORTEST_DRAIN_MS))
    // Only listening ends here: what a client has sent on a kept connection, and is not read yet, is still answered.
    const closed = new Promise<void>((resolve) => void NetServer.prototype.close.call(server, () => resolve()))
    await sockets.stop()
    await pause(UNREAD_MS)
    server.closeIdleConnections()
    for (const response of traffic.answering) endStream(response)
    await closed
    // Its own clearing up, with nothing left to close.
    server.close()
    clearTimeout(impatient)
    await api.dispose()
  }
  let stopped: Promise<void> | null = null
  return { url: `http://${hostForPeople(parts.host)}:${port}`, port, counts, stop: () => (stopped ??= stop()) }
}

async function dispatch(api: Api, answerPlainly: PlainRequests, route: Route | undefined, { bodyBytes, discardedBytes }: Limits, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = pathOf(request)
  if (path === GRAPHQL_PATH) {
    Object.assign(request.headers, mediaTypesOf(request.headers))
    if (Number(request.headers['content-length'] ?? 0) > bodyBytes) {
      // Answered while they still send, most clients only see their connection break.
      if (Number(request.headers['content-length']) > discardedBytes) response.setHeader('connection', 'close')
      else await discard(request)
      return refuse(response, 413, 'PAYLOAD_TOO_LARGE', `The request is larger than ${bodyBytes} bytes.`)
    }
    if ((request.headers['content-encoding'] ?? 'identity') !== 'identity') return refuse(response, 415, 'UNSUPPORTED_MEDIA_TYPE', 'Requests are read as they are: send it without content-encoding.')
    if (await answerPlainly(request, response)) return
    // Answers by itself, its own faults included.
    return await (api.requestListener(request, response) as unknown as Promise<void>)
  }
  if (route === undefined) return refuse(response, 404, 'NOT_FOUND', `There is nothing at ${path}; the API is at ${GRAPHQL_PATH}.`)
  if (!(route.method === 'POST' ? ['POST'] : ['GET', 'HEAD']).includes(request.method ?? '')) return refuse(response, 405, 'METHOD_NOT_ALLOWED', `${route.method ?? 'GET'} only.`)
  await route.answer(request, response)
}

function discard(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    request.once('end', resolve).once('close', resolve).resume()
  })
}

function matches({ path }: Route, wanted: string): boolean {
  return path === wanted || (path.endsWith('/*') && wanted.startsWith(path.slice(0, -1)))
}

function follow(server: Server, traffic: Traffic, request: IncomingMessage, response: ServerResponse, route: string, { log, metrics }: Pick<ServerParts, 'log' | 'metrics'>): void {
  const began = performance.now()
  traffic.answering.add(response)
  response.once('close', () => {
    traffic.answering.delete(response)
    // Its connection may be kept for more requests, and would keep a stopping server from ending.
    if (traffic.isClosed) setImmediate(() => server.closeIdleConnections())
    const milliseconds = performance.now() - began
    metrics.request(METHODS.has(request.method ?? '') ? request.method! : 'other', route, response.statusCode, milliseconds / 1_000)
    log.debug({ requestId: response.getHeader('x-request-id'), method: request.method, path: pathOf(request), status: response.statusCode, ms: Math.round(milliseconds) }, 'request')
  })
}

// Event streams have no end of their own; their clients come back by themselves.
function endStream(response: ServerResponse): void {
  const type = response.getHeader('content-type')
  if (typeof type === 'string' && type.startsWith('text/event-stream')) response.end()
}

// Yoga reads it from the request, so one that was made here is put there.
function takeRequestId(request: IncomingMessage, response: ServerResponse): string {
  const given = request.headers['x-request-id']
  const requestId = typeof given === 'string' && /^[\w.:-]{1,100}$/.test(given) ? given : randomUUID()
  request.headers['x-request-id'] = requestId
  response.setHeader('x-request-id', requestId)
  return requestId
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?')[0]!
}

/** A host as people write it in an address: what listens everywhere is reached at localhost; IPv6 in brackets. */
export function hostForPeople(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  answerJson(response, status, { errors: [{ message, extensions: { code } }] })
}
