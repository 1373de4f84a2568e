// What a command costs where a thousand runs lie in the tables, and where a million do: the same command, in turns.
import { openWorkItem } from '../../src/commands/work-item/open-work-item.ts'
import { submitScreen } from '../../src/commands/interview/answer-screen.ts'
import { startOrchestration } from '../../src/commands/run/start-orchestration.ts'
import { loadViewer } from '../../src/commands/load-viewer.ts'
import type { Measure } from '../report.ts'
import { makeCrowd } from '../support/crowd.ts'
import { prepare } from '../support/definitions.ts'
import { install, type Installation } from '../support/installation.ts'
import { compare, hammer, hammerStock, type Contestant } from '../support/rounds.ts'

const FEW = 1_000, MANY = Number(process.env['BENCH_RUNS'] ?? 1_000_000)
const CLIENTS = 32, MOST = 1.2

/** Measures both; makes two databases for it, one of them large. */
export async function measureGrowth(rounds: number, seconds: number): Promise<Measure[]> {
  const small = await installWith(FEW), large = await installWith(MANY)
  try {
    const results = await compare([await starting(small, FEW), await starting(large, MANY)], { rounds, seconds })
    const answers = await compare([await completing(small, FEW), await completing(large, MANY)], { rounds, seconds })
    return [results, answers].flatMap(([few, many]): Measure[] => {
      const times = few!.perSecond / many!.perSecond
      return [
        ...[few!, many!].map(({ name, perSecond, p50, p99 }) => ({ name, value: perSecond, unit: 'a second', against: `p50 ${p50} ms, p99 ${p99} ms` })),
        { name: `${many!.name}: cost`, value: times, unit: 'times', against: few!.name, target: `at most ${MOST}`, isMet: times <= MOST },
      ]
    })
  } finally {
    await small.close()
    await large.close()
  }
}

async function installWith(items: number): Promise<Installation> {
  const installation = await install()
  await prepare(installation.shell)
  await makeCrowd(installation.db.pool, { users: 1_000, groups: 50, records: Math.ceil(items / 10), items })
  await installation.db.pool.query(`SELECT setval('"WorkItem_number_seq"', $1)`, [items + 1])
  return installation
}

async function starting({ shell, db }: Installation, runs: number): Promise<Contestant> {
  const worker = (await loadViewer(db.pool, 'worker'))!
  return { name: `startOrchestration among ${runs} runs`, round: (seconds) => hammer(CLIENTS, seconds, async () => void await startOrchestration(shell, worker, { apiName: 'Bench_Two' })) }
}

async function completing({ shell, db }: Installation, runs: number): Promise<Contestant> {
  const worker = (await loadViewer(db.pool, 'worker'))!
  const open = async () => {
    const { runId } = await startOrchestration(shell, worker, { apiName: 'Bench_Two' })
    return (await openWorkItem(shell, worker, `${runId}.w1`)).guid
  }
  const complete = async (guid: string) => void await submitScreen(shell, worker, { guid, revision: 1, values: { note: 'done' } })
  return { name: `submitScreen that completes an item, among ${runs} runs`, round: hammerStock(CLIENTS, () => Promise.all(Array.from({ length: CLIENTS }, open)), complete) }
}
