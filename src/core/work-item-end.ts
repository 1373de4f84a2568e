// How work items end: completed by somebody, or closed because their stage or run has ended (domain 3.6, R3a).
import type { JsonObject } from './json.ts'
import type { WorkItem, WorkItemClosedReason } from './run.ts'
import { changeStep, findStep, reach, saveWorkItem, type Draft } from './run-draft.ts'
import { become, WORK_ITEM_STATUSES } from './status-table.ts'

/** The reasons that make an open item COMPLETED; after the others it stays ASSIGNED, though nobody can work on it. */
const COMPLETING: ReadonlySet<WorkItemClosedReason> = new Set(['STAGE_COMPLETED', 'STAGE_ERROR', 'RUN_COMPLETED'])

/** Whether somebody can still be asked to do it. */
export function isOpen(item: WorkItem): boolean {
  return item.status === 'ASSIGNED' && item.isActionable
}

/**
 * Closes a stage's open items; with the stage completed also those whose own flow had failed before the run was resumed, which
 * until then stay ASSIGNED (R3a). No END_WORK_ITEM is written: nobody completed them.
 */
export function closeItems(draft: Draft, stageId: string, reason: WorkItemClosedReason, which: (item: WorkItem) => boolean = () => true): void {
  const isToClose = (item: WorkItem) => (reason === 'STAGE_COMPLETED' ? item.status === 'ASSIGNED' : isOpen(item))
  for (const item of draft.run.workItems.filter((one) => one.stageId === stageId && isToClose(one) && which(one))) {
    const isCompleting = COMPLETING.has(reason)
    const workItem = saveWorkItem(draft, {
      ...item, isActionable: false, closedReason: reason,
      status: isCompleting ? become(WORK_ITEM_STATUSES, item.status, 'COMPLETED') : item.status,
      completedAt: isCompleting ? draft.now : null,
    })
    draft.events.push({ kind: 'workItemClosed', workItem, reason })
  }
}

/** The assignee has finished the screen flow (W2, R-101); its outputs are the step's. An output "Comments" goes into the history. */
export function completeItem(draft: Draft, item: WorkItem, by: string, outputs: JsonObject): void {
  const { step } = findStep(draft.run, item.stepId)!
  const workItem = saveWorkItem(draft, {
    ...item, isActionable: false, status: become(WORK_ITEM_STATUSES, item.status, 'COMPLETED'), completedAt: draft.now, completedBy: by,
  })
  reach(draft, 'END_WORK_ITEM', {
    stageId: item.stageId, stepId: item.stepId, workItemId: item.id, actor: by, completedBy: by, since: step.startedAt,
    detail: typeof outputs.Comments === 'string' ? outputs.Comments : null,
  })
  draft.events.push({ kind: 'workItemCompleted', workItem })
  storeOutputs(draft, item.stepId, outputs, true)
}

/**
 * Keeps what a step's flow has answered. `actionEnded`: there is nothing more to wait for but its completion condition.
 * `endedBy`: whose event ended it, if one did.
 */
export function storeOutputs(draft: Draft, stepId: string, outputs: JsonObject, actionEnded: boolean, endedBy: string | null = null): void {
  changeStep(draft, stepId, { outputs, actionEnded, endedBy })
  draft.events.push({ kind: 'outputsStored', stepId, outputs })
}
