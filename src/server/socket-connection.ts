// One client's socket, spoken to by graphql-transport-ws: the handshake, its operations by their ids, and what ends it.
import { CloseCode, GRAPHQL_TRANSPORT_WS_PROTOCOL, MessageType, parseMessage, type Message, type SubscribeMessage } from 'graphql-ws'
import type { WebSocket } from 'ws'
import { UnauthenticatedError } from '../auth.ts'
import type { Clock } from '../clock.ts'
import { TOO_SLOW, type SocketSender } from '../realtime/socket-sender.ts'
import { TOO_MANY_SOCKETS, type HeldConnections } from './held-connections.ts'
import type { Attended, Attendance } from './socket-attendance.ts'
import { SocketOperation, type OperationHost, type OperationParts } from './socket-operation.ts'

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

/** What connections need of their server. */
export type ConnectionParts = OperationParts & { clock: Clock; held: HeldConnections; attendance: Attendance }

const NO_OPERATIONS: readonly SocketOperation[] = []
const MOST_REASON_BYTES = 123

/** Speaks with a client over its socket, from its opening on. */
export class SocketConnection implements OperationHost, Attended {
  readonly socket: WebSocket
  readonly sender: SocketSender
  readonly parts: ConnectionParts
  authorization: string | null = null
  running = 0
  pingAt = Infinity
  deadlineAt = Infinity
  #phase: 'opened' | 'signing in' | 'acknowledged' = 'opened'
  #operations = NO_OPERATIONS
  #userId: string | null = null
  #isAlive = true

  constructor(socket: WebSocket, sender: SocketSender, parts: ConnectionParts) {
    this.socket = socket
    this.sender = sender
    this.parts = parts
  }

  /** Begins to count its time. Who doesn't speak this protocol is sent away. */
  begin(): void {
    if (this.socket.protocol !== GRAPHQL_TRANSPORT_WS_PROTOCOL) return this.close(CloseCode.SubprotocolNotAcceptable, 'Subprotocol not acceptable')
    this.parts.attendance.add(this)
    this.parts.attendance.setDeadline(this, performance.now() + this.parts.limits.connectionInitMs)
  }

  /** A message has come. */
  receive(text: string): void {
    // What was still under way when the socket was told to close is too late.
    if (this.socket.readyState !== this.socket.OPEN) return
    let message: Message
    try {
      message = parseMessage(text)
    } catch {
      return this.close(CloseCode.BadRequest, 'Invalid message received')
    }
    switch (message.type) {
      case MessageType.ConnectionInit: return this.#initialise(message.payload)
      case MessageType.Ping: return void this.sender.send(JSON.stringify({ type: MessageType.Pong, ...(message.payload && { payload: message.payload }) }))
      case MessageType.Pong: return
      case MessageType.Subscribe: return this.#subscribe(message)
      case MessageType.Complete: return this.#complete(JSON.stringify(message.id))
      // Such as only servers send.
      default: return this.close(CloseCode.BadRequest, 'Invalid message received')
    }
  }

  close(code: number, reason: string): void {
    this.socket.close(code, reason)
  }

  /** The socket has closed: ends all that depends on it. */
  closed(): void {
    this.parts.attendance.remove(this)
    this.sender.stop()
    if (this.#userId !== null) this.parts.held.leave(this.#userId)
    this.#userId = null
    const operations = this.#operations
    this.#operations = NO_OPERATIONS
    for (const operation of operations) operation.end()
  }

  /** Its client has answered a ping. */
  answered(): void {
    this.#isAlive = true
  }

  // A connection whose other end is gone without a word is found by a ping that nobody answers.
  ping(): void {
    if (!this.#isAlive) return this.socket.terminate()
    this.#isAlive = false
    if (this.socket.readyState === this.socket.OPEN) this.socket.ping()
  }

  onDeadline(): void {
    if (this.#phase === 'opened') this.close(CloseCode.ConnectionInitialisationTimeout, 'Connection initialisation timeout')
    else this.close(CLOSE_CODES.tokenRefused, 'The token has expired.')
  }

  forget(operation: SocketOperation): void {
    this.#operations = this.#operations.filter((each) => each !== operation)
  }

  // Its id may be used again at once, also while what was asked under it comes to its end.
  #complete(id: string): void {
    const operation = this.#find(id)
    if (operation === undefined) return
    this.forget(operation)
    operation.end()
  }

  #find(id: string): SocketOperation | undefined {
    return this.#operations.find((operation) => operation.id === id)
  }

  #initialise(params: Record<string, unknown> | undefined): void {
    if (this.#phase !== 'opened') return this.close(CloseCode.TooManyInitialisationRequests, 'Too many initialisation requests')
    this.#phase = 'signing in'
    this.parts.attendance.setDeadline(this, Infinity)
    this.authorization = authorizationOf(params)
    void this.#signIn()
  }

  async #signIn(): Promise<void> {
    const { signIn, held, clock, attendance, log } = this.parts
    try {
      const { viewer, expiresAt } = await signIn(this.authorization)
      // Gone meanwhile: nothing would tell when it ends.
      if (this.socket.readyState !== this.socket.OPEN) return
      if (!held.take(viewer.id)) return this.close(CLOSE_CODES.tryAgainLater, `${TOO_MANY_SOCKETS}: ${held.refusal}`)
      this.#userId = viewer.id
      if (expiresAt !== null) attendance.setDeadline(this, performance.now() + expiresAt.getTime() - clock().getTime())
      this.#phase = 'acknowledged'
      await this.sender.send(`{"type":"${MessageType.ConnectionAck}"}`)
    } catch (error) {
      // Closes with 4403 and not 4401, at which clients give up: they may come back with a fresh token.
      if (error instanceof UnauthenticatedError) return this.close(CLOSE_CODES.tokenRefused, 'Forbidden')
      log.warn({ err: error }, 'nobody could be signed in on a socket')
      this.close(CLOSE_CODES.tryAgainLater, 'SERVICE_UNAVAILABLE: connect again in a moment.')
    }
  }

  #subscribe({ id, payload }: SubscribeMessage): void {
    if (this.#phase !== 'acknowledged') return this.close(CloseCode.Unauthorized, 'Unauthorized')
    const quotedId = JSON.stringify(id)
    if (this.#find(quotedId) !== undefined) {
      const reason = `Subscriber for ${id} already exists`
      return this.close(CloseCode.SubscriberAlreadyExists, Buffer.byteLength(reason) > MOST_REASON_BYTES ? 'Subscriber already exists' : reason)
    }
    const operation = new SocketOperation(this, quotedId)
    this.#operations = [...this.#operations, operation]
    operation.run(payload).catch((error: unknown) => {
      this.parts.log.error({ err: error }, 'an operation on a socket was not handled')
      this.close(CloseCode.InternalServerError, 'Internal server error')
    })
  }
}

function authorizationOf(params: Record<string, unknown> | undefined): string | null {
  const given = params?.['authorization'] ?? params?.['Authorization']
  return typeof given === 'string' ? given : null
}
