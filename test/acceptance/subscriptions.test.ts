// Subscriptions as clients meet them: complete, in order, replayed by cursor, over WebSockets and event streams (rules O6, O6a, O7, A1).
import type { Socket } from 'node:net'
import { createClient, type Client } from 'graphql-ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { openPool } from '../../src/db.ts'
import { fresh, omni, OMNI_CHANNEL, QUEUE_WORK, type TestAgent } from '../support/omni.ts'
import { tokenFor, until, useServer, type Event } from '../support/server.ts'

const server = useServer()
const world = omni((username) => server.as(username))
beforeAll(() => world.setUp())
const { agent, queue, work, saved, admin } = world

const clients: Client[] = []
afterAll(async () => { for (const client of clients) await client.dispose() })

const is = (type: string) => ({ __typename }: Event) => __typename === type
const codes = (errors: unknown) => (errors as readonly { extensions?: { code?: string } }[]).map(({ extensions }) => extensions?.code)
const follow = (one: TestAgent, after?: string) => one.follow(OMNI_CHANNEL, { after })
/** Everything after a cursor, up to an event of this cursor. */
const replay = async (one: TestAgent, after: string, last: string) => {
  const following = follow(one, after)
  await following.next(({ cursor }) => cursor === last)
  following.stop()
  return following.events
}

describe('omniChannel', () => {
  it('tells all that concerns an agent in order, and the same again after every cursor, as it was then', async () => {
    const ann = await agent({ capacity: 2 })
    const name = await queue([ann], { capacityWeight: 2 })
    const { following, start } = await ann.connect()
    const [one, two] = [await work(name), await work(name)]
    await ann.accept(await ann.offered(one))
    await ann.complete(one)
    await ann.decline(await ann.offered(two), 'No')
    await following.next(is('WorkDeclined'))
    await following.next(is('WorkloadChanged'))
    const events = following.events.slice(following.events.findIndex(({ cursor }) => cursor === start) + 1)
    following.stop()
    const loaded = (currentWorkload: number) => ({ __typename: 'WorkloadChanged', configuredCapacity: 2, currentWorkload })
    expect(events).toMatchObject([
      { __typename: 'WorkAssigned', agentWork: { status: 'ASSIGNED', workItem: { id: one, status: 'ASSIGNED' }, queue: { apiName: name } } }, loaded(2),
      { __typename: 'WorkAccepted', agentWork: { status: 'OPENED' } },
      { __typename: 'WorkClosed', agentWork: { status: 'CLOSED', workItem: { status: 'COMPLETED' } } }, loaded(0),
      { __typename: 'WorkAssigned', agentWork: { workItem: { id: two } } }, loaded(2),
      { __typename: 'WorkDeclined', agentWork: { status: 'DECLINED', declineReason: 'No' } }, loaded(0),
    ])
    expect(events.every(({ occurredAt }) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(String(occurredAt)))).toBe(true)
    const cursors = [start, ...events.map(({ cursor }) => cursor!)]
    expect(new Set(cursors).size).toBe(cursors.length)
    for (const [at, cursor] of cursors.slice(0, -1).entries()) expect((await replay(ann, cursor, cursors.at(-1)!)).slice(0, events.length - at)).toEqual(events.slice(at))
  })

  it('loses and repeats nothing over many reconnects while events come', async () => {
    const ann = await agent()
    const { following, start } = await ann.connect()
    const changes = (async () => {
      for (let n = 0; n < 40; n++) await ann.be(n % 2 === 0 ? 'Busy' : 'Available')
    })()
    const seen: string[] = []
    let after = start
    while (seen.length < 40) {
      const piece = follow(ann, after)
      for (let n = 0; n < 3 && seen.length < 40; n++) {
        const event = await piece.next()
        after = event.cursor!
        seen.push((event['presence'] as { apiName: string }).apiName)
      }
      piece.stop()
    }
    await changes
    expect(seen).toEqual(Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? 'Busy' : 'Available')))
    following.stop()
  })

  // rule O6a
  it('answers a cursor that is none with CURSOR_INVALID, and one too old with CURSOR_EXPIRED', async () => {
    const ann = await agent()
    const { following, start } = await ann.connect()
    following.stop()
    for (const [cursor, code] of [['nonsense', 'CURSOR_INVALID'], ['', 'CURSOR_INVALID'], [`${start}x`, 'CURSOR_INVALID']] as const) {
      const refused = follow(ann, cursor)
      expect(codes(await until(async () => refused.error, (error) => error !== null))).toEqual([code])
    }
    const pool = openPool(server.databaseUrl, { max: 1 })
    await pool.query('DELETE FROM "EventLog"')
    await pool.end()
    const late = follow(ann, start)
    expect(codes(await until(async () => late.error, (error) => error !== null))).toEqual(['CURSOR_EXPIRED'])
  })

  it('tells nobody of the work of others', async () => {
    const [ann, bob] = [await agent(), await agent()]
    const name = await queue([ann, bob])
    const { following } = await bob.connect()
    await bob.be(null)
    await ann.be('Available')
    await ann.accept(await ann.offered(await work(name)))
    await bob.be('Busy')
    await following.next((event) => (event['presence'] as { apiName?: string } | undefined)?.apiName === 'Busy' && following.events.at(-1) === event)
    expect(following.events.filter(({ __typename }) => __typename.startsWith('Work'))).toEqual([])
  })
})

describe('queueWork', () => {
  it('shows work entering, offered and leaving to members and supervisors', async () => {
    const [ann, supervisor, stranger] = [await agent(), await agent({ permissions: ['SUPERVISE_OMNI_CHANNEL'] }), await agent()]
    const name = await queue([ann])
    const followings = [ann, supervisor].map((one) => one.follow(QUEUE_WORK, { queue: name }))
    const refused = stranger.follow(QUEUE_WORK, { queue: name })
    await until(async () => refused.error, (error) => error !== null)
    const first = await work(name)
    await until(async () => {
      await work(name)
      return followings.every(({ events }) => events.length > 0)
    }, (ready) => ready)
    await ann.be('Available')
    await ann.accept(await ann.offered(first))
    for (const following of followings) {
      const left = await following.next(is('WorkUnqueued'))
      expect(left).toMatchObject({ workItem: { id: first, status: 'ASSIGNED' } })
      expect(following.events.find(is('WorkQueued'))).toMatchObject({ pendingServiceRouting: { attempts: 0, queue: { apiName: name } } })
      expect(following.events.find(is('WorkAssigned'))).toMatchObject({ agentWork: { status: 'ASSIGNED', agent: { username: ann.username } } })
      following.stop()
    }
  })

  it('ends for a supervisor whose permission, or a member whose membership, is taken', async () => {
    const [ann, supervisor] = [await agent(), await agent({ permissions: ['SUPERVISE_OMNI_CHANNEL'] })]
    const name = await queue([ann])
    const followings = [ann, supervisor].map((one) => one.follow(QUEUE_WORK, { queue: name }))
    await until(async () => {
      await work(name)
      return followings.every(({ events }) => events.length > 0)
    }, (ready) => ready)
    await saved('saveUser', { username: supervisor.username, permissions: [] })
    await saved('saveGroup', { apiName: name, users: [] })
    const counts = followings.map(({ events }) => events.length)
    const [last] = [await work(name)]
    for (const following of followings) expect(codes(await until(async () => following.error, (error) => error !== null))).toEqual(['NOT_FOUND'])
    expect(counts.every((count) => count > 0)).toBe(true)
    expect(followings.flatMap(({ events }) => events).filter(({ workItem }) => (workItem as { id: string } | undefined)?.id === last)).toEqual([])
  })
})

describe('recordWork and runProgress', () => {
  const RECORD = `subscription ($id: ID!, $after: String) { recordWork(recordId: $id, after: $after) { __typename ... on Event { cursor }
    ... on WorkItemCreated { workItem { id status } } ... on WorkItemReassigned { workItem { id assignee { ... on User { username } } } } ... on WorkItemCompleted { workItem { id status } } } }`
  const RUN = 'subscription ($id: ID!, $after: String) { runProgress(runId: $id, after: $after) { __typename cursor event { milestone stage { apiName status endedAt } step { apiName status endedAt } workItem { id status isActionable assignee { ... on User { username } ... on Group { apiName } } completedAt } } run { id status } } }'

  it('show a run from its start to its end, and the same again by cursor', async () => {
    const recordId = fresh('case')
    const ann = await agent()
    await saved('upsertRecord', { recordId, objectApiName: 'Case', name: 'Printer' })
    await saved('shareRecord', { recordId, user: ann.username, access: 'EDIT' })
    const name = await queue([ann])
    const recordFeed = admin.follow(RECORD, { id: recordId })
    const first = await until(async () => {
      await saved('startOrchestration', { apiName: 'Handle', recordId, inputs: { queue: name } })
      return recordFeed.events.at(-1)
    }, (event) => event !== undefined)
    const { run, workItem } = await started(recordId, name)
    const runFeed = admin.follow(RUN, { id: run })
    await until(async () => {
      await admin.mutate('suspendRun', { runId: run })
      await admin.mutate('resumeRun', { runId: run })
      return runFeed.events.length
    }, (count) => count > 0)
    await admin.mutate('reassignWorkItem', { workItemId: workItem, assignee: { user: ann.username } })
    expect(await ann.complete(workItem)).toMatchObject({ __typename: 'SubmitScreenSuccess' })
    await runFeed.next(({ run: of }) => (of as { status: string }).status === 'COMPLETED' && (runFeed.events.at(-1)!['event'] as { milestone: string }).milestone === 'END_RUN')
    const milestones = runFeed.events.map(({ event }) => (event as { milestone: string }).milestone)
    expect(milestones.slice(-5)).toEqual(['REASSIGN_WORK_ITEM', 'END_WORK_ITEM', 'END_STEP', 'END_STAGE', 'END_RUN'])
    await recordFeed.next(({ __typename, workItem: of }) => __typename === 'WorkItemCompleted' && (of as { id: string }).id === workItem)
    const own = recordFeed.events.filter(({ workItem: of }) => (of as { id: string }).id === workItem)
    expect(own).toMatchObject([
      { __typename: 'WorkItemCreated', workItem: { status: 'ASSIGNED' } }, { __typename: 'WorkItemReassigned', workItem: { assignee: { username: ann.username } } }, { __typename: 'WorkItemCompleted', workItem: { status: 'COMPLETED' } },
    ])
    const again = admin.follow(RECORD, { id: recordId, after: first!.cursor })
    await again.next(({ cursor }) => cursor === own.at(-1)!.cursor)
    const at = recordFeed.events.findIndex(({ cursor }) => cursor === first!.cursor)
    expect(again.events).toEqual(recordFeed.events.slice(at + 1))
    const runAgain = admin.follow(RUN, { id: run, after: runFeed.events[0]!.cursor })
    await runAgain.next(({ cursor }) => cursor === runFeed.events.at(-1)!.cursor)
    expect(runAgain.events).toEqual(runFeed.events.slice(1))
    const subjects = runFeed.events.slice(-5).map(({ event }) => event as { [subject: string]: { status: string; assignee?: object } | null })
    expect(subjects).toMatchObject([
      { milestone: 'REASSIGN_WORK_ITEM', step: { status: 'IN_PROGRESS' }, workItem: { status: 'ASSIGNED', isActionable: true, assignee: { username: ann.username } } },
      { milestone: 'END_WORK_ITEM', step: { status: 'COMPLETED' }, workItem: { status: 'COMPLETED', isActionable: false } }, { step: { status: 'COMPLETED' } }, { stage: { status: 'COMPLETED' } }, { step: null },
    ])
  })

  it('end when the record\'s share is taken back', async () => {
    const recordId = fresh('case')
    const reader = await agent()
    await saved('upsertRecord', { recordId, objectApiName: 'Case' })
    await saved('shareRecord', { recordId, user: reader.username, access: 'READ' })
    const name = await queue([])
    const feed = reader.follow(RECORD, { id: recordId })
    await until(async () => {
      await started(recordId, name)
      return feed.events.length
    }, (count) => count > 0)
    await saved('shareRecord', { recordId, user: reader.username, access: 'NONE' })
    const { workItem } = await started(recordId, name)
    expect(codes(await until(async () => feed.error, (error) => error !== null))).toEqual(['NOT_FOUND'])
    expect(feed.events.some(({ workItem: of }) => (of as { id: string }).id === workItem)).toBe(false)
  })

  async function started(recordId: string, name: string) {
    const { run } = await saved('startOrchestration', { apiName: 'Handle', recordId, inputs: { queue: name } }, 'run { id workItems(first: 1) { edges { node { id } } } }') as unknown as { run: { id: string; workItems: { edges: { node: { id: string } }[] } } }
    return { run: run.id, workItem: run.workItems.edges[0]!.node.id }
  }
})

describe('an event stream', () => {
  const stream = async (username: string, query: string, variables: object, ttlSeconds = 3_600) => {
    const abort = new AbortController()
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST', signal: abort.signal, headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${await tokenFor(username, ttlSeconds)}` },
      body: JSON.stringify({ query, variables }),
    })
    const messages: { event: string; data: { data?: Record<string, Event>; errors?: unknown } | null }[] = []
    const done = (async () => {
      let text = ''
      const decoder = new TextDecoder()
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        text += decoder.decode(chunk, { stream: true })
        const parts = text.split('\n\n')
        text = parts.pop()!
        for (const part of parts) {
          const event = /^event: ?(.*)$/m.exec(part)?.[1], data = /^data: ?(.*)$/m.exec(part)?.[1]
          if (event !== undefined) messages.push({ event, data: data ? JSON.parse(data) as never : null })
        }
      }
    })().catch(() => {})
    return { response, messages, done, stop: () => abort.abort() }
  }

  it('gives the same events and replays, and the same errors', async () => {
    const ann = await agent()
    const { following, start } = await ann.connect()
    const live = await stream(ann.username, OMNI_CHANNEL, { after: start })
    expect(live.response.headers.get('content-type')).toContain('text/event-stream')
    const name = await queue([ann])
    const item = await work(name)
    await ann.accept(await ann.offered(item))
    await following.next(is('WorkAccepted'))
    const expected = following.events.slice(following.events.findIndex(({ cursor }) => cursor === start) + 1)
    await until(async () => live.messages.filter(({ event }) => event === 'next').length, (count) => count >= expected.length)
    expect(live.messages.filter(({ event }) => event === 'next').map(({ data }) => data!.data!['omniChannel'])).toEqual(expected)
    live.stop()
    const refused = await stream(ann.username, OMNI_CHANNEL, { after: 'nonsense' })
    await refused.done
    expect(JSON.stringify(refused.messages)).toContain('CURSOR_INVALID')
  })

  it('ends with the token', async () => {
    const ann = await agent()
    const short = await stream(ann.username, OMNI_CHANNEL, {}, 2)
    await short.done
    expect(JSON.stringify(short.messages)).toContain('UNAUTHENTICATED')
  })
})

// rule A1
describe('a socket', () => {
  const socket = (username: string, ttlSeconds = 3_600) => {
    const state: { closed: { code: number } | null } = { closed: null }
    const client = createClient({
      url: `${server.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0, lazy: false, onNonLazyError: () => {},
      connectionParams: async () => ({ authorization: `Bearer ${await tokenFor(username, ttlSeconds)}` }), on: { closed: (event) => { state.closed = event as { code: number } } },
    })
    clients.push(client)
    const ask = (query: string) => new Promise<unknown>((resolve) => {
      client.subscribe({ query }, { next: resolve, error: resolve, complete: () => {} })
    })
    return { state, ask }
  }

  it('closes with 4403 when its token expires, subscriptions and all', async () => {
    const ann = await agent()
    const { state, ask } = socket(ann.username, 2)
    expect(await ask('{ viewer { username } }')).toMatchObject({ data: { viewer: { username: ann.username } } })
    void ask(OMNI_CHANNEL)
    expect((await until(async () => state.closed, (closed) => closed !== null))!.code).toBe(4403)
  })

  it('answers a syntax error to its operation, and goes on', async () => {
    const ann = await agent()
    const { state, ask } = socket(ann.username)
    expect(codes(await ask('subscription { omniChannel {'))).toEqual(['GRAPHQL_PARSE_FAILED'])
    expect(codes(await ask('{ nothing }'))).toEqual(['GRAPHQL_VALIDATION_FAILED'])
    expect(await ask('{ viewer { username } }')).toMatchObject({ data: { viewer: { username: ann.username } } })
    expect(state.closed).toBeNull()
  })

  it('is refused without a valid token', async () => {
    const refused = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
    const closed = new Promise<number>((resolve) => refused.once('close', resolve))
    refused.once('open', () => refused.send(JSON.stringify({ type: 'connection_init', payload: { authorization: 'Bearer x' } })))
    expect([4401, 4403]).toContain(await closed)
  })
})

// rules O6, O7
describe('many who ask the same', () => {
  const ASKED = `subscription ($queue: String!) { queueWork(queue: $queue) { __typename ... on Event { cursor } ... on WorkQueued { workItem { id label } } } }`

  /** A socket spoken to by hand, which has subscribed: what came, letter by letter, and how it ended. */
  async function raw(username: string, name: string, id: string) {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
    const texts: string[] = []
    socket.on('message', (data: Buffer) => texts.push(data.toString()))
    await new Promise((resolve) => socket.once('open', resolve))
    socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: `Bearer ${await tokenFor(username)}` } }))
    await until(async () => texts.length, (count) => count > 0)
    socket.send(JSON.stringify({ id, type: 'subscribe', payload: { query: ASKED, variables: { queue: name } } }))
    const wire = (socket as unknown as { _socket: Socket })._socket
    return { socket, wire, nexts: () => texts.filter((text) => text.includes('"type":"next"')) }
  }

  // Nobody is told that a subscription has begun: work is queued until both have heard of some.
  const bothHear = (name: string, both: readonly { nexts: () => string[] }[]) => until(async () => {
    await work(name)
    return both.every(({ nexts }) => nexts().length > 0)
  }, (ready) => ready)

  it('get the same bytes, but for their operation\'s id', async () => {
    const [ann, bob] = [await agent(), await agent()]
    const name = await queue([ann, bob])
    const [one, two] = [await raw(ann.username, name, 'first'), await raw(bob.username, name, 'second "2"')]
    await bothHear(name, [one, two])
    const from = Math.max(one.nexts().length, two.nexts().length)
    let last = ''
    for (let n = 0; n < 5; n++) last = await work(name)
    await until(async () => [one, two].every(({ nexts }) => nexts().at(-1)!.includes(last)), (ready) => ready)
    const payloadsOf = (texts: string[]) => texts.map((text) => text.slice(text.indexOf('"payload":')))
    expect(payloadsOf(one.nexts()).slice(-5)).toEqual(payloadsOf(two.nexts()).slice(-5))
    expect(from).toBeGreaterThan(0)
    expect(JSON.parse(two.nexts()[0]!)).toMatchObject({ id: 'second "2"', type: 'next', payload: { data: { queueWork: { __typename: 'WorkQueued' } } } })
    for (const { socket } of [one, two]) socket.close()
  })

  it('are not held up by one who reads nothing for a while, and who then gets all of it', async () => {
    const [ann, bob] = [await agent(), await agent()]
    const name = await queue([ann, bob])
    const [lazy, keen] = [await raw(ann.username, name, '1'), await raw(bob.username, name, '1')]
    await bothHear(name, [lazy, keen])
    const before = keen.nexts().length
    lazy.wire.pause()
    const pool = openPool(server.databaseUrl, { max: 1 })
    const events = 100
    for (let n = 0; n < events; n++) {
      await pool.query(`INSERT INTO "EventLog" ("topic", "kind", "payload", "occurredAt")
        SELECT "topic", "kind", jsonb_set("payload"::jsonb, '{workItem,label}', to_jsonb(repeat('x', 100000))), now() FROM "EventLog"
        WHERE "kind" = 'WorkQueued' AND "topic" LIKE 'queue:%' AND "payload" -> 'pendingServiceRouting' IS NOT NULL ORDER BY "xid" DESC, "seq" DESC LIMIT 1`)
      await pool.query(`SELECT pg_notify('interlude_events', 'test')`)
    }
    await pool.end()
    await until(async () => keen.nexts().filter((text) => text.length > 100_000).length, (count) => count === events)
    expect(lazy.nexts().length).toBeLessThan(before + events)
    lazy.wire.resume()
    const large = ({ nexts }: typeof lazy) => nexts().filter((text) => text.length > 100_000)
    await until(async () => large(lazy).length, (count) => count === events)
    expect(large(lazy)).toEqual(large(keen))
    for (const { socket } of [lazy, keen]) socket.close()
  })
})
