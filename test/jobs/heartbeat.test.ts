// Processes that die with jobs in hand, and what becomes of those jobs.
import type pg from 'pg'
import { pino } from 'pino'
import { afterEach, expect, it, vi } from 'vitest'
import { startHeartbeat, type Heartbeat, type HeartbeatParts } from '../../src/jobs/heartbeat.ts'
import { startJobWorker, type JobWorker } from '../../src/jobs/worker.ts'
import { loadDeadProcesses, releaseProcesses, saveHeartbeat, type DeadProcess } from '../../src/store/server-processes.ts'
import { startProgram } from '../support/child-process.ts'
import { useDatabase } from '../support/database.ts'
import { until } from '../support/server.ts'

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
const beat = async (processId: string, isAlone = false, told: Pick<HeartbeatParts, 'onDead' | 'onForgotten'> = {}) => {
  const heartbeat = await startHeartbeat({ pool: db.pool, processId, workerIds: () => [], isAlone, log, intervalMs: 100, ...told })
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
  await releaseProcesses(db.pool, (await loadDeadProcesses(db.pool, 'survivor', false)).map(({ id }) => id), false)
  expect(await lockedJobs()).toBe(0)
})

it('hastens what takes over from a killed process, and nothing else', async () => {
  const add = (key: string, payload: object) => db.pool.query(`SELECT graphile_worker.add_job('hold', $2::json, run_at => now() + interval '150 seconds', job_key => $1)`, [key, JSON.stringify(payload)])
  await add('theirs', { guid: 'a', processId: 'victim' })
  await add('others', { guid: 'b', processId: 'survivor' })
  await add('nobody\'s', { guid: 'c' })
  await addJob()
  await killHolder('victim')
  await beat('survivor')
  await until(processes, (known) => known.length === 1)
  const { rows } = await db.pool.query<{ key: string }>('SELECT "key" FROM graphile_worker.jobs WHERE "run_at" <= now() AND "key" IS NOT NULL')
  expect(rows.map(({ key }) => key)).toEqual(['theirs'])
})

it('leaves the jobs of the living alone, however long they take', async () => {
  await addJob()
  let release = () => {}
  const held = new Promise<void>((resolve) => { release = resolve })
  const worker = await startJobWorker({ pool: db.pool, tasks: { hold: () => held }, crontab: '', log, concurrency: 1, pollIntervalMs: 50 })
  await until(lockedJobs, (count) => count === 1)
  await saveHeartbeat(db.pool, 'living', worker.ids())
  await db.pool.query(`UPDATE graphile_worker._private_jobs SET "locked_at" = now() - interval '1 hour'`)
  await db.pool.query(`INSERT INTO "ServerProcess" ("id", "workerIds", "heartbeatAt") VALUES ('dead', '{worker-of-the-dead}', now() - interval '1 minute')`)
  await beat('survivor')
  expect(await processes()).toEqual(['living', 'survivor'])
  expect(await lockedJobs()).toBe(1)
  release()
  await worker.stop()
})

it('is gone from the list when it stops', async () => {
  await beat('short')
  expect(await processes()).toEqual(['short'])
  await running.pop()!.stop()
  expect(await processes()).toEqual([])
})

it('tells of a process that has died, and when it was last heard of', async () => {
  await db.pool.query(`INSERT INTO "ServerProcess" ("id", "workerIds", "heartbeatAt") VALUES ('dead', '{}', '2026-01-01T00:00:00Z'), ('living', '{}', now())`)
  let tell: (dead: DeadProcess) => void = () => {}
  const told = new Promise<DeadProcess>((resolve) => { tell = resolve })
  await beat('survivor', false, { onDead: async (dead) => tell(dead) })
  expect(await told).toEqual({ id: 'dead', lastAliveAt: new Date('2026-01-01T00:00:00Z') })
})

it('notices that others have taken it for dead, and is known again', async () => {
  let tell = () => {}
  const forgotten = new Promise<void>((resolve) => { tell = resolve })
  await beat('paused', false, { onForgotten: async () => tell() })
  await releaseProcesses(db.pool, ['paused'], false)
  await forgotten
  expect(await processes()).toEqual(['paused'])
})

it('does not judge others by a beat for which it was itself late', async () => {
  const asked: string[] = []
  let now = 0
  let wake = () => {}
  vi.spyOn(performance, 'now').mockImplementation(() => now)
  const pool = {
    query: async ({ name }: { name: string }) => {
      asked.push(name)
      // The second one takes long.
      if (asked.filter((each) => each === 'save_heartbeat').length === 2) now = 10_000
      wake()
      return { rows: name === 'save_heartbeat' ? [{ wasKnown: true }] : [] }
    },
  } as unknown as pg.Pool
  const heartbeat = await startHeartbeat({ pool, processId: 'late', workerIds: () => [], isAlone: false, log, intervalMs: 1 })
  while (asked.length < 6) await new Promise<void>((resolve) => { wake = resolve })
  await heartbeat.stop()
  vi.restoreAllMocks()
  expect(asked.slice(0, 6)).toEqual(['save_heartbeat', 'dead_processes', 'save_heartbeat', 'save_heartbeat', 'dead_processes', 'save_heartbeat'])
})
