/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Which offer to accept. */
export type AcceptAgentWorkInput = {
  /** The agent work. */
  agentWorkId: string | number;
};

/** What became of work that was pushed to an agent. */
export type AgentWorkStatus =
  /** Offered: waits for the agent's answer. */
  | 'ASSIGNED'
  /** Taken back because the work is no longer theirs to do. */
  | 'CANCELED'
  /** Done, or closed by the agent. */
  | 'CLOSED'
  /** Declined by the agent. */
  | 'DECLINED'
  /** Not answered in time. */
  | 'DECLINED_ON_PUSH_TIMEOUT'
  /** Accepted: the agent works on it. */
  | 'OPENED'
  /** Accepted, and then given to somebody else. */
  | 'TRANSFERRED'
  /** Taken back because the agent went offline. */
  | 'UNAVAILABLE';

/** Which accepted work to close. */
export type CloseAgentWorkInput = {
  /** The agent work. */
  agentWorkId: string | number;
};

/** Which offer to decline, and why. */
export type DeclineAgentWorkInput = {
  /** The agent work. */
  agentWorkId: string | number;
  /** Why, in at most 200 characters; required where the caller's configuration says so. */
  reason?: string | null | undefined;
};

/** Which interviews to delete. */
export type DeleteInterviewsInput = {
  /** The interviews, by global ids or guids; at most 1,000. */
  interviewIds: Array<string | number>;
};

/** How a mail is worded. */
export type EmailKind =
  /** With the step's own subject or body. */
  | 'CUSTOM'
  /** To the members of a group or queue. */
  | 'GENERAL'
  /** To one user by name. */
  | 'PERSONALIZED';

/** What became of a mail. */
export type EmailStatus =
  /** Not sent; `failure` says why. */
  | 'FAILED'
  /** To be sent, or to be tried again. */
  | 'QUEUED'
  /** Taken by the mail server. */
  | 'SENT'
  /** Not sent: the org has stopped mail. */
  | 'SUPPRESSED';

/** Where an interview stands. */
export type InterviewStatus =
  /** Stopped: by a fault, or because the work that it did was completed by somebody else, given to others or closed. */
  | 'FAILED'
  /** At its end. */
  | 'FINISHED'
  /** Left for later, or waiting for its time. */
  | 'PAUSED'
  /** Under way: on a screen, or working. */
  | 'STARTED';

/** What has happened in a run. */
export type Milestone =
  /** Somebody canceled the run. */
  | 'CANCEL_RUN'
  /** Somebody deleted an interview of a work item, mostly a paused one. */
  | 'DELETE_INTERVIEW'
  /** A stage was discontinued. */
  | 'DISCONTINUE_STAGE'
  /** A step was discontinued. */
  | 'DISCONTINUE_STEP'
  /** The run completed. */
  | 'END_RUN'
  /** A stage completed. */
  | 'END_STAGE'
  /** A step completed. */
  | 'END_STEP'
  /** A work item was completed; `completedBy` and `durationSeconds` say by whom and how long it took. */
  | 'END_WORK_ITEM'
  /** The run went into ERROR. */
  | 'FAIL_RUN'
  /** A stage went into ERROR. */
  | 'FAIL_STAGE'
  /** A step went into ERROR. */
  | 'FAIL_STEP'
  /** A work item was not done by its due time. */
  | 'OVERDUE_WORK_ITEM'
  /** Somebody paused the interview of a work item. */
  | 'PAUSE_INTERVIEW'
  /** A work item was given to somebody else. */
  | 'REASSIGN_WORK_ITEM'
  /** The assignee was reminded that a work item falls due. */
  | 'REMIND_WORK_ITEM'
  /** Somebody resumed the interview of a work item. */
  | 'RESUME_INTERVIEW'
  /** Somebody resumed the run. */
  | 'RESUME_RUN'
  /** The run started; the actor is its starter. */
  | 'START_RUN'
  /** A stage started. */
  | 'START_STAGE'
  /** A step started. */
  | 'START_STEP'
  /** A work item was made. */
  | 'START_WORK_ITEM'
  /** Somebody suspended the run. */
  | 'SUSPEND_RUN'
  /** A stage was suspended with its run. */
  | 'SUSPEND_STAGE';

/** Which work item to open. */
export type OpenWorkItemInput = {
  /** The work item. */
  workItemId: string | number;
};

/** Which interview to leave for later. */
export type PauseInterviewInput = {
  /** The interview, by its global id or its guid. */
  interviewId: string | number;
  /** Why, shown in lists as its pause label; at most 1,000 characters. */
  reason?: string | null | undefined;
  /** The revision of the screen that `values` are of: another that is shown by now is not paused. Whatever is shown, unless given. */
  revision?: number | null | undefined;
  /** What is filled in so far: kept, unchecked. */
  values?: unknown;
};

/** Which screen to go back from. */
export type PreviousScreenInput = {
  /** The interview, by its global id or its guid. */
  interviewId: string | number;
  /** The `revision` of the screen that is answered. */
  revision: number;
  /** What is filled in so far: kept, unchecked, for when the screen is shown again. */
  values?: unknown;
};

/** Which interview to pick up. */
export type ResumeInterviewInput = {
  /** The interview, by its global id or its guid. */
  interviewId: string | number;
};

/** Where a run stands. */
export type RunStatus =
  /** Somebody ended it. */
  | 'CANCELED'
  /** All its stages are done. */
  | 'COMPLETED'
  /** A step failed; `error` says why, and `resumeRun` may try again. */
  | 'ERROR'
  /** Under way. */
  | 'IN_PROGRESS'
  /** Starts nothing new until it is resumed. */
  | 'SUSPENDED';

/** What kind of field a screen shows. */
export type ScreenFieldType =
  /** True or false: what is not ticked is false, also where it is required. The JSON Schema {"const": true} asks that it is ticked. */
  | 'CHECKBOX'
  /** An amount of money, as a number. */
  | 'CURRENCY'
  /** A day, e.g. "2026-03-01". */
  | 'DATE'
  /** A time in RFC 3339. */
  | 'DATE_TIME'
  /** Text to read; it takes no value. */
  | 'DISPLAY_TEXT'
  /** An e-mail address. */
  | 'EMAIL'
  /** Several lines of text. */
  | 'LONG_TEXT'
  /** Any of its choices. */
  | 'MULTI_SELECT_PICKLIST'
  /** A number. */
  | 'NUMBER'
  /** A text that isn't shown. */
  | 'PASSWORD'
  /** A telephone number. */
  | 'PHONE'
  /** One of its choices, in a list. */
  | 'PICKLIST'
  /** One of its choices, side by side. */
  | 'RADIO_BUTTONS'
  /** One line of text. */
  | 'TEXT'
  /** A web address. */
  | 'URL';

/** What the caller says of themselves. */
export type SetPresenceInput = {
  /** API name of one of `omniChannel.availableStatuses`; null logs out. */
  status?: string | null | undefined;
};

/** Where a stage stands. */
export type StageStatus =
  /** Was under way when its run was canceled. */
  | 'CANCELED'
  /** Done. */
  | 'COMPLETED'
  /** Was under way when its run failed for a reason outside of it. */
  | 'DISCONTINUED'
  /** It, or a step of it, failed. */
  | 'ERROR'
  /** Under way. */
  | 'IN_PROGRESS'
  /** Its turn has not come. */
  | 'NOT_STARTED'
  /** Was under way when its run was suspended. */
  | 'SUSPENDED';

/** Where a step stands. */
export type StepStatus =
  /** Was under way when its run was canceled. */
  | 'CANCELED'
  /** Done. */
  | 'COMPLETED'
  /** Was under way when its stage ended without it. */
  | 'DISCONTINUED'
  /** Its flow or action failed, or its assignee could not be found. */
  | 'ERROR'
  /** Under way. */
  | 'IN_PROGRESS'
  /** Waits for its start condition. */
  | 'NOT_STARTED';

/** Who does a step. */
export type StepType =
  /** An autolaunched flow that asks an outside system, which answers later with `publishOrchestrationEvent`. */
  | 'ASYNCHRONOUS_BACKGROUND'
  /** An autolaunched flow. Where that only computes (assignments, decisions, and subflows of these), it has ended when the command is answered that starts the step. */
  | 'BACKGROUND'
  /** A person: it makes a work item. */
  | 'INTERACTIVE';

/** The answer to a screen. */
export type SubmitScreenInput = {
  /** The interview, by its global id or its guid. */
  interviewId: string | number;
  /** The `revision` of the screen that is answered. */
  revision: number;
  /** Values of its fields by name: a JSON object. */
  values: unknown;
};

/** What a step or stage waits for. */
export type WaitPhase =
  /** To be completed. */
  | 'COMPLETION'
  /** To start. */
  | 'START';

/** Why nobody can work on an item although nobody completed it. */
export type WorkItemClosedReason =
  /** Its run was canceled. */
  | 'RUN_CANCELED'
  /** Its run was completed without it. */
  | 'RUN_COMPLETED'
  /** Its run failed. */
  | 'RUN_ERROR'
  /** Its stage was completed without it. */
  | 'STAGE_COMPLETED'
  /** Its stage failed. */
  | 'STAGE_ERROR';

/** Where a work item stands. */
export type WorkItemStatus =
  /** Not completed. Whether it can still be worked on, `isActionable` says. */
  | 'ASSIGNED'
  /** Completed: by somebody, or with its stage. */
  | 'COMPLETED';

export type MailboxQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type MailboxQuery = { workItems: { edges: Array<{ node: { id: string, record: { recordId: string, name: string | null } | null, notifications: { edges: Array<{ node: { id: string, subject: string, body: string, kind: EmailKind, status: EmailStatus, sentAt: string | null, failure: string | null, linkUrl: string | null, linkValid: boolean, recipient: { username: string, name: string } } }> } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type PresenceFragment = { apiName: string, label: string, isOnline: boolean, isBusy: boolean };

export type OmniChannelQueryVariables = Exact<{ [key: string]: never; }>;


export type OmniChannelQuery = { omniChannel: { configuredCapacity: number, currentWorkload: number, presence: { apiName: string, label: string, isOnline: boolean, isBusy: boolean } | null, configuration: { isDeclineEnabled: boolean, isDeclineReasonEnabled: boolean }, availableStatuses: Array<{ apiName: string, label: string, isOnline: boolean, isBusy: boolean }>, queues: Array<{ apiName: string, label: string }>, agentWork: { edges: Array<{ node: { id: string, status: AgentWorkStatus, assignedAt: string, pushTimeoutAt: string | null, acceptedAt: string | null, capacityWeight: number, queue: { label: string }, workItem: { id: string, name: string, label: string, description: string | null, canOpen: boolean, record: { recordId: string, name: string | null } | null, run: { label: string } } } }>, pageInfo: { hasNextPage: boolean } } } };

export type FollowOmniChannelSubscriptionVariables = Exact<{
  after?: string | null | undefined;
}>;


export type FollowOmniChannelSubscription = { omniChannel:
    | { __typename: 'PresenceChanged', cursor: string }
    | { __typename: 'WorkAccepted', cursor: string }
    | { __typename: 'WorkAssigned', cursor: string }
    | { __typename: 'WorkCanceled', cursor: string }
    | { __typename: 'WorkClosed', cursor: string }
    | { __typename: 'WorkDeclined', cursor: string }
    | { __typename: 'WorkPushTimedOut', cursor: string }
    | { __typename: 'WorkloadChanged', cursor: string }
   };

export type SetPresenceMutationVariables = Exact<{
  input: SetPresenceInput;
}>;


export type SetPresenceMutation = { setPresence:
    | { __typename: 'ConflictError', message: string, code: string }
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'NotFoundError', message: string, code: string }
    | { __typename: 'SetPresenceSuccess' }
    | { __typename: 'ValidationError', message: string, code: string }
   };

export type AcceptAgentWorkMutationVariables = Exact<{
  input: AcceptAgentWorkInput;
}>;


export type AcceptAgentWorkMutation = { acceptAgentWork:
    | { __typename: 'AcceptAgentWorkSuccess' }
    | { __typename: 'AgentWorkNotPendingError', message: string, code: string }
    | { __typename: 'CapacityExceededError', message: string, code: string }
    | { __typename: 'ConflictError', message: string, code: string }
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'NotFoundError', message: string, code: string }
    | { __typename: 'ValidationError', message: string, code: string }
   };

export type DeclineAgentWorkMutationVariables = Exact<{
  input: DeclineAgentWorkInput;
}>;


export type DeclineAgentWorkMutation = { declineAgentWork:
    | { __typename: 'AgentWorkNotPendingError', message: string, code: string }
    | { __typename: 'ConflictError', message: string, code: string }
    | { __typename: 'DeclineAgentWorkSuccess' }
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'NotFoundError', message: string, code: string }
    | { __typename: 'ValidationError', message: string, code: string, issues: Array<{ path: Array<string>, message: string }> }
   };

export type CloseAgentWorkMutationVariables = Exact<{
  input: CloseAgentWorkInput;
}>;


export type CloseAgentWorkMutation = { closeAgentWork:
    | { __typename: 'CloseAgentWorkSuccess' }
    | { __typename: 'ConflictError', message: string, code: string }
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'NotFoundError', message: string, code: string }
    | { __typename: 'ValidationError', message: string, code: string }
   };

export type PausedInterviewsQueryVariables = Exact<{
  recordId: string | number;
}>;


export type PausedInterviewsQuery = { record: { recordId: string, pausedInterviews: { edges: Array<{ node: { id: string, guid: string, label: string, pauseLabel: string | null, pausedAt: string | null, createdDate: string, expiresAt: string | null, currentElement: string | null, canResume: boolean, canDelete: boolean, isOfBackgroundStep: boolean, owner: { username: string, name: string }, pausedBy: { username: string, name: string } | null, flow: { label: string }, flowVersion: { versionNumber: number }, workItem: { label: string, stage: { label: string } } | null } }>, pageInfo: { hasNextPage: boolean } } } | null };

export type DeleteInterviewsMutationVariables = Exact<{
  input: DeleteInterviewsInput;
}>;


export type DeleteInterviewsMutation = { deleteInterviews:
    | { __typename: 'DeleteInterviewsSuccess', results: Array<{ interviewId: string, error:
          | { message: string }
          | { message: string }
          | { message: string }
          | { message: string }
          | { message: string }
          | { message: string }
          | { message: string }
          | { message: string }
          | { message: string }
          | { message: string }
          | { message: string }
         | null }> }
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'ValidationError', message: string, code: string }
   };

export type RunQueryVariables = Exact<{
  id: string | number;
}>;


export type RunQuery = { node:
    | { __typename: 'AgentWork' }
    | { __typename: 'EmailNotification' }
    | { __typename: 'Flow' }
    | { __typename: 'FlowInterview' }
    | { __typename: 'FlowVersion' }
    | { __typename: 'Group' }
    | { __typename: 'Orchestration' }
    | { __typename: 'OrchestrationRun', id: string, label: string, status: RunStatus, startedAt: string, endedAt: string | null, durationSeconds: number | null, startedBy: { username: string, name: string }, record: { recordId: string, name: string | null } | null, orchestration: { apiName: string, label: string }, version: { versionNumber: number, definition: unknown }, error: { message: string, isRecoverable: boolean, step: { label: string } | null, stage: { label: string } | null } | null, currentStage: { id: string } | null, stages: Array<{ id: string, apiName: string, label: string, status: StageStatus, startedAt: string | null, endedAt: string | null, waitingOn: Array<{ summary: string }>, steps: Array<{ id: string, apiName: string, label: string, stepType: StepType, status: StepStatus, startedAt: string | null, endedAt: string | null, waitingOn: Array<{ phase: WaitPhase, summary: string }>, workItem: { id: string, name: string, status: WorkItemStatus, completedBy: { username: string, name: string } | null, assignee:
              | { __typename: 'Group', apiName: string, label: string }
              | { __typename: 'User', username: string, name: string }
             } | null }> }> }
    | { __typename: 'OrchestrationVersion' }
    | { __typename: 'PendingServiceRouting' }
    | { __typename: 'PresenceUserConfig' }
    | { __typename: 'QueueRoutingConfig' }
    | { __typename: 'Record' }
    | { __typename: 'RunHistoryEvent' }
    | { __typename: 'ServicePresenceStatus' }
    | { __typename: 'Site' }
    | { __typename: 'StageRun' }
    | { __typename: 'StepRun' }
    | { __typename: 'User' }
    | { __typename: 'WorkItem' }
   | null };

export type RunHistoryQueryVariables = Exact<{
  id: string | number;
  after?: string | null | undefined;
}>;


export type RunHistoryQuery = { node:
    | { __typename: 'AgentWork' }
    | { __typename: 'EmailNotification' }
    | { __typename: 'Flow' }
    | { __typename: 'FlowInterview' }
    | { __typename: 'FlowVersion' }
    | { __typename: 'Group' }
    | { __typename: 'Orchestration' }
    | { __typename: 'OrchestrationRun', history: { edges: Array<{ node: { id: string, milestone: Milestone, occurredAt: string, durationSeconds: number | null, detail: string | null, actor: { username: string, name: string } | null, completedBy: { username: string, name: string } | null, stage: { label: string } | null, step: { label: string } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }
    | { __typename: 'OrchestrationVersion' }
    | { __typename: 'PendingServiceRouting' }
    | { __typename: 'PresenceUserConfig' }
    | { __typename: 'QueueRoutingConfig' }
    | { __typename: 'Record' }
    | { __typename: 'RunHistoryEvent' }
    | { __typename: 'ServicePresenceStatus' }
    | { __typename: 'Site' }
    | { __typename: 'StageRun' }
    | { __typename: 'StepRun' }
    | { __typename: 'User' }
    | { __typename: 'WorkItem' }
   | null };

export type RunProgressSubscriptionVariables = Exact<{
  runId: string | number;
  after?: string | null | undefined;
}>;


export type RunProgressSubscription = { runProgress: { __typename: 'RunHistoryEventAdded', cursor: string } };

export type PersonFragment = { username: string, name: string };

export type StandingInterviewFragment = { id: string, guid: string, label: string, status: InterviewStatus, canResume: boolean, goesOnAt: string | null, record: { recordId: string } | null, workItem: { id: string, label: string, closedReason: WorkItemClosedReason | null } | null, screen: { apiName: string, label: string, revision: number, canPause: boolean, canGoBack: boolean, canFinish: boolean, helpText: string | null, fields: Array<{ apiName: string, label: string, fieldType: ScreenFieldType, isRequired: boolean, isVisible: boolean, visibleWhen: unknown, value: unknown, helpText: string | null, displayText: string | null, choices: Array<{ label: string, value: unknown }> | null }> } | null };

export type NextWorkFragment = { id: string, label: string, step: { label: string }, record: { recordId: string } | null };

export type TakenWorkFragment = { completedAt: string | null, completedBy: { username: string, name: string } | null };

export type InterviewQueryVariables = Exact<{
  id: string | number;
}>;


export type InterviewQuery = { node:
    | { __typename: 'AgentWork' }
    | { __typename: 'EmailNotification' }
    | { __typename: 'Flow' }
    | { __typename: 'FlowInterview', id: string, guid: string, label: string, status: InterviewStatus, canResume: boolean, goesOnAt: string | null, owner: { username: string, name: string }, resumedBy: { username: string, name: string } | null, workItem: { canOpen: boolean, completedAt: string | null, id: string, label: string, closedReason: WorkItemClosedReason | null, completedBy: { username: string, name: string } | null } | null, record: { recordId: string } | null, screen: { apiName: string, label: string, revision: number, canPause: boolean, canGoBack: boolean, canFinish: boolean, helpText: string | null, fields: Array<{ apiName: string, label: string, fieldType: ScreenFieldType, isRequired: boolean, isVisible: boolean, visibleWhen: unknown, value: unknown, helpText: string | null, displayText: string | null, choices: Array<{ label: string, value: unknown }> | null }> } | null }
    | { __typename: 'FlowVersion' }
    | { __typename: 'Group' }
    | { __typename: 'Orchestration' }
    | { __typename: 'OrchestrationRun' }
    | { __typename: 'OrchestrationVersion' }
    | { __typename: 'PendingServiceRouting' }
    | { __typename: 'PresenceUserConfig' }
    | { __typename: 'QueueRoutingConfig' }
    | { __typename: 'Record' }
    | { __typename: 'RunHistoryEvent' }
    | { __typename: 'ServicePresenceStatus' }
    | { __typename: 'Site' }
    | { __typename: 'StageRun' }
    | { __typename: 'StepRun' }
    | { __typename: 'User' }
    | { __typename: 'WorkItem' }
   | null };

export type OpenWorkItemMutationVariables = Exact<{
  input: OpenWorkItemInput;
}>;


export type OpenWorkItemMutation = { openWorkItem:
    | { __typename: 'ConflictError', message: string, code: string }
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'NotFoundError', message: string, code: string }
    | { __typename: 'OpenWorkItemSuccess', interview: { id: string, guid: string, label: string, status: InterviewStatus, canResume: boolean, goesOnAt: string | null, record: { recordId: string } | null, workItem: { id: string, label: string, closedReason: WorkItemClosedReason | null } | null, screen: { apiName: string, label: string, revision: number, canPause: boolean, canGoBack: boolean, canFinish: boolean, helpText: string | null, fields: Array<{ apiName: string, label: string, fieldType: ScreenFieldType, isRequired: boolean, isVisible: boolean, visibleWhen: unknown, value: unknown, helpText: string | null, displayText: string | null, choices: Array<{ label: string, value: unknown }> | null }> } | null } }
    | { __typename: 'RunNotInProgressError', message: string, code: string }
    | { __typename: 'ValidationError', message: string, code: string }
    | { __typename: 'WorkItemAlreadyCompletedError', message: string, code: string, completedAt: string | null, completedBy: { username: string, name: string } | null }
   };

export type SubmitScreenMutationVariables = Exact<{
  input: SubmitScreenInput;
}>;


export type SubmitScreenMutation = { submitScreen:
    | { __typename: 'ConflictError', message: string, code: string }
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'NotFoundError', message: string, code: string }
    | { __typename: 'RunNotInProgressError', message: string, code: string }
    | { __typename: 'StaleScreenError', message: string, code: string, interview: { id: string, guid: string, label: string, status: InterviewStatus, canResume: boolean, goesOnAt: string | null, record: { recordId: string } | null, workItem: { id: string, label: string, closedReason: WorkItemClosedReason | null } | null, screen: { apiName: string, label: string, revision: number, canPause: boolean, canGoBack: boolean, canFinish: boolean, helpText: string | null, fields: Array<{ apiName: string, label: string, fieldType: ScreenFieldType, isRequired: boolean, isVisible: boolean, visibleWhen: unknown, value: unknown, helpText: string | null, displayText: string | null, choices: Array<{ label: string, value: unknown }> | null }> } | null } }
    | { __typename: 'SubmitScreenSuccess', interview: { id: string, guid: string, label: string, status: InterviewStatus, canResume: boolean, goesOnAt: string | null, record: { recordId: string } | null, workItem: { id: string, label: string, closedReason: WorkItemClosedReason | null } | null, screen: { apiName: string, label: string, revision: number, canPause: boolean, canGoBack: boolean, canFinish: boolean, helpText: string | null, fields: Array<{ apiName: string, label: string, fieldType: ScreenFieldType, isRequired: boolean, isVisible: boolean, visibleWhen: unknown, value: unknown, helpText: string | null, displayText: string | null, choices: Array<{ label: string, value: unknown }> | null }> } | null }, workItem: { id: string, status: WorkItemStatus } | null, nextWorkItems: Array<{ id: string, label: string, step: { label: string }, record: { recordId: string } | null }> }
    | { __typename: 'ValidationError', message: string, code: string, issues: Array<{ path: Array<string>, message: string }> }
    | { __typename: 'WorkItemAlreadyCompletedError', message: string, code: string, completedAt: string | null, completedBy: { username: string, name: string } | null }
   };

export type PreviousScreenMutationVariables = Exact<{
  input: PreviousScreenInput;
}>;


export type PreviousScreenMutation = { previousScreen:
    | { __typename: 'ConflictError', message: string, code: string }
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'NotFoundError', message: string, code: string }
    | { __typename: 'PreviousScreenSuccess', interview: { id: string, guid: string, label: string, status: InterviewStatus, canResume: boolean, goesOnAt: string | null, record: { recordId: string } | null, workItem: { id: string, label: string, closedReason: WorkItemClosedReason | null } | null, screen: { apiName: string, label: string, revision: number, canPause: boolean, canGoBack: boolean, canFinish: boolean, helpText: string | null, fields: Array<{ apiName: string, label: string, fieldType: ScreenFieldType, isRequired: boolean, isVisible: boolean, visibleWhen: unknown, value: unknown, helpText: string | null, displayText: string | null, choices: Array<{ label: string, value: unknown }> | null }> } | null } }
    | { __typename: 'RunNotInProgressError', message: string, code: string }
    | { __typename: 'StaleScreenError', message: string, code: string, interview: { id: string, guid: string, label: string, status: InterviewStatus, canResume: boolean, goesOnAt: string | null, record: { recordId: string } | null, workItem: { id: string, label: string, closedReason: WorkItemClosedReason | null } | null, screen: { apiName: string, label: string, revision: number, canPause: boolean, canGoBack: boolean, canFinish: boolean, helpText: string | null, fields: Array<{ apiName: string, label: string, fieldType: ScreenFieldType, isRequired: boolean, isVisible: boolean, visibleWhen: unknown, value: unknown, helpText: string | null, displayText: string | null, choices: Array<{ label: string, value: unknown }> | null }> } | null } }
    | { __typename: 'ValidationError', message: string, code: string }
    | { __typename: 'WorkItemAlreadyCompletedError', message: string, code: string, completedAt: string | null, completedBy: { username: string, name: string } | null }
   };

export type PauseInterviewMutationVariables = Exact<{
  input: PauseInterviewInput;
}>;


export type PauseInterviewMutation = { pauseInterview:
    | { __typename: 'ConflictError', message: string, code: string }
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'NotFoundError', message: string, code: string }
    | { __typename: 'PauseInterviewSuccess', confirmation: string | null, interview: { id: string, guid: string, status: InterviewStatus } }
    | { __typename: 'PauseNotAllowedError', message: string, code: string }
    | { __typename: 'RunNotInProgressError', message: string, code: string }
    | { __typename: 'StaleScreenError', message: string, code: string, interview: { id: string, guid: string, label: string, status: InterviewStatus, canResume: boolean, goesOnAt: string | null, record: { recordId: string } | null, workItem: { id: string, label: string, closedReason: WorkItemClosedReason | null } | null, screen: { apiName: string, label: string, revision: number, canPause: boolean, canGoBack: boolean, canFinish: boolean, helpText: string | null, fields: Array<{ apiName: string, label: string, fieldType: ScreenFieldType, isRequired: boolean, isVisible: boolean, visibleWhen: unknown, value: unknown, helpText: string | null, displayText: string | null, choices: Array<{ label: string, value: unknown }> | null }> } | null } }
    | { __typename: 'ValidationError', message: string, code: string }
    | { __typename: 'WorkItemAlreadyCompletedError', message: string, code: string, completedAt: string | null, completedBy: { username: string, name: string } | null }
   };

export type ResumeInterviewMutationVariables = Exact<{
  input: ResumeInterviewInput;
}>;


export type ResumeInterviewMutation = { resumeInterview:
    | { __typename: 'ConflictError', message: string, code: string }
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'InterviewNotResumableError', message: string, code: string }
    | { __typename: 'NotFoundError', message: string, code: string }
    | { __typename: 'ResumeInterviewSuccess', interview: { id: string, guid: string, label: string, status: InterviewStatus, canResume: boolean, goesOnAt: string | null, record: { recordId: string } | null, workItem: { id: string, label: string, closedReason: WorkItemClosedReason | null } | null, screen: { apiName: string, label: string, revision: number, canPause: boolean, canGoBack: boolean, canFinish: boolean, helpText: string | null, fields: Array<{ apiName: string, label: string, fieldType: ScreenFieldType, isRequired: boolean, isVisible: boolean, visibleWhen: unknown, value: unknown, helpText: string | null, displayText: string | null, choices: Array<{ label: string, value: unknown }> | null }> } | null } }
    | { __typename: 'ValidationError', message: string, code: string }
   };

export type ToDoListQueryVariables = Exact<{ [key: string]: never; }>;


export type ToDoListQuery = { viewer: { username: string, toDoList: { edges: Array<{ node: { id: string, name: string, label: string, description: string | null, dueAt: string | null, isOverdue: boolean, assignedAt: string, record: { recordId: string, name: string | null } | null, step: { label: string }, run: { label: string }, assignee:
            | { __typename: 'Group', apiName: string, label: string }
            | { __typename: 'User', username: string, name: string }
          , interview: { id: string, status: InterviewStatus } | null } }>, pageInfo: { hasNextPage: boolean } } } };

export type ViewerNameQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerNameQuery = { viewer: { username: string } };

export type WorkFragment = { id: string, name: string, label: string, description: string | null, dueAt: string | null, isOverdue: boolean, assignedAt: string, step: { label: string }, run: { label: string }, assignee:
    | { __typename: 'Group', apiName: string, label: string }
    | { __typename: 'User', username: string, name: string }
  , interview: { id: string, status: InterviewStatus } | null };

export type WorkGuideQueryVariables = Exact<{
  recordId: string | number;
  after?: string | null | undefined;
}>;


export type WorkGuideQuery = { record: { recordId: string, workGuide: { edges: Array<{ node: { id: string, name: string, label: string, description: string | null, dueAt: string | null, isOverdue: boolean, assignedAt: string, step: { label: string }, run: { label: string }, assignee:
            | { __typename: 'Group', apiName: string, label: string }
            | { __typename: 'User', username: string, name: string }
          , interview: { id: string, status: InterviewStatus } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type WorkUnderWayQueryVariables = Exact<{
  recordId: string | number;
  after: string;
}>;


export type WorkUnderWayQuery = { record: { workGuide: { edges: Array<{ node: { id: string, interview: { status: InterviewStatus } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } } | null };

export type RecordWorkSubscriptionVariables = Exact<{
  recordId: string | number;
  after?: string | null | undefined;
}>;


export type RecordWorkSubscription = { recordWork:
    | { __typename: 'InterviewDeleted', cursor: string }
    | { __typename: 'InterviewPaused', cursor: string }
    | { __typename: 'InterviewResumed', cursor: string }
    | { __typename: 'WorkItemCompleted', cursor: string }
    | { __typename: 'WorkItemCreated', cursor: string }
    | { __typename: 'WorkItemReassigned', cursor: string }
   };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const PresenceFragmentDoc = new TypedDocumentString(`
    fragment Presence on ServicePresenceStatus {
  apiName
  label
  isOnline
  isBusy
}
    `, {"fragmentName":"Presence"}) as unknown as TypedDocumentString<PresenceFragment, unknown>;
export const StandingInterviewFragmentDoc = new TypedDocumentString(`
    fragment StandingInterview on FlowInterview {
  id
  guid
  label
  status
  canResume
  goesOnAt
  record {
    recordId
  }
  workItem {
    id
    label
    closedReason
  }
  screen {
    apiName
    label
    revision
    canPause
    canGoBack
    canFinish
    helpText
    fields {
      apiName
      label
      fieldType
      isRequired
      isVisible
      visibleWhen
      value
      helpText
      displayText
      choices {
        label
        value
      }
    }
  }
}
    `, {"fragmentName":"StandingInterview"}) as unknown as TypedDocumentString<StandingInterviewFragment, unknown>;
export const NextWorkFragmentDoc = new TypedDocumentString(`
    fragment NextWork on WorkItem {
  id
  label
  step {
    label
  }
  record {
    recordId
  }
}
    `, {"fragmentName":"NextWork"}) as unknown as TypedDocumentString<NextWorkFragment, unknown>;
export const PersonFragmentDoc = new TypedDocumentString(`
    fragment Person on User {
  username
  name
}
    `, {"fragmentName":"Person"}) as unknown as TypedDocumentString<PersonFragment, unknown>;
export const TakenWorkFragmentDoc = new TypedDocumentString(`
    fragment TakenWork on WorkItemAlreadyCompletedError {
  completedAt
  completedBy {
    ...Person
  }
}
    fragment Person on User {
  username
  name
}`, {"fragmentName":"TakenWork"}) as unknown as TypedDocumentString<TakenWorkFragment, unknown>;
export const WorkFragmentDoc = new TypedDocumentString(`
    fragment Work on WorkItem {
  id
  name
  label
  description
  dueAt
  isOverdue
  assignedAt
  step {
    label
  }
  run {
    label
  }
  assignee {
    __typename
    ... on User {
      ...Person
    }
    ... on Group {
      apiName
      label
    }
  }
  interview {
    id
    status
  }
}
    fragment Person on User {
  username
  name
}`, {"fragmentName":"Work"}) as unknown as TypedDocumentString<WorkFragment, unknown>;
export const MailboxDocument = new TypedDocumentString(`
    query Mailbox($after: String) {
  workItems(first: 30, after: $after) {
    edges {
      node {
        id
        record {
          recordId
          name
        }
        notifications(first: 20) {
          edges {
            node {
              id
              subject
              body
              kind
              status
              sentAt
              failure
              linkUrl
              linkValid
              recipient {
                ...Person
              }
            }
          }
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment Person on User {
  username
  name
}`, {"hash":"sha256:9481cb25f72f70000d7b5db7749f712e60907fccfb3a1467af3acf276a9ea76a"}) as unknown as TypedDocumentString<MailboxQuery, MailboxQueryVariables>;
export const OmniChannelDocument = new TypedDocumentString(`
    query OmniChannel {
  omniChannel {
    presence {
      ...Presence
    }
    configuredCapacity
    currentWorkload
    configuration {
      isDeclineEnabled
      isDeclineReasonEnabled
    }
    availableStatuses {
      ...Presence
    }
    queues {
      apiName
      label
    }
    agentWork(first: 50, status: [ASSIGNED, OPENED]) {
      edges {
        node {
          id
          status
          assignedAt
          pushTimeoutAt
          acceptedAt
          capacityWeight
          queue {
            label
          }
          workItem {
            id
            name
            label
            description
            canOpen
            record {
              recordId
              name
            }
            run {
              label
            }
          }
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
}
    fragment Presence on ServicePresenceStatus {
  apiName
  label
  isOnline
  isBusy
}`, {"hash":"sha256:4dc16179ae772ceff0cf3fec4ae71b1d43dfc634423136c95fc2c31fc2cc602b"}) as unknown as TypedDocumentString<OmniChannelQuery, OmniChannelQueryVariables>;
export const FollowOmniChannelDocument = new TypedDocumentString(`
    subscription FollowOmniChannel($after: String) {
  omniChannel(after: $after) {
    __typename
    ... on Event {
      cursor
    }
  }
}
    `, {"hash":"sha256:3a7a557c7f96210b59d1afa4d09e715d1b65bb556f0d7cabff6b725adf89ad03"}) as unknown as TypedDocumentString<FollowOmniChannelSubscription, FollowOmniChannelSubscriptionVariables>;
export const SetPresenceDocument = new TypedDocumentString(`
    mutation SetPresence($input: SetPresenceInput!) {
  setPresence(input: $input) {
    __typename
    ... on Error {
      message
      code
    }
  }
}
    `, {"hash":"sha256:6a67333c2e3e4101b1ccb2520e02577c9793bd732363e7f074294ad962be21cb"}) as unknown as TypedDocumentString<SetPresenceMutation, SetPresenceMutationVariables>;
export const AcceptAgentWorkDocument = new TypedDocumentString(`
    mutation AcceptAgentWork($input: AcceptAgentWorkInput!) {
  acceptAgentWork(input: $input) {
    __typename
    ... on Error {
      message
      code
    }
  }
}
    `, {"hash":"sha256:72559a65171f5c1094fdfd34dce5d4c435cd9e8e575dc8b1cb0e3970e9e90e40"}) as unknown as TypedDocumentString<AcceptAgentWorkMutation, AcceptAgentWorkMutationVariables>;
export const DeclineAgentWorkDocument = new TypedDocumentString(`
    mutation DeclineAgentWork($input: DeclineAgentWorkInput!) {
  declineAgentWork(input: $input) {
    __typename
    ... on Error {
      message
      code
    }
    ... on ValidationError {
      issues {
        path
        message
      }
    }
  }
}
    `, {"hash":"sha256:db8aa7841cd5f2f8d22f467cc1d6ff72074da5afbd0bdf5b7705452a9e0f5b17"}) as unknown as TypedDocumentString<DeclineAgentWorkMutation, DeclineAgentWorkMutationVariables>;
export const CloseAgentWorkDocument = new TypedDocumentString(`
    mutation CloseAgentWork($input: CloseAgentWorkInput!) {
  closeAgentWork(input: $input) {
    __typename
    ... on Error {
      message
      code
    }
  }
}
    `, {"hash":"sha256:c20fa055f5253c048cadf5a9b299c7564257276d2a6bb59a7639461dcd3a0f0b"}) as unknown as TypedDocumentString<CloseAgentWorkMutation, CloseAgentWorkMutationVariables>;
export const PausedInterviewsDocument = new TypedDocumentString(`
    query PausedInterviews($recordId: ID!) {
  record(recordId: $recordId) {
    recordId
    pausedInterviews(first: 100) {
      edges {
        node {
          id
          guid
          label
          pauseLabel
          pausedAt
          createdDate
          expiresAt
          currentElement
          canResume
          canDelete
          isOfBackgroundStep
          owner {
            ...Person
          }
          pausedBy {
            ...Person
          }
          flow {
            label
          }
          flowVersion {
            versionNumber
          }
          workItem {
            label
            stage {
              label
            }
          }
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
}
    fragment Person on User {
  username
  name
}`, {"hash":"sha256:2adef932c636d68d5b231b047e63f8eb5efd717a4e51eb3e7dc109f174b76abf"}) as unknown as TypedDocumentString<PausedInterviewsQuery, PausedInterviewsQueryVariables>;
export const DeleteInterviewsDocument = new TypedDocumentString(`
    mutation DeleteInterviews($input: DeleteInterviewsInput!) {
  deleteInterviews(input: $input) {
    __typename
    ... on DeleteInterviewsSuccess {
      results {
        interviewId
        error {
          message
        }
      }
    }
    ... on Error {
      message
      code
    }
  }
}
    `, {"hash":"sha256:4e61850b086e52ff226029252b77ff87acbf871f1c179b6e4eadbd48f87122a8"}) as unknown as TypedDocumentString<DeleteInterviewsMutation, DeleteInterviewsMutationVariables>;
export const RunDocument = new TypedDocumentString(`
    query Run($id: ID!) {
  node(id: $id) {
    __typename
    ... on OrchestrationRun {
      id
      label
      status
      startedAt
      endedAt
      durationSeconds
      startedBy {
        ...Person
      }
      record {
        recordId
        name
      }
      orchestration {
        apiName
        label
      }
      version {
        versionNumber
        definition
      }
      error {
        message
        isRecoverable
        step {
          label
        }
        stage {
          label
        }
      }
      currentStage {
        id
      }
      stages {
        id
        apiName
        label
        status
        startedAt
        endedAt
        waitingOn {
          summary
        }
        steps {
          id
          apiName
          label
          stepType
          status
          startedAt
          endedAt
          waitingOn {
            phase
            summary
          }
          workItem {
            id
            name
            status
            completedBy {
              ...Person
            }
            assignee {
              __typename
              ... on User {
                ...Person
              }
              ... on Group {
                apiName
                label
              }
            }
          }
        }
      }
    }
  }
}
    fragment Person on User {
  username
  name
}`, {"hash":"sha256:38359a1c09574a902580d19795e0e144f4a694665529104ffc6bd417842d758f"}) as unknown as TypedDocumentString<RunQuery, RunQueryVariables>;
export const RunHistoryDocument = new TypedDocumentString(`
    query RunHistory($id: ID!, $after: String) {
  node(id: $id) {
    __typename
    ... on OrchestrationRun {
      history(first: 100, after: $after) {
        edges {
          node {
            id
            milestone
            occurredAt
            durationSeconds
            detail
            actor {
              ...Person
            }
            completedBy {
              ...Person
            }
            stage {
              label
            }
            step {
              label
            }
          }
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
}
    fragment Person on User {
  username
  name
}`, {"hash":"sha256:62600f557704f80c058170ca475d923c9ad41d923fb8d4ab360c5b4eaa5a1d5d"}) as unknown as TypedDocumentString<RunHistoryQuery, RunHistoryQueryVariables>;
export const RunProgressDocument = new TypedDocumentString(`
    subscription RunProgress($runId: ID!, $after: String) {
  runProgress(runId: $runId, after: $after) {
    __typename
    ... on Event {
      cursor
    }
  }
}
    `, {"hash":"sha256:1fbf8242e7480fc52919d656ab11e9dcc35242af5b4ed0759deca352dede8649"}) as unknown as TypedDocumentString<RunProgressSubscription, RunProgressSubscriptionVariables>;
export const InterviewDocument = new TypedDocumentString(`
    query Interview($id: ID!) {
  node(id: $id) {
    __typename
    ... on FlowInterview {
      ...StandingInterview
      owner {
        ...Person
      }
      resumedBy {
        ...Person
      }
      workItem {
        canOpen
        completedAt
        completedBy {
          ...Person
        }
      }
    }
  }
}
    fragment Person on User {
  username
  name
}
fragment StandingInterview on FlowInterview {
  id
  guid
  label
  status
  canResume
  goesOnAt
  record {
    recordId
  }
  workItem {
    id
    label
    closedReason
  }
  screen {
    apiName
    label
    revision
    canPause
    canGoBack
    canFinish
    helpText
    fields {
      apiName
      label
      fieldType
      isRequired
      isVisible
      visibleWhen
      value
      helpText
      displayText
      choices {
        label
        value
      }
    }
  }
}`, {"hash":"sha256:a12ada84daf026827d46f950178db4b7cfe883157035993449b6d9d93f4b9e4d"}) as unknown as TypedDocumentString<InterviewQuery, InterviewQueryVariables>;
export const OpenWorkItemDocument = new TypedDocumentString(`
    mutation OpenWorkItem($input: OpenWorkItemInput!) {
  openWorkItem(input: $input) {
    __typename
    ... on OpenWorkItemSuccess {
      interview {
        ...StandingInterview
      }
    }
    ... on Error {
      message
      code
    }
    ... on WorkItemAlreadyCompletedError {
      ...TakenWork
    }
  }
}
    fragment Person on User {
  username
  name
}
fragment StandingInterview on FlowInterview {
  id
  guid
  label
  status
  canResume
  goesOnAt
  record {
    recordId
  }
  workItem {
    id
    label
    closedReason
  }
  screen {
    apiName
    label
    revision
    canPause
    canGoBack
    canFinish
    helpText
    fields {
      apiName
      label
      fieldType
      isRequired
      isVisible
      visibleWhen
      value
      helpText
      displayText
      choices {
        label
        value
      }
    }
  }
}
fragment TakenWork on WorkItemAlreadyCompletedError {
  completedAt
  completedBy {
    ...Person
  }
}`, {"hash":"sha256:9a5186b1861cea36e3de3d7cebbde0088524c8a3980e1ccde10f0b3b78eee3ba"}) as unknown as TypedDocumentString<OpenWorkItemMutation, OpenWorkItemMutationVariables>;
export const SubmitScreenDocument = new TypedDocumentString(`
    mutation SubmitScreen($input: SubmitScreenInput!) {
  submitScreen(input: $input) {
    __typename
    ... on SubmitScreenSuccess {
      interview {
        ...StandingInterview
      }
      workItem {
        id
        status
      }
      nextWorkItems {
        ...NextWork
      }
    }
    ... on StaleScreenError {
      interview {
        ...StandingInterview
      }
    }
    ... on Error {
      message
      code
    }
    ... on ValidationError {
      issues {
        path
        message
      }
    }
    ... on WorkItemAlreadyCompletedError {
      ...TakenWork
    }
  }
}
    fragment Person on User {
  username
  name
}
fragment StandingInterview on FlowInterview {
  id
  guid
  label
  status
  canResume
  goesOnAt
  record {
    recordId
  }
  workItem {
    id
    label
    closedReason
  }
  screen {
    apiName
    label
    revision
    canPause
    canGoBack
    canFinish
    helpText
    fields {
      apiName
      label
      fieldType
      isRequired
      isVisible
      visibleWhen
      value
      helpText
      displayText
      choices {
        label
        value
      }
    }
  }
}
fragment NextWork on WorkItem {
  id
  label
  step {
    label
  }
  record {
    recordId
  }
}
fragment TakenWork on WorkItemAlreadyCompletedError {
  completedAt
  completedBy {
    ...Person
  }
}`, {"hash":"sha256:c31fd67d39753350fc0823e13f1073076c2f5a124ba7944b9654d489f9ec4882"}) as unknown as TypedDocumentString<SubmitScreenMutation, SubmitScreenMutationVariables>;
export const PreviousScreenDocument = new TypedDocumentString(`
    mutation PreviousScreen($input: PreviousScreenInput!) {
  previousScreen(input: $input) {
    __typename
    ... on PreviousScreenSuccess {
      interview {
        ...StandingInterview
      }
    }
    ... on StaleScreenError {
      interview {
        ...StandingInterview
      }
    }
    ... on Error {
      message
      code
    }
    ... on WorkItemAlreadyCompletedError {
      ...TakenWork
    }
  }
}
    fragment Person on User {
  username
  name
}
fragment StandingInterview on FlowInterview {
  id
  guid
  label
  status
  canResume
  goesOnAt
  record {
    recordId
  }
  workItem {
    id
    label
    closedReason
  }
  screen {
    apiName
    label
    revision
    canPause
    canGoBack
    canFinish
    helpText
    fields {
      apiName
      label
      fieldType
      isRequired
      isVisible
      visibleWhen
      value
      helpText
      displayText
      choices {
        label
        value
      }
    }
  }
}
fragment TakenWork on WorkItemAlreadyCompletedError {
  completedAt
  completedBy {
    ...Person
  }
}`, {"hash":"sha256:b55ca107e0fc1a74136b7c4ab4786e82a2e73446694ec95649776f5ec1436d11"}) as unknown as TypedDocumentString<PreviousScreenMutation, PreviousScreenMutationVariables>;
export const PauseInterviewDocument = new TypedDocumentString(`
    mutation PauseInterview($input: PauseInterviewInput!) {
  pauseInterview(input: $input) {
    __typename
    ... on PauseInterviewSuccess {
      confirmation
      interview {
        id
        guid
        status
      }
    }
    ... on StaleScreenError {
      interview {
        ...StandingInterview
      }
    }
    ... on Error {
      message
      code
    }
    ... on WorkItemAlreadyCompletedError {
      ...TakenWork
    }
  }
}
    fragment Person on User {
  username
  name
}
fragment StandingInterview on FlowInterview {
  id
  guid
  label
  status
  canResume
  goesOnAt
  record {
    recordId
  }
  workItem {
    id
    label
    closedReason
  }
  screen {
    apiName
    label
    revision
    canPause
    canGoBack
    canFinish
    helpText
    fields {
      apiName
      label
      fieldType
      isRequired
      isVisible
      visibleWhen
      value
      helpText
      displayText
      choices {
        label
        value
      }
    }
  }
}
fragment TakenWork on WorkItemAlreadyCompletedError {
  completedAt
  completedBy {
    ...Person
  }
}`, {"hash":"sha256:231186dab6b53130ce7c809354dbaeb1d51f4dc5c734f67091831b181cd5e6ba"}) as unknown as TypedDocumentString<PauseInterviewMutation, PauseInterviewMutationVariables>;
export const ResumeInterviewDocument = new TypedDocumentString(`
    mutation ResumeInterview($input: ResumeInterviewInput!) {
  resumeInterview(input: $input) {
    __typename
    ... on ResumeInterviewSuccess {
      interview {
        ...StandingInterview
      }
    }
    ... on Error {
      message
      code
    }
  }
}
    fragment StandingInterview on FlowInterview {
  id
  guid
  label
  status
  canResume
  goesOnAt
  record {
    recordId
  }
  workItem {
    id
    label
    closedReason
  }
  screen {
    apiName
    label
    revision
    canPause
    canGoBack
    canFinish
    helpText
    fields {
      apiName
      label
      fieldType
      isRequired
      isVisible
      visibleWhen
      value
      helpText
      displayText
      choices {
        label
        value
      }
    }
  }
}`, {"hash":"sha256:b2b05e9f484772c6b1909fe597420ccb540a7bfc1aee7bae8c964c0622f851ce"}) as unknown as TypedDocumentString<ResumeInterviewMutation, ResumeInterviewMutationVariables>;
export const ToDoListDocument = new TypedDocumentString(`
    query ToDoList {
  viewer {
    username
    toDoList(first: 100) {
      edges {
        node {
          ...Work
          record {
            recordId
            name
          }
        }
      }
      pageInfo {
        hasNextPage
      }
    }
  }
}
    fragment Person on User {
  username
  name
}
fragment Work on WorkItem {
  id
  name
  label
  description
  dueAt
  isOverdue
  assignedAt
  step {
    label
  }
  run {
    label
  }
  assignee {
    __typename
    ... on User {
      ...Person
    }
    ... on Group {
      apiName
      label
    }
  }
  interview {
    id
    status
  }
}`, {"hash":"sha256:39f9b623ad928051ae0a10b16f47f979d5daaa7a904e592b26cedc7d92e7194a"}) as unknown as TypedDocumentString<ToDoListQuery, ToDoListQueryVariables>;
export const ViewerNameDocument = new TypedDocumentString(`
    query ViewerName {
  viewer {
    username
  }
}
    `, {"hash":"sha256:597a9af4077426132551856edf2abe75bb9d41c6e5008cb4b4d593c9b449e973"}) as unknown as TypedDocumentString<ViewerNameQuery, ViewerNameQueryVariables>;
export const WorkGuideDocument = new TypedDocumentString(`
    query WorkGuide($recordId: ID!, $after: String) {
  record(recordId: $recordId) {
    recordId
    workGuide(first: 50, after: $after) {
      edges {
        node {
          ...Work
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    fragment Person on User {
  username
  name
}
fragment Work on WorkItem {
  id
  name
  label
  description
  dueAt
  isOverdue
  assignedAt
  step {
    label
  }
  run {
    label
  }
  assignee {
    __typename
    ... on User {
      ...Person
    }
    ... on Group {
      apiName
      label
    }
  }
  interview {
    id
    status
  }
}`, {"hash":"sha256:82a4f492de965e1fc55bc0c877b41324a660a25b75eea664ea609872d28c4ce1"}) as unknown as TypedDocumentString<WorkGuideQuery, WorkGuideQueryVariables>;
export const WorkUnderWayDocument = new TypedDocumentString(`
    query WorkUnderWay($recordId: ID!, $after: String!) {
  record(recordId: $recordId) {
    workGuide(first: 50, after: $after) {
      edges {
        node {
          id
          interview {
            status
          }
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
}
    `, {"hash":"sha256:ee1beaf5b7d546d17a34425f83dbb509813ae448442fa9de2a77e3f937838573"}) as unknown as TypedDocumentString<WorkUnderWayQuery, WorkUnderWayQueryVariables>;
export const RecordWorkDocument = new TypedDocumentString(`
    subscription RecordWork($recordId: ID!, $after: String) {
  recordWork(recordId: $recordId, after: $after) {
    __typename
    ... on Event {
      cursor
    }
  }
}
    `, {"hash":"sha256:7dcd5351b1162a2ea00a1aa96af76e63fc69e256500f44424c3d0ce60bd22a58"}) as unknown as TypedDocumentString<RecordWorkSubscription, RecordWorkSubscriptionVariables>;