// Running processes of this software, by their heartbeats: who is there, who is gone, and what the gone had in hand.
import type pg from 'pg'

/** A process whose heartbeat is older than this is taken for dead. Its offers wait for that long, so it is not much more than a pause that a living one may make. */
export const PROCESS_LAPSES_AFTER_SECONDS = 3

/** A process that is taken for dead, and when it last told that it was alive. */
export type DeadProcess = { id: string; lastAliveAt: Date }

/** Says that this process is alive, and which job workers it has. Answers whether it was known: others forget who they take for dead. */
export async function saveHeartbeat(pool: pg.Pool, processId: string, workerIds: readonly string[]): Promise<boolean> {
  const { rows } = await pool.query<{ wasKnown: boolean }>({
    name: 'save_heartbeat',
    text: `INSERT INTO "ServerProcess" ("id", "workerIds") VALUES ($1, $2)
      ON CONFLICT ("id") DO UPDATE SET "heartbeatAt" = now(), "workerIds" = EXCLUDED."workerIds" RETURNING xmax <> 0 AS "wasKnown"`,
    values: [processId, workerIds],
  })
  return rows[0]!.wasKnown
}

/** The processes that are gone without having said so: lapsed, or (`isAlone`) all but this one, where no other can be alive. */
export async function loadDeadProcesses(pool: pg.Pool, processId: string, isAlone: boolean): Promise<DeadProcess[]> {
  const { rows } = await pool.query<DeadProcess>({
    name: 'dead_processes',
    text: `SELECT "id", "heartbeatAt" AS "lastAliveAt" FROM "ServerProcess" WHERE "id" <> $1 AND ($2 OR "heartbeatAt" < now() - $3 * interval '1 second') ORDER BY "id"`,
    values: [processId, isAlone, PROCESS_LAPSES_AFTER_SECONDS],
  })
  return rows
}

/**
 * Forgets processes, and gives the jobs that nobody else has in hand to whoever takes them next: those of the workers of
 * these processes, and those held for a while by a worker that no process has told of (it died before its heartbeat could).
 * What a caller of these processes waited for is taken over now, by the job that would do so when it took too long.
 * One statement, so that no process is forgotten whose jobs are still held; several may do it at once.
 */
export async function releaseProcesses(pool: pg.Pool, processIds: readonly string[], isAlone: boolean): Promise<void> {
  await pool.query({
    name: 'release_processes',
    text: `WITH forgotten AS (DELETE FROM "ServerProcess" WHERE "id" = ANY($1) RETURNING "workerIds"),
      known AS (SELECT unnest("workerIds") AS "id" FROM "ServerProcess" WHERE "id" <> ALL($1)),
      freed AS (
        SELECT unnest("workerIds") AS "id" FROM forgotten
        UNION SELECT "locked_by" FROM graphile_worker.jobs
        WHERE "locked_by" IS NOT NULL AND "locked_by" NOT IN (SELECT "id" FROM known)
          AND ($2 OR "locked_at" < now() - $3 * interval '1 second'))
      SELECT graphile_worker.force_unlock_workers(ARRAY(SELECT "id" FROM freed)), (SELECT count(*) FROM graphile_worker.reschedule_jobs(ARRAY(
        SELECT j."id" FROM graphile_worker._private_jobs j WHERE j."payload" ->> 'processId' = ANY($1) AND j."locked_at" IS NULL AND j."run_at" > now()), now()))`,
    values: [processIds, isAlone, UNTOLD_AFTER_SECONDS],
  })
}

// Longer than it takes a new worker to be in a heartbeat, shorter than a dead process is waited for.
const UNTOLD_AFTER_SECONDS = 2
