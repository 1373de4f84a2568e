// The failures that the API promises: commands throw them, graphql/ makes union members of them. Everything else that
// is thrown is a bug, and is masked.
import type { Issue } from './core/issue.ts'
import type { Permission } from './core/viewer.ts'

/** What every promised failure has: a stable `code` and a message that names the thing and the way out. */
export abstract class PromisedError extends Error {
  abstract readonly code: string
}

/** The input is wrong; every fault at once, each with the path of the faulty place. */
export class ValidationError extends PromisedError {
  readonly code = 'VALIDATION_FAILED'
  readonly issues: readonly Issue[]
  constructor(issues: readonly Issue[]) {
    super(issues.length === 1 ? inWords(issues[0]!) : `${issues.length} things are wrong: ${issues.slice(0, 3).map((issue) => inWords(issue).replace(/\.$/, '')).join('; ')}${issues.length > 3 ? '; …' : '.'}`)
    this.issues = issues
  }
}

// Sentences speak for themselves, others go on after the name of the place: "values.name: is required".
function inWords({ path, message }: Issue): string {
  const place = path.filter((part, at) => !(at === 0 && part === 'input')).join('.')
  return place === '' || /^\p{Lu}/u.test(message) ? message : `${place}: ${message}`
}

/** There is no such thing, or none that the caller may read: the two can't be told apart (A2). */
export class NotFoundError extends PromisedError {
  readonly code = 'NOT_FOUND'
}

/** The caller may read it but not do this; names the permission that would allow it, where one would. */
export class ForbiddenError extends PromisedError {
  readonly code = 'FORBIDDEN'
  readonly requiredPermission: Permission | null
  constructor(message: string, requiredPermission: Permission | null = null) {
    super(message)
    this.requiredPermission = requiredPermission
  }
}

/** Something stands in the way; `references` names what, by API name. */
export class ConflictError extends PromisedError {
  readonly code = 'CONFLICT'
  readonly references: readonly string[]
  constructor(message: string, references: readonly string[] = []) {
    super(message)
    this.references = references
  }
}

/** Somebody was first (W4): who and when. Null where it was closed without anybody completing it. */
export class WorkItemAlreadyCompletedError extends PromisedError {
  readonly code = 'WORK_ITEM_ALREADY_COMPLETED'
  readonly workItemId: string
  readonly completedById: string | null
  readonly completedAt: Date | null
  constructor(workItemId: string, completedById: string | null, completedAt: Date | null) {
    super('This work item is already completed.')
    this.workItemId = workItemId
    this.completedById = completedById
    this.completedAt = completedAt
  }
}

/** The interview can't be paused here; the org's switch is named before the screen's button (I3). */
export class PauseNotAllowedError extends PromisedError {
  readonly code = 'PAUSE_NOT_ALLOWED'
  readonly reason: 'ORG_SETTING_OFF' | 'SCREEN_HAS_NO_PAUSE'
  constructor(reason: 'ORG_SETTING_OFF' | 'SCREEN_HAS_NO_PAUSE') {
    super(reason === 'ORG_SETTING_OFF'
      ? 'Flows can\'t be paused: the setting letUsersPauseFlows is off.'
      : 'This screen has no Pause button (allowPause).')
    this.reason = reason
  }
}

/** Another screen is shown by now (I1); the answer carries it. */
export class StaleScreenError extends PromisedError {
  readonly code = 'STALE_SCREEN'
  readonly guid: string
  constructor(guid: string) {
    super('This screen has been answered already; go on with the one that the interview shows now, if it has not ended.')
    this.guid = guid
  }
}

/** The interview is not paused, has ended, or somebody else has just resumed it (I6). */
export class InterviewNotResumableError extends PromisedError {
  readonly code = 'INTERVIEW_NOT_RESUMABLE'
}

/** The run has ended (R3b). */
export class RunNotInProgressError extends PromisedError {
  readonly code = 'RUN_NOT_IN_PROGRESS'
  readonly runId: string
  constructor(runId: string, message = 'The run is not in progress.') {
    super(message)
    this.runId = runId
  }
}

/** The offer was answered, taken back or closed before. */
export class AgentWorkNotPendingError extends PromisedError {
  readonly code = 'AGENT_WORK_NOT_PENDING'
  readonly agentWorkId: string
  constructor(agentWorkId: string, message = 'This offer is no longer open.') {
    super(message)
    this.agentWorkId = agentWorkId
  }
}

/** The agent has no room for it (O2). */
export class CapacityExceededError extends PromisedError {
  readonly code = 'CAPACITY_EXCEEDED'
}

/** The `after` of a subscription is no cursor that an event ever had (O6a). */
export class CursorInvalidError extends PromisedError {
  readonly code = 'CURSOR_INVALID'
  constructor() {
    super('This is not a cursor of an event; leave `after` out, or send the cursor of an event that you received.')
  }
}

/** Events as old as this cursor are no longer kept (O6a): the client reads its queries again and subscribes without one. */
export class CursorExpiredError extends PromisedError {
  readonly code = 'CURSOR_EXPIRED'
  constructor() {
    super('Events as old as this cursor are no longer kept; read the query again and subscribe without `after`.')
  }
}

/** The subscriber read too slowly and was let go; `cursor` is that of the last event delivered, to go on from. */
export class SubscriptionLaggedError extends PromisedError {
  readonly code = 'SUBSCRIPTION_LAGGED'
  readonly cursor: string
  constructor(cursor: string) {
    super('This subscription was read too slowly and has ended; subscribe again with `after` set to this cursor.')
    this.cursor = cursor
  }
}

/** Who began this subscription may no longer sign in (A1). */
export class SignInEndedError extends PromisedError {
  readonly code = 'UNAUTHENTICATED'
  constructor() {
    super('You may no longer sign in.')
  }
}
