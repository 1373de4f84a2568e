// Actions: what flows can have done outside (product rule D1, `ActionElementInput.action`). A registered action is a name,
// the inputs it takes, and a function; interviews stand still on it until it has answered.
import type { DataType } from '../core/definition.ts'
import type { Json, JsonObject } from '../core/json.ts'
import type { Shell } from './shell.ts'

/**
 * An input of an action: checked when a flow that calls it is activated. `fault`: what is wrong with a value of the input's
 * type, such as "must be one line", or null; asked of values that stand in the flow itself, and of all before it is performed.
 */
export type ActionInput = { name: string; dataType: DataType; isRequired: boolean; fault?: (value: Json) => string | null }

/**
 * One registered action. `perform` may be called again with the same `key` after a crash or a failure, so an action with
 * effects passes the key on as idempotency key. Throwing an ActionFault tells what went wrong in words for people;
 * anything else that is thrown is logged, and told as a failure without detail.
 */
export type Action = {
  inputs: readonly ActionInput[]
  perform(shell: Shell, inputs: JsonObject, key: string, context: ActionContext): Promise<Json>
}

/** How long an action may take. Who hasn't answered somewhat later is taken to have died, and another process performs it again. */
export const LONGEST_ACTION_SECONDS = 120

/** What an action is performed for. `chain`: what a change of a record by it counts as (core/chain.ts). */
export type ActionContext = { chain: number }

/** Registered actions by name, e.g. "http.request". */
export type Actions = { readonly [name: string]: Action }

/** Why an action failed, readable by people. `isFinal`: trying again would not help. */
export class ActionFault extends Error {
  readonly isFinal: boolean
  constructor(message: string, isFinal = false) {
    super(message)
    this.isFinal = isFinal
  }
}

/** Performs an action. Throws ActionFault where an input is missing or faulty, or it fails; what else it throws is a bug of its own. */
export function perform(action: Action, shell: Shell, inputs: JsonObject, key: string, context: ActionContext): Promise<Json> {
  for (const { name, isRequired, fault } of action.inputs) {
    const value = inputs[name] ?? null
    const wrong = value === null ? (isRequired ? 'is empty' : null) : fault?.(value) ?? null
    if (wrong !== null) return Promise.reject(new ActionFault(`The input ${name} ${wrong}.`, true))
  }
  return action.perform(shell, inputs, key, context)
}
