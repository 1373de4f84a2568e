// Whether every step of a stage can start at all: none waits for itself, by way of others or directly (D3).
import { compare, parseLogic, type LogicNode } from './conditions.ts'
import type { Requirement, StageDefinition, StepDefinition } from './definition.ts'
import type { Issue } from './issue.ts'

/** That one step can't start before another has: `at` is where the definition says so. */
type Wait = { step: string; at: readonly string[] }

/** Faults of a step's start condition that could never hold, since it waits for what waits for it. `path`: of the step. */
export function stepOrderIssues(stage: StageDefinition, step: StepDefinition, path: readonly string[]): Issue[] {
  const name = step.start?.afterStep
  if (name === step.apiName) return [{ path: [...path, 'start', 'afterStep'], message: 'a step can\'t start after itself' }]
  if (name && !stage.steps.some((one) => one.apiName === name)) return [{ path: [...path, 'start', 'afterStep'], message: `there is no step "${name}" in this stage` }]
  const stuck = stuckSteps(stage)
  if (!stuck.has(step.apiName)) return []
  return waitsOf(stage, step, stuck).filter((wait) => leadsTo(stage, stuck, wait.step, step.apiName)).map((wait) => ({
    path: [...path, 'start', ...wait.at],
    message: wait.step === step.apiName ? `the step waits for itself: "${step.apiName}" can't start before it has started` : `the steps wait for each other: "${step.apiName}" starts after "${wait.step}", which starts after it`,
  }))
}

// Steps that can never start, whatever else happens: those that are left when all that could start has started.
function stuckSteps(stage: StageDefinition): ReadonlySet<string> {
  const stuck = new Set(stage.steps.map((one) => one.apiName))
  for (let before = -1; before !== stuck.size;) {
    before = stuck.size
    for (const one of stage.steps) if (stuck.has(one.apiName) && canStart(stage, one, stuck)) stuck.delete(one.apiName)
  }
  return stuck
}

function canStart(stage: StageDefinition, { start }: StepDefinition, stuck: ReadonlySet<string>): boolean {
  if (start?.afterStep) return !stuck.has(start.afterStep)
  const condition = start?.requirements
  const tree = condition ? parseLogic(condition.logic, condition.requirements.length) : ''
  return !condition || typeof tree === 'string' || canHold(tree, (at) => !stuck.has(waitsFor(stage, condition.requirements[at]!) ?? ''))
}

function canHold(node: LogicNode, canBeMet: (at: number) => boolean): boolean {
  switch (node.kind) {
    case 'requirement': return canBeMet(node.at)
    case 'and': return node.parts.every((part) => canHold(part, canBeMet))
    case 'or': return node.parts.some((part) => canHold(part, canBeMet))
    case 'not': return true
  }
}

function leadsTo(stage: StageDefinition, stuck: ReadonlySet<string>, from: string, to: string): boolean {
  const seen = new Set<string>(), open = [from]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === to) return true
    const step = seen.has(name) ? undefined : stage.steps.find((one) => one.apiName === name)
    seen.add(name)
    if (step) open.push(...waitsOf(stage, step, stuck).map((wait) => wait.step))
  }
  return false
}

// What a step that can't start waits for, among the others that can't.
function waitsOf(stage: StageDefinition, { start }: StepDefinition, stuck: ReadonlySet<string>): Wait[] {
  if (start?.afterStep) return stuck.has(start.afterStep) ? [{ step: start.afterStep, at: ['afterStep'] }] : []
  return (start?.requirements?.requirements ?? []).flatMap((requirement, at) => {
    const step = waitsFor(stage, requirement)
    return step !== null && stuck.has(step) ? [{ step, at: ['requirements', 'requirements', String(at), 'resource'] }] : []
  })
}

// The step of this stage whose status or outputs can't be as required before it has started.
function waitsFor(stage: StageDefinition, { resource, operator, value, valueResource }: Requirement): string | null {
  const [, step, member] = /^([^.]+)\.(Status$|Outputs\.)/.exec(resource) ?? []
  if (step === undefined || valueResource || !stage.steps.some((one) => one.apiName === step)) return null
  return compare(member === 'Status' ? 'NOT_STARTED' : null, operator, value ?? (operator === 'IS_NULL' ? true : null)) ? null : step
}
