// The router: who gets which pending work now. Decides over all queues at once and counts capacity as it goes, so that an
// agent of two queues gets the better priority first, and never more than fits (O1, O2).
import type { Agent } from './agent.ts'
import { candidatesFor, planFor } from './candidates.ts'
import { unitsOf, withWork } from './capacity.ts'
import { chooseAgent } from './choose-agent.ts'
import { comparePendingWork, type PendingWork } from './pending-work.ts'
import { waitingReasons } from './waiting-reasons.ts'

/** Push this work to this agent. `units` of their capacity are taken; `workload` is what they have with it. */
export type Offer = {
  pendingId: string
  agentId: string
  units: number
  workload: number
  /** What `declinedBy` is from now on: it is cut when a new round begins, all but the last who declined. */
  declinedBy: readonly string[]
}

export type Routing = {
  /** In the order in which they were decided. */
  offers: readonly Offer[]
  /** Work that nobody of its queue is left for: its overflow assignee takes it (O3). */
  overflowing: readonly string[]
  /** What stays, and why (O8). */
  waiting: readonly { pendingId: string; reasons: readonly string[] }[]
  /** When routing again could come to more though nothing else has changed; null: never. */
  nextWakeAt: string | null
}

/**
 * Routes pending work to agents. `agents` are those who are online; work that is offered already stays as it is, and work
 * for an external router is left to it. The same input gives the same answer.
 */
export function route(pending: readonly PendingWork[], agents: readonly Agent[], now: string): Routing {
  const offers: Offer[] = []
  const overflowing: string[] = []
  const stays: PendingWork[] = []
  const wakeTimes: string[] = []
  const floor = new Map(agents.map((agent) => [agent.id, { ...agent, turn: 0 }]))
  for (const work of [...pending].sort(comparePendingWork)) {
    if (work.offer !== null) {
      stays.push(work)
      continue
    }
    const plan = planFor(work, candidatesFor(work, [...floor.values()], now), now)
    if (plan.kind === 'overflow') overflowing.push(work.id)
    if (plan.kind === 'wait') {
      stays.push(work)
      if (plan.until !== null) wakeTimes.push(plan.until)
    }
    if (plan.kind !== 'ask') continue
    const chosen = chooseAgent(work.routingModel, plan.agents.map((agent) => floor.get(agent.id)!))
    if (chosen === null) continue
    const units = unitsOf(work, chosen.capacity)
    const workload = withWork(chosen.workload, units)
    floor.set(chosen.id, { ...chosen, workload, lastWorkAt: now, turn: offers.length + 1 })
    offers.push({ pendingId: work.id, agentId: chosen.id, units, workload, declinedBy: plan.isNewRound ? keptDecliners(work, chosen) : work.declinedBy })
  }
  const after = [...floor.values()]
  return {
    offers, overflowing,
    waiting: stays.map((work) => ({ pendingId: work.id, reasons: waitingReasons(work, after, now) })),
    nextWakeAt: wakeTimes.sort()[0] ?? null,
  }
}

// The last who declined comes last in the new round too, unless they are the one who is asked.
function keptDecliners(work: PendingWork, chosen: Agent): readonly string[] {
  return work.declinedBy.slice(-1).filter((id) => id !== chosen.id)
}
