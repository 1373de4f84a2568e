// Whether the start of a step, or the completion of a step or stage, says one thing and says it right (D3, D7, D8).
import type { FlowCall, Requirements } from './definition.ts'
import type { Issue } from './issue.ts'
import type { TypeOf } from './resource-types.ts'
import { callIssues, type World } from './validate-calls.ts'
import { requirementsIssues } from './validate-requirements.ts'

type Condition = { whenActionFinishes?: boolean | null; whenAllStepsComplete?: boolean | null; whenStageStarts?: boolean | null; requirements?: Requirements | null; evaluationFlow?: FlowCall | null; afterStep?: string | null }

/** Every fault of a start or completion condition: at most one of its members, and that one right. */
export function conditionIssues(
  condition: Condition | null | undefined, plain: 'whenActionFinishes' | 'whenAllStepsComplete' | 'whenStageStarts', path: readonly string[], typeOf: TypeOf, world: World,
): Issue[] {
  if (!condition) return []
  const members = ([plain, 'afterStep', 'requirements', 'evaluationFlow'] as const).filter((member) => (condition[member] ?? null) !== null)
  return [
    ...(members.length > 1 ? [{ path, message: `exactly one member is expected, not ${members.join(' and ')}` }] : []),
    ...(condition[plain] === false ? [{ path: [...path, plain], message: 'true is expected; name another condition instead of false' }] : []),
    ...(condition.requirements ? requirementsIssues(condition.requirements, { path: [...path, 'requirements'], typeOf, isChangedAllowed: true }) : []),
    ...(condition.evaluationFlow ? callIssues(condition.evaluationFlow, 'EVALUATION', [...path, 'evaluationFlow'], typeOf, world) : []),
  ]
}
