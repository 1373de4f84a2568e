// The job worker: what it does first, and when the queue can't be told what became of a job; it ends then, says so, and begins
// again by itself.
import type { TaskList } from 'graphile-worker'
import { pino } from 'pino'
import { afterEach, expect, it } from 'vitest'
import { startJobWorker, type JobWorker } from '../../src/jobs/worker.ts'
import { commit, flagOfRun } from '../../src/store/commit.ts'
import { useDatabase } from '../support/database.ts'
import { until } from '../support/server.ts'

const db = useDatabase()
let worker: JobWorker | null = null
afterEach(() => worker?.stop())

async function start(tasks: TaskList, unwanted?: () => readonly string[]): Promise<{ restarted: Promise<void> }> {
  let hasRestarted = () => {}
  const restarted = new Promise<void>((resolve) => { hasRestarted = resolve })
  const write = (line: string) => { if (line.includes('it begins again')) hasRestarted() }
  worker = await startJobWorker({ pool: db.pool, tasks, crontab: '', pollIntervalMs: 100, log: pino({ level: 'error' }, { write }), ...(unwanted !== undefined && { unwanted }) })
  return { restarted }
}

const addJob = (task: string) => db.pool.query('SELECT graphile_worker.add_job($1, $2)', [task, '{}'])
const refuse = () => db.pool.query(`
  CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not now'; END $$;
  CREATE TRIGGER refuse_end BEFORE DELETE ON graphile_worker._private_jobs FOR EACH ROW EXECUTE FUNCTION refuse();
  CREATE TRIGGER refuse_failure BEFORE UPDATE ON graphile_worker._private_jobs FOR EACH ROW WHEN (NEW.last_error IS DISTINCT FROM OLD.last_error) EXECUTE FUNCTION refuse()`)
const accept = () => db.pool.query('DROP FUNCTION refuse CASCADE')
/** Ends the connections on which the worker asks for its next job, while it waits for the answer. */
const breakAsking = async () => {
  const client = await db.pool.connect()
  await client.query('BEGIN; LOCK TABLE graphile_worker._private_jobs IN EXCLUSIVE MODE')
  const end = () => client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()`)
  await until(end, ({ rowCount }) => rowCount! > 0)
  await client.query('COMMIT')
  client.release()
}

it.each([['done', null], ['failed', 'not today']])('goes on where it could not be noted that a job is %s, and does it again', async (_, failure) => {
  let isLater = () => {}, isAgain = () => {}
  const later = new Promise<void>((resolve) => { isLater = resolve })
  const again = new Promise<void>((resolve) => { isAgain = resolve })
  let times = 0
  const { restarted } = await start({
    lost: async () => {
      if (++times > 1) return isAgain()
      await refuse()
      if (failure !== null) throw new Error(failure)
    },
    later: async () => isLater(),
  })
  await addJob('lost')
  await restarted
  await accept()
  await addJob('later')
  await later
  await again
})

it('goes on with other jobs when it could not note the end of one, while a long one is still at work', async () => {
  let release = () => {}, isNext = () => {}
  const released = new Promise<void>((resolve) => { release = resolve })
  const next = new Promise<void>((resolve) => { isNext = resolve })
  const done: string[] = []
  const { restarted } = await start({
    long: async () => {
      done.push('long')
      await released
    },
    lost: async () => {
      if (!done.includes('lost')) await refuse()
      done.push('lost')
    },
    next: async () => isNext(),
  })
  await addJob('long')
  await until(async () => done, (names) => names.length === 1)
  await addJob('lost')
  await restarted
  await accept()
  await addJob('next')
  await next
  await until(async () => done, (names) => names.filter((name) => name === 'lost').length === 2)
  release()
  await worker!.stop()
  expect(done.filter((name) => name === 'long')).toEqual(['long'])
})

it('does what the queue says it has in hand and it was never told of, once; and leaves alone what it is at', async () => {
  let isFound = () => {}, release = () => {}
  const found = new Promise<void>((resolve) => { isFound = resolve })
  const released = new Promise<void>((resolve) => { release = resolve })
  const done: string[] = []
  await start({
    long: async () => {
      done.push('long')
      await released
    },
    stray: async () => {
      done.push('stray')
      isFound()
    },
  })
  await addJob('long')
  await until(async () => done, (names) => names.length === 1)
  // As when the connection broke on which the answer was to come.
  await db.pool.query(`SELECT graphile_worker.add_job('stray', '{}', queue_name => 'strays', run_at => now() + interval '1 hour')`)
  const holder = worker!.ids()[0]
  await db.pool.query(`UPDATE graphile_worker._private_job_queues SET locked_by = $1, locked_at = now()`, [holder])
  await db.pool.query(`UPDATE graphile_worker._private_jobs SET run_at = now(), locked_by = $1, locked_at = now() WHERE locked_by IS NULL`, [holder])
  await breakAsking()
  await found
  release()
  await worker!.stop()
  expect(done).toEqual(['long', 'stray'])
})

it('does one at a time of those that come by the thousand, and whatever else there is meanwhile', async () => {
  const begun: string[] = []
  let open = () => {}, isOther = () => {}, areAll = () => {}
  const opened = new Promise<void>((resolve) => { open = resolve }), other = new Promise<void>((resolve) => { isOther = resolve }), all = new Promise<void>((resolve) => { areAll = resolve })
  await start({
    mails: async () => {
      if (begun.push('mails') === 5) areAll()
      await opened
    },
    other: () => isOther(),
  })
  const mails = { task: 'mails', payload: {}, isBulk: true }
  await commit(db.pool, { writes: [], events: [], jobs: [mails] })
  await expect.poll(() => begun).toEqual(['mails'])
  await commit(db.pool, { writes: [], events: [], jobs: [mails, mails, mails, mails, { task: 'other', payload: {} }] })
  await other
  expect(begun).toEqual(['mails'])
  open()
  await all
})

it('leaves jobs of a run alone while turns are waited for at it, and does all others', async () => {
  const done: string[] = []
  let isContested = true
  const job = (name: string, runId?: string) => ({ task: 'note', payload: { name }, ...(runId !== undefined && { runId }) })
  await commit(db.pool, { writes: [], events: [], jobs: [job('one', 'contested'), job('two', 'contested'), job('three', 'other'), job('four')] })
  await start({ note: async (payload) => void done.push((payload as { name: string }).name) }, () => (isContested ? [flagOfRun('contested')] : []))
  await until(async () => done.length, (length) => length === 2)
  await until(async () => (await db.pool.query('SELECT FROM graphile_worker.jobs')).rowCount, (left) => left === 2)
  expect(done.toSorted()).toEqual(['four', 'three'])
  isContested = false
  await until(async () => done.length, (length) => length === 4)
  expect(done.slice(2).toSorted()).toEqual(['one', 'two'])
})
