// Many who want to change one run at the same moment: what it costs them, and whether each gets through.
import { beforeAll, describe, expect, it } from 'vitest'
import { runBackgroundStep, type BackgroundStepJob } from '../../src/commands/interview/run-background-step.ts'
import { cancelRun } from '../../src/commands/run/control-run.ts'
import { hasTurns, inTurn, runsWithWaiting } from '../../src/commands/command-turns.ts'
import { commandWorld, type CommandWorld } from '../support/command-world.ts'
import { useDatabase } from '../support/database.ts'
import { stage, work } from '../support/orchestrations.ts'

describe('turns', () => {
  it('are taken in the order of asking, whatever became of those before, and are over when nobody asks', async () => {
    const done: string[] = []
    const take = (name: string) => inTurn('run', async () => {
      await Promise.resolve()
      done.push(name)
      if (name === 'second') throw new Error(name)
      return name
    })
    const taken = [take('first'), take('second'), take('third')]
    expect([hasTurns('run'), hasTurns('other'), runsWithWaiting()]).toEqual([true, false, ['run']])
    expect(await Promise.allSettled(taken)).toEqual([{ status: 'fulfilled', value: 'first' }, { status: 'rejected', reason: new Error('second') }, { status: 'fulfilled', value: 'third' }])
    expect(done).toEqual(['first', 'second', 'third'])
    expect(hasTurns('run')).toBe(false)
    const last = take('fourth')
    expect([hasTurns('run'), runsWithWaiting()]).toEqual([true, []])
    await last
  })
})

// rule P2
describe('background steps of one run that end together', () => {
  const db = useDatabase()
  let world: CommandWorld
  beforeAll(async () => { world = await commandWorld(db) })
  const STEPS = 60
  const jobsOf = async (runId: string) => (await db.pool.query<{ payload: BackgroundStepJob; flags: object }>(`SELECT "payload", "flags" FROM graphile_worker._private_jobs WHERE "payload" ->> 'runId' = $1`, [runId])).rows
  // Each attempt asks once what time it is.
  const counting = () => {
    let attempts = 0
    return { shell: { ...world.shell, now: () => { attempts++; return world.shell.now() } }, attempts: () => attempts }
  }

  it('decide at most once in vain', async () => {
    await world.deploy('Wide', [stage('First', Array.from({ length: STEPS }, (_, at) => work(`Step_${at}`)))])
    const runId = await world.start('Wide', 'WIDE')
    const jobs = await jobsOf(runId)
    expect(jobs.length).toBeGreaterThan(20)
    expect(jobs.map(({ flags }) => flags)).toEqual(jobs.map(() => ({ [`run:${runId}`]: true })))
    const { shell, attempts } = counting()
    await Promise.all(jobs.map(({ payload }) => runBackgroundStep(shell, payload)))
    expect((await world.run(runId)).status).toBe('COMPLETED')
    expect(attempts()).toBeLessThanOrEqual(2 * jobs.length)
  })

  it('let somebody through who cancels the run', async () => {
    const runId = await world.start('Wide', 'WIDE-2')
    const jobs = await jobsOf(runId)
    const { shell, attempts } = counting()
    const worker = async () => { for (let job = jobs.pop(); job !== undefined; job = jobs.pop()) await runBackgroundStep(world.shell, job.payload) }
    const workers = [worker(), worker(), worker(), worker()]
    await cancelRun(shell, world.admin, runId, null)
    expect(attempts()).toBeLessThanOrEqual(2)
    expect(jobs.length).toBeGreaterThan(0)
    await Promise.all(workers)
    expect((await world.run(runId)).status).toBe('CANCELED')
  })
})
