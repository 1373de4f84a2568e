// An agent as the router sees them: one who is online, and may be busy.
import type { Load } from './capacity.ts'
import type { Availability } from './presence.ts'

/** One agent who is online. Agents who are offline are left out. */
export type Agent = Load & {
  id: string
  /** The username: how reasons name them. */
  name: string
  availability: Exclude<Availability, 'OFFLINE'>
  /** Since when they have their present status. */
  since: string
  /** Since when they are not offline; null: not known. */
  onlineSince: string | null
  /** When work last came to them; null: never. */
  lastWorkAt: string | null
  /** Held as "name" or "name:level". */
  skills: readonly string[]
  /** Queues that they are a member of, nested groups included. */
  queueIds: readonly string[]
}
