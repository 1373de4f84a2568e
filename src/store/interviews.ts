// Interviews as people read them: by guid, those paused on a record, and the list of all paused ones.
import { Prisma, type FlowInterview } from '../../prisma/generated/client/client.ts'
import { hasAny, type Viewer } from '../core/viewer.ts'
import { loadPage, pageOf, pageSql, type Order, type Page, type PageRequest } from './keyset.ts'
import { grouped, query, type Db, type Sql } from './query.ts'
import { readTogether, rowsAsked, WHO_ASKED } from './viewers-together.ts'
import { interviewIsEditable, interviewIsReadable, othersInterviewGuids } from './visibility.ts'
import { workItemIsOfSteps } from './work-items.ts'

/** An interview without its state, which only the flow runtime reads. */
export type InterviewRow = Omit<FlowInterview, 'state'>

const COLUMNS = Prisma.sql`i."guid", i."label", i."flowId", i."flowVersionId", i."status", i."currentElement", i."pauseLabel", i."pausedAt", i."pausedById",
  i."recordId", i."ownerId", i."resumedById", i."resumedRecordId", i."workItemId", i."runId", i."stepId", i."attempt", i."version", i."error", i."wakeAt", i."remindedAt", i."createdDate", i."lastModifiedDate"`

/** Interviews by guid that the viewer may read (I5), in the order asked; null for all others. A null viewer is the system. */
export async function loadVisibleInterviews(db: Db, viewer: Viewer | null, guids: readonly string[]): Promise<(InterviewRow | null)[]> {
  const found = await findVisible(db, viewer, guids)
  return guids.map((guid) => found.get(guid)?.[0] ?? null)
}

const findVisible = readTogether<InterviewRow>((viewer, asked) => Prisma.sql`SELECT ${WHO_ASKED}, ${COLUMNS} FROM ${rowsAsked(asked, 'FlowInterview', 'guid', 'i')} WHERE ${viewer ? interviewIsReadable(viewer, 'i') : Prisma.sql`TRUE`}`)

/** Whether the viewer could read an interview that is gone: its owner and the record that listed it decide (I5). */
export async function couldReadInterview(db: Db, viewer: Viewer, gone: { ownerId: string; recordId: string }): Promise<boolean> {
  const was = Prisma.sql`(SELECT ${gone.ownerId}::text AS "ownerId", NULL::text AS "resumedById", ${gone.recordId}::text AS "recordId") i`
  return (await query(db, Prisma.sql`SELECT 1 FROM ${was} WHERE ${interviewIsReadable(viewer, 'i')}`)).length > 0
}

/** For each guid whether the viewer has EDIT access to it by a share (I5). */
export async function loadAreEditable(db: Db, viewer: Viewer, guids: readonly string[]): Promise<boolean[]> {
  const rows = await query<{ guid: string }>(db, Prisma.sql`SELECT i."guid" FROM "FlowInterview" i WHERE i."guid" = ANY(${[...guids]}) AND ${interviewIsEditable(viewer, 'i')}`)
  const editable = new Set(rows.map((row) => row.guid))
  return guids.map((guid) => editable.has(guid))
}

/** The viewer's own interview of each work item, if one is under way; null otherwise. */
export async function loadMyInterviewsOfWorkItems(db: Db, viewer: Viewer, workItemIds: readonly string[]): Promise<(InterviewRow | null)[]> {
  const found = await findMine(db, viewer, workItemIds)
  return workItemIds.map((id) => found.get(id)?.[0] ?? null)
}

const findMine = readTogether<InterviewRow>((_, asked) => Prisma.sql`
  SELECT ${WHO_ASKED}, ${COLUMNS} FROM ${asked} JOIN "FlowInterview" i ON i."workItemId" = q."id" AND i."ownerId" = q."viewerId" AND i."status" IN ('STARTED', 'PAUSED') ORDER BY i."createdDate" DESC`)

/** The latest interview of each step, of its background flow or of one of its work items, where the viewer may read it. */
export async function loadInterviewsOfSteps(db: Db, viewer: Viewer, stepIds: readonly string[]): Promise<(InterviewRow | null)[]> {
  const ids = [...stepIds]
  const rows = await query<InterviewRow & { ofStep: string }>(db, Prisma.sql`
    SELECT DISTINCT ON (x."ofStep") x.* FROM (
      SELECT i."stepId" AS "ofStep", ${COLUMNS} FROM "FlowInterview" i WHERE i."stepId" = ANY(${ids}) AND ${interviewIsReadable(viewer, 'i')}
      UNION ALL
      SELECT w."stepId" AS "ofStep", ${COLUMNS} FROM "WorkItem" w JOIN "FlowInterview" i ON i."workItemId" = w."id" WHERE ${workItemIsOfSteps(ids)} AND ${interviewIsReadable(viewer, 'i')}
    ) x ORDER BY x."ofStep", x."createdDate" DESC, x."guid"`)
  return grouped(stepIds, rows, (row) => row.ofStep).map((found) => found[0] ?? null)
}

const NEWEST_FIRST: Order<InterviewRow> = {
  list: 'interviews',
  columns: [{ sql: Prisma.sql`i."createdDate"`, field: 'createdDate', kind: 'time' }, { sql: Prisma.sql`i."guid"`, field: 'guid', kind: 'text' }],
  descending: true,
}

/** What the list of paused interviews is narrowed to; everything that is set must hold. Times are exclusive. Any `status` but PAUSED lists the viewer's own. */
export type InterviewListFilter = {
  status?: InterviewRow['status'] | null; recordId?: string | null; flow?: string | null; pausedBy?: string | null; pausedBefore?: Date | null; pausedAfter?: Date | null
  lastModifiedBefore?: Date | null; lastModifiedAfter?: Date | null }

/** Paused interviews that the viewer may read, or their own of another status; newest first. */
export async function loadPausedInterviewPage(db: Db, viewer: Viewer, filter: InterviewListFilter, request: PageRequest): Promise<Page<InterviewRow>> {
  const status = filter.status ?? 'PAUSED'
  const wanted = wantedOf(filter, status), own = Prisma.sql`i."ownerId" = ${viewer.id}`
  const all = (seen: Sql) => loadPage<InterviewRow>(db, { select: SELECT, where: Prisma.sql`${wanted} AND ${seen}`, order: NEWEST_FIRST, request })
  if (status !== 'PAUSED') return all(own)
  if (filter.recordId != null || hasAny(viewer, 'VIEW_ALL_DATA')) return all(interviewIsReadable(viewer, 'i'))
  // The viewer's own in their order, however many they are; what others let them see is found first, and then sorted.
  const { after, orderAndLimit } = pageSql(NEWEST_FIRST, request)
  const first = (seen: Sql) => Prisma.sql`(SELECT i."guid" FROM "FlowInterview" i WHERE ${seen} AND ${wanted} AND ${after} ${orderAndLimit})`
  const rows = await query<InterviewRow>(db, Prisma.sql`${SELECT} WHERE i."guid" IN (${first(own)} UNION ${first(Prisma.sql`i."guid" IN ${othersInterviewGuids(viewer)}`)}) ${orderAndLimit}`)
  return pageOf(NEWEST_FIRST, request, rows)
}

const SELECT = Prisma.sql`SELECT ${COLUMNS} FROM "FlowInterview" i`

function wantedOf(filter: InterviewListFilter, status: InterviewRow['status']): Sql {
  // In the text, not as a parameter: indexes of open interviews are found by it.
  const conditions: Sql[] = [Prisma.raw(`i."status" = '${status}'`)]
  if (filter.recordId != null) conditions.push(Prisma.sql`i."recordId" = ${filter.recordId}`)
  if (filter.flow != null) conditions.push(Prisma.sql`i."flowId" = (SELECT f."id" FROM "Flow" f WHERE f."apiName" = ${filter.flow})`)
  if (filter.pausedBy != null) conditions.push(Prisma.sql`i."pausedById" = (SELECT u."id" FROM "User" u WHERE u."username" = ${filter.pausedBy})`)
  const times = [['pausedAt', filter.pausedAfter, filter.pausedBefore], ['lastModifiedDate', filter.lastModifiedAfter, filter.lastModifiedBefore]] as const
  for (const [name, after, before] of times) {
    if (before != null) conditions.push(Prisma.sql`${Prisma.raw(`i."${name}"`)} < ${before.toISOString()}::timestamptz`)
    if (after != null) conditions.push(Prisma.sql`${Prisma.raw(`i."${name}"`)} > ${after.toISOString()}::timestamptz`)
  }
  return Prisma.join(conditions, ' AND ')
}
