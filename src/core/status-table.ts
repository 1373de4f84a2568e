// What each status may become (R1): the one table of it. Every change of a status goes through `become`.
import type { RunStatus, StageStatus, StepStatus, WorkItemStatus } from './run.ts'

type Table<Status extends string> = { readonly [from in Status]: readonly Status[] }

/** An ended run stays ended, but for one in ERROR, which may be resumed. */
export const RUN_STATUSES: Table<RunStatus> = {
  IN_PROGRESS: ['SUSPENDED', 'COMPLETED', 'CANCELED', 'ERROR'],
  SUSPENDED: ['IN_PROGRESS', 'CANCELED'],
  ERROR: ['IN_PROGRESS'],
  COMPLETED: [],
  CANCELED: [],
}

/** DISCONTINUED is the stage of a run that failed as a whole, from which there is no way back. */
export const STAGE_STATUSES: Table<StageStatus> = {
  NOT_STARTED: ['IN_PROGRESS'],
  IN_PROGRESS: ['SUSPENDED', 'COMPLETED', 'CANCELED', 'DISCONTINUED', 'ERROR'],
  SUSPENDED: ['IN_PROGRESS', 'CANCELED'],
  ERROR: ['IN_PROGRESS'],
  COMPLETED: [],
  CANCELED: [],
  DISCONTINUED: [],
}

/** A step goes back only when its run is resumed after an error (domain rule 2.7): to be tried again, or to wait again. */
export const STEP_STATUSES: Table<StepStatus> = {
  NOT_STARTED: ['IN_PROGRESS', 'ERROR'],
  IN_PROGRESS: ['COMPLETED', 'DISCONTINUED', 'CANCELED', 'ERROR'],
  ERROR: ['IN_PROGRESS', 'NOT_STARTED'],
  DISCONTINUED: ['IN_PROGRESS'],
  COMPLETED: [],
  CANCELED: [],
}

/** COMPLETED is for good (R3a). */
export const WORK_ITEM_STATUSES: Table<WorkItemStatus> = { ASSIGNED: ['COMPLETED'], COMPLETED: [] }

/** The new status, if the table allows the change; throws where it does not, since that is a defect of the engine. */
export function become<Status extends string>(table: Table<Status>, from: Status, to: NoInfer<Status>): Status {
  if (!table[from].includes(to)) throw new Error(`A status ${from} may not become ${to}.`)
  return to
}
