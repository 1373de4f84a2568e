// The variables of an orchestration: what they start with.
import type { OrchestrationDefinition } from './definition.ts'
import { startValues } from './flow/check-inputs.ts'
import type { JsonObject } from './json.ts'

/** The values that a run's variables start with, or every fault in the inputs at once, each at ["inputs", name]. */
export function initialVariables(definition: OrchestrationDefinition, inputs: JsonObject): ReturnType<typeof startValues> {
  return startValues(definition, inputs, false, 'orchestration')
}
