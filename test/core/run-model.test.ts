// Random orchestrations and random histories, decided by the engine and by the oracle side by side: after every input both
// have come to the same, whatever is duplicated, late, refused, saved or loaded in between. MODEL_SEED repeats what a
// failure printed; MODEL_SEQUENCES is how many histories are played.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { advance, startRun, type Decision } from '../../src/core/advance.ts'
import type { OrchestrationDefinition } from '../../src/core/definition.ts'
import type { RunEvent } from '../../src/core/events.ts'
import type { Facts } from '../../src/core/facts.ts'
import type { RunInput } from '../../src/core/inputs.ts'
import type { Run } from '../../src/core/run.ts'
import { runScope } from '../../src/core/run-scope.ts'
import { waitingOn } from '../../src/core/waiting-on.ts'
import { FOUND } from '../support/found-sequences.ts'
import { after } from '../support/orchestrations.ts'
import { beginnings, histories, hopelessBeginnings, impossible, inputOf, worldAfter, worldAt, type Beginning, type Happening } from '../support/random-orchestrations.ts'
import { RunOracle } from '../support/run-oracle.ts'
import { PATIENCE_MS, PLAYED, SEQUENCES } from '../support/sequences.ts'

type Sequence = [beginning: Beginning, history: readonly Happening[]]

const started = ({ definition, inputs }: Beginning, world: Facts, now: string) => startRun({ definition, runId: 'r1', startedBy: 'u-starter', recordId: 'case-1', inputs }, world, now)

function seenOf(run: Run, events: readonly RunEvent[]) {
  return {
    status: run.status, stage: run.stages[run.currentStage!]!.id,
    fault: run.fault && { stageId: run.fault.stageId, stepId: run.fault.stepId, isRecoverable: run.fault.isRecoverable, at: run.fault.occurredAt },
    stages: run.stages.map(({ id, apiName: name, status, startedAt, endedAt, steps }) => ({
      id, name, status, startedAt, endedAt,
      steps: steps.map((step) => ({
        id: step.id, name: step.apiName, type: step.stepType, status: step.status, outputs: step.outputs, isThrough: step.actionEnded, attempt: step.attempt,
        startedAt: step.startedAt, endedAt: step.endedAt, version: step.flowVersionId, itemId: step.workItemId,
      })),
    })),
    items: run.workItems.map((item) => ({
      id: item.id, stageId: item.stageId, stepId: item.stepId, status: item.status, reason: item.closedReason, isOpen: item.isActionable, assignee: item.assignee.name, assignment: item.assignment,
      createdAt: item.createdAt, endedAt: item.completedAt, by: item.completedBy, recordId: item.recordId, dueAt: item.dueAt, remindAt: item.remindAt, isOverdue: item.isOverdue,
    })),
    milestones: events.flatMap((event) => (event.kind === 'milestone' ? [event.entry] : []))
      .map(({ milestone, stageId, stepId, workItemId, actor, completedBy, durationSeconds }) => [milestone, stageId, stepId, workItemId, actor, completedBy, durationSeconds]),
  }
}

function expectedOf(oracle: RunOracle) {
  const { status, stage, fault, stages, items, milestones } = oracle
  return { status, stage: stage.id, fault, stages, items, milestones }
}

// Comparing texts is much faster than comparing trees; only a difference is looked at closely.
function expectSame(seen: unknown, expected: unknown, at: string): void {
  if (JSON.stringify(seen) !== JSON.stringify(expected)) expect(seen, at).toEqual(expected)
}

/** Which background flows are under way, as their starting and stopping is told. */
function follow(work: Set<string>, events: readonly RunEvent[]): void {
  for (const event of events) {
    if (event.kind === 'backgroundStepStarted') work.add(event.step.id)
    if (event.kind === 'backgroundStepStopped') work.delete(event.stepId)
  }
}

// Statuses and outputs of everything that a condition may name.
function resourcesOf({ stages }: OrchestrationDefinition): string[] {
  return [...new Set(stages.flatMap((stage) => [`${stage.apiName}.Status`, ...stage.steps.flatMap(({ apiName }) => [`${apiName}.Status`, `${apiName}.Outputs.total`])]))]
}

function play([beginning, history]: Sequence): void {
  let world = worldAt(beginning.level)
  const first = started(beginning, world, after(0))
  if (first.kind !== 'decided') throw new Error(`the start is ${first.kind}`)
  const oracle = new RunOracle(beginning.definition, beginning.inputs, world, after(0))
  let { run } = first, seconds = 0, last: RunInput | null = null
  const resources = resourcesOf(beginning.definition)
  const work = new Set<string>()
  follow(work, first.events)
  expectSame(seenOf(run, first.events), expectedOf(oracle), 'the start')
  for (const [at, happening] of history.entries()) {
    const input: RunInput = inputOf(run, happening, last)
    world = worldAfter(world, happening, input)
    seconds += happening.seconds
    const before = JSON.stringify(run), now = after(seconds), words = `${at}: ${JSON.stringify(input)}`
    const decision = advance(beginning.definition, run, input, world, now)
    expectSame(run, JSON.parse(before), `${words} leaves what was as it was`)
    const again = advance(beginning.definition, JSON.parse(before) as Run, input, world, now)
    expectSame(again, decision, `${words}, saved and loaded before`)
    const refusal = oracle.take(input, world, now)
    expectSame(decision.kind === 'refused' ? decision.refusal.kind : null, refusal, words)
    if (input.kind === 'endBackgroundStep' || input.kind === 'failBackgroundStep') if (refusal === null) work.delete(input.stepId)
    if (decision.kind === 'decided') {
      ({ run } = decision)
      follow(work, decision.events)
    }
    expectSame(seenOf(run, decidedEvents(decision)), { ...expectedOf(oracle), ...(refusal !== null && { milestones: [] }) }, words)
    expectSame([...work].sort(), [...oracle.work].sort(), `${words}: background flows under way`)
    const scope = runScope(beginning.definition, run, world)
    expectSame(resources.map((resource) => scope.read(resource)), resources.map((resource) => oracle.viewOf(null).read(resource)), `${words}: what can be read`)
    const reasons = waitingOn(beginning.definition, run, { ...world, priorRecord: null }, now)
    for (const [stepId, resources] of oracle.waits()) {
      const named = (reasons.get(stepId) ?? []).flatMap(({ resource }) => resource ?? [])
      expectSame(named, resources, `${words}: what holds ${stepId} up`)
    }
    last = input
  }
}

function decidedEvents(decision: Decision): readonly RunEvent[] {
  return decision.kind === 'decided' ? decision.events : []
}

it(`a run is what the rules say, after every input of ${PLAYED}`, () => { // rules D6 to D9, R1 to R5, W1, W2, W8
  fc.assert(fc.property(beginnings, histories, (...sequence) => play(sequence)), { ...SEQUENCES, examples: FOUND })
}, PATIENCE_MS)

// What activation refuses because it could never come does not come, whatever happens: nothing else is refused for that.
function playHopeless([{ definition, inputs, level }, history]: Sequence): void {
  let world = worldAt(level)
  const first = started({ definition, inputs, level }, world, after(0))
  if (first.kind !== 'decided') throw new Error(`the start is ${first.kind}`)
  const never = impossible(definition)
  let { run } = first, seconds = 0, last: RunInput | null = null
  const expectNever = (words: string) => {
    for (const { stage, step, turn } of never) for (const one of run.stages) if (one.apiName === stage) {
      const seen = step === null ? one : one.steps.find(({ apiName }) => apiName === step)!
      const hasCome = turn === 'start' ? seen.startedAt !== null : seen.status === 'COMPLETED'
      if (hasCome) expect(seen, `${words}: the ${turn} of ${step ?? stage}`).toBeNull()
    }
  }
  expectNever('the start')
  for (const [at, happening] of history.entries()) {
    const input: RunInput = inputOf(run, happening, last)
    world = worldAfter(world, happening, input)
    seconds += happening.seconds
    const decision = advance(definition, run, input, world, after(seconds))
    if (decision.kind === 'decided') ({ run } = decision)
    expectNever(`${at}: ${JSON.stringify(input)}`)
    last = input
  }
}

it(`what can never start or complete is told on activation, and nothing else is, in ${PLAYED}`, () => { // rule D3
  fc.assert(fc.property(hopelessBeginnings, histories, (...sequence) => playHopeless(sequence)), SEQUENCES)
}, PATIENCE_MS)
