// How often failed work is tried, and with what pauses (rule R4).
import type { OrchestrationDefinition } from './definition.ts'
import { findStep, stepDefinition } from './run-draft.ts'
import type { Run } from './run.ts'

/** Tries at most, and the pause after the first, in seconds. */
export type RetryPolicy = { maxAttempts: number; backoffSeconds: number }

/** Where somebody waits for the answer: one try, then the fault path. */
export const ONE_TRY: RetryPolicy = { maxAttempts: 1, backoffSeconds: 0 }

/** How often background work is tried unless its step says otherwise; the pause doubles each time. */
export const DEFAULT_POLICY: RetryPolicy = { maxAttempts: 5, backoffSeconds: 1 }

// Doubled on and on, a pause would soon be longer than anybody waits.
const LONGEST_DOUBLED_SECONDS = 3600

/** The policy of a background step, wherever its flow has got to: as its definition says, or the defaults. */
export function retryPolicy(definition: OrchestrationDefinition, run: Run, stepId: string): RetryPolicy {
  const { stage, step } = findStep(run, stepId)!
  const { retry } = stepDefinition({ definition }, stage, step)
  return { maxAttempts: retry?.maxAttempts ?? DEFAULT_POLICY.maxAttempts, backoffSeconds: retry?.backoffSeconds ?? DEFAULT_POLICY.backoffSeconds }
}

/** Seconds between the `tried`th try and the next: twice the pause before, up to an hour or what the step says itself. */
export function pauseAfter(tried: number, { backoffSeconds }: RetryPolicy): number {
  return Math.min(Math.max(backoffSeconds, LONGEST_DOUBLED_SECONDS), backoffSeconds * 2 ** (tried - 1))
}
