// Milestones of a run in the event log. Every command of a run logs some, and most are never looked at by anybody: they are
// written as short as can be (what several of them are about is said once, ids without the run's own, nothing that is null),
// and made whole again for whoever follows the run.
import type { Run, StageRun, StepRun } from '../core/run.ts'
import type { LoggedEvent, OutgoingEvent } from './event-log.ts'
import { runSnapshot, workItemRow, type HistoryRow, type LoadedRun, type RunSnapshot } from './run-aggregate.ts'

type Progress = Pick<StageRun | StepRun, 'status' | 'startedAt' | 'endedAt'>
type WorkItemRow = ReturnType<typeof workItemRow>

/** What goes on changing of a milestone's stage, step and work item, as it was then; times as RFC 3339 text. Outputs, which may be large, stay as they are once there are any. */
export type MilestoneSubject = { stage: Progress | null; step: (Progress & { outputs?: null }) | null; workItem: WorkItemRow | null }

/** A milestone as it was logged; times as RFC 3339 text. */
export type LoggedMilestone = { event: HistoryRow; was: MilestoneSubject; run: RunSnapshot }

// What a milestone has for itself: of its row, what doesn't follow from the event's topic and time.
type ShortRow = [seq: number, milestone: HistoryRow['milestone'], actorId: string | null, stageId: string | null, stepId: string | null, workItemId: string | null, completedById: string | null, durationSeconds: number | null, detail: string | null]
type ShortProgress = [status: Progress['status'], startedAt: string | null, endedAt: string | null, hasOutputs: boolean]

// What those of one command share, by short ids.
type Shared = { run: Partial<RunSnapshot>; progress: { [id: string]: ShortProgress }; workItems: { [id: string]: Partial<WorkItemRow> } }

/** What followers of the run are told: each milestone, with the run and what the milestone is about as they are at the end of the command. */
export function milestoneEvents(before: LoadedRun, after: Run, history: readonly HistoryRow[]): OutgoingEvent[] {
  if (history.length === 0) return []
  const topic = `run:${after.id}`, shared = sharedBy(before, after, history)
  const short = (id: string | null) => (id === null ? null : shortened(after.id, id))
  return history.map((row) => {
    const milestone: ShortRow = [row.seq, row.milestone, row.actorId, short(row.stageId), short(row.stepId), short(row.workItemId), row.completedById, row.durationSeconds, row.detail]
    return { topic, kind: 'RunHistoryEventAdded', payload: { milestone }, shared, occurredAt: row.occurredAt }
  })
}

/** The milestone that one of these events tells. */
export function loggedMilestone({ topic, occurredAt, payload }: LoggedEvent): LoggedMilestone {
  const runId = topic.slice('run:'.length)
  const { milestone: [seq, milestone, actorId, stageId, stepId, workItemId, completedById, durationSeconds, detail], run, progress, workItems } = payload as unknown as Shared & { milestone: ShortRow }
  const long = (id: string | null) => (id === null ? null : lengthened(runId, id))
  const stage = stageId === null ? undefined : progress[stageId], step = stepId === null ? undefined : progress[stepId], item = workItemId === null ? undefined : workItems[workItemId]
  return {
    event: { runId, seq, milestone, occurredAt: occurredAt.toISOString(), actorId, stageId: long(stageId), stepId: long(stepId), workItemId: long(workItemId), completedById, durationSeconds, detail },
    was: {
      stage: stage === undefined ? null : progressOf(stage),
      step: step === undefined ? null : { ...progressOf(step), ...(step[3] ? {} : { outputs: null }) },
      workItem: item === undefined ? null : { ...NULLS_OF_WORK_ITEM, ...(item as WorkItemRow), id: lengthened(runId, workItemId!) },
    },
    run: { ...NULLS_OF_RUN, ...(run as RunSnapshot), id: runId, currentStageId: long(run.currentStageId ?? null) },
  }
}

function sharedBy(before: LoadedRun, after: Run, history: readonly HistoryRow[]): Shared {
  const { id, currentStageId, ...run } = runSnapshot(before, after)
  const shared: Shared = { run: withoutNulls({ ...run, currentStageId: currentStageId === null ? null : shortened(id, currentStageId) }), progress: {}, workItems: {} }
  const stages = new Set(history.map(({ stageId }) => stageId)), steps = new Set(history.map(({ stepId }) => stepId)), items = new Set(history.map(({ workItemId }) => workItemId))
  for (const stage of after.stages) {
    if (!stages.has(stage.id)) continue
    shared.progress[shortened(id, stage.id)] = shortProgress(stage, true)
    for (const step of stage.steps) {
      if (steps.has(step.id)) shared.progress[shortened(id, step.id)] = shortProgress(step, step.outputs !== null)
    }
  }
  for (const item of after.workItems) {
    if (!items.has(item.id)) continue
    const { id: itemId, ...row } = workItemRow(item)
    shared.workItems[shortened(id, itemId)] = withoutNulls(row)
  }
  return shared
}

function shortProgress({ status, startedAt, endedAt }: Progress, hasOutputs: boolean): ShortProgress {
  return [status, startedAt, endedAt, hasOutputs]
}

function progressOf([status, startedAt, endedAt]: ShortProgress): Progress {
  return { status, startedAt, endedAt } as Progress
}

// Ids of what is in a run begin with its own, and none begins with a dot.
function shortened(runId: string, id: string): string {
  return id.startsWith(`${runId}.`) ? id.slice(runId.length) : id
}

function lengthened(runId: string, id: string): string {
  return id.startsWith('.') ? runId + id : id
}

// What is null may be left out, since these say what there is.
type Nulls<Row> = { [Name in keyof Row as null extends Row[Name] ? Name : never]: null }
const NULLS_OF_WORK_ITEM: Nulls<WorkItemRow> = { closedReason: null, assigneeUserId: null, assigneeGroupId: null, ownerUserId: null, ownerGroupId: null, completedAt: null, completedById: null, dueAt: null }
const NULLS_OF_RUN: Nulls<RunSnapshot> = { recordId: null, endedAt: null, fault: null, currentStageId: null }

function withoutNulls<Row extends object>(row: Row): Partial<Row> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Partial<Row>
}
