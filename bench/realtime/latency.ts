// How soon an agent's socket has what was queued: one item at a time, and 300 a second to 200 agents; beside the floor, one
// statement that routes one item of a table of numbers.
import { percentile, type Measure } from '../report.ts'
import { makeAgents, makeQueue, MANY, setUpWork, startMany, startWork, type BenchServer } from './bench-server.ts'
import { helloOf, openListeners, type Listeners } from './listeners.ts'

const AGENTS = 200
const QUEUES = Array.from({ length: 10 }, (_, n) => `Work_${n}`)
const SINGLES = 200
const ITEMS_A_SECOND = 300
const SECONDS = 10
const QUERY = 'subscription { omniChannel { __typename ... on Event { cursor } ... on WorkAssigned { agentWork { id workItem { id label } } } } }'

/** Measures singles, the stream, and the floor. */
export async function measureLatency(server: BenchServer): Promise<Measure[]> {
  await setUpWork(server)
  for (const queue of QUEUES) await makeQueue(server, queue)
  const users = await makeAgents(server, AGENTS, QUEUES)
  const clock = await databaseClock(server)
  const arrivals = new Map<string, number>()
  const assigned = (data: Buffer) => {
    const now = clock()
    const { payload } = JSON.parse(data.toString()) as { payload?: { data?: { omniChannel: { agentWork?: { workItem: { id: string } } } } } }
    const id = payload?.data?.omniChannel.agentWork?.workItem.id
    if (id !== undefined) arrivals.set(id, now)
  }
  const hello = async (at: number) => helloOf({ authorization: `Bearer ${await server.token(users[at]!)}` }, { query: QUERY }, at)
  const listeners = await openListeners(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', AGENTS, hello, assigned)
  await bringOnline(server, users, listeners)

  const singles: string[] = []
  for (let n = 0; n < SINGLES; n++) {
    const id = await startWork(server, QUEUES[n % QUEUES.length]!)
    singles.push(id)
    await untilArrived(arrivals, [id])
  }
  // A server that runs for days is measured once its code is compiled.
  await untilArrived(arrivals, (await stream(server)).ids)
  const { ids, seconds } = await stream(server)
  await untilArrived(arrivals, ids)
  const alone = await latencies(server, arrivals, singles), together = await latencies(server, arrivals, ids)
  await listeners.close()
  const floor = await routingFloor(server)
  const rate = ids.length / seconds
  const [p50, p99] = [percentile(together.toSocket, 50), percentile(together.toSocket, 99)]
  return [
    { name: `one at a time (${SINGLES}): commit of the mutation to the commit of the offer, p50`, value: percentile(alone.toOffer, 50), unit: 'ms' },
    { name: `one at a time (${SINGLES}): commit of the mutation to the offer on the agent's socket, p50`, value: percentile(alone.toSocket, 50), unit: 'ms' },
    { name: `one at a time (${SINGLES}): commit of the mutation to the offer on the agent's socket, p99`, value: percentile(alone.toSocket, 99), unit: 'ms' },
    { name: `one at a time (${SINGLES}): commit of the offer to the agent's socket, p50`, value: percentile(alone.eventToSocket, 50), unit: 'ms' },
    { name: `one at a time (${SINGLES}): commit of the offer to the agent's socket, p99`, value: percentile(alone.eventToSocket, 99), unit: 'ms' },
    { name: `items queued a second, of ${ITEMS_A_SECOND} asked for`, value: rate, unit: 'a second', target: 'at least 295', isMet: rate >= 295 },
    { name: `${AGENTS} agents, queued to offered on the socket, p50`, value: p50, unit: 'ms', against: `floor, one statement: ${percentile(floor, 50).toFixed(1)}`, target: 'at most 10', isMet: p50 <= 10 },
    { name: `${AGENTS} agents, queued to offered on the socket, p99`, value: p99, unit: 'ms', against: `floor, one statement: ${percentile(floor, 99).toFixed(1)}`, target: 'at most 50', isMet: p99 <= 50 },
  ]
}

/** This process's idea of the database's clock, in milliseconds. */
async function databaseClock({ pool }: BenchServer): Promise<() => number> {
  let best = { offset: 0, took: Infinity }
  for (let n = 0; n < 20; n++) {
    const from = performance.now()
    const { rows } = await pool.query<{ now: number }>('SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS now')
    const took = performance.now() - from
    if (took < best.took) best = { took, offset: rows[0]!.now - (from + took / 2) }
  }
  return () => performance.now() + best.offset
}

async function bringOnline(server: BenchServer, users: readonly string[], listeners: Listeners): Promise<void> {
  const all = listeners.hear(users.length)
  // Subscriptions are in place before anybody is online: the server connects an agent before it gives the first event.
  const { pool } = server
  while (Number((await pool.query<{ count: string }>('SELECT count(*) FROM "AgentConnection"')).rows[0]!.count) < users.length) await new Promise((resolve) => setTimeout(resolve, 50))
  for (const user of users) await server.mutate(user, 'setPresence', { status: 'Available' })
  await all
}

/** Queues items at a steady rate, MANY with each mutation, whether or not the server keeps up. */
async function stream(server: BenchServer): Promise<{ ids: string[]; seconds: number }> {
  const from = performance.now()
  const started = await atRate((ITEMS_A_SECOND * SECONDS) / MANY, ITEMS_A_SECOND / MANY, (n) => startMany(server, QUEUES[n % QUEUES.length]!))
  return { ids: started.flat(), seconds: (performance.now() - from) / 1000 }
}

/** Begins so many, so many a second, and gives their results. */
async function atRate<Result>(count: number, aSecond: number, begin: (n: number) => Promise<Result>): Promise<Result[]> {
  const begun: Promise<Result>[] = []
  const from = performance.now()
  for (let n = 0; n < count; n++) {
    const early = from + (n * 1000) / aSecond - performance.now()
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early))
    begun.push(begin(n))
  }
  return Promise.all(begun)
}

async function untilArrived(arrivals: ReadonlyMap<string, number>, ids: readonly string[]): Promise<void> {
  const deadline = performance.now() + 60_000
  for (const [at, id] of ids.entries()) {
    while (!arrivals.has(id)) {
      if (performance.now() > deadline) throw new Error(`${ids.length - at} offers or fewer never came`)
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  }
}

// By the commit timestamps of the transactions in which the log's rows were written.
async function latencies({ pool }: BenchServer, arrivals: ReadonlyMap<string, number>, ids: readonly string[]) {
  const { rows } = await pool.query<{ id: string; queued: number; offered: number }>(`
    WITH event AS (SELECT e."xid", e."topic", part.kind, CASE WHEN e."parts" = 1 THEN e."payload" ELSE e."payload" -> 'events' -> (part.at::int - 1) END -> 'workItem' ->> 'id' AS id
      FROM "EventLog" e CROSS JOIN LATERAL unnest(CASE WHEN e."kind" LIKE '%,%' OR e."parts" = 1 THEN string_to_array(e."kind", ',') ELSE array_fill(e."kind", ARRAY[e."parts"]) END) WITH ORDINALITY part(kind, at))
    SELECT q.id, extract(epoch FROM pg_xact_commit_timestamp(q."xid"::xid))::float8 * 1000 AS queued, extract(epoch FROM pg_xact_commit_timestamp(o."xid"::xid))::float8 * 1000 AS offered
    FROM event q JOIN event o ON o.kind = 'WorkAssigned' AND o."topic" LIKE 'agent:%' AND o.id = q.id
    WHERE q.kind = 'WorkQueued' AND q.id = ANY($1)`, [ids.map(localId)])
  const at = new Map(ids.map((id) => [localId(id), arrivals.get(id)!]))
  return {
    toSocket: rows.map(({ id, queued }) => at.get(id)! - queued),
    toOffer: rows.map(({ queued, offered }) => offered - queued),
    eventToSocket: rows.map(({ id, offered }) => at.get(id)! - offered),
  }
}

function localId(globalId: string): string {
  return Buffer.from(globalId, 'base64').toString().split(':').slice(1).join(':')
}

const FLOOR = `WITH item AS (SELECT id FROM floor_item WHERE agent IS NULL ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED),
agent AS (SELECT id FROM floor_agent WHERE load < capacity ORDER BY load, last LIMIT 1 FOR UPDATE SKIP LOCKED),
taken AS (UPDATE floor_agent SET load = load + 1, last = now() FROM agent WHERE floor_agent.id = agent.id)
UPDATE floor_item SET agent = agent.id FROM item, agent WHERE floor_item.id = item.id RETURNING floor_item.id`

/** Milliseconds of one such statement, at the same rate. */
async function routingFloor({ pool }: BenchServer): Promise<number[]> {
  await pool.query(`CREATE TABLE floor_item (id bigint PRIMARY KEY, agent bigint); CREATE INDEX ON floor_item (id) WHERE agent IS NULL;
    CREATE TABLE floor_agent (id bigint PRIMARY KEY, load int, capacity int, last timestamptz);
    INSERT INTO floor_agent SELECT n, 0, 1000000, now() FROM generate_series(1, ${AGENTS}) n;
    INSERT INTO floor_item SELECT n FROM generate_series(1, ${ITEMS_A_SECOND * SECONDS}) n; ANALYZE floor_item, floor_agent`)
  return atRate(ITEMS_A_SECOND * SECONDS, ITEMS_A_SECOND, async () => {
    const began = performance.now()
    await pool.query({ name: 'floor', text: FLOOR })
    return performance.now() - began
  })
}
