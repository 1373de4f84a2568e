// What has happened to a run, in the past tense: the only channel out of `advance`. Rows, history, mail, routing,
// timers and pushes are each derived from these, in commands/consequences.ts.
import type { NotificationTemplate } from './definition.ts'
import type { JsonObject } from './json.ts'
import type { Assignee, RunFault, StageRun, StepRun, WorkItem, WorkItemClosedReason } from './run.ts'

/** Milestones of a run's history, as the contract names them. */
export type Milestone =
  | 'START_RUN' | 'END_RUN' | 'SUSPEND_RUN' | 'RESUME_RUN' | 'CANCEL_RUN' | 'FAIL_RUN'
  | 'START_STAGE' | 'END_STAGE' | 'SUSPEND_STAGE' | 'DISCONTINUE_STAGE' | 'FAIL_STAGE'
  | 'START_STEP' | 'END_STEP' | 'DISCONTINUE_STEP' | 'FAIL_STEP'
  | 'START_WORK_ITEM' | 'END_WORK_ITEM' | 'REASSIGN_WORK_ITEM' | 'REMIND_WORK_ITEM' | 'OVERDUE_WORK_ITEM'
  | 'PAUSE_INTERVIEW' | 'RESUME_INTERVIEW' | 'DELETE_INTERVIEW'

/** One row of history. `seq` counts a run's from 1, so saving it twice is impossible. `actor` null: the automated process. */
export type HistoryEntry = {
  seq: number; milestone: Milestone; occurredAt: string; actor: string | null
  stageId: string | null; stepId: string | null; workItemId: string | null
  completedBy: string | null; durationSeconds: number | null; detail: string | null
}

/** One fact about a run. Each is given exactly once, in the order in which it happened. */
export type RunEvent =
  /** A milestone was reached; every milestone comes as one of these, beside the facts below. */
  | { kind: 'milestone'; entry: HistoryEntry }
  | { kind: 'stageChanged'; stage: StageRun }
  | { kind: 'stepChanged'; step: StepRun; stageId: string }
  /** A new work item exists: tell its assignee, route it if its queue is routable, watch its due time. */
  | { kind: 'workItemCreated'; workItem: WorkItem; notification: NotificationTemplate | null }
  | { kind: 'workItemReassigned'; workItem: WorkItem; from: Assignee; notification: NotificationTemplate | null }
  | { kind: 'workItemCompleted'; workItem: WorkItem }
  /** Nobody can work on it any more though nobody completed it; `workItem.status` follows the matrix (R3a). */
  | { kind: 'workItemClosed'; workItem: WorkItem; reason: WorkItemClosedReason }
  /** Remind the assignee by mail that the item falls due; `isOverdue` on the item tells which of the two it is. */
  | { kind: 'workItemReminded'; workItem: WorkItem }
  /** Run this autolaunched flow now. `attempt` goes back with the answer. */
  | { kind: 'backgroundStepStarted'; step: StepRun; stageId: string }
  /** Its work is no longer wanted: stop it if it has not ended. */
  | { kind: 'backgroundStepStopped'; stepId: string }
  | { kind: 'runFailed'; fault: RunFault }
  /** The run's status is now final or suspended or in progress again; `run.status` on the new state tells which. */
  | { kind: 'runStatusChanged' }
  /** Variables or outputs that conditions read have new values. */
  | { kind: 'outputsStored'; stepId: string | null; outputs: JsonObject }
