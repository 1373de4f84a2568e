// What can be done to runs: started, suspended, resumed, canceled, told of outside events.
import { cancelRun, publishEvent, resumeRun, suspendRun } from '../../commands/run/control-run.ts'
import { startOrchestration } from '../../commands/run/start-orchestration.ts'
import { ConflictError, ForbiddenError, NotFoundError, RunNotInProgressError, ValidationError } from '../../errors.ts'
import { builder } from '../builder.ts'
import { resultUnion } from '../errors.ts'
import { requireId } from '../global-id.ts'
import { MUTATION_KEY } from '../mutation-key.ts'
import { written } from '../written.ts'
import { OrchestrationRun } from './run.ts'

type RunAnswer = { runId: string }

function runSuccess(name: string, description: string) {
  return builder.objectRef<RunAnswer>(name).implement({
    description,
    fields: (t) => ({ run: t.field({ type: OrchestrationRun, description: 'The run as it is now.', resolve: async ({ runId }, _, { load }) => (await load.run.load(runId))! }) }),
  })
}

const RUN_ID = 'The run.'

const StartOrchestrationInput = builder.inputType('StartOrchestrationInput', {
  description: 'What to start, on what.',
  fields: (t) => ({
    apiName: t.string({ required: true, description: 'The orchestration; its active version is run.' }),
    recordId: t.id({ description: 'The record it is about (`$Record`), by the other system\'s id.' }),
    inputs: t.field({ type: 'JSON', description: 'Values of its input variables by name: a JSON object.' }),
    clientMutationKey: t.string({ description: MUTATION_KEY }),
  }),
})

builder.mutationField('startOrchestration', (t) => t.field({
  type: runSuccess('StartOrchestrationSuccess', 'The run has started.'), description: 'Starts a run. Takes RUN_FLOWS and read access to the record, and to those that `inputs` name, or MANAGE_FLOW.',
  args: { input: t.arg({ type: StartOrchestrationInput, required: true, description: 'What to start.' }) },
  errors: resultUnion('StartOrchestration', [ValidationError, NotFoundError, ForbiddenError, ConflictError]),
  resolve: (_, { input }, context) => written(context, startOrchestration(context.shell, context.viewer, input)),
}))

const SuspendRunInput = builder.inputType('SuspendRunInput', {
  description: 'Which run to suspend.',
  fields: (t) => ({ runId: t.id({ required: true, description: RUN_ID }), reason: t.string({ description: 'Why, for its history; at most 1,000 characters.' }) }),
})

builder.mutationField('suspendRun', (t) => t.field({
  type: runSuccess('SuspendRunSuccess', 'The run is suspended.'),
  description: 'Lets what runs end and keeps what comes in, and starts nothing new until the run is resumed. Takes MANAGE_ORCHESTRATION_RUNS.',
  args: { input: t.arg({ type: SuspendRunInput, required: true, description: 'Which run.' }) },
  errors: resultUnion('SuspendRun', [ValidationError, NotFoundError, ForbiddenError, ConflictError, RunNotInProgressError]),
  resolve: (_, { input }, context) => written(context, suspendRun(context.shell, context.viewer, requireId('OrchestrationRun', String(input.runId)), input.reason ?? null)),
}))

const CancelRunInput = builder.inputType('CancelRunInput', {
  description: 'Which run to cancel.',
  fields: (t) => ({ runId: t.id({ required: true, description: RUN_ID }), reason: t.string({ description: 'Why, for its history; at most 1,000 characters.' }) }),
})

builder.mutationField('cancelRun', (t) => t.field({
  type: runSuccess('CancelRunSuccess', 'The run is canceled.'),
  description: 'Ends a run for good: no further step, background work stopped, open interviews of its work items ended. Takes MANAGE_ORCHESTRATION_RUNS.',
  args: { input: t.arg({ type: CancelRunInput, required: true, description: 'Which run.' }) },
  errors: resultUnion('CancelRun', [ValidationError, NotFoundError, ForbiddenError, ConflictError, RunNotInProgressError]),
  resolve: (_, { input }, context) => written(context, cancelRun(context.shell, context.viewer, requireId('OrchestrationRun', String(input.runId)), input.reason ?? null)),
}))

const ResumeRunInput = builder.inputType('ResumeRunInput', {
  description: 'Which run to resume.',
  fields: (t) => ({ runId: t.id({ required: true, description: RUN_ID }) }),
})

builder.mutationField('resumeRun', (t) => t.field({
  type: runSuccess('ResumeRunSuccess', 'The run goes on.'),
  description: 'Goes on with a suspended run, or tries the failed step of one in error again. Takes MANAGE_ORCHESTRATION_RUNS.',
  args: { input: t.arg({ type: ResumeRunInput, required: true, description: 'Which run.' }) },
  errors: resultUnion('ResumeRun', [NotFoundError, ForbiddenError, ConflictError]),
  resolve: (_, { input }, context) => written(context, resumeRun(context.shell, context.viewer, requireId('OrchestrationRun', String(input.runId)))),
}))

const PublishedStepStatus = builder.enumType('PublishedStepStatus', {
  description: 'How an outside system ends an asynchronous step.',
  values: { COMPLETED: { description: 'It is done.' }, ERROR: { description: 'It failed; `message` says why.' } } as const,
})

const PublishOrchestrationEventInput = builder.inputType('PublishOrchestrationEventInput', {
  description: 'What an outside system has to say to a run.',
  fields: (t) => ({
    runId: t.id({ required: true, description: RUN_ID }),
    stepId: t.id({ description: 'The asynchronous step that it ends; none: the run\'s conditions are looked at anew.' }),
    stepStatus: t.field({ type: PublishedStepStatus, description: 'How the step ends; given together with `stepId`.' }),
    outputs: t.field({ type: 'JSON', description: 'Outputs of the step by name: a JSON object. Those that are output variables of its flow are of their types; those left out stay as the flow left them.' }),
    message: t.string({ description: 'Why the step failed; at most 1,000 characters. A blank one is none.' }),
    clientMutationKey: t.string({ description: MUTATION_KEY }),
  }),
})

builder.mutationField('publishOrchestrationEvent', (t) => t.field({
  type: runSuccess('PublishOrchestrationEventSuccess', 'The run has heard it.'),
  description: 'Ends an asynchronous step from outside, or wakes the run\'s conditions. Takes MANAGE_ORCHESTRATION_RUNS.',
  args: { input: t.arg({ type: PublishOrchestrationEventInput, required: true, description: 'What to tell which run.' }) },
  errors: resultUnion('PublishOrchestrationEvent', [ValidationError, NotFoundError, ForbiddenError, ConflictError, RunNotInProgressError]),
  resolve: (_, { input }, context) => written(context, publishEvent(context.shell, context.viewer, {
    ...input, runId: requireId('OrchestrationRun', String(input.runId)), stepId: input.stepId == null ? null : requireId('StepRun', String(input.stepId)),
  })),
}))
