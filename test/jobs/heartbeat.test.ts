// Processes that die with jobs in hand, and what becomes of those jobs.
import { pino } from 'pino'
import { afterEach, expect, it } from 'vitest'
import { startHeartbeat, type Heartbeat } from '../../src/jobs/heartbeat.ts'
import { startJobWorker, type JobWorker } from '../../src/jobs/worker.ts'
import { loadDeadProcesses, releaseProcesses, saveHeartbeat } from '../../src/store/server-processes.ts'
import { startProgram } from '../support/child-process.ts'
import { useDatabase } from '../support/database.ts'

const db = useDatabase()
const log = pino({ level: 'silent' })
const running: (Heartbeat | JobWorker)[] = []
afterEach(async () => {
  for (const each of running.splice(0)) await each.stop()
  await db.pool.query('DELETE FROM "ServerProcess"')
  await db.pool.query('DELETE FROM graphile_worker._private_jobs')
})

const addJob = () => db.pool.query(`SELECT graphile_worker.add_job('hold')`)
const lockedJobs = async () => (await db.pool.query<{ count: number }>('SELECT count(*)::int AS "count" FROM graphile_worker.jobs WHERE "locked_by" IS NOT NULL')).rows[0]!.count
const processes = async () => (await db.pool.query<{ id: string }>('SELECT "id" FROM "ServerProcess" ORDER BY 1')).rows.map(({ id }) => id)
/** A process that takes a job and never ends it, killed with it in hand. */
const killHolder = async (processId: string) => {
  const holder = startProgram('test/support/job-holder.ts', [db.url, processId])
  await holder.line((line) => line === 'held')
  await holder.kill()
}
const beat = async (processId: string, isAlone = false) => {
  const heartbeat = await startHeartbeat({ pool: db.pool, processId, workerIds: () => [], isAlone, log, intervalMs: 100 })
  running.push(heartbeat)
}
const workOff = async () => {
  const worked = await new Promise<boolean>((resolve) => {
    void startJobWorker({ pool: db.pool, tasks: { hold: async () => resolve(true) }, crontab: '', log, concurrency: 1, pollIntervalMs: 50 }).then((worker) => running.push(worker))
  })
  return worked
}

it('frees the jobs of a killed process once its heartbeat has lapsed', async () => {
  await addJob()
  await killHolder('victim')
  expect(await lockedJobs()).toBe(1)
  await beat('survivor')
  expect(await lockedJobs(), 'before it has lapsed').toBe(1)
  expect(await workOff()).toBe(true)
  expect(await processes()).toEqual(['survivor'])
})

it('frees them at once where no other process can be alive', async () => {
  await addJob()
  await killHolder('victim')
  await beat('next', true)
  expect(await lockedJobs()).toBe(0)
  expect(await processes()).toEqual(['next'])
})

it('frees jobs of a worker that died before any heartbeat told of it', async () => {
  await addJob()
  await killHolder('victim')
  await db.pool.query(`UPDATE "ServerProcess" SET "workerIds" = '{}', "heartbeatAt" = now() - interval '1 minute'`)
  await db.pool.query(`UPDATE graphile_worker._private_jobs SET "locked_at" = "locked_at" - interval '3 seconds'`)
  await releaseProcesses(db.pool, await loadDeadProcesses(db.pool, 'survivor', false), false)
  expect(await lockedJobs()).toBe(0)
})

it('leaves the jobs of the living alone', async () => {
  await addJob()
  await db.pool.query(`SELECT graphile_worker.add_job('hold')`)
  await db.pool.query(`UPDATE graphile_worker._private_jobs SET "locked_by" = 'worker-of-the-living', "locked_at" = now() - interval '1 hour'`)
  await saveHeartbeat(db.pool, 'living', ['worker-of-the-living'])
  await db.pool.query(`INSERT INTO "ServerProcess" ("id", "workerIds", "heartbeatAt") VALUES ('dead', '{worker-of-the-dead}', now() - interval '1 minute')`)
  await beat('survivor')
  expect(await processes()).toEqual(['living', 'survivor'])
  expect(await lockedJobs()).toBe(2)
})

it('is gone from the list when it stops', async () => {
  await beat('short')
  expect(await processes()).toEqual(['short'])
  await running.pop()!.stop()
  expect(await processes()).toEqual([])
})
