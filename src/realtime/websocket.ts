// Carries GraphQL over WebSockets (graphql-transport-ws): the protocol is graphql-ws's, the sockets' limits and their ways
// of ending are ours. Close codes are chosen so that graphql-ws clients connect again by themselves and go on by cursor.
import type { IncomingMessage } from 'node:http'
import { CloseCode, handleProtocols, makeServer, type ServerOptions } from 'graphql-ws'
import type { Logger } from 'pino'
import type { WebSocket, WebSocketServer } from 'ws'
import { createSocketSender, DEFAULT_LIMITS, TOO_SLOW, type SocketLimits } from './socket-sender.ts'

/** Why this server closes a socket. graphql-ws clients take all three as a reason to connect again. */
export const CLOSE_CODES = {
  /** The server stops; another one, or the next, goes on from the cursor. */
  goingAway: 1001,
  /** The client doesn't read what it is sent. */
  tooSlow: TOO_SLOW,
  /** The token has expired; connect again with a new one. (4401 would be final for graphql-ws clients.) */
  tokenExpired: CloseCode.Forbidden,
} as const

/** What graphql-ws hands on as `extra`. */
export type SocketExtra = {
  request: IncomingMessage
  /** Closes this socket with 4403 at that time; to be called by `onConnect` once it knows the token. */
  expireAt(time: Date): void
}

export type WebSockets = {
  /** Tells every client to connect elsewhere (1001); resolves when all are gone, which takes `lastWordsMs` at most. */
  close(): Promise<void>
}

type Options = ServerOptions<Record<string, unknown>, SocketExtra>
type Parts = { log: Logger; now: () => Date; limits?: SocketLimits & { pingEveryMs?: number } }

const PING_EVERY_MS = 12_000
const LONGEST_TIMER_MS = 2 ** 31 - 1

/**
 * Serves every connection of `sockets`. However a socket ends, its subscriptions are ended with it. A client that answers
 * no ping until the next one (`limits.pingEveryMs`) is gone without a word, and so is its socket. To let subscriptions that
 * ask for the same share one execution and one serialization, `options.subscribe` is the place: it sees document,
 * variables and viewer, and may give one stream of results to many.
 */
export function serveWebSockets(sockets: WebSocketServer, options: Options, { log, now, limits = {} }: Parts): WebSockets {
  const protocol = makeServer<Record<string, unknown>, SocketExtra>(options)
  sockets.options.handleProtocols = (protocols) => handleProtocols(protocols)
  sockets.on('connection', (socket, request) => {
    // Broken frames and connections: the socket closes by itself after them.
    socket.on('error', (error) => log.debug({ err: error }, 'a WebSocket failed'))
    const sender = createSocketSender(socket, log, limits)
    pingRegularly(socket, limits.pingEveryMs ?? PING_EVERY_MS)
    const closed = protocol.opened({
      protocol: socket.protocol,
      send: sender.send,
      close: (code, reason) => socket.close(code, reason),
      onMessage: (take) => socket.on('message', (data) => {
        take(String(data as Buffer)).catch((error: unknown) => {
          log.error({ err: error }, 'a WebSocket message was not handled')
          socket.close(CloseCode.InternalServerError, 'Internal server error')
        })
      }),
    }, { request, expireAt: (time) => closeAt(socket, time, now) })
    socket.once('close', (code, reason) => {
      closed(code, String(reason)).catch((error: unknown) => log.error({ err: error }, 'could not end the subscriptions of a WebSocket'))
    })
  })
  return { close: () => closeAll(sockets, limits.lastWordsMs ?? DEFAULT_LIMITS.lastWordsMs) }
}

function closeAt(socket: WebSocket, time: Date, now: () => Date): void {
  const left = time.getTime() - now().getTime()
  if (left <= 0) return socket.close(CLOSE_CODES.tokenExpired, 'The token has expired: connect again with a new one.')
  const timer = setTimeout(() => closeAt(socket, time, now), Math.min(left, LONGEST_TIMER_MS))
  socket.once('close', () => clearTimeout(timer))
}

function pingRegularly(socket: WebSocket, everyMs: number): void {
  let isAlive = true
  socket.on('pong', () => { isAlive = true })
  const timer = setInterval(() => {
    if (!isAlive) return socket.terminate()
    isAlive = false
    if (socket.readyState === socket.OPEN) socket.ping()
  }, everyMs)
  socket.once('close', () => clearInterval(timer))
}

async function closeAll(sockets: WebSocketServer, lastWordsMs: number): Promise<void> {
  const gone = [...sockets.clients].map((socket) => new Promise<void>((resolve) => {
    socket.once('close', () => resolve())
    socket.close(CLOSE_CODES.goingAway, 'The server is stopping: connect again.')
    const impatient = setTimeout(() => socket.terminate(), lastWordsMs)
    socket.once('close', () => clearTimeout(impatient))
  }))
  await Promise.all(gone)
}
