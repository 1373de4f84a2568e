// Who sees what: for each kind of row the SQL condition under which it exists for a viewer. Lists, nodes, subscriptions
// and commands all use these, and nothing else decides it (rules A2, A3). Every EXISTS ends with OFFSET 0, which has it
// looked up for each row: see decision 15 in src/ARCHITECTURE.md.
import { Prisma } from '../../prisma/generated/client/client.ts'
import { hasAny, type Viewer } from '../core/viewer.ts'

/** Whose eyes a condition is for. The id may be a piece of SQL: a column of a list of viewers, where several ask at once. */
export type Seer = Pick<Viewer, 'permissions'> & { id: string | Sql }

/** Viewers of one key see by conditions of one text. Null is the system. */
export function permissionsKey(viewer: Seer | null): string {
  return viewer === null ? 'system' : [...viewer.permissions].sort().join()
}

type Sql = Prisma.Sql
const TRUE = Prisma.sql`TRUE`
const column = (alias: string, name: string): Sql => Prisma.raw(`${alias}."${name}"`)

/** Ids of the groups and queues that the viewer is in, nested ones included: a sub-select. */
export function viewerGroups(viewer: Seer): Sql {
  return Prisma.sql`(SELECT gc."groupId" FROM "GroupClosure" gc WHERE gc."userId" = ${viewer.id})`
}

// To the viewer by name, or through a group: two look-ups, since one with OR would have the database read all shares.
function hasShare(viewer: Seer, recordId: Sql, wanted: Sql): Sql {
  return Prisma.sql`(EXISTS (SELECT 1 FROM "RecordShare" vs WHERE vs."recordId" = ${recordId} AND vs."userId" = ${viewer.id} AND ${wanted} OFFSET 0)
    OR EXISTS (SELECT 1 FROM "RecordShare" vs JOIN "GroupClosure" vg ON vg."groupId" = vs."groupId" WHERE vs."recordId" = ${recordId} AND vg."userId" = ${viewer.id} AND ${wanted} OFFSET 0))`
}

/** The record with this id may be read: its owner, a share to the viewer or a group of theirs, VIEW_ALL_DATA (A3). */
export function recordIsReadable(viewer: Seer, recordId: Sql): Sql {
  if (hasAny(viewer, 'VIEW_ALL_DATA')) return Prisma.sql`(${recordId} IS NOT NULL)`
  return Prisma.sql`(EXISTS (SELECT 1 FROM "Record" vr WHERE vr."recordId" = ${recordId} AND vr."ownerId" = ${viewer.id} OFFSET 0)
    OR ${hasShare(viewer, recordId, TRUE)})`
}

/** The record with this id may be changed: its owner or an EDIT share (A4; CUSTOMIZE_APPLICATION is the command's to add). */
export function recordIsEditable(viewer: Seer, recordId: Sql): Sql {
  return Prisma.sql`(EXISTS (SELECT 1 FROM "Record" vr WHERE vr."recordId" = ${recordId} AND vr."ownerId" = ${viewer.id} OFFSET 0)
    OR ${hasShare(viewer, recordId, Prisma.sql`vs."access" = 'EDIT'`)})`
}

/** The work item `alias` is the viewer's to do: by name, through a group or queue, or accepted as an agent (W4). */
export function workItemIsMine(viewer: Seer, alias: string): Sql {
  return Prisma.sql`(${column(alias, 'assigneeUserId')} = ${viewer.id} OR ${column(alias, 'assigneeGroupId')} IN ${viewerGroups(viewer)} OR ${column(alias, 'agentId')} = ${viewer.id})`
}

/**
 * The run `alias` may be read (R3c): its starter, whoever has or had work in it, readers of its record or of the record of
 * one of its work items, an agent who has accepted one, MANAGE_ORCHESTRATION_RUNS, VIEW_ALL_DATA; and who reassigns work,
 * or supervises work of queues, sees the runs that it belongs to.
 */
export function runIsReadable(viewer: Seer, alias: string): Sql {
  if (hasAny(viewer, 'VIEW_ALL_DATA', 'MANAGE_ORCHESTRATION_RUNS', 'REASSIGN_WORK_ITEMS')) return TRUE
  const id = column(alias, 'id')
  const supervised = hasAny(viewer, 'SUPERVISE_OMNI_CHANNEL')
    ? Prisma.sql` OR EXISTS (SELECT 1 FROM "RunParticipant" vq JOIN "Group" vg ON vg."id" = vq."principalId" WHERE vq."runId" = ${id} AND vg."groupType" = 'QUEUE' OFFSET 0)`
    : Prisma.empty
  return Prisma.sql`(${column(alias, 'startedById')} = ${viewer.id}
    OR EXISTS (SELECT 1 FROM "RunParticipant" vp WHERE vp."runId" = ${id} AND vp."principalId" = ${viewer.id} OFFSET 0)
    OR EXISTS (SELECT 1 FROM "RunParticipant" vp JOIN "GroupClosure" vg ON vg."groupId" = vp."principalId" WHERE vp."runId" = ${id} AND vg."userId" = ${viewer.id} OFFSET 0)
    OR ${recordIsReadable(viewer, column(alias, 'recordId'))}
    OR EXISTS (SELECT 1 FROM "WorkItem" vw WHERE vw."runId" = ${id} AND (vw."agentId" = ${viewer.id} OR ${recordIsReadable(viewer, Prisma.sql`vw."recordId"`)}) OFFSET 0)${supervised})`
}

/** The work item `alias` may be read: whoever does it, reads its record, or reads its run. */
export function workItemIsReadable(viewer: Seer, alias: string): Sql {
  if (hasAny(viewer, 'VIEW_ALL_DATA', 'MANAGE_ORCHESTRATION_RUNS', 'REASSIGN_WORK_ITEMS')) return TRUE
  return Prisma.sql`(${workItemIsMine(viewer, alias)}
    OR ${recordIsReadable(viewer, column(alias, 'recordId'))}
    OR EXISTS (SELECT 1 FROM "OrchestrationRun" vo WHERE vo."id" = ${column(alias, 'runId')} AND ${runIsReadable(viewer, 'vo')} OFFSET 0))`
}

/**
 * The interview `alias` may be read (I5): its owner, who has resumed it, VIEW_ALL_DATA, readers of its record where interviews are PUBLIC_READ,
 * and those whom the record was shared with together with its interviews.
 */
export function interviewIsReadable(viewer: Seer, alias: string): Sql {
  if (hasAny(viewer, 'VIEW_ALL_DATA')) return TRUE
  const recordId = column(alias, 'recordId')
  return Prisma.sql`(${column(alias, 'ownerId')} = ${viewer.id} OR ${column(alias, 'resumedById')} = ${viewer.id}
    OR ${hasShare(viewer, recordId, Prisma.sql`vs."interviews"`)}
    OR (EXISTS (SELECT 1 FROM "ProcessAutomationSettings" vp WHERE vp."id" = 1 AND vp."interviewAccess" = 'PUBLIC_READ') AND ${recordIsReadable(viewer, recordId)}))`
}

/**
 * The viewer has EDIT access to the interview `alias` by a share of its record's interviews (I5: they may resume it where the org
 * allows it). Who has resumed it needs that of the record that it was listed on then.
 */
export function interviewIsEditable(viewer: Seer, alias: string): Sql {
  const recordId = column(alias, 'recordId')
  const held = Prisma.sql`CASE WHEN ${column(alias, 'resumedById')} = ${viewer.id} THEN ${column(alias, 'resumedRecordId')} ELSE ${recordId} END`
  return hasShare(viewer, held, Prisma.sql`vs."interviews" AND vs."access" = 'EDIT'`)
}

/** The agent work `alias` may be read: its agent, members of its queue, supervisors, VIEW_ALL_DATA (O6). */
export function agentWorkIsReadable(viewer: Seer, alias: string): Sql {
  if (hasAny(viewer, 'VIEW_ALL_DATA', 'SUPERVISE_OMNI_CHANNEL')) return TRUE
  return Prisma.sql`(${column(alias, 'agentId')} = ${viewer.id} OR ${column(alias, 'queueId')} IN ${viewerGroups(viewer)})`
}

/** The pending routing `alias` may be read: members of its queue, supervisors, VIEW_ALL_DATA (O6, O8). */
export function pendingRoutingIsReadable(viewer: Seer, alias: string): Sql {
  if (hasAny(viewer, 'VIEW_ALL_DATA', 'SUPERVISE_OMNI_CHANNEL')) return TRUE
  return Prisma.sql`${column(alias, 'queueId')} IN ${viewerGroups(viewer)}`
}

/** The mail `alias` may be read: its recipient, MANAGE_ORCHESTRATION_RUNS, VIEW_ALL_DATA (N4). */
export function emailIsReadable(viewer: Seer, alias: string): Sql {
  if (hasAny(viewer, 'VIEW_ALL_DATA', 'MANAGE_ORCHESTRATION_RUNS')) return TRUE
  return Prisma.sql`${column(alias, 'recipientId')} = ${viewer.id}`
}

// The same rules turned round, for lists that are not narrowed to a record or run: ids found from the viewer's own side, by
// index, instead of asking each of a million rows. Only for viewers who don't see everything anyway.

/** Ids of the records that the viewer may read, apart from VIEW_ALL_DATA: a sub-select. Mirrors `recordIsReadable`. */
export function visibleRecordIds(viewer: Seer): Sql {
  return Prisma.sql`(SELECT vr."recordId" FROM "Record" vr WHERE vr."ownerId" = ${viewer.id}
    UNION SELECT vs."recordId" FROM "RecordShare" vs WHERE vs."userId" = ${viewer.id}
    UNION SELECT vs."recordId" FROM "RecordShare" vs WHERE vs."groupId" IN ${viewerGroups(viewer)})`
}

/** Ids of the runs that the viewer may read: a sub-select. Mirrors `runIsReadable`; not for those who see all runs. */
export function visibleRunIds(viewer: Seer): Sql {
  return Prisma.sql`(SELECT vo."id" FROM "OrchestrationRun" vo WHERE vo."startedById" = ${viewer.id}
    UNION SELECT vp."runId" FROM "RunParticipant" vp WHERE vp."principalId" = ${viewer.id}
    UNION SELECT vp."runId" FROM "RunParticipant" vp WHERE vp."principalId" IN ${viewerGroups(viewer)}
    UNION SELECT vo."id" FROM "OrchestrationRun" vo WHERE vo."recordId" IN ${visibleRecordIds(viewer)}
    UNION SELECT vw."runId" FROM "WorkItem" vw WHERE vw."agentId" = ${viewer.id}
    UNION SELECT vw."runId" FROM "WorkItem" vw WHERE vw."recordId" IN ${visibleRecordIds(viewer)}${supervisedRuns(viewer)})`
}

/** How a record takes part in a run that has work about several records, as "principalId" of RunParticipant. */
export function recordPrincipal(recordId: string): string {
  return `${RECORD_PRINCIPAL}${recordId}`
}
const RECORD_PRINCIPAL = 'record:'
// By an index of just these: an org without such runs isn't asked for each record that somebody may see.
const ANY_RECORD_PRINCIPAL = Prisma.sql`EXISTS (SELECT 1 FROM "RunParticipant" va WHERE va."principalId" LIKE ${Prisma.raw(`'${RECORD_PRINCIPAL}%'`)})`

/**
 * Ids of the runs whose work items the viewer may read, but for those of which each item is about the run's own record: a
 * sub-select. `records` names a relation of the ids that `visibleRecordIds` gives. With these, the items that are the
 * viewer's and the items about those records it is all that `workItemIsReadable` shows. A run may come several times:
 * counting each once would have the database guess how many there are, and walk all runs where one user starts most.
 */
export function runsBesideRecords(viewer: Seer, records: Sql): Sql {
  return Prisma.sql`(SELECT vo."id" AS "runId" FROM "OrchestrationRun" vo WHERE vo."startedById" = ${viewer.id}
    UNION ALL SELECT vp."runId" FROM "RunParticipant" vp WHERE vp."principalId" = ${viewer.id}
    UNION ALL SELECT vp."runId" FROM "RunParticipant" vp WHERE vp."principalId" IN ${viewerGroups(viewer)}
    UNION ALL SELECT vp."runId" FROM ${records} vr JOIN "RunParticipant" vp ON vp."principalId" = ${RECORD_PRINCIPAL} || vr."recordId" WHERE ${ANY_RECORD_PRINCIPAL}
    UNION ALL SELECT vw."runId" FROM "WorkItem" vw WHERE vw."agentId" = ${viewer.id}${supervisedRuns(viewer)})`
}

/**
 * The work item `alias` is the viewer's to do, or its record or run is among these: what `workItemIsReadable` says, for who
 * doesn't see everything. `records`, `runs`: relations that `visibleRecordIds` and `runsBesideRecords` gave. They are looked up
 * in memory, so that thousands of items can be asked about.
 */
export function workItemIsAmong(viewer: Seer, alias: string, records: Sql, runs: Sql): Sql {
  return Prisma.sql`(${workItemIsMine(viewer, alias)} OR ${column(alias, 'recordId')} IN (SELECT "recordId" FROM ${records}) OR ${column(alias, 'runId')} IN (SELECT "runId" FROM ${runs}))`
}

function supervisedRuns(viewer: Seer): Sql {
  if (!hasAny(viewer, 'SUPERVISE_OMNI_CHANNEL')) return Prisma.empty
  return Prisma.sql` UNION ALL SELECT vq."runId" FROM "RunParticipant" vq JOIN "Group" vg ON vg."id" = vq."principalId" WHERE vg."groupType" = 'QUEUE'`
}

/** Guids of other people's paused interviews that the viewer may read: a sub-select. Mirrors `interviewIsReadable`; not for VIEW_ALL_DATA. */
export function othersInterviewGuids(viewer: Seer): Sql {
  return Prisma.sql`(SELECT vn."guid" FROM "RecordShare" vi JOIN "FlowInterview" vn ON vn."recordId" = vi."recordId" AND vn."status" = 'PAUSED'
      WHERE vi."interviews" AND (vi."userId" = ${viewer.id} OR vi."groupId" IN ${viewerGroups(viewer)})
    UNION SELECT vn."guid" FROM "FlowInterview" vn WHERE vn."status" = 'PAUSED' AND vn."recordId" IN ${visibleRecordIds(viewer)}
      AND EXISTS (SELECT 1 FROM "ProcessAutomationSettings" vx WHERE vx."id" = 1 AND vx."interviewAccess" = 'PUBLIC_READ'))`
}
