// Runs as the engine sees them: loaded whole, saved whole, with the rows of stages, steps, work items and history that
// people read. What changed is told by reference (core/run.ts).
import type pg from 'pg'
import type { OrchestrationDefinition } from '../core/definition.ts'
import type { HistoryEntry } from '../core/events.ts'
import type { Facts, RecordFacts } from '../core/facts.ts'
import type { Run, StageRun, StepRun, WorkItem } from '../core/run.ts'
import { ownerOf } from '../core/ownership.ts'
import { coalescedPerPool, distinct } from './coalesce.ts'
import type { Row, Write } from './commit.ts'
import type { Definitions } from './definitions.ts'
import { NO_FACTS, recordFactsSql } from './facts.ts'
import { recordPrincipal } from './visibility.ts'

/** A run with what decides about it. `version` guards the save; null: the run is new. */
export type LoadedRun = {
  id: string; version: number | null; versionId: string; orchestrationId: string; label: string
  definition: OrchestrationDefinition; run: Run; facts: Facts
}

/** What a work item's row holds that the engine doesn't know: its number, its flow's row id. */
export type WorkItemOrigin = { number: number; flowId: string }

/** A run's row with its state, as it is read. */
export type RunRow = { id: string; version: number; versionId: string; orchestrationId: string; label: string; state: Run; record: RecordFacts | null }

const COLUMNS = `r."id", r."version", r."versionId", r."orchestrationId", r."label", r."state",
  (SELECT ${recordFactsSql('rec')} FROM "Record" rec WHERE rec."recordId" = r."recordId") AS "record"`

/** Loads runs by id, in one query; ids that don't exist are left out. */
export async function loadRuns(pool: pg.Pool, definitions: Definitions, ids: readonly string[]): Promise<LoadedRun[]> {
  if (ids.length === 0) return []
  const found = await findRuns(pool, ids)
  return Promise.all([...new Set(ids)].sort().flatMap((id) => found.get(id) ?? []).map((row) => loadedRun(definitions, row)))
}

const findRuns = coalescedPerPool(async (db, asks: readonly (readonly string[])[]) => {
  const { rows } = await db.query<RunRow>({ name: 'load_runs', text: `SELECT ${COLUMNS} FROM "OrchestrationRun" r WHERE r."id" = ANY($1)`, values: [distinct(asks)] })
  return new Map(rows.map((row) => [row.id, row]))
})

/** Runs still under way about a record: those whose conditions a change of it may wake (D9). At most `limit`, in id order, from after the run `after` on. */
export async function loadRunsOfRecord(pool: pg.Pool, definitions: Definitions, recordId: string, limit: number, after = ''): Promise<LoadedRun[]> {
  const { rows } = await pool.query<RunRow>({
    name: 'load_runs_of_record',
    text: `SELECT ${COLUMNS} FROM "OrchestrationRun" r WHERE r."recordId" = $1 AND r."status" IN ('IN_PROGRESS', 'SUSPENDED') AND r."id" > $2 ORDER BY r."id" LIMIT $3`,
    values: [recordId, after, limit],
  })
  return Promise.all(rows.map((row) => loadedRun(definitions, row)))
}

/** SQL for the JSON (not jsonb: the state is passed on as it is) of one run as `RunRow`; `alias` is the "OrchestrationRun" row. */
export function runRowSql(alias: string): string {
  return `CASE WHEN ${alias}."id" IS NULL THEN NULL ELSE json_build_object('id', ${alias}."id", 'version', ${alias}."version", 'versionId', ${alias}."versionId", 'orchestrationId', ${alias}."orchestrationId", 'label', ${alias}."label",
    'state', ${alias}."state", 'record', (SELECT ${recordFactsSql('rec')} FROM "Record" rec WHERE rec."recordId" = ${alias}."recordId")) END`
}

/** The run of a row that was read with something else. */
export async function loadedRun(definitions: Definitions, row: RunRow): Promise<LoadedRun> {
  return {
    id: row.id, version: row.version, versionId: row.versionId, orchestrationId: row.orchestrationId, label: row.label,
    definition: await definitions.orchestrationVersion(row.versionId), run: row.state, facts: { ...NO_FACTS, record: row.record },
  }
}

/**
 * The writes that save a run: its own row, and the rows of whatever is not the same object as before.
 * `origins` gives, for each new work item, what only the shell knows of it; items in `released` are no agent's any more.
 */
export function runWrites(before: LoadedRun, after: Run, history: readonly HistoryRow[], origins: ReadonlyMap<string, WorkItemOrigin>, released: ReadonlySet<string>): readonly Write[] {
  const stages = after.stages.map((stage, position) => ({ stage, position, was: before.version === null ? undefined : before.run.stages[position] })).filter(({ stage, was }) => was !== stage)
  const steps = stages.flatMap(({ stage, was }) => changedSteps(was, stage))
  const workItems = after.workItems.filter((item) => before.version === null || !before.run.workItems.includes(item))
  const knownItems = new Map(before.version === null ? [] : before.run.workItems.map((item) => [item.id, item]))
  const created = workItems.filter((item) => !knownItems.has(item.id))
  const assigned = workItems.filter((item) => knownItems.get(item.id)?.assignment !== item.assignment)
  const kept = workItems.filter((item) => knownItems.has(item.id))
  // Whoever has an item of the run, or has completed one, takes part in it already. A group's work is its members' for as long as
  // they are in it; who has done it had it (R3c).
  const participants = new Set([...knownItems.values()].flatMap(({ assignee, completedBy }) => [assignee.id, completedBy]))
  const people = [...assigned.map(({ assignee }) => assignee.id), ...workItems.flatMap(({ completedBy }) => completedBy ?? [])]
  const joining = distinct([people.filter((id) => !participants.has(id)), otherRecords(after, created)])
  return [
    { kind: before.version === null ? 'insert' : 'update', table: 'OrchestrationRun', key: ['id'], rows: [runRow(before, after)] },
    ...progressWrites('StageRun', before, stages.filter(({ stage, was }) => !hasSameRow(was, stage)).map(({ stage, position, was }) => ({ now: stageProgress(stage), rest: stageRest(after.id, stage, position), wasId: was?.id }))),
    ...progressWrites('StepRun', before, steps.map(({ stageId, step, at, wasId }) => ({ now: stepProgress(step), rest: stepRest(after.id, stageId, step, at), wasId }))),
    { kind: 'insert', table: 'WorkItem', rows: created.map((item) => ({ ...workItemRow(item), ...originRow(before, item, origins.get(item.id)!) })) },
    { kind: 'update', table: 'WorkItem', key: ['id'], rows: kept.filter((item) => !released.has(item.id)).map(workItemRow) },
    { kind: 'update', table: 'WorkItem', key: ['id'], rows: kept.filter((item) => released.has(item.id)).map((item) => ({ ...workItemRow(item), agentId: null })) },
    { kind: 'insert', table: 'RunParticipant', ifAbsent: true, rows: joining.map((principalId) => ({ runId: after.id, principalId })) },
    { kind: 'insert', table: 'RunHistoryEvent', rows: history },
  ]
}

// Readers of a work item's record see its run, and with it the run's other items. Where all are about the run's own record
// that goes without saying; else the records take part in the run, so that lists come to its items by way of each.
function otherRecords(run: Run, created: readonly WorkItem[]): string[] {
  const others = created.filter((item) => item.recordId !== run.recordId)
  return others.length === 0 ? [] : [run.recordId, ...others.map((item) => item.recordId)].flatMap((recordId) => (recordId === null ? [] : [recordPrincipal(recordId)]))
}

function changedSteps(was: StageRun | undefined, stage: StageRun): { stageId: string; step: StepRun; at: number; wasId: string | undefined }[] {
  return stage.steps.map((step, at) => ({ stageId: stage.id, step, at, was: was?.steps[at] })).filter(({ step, was: known }) => known !== step).map(({ was: known, ...changed }) => ({ ...changed, wasId: known?.id }))
}

// Rows of stages or steps. All of a new run are new; most others were there before, and only some of their columns change. Where
// another stood in the place of one, whether it has a row already is left to the database.
function progressWrites(table: 'StageRun' | 'StepRun', before: LoadedRun, changed: readonly { now: Row & { id: string }; rest: Row; wasId: string | undefined }[]): Write[] {
  const whole = ({ now, rest }: { now: Row; rest: Row }) => ({ ...now, ...rest })
  if (before.version === null) return [{ kind: 'insert', table, rows: changed.map(whole) }]
  return [
    { kind: 'update', table, key: ['id'], rows: changed.filter(({ now, wasId }) => wasId === now.id).map(({ now }) => now) },
    { kind: 'upsert', table, key: ['id'], rows: changed.filter(({ now, wasId }) => wasId !== now.id).map(whole) },
  ]
}

function runRow(before: LoadedRun, run: Run) {
  const row = {
    id: run.id, status: run.status, endedAt: run.endedAt, fault: run.fault,
    currentStageId: run.currentStage === null ? null : run.stages[run.currentStage]!.id, state: run,
  }
  return before.version === null
    ? { ...row, orchestrationId: before.orchestrationId, versionId: before.versionId, recordId: run.recordId, label: before.label, startedById: run.startedBy, startedAt: run.startedAt, version: 1 }
    : { ...row, version: before.version }
}

// Most changes of a stage are changes of its steps, which have rows of their own.
function hasSameRow(before: StageRun | undefined, stage: StageRun): boolean {
  return before !== undefined && before.id === stage.id && before.status === stage.status && before.label === stage.label && before.startedAt === stage.startedAt && before.endedAt === stage.endedAt
}

function stageProgress(stage: StageRun) {
  return { id: stage.id, label: stage.label, status: stage.status, startedAt: stage.startedAt, endedAt: stage.endedAt }
}

function stageRest(runId: string, stage: StageRun, position: number) {
  return { runId, position, apiName: stage.apiName }
}

function stepProgress(step: StepRun) {
  return { id: step.id, label: step.label, status: step.status, startedAt: step.startedAt, endedAt: step.endedAt, outputs: step.outputs }
}

function stepRest(runId: string, stageId: string, step: StepRun, position: number) {
  return { runId, stageId, position, apiName: step.apiName, stepType: step.stepType }
}

/** Columns of a work item that change over its life. */
export function workItemRow(item: WorkItem) {
  return {
    id: item.id, status: item.status, closedReason: item.closedReason, isActionable: item.isActionable,
    assigneeUserId: item.assignee.kind === 'user' ? item.assignee.id : null, assigneeGroupId: item.assignee.kind === 'user' ? null : item.assignee.id,
    ...ownerOf(item.assignee), assignment: item.assignment, assignedAt: item.assignedAt,
    completedAt: item.completedAt, completedById: item.completedBy, dueAt: item.dueAt, isOverdue: item.isOverdue,
  }
}

/** Columns of a work item that are set when it is created. */
function originRow(loaded: LoadedRun, item: WorkItem, origin: WorkItemOrigin) {
  return {
    number: origin.number, flowId: origin.flowId, runId: loaded.id, stageId: item.stageId, stepId: item.stepId, orchestrationId: loaded.orchestrationId,
    label: item.label, description: item.description, recordId: item.recordId, flowVersionId: item.flowVersionId, inputs: item.inputs, createdDate: item.createdAt,
  }
}

/** A work item's whole row, as events show it. */
export function workItemSnapshot(loaded: LoadedRun, item: WorkItem, origin: WorkItemOrigin, agentId: string | null) {
  return { ...workItemRow(item), ...originRow(loaded, item, origin), agentId }
}

/** Such a row; times as RFC 3339 text. */
export type WorkItemSnapshot = ReturnType<typeof workItemSnapshot>

/** A run's row without its state, as events show it. */
export function runSnapshot(loaded: LoadedRun, run: Run) {
  return {
    id: run.id, orchestrationId: loaded.orchestrationId, versionId: loaded.versionId, status: run.status, recordId: run.recordId, label: loaded.label, startedById: run.startedBy,
    startedAt: run.startedAt, endedAt: run.endedAt, fault: run.fault, currentStageId: run.currentStage === null ? null : run.stages[run.currentStage]!.id,
  }
}

/** Such a row; times as RFC 3339 text. */
export type RunSnapshot = ReturnType<typeof runSnapshot>

/** A milestone as a row of RunHistoryEvent. */
export function historyRow(runId: string, entry: HistoryEntry) {
  return {
    runId, seq: entry.seq, milestone: entry.milestone, occurredAt: entry.occurredAt, actorId: entry.actor,
    stageId: entry.stageId, stepId: entry.stepId, workItemId: entry.workItemId, completedById: entry.completedBy,
    durationSeconds: entry.durationSeconds, detail: entry.detail,
  }
}

/** Such a row; times as RFC 3339 text. */
export type HistoryRow = ReturnType<typeof historyRow>
