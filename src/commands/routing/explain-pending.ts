// Why pending work is not with an agent yet, for supervisors (O8): the router's own reasons, on the state as it is now.
import { waitingReasons } from '../../core/routing/waiting-reasons.ts'
import { loadUnattended } from '../../store/people.ts'
import { loadPendingToExplain } from '../../store/routing-pass.ts'
import type { Shell } from '../shell.ts'
import { agentOf, pendingWorkOf } from './route-pending-work.ts'

/** The reasons of each pending work, in the order asked; none for what is no longer pending. */
export async function explainPending(shell: Shell, ids: readonly string[]): Promise<(readonly string[])[]> {
  const { pending, agents } = await loadPendingToExplain(shell.pool, ids)
  const online = agents.map(agentOf), empty = await loadUnattended(shell.pool, pending.map((row) => row.pending.queueId))
  const now = shell.now().toISOString()
  const reasons = new Map(pending.map((row) => [row.pending.id, waitingReasons(pendingWorkOf(row.pending, row.hasOverflow, row.offer), online, now, empty.has(row.pending.queueId))]))
  return ids.map((id) => reasons.get(id) ?? [])
}
