// Presence: which statuses somebody may choose, and what a status means for their offers (O3, O4).

/** A presence status as the org defines it. */
export type PresenceStatus = { apiName: string; isOnline: boolean; isBusy: boolean }

/** What a status comes to: offered work, there but not offered any, or gone. No status at all is offline. */
export type Availability = 'AVAILABLE' | 'BUSY' | 'OFFLINE'

/** What a status means: online and not busy is offered work; busy keeps what it has; all else is offline (O3). */
export function availabilityOf(status: Pick<PresenceStatus, 'isOnline' | 'isBusy'> | null): Availability {
  if (status === null || !status.isOnline) return 'OFFLINE'
  return status.isBusy ? 'BUSY' : 'AVAILABLE'
}

/** The statuses that somebody may choose: those they are allowed by API name; all, where none is named. */
export function choosableStatuses<Status extends PresenceStatus>(all: readonly Status[], allowed: readonly string[]): readonly Status[] {
  return allowed.length === 0 ? all : all.filter((status) => allowed.includes(status.apiName))
}

/** Whether offers that are not accepted yet are taken back: only when the agent goes offline; accepted work stays theirs (O3, O4). */
export function takesBackOffers(next: Availability): boolean {
  return next === 'OFFLINE'
}
