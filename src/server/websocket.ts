// GraphQL over WebSockets (graphql-transport-ws): who may connect, what an operation on a socket is, and how sockets end,
// each by a code that tells its client whether to come back: 1001 (the server stops), 1013 (it reads too slowly) and 4403 (no
// valid token, or no longer) bring graphql-ws clients back by themselves.
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { GraphQLError, type ExecutionArgs, type ExecutionResult } from 'graphql'
import { CloseCode, handleProtocols, makeServer, type Context, type Server as Protocol, type SubscribePayload } from 'graphql-ws'
import { isAsyncIterable } from 'graphql-yoga'
import type { Logger } from 'pino'
import { WebSocketServer, type WebSocket } from 'ws'
import { UnauthenticatedError } from '../auth.ts'
import type { Clock } from '../clock.ts'
import type { Limits } from '../limits.ts'
import type { Metrics } from '../metrics.ts'
import { createSocketSender, DEFAULT_LIMITS, TOO_SLOW, type SocketLimits, type SocketSender } from '../realtime/socket-sender.ts'
import type { Documents } from './documents.ts'
import { createErrorMask } from './error-masks.ts'
import { endingWith, once, TOO_MANY_SOCKETS, type HeldConnections } from './held-connections.ts'
import { readOperation, type Results } from './operation.ts'
import type { SignIn } from './sign-in.ts'
import { nextMessages, sendResults } from './socket-results.ts'
import { atTime } from './until.ts'
import { GRAPHQL_PATH, type Api, type OperationContext } from './yoga.ts'

/** What an operation on a socket needs besides the API. */
export type SocketParts = {
  signIn: SignIn
  clock: Clock
  log: Logger
  metrics: Metrics
  limits: Limits
  documents: Documents
  held: HeldConnections
  /** Whether a browser's page of this origin may open a socket, which then speaks for its user. */
  isOriginAllowed: (request: IncomingMessage) => boolean
  /** A client that answers no ping until the next one (`pingEveryMs`, 12 seconds unless set) is gone without a word, and so is its socket. */
  socketLimits?: SocketLimits & { pingEveryMs?: number }
}

/** Every socket of the server. */
export type Sockets = {
  /** Sockets open now. */
  readonly count: number
  /** Operations running on them now. */
  readonly operationCount: number
  /** Tells every client to come back elsewhere (1001), and ends what doesn't close by itself. */
  stop(): Promise<void>
}

/**
 * Why this server closes a socket. graphql-ws clients take each as a reason to connect again, and go on by cursor; what the
 * protocol itself closes for (4400 to 4500) is the client's fault, and final.
 */
export const CLOSE_CODES = {
  /** The server stops; another one, or the next, goes on from the cursor. */
  goingAway: 1001,
  /** The client doesn't read what it is sent, its user has too many sockets, or nobody can be signed in just now. */
  tryAgainLater: TOO_SLOW,
  /** The token is not good, or has expired: connect again with a new one. (4401 would be final for graphql-ws clients.) */
  tokenRefused: CloseCode.Forbidden,
} as const

type Extra = { socket: WebSocket; sender: SocketSender; running: number; leave: () => void; cancelExpiry: () => void }
type Connection = Context<Record<string, unknown>, Extra>
type Run = { execute: (args: ExecutionArgs) => Promise<Results>; subscribe: (args: ExecutionArgs) => Promise<Results> }

const PING_EVERY_MS = 12_000

/** Serves sockets at GRAPHQL_PATH of `server`; upgrades elsewhere, and those of other origins, are refused. */
export function serveSockets(server: Server, api: Api, parts: SocketParts): Sockets {
  const { limits, log } = parts
  const sockets = new WebSocketServer({ noServer: true, maxPayload: limits.messageBytes, handleProtocols, perMessageDeflate: false })
  const open = new Set<Extra>()
  const protocol = makeServer<Record<string, unknown>, Extra>({
    connectionInitWaitTimeout: limits.connectionInitMs,
    onConnect: (connection) => connect(connection, parts),
    onSubscribe: (connection, id, payload) => prepare(connection, id, payload, api, parts),
    execute: (args) => takeRun(args).execute(args) as never,
    subscribe: (args) => takeRun(args).subscribe(args) as never,
    onOperation: ({ extra }, id, _payload, _args, result) => (isAsyncIterable(result) ? sendResults(result as AsyncIterable<ExecutionResult>, nextMessages(id), extra.sender.send) : undefined),
  })
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    // A connection that breaks before it is a socket is nobody's fault here.
    stream.on('error', (error) => log.debug({ err: error }, 'a connection broke'))
    if (request.url?.split('?')[0] !== GRAPHQL_PATH) return refuse(stream, '404 Not Found')
    if (!parts.isOriginAllowed(request)) return refuse(stream, '403 Forbidden')
    sockets.handleUpgrade(request, stream, head, (socket) => carry(socket, open, protocol, parts))
  })
  return {
    get count() { return sockets.clients.size },
    get operationCount() { return [...open].reduce((sum, { running }) => sum + running, 0) },
    stop: () => closeAll(sockets, parts.socketLimits?.lastWordsMs ?? DEFAULT_LIMITS.lastWordsMs),
  }
}

function refuse(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

// A subscription's arguments live as long as it does; how it was begun need not.
function takeRun(args: ExecutionArgs): Run {
  const run = args.rootValue as Run
  args.rootValue = undefined
  return run
}

function carry(socket: WebSocket, open: Set<Extra>, protocol: Protocol<Extra>, { log, socketLimits = {} }: SocketParts): void {
  const sender = createSocketSender(socket, log, socketLimits)
  const extra: Extra = { socket, sender, running: 0, leave: () => {}, cancelExpiry: () => {} }
  open.add(extra)
  const stopPings = keepAlive(socket, socketLimits.pingEveryMs ?? PING_EVERY_MS)
  const closed = protocol.opened({
    protocol: socket.protocol,
    send: sender.send,
    close: (code, reason) => socket.close(code, reason),
    onMessage: (take) => socket.on('message', (data: Buffer) => {
      // What was still under way when the socket was told to close is too late.
      if (socket.readyState !== socket.OPEN) return
      take(data.toString()).catch((error: unknown) => {
        // A message that only servers send: the protocol's library has no code for it.
        if (error instanceof Error && error.message.startsWith('Unexpected message of type')) return socket.close(CloseCode.BadRequest, 'Invalid message received')
        log.error({ err: error }, 'a message on a socket was not handled')
        socket.close(CloseCode.InternalServerError, 'Internal server error')
      })
    }),
  }, extra)
  // What clients do to their sockets (broken frames, messages too large) is no error of ours; they close by themselves.
  socket.on('error', (error) => log.debug({ err: error }, 'a socket broke'))
  socket.once('close', (code, reason) => {
    open.delete(extra)
    stopPings()
    extra.leave()
    extra.cancelExpiry()
    closed(code, String(reason)).catch((error: unknown) => log.error({ err: error }, 'could not end the subscriptions of a socket'))
  })
}

// A connection whose other end is gone without a word is found by a ping that nobody answers.
function keepAlive(socket: WebSocket, everyMs: number): () => void {
  let isAlive = true
  socket.on('pong', () => { isAlive = true })
  const timer = setInterval(() => {
    if (!isAlive) return socket.terminate()
    isAlive = false
    if (socket.readyState === socket.OPEN) socket.ping()
  }, everyMs)
  return () => clearInterval(timer)
}

async function closeAll(sockets: WebSocketServer, lastWordsMs: number): Promise<void> {
  const open = [...sockets.clients]
  const gone = open.map((socket) => new Promise<void>((resolve) => {
    socket.once('close', () => resolve())
    socket.close(CLOSE_CODES.goingAway, 'The server is stopping: connect again.')
  }))
  const impatient = setTimeout(() => open.forEach((socket) => socket.terminate()), lastWordsMs)
  await Promise.all(gone)
  clearTimeout(impatient)
}

async function connect({ connectionParams, extra }: Connection, { signIn, clock, held, log }: SocketParts): Promise<boolean> {
  try {
    const { viewer, expiresAt } = await signIn(authorizationOf(connectionParams))
    // Gone meanwhile: nothing would tell when it ends.
    if (extra.socket.readyState !== extra.socket.OPEN) return true
    const leave = held.take(viewer.id)
    if (leave === null) {
      extra.socket.close(CLOSE_CODES.tryAgainLater, `${TOO_MANY_SOCKETS}: ${held.refusal}`)
      return true
    }
    extra.leave = leave
    if (expiresAt !== null) extra.cancelExpiry = atTime(expiresAt, clock(), () => extra.socket.close(CLOSE_CODES.tokenRefused, 'The token has expired.'))
    return true
  } catch (error) {
    // Closes with 4403 and not 4401, at which clients give up: they may come back with a fresh token.
    if (error instanceof UnauthenticatedError) return false
    log.warn({ err: error }, 'nobody could be signed in on a socket')
    extra.socket.close(CLOSE_CODES.tryAgainLater, 'SERVICE_UNAVAILABLE: connect again in a moment.')
    return true
  }
}

function authorizationOf(params: Record<string, unknown> | undefined): string | null {
  const given = params?.['authorization'] ?? params?.['Authorization']
  return typeof given === 'string' ? given : null
}

// Everything that can be wrong with an operation is its own error: the socket, and what else runs on it, stays. An operation
// counts until it has ended here, not only until its client has lost interest.
async function prepare({ connectionParams, extra }: Connection, id: string, payload: SubscribePayload, api: Api, parts: SocketParts): Promise<ExecutionArgs | readonly GraphQLError[]> {
  const { operationsPerSocket } = parts.limits
  if (extra.running >= operationsPerSocket) {
    return [new GraphQLError(`${operationsPerSocket} operations run on this connection; end one of them first.`, { extensions: { code: 'TOO_MANY_OPERATIONS' } })]
  }
  extra.running++
  const end = once(() => { extra.running-- })
  const message = nextMessages(id)
  const sendShared = (result: ExecutionResult) => extra.sender.sendAtOnce(message(result))
  try {
    const { execute, subscribe, ...args } = await prepareOperation(authorizationOf(connectionParams), sendShared, payload, api, parts)
    const rootValue: Run = { execute: (operation) => countedUntilEnd(execute(operation), end), subscribe: (operation) => countedUntilEnd(subscribe(operation), end) }
    return { ...args, rootValue }
  } catch (error) {
    end()
    if (error instanceof OperationFaults) return error.faults
    const masked = createErrorMask(parts.log, parts.metrics)(error)
    return [forSocket(masked instanceof GraphQLError ? masked : new GraphQLError(masked.message))]
  }
}

/** What is wrong with an operation, each fault ready to be sent. */
class OperationFaults extends Error {
  readonly faults: readonly GraphQLError[]
  constructor(faults: readonly GraphQLError[]) {
    super('an operation is not valid')
    this.faults = faults
  }
}

async function prepareOperation(authorization: string | null, sendShared: OperationContext['sendShared'], payload: SubscribePayload, api: Api, parts: SocketParts): Promise<ExecutionArgs & Run> {
  // Asked anew for each operation: rights may have changed since the socket was opened.
  const signedIn = await parts.signIn(authorization)
  const params = parts.documents.find(payload, signedIn.viewer)
  const { document, operation, faults, args, execute, subscribe } = readOperation(api, { signedIn, requestId: randomUUID(), isSocket: true, sendShared }, params)
  // Most sockets ask what others ask: one text for all that keep it.
  const text = document.loc?.source.body
  if (text === payload.query) Object.assign(payload, { query: text })
  if (faults.length > 0) throw new OperationFaults(faults.map(forSocket))
  if (operation === null) throw new GraphQLError('The document has no such operation, or several and `operationName` does not say which.', { extensions: { code: 'BAD_USER_INPUT' } })
  return { ...(await args()), execute, subscribe }
}

async function countedUntilEnd(results: Promise<Results>, end: () => void): Promise<Results> {
  try {
    const result = await results
    if (isAsyncIterable<ExecutionResult>(result)) return endingWith(result, end)
    end()
    return result
  } catch (error) {
    end()
    throw error
  }
}

// Statuses and headers mean nothing here. A copy: validation errors are kept and shared with HTTP.
function forSocket({ message, nodes, source, positions, path, extensions: { http: _, ...extensions } }: GraphQLError): GraphQLError {
  return new GraphQLError(message, { nodes, source, positions, path, extensions })
}
