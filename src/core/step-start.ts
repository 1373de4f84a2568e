// How a step starts: an interactive one makes a work item, a background one asks for its flow to be run (W1, R4, D7).
import { inputValues } from './flow-call.ts'
import type { StageRun, StepRun } from './run.ts'
import { failRun, failStep } from './run-failure.ts'
import { lookUpFlow, moveStep, reach, stepDefinition, type Draft } from './run-draft.ts'
import { runScope, stepScope } from './run-scope.ts'
import { createItem, planItem } from './work-item-start.ts'

/** Starts a step, or starts it again after an error. Answers false where something must be looked up first. */
export function startStep(draft: Draft, stage: StageRun, step: StepRun): boolean {
  const definition = stepDefinition(draft, stage, step)
  const scope = runScope(draft.definition, draft.run, draft.facts)
  const plan = step.stepType === 'INTERACTIVE' ? planItem(draft, definition, scope) : null
  // Versions are pinned when the stage starts; a flow that was not active then may be by now.
  const flow = step.flowVersionId === null ? lookUpFlow(draft, step.flow) : null
  if (plan?.kind === 'unknown' || flow === undefined) return false
  const flowVersionId = step.flowVersionId ?? flow?.versionId ?? null
  const inputs = inputValues(definition.action, stepScope(scope, step))
  if (typeof inputs === 'string') {
    failRun(draft, inputs, { stage, step })
    return true
  }
  const attempt = step.attempt + 1
  const started = moveStep(draft, step.id, 'IN_PROGRESS', {
    startedAt: draft.now, endedAt: null, outputs: null, actionEnded: false, endedBy: null, attempt, inputs, flowVersionId,
  })
  reach(draft, 'START_STEP', { stageId: stage.id, stepId: step.id, detail: attempt > 1 ? `attempt ${attempt}` : null })
  if (flowVersionId === null) failStep(draft, { stepId: step.id, message: `The flow ${step.flow} is not active.`, isRecoverable: true })
  else if (plan?.kind === 'invalid') failStep(draft, { ...plan, stepId: step.id })
  else if (plan !== null) createItem(draft, stage, started, plan, inputs, flowVersionId)
  else draft.events.push({ kind: 'backgroundStepStarted', step: started, stageId: stage.id })
  return true
}
