// Which of several agents, who all could take it, gets a piece of work (O1).
import { roomOf, type Load } from './capacity.ts'
import { compareText, type RoutingModel } from './pending-work.ts'

/**
 * What the choice looks at. `lastWorkAt`: when work last came to them, null: never; `turn` decides between equal times; `since`:
 * when they came to have the status they have.
 */
export type Choosable = Load & { id: string; lastWorkAt: string | null; turn: number; since: string }

/**
 * The agent who gets it: with LEAST_ACTIVE who has the least work, with MOST_AVAILABLE who has the most capacity left; on a
 * tie the longest idle, then who is there longest, then the smallest id. Null when there is nobody, or the choice is an external router's.
 */
export function chooseAgent<Candidate extends Choosable>(model: RoutingModel, candidates: readonly Candidate[]): Candidate | null {
  if (model === 'EXTERNAL_ROUTING') return null
  const byLoad = model === 'LEAST_ACTIVE'
    ? (a: Candidate, b: Candidate) => a.workload - b.workload
    : (a: Candidate, b: Candidate) => roomOf(b) - roomOf(a)
  return candidates.reduce<Candidate | null>((best, next) => (best === null || (byLoad(next, best) || compareIdle(next, best)) < 0 ? next : best), null)
}

// Whoever never had work has been idle longest.
function compareIdle(a: Choosable, b: Choosable): number {
  return compareText(a.lastWorkAt ?? '', b.lastWorkAt ?? '') || a.turn - b.turn || compareText(a.since, b.since) || compareText(a.id, b.id)
}
