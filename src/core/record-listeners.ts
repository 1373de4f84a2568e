// Which orchestrations wait for their record: where none of its conditions reads it, a change of it wakes nothing (D9).
import { resourcesOf } from './conditions.ts'
import type { FlowCall, OrchestrationDefinition, Requirements } from './definition.ts'
import { isOfRecord } from './read-path.ts'

type Condition = { requirements?: Requirements | null; evaluationFlow?: FlowCall | null } | null | undefined

/** Whether any condition that steps or stages wait on may read `$Record`; evaluation flows may. */
export function listensToRecord({ stages }: OrchestrationDefinition): boolean {
  return stages.some((stage) => readsRecord(stage.completion) || stage.steps.some((step) => readsRecord(step.start) || readsRecord(step.completion)))
}

function readsRecord(condition: Condition): boolean {
  if (condition?.evaluationFlow) return true
  return condition?.requirements ? resourcesOf(condition.requirements).some(isOfRecord) : false
}
