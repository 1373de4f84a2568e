// Random orchestrations and random histories for tests of the engine. Every orchestration made here may be activated;
// whom `who` names, what the record holds and what happens to the run is random too.
import fc from 'fast-check'
import type { OrchestrationDefinition, StageDefinition, StepDefinition } from '../../src/core/definition.ts'
import type { Facts, RecordFacts } from '../../src/core/facts.ts'
import type { RunInput } from '../../src/core/inputs.ts'
import type { JsonObject } from '../../src/core/json.ts'
import type { Run, StepRun } from '../../src/core/run.ts'
import { stageOrderIssues, stepOrderIssues } from '../../src/core/validate-step-order.ts'
import { ask, facts, orchestration, RECORD, stage, wait, work } from './orchestrations.ts'
import { condition, evaluation, type Names } from './random-conditions.ts'

const STAGES = ['Alpha', 'Beta', 'Gamma'] as const
/** The variables of every orchestration made here. */
export const VARIABLES = [
  { apiName: 'who', dataType: 'STRING', isInput: true }, { apiName: 'limit', dataType: 'NUMBER', isInput: true },
  { apiName: 'which', dataType: 'RECORD', isInput: true, default: null }, { apiName: 'text', dataType: 'STRING', isInput: true, default: '' },
] as const

/** What a run is started with, and the level of the record at first. */
export type Beginning = { definition: OrchestrationDefinition; inputs: JsonObject; level: number }

function step(name: string, before: readonly string[], names: Names): fc.Arbitrary<StepDefinition> {
  const conditions = [condition(names).map((requirements) => ({ requirements })), evaluation.map((evaluationFlow) => ({ evaluationFlow }))] as const
  const start = fc.oneof(
    // What starts first should: the rest of the stage has nothing to wait for else.
    { weight: before.length === 0 ? 20 : 4, arbitrary: fc.constantFrom(null, { whenStageStarts: true }) },
    { weight: 3, arbitrary: before.length > 0 ? fc.constantFrom(...before).map((afterStep) => ({ afterStep })) : fc.constant(null) },
    { weight: 4, arbitrary: conditions[0] }, { weight: 1, arbitrary: conditions[1] },
  )
  const completion = fc.oneof({ weight: 12, arbitrary: fc.constantFrom(null, { whenActionFinishes: true }) }, { weight: 2, arbitrary: conditions[0] }, { weight: 1, arbitrary: conditions[1] })
  const note = fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, fc.constant([{ name: 'note', resource: 'text' }]))
  const action = note.map((inputs) => ({ flow: 'Review', inputs }))
  const assignee = fc.constantFrom({ user: 'ada' }, { group: 'Clerks' }, { queue: 'Tier_Two' }, { resource: 'who' })
  const due = fc.constantFrom(null, null, { afterSeconds: 100, remindBeforeSeconds: 50, escalateTo: { user: 'ben' } }, { afterSeconds: 30, remindBeforeSeconds: 40, escalateTo: { resource: 'who' } })
  const relatedRecord = fc.constantFrom(null, null, null, null, '$Record', 'which')
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ start, completion, action, assignee, due, relatedRecord }).map((change) => ask(name, change)) },
    { weight: 2, arbitrary: fc.record({ start, completion }).map((change) => work(name, change)) },
    { weight: 2, arbitrary: fc.record({ start, completion }).map((change) => wait(name, change)) },
  )
}

// One step name is every stage's, to be told apart by when it was executed.
function stepNames(stageName: string, count: number): string[] {
  return Array.from({ length: count }, (_, at) => (at === 1 ? 'Same' : `${stageName}${at + 1}`))
}

function stageOf(name: string, counts: readonly number[], stages: readonly string[]): fc.Arbitrary<StageDefinition> {
  const own = stepNames(name, counts[stages.indexOf(name)]!)
  const everywhere = stages.flatMap((one, at) => stepNames(one, counts[at]!))
  // Mostly steps of the same stage, since those are what a stage waits for.
  const names: Names = { stages, steps: [...own, ...own, ...own, ...everywhere, ...everywhere.filter((one) => one === 'Same')] }
  const completion = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom(null, { whenAllStepsComplete: true }) }, { weight: 2, arbitrary: condition(names).map((requirements) => ({ requirements })) },
    { weight: 1, arbitrary: evaluation.map((evaluationFlow) => ({ evaluationFlow })) },
  )
  // Often by what the first step has put out, which differs each time: so a stage that leads back is left, too.
  const when = fc.oneof(condition(names), fc.nat(9).map((value) => ({ requirements: [{ resource: `${own[0]!}.Outputs.total`, operator: 'GREATER_THAN' as const, value }] })))
  const outcomes = fc.array(fc.record({ label: fc.constant('Go'), when, goTo: fc.constantFrom('$End', ...stages, ...stages) }), { maxLength: 2 })
  return fc.record({ steps: fc.tuple(...own.map((one, at) => step(one, own.slice(0, at), names))), completion, outcomes })
    .map((made) => stage(name, made.steps, { completion: made.completion, outcomes: made.outcomes }))
}

const inputs = fc.record({
  who: fc.oneof({ weight: 5, arbitrary: fc.constantFrom('ben', 'Clerks', 'Tier_Two') }, { weight: 1, arbitrary: fc.constantFrom('gone', 'nobody', 'automated.process') }),
  limit: fc.integer({ min: 0, max: 9 }), which: fc.constantFrom(RECORD.id, RECORD.id, null, 'case-404'),
  text: fc.oneof({ weight: 9, arbitrary: fc.constant('short') }, { weight: 1, arbitrary: fc.constant('x'.repeat(32_769)) }),
})

// Two stages with a step of the same name, before one that has none: what it reads of that name depends on the order of execution.
const unchecked: fc.Arbitrary<OrchestrationDefinition> = fc.oneof({ weight: 3, arbitrary: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3, size: 'max' }) }, { weight: 1, arbitrary: fc.constant([2, 2, 1]) })
  .chain((counts) => fc.tuple(...STAGES.slice(0, counts.length).map((name, _, all) => stageOf(name, counts, all))))
  .map((stages) => orchestration(stages, { variables: VARIABLES }))

/** Moments that a definition's conditions keep from ever coming, as activation finds: a step's start or completion, or a stage's completion. */
export function impossible({ stages }: OrchestrationDefinition): { stage: string; step: string | null; turn: 'start' | 'completion' }[] {
  return stages.flatMap((one) => [
    ...one.steps.flatMap((step) => stepOrderIssues({ stages }, one, step, []).map(({ path }) => ({ stage: one.apiName, step: step.apiName as string | null, turn: path[0] as 'start' | 'completion' }))),
    ...stageOrderIssues({ stages }, one, []).map(() => ({ stage: one.apiName, step: null, turn: 'completion' as const })),
  ])
}

const begin = (definition: fc.Arbitrary<OrchestrationDefinition>): fc.Arbitrary<Beginning> => fc.record({ definition, inputs, level: fc.integer({ min: 0, max: 9 }) })

/** A random orchestration with what its run starts on. */
export const beginnings: fc.Arbitrary<Beginning> = begin(unchecked.filter((definition) => impossible(definition).length === 0))

/** One that activation refuses, since its steps wait for each other, or for what is never so. */
export const hopelessBeginnings: fc.Arbitrary<Beginning> = begin(unchecked.filter((definition) => impossible(definition).length > 0))

/** The record at a level; its tag changes less often. */
export function recordOf(level: number, tag: string | null = null): RecordFacts {
  return { ...RECORD, fields: { ...RECORD.fields, Level: level, Tag: tag } }
}

/** Something that happens: to a run, or (flowSwitched) to the world. `pick` and `other` choose among what is there when it does. */
export type Happening = { kind: RunInput['kind'] | 'flowSwitched' | 'again'; pick: number; other: number; seconds: number }

const KINDS: readonly [Happening['kind'], number][] = [
  ['completeWorkItem', 12], ['endBackgroundStep', 10], ['publishEvent', 7], ['recordChanged', 6], ['reassignWorkItem', 2], ['failWorkItemFlow', 1], ['failBackgroundStep', 1],
  ['suspend', 2], ['resume', 2], ['cancel', 0.5], ['remindWorkItem', 1], ['escalateWorkItem', 1], ['interviewPaused', 1], ['flowSwitched', 1], ['again', 2],
]

/** A random history: what happens one after the other, duplicates and late arrivals among it. */
export const histories: fc.Arbitrary<readonly Happening[]> = fc.array(fc.record({
  kind: fc.oneof(...KINDS.map(([kind, weight]) => ({ weight: weight * 2, arbitrary: fc.constant(kind) }))), pick: fc.nat(50), other: fc.nat(9),
  seconds: fc.oneof({ weight: 20, arbitrary: fc.integer({ min: 0, max: 40 }) }, { weight: 1, arbitrary: fc.constantFrom(14 * 86_400, 15 * 86_400) }),
}), { minLength: 4, maxLength: 30, size: 'max' })

// Of `other`, from 0 to 9: what is about an attempt or assignment that is over, and about anything at all.
const LATE = 4, ASTRAY = 5

/** The input that a happening is for a run as it stands: mostly about what can be done now, sometimes about what is over. */
export function inputOf(run: Run, happening: Happening, last: RunInput | null): RunInput {
  const { pick, other } = happening
  const steps = run.stages.flatMap((one) => one.steps)
  const open = run.workItems.filter((item) => item.isActionable)
  const kind = kindOf(run, happening, open.length > 0)
  const running = awaited(steps, kind)
  const one = among(other !== ASTRAY && running.length > 0 ? running : steps, pick)
  const item = among(other !== ASTRAY && open.length > 0 ? open : run.workItems, pick)
  const workItemId = item?.id ?? 'none', assignment = (item?.assignment ?? 1) - (other === LATE ? 1 : 0)
  const stepId = one?.id ?? 'none', attempt = (one?.attempt ?? 1) - (other === LATE ? 1 : 0)
  const outputs = { total: other, Comments: `total ${other}` }
  switch (kind) {
    case 'completeWorkItem': return { kind, workItemId, by: `u-${pick % 2 ? 'ada' : 'ben'}`, outputs }
    case 'failWorkItemFlow': return { kind, workItemId, by: 'u-ada', message: 'broke' }
    case 'reassignWorkItem': return { kind, workItemId, by: 'u-boss', assignee: among([{ user: 'ben' }, { user: 'ada' }, { queue: 'Tier_Two' }, { resource: 'who' }, { user: 'gone' }], other)! }
    case 'remindWorkItem': case 'escalateWorkItem': return { kind, workItemId, assignment }
    case 'endBackgroundStep': return { kind, stepId, attempt, outputs: { ...outputs, asked: pick } }
    case 'failBackgroundStep': return { kind, stepId, attempt, message: 'no connection', attempts: 5 }
    case 'publishEvent': return { kind, by: 'u-outside', stepId: other === LATE ? null : stepId, stepStatus: other === LATE ? null : other === 3 ? 'ERROR' : 'COMPLETED', outputs: other === LATE ? {} : outputs, message: null }
    case 'again': return last ?? { kind: 'recordChanged' }
    case 'recordChanged': case 'flowSwitched': return { kind: 'recordChanged' }
    case 'interviewPaused': case 'interviewResumed': case 'interviewDeleted': return { kind, of: pick % 3 === 0 ? { stepId } : { workItemId }, by: 'u-ada', detail: null }
    case 'suspend': case 'cancel': return { kind, by: 'u-boss', reason: null }
    case 'resume': return { kind, by: 'u-boss' }
  }
}

// What can't be done now makes way for what can, mostly: else most histories would be refusals.
function kindOf(run: Run, { kind, pick, other }: Happening, isOpen: boolean): Happening['kind'] {
  if (run.status === 'ERROR' && other > 5) return 'resume'
  if (run.status === 'SUSPENDED' && other > 6) return 'resume'
  // What is kept is told apart only where more than one thing came in.
  if (run.status === 'SUSPENDED' && pick % 2 === 0 && (kind === 'reassignWorkItem' || kind === 'escalateWorkItem' || kind === 'flowSwitched')) return 'recordChanged'
  if (run.status === 'SUSPENDED' && (kind === 'suspend' || kind === 'interviewPaused' || kind === 'again')) return 'failBackgroundStep'
  const isOfItem = kind === 'reassignWorkItem' || kind === 'remindWorkItem' || kind === 'escalateWorkItem' || kind === 'interviewPaused'
  if (other === ASTRAY || !(kind === 'completeWorkItem' || kind === 'endBackgroundStep' || kind === 'publishEvent' || (isOfItem && !isOpen))) return kind
  const steps = run.stages.flatMap((one) => one.steps)
  const possible = (['completeWorkItem', 'endBackgroundStep', 'publishEvent'] as const).filter((one) => (one === 'completeWorkItem' ? isOpen : awaited(steps, one).length > 0))
  return possible.find((one) => one === kind) ?? among(possible, pick) ?? (run.status === 'IN_PROGRESS' ? 'recordChanged' : kind)
}

// Steps whose flow or event has not come yet.
function awaited(steps: readonly StepRun[], kind: Happening['kind']): readonly StepRun[] {
  const running = steps.filter((one) => one.status === 'IN_PROGRESS' && one.stepType !== 'INTERACTIVE')
  if (kind === 'publishEvent') return running.filter((one) => one.stepType === 'ASYNCHRONOUS_BACKGROUND' && !one.actionEnded)
  return running.filter((one) => one.outputs === null)
}

/** The world that runs start in. */
export function worldAt(level: number): Facts {
  return facts({ record: recordOf(level) })
}

/** The world after a happening; a change of the record is seen with the values before, for this one moment. */
export function worldAfter(world: Facts, { kind, pick, other }: Happening, input: RunInput): Facts {
  if (kind === 'flowSwitched') {
    const name = among(['Is_Urgent', 'Review', 'Sync'], pick)!
    return { ...world, priorRecord: null, flows: { ...world.flows, [name]: world.flows[name] === null ? facts().flows[name]! : null } }
  }
  if (input.kind !== 'recordChanged') return { ...world, priorRecord: null }
  const { Level: level } = world.record!.fields as { Level: number }
  return { ...world, record: recordOf(pick % 3 === 0 ? level : other, among([null, 'a', 'b'], pick)), priorRecord: world.record }
}

function among<T>(all: readonly T[], pick: number): T | undefined {
  return all[pick % all.length]
}
