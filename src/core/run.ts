// The state of a run: plain JSON, whole, and enough to go on from. Never changed in place: `advance` answers with a
// new one that shares every unchanged stage, step and work item with the old, so a reference tells what changed.
import type { StepType } from './definition.ts'
import type { RecordFacts } from './facts.ts'
import type { Json, JsonObject } from './json.ts'

export type RunStatus = 'IN_PROGRESS' | 'SUSPENDED' | 'COMPLETED' | 'CANCELED' | 'ERROR'
export type StageStatus = 'NOT_STARTED' | 'IN_PROGRESS' | 'SUSPENDED' | 'COMPLETED' | 'CANCELED' | 'DISCONTINUED' | 'ERROR'
export type StepStatus = 'NOT_STARTED' | 'IN_PROGRESS' | 'COMPLETED' | 'DISCONTINUED' | 'CANCELED' | 'ERROR'
export type WorkItemStatus = 'ASSIGNED' | 'COMPLETED'

/** Why nobody can work on an item although nobody completed it. */
export type WorkItemClosedReason = 'STAGE_COMPLETED' | 'STAGE_ERROR' | 'RUN_COMPLETED' | 'RUN_CANCELED' | 'RUN_ERROR'

/** Who a work item is for: the row's id, and the username or API name at that time. */
export type Assignee = { kind: 'user' | 'group' | 'queue'; id: string; name: string; isRoutable?: boolean }

/** One work item. Times are RFC 3339 strings in UTC with milliseconds. `assignment` counts assignments from 1. */
export type WorkItem = {
  id: string; stageId: string; stepId: string; label: string; description: string | null
  status: WorkItemStatus; closedReason: WorkItemClosedReason | null; isActionable: boolean
  assignee: Assignee; assignment: number; recordId: string | null
  flow: string; flowVersionId: string; inputs: JsonObject
  createdAt: string; assignedAt: string; completedAt: string | null; completedBy: string | null
  dueAt: string | null; remindAt: string | null; isOverdue: boolean
}

/** One execution of a step. `actionEnded`: its action is over, though its completion condition may not hold yet. */
export type StepRun = {
  id: string; apiName: string; label: string; stepType: StepType; status: StepStatus
  startedAt: string | null; endedAt: string | null
  /** Outputs of its flow once that has finished; null before. */
  outputs: JsonObject | null
  actionEnded: boolean
  /** Whose event ended its action from outside; null: nobody's. */
  endedBy: string | null
  /** Background work: how often the step was begun (1 = first); an answer to an older attempt is ignored. */
  attempt: number
  flow: string; flowVersionId: string | null; inputs: JsonObject
  /** The latest work item of an interactive step. */
  workItemId: string | null
}

/** One execution of a stage. Entering a stage again makes another. `turn`: as which of the run's stages it was entered, from 1; null before. */
export type StageRun = {
  id: string; apiName: string; label: string; status: StageStatus
  startedAt: string | null; endedAt: string | null; turn: number | null; steps: readonly StepRun[]
}

/** Why a run stands in ERROR. `isRecoverable`: resumeRun may try the failed step again (domain rule 2.7). */
export type RunFault = { message: string; stageId: string | null; stepId: string | null; occurredAt: string; attempts: number; isRecoverable: boolean }

/** A failure that came in while the run was suspended. `workItemId`: the item whose screen flow failed; null: not one of those. */
export type KeptFailure = { stepId: string; workItemId: string | null; message: string; attempts: number; by: string | null }

/** What came in while the run was suspended and takes effect on resume (R3b); outputs are kept on their steps. */
export type Kept = { failures: readonly KeptFailure[]; priorRecord: RecordFacts | null }

export type Run = {
  id: string; status: RunStatus; startedAt: string; endedAt: string | null
  startedBy: string; recordId: string | null
  /** How many runs have led to this one by background work alone (core/chain.ts); absent: none. */
  chain?: number
  variables: { readonly [name: string]: Json }
  /** Index into `stages` of the stage that is under way (or was, when the run ended); null before the first. */
  currentStage: number | null
  stages: readonly StageRun[]
  workItems: readonly WorkItem[]
  fault: RunFault | null
  kept: Kept
  /** When it reached its latest milestone: in a run time doesn't go back, though processes have clocks of their own, and who was first may save last. Absent: before there was this. */
  latestAt?: string
  /** Counters from which child ids are derived: `${run.id}.s2`, `.s2.t1`, `.w3`, `.h17` (history). */
  counters: { stage: number; workItem: number; history: number }
}
