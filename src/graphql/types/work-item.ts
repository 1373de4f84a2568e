// Work items: what waits for people. Their mutations are in work-item.mutations.ts.
import type { Group as GroupRow, StageRun as StageRow, StepRun as StepRow, User as UserRow } from '../../../prisma/generated/client/client.ts'
import { hasAny } from '../../core/viewer.ts'
import { AGENT_WORKS_SHOWN } from '../../store/agent-work.ts'
import { loadEmailPage } from '../../store/emails.ts'
import { findAssignee } from '../../store/people.ts'
import type { InterviewRow } from '../../store/interviews.ts'
import type { RunRow } from '../../store/runs.ts'
import type { RelatedWorkItem } from '../../store/work-item-relations.ts'
import { loadWorkItemPage, type WorkItemListFilter } from '../../store/work-items.ts'
import { builder } from '../builder.ts'
import { connection, FEW, pageArgs, pageComplexity } from '../connections.ts'
import type { Context } from '../context.ts'
import { wholeSeconds } from '../durations.ts'
import { idOf } from '../global-id.ts'
import { asNode } from '../nodes.ts'
import { itemsToRead } from '../read-along.ts'
import { AgentWork } from './agent-work.ts'
import { Assignee, AssigneeInput, userOrGroup, WorkItemOwner } from './assignee.ts'
import { EmailNotificationConnection } from './email-notification.ts'
import { Flow } from './flow.ts'
import { FlowInterview } from './flow-interview.ts'
import { Record, recordUrl } from './record.ts'
import { OrchestrationRun, StageRun, StepRun } from './run.ts'
import { User } from './user.ts'

export const WorkItemStatus = builder.enumType('WorkItemStatus', {
  description: 'Where a work item stands.',
  values: {
    ASSIGNED: { description: 'Not completed. Whether it can still be worked on, `isActionable` says.' },
    COMPLETED: { description: 'Completed: by somebody, or with its stage.' },
  } as const,
})

export const WorkItemClosedReason = builder.enumType('WorkItemClosedReason', {
  description: 'Why nobody can work on an item although nobody completed it.',
  values: {
    STAGE_COMPLETED: { description: 'Its stage was completed without it.' },
    STAGE_ERROR: { description: 'Its stage failed.' },
    RUN_COMPLETED: { description: 'Its run was completed without it.' },
    RUN_CANCELED: { description: 'Its run was canceled.' },
    RUN_ERROR: { description: 'Its run failed.' },
  } as const,
})

export const WorkItem = builder.prismaObject('WorkItem', {
  description: 'What an interactive step waits for: a screen flow that a person has to finish.',
})

builder.prismaObjectFields(WorkItem, (t) => ({
  name: t.string({ description: 'Its number for people, e.g. "WI-00000042".', resolve: (item) => `WI-${String(item.number).padStart(8, '0')}` }),
  label: t.exposeString('label', { description: 'What is to be done.' }),
  description: t.exposeString('description', { nullable: true, description: 'More about what is to be done.' }),
  status: t.field({ type: WorkItemStatus, description: 'Where it stands.', resolve: (item) => item.status }),
  assignee: t.field({ type: Assignee, description: 'Who is to do it.', resolve: (item, _, { load }) => alongWith(item).assigneeUser ?? alongWith(item).assigneeGroup ?? userOrGroup(load, item.assigneeUserId, item.assigneeGroupId) }),
  owner: t.field({ type: WorkItemOwner, description: 'Whom it belongs to in lists and reports.', resolve: (item, _, { load }) => userOrGroup(load, item.ownerUserId, item.ownerGroupId) }),
  record: t.field({
    type: Record, nullable: true, description: 'The record that it is about; null where there is none, or the caller may not read it.',
    resolve: (item, _, { load }) => (item.recordId === null ? null : load.record.load(item.recordId)),
  }),
  run: t.field({ type: OrchestrationRun, description: 'The run that it belongs to.', resolve: (item, _, { load }) => alongWith(item).run ?? load.runOfWorkItem.load(item.runId).then(present) }),
  stage: t.field({ type: StageRun, description: 'The stage that it belongs to.', resolve: (item, _, { load }) => alongWith(item).stage ?? load.stageOfWorkItem.load(item.stageId).then(present) }),
  step: t.field({ type: StepRun, description: 'The step that waits for it.', resolve: (item, _, { load }) => alongWith(item).step ?? load.stepOfWorkItem.load(item.stepId).then(present) }),
  screenFlow: t.field({ type: Flow, description: 'The flow to finish.', resolve: async (item, _, { load }) => (await load.flow.load(item.flowId))! }),
  interview: t.field({ type: FlowInterview, nullable: true, description: 'The caller\'s own interview of it, if one is under way.', resolve: (item, _, { load }) => { const { interview } = alongWith(item); return interview === undefined ? load.myInterviewOfWorkItem.load(item.id) : interview } }),
  createdDate: t.field({ type: 'DateTime', description: 'When it was made.', resolve: (item) => item.createdDate }),
  assignedAt: t.field({ type: 'DateTime', description: 'When it was given to its assignee.', resolve: (item) => item.assignedAt }),
  completedAt: t.field({ type: 'DateTime', nullable: true, description: 'When it was completed; null before.', resolve: (item) => item.completedAt }),
  completedBy: t.field({
    type: User, nullable: true, description: 'Who completed it; null where nobody did.',
    resolve: (item, _, { load }) => (item.completedById === null ? null : load.user.load(item.completedById)),
  }),
  durationSeconds: t.int({ nullable: true, description: 'Whole seconds from being made to being completed; null before.', resolve: (item) => wholeSeconds(item.createdDate, item.completedAt) }),
  isActionable: t.exposeBoolean('isActionable', { description: 'Whether somebody may work on it; false once it, its stage or its run has ended.' }),
  closedReason: t.field({ type: WorkItemClosedReason, nullable: true, description: 'Why nobody can work on it although nobody completed it; null otherwise.', resolve: (item) => item.closedReason }),
  dueAt: t.field({ type: 'DateTime', nullable: true, description: 'When it should be done; null: no such time.', resolve: (item) => item.dueAt }),
  isOverdue: t.boolean({
    description: 'Whether it was, or is, not done by its due time.',
    resolve: (item, _, { shell }) => item.isOverdue || (item.status === 'ASSIGNED' && item.isActionable && item.dueAt !== null && new Date(item.dueAt) <= shell.now()),
  }),
  canOpen: t.boolean({
    description: 'Whether the caller may run its screen flow now: it is open and theirs, they can read its record, and have RUN_FLOWS.',
    resolve: (item, _, { viewer, load }) => hasAny(viewer, 'RUN_FLOWS') && load.canOpenWorkItem.load(item.id),
  }),
  linkUrl: t.string({
    nullable: true, description: 'Where the caller would complete it: the page of its record, as `Record.url`. Null where there is none, or the caller may not read it.',
    resolve: async (item, _, context) => {
      const record = item.recordId === null ? null : await context.load.record.load(item.recordId)
      return record === null ? null : recordUrl(context, record)
    },
  }),
  notifications: t.field({
    type: EmailNotificationConnection, description: 'Mails about it that the caller may see, oldest first.', args: pageArgs(), complexity: pageComplexity,
    resolve: (item, args, { viewer, shell }) => connection(args, (request) => loadEmailPage(shell.pool, viewer, { workItemId: item.id }, request)),
  }),
  agentWork: t.field({
    type: [AgentWork], description: `To which agents it was pushed, and what became of that, oldest first; the latest ${AGENT_WORKS_SHOWN}, as far as the caller may see them.`,
    complexity: FEW, resolve: (item, _, { load }) => load.agentWorksOfWorkItem.load(item.id),
  }),
}))

asNode(WorkItem, { idOf: (item) => item.id, load: (id, { load }) => load.workItem.load(id) })

export const WorkItemConnection = builder.connectionObject(
  { type: WorkItem, name: 'WorkItemConnection', description: 'A page of work items.' },
  { name: 'WorkItemEdge', description: 'A work item on a page.' })

const WorkItemOrder = builder.enumType('WorkItemOrder', {
  description: 'How work items are sorted.',
  values: { NEWEST_FIRST: { description: 'By creation, latest first.' }, OLDEST_FIRST: { description: 'By creation, earliest first.' } } as const,
})

const WorkItemFilter = builder.inputType('WorkItemFilter', {
  description: 'What a list of work items is narrowed to; everything that is given must hold.',
  fields: (t) => ({
    status: t.field({ type: WorkItemStatus, description: 'Only these.' }),
    isActionable: t.boolean({ description: 'True: those that somebody may still work on. False: those that are completed, or whose stage or run has ended.' }),
    recordId: t.id({ description: 'The record that they are about, by the other system\'s id.' }),
    assignedTo: t.field({ type: AssigneeInput, description: 'Given to this user, group or queue itself; `resource` finds none.' }),
    assignedToMe: t.boolean({ description: 'True: given to the caller, or to a group or queue of theirs, or accepted by them. False: all others.' }),
    runId: t.id({ description: 'The run that they belong to.' }),
    orchestration: t.string({ description: 'API name of the orchestration.' }),
  }),
})

builder.queryField('workItems', (t) => t.field({
  type: WorkItemConnection, description: 'The list view: work items that the caller may see, newest first unless said otherwise.',
  args: {
    ...pageArgs(),
    filter: t.arg({ type: WorkItemFilter, description: 'What to narrow it to.' }),
    orderBy: t.arg({ type: WorkItemOrder, defaultValue: 'NEWEST_FIRST', description: 'How to sort it.' }),
  },
  complexity: pageComplexity,
  resolve: async (_, { filter, orderBy, ...page }, context, info) => {
    const narrowed = await listFilter(context, filter ?? {})
    return connection(page, (request) => loadWorkItemPage(context.shell.pool, context.viewer, narrowed, orderBy !== 'OLDEST_FIRST', request, itemsToRead(info)))
  },
}))

// What the list has read along is less than whole rows, and all that is asked of them here (read-along.ts).
type Along = { assigneeUser?: UserRow | null; assigneeGroup?: GroupRow | null; run?: RunRow | null; stage?: StageRow | null; step?: StepRow | null; interview?: InterviewRow | null }
const NOTHING: Along = {}
const alongWith = ({ relations }: RelatedWorkItem): Along => (relations as Along | undefined) ?? NOTHING

function present<Row>(row: Row | null): Row {
  return row!
}

type FilterInput = typeof WorkItemFilter.$inferInput

// A name or id that there is none of finds nothing: it stays as a condition that no row meets.
async function listFilter({ shell }: Context, { assignedTo, runId, ...filter }: FilterInput): Promise<WorkItemListFilter> {
  const NOBODY = { userId: '', groupId: null }
  const assignee = assignedTo == null ? null : ((await findAssignee(shell.pool, assignedTo)) ?? NOBODY)
  return {
    ...filter,
    runId: runId == null ? null : (idOf('OrchestrationRun', runId) ?? ''),
    assigneeUserId: assignee?.userId ?? null, assigneeGroupId: assignee?.groupId ?? null,
  }
}
