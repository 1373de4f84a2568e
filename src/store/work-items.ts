// Work items as people read them: by id, on a record, the Work Guide, the To Do List and the list view (rule W6). The
// hot lists start from the viewer (their own work, their groups'), so that what others have costs nothing.
import { Prisma, type WorkItem, type WorkItemStatus } from '../../prisma/generated/client/client.ts'
import { hasAny, type Viewer } from '../core/viewer.ts'
import { coalescedPerPool } from './coalesce.ts'
import { loadPage, pageOf, pageSql, type Order, type Page, type PageRequest } from './keyset.ts'
import { grouped, query, type Db, type Sql } from './query.ts'
import { readingKey, WHOLE, workItemsWith, type ItemReading, type RelatedReading, type RelatedWorkItem } from './work-item-relations.ts'
import { loadAllVisible, loadWays, type ListBounds, type Way } from './work-item-ways.ts'
import { readTogether, rowsAsked, WHO_ASKED } from './viewers-together.ts'
import { recordIsReadable, viewerGroups, workItemIsMine, workItemIsReadable } from './visibility.ts'

/** Work items by id that the viewer may read, in the order asked; null for all others. */
export async function loadVisibleWorkItems(db: Db, viewer: Viewer, ids: readonly string[]): Promise<(WorkItem | null)[]> {
  const found = await findVisible(db, viewer, ids)
  return ids.map((id) => found.get(id)?.[0] ?? null)
}

const findVisible = readTogether<WorkItem>((viewer, asked) => Prisma.sql`SELECT ${WHO_ASKED}, w.* FROM ${rowsAsked(asked, 'WorkItem', 'id', 'w')} WHERE ${workItemIsReadable(viewer!, 'w')}`)

/** The work items of each step, in the order in which they were made. Whoever holds the step may read them. */
export async function loadWorkItemsOfSteps(db: Db, stepIds: readonly string[]): Promise<WorkItem[][]> {
  const rows = await query<WorkItem>(db, Prisma.sql`SELECT w.* FROM "WorkItem" w WHERE ${workItemIsOfSteps(stepIds)} ORDER BY w."createdDate", w."number"`)
  return grouped(stepIds, rows, (row) => row.stepId)
}

/** The work item `w` is of one of these steps: found by their runs, so that none is written into an index of steps. */
export function workItemIsOfSteps(stepIds: readonly string[]): Sql {
  const ids = [...stepIds]
  return Prisma.sql`(w."runId" IN (SELECT wt."runId" FROM "StepRun" wt WHERE wt."id" = ANY(${ids})) AND w."stepId" = ANY(${ids}))`
}

// Open, and somebody may work on it: what every list of work to do is made of.
const CAN_BE_DONE = Prisma.sql`w."status" = 'ASSIGNED' AND w."isActionable"`

/** For each id whether the viewer may run its screen flow now, apart from RUN_FLOWS: open, theirs, its record readable (W5). */
export async function loadCanOpen(db: Db, viewer: Viewer, ids: readonly string[]): Promise<boolean[]> {
  const rows = await query<{ id: string }>(db, Prisma.sql`
    SELECT w."id" FROM "WorkItem" w WHERE w."id" = ANY(${[...ids]}) AND ${CAN_BE_DONE} AND ${workItemIsMine(viewer, 'w')}
      AND (w."recordId" IS NULL OR ${recordIsReadable(viewer, Prisma.sql`w."recordId"`)})`)
  const open = new Set(rows.map((row) => row.id))
  return ids.map((id) => open.has(id))
}

const SORTED = [
  { sql: Prisma.sql`w."createdDate"`, field: 'createdDate', kind: 'time' },
  { sql: Prisma.sql`w."id"`, field: 'id', kind: 'text' },
] as const
const OLDEST_FIRST: Order<RelatedWorkItem> = { list: 'workItems', columns: SORTED }
const NEWEST_FIRST: Order<RelatedWorkItem> = { list: 'workItems', columns: SORTED, descending: true }
const selectOf = ({ columns, joins }: RelatedReading) => Prisma.sql`SELECT ${columns} FROM "WorkItem" w ${joins}`

/** The work items of a record that the viewer may read, newest first. `recordIsSeen`: they may read the record, and so all of them. */
export async function loadWorkItemsOfRecord(db: Db, viewer: Viewer, { recordId, recordIsSeen }: { recordId: string; recordIsSeen: boolean }, status: WorkItemStatus | null, request: PageRequest, asked: ItemReading = WHOLE): Promise<Page<RelatedWorkItem>> {
  if (recordIsSeen && request.after === null) return pageOf(NEWEST_FIRST, request, await firstOfRecord(db, { viewerId: viewer.id, recordId }, status, request, asked))
  const reading = workItemsWith(viewer, asked)
  // A condition costs the database its preparation also where it is never come to.
  const isReadable = recordIsSeen ? Prisma.sql`TRUE` : workItemIsReadable(viewer, 'w')
  return loadPage(db, { select: selectOf(reading), where: Prisma.sql`w."recordId" = ${recordId} AND ${hasStatus(status)} AND ${isReadable}`, order: NEWEST_FIRST, request, read: reading.read })
}

type AskedRecord = { viewerId: string; recordId: string }
type FirstOfRecord = (db: Db, ask: AskedRecord) => Promise<Map<AskedRecord, RelatedWorkItem[]>>

// A page takes both sides longer than its round trip: in small groups the next are found while the last are made into answers.
const PAGES_TOGETHER = { together: 4, lanes: 2 }
const firstsOfRecords = new Map<string, FirstOfRecord>()

// The first page of a record that is open somewhere is what is read most: those who ask at the same moment share a statement.
async function firstOfRecord(db: Db, ask: AskedRecord, status: WorkItemStatus | null, request: PageRequest, asked: ItemReading): Promise<RelatedWorkItem[]> {
  const { orderBy, orderAndLimit } = pageSql(NEWEST_FIRST, request)
  const key = [readingKey(asked), status, orderAndLimit.sql].join(' ')
  let shared = firstsOfRecords.get(key)
  if (shared === undefined) firstsOfRecords.set(key, shared = coalescedPerPool(async (pool, asks: readonly AskedRecord[]) => {
    const reading = workItemsWith({ id: Prisma.sql`q."viewerId"` }, asked)
    const lists = await reading.readPlaced(pool, Prisma.sql`SELECT q."list"::int, w."place"::int, ${reading.columns}
      FROM unnest(${asks.map(({ viewerId }) => viewerId)}::text[], ${asks.map(({ recordId }) => recordId)}::text[]) WITH ORDINALITY AS q("viewerId", "recordId", "list")
      CROSS JOIN LATERAL (SELECT w.*, row_number() OVER (${orderBy}) AS "place" FROM "WorkItem" w WHERE w."recordId" = q."recordId" AND ${hasStatus(status)} ${orderAndLimit}) w ${reading.joins}`)
    return new Map(asks.map((each, at) => [each, lists.get(at + 1) ?? []]))
  }, PAGES_TOGETHER))
  return (await shared(db, ask)).get(ask)!
}

/** The work items of a run, oldest first. Whoever may read the run may read them. */
export async function loadWorkItemsOfRun(db: Db, viewer: Viewer, runId: string, status: WorkItemStatus | null, request: PageRequest, asked: ItemReading = WHOLE): Promise<Page<RelatedWorkItem>> {
  const reading = workItemsWith(viewer, asked)
  return loadPage(db, { select: selectOf(reading), where: Prisma.sql`w."runId" = ${runId} AND ${hasStatus(status)}`, order: OLDEST_FIRST, request, read: reading.read })
}

/** Work Guide: what the viewer can work on at this record now, oldest first (W6). Without RUN_FLOWS that is nothing. */
export async function loadWorkGuide(db: Db, viewer: Viewer, recordId: string, request: PageRequest, asked: ItemReading = WHOLE): Promise<Page<RelatedWorkItem>> {
  if (!hasAny(viewer, 'RUN_FLOWS')) return pageOf(OLDEST_FIRST, request, [])
  const reading = workItemsWith(viewer, asked)
  const where = Prisma.sql`w."recordId" = ${recordId} AND ${CAN_BE_DONE} AND ${workItemIsMine(viewer, 'w')}`
  return loadPage(db, { select: selectOf(reading), where, order: OLDEST_FIRST, request, read: reading.read })
}

/** What the viewer can do next in a run: its open work items that are theirs, oldest first, at most MAX_NEXT_WORK_ITEMS (W9). */
export async function loadNextWorkItems(db: Db, viewer: Viewer, runId: string): Promise<readonly WorkItem[]> {
  return (await findNext(db, viewer, [runId])).get(runId) ?? []
}

/** Most work items that finishing one answers with. */
export const MAX_NEXT_WORK_ITEMS = 20

// OFFSET 0 has the items of the run found first: planned while there are few of all, the index of open work would be walked.
const findNext = readTogether<WorkItem>((viewer, asked) => Prisma.sql`
  SELECT ${WHO_ASKED}, n.* FROM ${asked} CROSS JOIN LATERAL (
    SELECT w.* FROM (SELECT x.* FROM "WorkItem" x WHERE x."runId" = q."id" OFFSET 0) w WHERE ${CAN_BE_DONE} AND ${workItemIsMine(viewer!, 'w')} AND (w."recordId" IS NULL OR ${recordIsReadable(viewer!, Prisma.sql`w."recordId"`)})
    ORDER BY w."createdDate", w."id" LIMIT ${Prisma.raw(String(MAX_NEXT_WORK_ITEMS))}) n`)

/** To Do List of a user: open work assigned to them by name or accepted by them as an agent, over all records, oldest first. */
export async function loadToDoList(db: Db, viewer: Viewer, userId: string, request: PageRequest, asked: ItemReading = WHOLE): Promise<Page<RelatedWorkItem>> {
  const seen = viewer.id === userId ? Prisma.sql`TRUE` : workItemIsReadable(viewer, 'w')
  const ways = [
    { where: Prisma.sql`w."assigneeUserId" = ${userId} AND ${CAN_BE_DONE} AND ${seen}` },
    { where: Prisma.sql`w."agentId" = ${userId} AND ${CAN_BE_DONE} AND ${seen}` },
  ]
  return loadWays(db, workItemsWith(viewer, asked), ways, OLDEST_FIRST, request)
}

/** What the list view is narrowed to; everything that is set must hold. Assignees are row ids. */
export type WorkItemListFilter = {
  status?: WorkItemStatus | null; isActionable?: boolean | null; recordId?: string | null; runId?: string | null; orchestration?: string | null
  assigneeUserId?: string | null; assigneeGroupId?: string | null; assignedToMe?: boolean | null
}

/** The list view: what the viewer may see, by creation (W6). `bounds`: others than are usual, for who doesn't see everything. */
export async function loadWorkItemPage(db: Db, viewer: Viewer, filter: WorkItemListFilter, newestFirst: boolean, request: PageRequest, asked: ItemReading = WHOLE, bounds?: ListBounds): Promise<Page<RelatedWorkItem>> {
  const reading = workItemsWith(viewer, asked)
  const order = newestFirst ? NEWEST_FIRST : OLDEST_FIRST
  const wanted = Prisma.join([hasStatus(filter.status ?? null), ...conditionsOf(filter)], ' AND ')
  const others = filter.assignedToMe === false ? Prisma.sql`${workItemIsMine(viewer, 'w')} IS NOT TRUE` : Prisma.sql`TRUE`
  const isNarrow = [filter.recordId, filter.runId, filter.assigneeUserId, filter.assigneeGroupId].some((value) => value != null)
  if (filter.assignedToMe !== true && (isNarrow || seesAll(viewer))) {
    return loadPage(db, { select: selectOf(reading), where: Prisma.sql`${wanted} AND ${others} AND ${workItemIsReadable(viewer, 'w')}`, order, request, read: reading.read })
  }
  const statuses: readonly WorkItemStatus[] = filter.status == null ? ['ASSIGNED', 'COMPLETED'] : [filter.status]
  const ways = (filter.assignedToMe === false ? [] : statuses).flatMap((status): Way[] => [
    { where: Prisma.sql`w."assigneeUserId" = ${viewer.id} AND ${hasStatus(status)} AND ${wanted}` },
    { where: Prisma.sql`w."agentId" = ${viewer.id} AND ${hasStatus(status)} AND ${wanted}` },
    { each: viewerGroups(viewer), where: Prisma.sql`w."assigneeGroupId" = each."groupId" AND ${hasStatus(status)} AND ${wanted}` },
  ])
  if (filter.assignedToMe === true) return loadWays(db, reading, ways, order, request)
  return loadAllVisible(db, viewer, reading, { wanted: Prisma.sql`${wanted} AND ${others}`, ways }, order, request, bounds)
}

function seesAll(viewer: Viewer): boolean {
  return hasAny(viewer, 'VIEW_ALL_DATA', 'MANAGE_ORCHESTRATION_RUNS', 'REASSIGN_WORK_ITEMS')
}

function hasStatus(status: WorkItemStatus | null): Sql {
  return status === null ? Prisma.sql`TRUE` : Prisma.sql`w."status" = ${status}::"WorkItemStatus"`
}

function conditionsOf(filter: WorkItemListFilter): Sql[] {
  const conditions: Sql[] = []
  if (filter.isActionable != null) conditions.push(filter.isActionable ? CAN_BE_DONE : Prisma.sql`NOT w."isActionable"`)
  if (filter.recordId != null) conditions.push(Prisma.sql`w."recordId" = ${filter.recordId}`)
  if (filter.runId != null) conditions.push(Prisma.sql`w."runId" = ${filter.runId}`)
  if (filter.orchestration != null) conditions.push(Prisma.sql`w."orchestrationId" = (SELECT d."id" FROM "Orchestration" d WHERE d."apiName" = ${filter.orchestration})`)
  if (filter.assigneeUserId != null) conditions.push(Prisma.sql`w."assigneeUserId" = ${filter.assigneeUserId}`)
  if (filter.assigneeGroupId != null) conditions.push(Prisma.sql`w."assigneeGroupId" = ${filter.assigneeGroupId}`)
  return conditions
}
