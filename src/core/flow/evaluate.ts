// Evaluation flows: run to their end within one decision, to answer yes or no (D1, D7, D8).
import type { ActiveFlow, Facts, Needs } from '../facts.ts'
import type { JsonObject } from '../json.ts'
import { startInterview } from './run-interview.ts'

/** The Boolean output variable that an evaluation flow sets. */
export const CONDITION_MET = 'isOrchestrationConditionMet'

/** What an evaluation flow answers; `failed` says why it can't. */
export type Evaluation = { kind: 'answered'; isMet: boolean } | { kind: 'failed'; message: string } | { kind: 'needs'; needs: Needs }

/**
 * Runs an evaluation flow. `$Record` is `facts.record`, and IS_CHANGED compares with `facts.priorRecord`. An answer left
 * empty is no. A flow that stands still or would change something is a failure: nothing is ever saved from here.
 */
export function runEvaluationFlow(flow: ActiveFlow, inputs: JsonObject, facts: Facts, now: string): Evaluation {
  const { record } = facts
  const world = record === null ? facts : { ...facts, records: { ...facts.records, [record.id]: record } }
  const decision = startInterview({ guid: '', flow, recordId: record?.id ?? null, inputs, user: null, convertInputs: true }, world, now)
  if (decision.kind === 'needs') return decision
  if (decision.kind !== 'moved') return failed(flow, 'it can\'t be started')
  const { position } = decision.interview
  if (position.kind === 'failed') return failed(flow, position.message)
  if (position.kind !== 'finished') return failed(flow, `it stands still on "${position.element}"`)
  if (decision.effects.length > 0) return failed(flow, 'it changes records')
  return { kind: 'answered', isMet: position.outputs[CONDITION_MET] === true }
}

function failed(flow: ActiveFlow, reason: string): Evaluation {
  return { kind: 'failed', message: `the evaluation flow "${flow.apiName}" can't answer: ${reason}` }
}
