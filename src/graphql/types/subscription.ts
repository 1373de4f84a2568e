// Subscriptions: what is followed, by whom, and the events that they give. An event's rows are those that were logged with it.
import type { AgentWork as AgentWorkRow, PendingServiceRouting as PendingServiceRoutingRow, RunHistoryEvent as RunHistoryEventRow, ServicePresenceStatus as ServicePresenceStatusRow, WorkItem as WorkItemRow } from '../../../prisma/generated/client/client.ts'
import { globalId } from '../../core/global-id.ts'
import type { InterviewRow } from '../../store/interviews.ts'
import { loggedMilestone, type MilestoneSubject } from '../../store/milestone-events.ts'
import type { RunRow } from '../../store/runs.ts'
import { builder } from '../builder.ts'
import { followOmniChannel, followQueue, followRecord, followRun } from '../feeds.ts'
import { shown, type ShownEvent } from '../followed-events.ts'
import { AgentWork } from './agent-work.ts'
import { FlowInterview } from './flow-interview.ts'
import { PendingServiceRouting } from './pending-service-routing.ts'
import { ServicePresenceStatus } from './presence.ts'
import { OrchestrationRun } from './run.ts'
import { RunHistoryEvent, type MilestoneRow } from './run-history.ts'
import { WorkItem } from './work-item.ts'

const Event = builder.interfaceRef<ShownEvent>('Event').implement({
  description: 'Something that happened. Events of one subscription come in order, each once.',
  resolveType: (event) => event.kind,
  fields: (t) => ({
    cursor: t.exposeString('cursor', { description: 'Where this event stands: subscribe again with it as `after` and nothing in between is missed.' }),
    occurredAt: t.field({ type: 'DateTime', description: 'When it happened.', resolve: (event) => event.occurredAt }),
  }),
})
const interfaces = [Event]

function agentWorkEvent(name: string, description: string) {
  return builder.objectRef<ShownEvent<{ agentWork: AgentWorkRow }>>(name).implement({
    interfaces, description,
    fields: (t) => ({ agentWork: t.field({ type: AgentWork, description: 'The offer as it was then.', resolve: (event) => event.agentWork }) }),
  })
}

const WorkAssigned = agentWorkEvent('WorkAssigned', 'Work was offered to an agent.')
const WorkAccepted = agentWorkEvent('WorkAccepted', 'The agent accepted the work, or it opened by itself.')
const WorkDeclined = agentWorkEvent('WorkDeclined', 'The agent declined the work.')
const WorkPushTimedOut = agentWorkEvent('WorkPushTimedOut', 'The agent did not answer in time.')
const WorkClosed = agentWorkEvent('WorkClosed', 'The agent\'s work is done, or given back.')
const WorkCanceled = agentWorkEvent('WorkCanceled', 'The work was taken from the agent.')

const PresenceChanged = builder.objectRef<ShownEvent<{ presence: ServicePresenceStatusRow | null }>>('PresenceChanged').implement({
  interfaces, description: 'The agent\'s presence changed.',
  fields: (t) => ({ presence: t.field({ type: ServicePresenceStatus, nullable: true, description: 'The status then; null: offline.', resolve: (event) => event.presence }) }),
})

const WorkloadChanged = builder.objectRef<ShownEvent<{ configuredCapacity: number; currentWorkload: number }>>('WorkloadChanged').implement({
  interfaces, description: 'The agent\'s workload or capacity changed.',
  fields: (t) => ({
    configuredCapacity: t.exposeFloat('configuredCapacity', { description: 'Units of work that the agent could hold at once then.' }),
    currentWorkload: t.exposeFloat('currentWorkload', { description: 'Units of work that the agent held then.' }),
  }),
})

const WorkQueued = builder.objectRef<ShownEvent<{ pendingServiceRouting: PendingServiceRoutingRow; workItem: WorkItemRow }>>('WorkQueued').implement({
  interfaces, description: 'Work entered the queue, or came back to it.',
  fields: (t) => ({
    pendingServiceRouting: t.field({ type: PendingServiceRouting, description: 'How it waited then.', resolve: (event) => event.pendingServiceRouting }),
    workItem: t.field({ type: WorkItem, description: 'The work as it was then.', resolve: (event) => event.workItem }),
  }),
})

function workItemEvent(name: string, description: string) {
  return builder.objectRef<ShownEvent<{ workItem: WorkItemRow }>>(name).implement({
    interfaces, description,
    fields: (t) => ({ workItem: t.field({ type: WorkItem, description: 'The work item as it was then.', resolve: (event) => event.workItem }) }),
  })
}

const WorkUnqueued = workItemEvent('WorkUnqueued', 'Work left the queue: it was accepted, done, canceled or given to somebody else.')
const WorkItemCreated = workItemEvent('WorkItemCreated', 'The record has a new work item.')
const WorkItemReassigned = workItemEvent('WorkItemReassigned', 'A work item was given to somebody else.')
const WorkItemCompleted = workItemEvent('WorkItemCompleted', 'A work item was completed, or nobody can work on it any more; `closedReason` tells.')

function interviewEvent(name: string, description: string) {
  return builder.objectRef<ShownEvent<{ interview: InterviewRow }>>(name).implement({
    interfaces, description,
    fields: (t) => ({ interview: t.field({ type: FlowInterview, description: 'The interview as it was then.', resolve: (event) => event.interview }) }),
  })
}

const InterviewPaused = interviewEvent('InterviewPaused', 'The record has one more paused interview.')
const InterviewResumed = interviewEvent('InterviewResumed', 'A paused interview of the record went on, or ended.')

const InterviewDeleted = builder.objectRef<ShownEvent<{ guid: string }>>('InterviewDeleted').implement({
  interfaces, description: 'A paused interview of the record was deleted for good.',
  fields: (t) => ({
    interviewId: t.id({ description: 'The global id that it had.', resolve: (event) => globalId('FlowInterview', event.guid) }),
    guid: t.exposeID('guid', { description: 'The guid that it had.' }),
  }),
})

const RunHistoryEventAdded = builder.objectRef<ShownEvent<{ event: RunHistoryEventRow; was: MilestoneSubject; run: RunRow }>>('RunHistoryEventAdded').implement({
  interfaces, description: 'A run reached a milestone.',
  fields: (t) => ({
    event: t.field({ type: RunHistoryEvent, description: 'The milestone, and what it is about, as they were then.', resolve: ({ event, was }): MilestoneRow => ({ ...event, was }) }),
    run: t.field({ type: OrchestrationRun, description: 'The run as it was then.', resolve: (added) => added.run }),
  }),
})

const OmniChannelEvent = builder.unionType('OmniChannelEvent', {
  description: 'What concerns an agent.',
  types: [WorkAssigned, WorkAccepted, WorkDeclined, WorkPushTimedOut, WorkClosed, WorkCanceled, PresenceChanged, WorkloadChanged],
  resolveType: (event) => event.kind,
})

const QueueWorkEvent = builder.unionType('QueueWorkEvent', { description: 'What concerns the members of a queue.', types: [WorkQueued, WorkAssigned, WorkUnqueued], resolveType: (event) => event.kind })

const RecordWorkEvent = builder.unionType('RecordWorkEvent', {
  description: 'What changes the Work Guide and the paused interviews of a record.',
  types: [WorkItemCreated, WorkItemReassigned, WorkItemCompleted, InterviewPaused, InterviewResumed, InterviewDeleted],
  resolveType: (event) => event.kind,
})

builder.subscriptionType({ description: 'What can be followed. Errors come as the last result of a subscription, with a code: CURSOR_EXPIRED and CURSOR_INVALID for `after`, SUBSCRIPTION_LAGGED with the `cursor` to go on from, NOT_FOUND when what is followed is not, or no longer, the caller\'s to see.' })

const AFTER = 'Cursor of the last event that was received: first replays what came since. Kept for 24 hours. Without it: from now on.'

builder.subscriptionFields((t) => ({
  omniChannel: t.field({
    type: OmniChannelEvent, description: 'The caller\'s own work, presence and workload. While it is open the caller counts as connected.',
    args: { after: t.arg.string({ description: AFTER }) },
    subscribe: (_, { after }, context) => followOmniChannel(context, after),
    resolve: (followed, _, context) => shown<typeof OmniChannelEvent.$inferType>(followed, context),
  }),
  queueWork: t.field({
    type: QueueWorkEvent, description: 'Work entering and leaving a queue, and whom it is offered to. An offer that ends unaccepted leaves the work in the queue, and is not told. For members of the queue, and with SUPERVISE_OMNI_CHANNEL.',
    args: { queue: t.arg.string({ required: true, description: 'API name of the queue.' }), after: t.arg.string({ description: AFTER }) },
    subscribe: (_, { queue, after }, context) => followQueue(context, queue, after),
    resolve: (followed, _, context) => shown<typeof QueueWorkEvent.$inferType>(followed, context),
  }),
  recordWork: t.field({
    type: RecordWorkEvent, description: 'Work items and paused interviews of one record, for those who can read it.',
    args: { recordId: t.arg.id({ required: true, description: 'The other system\'s id for the record (not a global id).' }), after: t.arg.string({ description: AFTER }) },
    subscribe: (_, { recordId, after }, context) => followRecord(context, recordId, after),
    resolve: (followed, _, context) => shown<typeof RecordWorkEvent.$inferType>(followed, context),
  }),
  runProgress: t.field({
    type: RunHistoryEventAdded, description: 'Each milestone of a run as it is reached, for those who may read the run.',
    args: { runId: t.arg.id({ required: true, description: 'Global id of the run.' }), after: t.arg.string({ description: AFTER }) },
    subscribe: (_, { runId, after }, context) => followRun(context, runId, after),
    resolve: (followed, _, context) => shown<typeof RunHistoryEventAdded.$inferType>(followed, context, loggedMilestone),
  }),
}))
