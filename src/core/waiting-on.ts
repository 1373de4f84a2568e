// Why steps and stages wait: one reason for each condition that holds one up, with what was expected and what is there (D10).
// It reads the very conditions that step-once.ts decides on.
import { unmet, type Scope, type Unmet } from './conditions.ts'
import type { ConditionOperator, FlowCall, OrchestrationDefinition, Requirements, StepDefinition } from './definition.ts'
import type { Facts, Needs } from './facts.ts'
import { evaluate, inputValues } from './flow-call.ts'
import { CONDITION_MET } from './flow/evaluate.ts'
import type { Position } from './flow/interview.ts'
import type { Json } from './json.ts'
import { isOfRecord } from './read-path.ts'
import type { Run, StageRun, StepRun, WorkItem } from './run.ts'
import { needsOf, openDraft, type Draft } from './run-draft.ts'
import { runScope } from './run-scope.ts'

/** One reason. `resource` and `operator` are null where no resource is compared, e.g. when work isn't finished yet. */
export type WaitReason = { phase: 'START' | 'COMPLETION'; summary: string; resource: string | null; operator: string | null; expected: Json; actual: Json }

/**
 * The reasons of each step that waits, in the current stage or for its stage, by the step's id, and of that stage where it has a
 * completion condition of its own, by the stage's id; what waits for nothing is left out, and so is everything once the run has ended. One
 * in ERROR that can be resumed has not: what has not started waits for that, too. Look up what `needsOfWaiting` names first: an evaluation flow that has
 * not been looked up is only said not to have answered. With `isRecordShown` false, for who may not read the run's record, no
 * reason tells what it holds.
 */
export function waitingOn(definition: OrchestrationDefinition, run: Run, facts: Facts, now: string, isRecordShown = true): ReadonlyMap<string, readonly WaitReason[]> {
  return reasonsOf(openDraft(definition, run, facts, now), isRecordShown)
}

/** What `waitingOn` would like to know; null when it knows enough. */
export function needsOfWaiting(definition: OrchestrationDefinition, run: Run, facts: Facts, now: string): Needs | null {
  const draft = openDraft(definition, run, facts, now)
  reasonsOf(draft, true)
  return needsOf(draft)
}

function reasonsOf(draft: Draft, isRecordShown: boolean): Map<string, readonly WaitReason[]> {
  const { run, definition } = draft
  const stage = run.currentStage === null ? undefined : run.stages[run.currentStage]
  const stageDefinition = definition.stages.find((one) => one.apiName === stage?.apiName)
  const reasons = new Map<string, readonly WaitReason[]>()
  if (!stage || !stageDefinition || !goesOn(run)) return reasons
  const view = { scope: runScope(definition, run, draft.facts), isRecordShown }
  const ofStage = run.status === 'ERROR' ? [] : condition(draft, 'COMPLETION', stageDefinition.completion, view)
  if (ofStage.length > 0) reasons.set(stage.id, [...standstill(run, 'COMPLETION'), ...ofStage])
  for (const [at, step] of stage.steps.entries()) {
    const waits = step.status === 'NOT_STARTED' || step.status === 'IN_PROGRESS'
    const found = waits ? [...standstill(run, step.status === 'NOT_STARTED' ? 'START' : 'COMPLETION'), ...conditionReasons(draft, stage, step, stageDefinition.steps[at]!, view)] : []
    if (found.length > 0) reasons.set(step.id, found)
  }
  for (const future of run.stages.filter((one) => one.status === 'NOT_STARTED')) {
    for (const step of future.steps) reasons.set(step.id, [...standstill(run, 'START'), stageNotStarted(future)])
  }
  return reasons
}

// What conditions read, and whether of the record it may be told.
type View = { scope: Scope; isRecordShown: boolean }

function conditionReasons(draft: Draft, stage: StageRun, step: StepRun, definition: StepDefinition, view: View): readonly WaitReason[] {
  const { start, completion } = definition
  if (step.status === 'NOT_STARTED') return start?.afterStep ? afterStep(stage, start.afterStep) : condition(draft, 'START', start, view)
  if (completion?.requirements || completion?.evaluationFlow) return condition(draft, 'COMPLETION', completion, { ...view, scope: runScope(draft.definition, draft.run, draft.facts, step.id) })
  return step.actionEnded ? [] : [unfinished(draft, step)]
}

function condition(draft: Draft, phase: WaitReason['phase'], asked: { requirements?: Requirements | null; evaluationFlow?: FlowCall | null } | null | undefined, { scope, isRecordShown }: View): readonly WaitReason[] {
  if (!asked?.requirements && !asked?.evaluationFlow) return []
  const found = asked.requirements ? unmet(asked.requirements, scope).map((one) => requirement(phase, one, isRecordShown)) : evaluation(draft, phase, asked.evaluationFlow!, scope)
  return found.length > 0 || draft.run.status !== 'IN_PROGRESS' ? found : [againSoon(phase)]
}

// What asks that something has not changed comes true by time alone, after the decision on the change.
function againSoon(phase: WaitReason['phase']): WaitReason {
  return { phase, resource: null, operator: null, expected: true, actual: true, summary: 'Its condition holds by now, and is looked at again with the next change of what it reads' }
}

function requirement(phase: WaitReason['phase'], missing: Unmet, isRecordShown: boolean): WaitReason {
  const { resource, valueResource } = missing
  const isHidden = (one: string | null) => !isRecordShown && one !== null && isOfRecord(one)
  const { operator, expected, words } = isHidden(valueResource) ? phrase({ ...missing, expected: null }, valueResource!) : phrase(missing, shown(missing.expected))
  if (isHidden(resource)) return { phase, resource, operator, expected, actual: null, summary: `${resource} must ${words}; what it is, readers of the record see` }
  return { phase, resource, operator, expected, actual: missing.actual, summary: `${resource} must ${words}; it is ${shown(missing.actual)}` }
}

const VERBS: { readonly [operator in ConditionOperator]: string } = {
  EQUALS: 'equal', NOT_EQUALS: 'differ from', GREATER_THAN: 'be greater than', GREATER_THAN_OR_EQUAL: 'be at least', LESS_THAN: 'be less than',
  LESS_THAN_OR_EQUAL: 'be at most', CONTAINS: 'contain', STARTS_WITH: 'start with', ENDS_WITH: 'end with', IN: 'be one of', IS_NULL: 'be empty', IS_CHANGED: 'change',
}

// Under a NOT, what is expected is the opposite: said by the opposite operator where there is one.
function phrase({ operator, expected, negated }: Unmet, value: string): { operator: string; expected: Json; words: string } {
  if (operator === 'IS_NULL' || operator === 'IS_CHANGED') {
    const isWanted = (expected !== false) !== negated
    return { operator, expected: isWanted, words: `${isWanted ? '' : 'not '}${VERBS[operator]}` }
  }
  if (negated && (operator === 'EQUALS' || operator === 'NOT_EQUALS')) {
    const opposite = operator === 'EQUALS' ? 'NOT_EQUALS' : 'EQUALS'
    return { operator: opposite, expected, words: `${VERBS[opposite]} ${value}` }
  }
  return { operator: negated ? `NOT ${operator}` : operator, expected, words: `${negated ? 'not ' : ''}${VERBS[operator]} ${value}` }
}

function evaluation(draft: Draft, phase: WaitReason['phase'], call: FlowCall, scope: Scope): readonly WaitReason[] {
  const inputs = inputValues(call, scope)
  const answer = typeof inputs === 'string' ? { kind: 'failed' as const, message: inputs } : evaluate(draft, call, inputs)
  if (answer.kind === 'answered' && answer.isMet) return []
  const reason = { phase, resource: `${call.flow}.${CONDITION_MET}`, operator: 'EQUALS', expected: true }
  switch (answer.kind) {
    case 'answered': return [{ ...reason, actual: false, summary: `The evaluation flow ${call.flow} answers false` }]
    case 'failed': return [{ ...reason, actual: null, summary: answer.message }]
    case 'unknown': return [{ ...reason, actual: null, summary: `The evaluation flow ${call.flow} has not answered true` }]
  }
}

function afterStep(stage: StageRun, apiName: string): readonly WaitReason[] {
  const status = stage.steps.find((one) => one.apiName === apiName)?.status ?? null
  if (status === 'COMPLETED') return []
  return [{ phase: 'START', resource: `${apiName}.Status`, operator: 'EQUALS', expected: 'COMPLETED', actual: status, summary: `Step ${apiName} must be COMPLETED, and is ${status ?? 'not in this stage'}` }]
}

function stageNotStarted(stage: StageRun): WaitReason {
  return { phase: 'START', resource: `${stage.apiName}.Status`, operator: 'EQUALS', expected: 'IN_PROGRESS', actual: 'NOT_STARTED', summary: `Stage ${stage.apiName} has not started` }
}

function goesOn({ status, fault }: Run): boolean {
  return status === 'IN_PROGRESS' || status === 'SUSPENDED' || (status === 'ERROR' && fault?.isRecoverable === true)
}

// That the run itself stands still, which nothing in it can change.
function standstill({ status }: Run, phase: WaitReason['phase']): readonly WaitReason[] {
  const reason = { phase, resource: null, operator: null, expected: 'IN_PROGRESS', actual: status }
  if (status === 'SUSPENDED') return [{ ...reason, summary: 'The run is suspended' }]
  return status === 'ERROR' ? [{ ...reason, summary: 'The run has failed, and goes on when it is resumed' }] : []
}

function unfinished({ run, facts }: Draft, step: StepRun): WaitReason {
  const reason = { phase: 'COMPLETION' as const, resource: null, operator: null, expected: 'COMPLETED' }
  const failure = run.kept.failures.find((one) => one.stepId === step.id)
  if (failure) return { ...reason, actual: 'ERROR', summary: `Its work has failed, which the run will end with when it is resumed: ${failure.message}` }
  const item = run.workItems.find((one) => one.id === step.workItemId)
  if (item) {
    return { ...reason, actual: item.status, summary: whoMustFinish(item, facts.unattended?.has(item.assignee.id) === true) }
  }
  const how = whereItStands(facts.standing?.get(step.id))
  if (step.stepType === 'ASYNCHRONOUS_BACKGROUND') {
    const flow = step.outputs === null ? `has not finished yet${how}` : 'has finished'
    return { ...reason, actual: 'IN_PROGRESS', summary: `An event must end the step; its flow ${step.flow} ${flow}` }
  }
  const tries = step.attempt > 1 ? ` (attempt ${step.attempt})` : ''
  return { ...reason, actual: 'IN_PROGRESS', summary: `The flow ${step.flow} has not finished${tries}${how}` }
}

function whoMustFinish({ assignee: { kind, name }, label }: WorkItem, isUnattended: boolean): string {
  const what = `must finish the work item "${label}"`
  if (!isUnattended) return `${kind} ${name} ${what}`
  if (kind === 'user') return `user ${name}, who is not active, ${what}: reassign the work, or make them active again`
  return `${kind} ${name} ${what}, but nobody active is in it: add somebody, or reassign the work`
}

function whereItStands(position: Position | undefined): string {
  if (position?.kind === 'wait') return `: it waits until ${position.until}`
  if (position?.kind !== 'action') return ''
  if (position.latestTry === undefined) return `: its action "${position.element}" (${position.action}) has not answered`
  const { message, tried, maxAttempts, nextAt } = position.latestTry
  return `: try ${tried} of ${maxAttempts} of its action "${position.element}" (${position.action}) failed, the next comes at ${nextAt}. ${message}`
}

function shown(value: Json): string {
  return value === null ? 'empty' : JSON.stringify(value)
}
