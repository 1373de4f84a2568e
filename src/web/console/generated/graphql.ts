/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Which pending work item goes to which agent. */
export type AssignAgentWorkInput = {
  /** Username of a member of its queue who is online. */
  agent: string;
  /** The work item. */
  workItemId: string | number;
};

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

/** Which run to cancel. */
export type CancelRunInput = {
  /** Why, for its history; at most 1,000 characters. */
  reason?: string | null | undefined;
  /** The run. */
  runId: string | number;
};

/** How two values are compared. */
export type ConditionOperator =
  /** The text holds it, or the list has it. */
  | 'CONTAINS'
  /** The text ends with it. */
  | 'ENDS_WITH'
  /** The same value; numbers as numbers, times as times. */
  | 'EQUALS'
  /** More, or later. */
  | 'GREATER_THAN'
  /** More, later, or the same. */
  | 'GREATER_THAN_OR_EQUAL'
  /** One of the list. */
  | 'IN'
  /** Other than before the change at hand; with the value false: the same as before. */
  | 'IS_CHANGED'
  /** Empty; with the value false: not empty. */
  | 'IS_NULL'
  /** Less, or earlier. */
  | 'LESS_THAN'
  /** Less, earlier, or the same. */
  | 'LESS_THAN_OR_EQUAL'
  /** Another value. */
  | 'NOT_EQUALS'
  /** The text begins with it. */
  | 'STARTS_WITH';

/** What a variable holds. */
export type DataType =
  /** True or false. */
  | 'BOOLEAN'
  /** A day, e.g. "2026-03-01". */
  | 'DATE'
  /** A time in RFC 3339. */
  | 'DATE_TIME'
  /** Any JSON; its parts are read as `name.part`. */
  | 'JSON'
  /** A number. */
  | 'NUMBER'
  /** A recordId. */
  | 'RECORD'
  /** A text. */
  | 'STRING';

/** When interactive work is due, and what happens around that time. At the time it is overdue, and given to whoever is named for that; where nobody is, or they can't be found, or have it already, whoever keeps it is told by mail. */
export type DueInput = {
  /** So long after it was made … */
  afterSeconds?: number | null | undefined;
  /** Who gets it when it isn't done by then; nobody else unless given. */
  escalateTo?: AssigneeInput | null | undefined;
  /** How long before a reminder is sent; none unless given. Where that time has passed when the work comes to be, it is sent at once; where the work is due by then, not at all. */
  remindBeforeSeconds?: number | null | undefined;
  /** … or at the time that this resource holds. */
  resource?: string | null | undefined;
};

/** A call of a flow. */
export type FlowCallInput = {
  /** API name of the flow. */
  flow: string;
  /** What its input variables are given. */
  inputs?: Array<InputAssignment> | null | undefined;
};

/** What a group is for. */
export type GroupType =
  /** A queue: work waits in it for whoever takes it, or is routed to its members. */
  | 'QUEUE'
  /** A public group: people that work and records can be given to together. */
  | 'REGULAR';

/** One input that a call is given, or one field that is set: exactly one of value and resource. */
export type InputAssignment = {
  /** Name of the input or field. */
  name: string;
  /** … or what this resource holds. */
  resource?: string | null | undefined;
  /** This value … */
  value?: unknown;
};

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

/** A step's own wording of its mail; both may hold {!merge} fields. */
export type NotificationInput = {
  /** The text: plain, so that HTML in it is shown as it stands, as it is in the values of merge fields. */
  body?: string | null | undefined;
  /** The subject. */
  subject?: string | null | undefined;
};

/** What starts an orchestration. */
export type OrchestrationType =
  /** Somebody starts it, with or without a record. */
  | 'AUTOLAUNCHED'
  /** A record is created or updated. */
  | 'RECORD_TRIGGERED';

/** A way out of a stage. The first whose condition holds is taken; where none does, the next stage in order. */
export type OutcomeInput = {
  /** API name of the stage that it leads to. */
  goTo: string;
  /** Its name for people. */
  label: string;
  /** When it is taken. */
  when: RequirementsInput;
};

/** What a user may do beyond their own work. */
export type Permission =
  /** Save sites, routing, presence and settings; change and share any record. */
  | 'CUSTOMIZE_APPLICATION'
  /** Save, activate and start flows and orchestrations; resume and delete paused interviews that they can read. */
  | 'MANAGE_FLOW'
  /** See every run; suspend, cancel and resume runs and publish events to them. */
  | 'MANAGE_ORCHESTRATION_RUNS'
  /** Save users, groups and queues. */
  | 'MANAGE_USERS'
  /** Give open work items to somebody else. */
  | 'REASSIGN_WORK_ITEMS'
  /** Work on work items, run flows, start orchestrations. */
  | 'RUN_FLOWS'
  /** See the work of all queues and agents, and assign it. */
  | 'SUPERVISE_OMNI_CHANNEL'
  /** Read every record and everything about it. */
  | 'VIEW_ALL_DATA';

/** Which work item to give to whom. */
export type ReassignWorkItemInput = {
  /** Who gets it. */
  assignee: AssigneeInput;
  /** The work item. */
  workItemId: string | number;
};

/** What a share allows. */
export type RecordAccess =
  /** Also to change and share it. */
  | 'EDIT'
  /** Nothing: takes the share back. */
  | 'NONE'
  /** To read the record and the work about it. */
  | 'READ';

/** What happens to a record. */
export type RecordEvent =
  /** It is told of for the first time. */
  | 'CREATED'
  /** Either. */
  | 'CREATED_OR_UPDATED'
  /** It changes. */
  | 'UPDATED';

/** One comparison. */
export type RequirementInput = {
  /** How it is compared. */
  operator: ConditionOperator;
  /** What is read, e.g. "$Record.Status", a variable, or "Step_1.Outputs.approved"; outputs are there once their step is completed, for the step's own completion once its flow is. */
  resource: string;
  /** With this value … */
  value?: unknown;
  /** … or with what this resource holds. */
  valueResource?: string | null | undefined;
};

/** Up to 10 comparisons and how they are joined. */
export type RequirementsInput = {
  /** "AND" (unless given), "OR", or custom logic over their numbers, e.g. "1 AND (2 OR 3)". */
  logic?: string | null | undefined;
  /** 1 to 10 comparisons. */
  requirements: Array<RequirementInput>;
};

/** Which run to resume. */
export type ResumeRunInput = {
  /** The run. */
  runId: string | number;
};

/** How often an action of the step's flow that fails is tried by itself, as long as another try may help. What would only fail again (a value of a wrong type, a record that isn't there) fails the step at once. */
export type RetryInput = {
  /** The pause after the first try; 1 unless given. It doubles each time, up to an hour. */
  backoffSeconds?: number | null | undefined;
  /** How often it is tried at most; 5 unless given. */
  maxAttempts?: number | null | undefined;
};

/** What a list of runs is narrowed to; everything that is given must hold. */
export type RunFilter = {
  /** API name of the orchestration. */
  orchestration?: string | null | undefined;
  /** The record that they are about, by the other system's id. */
  recordId?: string | number | null | undefined;
  /** One of these. */
  status?: Array<RunStatus> | null | undefined;
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

/** An orchestration, whole: it makes or replaces the draft. */
export type SaveOrchestrationInput = {
  /** Its name for programs: letters, digits and underscores, unique among orchestrations. */
  apiName: string;
  /** What it is for. */
  description?: string | null | undefined;
  /** Its name for people. */
  label: string;
  /** What starts it; it can't change once a version was active. */
  orchestrationType: OrchestrationType;
  /** Its stages in order. */
  stages: Array<StageInput>;
  /** What starts it; record-triggered only, and needed there. */
  trigger?: TriggerInput | null | undefined;
  /** Its variables. */
  variables?: Array<VariableInput> | null | undefined;
};

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

/** What to simulate: exactly one of `orchestration` and `draft`, with a record, inputs and answers. */
export type SimulateOrchestrationInput = {
  /** Given in this order, each as soon as its step waits for one; at most 1,000. */
  answers?: Array<SimulatedAnswerInput> | null | undefined;
  /** A definition as it would be saved. */
  draft?: SaveOrchestrationInput | null | undefined;
  /** Values of the input variables by name. */
  inputs?: unknown;
  /** API name: its active version is simulated, or its draft where none is active. */
  orchestration?: string | null | undefined;
  /** The record's fields by name; none: there is no record. `Id`, `Name` and `Owner` are the record's own. */
  recordFields?: unknown;
};

/** What the work of a step comes to: its outputs, or the fault that it ends with. A step that runs again takes the next answer given for it. */
export type SimulatedAnswerInput = {
  /** The fault that its flow ends with. */
  fault?: string | null | undefined;
  /** Outputs of its flow by name: a JSON object. */
  outputs?: unknown;
  /** API name of the step. */
  step: string;
};

/** When a stage is completed: exactly one of these. */
export type StageCompletionInput =
  {   /** When this flow answers true; steps still running are discontinued. */
  evaluationFlow: FlowCallInput; requirements?: never; whenAllStepsComplete?: never; }
  |  { evaluationFlow?: never;   /** When these hold; steps still running are discontinued. */
  requirements: RequirementsInput; whenAllStepsComplete?: never; }
  |  { evaluationFlow?: never; requirements?: never;   /** When all its steps are completed. */
  whenAllStepsComplete: boolean; };

/** One stage: steps that belong together. Stages run one at a time. */
export type StageInput = {
  /** Its name: unique in the orchestration. */
  apiName: string;
  /** When it is completed; when all its steps are unless given. */
  completion?: StageCompletionInput | null | undefined;
  /** What it is for. */
  description?: string | null | undefined;
  /** Its name for people. */
  label: string;
  /** Where it leads; to the next stage unless given. */
  outcomes?: Array<OutcomeInput> | null | undefined;
  /** Its steps. */
  steps: Array<StepInput>;
};

/** When a step is completed: exactly one of these. */
export type StepCompletionInput =
  {   /** When this flow answers true. */
  evaluationFlow: FlowCallInput; requirements?: never; whenActionFinishes?: never; }
  |  { evaluationFlow?: never;   /** When these hold. */
  requirements: RequirementsInput; whenActionFinishes?: never; }
  |  { evaluationFlow?: never; requirements?: never;   /** When its flow has finished. */
  whenActionFinishes: boolean; };

/** One step of a stage. */
export type StepInput = {
  /** The flow that it runs: a screen flow for interactive steps, an autolaunched one for others. */
  action: FlowCallInput;
  /** Its name: unique in its stage. Of steps that share one, conditions and values read the one of the stage under way, or else the one that ran last. */
  apiName: string;
  /** Who gets its work item; interactive steps only, and needed there. */
  assignee?: AssigneeInput | null | undefined;
  /** When it is completed; when its flow has finished unless given. */
  completion?: StepCompletionInput | null | undefined;
  /** What is to be done. */
  description?: string | null | undefined;
  /** When its work item is due. */
  due?: DueInput | null | undefined;
  /** Its name for people. */
  label: string;
  /** Its own wording of the mail. */
  notification?: NotificationInput | null | undefined;
  /** Resource that holds the recordId its work item is about; "$Record" unless given. */
  relatedRecord?: string | null | undefined;
  /** How background work is tried again. */
  retry?: RetryInput | null | undefined;
  /** When it starts; with its stage unless given. */
  start?: StepStartInput | null | undefined;
  /** Who does it. */
  stepType: StepType;
};

/** When a step starts: exactly one of these. */
export type StepStartInput =
  {   /** When this step of the same stage is completed. */
  afterStep: string; evaluationFlow?: never; requirements?: never; whenStageStarts?: never; }
  |  { afterStep?: never;   /** When this flow answers true. */
  evaluationFlow: FlowCallInput; requirements?: never; whenStageStarts?: never; }
  |  { afterStep?: never; evaluationFlow?: never;   /** When these hold. */
  requirements: RequirementsInput; whenStageStarts?: never; }
  |  { afterStep?: never; evaluationFlow?: never; requirements?: never;   /** With its stage. */
  whenStageStarts: boolean; };

/** Who does a step. */
export type StepType =
  /** An autolaunched flow that asks an outside system, which answers later with `publishOrchestrationEvent`. */
  | 'ASYNCHRONOUS_BACKGROUND'
  /** An autolaunched flow. Where that only computes (assignments, decisions, and subflows of these), it has ended when the command is answered that starts the step. */
  | 'BACKGROUND'
  /** A person: it makes a work item. */
  | 'INTERACTIVE';

/** Which run to suspend. */
export type SuspendRunInput = {
  /** Why, for its history; at most 1,000 characters. */
  reason?: string | null | undefined;
  /** The run. */
  runId: string | number;
};

/** What starts a record-triggered orchestration. Of runs that start each other by changing records, with nobody working in them and no wait, ten may follow in a row; the next is in ERROR from its start. */
export type TriggerInput = {
  /** What must happen to it. */
  event: RecordEvent;
  /** Kind of record, e.g. "Case". */
  objectApiName: string;
  /** What must hold of it; nothing unless given. */
  when?: RequirementsInput | null | undefined;
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

/** What kind of user somebody is. */
export type UserType =
  /** The system itself: acts where nobody acts, and never signs in. */
  | 'AUTOMATED_PROCESS'
  /** Works in the org, on its internal pages. */
  | 'INTERNAL'
  /** Comes in through a site, and sees what is shared with them. */
  | 'SITE_VISITOR';

/** A variable. An input without a default must be given. */
export type VariableInput = {
  /** Its name: unique in the definition. */
  apiName: string;
  /** What it holds. */
  dataType: DataType;
  /** Its value at first; null unless given. */
  default?: unknown;
  /** Whether it holds a list of those. */
  isCollection?: boolean | null | undefined;
  /** Whether callers may give it. */
  isInput?: boolean | null | undefined;
  /** Whether callers get it. */
  isOutput?: boolean | null | undefined;
};

/** Where a version stands. */
export type VersionStatus =
  /** What new interviews and runs use. */
  | 'ACTIVE'
  /** Being made: saving replaces it, and nothing runs it. */
  | 'DRAFT'
  /** Was active. What started on it stays on it; it may be activated again. */
  | 'OBSOLETE';

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

/** Where a work item stands. */
export type WorkItemStatus =
  /** Not completed. Whether it can still be worked on, `isActionable` says. */
  | 'ASSIGNED'
  /** Completed: by somebody, or with its stage. */
  | 'COMPLETED';

export type ViewerQueryVariables = Exact<{ [key: string]: never; }>;


export type ViewerQuery = { viewer: { username: string, name: string, permissions: Array<Permission>, userType: UserType } };

export type RunsQueryVariables = Exact<{
  filter?: RunFilter | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type RunsQuery = { runs: { edges: Array<{ node: { id: string, label: string, status: RunStatus, startedAt: string, endedAt: string | null, durationSeconds: number | null, orchestration: { label: string }, record: { recordId: string, name: string | null, objectApiName: string } | null, currentStage: { label: string } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type LatestRunsQueryVariables = Exact<{
  after?: string | null | undefined;
}>;


export type LatestRunsQuery = { runs: { edges: Array<{ cursor: string, node: { id: string, label: string, status: RunStatus, startedAt: string, record: { recordId: string, name: string | null, objectApiName: string } | null } }>, pageInfo: { hasNextPage: boolean } } };

export type RecordQueryVariables = Exact<{
  recordId: string | number;
}>;


export type RecordQuery = { record: { recordId: string, objectApiName: string, name: string | null, fields: unknown, owner: { name: string } | null, runs: { edges: Array<{ node: { id: string, label: string, status: RunStatus, startedAt: string } }> } } | null };

export type WorkItemsQueryVariables = Exact<{
  filter?: WorkItemFilter | null | undefined;
  first: number;
  after?: string | null | undefined;
}>;


export type WorkItemsQuery = { workItems: { edges: Array<{ node: { id: string, name: string, label: string, status: WorkItemStatus, isActionable: boolean, closedReason: WorkItemClosedReason | null, isOverdue: boolean, dueAt: string | null, createdDate: string, completedAt: string | null, assignee:
          | { __typename: 'Group', apiName: string, label: string, groupType: GroupType }
          | { __typename: 'User', username: string, name: string }
        , completedBy: { name: string } | null, record: { recordId: string, name: string | null } | null, run: { id: string, label: string } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type PendingQueryVariables = Exact<{ [key: string]: never; }>;


export type PendingQuery = { pendingServiceRoutings: { edges: Array<{ node: { id: string, queuedAt: string, routingPriority: number, attempts: number, waitingOn: Array<string>, queue: { apiName: string, label: string }, workItem: { id: string, label: string, name: string, record: { recordId: string, name: string | null } | null } } }>, pageInfo: { hasNextPage: boolean } } };

export type QueuesQueryVariables = Exact<{ [key: string]: never; }>;


export type QueuesQuery = { groups: { edges: Array<{ node: { apiName: string, label: string, supportedObjects: Array<string>, members: { edges: Array<{ node:
              | { __typename: 'Group', apiName: string, label: string }
              | { __typename: 'User', username: string, name: string }
             }> } } }> } };

export type QueueWorkSubscriptionVariables = Exact<{
  queue: string;
  after?: string | null | undefined;
}>;


export type QueueWorkSubscription = { queueWork:
    | { __typename: 'WorkAssigned', cursor: string }
    | { __typename: 'WorkQueued', cursor: string }
    | { __typename: 'WorkUnqueued', cursor: string }
   };

export type AssignAgentWorkMutationVariables = Exact<{
  input: AssignAgentWorkInput;
}>;


export type AssignAgentWorkMutation = { assignAgentWork:
    | { __typename: 'AssignAgentWorkSuccess' }
    | { __typename: 'CapacityExceededError', message: string, code: string }
    | { __typename: 'ConflictError', message: string, code: string }
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'NotFoundError', message: string, code: string }
    | { __typename: 'ValidationError', message: string, code: string }
   };

export type ReassignWorkItemMutationVariables = Exact<{
  input: ReassignWorkItemInput;
}>;


export type ReassignWorkItemMutation = { reassignWorkItem:
    | { __typename: 'ConflictError', message: string, code: string }
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'NotFoundError', message: string, code: string }
    | { __typename: 'ReassignWorkItemSuccess' }
    | { __typename: 'RunNotInProgressError', message: string, code: string }
    | { __typename: 'ValidationError', message: string, code: string }
    | { __typename: 'WorkItemAlreadyCompletedError', message: string, code: string }
   };

export type SuspendRunMutationVariables = Exact<{
  input: SuspendRunInput;
}>;


export type SuspendRunMutation = { suspendRun:
    | { __typename: 'ConflictError', message: string, code: string }
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'NotFoundError', message: string, code: string }
    | { __typename: 'RunNotInProgressError', message: string, code: string }
    | { __typename: 'SuspendRunSuccess' }
    | { __typename: 'ValidationError', message: string, code: string }
   };

export type ResumeRunMutationVariables = Exact<{
  input: ResumeRunInput;
}>;


export type ResumeRunMutation = { resumeRun:
    | { __typename: 'ConflictError', message: string, code: string }
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'NotFoundError', message: string, code: string }
    | { __typename: 'ResumeRunSuccess' }
    | { __typename: 'ValidationError', message: string, code: string }
   };

export type CancelRunMutationVariables = Exact<{
  input: CancelRunInput;
}>;


export type CancelRunMutation = { cancelRun:
    | { __typename: 'CancelRunSuccess' }
    | { __typename: 'ConflictError', message: string, code: string }
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'NotFoundError', message: string, code: string }
    | { __typename: 'RunNotInProgressError', message: string, code: string }
    | { __typename: 'ValidationError', message: string, code: string }
   };

export type UpsertRecordMutationVariables = Exact<{
  input: UpsertRecordInput;
}>;


export type UpsertRecordMutation = { upsertRecord:
    | { __typename: 'ConflictError', message: string, code: string }
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'UpsertRecordSuccess', record: { recordId: string }, startedRuns: Array<{ id: string }> }
    | { __typename: 'ValidationError', message: string, code: string, issues: Array<{ path: Array<string>, message: string }> }
   };

export type OrchestrationsQueryVariables = Exact<{ [key: string]: never; }>;


export type OrchestrationsQuery = { orchestrations: { edges: Array<{ node: { apiName: string, label: string, orchestrationType: OrchestrationType, activeVersion: { versionNumber: number } | null } }> } };

export type OrchestrationQueryVariables = Exact<{
  apiName: string;
}>;


export type OrchestrationQuery = { orchestration: { apiName: string, label: string, orchestrationType: OrchestrationType, activeVersion: { versionNumber: number, definition: unknown } | null, versions: { edges: Array<{ node: { versionNumber: number, status: VersionStatus, definition: unknown } }> } } | null };

export type SimulateQueryVariables = Exact<{
  input: SimulateOrchestrationInput;
}>;


export type SimulateQuery = { simulateOrchestration: { status: RunStatus | null, faults: Array<{ path: Array<string>, message: string }>, events: Array<{ milestone: Milestone, stage: string | null, step: string | null, assignee: string | null, mailTo: Array<string>, detail: string | null }>, waitingOn: Array<{ step: string, reasons: Array<{ phase: WaitPhase, summary: string }> }> } };

export type ShareRecordMutationVariables = Exact<{
  input: ShareRecordInput;
}>;


export type ShareRecordMutation = { shareRecord:
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'NotFoundError', message: string, code: string }
    | { __typename: 'ShareRecordSuccess' }
    | { __typename: 'ValidationError', message: string, code: string }
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

export const ViewerDocument = new TypedDocumentString(`
    query Viewer {
  viewer {
    username
    name
    permissions
    userType
  }
}
    `, {"hash":"sha256:633340e4263f72308aaa9b60a365a075fdf3e0db83a46e449cb25a0c3ddb3bbe"}) as unknown as TypedDocumentString<ViewerQuery, ViewerQueryVariables>;
export const RunsDocument = new TypedDocumentString(`
    query Runs($filter: RunFilter, $first: Int!, $after: String) {
  runs(filter: $filter, first: $first, after: $after) {
    edges {
      node {
        id
        label
        status
        startedAt
        endedAt
        durationSeconds
        orchestration {
          label
        }
        record {
          recordId
          name
          objectApiName
        }
        currentStage {
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
    `, {"hash":"sha256:da253a38c275c5b0a0491570a9e074d1f8c76744b3e661a6887007123e8c0490"}) as unknown as TypedDocumentString<RunsQuery, RunsQueryVariables>;
export const LatestRunsDocument = new TypedDocumentString(`
    query LatestRuns($after: String) {
  runs(first: 100, after: $after) {
    edges {
      cursor
      node {
        id
        label
        status
        startedAt
        record {
          recordId
          name
          objectApiName
        }
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
    `, {"hash":"sha256:82bf49997344ffc81cbdf019b25756d5ff85264298122fb9d953b3a83b36da19"}) as unknown as TypedDocumentString<LatestRunsQuery, LatestRunsQueryVariables>;
export const RecordDocument = new TypedDocumentString(`
    query Record($recordId: ID!) {
  record(recordId: $recordId) {
    recordId
    objectApiName
    name
    fields
    owner {
      name
    }
    runs(first: 10) {
      edges {
        node {
          id
          label
          status
          startedAt
        }
      }
    }
  }
}
    `, {"hash":"sha256:74dcfecf2c6076d9608a77996b0b9caeebc6bfbf43df4db65d89259700e035cd"}) as unknown as TypedDocumentString<RecordQuery, RecordQueryVariables>;
export const WorkItemsDocument = new TypedDocumentString(`
    query WorkItems($filter: WorkItemFilter, $first: Int!, $after: String) {
  workItems(filter: $filter, first: $first, after: $after) {
    edges {
      node {
        id
        name
        label
        status
        isActionable
        closedReason
        isOverdue
        dueAt
        createdDate
        completedAt
        assignee {
          __typename
          ... on User {
            username
            name
          }
          ... on Group {
            apiName
            label
            groupType
          }
        }
        completedBy {
          name
        }
        record {
          recordId
          name
        }
        run {
          id
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
    `, {"hash":"sha256:a91184fe639030ea2363dd11c4c420ebba5b80f602e840957f955c5f1a458af4"}) as unknown as TypedDocumentString<WorkItemsQuery, WorkItemsQueryVariables>;
export const PendingDocument = new TypedDocumentString(`
    query Pending {
  pendingServiceRoutings(first: 100) {
    edges {
      node {
        id
        queuedAt
        routingPriority
        attempts
        waitingOn
        queue {
          apiName
          label
        }
        workItem {
          id
          label
          name
          record {
            recordId
            name
          }
        }
      }
    }
    pageInfo {
      hasNextPage
    }
  }
}
    `, {"hash":"sha256:06dab9feef14f24562fbbd25a201b8feee7b0436feb52e50aa7f54879a28fbf5"}) as unknown as TypedDocumentString<PendingQuery, PendingQueryVariables>;
export const QueuesDocument = new TypedDocumentString(`
    query Queues {
  groups(groupType: QUEUE, first: 50) {
    edges {
      node {
        apiName
        label
        supportedObjects
        members(first: 50) {
          edges {
            node {
              __typename
              ... on User {
                username
                name
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
    `, {"hash":"sha256:62b3a496301a91269227147a81e60752b796efaa7720b61157c1ad6d887acdfa"}) as unknown as TypedDocumentString<QueuesQuery, QueuesQueryVariables>;
export const QueueWorkDocument = new TypedDocumentString(`
    subscription QueueWork($queue: String!, $after: String) {
  queueWork(queue: $queue, after: $after) {
    __typename
    ... on Event {
      cursor
    }
  }
}
    `, {"hash":"sha256:aeb43a34ce227a590e0c8980e412e2a3a968417b459fdf4650342a8ddc8802a5"}) as unknown as TypedDocumentString<QueueWorkSubscription, QueueWorkSubscriptionVariables>;
export const AssignAgentWorkDocument = new TypedDocumentString(`
    mutation AssignAgentWork($input: AssignAgentWorkInput!) {
  assignAgentWork(input: $input) {
    __typename
    ... on Error {
      message
      code
    }
  }
}
    `, {"hash":"sha256:3343bc90283c51a0cb229a298313196bd55bf30586d5be82419b6acd5dd5ca73"}) as unknown as TypedDocumentString<AssignAgentWorkMutation, AssignAgentWorkMutationVariables>;
export const ReassignWorkItemDocument = new TypedDocumentString(`
    mutation ReassignWorkItem($input: ReassignWorkItemInput!) {
  reassignWorkItem(input: $input) {
    __typename
    ... on Error {
      message
      code
    }
  }
}
    `, {"hash":"sha256:603ef0f08c15e508cd7bca53d88a11b33b77df1b7fa8e770a9d76680715118cf"}) as unknown as TypedDocumentString<ReassignWorkItemMutation, ReassignWorkItemMutationVariables>;
export const SuspendRunDocument = new TypedDocumentString(`
    mutation SuspendRun($input: SuspendRunInput!) {
  suspendRun(input: $input) {
    __typename
    ... on Error {
      message
      code
    }
  }
}
    `, {"hash":"sha256:0dd38ca4030699fc5290d2b90299d3caacdcc037e7eb590a3200b3f0c9213f1a"}) as unknown as TypedDocumentString<SuspendRunMutation, SuspendRunMutationVariables>;
export const ResumeRunDocument = new TypedDocumentString(`
    mutation ResumeRun($input: ResumeRunInput!) {
  resumeRun(input: $input) {
    __typename
    ... on Error {
      message
      code
    }
  }
}
    `, {"hash":"sha256:ec5b854a3e736aea8ed085c2cd00fb087d640b6892d4999232b1fd0f0d270a98"}) as unknown as TypedDocumentString<ResumeRunMutation, ResumeRunMutationVariables>;
export const CancelRunDocument = new TypedDocumentString(`
    mutation CancelRun($input: CancelRunInput!) {
  cancelRun(input: $input) {
    __typename
    ... on Error {
      message
      code
    }
  }
}
    `, {"hash":"sha256:1c212420a55ba8e181a3d275c70779c320545cd75a0cb96cb5e08e154f6e3475"}) as unknown as TypedDocumentString<CancelRunMutation, CancelRunMutationVariables>;
export const UpsertRecordDocument = new TypedDocumentString(`
    mutation UpsertRecord($input: UpsertRecordInput!) {
  upsertRecord(input: $input) {
    __typename
    ... on UpsertRecordSuccess {
      record {
        recordId
      }
      startedRuns {
        id
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
  }
}
    `, {"hash":"sha256:b0f2a4ea71aeebd82ddd65fb2c02b7564e4f29516153d1e23c15ee1433206c47"}) as unknown as TypedDocumentString<UpsertRecordMutation, UpsertRecordMutationVariables>;
export const OrchestrationsDocument = new TypedDocumentString(`
    query Orchestrations {
  orchestrations(first: 100) {
    edges {
      node {
        apiName
        label
        orchestrationType
        activeVersion {
          versionNumber
        }
      }
    }
  }
}
    `, {"hash":"sha256:501f0481d672b0fbbeb7b3a644d8afdb56c85abf31eeb6b87dbae401faaa94e8"}) as unknown as TypedDocumentString<OrchestrationsQuery, OrchestrationsQueryVariables>;
export const OrchestrationDocument = new TypedDocumentString(`
    query Orchestration($apiName: String!) {
  orchestration(apiName: $apiName) {
    apiName
    label
    orchestrationType
    activeVersion {
      versionNumber
      definition
    }
    versions(first: 20) {
      edges {
        node {
          versionNumber
          status
          definition
        }
      }
    }
  }
}
    `, {"hash":"sha256:7dc619715b6e0400e214f2bc01ba62bf13a40eef5d6157a5a9153c50c0e46e6b"}) as unknown as TypedDocumentString<OrchestrationQuery, OrchestrationQueryVariables>;
export const SimulateDocument = new TypedDocumentString(`
    query Simulate($input: SimulateOrchestrationInput!) {
  simulateOrchestration(input: $input) {
    status
    faults {
      path
      message
    }
    events {
      milestone
      stage
      step
      assignee
      mailTo
      detail
    }
    waitingOn {
      step
      reasons {
        phase
        summary
      }
    }
  }
}
    `, {"hash":"sha256:79a584f4e15b3ede4cacacda0b27c698010af556175b6839ed6c825858bd7988"}) as unknown as TypedDocumentString<SimulateQuery, SimulateQueryVariables>;
export const ShareRecordDocument = new TypedDocumentString(`
    mutation ShareRecord($input: ShareRecordInput!) {
  shareRecord(input: $input) {
    __typename
    ... on Error {
      message
      code
    }
  }
}
    `, {"hash":"sha256:7f982bb2273e56c6c74cbd6d97d1bbdcad36adda2785f5ef964a8b383d9c88da"}) as unknown as TypedDocumentString<ShareRecordMutation, ShareRecordMutationVariables>;