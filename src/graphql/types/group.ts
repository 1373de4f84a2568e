// Groups and queues, and who is in them.
import type { Group as GroupRow, User as UserRow } from '../../../prisma/generated/client/client.ts'
import { loadGroupPage, loadMemberPage, loadQueue, type MemberRow } from '../../store/people.ts'
import { builder } from '../builder.ts'
import type { Loaders } from '../loaders.ts'
import { connection, pageArgs, pageComplexity } from '../connections.ts'
import { asNode } from '../nodes.ts'
import { QueueRoutingConfig } from './routing-configuration.ts'
import { User } from './user.ts'

export const GroupType = builder.enumType('GroupType', {
  description: 'What a group is for.',
  values: {
    REGULAR: { description: 'A public group: people that work and records can be given to together.' },
    QUEUE: { description: 'A queue: work waits in it for whoever takes it, or is routed to its members.' },
  } as const,
})

export const Group = builder.prismaObject('Group', {
  description: 'A public group, or a queue.',
})

builder.prismaObjectFields(Group, (t) => ({
  apiName: t.exposeString('apiName', { description: 'Its name for programs: unique.' }),
  label: t.exposeString('label', { description: 'Its name for people.' }),
  groupType: t.field({ type: GroupType, description: 'Whether it is a public group or a queue.', resolve: (group) => group.groupType }),
  members: t.field({
    type: GroupMemberConnection, description: 'Its direct members: users and nested groups. Site visitors see those of their own groups.',
    args: pageArgs(), complexity: pageComplexity,
    resolve: (group, args, { viewer, shell, load }) => connection(args, async (request) => {
      const page = await loadMemberPage(shell.pool, viewer, group.id, request)
      return { ...page, rows: await Promise.all(page.rows.map(async (row) => memberOf(row, load))) }
    }),
  }),
  supportedObjects: t.exposeStringList('supportedObjects', { description: 'Queues only: what may be put into it; with "OrchestrationWorkItem" its work is routed to its members.' }),
  routingConfiguration: t.field({
    type: QueueRoutingConfig, nullable: true, description: 'Queues only: how its work is routed; null: by the defaults of a routing configuration. Null to site visitors.',
    resolve: (group, _, { load }) => (group.routingConfigurationId === null ? null : load.routingConfig.load(group.routingConfigurationId)),
  }),
}))

asNode(Group, { idOf: (group) => group.id, load: (id, { load }) => load.group.load(id) })

const GroupMember = builder.unionType('GroupMember', {
  description: 'A member of a group: a user, or a group in it whose members are members too.',
  types: () => [User, Group],
  resolveType: (member) => ('username' in member ? 'User' : 'Group'),
})

const GroupMemberConnection = builder.connectionObject(
  { type: GroupMember, name: 'GroupMemberConnection', description: 'A page of members.' },
  { name: 'GroupMemberEdge', description: 'A member on a page.' })

export const GroupConnection = builder.connectionObject(
  { type: Group, name: 'GroupConnection', description: 'A page of groups.' },
  { name: 'GroupEdge', description: 'A group on a page.' })

builder.queryFields((t) => ({
  queue: t.field({
    type: Group, nullable: true, description: 'The queue with this API name; null where there is none.',
    args: { apiName: t.arg.string({ required: true, description: 'API name of a queue.' }) },
    resolve: (_, { apiName }, { shell }) => loadQueue(shell.pool, apiName),
  }),
  groups: t.field({
    type: GroupConnection, description: 'Groups and queues by API name. Site visitors see those they are in.',
    args: { ...pageArgs(), groupType: t.arg({ type: GroupType, description: 'Only these; both unless given.' }) }, complexity: pageComplexity,
    resolve: (_, { groupType, ...page }, { viewer, shell }) => connection(page, (request) => loadGroupPage(shell.pool, viewer, groupType ?? null, request)),
  }),
}))

async function memberOf({ userId, memberGroupId }: MemberRow, load: Loaders): Promise<UserRow | GroupRow> {
  const member = userId === null ? await load.group.load(memberGroupId!) : await load.user.load(userId)
  return member!
}
