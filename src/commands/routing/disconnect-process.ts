// A process has died: the agents who were connected to it are gone since it was last heard of, unless they have come back
// elsewhere. Several survivors may notice at once.
import { loadConnectionsOf, loadLapsedAgents } from '../../store/agent-connections.ts'
import type { Shell } from '../shell.ts'
import { disconnectAgent, endPresence } from './agent-connections.ts'

const PAGE = 100
const AT_ONCE = 10
/** How many presences are ended by one call; the sweep comes again. */
const AT_MOST = 500

/** Disconnects the agents of a dead process as of `lastAliveAt`, and ends the presences whose grace is over by that. */
export async function disconnectProcess(shell: Shell, processId: string, lastAliveAt: Date): Promise<void> {
  let after = ''
  for (;;) {
    const page = await loadConnectionsOf(shell.pool, processId, lastAliveAt, after, PAGE)
    for (let from = 0; from < page.length; from += AT_ONCE) await Promise.all(page.slice(from, from + AT_ONCE).map((id) => disconnectAgent(shell, id, lastAliveAt)))
    if (page.length < PAGE) break
    after = page.at(-1)!
  }
  await endLapsedPresences(shell)
}

/** Ends presences whose grace is over. */
export async function endLapsedPresences(shell: Shell): Promise<void> {
  for (const lapsed of await loadLapsedAgents(shell.pool, shell.now(), AT_MOST)) await endPresence(shell, lapsed)
}
