// Why pending work is not with an agent yet, in words for supervisors (O8).
import type { Agent } from './agent.ts'
import { candidatesFor, planFor } from './candidates.ts'
import { fits, unitsOf } from './capacity.ts'
import type { PendingWork } from './pending-work.ts'
import { missingSkills } from './skills.ts'

/** More names than this are counted, not named. */
const NAMED_AT_MOST = 10

/** The reasons why this work waits, one per condition that stands in the way; at least one. `agents`: those who are online; `queueIsEmpty`: nobody active is in its queue. */
export function waitingReasons(work: PendingWork, agents: readonly Agent[], now: string, queueIsEmpty = false): readonly string[] {
  if (work.offer !== null) return [offerReason(work.offer, agents)]
  if (work.routingModel === 'EXTERNAL_ROUTING') return ['Waits for an external router: its queue is routed from outside (EXTERNAL_ROUTING), with assignAgentWork.']
  const candidates = candidatesFor(work, agents, now)
  const { ready, full, declined, busy, unskilled, tooSmall, requiredSkills, nextDropAt } = candidates
  if (ready.length > 0) return [`About to be offered to ${names(ready)}.`]
  const plan = planFor(work, candidates, now)
  // Some of those who have declined could not be asked again now anyway.
  const allBusy = [...busy, ...declined.filter(({ availability }) => availability === 'BUSY')]
  const allFull = [...full, ...declined.filter((agent) => agent.availability !== 'BUSY' && !fits(unitsOf(work, agent.capacity), agent))]
  const reasons = [
    allFull.length > 0 && `At capacity: ${list(allFull, (agent) => `${agent.name} (${agent.workload} of ${agent.capacity} used, this takes ${unitsOf(work, agent.capacity)})`)}.`,
    declined.length > 0 && `Declined, let time out or given back by: ${names(declined)}.`,
    allBusy.length > 0 && `Busy: ${names(allBusy)}.`,
    unskilled.length > 0 && `Skills missing: ${list(unskilled, (agent) => `${agent.name} (${missingSkills(requiredSkills, agent.skills).join(', ')})`)}.`,
    unskilled.length > 0 && nextDropAt !== null && `One skill fewer is asked for at ${nextDropAt}.`,
    tooSmall.length > 0 && `Takes more than they can ever hold: ${list(tooSmall, (agent) => `${agent.name} (capacity ${agent.capacity}, this takes ${unitsOf(work, agent.capacity)})`)}.`,
    plan.kind === 'wait' && plan.until !== null && plan.until !== nextDropAt && `Everybody has been asked; ${names(declined)} may be asked again at ${plan.until}.`,
    plan.kind === 'ask' && 'Everybody has been asked; about to be offered again.',
    plan.kind === 'overflow' && 'Nobody is left to ask; about to go to the overflow assignee.',
  ].filter((reason) => typeof reason === 'string')
  return reasons.length > 0 ? reasons : [queueIsEmpty ? 'Nobody active is in the queue.' : 'No member of the queue is online.']
}

function offerReason(offer: NonNullable<PendingWork['offer']>, agents: readonly Agent[]): string {
  const name = agents.find((agent) => agent.id === offer.agentId)?.name ?? offer.agentId
  return `Offered to ${name} since ${offer.since}${offer.until === null ? '' : `, until ${offer.until}`}; waits for their answer.`
}

function names(agents: readonly Agent[]): string {
  return list(agents, (agent) => agent.name)
}

function list(agents: readonly Agent[], describe: (agent: Agent) => string): string {
  const named = agents.slice(0, NAMED_AT_MOST).map(describe).join(', ')
  return agents.length > NAMED_AT_MOST ? `${named} and ${agents.length - NAMED_AT_MOST} more` : named
}
