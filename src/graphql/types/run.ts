// Runs of orchestrations, their stages and steps, and what made one stop.
import type { RunFault as Fault } from '../../core/run.ts'
import type { WaitReason as WaitReasonShape } from '../../core/waiting-on.ts'
import { loadRunPage, type RunRow } from '../../store/runs.ts'
import { loadHistoryPage } from '../../store/history.ts'
import { loadWorkItemsOfRun } from '../../store/work-items.ts'
import { builder } from '../builder.ts'
import { connection, FEW, pageArgs, pageComplexity } from '../connections.ts'
import { asNode } from '../nodes.ts'
import { itemsToRead } from '../read-along.ts'
import { wholeSeconds } from '../durations.ts'
import { FlowInterview } from './flow-interview.ts'
import { Orchestration, OrchestrationVersion } from './orchestration.ts'
import { Record } from './record.ts'
import { RunHistoryEventConnection, RunHistoryFilter } from './run-history.ts'
import { User } from './user.ts'
import { WorkItem, WorkItemConnection, WorkItemStatus } from './work-item.ts'

export const RunStatus = builder.enumType('RunStatus', {
  description: 'Where a run stands.',
  values: {
    IN_PROGRESS: { description: 'Under way.' },
    SUSPENDED: { description: 'Starts nothing new until it is resumed.' },
    COMPLETED: { description: 'All its stages are done.' },
    CANCELED: { description: 'Somebody ended it.' },
    ERROR: { description: 'A step failed; `error` says why, and `resumeRun` may try again.' },
  } as const,
})

export const StageStatus = builder.enumType('StageStatus', {
  description: 'Where a stage stands.',
  values: {
    NOT_STARTED: { description: 'Its turn has not come.' },
    IN_PROGRESS: { description: 'Under way.' },
    SUSPENDED: { description: 'Was under way when its run was suspended.' },
    COMPLETED: { description: 'Done.' },
    CANCELED: { description: 'Was under way when its run was canceled.' },
    DISCONTINUED: { description: 'Was under way when its run failed for a reason outside of it.' },
    ERROR: { description: 'It, or a step of it, failed.' },
  } as const,
})

export const StepStatus = builder.enumType('StepStatus', {
  description: 'Where a step stands.',
  values: {
    NOT_STARTED: { description: 'Waits for its start condition.' },
    IN_PROGRESS: { description: 'Under way.' },
    COMPLETED: { description: 'Done.' },
    DISCONTINUED: { description: 'Was under way when its stage ended without it.' },
    CANCELED: { description: 'Was under way when its run was canceled.' },
    ERROR: { description: 'Its flow or action failed, or its assignee could not be found.' },
  } as const,
})

export const StepType = builder.enumType('StepType', {
  description: 'Who does a step.',
  values: {
    INTERACTIVE: { description: 'A person: it makes a work item.' },
    BACKGROUND: { description: 'An autolaunched flow. Where that only computes (assignments, decisions, and subflows of these), it has ended when the command is answered that starts the step.' },
    ASYNCHRONOUS_BACKGROUND: { description: 'An autolaunched flow that asks an outside system, which answers later with `publishOrchestrationEvent`.' },
  } as const,
})

export const OrchestrationRun = builder.objectRef<RunRow>('OrchestrationRun')

OrchestrationRun.implement({
  description: 'One execution of an orchestration. It stays on the version that it started with.',
  fields: (t) => ({
    orchestration: t.field({ type: Orchestration, description: 'What is run.', resolve: async (run, _, { load }) => (await load.orchestration.load(run.orchestrationId))! }),
    version: t.field({ type: OrchestrationVersion, description: 'The version that it runs on.', resolve: async (run, _, { load }) => (await load.orchestrationVersion.load(run.versionId))! }),
    status: t.field({ type: RunStatus, description: 'Where it stands.', resolve: (run) => run.status }),
    record: t.field({
      type: Record, nullable: true, description: 'The record that it is about (`$Record`); null where there is none, or the caller may not read it.',
      resolve: (run, _, { load }) => (run.recordId === null ? null : load.record.load(run.recordId)),
    }),
    label: t.exposeString('label', { description: 'Its name for people.' }),
    startedBy: t.field({ type: User, description: 'Who started it.', resolve: async (run, _, { load }) => (await load.user.load(run.startedById))! }),
    startedAt: t.field({ type: 'DateTime', description: 'When it started.', resolve: (run) => run.startedAt }),
    endedAt: t.field({ type: 'DateTime', nullable: true, description: 'When it ended; null while it hasn\'t.', resolve: (run) => run.endedAt }),
    durationSeconds: t.int({ nullable: true, description: 'Whole seconds from start to end; null while it hasn\'t ended.', resolve: (run) => wholeSeconds(run.startedAt, run.endedAt) }),
    error: t.field({
      type: RunFault, nullable: true, description: 'Why it stands in ERROR; null otherwise.',
      resolve: (run) => (run.fault === null ? null : (run.fault as Fault)),
    }),
    currentStage: t.field({
      type: StageRun, nullable: true, description: 'The stage that is under way, or was last; null before the first.',
      resolve: async (run, _, { load }) => (await load.stagesOfRun.load(run.id)).find((stage) => stage.id === run.currentStageId) ?? null,
    }),
    stages: t.field({ type: [StageRun], description: 'Its stages in the order in which they were entered; a definition has at most a few dozen.', resolve: (run, _, { load }) => load.stagesOfRun.load(run.id) }),
    workItems: t.field({
      type: WorkItemConnection, description: 'Its work items, oldest first.',
      args: { ...pageArgs(), status: t.arg({ type: WorkItemStatus, description: 'Only these; all unless given.' }) }, complexity: pageComplexity,
      resolve: (run, { status, ...page }, { viewer, shell }, info) => connection(page, (request) => loadWorkItemsOfRun(shell.pool, viewer, run.id, status ?? null, request, itemsToRead(info))),
    }),
    history: t.field({
      type: RunHistoryEventConnection, description: 'Its milestones as they happened.',
      args: { ...pageArgs(), filter: t.arg({ type: RunHistoryFilter, description: 'What to narrow it to.' }) }, complexity: pageComplexity,
      resolve: (run, { filter, ...page }, { shell }) => connection(page, (request) => loadHistoryPage(shell.pool, run.id, filter ?? {}, request)),
    }),
  }),
})

export const StageRun = builder.prismaObject('StageRun', {
  description: 'One execution of a stage. A stage that is entered again makes another.',
})

builder.prismaObjectFields(StageRun, (t) => ({
  apiName: t.exposeString('apiName', { description: 'The stage\'s name in the definition.' }),
  label: t.exposeString('label', { description: 'Its name for people.' }),
  status: t.field({ type: StageStatus, description: 'Where it stands.', resolve: (stage) => stage.status }),
  startedAt: t.field({ type: 'DateTime', nullable: true, description: 'When it started; null before.', resolve: (stage) => stage.startedAt }),
  endedAt: t.field({ type: 'DateTime', nullable: true, description: 'When it ended; null before.', resolve: (stage) => stage.endedAt }),
  steps: t.field({ type: [StepRun], description: 'Its steps in the order of the definition, which has at most a few dozen.', resolve: (stage, _, { load }) => load.stepsOfStage.load(stage.id) }),
  waitingOn: t.field({
    type: [WaitReason], description: 'What its own completion condition still waits for, at most 10 reasons. Empty for a stage that completes with its steps, and unless it is under way.',
    complexity: FEW, resolve: async (stage, _, { load }) => [...((await load.waitsOfRun.load(stage.runId)).get(stage.id) ?? [])],
  }),
}))

export const StepRun = builder.prismaObject('StepRun', {
  description: 'One execution of a step.',
})

builder.prismaObjectFields(StepRun, (t) => ({
  apiName: t.exposeString('apiName', { description: 'The step\'s name in the definition.' }),
  label: t.exposeString('label', { description: 'Its name for people.' }),
  stepType: t.field({ type: StepType, description: 'Who does it.', resolve: (step) => step.stepType }),
  status: t.field({ type: StepStatus, description: 'Where it stands.', resolve: (step) => step.status }),
  startedAt: t.field({ type: 'DateTime', nullable: true, description: 'When it started; null before.', resolve: (step) => step.startedAt }),
  endedAt: t.field({ type: 'DateTime', nullable: true, description: 'When it ended; null before.', resolve: (step) => step.endedAt }),
  outputs: t.field({ type: 'JSON', nullable: true, description: 'Outputs of its flow by name; null before that has finished.', resolve: (step) => step.outputs }),
  workItem: t.field({
    type: WorkItem, nullable: true, description: 'Its latest work item; null where it has none.',
    resolve: async (step, _, { load }) => (await load.workItemsOfStep.load(step.id)).at(-1) ?? null,
  }),
  workItems: t.field({
    type: [WorkItem], description: 'All its work items, oldest first: one, and another each time it is tried again after an error.',
    complexity: FEW, resolve: (step, _, { load }) => load.workItemsOfStep.load(step.id),
  }),
  interview: t.field({
    type: FlowInterview, nullable: true, description: 'The latest interview of its flow that the caller may see; null where there is none.',
    resolve: (step, _, { load }) => load.interviewOfStep.load(step.id),
  }),
  waitingOn: t.field({
    type: [WaitReason], description: 'Why it has not started, or not completed: one reason for each condition that holds it up, at most 10. Empty where it waits for nothing, and once it or its run has ended; a run in ERROR that can be resumed has not, which its steps that have not started wait for.',
    complexity: FEW, resolve: async (step, _, { load }) => [...((await load.waitsOfRun.load(step.runId)).get(step.id) ?? [])],
  }),
}))

const WaitPhase = builder.enumType('WaitPhase', {
  description: 'What a step or stage waits for.',
  values: { START: { description: 'To start.' }, COMPLETION: { description: 'To be completed.' } } as const,
})

export const WaitReason = builder.objectRef<WaitReasonShape>('WaitReason')

WaitReason.implement({
  description: 'One condition that holds a step or a stage up.',
  fields: (t) => ({
    phase: t.field({ type: WaitPhase, description: 'Whether it keeps the step from starting or from being completed; a stage, only from the latter.', resolve: (reason) => reason.phase }),
    summary: t.exposeString('summary', { description: 'What it waits for, for people.' }),
    resource: t.exposeString('resource', { nullable: true, description: 'The resource that is compared; null where none is.' }),
    operator: t.exposeString('operator', { nullable: true, description: 'How it is compared; null where it isn\'t.' }),
    expected: t.field({ type: 'JSON', nullable: true, description: 'What is expected of it.', resolve: (reason) => reason.expected }),
    actual: t.field({ type: 'JSON', nullable: true, description: 'What is there.', resolve: (reason) => reason.actual }),
  }),
})

export const RunFault = builder.objectRef<Fault>('RunFault')

RunFault.implement({
  description: 'Why a run stands in ERROR.',
  fields: (t) => ({
    message: t.exposeString('message', { description: 'What went wrong, for people.' }),
    stage: t.field({ type: StageRun, nullable: true, description: 'The stage that it happened in; null where in none.', resolve: (fault, _, { load }) => (fault.stageId === null ? null : load.stageRun.load(fault.stageId)) }),
    step: t.field({ type: StepRun, nullable: true, description: 'The step that failed; null where it was none.', resolve: (fault, _, { load }) => (fault.stepId === null ? null : load.stepRun.load(fault.stepId)) }),
    occurredAt: t.field({ type: 'DateTime', description: 'When it happened.', resolve: (fault) => fault.occurredAt }),
    attempts: t.exposeInt('attempts', { description: 'How often the step\'s work was tried.' }),
    isRecoverable: t.exposeBoolean('isRecoverable', { description: 'Whether `resumeRun` may try the step again.' }),
  }),
})

asNode(OrchestrationRun, { idOf: (run) => run.id, load: (id, { load }) => load.run.load(id) })
asNode(StageRun, { idOf: (stage) => stage.id, load: (id, { load }) => load.stageRun.load(id) })
asNode(StepRun, { idOf: (step) => step.id, load: (id, { load }) => load.stepRun.load(id) })

export const OrchestrationRunConnection = builder.connectionObject(
  { type: OrchestrationRun, name: 'OrchestrationRunConnection', description: 'A page of runs.' },
  { name: 'OrchestrationRunEdge', description: 'A run on a page.' })

const RunFilter = builder.inputType('RunFilter', {
  description: 'What a list of runs is narrowed to; everything that is given must hold.',
  fields: (t) => ({
    status: t.field({ type: [RunStatus], description: 'One of these.' }),
    orchestration: t.string({ description: 'API name of the orchestration.' }),
    recordId: t.id({ description: 'The record that they are about, by the other system\'s id.' }),
  }),
})

builder.queryField('runs', (t) => t.field({
  type: OrchestrationRunConnection, description: 'Runs that the caller may see, newest first.',
  args: { ...pageArgs(), filter: t.arg({ type: RunFilter, description: 'What to narrow it to.' }) }, complexity: pageComplexity,
  resolve: (_, { filter, ...page }, { viewer, shell }) => connection(page, (request) => loadRunPage(shell.pool, viewer, filter ?? {}, request)),
}))
