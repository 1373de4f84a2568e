// Realtime: one event to very many sockets, how soon an agent is offered what was queued, and what it costs the writers.
// Parts may be named: `npm run bench -- realtime fan-out`; `latency`, `commits`.
import { startBenchServer } from './realtime/bench-server.ts'
import { measureCommits } from './realtime/commits.ts'
import { measureFanOut } from './realtime/fan-out.ts'
import { measureLatency } from './realtime/latency.ts'
import type { Bench, Measure } from './report.ts'

const PARTS = { 'fan-out': measureFanOut, latency: measureLatency, commits: measureCommits } as const

/** Runs the parts that are named, all unless any is. */
export const bench: Bench = async (args) => {
  const measures: Measure[] = []
  for (const [name, measure] of Object.entries(PARTS)) {
    if (args.length > 0 && !args.includes(name)) continue
    // Each on a database and a server of its own.
    const server = await startBenchServer()
    try {
      measures.push(...await measure(server))
    } finally {
      await server.stop()
    }
  }
  return {
    name: 'realtime',
    conditions: [
      'server, embedded Postgres (fsync on) and clients on the same cores, over the loopback; other programs may have run beside it',
      'fan-out: 2,000 users, a socket each; rounds of the three servers take turns, medians; CPU is the server process\'s own',
      'latency: from the commit (Postgres\' commit timestamp) to the client\'s socket; agents have capacity for all of it',
    ],
    measures,
  }
}
