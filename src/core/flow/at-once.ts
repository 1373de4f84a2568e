// Work that needs nobody and nothing: background flows that only compute are run within the decision that starts them.
import type { FlowDefinition } from '../definition.ts'
import type { Interview } from './interview.ts'

/** Most background flows that one command runs at once; those of an orchestration that goes round in circles follow as jobs. */
export const MAX_AT_ONCE = 20
/** After so many elements of them no further one is begun at once: whoever gave the command waits for it. */
export const MAX_ELEMENTS_AT_ONCE = 1_000

/**
 * Whether it is worth trying to run this background flow at once: none of its own elements acts on the outside, changes a
 * record or waits. What its subflows do shows when they are run; whatever doesn't end by itself is left to a job.
 */
export function mayEndAtOnce({ elements }: FlowDefinition): boolean {
  return elements.every(({ assignment, decision, subflow }) => [assignment, decision, subflow].some((element) => element != null))
}

/** Whether after these another may be begun in the same command. */
export function isRoomAtOnce(ended: readonly Pick<Interview, 'elementsRun'>[]): boolean {
  return ended.length < MAX_AT_ONCE && ended.reduce((sum, { elementsRun }) => sum + elementsRun, 0) < MAX_ELEMENTS_AT_ONCE
}
