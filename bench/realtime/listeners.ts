// Very many clients that do as little as clients can, so that what is measured is the server.
import { once } from 'node:events'
import WebSocket from 'ws'

/** Open sockets. `heard` counts messages since it was last set back. */
export type Listeners = {
  heard(): number
  /** The text of the last message. */
  last(): string
  /** Counts anew from now on; resolves with the clock (ms) when `count` messages have come. */
  hear(count: number): Promise<number>
  close(): Promise<void>
}

const AT_ONCE = 25

/**
 * Opens `count` sockets. `hello` is what each says first, one message after the other's answer; `onMessage` gets every message
 * after that with the number of its socket.
 */
export async function openListeners(url: string, protocol: string | undefined, count: number, hello: (at: number) => Promise<readonly string[]>, onMessage?: (data: Buffer, at: number) => void): Promise<Listeners> {
  const sockets: WebSocket[] = []
  let heard = 0
  let last: Buffer = Buffer.alloc(0)
  let awaited = Infinity
  let arrived: (now: number) => void = () => {}
  async function open(at: number): Promise<void> {
    const socket = new WebSocket(url, protocol, { perMessageDeflate: false })
    await once(socket, 'open')
    const [first, ...rest] = await hello(at)
    if (first !== undefined) {
      socket.send(first)
      await once(socket, 'message')
    }
    socket.on('message', (data: Buffer) => {
      last = data
      onMessage?.(data, at)
      if (++heard === awaited) arrived(performance.now())
    })
    for (const message of rest) socket.send(message)
    sockets.push(socket)
  }
  for (let from = 0; from < count; from += AT_ONCE) await Promise.all(Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, n) => open(from + n)))
  return {
    heard: () => heard,
    last: () => last.toString(),
    hear: (expected) => {
      heard = 0
      awaited = expected
      return new Promise((resolve) => (arrived = resolve))
    },
    close: async () => {
      const closed = sockets.map((socket) => new Promise((resolve) => socket.once('close', resolve)))
      for (const socket of sockets) socket.terminate()
      await Promise.all(closed)
    },
  }
}

/** What a graphql-transport-ws client says to follow one subscription. Ids are as clients make them. */
export function helloOf(params: object, payload: object, at: number): string[] {
  const id = `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`
  return [JSON.stringify({ type: 'connection_init', payload: params }), JSON.stringify({ id, type: 'subscribe', payload })]
}
