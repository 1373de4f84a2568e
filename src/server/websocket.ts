// GraphQL over WebSockets (graphql-transport-ws): who may connect, and how sockets end, each by a code that tells its client
// whether to come back: 1001 (the server stops), 1013 (it reads too slowly) and 4403 (no valid token, or no longer) bring
// graphql-ws clients back by themselves.
import { IncomingMessage, type Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { handleProtocols } from 'graphql-ws'
import type { Logger } from 'pino'
import { WebSocket, WebSocketServer } from 'ws'
import type { Clock } from '../clock.ts'
import type { Limits } from '../limits.ts'
import type { Metrics } from '../metrics.ts'
import { DEFAULT_LIMITS, SocketSender, type SocketLimits } from '../realtime/socket-sender.ts'
import type { Documents } from './documents.ts'
import { createErrorMask } from './error-masks.ts'
import type { HeldConnections } from './held-connections.ts'
import type { SignIn } from './sign-in.ts'
import { attend } from './socket-attendance.ts'
import { CLOSE_CODES, SocketConnection } from './socket-connection.ts'
import { GRAPHQL_PATH, type Api } from './yoga.ts'

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

const PING_EVERY_MS = 12_000

/**
 * A request as the server reads it. Once somebody listens for upgrades, Node takes all of them for theirs, and h2c, for which
 * Java's client and curl ask by the way, would be refused. What isn't known is ignored instead (RFC 9110, 7.8): Node asks
 * `upgrade` whether to leave HTTP, and of whoever doesn't ask for a WebSocket it goes on reading a request like any other.
 */
export class HttpRequest extends IncomingMessage {
  // Set by Node's parser, before it has put the headers there.
  #isAsked: unknown

  get upgrade(): boolean {
    return this.#isAsked === true && (this.method === 'CONNECT' || this.headers.upgrade?.toLowerCase() === 'websocket')
  }

  set upgrade(isAsked: unknown) {
    // IncomingMessage begins by setting it, when there is nowhere to keep it yet.
    if (#isAsked in this) this.#isAsked = isAsked
  }
}

/** A socket that knows whose it is, so that all of them can have the same listeners. */
class ClientSocket extends WebSocket {
  connection: SocketConnection | null = null
}

/** Serves sockets at GRAPHQL_PATH of `server`; upgrades elsewhere, and those of other origins, are refused. */
export function serveSockets(server: Server, api: Api, parts: SocketParts): Sockets {
  const { limits, log, socketLimits = {} } = parts
  const sockets = new WebSocketServer({ noServer: true, clientTracking: false, maxPayload: limits.messageBytes, handleProtocols, perMessageDeflate: false, WebSocket: ClientSocket })
  const attendance = attend(socketLimits.pingEveryMs ?? PING_EVERY_MS)
  const policy = { log, limits: { ...DEFAULT_LIMITS, ...socketLimits } }
  const connectionParts = { ...parts, api, attendance, maskError: createErrorMask(log, parts.metrics) }
  const open = new Set<SocketConnection>()
  // A connection that breaks, before it is a socket or after, is nobody's fault here. What clients do to their sockets (broken
  // frames, messages too large) is no error of ours; they close by themselves.
  const broke = (error: Error) => log.debug({ err: error }, 'a connection broke')
  function closed(this: WebSocket): void {
    const { connection } = this as ClientSocket
    open.delete(connection!)
    connection!.closed()
  }
  function carry(socket: ClientSocket, stream: Duplex): void {
    const connection = new SocketConnection(socket, new SocketSender(socket, stream, policy), connectionParts)
    socket.connection = connection
    open.add(connection)
    socket.on('message', take)
    socket.on('pong', answered)
    socket.on('error', broke)
    socket.on('close', closed)
    connection.begin()
  }
  server.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', broke)
    if (request.url?.split('?')[0] !== GRAPHQL_PATH) return refuse(stream, '404 Not Found')
    if (!parts.isOriginAllowed(request)) return refuse(stream, '403 Forbidden')
    sockets.handleUpgrade(request, stream, head, (socket) => {
      stream.off('error', broke)
      carry(socket, stream)
    })
  })
  return {
    get count() { return open.size },
    get operationCount() { return [...open].reduce((sum, { running }) => sum + running, 0) },
    stop: async () => {
      await closeAll([...open], policy.limits.lastWordsMs)
      attendance.stop()
    },
  }
}

function take(this: WebSocket, data: Buffer): void {
  (this as ClientSocket).connection!.receive(data.toString())
}

function answered(this: WebSocket): void {
  (this as ClientSocket).connection!.answered()
}

function refuse(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

async function closeAll(open: readonly SocketConnection[], lastWordsMs: number): Promise<void> {
  const gone = open.map(({ socket }) => new Promise<void>((resolve) => {
    socket.once('close', () => resolve())
    socket.close(CLOSE_CODES.goingAway, 'The server is stopping: connect again.')
  }))
  const impatient = setTimeout(() => open.forEach(({ socket }) => socket.terminate()), lastWordsMs)
  await Promise.all(gone)
  clearTimeout(impatient)
}
