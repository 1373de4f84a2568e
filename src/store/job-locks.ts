// Which jobs of the queue somebody says to have in hand. The queue knows them by the pool of workers that took them.
import type pg from 'pg'

/** The jobs that these pools of workers have in hand, as the queue has it. Looks through all jobs: for when something is wrong. */
export async function loadHeldJobs(pool: pg.Pool, holderIds: readonly string[]): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'held_jobs',
    text: 'SELECT "id"::text AS "id" FROM graphile_worker._private_jobs WHERE "locked_by" = ANY($1) ORDER BY "id"',
    values: [holderIds],
  })
  return rows.map(({ id }) => id)
}

/** Gives jobs that these pools have in hand to whoever takes them next, and with them the queues that they held up. */
export async function freeJobs(pool: pg.Pool, jobIds: readonly string[], holderIds: readonly string[]): Promise<void> {
  await pool.query({
    name: 'free_jobs',
    text: `WITH freed AS (UPDATE graphile_worker._private_jobs SET "locked_at" = NULL, "locked_by" = NULL WHERE "id" = ANY($1) AND "locked_by" = ANY($2) RETURNING "job_queue_id")
      UPDATE graphile_worker._private_job_queues SET "locked_at" = NULL, "locked_by" = NULL WHERE "id" IN (SELECT "job_queue_id" FROM freed) AND "locked_by" = ANY($2)`,
    values: [jobIds, holderIds],
  })
}
