// Rows of Omni-Channel routing, as queries of this folder hand them out: in Prisma's shape, wherever they came from.
import type { AgentPresence, AgentWork, PendingServiceRouting, PresenceUserConfig, ServicePresenceStatus, WorkItem } from '../../prisma/generated/client/client.ts'

export type { AgentPresence, AgentWork, PendingServiceRouting, PresenceUserConfig, ServicePresenceStatus, WorkItem }

const DATES = new Set([
  'since', 'lastWorkAt', 'disconnectedAt', 'queuedAt', 'lastDeclinedAt', 'requestedAt', 'assignedAt', 'pushTimeoutAt', 'acceptedAt', 'declinedAt', 'closedAt',
  'createdDate', 'completedAt', 'dueAt', 'startedAt', 'endedAt', 'occurredAt', 'pausedAt', 'wakeAt', 'lastModifiedDate',
])

/** A row that came as JSON (to_jsonb), with its times as dates again. */
export function revived<Row extends object>(json: Row): Row {
  return Object.fromEntries(Object.entries(json).map(([column, value]) => [column, DATES.has(column) && typeof value === 'string' ? new Date(value) : value])) as Row
}

/** As `revived`, for a row that may be missing. */
export function revivedOrNull<Row extends object>(json: Row | null): Row | null {
  return json === null ? null : revived(json)
}
