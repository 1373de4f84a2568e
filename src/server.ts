// The HTTP server: GraphQL on every transport, health, and whatever pages are registered; and how all of it stops.
import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { answerJson, type Route } from './server/route.ts'
import { serveSockets, type SocketParts } from './server/websocket.ts'
import { createApi, GRAPHQL_PATH, MAX_BODY_BYTES, type Api, type ApiParts } from './server/yoga.ts'

/** What the server is made of. */
export type ServerParts = ApiParts & Pick<SocketParts, 'socketLimits'> & {
  host: string
  /** 0 picks a free one. */
  port: number
  /** What keeps this process from serving just now; null: nothing. Asked by /readyz. */
  notReady: () => Promise<string | null>
  routes?: readonly Route[]
}

/** A listening server. */
export type RunningServer = {
  /** Where it is, for people on this machine: without a slash at the end. */
  url: string
  port: number
  /** Takes nothing new, finishes what was asked, sends sockets and streams elsewhere; ends the rest after a while. */
  stop(): Promise<void>
}

/** The address can't be listened on; the message says why and what to do. */
export class ListenError extends Error {}

/** What is being answered, and whether the server still takes more. */
type Traffic = { isStopping: boolean; answering: Set<ServerResponse> }

const DRAIN_TIMEOUT_MS = 5_000

/** Listens, once everything is assembled. Throws ListenError. */
export async function startServer(parts: ServerParts): Promise<RunningServer> {
  const api = createApi(parts)
  const traffic: Traffic = { isStopping: false, answering: new Set() }
  const routes = [...(parts.routes ?? []), ...healthRoutes(parts, traffic)]
  const server = createServer((request, response) => {
    const requestId = takeRequestId(request, response)
    follow(server, traffic, request, response, parts.log)
    dispatch(api, routes, request, response).catch((error: unknown) => {
      parts.log.error({ err: error, requestId }, 'a request failed')
      if (response.headersSent) response.destroy()
      else refuse(response, 500, 'INTERNAL_SERVER_ERROR', 'Unexpected error.')
    })
  })
  const sockets = serveSockets(server, api, parts)
  const port = await listen(server, parts.host, parts.port)
  const stop = async () => {
    traffic.isStopping = true
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    await sockets.stop()
    for (const response of traffic.answering) endStream(response)
    const impatient = setTimeout(() => server.closeAllConnections(), DRAIN_TIMEOUT_MS)
    await closed
    clearTimeout(impatient)
    await api.dispose()
  }
  let stopped: Promise<void> | null = null
  return { url: `http://${hostForPeople(parts.host)}:${port}`, port, stop: () => (stopped ??= stop()) }
}

async function dispatch(api: Api, routes: readonly Route[], request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = pathOf(request)
  if (path === GRAPHQL_PATH) {
    if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) {
      response.setHeader('connection', 'close')
      return refuse(response, 413, 'PAYLOAD_TOO_LARGE', `The request is larger than ${MAX_BODY_BYTES} bytes.`)
    }
    // Answers by itself, its own faults included.
    return void api.requestListener(request, response)
  }
  const route = routes.find((each) => each.path === path || (each.path.endsWith('/*') && path.startsWith(each.path.slice(0, -1))))
  if (route === undefined) return refuse(response, 404, 'NOT_FOUND', `There is nothing at ${path}; the API is at ${GRAPHQL_PATH}.`)
  if (!(route.method === 'POST' ? ['POST'] : ['GET', 'HEAD']).includes(request.method ?? '')) return refuse(response, 405, 'METHOD_NOT_ALLOWED', `${route.method ?? 'GET'} only.`)
  await route.answer(request, response)
}

function follow(server: Server, traffic: Traffic, request: IncomingMessage, response: ServerResponse, log: Logger): void {
  const began = performance.now()
  traffic.answering.add(response)
  response.once('close', () => {
    traffic.answering.delete(response)
    // Its connection may be kept for more requests, and would keep a stopping server from ending.
    if (traffic.isStopping) setImmediate(() => server.closeIdleConnections())
    log.debug({ requestId: response.getHeader('x-request-id'), method: request.method, path: pathOf(request), status: response.statusCode, ms: Math.round(performance.now() - began) }, 'request')
  })
}

function healthRoutes({ notReady, log }: ServerParts, traffic: Traffic): Route[] {
  const reasonAgainst = async (): Promise<string | null> => {
    if (traffic.isStopping) return 'The server is stopping.'
    return notReady().catch((error: unknown) => {
      log.warn({ err: error }, 'not ready')
      return 'The database does not answer.'
    })
  }
  const answerReady = async (_request: IncomingMessage, response: ServerResponse) => {
    const reason = await reasonAgainst()
    if (reason === null) answerJson(response, 200, { status: 'ready' })
    else answerJson(response, 503, { status: 'unavailable', reason })
  }
  return [
    { path: '/healthz', answer: (_request, response) => answerJson(response, 200, { status: 'alive' }) },
    { path: '/readyz', answer: answerReady },
  ]
}

function listen(server: Server, host: string, port: number): Promise<number> {
  const reasons: Record<string, string> = {
    EADDRINUSE: `Port ${port} is in use: stop what uses it, or set PORT to another (0 picks a free one).`,
    EADDRNOTAVAIL: `This machine has no address ${host}: set HOST to one that it has.`,
    ENOTFOUND: `HOST ${host} is not known: set it to an address of this machine.`,
    EACCES: `Port ${port} needs rights that this user does not have: set PORT to 1024 or more.`,
  }
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new ListenError(reasons[error.code ?? ''] ?? `Can't listen on ${host}:${port}: ${error.message}`)))
    server.listen({ host: host.replace(/^\[|\]$/g, ''), port }, () => resolve((server.address() as AddressInfo).port))
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

function hostForPeople(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  answerJson(response, status, { errors: [{ message, extensions: { code } }] })
}
