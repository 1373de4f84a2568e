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
  return waitsOf(stage, step).filter((wait) => leadsTo(stage, wait.step, step.apiName)).map((wait) => ({
    path: [...path, 'start', ...wait.at],
    message: wait.step === step.apiName ? `the step waits for itself: "${step.apiName}" can't start before it has started` : `the steps wait for each other: "${step.apiName}" starts after "${wait.step}", which starts after it`,
  }))
}

function leadsTo(stage: StageDefinition, from: string, to: string): boolean {
  const seen = new Set<string>(), open = [from]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === to) return true
    const step = seen.has(name) ? undefined : stage.steps.find((one) => one.apiName === name)
    seen.add(name)
    if (step) open.push(...waitsOf(stage, step).map((wait) => wait.step))
  }
  return false
}

function waitsOf(stage: StageDefinition, { start }: StepDefinition): Wait[] {
  if (start?.afterStep) return [{ step: start.afterStep, at: ['afterStep'] }]
  const condition = start?.requirements
  const tree = condition ? parseLogic(condition.logic, condition.requirements.length) : ''
  if (!condition || typeof tree === 'string') return []
  return [...mustHold(tree)].flatMap((at) => {
    const step = waitsFor(stage, condition.requirements[at]!)
    return step === null ? [] : [{ step, at: ['requirements', 'requirements', String(at), 'resource'] }]
  })
}

// Requirements without which the whole can't hold.
function mustHold(node: LogicNode): ReadonlySet<number> {
  switch (node.kind) {
    case 'requirement': return new Set([node.at])
    case 'and': return new Set(node.parts.flatMap((part) => [...mustHold(part)]))
    case 'or': return node.parts.map(mustHold).reduce((common, part) => new Set([...common].filter((at) => part.has(at))))
    case 'not': return new Set()
  }
}

// The step of this stage whose status or outputs can't be as required before it has started.
function waitsFor(stage: StageDefinition, { resource, operator, value, valueResource }: Requirement): string | null {
  const [, step, member] = /^([^.]+)\.(Status$|Outputs\.)/.exec(resource) ?? []
  if (step === undefined || valueResource || !stage.steps.some((one) => one.apiName === step)) return null
  return compare(member === 'Status' ? 'NOT_STARTED' : null, operator, value ?? (operator === 'IS_NULL' ? true : null)) ? null : step
}
