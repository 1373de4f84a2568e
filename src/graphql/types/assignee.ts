// Who work is given to, as it is said and as it is shown.
import type { Group as GroupRow, User as UserRow } from '../../../prisma/generated/client/client.ts'
import { builder } from '../builder.ts'
import type { Loaders } from '../loaders.ts'
import { Group } from './group.ts'
import { User } from './user.ts'

export const AssigneeInput = builder.inputType('AssigneeInput', {
  description: 'Who gets the work: exactly one of these.',
  isOneOf: true,
  fields: (t) => ({
    user: t.string({ description: 'Username.' }),
    group: t.string({ description: 'API name of a public group.' }),
    queue: t.string({ description: 'API name of a queue.' }),
    resource: t.string({ description: 'Name of a variable or field that holds a username, or a group\'s or queue\'s API name. Only in definitions.' }),
  }),
})

export const Assignee = builder.unionType('Assignee', {
  description: 'Who work is given to: a user, or a group or queue.',
  types: () => [User, Group],
  resolveType: (assignee) => ('username' in assignee ? 'User' : 'Group'),
})

export const WorkItemOwner = builder.unionType('WorkItemOwner', {
  description: 'Whom a work item belongs to in lists and reports: a user (the automated process for groups), or a queue that is associated with work items.',
  types: () => [User, Group],
  resolveType: (owner) => ('username' in owner ? 'User' : 'Group'),
})

/** The user or group with one of these row ids, of which exactly one is set. */
export async function userOrGroup(load: Loaders, userId: string | null, groupId: string | null): Promise<UserRow | GroupRow> {
  const row = userId === null ? await load.group.load(groupId!) : await load.user.load(userId)
  return row!
}
