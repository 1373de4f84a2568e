// Agent work: a work item pushed to an agent, and what became of it. Answered by agent-work.mutations.ts.
import { builder } from '../builder.ts'
import { wholeSeconds } from '../durations.ts'
import { asNode } from '../nodes.ts'
import { Group } from './group.ts'
import { User } from './user.ts'
import { WorkItem } from './work-item.ts'

export const AgentWorkStatus = builder.enumType('AgentWorkStatus', {
  description: 'What became of work that was pushed to an agent.',
  values: {
    ASSIGNED: { description: 'Offered: waits for the agent\'s answer.' },
    OPENED: { description: 'Accepted: the agent works on it.' },
    CLOSED: { description: 'Done, or closed by the agent.' },
    DECLINED: { description: 'Declined by the agent.' },
    DECLINED_ON_PUSH_TIMEOUT: { description: 'Not answered in time.' },
    UNAVAILABLE: { description: 'Taken back because the agent went offline.' },
    CANCELED: { description: 'Taken back because the work is no longer theirs to do.' },
    TRANSFERRED: { description: 'Accepted, and then given to somebody else.' },
  } as const,
})

export const AgentWork = builder.prismaObject('AgentWork', {
  description: 'One offer of one work item to one agent, and what became of it. A work item has at most one that is ASSIGNED or OPENED.',
})

builder.prismaObjectFields(AgentWork, (t) => ({
  workItem: t.field({ type: WorkItem, description: 'The work.', resolve: async (work, _, { load }) => (await load.workItem.load(work.workItemId))! }),
  agent: t.field({ type: User, description: 'To whom it was pushed.', resolve: async (work, _, { load }) => (await load.user.load(work.agentId))! }),
  queue: t.field({ type: Group, description: 'The queue that it came from.', resolve: async (work, _, { load }) => (await load.group.load(work.queueId))! }),
  status: t.field({ type: AgentWorkStatus, description: 'What became of it.', resolve: (work) => work.status }),
  assignedAt: t.field({ type: 'DateTime', description: 'When it was pushed.', resolve: (work) => work.assignedAt }),
  pushTimeoutAt: t.field({ type: 'DateTime', nullable: true, description: 'Until when it must be accepted; null: whenever.', resolve: (work) => work.pushTimeoutAt }),
  acceptedAt: t.field({ type: 'DateTime', nullable: true, description: 'When it was accepted; null: it was not.', resolve: (work) => work.acceptedAt }),
  declinedAt: t.field({ type: 'DateTime', nullable: true, description: 'When it was declined or timed out; null: it was not.', resolve: (work) => work.declinedAt }),
  declineReason: t.exposeString('declineReason', { nullable: true, description: 'Why the agent declined, in their words.' }),
  closedAt: t.field({ type: 'DateTime', nullable: true, description: 'When it ended otherwise than by being declined; null before.', resolve: (work) => work.closedAt }),
  capacityWeight: t.exposeFloat('capacityWeight', { description: 'Units of the agent\'s capacity that it takes while ASSIGNED or OPENED.' }),
  handleSeconds: t.int({ nullable: true, description: 'Whole seconds from being accepted to its end; null before.', resolve: (work) => (work.acceptedAt === null ? null : wholeSeconds(work.acceptedAt, work.closedAt)) }),
  speedToAnswerSeconds: t.int({ nullable: true, description: 'Whole seconds from being queued to being accepted; null before.', resolve: (work) => wholeSeconds(work.requestedAt, work.acceptedAt) }),
}))

asNode(AgentWork, { idOf: (work) => work.id, load: (id, { load }) => load.agentWork.load(id) })

export const AgentWorkConnection = builder.connectionObject(
  { type: AgentWork, name: 'AgentWorkConnection', description: 'A page of agent work.' },
  { name: 'AgentWorkEdge', description: 'Agent work on a page.' })
