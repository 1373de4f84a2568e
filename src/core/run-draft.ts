// A run while one decision is being made: the working copy, the facts told so far and what has to be looked up. It lives
// inside one call of `advance` only. All changes of stages, steps, work items and history go through here.
import type { OrchestrationDefinition, StageDefinition, StepDefinition } from './definition.ts'
import type { Milestone, RunEvent } from './events.ts'
import type { ActiveFlow, DirectoryEntry, Facts, Needs, RecordFacts } from './facts.ts'
import { own } from './read-path.ts'
import type { Run, RunStatus, StageRun, StageStatus, StepRun, StepStatus, WorkItem } from './run.ts'
import { become, RUN_STATUSES, STAGE_STATUSES, STEP_STATUSES } from './status-table.ts'

/** What an evaluation flow answered; `unknown`: something must be looked up first. */
export type Evaluation = { kind: 'answered'; isMet: boolean } | { kind: 'failed'; message: string } | { kind: 'unknown' }

/** The working copy. Once `needs` holds anything the draft is thrown away, so what is then still done to it does not matter. */
export type Draft = {
  readonly definition: OrchestrationDefinition
  readonly facts: Facts
  /** Not before the run's latest milestone. */
  readonly now: string
  run: Run
  readonly events: RunEvent[]
  readonly needs: { readonly [kind in keyof Needs]-?: Set<string> }
  /** Answers of evaluation flows in this decision: the same flow with the same inputs is asked once. */
  readonly evaluations: Map<string, Evaluation>
}

export function openDraft(definition: OrchestrationDefinition, run: Run, facts: Facts, now: string): Draft {
  return {
    definition, facts, now: run.latestAt !== undefined && run.latestAt > now ? run.latestAt : now, run, events: [], evaluations: new Map(),
    needs: { directory: new Set(), flows: new Set(), flowVersions: new Set(), records: new Set() },
  }
}

/** What must be looked up before this decision can be made; null when all is known. */
export function needsOf(draft: Draft): Needs | null {
  const found = Object.entries(draft.needs).filter(([, names]) => names.size > 0).map(([kind, names]) => [kind, [...names]])
  return found.length > 0 ? Object.fromEntries(found) as Needs : null
}

/** A look-up; undefined (and noted) where it has not been made yet, null where there is no such thing. */
export function lookUpAssignee(draft: Draft, key: string): DirectoryEntry | null | undefined {
  return lookUp(draft.facts.directory, key, draft.needs.directory)
}

/** As lookUpAssignee, for the version of a flow that is active now. */
export function lookUpFlow(draft: Draft, apiName: string): ActiveFlow | null | undefined {
  return lookUp(draft.facts.flows, apiName, draft.needs.flows)
}

/** As lookUpAssignee, for a record by its id. */
export function lookUpRecord(draft: Draft, recordId: string): RecordFacts | null | undefined {
  if (draft.facts.record?.id === recordId) return draft.facts.record
  return lookUp(draft.facts.records, recordId, draft.needs.records)
}

function lookUp<T>(known: { readonly [key: string]: T }, key: string, missing: Set<string>): T | undefined {
  const value = own(known, key)
  if (value === undefined) missing.add(key)
  return value
}

/** The stage that is under way, or was when the run ended; undefined before the first. */
export function currentStage(draft: Draft): StageRun | undefined {
  return draft.run.currentStage === null ? undefined : draft.run.stages[draft.run.currentStage]
}

/** The definition of an executed stage. */
export function stageDefinition({ definition }: Pick<Draft, 'definition'>, stage: StageRun): StageDefinition {
  return definition.stages.find((one) => one.apiName === stage.apiName)!
}

/** The definition of an executed step. */
export function stepDefinition(of: Pick<Draft, 'definition'>, stage: StageRun, step: StepRun): StepDefinition {
  return stageDefinition(of, stage).steps.find((one) => one.apiName === step.apiName)!
}

/** The execution of a step and the stage it belongs to. */
export function findStep(run: Run, stepId: string): { stage: StageRun; step: StepRun } | undefined {
  const stage = run.stages.find((one) => one.steps.some((step) => step.id === stepId))
  const step = stage?.steps.find((one) => one.id === stepId)
  return stage && step ? { stage, step } : undefined
}

export function moveRun(draft: Draft, status: RunStatus, change: Partial<Run> = {}): void {
  draft.run = { ...draft.run, ...change, status: become(RUN_STATUSES, draft.run.status, status) }
  draft.events.push({ kind: 'runStatusChanged' })
}

export function moveStage(draft: Draft, stageId: string, status: StageStatus, endedAt: string | null): StageRun {
  const before = draft.run.stages.find((one) => one.id === stageId)!
  const stage = { ...before, status: become(STAGE_STATUSES, before.status, status), endedAt }
  saveStage(draft, stage)
  draft.events.push({ kind: 'stageChanged', stage })
  return stage
}

/** Gives a step another status, and what else changes with it. */
export function moveStep(draft: Draft, stepId: string, status: StepStatus, change: Partial<StepRun> = {}): StepRun {
  const { step } = findStep(draft.run, stepId)!
  return changeStep(draft, stepId, { ...change, status: become(STEP_STATUSES, step.status, status) })
}

/** Changes a step and leaves its status as it is, unless called by moveStep. */
export function changeStep(draft: Draft, stepId: string, change: Partial<StepRun>): StepRun {
  const found = findStep(draft.run, stepId)!
  const step = { ...found.step, ...change }
  saveStage(draft, { ...found.stage, steps: found.stage.steps.map((one) => (one.id === stepId ? step : one)) })
  draft.events.push({ kind: 'stepChanged', step, stageId: found.stage.id })
  return step
}

/** Says that nobody waits for the flow of a background step any more, if it has not answered yet. */
export function stopWork(draft: Draft, step: StepRun): void {
  if (step.stepType !== 'INTERACTIVE' && step.startedAt !== null && step.outputs === null) draft.events.push({ kind: 'backgroundStepStopped', stepId: step.id })
}

export function saveWorkItem(draft: Draft, item: WorkItem): WorkItem {
  const isNew = !draft.run.workItems.some((one) => one.id === item.id)
  const workItems = isNew ? [...draft.run.workItems, item] : draft.run.workItems.map((one) => (one.id === item.id ? item : one))
  draft.run = { ...draft.run, workItems }
  return item
}

function saveStage(draft: Draft, stage: StageRun): void {
  draft.run = { ...draft.run, stages: draft.run.stages.map((one) => (one.id === stage.id ? stage : one)) }
}

/** What a milestone is about. `since` gives it a duration: from then until now. `actor` null: the automated process. */
export type About = {
  stageId?: string; stepId?: string; workItemId?: string
  actor?: string | null; completedBy?: string | null; since?: string | null; detail?: string | null
}

/** Writes a milestone into the run's history (R5). */
export function reach(draft: Draft, milestone: Milestone, about: About = {}): void {
  const seq = draft.run.counters.history + 1
  draft.run = { ...draft.run, latestAt: draft.now, counters: { ...draft.run.counters, history: seq } }
  draft.events.push({
    kind: 'milestone',
    entry: {
      seq, milestone, occurredAt: draft.now, actor: about.actor ?? null,
      stageId: about.stageId ?? null, stepId: about.stepId ?? null, workItemId: about.workItemId ?? null,
      completedBy: about.completedBy ?? null, detail: about.detail ?? null,
      durationSeconds: about.since ? secondsBetween(about.since, draft.now) : null,
    },
  })
}

function secondsBetween(from: string, to: string): number {
  return Math.max(0, Math.floor((Date.parse(to) - Date.parse(from)) / 1000))
}
