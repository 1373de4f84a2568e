// Rows of Omni-Channel routing, as queries of this folder hand them out: in Prisma's shape, wherever they came from.
import type { AgentPresence, AgentWork, PendingServiceRouting, PresenceUserConfig, ServicePresenceStatus, WorkItem } from '../../prisma/generated/client/client.ts'

export type { AgentPresence, AgentWork, PendingServiceRouting, PresenceUserConfig, ServicePresenceStatus, WorkItem }

const DATES = [
  'since', 'onlineSince', 'lastWorkAt', 'disconnectedAt', 'queuedAt', 'lastDeclinedAt', 'requestedAt', 'assignedAt', 'pushTimeoutAt', 'acceptedAt', 'declinedAt', 'closedAt',
  'createdDate', 'completedAt', 'dueAt', 'startedAt', 'endedAt', 'occurredAt', 'pausedAt', 'wakeAt', 'lastModifiedDate',
]

/** A row that came as JSON (to_json), with its times as dates again. */
export function revived<Row extends object>(json: Row): Row {
  const row = { ...json } as Record<string, unknown>
  for (const column of DATES) {
    if (typeof row[column] === 'string') row[column] = new Date(row[column])
  }
  return row as Row
}

/** As `revived`, for a row that may be missing. */
export function revivedOrNull<Row extends object>(json: Row | null): Row | null {
  return json === null ? null : revived(json)
}
