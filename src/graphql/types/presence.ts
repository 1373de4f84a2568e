// Presence statuses, and how agents work with Omni-Channel. Saved by routing-configuration.mutations.ts.
import { builder } from '../builder.ts'
import { asNode } from '../nodes.ts'

export const ServicePresenceStatus = builder.prismaObject('ServicePresenceStatus', {
  description: 'What agents can say of themselves.',
})

builder.prismaObjectFields(ServicePresenceStatus, (t) => ({
  apiName: t.exposeString('apiName', { description: 'Its name for programs: unique.' }),
  label: t.exposeString('label', { description: 'Its name for people.' }),
  isOnline: t.exposeBoolean('isOnline', { description: 'Whether agents with it are there; who isn\'t online is offered nothing, and offers not accepted go to others.' }),
  isBusy: t.exposeBoolean('isBusy', { description: 'Whether agents with it get no new offers; they keep those they have.' }),
}))

asNode(ServicePresenceStatus, { idOf: (status) => status.id, load: (id, { load }) => load.presenceStatus.load(id) })

export const PresenceUserConfig = builder.prismaObject('PresenceUserConfig', {
  description: 'How some agents work with Omni-Channel. "Default" holds for everybody without one of their own.',
})

builder.prismaObjectFields(PresenceUserConfig, (t) => ({
  apiName: t.exposeString('apiName', { description: 'Its name for programs: unique.' }),
  capacity: t.exposeFloat('capacity', { description: 'Units of work that an agent can hold at once.' }),
  isAutoAccept: t.exposeBoolean('isAutoAccept', { description: 'Whether what is offered is accepted at once.' }),
  isDeclineEnabled: t.exposeBoolean('isDeclineEnabled', { description: 'Whether agents may decline.' }),
  isDeclineReasonEnabled: t.exposeBoolean('isDeclineReasonEnabled', { description: 'Whether they must say why.' }),
  disconnectGraceSeconds: t.exposeInt('disconnectGraceSeconds', { description: 'How long presence outlives the last `omniChannel` subscription.' }),
  statusOnDecline: t.field({ type: ServicePresenceStatus, nullable: true, description: 'The status they get when they decline; null: they keep theirs.', resolve: (config, _, { load }) => (config.statusOnDeclineId === null ? null : load.presenceStatus.load(config.statusOnDeclineId)) }),
  statusOnPushTimeout: t.field({ type: ServicePresenceStatus, nullable: true, description: 'The status they get when they let an offer time out; null: they keep theirs.', resolve: (config, _, { load }) => (config.statusOnPushTimeoutId === null ? null : load.presenceStatus.load(config.statusOnPushTimeoutId)) }),
}))

asNode(PresenceUserConfig, { idOf: (config) => config.id, load: (id, { load }) => load.presenceConfig.load(id) })
