// Calling flows from a run: the values they are given, and the answers of evaluation flows (D7, D8).
import type { Scope } from './conditions.ts'
import type { FlowCall } from './definition.ts'
import { runEvaluationFlow } from './flow/evaluate.ts'
import type { JsonObject } from './json.ts'
import { lookUpFlow, type Draft, type Evaluation } from './run-draft.ts'
import { priorRecordOf } from './run-scope.ts'

/** Most characters that the values given to one flow may have together (domain 1.16). */
export const MAX_INPUT_LENGTH = 32_768

/** The values for a called flow, as they are now; or a text where they are too large, which fails the run. */
export function inputValues(call: FlowCall, scope: Scope): JsonObject | string {
  const values = Object.fromEntries((call.inputs ?? []).map(({ name, resource, value }) => [name, resource ? scope.read(resource) : value ?? null]))
  const length = Object.values(values).reduce<number>((sum, value) => sum + (typeof value === 'string' ? value : JSON.stringify(value)).length, 0)
  return length <= MAX_INPUT_LENGTH ? values : `The inputs of flow ${call.flow} have ${length} characters; at most ${MAX_INPUT_LENGTH} are allowed.`
}

/** Asks an evaluation flow. */
export function evaluate(draft: Draft, call: FlowCall, inputs: JsonObject): Evaluation {
  const flow = lookUpFlow(draft, call.flow)
  if (flow === undefined) return { kind: 'unknown' }
  if (flow === null) return { kind: 'failed', message: `The evaluation flow ${call.flow} is not active.` }
  const key = JSON.stringify([flow.versionId, inputs])
  const known = draft.evaluations.get(key)
  if (known) return known
  const answer = runEvaluationFlow(flow, inputs, { ...draft.facts, priorRecord: priorRecordOf(draft.run, draft.facts) }, draft.now)
  if (answer.kind === 'needs') {
    for (const kind of ['directory', 'flows', 'flowVersions', 'records'] as const) {
      for (const name of answer.needs[kind] ?? []) draft.needs[kind].add(name)
    }
    return { kind: 'unknown' }
  }
  const result: Evaluation = answer.kind === 'failed' ? { kind: 'failed', message: sentence(answer.message) } : answer
  draft.evaluations.set(key, result)
  return result
}

function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}
