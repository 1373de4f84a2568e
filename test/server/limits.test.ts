// What one request, operation, socket and user may ask for: what lies within passes, what lies beyond is refused by a code.
import { once } from 'node:events'
import { connect as connectTcp } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { LIMITS } from '../../src/limits.ts'
import { bearer, startSmallServer, type SmallServer } from '../support/api.ts'

let server: SmallServer
const opened: WebSocket[] = []
afterEach(async () => {
  for (const socket of opened.splice(0)) socket.terminate()
  await server.stop()
})

type Answer = { data?: unknown; errors?: { message: string; extensions: { code: string } }[] }
const post = async (body: unknown) => {
  const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...(await bearer('ada')) }, body: JSON.stringify(body) })
  return { status: response.status, ...((await response.json()) as Answer) }
}
const refusal = async (query: string) => (await post({ query })).errors?.map(({ message, extensions }) => `${extensions.code}: ${message}`).join('\n') ?? 'answered'

const nested = (depth: number) => `${'{ self '.repeat(depth - 1)}{ me ${'}'.repeat(depth)}`
const times = (count: number, make: (at: number) => string) => Array.from({ length: count }, (_, at) => make(at)).join(' ')

// rule P6
describe('a document', () => {
  it.each<[string, string]>([
    ['as long as may be', `{ me } #${'x'.repeat(LIMITS.documentCharacters - 8)}`],
    ['12 fields deep', nested(12)],
    ['as deep as may be', nested(LIMITS.operationDepth)],
    ['with as many aliases as may be', `{ ${times(LIMITS.aliases, (at) => `a${at}: me`)} }`],
    ['with the same field as often as may be', `{ ${times(707, () => 'me')} }`],
    ['with the same field, and one below it, as often as may be', `{ ${times(447, () => 'self { me }')} }`],
    ['with as many directives as may be', `{ ${times(LIMITS.directives, () => 'me @include(if: true)')} }`],
  ])('%s is answered', async (_, query) => {
    server = await startSmallServer()
    expect(await refusal(query)).toBe('answered')
  })

  it.each<[string, string, string]>([
    ['longer than may be', `{ me } #${'x'.repeat(LIMITS.documentCharacters)}`, 'DOCUMENT_TOO_LARGE: The document has 100008 characters; at most 100000 are read.'],
    ['of more tokens than may be', `{ ${times(5_000, () => 'me')} }`, 'DOCUMENT_TOO_LARGE: The document has more than 5000 tokens.'],
    ['2,000 fields deep', nested(2_000), 'DOCUMENT_TOO_LARGE: The document has more than 200 brackets'],
    ['with a list 2,000 deep', `mutation { rename(to: ${'['.repeat(2_000)}${']'.repeat(2_000)}) }`, 'DOCUMENT_TOO_LARGE: The document has more than 200 brackets'],
    ['19 fields deep', nested(19), 'OPERATION_TOO_EXPENSIVE: The operation goes 19 fields deep; at most 18 are answered.'],
    ['19 fields deep by fragments', `{ ...A } fragment A on Query ${nested(10).replace('me', '...B')} fragment B on Query ${nested(10)}`, 'OPERATION_TOO_EXPENSIVE: The operation goes 19 fields deep'],
    ['whose fragments stand for a thousand million fields', `{ ...F0 } ${times(30, (at) => `fragment F${at} on Query { ...F${at + 1} ...F${at + 1} }`)} fragment F30 on Query { me }`, 'OPERATION_TOO_EXPENSIVE: The operation asks for more than 1000 fields.'],
    ['with 1,001 fields', `{ ${times(1_001, () => 'me')} }`, 'OPERATION_TOO_EXPENSIVE: The operation asks for more than 1000 fields.'],
    ['with the same field too often', `{ ${times(708, () => 'me')} }`, 'OPERATION_TOO_EXPENSIVE: The operation asks for the same fields too often'],
    ['with the same field, and one below it, too often', `{ ${times(448, () => 'self { me }')} }`, 'OPERATION_TOO_EXPENSIVE: The operation asks for the same fields too often'],
    ['with 101 aliases', `{ ${times(101, (at) => `a${at}: me`)} }`, 'TOO_MANY_ALIASES: The document has 101 aliases; at most 100 are answered.'],
    ['with 60 directives', `{ ${times(60, () => 'me @include(if: true)')} }`, 'TOO_MANY_DIRECTIVES: The document has 60 directives; at most 50 are read.'],
    ['whose fragment spreads itself', '{ ...A } fragment A on Query { me ...A }', 'GRAPHQL_VALIDATION_FAILED: Cannot spread fragment "A" within itself.'],
  ])('%s is refused', async (_, query, reason) => {
    server = await startSmallServer()
    expect(await refusal(query)).toContain(reason)
    // A second time, when the outcome of parsing it is known.
    expect(await refusal(query)).toContain(reason)
    expect(await refusal('{ me }')).toBe('answered')
  })

  it('is refused over WebSocket just so, and the socket stays', async () => {
    server = await startSmallServer()
    const { run } = await signedIn()
    for (const query of [nested(19), `{ ${times(708, () => 'me')} }`]) expect(await run(query)).toMatchObject({ type: 'error', payload: [{ extensions: { code: 'OPERATION_TOO_EXPENSIVE' } }] })
    expect(await run('{ me }')).toMatchObject({ type: 'next' })
  })
})

it('takes variables nested so deep and no deeper, on every transport', async () => {
  server = await startSmallServer()
  const payload = (depth: number, type: string) => `{"query":"${type} ($x: Any) { ${type === 'query' ? 'taken(any: $x)' : 'greetings(any: $x)'} }","variables":{"x":${'['.repeat(depth)}${']'.repeat(depth)}}}`
  const reason = { message: 'The variables have more than 200 lists and objects within each other.', extensions: { code: 'BAD_USER_INPUT' } }
  const raw = async (depth: number) => {
    const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...(await bearer('ada')) }, body: payload(depth, 'query') })
    return (await response.json()) as Answer
  }
  // The object that holds them is the first of them.
  expect(await raw(199)).toEqual({ data: { taken: true } })
  for (const depth of [200, 5_000]) expect(await raw(depth)).toMatchObject({ errors: [reason] })
  const { socket, answerTo } = await signedIn()
  for (const type of ['query', 'subscription']) {
    socket.send(`{"id":"deep","type":"subscribe","payload":${payload(50_000, type)}}`)
    expect(await answerTo('deep')).toMatchObject({ payload: { errors: [reason] } })
    expect(await answerTo('deep')).toMatchObject({ type: 'complete' })
  }
  expect(server.logged.join()).not.toContain('unexpected error')
})

it('does not answer batches', async () => {
  server = await startSmallServer()
  const answer = await post([{ query: '{ me }' }, { query: '{ me }' }])
  expect(answer.status).toBe(400)
  expect(answer.errors).toMatchObject([{ message: 'Batching is not supported.', extensions: { code: 'BAD_REQUEST' } }])
})

it('says how large a request may be', async () => {
  server = await startSmallServer()
  expect(await post({ query: '{ me }', variables: { x: 'x'.repeat(LIMITS.bodyBytes) } })).toMatchObject({
    status: 413, errors: [{ message: 'The request is larger than 1000000 bytes.', extensions: { code: 'PAYLOAD_TOO_LARGE' } }],
  })
})

it('says so also to who reads nothing before all is sent', async () => {
  server = await startSmallServer()
  const { authorization } = await bearer('ada')
  const body = JSON.stringify({ query: '{ me }', variables: { x: 'x'.repeat(10 * LIMITS.bodyBytes) } })
  const piece = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`
  for (const [length, sent] of [[`content-length: ${body.length}`, body], ['transfer-encoding: chunked', `${piece(body)}0\r\n\r\n`]]) {
    const { hostname, port } = new URL(server.url)
    const socket = connectTcp(Number(port), hostname)
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject)
      socket.write(`POST /graphql HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncontent-type: application/json\r\nauthorization: ${authorization}\r\n${length}\r\n\r\n${sent}`, () => resolve())
    })
    expect(await text(socket)).toMatch(/^HTTP\/1.1 413 [^]*"code":"PAYLOAD_TOO_LARGE"/)
  }
})

type Message = { id?: string; type: string; payload?: unknown }
/** A socket spoken to by hand; `signedIn` has been acknowledged. */
async function open() {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  opened.push(socket)
  socket.on('error', () => {})
  const messages: Message[] = []
  let wake = () => {}
  socket.on('message', (data) => {
    messages.push(JSON.parse((data as Buffer).toString()) as Message)
    wake()
  })
  const closed = once(socket, 'close').then(([code, reason]) => ({ code: code as number, reason: String(reason) }))
  await once(socket, 'open')
  const send = (message: object) => socket.send(JSON.stringify(message))
  const answerTo = async (id: string | undefined) => {
    for (;;) {
      const at = messages.findIndex((message) => message.id === id)
      if (at >= 0) return messages.splice(at, 1)[0]!
      await new Promise<void>((resolve) => { wake = resolve })
    }
  }
  let last = 0
  const subscribe = (query: string) => {
    const id = String(++last)
    send({ id, type: 'subscribe', payload: { query } })
    return id
  }
  return { socket, closed, send, answerTo, subscribe, run: (query: string) => answerTo(subscribe(query)) }
}
async function signedIn(username = 'ada') {
  const client = await open()
  client.send({ type: 'connection_init', payload: await bearer(username) })
  expect(await client.answerTo(undefined)).toEqual({ type: 'connection_ack' })
  return client
}

/** An event stream, whose first event has come; `leave` resolves when the server has noticed. */
async function stream(username = 'ada', query = 'subscription { greetings }') {
  const abort = new AbortController()
  const response = await fetch(`${server.url}/graphql`, {
    method: 'POST', headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...(await bearer(username)) }, body: JSON.stringify({ query }), signal: abort.signal,
  })
  const leave = async () => {
    const before = server.opened()
    abort.abort()
    while (server.opened() === before) await new Promise((resolve) => setImmediate(resolve))
  }
  return { status: response.status, headers: response.headers, text: () => response.text(), leave }
}

describe('a socket', () => {
  it('may have so many operations at once, and more when one has ended', async () => {
    server = await startSmallServer({ limits: { operationsPerSocket: 3 } })
    const { run, subscribe, answerTo, send } = await signedIn()
    const ids = [1, 2, 3].map(() => subscribe('subscription { greetings }'))
    for (const id of ids) expect(await answerTo(id)).toMatchObject({ type: 'next' })
    expect(await run('{ me }')).toMatchObject({ type: 'error', payload: [{ message: '3 operations run on this connection; end one of them first.', extensions: { code: 'TOO_MANY_OPERATIONS' } }] })
    send({ id: ids[0], type: 'complete' })
    // What has failed, was answered, or was refused holds no place.
    for (const query of ['{ me }', '{ nothing }', '{', '{ broken }', '{ me }', '{ me }', 'query A { me } query B { me }']) expect((await run(query)).payload).not.toMatchObject([{ extensions: { code: 'TOO_MANY_OPERATIONS' } }])
    expect(await run('{ me }')).toMatchObject({ type: 'next', payload: { data: { me: 'ada' } } })
  })

  it('counts an operation until it has ended, also when its client has lost interest', async () => {
    server = await startSmallServer({ limits: { operationsPerSocket: 1 } })
    const { run, subscribe, send } = await signedIn()
    const id = subscribe('{ slow }')
    await server.gate.held
    send({ id, type: 'complete' })
    expect(await run('{ me }')).toMatchObject({ payload: [{ extensions: { code: 'TOO_MANY_OPERATIONS' } }] })
    server.gate.open()
    let answer = await run('{ me }')
    while (answer.type === 'error') answer = await run('{ me }')
    expect(answer).toMatchObject({ payload: { data: { me: 'ada' } } })
  })

  it('is one of so many that a user may have; the next is told to try again later', async () => {
    server = await startSmallServer({ limits: { socketsPerUser: 2 } })
    const [first] = [await signedIn(), await signedIn()]
    const third = await open()
    third.send({ type: 'connection_init', payload: await bearer('ada') })
    expect(await third.closed).toEqual({ code: 1013, reason: 'TOO_MANY_SOCKETS: A user may have 2 sockets and event streams at once.' })
    await signedIn('grace')
    first.socket.close()
    await first.closed
    await signedIn()
  })

  it('and an event stream are counted together', async () => {
    server = await startSmallServer({ limits: { socketsPerUser: 2 } })
    const [socket] = [await signedIn()]
    const one = await stream()
    expect(one.status).toBe(200)
    const refused = await stream()
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
    expect(await refused.text()).toContain('{"errors":[{"message":"A user may have 2 sockets and event streams at once.","extensions":{"code":"TOO_MANY_SOCKETS"}}]}')
    const third = await open()
    third.send({ type: 'connection_init', payload: await bearer('ada') })
    expect((await third.closed).code).toBe(1013)
    expect((await stream('grace')).status).toBe(200)
    // Queries, and what was never begun, hold no place; an end of either kind makes room for the other.
    expect(await refusal('{ me }')).toBe('answered')
    await one.leave()
    const two = await stream()
    expect(two.status).toBe(200)
    socket.socket.close()
    await socket.closed
    for (const query of ['subscription { nothing }', 'subscription { failing }', 'subscription {', '{ me }']) expect(await (await stream('ada', query)).text()).toContain('event: complete')
    await signedIn()
  })

  it('holds no place when it is gone before it was signed in', async () => {
    const held: (() => void)[] = []
    server = await startSmallServer({ limits: { socketsPerUser: 1 }, signIn: async () => {
      await new Promise<void>((resolve) => held.push(resolve))
      return { viewer: server.users.get('ada')!, expiresAt: null }
    } })
    const hasty = await open()
    hasty.send({ type: 'connection_init', payload: {} })
    while (held.length === 0) await new Promise((resolve) => setImmediate(resolve))
    hasty.socket.terminate()
    while (server.counts().sockets > 0) await new Promise((resolve) => setImmediate(resolve))
    held[0]!()
    const next = await open()
    next.send({ type: 'connection_init', payload: {} })
    while (held.length === 1) await new Promise((resolve) => setImmediate(resolve))
    held[1]!()
    expect(await next.answerTo(undefined)).toEqual({ type: 'connection_ack' })
  })

  it('must be signed in within its time', async () => {
    server = await startSmallServer({ limits: { connectionInitMs: 50 } })
    expect(await (await open()).closed).toEqual({ code: 4408, reason: 'Connection initialisation timeout' })
    const { run } = await signedIn()
    expect(await run('{ me }')).toMatchObject({ type: 'next' })
  })

  it('takes a message as large as may be, and is closed by a larger one', async () => {
    server = await startSmallServer()
    const { run, send, closed } = await signedIn()
    const spare = LIMITS.messageBytes - JSON.stringify({ id: '1', type: 'subscribe', payload: { query: '{ me }', variables: { x: '' } } }).length
    send({ id: 'a', type: 'subscribe', payload: { query: '{ me }', variables: { x: 'x'.repeat(spare) } } })
    expect(await run('{ me }')).toMatchObject({ type: 'next' })
    send({ id: 'b', type: 'subscribe', payload: { query: '{ me }', variables: { x: 'x'.repeat(spare + 1) } } })
    expect((await closed).code).toBe(1009)
  })

  it('is ended when its client answers no ping', async () => {
    server = await startSmallServer({ socketLimits: { pingEveryMs: 50 } })
    const { socket, closed, subscribe, answerTo } = await signedIn()
    await answerTo(subscribe('subscription { greetings }'))
    const wire = (socket as unknown as { _socket: { pause(): void; resume(): void } })._socket
    wire.pause()
    while (server.opened() > 0) await new Promise((resolve) => setImmediate(resolve))
    wire.resume()
    await closed
  })
})

describe('an event stream', () => {
  it('is ended when its client reads nothing for too long, and not when it has nothing to read', async () => {
    server = await startSmallServer({ limits: { unreadStreamMs: 200 } })
    const quiet = await stream('grace')
    const body = JSON.stringify({ query: 'subscription { flood }' })
    const client = connectTcp(server.port, '127.0.0.1')
    const { authorization } = await bearer('ada')
    client.write(`POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\naccept: text/event-stream\r\nauthorization: ${authorization}\r\ncontent-length: ${body.length}\r\n\r\n${body}`)
    await once(client, 'data')
    client.pause()
    expect(server.opened()).toBe(2)
    while (server.opened() > 1) await new Promise((resolve) => setImmediate(resolve))
    await quiet.leave()
    client.destroy()
  })
})

describe('time', () => {
  it('for an operation ends with an answer', async () => {
    server = await startSmallServer({ limits: { operationMs: 100 } })
    expect(await post({ query: '{ slow }' })).toMatchObject({ status: 504, errors: [{ message: expect.stringContaining('longer than 0.1 seconds') as string, extensions: { code: 'OPERATION_TIMEOUT' } }] })
    const { run } = await signedIn()
    expect(await run('{ slow }')).toMatchObject({ payload: { errors: [{ extensions: { code: 'OPERATION_TIMEOUT' } }] } })
    server.gate.open()
    expect(await refusal('{ me }')).toBe('answered')
  })

  it('for sending a request ends with 408', async () => {
    server = await startSmallServer({ limits: { requestMs: 100 } })
    const slow = connectTcp(server.port, '127.0.0.1')
    await once(slow, 'connect')
    slow.write('POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"query":')
    const [answer] = (await once(slow, 'data')) as [Buffer]
    expect(answer.toString()).toContain('408')
    slow.destroy()
  })
})
