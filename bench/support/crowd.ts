// A large organization, made by SQL: users in nested groups, records, runs of one stage and one step, and their work items.
import type pg from 'pg'
import { liftTimeLimit } from '../../src/db.ts'

/** How large it is. Every run has one work item. */
export type Size = { users: number; groups: number; records: number; items: number }

/** So many work items have the busiest records: a hundredth as many records as there are items, from `REC-0` on. */
export const ITEMS_OF_BUSY = 20
/** How many records are busy. */
export function busyRecords({ items }: Size): number {
  return items / 100
}

/**
 * Makes the organization in a database that is prepared with definitions.ts. User n is `user-n` and `person-n`; nine items
 * of ten are somebody's by name, the others a group's; half of them are completed. Records are shared with groups.
 */
export async function makeCrowd(pool: pg.Pool, { users, groups, records, items }: Size): Promise<void> {
  const client = await pool.connect()
  try {
    await liftTimeLimit(client)
    await client.query('SET enable_seqscan = on; SET synchronous_commit = off; SET session_replication_role = replica')
    for (const sql of statements({ users, groups, records, items })) await client.query(sql)
  } finally {
    client.release(true)
  }
}

function statements({ users, groups, records, items }: Size): string[] {
  // A fifth of all items is on busy records, the rest spread over the others.
  const busy = busyRecords({ users, groups, records, items })
  const recordOf = (i: string) => `'REC-' || CASE WHEN ${i} % 5 = 0 THEN ${i} / 5 % ${busy} ELSE ${busy} + ${i} % ${records - busy} END`
  const sometime = (column: string) => `timestamptz '2026-01-01' + ${column} * interval '1 second'`
  return [
    `INSERT INTO "User" ("id", "username", "name", "email", "emailVerified", "userType", "permissions", "skills", "presenceStatuses")
      SELECT 'user-' || i, 'person-' || i, 'Person ' || i, 'person-' || i || '@bench.localhost', true, 'INTERNAL', '{RUN_FLOWS}', '{}', '{}' FROM generate_series(0, ${users - 1}) i`,
    `INSERT INTO "Group" ("id", "apiName", "label", "groupType", "supportedObjects") SELECT 'group-' || i, 'Group_' || i, 'Group ' || i, CASE WHEN i % 2 = 0 THEN 'QUEUE' ELSE 'REGULAR' END::"GroupType", '{}' FROM generate_series(0, ${groups - 1}) i`,
    // Each tenth group holds the nine after it: users of those are in it too.
    `INSERT INTO "GroupClosure" ("userId", "groupId") SELECT 'user-' || i, 'group-' || (i % ${groups}) FROM generate_series(0, ${users - 1}) i
      UNION SELECT 'user-' || i, 'group-' || ((i % ${groups}) / 10 * 10) FROM generate_series(0, ${users - 1}) i`,
    `INSERT INTO "Record" ("recordId", "objectApiName", "name", "ownerId", "fields") SELECT 'REC-' || i, 'Case', 'Case ' || i, 'user-' || (i % ${users}), '{"Status": "New"}' FROM generate_series(0, ${records - 1}) i`,
    `INSERT INTO "RecordShare" ("id", "recordId", "groupId", "access") SELECT 'share-' || i, 'REC-' || i, 'group-' || (i % ${groups}), 'READ' FROM generate_series(0, ${records - 1}) i`,
    `INSERT INTO "OrchestrationRun" ("id", "orchestrationId", "versionId", "status", "recordId", "label", "startedById", "startedAt", "currentStageId", "state")
      SELECT 'run-' || i, o."id", o."activeVersionId", 'IN_PROGRESS', ${recordOf('i')}, 'Run ' || i, 'automated-process', ${sometime('i')}, 'run-' || i || '.1', '{}'
      FROM generate_series(0, ${items - 1}) i CROSS JOIN "Orchestration" o WHERE o."apiName" = 'Bench_Two'`,
    `INSERT INTO "StageRun" ("id", "runId", "position", "apiName", "label", "status", "startedAt") SELECT 'run-' || i || '.1', 'run-' || i, 0, 'Only', 'Only', 'IN_PROGRESS', ${sometime('i')} FROM generate_series(0, ${items - 1}) i`,
    `INSERT INTO "StepRun" ("id", "runId", "stageId", "position", "apiName", "label", "stepType", "status", "startedAt")
      SELECT 'run-' || i || '.1.1', 'run-' || i, 'run-' || i || '.1', 0, 'One', 'One', 'INTERACTIVE', 'IN_PROGRESS', ${sometime('i')} FROM generate_series(0, ${items - 1}) i`,
    `INSERT INTO "WorkItem" ("id", "number", "runId", "stageId", "stepId", "orchestrationId", "label", "status", "isActionable", "assigneeUserId", "assigneeGroupId", "ownerUserId", "ownerGroupId", "recordId", "flowId", "flowVersionId", "inputs",
        "assignment", "createdDate", "assignedAt", "completedAt", "completedById")
      SELECT 'run-' || i || '.w1', i, 'run-' || i, 'run-' || i || '.1', 'run-' || i || '.1.1', o."id", 'Item ' || i, CASE WHEN d THEN 'COMPLETED' ELSE 'ASSIGNED' END::"WorkItemStatus", NOT d, u, g, u, g, ${recordOf('i')}, f."id", f."activeVersionId", '{}',
        1, ${sometime('i')}, ${sometime('i')}, CASE WHEN d THEN ${sometime('i')} END, CASE WHEN d THEN 'user-' || (i % ${users}) END
      FROM generate_series(0, ${items - 1}) i CROSS JOIN "Orchestration" o CROSS JOIN "Flow" f
        CROSS JOIN LATERAL (SELECT i / 7 % 2 = 1 AS d, CASE WHEN i % 10 > 0 THEN 'user-' || (i % ${users}) END AS u, CASE WHEN i % 10 = 0 THEN 'group-' || (i % ${groups}) END AS g) a
      WHERE o."apiName" = 'Bench_Two' AND f."apiName" = 'Ask'`,
    `INSERT INTO "RunParticipant" ("runId", "principalId") SELECT "runId", COALESCE("assigneeUserId", "assigneeGroupId") FROM "WorkItem"`,
    `INSERT INTO "FlowInterview" ("guid", "label", "flowId", "flowVersionId", "status", "currentElement", "ownerId", "workItemId", "runId", "state", "createdDate", "lastModifiedDate")
      SELECT 'interview-' || w."number", 'Ask', w."flowId", w."flowVersionId", 'STARTED', 'Page', w."assigneeUserId", w."id", w."runId", '{}', w."createdDate", w."createdDate" FROM "WorkItem" w WHERE w."assigneeUserId" IS NOT NULL AND w."status" = 'ASSIGNED' AND w."number" % 4 = 1`,
    // As the database does by itself before a table has grown by a fifth: lists are read from their indexes alone.
    'VACUUM ANALYZE',
  ]
}
