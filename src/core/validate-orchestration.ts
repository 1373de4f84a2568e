// Whether an orchestration may be activated: the whole of it is checked and every fault told at once, with its path (D3).
import type { AssigneeRef, FlowCall, OrchestrationDefinition, Outcome, StageDefinition, Trigger, Variable } from './definition.ts'
import { directoryKey, type Needs } from './facts.ts'
import { isRequiredInput } from './flow/check-inputs.ts'
import { checkValue } from './flow/values.ts'
import type { Issue } from './issue.ts'
import { objectNameFault } from './names.ts'
import { recordTypes, resourceTypes, type TypeOf } from './resource-types.ts'
import { END } from './step-once.ts'
import type { World } from './validate-calls.ts'
import { conditionIssues } from './validate-conditions.ts'
import { validateDraft } from './validate-draft.ts'
import { requirementsIssues } from './validate-requirements.ts'
import { stepIssues } from './validate-step.ts'
import { stageOrderIssues } from './validate-step-order.ts'

/** Everything that a definition names and that must be looked up to check it, and to run it. */
export function namesIn(definition: OrchestrationDefinition): Needs & { directory: readonly string[]; flows: readonly string[] } {
  const calls: (FlowCall | null | undefined)[] = [], assignees: (AssigneeRef | null | undefined)[] = []
  for (const stage of definition.stages) {
    calls.push(stage.completion?.evaluationFlow)
    for (const step of stage.steps) {
      calls.push(step.action, step.start?.evaluationFlow, step.completion?.evaluationFlow)
      assignees.push(step.assignee, step.due?.escalateTo)
    }
  }
  const keys = assignees.flatMap((ref) => (['user', 'group', 'queue'] as const).flatMap((kind) => (ref?.[kind] ? [directoryKey(kind, ref[kind])] : [])))
  return { flows: [...new Set(calls.flatMap((call) => (call?.flow ? [call.flow] : [])))], directory: [...new Set(keys)] }
}

/** Every fault that keeps a definition from being activated, in the order of the definition. */
export function validateOrchestration(definition: OrchestrationDefinition, world: World): Issue[] {
  const { stages } = definition
  return [
    ...validateDraft(definition),
    ...triggerIssues(definition),
    ...variableIssues(definition),
    ...(stages.length === 0 ? [{ path: ['stages'], message: 'at least one stage is needed' }] : []),
    ...duplicates(stages.map((stage) => stage.apiName), (at) => ['stages', String(at), 'apiName'], 'stage'),
    ...stages.flatMap((stage, at) => stageIssues(definition, stage, ['stages', String(at)], world)),
  ]
}

function triggerIssues({ orchestrationType, trigger }: OrchestrationDefinition): Issue[] {
  if (orchestrationType === 'AUTOLAUNCHED') return trigger ? [{ path: ['trigger'], message: 'an AUTOLAUNCHED orchestration has no trigger' }] : []
  if (!trigger) return [{ path: ['trigger'], message: 'a RECORD_TRIGGERED orchestration needs a trigger' }]
  const message = objectNameFault(trigger.objectApiName)
  return [
    ...(message === null ? [] : [{ path: ['trigger', 'objectApiName'], message }]),
    ...whenIssues(trigger),
  ]
}

function whenIssues({ when, event }: Trigger): Issue[] {
  return when ? requirementsIssues(when, { path: ['trigger', 'when'], typeOf: recordTypes, isChangedAllowed: event !== 'CREATED' }) : []
}

function variableIssues(definition: OrchestrationDefinition): Issue[] {
  const variables = definition.variables ?? []
  const taken = new Set(definition.stages.flatMap((stage) => [stage.apiName, ...stage.steps.map((step) => step.apiName)]))
  return [
    ...duplicates(variables.map((variable) => variable.apiName), (at) => ['variables', String(at), 'apiName'], 'variable'),
    ...variables.flatMap((variable, at) => {
      const path = ['variables', String(at)]
      return [
        ...(taken.has(variable.apiName) ? [{ path: [...path, 'apiName'], message: `"${variable.apiName}" is also the name of a stage or step` }] : []),
        ...defaultIssues(variable, path, definition.orchestrationType === 'RECORD_TRIGGERED'),
      ]
    }),
  ]
}

function defaultIssues(variable: Variable, path: readonly string[], isTriggered: boolean): Issue[] {
  if (isTriggered && isRequiredInput(variable)) return [{ path: [...path, 'default'], message: `nobody gives a RECORD_TRIGGERED orchestration inputs: "${variable.apiName}" needs a default` }]
  const fitted = checkValue(variable.default ?? null, variable.dataType, variable.isCollection ?? false)
  return 'fault' in fitted ? [{ path: [...path, 'default'], message: fitted.fault }] : []
}

function stageIssues(definition: OrchestrationDefinition, stage: StageDefinition, path: readonly string[], world: World): Issue[] {
  const typeOf = resourceTypes(definition, stage, world.flows)
  return [
    ...(stage.steps.length === 0 ? [{ path: [...path, 'steps'], message: 'at least one step is needed' }] : []),
    ...duplicates(stage.steps.map((step) => step.apiName), (at) => [...path, 'steps', String(at), 'apiName'], 'step of this stage'),
    ...stage.steps.flatMap((step, at) => stepIssues(definition, stage, step, [...path, 'steps', String(at)], typeOf, world)),
    ...conditionIssues(stage.completion, 'whenAllStepsComplete', [...path, 'completion'], typeOf, world),
    ...stageOrderIssues(definition, stage, path),
    ...(stage.outcomes ?? []).flatMap((outcome, at) => outcomeIssues(definition, outcome, [...path, 'outcomes', String(at)], typeOf)),
  ]
}

function outcomeIssues(definition: OrchestrationDefinition, outcome: Outcome, path: readonly string[], typeOf: TypeOf): Issue[] {
  const isKnown = outcome.goTo === END || definition.stages.some((stage) => stage.apiName === outcome.goTo)
  return [
    ...(isKnown ? [] : [{ path: [...path, 'goTo'], message: `there is no stage "${outcome.goTo}"; "${END}" ends the run` }]),
    ...requirementsIssues(outcome.when, { path: [...path, 'when'], typeOf, isChangedAllowed: true }),
  ]
}

function duplicates(names: readonly string[], path: (at: number) => readonly string[], words: string): Issue[] {
  return names.flatMap((name, at) => (names.indexOf(name) < at ? [{ path: path(at), message: `there is another ${words} "${name}"` }] : []))
}
