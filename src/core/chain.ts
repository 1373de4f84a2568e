// Runs that start each other: one changes a record, the change starts the next. By background work alone that may go on for
// ever, faster than anybody can look, and take all other work's turns.
import type { Interview } from './flow/interview.ts'
import type { Run } from './run.ts'

/** Most runs that lead from one to the next like that; the next is in ERROR from its start. Two runs out of each are a thousand. */
export const MAX_CHAIN = 10
/** A run that has been under way for so long paces whatever it does. */
const PACED_AFTER_MILLISECONDS = 3_600_000

/**
 * How many runs have led to one that is started by a change of a record which this interview makes; 0: none. A chain ends
 * where a person has worked in the run, or where its flow, or the run itself, has taken time: so processes that begin anew
 * each month go on for ever. `run` null: the interview belongs to none, and somebody has started it.
 */
export function chainAfter(run: Run | null, interview: Pick<Interview, 'restedAt'>, isForPerson: boolean, now: string): number {
  if (run === null || isForPerson || interview.restedAt > 0) return 0
  const isPaced = run.workItems.some(({ completedBy }) => completedBy !== null) || Date.parse(now) - Date.parse(run.startedAt) >= PACED_AFTER_MILLISECONDS
  return isPaced ? 0 : (run.chain ?? 0) + 1
}

/** Why a run that so many have led to may not begin; null: it may. */
export function chainFault(chain: number): string | null {
  if (chain <= MAX_CHAIN) return null
  return `It was started by the last of ${MAX_CHAIN} runs in a row that each changed a record and so started the next, with nobody working in them and no wait: their triggers may lead back to each other for ever.`
}
