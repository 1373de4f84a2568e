// What one command changes for one agent: their agent work, workload and presence, collected and then written as one
// update of each row, with the events they hear in order.
import { withoutWork, withWork } from '../../core/routing/capacity.ts'
import { availabilityOf, takesBackOffers } from '../../core/routing/presence.ts'
import type { HeldWork } from '../../store/agents.ts'
import type { ChangeSet, Job, Write } from '../../store/commit.ts'
import type { OutgoingEvent } from '../../store/event-log.ts'
import type { AgentPresence, AgentWork, PendingServiceRouting, ServicePresenceStatus } from '../../store/routing-rows.ts'

/** How agent work ends; which event tells the agent. */
const EVENT_OF_END = {
  CLOSED: 'WorkClosed', DECLINED: 'WorkDeclined', DECLINED_ON_PUSH_TIMEOUT: 'WorkPushTimedOut',
  UNAVAILABLE: 'WorkCanceled', CANCELED: 'WorkCanceled', TRANSFERRED: 'WorkCanceled',
} as const

/** How agent work ends. */
export type WorkEnd = keyof typeof EVENT_OF_END

/** A work item as events show it: its whole row, as it is after the change. */
export type WorkItemSnapshot = { readonly id: string; readonly runId: string; readonly [column: string]: unknown }

/** What of an agent the ledger needs. `presence` null: was never online. */
export type LedgerAgent = { userId: string; presence: Pick<AgentPresence, 'statusId' | 'since' | 'onlineSince' | 'workload' | 'lastWorkAt' | 'disconnectedAt' | 'toldCapacity' | 'version'> | null; capacity: number }

/** Key under which the job waits that ends an offer nobody answers. */
export function pushTimeoutKey(agentWorkId: string): string {
  return `push-timeout:${agentWorkId}`
}

/** Key under which the job waits that ends a disconnected agent's presence. */
export function endPresenceKey(userId: string): string {
  return `end-presence:${userId}`
}

export function agentTopic(userId: string): string {
  return `agent:${userId}`
}

export function queueTopic(queueId: string): string {
  return `queue:${queueId}`
}

const NEVER_ONLINE = { statusId: null, since: null, onlineSince: null, workload: 0, lastWorkAt: null, disconnectedAt: null, toldCapacity: null }

/** Collects what happens to one agent at one moment; `changes()` says it all as a change set. */
export class AgentLedger {
  readonly userId: string
  readonly #agent: LedgerAgent
  readonly #now: Date
  readonly #writes: Write[] = []
  readonly #events: OutgoingEvent[] = []
  readonly #jobs: Job[] = []
  #presence: Omit<AgentPresence, 'userId' | 'version'>
  #isTouched = false

  constructor(agent: LedgerAgent, now: Date) {
    this.userId = agent.userId
    this.#agent = agent
    this.#now = now
    this.#presence = { ...NEVER_ONLINE, ...agent.presence }
  }

  /** Units of capacity taken as far as the ledger has come. */
  get workload(): number {
    return this.#presence.workload
  }

  /** Work comes to the agent, offered (ASSIGNED) or accepted at once (OPENED). It takes its weight. */
  take(agentWork: AgentWork, workItem: WorkItemSnapshot): void {
    this.#touch({ workload: withWork(this.workload, agentWork.capacityWeight), lastWorkAt: this.#now })
    this.#writes.push(
      { kind: 'insert', table: 'AgentWork', rows: [agentWork] },
      { kind: 'insert', table: 'RunParticipant', ifAbsent: true, rows: [{ runId: workItem.runId, principalId: this.userId }] },
    )
    const offered = agentWork.status === 'OPENED' ? { ...agentWork, status: 'ASSIGNED', acceptedAt: null } : agentWork
    this.#tell('WorkAssigned', offered, agentWork.status === 'OPENED' ? { ...workItem, agentId: null } : workItem)
    if (agentWork.status === 'OPENED') this.#tell('WorkAccepted', agentWork, workItem)
    if (agentWork.status === 'ASSIGNED' && agentWork.pushTimeoutAt !== null) {
      this.#jobs.push({ task: 'push-timeout', payload: { agentWorkId: agentWork.id }, runAt: agentWork.pushTimeoutAt, key: pushTimeoutKey(agentWork.id), maxAttempts: 25 })
    }
  }

  /** The agent accepts what they were offered. Returns the agent work as it is then. */
  accept(agentWork: AgentWork, workItem: WorkItemSnapshot): AgentWork {
    const after: AgentWork = { ...agentWork, status: 'OPENED', acceptedAt: this.#now }
    this.#save(after)
    this.#tell('WorkAccepted', after, workItem)
    return after
  }

  /** The agent's work ends and gives its weight back. `workItem` is what the event shows. Returns the agent work as it is then. */
  end(agentWork: AgentWork, how: WorkEnd, workItem: WorkItemSnapshot, declineReason: string | null = null): AgentWork {
    const isDecline = how === 'DECLINED' || how === 'DECLINED_ON_PUSH_TIMEOUT'
    const after: AgentWork = { ...agentWork, status: how, ...(isDecline ? { declinedAt: this.#now, declineReason } : { closedAt: this.#now }) }
    this.#touch({ workload: withoutWork(this.workload, agentWork.capacityWeight) })
    this.#save(after)
    this.#tell(EVENT_OF_END[how], after, workItem)
    return after
  }

  /**
   * The agent's status changes; null is offline. Going offline takes back every offer among `work` that is not accepted yet
   * (O4): it waits again, at its age. Accepted work stays and keeps counting.
   */
  setStatus(status: ServicePresenceStatus | null, work: readonly HeldWork[]): void {
    if ((status?.id ?? null) === this.#presence.statusId) return
    const isOffline = takesBackOffers(availabilityOf(status))
    this.#touch({ statusId: status?.id ?? null, since: this.#now, onlineSince: isOffline ? null : this.#presence.onlineSince ?? this.#now })
    for (const { agentWork, pending, workItem } of isOffline ? work : []) {
      if (agentWork.status !== 'ASSIGNED') continue
      this.end(agentWork, 'UNAVAILABLE', workItem)
      if (pending !== null) this.#writes.push(releasePending(pending, pending.declinedBy, pending.lastDeclinedAt))
    }
    this.#events.push({ topic: agentTopic(this.userId), kind: 'PresenceChanged', payload: { presence: status }, occurredAt: this.#now })
  }

  /** When the agent's last connection went; null: connected. */
  setDisconnectedAt(disconnectedAt: Date | null): void {
    this.#touch({ disconnectedAt })
  }

  /** Has the agent told of a capacity that is another than they were told of last. */
  tellCapacity(): void {
    this.#touch({})
  }

  /** Everything collected, with one update of the agent's presence, and WorkloadChanged when the workload or the capacity is another. */
  changes(): ChangeSet {
    const { presence, userId, capacity } = this.#agent
    if (!this.#isTouched) return { writes: this.#writes, events: this.#events, jobs: this.#jobs }
    const { statusId, since, onlineSince, workload, lastWorkAt, disconnectedAt } = this.#presence
    const row = { userId, statusId, since, onlineSince, workload, lastWorkAt, disconnectedAt, toldCapacity: capacity }
    const write: Write = presence === null
      ? { kind: 'insert', table: 'AgentPresence', rows: [{ ...row, version: 1 }] }
      : { kind: 'update', table: 'AgentPresence', key: ['userId'], rows: [{ ...row, version: presence.version }] }
    const isSame = this.workload === (presence?.workload ?? 0) && capacity === (presence?.toldCapacity ?? capacity)
    const workloadChanged: OutgoingEvent[] = isSame ? [] : [{
      topic: agentTopic(userId), kind: 'WorkloadChanged', payload: { configuredCapacity: capacity, currentWorkload: this.workload }, occurredAt: this.#now,
    }]
    return { writes: [...this.#writes, write], events: [...this.#events, ...workloadChanged], jobs: this.#jobs }
  }

  #touch(change: Partial<AgentPresence>): void {
    this.#presence = { ...this.#presence, ...change }
    this.#isTouched = true
  }

  // An answered offer no longer times out.
  #save(after: AgentWork): void {
    const { id, version, status, acceptedAt, declinedAt, declineReason, closedAt } = after
    this.#touch({})
    this.#writes.push({ kind: 'update', table: 'AgentWork', key: ['id'], rows: [{ id, version, status, acceptedAt, declinedAt, declineReason, closedAt }] })
    if (after.pushTimeoutAt !== null && after.status !== 'CLOSED') this.#jobs.push({ remove: pushTimeoutKey(id) })
  }

  #tell(kind: string, agentWork: object, workItem: WorkItemSnapshot): void {
    this.#events.push({ topic: agentTopic(this.userId), kind, payload: { agentWork, workItem }, occurredAt: this.#now })
  }
}

/** The write by which pending work is nobody's offer any more. */
export function releasePending(pending: PendingServiceRouting, declinedBy: readonly string[], lastDeclinedAt: Date | null): Write {
  return offerWrite({ ...pending, offeredAgentWorkId: null, offeredToId: null, declinedBy: [...declinedBy], lastDeclinedAt })
}

/** The write that says to whom pending work is offered; guarded by its version. */
export function offerWrite(pending: PendingServiceRouting): Write {
  const { id, version, attempts, offeredAgentWorkId, offeredToId, declinedBy, lastDeclinedAt } = pending
  return { kind: 'update', table: 'PendingServiceRouting', key: ['id'], rows: [{ id, version, attempts, offeredAgentWorkId, offeredToId, declinedBy, lastDeclinedAt }] }
}

/** The write that takes pending work away; guarded by its version. */
export function deletePending(pending: PendingServiceRouting): Write {
  return { kind: 'delete', table: 'PendingServiceRouting', rows: [{ id: pending.id, version: pending.version }] }
}

/** The write that says whose a work item is through Omni-Channel; null: nobody's. */
export function agentOfWorkItem(workItemId: string, agentId: string | null): Write {
  return { kind: 'update', table: 'WorkItem', key: ['id'], rows: [{ id: workItemId, agentId }] }
}
