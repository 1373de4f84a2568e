// An agent chooses a presence status, or logs out (O4).
import { choosableStatuses } from '../../core/routing/presence.ts'
import type { Viewer } from '../../core/viewer.ts'
import { ForbiddenError, NotFoundError } from '../../errors.ts'
import { loadAgent } from '../../store/agents.ts'
import type { ServicePresenceStatus } from '../../store/routing-rows.ts'
import { decideAndSave } from '../decide-and-save.ts'
import type { Shell } from '../shell.ts'
import { ledgerOf } from './held-work.ts'

/**
 * Gives the viewer the status with this API name; null logs them out. Going offline takes back the offers that they have not
 * accepted; what they have accepted stays theirs. Answers with the status; choosing the present one again changes nothing.
 * Throws NotFoundError (no such status), ForbiddenError (not one of theirs).
 */
export function setPresence(shell: Shell, viewer: Viewer, statusApiName: string | null): Promise<ServicePresenceStatus | null> {
  return decideAndSave(shell, async (now) => {
    const [agent, all] = await Promise.all([loadAgent(shell.pool, viewer.id), shell.prisma.servicePresenceStatus.findMany()])
    if (agent === null) throw new NotFoundError('There is no such user.')
    const status = statusApiName === null ? null : all.find(({ apiName }) => apiName === statusApiName)
    if (status === undefined) throw new NotFoundError(`There is no presence status "${statusApiName}".`)
    if (status !== null && !choosableStatuses(all, agent.presenceStatuses).includes(status)) throw new ForbiddenError(`The presence status "${statusApiName}" is not one of yours; omniChannel.availableStatuses has those that are.`)
    const ledger = ledgerOf(agent, now)
    ledger.setStatus(status, agent.work)
    if (status === null && agent.presence?.disconnectedAt) ledger.setDisconnectedAt(null)
    return { answer: status, changes: ledger.changes() }
  })
}
