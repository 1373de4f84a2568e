// Users: people, site visitors and the automated process; and who is asking.
import type { User as UserRow } from '../../../prisma/generated/client/client.ts'
import { hasAny, type Viewer } from '../../core/viewer.ts'
import { loadToDoList } from '../../store/work-items.ts'
import { builder } from '../builder.ts'
import { connection, pageArgs, pageComplexity } from '../connections.ts'
import { asNode } from '../nodes.ts'
import { itemsToRead } from '../read-along.ts'
import { Site } from './site.ts'
import { WorkItemConnection } from './work-item.ts'

export const UserType = builder.enumType('UserType', {
  description: 'What kind of user somebody is.',
  values: {
    INTERNAL: { description: 'Works in the org, on its internal pages.' },
    SITE_VISITOR: { description: 'Comes in through a site, and sees what is shared with them.' },
    AUTOMATED_PROCESS: { description: 'The system itself: acts where nobody acts, and never signs in.' },
  } as const,
})

export const Permission = builder.enumType('Permission', {
  description: 'What a user may do beyond their own work.',
  values: {
    MANAGE_FLOW: { description: 'Save, activate and start flows and orchestrations; resume and delete paused interviews that they can read.' },
    RUN_FLOWS: { description: 'Work on work items, run flows, start orchestrations.' },
    MANAGE_ORCHESTRATION_RUNS: { description: 'See every run; suspend, cancel and resume runs and publish events to them.' },
    REASSIGN_WORK_ITEMS: { description: 'Give open work items to somebody else.' },
    MANAGE_USERS: { description: 'Save users, groups and queues.' },
    CUSTOMIZE_APPLICATION: { description: 'Save sites, routing, presence and settings; change and share any record.' },
    VIEW_ALL_DATA: { description: 'Read every record and everything about it.' },
    SUPERVISE_OMNI_CHANNEL: { description: 'See the work of all queues and agents, and assign it.' },
  } as const,
})

export const User = builder.prismaObject('User', {
  description: 'Somebody who can sign in or be assigned work.',
})

builder.prismaObjectFields(User, (t) => ({
  username: t.exposeString('username', { description: 'The name they sign in by: unique.' }),
  name: t.exposeString('name', { description: 'Their name as people read it.' }),
  email: t.string({ description: 'Where their mail goes. Empty to site visitors, except their own.', resolve: (user, _, { viewer }) => (seesPersonalData(viewer, user) ? user.email : '') }),
  emailVerified: t.exposeBoolean('emailVerified', { description: 'Whether the address is verified; mail only goes to verified ones.' }),
  isActive: t.exposeBoolean('isActive', { description: 'Whether they can sign in and be assigned work.' }),
  userType: t.field({ type: UserType, description: 'What kind of user they are.', resolve: (user) => user.userType }),
  permissions: t.field({
    type: [Permission], description: 'What they may do. Empty to site visitors, except their own.',
    resolve: (user, _, { viewer }) => (seesPersonalData(viewer, user) ? user.permissions : []),
  }),
  sites: t.field({
    type: [Site], description: 'The sites that they belong to, oldest first. Empty to other site visitors.',
    resolve: (user, _, { viewer, load }) => (seesPersonalData(viewer, user) ? load.sitesOfUser.load(user.id) : []),
  }),
  toDoList: t.field({
    type: WorkItemConnection, description: 'Open work assigned to them by name, or accepted by them through Omni-Channel, over all records, oldest first; as far as the caller may see it.',
    args: pageArgs(), complexity: pageComplexity,
    resolve: (user, args, { viewer, shell }, info) => connection(args, (request) => loadToDoList(shell.pool, viewer, user.id, request, itemsToRead(info))),
  }),
}))

asNode(User, { idOf: (user) => user.id, load: (id, { load }) => load.user.load(id) })

builder.queryField('viewer', (t) => t.field({
  type: User, description: 'Who is asking.',
  resolve: async (_, __, { viewer, load }) => (await load.user.load(viewer.id))!,
}))

// Visitors of a site aren't told about other people more than their names.
function seesPersonalData(viewer: Viewer, user: UserRow): boolean {
  return viewer.id === user.id || viewer.userType !== 'SITE_VISITOR' || hasAny(viewer, 'MANAGE_USERS', 'VIEW_ALL_DATA')
}
