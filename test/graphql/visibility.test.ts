// Who finds what: by id, in lists, and through what hangs on it.
import { beforeAll, describe, expect, it } from 'vitest'
import type { Viewer } from '../../src/core/viewer.ts'
import { globalId } from '../../src/core/global-id.ts'
import { useDatabase } from '../support/database.ts'
import { execute, person, run } from '../support/graphql.ts'
import { testShell, type TestShell } from '../support/shell.ts'
import { makeDefinitions, makeRecord, makeWork, START } from '../support/work-world.ts'

const db = useDatabase()
let shell: TestShell
let owner: Viewer, assignee: Viewer, member: Viewer, starter: Viewer, stranger: Viewer, auditor: Viewer, visitor: Viewer

const NODE = 'query Node($id: ID!) { node(id: $id) { __typename id } }'
const find = async (viewer: Viewer, type: string, id: string) => (await run<{ node: { __typename: string; id: string } | null }>(shell, viewer, NODE, { id: globalId(type, id) })).node?.__typename ?? null

beforeAll(async () => {
  shell = testShell(db)
  await makeDefinitions(db)
  owner = await person(db, 'owner')
  assignee = await person(db, 'assignee', ['RUN_FLOWS'])
  member = await person(db, 'member', ['RUN_FLOWS'])
  starter = await person(db, 'starter')
  stranger = await person(db, 'stranger', ['RUN_FLOWS', 'MANAGE_FLOW', 'MANAGE_USERS', 'CUSTOMIZE_APPLICATION'])
  auditor = await person(db, 'auditor', ['VIEW_ALL_DATA'])
  visitor = await person(db, 'visitor', ['RUN_FLOWS'], 'SITE_VISITOR')
  await db.prisma.group.create({ data: { id: 'team', apiName: 'Team', label: 'Team', groupType: 'REGULAR', supportedObjects: [] } })
  await db.prisma.groupClosure.create({ data: { userId: 'member', groupId: 'team' } })
  await makeRecord(db, 'case-1', 'owner')
  await makeWork(db, { runId: 'r1', recordId: 'case-1', userId: 'assignee', startedById: 'starter' })
  await makeWork(db, { runId: 'r2', recordId: 'case-1', groupId: 'team' })
  await db.prisma.flowInterview.create({ data: {
    guid: '11111111-1111-4111-8111-111111111111', label: 'Answer', flowId: 'f', flowVersionId: 'fv', status: 'PAUSED', currentElement: 'Ask', pausedAt: new Date(START), pausedById: 'assignee',
    recordId: 'case-1', ownerId: 'assignee', workItemId: 'r1.w1', state: {}, createdDate: new Date(START), lastModifiedDate: new Date(START),
  } })
  await db.prisma.emailNotification.create({ data: { id: 'mail-1', workItemId: 'r1.w1', assignment: 1, recipientId: 'assignee', kind: 'PERSONALIZED', status: 'SENT', subject: 'Work', body: 'Work', html: 'Work', linkValid: true } })
})

describe('node()', () => {
  const PRIVATE = [['Record', 'case-1'], ['OrchestrationRun', 'r1'], ['StageRun', 'r1.s1'], ['StepRun', 'r1.s1.t1'], ['RunHistoryEvent', 'r1.h1'], ['WorkItem', 'r1.w1'],
    ['FlowInterview', '11111111-1111-4111-8111-111111111111'], ['EmailNotification', 'mail-1']] as const

  // rules A2, A3
  it.each(PRIVATE)('hides a %s from somebody who has nothing to do with it, whatever they may administer', async (type, id) => {
    expect(await find(stranger, type, id)).toBeNull()
    expect(await find(visitor, type, id)).toBeNull()
  })

  it.each(PRIVATE)('shows a %s to VIEW_ALL_DATA', async (type, id) => {
    expect(await find(auditor, type, id)).toBe(type)
  })

  // rules R3c, W4, I5
  it('shows each person what is theirs', async () => {
    expect(await Promise.all(PRIVATE.map(([type, id]) => find(assignee, type, id)))).toEqual([null, 'OrchestrationRun', 'StageRun', 'StepRun', 'RunHistoryEvent', 'WorkItem', 'FlowInterview', 'EmailNotification'])
    expect(await Promise.all(PRIVATE.map(([type, id]) => find(owner, type, id)))).toEqual(['Record', 'OrchestrationRun', 'StageRun', 'StepRun', 'RunHistoryEvent', 'WorkItem', null, null])
    expect(await Promise.all(PRIVATE.map(([type, id]) => find(starter, type, id)))).toEqual([null, 'OrchestrationRun', 'StageRun', 'StepRun', 'RunHistoryEvent', 'WorkItem', null, null])
    expect([await find(member, 'WorkItem', 'r2.w1'), await find(member, 'WorkItem', 'r1.w1'), await find(member, 'OrchestrationRun', 'r2')]).toEqual(['WorkItem', null, 'OrchestrationRun'])
  })

  it('finds nothing for ids that are malformed, of no type, of another type, or of nothing', async () => {
    const ids = ['', '%%%', 'r1.w1', 'T3JjaGVzdHJhdGlvblJ1bg==', globalId('NoSuchType', 'r1'), globalId('Query', 'r1'), globalId('WorkItem', 'r1'), globalId('WorkItem', 'r1.w1\0'), globalId('__proto__', 'x'), globalId('constructor', 'x')]
    const { nodes } = await run<{ nodes: unknown[] }>(shell, auditor, 'query Nodes($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids })
    expect(nodes).toEqual(ids.map(() => null))
  })

  it('answers `nodes` in the order asked, and refuses more than 100', async () => {
    const ids = [globalId('WorkItem', 'r2.w1'), globalId('Record', 'case-1'), globalId('WorkItem', 'r2.w1')]
    const { nodes } = await run<{ nodes: { id: string }[] }>(shell, auditor, 'query Nodes($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids })
    expect(nodes.map(({ id }) => id)).toEqual(ids)
    const { errors } = await execute(shell, auditor, 'query Nodes($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Array.from({ length: 101 }, () => ids[0]) })
    expect(errors?.[0]?.extensions['code']).toBe('BAD_USER_INPUT')
  })
})

describe('what hangs on something readable', () => {
  it('is null where it is not readable itself: an assignee without access to the record', async () => {
    const { node } = await run<{ node: Record<string, unknown> }>(shell, assignee, `query Item($id: ID!) { node(id: $id) { ... on WorkItem {
      name status record { recordId } linkUrl canOpen run { label record { recordId } } step { apiName workItem { id } } assignee { ... on User { username } } owner { __typename } screenFlow { apiName }
      interview { guid canResume canDelete } notifications { edges { node { subject recipient { username } } } } } } }`, { id: globalId('WorkItem', 'r1.w1') })
    expect(node).toMatchObject({
      name: expect.stringMatching(/^WI-\d{8}$/) as string, status: 'ASSIGNED', record: null, linkUrl: null, canOpen: false, run: { label: 'Case', record: null }, step: { apiName: 'Do_it' },
      assignee: { username: 'assignee' }, owner: { __typename: 'User' }, screenFlow: { apiName: 'Answer' }, interview: { guid: '11111111-1111-4111-8111-111111111111', canResume: false, canDelete: true },
      notifications: { edges: [{ node: { subject: 'Work', recipient: { username: 'assignee' } } }] },
    })
  })

  // rule I5
  it('tells who may resume a shared interview, and who only reads it', async () => {
    const ask = async (viewer: Viewer) => (await run<{ record: { pausedInterviews: { edges: { node: unknown }[] } } | null }>(shell, viewer, '{ record(recordId: "case-1") { pausedInterviews { edges { node { canResume canDelete } } } } }')).record?.pausedInterviews.edges.map((edge) => edge.node)
    await db.prisma.recordShare.createMany({ data: [
      { id: 's1', recordId: 'case-1', userId: 'starter', access: 'READ', interviews: true }, { id: 's2', recordId: 'case-1', groupId: 'team', access: 'EDIT', interviews: true },
    ] })
    expect(await ask(owner)).toEqual([])
    expect(await ask(starter)).toEqual([{ canResume: false, canDelete: false }])
    expect(await ask(member)).toEqual([{ canResume: true, canDelete: false }])
    await db.prisma.processAutomationSettings.update({ where: { id: 1 }, data: { letUsersResumeSharedInterviews: false, interviewAccess: 'PUBLIC_READ' } })
    expect(await ask(member)).toEqual([{ canResume: false, canDelete: false }])
    expect(await ask(owner)).toEqual([{ canResume: false, canDelete: false }])
    await db.prisma.processAutomationSettings.update({ where: { id: 1 }, data: { letUsersResumeSharedInterviews: true, interviewAccess: 'PRIVATE' } })
    await db.prisma.recordShare.deleteMany()
  })

  // rules N2, A4
  it('leads internal users to the internal page, visitors to the oldest live site of theirs, and never the other way', async () => {
    const ask = async (viewer: Viewer) => (await run<{ record: { url: string | null } | null }>(shell, viewer, '{ record(recordId: "case-1") { url } }')).record
    expect(await ask(visitor)).toBeNull()
    await db.prisma.recordShare.create({ data: { id: 's3', recordId: 'case-1', userId: 'visitor', access: 'READ' } })
    expect(await ask(visitor)).toEqual({ url: null })
    const site = (id: string, isLive: boolean, day: string, recordPages: string[] = []) => db.prisma.site.create({ data: { id, apiName: id, label: id, baseUrl: `https://${id}.example.com`, isLive, recordPages, createdDate: new Date(day), users: { create: { userId: 'visitor' } } } })
    await site('new', true, '2026-02-01')
    await site('old', true, '2026-01-01')
    await site('closed', false, '2025-01-01')
    await site('other', true, '2024-01-01', ['Order'])
    expect(await ask(visitor)).toEqual({ url: 'https://old.example.com/records/case-1' })
    expect(await ask(owner)).toEqual({ url: 'http://127.0.0.1:4000/records/case-1' })
    await db.prisma.recordShare.deleteMany()
  })

  it('tells visitors of a site no more about other people than their names', async () => {
    const USER = 'query User($id: ID!) { node(id: $id) { ... on User { name email permissions sites { apiName } } } }'
    expect(await run(shell, visitor, USER, { id: globalId('User', 'auditor') })).toEqual({ node: { name: 'auditor', email: '', permissions: [], sites: [] } })
    expect(await run(shell, stranger, USER, { id: globalId('User', 'auditor') })).toEqual({ node: { name: 'auditor', email: 'auditor@example.com', permissions: ['VIEW_ALL_DATA'], sites: [] } })
    expect(await run(shell, visitor, '{ viewer { email sites { apiName } } processAutomationSettings { orgBaseUrl } }')).toMatchObject({ viewer: { email: 'visitor@example.com' }, processAutomationSettings: { orgBaseUrl: '' } })
  })
})
