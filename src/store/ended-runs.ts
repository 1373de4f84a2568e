// Runs that have ended, gone with all that belongs to them: stages, steps, work items and who was offered them, interviews, mails,
// history. Interviews that are still open, those of background steps of a run in error, are to be deleted before.
import type pg from 'pg'
import type { EndedStatus } from '../core/run-ages.ts'

/** A run's place among those of its status, oldest first. */
export type PlaceOfRun = { startedAt: Date; id: string }

/** How much goes at once: so many runs at most, and so many milestones, which say how large they are. */
export type RunsAtOnce = { runs: number; milestones: number }

// Readers of the event log wait for the oldest transaction still running.
const AT_ONCE: RunsAtOnce = { runs: 100, milestones: 2_000 }

const ids = (relation: string, column = 'id') => `ANY(ARRAY(SELECT "${column}" FROM ${relation}))`

// One large run goes alone. A run that somebody is at stays for the next time.
const REMOVE = `
WITH candidates AS MATERIALIZED (
  SELECT r."id", r."startedAt", (SELECT max(h."seq") FROM "RunHistoryEvent" h WHERE h."runId" = r."id") AS "milestones" FROM "OrchestrationRun" r
  WHERE r."status" = $1::"RunStatus" AND r."startedAt" < $2 AND r."endedAt" < $2 AND (r."startedAt", r."id") > ($3, $4) ORDER BY r."startedAt", r."id" LIMIT $5 FOR UPDATE SKIP LOCKED
), gone AS MATERIALIZED (
  SELECT c."id", c."startedAt" FROM (SELECT c.*, row_number() OVER before AS "place", sum(COALESCE(c."milestones", 0)) OVER before AS "all" FROM candidates c WINDOW before AS (ORDER BY c."startedAt", c."id")) c WHERE c."place" = 1 OR c."all" <= $6
), stages AS MATERIALIZED (SELECT s."id" FROM "StageRun" s WHERE s."runId" = ${ids('gone')}
), steps AS MATERIALIZED (SELECT s."id" FROM "StepRun" s WHERE s."stageId" = ${ids('stages')}
), items AS MATERIALIZED (SELECT w."id" FROM "WorkItem" w WHERE w."runId" = ${ids('gone')}
), interviews AS MATERIALIZED (SELECT i."guid" FROM "FlowInterview" i WHERE i."workItemId" = ${ids('items')} UNION SELECT i."guid" FROM "FlowInterview" i WHERE i."stepId" = ${ids('steps')}
), m1 AS (DELETE FROM "EmailNotification" e WHERE e."workItemId" = ${ids('items')}
), m2 AS (DELETE FROM "EmailNotification" e WHERE e."interviewGuid" = ${ids('interviews', 'guid')}
), r1 AS (DELETE FROM "AgentWork" a WHERE a."workItemId" = ${ids('items')}
), r2 AS (DELETE FROM "PendingServiceRouting" p WHERE p."workItemId" = ${ids('items')}
), i AS (DELETE FROM "FlowInterview" i WHERE i."guid" = ${ids('interviews', 'guid')}
), w AS (DELETE FROM "WorkItem" w WHERE w."id" = ${ids('items')}
), t AS (DELETE FROM "StepRun" s WHERE s."id" = ${ids('steps')}
), s AS (DELETE FROM "StageRun" s WHERE s."id" = ${ids('stages')}
), p AS (DELETE FROM "RunParticipant" p WHERE p."runId" = ${ids('gone')}
), h AS (DELETE FROM "RunHistoryEvent" h WHERE h."runId" = ${ids('gone')}
), o AS (DELETE FROM "OrchestrationRun" r WHERE r."id" = ${ids('gone')})
SELECT g."startedAt", g."id" FROM gone g ORDER BY g."startedAt", g."id"`

/** Guids of open interviews, at most `limit`, of runs of a status that have ended before this time. */
export async function findOpenInterviewsOfEnded(pool: pg.Pool, status: EndedStatus, before: Date, limit: number): Promise<string[]> {
  const { rows } = await pool.query<{ guid: string }>({
    name: 'open_interviews_of_ended',
    text: `SELECT i."guid" FROM "FlowInterview" i WHERE i."status" IN ('STARTED', 'PAUSED') AND i."createdDate" < $2 AND i."runId" IS NOT NULL
      AND EXISTS (SELECT 1 FROM "OrchestrationRun" r WHERE r."id" = i."runId" AND r."status" = $1::"RunStatus" AND r."endedAt" < $2 OFFSET 0) LIMIT $3`,
    values: [status, before, limit],
  })
  return rows.map(({ guid }) => guid)
}

/** Removes runs of a status that have ended before this time, the oldest first, after a place. Answers how many went, and after which place others may follow. */
export async function removeEndedRuns(pool: pg.Pool, status: EndedStatus, before: Date, after: PlaceOfRun | null, { runs, milestones } = AT_ONCE): Promise<{ removed: number; last: PlaceOfRun | null }> {
  const { rows } = await pool.query<PlaceOfRun>({ name: 'remove_ended_runs', text: REMOVE, values: [status, before, after?.startedAt ?? '-infinity', after?.id ?? '', runs, milestones] })
  return { removed: rows.length, last: rows.at(-1) ?? null }
}
