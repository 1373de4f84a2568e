// One pass of the router: load what may be routed, let the core decide, save all offers of a page together. Safe beside
// other passes, here and in other processes: versions guard every row, and whoever comes second decides again (O2).
import type { Agent } from '../../core/routing/agent.ts'
import type { PendingWork } from '../../core/routing/pending-work.ts'
import { route, type Routing } from '../../core/routing/route.ts'
import { joinChanges, type ChangeSet } from '../../store/commit.ts'
import { loadPass, type OnlineAgent, type OverflowAssignee, type PassCursor, type PassPage, type RoutablePending } from '../../store/routing-pass.ts'
import type { PendingServiceRouting, WorkItem } from '../../store/routing-rows.ts'
import { decideAndSave } from '../decide-and-save.ts'
import type { Shell } from '../shell.ts'
import { AgentLedger } from './agent-ledger.ts'
import { offerChanges } from './offer.ts'
import { overflowWork } from './overflow-work.ts'

/** What a pass came to. `nextWakeAt`: when another could come to more though nothing else changes; null: never. */
export type PassOutcome = { offers: number; nextWakeAt: string | null }

const PAGE = 100
// Passes that meet each other's offers begin again; smaller saves meet less.
const OFFERS_PER_SAVE = 50

/** Routes all that can be routed now, page by page (`limit` rows each) in routing order, to the end of the backlog. */
export async function routePendingWork(shell: Shell, scope: PassPage['scope'] = 'LIKELY', limit = PAGE): Promise<PassOutcome> {
  let offers = 0
  let after: PassCursor | null = null
  let nextWakeAt: string | null = null
  for (;;) {
    const page = await routePage(shell, { scope, after, limit })
    offers += page.offers
    if (page.nextWakeAt !== null && (nextWakeAt === null || page.nextWakeAt < nextWakeAt)) nextWakeAt = page.nextWakeAt
    for (const { workItem, assignee } of page.overflows) await overflow(shell, workItem, assignee)
    if (page.next === null) return { offers, nextWakeAt }
    after = page.next
  }
}

type PageOutcome = { offers: number; waitedSeconds: number[]; nextWakeAt: string | null; overflows: { workItem: WorkItem; assignee: OverflowAssignee }[]; next: PassCursor | null }

async function routePage(shell: Shell, page: PassPage): Promise<PageOutcome> {
  let tries = 0
  // An offer takes capacity and makes none: nothing can be routed because of it that could not be before.
  const unrouted: Shell = { ...shell, wake: { ...shell.wake, routing: () => {} } }
  const outcome = await decideAndSave<PageOutcome>(unrouted, async (now) => {
    const { agents, pending, isFull } = await loadPass(shell.pool, page)
    const routing = route(pending.map(({ pending: row, overflow: assignee }) => pendingWorkOf(row, assignee !== null)), agents.map(agentOf), now.toISOString())
    const saved = routing.offers.slice(0, Math.max(1, OFFERS_PER_SAVE >> tries++))
    const isCut = saved.length < routing.offers.length
    const byId = new Map(pending.map((row) => [row.pending.id, row]))
    return {
      changes: offersChanges(shell, saved, byId, agents, now),
      answer: {
        offers: saved.length,
        waitedSeconds: saved.map(({ pendingId }) => (now.getTime() - byId.get(pendingId)!.pending.queuedAt.getTime()) / 1_000),
        nextWakeAt: routing.nextWakeAt,
        overflows: isCut ? [] : routing.overflowing.map((id) => ({ workItem: byId.get(id)!.workItem, assignee: byId.get(id)!.overflow! })),
        // Offers that were cut off are decided again from where this page began.
        next: isCut ? page.after ?? START : isFull ? cursorOf(pending) : null,
      },
    }
  })
  for (const seconds of outcome.waitedSeconds) shell.onOffered?.(seconds)
  return outcome
}

// Before every row.
const START: PassCursor = { routingPriority: -2147483648, secondaryPriority: -2147483648, queuedAt: new Date(0), id: '' }

function cursorOf(pending: readonly RoutablePending[]): PassCursor | null {
  return pending.at(-1)?.pending ?? null
}

function offersChanges(shell: Shell, offers: Routing['offers'], pending: ReadonlyMap<string, RoutablePending>, agents: readonly OnlineAgent[], now: Date): ChangeSet {
  const online = new Map(agents.map((agent) => [agent.presence.userId, agent]))
  const ledgers = new Map<string, AgentLedger>()
  const beside = offers.map((offer) => {
    const agent = online.get(offer.agentId)!
    const { pending: row, workItem } = pending.get(offer.pendingId)!
    const ledger = ledgers.get(offer.agentId) ?? new AgentLedger({ userId: offer.agentId, presence: agent.presence, capacity: agent.capacity }, now)
    ledgers.set(offer.agentId, ledger)
    const { writes, events, jobs } = offerChanges(ledger, { agentWorkId: shell.newId(), pending: row, workItem, units: offer.units, declinedBy: offer.declinedBy, isAutoAccept: agent.isAutoAccept }, now)
    return { writes, events, jobs }
  })
  return joinChanges(...[...ledgers.values()].map((ledger) => ledger.changes()), ...beside)
}

// An overflow that can't be carried out must not stop the pass; the next one tries again.
async function overflow(shell: Shell, workItem: WorkItem, assignee: OverflowAssignee): Promise<void> {
  try {
    await overflowWork(shell, workItem, assignee)
  } catch (error) {
    shell.log.warn({ err: error, workItemId: workItem.id }, 'the overflow of a work item failed')
  }
}

/** A pending row as the core sees it. */
export function pendingWorkOf(row: PendingServiceRouting, hasOverflow: boolean, offer: { assignedAt: Date; pushTimeoutAt: Date | null } | null = null): PendingWork {
  return {
    id: row.id, queueId: row.queueId, routingModel: row.routingModel, routingPriority: row.routingPriority, secondaryPriority: row.secondaryPriority,
    capacityWeight: row.capacityWeight, capacityPercentage: row.capacityPercentage, skills: row.skills, dropSkillsAfterSeconds: row.dropSkillsAfterSeconds,
    queuedAt: row.queuedAt.toISOString(),
    offer: row.offeredToId === null || offer === null ? null : { agentId: row.offeredToId, since: offer.assignedAt.toISOString(), until: offer.pushTimeoutAt?.toISOString() ?? null },
    declinedBy: row.declinedBy, lastDeclinedAt: row.lastDeclinedAt?.toISOString() ?? null, hasOverflow,
  }
}

/** An agent who is online as the core sees them. */
export function agentOf(agent: OnlineAgent): Agent {
  const { presence } = agent
  return {
    id: presence.userId, name: agent.username, availability: agent.isBusy ? 'BUSY' : 'AVAILABLE', since: presence.since!.toISOString(), onlineSince: presence.onlineSince?.toISOString() ?? null, lastWorkAt: presence.lastWorkAt?.toISOString() ?? null,
    capacity: agent.capacity, workload: presence.workload, skills: agent.skills, queueIds: agent.queueIds,
  }
}
