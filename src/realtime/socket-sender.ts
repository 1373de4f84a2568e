// What one WebSocket may have waiting for its client: text goes out as fast as it is read, within bounds, and who doesn't
// read is let go with a code after which graphql-ws clients connect again by themselves and go on by cursor.
import type { Duplex } from 'node:stream'
import type { Logger } from 'pino'
import type { WebSocket } from 'ws'

/** Close code for a client that doesn't read what it is sent ("try again later"; not final for graphql-ws clients). */
export const TOO_SLOW = 1013

/** Bounds of one socket; what isn't given is as in DEFAULT_LIMITS. */
export type SocketLimits = {
  /** More bytes than this waiting for the client end its connection. */
  maxBufferedBytes?: number
  /** With more than this waiting, `send` resolves only when the text is out: a replay goes as fast as it is read. */
  pauseAboveBytes?: number
  /** Bytes that wait so long without any being taken end the connection. */
  stuckAfterMs?: number
  /** Who was told that the connection ends, and doesn't answer, is cut off after this. */
  lastWordsMs?: number
}

/** 1 MiB may wait, 64 KiB without waiting for the client, 10 seconds without it reading anything. */
export const DEFAULT_LIMITS = { maxBufferedBytes: 1024 * 1024, pauseAboveBytes: 64 * 1024, stuckAfterMs: 10_000, lastWordsMs: 1_000 } as const

/** What all senders of a server have in common. */
export type SenderPolicy = { log: Logger; limits: Required<SocketLimits> }

// So little is not watched: a client that takes nothing at all is found by its pings.
const LITTLE_BYTES = 16 * 1024

/** Sends to one client: by its socket, or past it on the stream underneath, which nothing else writes to in between. */
export class SocketSender {
  readonly #socket: WebSocket
  readonly #stream: Duplex
  readonly #policy: SenderPolicy
  #stuck: NodeJS.Timeout | null = null

  /** The socket must not compress: what it sends is then with the stream at once, and in order with what goes past it. */
  constructor(socket: WebSocket, stream: Duplex, policy: SenderPolicy) {
    this.#socket = socket
    this.#stream = stream
    this.#policy = policy
  }

  /** Whether so little waits that the next may come without looking after what becomes of it. */
  get isFree(): boolean {
    return this.#stuck === null && this.#stream.writableLength <= LITTLE_BYTES
  }

  /** Sends a whole frame, made beforehand, if there is room for it among the little that may wait. False: nothing is sent, `send` is to be asked. */
  sendFrame(frame: Buffer): boolean {
    if (this.#stuck !== null || this.#stream.writableLength + frame.length > LITTLE_BYTES) return false
    if (this.#socket.readyState === this.#socket.OPEN) this.#stream.write(frame)
    return true
  }

  /** Sends text. Resolves when the next may come. Never rejects: a connection that fails closes, and that ends what depends on it. */
  send(text: string): Promise<void> {
    const { maxBufferedBytes, pauseAboveBytes } = this.#policy.limits
    return new Promise((resolve) => {
      if (this.#socket.readyState !== this.#socket.OPEN) return resolve()
      this.#socket.send(text, () => {
        this.#watch()
        resolve()
      })
      if (this.#socket.bufferedAmount > maxBufferedBytes) this.#drop('too much waited to be read')
      else if (this.#stuck === null) this.#watch()
      if (this.#socket.bufferedAmount <= pauseAboveBytes) resolve()
    })
  }

  /** The socket has closed. */
  stop(): void {
    if (this.#stuck !== null) clearTimeout(this.#stuck)
  }

  #drop(why: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return
    this.#policy.log.info({ bufferedBytes: this.#socket.bufferedAmount }, `dropped a WebSocket client: ${why}`)
    this.#socket.close(TOO_SLOW, 'You read too slowly: connect again and go on from your last cursor.')
    // Who doesn't read doesn't answer the closing either.
    setTimeout(() => this.#socket.terminate(), this.#policy.limits.lastWordsMs).unref()
  }

  // Begins anew with everything that the client takes.
  #watch(): void {
    if (this.#stuck !== null) clearTimeout(this.#stuck)
    this.#stuck = this.#socket.bufferedAmount > 0 ? setTimeout(() => this.#drop('it read nothing for too long'), this.#policy.limits.stuckAfterMs) : null
  }
}
