// One event to 2,000 sockets that asked the same: until the last has it, CPU for each delivery, memory for each connection;
// beside a server that only sends a string, and one made with graphql-ws as usual.
import { once } from 'node:events'
import WebSocket from 'ws'
import { median, percentile, type Measure } from '../report.ts'
import { NODE_FLAGS } from '../support/server-command.ts'
import { makeAgents, makeQueue, setUpWork, startWork, type BenchServer } from './bench-server.ts'
import { helloOf, openListeners, type Listeners } from './listeners.ts'
import { startNode, type NodeProcess } from './node-process.ts'

const SOCKETS = 2_000
const ROUNDS = 5
const EVENTS_A_ROUND = 8
const QUERY = `subscription ($queue: String!, $after: String) { queueWork(queue: $queue, after: $after) { __typename
  ... on Event { cursor occurredAt } ... on WorkQueued { workItem { id label status createdDate isActionable } pendingServiceRouting { id attempts queuedAt routingPriority queue { apiName label } waitingOn } } } }`

type Contender = { name: string; process: Pick<NodeProcess, 'cpuMicros' | 'memory'>; listeners: Listeners; rssPerSocket: number; heapPerSocket: number; publish: () => Promise<unknown>; times: number[]; cpu: number[] }

/** Measures all three in one run, taking turns. */
export async function measureFanOut(server: BenchServer): Promise<Measure[]> {
  const { ours, text } = await openOurs(server)
  const bare = await startNode([...NODE_FLAGS, '--import', 'tsx', 'bench/realtime/bare-ws.ts'])
  const plain = await startNode([...NODE_FLAGS, '--import', 'tsx', 'bench/realtime/plain-graphql-ws.ts'])
  const contenders = [
    ours,
    await openOther('bare ws', bare, text, undefined, async () => []),
    await openOther('plain graphql-ws', plain, text, 'graphql-transport-ws', async (at) => helloOf({}, { query: QUERY, variables: { queue: 'Fan' } }, at)),
  ]
  for (let round = 0; round <= ROUNDS; round++) for (const contender of contenders) await play(contender, round > 0)
  for (const { listeners } of contenders) await listeners.close()
  await bare.stop()
  await plain.stop()
  return measuresOf(contenders)
}

async function play({ process, listeners, publish, times, cpu }: Contender, counts: boolean): Promise<void> {
  const before = process.cpuMicros()
  for (let n = 0; n < EVENTS_A_ROUND; n++) {
    const last = listeners.hear(SOCKETS)
    const from = performance.now()
    await publish()
    const took = (await last) - from
    if (counts) times.push(took)
  }
  if (counts) cpu.push((process.cpuMicros() - before) / (EVENTS_A_ROUND * SOCKETS))
}

async function openOurs(server: BenchServer): Promise<{ ours: Contender; text: string }> {
  await setUpWork(server)
  await makeQueue(server, 'Fan')
  const users = await makeAgents(server, SOCKETS, ['Fan'])
  await startWork(server, 'Fan')
  await startWork(server, 'Fan')
  const before = await server.memory()
  const hello = async (at: number) => helloOf({ authorization: `Bearer ${await server.token(users[at]!)}` }, { query: QUERY, variables: { queue: 'Fan' } }, at)
  const listeners = await openListeners(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', SOCKETS, hello)
  // The very event that work makes when it enters a queue, and the word to this process that the log has grown.
  const publish = () => server.pool.query(`WITH logged AS (INSERT INTO "EventLog" ("topic", "kind", "payload", "occurredAt")
    SELECT "topic", "kind", "payload", now() FROM (SELECT * FROM "EventLog" WHERE "kind" = 'WorkQueued' ORDER BY "seq" DESC LIMIT 1) e)
    SELECT pg_notify('interlude_events', 'bench')`)
  await untilAllHear(listeners, publish)
  const text = listeners.last()
  return { text, ours: { name: 'Interlude', process: server, listeners, publish, times: [], cpu: [], ...await perSocket(server, before) } }
}

async function openOther(name: string, process: NodeProcess, text: string, protocol: string | undefined, hello: (at: number) => Promise<string[]>): Promise<Contender> {
  const url = process.url.replace('http', 'ws')
  const control = new WebSocket(`${url}/control`)
  await once(control, 'open')
  control.send(text)
  const before = await process.memory()
  const listeners = await openListeners(url, protocol, SOCKETS, hello)
  const publish = async () => control.send('!')
  await untilAllHear(listeners, publish)
  return { name, process, listeners, publish, times: [], cpu: [], ...await perSocket(process, before) }
}

// Who subscribes is not told so: it is known by the first event that all of them hear.
async function untilAllHear(listeners: Listeners, publish: () => Promise<unknown>): Promise<void> {
  for (;;) {
    const all = listeners.hear(SOCKETS)
    await publish()
    if (await Promise.race([all.then(() => true), new Promise<false>((resolve) => setTimeout(() => resolve(false), 3_000))])) return
  }
}

async function perSocket(process: Pick<NodeProcess, 'memory'>, before: { rss: number; heap: number }) {
  const { rss, heap } = await process.memory()
  return { rssPerSocket: (rss - before.rss) / SOCKETS, heapPerSocket: (heap - before.heap) / SOCKETS }
}

function measuresOf(contenders: readonly Contender[]): Measure[] {
  const [ours, bare, plain] = contenders as [Contender, Contender, Contender]
  const measures = contenders.flatMap(({ name, times, cpu, rssPerSocket, heapPerSocket }): Measure[] => [
    { name: `${name}: event to the last of ${SOCKETS}, p50`, value: median(times), unit: 'ms' },
    { name: `${name}: event to the last of ${SOCKETS}, p99`, value: percentile(times, 99), unit: 'ms' },
    { name: `${name}: CPU for each delivery`, value: median(cpu), unit: 'µs' },
    { name: `${name}: memory for each connection, resident`, value: rssPerSocket / 1024, unit: 'KiB' },
    { name: `${name}: memory for each connection, heap`, value: heapPerSocket / 1024, unit: 'KiB' },
  ])
  const toLast = median(ours.times) / median(bare.times), cpu = median(ours.cpu) / median(plain.cpu), kib = ours.rssPerSocket / 1024
  return [...measures,
    { name: 'to the last, p50', value: toLast, unit: 'times', against: 'bare ws', target: 'at most 1.5', isMet: toLast <= 1.5 },
    { name: 'CPU for each delivery', value: cpu, unit: 'times', against: 'plain graphql-ws', target: 'at most 0.33', isMet: cpu <= 1 / 3 },
    { name: 'memory for each connection', value: kib, unit: 'KiB', against: `bare ws: ${(bare.rssPerSocket / 1024).toFixed(1)}`, target: 'at most 15', isMet: kib <= 15 },
  ]
}
