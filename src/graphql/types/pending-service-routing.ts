// Work that waits for an agent, and why.
import type { PendingServiceRouting as PendingRow } from '../../../prisma/generated/client/client.ts'
import { hasAny } from '../../core/viewer.ts'
import { loadPendingPage } from '../../store/agent-work.ts'
import { builder } from '../builder.ts'
import { connection, connectionOf, pageArgs, pageComplexity, pageRequest } from '../connections.ts'
import { asNode } from '../nodes.ts'
import { Group } from './group.ts'
import { WorkItem } from './work-item.ts'

export const PendingServiceRouting = builder.prismaObject('PendingServiceRouting', {
  description: 'A work item of a queue that no agent has accepted yet.',
})

builder.prismaObjectFields(PendingServiceRouting, (t) => ({
  workItem: t.field({ type: WorkItem, description: 'The work.', resolve: async (pending, _, { load }) => (await load.workItem.load(pending.workItemId))! }),
  queue: t.field({ type: Group, description: 'The queue that it waits in.', resolve: async (pending, _, { load }) => (await load.group.load(pending.queueId))! }),
  routingPriority: t.exposeInt('routingPriority', { description: 'Lower is routed first; 0 is best.' }),
  queuedAt: t.field({ type: 'DateTime', description: 'Since when it waits; kept when it comes back from an agent.', resolve: (pending) => pending.queuedAt }),
  attempts: t.exposeInt('attempts', { description: 'How often it was offered.' }),
  waitingOn: t.stringList({
    description: 'Why it is not with an agent yet: a reason for each thing in the way, as it is now. In an event, as it was then.',
    resolve: async (pending: PendingRow & { waitingOn?: string[] }, _, { load }) => pending.waitingOn ?? [...await load.reasonsOfPendingServiceRouting.load(pending.id)],
  }),
}))

asNode(PendingServiceRouting, { idOf: (pending) => pending.id, load: (id, { load }) => load.pendingServiceRouting.load(id) })

const PendingServiceRoutingConnection = builder.connectionObject(
  { type: PendingServiceRouting, name: 'PendingServiceRoutingConnection', description: 'A page of pending work.' },
  { name: 'PendingServiceRoutingEdge', description: 'Pending work on a page.' })

builder.queryField('pendingServiceRoutings', (t) => t.field({
  type: PendingServiceRoutingConnection, description: 'Work that no agent has accepted yet, in the order in which it is routed. For supervisors (SUPERVISE_OMNI_CHANNEL); empty to others.',
  args: { ...pageArgs(), queue: t.arg.string({ description: 'API name of a queue; all queues unless given.' }) }, complexity: pageComplexity,
  resolve: (_, { queue, ...page }, { viewer, shell }) => {
    if (hasAny(viewer, 'SUPERVISE_OMNI_CHANNEL')) return connection(page, (request) => loadPendingPage(shell.pool, viewer, queue ?? null, request))
    return connectionOf({ rows: [], cursors: [], hasNextPage: false, hasPreviousPage: pageRequest(page).after !== null })
  },
}))
