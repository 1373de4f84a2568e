// The usual way: graphql-ws on ws with graphql-js, a stock pub/sub, and a schema of the same shape with nothing behind it.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFileSync } from 'node:fs'
import { buildSchema } from 'graphql'
import { createPubSub } from 'graphql-yoga'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'

const pubSub = createPubSub<{ event: [object] }>()
let event: object = {}
const schema = buildSchema(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8'), { assumeValid: true })
schema.getSubscriptionType()!.getFields()['queueWork']!.subscribe = () => pubSub.subscribe('event')
const http = createServer()
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false }), control = new WebSocketServer({ noServer: true })
useServer({ schema }, sockets)
http.on('upgrade', (request, stream, head) => {
  const to = request.url === '/control' ? control : sockets
  to.handleUpgrade(request, stream, head, (socket) => to.emit('connection', socket, request))
})
control.on('connection', (socket) => {
  socket.on('message', (data: Buffer) => {
    if (data.length > 1) event = (JSON.parse(data.toString()) as { payload: { data: object } }).payload.data
    else pubSub.publish('event', event)
  })
})
http.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` })))
