// Definitions of orchestrations as they are saved: the shape of core/definition.ts, field by field.
import { builder } from '../builder.ts'
import { AssigneeInput } from './assignee.ts'
import { OrchestrationType } from './orchestration.ts'
import { FlowCallInput, RequirementsInput, VariableInput } from './requirements-input.ts'
import { StepType } from './run.ts'

const StepStartInput = builder.inputType('StepStartInput', {
  description: 'When a step starts: exactly one of these.',
  isOneOf: true,
  fields: (t) => ({
    whenStageStarts: t.boolean({ description: 'With its stage.' }),
    afterStep: t.string({ description: 'When this step of the same stage is completed.' }),
    requirements: t.field({ type: RequirementsInput, description: 'When these hold.' }),
    evaluationFlow: t.field({ type: FlowCallInput, description: 'When this flow answers true.' }),
  }),
})

const StepCompletionInput = builder.inputType('StepCompletionInput', {
  description: 'When a step is completed: exactly one of these.',
  isOneOf: true,
  fields: (t) => ({
    whenActionFinishes: t.boolean({ description: 'When its flow has finished.' }),
    requirements: t.field({ type: RequirementsInput, description: 'When these hold.' }),
    evaluationFlow: t.field({ type: FlowCallInput, description: 'When this flow answers true.' }),
  }),
})

const StageCompletionInput = builder.inputType('StageCompletionInput', {
  description: 'When a stage is completed: exactly one of these.',
  isOneOf: true,
  fields: (t) => ({
    whenAllStepsComplete: t.boolean({ description: 'When all its steps are completed.' }),
    requirements: t.field({ type: RequirementsInput, description: 'When these hold; steps still running are discontinued.' }),
    evaluationFlow: t.field({ type: FlowCallInput, description: 'When this flow answers true; steps still running are discontinued.' }),
  }),
})

const NotificationInput = builder.inputType('NotificationInput', {
  description: 'A step\'s own wording of its mail; both may hold {!merge} fields.',
  fields: (t) => ({
    subject: t.string({ description: 'The subject.' }),
    body: t.string({ description: 'The text: plain, so that HTML in it is shown as it stands, as it is in the values of merge fields.' }),
  }),
})

const DueInput = builder.inputType('DueInput', {
  description: 'When interactive work is due, and what happens around that time. At the time it is overdue, and given to whoever is named for that; where nobody is, or they can\'t be found, or have it already, whoever keeps it is told by mail.',
  fields: (t) => ({
    afterSeconds: t.int({ description: 'So long after it was made …' }),
    resource: t.string({ description: '… or at the time that this resource holds.' }),
    escalateTo: t.field({ type: AssigneeInput, description: 'Who gets it when it isn\'t done by then; nobody else unless given.' }),
    remindBeforeSeconds: t.int({ description: 'How long before a reminder is sent; none unless given. Where that time has passed when the work comes to be, it is sent at once; where the work is due by then, not at all.' }),
  }),
})

const RetryInput = builder.inputType('RetryInput', {
  description: 'How often an action of the step\'s flow that fails is tried by itself, as long as another try may help. What would only fail again (a value of a wrong type, a record that isn\'t there) fails the step at once.',
  fields: (t) => ({
    maxAttempts: t.int({ description: 'How often it is tried at most; 5 unless given.' }),
    backoffSeconds: t.int({ description: 'The pause after the first try; 1 unless given. It doubles each time, up to an hour.' }),
  }),
})

const StepInput = builder.inputType('StepInput', {
  description: 'One step of a stage.',
  fields: (t) => ({
    apiName: t.string({ required: true, description: 'Its name: unique in its stage. Of steps that share one, conditions and values read the one of the stage under way, or else the one that ran last.' }),
    label: t.string({ required: true, description: 'Its name for people.' }),
    description: t.string({ description: 'What is to be done.' }),
    stepType: t.field({ type: StepType, required: true, description: 'Who does it.' }),
    start: t.field({ type: StepStartInput, description: 'When it starts; with its stage unless given.' }),
    action: t.field({ type: FlowCallInput, required: true, description: 'The flow that it runs: a screen flow for interactive steps, an autolaunched one for others.' }),
    assignee: t.field({ type: AssigneeInput, description: 'Who gets its work item; interactive steps only, and needed there.' }),
    relatedRecord: t.string({ description: 'Resource that holds the recordId its work item is about; "$Record" unless given.' }),
    notification: t.field({ type: NotificationInput, description: 'Its own wording of the mail.' }),
    completion: t.field({ type: StepCompletionInput, description: 'When it is completed; when its flow has finished unless given.' }),
    due: t.field({ type: DueInput, description: 'When its work item is due.' }),
    retry: t.field({ type: RetryInput, description: 'How background work is tried again.' }),
  }),
})

const OutcomeInput = builder.inputType('OutcomeInput', {
  description: 'A way out of a stage. The first whose condition holds is taken; where none does, the next stage in order.',
  fields: (t) => ({
    label: t.string({ required: true, description: 'Its name for people.' }),
    when: t.field({ type: RequirementsInput, required: true, description: 'When it is taken.' }),
    goTo: t.string({ required: true, description: 'API name of the stage that it leads to.' }),
  }),
})

const StageInput = builder.inputType('StageInput', {
  description: 'One stage: steps that belong together. Stages run one at a time.',
  fields: (t) => ({
    apiName: t.string({ required: true, description: 'Its name: unique in the orchestration.' }),
    label: t.string({ required: true, description: 'Its name for people.' }),
    description: t.string({ description: 'What it is for.' }),
    steps: t.field({ type: [StepInput], required: true, description: 'Its steps.' }),
    completion: t.field({ type: StageCompletionInput, description: 'When it is completed; when all its steps are unless given.' }),
    outcomes: t.field({ type: [OutcomeInput], description: 'Where it leads; to the next stage unless given.' }),
  }),
})

export const RecordEvent = builder.enumType('RecordEvent', {
  description: 'What happens to a record.',
  values: {
    CREATED: { description: 'It is told of for the first time.' },
    UPDATED: { description: 'It changes.' },
    CREATED_OR_UPDATED: { description: 'Either.' },
  } as const,
})

const TriggerInput = builder.inputType('TriggerInput', {
  description: 'What starts a record-triggered orchestration. Of runs that start each other by changing records, with nobody working in them and no wait, ten may follow in a row; the next is in ERROR from its start.',
  fields: (t) => ({
    objectApiName: t.string({ required: true, description: 'Kind of record, e.g. "Case".' }),
    event: t.field({ type: RecordEvent, required: true, description: 'What must happen to it.' }),
    when: t.field({ type: RequirementsInput, description: 'What must hold of it; nothing unless given.' }),
  }),
})

export const SaveOrchestrationInput = builder.inputType('SaveOrchestrationInput', {
  description: 'An orchestration, whole: it makes or replaces the draft.',
  fields: (t) => ({
    apiName: t.string({ required: true, description: 'Its name for programs: letters, digits and underscores, unique among orchestrations.' }),
    label: t.string({ required: true, description: 'Its name for people.' }),
    description: t.string({ description: 'What it is for.' }),
    orchestrationType: t.field({ type: OrchestrationType, required: true, description: 'What starts it; it can\'t change once a version was active.' }),
    trigger: t.field({ type: TriggerInput, description: 'What starts it; record-triggered only, and needed there.' }),
    variables: t.field({ type: [VariableInput], description: 'Its variables.' }),
    stages: t.field({ type: [StageInput], required: true, description: 'Its stages in order.' }),
  }),
})
