// What may be asked of an interview, and why it may be refused.
import type { Issue } from '../issue.ts'
import type { Json, JsonObject } from '../json.ts'

/** Everything that moves an interview on after it has started. */
export type InterviewInput =
  /** Answer the screen shown (I1, I2). */
  | { kind: 'submit'; revision: number; values: JsonObject }
  /** Go back to the screen before, keeping what is filled in. */
  | { kind: 'previous'; revision: number; values: JsonObject }
  /** Leave it for later; `values` are kept unvalidated (I3). `letUsersPause` is the org switch; with a `revision`, only from the screen that it is of. */
  | { kind: 'pause'; revision?: number | null; reason: string | null; values: JsonObject; letUsersPause: boolean }
  /** Pick it up where it stands (I6); one on a wait element goes on at once. */
  | { kind: 'resume' }
  /** The time of its wait element has come (I9). */
  | { kind: 'wake' }
  | { kind: 'actionEnded'; key: string; output: Json }
  | { kind: 'actionFailed'; key: string; message: string }

export type InterviewRefusal =
  /** Another screen is shown now: show that one (StaleScreenError). */
  | { kind: 'staleScreen' }
  /** Values that the screen doesn't take, every fault at once; the interview stands where it stood. */
  | { kind: 'invalidValues'; issues: readonly Issue[] }
  | { kind: 'pauseNotAllowed'; reason: 'ORG_SETTING_OFF' | 'SCREEN_HAS_NO_PAUSE' }
  | { kind: 'backNotAllowed' }
  /** It is not paused, or has ended. */
  | { kind: 'notResumable'; message: string }
  /** The input does not fit where the interview stands (e.g. a submit while it waits or has ended). */
  | { kind: 'notOnScreen'; message: string }
  /** An answer to an action that is over, or a wake of what no longer waits. Harmless; drop it. */
  | { kind: 'stale' }
  /** A wake before the time of the wait element: wake it again then. */
  | { kind: 'notYet'; until: string }
