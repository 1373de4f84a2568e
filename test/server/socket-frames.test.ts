// Frames made by hand are what a WebSocket client reads, for every length of header and every id.
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { nextFrame, nextMessage } from '../../src/server/socket-frames.ts'

const servers: WebSocketServer[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    for (const socket of server.clients) socket.terminate()
    server.close()
  }
})

async function connect() {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false })
  servers.push(server)
  await once(server, 'listening')
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const [socket, request] = (await once(server, 'connection')) as [WebSocket, IncomingMessage]
  const received: string[] = []
  client.on('message', (data: Buffer) => received.push(data.toString()))
  return { client, socket, stream: request.socket, received }
}

const lengthOfEmpty = nextMessage('"1"', JSON.stringify({ data: { text: '' } })).length

it.each([['short', 100], ['the longest with a header of 2 bytes', 125], ['the shortest with 4', 126], ['longer', 5_000], ['the longest with 4', 65_535], ['the shortest with 10', 65_536], ['long', 300_000]])('a message that is %s', async (_, bytes) => {
  const { client, socket, stream, received } = await connect()
  const result = { data: { text: 'x'.repeat(bytes - lengthOfEmpty) } }
  stream.write(nextFrame('"1"', result))
  // In order with what the socket sends by itself, before and after.
  socket.send('between')
  stream.write(nextFrame('"1"', result))
  while (received.length < 3) await once(client, 'message')
  const message = nextMessage('"1"', JSON.stringify(result))
  expect(Buffer.byteLength(message)).toBe(bytes)
  expect(received).toEqual([message, 'between', message])
})

it('each with its own id, however it is spelled, and whatever the result', async () => {
  const { client, stream, received } = await connect()
  const ids = ['1', 'a "quoted" \\ one', 'ünïcödé ☃ 🙂', '\n', 'x'.repeat(1_000)]
  const results = [{ data: { text: 'été ☃ 🙂' } }, { data: { text: 'another' } }]
  for (const id of ids) for (const result of results) stream.write(nextFrame(JSON.stringify(id), result))
  while (received.length < ids.length * results.length) await once(client, 'message')
  expect(received.map((text) => JSON.parse(text) as unknown)).toEqual(ids.flatMap((id) => results.map((payload) => ({ id, type: 'next', payload }))))
})
