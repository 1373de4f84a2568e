// The state of an interview: plain JSON, whole, and enough to pick the flow up exactly where it stood (I1, I6).
import type { ScreenFieldType } from '../definition.ts'
import type { Json, JsonObject } from '../json.ts'

/** STARTED stands on a screen or works; PAUSED waits to be resumed (or for its time, on a wait element). */
export type InterviewStatus = 'STARTED' | 'PAUSED' | 'FINISHED' | 'FAILED'

/**
 * One flow under way: the outermost flow first, then each subflow it is inside of. `values` holds variables and screen
 * fields by name (I10); `answered` names the fields among them that somebody has answered, with nothing too, and that the flow
 * has not emptied since (absent in interviews saved before that was kept). `visited` are the screens that Back leads to, and
 * the subflows it leads into, latest last; `drafts` what was filled in on a screen when Back left it. `left` are subflows as they
 * were left, by the names of their elements: those of `visited` at their end (`element` null), others by Back, with nothing but
 * what is filled in again when they are entered again. `element` is where it stands; null after the last element.
 */
export type Frame = {
  flow: string; versionId: string; element: string | null
  values: JsonObject; answered?: readonly string[]; visited: readonly string[]
  drafts: { readonly [screen: string]: JsonObject }; left?: { readonly [subflow: string]: Frame }
}

/** The person it runs for (`$User`). */
export type InterviewUser = { id: string; username: string; name: string }

/** A try of an action that failed: why, which it was of how many, and when the next comes (RFC 3339). */
export type FailedTry = { message: string; tried: number; maxAttempts: number; nextAt: string }

/** Where an interview stands. */
export type Position =
  /** On a screen. `values` are what was filled in but not yet submitted (kept by a pause or by Back), unvalidated. */
  | { kind: 'screen'; element: string; values: JsonObject }
  /**
   * An action must be carried out by the shell, which answers with actionEnded or actionFailed. `key` is the same on every try;
   * `latestTry` is the one that failed last and isn't the last that there will be.
   */
  | { kind: 'action'; element: string; action: string; inputs: JsonObject; key: string; latestTry?: FailedTry }
  /** Waits by itself until the time. */
  | { kind: 'wait'; element: string; until: string }
  | { kind: 'finished'; outputs: JsonObject }
  | { kind: 'failed'; message: string; element: string | null }

/** A flow being run. `revision` grows with every screen shown; a submit must carry the one it answers. */
export type Interview = {
  guid: string; label: string; status: InterviewStatus; revision: number
  /** `$Flow.CurrentRecord`: the record that lists this interview; null: none. */
  currentRecord: string | null
  /** `$Record.Id` of the flow: the record it was started on; null: none. */
  recordId: string | null
  /** Who started it; null: the automated process. */
  user: InterviewUser | null
  frames: readonly Frame[]
  position: Position
  pauseLabel: string | null
  /** `$Flow.FaultMessage`: why the latest action failed; null: none has. */
  faultMessage: string | null
  /** Whether somebody is there to see the next screen; false after a wake (I9). */
  isAttended: boolean
  /** When it last moved, RFC 3339: `$Flow.CurrentDateTime` of the screen shown. */
  movedAt: string
  /** Elements run over the interview's whole life; `restedAt` is this number when it last stood on a screen or a wait. */
  elementsRun: number
  restedAt: number
}

/** What an interview asks the shell to save with it, in the same transaction. */
export type FlowEffect =
  /** Merge these fields into the record (I10; `Name` and `Owner` are the record's own), as the flow has read it: at this `version`, where that is known. */
  { kind: 'recordUpdated'; recordId: string; fields: JsonObject; version?: number }

/** A screen as it is shown: merge fields filled in, defaults and kept values in place, conditions evaluated. */
export type Screen = {
  apiName: string; label: string; revision: number; helpText: string | null
  canPause: boolean; canGoBack: boolean; canFinish: boolean
  pauseConfirmation: string | null
  fields: readonly ScreenField[]
}

export type ScreenField = {
  apiName: string; label: string; fieldType: ScreenFieldType
  isRequired: boolean; isVisible: boolean; visibleWhen: Json; value: Json; helpText: string | null
  choices: readonly { label: string; value: Json }[] | null; displayText: string | null
}
