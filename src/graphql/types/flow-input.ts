// Definitions of flows as they are saved: the shape of core/definition.ts, field by field.
import { builder } from '../builder.ts'
import { FlowType } from './flow.ts'
import { InputAssignment, RequirementsInput, VariableInput } from './requirements-input.ts'

export const ScreenFieldType = builder.enumType('ScreenFieldType', {
  description: 'What kind of field a screen shows.',
  values: {
    TEXT: { description: 'One line of text.' },
    LONG_TEXT: { description: 'Several lines of text.' },
    NUMBER: { description: 'A number.' },
    CURRENCY: { description: 'An amount of money, as a number.' },
    DATE: { description: 'A day, e.g. "2026-03-01".' },
    DATE_TIME: { description: 'A time in RFC 3339.' },
    CHECKBOX: { description: 'True or false: what is not ticked is false, also where it is required. The JSON Schema {"const": true} asks that it is ticked.' },
    PICKLIST: { description: 'One of its choices, in a list.' },
    MULTI_SELECT_PICKLIST: { description: 'Any of its choices.' },
    RADIO_BUTTONS: { description: 'One of its choices, side by side.' },
    EMAIL: { description: 'An e-mail address.' },
    PHONE: { description: 'A telephone number.' },
    URL: { description: 'A web address.' },
    PASSWORD: { description: 'A text that isn\'t shown.' },
    DISPLAY_TEXT: { description: 'Text to read; it takes no value.' },
  } as const,
})

const ScreenChoiceInput = builder.inputType('ScreenChoiceInput', {
  description: 'One of the choices of a field.',
  fields: (t) => ({
    label: t.string({ required: true, description: 'What people read.' }),
    value: t.field({ type: 'JSON', required: true, description: 'What is answered.' }),
  }),
})

const ScreenFieldInput = builder.inputType('ScreenFieldInput', {
  description: 'A field of a screen. Its value is a resource by its name.',
  fields: (t) => ({
    apiName: t.string({ required: true, description: 'Its name: unique in the flow.' }),
    label: t.string({ required: true, description: 'What stands beside it; may hold {!merge} fields.' }),
    fieldType: t.field({ type: ScreenFieldType, required: true, description: 'What kind of field it is.' }),
    isRequired: t.boolean({ description: 'Whether it must be filled in while it is shown. A checkbox always is.' }),
    default: t.field({ type: 'JSON', description: 'Its value at first …' }),
    defaultResource: t.string({ description: '… or the resource that holds it.' }),
    helpText: t.string({ description: 'Help for this field.' }),
    choices: t.field({ type: [ScreenChoiceInput], description: 'What can be chosen, for fields with choices.' }),
    displayText: t.string({ description: 'What a DISPLAY_TEXT shows; may hold {!merge} fields.' }),
    visibleWhen: t.field({ type: RequirementsInput, description: 'When it is shown; always unless given.' }),
    validation: t.field({ type: 'JSON', description: 'A JSON Schema that its value must meet. Patterns are matched in linear time, so they have no lookaheads, no lookbehinds and no back references. With every `$ref` written out, it has at most 500 subschemas.' }),
  }),
})

const element = {
  apiName: 'Its name: unique in the flow.',
  label: 'Its name for people.',
  next: 'The element after it; none: the flow ends.',
}

const ScreenElementInput = builder.inputType('ScreenElementInput', {
  description: 'Shows a screen and waits for its answer.',
  fields: (t) => ({
    apiName: t.string({ required: true, description: element.apiName }),
    label: t.string({ required: true, description: 'Its heading; may hold {!merge} fields.' }),
    helpText: t.string({ description: 'Help for the whole screen.' }),
    fields: t.field({ type: [ScreenFieldInput], required: true, description: 'Its fields in order.' }),
    allowPause: t.boolean({ description: 'Whether it has a Pause button; no unless given.' }),
    allowBack: t.boolean({ description: 'Whether one can go back from it; yes unless given.' }),
    allowFinish: t.boolean({ description: 'Whether it has a Next or Finish button; yes unless given. Without, the flow can\'t end on it.' }),
    pauseConfirmation: t.string({ description: 'What is shown once it is paused.' }),
    next: t.string({ description: element.next }),
  }),
})

const AssignmentOperator = builder.enumType('AssignmentOperator', {
  description: 'How a variable takes a value.',
  values: {
    ASSIGN: { description: 'Holds it from now on.' },
    ADD: { description: 'Grows by it.' },
    SUBTRACT: { description: 'Shrinks by it.' },
    APPEND: { description: 'Has it at the end of its list or text.' },
  } as const,
})

const AssignmentInput = builder.inputType('AssignmentInput', {
  description: 'Sets one variable: exactly one of value and resource.',
  fields: (t) => ({
    to: t.string({ required: true, description: 'Name of the variable, or "$Flow.CurrentRecord".' }),
    operator: t.field({ type: AssignmentOperator, required: true, description: 'How it takes the value.' }),
    value: t.field({ type: 'JSON', description: 'This value …' }),
    resource: t.string({ description: '… or what this resource holds.' }),
  }),
})

const AssignmentElementInput = builder.inputType('AssignmentElementInput', {
  description: 'Sets variables.',
  fields: (t) => ({
    apiName: t.string({ required: true, description: element.apiName }),
    label: t.string({ required: true, description: element.label }),
    assignments: t.field({ type: [AssignmentInput], required: true, description: 'What is set, in order.' }),
    next: t.string({ description: element.next }),
  }),
})

const DecisionOutcomeInput = builder.inputType('DecisionOutcomeInput', {
  description: 'A way out of a decision.',
  fields: (t) => ({
    label: t.string({ required: true, description: 'Its name for people.' }),
    when: t.field({ type: RequirementsInput, required: true, description: 'When it is taken.' }),
    next: t.string({ description: 'Where it leads; none: the flow ends.' }),
  }),
})

const DecisionElementInput = builder.inputType('DecisionElementInput', {
  description: 'Takes the first way out whose condition holds.',
  fields: (t) => ({
    apiName: t.string({ required: true, description: element.apiName }),
    label: t.string({ required: true, description: element.label }),
    outcomes: t.field({ type: [DecisionOutcomeInput], required: true, description: 'The ways out, in order.' }),
    default: t.string({ description: 'Where it leads when none holds; none: the flow ends.' }),
  }),
})

const ActionElementInput = builder.inputType('ActionElementInput', {
  description: 'Carries out an action.',
  fields: (t) => ({
    apiName: t.string({ required: true, description: element.apiName }),
    label: t.string({ required: true, description: element.label }),
    action: t.string({ required: true, description: 'A registered action, e.g. "http.request" or "email.send".' }),
    inputs: t.field({ type: [InputAssignment], description: 'What the action is given.' }),
    output: t.string({ description: 'Variable (JSON) that takes the result; its parts are read as `name.part`.' }),
    next: t.string({ description: element.next }),
    onFault: t.string({ description: 'The element after it when it fails; none: the flow fails.' }),
  }),
})

const SubflowElementInput = builder.inputType('SubflowElementInput', {
  description: 'Runs another flow inside of this one.',
  fields: (t) => ({
    apiName: t.string({ required: true, description: element.apiName }),
    label: t.string({ required: true, description: element.label }),
    flow: t.string({ required: true, description: 'API name of the flow.' }),
    inputs: t.field({ type: [InputAssignment], description: 'What its input variables are given.' }),
    output: t.string({ description: 'Variable (JSON) that takes its outputs; each is read as `name.output`.' }),
    next: t.string({ description: element.next }),
  }),
})

const UpdateRecordElementInput = builder.inputType('UpdateRecordElementInput', {
  description: 'Sets fields of a record.',
  fields: (t) => ({
    apiName: t.string({ required: true, description: element.apiName }),
    label: t.string({ required: true, description: element.label }),
    record: t.string({ required: true, description: '"$Record", or a variable that holds a recordId.' }),
    fields: t.field({ type: [InputAssignment], required: true, description: 'What is set.' }),
    next: t.string({ description: element.next }),
  }),
})

const WaitElementInput = builder.inputType('WaitElementInput', {
  description: 'Waits by itself: exactly one of seconds and untilResource.',
  fields: (t) => ({
    apiName: t.string({ required: true, description: element.apiName }),
    label: t.string({ required: true, description: element.label }),
    seconds: t.int({ description: 'So long …' }),
    untilResource: t.string({ description: '… or until the time that this resource holds.' }),
    next: t.string({ description: element.next }),
  }),
})

const FlowElementInput = builder.inputType('FlowElementInput', {
  description: 'One element of a flow: exactly one of these.',
  isOneOf: true,
  fields: (t) => ({
    screen: t.field({ type: ScreenElementInput, description: 'Shows a screen.' }),
    assignment: t.field({ type: AssignmentElementInput, description: 'Sets variables.' }),
    decision: t.field({ type: DecisionElementInput, description: 'Takes one of several ways.' }),
    action: t.field({ type: ActionElementInput, description: 'Carries out an action.' }),
    subflow: t.field({ type: SubflowElementInput, description: 'Runs another flow.' }),
    updateRecord: t.field({ type: UpdateRecordElementInput, description: 'Sets fields of a record.' }),
    wait: t.field({ type: WaitElementInput, description: 'Waits.' }),
  }),
})

export const SaveFlowInput = builder.inputType('SaveFlowInput', {
  description: 'A flow, whole: it makes or replaces the draft.',
  fields: (t) => ({
    apiName: t.string({ required: true, description: 'Its name for programs: letters, digits and underscores, unique among flows.' }),
    label: t.string({ required: true, description: 'Its name for people.' }),
    description: t.string({ description: 'What it is for.' }),
    flowType: t.field({ type: FlowType, required: true, description: 'What it is for; it can\'t change once a version was active.' }),
    interviewLabel: t.string({ description: 'Name of its interviews; may hold {!merge} fields. The flow\'s label unless given.' }),
    variables: t.field({ type: [VariableInput], description: 'Its variables.' }),
    elements: t.field({ type: [FlowElementInput], required: true, description: 'Its elements, in any order.' }),
    start: t.string({ required: true, description: 'API name of the first element.' }),
  }),
})
