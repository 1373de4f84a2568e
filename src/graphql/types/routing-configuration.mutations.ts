// Saving how the org routes work.
import { savePresenceStatus, savePresenceUserConfig, saveQueueRoutingConfig } from '../../commands/routing/save-routing-settings.ts'
import { ConflictError, ForbiddenError, ValidationError } from '../../errors.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { resultUnion } from '../errors.ts'
import { clearLoaders } from '../loaders.ts'
import { AssigneeInput } from './assignee.ts'
import { PresenceUserConfig, ServicePresenceStatus } from './presence.ts'
import { QueueRoutingConfig, RoutingModel } from './routing-configuration.ts'

type Saved = { id: string }

async function saved({ load }: Context, command: Promise<Saved>): Promise<Saved> {
  const answer = await command
  clearLoaders(load)
  return answer
}

const SaveQueueRoutingConfigInput = builder.inputType('SaveQueueRoutingConfigInput', {
  description: 'A routing configuration. What is left out stays as it was; null puts the default back.',
  fields: (t) => ({
    apiName: t.string({ required: true, description: 'Its name for programs; makes a new one where there is none of this name.' }),
    routingModel: t.field({ type: RoutingModel, description: 'Who gets the work; LEAST_ACTIVE by default.' }),
    routingPriority: t.int({ description: 'Lower is routed first, 0 is best; 1 by default.' }),
    secondaryRoutingPriority: t.int({ description: 'Decides between equal priorities; none by default.' }),
    capacityWeight: t.float({ description: 'Units of capacity that one piece of work takes, at most 1,000,000,000; 1 where neither this nor a percentage is set.' }),
    capacityPercentage: t.float({ description: 'Percent of the agent\'s capacity instead, at most 100.' }),
    pushTimeoutSeconds: t.int({ description: 'How long an agent has to accept; 0, the default: as long as they like.' }),
    overflowAssignee: t.field({ type: AssigneeInput, description: 'Who takes what nobody of the queue is left for; nobody by default.' }),
    skills: t.stringList({ description: 'Skills that an agent needs, as "name" or "name:level"; none by default.' }),
    dropSkillsAfterSeconds: t.int({ description: 'After each such time one skill fewer is asked for; never by default.' }),
  }),
})

const SaveQueueRoutingConfigSuccess = builder.objectRef<Saved>('SaveQueueRoutingConfigSuccess').implement({
  description: 'The routing configuration is saved.',
  fields: (t) => ({ queueRoutingConfig: t.field({ type: QueueRoutingConfig, description: 'The routing configuration as it is now.', resolve: async ({ id }, _, { load }) => (await load.routingConfig.load(id))! }) }),
})

builder.mutationField('saveQueueRoutingConfig', (t) => t.field({
  type: SaveQueueRoutingConfigSuccess, description: 'Saves how the work of queues is routed; work that is pending already follows, offers that are made stay as they are. Takes CUSTOMIZE_APPLICATION.',
  args: { input: t.arg({ type: SaveQueueRoutingConfigInput, required: true, description: 'The configuration.' }) },
  errors: resultUnion('SaveQueueRoutingConfig', [ValidationError, ForbiddenError, ConflictError]),
  resolve: (_, { input }, context) => saved(context, saveQueueRoutingConfig(context.shell, context.viewer, input)),
}))

const SavePresenceStatusInput = builder.inputType('SavePresenceStatusInput', {
  description: 'A presence status. What is left out stays as it was; null puts the default back.',
  fields: (t) => ({
    apiName: t.string({ required: true, description: 'Its name for programs; makes a new one where there is none of this name.' }),
    label: t.string({ description: 'Its name for people; the API name by default.' }),
    isOnline: t.boolean({ description: 'Whether agents with it are there; true by default.' }),
    isBusy: t.boolean({ description: 'Whether agents with it get no new offers; false by default.' }),
  }),
})

const SavePresenceStatusSuccess = builder.objectRef<Saved>('SavePresenceStatusSuccess').implement({
  description: 'The presence status is saved.',
  fields: (t) => ({ presenceStatus: t.field({ type: ServicePresenceStatus, description: 'The presence status as it is now.', resolve: async ({ id }, _, { load }) => (await load.presenceStatus.load(id))! }) }),
})

builder.mutationField('savePresenceStatus', (t) => t.field({
  type: SavePresenceStatusSuccess, description: 'Saves what agents can say of themselves. Takes CUSTOMIZE_APPLICATION.',
  args: { input: t.arg({ type: SavePresenceStatusInput, required: true, description: 'The status.' }) },
  errors: resultUnion('SavePresenceStatus', [ValidationError, ForbiddenError, ConflictError]),
  resolve: (_, { input }, context) => saved(context, savePresenceStatus(context.shell, context.viewer, input)),
}))

const SavePresenceUserConfigInput = builder.inputType('SavePresenceUserConfigInput', {
  description: 'How some agents work with Omni-Channel. What is left out stays as it was; null puts the default back.',
  fields: (t) => ({
    apiName: t.string({ required: true, description: 'Its name for programs; makes a new one where there is none of this name. "Default" holds for everybody without one of their own.' }),
    capacity: t.float({ description: 'Units of work that an agent can hold at once, at most 1,000,000,000; 5 by default.' }),
    isAutoAccept: t.boolean({ description: 'Whether what is offered is accepted at once; false by default.' }),
    isDeclineEnabled: t.boolean({ description: 'Whether agents may decline; true by default.' }),
    isDeclineReasonEnabled: t.boolean({ description: 'Whether they must say why; false by default.' }),
    disconnectGraceSeconds: t.int({ description: 'How long presence outlives the last `omniChannel` subscription; 30 by default.' }),
    statusOnDecline: t.string({ description: 'API name of the status that they get when they decline; none by default.' }),
    statusOnPushTimeout: t.string({ description: 'API name of the status that they get when they let an offer time out; none by default.' }),
  }),
})

const SavePresenceUserConfigSuccess = builder.objectRef<Saved>('SavePresenceUserConfigSuccess').implement({
  description: 'The presence configuration is saved.',
  fields: (t) => ({ presenceUserConfig: t.field({ type: PresenceUserConfig, description: 'The presence configuration as it is now.', resolve: async ({ id }, _, { load }) => (await load.presenceConfig.load(id))! }) }),
})

builder.mutationField('savePresenceUserConfig', (t) => t.field({
  type: SavePresenceUserConfigSuccess, description: 'Saves how some agents work with Omni-Channel. Takes CUSTOMIZE_APPLICATION.',
  args: { input: t.arg({ type: SavePresenceUserConfigInput, required: true, description: 'The configuration.' }) },
  errors: resultUnion('SavePresenceUserConfig', [ValidationError, ForbiddenError, ConflictError]),
  resolve: (_, { input }, context) => saved(context, savePresenceUserConfig(context.shell, context.viewer, input)),
}))
