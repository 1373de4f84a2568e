import { beforeEach, describe, expect, it } from 'vitest'
import { commit, type Job } from '../../src/store/commit.ts'
import { useDatabase } from '../support/database.ts'

const db = useDatabase()
beforeEach(() => db.pool.query('DELETE FROM graphile_worker._private_jobs'))

const enqueue = (...jobs: Job[]) => commit(db.pool, { writes: [], events: [], jobs })
type JobRow = { task: string; payload: unknown; key: string | null; attempts: number; max_attempts: number; run_at: Date; revision: number; isTaken: boolean; priority: number; flags: object | null }
const jobs = async () => (await db.pool.query<JobRow>(`SELECT t."identifier" AS "task", j."payload", j."key", j."attempts", j."max_attempts", j."run_at", j."revision", j."locked_at" IS NOT NULL AS "isTaken", j."priority", j."flags"
  FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t."id" = j."task_id" ORDER BY j."id"`)).rows

describe('jobs of a commit', () => {
  it('are what the queue\'s own function would have made of them', async () => {
    const at = new Date('2026-03-01T09:00:00.000Z')
    await enqueue({ task: 'wake-interview', payload: { n: 1 } }, { task: 'never heard of', payload: {}, key: 'k', runAt: at, maxAttempts: 3 }, { task: 'wake-interview', payload: {}, isBulk: true })
    const ours = await jobs()
    await db.pool.query('DELETE FROM graphile_worker._private_jobs')
    await db.pool.query(`SELECT graphile_worker.add_job('wake-interview', '{"n":1}')`)
    await db.pool.query(`SELECT graphile_worker.add_job('never heard of', '{}', run_at => $1, max_attempts => 3, job_key => 'k')`, [at])
    await db.pool.query(`SELECT graphile_worker.add_job('wake-interview', '{}', priority => 1, flags => ARRAY['bulk'])`)
    const theirs = await jobs()
    expect(ours.map((job) => ({ ...job, run_at: null }))).toEqual(theirs.map((job) => ({ ...job, run_at: null })))
    expect([ours[1]!.run_at, ours[0]!.run_at.getTime() <= Date.now()]).toEqual([at, true])
  })

  it('replace the one that waits under their key, and begin anew', async () => {
    await enqueue({ task: 'wake-interview', payload: { n: 1 }, key: 'k' })
    await db.pool.query('UPDATE graphile_worker._private_jobs SET attempts = 2')
    await enqueue({ task: 'wake-interview', payload: { n: 2 }, key: 'k' })
    expect(await jobs()).toMatchObject([{ payload: { n: 2 }, key: 'k', attempts: 0, revision: 1, priority: 0, flags: null }])
    await enqueue({ task: 'wake-interview', payload: { n: 3 }, key: 'k', isBulk: true })
    expect(await jobs()).toMatchObject([{ payload: { n: 3 }, key: 'k', revision: 2, priority: 1, flags: { bulk: true } }])
  })

  it('leave the one alone that is being done, and take its key', async () => {
    await enqueue({ task: 'wake-interview', payload: { n: 1 }, key: 'k' })
    await db.pool.query(`UPDATE graphile_worker._private_jobs SET locked_at = now(), locked_by = 'somebody', attempts = 1`)
    await enqueue({ task: 'wake-interview', payload: { n: 2 }, key: 'k' })
    expect(await jobs()).toMatchObject([{ payload: { n: 1 }, key: null, isTaken: true, attempts: 25, max_attempts: 25 }, { payload: { n: 2 }, key: 'k', isTaken: false }])
  })

  it('tell nobody from within the transaction', async () => {
    const listener = await db.pool.connect()
    try {
      const heard: string[] = []
      listener.on('notification', ({ channel, payload }) => heard.push(`${channel} ${payload}`))
      await listener.query('LISTEN "jobs:insert"')
      await enqueue({ task: 'wake-interview', payload: {} })
      // Notifications come in the order of commits: when this one is there, an earlier one would be.
      await db.pool.query(`SELECT pg_notify('jobs:insert', 'afterwards')`)
      await expect.poll(async () => { await listener.query('SELECT 1'); return heard }).toEqual(['jobs:insert afterwards'])
    } finally {
      await listener.query('UNLISTEN *')
      listener.removeAllListeners('notification')
      listener.release()
    }
  })
})
