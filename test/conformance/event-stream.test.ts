// Event streams (SSE, each operation on a connection of its own) by the graphql-sse reference client and by hand.
import { createClient, type Client } from 'graphql-sse'
import { afterEach, describe, expect, it } from 'vitest'
import { tokenFor, useServer, whileDoing } from '../support/server.ts'

const server = useServer({ NODE_ENV: 'production' })
const clients: Client[] = []
afterEach(() => { for (const client of clients.splice(0)) client.dispose() })

const clientOf = (username: string) => {
  const client = createClient({ url: `${server.url}/graphql`, retryAttempts: 0, headers: async () => ({ authorization: `Bearer ${await tokenFor(username)}` }) })
  clients.push(client)
  return client
}
const post = async (query: string, headers: Record<string, string> = {}) => fetch(`${server.url}/graphql`, {
  method: 'POST', body: JSON.stringify({ query }),
  headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${await tokenFor('admin')}`, ...headers },
})

// rule P6
describe('the reference client', () => {
  it('gets a query\'s and a mutation\'s one answer, then the end', async () => {
    for (const query of ['{ viewer { username } }', 'mutation { upsertRecord(input: { recordId: "sse-0", objectApiName: "Case", name: "A" }) { __typename } }']) {
      const results = []
      for await (const result of clientOf('admin').iterate({ query })) results.push(result)
      expect(results).toHaveLength(1)
      expect(results[0]!.errors).toBeUndefined()
    }
  })

  it('gets a subscription\'s events as they happen, and may leave', async () => {
    const admin = server.as('admin')
    await admin.mutate('savePresenceStatus', { apiName: 'Here', label: 'Here', isOnline: true, isBusy: false })
    await admin.mutate('saveUser', { username: 'admin', presenceStatuses: ['Here'] })
    const events = clientOf('admin').iterate({ query: 'subscription { omniChannel { __typename } }' })
    const comeAndGo = async () => {
      await admin.mutate('setPresence', { status: 'Here' })
      await admin.mutate('setPresence', { status: null })
    }
    expect(await whileDoing(comeAndGo, events.next())).toEqual({ done: false, value: { data: { omniChannel: { __typename: 'PresenceChanged' } } } })
    await events.return!()
    // What had come before it left is still handed out, and then there is no more.
    let left = await events.next()
    while (left.done !== true) left = await events.next()
    expect(left).toMatchObject({ done: true })
  })

  it('gets the errors of an operation as its answer', async () => {
    const results = []
    for await (const result of clientOf('admin').iterate({ query: '{ nothing }' })) results.push(result)
    expect(results).toMatchObject([{ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] }])
  })

  it('is refused with 401 without a token that is good', async () => {
    const client = createClient({ url: `${server.url}/graphql`, retryAttempts: 0 })
    await expect((async () => { for await (const _ of client.iterate({ query: '{ __typename }' })); })()).rejects.toThrow('401')
  })
})

describe('the wire', () => {
  it('has next and complete events, and is not to be kept by caches', async () => {
    const response = await post('{ __typename }')
    expect(response.headers.get('content-type')).toContain('text/event-stream')
    expect(response.headers.get('cache-control')).toContain('no-')
    const text = await response.text()
    expect(text).toContain('event: next\ndata: {"data":{"__typename":"Query"}}\n\n')
    expect(text).toContain('event: complete')
  })

  it('answers a syntax error in its own form', async () => {
    const text = await (await post('{ viewer {')).text()
    expect(text).toContain('GRAPHQL_PARSE_FAILED')
  })
})
