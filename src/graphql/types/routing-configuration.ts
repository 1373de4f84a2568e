// How the work of queues is routed. Saved by routing-configuration.mutations.ts.
import { builder } from '../builder.ts'
import { asNode } from '../nodes.ts'
import { Assignee, userOrGroup } from './assignee.ts'

export const RoutingModel = builder.enumType('RoutingModel', {
  description: 'Who of those who could take it gets a piece of work.',
  values: {
    LEAST_ACTIVE: { description: 'Who has the least work; of several the longest idle.' },
    MOST_AVAILABLE: { description: 'Who has the most capacity left; of several the longest idle.' },
    EXTERNAL_ROUTING: { description: 'Whom a client of this API says, by `assignAgentWork`.' },
  } as const,
})

export const QueueRoutingConfig = builder.prismaObject('QueueRoutingConfig', {
  description: 'How the work of queues is routed.',
})

builder.prismaObjectFields(QueueRoutingConfig, (t) => ({
  apiName: t.exposeString('apiName', { description: 'Its name for programs: unique.' }),
  routingModel: t.field({ type: RoutingModel, description: 'Who gets the work.', resolve: (config) => config.routingModel }),
  routingPriority: t.exposeInt('routingPriority', { description: 'Lower is routed first; 0 is best.' }),
  secondaryRoutingPriority: t.exposeInt('secondaryRoutingPriority', { nullable: true, description: 'Decides between equal priorities; none comes last.' }),
  capacityWeight: t.exposeFloat('capacityWeight', { nullable: true, description: 'Units of capacity that one piece of work takes; with no percentage either, 1.' }),
  capacityPercentage: t.exposeFloat('capacityPercentage', { nullable: true, description: 'Percent of the agent\'s capacity that one piece of work takes.' }),
  pushTimeoutSeconds: t.exposeInt('pushTimeoutSeconds', { description: 'How long an agent has to accept; 0: as long as they like.' }),
  overflowAssignee: t.field({
    type: Assignee, nullable: true, description: 'Who takes work when nobody of the queue is left to ask: everybody online has declined it or could never take it, or nobody is online. An overflow queue that overflows itself is not followed, nor a user who was deactivated.',
    resolve: (config, _, { load }) => (config.overflowUserId === null && config.overflowGroupId === null ? null : userOrGroup(load, config.overflowUserId, config.overflowGroupId)),
  }),
  skills: t.exposeStringList('skills', { description: 'Skills that an agent needs, as "name" or "name:level".' }),
  dropSkillsAfterSeconds: t.exposeInt('dropSkillsAfterSeconds', { nullable: true, description: 'After each such time of waiting one skill fewer is asked for, the last named first; null: never.' }),
}))

asNode(QueueRoutingConfig, { idOf: (config) => config.id, load: (id, { load }) => load.routingConfig.load(id) })
