// Whether the org has room for what files bring (domain 1.16): foreseen, so that no deployment stops half way.
import { MAX_ACTIVE_DEFINITIONS, MAX_DEFINITIONS, MAX_VERSIONS } from '../../core/definition-limits.ts'
import type { Api } from '../api.ts'
import type { DefinitionFile, FileFault } from './definition-files.ts'
import { countDefinitions, type Deployed } from './deployed.ts'

/** A file that would be saved and activated, with what the server has of it; null: nothing. */
export type Arrival = { readonly file: DefinitionFile; readonly onServer: Deployed<unknown> | null }

/** Whether saving it makes a version that there is no room for. */
export function isFull(onServer: Deployed<unknown> | null): boolean {
  return onServer !== null && !onServer.hasDraft && onServer.versionCount >= MAX_VERSIONS
}

/** The faults of those that there is no room for, when they come in this order. `prune`: versions may be deleted to make some. */
export async function roomFaults(api: Api, arrivals: readonly Arrival[], prune: boolean): Promise<FileFault[]> {
  const full = prune ? [] : arrivals.filter(({ onServer }) => isFull(onServer))
  const added = arrivals.filter(({ onServer }) => onServer === null)
  const activated = arrivals.filter(({ onServer }) => onServer === null || onServer.active === null)
  // Counting takes a request for each hundred of them, and what replaces another version takes no room.
  const { all, active } = activated.length === 0 ? { all: 0, active: 0 } : await countDefinitions(api)
  return [
    ...full.map(fault(`it has ${MAX_VERSIONS} versions on the server, as many as there may be; with --prune, the oldest that nothing runs on is deleted`)),
    ...added.slice(Math.max(MAX_DEFINITIONS - all, 0)).map(fault(`there may be ${MAX_DEFINITIONS} flows and orchestrations: ${all} are on the server, and the files bring ${added.length} more`)),
    ...activated.slice(Math.max(MAX_ACTIVE_DEFINITIONS - active, 0)).map(fault(`${MAX_ACTIVE_DEFINITIONS} flows and orchestrations may be active: ${active} are, and the files bring ${activated.length} more`)),
  ]
}

function fault(message: string): (arrival: Arrival) => FileFault {
  return ({ file: { file } }) => ({ file, path: [], message })
}
