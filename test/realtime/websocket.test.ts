import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { buildSchema, parse, type ExecutionArgs } from 'graphql'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { serveWebSockets } from '../../src/realtime/websocket.ts'
import { useDatabase } from '../support/database.ts'
import { logEvent, startRealtime, type RealtimeProcess } from '../support/events.ts'

const db = useDatabase()
let server: RealtimeProcess
beforeAll(async () => { server = await startRealtime({ db, processId: 'socket' }) })
afterAll(() => server.stop())

/** A server on a free port whose one subscription shows the payload's text. */
async function listen({ pingEveryMs, tokenExpiresAt }: { pingEveryMs?: number; tokenExpiresAt?: Date } = {}) {
  const schema = buildSchema('type Query { ok: Boolean } type Subscription { text: String! }')
  const field = schema.getSubscriptionType()!.getFields()['text']!
  field.subscribe = () => server.hub.subscribe('queue:socket')
  field.resolve = (event: { payload: { text: string } }) => event.payload.text
  const http = createServer()
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false })
  const served = serveWebSockets(sockets, {
    onConnect: ({ extra }) => { if (tokenExpiresAt !== undefined) extra.expireAt(tokenExpiresAt) },
    onSubscribe: (_, __, payload): ExecutionArgs => ({ schema, document: parse(payload.query) }),
  }, { log: pino({ level: 'silent' }), now: () => new Date(), limits: { pingEveryMs } })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const close = async () => {
    await served.close()
    http.close()
  }
  return { url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}`, close }
}

/** A client that has subscribed. `closed` gives the close code. */
async function connect(url: string) {
  const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false })
  socket.on('error', () => {})
  const closed = once(socket, 'close').then(([code]) => code as number)
  await once(socket, 'open')
  const messages: { type: string; payload?: unknown }[] = []
  socket.on('message', (data) => messages.push(JSON.parse(String(data as Buffer)) as { type: string }))
  const message = async (type: string) => {
    while (!messages.some((each) => each.type === type)) await once(socket, 'message')
    return messages.splice(messages.findIndex((each) => each.type === type), 1)[0]!
  }
  socket.send('{"type":"connection_init"}')
  await message('connection_ack')
  socket.send('{"id":"1","type":"subscribe","payload":{"query":"subscription { text }"}}')
  while (server.hub.subscriberCount === 0) await new Promise((resolve) => setImmediate(resolve))
  return { socket, closed, message }
}

const allAreGone = async () => {
  while (server.hub.subscriberCount > 0) await new Promise((resolve) => setImmediate(resolve))
}

describe('a WebSocket', () => {
  it('delivers events, and leaves nothing behind when the client is gone', async () => {
    const api = await listen()
    const client = await connect(api.url)
    await logEvent(db.pool, 'queue:socket', { text: 'hello' })
    server.tail.wake()
    expect(await client.message('next')).toEqual({ id: '1', type: 'next', payload: { data: { text: 'hello' } } })
    client.socket.terminate()
    await allAreGone()
    await api.close()
  })

  // rule A1
  it('is closed with 4403 when its token expires', async () => {
    const api = await listen({ tokenExpiresAt: new Date(Date.now() + 200) })
    const client = await connect(api.url)
    expect(await client.closed).toBe(4403)
    await allAreGone()
    await api.close()
  })

  it('is closed with 1001 when the server stops, so that its client connects elsewhere', async () => {
    const api = await listen()
    const client = await connect(api.url)
    await api.close()
    expect(await client.closed).toBe(1001)
    await allAreGone()
  })

  it('is ended when its client answers no ping', async () => {
    const api = await listen({ pingEveryMs: 50 })
    const client = await connect(api.url)
    const wire = (client.socket as unknown as { _socket: Socket })._socket
    wire.pause()
    await allAreGone()
    wire.resume()
    await client.closed
    await api.close()
  })
})
