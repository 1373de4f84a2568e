// The shorter way of plain requests answers as Yoga does: every request is sent in both ways, and told apart by nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { mediaTypeFor, mediaTypesOf } from '../../src/server/media-types.ts'
import { bearer, startSmallServer, type SmallServer } from '../support/api.ts'

let server: SmallServer
beforeAll(async () => {
  server = await startSmallServer({ persistedDocuments: new Map([['a'.repeat(64), '{ me }']]), limits: { operationMs: 2_000 } })
})
afterAll(() => server.stop())

// What differs from answer to answer, whoever gives it.
const OWN = new Set(['date', 'x-request-id', 'connection', 'keep-alive', 'transfer-encoding', 'content-length'])

async function answerAt(path: string, body: string, headers: Record<string, string>) {
  const response = await fetch(`${server.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/json', ...(await bearer('ada')), ...headers }, body })
  const text = (await response.text()).replace(/"incident":"[^"]*"/, '"incident":"…"')
  return { status: response.status, headers: Object.fromEntries([...response.headers].filter(([name]) => !OWN.has(name))), text }
}

const asked = (query: string, more: object = {}) => JSON.stringify({ query, ...more })

describe('a request', () => {
  it.each<[string, string, Record<string, string>?]>([
    ['for a query', asked('{ me }')],
    ['with variables that are null', asked('query Q { me }', { variables: null, operationName: null, extensions: null })],
    ['that names its operation', asked('query A { me } query B { other: me }', { operationName: 'B' })],
    ['that names no operation of two', asked('query A { me } query B { me }')],
    ['that names one that is not there', asked('query A { me }', { operationName: 'C' })],
    ['for a mutation', asked('mutation Rename($to: String!) { rename(to: $to) }', { variables: { to: 'x' } })],
    ['with a variable of the wrong type', asked('mutation Rename($to: String!) { rename(to: $to) }', { variables: { to: { a: 1 } } })],
    ['without a variable that it takes', asked('query Q($if: Boolean!) { me @include(if: $if) }')],
    ['for a field that fails unexpectedly', asked('{ me broken }')],
    ['for a field that refuses', asked('{ refused }')],
    ['that takes too long', asked('{ slow }')],
    ['for a field that does not exist', asked('{ nothing }')],
    ['with a syntax error', asked('{ me')],
    ['for the schema', asked('{ __schema { queryType { name } } }')],
    ['for a type\'s name', asked('{ __typename }')],
    ['by a hash that is known', JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } } })],
    ['by a hash that is not known', JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash: 'b'.repeat(64) } } })],
    ['of no operation', '{}'],
    ['of a number', '1'],
    ['of a list', '[{"query":"{ me }"}]'],
    ['of null', 'null'],
    ['that is no JSON', '{"query":'],
    ['of nothing', ''],
    ['with a query that is a number', '{"query":1}'],
    ['with variables that are a list', '{"query":"{ me }","variables":[1]}'],
    ['with an operation name that is a number', '{"query":"{ me }","operationName":1}'],
    ['with something else beside', '{"query":"{ me }","more":1}'],
    ['of nobody', asked('{ me }'), { authorization: '' }],
    ['with a bad token', asked('{ me }'), { authorization: 'Bearer nonsense' }],
    ['beyond a limit', asked('{ me @include(if: true) }'.replace('@', Array.from({ length: 60 }, () => '@include(if: true) ').join('') + '@'))],
    ['for a subscription', asked('subscription { nothing }')],
    ['of another media type', '{ me }', { 'content-type': 'application/graphql' }],
    ['as text', asked('{ me }'), { 'content-type': 'text/plain' }],
    ['with its charset', asked('{ me }'), { 'content-type': 'application/json; charset=utf-8' }],
    ['for the newer media type', asked('{ me }'), { accept: 'application/graphql-response+json' }],
    ['for the newer media type, with a variable of the wrong type', asked('mutation Rename($to: String!) { rename(to: $to) }', { variables: { to: { a: 1 } } }), { accept: 'application/graphql-response+json' }],
    ['for the newer media type, for a field that fails', asked('{ me broken }'), { accept: 'application/graphql-response+json' }],
    ['for the newer media type, for a field that does not exist', asked('{ nothing }'), { accept: 'application/graphql-response+json' }],
    ['for the newer media type, with another syntax error', asked('{ me } {'), { accept: 'application/graphql-response+json' }],
    ['for the newer media type, beyond a limit', asked(`{ ${'a: me '.repeat(101)} }`), { accept: 'application/graphql-response+json' }],
    ['as urql asks', asked('{ me }'), { accept: 'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed' }],
    ['as Apollo asks', asked('{ me }'), { accept: 'application/graphql-response+json,application/json;q=0.9' }],
    ['for a stream', asked('{ me }'), { accept: 'text/event-stream' }],
    ['for an image', asked('{ me }'), { accept: 'image/png' }],
    ['for nothing in particular', asked('{ me }'), { accept: '' }],
    ['for less of one than of the other', asked('{ me }'), { accept: 'application/graphql-response+json;q=0.2, application/json;q=0.9' }],
    ['for Latin', asked('{ me }'), { accept: 'application/json;charset=latin1' }],
    ['from a page of elsewhere', asked('{ me }'), { origin: 'https://elsewhere.example' }],
  ])('%s', async (_, body, headers = {}) => {
    // A query in the address is no business of a posted operation, and makes it Yoga's.
    const plain = await answerAt('/graphql', body, headers), byYoga = await answerAt('/graphql?by=yoga', body, headers)
    expect(plain).toEqual(byYoga)
  })
})

it('that can\'t be parsed is refused with its status, whichever way it came first', async () => {
  const { status } = await answerAt('/graphql', asked('{ me } }'), { accept: 'application/graphql-response+json' })
  expect(status).toBe(400)
})

it('takes the first media type that a result can have', () => {
  const sentAs = (accept: string) => mediaTypeFor(mediaTypesOf({ accept }).accept)
  expect(mediaTypeFor(undefined)).toBe('application/json')
  expect(sentAs('image/png, */*;q=0.1')).toBe('application/json')
  expect(sentAs('text/event-stream, application/graphql-response+json;q=0.4, application/json')).toBe('application/json')
  expect(sentAs('text/event-stream, application/graphql-response+json')).toBe('application/graphql-response+json')
  expect(sentAs('text/event-stream')).toBeNull()
})
