// From what the server says of a run to what is drawn of it; the stages that it hasn't come to are its definition's.
import type { OrchestrationDefinition } from '../../core/definition.ts'
import type { RunQuery } from '../generated/graphql.ts'
import type { PictureStage, PictureStep } from './picture.ts'

/** A run as the component reads it. */
export type Run = Extract<RunQuery['node'], { __typename: 'OrchestrationRun' }>
type StepRun = Run['stages'][number]['steps'][number]

/** The stages of a run in the order in which they were entered, then those to come in the order of the definition. */
export function stagesOfRun(run: Run): readonly PictureStage[] {
  const entered = run.stages.map((stage): PictureStage => ({
    label: stage.label, standing: stage.status, isReached: stage.status !== 'NOT_STARTED', notes: stage.waitingOn.map(({ summary }) => summary), isWaiting: true, steps: stage.steps.map((step) => stepOf(step, stage.status !== 'NOT_STARTED')),
  }))
  const names = new Set(run.stages.map(({ apiName }) => apiName))
  const { stages = [] } = run.version.definition as Partial<OrchestrationDefinition>
  const isOver = run.status === 'COMPLETED' || run.status === 'CANCELED'
  const toCome = isOver ? [] : stages.filter(({ apiName }) => !names.has(apiName)).map((stage): PictureStage => ({
    label: stage.label, standing: null, isReached: false, notes: [], isWaiting: false,
    steps: stage.steps.map((step) => ({ label: step.label, kind: step.stepType, standing: null, who: null, notes: [], isWaiting: false })),
  }))
  return [...entered, ...toCome]
}

/** How many steps are done, of how many that are known. */
export function progressOf(stages: readonly PictureStage[]): { done: number; all: number } {
  const steps = stages.flatMap((stage) => stage.steps)
  return { done: steps.filter(({ standing }) => standing === 'COMPLETED').length, all: steps.length }
}

// Why a step waits whose stage hasn't started is plain to see.
function stepOf(step: StepRun, isReached: boolean): PictureStep {
  const { workItem } = step
  const assignee = workItem === null ? null : workItem.assignee.__typename === 'User' ? workItem.assignee.name : workItem.assignee.label
  const isOpen = isReached && (step.status === 'IN_PROGRESS' || step.status === 'NOT_STARTED')
  return {
    label: step.label, kind: step.stepType, standing: step.status, who: workItem?.completedBy?.name ?? assignee,
    notes: isOpen ? step.waitingOn.map(({ summary }) => summary) : [], isWaiting: true,
  }
}
