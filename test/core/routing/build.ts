// Agents and pending work for the router's tests, with everything that a test does not care about filled in.
import type { Agent } from '../../../src/core/routing/agent.ts'
import type { PendingWork } from '../../../src/core/routing/pending-work.ts'

/** The time that tests call now. */
export const NOW = '2026-06-01T12:00:00.000Z'

/** So many seconds after NOW; negative: before. */
export function at(seconds: number): string {
  return new Date(Date.parse(NOW) + seconds * 1000).toISOString()
}

/** A free agent of queue q with a capacity of 5. */
export function agent(id: string, change: Partial<Agent> = {}): Agent {
  return { id, name: id, availability: 'AVAILABLE', since: at(-3600), onlineSince: at(-3600), lastWorkAt: null, capacity: 5, workload: 0, skills: [], queueIds: ['q'], ...change }
}

/** Work of queue q that takes one unit. */
export function work(id: string, change: Partial<PendingWork> = {}): PendingWork {
  return {
    id, queueId: 'q', routingModel: 'LEAST_ACTIVE', routingPriority: 1, secondaryPriority: null, capacityWeight: null, capacityPercentage: null, skills: [],
    dropSkillsAfterSeconds: null, queuedAt: at(-60), offer: null, declinedBy: [], lastDeclinedAt: null, hasOverflow: false, ...change,
  }
}
