// The caller's own Omni-Channel widget: presence, capacity, work.
import DataLoader from 'dataloader'
import type { Pool } from 'pg'
import { choosableStatuses } from '../../core/routing/presence.ts'
import { loadWorkload, type LoadedAgent } from '../../store/agents.ts'
import { loadAgentWorkPage } from '../../store/agent-work.ts'
import type { Db } from '../../store/query.ts'
import { loadPresenceStatuses } from '../../store/routing-settings.ts'
import { atOneMoment } from '../../store/transaction.ts'
import { builder } from '../builder.ts'
import { connection, pageArgs, pageComplexity } from '../connections.ts'
import { AgentWorkConnection, AgentWorkStatus } from './agent-work.ts'
import { Group } from './group.ts'
import { PresenceUserConfig, ServicePresenceStatus } from './presence.ts'

type Read = (db: Db) => Promise<unknown>

// Workload and work that one document asks for are read at one moment: the one is the sum of the other, always (O5).
const reads = new WeakMap<LoadedAgent, DataLoader<Read, unknown>>()

function readWithRest<Answer>(agent: LoadedAgent, pool: Pool, read: (db: Db) => Promise<Answer>): Promise<Answer> {
  let all = reads.get(agent)
  if (all === undefined) reads.set(agent, all = new DataLoader<Read, unknown>(async (asked) => (asked.length === 1 ? [await asked[0]!(pool)] : atOneMoment(pool, asked)), { cache: false }))
  return all.load(read) as Promise<Answer>
}

export const OmniChannel = builder.objectRef<LoadedAgent>('OmniChannel').implement({
  description: 'The caller as an agent: presence, capacity and work.',
  fields: (t) => ({
    presence: t.field({ type: ServicePresenceStatus, nullable: true, description: 'The status they have; null: offline.', resolve: (agent) => agent.status }),
    presenceSince: t.field({ type: 'DateTime', nullable: true, description: 'Since when; null when they were never online.', resolve: (agent) => agent.presence?.since ?? null }),
    configuration: t.field({ type: PresenceUserConfig, description: 'How they work with Omni-Channel.', resolve: (agent) => agent.configuration }),
    configuredCapacity: t.float({ description: 'Units of work that they can hold at once.', resolve: (agent) => agent.configuration.capacity }),
    currentWorkload: t.float({ description: 'Units of work that they hold now: the sum of the weights of their offered and accepted work.', resolve: (agent, _, { shell }) => readWithRest(agent, shell.pool, (db) => loadWorkload(db, agent.userId)) }),
    availableStatuses: t.field({
      type: [ServicePresenceStatus], description: 'The statuses that they may choose, by label.',
      resolve: async (agent, _, { shell }) => [...choosableStatuses(await loadPresenceStatuses(shell.pool), agent.presenceStatuses)],
    }),
    queues: t.field({
      type: [Group], description: 'The queues that they are a member of, nested groups included.',
      resolve: async (agent, _, { load }) => (await Promise.all(agent.queueIds.map((id) => load.group.load(id)))).filter((group) => group !== null),
    }),
    agentWork: t.field({
      type: AgentWorkConnection, description: 'Their work, latest first.',
      args: { ...pageArgs(), status: t.arg({ type: [AgentWorkStatus], description: 'Only these; all unless given.' }) }, complexity: pageComplexity,
      resolve: (agent, { status, ...page }, { shell }) => connection(page, (request) => readWithRest(agent, shell.pool, (db) => loadAgentWorkPage(db, agent.userId, status ?? null, request))),
    }),
  }),
})

builder.queryField('omniChannel', (t) => t.field({
  type: OmniChannel, description: 'The caller\'s own Omni-Channel widget.',
  resolve: async (_, __, { viewer, load }) => (await load.agent.load(viewer.id))!,
}))
