import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { DEFAULT_LIMITS, SocketSender, TOO_SLOW, type SocketLimits } from '../../src/realtime/socket-sender.ts'

const opened: WebSocketServer[] = []
afterEach(() => {
  for (const server of opened.splice(0)) {
    for (const socket of server.clients) socket.terminate()
    server.close()
  }
})

/** A sender and the client that it sends to. `closed` gives the code that the client sees. */
async function connect(limits: SocketLimits) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  opened.push(server)
  await once(server, 'listening')
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`, { perMessageDeflate: false })
  const [socket, request] = (await once(server, 'connection')) as [WebSocket, IncomingMessage]
  if (client.readyState !== client.OPEN) await once(client, 'open')
  const received: string[] = []
  client.on('message', (data) => received.push(String(data)))
  client.on('error', () => {})
  const wire = (client as unknown as { _socket: Socket })._socket
  return {
    socket, client, received, sender: new SocketSender(socket, request.socket, { log: pino({ level: 'silent' }), limits: { ...DEFAULT_LIMITS, ...limits } }),
    stopReading: () => wire.pause(), goOn: () => wire.resume(),
    closed: once(client, 'close').then(([code]) => code as number), gone: once(socket, 'close'),
  }
}

const MEBIBYTE = 'x'.repeat(1024 * 1024)

describe('sending to a client that reads', () => {
  it('keeps the order and waits for nothing while little is unread', async () => {
    const { sender, received, client } = await connect({})
    await Promise.all(['1', '2', '3'].map((text) => sender.send(text)))
    while (received.length < 3) await once(client, 'message')
    expect(received).toEqual(['1', '2', '3'])
  })

  it('goes as fast as the client reads, and drops nobody, however much there is', async () => {
    const { sender, socket, received, client } = await connect({ maxBufferedBytes: 2 * MEBIBYTE.length })
    for (let sent = 0; sent < 60; sent++) {
      await sender.send(MEBIBYTE)
      expect(socket.bufferedAmount).toBeLessThanOrEqual(2 * MEBIBYTE.length)
    }
    while (received.length < 60) await once(client, 'message')
    expect(received).toHaveLength(60)
  })
})

describe('sending to a client that does not read', () => {
  it('ends its connection with 1013 once too much waits', async () => {
    const { sender, socket, stopReading, goOn, closed } = await connect({ maxBufferedBytes: 1024 * 1024, lastWordsMs: 15_000 })
    stopReading()
    // The kernel takes some megabytes before anything waits here.
    for (let sent = 0; socket.readyState === socket.OPEN; sent++) {
      expect(sent).toBeLessThan(200)
      void sender.send(MEBIBYTE)
      await new Promise((resolve) => setImmediate(resolve))
    }
    goOn()
    expect(await closed).toBe(TOO_SLOW)
  })

  it('makes the sender wait, then cuts it off when nothing is taken for too long', async () => {
    const { sender, stopReading, gone } = await connect({ maxBufferedBytes: 1024 * 1024 * 1024, stuckAfterMs: 100, lastWordsMs: 50 })
    stopReading()
    const sending = (async () => { for (let sent = 0; sent < 200; sent++) await sender.send(MEBIBYTE) })()
    await gone
    // Everything that waited is let go.
    await sending
  })
})
