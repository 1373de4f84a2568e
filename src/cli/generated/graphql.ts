/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Carries out an action. */
export type ActionElementInput = {
  /** A registered action, e.g. "http.request" or "email.send". */
  action: string;
  /** Its name: unique in the flow. */
  apiName: string;
  /** What the action is given. */
  inputs?: Array<InputAssignment> | null | undefined;
  /** Its name for people. */
  label: string;
  /** The element after it; none: the flow ends. */
  next?: string | null | undefined;
  /** The element after it when it fails; none: the flow fails. */
  onFault?: string | null | undefined;
  /** Variable (JSON) that takes the result; its parts are read as `name.part`. */
  output?: string | null | undefined;
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

/** Sets variables. */
export type AssignmentElementInput = {
  /** Its name: unique in the flow. */
  apiName: string;
  /** What is set, in order. */
  assignments: Array<AssignmentInput>;
  /** Its name for people. */
  label: string;
  /** The element after it; none: the flow ends. */
  next?: string | null | undefined;
};

/** Sets one variable: exactly one of value and resource. */
export type AssignmentInput = {
  /** How it takes the value. */
  operator: AssignmentOperator;
  /** … or what this resource holds. */
  resource?: string | null | undefined;
  /** Name of the variable, or "$Flow.CurrentRecord". */
  to: string;
  /** This value … */
  value?: unknown;
};

/** How a variable takes a value. */
export type AssignmentOperator =
  /** Grows by it. */
  | 'ADD'
  /** Has it at the end of its list or text. */
  | 'APPEND'
  /** Holds it from now on. */
  | 'ASSIGN'
  /** Shrinks by it. */
  | 'SUBTRACT';

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

/** Takes the first way out whose condition holds. */
export type DecisionElementInput = {
  /** Its name: unique in the flow. */
  apiName: string;
  /** Where it leads when none holds; none: the flow ends. */
  default?: string | null | undefined;
  /** Its name for people. */
  label: string;
  /** The ways out, in order. */
  outcomes: Array<DecisionOutcomeInput>;
};

/** A way out of a decision. */
export type DecisionOutcomeInput = {
  /** Its name for people. */
  label: string;
  /** Where it leads; none: the flow ends. */
  next?: string | null | undefined;
  /** When it is taken. */
  when: RequirementsInput;
};

/** Which version of a flow to delete. */
export type DeleteFlowVersionInput = {
  /** API name of the flow. */
  apiName: string;
  /** Its version. */
  versionNumber: number;
};

/** Which interviews to delete. */
export type DeleteInterviewsInput = {
  /** The interviews, by global ids or guids; at most 1,000. */
  interviewIds: Array<string | number>;
};

/** Which version of an orchestration to delete. */
export type DeleteOrchestrationVersionInput = {
  /** API name of the orchestration. */
  apiName: string;
  /** Its version. */
  versionNumber: number;
};

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

/** One element of a flow: exactly one of these. */
export type FlowElementInput =
  {   /** Carries out an action. */
  action: ActionElementInput; assignment?: never; decision?: never; screen?: never; subflow?: never; updateRecord?: never; wait?: never; }
  |  { action?: never;   /** Sets variables. */
  assignment: AssignmentElementInput; decision?: never; screen?: never; subflow?: never; updateRecord?: never; wait?: never; }
  |  { action?: never; assignment?: never;   /** Takes one of several ways. */
  decision: DecisionElementInput; screen?: never; subflow?: never; updateRecord?: never; wait?: never; }
  |  { action?: never; assignment?: never; decision?: never;   /** Shows a screen. */
  screen: ScreenElementInput; subflow?: never; updateRecord?: never; wait?: never; }
  |  { action?: never; assignment?: never; decision?: never; screen?: never;   /** Runs another flow. */
  subflow: SubflowElementInput; updateRecord?: never; wait?: never; }
  |  { action?: never; assignment?: never; decision?: never; screen?: never; subflow?: never;   /** Sets fields of a record. */
  updateRecord: UpdateRecordElementInput; wait?: never; }
  |  { action?: never; assignment?: never; decision?: never; screen?: never; subflow?: never; updateRecord?: never;   /** Waits. */
  wait: WaitElementInput; };

/** What a list of paused interviews is narrowed to; everything that is given must hold. */
export type FlowInterviewFilter = {
  /** API name of the flow. */
  flow?: string | null | undefined;
  /** Last gone on with, or paused, after this time. */
  lastModifiedAfter?: string | null | undefined;
  /** Last gone on with, or paused, before this time. */
  lastModifiedBefore?: string | null | undefined;
  /** Paused after this time. */
  pausedAfter?: string | null | undefined;
  /** Paused before this time. */
  pausedBefore?: string | null | undefined;
  /** Username of who paused them. */
  pausedBy?: string | null | undefined;
  /** The record that they are about (`$Flow.CurrentRecord`), by the other system's id. */
  recordId?: string | number | null | undefined;
  /** PAUSED unless given. Any other lists the caller's own: with STARTED those that they have left without pausing, each at its last submitted state, to be gone on with at the screen it shows. */
  status?: InterviewStatus | null | undefined;
};

/** What a flow is for. */
export type FlowType =
  /** Runs by itself, without screens. */
  | 'AUTOLAUNCHED'
  /** Decides a condition of an orchestration: sets `isOrchestrationConditionMet`. It is run as often as the condition is looked at, so it has assignments, decisions and subflows of its own kind, and changes nothing outside. */
  | 'EVALUATION'
  /** People answer its screens. */
  | 'SCREEN';

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

/** Which work items to give to whom. */
export type ReassignWorkItemsInput = {
  /** Who gets them. */
  assignee: AssigneeInput;
  /** The work items; at most 1,000. */
  workItemIds: Array<string | number>;
};

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

/** Which interviews to resume. */
export type ResumeInterviewsInput = {
  /** The interviews, by global ids or guids; at most 1,000. */
  interviewIds: Array<string | number>;
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

/** A flow, whole: it makes or replaces the draft. */
export type SaveFlowInput = {
  /** Its name for programs: letters, digits and underscores, unique among flows. */
  apiName: string;
  /** What it is for. */
  description?: string | null | undefined;
  /** Its elements, in any order. */
  elements: Array<FlowElementInput>;
  /** What it is for; it can't change once a version was active. */
  flowType: FlowType;
  /** Name of its interviews; may hold {!merge} fields. The flow's label unless given. */
  interviewLabel?: string | null | undefined;
  /** Its name for people. */
  label: string;
  /** API name of the first element. */
  start: string;
  /** Its variables. */
  variables?: Array<VariableInput> | null | undefined;
};

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

/** One of the choices of a field. */
export type ScreenChoiceInput = {
  /** What people read. */
  label: string;
  /** What is answered. */
  value: unknown;
};

/** Shows a screen and waits for its answer. */
export type ScreenElementInput = {
  /** Whether one can go back from it; yes unless given. */
  allowBack?: boolean | null | undefined;
  /** Whether it has a Next or Finish button; yes unless given. Without, the flow can't end on it. */
  allowFinish?: boolean | null | undefined;
  /** Whether it has a Pause button; no unless given. */
  allowPause?: boolean | null | undefined;
  /** Its name: unique in the flow. */
  apiName: string;
  /** Its fields in order. */
  fields: Array<ScreenFieldInput>;
  /** Help for the whole screen. */
  helpText?: string | null | undefined;
  /** Its heading; may hold {!merge} fields. */
  label: string;
  /** The element after it; none: the flow ends. */
  next?: string | null | undefined;
  /** What is shown once it is paused. */
  pauseConfirmation?: string | null | undefined;
};

/** A field of a screen. Its value is a resource by its name. */
export type ScreenFieldInput = {
  /** Its name: unique in the flow. */
  apiName: string;
  /** What can be chosen, for fields with choices. */
  choices?: Array<ScreenChoiceInput> | null | undefined;
  /** Its value at first … */
  default?: unknown;
  /** … or the resource that holds it. */
  defaultResource?: string | null | undefined;
  /** What a DISPLAY_TEXT shows; may hold {!merge} fields. */
  displayText?: string | null | undefined;
  /** What kind of field it is. */
  fieldType: ScreenFieldType;
  /** Help for this field. */
  helpText?: string | null | undefined;
  /** Whether it must be filled in while it is shown. A checkbox always is. */
  isRequired?: boolean | null | undefined;
  /** What stands beside it; may hold {!merge} fields. */
  label: string;
  /** A JSON Schema that its value must meet. Patterns are matched in linear time, so they have no lookaheads, no lookbehinds and no back references. With every `$ref` written out, it has at most 500 subschemas. */
  validation?: unknown;
  /** When it is shown; always unless given. */
  visibleWhen?: RequirementsInput | null | undefined;
};

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

/** What to start, on what. */
export type StartOrchestrationInput = {
  /** The orchestration; its active version is run. */
  apiName: string;
  /** Makes retries safe: the same key and input within 24 hours give the first answer again. A first answer that is an error is not kept, since nothing was done: the key may be used again, with another input too. At most 255 characters. */
  clientMutationKey?: string | null | undefined;
  /** Values of its input variables by name: a JSON object. */
  inputs?: unknown;
  /** The record it is about (`$Record`), by the other system's id. */
  recordId?: string | number | null | undefined;
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

/** Runs another flow inside of this one. */
export type SubflowElementInput = {
  /** Its name: unique in the flow. */
  apiName: string;
  /** API name of the flow. */
  flow: string;
  /** What its input variables are given. */
  inputs?: Array<InputAssignment> | null | undefined;
  /** Its name for people. */
  label: string;
  /** The element after it; none: the flow ends. */
  next?: string | null | undefined;
  /** Variable (JSON) that takes its outputs; each is read as `name.output`. */
  output?: string | null | undefined;
};

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

/** Sets fields of a record. */
export type UpdateRecordElementInput = {
  /** Its name: unique in the flow. */
  apiName: string;
  /** What is set. */
  fields: Array<InputAssignment>;
  /** Its name for people. */
  label: string;
  /** The element after it; none: the flow ends. */
  next?: string | null | undefined;
  /** "$Record", or a variable that holds a recordId. */
  record: string;
};

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

/** Waits by itself: exactly one of seconds and untilResource. */
export type WaitElementInput = {
  /** Its name: unique in the flow. */
  apiName: string;
  /** Its name for people. */
  label: string;
  /** The element after it; none: the flow ends. */
  next?: string | null | undefined;
  /** So long … */
  seconds?: number | null | undefined;
  /** … or until the time that this resource holds. */
  untilResource?: string | null | undefined;
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

export type GroupNamesQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type GroupNamesQuery = { groups: { edges: Array<{ node: { apiName: string, groupType: GroupType } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CallerQueryVariables = Exact<{ [key: string]: never; }>;


export type CallerQuery = { viewer: { username: string, permissions: Array<Permission> } };

export type SaveFlowMutationVariables = Exact<{
  input: SaveFlowInput;
}>;


export type SaveFlowMutation = { saveFlow:
    | { __typename: 'ConflictError', message: string, code: string }
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'SaveFlowSuccess', flowVersion: { versionNumber: number } }
    | { __typename: 'ValidationError', message: string, code: string, issues: Array<{ path: Array<string>, message: string }> }
   };

export type ActivateFlowMutationVariables = Exact<{
  apiName: string;
}>;


export type ActivateFlowMutation = { activateFlow:
    | { __typename: 'ActivateFlowSuccess', flowVersion: { versionNumber: number } }
    | { __typename: 'ConflictError', message: string, code: string }
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'NotFoundError', message: string, code: string }
    | { __typename: 'ValidationError', message: string, code: string, issues: Array<{ path: Array<string>, message: string }> }
   };

export type SaveOrchestrationMutationVariables = Exact<{
  input: SaveOrchestrationInput;
}>;


export type SaveOrchestrationMutation = { saveOrchestration:
    | { __typename: 'ConflictError', message: string, code: string }
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'SaveOrchestrationSuccess', orchestrationVersion: { versionNumber: number } }
    | { __typename: 'ValidationError', message: string, code: string, issues: Array<{ path: Array<string>, message: string }> }
   };

export type ActivateOrchestrationMutationVariables = Exact<{
  apiName: string;
}>;


export type ActivateOrchestrationMutation = { activateOrchestration:
    | { __typename: 'ActivateOrchestrationSuccess', orchestrationVersion: { versionNumber: number } }
    | { __typename: 'ConflictError', message: string, code: string }
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'NotFoundError', message: string, code: string }
    | { __typename: 'ValidationError', message: string, code: string, issues: Array<{ path: Array<string>, message: string }> }
   };

export type DeleteFlowVersionMutationVariables = Exact<{
  input: DeleteFlowVersionInput;
}>;


export type DeleteFlowVersionMutation = { deleteFlowVersion:
    | { __typename: 'ConflictError', message: string, code: string }
    | { __typename: 'DeleteFlowVersionSuccess' }
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'NotFoundError', message: string, code: string }
    | { __typename: 'ValidationError', message: string, code: string, issues: Array<{ path: Array<string>, message: string }> }
   };

export type DeleteOrchestrationVersionMutationVariables = Exact<{
  input: DeleteOrchestrationVersionInput;
}>;


export type DeleteOrchestrationVersionMutation = { deleteOrchestrationVersion:
    | { __typename: 'ConflictError', message: string, code: string }
    | { __typename: 'DeleteOrchestrationVersionSuccess' }
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'NotFoundError', message: string, code: string }
    | { __typename: 'ValidationError', message: string, code: string, issues: Array<{ path: Array<string>, message: string }> }
   };

export type DeployedFlowQueryVariables = Exact<{
  apiName: string;
}>;


export type DeployedFlowQuery = { flow: { type: FlowType, activeVersion: { id: string, versionNumber: number, definition: unknown } | null, versions: { edges: Array<{ node: { status: VersionStatus, versionNumber: number } }> } } | null };

export type DeployedOrchestrationQueryVariables = Exact<{
  apiName: string;
}>;


export type DeployedOrchestrationQuery = { orchestration: { type: OrchestrationType, activeVersion: { id: string, versionNumber: number, definition: unknown } | null, versions: { edges: Array<{ node: { status: VersionStatus, versionNumber: number } }> } } | null };

export type CountFlowsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type CountFlowsQuery = { flows: { edges: Array<{ node: { activeVersion: { id: string } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type CountOrchestrationsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
}>;


export type CountOrchestrationsQuery = { orchestrations: { edges: Array<{ node: { activeVersion: { id: string } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type RegisteredActionQueryVariables = Exact<{
  name: string;
}>;


export type RegisteredActionQuery = { flowAction: { inputs: Array<{ name: string, dataType: DataType, isRequired: boolean }> } | null };

export type OrchestrationFaultsQueryVariables = Exact<{
  draft: SaveOrchestrationInput;
}>;


export type OrchestrationFaultsQuery = { simulateOrchestration: { faults: Array<{ path: Array<string>, message: string }> } };

export type InterviewRowFragment = { id: string, guid: string, label: string, status: InterviewStatus, currentElement: string | null, pauseLabel: string | null, pausedAt: string | null, createdDate: string, lastModifiedDate: string, expiresAt: string | null, canResume: boolean, canDelete: boolean, isOfBackgroundStep: boolean, flow: { apiName: string, label: string }, flowVersion: { versionNumber: number }, pausedBy: { username: string, name: string } | null, owner: { username: string, name: string }, record: { recordId: string, objectApiName: string, name: string | null } | null, workItem: { id: string, name: string } | null };

export type ListInterviewsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: FlowInterviewFilter | null | undefined;
}>;


export type ListInterviewsQuery = { pausedInterviews: { edges: Array<{ node: { id: string, guid: string, label: string, status: InterviewStatus, currentElement: string | null, pauseLabel: string | null, pausedAt: string | null, createdDate: string, lastModifiedDate: string, expiresAt: string | null, canResume: boolean, canDelete: boolean, isOfBackgroundStep: boolean, flow: { apiName: string, label: string }, flowVersion: { versionNumber: number }, pausedBy: { username: string, name: string } | null, owner: { username: string, name: string }, record: { recordId: string, objectApiName: string, name: string | null } | null, workItem: { id: string, name: string } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type InterviewIdsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: FlowInterviewFilter | null | undefined;
}>;


export type InterviewIdsQuery = { pausedInterviews: { edges: Array<{ node: { id: string, isOfBackgroundStep: boolean } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type InterviewsByIdQueryVariables = Exact<{
  ids: Array<string | number> | string | number;
}>;


export type InterviewsByIdQuery = { nodes: Array<
    | { __typename: 'AgentWork' }
    | { __typename: 'EmailNotification' }
    | { __typename: 'Flow' }
    | { __typename: 'FlowInterview', id: string, label: string, status: InterviewStatus, canResume: boolean, canDelete: boolean }
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
   | null> };

export type DeleteInterviewsMutationVariables = Exact<{
  input: DeleteInterviewsInput;
}>;


export type DeleteInterviewsMutation = { deleteInterviews:
    | { __typename: 'DeleteInterviewsSuccess', results: Array<{ interviewId: string, error:
          | { __typename: 'AgentWorkNotPendingError', message: string, code: string }
          | { __typename: 'CapacityExceededError', message: string, code: string }
          | { __typename: 'ConflictError', message: string, code: string }
          | { __typename: 'ForbiddenError', message: string, code: string }
          | { __typename: 'InterviewNotResumableError', message: string, code: string }
          | { __typename: 'NotFoundError', message: string, code: string }
          | { __typename: 'PauseNotAllowedError', message: string, code: string }
          | { __typename: 'RunNotInProgressError', message: string, code: string }
          | { __typename: 'StaleScreenError', message: string, code: string }
          | { __typename: 'ValidationError', message: string, code: string, issues: Array<{ path: Array<string>, message: string }> }
          | { __typename: 'WorkItemAlreadyCompletedError', message: string, code: string }
         | null }> }
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'ValidationError', message: string, code: string, issues: Array<{ path: Array<string>, message: string }> }
   };

export type ResumeInterviewsMutationVariables = Exact<{
  input: ResumeInterviewsInput;
}>;


export type ResumeInterviewsMutation = { resumeInterviews:
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'ResumeInterviewsSuccess', results: Array<{ interviewId: string, error:
          | { __typename: 'AgentWorkNotPendingError', message: string, code: string }
          | { __typename: 'CapacityExceededError', message: string, code: string }
          | { __typename: 'ConflictError', message: string, code: string }
          | { __typename: 'ForbiddenError', message: string, code: string }
          | { __typename: 'InterviewNotResumableError', message: string, code: string }
          | { __typename: 'NotFoundError', message: string, code: string }
          | { __typename: 'PauseNotAllowedError', message: string, code: string }
          | { __typename: 'RunNotInProgressError', message: string, code: string }
          | { __typename: 'StaleScreenError', message: string, code: string }
          | { __typename: 'ValidationError', message: string, code: string, issues: Array<{ path: Array<string>, message: string }> }
          | { __typename: 'WorkItemAlreadyCompletedError', message: string, code: string }
         | null }> }
    | { __typename: 'ValidationError', message: string, code: string, issues: Array<{ path: Array<string>, message: string }> }
   };

type Refusal_AgentWorkNotPendingError_Fragment = { __typename: 'AgentWorkNotPendingError', message: string, code: string };

type Refusal_CapacityExceededError_Fragment = { __typename: 'CapacityExceededError', message: string, code: string };

type Refusal_ConflictError_Fragment = { __typename: 'ConflictError', message: string, code: string };

type Refusal_ForbiddenError_Fragment = { __typename: 'ForbiddenError', message: string, code: string };

type Refusal_InterviewNotResumableError_Fragment = { __typename: 'InterviewNotResumableError', message: string, code: string };

type Refusal_NotFoundError_Fragment = { __typename: 'NotFoundError', message: string, code: string };

type Refusal_PauseNotAllowedError_Fragment = { __typename: 'PauseNotAllowedError', message: string, code: string };

type Refusal_RunNotInProgressError_Fragment = { __typename: 'RunNotInProgressError', message: string, code: string };

type Refusal_StaleScreenError_Fragment = { __typename: 'StaleScreenError', message: string, code: string };

type Refusal_ValidationError_Fragment = { __typename: 'ValidationError', message: string, code: string, issues: Array<{ path: Array<string>, message: string }> };

type Refusal_WorkItemAlreadyCompletedError_Fragment = { __typename: 'WorkItemAlreadyCompletedError', message: string, code: string };

export type RefusalFragment =
  | Refusal_AgentWorkNotPendingError_Fragment
  | Refusal_CapacityExceededError_Fragment
  | Refusal_ConflictError_Fragment
  | Refusal_ForbiddenError_Fragment
  | Refusal_InterviewNotResumableError_Fragment
  | Refusal_NotFoundError_Fragment
  | Refusal_PauseNotAllowedError_Fragment
  | Refusal_RunNotInProgressError_Fragment
  | Refusal_StaleScreenError_Fragment
  | Refusal_ValidationError_Fragment
  | Refusal_WorkItemAlreadyCompletedError_Fragment
;

export type StartRunMutationVariables = Exact<{
  input: StartOrchestrationInput;
}>;


export type StartRunMutation = { startOrchestration:
    | { __typename: 'ConflictError', message: string, code: string }
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'NotFoundError', message: string, code: string }
    | { __typename: 'StartOrchestrationSuccess', run: { id: string, label: string, status: RunStatus, startedAt: string, endedAt: string | null, durationSeconds: number | null, orchestration: { apiName: string, label: string }, version: { versionNumber: number }, startedBy: { username: string, name: string }, record: { recordId: string, objectApiName: string, name: string | null } | null, currentStage: { apiName: string, label: string, status: StageStatus } | null, error: { message: string, occurredAt: string, attempts: number, stage: { apiName: string } | null, step: { apiName: string } | null } | null } }
    | { __typename: 'ValidationError', message: string, code: string, issues: Array<{ path: Array<string>, message: string }> }
   };

export type RunDetailsFragment = { id: string, label: string, status: RunStatus, startedAt: string, endedAt: string | null, durationSeconds: number | null, stages: Array<{ id: string, apiName: string, label: string, status: StageStatus, startedAt: string | null, endedAt: string | null, waitingOn: Array<{ phase: WaitPhase, summary: string, resource: string | null, operator: string | null, expected: unknown, actual: unknown }>, steps: Array<{ id: string, apiName: string, label: string, stepType: StepType, status: StepStatus, startedAt: string | null, endedAt: string | null, outputs: unknown, waitingOn: Array<{ phase: WaitPhase, summary: string, resource: string | null, operator: string | null, expected: unknown, actual: unknown }>, workItem: { id: string, name: string, status: WorkItemStatus, closedReason: WorkItemClosedReason | null, assignee:
          | { __typename: 'Group', apiName: string }
          | { __typename: 'User', username: string }
         } | null }> }>, orchestration: { apiName: string, label: string }, version: { versionNumber: number }, startedBy: { username: string, name: string }, record: { recordId: string, objectApiName: string, name: string | null } | null, currentStage: { apiName: string, label: string, status: StageStatus } | null, error: { message: string, occurredAt: string, attempts: number, stage: { apiName: string } | null, step: { apiName: string } | null } | null };

export type RunWaitFragment = { phase: WaitPhase, summary: string, resource: string | null, operator: string | null, expected: unknown, actual: unknown };

export type ShowRunQueryVariables = Exact<{
  id: string | number;
}>;


export type ShowRunQuery = { node:
    | { __typename: 'AgentWork' }
    | { __typename: 'EmailNotification' }
    | { __typename: 'Flow' }
    | { __typename: 'FlowInterview' }
    | { __typename: 'FlowVersion' }
    | { __typename: 'Group' }
    | { __typename: 'Orchestration' }
    | { __typename: 'OrchestrationRun', id: string, label: string, status: RunStatus, startedAt: string, endedAt: string | null, durationSeconds: number | null, stages: Array<{ id: string, apiName: string, label: string, status: StageStatus, startedAt: string | null, endedAt: string | null, waitingOn: Array<{ phase: WaitPhase, summary: string, resource: string | null, operator: string | null, expected: unknown, actual: unknown }>, steps: Array<{ id: string, apiName: string, label: string, stepType: StepType, status: StepStatus, startedAt: string | null, endedAt: string | null, outputs: unknown, waitingOn: Array<{ phase: WaitPhase, summary: string, resource: string | null, operator: string | null, expected: unknown, actual: unknown }>, workItem: { id: string, name: string, status: WorkItemStatus, closedReason: WorkItemClosedReason | null, assignee:
              | { __typename: 'Group', apiName: string }
              | { __typename: 'User', username: string }
             } | null }> }>, orchestration: { apiName: string, label: string }, version: { versionNumber: number }, startedBy: { username: string, name: string }, record: { recordId: string, objectApiName: string, name: string | null } | null, currentStage: { apiName: string, label: string, status: StageStatus } | null, error: { message: string, occurredAt: string, attempts: number, stage: { apiName: string } | null, step: { apiName: string } | null } | null }
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

export type RunRowFragment = { id: string, label: string, status: RunStatus, startedAt: string, endedAt: string | null, durationSeconds: number | null, orchestration: { apiName: string, label: string }, version: { versionNumber: number }, startedBy: { username: string, name: string }, record: { recordId: string, objectApiName: string, name: string | null } | null, currentStage: { apiName: string, label: string, status: StageStatus } | null, error: { message: string, occurredAt: string, attempts: number, stage: { apiName: string } | null, step: { apiName: string } | null } | null };

export type ListRunsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: RunFilter | null | undefined;
}>;


export type ListRunsQuery = { runs: { edges: Array<{ node: { id: string, label: string, status: RunStatus, startedAt: string, endedAt: string | null, durationSeconds: number | null, orchestration: { apiName: string, label: string }, version: { versionNumber: number }, startedBy: { username: string, name: string }, record: { recordId: string, objectApiName: string, name: string | null } | null, currentStage: { apiName: string, label: string, status: StageStatus } | null, error: { message: string, occurredAt: string, attempts: number, stage: { apiName: string } | null, step: { apiName: string } | null } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type RunTargetsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: RunFilter | null | undefined;
}>;


export type RunTargetsQuery = { runs: { edges: Array<{ node: { id: string, label: string, status: RunStatus, startedAt: string, error: { message: string, isRecoverable: boolean, occurredAt: string } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type RunsByIdQueryVariables = Exact<{
  ids: Array<string | number> | string | number;
}>;


export type RunsByIdQuery = { nodes: Array<
    | { __typename: 'AgentWork' }
    | { __typename: 'EmailNotification' }
    | { __typename: 'Flow' }
    | { __typename: 'FlowInterview' }
    | { __typename: 'FlowVersion' }
    | { __typename: 'Group' }
    | { __typename: 'Orchestration' }
    | { __typename: 'OrchestrationRun', id: string, label: string, status: RunStatus, error: { message: string, isRecoverable: boolean, occurredAt: string } | null }
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
   | null> };

export type SuspendRunMutationVariables = Exact<{
  input: SuspendRunInput;
}>;


export type SuspendRunMutation = { answer:
    | { __typename: 'ConflictError', message: string, code: string }
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'NotFoundError', message: string, code: string }
    | { __typename: 'RunNotInProgressError', message: string, code: string }
    | { __typename: 'SuspendRunSuccess', run: { id: string } }
    | { __typename: 'ValidationError', message: string, code: string, issues: Array<{ path: Array<string>, message: string }> }
   };

export type CancelRunMutationVariables = Exact<{
  input: CancelRunInput;
}>;


export type CancelRunMutation = { answer:
    | { __typename: 'CancelRunSuccess', run: { id: string } }
    | { __typename: 'ConflictError', message: string, code: string }
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'NotFoundError', message: string, code: string }
    | { __typename: 'RunNotInProgressError', message: string, code: string }
    | { __typename: 'ValidationError', message: string, code: string, issues: Array<{ path: Array<string>, message: string }> }
   };

export type ResumeRunMutationVariables = Exact<{
  input: ResumeRunInput;
}>;


export type ResumeRunMutation = { answer:
    | { __typename: 'ConflictError', message: string, code: string }
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'NotFoundError', message: string, code: string }
    | { __typename: 'ResumeRunSuccess', run: { id: string } }
    | { __typename: 'ValidationError', message: string, code: string, issues: Array<{ path: Array<string>, message: string }> }
   };

export type WatchedMilestoneFragment = { id: string, milestone: Milestone, occurredAt: string, durationSeconds: number | null, detail: string | null, actor: { username: string, name: string } | null, completedBy: { username: string, name: string } | null, stage: { id: string, apiName: string, label: string } | null, step: { id: string, apiName: string, label: string } | null, workItem: { id: string, name: string, label: string } | null };

export type ReadOnInRunQueryVariables = Exact<{
  id: string | number;
  first: number;
  after?: string | null | undefined;
}>;


export type ReadOnInRunQuery = { node:
    | { status: RunStatus, error: { message: string, isRecoverable: boolean } | null, history: { edges: Array<{ node: { id: string, milestone: Milestone, occurredAt: string, durationSeconds: number | null, detail: string | null, actor: { username: string, name: string } | null, completedBy: { username: string, name: string } | null, stage: { id: string, apiName: string, label: string } | null, step: { id: string, apiName: string, label: string } | null, workItem: { id: string, name: string, label: string } | null } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } }
    | Record<PropertyKey, never>
   | null };

export type RunProgressSubscriptionVariables = Exact<{
  runId: string | number;
  after?: string | null | undefined;
}>;


export type RunProgressSubscription = { runProgress: { cursor: string } };

export type WorkItemRowFragment = { id: string, name: string, label: string, description: string | null, status: WorkItemStatus, isActionable: boolean, closedReason: WorkItemClosedReason | null, createdDate: string, assignedAt: string, completedAt: string | null, durationSeconds: number | null, dueAt: string | null, isOverdue: boolean, canOpen: boolean, linkUrl: string | null, assignee:
    | { __typename: 'Group', apiName: string, label: string, groupType: GroupType }
    | { __typename: 'User', username: string, name: string }
  , owner:
    | { __typename: 'Group', apiName: string, label: string, groupType: GroupType }
    | { __typename: 'User', username: string, name: string }
  , completedBy: { username: string, name: string } | null, record: { recordId: string, objectApiName: string, name: string | null } | null, run: { id: string, label: string, status: RunStatus, orchestration: { apiName: string } }, stage: { apiName: string, label: string }, step: { apiName: string, label: string }, screenFlow: { apiName: string, label: string } };

export type ListWorkItemsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: WorkItemFilter | null | undefined;
  orderBy?: WorkItemOrder | null | undefined;
}>;


export type ListWorkItemsQuery = { workItems: { edges: Array<{ node: { id: string, name: string, label: string, description: string | null, status: WorkItemStatus, isActionable: boolean, closedReason: WorkItemClosedReason | null, createdDate: string, assignedAt: string, completedAt: string | null, durationSeconds: number | null, dueAt: string | null, isOverdue: boolean, canOpen: boolean, linkUrl: string | null, assignee:
          | { __typename: 'Group', apiName: string, label: string, groupType: GroupType }
          | { __typename: 'User', username: string, name: string }
        , owner:
          | { __typename: 'Group', apiName: string, label: string, groupType: GroupType }
          | { __typename: 'User', username: string, name: string }
        , completedBy: { username: string, name: string } | null, record: { recordId: string, objectApiName: string, name: string | null } | null, run: { id: string, label: string, status: RunStatus, orchestration: { apiName: string } }, stage: { apiName: string, label: string }, step: { apiName: string, label: string }, screenFlow: { apiName: string, label: string } } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type WorkItemTargetsQueryVariables = Exact<{
  first: number;
  after?: string | null | undefined;
  filter?: WorkItemFilter | null | undefined;
}>;


export type WorkItemTargetsQuery = { workItems: { edges: Array<{ node: { id: string, name: string, label: string, createdDate: string, isActionable: boolean } }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } } };

export type WorkItemsByIdQueryVariables = Exact<{
  ids: Array<string | number> | string | number;
}>;


export type WorkItemsByIdQuery = { nodes: Array<
    | { __typename: 'AgentWork' }
    | { __typename: 'EmailNotification' }
    | { __typename: 'Flow' }
    | { __typename: 'FlowInterview' }
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
    | { __typename: 'WorkItem', id: string, name: string, label: string, isActionable: boolean }
   | null> };

export type ReassignWorkItemsMutationVariables = Exact<{
  input: ReassignWorkItemsInput;
}>;


export type ReassignWorkItemsMutation = { reassignWorkItems:
    | { __typename: 'ForbiddenError', message: string, code: string }
    | { __typename: 'ReassignWorkItemsSuccess', results: Array<{ workItemId: string, error:
          | { __typename: 'AgentWorkNotPendingError', message: string, code: string }
          | { __typename: 'CapacityExceededError', message: string, code: string }
          | { __typename: 'ConflictError', message: string, code: string }
          | { __typename: 'ForbiddenError', message: string, code: string }
          | { __typename: 'InterviewNotResumableError', message: string, code: string }
          | { __typename: 'NotFoundError', message: string, code: string }
          | { __typename: 'PauseNotAllowedError', message: string, code: string }
          | { __typename: 'RunNotInProgressError', message: string, code: string }
          | { __typename: 'StaleScreenError', message: string, code: string }
          | { __typename: 'ValidationError', message: string, code: string, issues: Array<{ path: Array<string>, message: string }> }
          | { __typename: 'WorkItemAlreadyCompletedError', message: string, code: string }
         | null }> }
    | { __typename: 'ValidationError', message: string, code: string, issues: Array<{ path: Array<string>, message: string }> }
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
export const InterviewRowFragmentDoc = new TypedDocumentString(`
    fragment InterviewRow on FlowInterview {
  id
  guid
  label
  status
  currentElement
  pauseLabel
  pausedAt
  createdDate
  lastModifiedDate
  expiresAt
  canResume
  canDelete
  isOfBackgroundStep
  flow {
    apiName
    label
  }
  flowVersion {
    versionNumber
  }
  pausedBy {
    username
    name
  }
  owner {
    username
    name
  }
  record {
    recordId
    objectApiName
    name
  }
  workItem {
    id
    name
  }
}
    `, {"fragmentName":"InterviewRow"}) as unknown as TypedDocumentString<InterviewRowFragment, unknown>;
export const RefusalFragmentDoc = new TypedDocumentString(`
    fragment Refusal on Error {
  __typename
  message
  code
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}
    `, {"fragmentName":"Refusal"}) as unknown as TypedDocumentString<RefusalFragment, unknown>;
export const RunRowFragmentDoc = new TypedDocumentString(`
    fragment RunRow on OrchestrationRun {
  id
  label
  status
  startedAt
  endedAt
  durationSeconds
  orchestration {
    apiName
    label
  }
  version {
    versionNumber
  }
  startedBy {
    username
    name
  }
  record {
    recordId
    objectApiName
    name
  }
  currentStage {
    apiName
    label
    status
  }
  error {
    message
    occurredAt
    attempts
    stage {
      apiName
    }
    step {
      apiName
    }
  }
}
    `, {"fragmentName":"RunRow"}) as unknown as TypedDocumentString<RunRowFragment, unknown>;
export const RunWaitFragmentDoc = new TypedDocumentString(`
    fragment RunWait on WaitReason {
  phase
  summary
  resource
  operator
  expected
  actual
}
    `, {"fragmentName":"RunWait"}) as unknown as TypedDocumentString<RunWaitFragment, unknown>;
export const RunDetailsFragmentDoc = new TypedDocumentString(`
    fragment RunDetails on OrchestrationRun {
  ...RunRow
  stages {
    id
    apiName
    label
    status
    startedAt
    endedAt
    waitingOn {
      ...RunWait
    }
    steps {
      id
      apiName
      label
      stepType
      status
      startedAt
      endedAt
      outputs
      waitingOn {
        ...RunWait
      }
      workItem {
        id
        name
        status
        closedReason
        assignee {
          __typename
          ... on User {
            username
          }
          ... on Group {
            apiName
          }
        }
      }
    }
  }
}
    fragment RunWait on WaitReason {
  phase
  summary
  resource
  operator
  expected
  actual
}
fragment RunRow on OrchestrationRun {
  id
  label
  status
  startedAt
  endedAt
  durationSeconds
  orchestration {
    apiName
    label
  }
  version {
    versionNumber
  }
  startedBy {
    username
    name
  }
  record {
    recordId
    objectApiName
    name
  }
  currentStage {
    apiName
    label
    status
  }
  error {
    message
    occurredAt
    attempts
    stage {
      apiName
    }
    step {
      apiName
    }
  }
}`, {"fragmentName":"RunDetails"}) as unknown as TypedDocumentString<RunDetailsFragment, unknown>;
export const WatchedMilestoneFragmentDoc = new TypedDocumentString(`
    fragment WatchedMilestone on RunHistoryEvent {
  id
  milestone
  occurredAt
  durationSeconds
  detail
  actor {
    username
    name
  }
  completedBy {
    username
    name
  }
  stage {
    id
    apiName
    label
  }
  step {
    id
    apiName
    label
  }
  workItem {
    id
    name
    label
  }
}
    `, {"fragmentName":"WatchedMilestone"}) as unknown as TypedDocumentString<WatchedMilestoneFragment, unknown>;
export const WorkItemRowFragmentDoc = new TypedDocumentString(`
    fragment WorkItemRow on WorkItem {
  id
  name
  label
  description
  status
  isActionable
  closedReason
  createdDate
  assignedAt
  completedAt
  durationSeconds
  dueAt
  isOverdue
  canOpen
  linkUrl
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
  owner {
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
    username
    name
  }
  record {
    recordId
    objectApiName
    name
  }
  run {
    id
    label
    status
    orchestration {
      apiName
    }
  }
  stage {
    apiName
    label
  }
  step {
    apiName
    label
  }
  screenFlow {
    apiName
    label
  }
}
    `, {"fragmentName":"WorkItemRow"}) as unknown as TypedDocumentString<WorkItemRowFragment, unknown>;
export const GroupNamesDocument = new TypedDocumentString(`
    query GroupNames($first: Int!, $after: String) {
  groups(first: $first, after: $after) {
    edges {
      node {
        apiName
        groupType
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"hash":"sha256:0dd37515206161534cd7354af1af9a53df9433b042a286f786ec149b268bfc71"}) as unknown as TypedDocumentString<GroupNamesQuery, GroupNamesQueryVariables>;
export const CallerDocument = new TypedDocumentString(`
    query Caller {
  viewer {
    username
    permissions
  }
}
    `, {"hash":"sha256:c4fde8ef1a3247bb1d86724651525410a4be7d1e58b47d37a1b3be3ad37a936a"}) as unknown as TypedDocumentString<CallerQuery, CallerQueryVariables>;
export const SaveFlowDocument = new TypedDocumentString(`
    mutation SaveFlow($input: SaveFlowInput!) {
  saveFlow(input: $input) {
    __typename
    ... on SaveFlowSuccess {
      flowVersion {
        versionNumber
      }
    }
    ...Refusal
  }
}
    fragment Refusal on Error {
  __typename
  message
  code
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"sha256:aaf134ca7fd39efaa8e8610660d074964a92783cb7aee50a20c4368eef82e730"}) as unknown as TypedDocumentString<SaveFlowMutation, SaveFlowMutationVariables>;
export const ActivateFlowDocument = new TypedDocumentString(`
    mutation ActivateFlow($apiName: String!) {
  activateFlow(input: {apiName: $apiName}) {
    __typename
    ... on ActivateFlowSuccess {
      flowVersion {
        versionNumber
      }
    }
    ...Refusal
  }
}
    fragment Refusal on Error {
  __typename
  message
  code
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"sha256:db7a554bffc695d2d3cbc4c6bb905e993c8ae4a80f92809e72490a7837681b51"}) as unknown as TypedDocumentString<ActivateFlowMutation, ActivateFlowMutationVariables>;
export const SaveOrchestrationDocument = new TypedDocumentString(`
    mutation SaveOrchestration($input: SaveOrchestrationInput!) {
  saveOrchestration(input: $input) {
    __typename
    ... on SaveOrchestrationSuccess {
      orchestrationVersion {
        versionNumber
      }
    }
    ...Refusal
  }
}
    fragment Refusal on Error {
  __typename
  message
  code
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"sha256:8d984b4d1f26546157a9c53127f0ca049efdfad4e7bbedbc1410fd328685687f"}) as unknown as TypedDocumentString<SaveOrchestrationMutation, SaveOrchestrationMutationVariables>;
export const ActivateOrchestrationDocument = new TypedDocumentString(`
    mutation ActivateOrchestration($apiName: String!) {
  activateOrchestration(input: {apiName: $apiName}) {
    __typename
    ... on ActivateOrchestrationSuccess {
      orchestrationVersion {
        versionNumber
      }
    }
    ...Refusal
  }
}
    fragment Refusal on Error {
  __typename
  message
  code
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"sha256:c85c848f013671a2679b5c75602ac03d72ff6b0a942bf73c51b220f6f32ccf05"}) as unknown as TypedDocumentString<ActivateOrchestrationMutation, ActivateOrchestrationMutationVariables>;
export const DeleteFlowVersionDocument = new TypedDocumentString(`
    mutation DeleteFlowVersion($input: DeleteFlowVersionInput!) {
  deleteFlowVersion(input: $input) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Error {
  __typename
  message
  code
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"sha256:ee33ec9f8fd87f360cf1a087c4ccbabda84a37c7b6826a75ba86ef930bd3b6ec"}) as unknown as TypedDocumentString<DeleteFlowVersionMutation, DeleteFlowVersionMutationVariables>;
export const DeleteOrchestrationVersionDocument = new TypedDocumentString(`
    mutation DeleteOrchestrationVersion($input: DeleteOrchestrationVersionInput!) {
  deleteOrchestrationVersion(input: $input) {
    __typename
    ...Refusal
  }
}
    fragment Refusal on Error {
  __typename
  message
  code
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"sha256:612270796d27c88f650d25aaa425bb1d80b590918396c0b79c9e20c43136969a"}) as unknown as TypedDocumentString<DeleteOrchestrationVersionMutation, DeleteOrchestrationVersionMutationVariables>;
export const DeployedFlowDocument = new TypedDocumentString(`
    query DeployedFlow($apiName: String!) {
  flow(apiName: $apiName) {
    type: flowType
    activeVersion {
      id
      versionNumber
      definition
    }
    versions(first: 50) {
      edges {
        node {
          status
          versionNumber
        }
      }
    }
  }
}
    `, {"hash":"sha256:cc2f6e7c208ef1de06024b34b54b787308b73965e2391924e943fab8e53708cf"}) as unknown as TypedDocumentString<DeployedFlowQuery, DeployedFlowQueryVariables>;
export const DeployedOrchestrationDocument = new TypedDocumentString(`
    query DeployedOrchestration($apiName: String!) {
  orchestration(apiName: $apiName) {
    type: orchestrationType
    activeVersion {
      id
      versionNumber
      definition
    }
    versions(first: 50) {
      edges {
        node {
          status
          versionNumber
        }
      }
    }
  }
}
    `, {"hash":"sha256:97cc28dbb10ebad4d64258e3572f85934b43ef44dd0d55e71ac1f056379764e2"}) as unknown as TypedDocumentString<DeployedOrchestrationQuery, DeployedOrchestrationQueryVariables>;
export const CountFlowsDocument = new TypedDocumentString(`
    query CountFlows($first: Int!, $after: String) {
  flows(first: $first, after: $after) {
    edges {
      node {
        activeVersion {
          id
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"hash":"sha256:d41bf97407b4ca58e8e72636ed8be535df906f2115c11b118f2ecb16f0ead6fe"}) as unknown as TypedDocumentString<CountFlowsQuery, CountFlowsQueryVariables>;
export const CountOrchestrationsDocument = new TypedDocumentString(`
    query CountOrchestrations($first: Int!, $after: String) {
  orchestrations(first: $first, after: $after) {
    edges {
      node {
        activeVersion {
          id
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"hash":"sha256:89552ec6edf5074769b5af039f90cabb1853d20b1c7ed8be3454e6dfe039ed31"}) as unknown as TypedDocumentString<CountOrchestrationsQuery, CountOrchestrationsQueryVariables>;
export const RegisteredActionDocument = new TypedDocumentString(`
    query RegisteredAction($name: String!) {
  flowAction(name: $name) {
    inputs {
      name
      dataType
      isRequired
    }
  }
}
    `, {"hash":"sha256:6e66819db820e7dff439a16d8da939582bf9a8924e859c19c6d6e0aab8e66256"}) as unknown as TypedDocumentString<RegisteredActionQuery, RegisteredActionQueryVariables>;
export const OrchestrationFaultsDocument = new TypedDocumentString(`
    query OrchestrationFaults($draft: SaveOrchestrationInput!) {
  simulateOrchestration(input: {draft: $draft}) {
    faults {
      path
      message
    }
  }
}
    `, {"hash":"sha256:54d8efbc5bfb915cbdbe8e81aa7b422779acd32f896f08872bb2be8c8facebb9"}) as unknown as TypedDocumentString<OrchestrationFaultsQuery, OrchestrationFaultsQueryVariables>;
export const ListInterviewsDocument = new TypedDocumentString(`
    query ListInterviews($first: Int!, $after: String, $filter: FlowInterviewFilter) {
  pausedInterviews(first: $first, after: $after, filter: $filter) {
    edges {
      node {
        ...InterviewRow
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment InterviewRow on FlowInterview {
  id
  guid
  label
  status
  currentElement
  pauseLabel
  pausedAt
  createdDate
  lastModifiedDate
  expiresAt
  canResume
  canDelete
  isOfBackgroundStep
  flow {
    apiName
    label
  }
  flowVersion {
    versionNumber
  }
  pausedBy {
    username
    name
  }
  owner {
    username
    name
  }
  record {
    recordId
    objectApiName
    name
  }
  workItem {
    id
    name
  }
}`, {"hash":"sha256:807427b16cd43a54b79987039b6f165ecb33e69c935fd22ca421eda68b6b38b7"}) as unknown as TypedDocumentString<ListInterviewsQuery, ListInterviewsQueryVariables>;
export const InterviewIdsDocument = new TypedDocumentString(`
    query InterviewIds($first: Int!, $after: String, $filter: FlowInterviewFilter) {
  pausedInterviews(first: $first, after: $after, filter: $filter) {
    edges {
      node {
        id
        isOfBackgroundStep
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"hash":"sha256:108f04d510134f505933aafd6dc9eda0893c888c6279e9e0d87837098c3a5c65"}) as unknown as TypedDocumentString<InterviewIdsQuery, InterviewIdsQueryVariables>;
export const InterviewsByIdDocument = new TypedDocumentString(`
    query InterviewsById($ids: [ID!]!) {
  nodes(ids: $ids) {
    __typename
    ... on FlowInterview {
      id
      label
      status
      canResume
      canDelete
    }
  }
}
    `, {"hash":"sha256:92d8e21eaf32f8cd816eaf3002884d81f16916f1893162baceaed5c160a7bb81"}) as unknown as TypedDocumentString<InterviewsByIdQuery, InterviewsByIdQueryVariables>;
export const DeleteInterviewsDocument = new TypedDocumentString(`
    mutation DeleteInterviews($input: DeleteInterviewsInput!) {
  deleteInterviews(input: $input) {
    __typename
    ... on DeleteInterviewsSuccess {
      results {
        interviewId
        error {
          ...Refusal
        }
      }
    }
    ...Refusal
  }
}
    fragment Refusal on Error {
  __typename
  message
  code
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"sha256:2bf0902f05a8694b75362a06379c93751a23c0065c0879faf904167680a03892"}) as unknown as TypedDocumentString<DeleteInterviewsMutation, DeleteInterviewsMutationVariables>;
export const ResumeInterviewsDocument = new TypedDocumentString(`
    mutation ResumeInterviews($input: ResumeInterviewsInput!) {
  resumeInterviews(input: $input) {
    __typename
    ... on ResumeInterviewsSuccess {
      results {
        interviewId
        error {
          ...Refusal
        }
      }
    }
    ...Refusal
  }
}
    fragment Refusal on Error {
  __typename
  message
  code
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"sha256:35e4c61287e0032b1a7e8c37b1635c0fdcbef6418192ea3bfed4257d3fd6c7af"}) as unknown as TypedDocumentString<ResumeInterviewsMutation, ResumeInterviewsMutationVariables>;
export const StartRunDocument = new TypedDocumentString(`
    mutation StartRun($input: StartOrchestrationInput!) {
  startOrchestration(input: $input) {
    __typename
    ... on StartOrchestrationSuccess {
      run {
        ...RunRow
      }
    }
    ...Refusal
  }
}
    fragment Refusal on Error {
  __typename
  message
  code
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}
fragment RunRow on OrchestrationRun {
  id
  label
  status
  startedAt
  endedAt
  durationSeconds
  orchestration {
    apiName
    label
  }
  version {
    versionNumber
  }
  startedBy {
    username
    name
  }
  record {
    recordId
    objectApiName
    name
  }
  currentStage {
    apiName
    label
    status
  }
  error {
    message
    occurredAt
    attempts
    stage {
      apiName
    }
    step {
      apiName
    }
  }
}`, {"hash":"sha256:e1e4b1628f4b2cc56f7e7e29df122bf731eb943ec2dd8a34b0bb4daf990b6f25"}) as unknown as TypedDocumentString<StartRunMutation, StartRunMutationVariables>;
export const ShowRunDocument = new TypedDocumentString(`
    query ShowRun($id: ID!) {
  node(id: $id) {
    __typename
    ... on OrchestrationRun {
      ...RunDetails
    }
  }
}
    fragment RunDetails on OrchestrationRun {
  ...RunRow
  stages {
    id
    apiName
    label
    status
    startedAt
    endedAt
    waitingOn {
      ...RunWait
    }
    steps {
      id
      apiName
      label
      stepType
      status
      startedAt
      endedAt
      outputs
      waitingOn {
        ...RunWait
      }
      workItem {
        id
        name
        status
        closedReason
        assignee {
          __typename
          ... on User {
            username
          }
          ... on Group {
            apiName
          }
        }
      }
    }
  }
}
fragment RunWait on WaitReason {
  phase
  summary
  resource
  operator
  expected
  actual
}
fragment RunRow on OrchestrationRun {
  id
  label
  status
  startedAt
  endedAt
  durationSeconds
  orchestration {
    apiName
    label
  }
  version {
    versionNumber
  }
  startedBy {
    username
    name
  }
  record {
    recordId
    objectApiName
    name
  }
  currentStage {
    apiName
    label
    status
  }
  error {
    message
    occurredAt
    attempts
    stage {
      apiName
    }
    step {
      apiName
    }
  }
}`, {"hash":"sha256:14e0098653d842a94f875630c42a1136860b493ee2a63bdd24ac3796d5c54522"}) as unknown as TypedDocumentString<ShowRunQuery, ShowRunQueryVariables>;
export const ListRunsDocument = new TypedDocumentString(`
    query ListRuns($first: Int!, $after: String, $filter: RunFilter) {
  runs(first: $first, after: $after, filter: $filter) {
    edges {
      node {
        ...RunRow
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment RunRow on OrchestrationRun {
  id
  label
  status
  startedAt
  endedAt
  durationSeconds
  orchestration {
    apiName
    label
  }
  version {
    versionNumber
  }
  startedBy {
    username
    name
  }
  record {
    recordId
    objectApiName
    name
  }
  currentStage {
    apiName
    label
    status
  }
  error {
    message
    occurredAt
    attempts
    stage {
      apiName
    }
    step {
      apiName
    }
  }
}`, {"hash":"sha256:523c1b424383a25e904ad93b966eb3d230ca85c3b8cd2f000bf17ebc48dfb2e1"}) as unknown as TypedDocumentString<ListRunsQuery, ListRunsQueryVariables>;
export const RunTargetsDocument = new TypedDocumentString(`
    query RunTargets($first: Int!, $after: String, $filter: RunFilter) {
  runs(first: $first, after: $after, filter: $filter) {
    edges {
      node {
        id
        label
        status
        startedAt
        error {
          message
          isRecoverable
          occurredAt
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"hash":"sha256:de13ae2310edf95aeb4b233c741ce73f06fc276998bd769a6aadbafa5f85fc44"}) as unknown as TypedDocumentString<RunTargetsQuery, RunTargetsQueryVariables>;
export const RunsByIdDocument = new TypedDocumentString(`
    query RunsById($ids: [ID!]!) {
  nodes(ids: $ids) {
    __typename
    ... on OrchestrationRun {
      id
      label
      status
      error {
        message
        isRecoverable
        occurredAt
      }
    }
  }
}
    `, {"hash":"sha256:bb2dd8da576ee7df6bbe676518a91df518631690bcd924fc9af0ca63f8797fc1"}) as unknown as TypedDocumentString<RunsByIdQuery, RunsByIdQueryVariables>;
export const SuspendRunDocument = new TypedDocumentString(`
    mutation SuspendRun($input: SuspendRunInput!) {
  answer: suspendRun(input: $input) {
    __typename
    ... on SuspendRunSuccess {
      run {
        id
      }
    }
    ...Refusal
  }
}
    fragment Refusal on Error {
  __typename
  message
  code
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"sha256:f0e4031006cbff18308daefac77f8abb083947c7950dafee5e11b3886c83c0ac"}) as unknown as TypedDocumentString<SuspendRunMutation, SuspendRunMutationVariables>;
export const CancelRunDocument = new TypedDocumentString(`
    mutation CancelRun($input: CancelRunInput!) {
  answer: cancelRun(input: $input) {
    __typename
    ... on CancelRunSuccess {
      run {
        id
      }
    }
    ...Refusal
  }
}
    fragment Refusal on Error {
  __typename
  message
  code
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"sha256:6fc538ccfd9f25f5b62947da89c39f2b9319f3077ec48988b1eb598ec9f24bcc"}) as unknown as TypedDocumentString<CancelRunMutation, CancelRunMutationVariables>;
export const ResumeRunDocument = new TypedDocumentString(`
    mutation ResumeRun($input: ResumeRunInput!) {
  answer: resumeRun(input: $input) {
    __typename
    ... on ResumeRunSuccess {
      run {
        id
      }
    }
    ...Refusal
  }
}
    fragment Refusal on Error {
  __typename
  message
  code
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"sha256:00b10b0ec1bb882a8ec5d0096c56f9973704b5c967a291f954e9af44d5b15ee8"}) as unknown as TypedDocumentString<ResumeRunMutation, ResumeRunMutationVariables>;
export const ReadOnInRunDocument = new TypedDocumentString(`
    query ReadOnInRun($id: ID!, $first: Int!, $after: String) {
  node(id: $id) {
    ... on OrchestrationRun {
      status
      error {
        message
        isRecoverable
      }
      history(first: $first, after: $after) {
        edges {
          node {
            ...WatchedMilestone
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
    fragment WatchedMilestone on RunHistoryEvent {
  id
  milestone
  occurredAt
  durationSeconds
  detail
  actor {
    username
    name
  }
  completedBy {
    username
    name
  }
  stage {
    id
    apiName
    label
  }
  step {
    id
    apiName
    label
  }
  workItem {
    id
    name
    label
  }
}`, {"hash":"sha256:832cd14ab1108ebd3ea815e4faabfc9eae141f6830acd808d8ee0dd641a2c10e"}) as unknown as TypedDocumentString<ReadOnInRunQuery, ReadOnInRunQueryVariables>;
export const RunProgressDocument = new TypedDocumentString(`
    subscription RunProgress($runId: ID!, $after: String) {
  runProgress(runId: $runId, after: $after) {
    cursor
  }
}
    `, {"hash":"sha256:54e3dfc191948edf6f24214863af38b72f429cbecf3d403659a70db5db69f6a7"}) as unknown as TypedDocumentString<RunProgressSubscription, RunProgressSubscriptionVariables>;
export const ListWorkItemsDocument = new TypedDocumentString(`
    query ListWorkItems($first: Int!, $after: String, $filter: WorkItemFilter, $orderBy: WorkItemOrder) {
  workItems(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
    edges {
      node {
        ...WorkItemRow
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    fragment WorkItemRow on WorkItem {
  id
  name
  label
  description
  status
  isActionable
  closedReason
  createdDate
  assignedAt
  completedAt
  durationSeconds
  dueAt
  isOverdue
  canOpen
  linkUrl
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
  owner {
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
    username
    name
  }
  record {
    recordId
    objectApiName
    name
  }
  run {
    id
    label
    status
    orchestration {
      apiName
    }
  }
  stage {
    apiName
    label
  }
  step {
    apiName
    label
  }
  screenFlow {
    apiName
    label
  }
}`, {"hash":"sha256:6204457d8e0ff09a0864d7e417531a2e5873817865469dede0ada03507cfa9eb"}) as unknown as TypedDocumentString<ListWorkItemsQuery, ListWorkItemsQueryVariables>;
export const WorkItemTargetsDocument = new TypedDocumentString(`
    query WorkItemTargets($first: Int!, $after: String, $filter: WorkItemFilter) {
  workItems(first: $first, after: $after, filter: $filter, orderBy: OLDEST_FIRST) {
    edges {
      node {
        id
        name
        label
        createdDate
        isActionable
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
    `, {"hash":"sha256:58f21139cb7b164c4de5f46ec2744e1a017844b3b0b3f02d7b9817014949a7ff"}) as unknown as TypedDocumentString<WorkItemTargetsQuery, WorkItemTargetsQueryVariables>;
export const WorkItemsByIdDocument = new TypedDocumentString(`
    query WorkItemsById($ids: [ID!]!) {
  nodes(ids: $ids) {
    __typename
    ... on WorkItem {
      id
      name
      label
      isActionable
    }
  }
}
    `, {"hash":"sha256:9e028c694cb9dd3f49123b7897043d05fddc5a2e345e8153ff31b7696b2115ae"}) as unknown as TypedDocumentString<WorkItemsByIdQuery, WorkItemsByIdQueryVariables>;
export const ReassignWorkItemsDocument = new TypedDocumentString(`
    mutation ReassignWorkItems($input: ReassignWorkItemsInput!) {
  reassignWorkItems(input: $input) {
    __typename
    ... on ReassignWorkItemsSuccess {
      results {
        workItemId
        error {
          ...Refusal
        }
      }
    }
    ...Refusal
  }
}
    fragment Refusal on Error {
  __typename
  message
  code
  ... on ValidationError {
    issues {
      path
      message
    }
  }
}`, {"hash":"sha256:ad91eacf9191d0bc134df8f75feb93366397c5eaba9f86d9eafb45755ba9064e"}) as unknown as TypedDocumentString<ReassignWorkItemsMutation, ReassignWorkItemsMutationVariables>;