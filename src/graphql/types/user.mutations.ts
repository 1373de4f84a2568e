// What can be done to users: saved.
import { saveUser } from '../../commands/user/save-user.ts'
import { ConflictError, ForbiddenError, ValidationError } from '../../errors.ts'
import { builder } from '../builder.ts'
import { resultUnion } from '../errors.ts'
import { written } from '../written.ts'
import { Permission, User, UserType } from './user.ts'

const SaveUserInput = builder.inputType('SaveUserInput', {
  description: 'A user by username. Of one that exists only what is given changes.',
  fields: (t) => ({
    username: t.string({ required: true, description: 'The name they sign in by: `sub` of their tokens.' }),
    name: t.string({ description: 'Their name for people; the username unless given.' }),
    email: t.string({ description: 'Where their mail goes.' }),
    emailVerified: t.boolean({ description: 'Whether the address is verified; no unless given.' }),
    isActive: t.boolean({ description: 'Whether they can sign in and be assigned work; yes unless given.' }),
    userType: t.field({ type: UserType, description: 'INTERNAL (unless given) or SITE_VISITOR.' }),
    permissions: t.field({ type: [Permission], description: 'All that they may do: replaces what was there.' }),
    sites: t.stringList({ description: 'API names of all sites that they belong to: replaces what was there.' }),
    presenceUserConfig: t.string({ description: 'API name of their presence configuration; null takes it away.' }),
    skills: t.stringList({ description: 'All their skills, each as "name" or "name:level": replaces what was there.' }),
    presenceStatuses: t.stringList({ description: 'API names of the presence statuses that they may choose; empty: all. Replaces what was there.' }),
  }),
})

const SaveUserSuccess = builder.objectRef<{ userId: string }>('SaveUserSuccess').implement({
  description: 'The user is saved.',
  fields: (t) => ({ user: t.field({ type: User, description: 'The user as saved.', resolve: async ({ userId }, _, { load }) => (await load.user.load(userId))! }) }),
})

builder.mutationField('saveUser', (t) => t.field({
  type: SaveUserSuccess, description: 'Creates a user, or changes one. Takes MANAGE_USERS.',
  args: { input: t.arg({ type: SaveUserInput, required: true, description: 'The user.' }) },
  errors: resultUnion('SaveUser', [ValidationError, ForbiddenError, ConflictError]),
  resolve: (_, { input }, context) => written(context, saveUser(context.shell, context.viewer, input)),
}))
