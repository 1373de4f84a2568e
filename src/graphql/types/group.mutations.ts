// What can be done to groups and queues: saved.
import { saveGroup } from '../../commands/group/save-group.ts'
import { ConflictError, ForbiddenError, ValidationError } from '../../errors.ts'
import { builder } from '../builder.ts'
import { resultUnion } from '../errors.ts'
import { written } from '../written.ts'
import { Group, GroupType } from './group.ts'

const SaveGroupInput = builder.inputType('SaveGroupInput', {
  description: 'A public group or a queue by API name. Of one that exists only what is given changes.',
  fields: (t) => ({
    apiName: t.string({ required: true, description: 'Its name for programs: unique among groups and queues.' }),
    label: t.string({ description: 'Its name for people; the API name unless given.' }),
    groupType: t.field({ type: GroupType, description: 'REGULAR (unless given) or QUEUE; it can\'t change.' }),
    users: t.stringList({ description: 'Usernames of all direct members: replaces the users that were there.' }),
    groups: t.stringList({ description: 'API names of all nested groups: replaces the groups that were there.' }),
    supportedObjects: t.stringList({ description: 'Queues only: all that may be put into it: replaces what was there. With "OrchestrationWorkItem" its work is routed.' }),
    routingConfiguration: t.string({ description: 'Queues only: API name of its routing configuration; null takes it away.' }),
  }),
})

const SaveGroupSuccess = builder.objectRef<{ groupId: string }>('SaveGroupSuccess').implement({
  description: 'The group is saved.',
  fields: (t) => ({ group: t.field({ type: Group, description: 'The group as saved.', resolve: async ({ groupId }, _, { load }) => (await load.group.load(groupId))! }) }),
})

builder.mutationField('saveGroup', (t) => t.field({
  type: SaveGroupSuccess, description: 'Creates a group or queue, or changes one. Takes MANAGE_USERS.',
  args: { input: t.arg({ type: SaveGroupInput, required: true, description: 'The group.' }) },
  errors: resultUnion('SaveGroup', [ValidationError, ForbiddenError, ConflictError]),
  resolve: (_, { input }, context) => written(context, saveGroup(context.shell, context.viewer, input)),
}))
