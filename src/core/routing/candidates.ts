// Who of a queue could be asked about one piece of work now, and why the others not: what routing decides on and what
// its reasons are made of. The rules about declining are here.
import type { Agent } from './agent.ts'
import { fits, unitsOf } from './capacity.ts'
import type { PendingWork } from './pending-work.ts'
import { missingSkills, skillsStillRequired } from './skills.ts'

/**
 * How long the last one who declined is left in peace when there is nobody else to ask. A change of their presence ends it
 * early, since they say by it that they are there.
 */
export const ASK_AGAIN_AFTER_SECONDS = 5

/** The agents of the work's queue who are online, sorted by what stands in the way. Everybody is in exactly one list. */
export type Candidates = {
  /** Can be asked now: have room and the skills, and have not declined. */
  ready: readonly Agent[]
  /** Have not declined, but no room at present. */
  full: readonly Agent[]
  /** Have declined since everybody was last asked, whatever else stands in their way. */
  declined: readonly Agent[]
  /** Online and not declined, but busy. */
  busy: readonly Agent[]
  unskilled: readonly Agent[]
  /** It takes more than they could ever hold. */
  tooSmall: readonly Agent[]
  requiredSkills: readonly string[]
  /** When fewer skills are asked for; null: never. */
  nextDropAt: string | null
}

/** Sorts the members of the work's queue who are online. `agents` may hold members of other queues. */
export function candidatesFor(work: PendingWork, agents: readonly Agent[], now: string): Candidates {
  const { skills: requiredSkills, nextDropAt } = skillsStillRequired(work, now)
  const lists = { ready: [] as Agent[], full: [] as Agent[], declined: [] as Agent[], busy: [] as Agent[], unskilled: [] as Agent[], tooSmall: [] as Agent[] }
  for (const agent of agents) {
    if (!agent.queueIds.includes(work.queueId)) continue
    lists[standingOf(work, agent, requiredSkills)].push(agent)
  }
  return { ...lists, requiredSkills, nextDropAt }
}

function standingOf(work: PendingWork, agent: Agent, requiredSkills: readonly string[]) {
  const units = unitsOf(work, agent.capacity)
  if (missingSkills(requiredSkills, agent.skills).length > 0) return 'unskilled'
  if (units > agent.capacity) return 'tooSmall'
  if (hasDeclined(work, agent)) return 'declined'
  if (agent.availability === 'BUSY') return 'busy'
  return fits(units, agent) ? 'ready' : 'full'
}

// Who has come online anew since is asked like anybody else.
function hasDeclined(work: PendingWork, { id, onlineSince }: Agent): boolean {
  return work.declinedBy.includes(id) && !(onlineSince !== null && work.lastDeclinedAt !== null && onlineSince > work.lastDeclinedAt)
}

/** What the router does with one piece of work that nobody is offered. */
export type Plan =
  | { kind: 'ask'; agents: readonly Agent[]; isNewRound: boolean }
  | { kind: 'overflow' }
  /** Nobody can be asked; `until` is when that changes by itself, null: only when something else changes. */
  | { kind: 'wait'; until: string | null }

/**
 * Whom to ask (O3). First those who are ready. Else, while somebody who has not declined is merely full, it waits for them.
 * When everybody who is available has been asked: the overflow assignee takes it, where the queue names one and nobody is
 * busy who has not declined; otherwise a new round begins with those who declined, the last one only when they are the only one,
 * and only after ASK_AGAIN_AFTER_SECONDS or a change of their presence. No member online, or none who could ever take it, counts as everybody asked.
 */
export function planFor(work: PendingWork, candidates: Candidates, now: string): Plan {
  const { ready, full, declined, busy, nextDropAt } = candidates
  if (work.routingModel === 'EXTERNAL_ROUTING') return { kind: 'wait', until: null }
  if (ready.length > 0) return { kind: 'ask', agents: ready, isNewRound: false }
  if (full.length > 0) return { kind: 'wait', until: nextDropAt }
  if (work.hasOverflow) return busy.length === 0 && nextDropAt === null ? { kind: 'overflow' } : { kind: 'wait', until: nextDropAt }
  const again = declined.filter((agent) => agent.availability === 'AVAILABLE' && fits(unitsOf(work, agent.capacity), agent))
  const last = work.declinedBy.at(-1)
  const others = again.filter((agent) => agent.id !== last)
  if (others.length > 0) return { kind: 'ask', agents: others, isNewRound: true }
  if (again.length === 0 || work.lastDeclinedAt === null) return { kind: 'wait', until: nextDropAt }
  const { lastDeclinedAt } = work
  const askAgainAt = new Date(Date.parse(lastDeclinedAt) + ASK_AGAIN_AFTER_SECONDS * 1000).toISOString()
  if (askAgainAt <= now || again.some(({ since }) => since > lastDeclinedAt)) return { kind: 'ask', agents: again, isNewRound: true }
  return { kind: 'wait', until: nextDropAt !== null && nextDropAt < askAgainAt ? nextDropAt : askAgainAt }
}
