// `interlude work-items list|reassign`: work that waits for people (W6, W7, W10).
import type { Command } from 'commander'
import { assigneeFault, findAssignee } from './assignee.ts'
import { asTargets, addAgeFilter, addBulkOptions, addFilters, ago, chosenIds, parseLimit, parseSome, someText, type BulkOptions } from './options.ts'
import { changeMany, type Target } from './bulk.ts'
import { findCaller, permissionFault } from './caller.ts'
import { CommandFault, WrongUsage } from './command-fault.ts'
import { graphql } from './generated/gql.ts'
import type { AssigneeInput, WorkItemFilter, WorkItemRowFragment } from './generated/graphql.ts'
import { refusalWords, succeeded } from './refusal.ts'
import { allRows, chunked, firstRows, PAGE_SIZE, printRows } from './rows.ts'
import type { OpenSession, Session } from './session.ts'
import { printable, type Column } from './table.ts'

export const WORK_ITEM_ROW = graphql(`
  fragment WorkItemRow on WorkItem {
    id name label description status isActionable closedReason createdDate assignedAt completedAt durationSeconds dueAt isOverdue canOpen linkUrl
    assignee { __typename ... on User { username name } ... on Group { apiName label groupType } }
    owner { __typename ... on User { username name } ... on Group { apiName label groupType } }
    completedBy { username name } record { recordId objectApiName name }
    run { id label status orchestration { apiName } } stage { apiName label } step { apiName label } screenFlow { apiName label }
  }
`)

const LIST = graphql(`
  query ListWorkItems($first: Int!, $after: String, $filter: WorkItemFilter, $orderBy: WorkItemOrder) {
    workItems(first: $first, after: $after, filter: $filter, orderBy: $orderBy) { edges { node { ...WorkItemRow } } pageInfo { hasNextPage endCursor } }
  }
`)

const TARGETS = graphql(`
  query WorkItemTargets($first: Int!, $after: String, $filter: WorkItemFilter) {
    workItems(first: $first, after: $after, filter: $filter, orderBy: OLDEST_FIRST) { edges { node { id name label createdDate isActionable } } pageInfo { hasNextPage endCursor } }
  }
`)

const BY_ID = graphql(`
  query WorkItemsById($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on WorkItem { id name label isActionable } } }
`)

const REASSIGN = graphql(`
  mutation ReassignWorkItems($input: ReassignWorkItemsInput!) {
    reassignWorkItems(input: $input) { __typename ... on ReassignWorkItemsSuccess { results { workItemId error { ...Refusal } } } ...Refusal }
  }
`)

type Filters = { record?: string; orchestration?: string; run?: string; assignedTo?: string; assignedToMe?: boolean; status?: ('ASSIGNED' | 'COMPLETED')[]; olderThan?: number }

const COLUMNS: readonly Column<WorkItemRowFragment>[] = [
  { title: 'NAME', text: (row) => row.name },
  { title: 'LABEL', text: (row) => row.label },
  { title: 'STATUS', text: (row) => row.closedReason ?? row.status },
  { title: 'ASSIGNEE', text: (row) => ('username' in row.assignee ? row.assignee.username : row.assignee.apiName) },
  { title: 'RECORD', text: (row) => row.record?.recordId },
  { title: 'ORCHESTRATION', text: (row) => row.run.orchestration.apiName },
  { title: 'CREATED', text: (row) => row.createdDate },
  { title: 'DUE', text: (row) => (row.dueAt == null ? null : `${row.dueAt}${row.isOverdue ? ' overdue' : ''}`) },
  { title: 'ID', text: (row) => row.id, isId: true },
]

/** Adds the commands. */
export function addWorkItemCommands(program: Command, open: OpenSession): void {
  const workItems = program.command('work-items').description('Work items: list and reassign them.')
  addWorkItemFilters(workItems.command('list').description('List work items, newest first.'))
    .option('--limit <count>', 'at most so many', parseLimit)
    .action(async ({ limit, ...filters }: Filters & { limit?: number }, command: Command) => {
      const session = open(command)
      const filter = await filterOf(session, filters)
      const before = ago(session.clock(), filters.olderThan)
      const orderBy = before === undefined ? 'NEWEST_FIRST' : 'OLDEST_FIRST'
      const rows = allRows(async (after) => (await session.api.run(LIST, { first: Math.min(limit ?? PAGE_SIZE, PAGE_SIZE), after, filter, orderBy })).workItems)
      await printRows(session, firstRows(olderThan(rows, before), limit), COLUMNS, 'There are no such work items.')
    })
  addWorkItemFilters(addBulkOptions(workItems.command('reassign').description('Give open work items to somebody else.'), 'work items'))
    .requiredOption('--to <name>', 'who gets them: a username, or API name of a group or queue; user:NAME, group:NAME or queue:NAME where the name alone is not clear', someText)
    .action(reassign(open))
}

function reassign(open: OpenSession) {
  return async (ids: string[], { all, dryRun = false, to, ...filters }: Filters & BulkOptions & { to: string }, command: Command) => {
    const session = open(command)
    const chosen = chosenIds(ids, { all, dryRun }, filters, session.terminal)
    if (filters.status?.includes('COMPLETED')) throw new WrongUsage('Work items that are COMPLETED can\'t be reassigned.')
    const filter = { ...(await filterOf(session, filters)), status: 'ASSIGNED' as const }
    const assignee = await findAssignee(session.api, to)
    const targets = chosen === null ? found(session, filter, ago(session.clock(), filters.olderThan)) : dryRun ? named(session, chosen.ids) : asTargets(chosen.ids)
    await changeMany(session, {
      words: { ask: 'Reassign', doing: 'Reassigning', done: 'Reassigned' }, noun: ['work item', 'work items'], total: chosen?.total ?? null, isDryRun: dryRun,
      targets: dryRun ? withFault(targets, await foreseenFault(session, assignee)) : targets,
      change: async (workItemIds) => {
        const { results } = succeeded((await session.api.run(REASSIGN, { input: { workItemIds: [...workItemIds], assignee } })).reassignWorkItems)
        return results.map(({ workItemId, error }) => ({ id: workItemId, ok: error == null, error: error == null ? null : refusalWords(error) }))
      },
    })
  }
}

/** What stands in the way of all of it: `denial` of the caller, which the server says once, and what is wrong with who gets the work. */
type ForeseenFault = { denial: string | null; ofAssignee: string | null }

async function foreseenFault({ api, terminal }: Session, assignee: AssigneeInput): Promise<ForeseenFault> {
  const caller = await findCaller(api)
  const denial = permissionFault(caller, 'REASSIGN_WORK_ITEMS', 'Reassigning work')
  const ofAssignee = denial === null ? await assigneeFault(api, caller, assignee) : null
  if (ofAssignee === undefined) terminal.note(`Whether there is an active user "${printable(assignee.user!)}" is not looked up: that takes MANAGE_FLOW.`)
  return { denial, ofAssignee: ofAssignee ?? null }
}

async function* withFault(targets: AsyncIterable<Target>, { denial, ofAssignee }: ForeseenFault): AsyncGenerator<Target> {
  for await (const target of targets) {
    if (denial !== null) throw new CommandFault(denial)
    yield { ...target, fault: target.fault ?? ofAssignee }
  }
}

function addWorkItemFilters(command: Command): Command {
  addAgeFilter(addFilters(command, 'record', 'orchestration', 'run', 'assignedTo'), 'made')
  return command
    .option('--assigned-to-me', 'only those given to you, or to a group or queue of yours')
    .option('--status <status>', 'ASSIGNED or COMPLETED', parseSome(['ASSIGNED', 'COMPLETED']))
}

async function filterOf({ api }: Session, { record, orchestration, run, assignedTo, assignedToMe, status }: Filters): Promise<WorkItemFilter> {
  const assignee = assignedTo === undefined ? undefined : await findAssignee(api, assignedTo)
  return { recordId: record, orchestration, runId: run, assignedTo: assignee, assignedToMe, status: status !== undefined && new Set(status).size === 1 ? status[0] : undefined }
}

// Oldest first: the rest is younger.
async function* olderThan<Row extends { createdDate: string }>(rows: AsyncIterable<Row>, before: string | undefined): AsyncGenerator<Row> {
  for await (const row of rows) {
    if (before !== undefined && row.createdDate >= before) return
    yield row
  }
}

const ENDED = 'Nobody can work on it any more: it, its stage or its run has ended.'

// What an ended stage or run left behind stays where it is: the server would refuse each of them.
async function* found({ api }: Session, filter: WorkItemFilter, before: string | undefined): AsyncGenerator<Target> {
  const rows = allRows(async (after) => (await api.run(TARGETS, { first: PAGE_SIZE, after, filter })).workItems)
  for await (const { id, name, label, isActionable } of olderThan(rows, before)) if (isActionable) yield { id, label: `${name} ${label}` }
}

async function* named({ api }: Session, ids: AsyncIterable<string>): AsyncGenerator<Target> {
  for await (const chunk of chunked(ids, PAGE_SIZE)) {
    const { nodes } = await api.run(BY_ID, { ids: chunk })
    yield* chunk.map((id, at) => {
      const item = nodes[at]
      if (item?.__typename !== 'WorkItem') return { id, fault: 'There is no such work item.' }
      return { id, label: `${item.name} ${item.label}`, fault: item.isActionable ? null : ENDED }
    })
  }
}
