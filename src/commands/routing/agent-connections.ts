// Agents come and go with their omniChannel subscriptions (O4): presence outlives the last one by a grace, so that a reload
// is not a logout.
import { loadAgent } from '../../store/agents.ts'
import { isConnected, userOfConnection } from '../../store/agent-connections.ts'
import { joinChanges, type ChangeSet } from '../../store/commit.ts'
import { decideAndSave, NO_CHANGES } from '../decide-and-save.ts'
import type { Shell } from '../shell.ts'
import { endPresenceKey } from './agent-ledger.ts'
import { ledgerOf } from './held-work.ts'

/** One omniChannel subscription. `processId` is that of a ServerProcess row whose heartbeat is kept up. */
export type AgentConnectionInput = { connectionId: string; userId: string; processId: string }

/** A subscription of an agent began: their presence no longer ends. Call it before the first event is delivered. */
export function connectAgent(shell: Shell, { connectionId, userId, processId }: AgentConnectionInput): Promise<null> {
  return decideAndSave<null>(shell, async (now) => {
    const agent = await loadAgent(shell.pool, userId)
    const connection: ChangeSet = { writes: [{ kind: 'insert', table: 'AgentConnection', rows: [{ id: connectionId, userId, processId, connectedAt: now }] }], events: [], jobs: [] }
    if (!agent?.presence) return { answer: null, changes: connection }
    // Touched even when nothing is cleared, so that a disconnection decided at this moment is decided again.
    const ledger = ledgerOf(agent, now)
    ledger.setDisconnectedAt(null)
    return { answer: null, changes: joinChanges(connection, ledger.changes(), { writes: [], events: [], jobs: [{ remove: endPresenceKey(userId) }] }) }
  })
}

/**
 * A subscription of an agent ended, or its process died (`since`: when that was last known to be alive). When it was their last
 * while they are online, their presence ends `disconnectGraceSeconds` after that unless they come back. Calling it twice is harmless.
 */
export function disconnectAgent(shell: Shell, connectionId: string, since: Date | null = null): Promise<null> {
  return decideAndSave<null>(shell, async (now) => {
    const userId = await userOfConnection(shell.pool, connectionId)
    if (userId === null) return { answer: null, changes: NO_CHANGES }
    const gone: ChangeSet = { writes: [{ kind: 'delete', table: 'AgentConnection', rows: [{ id: connectionId }], ifPresent: true }], events: [], jobs: [] }
    // One after the other: whatever changes the answer to the second question after the first was read changes the agent too.
    const agent = await loadAgent(shell.pool, userId)
    const isStillThere = await isConnected(shell.pool, userId, connectionId)
    if (!agent || agent.presence === null || agent.presence.statusId === null) return { answer: null, changes: gone }
    const ledger = ledgerOf(agent, now)
    // Touched in any case: of two that go at once, the second is decided again, and sees that it was the last.
    const disconnectedAt = isStillThere ? agent.presence.disconnectedAt : latest(agent.presence.disconnectedAt, since === null || since > now ? now : since)
    ledger.setDisconnectedAt(disconnectedAt)
    if (isStillThere || disconnectedAt === null) return { answer: null, changes: joinChanges(gone, ledger.changes()) }
    const runAt = new Date(disconnectedAt.getTime() + agent.configuration.disconnectGraceSeconds * 1000)
    const job = { task: 'end-presence', payload: { userId, disconnectedAt: disconnectedAt.toISOString() }, runAt, key: endPresenceKey(userId), maxAttempts: 25 }
    return { answer: null, changes: joinChanges(gone, ledger.changes(), { writes: [], events: [], jobs: [job] }) }
  })
}

/**
 * The grace is over: an agent who has not come back since `disconnectedAt` is offline from now on, and their offers go to others.
 * Called by their job; doing it twice, or for an earlier disconnection, changes nothing.
 */
export function endPresence(shell: Shell, { userId, disconnectedAt }: { userId: string; disconnectedAt: Date }): Promise<null> {
  return decideAndSave<null>(shell, async (now) => {
    const agent = await loadAgent(shell.pool, userId)
    const isBack = await isConnected(shell.pool, userId)
    if (agent?.presence?.disconnectedAt?.getTime() !== disconnectedAt.getTime()) return { answer: null, changes: NO_CHANGES }
    const ledger = ledgerOf(agent, now)
    ledger.setDisconnectedAt(null)
    if (!isBack) ledger.setStatus(null, agent.work)
    return { answer: null, changes: ledger.changes() }
  })
}

// They may have been connected elsewhere meanwhile, and have left there.
function latest(known: Date | null, at: Date): Date {
  return known !== null && known > at ? known : at
}
