// Flows and orchestrations with all their versions, as the commands decide on them that save, activate and deactivate.
import { Prisma, type VersionStatus } from '../../prisma/generated/client/client.ts'
import type { FlowDefinition, OrchestrationDefinition } from '../core/definition.ts'
import { query, type Db } from './query.ts'

/** The two kinds of definitions and where they lie: their own table, that of their versions, and their type's column. */
export const KINDS = {
  FLOW: { table: 'Flow', versions: 'FlowVersion', parentId: 'flowId', type: 'flowType' },
  ORCHESTRATION: { table: 'Orchestration', versions: 'OrchestrationVersion', parentId: 'orchestrationId', type: 'orchestrationType' },
} as const

export type Kind = keyof typeof KINDS

/** What each kind is defined by. */
export type DefinitionOf<K extends Kind> = K extends 'FLOW' ? FlowDefinition : OrchestrationDefinition

/** One version, without its definition. */
export type Version = { id: string; versionNumber: number; status: VersionStatus }

/**
 * A flow or orchestration with all its versions, latest first; those that were deleted are not among them, and count in `wasActive`
 * (whether one ever was) and `lastNumber` (0: there was none) alone.
 */
export type Versioned = { id: string; apiName: string; label: string; type: string; activeVersionId: string | null; wasActive: boolean; lastNumber: number; versions: readonly Version[] }

/** The flow or orchestration with this API name; null where there is none. */
export async function loadVersioned(db: Db, kind: Kind, apiName: string): Promise<Versioned | null> {
  const { table, versions, parentId, type } = KINDS[kind]
  const name = (text: string) => Prisma.raw(`"${text}"`)
  const rows = await query<Versioned>(db, Prisma.sql`
    SELECT d."id", d."apiName", d."label", d.${name(type)} AS "type", d."activeVersionId", v.*
    FROM ${name(table)} d CROSS JOIN LATERAL (
      SELECT COALESCE(bool_or(v."activatedAt" IS NOT NULL), FALSE) AS "wasActive", COALESCE(max(v."versionNumber"), 0) AS "lastNumber",
        COALESCE(jsonb_agg(jsonb_build_object('id', v."id", 'versionNumber', v."versionNumber", 'status', v."status") ORDER BY v."versionNumber" DESC) FILTER (WHERE v."deletedAt" IS NULL), '[]') AS "versions"
      FROM ${name(versions)} v WHERE v.${name(parentId)} = d."id") v
    WHERE d."apiName" = ${apiName}`)
  return rows[0] ?? null
}

/** How many interviews are open (started or paused) on a version of a flow, as far as `most`. */
export async function countOpenInterviews(db: Db, versionId: string, most: number): Promise<number> {
  const rows = await query<{ count: number }>(db, Prisma.sql`
    SELECT count(*)::int AS "count" FROM (SELECT 1 FROM "FlowInterview" i WHERE i."status" IN ('STARTED', 'PAUSED') AND i."flowVersionId" = ${versionId} LIMIT ${most}) i`)
  return rows[0]!.count
}

/** How many runs of a version of an orchestration are under way, suspended, or failed after `resumable` so that they may be resumed, as far as `most`. */
export async function countOpenRuns(db: Db, versionId: string, resumable: Date, most: number): Promise<number> {
  const rows = await query<{ count: number }>(db, Prisma.sql`
    SELECT count(*)::int AS "count" FROM (SELECT 1 FROM "OrchestrationRun" r
      WHERE r."status" IN ('IN_PROGRESS', 'SUSPENDED', 'ERROR') AND r."versionId" = ${versionId} AND (r."status" <> 'ERROR' OR (r."endedAt" > ${resumable} AND r."fault" ->> 'isRecoverable' = 'true')) LIMIT ${most}) r`)
  return rows[0]!.count
}

/** How many flows and orchestrations there are together, and how many of them are active. */
export async function countDefinitions(db: Db): Promise<{ all: number; active: number }> {
  const rows = await query<{ all: number; active: number }>(db, Prisma.sql`
    SELECT count(*)::int AS "all", count("activeVersionId")::int AS "active" FROM (SELECT "activeVersionId" FROM "Flow" UNION ALL SELECT "activeVersionId" FROM "Orchestration") d`)
  return rows[0]!
}

/** The definition of a version, as it was saved. */
export async function loadDefinition<K extends Kind>(db: Db, kind: K, versionId: string): Promise<DefinitionOf<K>> {
  const rows = await query<{ definition: DefinitionOf<K> }>(db, Prisma.sql`SELECT v."definition" FROM ${Prisma.raw(`"${KINDS[kind].versions}"`)} v WHERE v."id" = ${versionId}`)
  return rows[0]!.definition
}

/** API names of the active flows and orchestrations that call a flow, except itself, sorted (D4). */
export async function loadCallers(db: Db, flowApiName: string): Promise<string[]> {
  const rows = await query<{ callerApiName: string }>(db, Prisma.sql`
    SELECT DISTINCT r."callerApiName" FROM "FlowReference" r WHERE r."flowApiName" = ${flowApiName} AND NOT (r."callerKind" = 'FLOW' AND r."callerApiName" = ${flowApiName}) ORDER BY 1`)
  return rows.map((row) => row.callerApiName)
}

/** Which of the flows `calledApiNames` call the flow `apiName` themselves, directly or through others: a call of them would never end. */
export async function loadFlowsCalling(db: Db, apiName: string, calledApiNames: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await query<{ name: string }>(db, Prisma.sql`
    WITH RECURSIVE callers AS (
      SELECT ${apiName}::text AS "name" UNION SELECT r."callerApiName" FROM "FlowReference" r JOIN callers ON r."flowApiName" = callers."name" WHERE r."callerKind" = 'FLOW'
    ) SELECT callers."name" FROM callers WHERE callers."name" = ANY(${[...calledApiNames]})`)
  return new Set(rows.map((row) => row.name))
}
