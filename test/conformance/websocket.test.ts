// graphql-transport-ws as its specification wants it, message by message and by the reference client, on the whole server.
import { once } from 'node:events'
import { createClient } from 'graphql-ws'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { tokenFor, useServer } from '../support/server.ts'

const server = useServer({ NODE_ENV: 'production' })
const address = () => `${server.url.replace('http', 'ws')}/graphql`

type Message = { id?: string; type: string; payload?: unknown }
const opened: WebSocket[] = []
afterEach(() => { for (const socket of opened.splice(0)) socket.terminate() })

/** A socket spoken to by hand. */
async function open(protocol: string | undefined = 'graphql-transport-ws') {
  const socket = new WebSocket(address(), protocol === '' ? [] : [protocol])
  opened.push(socket)
  socket.on('error', () => {})
  const messages: Message[] = []
  let wake = () => {}
  socket.on('message', (data) => {
    messages.push(JSON.parse((data as Buffer).toString()) as Message)
    wake()
  })
  const closed = once(socket, 'close').then(([code]) => code as number)
  await once(socket, 'open')
  const send = (message: object | string) => socket.send(typeof message === 'string' ? message : JSON.stringify(message))
  const next = async (): Promise<Message> => {
    while (messages.length === 0) await new Promise<void>((resolve) => { wake = resolve })
    return messages.shift()!
  }
  const signIn = async () => {
    send({ type: 'connection_init', payload: { authorization: `Bearer ${await tokenFor('admin')}` } })
    expect(await next()).toEqual({ type: 'connection_ack' })
  }
  return { socket, closed, send, next, signIn }
}

// rule P6
describe('the handshake', () => {
  it('is by connection_init, answered by connection_ack', async () => {
    await (await open()).signIn()
  })

  it('names the subprotocol: without it the socket is closed with 4406, and another is not agreed to', async () => {
    expect(await (await open('')).closed).toBe(4406)
    const other = new WebSocket(address(), 'graphql-ws')
    const [error] = (await once(other, 'error')) as [Error]
    expect(error.message).toBe('Server sent no subprotocol')
  })

  it('is asked for once: a second connection_init closes with 4429', async () => {
    const { signIn, send, closed } = await open()
    await signIn()
    send({ type: 'connection_init' })
    expect(await closed).toBe(4429)
  })

  it('comes before anything else: an operation without it closes with 4401', async () => {
    const { send, closed } = await open()
    send({ id: '1', type: 'subscribe', payload: { query: '{ viewer { id } }' } })
    expect(await closed).toBe(4401)
  })
})

describe('messages', () => {
  it.each([['no JSON', 'ping'], ['no object', '[]'], ['no type', '{}'], ['an unknown type', '{"type":"begin"}'], ['a type that only servers send', '{"type":"connection_ack"}'], ['another such type', '{"id":"1","type":"next","payload":{}}'], ['an operation without an id', '{"type":"subscribe","payload":{"query":"{ viewer { id } }"}}'], ['an operation without a query', '{"id":"1","type":"subscribe","payload":{}}'], ['variables that are none', '{"id":"1","type":"subscribe","payload":{"query":"{ viewer { id } }","variables":"x"}}']])('with %s close with 4400', async (_, text) => {
    const { signIn, send, closed } = await open()
    await signIn()
    send(text)
    expect(await closed).toBe(4400)
  })

  it('answer ping with pong, with its payload, before signing in as well', async () => {
    const { send, next } = await open()
    send({ type: 'ping', payload: { at: 1 } })
    expect(await next()).toEqual({ type: 'pong', payload: { at: 1 } })
  })

  it('take pong and complete for what is not running without a word', async () => {
    const { signIn, send, next } = await open()
    await signIn()
    send({ type: 'pong' })
    send({ id: 'none', type: 'complete' })
    send({ type: 'ping' })
    expect(await next()).toEqual({ type: 'pong' })
  })
})

describe('operations', () => {
  it('answer a query by next and complete', async () => {
    const { signIn, send, next } = await open()
    await signIn()
    send({ id: 'q', type: 'subscribe', payload: { query: '{ viewer { username } }' } })
    expect(await next()).toEqual({ id: 'q', type: 'next', payload: { data: { viewer: { username: 'admin' } } } })
    expect(await next()).toEqual({ id: 'q', type: 'complete' })
  })

  it('take the name, the variables and the extensions of an operation', async () => {
    const { signIn, send, next } = await open()
    await signIn()
    send({ id: 'q', type: 'subscribe', payload: { query: 'query A { a: __typename } query B($if: Boolean!) { b: __typename @include(if: $if) c: __typename }', operationName: 'B', variables: { if: false }, extensions: { any: 1 } } })
    expect(await next()).toEqual({ id: 'q', type: 'next', payload: { data: { c: 'Query' } } })
  })

  it('run beside each other, and refuse an id in use with 4409', async () => {
    const { signIn, send, next, closed } = await open()
    await signIn()
    send({ id: 's', type: 'subscribe', payload: { query: 'subscription { omniChannel { __typename } }' } })
    send({ id: 'q', type: 'subscribe', payload: { query: '{ __typename }' } })
    expect(await next()).toEqual({ id: 'q', type: 'next', payload: { data: { __typename: 'Query' } } })
    send({ id: 's', type: 'subscribe', payload: { query: '{ __typename }' } })
    expect(await closed).toBe(4409)
  })

  it('refuse an id in use with 4409 also where it is long', async () => {
    const { signIn, send, closed } = await open()
    await signIn()
    for (let n = 0; n < 2; n++) send({ id: 'ü'.repeat(100), type: 'subscribe', payload: { query: 'subscription { omniChannel { __typename } }' } })
    expect(await closed).toBe(4409)
  })

  it('have ids of any kind, such as objects have from birth', async () => {
    const { signIn, send, next } = await open()
    await signIn()
    for (const id of ['__proto__', 'constructor', '"', '☃\n']) {
      send({ id, type: 'subscribe', payload: { query: '{ __typename }' } })
      expect(await next()).toEqual({ id, type: 'next', payload: { data: { __typename: 'Query' } } })
      expect(await next()).toEqual({ id, type: 'complete' })
    }
  })

  it('of which nothing comes any more once their client has completed them', async () => {
    const { signIn, send, next } = await open()
    await signIn()
    send({ id: 's', type: 'subscribe', payload: { query: 'subscription { omniChannel { ... on PresenceChanged { presence { apiName } } } }' } })
    const be = async (id: string, status: string) => {
      send({ id, type: 'subscribe', payload: { query: `mutation { savePresenceStatus(input: { apiName: "${status}", isOnline: true, isBusy: false }) { __typename } setPresence(input: { status: "${status}" }) { __typename } }` } })
      for (const messages: Message[] = []; ;) {
        messages.push(await next())
        if (messages.at(-1)!.type === 'complete') return messages.filter(({ id: of }) => of === 's')
      }
    }
    const heard: Message[] = []
    // Nobody is told that a subscription has begun.
    for (let n = 0; heard.length === 0; n++) heard.push(...await be(`m${n}`, `Status_${n % 2}`))
    expect(heard[0]).toMatchObject({ id: 's', type: 'next', payload: { data: { omniChannel: { presence: { apiName: expect.stringMatching(/^Status_/) as string } } } } })
    send({ id: 's', type: 'complete' })
    // What was on its way comes before the answer to this.
    send({ type: 'ping' })
    while ((await next()).type !== 'pong');
    const late = [...await be('m-last', 'Status_2'), ...await be('m-end', 'Status_3')]
    expect(late).toEqual([])
  })

  it('may use an id again when the one before has ended', async () => {
    const { signIn, send, next } = await open()
    await signIn()
    send({ id: 's', type: 'subscribe', payload: { query: 'subscription { omniChannel { __typename } }' } })
    send({ id: 's', type: 'complete' })
    send({ id: 's', type: 'subscribe', payload: { query: '{ __typename }' } })
    expect(await next()).toEqual({ id: 's', type: 'next', payload: { data: { __typename: 'Query' } } })
    expect(await next()).toEqual({ id: 's', type: 'complete' })
  })

  it.each([
    ['a syntax error', '{ viewer { ', 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
    ['an empty document', '', 'GRAPHQL_PARSE_FAILED'],
    ['a missing variable', 'query ($id: ID!) { node(id: $id) { id } }', 'BAD_USER_INPUT'],
  ])('with %s are answered by themselves, and the socket stays open', async (_, query, code) => {
    const { socket, signIn, send, next } = await open()
    await signIn()
    send({ id: 'bad', type: 'subscribe', payload: { query } })
    const answer = await next()
    const errors = answer.type === 'error' ? answer.payload : (answer.payload as { errors: unknown }).errors
    expect(answer.id).toBe('bad')
    expect(errors).toMatchObject([{ message: expect.any(String) as string, extensions: { code } }])
    if (answer.type === 'next') expect((await next()).type).toBe('complete')
    send({ id: 'good', type: 'subscribe', payload: { query: '{ __typename }' } })
    expect(await next()).toEqual({ id: 'good', type: 'next', payload: { data: { __typename: 'Query' } } })
    expect(socket.readyState).toBe(socket.OPEN)
  })
})

it('works with the reference client: query, mutation, subscription, and its end', async () => {
  const client = createClient({ url: address(), webSocketImpl: WebSocket, retryAttempts: 0, connectionParams: async () => ({ authorization: `Bearer ${await tokenFor('admin')}` }) })
  const first = async (query: string) => {
    for await (const result of client.iterate({ query })) return result
    return null
  }
  expect(await first('{ viewer { username } }')).toEqual({ data: { viewer: { username: 'admin' } } })
  const events = client.iterate({ query: 'subscription { omniChannel { __typename } }' })
  const event = events.next()
  await events.return!()
  expect(await event).toMatchObject({ done: true })
  await first('mutation { upsertRecord(input: { recordId: "ws-1", objectApiName: "Case", name: "A" }) { __typename } }')
  expect(await first('{ record(recordId: "ws-1") { name } }')).toEqual({ data: { record: { name: 'A' } } })
  await client.dispose()
})
