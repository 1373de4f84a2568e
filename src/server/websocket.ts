// GraphQL over WebSockets (graphql-transport-ws): who may connect, what an operation on a socket is, and how sockets end,
// each by a code that tells its client whether to come back: 1001 (the server stops), 1013 (it reads too slowly) and 4403 (no
// valid token, or no longer) bring graphql-ws clients back by themselves.
import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { GraphQLError, type DocumentNode, type ExecutionArgs, type ExecutionResult } from 'graphql'
import { CloseCode, handleProtocols, makeServer, type Context, type Server as Protocol, type SubscribePayload } from 'graphql-ws'
import { isAsyncIterable } from 'graphql-yoga'
import type { Logger } from 'pino'
import { WebSocketServer, type WebSocket } from 'ws'
import { UnauthenticatedError } from '../auth.ts'
import type { Clock } from '../clock.ts'
import { createSocketSender, DEFAULT_LIMITS, type SocketLimits, type SocketSender } from '../realtime/socket-sender.ts'
import { createErrorMask } from './error-masks.ts'
import type { SignIn } from './sign-in.ts'
import { nextMessages, sendResults } from './socket-results.ts'
import { atTime } from './until.ts'
import { findDocument, GRAPHQL_PATH, type Api, type OperationContext } from './yoga.ts'

/** The largest message that is read, in bytes; a larger one closes the socket (1009). */
export const MAX_MESSAGE_BYTES = 256 * 1024

/**
 * What an operation on a socket needs besides the API. A client that answers no ping until the next one (`pingEveryMs`, 12
 * seconds unless set) is gone without a word, and so is its socket.
 */
export type SocketParts = { signIn: SignIn; clock: Clock; log: Logger; persistedDocuments?: ReadonlyMap<string, string>; socketLimits?: SocketLimits & { pingEveryMs?: number } }

/** Every socket of the server. */
export type Sockets = {
  /** Tells every client to come back elsewhere (1001), and ends what doesn't close by itself. */
  stop(): Promise<void>
}

type Extra = { socket: WebSocket; sender: SocketSender; cancelExpiry: () => void }
type Connection = Context<Record<string, unknown>, Extra>
type Run = { execute: (args: ExecutionArgs) => never; subscribe: (args: ExecutionArgs) => never }

const INIT_TIMEOUT_MS = 5_000
const PING_EVERY_MS = 12_000

/** Serves sockets at GRAPHQL_PATH of `server`; upgrades elsewhere are refused. */
export function serveSockets(server: Server, api: Api, parts: SocketParts): Sockets {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, handleProtocols })
  const protocol = makeServer<Record<string, unknown>, Extra>({
    connectionInitWaitTimeout: INIT_TIMEOUT_MS,
    onConnect: (connection) => connect(connection, parts),
    onSubscribe: (connection, id, payload) => prepare(connection, id, payload, api, parts),
    execute: (args) => takeRun(args).execute(args),
    subscribe: (args) => takeRun(args).subscribe(args),
    onOperation: ({ extra }, id, _payload, _args, result) => (isAsyncIterable(result) ? sendResults(result as AsyncIterable<ExecutionResult>, nextMessages(id), extra.sender.send) : undefined),
  })
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    if (request.url?.split('?')[0] !== GRAPHQL_PATH) {
      stream.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, stream, head, (socket) => carry(socket, protocol, parts))
  })
  return { stop: () => closeAll(sockets, parts.socketLimits?.lastWordsMs ?? DEFAULT_LIMITS.lastWordsMs) }
}

// A subscription's arguments live as long as it does; how it was begun need not.
function takeRun(args: ExecutionArgs): Run {
  const run = args.rootValue as Run
  args.rootValue = undefined
  return run
}

function carry(socket: WebSocket, protocol: Protocol<Extra>, { log, socketLimits = {} }: SocketParts): void {
  const sender = createSocketSender(socket, log, socketLimits)
  const extra: Extra = { socket, sender, cancelExpiry: () => {} }
  const stopPings = keepAlive(socket, socketLimits.pingEveryMs ?? PING_EVERY_MS)
  const closed = protocol.opened({
    protocol: socket.protocol,
    send: sender.send,
    close: (code, reason) => socket.close(code, reason),
    onMessage: (take) => socket.on('message', (data: Buffer) => {
      take(data.toString()).catch((error: unknown) => {
        log.error({ err: error }, 'a message on a socket was not handled')
        socket.close(CloseCode.InternalServerError, 'Internal server error')
      })
    }),
  }, extra)
  // What clients do to their sockets (broken frames, messages too large) is no error of ours; they close by themselves.
  socket.on('error', (error) => log.debug({ err: error }, 'a socket broke'))
  socket.once('close', (code, reason) => {
    stopPings()
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
    socket.close(1001, 'The server is stopping: connect again.')
  }))
  const impatient = setTimeout(() => open.forEach((socket) => socket.terminate()), lastWordsMs)
  await Promise.all(gone)
  clearTimeout(impatient)
}

async function connect({ connectionParams, extra }: Connection, { signIn, clock }: SocketParts): Promise<boolean> {
  try {
    const { expiresAt } = await signIn(authorizationOf(connectionParams))
    if (expiresAt !== null) extra.cancelExpiry = atTime(expiresAt, clock(), () => extra.socket.close(CloseCode.Forbidden, 'The token has expired.'))
    return true
  } catch (error) {
    // Closes with 4403 and not 4401, at which clients give up: they may come back with a fresh token.
    if (error instanceof UnauthenticatedError) return false
    throw error
  }
}

function authorizationOf(params: Record<string, unknown> | undefined): string | null {
  const given = params?.['authorization'] ?? params?.['Authorization']
  return typeof given === 'string' ? given : null
}

// Everything that can be wrong with an operation is its own error: the socket, and what else runs on it, stays.
async function prepare({ connectionParams, extra }: Connection, id: string, payload: SubscribePayload, api: Api, parts: SocketParts): Promise<ExecutionArgs | readonly GraphQLError[]> {
  try {
    const params = findDocument(parts.persistedDocuments ?? new Map(), payload)
    // Asked anew for each operation: rights may have changed since the socket was opened.
    const signedIn = await parts.signIn(authorizationOf(connectionParams))
    const message = nextMessages(id)
    const sendShared = (result: ExecutionResult) => extra.sender.sendAtOnce(message(result))
    const context: OperationContext & { params: unknown } = { signedIn, requestId: randomUUID(), isSocket: true, params, sendShared }
    const { schema, execute, subscribe, contextFactory, parse, validate } = api.getEnveloped(context as never)
    const document = parse(params.query)
    // Most sockets ask what others ask: one text for all that keep it.
    const text = (document as DocumentNode).loc?.source.body
    if (text === payload.query) Object.assign(payload, { query: text })
    const faults = validate(schema, document) as readonly GraphQLError[]
    if (faults.length > 0) return faults.map(forSocket)
    const rootValue = { execute, subscribe } as unknown as Run
    return { schema, document, operationName: params.operationName, variableValues: params.variables, contextValue: await contextFactory(), rootValue }
  } catch (error) {
    const masked = createErrorMask(parts.log)(error)
    return [forSocket(masked instanceof GraphQLError ? masked : new GraphQLError(masked.message))]
  }
}

// Statuses and headers mean nothing here. A copy: validation errors are kept and shared with HTTP.
function forSocket({ message, nodes, source, positions, path, extensions: { http: _, ...extensions } }: GraphQLError): GraphQLError {
  return new GraphQLError(message, { nodes, source, positions, path, extensions })
}
