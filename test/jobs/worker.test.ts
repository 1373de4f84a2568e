// The job worker: what it does first, and when the queue can't be told what became of a job; it ends then, says so, and begins
// again by itself.
import type { TaskList } from 'graphile-worker'
import { pino } from 'pino'
import { afterEach, expect, it } from 'vitest'
import { startJobWorker, type JobWorker } from '../../src/jobs/worker.ts'
import { commit } from '../../src/store/commit.ts'
import { useDatabase } from '../support/database.ts'

const db = useDatabase()
let worker: JobWorker | null = null
afterEach(() => worker?.stop())

async function start(tasks: TaskList): Promise<{ restarted: Promise<void> }> {
  let hasRestarted = () => {}
  const restarted = new Promise<void>((resolve) => { hasRestarted = resolve })
  const write = (line: string) => { if (line.includes('it begins again')) hasRestarted() }
  worker = await startJobWorker({ pool: db.pool, tasks, crontab: '', pollIntervalMs: 100, log: pino({ level: 'error' }, { write }) })
  return { restarted }
}

const addJob = (task: string) => db.pool.query('SELECT graphile_worker.add_job($1, $2)', [task, '{}'])
const refuse = () => db.pool.query(`
  CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'not now'; END $$;
  CREATE TRIGGER refuse_end BEFORE DELETE ON graphile_worker._private_jobs FOR EACH ROW EXECUTE FUNCTION refuse();
  CREATE TRIGGER refuse_failure BEFORE UPDATE ON graphile_worker._private_jobs FOR EACH ROW WHEN (NEW.last_error IS DISTINCT FROM OLD.last_error) EXECUTE FUNCTION refuse()`)
const accept = () => db.pool.query('DROP FUNCTION refuse CASCADE')

it.each([['done', null], ['failed', 'not today']])('goes on where it could not be noted that a job is %s', async (_, failure) => {
  let isLater = () => {}
  const later = new Promise<void>((resolve) => { isLater = resolve })
  const { restarted } = await start({
    lost: async () => {
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
