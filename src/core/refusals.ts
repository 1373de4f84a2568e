// Why an input was refused: data, never an exception. Commands turn these into the contract's typed errors.
import type { WorkItem } from './run.ts'

export type RunRefusal =
  | { kind: 'runNotInProgress' }
  | { kind: 'workItemNotFound' }
  | { kind: 'workItemAlreadyCompleted'; workItem: WorkItem }
  /** The item is open but its run or stage has ended: nobody can work on it. */
  | { kind: 'workItemNotActionable'; workItem: WorkItem }
  | { kind: 'stepNotFound' }
  /** The step is not one that can be ended from outside, or is not in progress. */
  | { kind: 'stepNotPublishable'; message: string }
  | { kind: 'notResumable'; message: string }
  | { kind: 'assigneeInvalid'; message: string }
  /** An answer to background work that is no longer wanted or was answered before. Harmless; drop it. */
  | { kind: 'stale' }
