// What a change of a record wakes: every run that waits for it, however many there are, once (rule D9).
import { runOnce } from 'graphile-worker'
import { beforeAll, expect, it } from 'vitest'
import { MAX_RUNS_WOKEN, wakeRuns, type WakeRunsJob } from '../../../src/commands/record/wake-runs.ts'
import { startOrchestration } from '../../../src/commands/run/start-orchestration.ts'
import { wakeRunsTask } from '../../../src/jobs/tasks/wake-runs.ts'
import { loadRecordStates } from '../../../src/store/record-state.ts'
import { commandWorld, type CommandWorld } from '../../support/command-world.ts'
import { useDatabase } from '../../support/database.ts'
import { ask, needs, stage } from '../../support/orchestrations.ts'

const db = useDatabase()
let world: CommandWorld
beforeAll(async () => {
  world = await commandWorld(db)
  await world.deploy('Listening', [stage('First', [ask('One'), ask('Two', { start: { requirements: needs({ resource: '$Record.Level', operator: 'IS_CHANGED' }) } })])])
  await world.deploy('Deaf', [stage('First', [ask('One', { assignee: { user: 'ada' } }), ask('Two', { start: { afterStep: 'One' } })])])
})

const startedSteps = async (recordId: string) => (await db.pool.query<{ runs: number; items: number }>(`SELECT count(DISTINCT w."runId")::int AS "runs", count(*)::int AS "items"
  FROM "WorkItem" w WHERE w."recordId" = $1 AND w."label" = 'Do Two'`, [recordId])).rows[0]!
// Not those at work: a worker says that a job is done a little after it was.
const jobs = async () => (await db.pool.query<{ payload: WakeRunsJob }>(`SELECT j."payload" FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t."id" = j."task_id" WHERE t."identifier" = 'wake-runs' AND j."locked_at" IS NULL`)).rows.map((row) => row.payload)
const versions = async (recordId: string) => (await db.pool.query<{ version: number }>('SELECT "version" FROM "OrchestrationRun" WHERE "recordId" = $1', [recordId])).rows.map((row) => row.version)

it('hears of the change with it, or by jobs that follow it, each run once', async () => {
  await world.change('crowded', { Level: 1 })
  const count = 2 * MAX_RUNS_WOKEN + 5
  for (let started = 0; started < count; started++) await startOrchestration(world.shell, world.admin, { apiName: 'Listening', recordId: 'crowded' })
  await world.change('crowded', { Level: 2 })
  expect(await startedSteps('crowded')).toEqual({ runs: MAX_RUNS_WOKEN, items: MAX_RUNS_WOKEN })
  // Who starts after the change has not seen it happen.
  world.shell.clock.advance(1)
  await startOrchestration(world.shell, world.admin, { apiName: 'Listening', recordId: 'crowded' })

  const [job] = await jobs()
  await Promise.all([wakeRuns(world.shell, job!), wakeRuns(world.shell, job!)])
  expect(await startedSteps('crowded')).toEqual({ runs: 2 * MAX_RUNS_WOKEN, items: 2 * MAX_RUNS_WOKEN })
  // The job itself comes again, as it does after a crash, and the one that it has added does the rest.
  await db.pool.query('UPDATE graphile_worker._private_jobs SET "run_at" = now()')
  await runOnce({ pgPool: db.pool, taskList: { 'wake-runs': wakeRunsTask(world.shell) }, noHandleSignals: true })
  expect(await startedSteps('crowded')).toEqual({ runs: count, items: count })
  expect(await jobs()).toEqual([])
})

it('writes no run that does not wait for its record', async () => {
  const [deaf, listening] = [await world.start('Deaf', 'deaf'), await world.start('Listening', 'listening')]
  expect([await world.run(deaf), await world.run(listening)].map(({ status }) => status)).toEqual(['IN_PROGRESS', 'IN_PROGRESS'])
  for (const recordId of ['deaf', 'listening']) await world.change(recordId, { Status: 'Closed' })
  expect([await versions('deaf'), await versions('listening')]).toEqual([[1], [2]])
})

it('takes a value of another type for a change, and keeps it', async () => { // rules D5, D9
  const run = await world.start('Listening', 'typed')
  await world.change('typed', { Level: '1' })
  expect((await loadRecordStates(db.pool, ['typed']))[0]!.fields).toEqual({ Status: 'New', Level: '1' })
  expect((await world.step(run, 'Two')).status).toBe('IN_PROGRESS')
})
