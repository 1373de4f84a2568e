// What waits, counted for operators: one look over all processes' work. Only what waits is counted, never all there is.
import type pg from 'pg'

/** As metrics show it; ages in seconds, null where nothing waits. */
export type OperatorNumbers = {
  jobs: { task: string; waiting: number; failed: number }[]
  pendingRoutings: { queue: string; waiting: number; oldestSeconds: number }[]
  agentsOnline: number
  mails: { queued: number; oldestSeconds: number | null; failedInADay: number }
  processes: number
  workers: number
}

const QUEUES_AT_MOST = 200

/** Counts what waits now. */
export async function loadOperatorNumbers(pool: pg.Pool): Promise<OperatorNumbers> {
  const { rows } = await pool.query<{ numbers: OperatorNumbers }>({
    name: 'operator_numbers',
    text: `SELECT json_build_object(
      'jobs', (SELECT coalesce(json_agg(j), '[]') FROM (
        SELECT "task_identifier" AS "task", count(*) FILTER (WHERE "attempts" < "max_attempts")::int AS "waiting", count(*) FILTER (WHERE "attempts" >= "max_attempts")::int AS "failed"
        FROM graphile_worker.jobs WHERE "run_at" <= now() GROUP BY 1 ORDER BY 1) j),
      'pendingRoutings', (SELECT coalesce(json_agg(p), '[]') FROM (
        SELECT g."apiName" AS "queue", count(*)::int AS "waiting", greatest(0, extract(epoch FROM now() - min(r."queuedAt")))::float8 AS "oldestSeconds"
        FROM "PendingServiceRouting" r JOIN "Group" g ON g."id" = r."queueId" WHERE r."offeredToId" IS NULL GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT $1) p),
      'agentsOnline', (SELECT count(*)::int FROM "AgentPresence" WHERE "statusId" IS NOT NULL),
      'mails', (SELECT json_build_object(
        'queued', (SELECT count(*)::int FROM "EmailNotification" WHERE "status" = 'QUEUED'),
        'oldestSeconds', (SELECT extract(epoch FROM now() - min("createdDate"))::float8 FROM "EmailNotification" WHERE "status" = 'QUEUED'),
        'failedInADay', (SELECT count(*)::int FROM "EmailNotification" WHERE "status" = 'FAILED' AND "createdDate" > now() - interval '1 day'))),
      'processes', (SELECT count(*)::int FROM "ServerProcess"),
      'workers', (SELECT count(*)::int FROM "ServerProcess" WHERE cardinality("workerIds") > 0)) AS "numbers"`,
    values: [QUEUES_AT_MOST],
  })
  return rows[0]!.numbers
}

/** The migrations that this database has, in order. */
export async function loadAppliedMigrations(pool: pg.Pool): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>({
    name: 'applied_migrations', text: 'SELECT "migration_name" AS "name" FROM "_prisma_migrations" WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL ORDER BY 1',
  })
  return rows.map(({ name }) => name)
}
