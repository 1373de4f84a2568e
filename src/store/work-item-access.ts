// A work item with what the caller may do with it: one query, for the commands that open, reassign and finish.
import type pg from 'pg'
import { Prisma } from '../../prisma/generated/client/client.ts'
import type { JsonObject } from '../core/json.ts'
import type { Viewer } from '../core/viewer.ts'
import { readTogether, rowsAsked, WHO_ASKED } from './viewers-together.ts'
import { recordIsReadable, workItemIsMine, workItemIsReadable } from './visibility.ts'

/** The columns commands decide on, the viewer's rights, and the viewer's own open interview of it, if there is one. */
export type WorkItemAccess = {
  id: string; runId: string; runVersion: number; status: 'ASSIGNED' | 'COMPLETED'; isActionable: boolean; completedById: string | null; completedAt: Date | null
  /** Its run failed and was resumed since: the step has a newer work item. */
  isReplaced: boolean
  recordId: string | null; flowId: string; flowVersionId: string; inputs: JsonObject
  isReadable: boolean; isMine: boolean; recordIsReadable: boolean; interviewGuid: string | null
}

/** Loads work items by id; ids that don't exist are left out. */
export async function loadWorkItemAccess(pool: pg.Pool, viewer: Viewer, ids: readonly string[]): Promise<WorkItemAccess[]> {
  const found = await findAccess(pool, viewer, ids)
  return [...new Set(ids)].flatMap((id) => found.get(id) ?? [])
}

const findAccess = readTogether<WorkItemAccess>((viewer, asked) => Prisma.sql`
    SELECT ${WHO_ASKED}, w."id", w."runId", w."status", w."isActionable", w."completedById", w."completedAt", w."recordId", w."flowId", w."flowVersionId", w."inputs",
      (SELECT r."version" FROM "OrchestrationRun" r WHERE r."id" = w."runId") AS "runVersion",
      ${workItemIsReadable(viewer!, 'w')} AS "isReadable", ${workItemIsMine(viewer!, 'w')} AS "isMine",
      (w."recordId" IS NULL OR ${recordIsReadable(viewer!, Prisma.sql`w."recordId"`)}) AS "recordIsReadable",
      (w."closedReason" = 'RUN_ERROR' AND EXISTS (SELECT 1 FROM "OrchestrationRun" r WHERE r."id" = w."runId" AND r."status" <> 'ERROR' OFFSET 0)) AS "isReplaced",
      (SELECT i."guid" FROM "FlowInterview" i WHERE i."workItemId" = w."id" AND i."ownerId" = q."viewerId" AND i."status" IN ('STARTED', 'PAUSED') LIMIT 1) AS "interviewGuid"
    FROM ${rowsAsked(asked, 'WorkItem', 'id', 'w')}`)
