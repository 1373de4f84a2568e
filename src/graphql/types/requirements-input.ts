// What flows and orchestrations are both made of: variables, conditions, calls.
import { builder } from '../builder.ts'

export const ConditionOperator = builder.enumType('ConditionOperator', {
  description: 'How two values are compared.',
  values: {
    EQUALS: { description: 'The same value; numbers as numbers, times as times.' },
    NOT_EQUALS: { description: 'Another value.' },
    GREATER_THAN: { description: 'More, or later.' },
    GREATER_THAN_OR_EQUAL: { description: 'More, later, or the same.' },
    LESS_THAN: { description: 'Less, or earlier.' },
    LESS_THAN_OR_EQUAL: { description: 'Less, earlier, or the same.' },
    CONTAINS: { description: 'The text holds it, or the list has it.' },
    STARTS_WITH: { description: 'The text begins with it.' },
    ENDS_WITH: { description: 'The text ends with it.' },
    IN: { description: 'One of the list.' },
    IS_NULL: { description: 'Empty; with the value false: not empty.' },
    IS_CHANGED: { description: 'Other than before the change at hand; with the value false: the same as before.' },
  } as const,
})

const RequirementInput = builder.inputType('RequirementInput', {
  description: 'One comparison.',
  fields: (t) => ({
    resource: t.string({ required: true, description: 'What is read, e.g. "$Record.Status", a variable, or "Step_1.Outputs.approved"; outputs are there once their step is completed, for the step\'s own completion once its flow is.' }),
    operator: t.field({ type: ConditionOperator, required: true, description: 'How it is compared.' }),
    value: t.field({ type: 'JSON', description: 'With this value …' }),
    valueResource: t.string({ description: '… or with what this resource holds.' }),
  }),
})

export const RequirementsInput = builder.inputType('RequirementsInput', {
  description: 'Up to 10 comparisons and how they are joined.',
  fields: (t) => ({
    logic: t.string({ description: '"AND" (unless given), "OR", or custom logic over their numbers, e.g. "1 AND (2 OR 3)".' }),
    requirements: t.field({ type: [RequirementInput], required: true, description: '1 to 10 comparisons.' }),
  }),
})

export const InputAssignment = builder.inputType('InputAssignment', {
  description: 'One input that a call is given, or one field that is set: exactly one of value and resource.',
  fields: (t) => ({
    name: t.string({ required: true, description: 'Name of the input or field.' }),
    value: t.field({ type: 'JSON', description: 'This value …' }),
    resource: t.string({ description: '… or what this resource holds.' }),
  }),
})

export const FlowCallInput = builder.inputType('FlowCallInput', {
  description: 'A call of a flow.',
  fields: (t) => ({
    flow: t.string({ required: true, description: 'API name of the flow.' }),
    inputs: t.field({ type: [InputAssignment], description: 'What its input variables are given.' }),
  }),
})

export const DataType = builder.enumType('DataType', {
  description: 'What a variable holds.',
  values: {
    STRING: { description: 'A text.' },
    NUMBER: { description: 'A number.' },
    BOOLEAN: { description: 'True or false.' },
    DATE: { description: 'A day, e.g. "2026-03-01".' },
    DATE_TIME: { description: 'A time in RFC 3339.' },
    RECORD: { description: 'A recordId.' },
    JSON: { description: 'Any JSON; its parts are read as `name.part`.' },
  } as const,
})

export const VariableInput = builder.inputType('VariableInput', {
  description: 'A variable. An input without a default must be given.',
  fields: (t) => ({
    apiName: t.string({ required: true, description: 'Its name: unique in the definition.' }),
    dataType: t.field({ type: DataType, required: true, description: 'What it holds.' }),
    isCollection: t.boolean({ description: 'Whether it holds a list of those.' }),
    isInput: t.boolean({ description: 'Whether callers may give it.' }),
    isOutput: t.boolean({ description: 'Whether callers get it.' }),
    default: t.field({ type: 'JSON', description: 'Its value at first; null unless given.' }),
  }),
})
