// Interviews that have been left, or paused, for so long that something is to be done about them: a few at a time, the
// oldest first. Whether it really is to be done is decided again on the interview itself.
import type pg from 'pg'

/**
 * Guids of interviews of a status that nobody has gone on with since `before`. Found by when they were created: an
 * interview is never older than that, and few of the old ones have been gone on with.
 */
export async function findOldInterviews(pool: pg.Pool, status: 'STARTED' | 'PAUSED', before: Date, limit: number): Promise<string[]> {
  const since = status === 'PAUSED' ? 'pausedAt' : 'lastModifiedDate'
  return guidsOf(pool, {
    name: `old_interviews_${status}`,
    text: `SELECT "guid" FROM "FlowInterview" WHERE "status" = '${status}' AND "createdDate" <= $1 AND "${since}" <= $1 AND "stepId" IS NULL AND "wakeAt" IS NULL ORDER BY "createdDate", "guid" LIMIT $2`,
    values: [before, limit],
  })
}

/** Guids of interviews paused before that time whose owners have not been reminded of it. */
export async function findUnremindedInterviews(pool: pg.Pool, before: Date, limit: number): Promise<string[]> {
  return guidsOf(pool, {
    name: 'unreminded_interviews',
    text: `SELECT "guid" FROM "FlowInterview" WHERE "status" = 'PAUSED' AND "wakeAt" IS NULL AND "stepId" IS NULL AND "remindedAt" IS NULL AND "pausedAt" <= $1 ORDER BY "pausedAt" LIMIT $2`,
    values: [before, limit],
  })
}

async function guidsOf(pool: pg.Pool, statement: pg.QueryConfig): Promise<string[]> {
  return (await pool.query<{ guid: string }>(statement)).rows.map(({ guid }) => guid)
}
