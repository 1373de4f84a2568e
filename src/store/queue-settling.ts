// What a queue holds that its present settings say otherwise about: open work that should wait for an agent and doesn't,
// pending work that should not, or that was queued with other settings.
import type pg from 'pg'
import { IS_LIVE } from './agents.ts'
import type { Write } from './commit.ts'
import type { QueueSettings } from './routing.ts'
import { revived, type WorkItem } from './routing-rows.ts'

/** An open work item that nobody is asked to take, with the version of its run, by which a save is guarded. */
export type UnqueuedWork = { workItem: WorkItem; runVersion: number }

/** Open work of a queue that neither waits for an agent nor is with one, oldest assignment first. */
export async function loadUnqueuedWork(pool: pg.Pool, queueId: string, limit: number): Promise<UnqueuedWork[]> {
  const { rows } = await pool.query<UnqueuedWork>({
    name: 'unqueued_work',
    text: `SELECT to_json(w) AS "workItem", r."version" AS "runVersion" FROM "WorkItem" w JOIN "OrchestrationRun" r ON r."id" = w."runId"
      WHERE w."assigneeGroupId" = $1 AND w."status" = 'ASSIGNED' AND w."isActionable"
        AND NOT EXISTS (SELECT 1 FROM "PendingServiceRouting" p WHERE p."workItemId" = w."id")
        AND NOT EXISTS (SELECT 1 FROM "AgentWork" a WHERE a."workItemId" = w."id" AND a.${IS_LIVE})
      ORDER BY w."assignedAt", w."id" LIMIT $2`,
    values: [queueId, limit],
  })
  return rows.map(({ workItem, runVersion }) => ({ workItem: revived(workItem), runVersion }))
}

/** Work items that wait in a queue, or are offered from it. */
export async function loadQueuedWork(pool: pg.Pool, queueId: string, limit: number): Promise<WorkItem[]> {
  const { rows } = await pool.query<{ workItem: WorkItem }>({
    name: 'queued_work',
    text: `SELECT to_json(w) AS "workItem" FROM "PendingServiceRouting" p JOIN "WorkItem" w ON w."id" = p."workItemId" WHERE p."queueId" = $1 ORDER BY p."id" LIMIT $2`,
    values: [queueId, limit],
  })
  return rows.map(({ workItem }) => revived(workItem))
}

/** Ids of the queues with this routing configuration. */
export async function loadQueuesRoutedBy(pool: pg.Pool, routingConfigurationId: string): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>({ name: 'queues_routed_by', text: `SELECT "id" FROM "Group" WHERE "routingConfigurationId" = $1 AND "groupType" = 'QUEUE' ORDER BY "id"`, values: [routingConfigurationId] })
  return rows.map(({ id }) => id)
}

const SETTINGS = ['routingModel', 'routingPriority', 'secondaryPriority', 'capacityWeight', 'capacityPercentage', 'pushTimeoutSeconds', 'skills', 'dropSkillsAfterSeconds'] as const

/** The write that gives all pending work of a queue these settings; what has them is left alone. */
export function settingsWrite({ queueId, apiName: _, ...settings }: QueueSettings): Write {
  const columns = (alias: string) => SETTINGS.map((name) => `${alias}."${name}"`).join(', ')
  return {
    kind: 'statement', name: 'pending work routed anew', rows: [{ queueId, ...settings }],
    text: (argument) => `UPDATE "PendingServiceRouting" p SET ${SETTINGS.map((name) => `"${name}" = s."${name}"`).join(', ')}, "version" = p."version" + 1
      FROM jsonb_populate_recordset(null::"PendingServiceRouting", ${argument}) s WHERE p."queueId" = s."queueId" AND (${columns('p')}) IS DISTINCT FROM (${columns('s')}) RETURNING 1`,
  }
}
