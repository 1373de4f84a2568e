// GraphQL over HTTP as clients meet it.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { createClient } from 'graphql-ws'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { ListenError } from '../../src/server/listen.ts'
import { bearer, startSmallServer, type SmallServer } from '../support/api.ts'

let server: SmallServer
afterEach(() => server.stop())

type Answer = { status: number; headers: Headers; body: { data?: Record<string, unknown> | null; errors?: { message: string; extensions: Record<string, unknown> }[] } }
const post = async (query: unknown, headers: Record<string, string> = {}, body: unknown = { query }): Promise<Answer> => {
  const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })
  return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] }
}
const codes = ({ body }: Answer) => body.errors?.map((error) => error.extensions['code'])

describe('who asks', () => {
  // rule A1
  it('answers the signed-in user', async () => {
    server = await startSmallServer()
    expect((await post('{ me }', await bearer('ada'))).body).toEqual({ data: { me: 'ada' } })
  })

  it.each([
    ['nobody', async () => ({})],
    ['an unknown user', () => bearer('mallory')],
    ['a user who can\'t be', () => bearer('ada\u0000')],
    ['an expired token', () => bearer('ada', -1)],
    ['nonsense', async () => ({ authorization: 'Bearer x.y.z' })],
  ])('refuses %s with 401 and UNAUTHENTICATED, before the operation is looked at', async (_, headers) => {
    server = await startSmallServer()
    for (const query of ['{ me }', '{ nonsense', '{ me __schema { queryType { name } } }']) {
      const answer = await post(query, { accept: 'application/graphql-response+json', ...(await headers()) })
      expect(answer.status).toBe(401)
      expect(codes(answer)).toEqual(['UNAUTHENTICATED'])
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    }
  })

  it('does not say whether a user is unknown or inactive', async () => {
    server = await startSmallServer()
    const before = await post('{ me }', await bearer('mallory'))
    server.users.delete('ada')
    expect((await post('{ me }', await bearer('ada'))).body).toEqual(before.body)
  })
})

describe('what is wrong with a request', () => {
  // rule P6; the specification of GraphQL over HTTP, by media type
  it.each([
    ['no operation in it', {}, 400, 400],
    ['something that no request has', { qeury: '{ me }' }, 400, 400],
    ['a syntax error', { query: '{ me' }, 200, 400],
    ['an unknown field', { query: '{ nothing }' }, 200, 400],
    ['a variable that is missing', { query: 'query Q($if: Boolean!) { me @include(if: $if) }' }, 200, 400],
    ['a variable of the wrong type', { query: 'query Q($if: Boolean!) { me @include(if: $if) }', variables: { if: [1] } }, 200, 400],
    ['a name of no operation', { query: 'query A { me }', operationName: 'B' }, 200, 400],
    ['no name where there are two', { query: 'query A { me } query B { me }' }, 200, 400],
  ])('%s', async (_, body, asJson, asResponse) => {
    server = await startSmallServer()
    for (const [accept, status] of [['application/json', asJson], ['*/*', asJson], ['application/graphql-response+json', asResponse]] as const) {
      const answer = await post(null, { accept, ...(await bearer('ada')) }, body)
      expect([accept, answer.status]).toEqual([accept, status])
      expect(answer.body.errors).not.toHaveLength(0)
    }
  })
})

describe('faults', () => {
  it('shows nothing of an unexpected error but an incident, which the log explains', async () => {
    server = await startSmallServer()
    const answer = await post('{ broken }', await bearer('ada'))
    expect(codes(answer)).toEqual(['INTERNAL_SERVER_ERROR'])
    expect(JSON.stringify(answer.body)).not.toContain('hunter2')
    const incident = answer.body.errors![0]!.extensions['incident'] as string
    const logged = server.logged.filter((line) => line.includes(incident))
    expect(logged).toHaveLength(1)
    expect(logged[0]).toContain('hunter2')
  })

  it('gives every fault a code', async () => {
    server = await startSmallServer()
    const ada = await bearer('ada')
    expect(codes(await post('{ refused }', ada))).toEqual(['BAD_USER_INPUT'])
    expect(codes(await post('{ promised }', ada))).toEqual(['NOT_FOUND'])
    expect(codes(await post('{ nothing }', ada))).toEqual(['GRAPHQL_VALIDATION_FAILED'])
    expect(codes(await post('{ me', ada))).toEqual(['GRAPHQL_PARSE_FAILED'])
    expect(codes(await post('', ada, {}))).toEqual(['BAD_REQUEST'])
  })

  it('tell nothing of how a body was read', async () => {
    server = await startSmallServer()
    const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...(await bearer('ada')) }, body: '{"query":' })
    expect([response.status, await response.json()]).toEqual([400, { errors: [{ message: 'POST body sent invalid JSON.', extensions: { code: 'BAD_REQUEST' } }] }])
  })

  it.each(['variables', 'extensions'])('are told for %s that are no JSON, in an address and in a form', async (name) => {
    server = await startSmallServer()
    const headers = { ...(await bearer('ada')), 'x-graphql-yoga-csrf': '1' }
    const params = new URLSearchParams({ query: '{ me }', [name]: '{"to":' })
    for (const attempt of [fetch(`${server.url}/graphql?${params}`, { headers }), fetch(`${server.url}/graphql`, { method: 'POST', headers, body: params })]) {
      const response = await attempt
      expect([response.status, await response.json()]).toEqual([400, { errors: [{ message: '`variables` and `extensions` must be JSON.', extensions: { code: 'BAD_REQUEST' } }] }])
    }
    expect(server.logged.join()).not.toContain('unexpected error')
  })

  it('are told for a body that is packed', async () => {
    server = await startSmallServer()
    const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', 'content-encoding': 'gzip', ...(await bearer('ada')) }, body: gzipSync('{"query":"{ me }"}') })
    expect([response.status, await response.json()]).toEqual([415, { errors: [{ message: 'Requests are read as they are: send it without content-encoding.', extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' } }] }])
  })

  it.each([['U+0000', 'a\u0000b'], ['half of a surrogate pair', 'a\ud800b'], ['its other half', '\udc00']])('refuses texts that can\'t be kept: %s', async (_, text) => {
    server = await startSmallServer()
    const ada = await bearer('ada')
    const query = 'mutation ($to: String!) { rename(to: $to) }'
    const refused = await post('', ada, { query, variables: { to: text } })
    expect(codes(refused)).toEqual(['BAD_USER_INPUT'])
    expect(refused.body.errors![0]!.message).toContain('nor half of a surrogate pair')
    expect((await post('', ada, { query, variables: { to: 'whole: 💥' } })).body.data).toEqual({ rename: 'whole: 💥' })
  })

  it('says what is there instead of a page that is not', async () => {
    server = await startSmallServer()
    const response = await fetch(`${server.url}/nothing`)
    expect(response.status).toBe(404)
    expect(await response.text()).toContain('/graphql')
  })
})

describe('what a browser could be made to send', () => {
  it('refuses GET and forms without a header that forms cannot send', async () => {
    server = await startSmallServer()
    const headers = await bearer('ada')
    const get = `${server.url}/graphql?query=${encodeURIComponent('{ me }')}`
    const form = { method: 'POST', headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' }, body: 'query=%7B+me+%7D' }
    const text = { method: 'POST', headers: { ...headers, 'content-type': 'text/plain' }, body: '{"query":"{ me }"}' }
    for (const attempt of [fetch(get, { headers }), fetch(get, { headers: { ...headers, 'content-type': 'application/json' } }), fetch(`${server.url}/graphql`, form), fetch(`${server.url}/graphql`, text)]) {
      const response = await attempt
      expect(response.status).toBe(403)
      expect(await response.text()).not.toContain('"ada"')
    }
    for (const header of ['x-graphql-yoga-csrf', 'apollo-require-preflight']) {
      expect(await (await fetch(get, { headers: { ...headers, [header]: '1' } })).json()).toEqual({ data: { me: 'ada' } })
    }
  })

  it('changes nothing by GET', async () => {
    server = await startSmallServer()
    const response = await fetch(`${server.url}/graphql?query=${encodeURIComponent('mutation { rename(to: "x") }')}`, { headers: { ...(await bearer('ada')), 'x-graphql-yoga-csrf': '1' } })
    expect(response.status).toBe(405)
  })

  it('allows no other origin', async () => {
    server = await startSmallServer()
    const preflight = await fetch(`${server.url}/graphql`, { method: 'OPTIONS', headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' } })
    const answer = await post('{ me }', { ...(await bearer('ada')), origin: 'https://evil.example' })
    for (const { headers } of [preflight, answer]) expect(headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('size', () => {
  it('refuses a request above a million bytes, told or not told how long it is', async () => {
    server = await startSmallServer()
    const headers = { 'content-type': 'application/json', ...(await bearer('ada')) }
    const body = JSON.stringify({ query: `{ me } #${'x'.repeat(1_000_000)}` })
    expect((await fetch(`${server.url}/graphql`, { method: 'POST', headers, body })).status).toBe(413)
    const request = httpRequest(`${server.url}/graphql`, { method: 'POST', headers })
    request.on('error', () => {})
    for (let at = 0; at < body.length; at += 50_000) request.write(body.slice(at, at + 50_000))
    request.end()
    const [response] = (await once(request, 'response')) as [{ statusCode: number; destroy(): void }]
    expect(response.statusCode).toBe(413)
    response.destroy()
  })

  it('takes a smaller one that comes in pieces', async () => {
    server = await startSmallServer()
    const request = httpRequest(`${server.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...(await bearer('ada')) } })
    request.write('{"query":')
    request.end('"{ me }"}')
    const [response] = (await once(request, 'response')) as [AsyncIterable<Buffer>]
    let text = ''
    for await (const chunk of response) text += chunk.toString()
    expect(JSON.parse(text)).toEqual({ data: { me: 'ada' } })
  })
})

describe('a request that asks for another protocol', () => {
  // As Java's HttpClient and `curl --http2` send it with every request.
  const H2C = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': 'AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA' }
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const send = async (method: string, path: string, headers: Record<string, string>, parts: readonly string[] = []) => {
    const request = httpRequest(`${server.url}${path}`, { method, headers: { ...H2C, ...headers }, agent })
    request.flushHeaders()
    for (const part of parts) request.write(part)
    request.end()
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    return [response.statusCode, JSON.parse(await text(response)), request.reusedSocket]
  }

  it('is answered as any other, its body and what comes after it on the same connection included', async () => {
    server = await startSmallServer()
    const headers = { 'content-type': 'application/json', ...(await bearer('ada')) }
    const body = '{"query":"{ me }"}'
    expect(await send('GET', '/healthz', {})).toEqual([200, { status: 'alive' }, false])
    expect(await send('POST', '/graphql', { ...headers, 'content-length': String(body.length) }, [body])).toEqual([200, { data: { me: 'ada' } }, true])
    expect(await send('POST', '/graphql', headers, [body.slice(0, 5), body.slice(5)])).toEqual([200, { data: { me: 'ada' } }, true])
    expect(await send('GET', '/nothing', { upgrade: 'h2c, websocket' })).toMatchObject([404, { errors: [{ extensions: { code: 'NOT_FOUND' } }] }, true])
    agent.destroy()
  })

  it('has no more time than others to send its body', async () => {
    server = await startSmallServer({ limits: { requestMs: 100 } })
    const slow = connect(server.port, '127.0.0.1')
    slow.write('POST /graphql HTTP/1.1\r\nhost: x\r\nconnection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AA\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{"query":')
    const [answer] = (await once(slow, 'data')) as [Buffer]
    expect(answer.toString()).toContain('408')
    slow.destroy()
  })

  it('is a socket\'s where it asks for one, and nowhere else', async () => {
    server = await startSmallServer()
    for (const [path, method, status] of [['/elsewhere', 'GET', '404'], ['/graphql', 'POST', '405']]) {
      const socket = connect(server.port, '127.0.0.1')
      socket.write(`${method} ${path} HTTP/1.1\r\nhost: x\r\nconnection: Upgrade\r\nupgrade: WebSocket\r\n\r\n`)
      expect((await text(socket)).split('\r\n')[0]).toContain(status)
    }
  })
})

describe('the schema', () => {
  const INTROSPECTION = '{ __schema { queryType { name } } }'

  it('can be read by anybody while developing', async () => {
    server = await startSmallServer()
    const both: Record<string, string>[] = [{}, { authorization: 'Bearer <token>' }]
    for (const headers of both) expect((await post(INTROSPECTION, headers)).body.data).toEqual({ __schema: { queryType: { name: 'Query' } } })
  })

  it('can be read in production by those who manage flows only, and error messages give no hints', async () => {
    server = await startSmallServer({ isProduction: true })
    expect((await post(INTROSPECTION)).status).toBe(401)
    expect(codes(await post(INTROSPECTION, await bearer('ada')))).toContain('GRAPHQL_VALIDATION_FAILED')
    expect((await post(INTROSPECTION, await bearer('grace'))).body.data).toBeTruthy()
    expect((await post('{ mee }', await bearer('ada'))).body.errors![0]!.message).toBe('Cannot query field "mee" on type "Query".')
    expect((await post('{ mee }', await bearer('grace'))).body.errors![0]!.message).toContain('Did you mean')
  })

  it.each<[string, string, Record<string, string>]>([
    ['in JSON', '/graphql', {}], ['by Yoga', '/graphql?by=yoga', {}], ['as an event stream', '/graphql', { accept: 'text/event-stream' }],
  ])('is not told in production by errors of variables either, answered %s', async (_, path, headers) => {
    server = await startSmallServer({ isProduction: true })
    const answerTo = async (username: string, query: string) => {
      const body = JSON.stringify({ query, variables: { it: { nam: 'x', kind: 'LARG' } } })
      return (await fetch(`${server.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers, ...(await bearer(username)) }, body })).text()
    }
    for (const query of ['query ($it: Named!) { named(it: $it) }', 'mutation ($it: Named!) { name(it: $it) }', 'subscription ($it: Named!) { namings(it: $it) }']) {
      if (query.startsWith('subscription') && headers['accept'] === undefined) continue
      const told = await answerTo('ada', query)
      for (const word of ['\\"nam\\" is not defined by type \\"Named\\".', 'does not exist in \\"Kind\\" enum.', 'BAD_USER_INPUT']) expect(told).toContain(word)
      expect(told).not.toContain('Did you mean')
      expect(await answerTo('grace', query)).toContain('Did you mean \\"name\\"')
    }
  })

  it('comes with GraphiQL, all of it from here, and in production not for everybody', async () => {
    server = await startSmallServer()
    const open = async (headers: Record<string, string> = {}) => (await fetch(`${server.url}/graphql`, { headers: { accept: 'text/html', ...headers } })).text()
    const page = await open()
    expect(page).toContain('<title>Interlude</title>')
    expect(page.replace(/<script>[^]*?<\/script>|<style>[^]*?<\/style>/g, '')).not.toMatch(/(src|href)="https?:/)
    await server.stop()
    server = await startSmallServer({ isProduction: true })
    expect(await open()).not.toContain('<title>')
    expect(await open(await bearer('ada'))).not.toContain('<title>')
    expect(await open(await bearer('grace'))).toContain('<title>Interlude</title>')
  })
})

it('runs documents that are named by their hash', async () => {
  const query = '{ me }'
  const sha256Hash = createHash('sha256').update(query).digest('hex')
  server = await startSmallServer({ persistedDocuments: new Map([[sha256Hash, query]]) })
  const named = (hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: hash } } })
  expect((await post('', await bearer('ada'), named(sha256Hash))).body).toEqual({ data: { me: 'ada' } })
  const unknown = await post('', await bearer('ada'), named('0'.repeat(64)))
  expect([codes(unknown), unknown.body.errors![0]!.message]).toEqual([['PERSISTED_QUERY_NOT_FOUND'], 'PersistedQueryNotFound'])
})

// As clients with automatic persisted queries have it: the hash first, then both, then the hash again.
it('remembers a document that is sent with its hash, and refuses one whose hash is another\'s', async () => {
  const hashOf = (text: string) => createHash('sha256').update(text).digest('hex')
  server = await startSmallServer({ limits: { rememberedCharacters: 60 } })
  const send = async (query: string, hash: string) => post(query, await bearer('ada'), { ...(query !== '' && { query }), extensions: { persistedQuery: { version: 1, sha256Hash: hash } } })
  const first = '{ me }', others = Array.from({ length: 4 }, (_, n) => `{ another${n}: me }`)
  expect(codes(await send('', hashOf(first)))).toEqual(['PERSISTED_QUERY_NOT_FOUND'])
  expect((await send(first, hashOf(first))).body).toEqual({ data: { me: 'ada' } })
  expect((await send('', hashOf(first))).body).toEqual({ data: { me: 'ada' } })
  expect(codes(await send('{ requestId }', hashOf(first)))).toEqual(['PERSISTED_QUERY_HASH_MISMATCH'])
  expect((await send('', hashOf(first))).body).toEqual({ data: { me: 'ada' } })
  // Those that were not asked for the longest are forgotten.
  for (const [n, other] of others.entries()) expect((await send(other, hashOf(other))).body).toEqual({ data: { [`another${n}`]: 'ada' } })
  expect(codes(await send('', hashOf(first)))).toEqual(['PERSISTED_QUERY_NOT_FOUND'])
  expect((await send('', hashOf(others[3]!))).body).toEqual({ data: { another3: 'ada' } })
})

it('gives each request an id, or keeps the one it came with', async () => {
  server = await startSmallServer()
  const given = await post('{ requestId }', { ...(await bearer('ada')), 'x-request-id': 'from-outside-1' })
  expect([given.headers.get('x-request-id'), given.body.data]).toEqual(['from-outside-1', { requestId: 'from-outside-1' }])
  const made = await post('{ requestId }', { ...(await bearer('ada')), 'x-request-id': 'a "bad" one' })
  expect(made.body.data).toEqual({ requestId: made.headers.get('x-request-id') })
  expect(made.headers.get('x-request-id')).not.toContain('bad')
})

describe('event streams', () => {
  const subscribe = async (ttlSeconds = 3_600) => {
    const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...(await bearer('ada', ttlSeconds)) }, body: '{"query":"subscription { greetings }"}' })
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    return response.text()
  }

  // rule A1
  it('end when the token does, and say so', async () => {
    server = await startSmallServer()
    const text = await subscribe(1)
    expect(text).toContain('hello ada')
    expect(text).toContain('UNAUTHENTICATED')
    expect(text).toContain('event: complete')
    expect(server.opened()).toBe(0)
  })

  it('have a result that many get written once, sockets included', async () => {
    let written = 0
    const shared = { data: { greetings: { toJSON: () => `hello for the ${++written}. time` } } }
    const one = async function* () { yield shared }
    server = await startSmallServer({ plugins: [{ onSubscribe: ({ setSubscribeFn }) => setSubscribeFn(async () => one()) }] })
    for (let n = 0; n < 3; n++) expect(await subscribe()).toContain('data: {"data":{"greetings":"hello for the 1. time"}}')
    const socket = createClient({ url: `${server.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, connectionParams: await bearer('ada') })
    for await (const result of socket.iterate({ query: 'subscription { greetings }' })) expect(result).toEqual({ data: { greetings: 'hello for the 1. time' } })
    await socket.dispose()
    expect(written).toBe(1)
  })

  it('end when the server stops', async () => {
    server = await startSmallServer()
    const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...(await bearer('ada')) }, body: '{"query":"subscription { greetings }"}' })
    const reader = response.body!.getReader()
    await reader.read()
    const stopped = server.stop()
    while (!(await reader.read()).done);
    await stopped
    expect(server.opened()).toBe(0)
  })
})

describe('health', () => {
  it('is alive, and ready as long as what it needs is', async () => {
    let reason: string | null = null
    server = await startSmallServer({ readiness: async () => ({ database: reason }) })
    const get = async (path: string) => {
      const response = await fetch(`${server.url}${path}`)
      return [response.status, await response.json()]
    }
    expect(await get('/healthz')).toEqual([200, { status: 'alive' }])
    expect(await get('/readyz')).toEqual([200, { status: 'ready', checks: { database: 'ok' } }])
    reason = 'The database does not answer.'
    expect(await get('/readyz')).toEqual([503, { status: 'unavailable', reason, checks: { database: reason } }])
    expect(await get('/healthz')).toEqual([200, { status: 'alive' }])
  })
})

describe('stopping', () => {
  it('is told before it begins: not ready, but what comes is answered for a while, and told to go elsewhere next', async () => {
    server = await startSmallServer({ limits: { stopDelayMs: 2_000 } })
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    const stopped = server.stop()
    const readiness = await fetch(`${server.url}/readyz`)
    expect([readiness.status, await readiness.json()]).toMatchObject([503, { reason: 'The server is stopping.' }])
    const late = await post('{ me }', await bearer('ada'))
    expect([late.body, late.headers.get('connection')]).toEqual([{ data: { me: 'ada' } }, 'close'])
    await stopped
    await expect(once(connect(server.port, '127.0.0.1'), 'connect')).rejects.toThrow('ECONNREFUSED')
  })

  it('finishes what was asked, and takes nothing new', async () => {
    server = await startSmallServer()
    const slow = post('{ slow }', await bearer('ada'))
    await server.gate.held
    const stopped = server.stop()
    await expect(once(connect(server.port, '127.0.0.1'), 'connect')).rejects.toThrow('ECONNREFUSED')
    server.gate.open()
    expect((await slow).body).toEqual({ data: { slow: 'done' } })
    await stopped
  })
})

it('says what to do when its port is taken', async () => {
  server = await startSmallServer()
  await expect(startSmallServer({ port: server.port })).rejects.toThrow(new ListenError(`Port ${server.port} is in use: stop what uses it, or set PORT to another (0 picks a free one).`))
})
