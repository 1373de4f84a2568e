// How long a token is good for what lives long: sockets, event streams and their subscriptions (rule A1).
import { createClient } from 'graphql-ws'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { succeeded } from '../support/deployed.ts'
import { tokenFor, useServer, whileDoing } from '../support/server.ts'

const server = useServer({ NODE_ENV: 'production' })
const socketUrl = () => `${server.url.replace('http', 'ws')}/graphql`
const PRESENCE = 'subscription ($after: String) { omniChannel(after: $after) { __typename ... on Event { cursor } } }'
const WITHIN_MS = 1_000

async function agent(username: string): Promise<void> {
  const admin = server.as('admin')
  succeeded(await admin.mutate('savePresenceStatus', { apiName: 'Here', label: 'Here', isOnline: true, isBusy: false }))
  succeeded(await admin.mutate('saveUser', { username, name: username, email: `${username}@example.com`, permissions: ['RUN_FLOWS'], presenceStatuses: ['Here'] }))
}

describe('a token that expires', () => {
  it('ends its socket by 4403 within a second, and a client with a new one goes on without a loss', async () => {
    await agent('renewed')
    const closes: { code: number; at: number }[] = []
    const connected: number[] = []
    let tokens = 0
    const client = createClient({
      url: socketUrl(), webSocketImpl: WebSocket, retryAttempts: 5, retryWait: async () => {}, shouldRetry: () => true,
      // The first is short of life, as one would be at its end.
      connectionParams: async () => ({ authorization: `Bearer ${await tokenFor('renewed', tokens++ === 0 ? 2 : 3_600)}` }),
      on: { closed: (event) => closes.push({ code: (event as { code: number }).code, at: Date.now() }), connected: () => connected.push(Date.now()) },
    })
    const seen: string[] = []
    let cursor: string | null = null
    let wake = () => {}
    const changed = () => new Promise<void>((resolve) => { wake = resolve })
    // The client subscribes again by itself, with what its variables say then.
    client.subscribe<{ omniChannel: { __typename: string; cursor: string } }>({ query: PRESENCE, get variables() { return { after: cursor } } }, {
      next: ({ data }) => { cursor = data!.omniChannel.cursor; seen.push(`${data!.omniChannel.__typename} ${cursor}`); wake() },
      error: (error) => { throw new Error(JSON.stringify(error)) }, complete: () => {},
    })
    const me = server.as('renewed')
    while (seen.length === 0) {
      const came = changed()
      succeeded(await me.mutate('setPresence', { status: 'Here' }))
      succeeded(await me.mutate('setPresence', { status: null }))
      await Promise.race([came, new Promise((resolve) => setTimeout(resolve, 100))])
    }
    while (closes.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    expect(closes[0]!.code).toBe(4403)
    // Whole seconds are what a token's end is told in.
    expect(closes[0]!.at - (connected[0]! + 2_000)).toBeLessThan(WITHIN_MS)
    const before = seen.length
    succeeded(await me.mutate('setPresence', { status: 'Here' }))
    while (seen.length === before) await changed()
    expect(new Set(seen).size).toBe(seen.length)
    await client.dispose()
  })
})

describe('a user who is deactivated', () => {
  it('is out within a second: requests, subscriptions on sockets, and event streams', async () => {
    await agent('leaver')
    const leaver = server.as('leaver')
    let endedAt = 0
    const followed = leaver.follow('subscription { omniChannel { __typename } }')
    const stream = await fetch(`${server.url}/graphql`, {
      method: 'POST', headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${await tokenFor('leaver')}` }, body: JSON.stringify({ query: 'subscription { omniChannel { __typename } }' }),
    })
    const streamed = stream.text().then((text) => ({ text, at: Date.now() }))
    // Both are there once they tell of something.
    await whileDoing(async () => {
      await leaver.mutate('setPresence', { status: 'Here' })
      await leaver.mutate('setPresence', { status: null })
    }, followed.next())
    succeeded(await server.as('admin').mutate('saveUser', { username: 'leaver', isActive: false }))
    const outAt = Date.now()
    expect((await leaver.answer('{ viewer { id } }')).errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
    while (followed.error === null) await new Promise((resolve) => setTimeout(resolve, 5))
    endedAt = Date.now()
    expect(followed.error).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
    expect(endedAt - outAt).toBeLessThan(WITHIN_MS)
    const { text, at } = await streamed
    expect(text).toContain('UNAUTHENTICATED')
    expect(at - outAt).toBeLessThan(WITHIN_MS)
  })
})
