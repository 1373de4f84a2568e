// What one WebSocket may have waiting for its client: text goes out as fast as it is read, within bounds, and who doesn't
// read is let go with a code after which graphql-ws clients connect again by themselves and go on by cursor.
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

/** Sends text to one client. */
export type SocketSender = {
  /** Resolves when the next text may come. Never rejects: a connection that fails closes, and that ends what depends on it. */
  send(text: string): Promise<void>
  /** Sends if only little waits, and the next text may come. False: nothing is sent, `send` is to be asked. */
  sendAtOnce(text: string): boolean
}

// So little is not watched: a client that takes nothing at all is found by its pings.
const LITTLE_BYTES = 16 * 1024

/** Makes the sender of a socket. Text is taken as it is. */
export function createSocketSender(socket: WebSocket, log: Logger, limits: SocketLimits = {}): SocketSender {
  const { maxBufferedBytes, pauseAboveBytes, stuckAfterMs, lastWordsMs } = { ...DEFAULT_LIMITS, ...limits }
  let stuck: NodeJS.Timeout | null = null
  socket.once('close', () => { if (stuck !== null) clearTimeout(stuck) })

  function drop(why: string): void {
    if (socket.readyState !== socket.OPEN) return
    log.info({ bufferedBytes: socket.bufferedAmount }, `dropped a WebSocket client: ${why}`)
    socket.close(TOO_SLOW, 'You read too slowly: connect again and go on from your last cursor.')
    // Who doesn't read doesn't answer the closing either.
    setTimeout(() => socket.terminate(), lastWordsMs).unref()
  }

  // Begins anew with everything that the client takes.
  function watch(): void {
    if (stuck !== null) clearTimeout(stuck)
    stuck = socket.bufferedAmount > 0 ? setTimeout(() => drop('it read nothing for too long'), stuckAfterMs) : null
  }

  return {
    sendAtOnce: (text) => {
      if (stuck !== null || socket.bufferedAmount + text.length > LITTLE_BYTES) return false
      if (socket.readyState === socket.OPEN) socket.send(text)
      return true
    },
    send: (text) => new Promise((resolve) => {
      if (socket.readyState !== socket.OPEN) return resolve()
      socket.send(text, () => {
        watch()
        resolve()
      })
      if (socket.bufferedAmount > maxBufferedBytes) drop('too much waited to be read')
      else if (stuck === null) watch()
      if (socket.bufferedAmount <= pauseAboveBytes) resolve()
    }),
  }
}
