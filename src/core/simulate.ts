// What a run would do (D11): the very same core, on given answers instead of people, flows and outside systems. Nothing
// is saved or sent. Work that is given no answer is still waiting at the end.
import { advance, startRun, type Decision } from './advance.ts'
import type { OrchestrationDefinition, StepType } from './definition.ts'
import type { HistoryEntry, Milestone, RunEvent } from './events.ts'
import type { Facts, Needs, RecordFacts } from './facts.ts'
import { givenOutputs, ownOutputs } from './flow/outputs.ts'
import type { RunInput } from './inputs.ts'
import type { Issue } from './issue.ts'
import type { JsonObject } from './json.ts'
import { own } from './read-path.ts'
import type { Assignee, Run, RunStatus, StepRun } from './run.ts'
import { findStep } from './run-draft.ts'
import { namesIn, validateOrchestration } from './validate-orchestration.ts'
import { waitingOn, type WaitReason } from './waiting-on.ts'

/** What a step's work answers: its outputs, or the fault that it ends with. A step that runs more often takes one answer each time. */
export type SimulatedAnswer = { step: string; outputs?: JsonObject | null; fault?: string | null }

/** Answers are given in this order, each as soon as its step waits for one. `recordFields` null: there is no record. */
export type Simulation = {
  definition: OrchestrationDefinition; startedBy: string
  recordFields: JsonObject | null; inputs: JsonObject; answers: readonly SimulatedAnswer[]
}

/** A milestone; `assignee` is a username or API name, where it is about a work item. */
export type SimulatedEvent = { milestone: Milestone; stage: string | null; step: string | null; assignee: string | null; mailTo: readonly string[]; detail: string | null }

/** `status` null and no events: the definition, inputs or answers have the faults that are listed. */
export type SimulationTrace = {
  status: RunStatus | null; faults: readonly Issue[]; events: readonly SimulatedEvent[]
  waitingOn: readonly { step: string; reasons: readonly WaitReason[] }[]
}

/**
 * Simulates a run. `mailTo` gives the usernames who would get mail about work for an assignee. Answers with `needs` as
 * `advance` does.
 */
export function simulate(
  simulation: Simulation, facts: Facts, now: string, mailTo: (assignee: Assignee) => readonly string[],
): { kind: 'simulated'; trace: SimulationTrace } | { kind: 'needs'; needs: Needs } {
  const { definition, inputs, startedBy } = simulation
  const missing = missingNames(definition, facts)
  if (missing) return { kind: 'needs', needs: missing }
  const faults = [...validateOrchestration(definition, facts), ...answerIssues(simulation, facts.flows)]
  if (faults.length > 0) return { kind: 'simulated', trace: faultyTrace(faults) }
  const record = recordOf(simulation)
  const world = { ...facts, record }
  const start = startRun({ definition, runId: 'simulation', startedBy, recordId: record?.id ?? null, inputs }, world, now)
  if (start.kind === 'invalidInputs') return { kind: 'simulated', trace: faultyTrace(start.issues) }
  const end = giveAnswers(simulation, start, world, now)
  if (end.kind === 'needs') return end
  if (end.kind === 'unfit') return { kind: 'simulated', trace: faultyTrace(end.issues) }
  const { run, events } = end
  const names = new Map(run.stages.flatMap((stage) => [[stage.id, stage.apiName] as const, ...stage.steps.map((step) => [step.id, step.apiName] as const)]))
  return {
    kind: 'simulated',
    trace: {
      status: run.status, faults: [], events: tracedEvents(events, names, mailTo),
      waitingOn: [...waitingOn(definition, run, world, now)].flatMap(([id, reasons]) => (findStep(run, id) === undefined ? [] : [{ step: names.get(id)!, reasons }])),
    },
  }
}

/** The trace of what can't be simulated, and why. */
export function faultyTrace(faults: readonly Issue[]): SimulationTrace {
  return { status: null, faults, events: [], waitingOn: [] }
}

function missingNames(definition: OrchestrationDefinition, facts: Facts): Needs | null {
  const names = namesIn(definition)
  const flows = names.flows.filter((name) => own(facts.flows, name) === undefined)
  const directory = names.directory.filter((key) => own(facts.directory, key) === undefined)
  return flows.length + directory.length > 0 ? { flows, directory } : null
}

function answerIssues({ definition, answers }: Simulation, flows: Facts['flows']): Issue[] {
  const steps = definition.stages.flatMap((stage) => stage.steps)
  return answers.flatMap(({ step, outputs, fault }, at) => {
    const named = steps.filter((one) => one.apiName === step)
    if (named.length === 0) return [{ path: ['answers', String(at), 'step'], message: `there is no step "${step}"` }]
    if (outputs && fault) return [{ path: ['answers', String(at)], message: 'either outputs or a fault is expected, not both' }]
    // Which of several stages' steps of one name takes it is only known when it does.
    const issues = named.map(({ stepType, action }) => unfitIssues(fitAnswer(stepType, action.flow, outputs, flows), at))
    return issues.some((found) => found.length === 0) ? [] : issues[0]!
  })
}

// An asynchronous step is answered from outside, as `publishOrchestrationEvent` does; others by their flows, which give nothing but
// their own outputs. What a flow would give that isn't there is not known.
function fitAnswer(stepType: StepType, flow: string, outputs: JsonObject | null | undefined, flows: Facts['flows']): ReturnType<typeof givenOutputs> {
  const active = own(flows, flow)
  if (!active || !outputs) return { values: outputs ?? {} }
  return (stepType === 'ASYNCHRONOUS_BACKGROUND' ? givenOutputs : ownOutputs)(active.definition, outputs)
}

function unfitIssues(fitted: ReturnType<typeof givenOutputs>, at: number): Issue[] {
  return 'values' in fitted ? [] : fitted.issues.map(({ path, message }) => ({ path: ['answers', String(at), ...path], message }))
}

function recordOf({ definition, recordFields }: Simulation): RecordFacts | null {
  if (recordFields === null) return null
  const { Id, Name, Owner } = recordFields
  return {
    id: typeof Id === 'string' && Id !== '' ? Id : 'simulated-record', objectApiName: definition.trigger?.objectApiName ?? 'Record', fields: recordFields,
    name: typeof Name === 'string' ? Name : null, owner: typeof Owner === 'string' ? Owner : null,
  }
}

// How it ends: `unfit` where a step takes an answer that only another step of its name could.
type End = { kind: 'ended'; run: Run; events: readonly RunEvent[] } | { kind: 'needs'; needs: Needs } | { kind: 'unfit'; issues: readonly Issue[] }

// Gives each answer in its order as soon as its step waits, until no step waits for any that is left.
function giveAnswers({ definition, answers }: Simulation, start: Decision, facts: Facts, now: string): End {
  const left = [...answers.entries()]
  const events: RunEvent[] = []
  for (let decision = start; ;) {
    if (decision.kind === 'needs') return decision
    if (decision.kind === 'refused') throw new Error(`A simulated answer was refused: ${decision.refusal.kind}`)
    const { run } = decision
    events.push(...decision.events)
    const next = left.findIndex(([, answer]) => waitingStep(run, answer.step))
    if (next < 0) return { kind: 'ended', run, events }
    const [at, answer] = left.splice(next, 1)[0]!
    const step = waitingStep(run, answer.step)!
    const fitted = fitAnswer(step.stepType, step.flow, answer.outputs, facts.flows)
    if ('issues' in fitted) return { kind: 'unfit', issues: unfitIssues(fitted, at) }
    decision = give(definition, run, step, { ...answer, outputs: fitted.values }, facts, now)
  }
}

function waitingStep(run: Run, apiName: string): StepRun | undefined {
  if (run.status !== 'IN_PROGRESS' || run.currentStage === null) return undefined
  return run.stages[run.currentStage]!.steps.find((step) => step.apiName === apiName && step.status === 'IN_PROGRESS' && !step.actionEnded)
}

// An asynchronous step is asked by its flow, then answered by an event; unless asking was enough for its completion condition.
function give(definition: OrchestrationDefinition, run: Run, step: StepRun, answer: SimulatedAnswer, facts: Facts, now: string): Decision {
  if (step.stepType !== 'ASYNCHRONOUS_BACKGROUND') return advance(definition, run, inputOf(run, step, answer), facts, now)
  const asked = advance(definition, run, { kind: 'endBackgroundStep', stepId: step.id, attempt: step.attempt, outputs: {} }, facts, now)
  if (asked.kind !== 'decided' || waitingStep(asked.run, step.apiName)?.id !== step.id) return asked
  const answered = advance(definition, asked.run, {
    kind: 'publishEvent', by: 'simulation', stepId: step.id, stepStatus: answer.fault ? 'ERROR' : 'COMPLETED', outputs: answer.outputs ?? {}, message: answer.fault ?? null,
  }, facts, now)
  return answered.kind === 'decided' ? { ...answered, events: [...asked.events, ...answered.events] } : answered
}

function inputOf(run: Run, step: StepRun, { outputs, fault }: SimulatedAnswer): RunInput {
  if (step.stepType === 'INTERACTIVE') {
    const item = run.workItems.find((one) => one.id === step.workItemId)!
    const given = { workItemId: item.id, by: item.assignee.id }
    return fault ? { kind: 'failWorkItemFlow', ...given, message: fault } : { kind: 'completeWorkItem', ...given, outputs: outputs ?? {} }
  }
  const given = { stepId: step.id, attempt: step.attempt }
  return fault ? { kind: 'failBackgroundStep', ...given, message: fault, attempts: 1 } : { kind: 'endBackgroundStep', ...given, outputs: outputs ?? {} }
}

function tracedEvents(events: readonly RunEvent[], names: ReadonlyMap<string, string>, mailTo: (assignee: Assignee) => readonly string[]): SimulatedEvent[] {
  const assignees = new Map(events.flatMap((event) => (event.kind === 'workItemCreated' ? [[event.workItem.id, event.workItem.assignee] as const] : [])))
  return events.flatMap((event) => (event.kind === 'milestone' ? [traced(event.entry, names, assignees, mailTo)] : []))
}

function traced(entry: HistoryEntry, names: ReadonlyMap<string, string>, assignees: ReadonlyMap<string, Assignee>, mailTo: (assignee: Assignee) => readonly string[]): SimulatedEvent {
  const assignee = entry.workItemId === null ? undefined : assignees.get(entry.workItemId)
  return {
    milestone: entry.milestone, stage: nameOf(names, entry.stageId), step: nameOf(names, entry.stepId), assignee: assignee?.name ?? null,
    mailTo: assignee && entry.milestone === 'START_WORK_ITEM' ? mailTo(assignee) : [], detail: entry.detail,
  }
}

function nameOf(names: ReadonlyMap<string, string>, id: string | null): string | null {
  return id === null ? null : names.get(id) ?? null
}
