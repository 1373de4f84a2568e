// The caller's own Omni-Channel widget: presence, capacity, work.
import { choosableStatuses } from '../../core/routing/presence.ts'
import type { LoadedAgent } from '../../store/agents.ts'
import { loadAgentWorkPage } from '../../store/agent-work.ts'
import { loadPresenceStatuses } from '../../store/routing-settings.ts'
import { builder } from '../builder.ts'
import { connection, pageArgs, pageComplexity } from '../connections.ts'
import { AgentWorkConnection, AgentWorkStatus } from './agent-work.ts'
import { Group } from './group.ts'
import { PresenceUserConfig, ServicePresenceStatus } from './presence.ts'

export const OmniChannel = builder.objectRef<LoadedAgent>('OmniChannel').implement({
  description: 'The caller as an agent: presence, capacity and work.',
  fields: (t) => ({
    presence: t.field({ type: ServicePresenceStatus, nullable: true, description: 'The status they have; null: offline.', resolve: (agent) => agent.status }),
    presenceSince: t.field({ type: 'DateTime', nullable: true, description: 'Since when; null when they were never online.', resolve: (agent) => agent.presence?.since ?? null }),
    configuration: t.field({ type: PresenceUserConfig, description: 'How they work with Omni-Channel.', resolve: (agent) => agent.configuration }),
    configuredCapacity: t.float({ description: 'Units of work that they can hold at once.', resolve: (agent) => agent.configuration.capacity }),
    currentWorkload: t.float({ description: 'Units of work that they hold now: the sum of the weights of their offered and accepted work.', resolve: (agent) => agent.presence?.workload ?? 0 }),
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
      resolve: (agent, { status, ...page }, { shell }) => connection(page, (request) => loadAgentWorkPage(shell.pool, agent.userId, status ?? null, request)),
    }),
  }),
})

builder.queryField('omniChannel', (t) => t.field({
  type: OmniChannel, description: 'The caller\'s own Omni-Channel widget.',
  resolve: async (_, __, { viewer, load }) => (await load.agent.load(viewer.id))!,
}))
