// The lists of work: who finds what in them, in which order, page after page.
import { beforeAll, describe, expect, it } from 'vitest'
import type { Viewer } from '../../src/core/viewer.ts'
import { globalId } from '../../src/core/global-id.ts'
import { useDatabase } from '../support/database.ts'
import { graphql } from '../generated/gql.ts'
import type { WorkItemFilter, WorkItemsQueryVariables } from '../generated/graphql.ts'
import { ask, execute, person, run } from '../support/graphql.ts'
import { testShell, type TestShell } from '../support/shell.ts'
import { makeDefinitions, makeRecord, makeWork, START } from '../support/work-world.ts'

const db = useDatabase()
let shell: TestShell
let ann: Viewer, bob: Viewer, boss: Viewer, reader: Viewer

type Page = { edges: { cursor: string; node: { run: { id: string } } }[]; pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null } }
const ITEMS = 'edges { cursor node { run { id } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }'
const idsOf = (page: Page) => page.edges.map(({ node }) => Buffer.from(node.run.id, 'base64').toString().replace('OrchestrationRun:', ''))

const WORK_ITEMS = graphql(`
  query WorkItems($first: Int, $after: String, $filter: WorkItemFilter, $orderBy: WorkItemOrder) {
    workItems(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      edges { cursor node { run { id } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`)

async function workItems(viewer: Viewer, variables: WorkItemsQueryVariables = {}): Promise<Page> {
  return (await ask(shell, viewer, WORK_ITEMS, variables)).workItems
}
const list = async (viewer: Viewer, filter: WorkItemFilter = {}, more: WorkItemsQueryVariables = {}) => idsOf(await workItems(viewer, { first: 100, filter, ...more }))

beforeAll(async () => {
  shell = testShell(db)
  await makeDefinitions(db)
  ann = await person(db, 'ann', ['RUN_FLOWS'])
  bob = await person(db, 'bob', ['RUN_FLOWS'])
  boss = await person(db, 'boss', ['VIEW_ALL_DATA'])
  reader = await person(db, 'reader')
  for (const [id, groupType] of [['team', 'REGULAR'], ['queue', 'QUEUE'], ['others', 'QUEUE']] as const) await db.prisma.group.create({ data: { id, apiName: id, label: id, groupType, supportedObjects: [] } })
  await db.prisma.groupClosure.createMany({ data: [{ userId: 'ann', groupId: 'team' }, { userId: 'ann', groupId: 'queue' }, { userId: 'bob', groupId: 'others' }] })
  await makeRecord(db, 'case-1', 'reader')
  await makeRecord(db, 'case-2', 'ann')
  await makeWork(db, { runId: 'byName', userId: 'ann', recordId: 'case-1', at: 1_000 })
  await makeWork(db, { runId: 'byTeam', groupId: 'team', recordId: 'case-1', at: 2_000 })
  await makeWork(db, { runId: 'byQueue', groupId: 'queue', recordId: 'case-2', at: 3_000 })
  await makeWork(db, { runId: 'accepted', groupId: 'others', agentId: 'ann', at: 4_000 })
  await makeWork(db, { runId: 'done', userId: 'ann', recordId: 'case-1', at: 5_000, status: 'COMPLETED', completedById: 'ann' })
  await makeWork(db, { runId: 'canceled', userId: 'ann', recordId: 'case-1', at: 6_000, isActionable: false, runStatus: 'CANCELED' })
  await makeWork(db, { runId: 'started', userId: 'bob', startedById: 'ann', at: 7_000 })
  await makeWork(db, { runId: 'foreign', userId: 'bob', at: 8_000 })
  await makeWork(db, { runId: 'same', groupId: 'others', at: 8_000 })
})

describe('the Work Guide', () => {
  // rules W4, W6
  it('holds what the caller can work on at the record now, oldest first', async () => {
    const guide = async (viewer: Viewer, recordId: string) => (await run<{ record: { workGuide: Page } | null }>(shell, viewer, `query Guide($id: ID!) { record(recordId: $id) { workGuide { ${ITEMS} } } }`, { id: recordId })).record
    expect(idsOf((await guide(ann, 'case-2'))!.workGuide)).toEqual(['byQueue'])
    expect(await guide(ann, 'case-1')).toBeNull()
    await db.prisma.recordShare.create({ data: { id: 's1', recordId: 'case-1', groupId: 'team', access: 'READ' } })
    expect(idsOf((await guide(ann, 'case-1'))!.workGuide)).toEqual(['byName', 'byTeam'])
    expect(idsOf((await guide(boss, 'case-1'))!.workGuide)).toEqual([])
    await db.prisma.recordShare.deleteMany()
  })
})

describe('the To Do List', () => {
  // rule W6
  it('holds open work given by name or accepted as an agent, not what groups may take, over all records', async () => {
    const { viewer } = await run<{ viewer: { toDoList: Page } }>(shell, ann, `{ viewer { toDoList { ${ITEMS} } } }`)
    expect(idsOf(viewer.toDoList)).toEqual(['byName', 'accepted'])
  })

  it('of somebody else shows what the caller may see of it', async () => {
    const ask = async (viewer: Viewer) => idsOf((await run<{ node: { toDoList: Page } }>(shell, viewer, `query Other($id: ID!) { node(id: $id) { ... on User { toDoList { ${ITEMS} } } } }`, { id: globalId('User', 'ann') })).node.toDoList)
    expect([await ask(boss), await ask(reader), await ask(bob)]).toEqual([['byName', 'accepted'], ['byName'], ['accepted']])
  })
})

describe('the list view', () => {
  // rule W6
  it('holds what the caller may see, newest first', async () => {
    expect(await list(ann)).toEqual(['started', 'canceled', 'done', 'accepted', 'byQueue', 'byTeam', 'byName'])
    expect(await list(reader)).toEqual(['canceled', 'done', 'byTeam', 'byName'])
    expect(await list(boss)).toEqual(['same', 'foreign', 'started', 'canceled', 'done', 'accepted', 'byQueue', 'byTeam', 'byName'])
  })

  it('is narrowed by each filter, and by several at once', async () => {
    expect(await list(ann, { assignedToMe: true })).toEqual(['canceled', 'done', 'accepted', 'byQueue', 'byTeam', 'byName'])
    expect(await list(ann, { assignedToMe: false })).toEqual(['started'])
    expect(await list(ann, { assignedToMe: true, status: 'COMPLETED' })).toEqual(['done'])
    expect(await list(ann, { assignedToMe: true, isActionable: true })).toEqual(['accepted', 'byQueue', 'byTeam', 'byName'])
    expect(await list(ann, { assignedToMe: true, isActionable: false })).toEqual(['canceled', 'done'])
    expect(await list(ann, { assignedToMe: true, recordId: 'case-1', status: 'ASSIGNED' }, { orderBy: 'OLDEST_FIRST' })).toEqual(['byName', 'byTeam', 'canceled'])
    expect(await list(boss, { assignedTo: { user: 'bob' } })).toEqual(['foreign', 'started'])
    expect(await list(boss, { assignedTo: { queue: 'others' } })).toEqual(['same', 'accepted'])
    expect(await list(boss, { assignedTo: { group: 'others' } })).toEqual([])
    expect(await list(boss, { assignedTo: { user: 'nobody' } })).toEqual([])
    expect(await list(ann, { assignedTo: { user: 'bob' } })).toEqual(['started'])
    expect(await list(boss, { runId: globalId('OrchestrationRun', 'done') })).toEqual(['done'])
    expect(await list(boss, { runId: 'no id' })).toEqual([])
    expect(await list(boss, { orchestration: 'Case', recordId: 'case-2' })).toEqual(['byQueue'])
    expect(await list(boss, { orchestration: 'Other' })).toEqual([])
  })
})

describe('pages', () => {
  it.each([['boss', 'NEWEST_FIRST'], ['boss', 'OLDEST_FIRST'], ['ann', 'NEWEST_FIRST'], ['ann', 'OLDEST_FIRST']] as const)('walked one by one give the whole list once, in its order (%s, %s)', async (name, orderBy) => {
    const viewer = { ann, boss }[name]
    const walked: string[] = []
    for (let after: string | null = null, more = true; more;) {
      const page: Page = await workItems(viewer, { first: 2, after, orderBy })
      expect(page.pageInfo).toMatchObject({ hasPreviousPage: after !== null, startCursor: page.edges[0]!.cursor, endCursor: page.edges.at(-1)!.cursor })
      walked.push(...idsOf(page))
      more = page.pageInfo.hasNextPage
      after = page.pageInfo.endCursor
    }
    expect(walked).toEqual(await list(viewer, {}, { orderBy }))
  })

  it('go on at the same place when the row of the cursor is gone', async () => {
    await makeWork(db, { runId: 'brief', userId: 'bob', at: 9_000 })
    const page = await workItems(boss, { first: 1 })
    expect(idsOf(page)).toEqual(['brief'])
    await db.prisma.workItem.delete({ where: { id: 'brief.w1' } })
    expect(idsOf(await workItems(boss, { first: 2, after: page.pageInfo.endCursor }))).toEqual(['same', 'foreign'])
  })

  it('of no rows have no cursors, and tell whether there are any', async () => {
    const none = { edges: [], pageInfo: { hasNextPage: true, hasPreviousPage: false, startCursor: null, endCursor: null } }
    expect(await workItems(boss, { first: 0 })).toEqual(none)
    const { pageInfo: { endCursor: after } } = await workItems(boss, { first: 100 })
    expect(await workItems(boss, { first: 0, after })).toEqual({ ...none, pageInfo: { ...none.pageInfo, hasNextPage: false, hasPreviousPage: true } })
  })

  it.each([[{ first: 101 }, /0 to 100/], [{ first: -1 }, /0 to 100/], [{ after: 'nonsense' }, /not a cursor/], [{ after: Buffer.from('["x"]').toString('base64url') }, /does not belong/],
    [{ after: Buffer.from('["2026-99-01T00:00:00.000Z","x"]').toString('base64url') }, /does not belong/]])('refuse %j as bad input', async (variables, message) => {
    const { errors } = await execute(shell, boss, 'query List($first: Int, $after: String) { workItems(first: $first, after: $after) { edges { cursor } } }', variables)
    expect(errors?.[0]?.message).toMatch(message)
    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT')
  })

  it.each(['2030-02-31T00:00:00.000Z', '0000-06-01T00:00:00.000Z', '2030-01-01T25:00:00.000Z', '2030-01-01T00:00:00Z', 'infinity'])('refuse a cursor that somebody made up, of the time %s', async (time) => {
    for (const [list, order] of [['workItems', 'workItems desc'], ['runs', 'runs desc'], ['pausedInterviews', 'interviews desc'], ['viewer { toDoList', 'workItems']] as const) {
      const after = Buffer.from(JSON.stringify([order, time, 'x'])).toString('base64url')
      const { errors } = await execute(shell, ann, `query Next($after: String) { ${list}(after: $after) { edges { cursor } } ${list.includes('{') ? '}' : ''} }`, { after })
      expect(errors?.map(({ message, extensions }) => [message, extensions['code']]), list).toEqual([['This cursor does not belong to this list.', 'BAD_USER_INPUT']])
    }
  })

  // Cursors of these lists hold values of the same kinds.
  it('refuse cursors of other lists, and of the same list in another order', async () => {
    const at = new Date(START)
    await db.prisma.flowInterview.create({ data: { guid: '11111111-1111-4111-8111-111111111111', label: 'Answer', flowId: 'f', flowVersionId: 'fv', status: 'PAUSED', pausedAt: at, ownerId: 'ann', state: {}, createdDate: at, lastModifiedDate: at } })
    const manager = await person(db, 'manager', ['VIEW_ALL_DATA', 'MANAGE_FLOW'])
    const lists = ['workItems', 'workItems(orderBy: OLDEST_FIRST)', 'runs', 'pausedInterviews', 'flows', 'orchestrations', 'groups']
    const page = async (list: string, after: string | null) => {
      const asked = list.includes('(') ? list.replace(')', ', first: 1, after: $after)') : `${list}(first: 1, after: $after)`
      return execute(shell, manager, `query Next($after: String) { list: ${asked} { edges { cursor } } }`, { after })
    }
    const cursors = new Map<string, string>()
    for (const list of lists) cursors.set(list, ((await page(list, null)).data as { list: Page }).list.edges[0]!.cursor)
    for (const list of lists) for (const [of, cursor] of cursors) {
      const messages = (await page(list, cursor)).errors?.map(({ message, extensions }) => [message, extensions['code']])
      expect(messages, `${of} in ${list}`).toEqual(of === list ? undefined : [['This cursor does not belong to this list.', 'BAD_USER_INPUT']])
    }
  })

  it('take a cursor of the same list with another filter', async () => {
    const { endCursor } = (await workItems(boss, { first: 1, filter: { assignedTo: { queue: 'others' } } })).pageInfo
    expect(idsOf(await workItems(boss, { first: 2, after: endCursor }))).toEqual(['foreign', 'started'])
  })

  it('take an operation that asks for all that a run\'s page shows', async () => {
    await run(shell, boss, `{ runs(first: 1) { edges { node { status stages { apiName status steps { apiName status outputs workItems {
      id name label status isActionable closedReason createdDate assignedAt completedAt dueAt isOverdue canOpen linkUrl completedBy { username } assignee { ... on User { username } ... on Group { apiName } }
      agentWork { id status agent { username } } notifications(first: 100) { edges { node { recipient { username } kind status subject body linkUrl linkValid } } } } } } } } } }`)
  })

  it('refuse an operation that asks for more than a server should read for one', async () => {
    const { errors } = await execute(shell, boss, '{ runs(first: 100) { edges { node { history(first: 100) { edges { node { workItem { notifications(first: 100) { edges { node { id } } } } } } } } } } }')
    expect(errors?.[0]?.extensions['code']).toBe('OPERATION_TOO_EXPENSIVE')
  })
})

describe('runs', () => {
  const runs = async (viewer: Viewer, filter: object = {}) => (await run<{ runs: { edges: { node: { id: string } }[] } }>(shell, viewer, 'query Runs($filter: RunFilter) { runs(first: 100, filter: $filter) { edges { node { id } } } }', { filter })).runs.edges.map(({ node }) => Buffer.from(node.id, 'base64').toString().replace('OrchestrationRun:', ''))

  // rule R3c
  it('are those that the caller started, has or had work in, or whose record they read, newest first', async () => {
    expect(await runs(ann)).toEqual(['started', 'canceled', 'done', 'accepted', 'byQueue', 'byTeam', 'byName'])
    expect(await runs(reader)).toEqual(['canceled', 'done', 'byTeam', 'byName'])
    expect(await runs(ann, { status: ['CANCELED'] })).toEqual(['canceled'])
    expect(await runs(boss, { recordId: 'case-2', orchestration: 'Case', status: ['IN_PROGRESS', 'ERROR'] })).toEqual(['byQueue'])
  })

  it('tell their stages, steps, history and durations', async () => {
    const { node } = await run<{ node: object }>(shell, ann, `query Run($id: ID!) { node(id: $id) { ... on OrchestrationRun {
      status version { versionNumber } orchestration { apiName } durationSeconds startedBy { username } currentStage { apiName }
      stages { apiName steps { apiName workItems { durationSeconds completedBy { username } isOverdue } } }
      history(filter: { milestones: [START_RUN] }) { edges { node { milestone actor { username } } } } } } }`, { id: globalId('OrchestrationRun', 'done') })
    expect(node).toEqual({
      status: 'IN_PROGRESS', version: { versionNumber: 1 }, orchestration: { apiName: 'Case' }, durationSeconds: null, startedBy: { username: 'automated.process' }, currentStage: { apiName: 'First' },
      stages: [{ apiName: 'First', steps: [{ apiName: 'Do_it', workItems: [{ durationSeconds: 61, completedBy: { username: 'ann' }, isOverdue: false }] }] }],
      history: { edges: [{ node: { milestone: 'START_RUN', actor: { username: 'automated.process' } } }] },
    })
  })

  // rule W10
  it('have history that is narrowed by time, actor and milestone', async () => {
    const history = async (filter: object) => (await run<{ node: { history: { edges: { node: { milestone: string } }[] } } }>(shell, ann, 'query History($id: ID!, $filter: RunHistoryFilter) { node(id: $id) { ... on OrchestrationRun { history(filter: $filter) { edges { node { milestone } } } } } }', { id: globalId('OrchestrationRun', 'started'), filter })).node.history.edges.map(({ node }) => node.milestone)
    const [first, second] = [START + 7_000, START + 7_001].map((time) => new Date(time).toISOString())
    expect(await history({})).toEqual(['START_RUN', 'START_WORK_ITEM'])
    expect(await history({ from: second })).toEqual(['START_WORK_ITEM'])
    expect(await history({ to: first })).toEqual(['START_RUN'])
    expect(await history({ from: first, to: second })).toEqual(['START_RUN', 'START_WORK_ITEM'])
    expect(await history({ actor: 'ann' })).toEqual(['START_RUN'])
    expect(await history({ actor: 'automated.process' })).toEqual(['START_WORK_ITEM'])
  })
})
