// Tells the workers of all processes that jobs were added, after the commit that added them ("enqueue_jobs" tells nobody).
import type pg from 'pg'
import type { Logger } from 'pino'

// How many idle workers a hint wakes at most; those that are busy look for more by themselves.
const MOST_WOKEN = 100

/** Has workers look for jobs now. A hint that is lost delays a job until the worker's next look of its own. Never rejects. */
export async function hintWorkers(pool: pg.Pool, log: Logger): Promise<void> {
  try {
    await pool.query({ name: 'hint_workers', text: `SELECT pg_notify('jobs:insert', $1)`, values: [JSON.stringify({ count: MOST_WOKEN })] })
  } catch (error) {
    log.warn({ err: error }, 'could not tell the workers of new jobs; they find them at their next look')
  }
}
