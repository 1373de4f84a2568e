// Lists of work items read along what is asked of them in part: the same answers, in fewer statements.
import { beforeAll, describe, expect, it } from 'vitest'
import type { Viewer } from '../../src/core/viewer.ts'
import { chanceOf } from '../support/chance.ts'
import { useDatabase } from '../support/database.ts'
import { execute, person, run } from '../support/graphql.ts'
import { testShell, type TestShell } from '../support/shell.ts'
import { makeDefinitions, makeRecord, makeWork, START } from '../support/work-world.ts'

const db = useDatabase()
let shell: TestShell
let ann: Viewer

beforeAll(async () => {
  shell = testShell(db)
  await makeDefinitions(db)
  ann = await person(db, 'ann', ['RUN_FLOWS'])
  await person(db, 'bob')
  await db.prisma.group.create({ data: { id: 'team', apiName: 'Team', label: 'Team', groupType: 'REGULAR', supportedObjects: [] } })
  await db.prisma.groupClosure.create({ data: { userId: 'ann', groupId: 'team' } })
  await makeRecord(db, 'case-1', 'ann')
  await makeWork(db, { runId: 'r1', recordId: 'case-1', userId: 'ann', startedById: 'bob', at: 1 })
  await makeWork(db, { runId: 'r2', recordId: 'case-1', groupId: 'team', at: 2 })
  await makeWork(db, { runId: 'r3', recordId: 'case-1', userId: 'bob', at: 3, status: 'COMPLETED', completedById: 'bob' })
  const interview = { label: 'Answer', flowId: 'f', flowVersionId: 'fv', status: 'STARTED', currentElement: 'Ask', state: {}, createdDate: new Date(START), lastModifiedDate: new Date(START) } as const
  await db.prisma.flowInterview.createMany({ data: [
    { ...interview, guid: '11111111-1111-4111-8111-111111111111', ownerId: 'ann', workItemId: 'r2.w1' }, { ...interview, guid: '22222222-2222-4222-8222-222222222222', ownerId: 'bob', workItemId: 'r3.w1' },
    { ...interview, guid: '33333333-3333-4333-8333-333333333333', ownerId: 'ann', workItemId: 'r1.w1', status: 'FINISHED' },
  ] })
})

// All that is read along; with `more` in one relation that one is left to its loader.
const items = (more: { [relation: string]: string } = {}) => `edges { cursor node { id name label status createdDate
  assignee { __typename ... on User { id username name ${more['user'] ?? ''} } ... on Group { id apiName label groupType ${more['group'] ?? ''} } ... on Node { id } }
  run { id status label ${more['run'] ?? ''} } stage { ...Stage } step { id apiName label status stepType ${more['step'] ?? ''} } interview { id guid status label currentElement ${more['interview'] ?? ''} } } } pageInfo { hasNextPage endCursor }`
const fragments = (more: { [relation: string]: string } = {}) => `fragment Stage on StageRun { id apiName label status ${more['stage'] ?? ''} }`
const LISTS: readonly [string, (selection: string) => string][] = [
  ['a record\'s items', (selection) => `record(recordId: "case-1") { workItems { ${selection} } }`], ['the Work Guide', (selection) => `record(recordId: "case-1") { workGuide { ${selection} } }`],
  ['the To Do List', (selection) => `viewer { toDoList { ${selection} } }`], ['the list view', (selection) => `workItems { ${selection} }`], ['what is mine', (selection) => `workItems(filter: { assignedToMe: true }) { ${selection} }`],
  ['a run\'s items', (selection) => `node(id: "${Buffer.from('OrchestrationRun:r2').toString('base64')}") { ... on OrchestrationRun { workItems { ${selection} } } }`],
]
// What a list's rows are, without what only some were asked.
const plain = (answer: unknown) => JSON.parse(JSON.stringify(answer, (key, value: unknown) => (key.startsWith('more') ? undefined : value))) as unknown

describe.each(LISTS)('%s', (_, list) => {
  it('shows the same of what was read along as of what loaders read', async () => {
    const more = { user: 'more: email', group: 'moreOfGroup: supportedObjects', run: 'more: startedBy { id }', stage: 'more: startedAt', step: 'more: outputs', interview: 'more: createdDate' }
    const along = await run<unknown>(shell, ann, `{ ${list(items())} } ${fragments()}`)
    expect(JSON.stringify(along)).toContain('"node"')
    expect(plain(await run<unknown>(shell, ann, `{ ${list(items(more))} } ${fragments(more)}`))).toEqual(along)
    for (const [relation, field] of Object.entries(more)) expect(plain(await run<unknown>(shell, ann, `{ ${list(items({ [relation]: field }))} } ${fragments(relation === 'stage' ? { stage: field } : {})}`)), relation).toEqual(along)
  })
})

// Sixty sets of columns are more than have statements of their own.
it('shows of each item whatever is asked, however little of it', async () => {
  const chance = chanceOf(7)
  const some = (names: readonly string[]) => names.filter(() => chance.happens(0.4))
  const RELATIONS = { run: ['id', 'status', 'label'], stage: ['id', 'apiName', 'label', 'status'], step: ['id', 'apiName', 'label', 'status', 'stepType'], interview: ['id', 'guid', 'status', 'label', 'currentElement'] }
  const of = (names: readonly string[]) => ['__typename', ...names].join(' ')
  type Node = { [field: string]: { [field: string]: unknown } | null }
  const ask = async (selection: string) => (await run<{ workItems: { edges: { node: Node }[] } }>(shell, ann, `{ workItems { edges { node { ${selection} } } } }`)).workItems.edges.map(({ node }) => node)
  const USER = ['id', 'username', 'name'], GROUP = ['id', 'apiName', 'label', 'groupType'], OWN = ['id', 'name', 'label', 'status', 'isActionable', 'createdDate']
  const assignee = (ofUser: readonly string[], ofGroup: readonly string[]) => `assignee { __typename ... on User { ${of(ofUser)} } ... on Group { ${of(ofGroup)} } }`
  const whole = await ask([...OWN, 'dueAt', assignee(USER, GROUP.filter((name) => name !== 'label')), ...Object.entries(RELATIONS).map(([name, fields]) => `${name} { ${of(fields)} }`)].join(' '))
  for (let turn = 0; turn < 60; turn++) {
    const own = some([...OWN, 'dueAt']), user = some(USER), group = some(GROUP.filter((name) => name !== 'label'))
    const relations = Object.entries(RELATIONS).filter(() => chance.happens(0.5)).map(([name, fields]) => [name, some(fields)] as const)
    const selection = [of(own), assignee(user, group), ...relations.map(([name, fields]) => `${name} { ${of(fields)} }`)].join(' ')
    const picked = (from: Node[string], fields: readonly string[]) => from && Object.fromEntries(['__typename', ...fields].map((name) => [name, from[name]]))
    const expected = whole.map((item) => ({
      __typename: 'WorkItem', ...Object.fromEntries(own.map((name) => [name, item[name]])),
      assignee: picked(item['assignee']!, item['assignee']!['__typename'] === 'User' ? user : group), ...Object.fromEntries(relations.map(([name, fields]) => [name, picked(item[name]!, fields)])),
    }))
    expect(await ask(selection), selection).toEqual(expected)
  }
})

it('shows the caller\'s own open interviews only', async () => {
  const { record } = await run<{ record: { workItems: { edges: { node: { interview: { guid: string } | null } }[] } } }>(shell, ann, '{ record(recordId: "case-1") { workItems { edges { node { interview { guid } } } } } }')
  expect(record.workItems.edges.map(({ node }) => node.interview?.guid ?? null)).toEqual([null, '11111111-1111-4111-8111-111111111111', null])
})

it('takes two statements for a record\'s items with all of it, and one more for whatever else is asked of a relation', async () => {
  const statements: string[] = []
  const counting = { ...shell, pool: new Proxy(db.pool, { get: (pool, name) => (name !== 'query' ? Reflect.get(pool, name) as unknown : (sent: { text: string }) => {
    statements.push(sent.text)
    return pool.query(sent)
  }) }) }
  const count = async (source: string) => {
    statements.length = 0
    expect((await execute(counting, ann, source)).errors).toBeUndefined()
    return statements.length
  }
  const list = LISTS[0]![1]
  expect(await count(`{ ${list(items())} } ${fragments()}`)).toBe(2)
  expect(await count(`{ ${list(items({ run: 'startedAt' }))} } ${fragments()}`)).toBe(3)
})

it('shows each of several who ask at once what it shows them alone, and their own interviews', async () => {
  const bob: Viewer = { ...ann, id: 'bob', username: 'bob', permissions: new Set() }
  await db.prisma.recordShare.create({ data: { id: 'to-bob', recordId: 'case-1', userId: 'bob', access: 'READ' } })
  await makeRecord(db, 'case-2', 'bob')
  await makeRecord(db, 'case-3', 'bob')
  await makeWork(db, { runId: 'r4', recordId: 'case-2', userId: 'ann', at: 4 })
  const asks = [[ann, 'case-1', 'status: null'], [bob, 'case-1', 'status: null'], [bob, 'case-2', 'status: null'], [bob, 'case-3', 'status: null'], [ann, 'case-2', 'status: null'], [bob, 'case-1', 'status: COMPLETED'], [bob, 'case-1', 'first: 2'], [bob, 'case-1', 'first: 0'], [bob, 'case-1', 'first: 100']] as const
  const ask = ([viewer, id, more]: (typeof asks)[number]) => run<unknown>(shell, viewer, `{ record(recordId: "${id}") { workItems(${more}) { ${items()} } } } ${fragments()}`)
  const alone: unknown[] = []
  for (const one of asks) alone.push(await ask(one))
  expect(await Promise.all(asks.map(ask))).toEqual(alone)
  const guids = alone.map((answer) => (answer as { record: { workItems: { edges: { node: { interview: { guid: string } | null } }[] } } | null }).record?.workItems.edges.map(({ node }) => node.interview?.guid.slice(0, 1) ?? null))
  expect(guids).toEqual([[null, '1', null], ['2', null, null], [null], [], undefined, ['2'], ['2', null], [], ['2', null, null]])
})
