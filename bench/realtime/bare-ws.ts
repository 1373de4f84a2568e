// The floor: a server that sends one string to every socket whenever its control socket says so.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WebSocketServer, type WebSocket } from 'ws'

let text = ''
const listeners = new Set<WebSocket>()
const http = createServer()
new WebSocketServer({ server: http, perMessageDeflate: false }).on('connection', (socket, request) => {
  if (request.url !== '/control') return void listeners.add(socket)
  socket.on('message', (data: Buffer) => {
    if (data.length > 1) text = data.toString()
    else for (const each of listeners) each.send(text)
  })
})
http.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` })))
