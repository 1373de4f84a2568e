// GraphQL over WebSockets as clients meet it.
import type { Socket } from 'node:net'
import { createClient, type Client, type FormattedExecutionResult } from 'graphql-ws'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { bearer, startSmallServer, type SmallServer } from '../support/api.ts'

let server: SmallServer
const clients: Client[] = []
afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose()
  await server.stop()
})

type Answered = FormattedExecutionResult<Record<string, unknown>, unknown> | readonly unknown[]
type Closed = { code: number; reason: string }
const connect = async (params: Record<string, unknown> = {}) => {
  let closedBy: (closed: Closed) => void = () => {}
  const closed = new Promise<Closed>((resolve) => (closedBy = resolve))
  const client = createClient({
    url: `${server.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0, lazy: false, connectionParams: params, onNonLazyError: () => {},
    on: { closed: (event) => closedBy(event as Closed) },
  })
  clients.push(client)
  return { client, closed }
}
const run = async (client: Client, query: string): Promise<Answered> => {
  try {
    for await (const result of client.iterate({ query })) return result
    return []
  } catch (errors) {
    return errors as readonly unknown[]
  }
}
/** A socket spoken to by hand: what came, and how it ended. */
const rawSocket = (path = '/graphql') => {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}${path}`, 'graphql-transport-ws')
  const opened = new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve())
    socket.once('error', reject)
  })
  const closed = new Promise<Closed>((resolve) => socket.once('close', (code, reason) => resolve({ code, reason: String(reason) })))
  return { socket, opened, closed }
}

describe('signing in', () => {
  // rule A1
  it('is by the connection\'s parameters', async () => {
    server = await startSmallServer()
    const { client } = await connect(await bearer('ada'))
    expect(await run(client, '{ me }')).toEqual({ data: { me: 'ada' } })
    expect(await run(client, 'mutation { rename(to: "x") }')).toEqual({ data: { rename: 'x' } })
    expect(await run(client, 'subscription { greetings }')).toEqual({ data: { greetings: 'hello ada' } })
  })

  it.each([['nothing', async () => ({})], ['a bad token', async () => ({ authorization: 'Bearer x' })], ['an unknown user', () => bearer('mallory')], ['a number', async () => ({ authorization: 7 })]])(
    'is refused with 4403 for %s', async (_, params) => {
      server = await startSmallServer()
      const { closed } = await connect(await params())
      expect((await closed).code).toBe(4403)
    })

  it('ends with the token, by 4403', async () => {
    server = await startSmallServer()
    const { client, closed } = await connect(await bearer('ada', 1))
    expect(await run(client, '{ me }')).toEqual({ data: { me: 'ada' } })
    expect((await closed).code).toBe(4403)
  })

  it('is asked for again with each operation', async () => {
    server = await startSmallServer()
    const { client } = await connect(await bearer('ada'))
    expect(await run(client, '{ me }')).toEqual({ data: { me: 'ada' } })
    server.users.delete('ada')
    expect(await run(client, '{ me }')).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
  })
})

describe('faults', () => {
  it('of an operation are its own, and the socket stays', async () => {
    server = await startSmallServer({ isProduction: true })
    const { client } = await connect(await bearer('ada'))
    expect(await run(client, '{ me')).toMatchObject([{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }])
    expect(await run(client, '{ mee }')).toMatchObject([{ message: 'Cannot query field "mee" on type "Query".', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }])
    expect(await run(client, '{ __schema { queryType { name } } }')).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }, {}])
    expect(JSON.stringify(await run(client, '{ mee }'))).not.toContain('http')
    expect(await run(client, '{ broken }')).toMatchObject({ data: null, errors: [{ message: 'Unexpected error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] })
    expect(await run(client, '{ me }')).toEqual({ data: { me: 'ada' } })
  })

  it('of variables tell nothing of the schema in production', async () => {
    server = await startSmallServer({ isProduction: true })
    const told = async (username: string, query: string) => {
      const { client } = await connect(await bearer(username))
      const results = client.iterate({ query, variables: { it: { nam: 'x' } } })
      return JSON.stringify((await results.next()).value)
    }
    for (const query of ['query ($it: Named!) { named(it: $it) }', 'subscription ($it: Named!) { namings(it: $it) }']) {
      expect(await told('ada', query)).toMatch(/is not defined by type \\"Named\\".".*BAD_USER_INPUT/)
      expect(await told('grace', query)).toContain('Did you mean \\"name\\"')
    }
  })

  it('of the socket itself end only that socket', async () => {
    server = await startSmallServer()
    const { client } = await connect(await bearer('ada'))
    const large = rawSocket()
    await large.opened
    large.socket.send('x'.repeat(300 * 1024))
    expect((await large.closed).code).toBe(1009)
    const garbled = rawSocket()
    await garbled.opened
    garbled.socket.send('not json')
    expect((await garbled.closed).code).toBe(4400)
    const hasty = rawSocket()
    await hasty.opened
    hasty.socket.send('{"id":"1","type":"subscribe","payload":{"query":"{ me }"}}')
    expect((await hasty.closed).code).toBe(4401)
    await expect(rawSocket('/elsewhere').opened).rejects.toThrow('404')
    expect(await run(client, '{ me }')).toEqual({ data: { me: 'ada' } })
  })
})

it('ends subscriptions with their socket', async () => {
  server = await startSmallServer()
  const { socket, opened } = rawSocket()
  await opened
  socket.send(JSON.stringify({ type: 'connection_init', payload: await bearer('ada') }))
  socket.on('message', (data) => {
    const { type } = JSON.parse((data as Buffer).toString()) as { type: string }
    if (type === 'connection_ack') socket.send('{"id":"1","type":"subscribe","payload":{"query":"subscription { greetings }"}}')
    if (type === 'next') socket.terminate()
  })
  await new Promise((resolve) => socket.once('close', resolve))
  await server.stop()
  expect(server.opened()).toBe(0)
})

/** A socket spoken to by hand that is signed in: sends, and gives what comes in order. */
const signedIn = async (signInWith = bearer('ada')) => {
  const { socket, opened, closed } = rawSocket()
  await opened
  const messages: Record<string, unknown>[] = []
  let wake = () => {}
  socket.on('message', (data) => {
    messages.push(JSON.parse((data as Buffer).toString()) as Record<string, unknown>)
    wake()
  })
  const next = async () => {
    while (messages.length === 0) await new Promise<void>((resolve) => { wake = resolve })
    return messages.shift()!
  }
  const send = (message: object) => socket.send(JSON.stringify(message))
  const subscribe = (id: string, query: string) => send({ id, type: 'subscribe', payload: { query } })
  send({ type: 'connection_init', payload: await signInWith })
  expect(await next()).toEqual({ type: 'connection_ack' })
  return { socket, closed, send, subscribe, next }
}

it('keeps an operation that was given up apart from the next one under its id', async () => {
  server = await startSmallServer()
  const { send, subscribe, next } = await signedIn()
  subscribe('x', '{ slow }')
  await server.gate.held
  send({ id: 'x', type: 'complete' })
  subscribe('x', 'subscription { greetings }')
  expect(await next()).toEqual({ id: 'x', type: 'next', payload: { data: { greetings: 'hello ada' } } })
  server.gate.open()
  while (server.counts().socketOperations > 1) await new Promise((resolve) => setImmediate(resolve))
  // Nothing came of the first, and the second still runs, under its id.
  send({ type: 'ping' })
  expect(await next()).toEqual({ type: 'pong' })
  expect(server.opened()).toBe(1)
  send({ id: 'x', type: 'complete' })
  while (server.opened() > 0) await new Promise((resolve) => setImmediate(resolve))
  expect(server.counts().socketOperations).toBe(0)
})

it('ends a subscription whose client was gone, or had given it up, before it began', async () => {
  const held: (() => void)[] = []
  let calls = 0
  server = await startSmallServer({ signIn: async () => {
    if (calls++ >= 2) await new Promise<void>((resolve) => held.push(resolve))
    return { viewer: server.users.get('ada')!, expiresAt: null }
  } })
  const [gone, patient] = [await signedIn(), await signedIn()]
  gone.subscribe('1', 'subscription { greetings }')
  patient.subscribe('1', 'subscription { greetings }')
  while (held.length < 2) await new Promise((resolve) => setImmediate(resolve))
  gone.socket.terminate()
  patient.send({ id: '1', type: 'complete' })
  patient.send({ type: 'ping' })
  expect(await patient.next()).toEqual({ type: 'pong' })
  while (server.counts().sockets > 1) await new Promise((resolve) => setImmediate(resolve))
  for (const release of held) release()
  while (server.counts().socketOperations > 0) await new Promise((resolve) => setImmediate(resolve))
  expect(server.opened()).toBe(0)
  patient.send({ type: 'ping' })
  expect(await patient.next()).toEqual({ type: 'pong' })
})

it('masks what fails when a subscription begins, as the error of that operation', async () => {
  server = await startSmallServer()
  const { subscribe, next } = await signedIn()
  subscribe('1', 'subscription { failing }')
  expect(await next()).toMatchObject({ id: '1', type: 'next', payload: { errors: [{ message: 'There is no such thing.', extensions: { code: 'NOT_FOUND' } }] } })
  expect(await next()).toEqual({ id: '1', type: 'complete' })
})

it('sends clients elsewhere when the server stops, by 1001', async () => {
  server = await startSmallServer()
  const { client, closed } = await connect(await bearer('ada'))
  expect(await run(client, '{ me }')).toEqual({ data: { me: 'ada' } })
  await server.stop()
  expect((await closed).code).toBe(1001)
})

it('lets a client go that answers no ping, and ends its subscriptions', async () => {
  server = await startSmallServer({ socketLimits: { pingEveryMs: 50 } })
  const { socket, opened } = rawSocket()
  await opened
  const subscribed = new Promise<void>((resolve) => {
    socket.on('message', (data) => {
      const { type } = JSON.parse((data as Buffer).toString()) as { type: string }
      if (type === 'connection_ack') socket.send('{"id":"1","type":"subscribe","payload":{"query":"subscription { greetings }"}}')
      if (type === 'next') resolve()
    })
  })
  socket.send(JSON.stringify({ type: 'connection_init', payload: await bearer('ada') }))
  await subscribed
  expect(server.opened()).toBe(1)
  const wire = (socket as unknown as { _socket: Socket })._socket
  const closed = new Promise((resolve) => socket.once('close', resolve))
  wire.pause()
  while (server.opened() > 0) await new Promise((resolve) => setImmediate(resolve))
  wire.resume()
  await closed
})
