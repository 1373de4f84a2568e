// A run in a test: started, moved on input by input, and asked about. Refusals and questions of the core are kept, not hidden.
import { advance, startRun, type Decision } from '../../src/core/advance.ts'
import type { OrchestrationDefinition } from '../../src/core/definition.ts'
import type { Milestone, RunEvent } from '../../src/core/events.ts'
import type { Facts } from '../../src/core/facts.ts'
import type { RunInput } from '../../src/core/inputs.ts'
import type { JsonObject } from '../../src/core/json.ts'
import type { RunRefusal } from '../../src/core/refusals.ts'
import type { Run, StageRun, StepRun, WorkItem } from '../../src/core/run.ts'
import { facts as allFacts, START } from './orchestrations.ts'

type Options = { facts?: Facts; inputs?: JsonObject; recordId?: string | null; now?: string }

/** A run under test. `events` holds all that has happened so far, `last` what the latest input did. */
export class GivenRun {
  readonly definition: OrchestrationDefinition
  facts: Facts
  now: string
  run: Run
  events: RunEvent[] = []
  last: readonly RunEvent[] = []
  refusal: RunRefusal | null = null

  constructor(definition: OrchestrationDefinition, { facts = allFacts(), inputs = {}, recordId = 'case-1', now = START }: Options = {}) {
    this.definition = definition
    this.facts = facts
    this.now = now
    const start = { definition, runId: 'r1', startedBy: 'u-starter', recordId, inputs }
    const decision = startRun(start, facts, now)
    if (decision.kind !== 'decided') throw new Error(`not started: ${JSON.stringify(decision)}`)
    this.run = decision.run
    this.#take(decision)
  }

  /** Gives the run an input; a refusal leaves it as it was and stands in `refusal`. */
  when(input: RunInput): this {
    const decision = advance(this.definition, this.run, input, this.facts, this.now)
    if (decision.kind === 'needs') throw new Error(`asks for ${JSON.stringify(decision.needs)}`)
    this.refusal = decision.kind === 'refused' ? decision.refusal : null
    this.last = []
    if (decision.kind === 'decided') this.#take(decision)
    return this
  }

  /** The person to whom it is assigned, or `by`, finishes the step's latest work item. */
  finish(step: string, outputs: JsonObject = {}, by = 'u-ada'): this {
    return this.when({ kind: 'completeWorkItem', workItemId: this.item(step).id, by, outputs })
  }

  /** The screen flow of the step's latest work item fails. */
  breakDown(step: string, message = 'the flow broke'): this {
    return this.when({ kind: 'failWorkItemFlow', workItemId: this.item(step).id, by: 'u-ada', message })
  }

  /** The flow of a background step has ended. */
  answer(step: string, outputs: JsonObject = {}): this {
    const { id, attempt } = this.step(step)
    return this.when({ kind: 'endBackgroundStep', stepId: id, attempt, outputs })
  }

  /** The flow of a background step has failed for good. */
  fail(step: string, message = 'no connection', attempts = 5): this {
    const { id, attempt } = this.step(step)
    return this.when({ kind: 'failBackgroundStep', stepId: id, attempt, message, attempts })
  }

  /** An outside system ends a step. */
  publish(step: string, stepStatus: 'COMPLETED' | 'ERROR' | null = 'COMPLETED', outputs: JsonObject = {}): this {
    return this.when({ kind: 'publishEvent', by: 'u-outside', stepId: this.step(step).id, stepStatus, outputs, message: null })
  }

  /** The latest execution of a stage. */
  stage(apiName: string): StageRun {
    return found(this.run.stages.findLast((stage) => stage.apiName === apiName), `stage ${apiName}`)
  }

  /** The latest execution of a step. */
  step(apiName: string): StepRun {
    return found(this.run.stages.flatMap((stage) => stage.steps).findLast((step) => step.apiName === apiName), `step ${apiName}`)
  }

  /** The latest work item of a step. */
  item(step: string): WorkItem {
    const ids = new Set(this.run.stages.flatMap((stage) => stage.steps).filter((one) => one.apiName === step).map((one) => one.id))
    return found(this.run.workItems.findLast((item) => ids.has(item.stepId)), `work item of ${step}`)
  }

  /** Statuses at a glance: of the run, the stages that were entered and their steps in order, and its work items with their closed reasons. */
  statuses(): string[] {
    return [
      `run ${this.run.status}`,
      ...this.run.stages.filter((stage) => stage.status !== 'NOT_STARTED').flatMap((stage) => [`${stage.apiName} ${stage.status}`, ...stage.steps.map((step) => `${step.apiName} ${step.status}`)]),
      ...this.run.workItems.map((item) => `${item.id.slice(3)} ${item.status}${item.closedReason ? ` ${item.closedReason}` : ''}${item.isActionable ? ' open' : ''}`),
    ]
  }

  /** Milestones so far, or of the latest input, with what they are about. */
  milestones(events: readonly RunEvent[] = this.last): string[] {
    return this.entries(events).map((entry) => [entry.milestone, this.#nameOf(entry.stepId) ?? this.#nameOf(entry.stageId)].filter(Boolean).join(' '))
  }

  /** History entries of a milestone. */
  history(milestone: Milestone) {
    return this.entries(this.events).filter((entry) => entry.milestone === milestone)
  }

  entries(events: readonly RunEvent[]) {
    return events.flatMap((event) => (event.kind === 'milestone' ? [event.entry] : []))
  }

  #take(decision: Decision & { kind: 'decided' }): void {
    this.run = decision.run
    this.last = decision.events
    this.events = [...this.events, ...decision.events]
  }

  #nameOf(id: string | null): string | null {
    return this.run.stages.flatMap((stage) => [stage, ...stage.steps]).find((one) => one.id === id)?.apiName ?? null
  }
}

function found<T>(value: T | undefined, words: string): T {
  if (value === undefined) throw new Error(`no ${words}`)
  return value
}
