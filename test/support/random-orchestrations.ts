// Random orchestrations and random histories for property tests of the engine. Every orchestration made here may be
// activated; whom `who` names, and what the record holds, is random too.
import fc from 'fast-check'
import type { OrchestrationDefinition, Requirements, StageDefinition, StepDefinition } from '../../src/core/definition.ts'
import type { Run } from '../../src/core/run.ts'
import type { RunInput } from '../../src/core/inputs.ts'
import { stepOrderIssues } from '../../src/core/validate-step-order.ts'
import { ask, needs, orchestration, stage, wait, work } from './orchestrations.ts'

const STAGES = ['Alpha', 'Beta', 'Gamma'] as const
const VARIABLES = [{ apiName: 'who', dataType: 'STRING', isInput: true }] as const
const urgent = { evaluationFlow: { flow: 'Is_Urgent', inputs: [{ name: 'level', resource: '$Record.Level' }] } }

/** What a run is started with, and the level of the record at first. */
export type Beginning = { definition: OrchestrationDefinition; who: string; level: number }

/** Conditions on the record and on other steps of the stage. */
function condition(names: readonly string[]): fc.Arbitrary<Requirements> {
  return fc.oneof(
    fc.integer({ min: 0, max: 8 }).map((value) => needs({ resource: '$Record.Level', operator: 'GREATER_THAN', value })),
    fc.constantFrom(...names).map((name) => needs({ resource: `${name}.Status`, operator: 'EQUALS', value: 'COMPLETED' })),
    fc.constantFrom(...names).map((name) => ({ logic: '1 OR NOT 2', requirements: [
      { resource: `${name}.Outputs.total`, operator: 'GREATER_THAN', value: 5 } as const, { resource: '$Record.Level', operator: 'LESS_THAN', value: 7 } as const,
    ] })),
  )
}

function step(name: string, before: readonly string[], names: readonly string[]): fc.Arbitrary<StepDefinition> {
  const start = fc.oneof(
    { weight: 3, arbitrary: fc.constant(null) },
    { weight: 3, arbitrary: before.length > 0 ? fc.constantFrom(...before).map((afterStep) => ({ afterStep })) : fc.constant({ whenStageStarts: true }) },
    condition(names).map((requirements) => ({ requirements })), fc.constant(urgent),
  )
  const completion = fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, condition(names).map((requirements) => ({ requirements })), fc.constant(urgent))
  const assignee = fc.constantFrom({ user: 'ada' }, { group: 'Clerks' }, { queue: 'Tier_Two' }, { resource: 'who' })
  const due = fc.constantFrom(null, { afterSeconds: 100, remindBeforeSeconds: 50, escalateTo: { user: 'ben' } })
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ start, completion, assignee, due }).map((change) => ask(name, change)) },
    { weight: 2, arbitrary: fc.record({ start, completion }).map((change) => work(name, change)) },
    { weight: 1, arbitrary: fc.record({ start, completion }).map((change) => wait(name, change)) },
  )
}

// Steps that wait for each other are refused on activation.
function canStart(made: StageDefinition): boolean {
  return made.steps.every((one) => stepOrderIssues(made, one, []).length === 0)
}

function stageOf(name: string, stages: readonly string[]): fc.Arbitrary<StageDefinition> {
  return fc.integer({ min: 1, max: 4 }).chain((count) => {
    const names = Array.from({ length: count }, (_, at) => `${name}${at + 1}`)
    const completion = fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, condition(names).map((requirements) => ({ requirements })), fc.constant(urgent))
    const outcomes = fc.array(fc.record({ label: fc.constant('Go'), when: condition(names), goTo: fc.constantFrom('$End', ...stages) }), { maxLength: 2 })
    const steps = fc.tuple(...names.map((one, at) => step(one, names.slice(0, at), names)))
    return fc.record({ steps, completion, outcomes }).map((made) => stage(name, made.steps, { completion: made.completion, outcomes: made.outcomes })).filter(canStart)
  })
}

/** A random orchestration with what its run starts on. */
export const beginnings: fc.Arbitrary<Beginning> = fc.record({
  definition: fc.integer({ min: 1, max: 3 })
    .chain((count) => fc.tuple(...STAGES.slice(0, count).map((name) => stageOf(name, STAGES.slice(0, count)))))
    .map((stages) => orchestration(stages, { variables: VARIABLES })),
  who: fc.oneof({ weight: 5, arbitrary: fc.constantFrom('ben', 'Clerks', 'Tier_Two') }, { weight: 1, arbitrary: fc.constantFrom('gone', 'nobody', 'automated.process') }),
  level: fc.integer({ min: 0, max: 9 }),
})

/** Something that happens to a run; `pick` and `other` choose among what is there when it does. */
export type Happening = { kind: RunInput['kind']; pick: number; other: number }

const KINDS: readonly [RunInput['kind'], number][] = [
  ['completeWorkItem', 10], ['endBackgroundStep', 8], ['publishEvent', 6], ['recordChanged', 4], ['reassignWorkItem', 2], ['failWorkItemFlow', 1], ['failBackgroundStep', 1],
  ['suspend', 2], ['resume', 2], ['cancel', 0.5], ['remindWorkItem', 1], ['escalateWorkItem', 1], ['interviewPaused', 1],
]

/** A random history. */
export const histories: fc.Arbitrary<readonly Happening[]> = fc.array(fc.record({
  kind: fc.oneof(...KINDS.map(([kind, weight]) => ({ weight: weight * 2, arbitrary: fc.constant(kind) }))), pick: fc.nat(50), other: fc.nat(9),
}), { maxLength: 30, size: 'max' })

/** The input that a happening is for a run as it stands: mostly about what can be done now, sometimes about what is over. */
export function inputOf(run: Run, happening: Happening): RunInput {
  const { pick, other } = happening
  const stands = run.status === 'SUSPENDED' || run.status === 'ERROR'
  const kind = stands && other > 5 ? 'resume' : happening.kind
  const steps = run.stages.flatMap((one) => one.steps)
  const wanted = kind === 'publishEvent' ? ['ASYNCHRONOUS_BACKGROUND'] : ['BACKGROUND', 'ASYNCHRONOUS_BACKGROUND']
  const running = steps.filter((one) => one.status === 'IN_PROGRESS' && wanted.includes(one.stepType))
  const one = among(other > 1 && running.length > 0 ? running : steps, pick)
  const open = run.workItems.filter((item) => item.isActionable)
  const item = among(other > 1 && open.length > 0 ? open : run.workItems, pick)
  const workItemId = item?.id ?? 'none', assignment = item?.assignment ?? 1
  const stepId = one?.id ?? 'none', attempt = one?.attempt ?? 1
  const outputs = { total: other, Comments: `total ${other}` }
  switch (kind) {
    case 'completeWorkItem': return { kind, workItemId, by: `u-${pick % 2 ? 'ada' : 'ben'}`, outputs }
    case 'failWorkItemFlow': return { kind, workItemId, by: 'u-ada', message: 'broke' }
    case 'reassignWorkItem': return { kind, workItemId, by: 'u-boss', assignee: among([{ user: 'ben' }, { user: 'ada' }, { queue: 'Tier_Two' }, { resource: 'who' }], other)! }
    case 'remindWorkItem': case 'escalateWorkItem': return { kind, workItemId, assignment }
    case 'endBackgroundStep': return { kind, stepId, attempt, outputs }
    case 'failBackgroundStep': return { kind, stepId, attempt, message: 'no connection', attempts: 5 }
    case 'publishEvent': return { kind, by: 'u-outside', stepId: other === 0 ? null : stepId, stepStatus: other === 0 ? null : other === 1 ? 'ERROR' : 'COMPLETED', outputs: other === 0 ? {} : outputs, message: null }
    case 'recordChanged': return { kind }
    case 'interviewPaused': case 'interviewResumed': case 'interviewDeleted': return { kind, workItemId, by: 'u-ada', detail: null }
    case 'suspend': case 'cancel': return { kind, by: 'u-boss', reason: null }
    case 'resume': return { kind, by: 'u-boss' }
  }
}

function among<T>(all: readonly T[], pick: number): T | undefined {
  return all[pick % all.length]
}
