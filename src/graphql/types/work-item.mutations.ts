// What can be done to work items: opened and reassigned. They are finished by their interview (flow-interview.mutations.ts).
import { openWorkItem } from '../../commands/work-item/open-work-item.ts'
import { reassignWorkItem, reassignWorkItems } from '../../commands/work-item/reassign-work-item.ts'
import { ConflictError, ForbiddenError, NotFoundError, type PromisedError, RunNotInProgressError, ValidationError, WorkItemAlreadyCompletedError } from '../../errors.ts'
import { builder } from '../builder.ts'
import { ErrorInterface, errorValue, resultUnion } from '../errors.ts'
import { idOf, requireId } from '../global-id.ts'
import { clearLoaders } from '../loaders.ts'
import { written } from '../written.ts'
import { AssigneeInput } from './assignee.ts'
import { interviewSuccess, shown } from './flow-interview.mutations.ts'
import { WorkItem } from './work-item.ts'

const OpenWorkItemInput = builder.inputType('OpenWorkItemInput', {
  description: 'Which work item to open.',
  fields: (t) => ({ workItemId: t.id({ required: true, description: 'The work item.' }) }),
})

builder.mutationField('openWorkItem', (t) => t.field({
  type: interviewSuccess('OpenWorkItemSuccess', 'The work item is open to the caller, who has an interview of it.'),
  description: 'Starts, or picks up, the caller\'s interview of a work item. Opening does not lock: whoever finishes first completes it. Takes RUN_FLOWS, being assigned, and read access to the record.',
  args: { input: t.arg({ type: OpenWorkItemInput, required: true, description: 'Which work item.' }) },
  errors: resultUnion('OpenWorkItem', [ValidationError, NotFoundError, ForbiddenError, ConflictError, WorkItemAlreadyCompletedError, RunNotInProgressError]),
  resolve: (_, { input }, context) => shown(context, openWorkItem(context.shell, context.viewer, requireId('WorkItem', String(input.workItemId)))),
}))

const ReassignWorkItemInput = builder.inputType('ReassignWorkItemInput', {
  description: 'Which work item to give to whom.',
  fields: (t) => ({
    workItemId: t.id({ required: true, description: 'The work item.' }),
    assignee: t.field({ type: AssigneeInput, required: true, description: 'Who gets it.' }),
  }),
})

const ReassignWorkItemSuccess = builder.objectRef<{ workItemId: string }>('ReassignWorkItemSuccess').implement({
  description: 'The work item is somebody else\'s.',
  fields: (t) => ({ workItem: t.field({ type: WorkItem, description: 'The work item as it is now.', resolve: async ({ workItemId }, _, { load }) => (await load.workItem.load(workItemId))! }) }),
})

builder.mutationField('reassignWorkItem', (t) => t.field({
  type: ReassignWorkItemSuccess, description: 'Gives an open work item to somebody else; then everything happens as on creation. Takes REASSIGN_WORK_ITEMS.',
  args: { input: t.arg({ type: ReassignWorkItemInput, required: true, description: 'Which, to whom.' }) },
  errors: resultUnion('ReassignWorkItem', [ValidationError, NotFoundError, ForbiddenError, ConflictError, WorkItemAlreadyCompletedError, RunNotInProgressError]),
  resolve: (_, { input }, context) => written(context, reassignWorkItem(context.shell, context.viewer, requireId('WorkItem', String(input.workItemId)), input.assignee)),
}))

const ReassignWorkItemsInput = builder.inputType('ReassignWorkItemsInput', {
  description: 'Which work items to give to whom.',
  fields: (t) => ({
    workItemIds: t.idList({ required: true, description: 'The work items; at most 1,000.' }),
    assignee: t.field({ type: AssigneeInput, required: true, description: 'Who gets them.' }),
  }),
})

type Outcome = { workItemId: string; rowId: string | null; error: PromisedError | null }

const ReassignWorkItemsItem = builder.objectRef<Outcome>('ReassignWorkItemsItem').implement({
  description: 'What became of one work item of a bulk reassignment.',
  fields: (t) => ({
    workItemId: t.exposeID('workItemId', { description: 'The id as it was given.' }),
    workItem: t.field({ type: WorkItem, nullable: true, description: 'The work item as it is now; null where it was not reassigned.', resolve: ({ rowId, error }, _, { load }) => (rowId === null || error !== null ? null : load.workItem.load(rowId)) }),
    error: t.field({ type: ErrorInterface, nullable: true, description: 'Why it was not reassigned; null where it was.', resolve: ({ error }) => errorValue(error) }),
  }),
})

const ReassignWorkItemsSuccess = builder.objectRef<{ results: Outcome[] }>('ReassignWorkItemsSuccess').implement({
  description: 'Each work item has its answer.',
  fields: (t) => ({ results: t.field({ type: [ReassignWorkItemsItem], description: 'One answer for each, in the order asked: at most 1,000.', resolve: ({ results }) => results }) }),
})

builder.mutationField('reassignWorkItems', (t) => t.field({
  type: ReassignWorkItemsSuccess, description: 'Gives many open work items to somebody else, each by itself: one that can\'t be reassigned leaves the others alone. Takes REASSIGN_WORK_ITEMS.',
  args: { input: t.arg({ type: ReassignWorkItemsInput, required: true, description: 'Which, to whom.' }) },
  errors: resultUnion('ReassignWorkItems', [ValidationError, ForbiddenError]),
  resolve: async (_, { input }, { shell, viewer, load }) => {
    const asked = input.workItemIds.map((id) => ({ workItemId: String(id), rowId: idOf('WorkItem', String(id)) }))
    const outcomes = await reassignWorkItems(shell, viewer, asked.map(({ rowId }) => rowId ?? ''), input.assignee)
    clearLoaders(load)
    return { results: asked.map((item, at) => ({ ...item, error: outcomes[at]!.error })) }
  },
}))
