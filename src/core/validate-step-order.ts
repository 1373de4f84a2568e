// Whether every step of a stage can start and complete at all, and the stage too: nothing waits for itself, by way of others
// or directly, nor for what can't be as long as the stage is under way (D3).
import { compare, parseLogic, type LogicNode } from './conditions.ts'
import type { OrchestrationDefinition, Requirement, Requirements, StageDefinition, StepDefinition } from './definition.ts'
import type { Issue } from './issue.ts'
import type { Json } from './json.ts'
import { STAGE_STATUSES, STEP_STATUSES } from './status-table.ts'
import { END } from './step-once.ts'

// What a step comes to: its start, or its completion.
type Turn = 'start' | 'completion'
type Moment = { step: string; turn: Turn }
// That a moment can't come before another has; null: it waits for a value that is never seen while its stage is under way, and
// `seen` says what is. `at`: where the step's definition says so.
type Wait = { until: Moment | null; at: readonly string[]; seen: string }
// What a condition may read of a resource as far as things have come, and all that there is (null: any); `why` no more.
type Values = { seen: readonly Json[]; all: readonly Json[] | null; why: string }

const STEPS = Object.keys(STEP_STATUSES), STAGES = Object.keys(STAGE_STATUSES)
const DONE: Readonly<Record<Turn, string>> = { start: 'started', completion: 'completed' }
const DO: Readonly<Record<Turn, string>> = { start: 'start', completion: 'complete' }

/** Faults of a step's conditions that could never hold, since they wait for what waits for them. `path`: of the step. */
export function stepOrderIssues(definition: Pick<OrchestrationDefinition, 'stages'>, stage: StageDefinition, step: StepDefinition, path: readonly string[]): Issue[] {
  const name = step.start?.afterStep ?? null
  if (name === step.apiName) return [{ path: [...path, 'start', 'afterStep'], message: 'a step can\'t start after itself' }]
  if (name !== null && !stage.steps.some((one) => one.apiName === name)) return [{ path: [...path, 'start', 'afterStep'], message: `there is no step "${name}" in this stage` }]
  const order = orderOf(definition, stage)
  // Until it starts, what keeps it from completing is that.
  const turn = order.hasCome({ step: step.apiName, turn: 'start' }) ? 'completion' : 'start'
  const moment = { step: step.apiName, turn } as const
  return order.waitsOf(moment).filter(({ until }) => until === null || order.leadsTo(until, moment)).map(({ until, at, seen }) => ({
    path: [...path, turn, ...at],
    message: until === null ? `the step can ${DO[turn]} only while its stage is under way, and then ${seen}`
      : until.step === step.apiName ? `the step waits for itself: "${step.apiName}" can't ${DO[turn]} before it has ${DONE[until.turn]}`
        : `the steps wait for each other: "${step.apiName}" can't ${DO[turn]} before "${until.step}" has ${DONE[until.turn]}, which waits for it`,
  }))
}

/** Faults of a stage's completion condition that could never hold, whatever its steps do. `path`: of the stage. */
export function stageOrderIssues(definition: Pick<OrchestrationDefinition, 'stages'>, stage: StageDefinition, path: readonly string[]): Issue[] {
  const order = orderOf(definition, stage)
  return order.unmet(stage.completion?.requirements).filter(({ until }) => until === null)
    .map(({ at, seen }) => ({ path: [...path, 'completion', ...at], message: `the stage can complete only while it is under way, and then ${seen}` }))
}

// What of a stage's steps can come, whatever else happens: everything that needs nothing, and then what that makes possible.
function orderOf(definition: Pick<OrchestrationDefinition, 'stages'>, stage: StageDefinition) {
  const come = new Set<string>()
  const keyOf = ({ step, turn }: Moment) => `${turn} ${step}`
  const hasCome = (moment: Moment) => come.has(keyOf(moment))

  // The values that may be read where the requirement is looked at, `own` being the step whose completion it decides on; null: any.
  const valuesOf = (resource: string, own: string | null): Values | null => {
    const [, name, member] = /^([^.]+)\.(Status$|Outputs(?:\.|$))/.exec(resource) ?? []
    if (name === undefined) return null
    const isStatus = member === 'Status'
    const unbegun = { seen: [isStatus ? 'NOT_STARTED' : null], all: null, why: '' }
    // In the order in which a run reads names (run-scope.ts).
    if (stage.steps.some((one) => one.apiName === name)) {
      const hasStarted = hasCome({ step: name, turn: 'start' })
      const hasCompleted = hasCome({ step: name, turn: 'completion' })
      if (!isStatus) return (name === own ? hasStarted : hasCompleted) ? null : unbegun
      return { seen: STEPS.filter((status) => status === 'NOT_STARTED' || (status === 'COMPLETED' ? hasCompleted : hasStarted)), all: STEPS, why: '' }
    }
    const owners = definition.stages.filter((one) => one.steps.some((other) => other.apiName === name))
    if (owners.length > 0) {
      if (owners.some((one) => comesBefore(definition, one.apiName, stage.apiName))) return null
      return { ...unbegun, all: isStatus ? STEPS : null, why: ', since no way leads from a stage with that step to this one' }
    }
    if (!isStatus || !definition.stages.some((one) => one.apiName === name)) return null
    if (name === stage.apiName) return { seen: ['IN_PROGRESS'], all: STAGES, why: '' }
    return comesBefore(definition, name, stage.apiName) ? null : { ...unbegun, all: STAGES, why: ', since no way leads from it to this one' }
  }
  const canBeMet = ({ resource, operator, value, valueResource }: Requirement, own: string | null) => {
    const values = valueResource || operator === 'IS_CHANGED' ? null : valuesOf(resource, own)
    const isMet = (actual: Json) => compare(actual, operator, value ?? (operator === 'IS_NULL' ? true : null))
    // What no status at all is like is a fault of its own.
    return values === null || values.seen.some(isMet) || values.all?.some(isMet) === false
  }
  const canHold = (condition: Requirements | null | undefined, own: string | null = null) => {
    const tree = condition ? parseLogic(condition.logic, condition.requirements.length) : ''
    return typeof tree === 'string' || isPossible(tree, (at) => canBeMet(condition!.requirements[at]!, own))
  }
  const canCome = ({ start, completion, apiName }: StepDefinition, turn: Turn) => {
    if (turn === 'completion') return hasCome({ step: apiName, turn: 'start' }) && canHold(completion?.requirements, apiName)
    return start?.afterStep ? hasCome({ step: start.afterStep, turn: 'completion' }) : canHold(start?.requirements)
  }
  for (let before = -1; before !== come.size;) {
    before = come.size
    for (const step of stage.steps) for (const turn of ['start', 'completion'] as const) if (canCome(step, turn)) come.add(keyOf({ step: step.apiName, turn }))
  }

  // What the requirements of a condition that can't hold wait for.
  const unmet = (condition: Requirements | null | undefined, own: string | null = null): Wait[] => {
    if (!condition || canHold(condition, own)) return []
    return condition.requirements.flatMap((requirement, at) => {
      const { resource } = requirement
      return canBeMet(requirement, own) ? [] : [{ until: waitedFor(resource), at: ['requirements', 'requirements', String(at), 'resource'], seen: inWords(resource, valuesOf(resource, own)!) }]
    })
  }
  const waitedFor = (resource: string): Moment | null => {
    const step = stage.steps.find((one) => one.apiName === resource.split('.')[0])?.apiName
    return step === undefined ? null : { step, turn: hasCome({ step, turn: 'start' }) ? 'completion' : 'start' }
  }
  const waitsOf = (moment: Moment): Wait[] => {
    const step = stage.steps.find((one) => one.apiName === moment.step)
    if (!step || hasCome(moment)) return []
    if (moment.turn === 'completion') return hasCome({ ...moment, turn: 'start' }) ? unmet(step.completion?.requirements, step.apiName) : [{ until: { ...moment, turn: 'start' }, at: [], seen: '' }]
    return step.start?.afterStep ? [{ until: { step: step.start.afterStep, turn: 'completion' }, at: ['afterStep'], seen: '' }] : unmet(step.start?.requirements)
  }
  const leadsTo = (from: Moment, to: Moment): boolean => {
    const seen = new Set<string>(), open = [from]
    for (let moment = open.pop(); moment !== undefined; moment = open.pop()) {
      const key = keyOf(moment)
      if (key === keyOf(to)) return true
      if (!seen.has(key)) open.push(...waitsOf(moment).flatMap(({ until }) => until ?? []))
      seen.add(key)
    }
    return false
  }
  return { hasCome, unmet, waitsOf, leadsTo }
}

function inWords(resource: string, { seen, why }: Values): string {
  return `${resource} is ${seen.map((value) => value ?? 'empty').join(' or ')}${why}`
}

function isPossible(node: LogicNode, canBeMet: (at: number) => boolean): boolean {
  switch (node.kind) {
    case 'requirement': return canBeMet(node.at)
    case 'and': return node.parts.every((part) => isPossible(part, canBeMet))
    case 'or': return node.parts.some((part) => isPossible(part, canBeMet))
    // That something isn't so is possible as far as this looks.
    case 'not': return true
  }
}

// Whether a run may have been in one stage before it is in another: each leads to the next in order, and to its outcomes.
function comesBefore({ stages }: Pick<OrchestrationDefinition, 'stages'>, earlier: string, later: string): boolean {
  const seen = new Set<string>(), open = [earlier]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const at = stages.findIndex((one) => one.apiName === name)
    if (at < 0 || seen.has(name)) continue
    seen.add(name)
    const next = [stages[at + 1]?.apiName, ...(stages[at]!.outcomes ?? []).map(({ goTo }) => goTo)].filter((one) => one !== undefined && one !== END) as string[]
    if (next.includes(later)) return true
    open.push(...next)
  }
  return false
}
