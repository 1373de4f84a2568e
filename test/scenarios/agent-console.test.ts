// The example of docs/agent-console.md, as an agent uses it: over a restart of the server, without a loss or a repeat (rules O4, O6).
import { beforeAll, expect, it } from 'vitest'
import WebSocket from 'ws'
import { openAgentConsole, type AgentEvent, type Work } from '../../docs/examples/agent-console.ts'
import { omni } from '../support/omni.ts'
import { freePort } from '../support/redis.ts'
import { tokenFor, until, useServer } from '../support/server.ts'

const server = useServer({ PORT: String(await freePort()) })
const world = omni((username) => server.as(username))
beforeAll(() => world.setUp())

it('shows what the agent has, before, while and after the server is restarted', async () => {
  const agent = await world.agent({ capacity: 10 })
  const queue = await world.queue([agent])
  const events: AgentEvent[] = []
  let shown: ReadonlyMap<string, Work> = new Map()
  const agentConsole = openAgentConsole({
    url: server.url, token: () => tokenFor(agent.username), webSocketImpl: WebSocket,
    onChange: (work, event) => {
      shown = new Map(work)
      if (event !== null) events.push(event)
    },
  })
  const labels = () => [...shown.values()].map(({ workItem, status }) => `${workItem.id} ${status}`).sort()
  const shows = (expected: string[]) => until(async () => labels(), (now) => now.join() === [...expected].sort().join())

  // Its subscription stands once the first event has come by it.
  await until(async () => {
    expect(await agentConsole.goOnline('Busy')).toBeNull()
    expect(await agentConsole.goOnline('Available')).toBeNull()
    return events.length
  }, (count) => count > 0)
  const first = await world.work(queue)
  await shows([`${first} ASSIGNED`])
  expect(await agentConsole.accept([...shown.keys()][0]!)).toBeNull()
  await shows([`${first} OPENED`])
  expect(await agentConsole.decline([...shown.keys()][0]!)).toContain('no longer open')

  await server.restart()
  const second = await world.work(queue)
  await shows([`${first} OPENED`, `${second} ASSIGNED`])
  await agent.complete(first)
  await shows([`${second} ASSIGNED`])

  const cursors = events.map(({ cursor }) => cursor)
  expect(new Set(cursors).size).toBe(cursors.length)
  const replayed = agent.follow('subscription ($after: String) { omniChannel(after: $after) { __typename ... on Event { cursor } } }', { after: cursors[0]! })
  await replayed.next(({ cursor }) => cursor === cursors.at(-1))
  expect(replayed.events.map(({ cursor }) => cursor)).toEqual(cursors.slice(1))
  agentConsole.close()
})

// A connection on which answers to queries come as late as the test wants: whatever was sent after them comes before.
function lateAnswers() {
  let isHeld = true
  const held: (() => void)[] = []
  const ofQueries = new Set<string>()
  type Take = (event: WebSocket.MessageEvent) => void
  const late = (take: Take): Take => (event) => {
    const { id, payload } = JSON.parse(event.data as string) as { id?: string; payload?: { data?: { omniChannel?: { agentWork?: { edges?: unknown } } } } }
    if (id !== undefined && payload?.data?.omniChannel?.agentWork?.edges !== undefined) ofQueries.add(id)
    if (isHeld && id !== undefined && ofQueries.has(id)) held.push(() => take(event))
    else take(event)
  }
  class LateSocket extends WebSocket {}
  Object.defineProperty(LateSocket.prototype, 'onmessage', { set(this: WebSocket, take: Take) { Reflect.set(WebSocket.prototype, 'onmessage', late(take), this) } })
  const release = () => {
    isHeld = false
    held.splice(0).forEach((take) => take())
  }
  return { LateSocket, release, heldCount: () => held.length }
}

it('shows what came while the work was read, though the answer is older', async () => { // rule O6
  const agent = await world.agent({ capacity: 10 })
  const queue = await world.queue([agent])
  const { LateSocket, release, heldCount } = lateAnswers()
  const events: AgentEvent[] = []
  let shown: ReadonlyMap<string, Work> = new Map(), readings = 0
  const agentConsole = openAgentConsole({
    url: server.url, token: () => tokenFor(agent.username), webSocketImpl: LateSocket,
    onChange: (work, event) => {
      shown = new Map(work)
      if (event === null) readings++
      else events.push(event)
    },
  })
  await until(async () => heldCount(), (count) => count > 0)
  await agent.mutate('setPresence', { status: 'Available' })
  const [kept, done] = [await world.work(queue), await world.work(queue)]
  await until(async () => events.filter(({ __typename }) => __typename === 'WorkAssigned').length, (count) => count === 2)
  const finished = [...shown.values()].find(({ workItem }) => workItem.id === done)!
  await agent.mutate('acceptAgentWork', { agentWorkId: finished.id })
  await agent.complete(done)
  await until(async () => [...shown.values()].map(({ workItem }) => workItem.id), (ids) => ids.join() === kept)
  release()
  await until(async () => readings, (count) => count === 1)
  expect([...shown.values()].map(({ workItem }) => workItem.id)).toEqual([kept])
  agentConsole.close()
})
