// What a run would do: the query `simulateOrchestration`.
import { simulateOrchestration } from '../../commands/run/simulate-orchestration.ts'
import type { OrchestrationDefinition } from '../../core/definition.ts'
import type { Json } from '../../core/json.ts'
import type { SimulatedEvent as EventShape, SimulationTrace as TraceShape } from '../../core/simulate.ts'
import { builder } from '../builder.ts'
import { ValidationIssue } from '../errors.ts'
import { SaveOrchestrationInput } from './orchestration-input.ts'
import { Milestone } from './run-history.ts'
import { RunStatus, WaitReason } from './run.ts'

const SimulatedAnswerInput = builder.inputType('SimulatedAnswerInput', {
  description: 'What the work of a step comes to: its outputs, or the fault that it ends with. A step that runs again takes the next answer given for it.',
  fields: (t) => ({
    step: t.string({ required: true, description: 'API name of the step.' }),
    outputs: t.field({ type: 'JSON', description: 'Outputs of its flow by name: a JSON object.' }),
    fault: t.string({ description: 'The fault that its flow ends with.' }),
  }),
})

const SimulateOrchestrationInput = builder.inputType('SimulateOrchestrationInput', {
  description: 'What to simulate: exactly one of `orchestration` and `draft`, with a record, inputs and answers.',
  fields: (t) => ({
    orchestration: t.string({ description: 'API name: its active version is simulated, or its draft where none is active.' }),
    draft: t.field({ type: SaveOrchestrationInput, description: 'A definition as it would be saved.' }),
    recordFields: t.field({ type: 'JSON', description: 'The record\'s fields by name; none: there is no record. `Id`, `Name` and `Owner` are the record\'s own.' }),
    inputs: t.field({ type: 'JSON', description: 'Values of the input variables by name.' }),
    answers: t.field({ type: [SimulatedAnswerInput], description: 'Given in this order, each as soon as its step waits for one; at most 1,000.' }),
  }),
})

const SimulatedEvent = builder.objectRef<EventShape>('SimulatedEvent').implement({
  description: 'A milestone that the run would reach.',
  fields: (t) => ({
    milestone: t.field({ type: Milestone, description: 'What would happen.', resolve: (event) => event.milestone }),
    stage: t.exposeString('stage', { nullable: true, description: 'API name of the stage that it is about.' }),
    step: t.exposeString('step', { nullable: true, description: 'API name of the step that it is about.' }),
    assignee: t.exposeString('assignee', { nullable: true, description: 'Who would get the work: a username, or a group\'s or queue\'s API name.' }),
    mailTo: t.stringList({ description: 'Usernames of those who would get mail about it; at most 100.', resolve: (event) => [...event.mailTo] }),
    detail: t.exposeString('detail', { nullable: true, description: 'More about it, as in the history of a run.' }),
  }),
})

const SimulatedWait = builder.objectRef<TraceShape['waitingOn'][number]>('SimulatedWait').implement({
  description: 'A step that would still wait.',
  fields: (t) => ({
    step: t.exposeString('step', { description: 'API name of the step.' }),
    reasons: t.field({ type: [WaitReason], description: 'What it would wait for: one reason for each condition, at most 10.', resolve: (wait) => [...wait.reasons] }),
  }),
})

const SimulationTrace = builder.objectRef<TraceShape>('SimulationTrace').implement({
  description: 'What a run would do. Where the definition, inputs or answers have faults, there are these and no events.',
  fields: (t) => ({
    status: t.field({ type: RunStatus, nullable: true, description: 'Where the run would stand at the end; null where there are faults.', resolve: (trace) => trace.status }),
    faults: t.field({ type: [ValidationIssue], description: 'Every fault, each with its place.', resolve: (trace) => [...trace.faults] }),
    events: t.field({ type: [SimulatedEvent], description: 'What would happen, in order.', resolve: (trace) => [...trace.events] }),
    waitingOn: t.field({ type: [SimulatedWait], description: 'Steps that would still wait at the end.', resolve: (trace) => [...trace.waitingOn] }),
  }),
})

builder.queryField('simulateOrchestration', (t) => t.field({
  type: SimulationTrace, description: 'Runs the real engine on given answers, and changes nothing. Takes MANAGE_FLOW.',
  args: { input: t.arg({ type: SimulateOrchestrationInput, required: true, description: 'What to simulate.' }) },
  resolve: (_, { input }, { shell, viewer }) => simulateOrchestration(shell, viewer, {
    orchestration: input.orchestration ?? null, draft: (input.draft ?? null) as OrchestrationDefinition | null, recordFields: (input.recordFields ?? null) as Json, inputs: (input.inputs ?? null) as Json,
    answers: (input.answers ?? []).map(({ step, outputs, fault }) => ({ step, outputs: (outputs ?? null) as Json, fault: fault ?? null })),
  }),
}))
