// Records of other systems that work is about, and what hangs on them.
import { recordPageUrl } from '../../core/links.ts'
import { loadPausedInterviewPage } from '../../store/interviews.ts'
import { loadRunPage } from '../../store/runs.ts'
import { loadWorkGuide, loadWorkItemsOfRecord } from '../../store/work-items.ts'
import { builder } from '../builder.ts'
import { connection, pageArgs, pageComplexity } from '../connections.ts'
import type { Context } from '../context.ts'
import { asNode } from '../nodes.ts'
import { itemsToRead } from '../read-along.ts'
import { FlowInterviewConnection } from './flow-interview.ts'
import { OrchestrationRunConnection, RunStatus } from './run.ts'
import { User } from './user.ts'
import { WorkItemConnection, WorkItemStatus } from './work-item.ts'

export const Record = builder.prismaObject('Record', {
  description: 'A record of another system that work is about. It is named by that system\'s id for it.',
})

builder.prismaObjectFields(Record, (t) => ({
  recordId: t.exposeID('recordId', { description: 'The other system\'s id for it: unique in the org.' }),
  objectApiName: t.exposeString('objectApiName', { description: 'What kind of record it is, e.g. "Case".' }),
  name: t.exposeString('name', { nullable: true, description: 'Its name for people.' }),
  owner: t.field({ type: User, nullable: true, description: 'Whose record it is.', resolve: (record, _, { load }) => load.user.load(record.ownerId) }),
  fields: t.field({ type: 'JSON', description: 'Its fields by name, as last told by `upsertRecord` or set by a flow.', resolve: (record) => record.fields }),
  url: t.string({
    nullable: true,
    description: 'Where the caller opens it: internal users on the internal page, site visitors on the oldest live site of theirs that shows such records. Null where they have none.',
    resolve: (record, _, context) => recordUrl(context, record),
  }),
  workItems: t.field({
    type: WorkItemConnection, description: 'Its work items, newest first.',
    args: { ...pageArgs(), status: t.arg({ type: WorkItemStatus, description: 'Only these; all unless given.' }) }, complexity: pageComplexity,
    resolve: (record, { status, ...page }, { viewer, shell, load }, info) => connection(page, async (request) => {
      // Known already, but of a record that the caller has just written.
      const recordIsSeen = (await load.record.load(record.recordId)) !== null
      return loadWorkItemsOfRecord(shell.pool, viewer, { recordId: record.recordId, recordIsSeen }, status ?? null, request, itemsToRead(info))
    }),
  }),
  workGuide: t.field({
    type: WorkItemConnection, description: 'What the caller can work on here, now, oldest first.',
    args: pageArgs(), complexity: pageComplexity,
    resolve: (record, page, { viewer, shell }, info) => connection(page, (request) => loadWorkGuide(shell.pool, viewer, record.recordId, request, itemsToRead(info))),
  }),
  pausedInterviews: t.field({
    type: FlowInterviewConnection, description: 'Paused interviews whose `$Flow.CurrentRecord` this is, newest first.',
    args: pageArgs(), complexity: pageComplexity,
    resolve: (record, page, { viewer, shell }) => connection(page, (request) => loadPausedInterviewPage(shell.pool, viewer, { recordId: record.recordId }, request)),
  }),
  runs: t.field({
    type: OrchestrationRunConnection, description: 'Runs that were started on it, newest first.',
    args: { ...pageArgs(), status: t.arg({ type: RunStatus, description: 'Only these; all unless given.' }) }, complexity: pageComplexity,
    resolve: (record, { status, ...page }, { viewer, shell }) => connection(page, (request) =>
      loadRunPage(shell.pool, viewer, { recordId: record.recordId, status: status ? [status] : null }, request)),
  }),
}))

asNode(Record, { idOf: (record) => record.recordId, load: (id, { load }) => load.record.load(id) })

builder.queryField('record', (t) => t.field({
  type: Record, nullable: true,
  description: 'The record that the other system knows by this id; null where there is none, or the caller may not read it.',
  args: { recordId: t.arg.id({ required: true, description: 'The other system\'s id for it (not a global id).' }) },
  resolve: (_, { recordId }, { load }) => load.record.load(recordId),
}))

/** Where the caller opens the record; null where they have no page for it. */
export async function recordUrl({ viewer, load }: Context, record: { recordId: string; objectApiName: string | null }): Promise<string | null> {
  const [settings, sites] = await Promise.all([load.settings.load(''), viewer.userType === 'SITE_VISITOR' ? load.sitesOfUser.load(viewer.id) : []])
  return recordPageUrl({ userType: viewer.userType, sites }, record, settings.orgBaseUrl)
}
