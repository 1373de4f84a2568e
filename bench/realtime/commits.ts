// What realtime costs those who write: mutations a second while nobody listens, and while 1,000 agents do and every change
// is pushed to one more.
import { median, type Measure } from '../report.ts'
import { makeAgents, makeQueue, setUpWork, startWork, type BenchServer } from './bench-server.ts'
import { helloOf, openListeners } from './listeners.ts'

const SUBSCRIBERS = 1_000
const WRITERS = 8
const ROUNDS = 3
const ROUND_MS = 3_000

/** Measures both in turns. */
export async function measureCommits(server: BenchServer): Promise<Measure[]> {
  await setUpWork(server)
  await makeQueue(server, 'Writes')
  const users = await makeAgents(server, SUBSCRIBERS, ['Writes'])
  const url = `${server.url.replace('http', 'ws')}/graphql`
  const own = async (at: number) => helloOf({ authorization: `Bearer ${await server.token(users[at]!)}` }, { query: 'subscription { omniChannel { __typename ... on Event { cursor } } }' }, at)
  const queue = async (at: number) => helloOf({ authorization: `Bearer ${await server.token('admin')}` }, { query: 'subscription { queueWork(queue: "Writes") { __typename ... on WorkQueued { workItem { id label } } } }' }, at)
  const without: number[] = [], with_: number[] = []
  let pushed = 0
  await commitsASecond(server)
  for (let round = 0; round < ROUNDS; round++) {
    without.push(await commitsASecond(server))
    const listeners = [await openListeners(url, 'graphql-transport-ws', SUBSCRIBERS, own), await openListeners(url, 'graphql-transport-ws', 1, queue)]
    await settled(server)
    with_.push(await commitsASecond(server))
    pushed += listeners[1]!.heard()
    for (const each of listeners) await each.close()
    await settled(server)
  }
  const ratio = median(with_) / median(without)
  return [
    { name: 'mutations a second, nobody listens', value: median(without), unit: 'a second' },
    { name: `mutations a second, ${SUBSCRIBERS} agents listen and each change is pushed to one socket (${pushed} pushed)`, value: median(with_), unit: 'a second' },
    { name: 'with subscribers', value: ratio, unit: 'times', against: 'without', target: 'at least 0.95', isMet: ratio >= 0.95 },
  ]
}

async function commitsASecond(server: BenchServer): Promise<number> {
  const from = performance.now()
  let count = 0
  await Promise.all(Array.from({ length: WRITERS }, async () => {
    while (performance.now() - from < ROUND_MS) {
      await startWork(server, 'Writes')
      count++
    }
  }))
  return (count * 1000) / (performance.now() - from)
}

// Connecting and leaving are over when the server's process no longer works.
async function settled(server: BenchServer): Promise<void> {
  for (let before = -1; ;) {
    await new Promise((resolve) => setTimeout(resolve, 500))
    const now = server.cpuMicros()
    if (before >= 0 && now - before < 50_000) return
    before = now
  }
}
