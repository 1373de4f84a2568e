// Orchestrations and flows as data: exactly the shape of SaveOrchestrationInput and SaveFlowInput, so that a
// definition file, a saved version and what the engine reads are one thing. What is allowed stands in
// validate-orchestration.ts and flow/validate-flow.ts.
import type { Json } from './json.ts'

/** How two values are compared in a requirement. IS_CHANGED compares with the record's values before the change. */
export type ConditionOperator =
  | 'EQUALS' | 'NOT_EQUALS' | 'GREATER_THAN' | 'GREATER_THAN_OR_EQUAL' | 'LESS_THAN' | 'LESS_THAN_OR_EQUAL'
  | 'CONTAINS' | 'STARTS_WITH' | 'ENDS_WITH' | 'IN' | 'IS_NULL' | 'IS_CHANGED'

/** One requirement: a resource, an operator, and a value (or the resource that holds it). */
export type Requirement = { resource: string; operator: ConditionOperator; value?: Json; valueResource?: string | null }

/** 1 to 10 requirements joined by "AND" (default), "OR", or custom logic such as `1 AND (2 OR 3)`. */
export type Requirements = { logic?: string | null; requirements: readonly Requirement[] }

/** One input given to a called flow or action: exactly one of value and resource. */
export type InputAssignment = { name: string; value?: Json; resource?: string | null }

/** A flow to call, by API name, with its inputs. */
export type FlowCall = { flow: string; inputs?: readonly InputAssignment[] | null }

/** Who does the work: exactly one of a username, a group's or queue's API name, or a resource holding one of those. */
export type AssigneeRef = { user?: string | null; group?: string | null; queue?: string | null; resource?: string | null }

/** When a step starts (D7). Exactly one is set; none at all means: when its stage starts. */
export type StepStart = {
  whenStageStarts?: boolean | null; afterStep?: string | null
  requirements?: Requirements | null; evaluationFlow?: FlowCall | null
}

/** When a step completes (D8). None set: when its action has finished. */
export type StepCompletion = { whenActionFinishes?: boolean | null; requirements?: Requirements | null; evaluationFlow?: FlowCall | null }

/** When a stage completes (D8). None set: when all its steps are completed. */
export type StageCompletion = { whenAllStepsComplete?: boolean | null; requirements?: Requirements | null; evaluationFlow?: FlowCall | null }

/** A step's own subject or body for its notification mail; may hold {!resource} merge fields. */
export type NotificationTemplate = { subject?: string | null; body?: string | null }

/** When interactive work is due: seconds after creation, or a resource holding a time; what happens around it (W10). */
export type Due = { afterSeconds?: number | null; resource?: string | null; escalateTo?: AssigneeRef | null; remindBeforeSeconds?: number | null }

/** How often background work is tried before the step fails, and the first pause between tries (doubles each time). */
export type Retry = { maxAttempts?: number | null; backoffSeconds?: number | null }

/** INTERACTIVE waits for a person; BACKGROUND runs an autolaunched flow; ASYNCHRONOUS_BACKGROUND also waits for an outside answer. */
export type StepType = 'INTERACTIVE' | 'BACKGROUND' | 'ASYNCHRONOUS_BACKGROUND'

export type StepDefinition = {
  apiName: string; label: string; description?: string | null; stepType: StepType
  start?: StepStart | null; action: FlowCall; assignee?: AssigneeRef | null; relatedRecord?: string | null
  notification?: NotificationTemplate | null; completion?: StepCompletion | null; due?: Due | null; retry?: Retry | null
}

/** Where the run goes when a stage completes: the first outcome that holds; none: the next stage in order. */
export type Outcome = { label: string; when: Requirements; goTo: string }

export type StageDefinition = {
  apiName: string; label: string; description?: string | null
  steps: readonly StepDefinition[]; completion?: StageCompletion | null; outcomes?: readonly Outcome[] | null
}

export type DataType = 'STRING' | 'NUMBER' | 'BOOLEAN' | 'DATE' | 'DATE_TIME' | 'RECORD' | 'JSON'

/** A variable. An input without a default is required. */
export type Variable = {
  apiName: string; dataType: DataType; isCollection?: boolean | null
  isInput?: boolean | null; isOutput?: boolean | null; default?: Json
}

export type RecordEvent = 'CREATED' | 'UPDATED' | 'CREATED_OR_UPDATED'

/** What starts a RECORD_TRIGGERED orchestration (D5). */
export type Trigger = { objectApiName: string; event: RecordEvent; when?: Requirements | null }

export type OrchestrationType = 'AUTOLAUNCHED' | 'RECORD_TRIGGERED'

export type OrchestrationDefinition = {
  apiName: string; label: string; description?: string | null; orchestrationType: OrchestrationType
  trigger?: Trigger | null; variables?: readonly Variable[] | null; stages: readonly StageDefinition[]
}

// ---------------------------------------------------------------- flows

export type FlowType = 'SCREEN' | 'AUTOLAUNCHED' | 'EVALUATION'

export type ScreenFieldType =
  | 'TEXT' | 'LONG_TEXT' | 'NUMBER' | 'CURRENCY' | 'DATE' | 'DATE_TIME' | 'CHECKBOX' | 'PICKLIST'
  | 'MULTI_SELECT_PICKLIST' | 'RADIO_BUTTONS' | 'EMAIL' | 'PHONE' | 'URL' | 'PASSWORD' | 'DISPLAY_TEXT'

export type ScreenChoice = { label: string; value: Json }

/** A field of a screen. `validation` is a JSON Schema for the value; `visibleWhen` hides the field unless it holds. */
export type ScreenFieldDefinition = {
  apiName: string; label: string; fieldType: ScreenFieldType; isRequired?: boolean | null
  default?: Json; defaultResource?: string | null; helpText?: string | null; choices?: readonly ScreenChoice[] | null
  displayText?: string | null; visibleWhen?: Requirements | null; validation?: Json
}

type ElementBase = { apiName: string; label: string }
/** A missing `next` ends the flow (or the subflow). allowBack and allowFinish default to true, allowPause to false. */
export type ScreenElement = ElementBase & {
  helpText?: string | null; fields: readonly ScreenFieldDefinition[]; allowPause?: boolean | null; allowBack?: boolean | null
  allowFinish?: boolean | null; pauseConfirmation?: string | null; next?: string | null
}
export type AssignmentOperator = 'ASSIGN' | 'ADD' | 'SUBTRACT' | 'APPEND'
/** `to` is a variable's name or "$Flow.CurrentRecord". */
export type Assignment = { to: string; operator: AssignmentOperator; value?: Json; resource?: string | null }
export type AssignmentElement = ElementBase & { assignments: readonly Assignment[]; next?: string | null }
export type DecisionOutcome = { label: string; when: Requirements; next?: string | null }
export type DecisionElement = ElementBase & { outcomes: readonly DecisionOutcome[]; default?: string | null }
export type ActionElement = ElementBase & {
  action: string; inputs?: readonly InputAssignment[] | null; output?: string | null; next?: string | null; onFault?: string | null
}
export type SubflowElement = ElementBase & { flow: string; inputs?: readonly InputAssignment[] | null; output?: string | null; next?: string | null }
export type UpdateRecordElement = ElementBase & { record: string; fields: readonly InputAssignment[]; next?: string | null }
export type WaitElement = ElementBase & { seconds?: number | null; untilResource?: string | null; next?: string | null }

/** One element of a flow; exactly one of the members is set. */
export type FlowElement = {
  screen?: ScreenElement | null; assignment?: AssignmentElement | null; decision?: DecisionElement | null; action?: ActionElement | null
  subflow?: SubflowElement | null; updateRecord?: UpdateRecordElement | null; wait?: WaitElement | null
}

export type FlowDefinition = {
  apiName: string; label: string; description?: string | null; flowType: FlowType; interviewLabel?: string | null
  variables?: readonly Variable[] | null; elements: readonly FlowElement[]; start: string
}
