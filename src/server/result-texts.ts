// The text of a result that goes to many: made once for each result object.
import type { ExecutionResult } from 'graphql'

const texts = new WeakMap<ExecutionResult, string>()

/** A result as JSON. It must not change any more. */
export function textOf(result: ExecutionResult): string {
  let text = texts.get(result)
  if (text === undefined) texts.set(result, text = JSON.stringify(result))
  return text
}
