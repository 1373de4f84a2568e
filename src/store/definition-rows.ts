// Flows, orchestrations and their versions as people read them. Names are for everybody who is signed in: work items, runs
// and interviews show them. What the engine needs of a version is in definitions.ts.
import { Prisma, type Flow, type FlowType, type FlowVersion, type Orchestration, type OrchestrationVersion } from '../../prisma/generated/client/client.ts'
import { coalescedByIds } from './coalesce.ts'
import { loadPage, type Order, type Page, type PageRequest } from './keyset.ts'
import { inOrder, query, type Db, type Sql } from './query.ts'

/** Flows by id, in the order asked; null where there is none. */
export const loadVisibleFlows = coalescedByIds<Flow>(async (db, ids) => {
  return inOrder(ids, await query<Flow>(db, Prisma.sql`SELECT f.* FROM "Flow" f WHERE f."id" = ANY(${[...ids]})`), (row) => row.id)
})

/** Versions of flows by id, in the order asked; null where there is none. */
export const loadVisibleFlowVersions = coalescedByIds<FlowVersion>(async (db, ids) => {
  return inOrder(ids, await query<FlowVersion>(db, Prisma.sql`SELECT v.* FROM "FlowVersion" v WHERE v."id" = ANY(${[...ids]})`), (row) => row.id)
})

/** Orchestrations by id, in the order asked; null where there is none. */
export const loadVisibleOrchestrations = coalescedByIds<Orchestration>(async (db, ids) => {
  return inOrder(ids, await query<Orchestration>(db, Prisma.sql`SELECT d.* FROM "Orchestration" d WHERE d."id" = ANY(${[...ids]})`), (row) => row.id)
})

/** Versions of orchestrations by id, in the order asked; null where there is none. */
export const loadVisibleOrchestrationVersions = coalescedByIds<OrchestrationVersion>(async (db, ids) => {
  return inOrder(ids, await query<OrchestrationVersion>(db, Prisma.sql`SELECT v.* FROM "OrchestrationVersion" v WHERE v."id" = ANY(${[...ids]})`), (row) => row.id)
})

/** The flow with this API name; null where there is none. */
export async function loadFlow(db: Db, apiName: string): Promise<Flow | null> {
  return (await query<Flow>(db, Prisma.sql`SELECT f.* FROM "Flow" f WHERE f."apiName" = ${apiName}`))[0] ?? null
}

/** The orchestration with this API name; null where there is none. */
export async function loadOrchestration(db: Db, apiName: string): Promise<Orchestration | null> {
  return (await query<Orchestration>(db, Prisma.sql`SELECT d.* FROM "Orchestration" d WHERE d."apiName" = ${apiName}`))[0] ?? null
}

function byApiName<Row extends { id: string; apiName: string }>(list: string, alias: string): Order<Row> {
  return { list, columns: [{ sql: Prisma.raw(`${alias}."apiName"`), field: 'apiName', kind: 'text' }, { sql: Prisma.raw(`${alias}."id"`), field: 'id', kind: 'text' }] }
}

/** Flows by API name, of one type or of all. */
export async function loadFlowPage(db: Db, flowType: FlowType | null, request: PageRequest): Promise<Page<Flow>> {
  const where: Sql = flowType === null ? Prisma.sql`TRUE` : Prisma.sql`f."flowType" = ${flowType}::"FlowType"`
  return loadPage(db, { select: Prisma.sql`SELECT f.* FROM "Flow" f`, where, order: byApiName<Flow>('flows', 'f'), request })
}

/** Orchestrations by API name. */
export async function loadOrchestrationPage(db: Db, request: PageRequest): Promise<Page<Orchestration>> {
  return loadPage(db, { select: Prisma.sql`SELECT d.* FROM "Orchestration" d`, where: Prisma.sql`TRUE`, order: byApiName<Orchestration>('orchestrations', 'd'), request })
}

function latestFirst<Row extends { versionNumber: number }>(list: string): Order<Row> {
  return { list, columns: [{ sql: Prisma.sql`v."versionNumber"`, field: 'versionNumber', kind: 'number' }], descending: true }
}

/** Versions of a flow, latest first, without those that were deleted. */
export async function loadFlowVersionPage(db: Db, flowId: string, request: PageRequest): Promise<Page<FlowVersion>> {
  return loadPage(db, { select: Prisma.sql`SELECT v.* FROM "FlowVersion" v`, where: Prisma.sql`v."flowId" = ${flowId} AND v."deletedAt" IS NULL`, order: latestFirst<FlowVersion>('flowVersions'), request })
}

/** Versions of an orchestration, latest first, without those that were deleted. */
export async function loadOrchestrationVersionPage(db: Db, orchestrationId: string, request: PageRequest): Promise<Page<OrchestrationVersion>> {
  return loadPage(db, {
    select: Prisma.sql`SELECT v.* FROM "OrchestrationVersion" v`, where: Prisma.sql`v."orchestrationId" = ${orchestrationId} AND v."deletedAt" IS NULL`, order: latestFirst<OrchestrationVersion>('orchestrationVersions'), request,
  })
}
