// What is asked to be answered in a way that there isn't is not done either, and what nobody will read is not kept open.
import { connect } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { mediaTypesOf } from '../../src/server/media-types.ts'
import { bearer, startSmallServer, type SmallServer } from '../support/api.ts'
import { until } from '../support/server.ts'

let server: SmallServer
afterEach(() => server.stop())

const ask = async (query: string, headers: Record<string, string>, more: object = {}) => fetch(`${server.url}/graphql`, {
  method: 'POST', headers: { 'content-type': 'application/json', ...(await bearer('ada')), ...headers }, body: JSON.stringify({ query, ...more }),
})
const allClosed = () => until(async () => server.opened(), (open) => open === 0)

// rules P6, A1
describe('a subscription over HTTP', () => {
  it.each(['application/json', 'application/graphql-response+json', 'text/html', 'multipart/mixed', 'application/xml', 'text/event-stream;q=0, application/json', 'text/event-stream; charset=latin1'])('for who accepts %s is refused before it begins, and holds no place', async (accept) => {
    server = await startSmallServer({ limits: { socketsPerUser: 2 } })
    for (let at = 0; at < 4; at++) expect((await ask('subscription { greetings }', { accept })).status).toBe(406)
    expect(server.opened()).toBe(0)
    const stream = await ask('subscription { greetings }', { accept: 'text/event-stream' })
    expect(stream.status).toBe(200)
    await stream.body!.cancel()
    await allClosed()
  })

  it('says how to subscribe', async () => {
    server = await startSmallServer()
    expect(await (await ask('subscription { greetings }', { accept: 'application/json' })).json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_ACCEPTABLE' } }] })
  })

  // A page that is left at once, and a database that takes its time.
  it('ends when its client has gone before it began', async () => {
    const held: (() => void)[] = []
    server = await startSmallServer({ limits: { socketsPerUser: 1 }, signIn: async () => {
      await new Promise<void>((resolve) => held.push(resolve))
      return { viewer: server.users.get('ada')!, expiresAt: null }
    } })
    const body = JSON.stringify({ query: 'subscription { greetings }' })
    const socket = connect(server.port, '127.0.0.1', () => socket.write(`POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\nContent-Length: ${body.length}\r\n\r\n${body}`))
    socket.on('error', () => {})
    await until(async () => held.length, (count) => count === 1)
    socket.destroy()
    await until(async () => server.logged.filter((line) => line.includes('"msg":"request"')).length, (count) => count === 1)
    held[0]!()
    // The place is free again.
    const answer = ask('subscription { greetings }', { accept: 'text/event-stream' })
    await until(async () => held.length, (count) => count === 2)
    held[1]!()
    const stream = await answer
    expect(stream.status).toBe(200)
    expect(server.opened()).toBe(1)
    await stream.body!.cancel()
    await allClosed()
  })
})

describe('a mutation', () => {
  it.each(['text/html', 'application/xml', 'application/json; charset=latin1', 'application/json;q=0'])('whose answer is to be %s is not carried out', async (accept) => {
    server = await startSmallServer()
    expect((await ask('mutation { rename(to: "x") }', { accept })).status).toBe(406)
    expect(server.renamed).toEqual([])
  })

  it.each(['*/*', 'application/*', 'text/event-stream', 'text/html, application/json;q=0.1'])('whose answer may be %s is', async (accept) => {
    server = await startSmallServer()
    expect((await ask('mutation { rename(to: "x") }', { accept })).status).toBe(200)
    expect(server.renamed).toEqual(['x'])
  })
})

describe('the newer media type', () => {
  const accept = 'application/graphql-response+json'
  it('tells of what was not carried out by its status; the older one within', async () => {
    server = await startSmallServer()
    const byHash = (hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash: hash.repeat(64) } } })
    const asked: [string, object][] = [['', byHash('a')], ['{ me }', byHash('b')], ['subscription { failing }', {}]]
    for (const [query, more] of asked.slice(0, 2)) {
      expect((await ask(query, { accept }, more)).status).toBe(400)
      expect((await ask(query, { accept: 'application/json' }, more)).status).toBe(200)
    }
    // Where event streams are accepted beside it, what is refused at its start is a single result.
    const refused = await ask(asked[2]![0], { accept: `${accept}, text/event-stream;q=0.5` })
    expect([refused.status, refused.headers.get('content-type')]).toEqual([400, `${accept}; charset=utf-8`])
  })

  it('is not what is sent where it is expressly not wanted, or less', async () => {
    server = await startSmallServer()
    for (const less of [`${accept};q=0, application/json`, `${accept};q=0.4, application/json;q=0.5`]) {
      for (const path of ['', '?by=yoga']) {
        const answer = await fetch(`${server.url}/graphql${path}`, { method: 'POST', headers: { 'content-type': 'application/json', accept: less, ...(await bearer('ada')) }, body: '{"query":"{ me }"}' })
        expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
      }
    }
  })
})

it('a content type is the same in small and capital letters, however the body is sent', async () => {
  server = await startSmallServer()
  const body = new Blob(['{"query":"{ me }"}']).stream()
  const chunked = await fetch(`${server.url}/graphql`, { method: 'POST', duplex: 'half', headers: { 'content-type': 'Application/JSON', ...(await bearer('ada')) }, body } as RequestInit)
  expect(await chunked.json()).toEqual({ data: { me: 'ada' } })
})

it('media types come by name in the order of their weights; of equal ones the first is first', () => {
  expect(mediaTypesOf({ accept: 'a/b, c/d' })).toEqual({ accept: 'a/b, c/d' })
  expect(mediaTypesOf({ accept: 'A/b;q=0.5,c/d ;q=x, e/f; Q=0, g/h;level=1, i/j;charset=latin1, k/l; charset=UTF-8' })).toEqual({ accept: 'c/d, g/h, k/l, a/b' })
  expect(mediaTypesOf({ accept: 'a/b;q=0.0' })).toEqual({ accept: 'none' })
  expect(mediaTypesOf({ accept: ' ' })).toEqual({})
  expect(mediaTypesOf({ 'content-type': 'Text/HTML; Charset=UTF-8' })).toEqual({ 'content-type': 'text/html; Charset=UTF-8' })
})
