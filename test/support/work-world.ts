// Runs with their stages, steps and work items as rows, without an engine: for tests of what people read.
import type { Db } from '../../src/db.ts'

/** One work item with everything around it. Times are milliseconds after `START`. */
export type WorkOptions = {
  runId: string; startedById?: string; recordId?: string | null; userId?: string; groupId?: string; at?: number
  status?: 'ASSIGNED' | 'COMPLETED'; isActionable?: boolean; runStatus?: 'IN_PROGRESS' | 'CANCELED'; agentId?: string; completedById?: string
}

export const START = Date.parse('2026-03-01T08:00:00.000Z')

/** Makes the flow `Answer` and the orchestration `Case`, each with one active version, which runs below belong to. */
export async function makeDefinitions(db: Db): Promise<void> {
  await db.prisma.flow.create({ data: { id: 'f', apiName: 'Answer', label: 'Answer', flowType: 'SCREEN', versions: { create: { id: 'fv', versionNumber: 1, status: 'ACTIVE', definition: {}, activatedAt: new Date(START) } } } })
  await db.prisma.orchestration.create({ data: { id: 'o', apiName: 'Case', label: 'Case', orchestrationType: 'AUTOLAUNCHED', versions: { create: { id: 'v', versionNumber: 1, status: 'ACTIVE', definition: {}, activatedAt: new Date(START) } } } })
  await db.prisma.flow.update({ where: { id: 'f' }, data: { activeVersionId: 'fv' } })
  await db.prisma.orchestration.update({ where: { id: 'o' }, data: { activeVersionId: 'v' } })
}

/** Makes a run of one stage and one step with one work item, and answers the item's id. */
export async function makeWork(db: Db, options: WorkOptions): Promise<string> {
  const { runId, recordId = null, at = 0, status = 'ASSIGNED', isActionable = status === 'ASSIGNED', runStatus = 'IN_PROGRESS' } = options
  const time = new Date(START + at), id = `${runId}.w1`, stageId = `${runId}.s1`, stepId = `${runId}.s1.t1`
  const assignee = { assigneeUserId: options.userId ?? null, assigneeGroupId: options.groupId ?? null }
  await db.prisma.orchestrationRun.create({ data: {
    id: runId, orchestrationId: 'o', versionId: 'v', status: runStatus, recordId, label: 'Case', startedById: options.startedById ?? 'automated-process', startedAt: time, currentStageId: stageId, state: {},
  } })
  await db.prisma.stageRun.create({ data: { id: stageId, runId, position: 0, apiName: 'First', label: 'First', status: 'IN_PROGRESS', startedAt: time } })
  await db.prisma.stepRun.create({ data: { id: stepId, runId, stageId, position: 0, apiName: 'Do_it', label: 'Do it', stepType: 'INTERACTIVE', status: 'IN_PROGRESS', startedAt: time } })
  await db.prisma.workItem.create({ data: {
    id, runId, stageId, stepId, orchestrationId: 'o', label: 'Do it', status, isActionable, ...assignee,
    ownerUserId: options.userId ?? 'automated-process', recordId, flowId: 'f', flowVersionId: 'fv', inputs: {}, assignment: 1, createdDate: time, assignedAt: time,
    completedAt: status === 'COMPLETED' ? new Date(START + at + 61_900) : null, completedById: options.completedById ?? null, agentId: options.agentId ?? null,
  } })
  await db.prisma.runParticipant.create({ data: { runId, principalId: options.userId ?? options.groupId! } })
  await db.prisma.runHistoryEvent.createMany({ data: [
    { runId, seq: 1, milestone: 'START_RUN', occurredAt: time, actorId: options.startedById ?? null },
    { runId, seq: 2, milestone: 'START_WORK_ITEM', occurredAt: new Date(START + at + 1), stageId, stepId, workItemId: id },
  ] })
  return id
}

/** Makes a record. */
export async function makeRecord(db: Db, recordId: string, ownerId: string): Promise<void> {
  await db.prisma.record.create({ data: { recordId, objectApiName: 'Case', name: `Case ${recordId}`, ownerId, fields: { Status: 'New' } } })
}
