// Subscriptions: what is followed, by whom, and the events that they give. An event's rows are those that were logged with it.
import type { AgentWork as AgentWorkRow, PendingServiceRouting as PendingServiceRoutingRow, RunHistoryEvent as RunHistoryEventRow, ServicePresenceStatus as ServicePresenceStatusRow, WorkItem as WorkItemRow } from '../../../prisma/generated/client/client.ts'
import { globalId } from '../../core/global-id.ts'
import { hasAny } from '../../core/viewer.ts'
import { NotFoundError } from '../../errors.ts'
import { couldReadInterview, loadVisibleInterviews, type InterviewRow } from '../../store/interviews.ts'
import { isInGroup, loadQueue } from '../../store/people.ts'
import { loadVisibleRuns, type RunRow } from '../../store/runs.ts'
import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { followEvents, shown, type ShownEvent } from '../followed-events.ts'
import { idOf } from '../global-id.ts'
import { AgentWork } from './agent-work.ts'
import { FlowInterview } from './flow-interview.ts'
import { PendingServiceRouting } from './pending-service-routing.ts'
import { ServicePresenceStatus } from './presence.ts'
import { OrchestrationRun } from './run.ts'
import { RunHistoryEvent } from './run-history.ts'
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

const RunHistoryEventAdded = builder.objectRef<ShownEvent<{ event: RunHistoryEventRow; run: RunRow }>>('RunHistoryEventAdded').implement({
  interfaces, description: 'A run reached a milestone.',
  fields: (t) => ({
    event: t.field({ type: RunHistoryEvent, description: 'The milestone.', resolve: (added) => added.event }),
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
    type: QueueWorkEvent, description: 'Work entering and leaving a queue, and whom it is offered to. For members of the queue, and with SUPERVISE_OMNI_CHANNEL.',
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
    resolve: (followed, _, context) => shown<typeof RunHistoryEventAdded.$inferType>(followed, context),
  }),
}))

// Connected before the first event, gone with the last (O4).
async function followOmniChannel(context: Context, after: string | null | undefined) {
  const { viewer, realtime } = context
  let disconnect: (() => void) | null = null
  let isOver = false
  const onEnd = () => {
    isOver = true
    disconnect?.()
  }
  const events = await followEvents(context, { topic: `agent:${viewer.id}`, after, mayFollow: async () => true, otherwise: '', onEnd })
  try {
    disconnect = await realtime.connectAgent(viewer.id)
  } catch (error) {
    await events.return()
    throw error
  }
  if (isOver) disconnect()
  return events
}

async function followQueue(context: Context, apiName: string, after: string | null | undefined) {
  const queue = await loadQueue(context.shell.pool, apiName)
  const mayFollow = async ({ shell, viewer }: Context) => queue !== null && (hasAny(viewer, 'SUPERVISE_OMNI_CHANNEL') || (await isInGroup(shell.pool, viewer.id, queue.id)))
  return followEvents(context, { topic: `queue:${queue?.id ?? ''}`, after, mayFollow, otherwise: `There is no queue "${apiName}" whose work you may follow.` })
}

async function followRecord(context: Context, recordId: string, after: string | null | undefined) {
  return followEvents(context, {
    topic: `record:${recordId}`, after, recordId,
    mayFollow: async ({ load }) => (await load.record.load(recordId)) !== null,
    otherwise: `There is no record "${recordId}".`,
    // An interview is shown to those who may read it now: not to others, and nothing but its end once it is deleted (O6, I5).
    mayShow: async ({ kind, payload }) => {
      if (kind === 'InterviewDeleted') return couldReadInterview(context.shell.pool, context.viewer, { ownerId: String(payload['ownerId']), recordId })
      if (kind !== 'InterviewPaused' && kind !== 'InterviewResumed') return true
      const { guid } = payload['interview'] as { guid: string }
      return (await loadVisibleInterviews(context.shell.pool, context.viewer, [guid]))[0] !== null
    },
  })
}

async function followRun(context: Context, globalRunId: string, after: string | null | undefined) {
  const runId = idOf('OrchestrationRun', globalRunId) ?? ''
  const otherwise = `There is no run with the id "${globalRunId}".`
  return followEvents(context, {
    topic: `run:${runId}`, after, otherwise,
    mayFollow: async ({ load }) => (await load.run.load(runId)) !== null,
    // A run may be read by way of many records: looked at for each milestone instead of listening to them all.
    mayShow: async () => {
      if ((await loadVisibleRuns(context.shell.pool, context.viewer, [runId]))[0] === null) throw new NotFoundError(otherwise)
      return true
    },
  })
}
