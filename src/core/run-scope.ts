// What resources mean in a run: its record, its variables, and the statuses and outputs of its stages and steps (D7).
import type { Scope } from './conditions.ts'
import type { OrchestrationDefinition } from './definition.ts'
import type { Facts, RecordFacts } from './facts.ts'
import { globalId } from './global-id.ts'
import type { Json } from './json.ts'
import { isRecordValueChanged, own, readPath, readRecordResource } from './read-path.ts'
import type { Run, StageRun, StepRun } from './run.ts'

/**
 * How the conditions of a run read the world. In `<name>.Status` and `<name>.Outputs.x` a step comes before a stage, and
 * the latest execution before others: so a step of the stage under way comes first. What has not been executed yet reads
 * as NOT_STARTED. Outputs are read of completed steps (domain 2.3): what an asynchronous step's flow gave may still become another.
 * `own`: the id of a step whose completion is decided on, by what its own flow has given.
 */
export function runScope(definition: OrchestrationDefinition, run: Run, facts: Facts, own: string | null = null): Scope {
  const prior = priorRecordOf(run, facts)
  return {
    read: (resource) => readResource(definition, run, facts.record, own, resource),
    isChanged: (resource) => prior !== null && isRecordValueChanged(facts.record, prior, resource),
  }
}

/** The record that IS_CHANGED compares with: before the change being handled, or before what came in while the run was suspended. */
export function priorRecordOf(run: Run, facts: Facts): RecordFacts | null {
  return facts.priorRecord ?? run.kept.priorRecord
}

/** As a step's action reads it: `$Orchestration.Step` is that step, for whoever is to end it by an event. */
export function stepScope(scope: Scope, step: StepRun): Scope {
  return { ...scope, read: (resource) => (resource === STEP_RESOURCE ? globalId('StepRun', step.id) : scope.read(resource)) }
}

/** The id of the step, which only the inputs of its own action can read. */
export const STEP_RESOURCE = '$Orchestration.Step'

// The stage under way comes first: of the others, one that was entered again stands behind its earlier execution.
function latestStep(run: Run, apiName: string): StepRun | undefined {
  const isIt = (step: StepRun) => step.apiName === apiName
  const current = run.currentStage === null ? undefined : run.stages[run.currentStage]
  return current?.steps.find(isIt) ?? executed(run).findLast((stage) => stage.steps.some(isIt))?.steps.find(isIt)
}

/** The stages whose turn has come, in the order in which it came; what has not been executed can be read of the definition. */
export function executed(run: Run): readonly StageRun[] {
  return run.stages.filter((one) => one.status !== 'NOT_STARTED').sort((a, b) => a.turn! - b.turn!)
}

function readResource(definition: OrchestrationDefinition, run: Run, record: RecordFacts | null, ownStepId: string | null, resource: string): Json {
  const [head, ...parts] = resource.split('.') as [string, ...string[]]
  if (head === '$Record') return readRecordResource(record, resource)
  if (head === '$Orchestration') return parts.length === 1 && parts[0] === 'Instance' ? globalId('OrchestrationRun', run.id) : null
  const variable = own(run.variables, head)
  if (variable !== undefined) return readPath(variable, parts)
  const [member, ...rest] = parts
  if (member === 'Status' && rest.length === 0) return statusOf(definition, run, head)
  if (member === 'Outputs') return readPath(outputsOf(latestStep(run, head), ownStepId), rest)
  return null
}

function outputsOf(step: StepRun | undefined, ownStepId: string | null): Json {
  return step !== undefined && (step.status === 'COMPLETED' || step.id === ownStepId) ? step.outputs : null
}

function statusOf(definition: OrchestrationDefinition, run: Run, apiName: string): Json {
  const step = latestStep(run, apiName)
  if (step) return step.status
  if (definition.stages.some((one) => one.steps.some((other) => other.apiName === apiName))) return 'NOT_STARTED'
  const latest = executed(run).findLast((one) => one.apiName === apiName)
  if (latest) return latest.status
  return definition.stages.some((one) => one.apiName === apiName) ? 'NOT_STARTED' : null
}
