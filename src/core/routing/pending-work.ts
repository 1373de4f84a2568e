// Work that waits for an agent, and the order in which it is taken (O1).

export type RoutingModel = 'LEAST_ACTIVE' | 'MOST_AVAILABLE' | 'EXTERNAL_ROUTING'

/** One work item that waits to be accepted. Times are RFC 3339 in UTC with milliseconds. */
export type PendingWork = {
  id: string
  queueId: string
  routingModel: RoutingModel
  /** Lower is taken first; 0 is best. */
  routingPriority: number
  /** Decides between equals; null comes after every number. */
  secondaryPriority: number | null
  /** Units of capacity, or percent of the agent's capacity; neither: 1 unit (capacity.ts). */
  capacityWeight: number | null
  capacityPercentage: number | null
  /** Asked for as "name" or "name:level" (skills.ts). */
  skills: readonly string[]
  /** One skill fewer is asked for after each such interval; null: never. */
  dropSkillsAfterSeconds: number | null
  /** Its age; kept when it comes back from an agent. */
  queuedAt: string
  /** Whom it is offered to now, since when and until when (null: for as long as they like); null: nobody. */
  offer: { agentId: string; since: string; until: string | null } | null
  /** Who declined it or let it time out since everybody was last asked, latest last. */
  declinedBy: readonly string[]
  lastDeclinedAt: string | null
  /** Whether its queue names somebody who takes what nobody else does. */
  hasOverflow: boolean
}

/** Orders pending work as it is routed: routing priority, secondary priority (none last), age, id (O1). */
export function comparePendingWork(a: PendingWork, b: PendingWork): number {
  return a.routingPriority - b.routingPriority
    || compareNullsLast(a.secondaryPriority, b.secondaryPriority)
    || compareText(a.queuedAt, b.queuedAt)
    || compareText(a.id, b.id)
}

/** Plain order of ids and of RFC 3339 times in UTC: by code units, never by locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function compareNullsLast(a: number | null, b: number | null): number {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  return a - b
}
