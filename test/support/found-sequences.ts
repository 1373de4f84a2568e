// Sequences that random histories were once shrunk to by a bug of the engine: each is played again before any others.
import { ask, orchestration, stage, wait, work } from './orchestrations.ts'
import { VARIABLES, type Beginning, type Happening } from './random-orchestrations.ts'

type Sequence = [beginning: Beginning, history: readonly Happening[]]

function on(stages: readonly ReturnType<typeof stage>[]): Beginning {
  return { definition: orchestration(stages, { variables: VARIABLES }), inputs: { who: 'ben', limit: 0, which: 'case-1', text: '' }, level: 0 }
}

function happens(kind: Happening['kind'], other = 0): Happening {
  return { kind, pick: 0, other, seconds: 0 }
}

const changed = { evaluationFlow: { flow: 'Has_Changed' } }
const urgent = { evaluationFlow: { flow: 'Is_Urgent', inputs: [{ name: 'level', resource: '$Record.Level' }] } }
const level = (value: number) => ({ resource: '$Record.Level', operator: 'EQUALS', value }) as const

/** Each with what was wrong. */
export const FOUND: Sequence[] = [
  // An evaluation flow took everything for changed where there were no values from before.
  [on([stage('Alpha', [ask('Alpha1')]), stage('Beta', [work('Beta1', { start: changed })], { completion: changed })]), [happens('completeWorkItem')]],
  // It also knew nothing of a change that had come in while the run was suspended.
  [on([stage('Alpha', [ask('Alpha1'), ask('Same', { start: changed })])]), [happens('suspend'), happens('recordChanged', 4), happens('completeWorkItem', 6)]],
  // Whose event had ended a step was forgotten when the run was suspended at that time.
  [on([stage('Alpha', [work('Alpha1'), wait('Same')])]), [happens('suspend'), happens('publishEvent', 2), happens('completeWorkItem', 6)]],
  // The flow of a background step ran on when the step failed by its completion condition.
  [on([stage('Alpha', [work('Alpha1', { completion: urgent }), ask('Same')])]), [happens('flowSwitched')]],
  // What was said to hold a step up held nothing up: the second part can't help where the first is needed anyway.
  [on([stage('Alpha', [ask('Alpha1'), ask('Same', { start: { requirements: { logic: '1 OR (1 AND 2)', requirements: [level(3), level(4)] } } })])]), [happens('recordChanged', 2)]],
]
