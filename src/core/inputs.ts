// What may be asked of a run, in the imperative. Ids of people are users' row ids.
import type { AssigneeRef } from './definition.ts'
import type { JsonObject } from './json.ts'

/** What an interview is of: a work item, or a background step. */
export type InterviewOf = { workItemId: string } | { stepId: string }

/** Everything that moves a run on after it has started. `by` is who asked; null is the automated process. */
export type RunInput =
  | { kind: 'completeWorkItem'; workItemId: string; by: string; outputs: JsonObject }
  | { kind: 'failWorkItemFlow'; workItemId: string; by: string; message: string }
  | { kind: 'reassignWorkItem'; workItemId: string; by: string; assignee: AssigneeRef }
  | { kind: 'remindWorkItem'; workItemId: string; assignment: number }
  | { kind: 'escalateWorkItem'; workItemId: string; assignment: number }
  | { kind: 'endBackgroundStep'; stepId: string; attempt: number; outputs: JsonObject }
  | { kind: 'failBackgroundStep'; stepId: string; attempt: number; message: string; attempts: number }
  | { kind: 'publishEvent'; by: string; stepId: string | null; stepStatus: 'COMPLETED' | 'ERROR' | null; outputs: JsonObject; message: string | null }
  | { kind: 'recordChanged' }
  | { kind: 'interviewPaused' | 'interviewResumed'; of: InterviewOf; by: string; detail: string | null }
  | { kind: 'interviewDeleted'; of: InterviewOf; by: string | null; detail: string | null }
  | { kind: 'suspend'; by: string; reason: string | null }
  | { kind: 'resume'; by: string }
  | { kind: 'cancel'; by: string; reason: string | null }
