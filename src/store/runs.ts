// Runs, stages and steps as they are read: by id and in lists. What the engine loads is in run-aggregate.ts.
import { Prisma, type OrchestrationRun, type RunStatus, type StageRun, type StepRun } from '../../prisma/generated/client/client.ts'
import { hasAny, type Viewer } from '../core/viewer.ts'
import { coalescedByIds } from './coalesce.ts'
import { glanceAtPage, loadPage, type Order, type Page, type PageRequest } from './keyset.ts'
import { grouped, inOrder, query, type Db, type Sql } from './query.ts'
import { readTogether, rowsAsked, WHO_ASKED } from './viewers-together.ts'
import { runIsReadable, visibleRunIds } from './visibility.ts'

/** A run without its state, which only the engine reads. */
export type RunRow = Omit<OrchestrationRun, 'state'>

const COLUMNS = Prisma.sql`o."id", o."orchestrationId", o."versionId", o."status", o."recordId", o."label", o."startedById",
  o."startedAt", o."endedAt", o."fault", o."currentStageId", o."version"`

/** Runs by id that the viewer may read (R3c), in the order asked; null for all others. */
export async function loadVisibleRuns(db: Db, viewer: Viewer, ids: readonly string[]): Promise<(RunRow | null)[]> {
  const found = await findVisible(db, viewer, ids)
  return ids.map((id) => found.get(id)?.[0] ?? null)
}

const findVisible = readTogether<RunRow>((viewer, asked) => Prisma.sql`SELECT ${WHO_ASKED}, ${COLUMNS} FROM ${rowsAsked(asked, 'OrchestrationRun', 'id', 'o')} WHERE ${runIsReadable(viewer!, 'o')}`)

/** Runs by id, in the order asked. Whoever may read a work item may read its run (visibility.ts). */
export const loadRunsOfWorkItems = coalescedByIds<RunRow>(async (db, ids) => {
  return inOrder(ids, await query<RunRow>(db, Prisma.sql`SELECT ${COLUMNS} FROM "OrchestrationRun" o WHERE o."id" = ANY(${[...ids]})`), (row) => row.id)
})

/** Stages by id, in the order asked. Whoever may read a work item may read its stage. */
export const loadStagesOfWorkItems = coalescedByIds<StageRun>(async (db, ids) => {
  return inOrder(ids, await query<StageRun>(db, Prisma.sql`SELECT s.* FROM "StageRun" s WHERE s."id" = ANY(${[...ids]})`), (row) => row.id)
})

/** Steps by id, in the order asked. Whoever may read a work item may read its step. */
export const loadStepsOfWorkItems = coalescedByIds<StepRun>(async (db, ids) => {
  return inOrder(ids, await query<StepRun>(db, Prisma.sql`SELECT s.* FROM "StepRun" s WHERE s."id" = ANY(${[...ids]})`), (row) => row.id)
})

/** Runs as whoever has just started them sees them, in the order asked. */
export async function loadWrittenRuns(db: Db, ids: readonly string[]): Promise<RunRow[]> {
  if (ids.length === 0) return []
  const rows = await query<RunRow>(db, Prisma.sql`SELECT ${COLUMNS} FROM "OrchestrationRun" o WHERE o."id" = ANY(${[...ids]})`)
  return inOrder(ids, rows, (row) => row.id).filter((row) => row !== null)
}

/** Stages by id of runs that the viewer may read, in the order asked; null for all others. */
export async function loadVisibleStageRuns(db: Db, viewer: Viewer, ids: readonly string[]): Promise<(StageRun | null)[]> {
  const rows = await query<StageRun>(db, Prisma.sql`
    SELECT s.* FROM "StageRun" s JOIN "OrchestrationRun" o ON o."id" = s."runId" WHERE s."id" = ANY(${[...ids]}) AND ${runIsReadable(viewer, 'o')}`)
  return inOrder(ids, rows, (row) => row.id)
}

/** Steps by id of runs that the viewer may read, in the order asked; null for all others. */
export async function loadVisibleStepRuns(db: Db, viewer: Viewer, ids: readonly string[]): Promise<(StepRun | null)[]> {
  const rows = await query<StepRun>(db, Prisma.sql`
    SELECT s.* FROM "StepRun" s JOIN "OrchestrationRun" o ON o."id" = s."runId" WHERE s."id" = ANY(${[...ids]}) AND ${runIsReadable(viewer, 'o')}`)
  return inOrder(ids, rows, (row) => row.id)
}

/** The stages of each run, in the order in which they were entered. Whoever holds the run may read them. */
export async function loadStagesOfRuns(db: Db, runIds: readonly string[]): Promise<StageRun[][]> {
  const rows = await query<StageRun>(db, Prisma.sql`SELECT s.* FROM "StageRun" s WHERE s."runId" = ANY(${[...runIds]}) ORDER BY s."runId", s."position"`)
  return grouped(runIds, rows, (row) => row.runId)
}

/** The steps of each stage, in the order of the definition. Whoever holds the stage may read them. */
export async function loadStepsOfStages(db: Db, stageIds: readonly string[]): Promise<StepRun[][]> {
  const rows = await query<StepRun>(db, Prisma.sql`SELECT s.* FROM "StepRun" s WHERE s."stageId" = ANY(${[...stageIds]}) ORDER BY s."stageId", s."position"`)
  return grouped(stageIds, rows, (row) => row.stageId)
}

/** What a list of runs is narrowed to; everything that is set must hold. */
export type RunListFilter = { status?: readonly RunStatus[] | null; orchestration?: string | null; orchestrationId?: string | null; recordId?: string | null }

const NEWEST_FIRST: Order<RunRow> = {
  list: 'runs',
  columns: [{ sql: Prisma.sql`o."startedAt"`, field: 'startedAt', kind: 'time' }, { sql: Prisma.sql`o."id"`, field: 'id', kind: 'text' }],
  descending: true,
}

/** Runs that the viewer may read, newest first. */
export async function loadRunPage(db: Db, viewer: Viewer, filter: RunListFilter, request: PageRequest): Promise<Page<RunRow>> {
  const isReadable = runIsReadable(viewer, 'o'), wanted = conditionsOf(filter)
  const isNarrow = filter.recordId != null || hasAny(viewer, 'VIEW_ALL_DATA', 'MANAGE_ORCHESTRATION_RUNS', 'REASSIGN_WORK_ITEMS')
  const list = { columns: COLUMNS, table: Prisma.sql`"OrchestrationRun" o`, alias: Prisma.sql`o`, order: NEWEST_FIRST, request }
  const glanced = isNarrow ? null : await glanceAtPage<RunRow>(db, { ...list, where: Prisma.sql`${wanted} AND ${isReadable}` })
  if (glanced !== null) return glanced
  const where = isNarrow ? Prisma.sql`${wanted} AND ${isReadable}` : Prisma.sql`${wanted} AND o."id" IN ${visibleRunIds(viewer)}`
  return loadPage(db, { select: Prisma.sql`SELECT ${COLUMNS} FROM "OrchestrationRun" o`, where, order: NEWEST_FIRST, request })
}

function conditionsOf(filter: RunListFilter): Sql {
  const conditions: Sql[] = [Prisma.sql`TRUE`]
  if (filter.status) conditions.push(Prisma.sql`o."status" = ANY(${[...filter.status]}::"RunStatus"[])`)
  if (filter.orchestration != null) conditions.push(Prisma.sql`o."orchestrationId" = (SELECT d."id" FROM "Orchestration" d WHERE d."apiName" = ${filter.orchestration})`)
  if (filter.orchestrationId != null) conditions.push(Prisma.sql`o."orchestrationId" = ${filter.orchestrationId}`)
  if (filter.recordId != null) conditions.push(Prisma.sql`o."recordId" = ${filter.recordId}`)
  return Prisma.join(conditions, ' AND ')
}
