// What saving a draft checks: names, labels and sizes. A draft may be incomplete; all else is checked on activation.
import type { OrchestrationDefinition, Requirements, StepDefinition } from './definition.ts'
import { MAX_LOGIC_LENGTH } from './conditions.ts'
import type { Issue } from './issue.ts'
import { nameFault } from './names.ts'

/** Most stages in an orchestration, steps in a stage, variables, and outcomes of a stage. */
export const MAX_STAGES = 100
export const MAX_STEPS = 100
export const MAX_VARIABLES = 500
export const MAX_OUTCOMES = 100
/** Longest label, description, notification subject and notification body, in characters. */
export const MAX_LABEL_LENGTH = 255
export const MAX_DESCRIPTION_LENGTH = 4000
export const MAX_SUBJECT_LENGTH = 255
export const MAX_BODY_LENGTH = 32_768

/** Every fault that keeps a definition from being saved, each at its path. */
export function validateDraft(definition: OrchestrationDefinition): Issue[] {
  const { stages, variables } = definition
  return [
    ...named(definition, []),
    ...most(stages.length, MAX_STAGES, 'stages', ['stages']),
    ...most(variables?.length ?? 0, MAX_VARIABLES, 'variables', ['variables']),
    ...(variables ?? []).flatMap((variable, at) => nameIssues(variable.apiName, ['variables', String(at)])),
    ...logicIssues(definition.trigger?.when, ['trigger', 'when']),
    ...stages.flatMap((stage, at) => {
      const path = ['stages', String(at)]
      return [
        ...named(stage, path),
        ...most(stage.steps.length, MAX_STEPS, 'steps', [...path, 'steps']),
        ...most(stage.outcomes?.length ?? 0, MAX_OUTCOMES, 'outcomes', [...path, 'outcomes']),
        ...logicIssues(stage.completion?.requirements, [...path, 'completion', 'requirements']),
        ...(stage.outcomes ?? []).flatMap((outcome, number) => logicIssues(outcome.when, [...path, 'outcomes', String(number), 'when'])),
        ...stage.steps.flatMap((step, number) => stepIssues(step, [...path, 'steps', String(number)])),
      ]
    }),
  ]
}

function stepIssues(step: StepDefinition, path: readonly string[]): Issue[] {
  return [
    ...named(step, path),
    ...tooLong(step.notification?.subject, MAX_SUBJECT_LENGTH, [...path, 'notification', 'subject']),
    ...tooLong(step.notification?.body, MAX_BODY_LENGTH, [...path, 'notification', 'body']),
    ...logicIssues(step.start?.requirements, [...path, 'start', 'requirements']),
    ...logicIssues(step.completion?.requirements, [...path, 'completion', 'requirements']),
  ]
}

function named(one: { apiName: string; label: string; description?: string | null }, path: readonly string[]): Issue[] {
  return [
    ...nameIssues(one.apiName, path),
    ...(one.label.trim() === '' ? [{ path: [...path, 'label'], message: 'a label is needed' }] : tooLong(one.label, MAX_LABEL_LENGTH, [...path, 'label'])),
    ...tooLong(one.description, MAX_DESCRIPTION_LENGTH, [...path, 'description']),
  ]
}

function nameIssues(name: string, path: readonly string[]): Issue[] {
  const message = nameFault(name)
  return message === null ? [] : [{ path: [...path, 'apiName'], message }]
}

function logicIssues(condition: Requirements | null | undefined, path: readonly string[]): Issue[] {
  return tooLong(condition?.logic, MAX_LOGIC_LENGTH, [...path, 'logic'])
}

function tooLong(text: string | null | undefined, most: number, path: readonly string[]): Issue[] {
  return text && text.length > most ? [{ path, message: `has ${text.length} characters; at most ${most} are allowed` }] : []
}

function most(count: number, limit: number, words: string, path: readonly string[]): Issue[] {
  return count > limit ? [{ path, message: `there are ${count} ${words}; at most ${limit} are allowed` }] : []
}
