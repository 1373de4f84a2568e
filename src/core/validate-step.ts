// Whether a step of an orchestration can run: its start, action, assignee, completion and what goes with its type (D3).
import type { Due, OrchestrationDefinition, Retry, StageDefinition, StepDefinition } from './definition.ts'
import type { Issue } from './issue.ts'
import { mergeFieldsIn } from './merge-fields.ts'
import type { TypeOf } from './resource-types.ts'
import { STEP_RESOURCE } from './run-scope.ts'
import { assigneeIssues, callIssues, resourceFault, type World } from './validate-calls.ts'
import { conditionIssues } from './validate-conditions.ts'
import { stepOrderIssues } from './validate-step-order.ts'

/** Most tries of background work, and the longest first pause between them, in seconds. */
export const MAX_ATTEMPTS = 100
export const MAX_BACKOFF_SECONDS = 86_400
/** Longest time until work is due, in seconds: ten years. */
export const MAX_DUE_SECONDS = 315_360_000

/** Every fault of a step, each at its path. */
export function stepIssues(definition: OrchestrationDefinition, stage: StageDefinition, step: StepDefinition, path: readonly string[], typeOf: TypeOf, world: World): Issue[] {
  const isInteractive = step.stepType === 'INTERACTIVE'
  return [
    ...conditionIssues(step.start, 'whenStageStarts', [...path, 'start'], typeOf, world),
    ...stepOrderIssues(definition, stage, step, path),
    ...callIssues(step.action, isInteractive ? 'SCREEN' : 'AUTOLAUNCHED', [...path, 'action'], (resource) => (resource === STEP_RESOURCE ? { dataType: 'STRING', isCollection: false } : typeOf(resource)), world),
    ...conditionIssues(step.completion, 'whenActionFinishes', [...path, 'completion'], typeOf, world),
    ...(isInteractive ? interactiveIssues(step, path, typeOf, world) : backgroundIssues(step, path)),
  ]
}

function interactiveIssues(step: StepDefinition, path: readonly string[], typeOf: TypeOf, world: World): Issue[] {
  return [
    ...(step.assignee ? assigneeIssues(step.assignee, [...path, 'assignee'], typeOf, world) : [{ path: [...path, 'assignee'], message: 'an INTERACTIVE step needs an assignee' }]),
    ...resourceIssues(step.relatedRecord, 'RECORD', [...path, 'relatedRecord'], typeOf),
    ...mergeFieldIssues(step.notification?.subject, [...path, 'notification', 'subject'], typeOf),
    ...mergeFieldIssues(step.notification?.body, [...path, 'notification', 'body'], typeOf),
    ...(step.due ? dueIssues(step.due, [...path, 'due'], typeOf, world) : []),
    ...(step.retry ? [{ path: [...path, 'retry'], message: 'only background steps are tried again' }] : []),
  ]
}

const ONLY_INTERACTIVE = ['assignee', 'relatedRecord', 'notification', 'due'] as const

function backgroundIssues(step: StepDefinition, path: readonly string[]): Issue[] {
  return [
    ...ONLY_INTERACTIVE.filter((member) => (step[member] ?? null) !== null).map((member) => ({ path: [...path, member], message: `only INTERACTIVE steps have ${member}` })),
    ...(step.retry ? retryIssues(step.retry, [...path, 'retry']) : []),
  ]
}

function retryIssues({ maxAttempts, backoffSeconds }: Retry, path: readonly string[]): Issue[] {
  return [...numberIssues(maxAttempts, 1, MAX_ATTEMPTS, [...path, 'maxAttempts']), ...numberIssues(backoffSeconds, 0, MAX_BACKOFF_SECONDS, [...path, 'backoffSeconds'])]
}

function dueIssues(due: Due, path: readonly string[], typeOf: TypeOf, world: World): Issue[] {
  const hasTime = (due.afterSeconds ?? null) !== null, hasResource = (due.resource ?? null) !== null
  return [
    ...(hasTime === hasResource ? [{ path, message: 'exactly one of afterSeconds and resource is expected' }] : []),
    ...numberIssues(due.afterSeconds, 1, MAX_DUE_SECONDS, [...path, 'afterSeconds']),
    ...numberIssues(due.remindBeforeSeconds, 1, MAX_DUE_SECONDS, [...path, 'remindBeforeSeconds']),
    ...resourceIssues(due.resource, 'DATE_TIME', [...path, 'resource'], typeOf),
    ...(due.escalateTo ? assigneeIssues(due.escalateTo, [...path, 'escalateTo'], typeOf, world) : []),
  ]
}

function resourceIssues(resource: string | null | undefined, dataType: 'RECORD' | 'DATE_TIME', path: readonly string[], typeOf: TypeOf): Issue[] {
  const message = resource == null ? null : resourceFault(typeOf, resource, { dataType })
  return message === null ? [] : [{ path, message }]
}

function mergeFieldIssues(text: string | null | undefined, path: readonly string[], typeOf: TypeOf): Issue[] {
  return mergeFieldsIn(text ?? '').flatMap((resource) => {
    const type = typeOf(resource)
    return typeof type === 'string' ? [{ path, message: type }] : []
  })
}

function numberIssues(value: number | null | undefined, least: number, most: number, path: readonly string[]): Issue[] {
  if (value === null || value === undefined || (Number.isInteger(value) && value >= least && value <= most)) return []
  return [{ path, message: `a whole number from ${least} to ${most} is expected` }]
}
