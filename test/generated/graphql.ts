/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** Who gets the work: exactly one of these. */
export type AssigneeInput =
  {   /** API name of a public group. */
  group: string; queue?: never; resource?: never; user?: never; }
  |  { group?: never;   /** API name of a queue. */
  queue: string; resource?: never; user?: never; }
  |  { group?: never; queue?: never;   /** Name of a variable or field that holds a username, or a group's or queue's API name. Only in definitions. */
  resource: string; user?: never; }
  |  { group?: never; queue?: never; resource?: never;   /** Username. */
  user: string; };

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

/** What a share allows. */
export type RecordAccess =
  /** Also to change and share it. */
  | 'EDIT'
  /** Nothing: takes the share back. */
  | 'NONE'
  /** To read the record and the work about it. */
  | 'READ';

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

/** Which record to share with whom: exactly one of user and group. */
export type ShareRecordInput = {
  /** What the share allows. */
  access: RecordAccess;
  /** API name of a group or queue. */
  group?: string | null | undefined;
  /** Whether it allows the same of the record's paused interviews; as before unless given, and no for a new share. */
  interviews?: boolean | null | undefined;
  /** The other system's id of the record. */
  recordId: string | number;
  /** Username. */
  user?: string | null | undefined;
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

/** The answer to a screen. */
export type SubmitScreenInput = {
  /** The interview, by its global id or its guid. */
  interviewId: string | number;
  /** The `revision` of the screen that is answered. */
  revision: number;
  /** Values of its fields by name: a JSON object. */
  values: unknown;
};

/** A record of another system as it is now. What is left out stays as it was; `fields` are merged with those that are there. */
export type UpsertRecordInput = {
  /** Makes retries safe: the same key and input within 24 hours give the first answer again. A first answer that is an error is not kept, since nothing was done: the key may be used again, with another input too. At most 255 characters. */
  clientMutationKey?: string | null | undefined;
  /** Its fields by name: a JSON object. Null for a field that it doesn't have is no change. */
  fields?: unknown;
  /** Its name for people. */
  name?: string | null | undefined;
  /** What it is, e.g. "Case". Can't change later. */
  objectApiName: string;
  /** Username of its owner; a new record is the caller's unless said otherwise. */
  owner?: string | null | undefined;
  /** The other system's id of it: 1 to 255 characters. */
  recordId: string | number;
};

/** What a list of work items is narrowed to; everything that is given must hold. */
export type WorkItemFilter = {
  /** Given to this user, group or queue itself; `resource` finds none. */
  assignedTo?: AssigneeInput | null | undefined;
  /** True: given to the caller, or to a group or queue of theirs, or accepted by them. False: all others. */
  assignedToMe?: boolean | null | undefined;
  /** True: those that somebody may still work on. False: those that are completed, or whose stage or run has ended. */
  isActionable?: boolean | null | undefined;
  /** API name of the orchestration. */
  orchestration?: string | null | undefined;
  /** The record that they are about, by the other system's id. */
  recordId?: string | number | null | undefined;
  /** The run that they belong to. */
  runId?: string | number | null | undefined;
  /** Only these. */
  status?: WorkItemStatus | null | undefined;
};

/** How work items are sorted. */
export type WorkItemOrder =
  /** By creation, latest first. */
  | 'NEWEST_FIRST'
  /** By creation, earliest first. */
  | 'OLDEST_FIRST';

/** Where a work item stands. */
export type WorkItemStatus =
  /** Not completed. Whether it can still be worked on, `isActionable` says. */
  | 'ASSIGNED'
  /** Completed: by somebody, or with its stage. */
  | 'COMPLETED';

export type WorkItemsQueryVariables = Exact<{
  first?: number | null | undefined;
  after?: string | null | undefined;
  filter?: WorkItemFilter | null | undefined;
  orderBy?: WorkItemOrder | null | undefined;
}>;


export type WorkItemsQuery = { workItems: { edges: Array<{ cursor: string, node: { run: { id: string } } }>, pageInfo: { hasNextPage: boolean, hasPreviousPage: boolean, startCursor: string | null, endCursor: string | null } } };

export type CreateCaseMutationVariables = Exact<{
  case: UpsertRecordInput;
  share: ShareRecordInput;
}>;


export type CreateCaseMutation = { upsertRecord:
    | { __typename: 'ConflictError' }
    | { __typename: 'ForbiddenError' }
    | { __typename: 'UpsertRecordSuccess', startedRuns: Array<{ id: string, status: RunStatus, currentStage: { apiName: string } | null }> }
    | { __typename: 'ValidationError' }
  , shareRecord:
    | { __typename: 'ForbiddenError' }
    | { __typename: 'NotFoundError' }
    | { __typename: 'ShareRecordSuccess' }
    | { __typename: 'ValidationError' }
   };

export type WorkGuideQueryVariables = Exact<{
  recordId: string | number;
}>;


export type WorkGuideQuery = { record: { fields: unknown, workGuide: { edges: Array<{ node: { id: string, label: string, canOpen: boolean, assignee:
            | { __typename: 'Group', apiName: string }
            | { __typename: 'User', username: string }
           } }> }, pausedInterviews: { edges: Array<{ node: { guid: string, pauseLabel: string | null, canResume: boolean } }> } } | null };

export type OpenMutationVariables = Exact<{
  id: string | number;
}>;


export type OpenMutation = { openWorkItem:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'OpenWorkItemSuccess', interview: { guid: string, screen: { apiName: string, revision: number, canPause: boolean, fields: Array<{ apiName: string, value: unknown, displayText: string | null }> } | null } }
    | { __typename: 'RunNotInProgressError', message: string }
    | { __typename: 'ValidationError', message: string }
    | { __typename: 'WorkItemAlreadyCompletedError', message: string }
   };

export type SubmitMutationVariables = Exact<{
  input: SubmitScreenInput;
}>;


export type SubmitMutation = { submitScreen:
    | { __typename: 'ConflictError', message: string }
    | { __typename: 'ForbiddenError', message: string }
    | { __typename: 'NotFoundError', message: string }
    | { __typename: 'RunNotInProgressError', message: string }
    | { __typename: 'StaleScreenError', message: string }
    | { __typename: 'SubmitScreenSuccess', interview: { status: InterviewStatus, screen: { apiName: string, revision: number } | null }, workItem: { status: WorkItemStatus, completedBy: { username: string } | null } | null, nextWorkItems: Array<{ label: string }> }
    | { __typename: 'ValidationError', message: string }
    | { __typename: 'WorkItemAlreadyCompletedError', completedAt: string | null, message: string, completedBy: { username: string } | null }
   };

export type ProgressQueryVariables = Exact<{
  id: string | number;
}>;


export type ProgressQuery = { node:
    | { __typename: 'AgentWork' }
    | { __typename: 'EmailNotification' }
    | { __typename: 'Flow' }
    | { __typename: 'FlowInterview' }
    | { __typename: 'FlowVersion' }
    | { __typename: 'Group' }
    | { __typename: 'Orchestration' }
    | { __typename: 'OrchestrationRun', status: RunStatus, stages: Array<{ apiName: string, status: StageStatus, steps: Array<{ apiName: string, status: StepStatus }> }>, history: { edges: Array<{ node: { milestone: Milestone } }> } }
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


export const WorkItemsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WorkItems"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"filter"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"WorkItemFilter"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"WorkItemOrder"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"workItems"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}},{"kind":"Argument","name":{"kind":"Name","value":"filter"},"value":{"kind":"Variable","name":{"kind":"Name","value":"filter"}}},{"kind":"Argument","name":{"kind":"Name","value":"orderBy"},"value":{"kind":"Variable","name":{"kind":"Name","value":"orderBy"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"cursor"}},{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"run"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"hasPreviousPage"}},{"kind":"Field","name":{"kind":"Name","value":"startCursor"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}}]}}]} as unknown as DocumentNode<WorkItemsQuery, WorkItemsQueryVariables>;
export const CreateCaseDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CreateCase"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"case"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"UpsertRecordInput"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"share"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ShareRecordInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"upsertRecord"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"case"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"UpsertRecordSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"startedRuns"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"currentStage"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiName"}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"shareRecord"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"share"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}}]}}]}}]} as unknown as DocumentNode<CreateCaseMutation, CreateCaseMutationVariables>;
export const WorkGuideDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"WorkGuide"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"recordId"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"record"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"recordId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"recordId"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"fields"}},{"kind":"Field","name":{"kind":"Name","value":"workGuide"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"label"}},{"kind":"Field","name":{"kind":"Name","value":"canOpen"}},{"kind":"Field","name":{"kind":"Name","value":"assignee"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"User"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"username"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Group"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiName"}}]}}]}}]}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pausedInterviews"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"guid"}},{"kind":"Field","name":{"kind":"Name","value":"pauseLabel"}},{"kind":"Field","name":{"kind":"Name","value":"canResume"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<WorkGuideQuery, WorkGuideQueryVariables>;
export const OpenDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Open"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"openWorkItem"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"workItemId"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OpenWorkItemSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"interview"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"guid"}},{"kind":"Field","name":{"kind":"Name","value":"screen"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiName"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}},{"kind":"Field","name":{"kind":"Name","value":"canPause"}},{"kind":"Field","name":{"kind":"Name","value":"fields"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiName"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"displayText"}}]}}]}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<OpenMutation, OpenMutationVariables>;
export const SubmitDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Submit"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"SubmitScreenInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"submitScreen"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"SubmitScreenSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"interview"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"screen"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiName"}},{"kind":"Field","name":{"kind":"Name","value":"revision"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"workItem"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"completedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"username"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"nextWorkItems"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"label"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"WorkItemAlreadyCompletedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"completedBy"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"username"}}]}},{"kind":"Field","name":{"kind":"Name","value":"completedAt"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Error"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<SubmitMutation, SubmitMutationVariables>;
export const ProgressDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Progress"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"OrchestrationRun"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"stages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiName"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"steps"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"apiName"}},{"kind":"Field","name":{"kind":"Name","value":"status"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"history"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"IntValue","value":"100"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"milestone"}}]}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<ProgressQuery, ProgressQueryVariables>;