// Saving users, groups, sites, settings and shares: what is checked, what is kept, who may.
import { beforeAll, describe, expect, it } from 'vitest'
import type { Viewer } from '../../src/core/viewer.ts'
import { useDatabase } from '../support/database.ts'
import { mutate, person, run } from '../support/graphql.ts'
import { testShell, type TestShell } from '../support/shell.ts'
import { makeRecord } from '../support/work-world.ts'

const db = useDatabase()
let shell: TestShell
let admin: Viewer, clerk: Viewer

type Result = { __typename: string; code?: string; requiredPermission?: string; issues?: { path: string[]; message: string }[]; references?: string[]; [field: string]: unknown }
const paths = (result: Result) => result.issues?.map(({ path }) => path.join('.'))

beforeAll(async () => {
  shell = testShell(db)
  admin = await person(db, 'admin', ['MANAGE_USERS', 'CUSTOMIZE_APPLICATION'])
  clerk = await person(db, 'clerk', ['RUN_FLOWS', 'MANAGE_FLOW', 'VIEW_ALL_DATA'])
})

// rule A4
describe('permissions', () => {
  it.each([
    ['saveUser', { username: 'x' }, 'MANAGE_USERS'], ['saveGroup', { apiName: 'X' }, 'MANAGE_USERS'],
    ['saveSite', { apiName: 'X', baseUrl: 'https://x.example.com' }, 'CUSTOMIZE_APPLICATION'], ['updateProcessAutomationSettings', { letUsersPauseFlows: true }, 'CUSTOMIZE_APPLICATION'],
  ])('%s is refused without its permission, which is named, and changes nothing', async (name, input, permission) => {
    expect(await mutate<Result>(shell, clerk, name, input)).toMatchObject({ __typename: 'ForbiddenError', code: 'FORBIDDEN', requiredPermission: permission })
    expect([await db.prisma.user.count({ where: { username: 'x' } }), await db.prisma.group.count(), await db.prisma.site.count()]).toEqual([0, 0, 0])
  })
})

describe('saveUser', () => {
  const FIELDS = 'user { username name email emailVerified isActive userType permissions sites { apiName } }'

  it('creates a user with sensible values for what is not given', async () => {
    expect(await mutate(shell, admin, 'saveUser', { username: 'ann' }, FIELDS)).toEqual({
      __typename: 'SaveUserSuccess', user: { username: 'ann', name: 'ann', email: 'ann@localhost', emailVerified: false, isActive: true, userType: 'INTERNAL', permissions: [], sites: [] },
    })
  })

  it('changes only what is given of one that exists', async () => {
    await db.prisma.site.createMany({ data: ['Help', 'Shop', 'Club'].map((name) => ({ id: name, apiName: name, label: name, baseUrl: `https://${name}.example.com`, recordPages: [] })) })
    await mutate(shell, admin, 'saveUser', { username: 'ann', name: 'Ann', permissions: ['RUN_FLOWS', 'MANAGE_FLOW', 'RUN_FLOWS'], sites: ['Help', 'Shop'], skills: ['english', 'billing:3'], presenceUserConfig: 'Default' })
    expect(await mutate(shell, admin, 'saveUser', { username: 'ann', email: 'ann@example.com', sites: ['Club', 'Shop'], name: null }, FIELDS)).toMatchObject({
      user: { name: 'Ann', email: 'ann@example.com', permissions: ['RUN_FLOWS', 'MANAGE_FLOW'], sites: [{ apiName: 'Club' }, { apiName: 'Shop' }] },
    })
    const row = await db.prisma.user.findUniqueOrThrow({ where: { username: 'ann' } })
    expect([row.skills, row.presenceUserConfigId]).toEqual([['english', 'billing:3'], 'default'])
    await mutate(shell, admin, 'saveUser', { username: 'ann', presenceUserConfig: null, skills: [], sites: [] })
    expect(await db.prisma.user.findUniqueOrThrow({ where: { username: 'ann' }, include: { sites: true } })).toMatchObject({ skills: [], presenceUserConfigId: null, sites: [] })
  })

  it('tells every fault at once', async () => {
    const result = await mutate<Result>(shell, admin, 'saveUser', {
      username: 'has blanks', name: ' ', email: 'nowhere', userType: 'AUTOMATED_PROCESS', presenceUserConfig: 'None', sites: ['Help', 'None'], presenceStatuses: ['None'], skills: ['ok', 'level:high'],
    })
    expect(result.__typename).toBe('ValidationError')
    expect(paths(result)).toEqual(['input.username', 'input.userType', 'input.name', 'input.email', 'input.presenceUserConfig', 'input.sites.1', 'input.presenceStatuses.0', 'input.skills.1'])
  })

  it('leaves the system\'s own user alone', async () => {
    expect(paths(await mutate<Result>(shell, admin, 'saveUser', { username: 'automated.process', isActive: false }))).toEqual(['input.username'])
  })

  it('makes one user of two that are saved at the same moment', async () => {
    const results = await Promise.all(Array.from({ length: 8 }, (_, at) => mutate(shell, admin, 'saveUser', { username: 'twin', name: `Twin ${at}` })))
    expect(results.every(({ __typename }) => __typename === 'SaveUserSuccess')).toBe(true)
    expect(await db.prisma.user.count({ where: { username: 'twin' } })).toBe(1)
  })

  // rule O6: rights that end mid-subscription end the events
  it('lets the user\'s subscriptions look at their rights again', async () => {
    await mutate(shell, admin, 'saveUser', { username: 'clerk', permissions: ['RUN_FLOWS'] })
    const { rows } = await db.pool.query('SELECT "kind" FROM "EventLog" WHERE "topic" = $1', ['access:user:clerk'])
    expect(rows).toEqual([{ kind: 'AccessChanged' }])
  })
})

describe('saveGroup', () => {
  const MEMBERS = 'group { apiName groupType members { edges { node { ... on User { username } ... on Group { apiName } } } } }'
  const closure = async () => (await db.prisma.groupClosure.findMany({ orderBy: [{ groupId: 'asc' }, { userId: 'asc' }] })).map(({ userId, groupId }) => `${names.get(groupId)}:${names.get(userId)}`)
  const names = new Map<string, string>()
  const save = async (input: object) => {
    const result = await mutate<Result>(shell, admin, 'saveGroup', input, MEMBERS)
    for (const group of await db.prisma.group.findMany()) names.set(group.id, group.apiName)
    for (const user of await db.prisma.user.findMany()) names.set(user.id, user.username)
    return result
  }
  const sorted = async () => (await closure()).sort()

  // rule W4: nested groups included
  it('keeps everybody of nested groups in the closure, at every depth, as members come and go', async () => {
    for (const name of ['u1', 'u2', 'u3']) await person(db, name)
    await save({ apiName: 'Inner', users: ['u1', 'u2'] })
    await save({ apiName: 'Middle', groups: ['Inner'], users: ['u3'] })
    expect(await save({ apiName: 'Outer', label: 'Outer', groupType: 'QUEUE', groups: ['Middle'] })).toMatchObject({ group: { groupType: 'QUEUE', members: { edges: [{ node: { apiName: 'Middle' } }] } } })
    expect(await sorted()).toEqual(['Inner:u1', 'Inner:u2', 'Middle:u1', 'Middle:u2', 'Middle:u3', 'Outer:u1', 'Outer:u2', 'Outer:u3'])
    await save({ apiName: 'Inner', users: ['u2', 'u3'] })
    expect(await sorted()).toEqual(['Inner:u2', 'Inner:u3', 'Middle:u2', 'Middle:u3', 'Outer:u2', 'Outer:u3'])
    await save({ apiName: 'Middle', groups: [] })
    expect(await sorted()).toEqual(['Inner:u2', 'Inner:u3', 'Middle:u3', 'Outer:u3'])
  })

  it('keeps members that are not spoken of, and those who are in it by two ways when one ends', async () => {
    await save({ apiName: 'Middle', groups: ['Inner'] })
    await save({ apiName: 'Middle', label: 'In the middle' })
    expect(await save({ apiName: 'Middle', users: [] })).toMatchObject({ group: { members: { edges: [{ node: { apiName: 'Inner' } }] } } })
    expect(await sorted()).toEqual(['Inner:u2', 'Inner:u3', 'Middle:u2', 'Middle:u3', 'Outer:u2', 'Outer:u3'])
  })

  it('lets those who are out of it look at their rights again', async () => {
    await db.prisma.eventLog.deleteMany()
    await save({ apiName: 'Inner', users: ['u2'] })
    const { rows } = await db.pool.query<{ topic: string }>('SELECT "topic" FROM "EventLog" WHERE "kind" = \'AccessChanged\'')
    expect(rows).toEqual([{ topic: 'access:user:u3' }])
  })

  it('refuses circles, short and long, and tells what is in the way', async () => {
    const before = await sorted()
    const result = await save({ apiName: 'Inner', groups: ['Inner', 'Outer'] })
    expect(paths(result)).toEqual(['input.groups.0', 'input.groups.1'])
    expect(result.issues?.[1]?.message).toMatch(/"Outer" contains "Inner"/)
    expect(await sorted()).toEqual(before)
  })

  it('makes no circle of two nestings at the same moment', async () => {
    await save({ apiName: 'Left' })
    await save({ apiName: 'Right' })
    const results = await Promise.all([save({ apiName: 'Left', groups: ['Right'] }), save({ apiName: 'Right', groups: ['Left'] })])
    expect(results.map(({ __typename }) => __typename).sort()).toEqual(['SaveGroupSuccess', 'ValidationError'])
  })

  it('tells every fault at once', async () => {
    expect(paths(await save({ apiName: '1st', label: '', users: ['u1', 'nobody', 'automated.process'], groups: ['NoGroup'], supportedObjects: ['OrchestrationWorkItem'], routingConfiguration: 'None' })))
      .toEqual(['input.apiName', 'input.label', 'input.users.1', 'input.groups.0', 'input.users.2', 'input.supportedObjects', 'input.routingConfiguration', 'input.routingConfiguration'])
    expect(paths(await save({ apiName: 'Outer', groupType: 'REGULAR' }))).toEqual(['input.groupType'])
  })

  it('serves many that are saved at once over few connections', async () => {
    const results = await Promise.all(Array.from({ length: 30 }, (_, at) => save({ apiName: `Many${at}`, users: ['u1'] })))
    expect(results.every(({ __typename }) => __typename === 'SaveGroupSuccess')).toBe(true)
    expect((await sorted()).filter((name) => name.startsWith('Many'))).toHaveLength(30)
  })

  it('is found by its members in lists; site visitors find only their own', async () => {
    const visitor = await person(db, 'guest', [], 'SITE_VISITOR')
    await save({ apiName: 'Guests', users: ['guest'] })
    const list = async (viewer: Viewer, groupType: string | null) => (await run<{ groups: { edges: { node: { apiName: string } }[] } }>(shell, viewer, 'query Groups($groupType: GroupType) { groups(first: 100, groupType: $groupType) { edges { node { apiName } } } }', { groupType })).groups.edges.map(({ node }) => node.apiName)
    expect(await list(visitor, null)).toEqual(['Guests'])
    expect(await list(clerk, 'QUEUE')).toEqual(['Outer'])
    expect(await run(shell, clerk, '{ queue(apiName: "Outer") { apiName } none: queue(apiName: "Inner") { apiName } }')).toEqual({ queue: { apiName: 'Outer' }, none: null })
  })
})

describe('saveSite and updateProcessAutomationSettings', () => {
  it('save what is given and keep the rest', async () => {
    expect(await mutate(shell, admin, 'saveSite', { apiName: 'Portal', baseUrl: 'https://portal.example.com/help/', recordPages: ['Case'] }, 'site { apiName baseUrl isLive kind label recordPages }'))
      .toMatchObject({ site: { apiName: 'Portal', baseUrl: 'https://portal.example.com/help', isLive: false, kind: 'LWR', label: 'Portal', recordPages: ['Case'] } })
    expect(await mutate(shell, admin, 'saveSite', { apiName: 'Portal', isLive: true, kind: 'AURA' }, 'site { baseUrl isLive kind recordPages }'))
      .toMatchObject({ site: { baseUrl: 'https://portal.example.com/help', isLive: true, kind: 'AURA', recordPages: ['Case'] } })
    expect(await mutate(shell, admin, 'updateProcessAutomationSettings', { letUsersPauseFlows: true, orgBaseUrl: 'https://work.example.com/', emailFrom: 'Work <work@example.com>', verifiedEmailDomains: ['Example.com', 'example.com'] }, 'processAutomationSettings { letUsersPauseFlows stopSendingWorkItemEmails interviewAccess orgBaseUrl emailFrom verifiedEmailDomains }'))
      .toMatchObject({ processAutomationSettings: { letUsersPauseFlows: true, stopSendingWorkItemEmails: false, interviewAccess: 'PRIVATE', orgBaseUrl: 'https://work.example.com', emailFrom: 'Work <work@example.com>', verifiedEmailDomains: ['example.com'] } })
  })

  it('hold how long interviews that nobody goes on with are kept', async () => {
    const AGES = 'processAutomationSettings { expireLeftInterviewsAfterDays expirePausedInterviewsAfterDays remindOfPausedInterviewsAfterDays deleteEndedRunsAfterDays }'
    const update = (input: object) => mutate<Result>(shell, admin, 'updateProcessAutomationSettings', input, AGES)
    expect(await update({})).toMatchObject({ processAutomationSettings: { expireLeftInterviewsAfterDays: 30, expirePausedInterviewsAfterDays: 0, remindOfPausedInterviewsAfterDays: 0, deleteEndedRunsAfterDays: 0 } })
    expect(await update({ expireLeftInterviewsAfterDays: 0, remindOfPausedInterviewsAfterDays: 7, deleteEndedRunsAfterDays: 365 }))
      .toMatchObject({ processAutomationSettings: { expireLeftInterviewsAfterDays: 0, expirePausedInterviewsAfterDays: 0, remindOfPausedInterviewsAfterDays: 7, deleteEndedRunsAfterDays: 365 } })
    expect(paths(await update({ expireLeftInterviewsAfterDays: -1, expirePausedInterviewsAfterDays: 3651 }))).toEqual(['input.expireLeftInterviewsAfterDays', 'input.expirePausedInterviewsAfterDays'])
  })

  it('tell every fault at once', async () => {
    expect(paths(await mutate<Result>(shell, admin, 'saveSite', { apiName: 'No_', label: '', recordPages: ['?'] }))).toEqual(['input.apiName', 'input.label', 'input.baseUrl', 'input.recordPages.0'])
    expect(paths(await mutate<Result>(shell, admin, 'saveSite', { apiName: 'Evil', baseUrl: 'javascript:alert(1)' }))).toEqual(['input.baseUrl'])
    expect(paths(await mutate<Result>(shell, admin, 'updateProcessAutomationSettings', { orgBaseUrl: 'work', emailFrom: 'a\r\nBcc: b@c', verifiedEmailDomains: ['ok.example.com', 'not a domain'] }))).toEqual(['input.orgBaseUrl', 'input.emailFrom', 'input.verifiedEmailDomains.1'])
  })
})

// What is one line is shown in lists, mails' subjects and terminals.
describe('names and labels are one line', () => {
  it.each(['\n', '\r', '\t', '\u0001', '\u001f', '\u007f', '\u0085', '\u2028', '\u2029'])('without %j', async (character) => {
    const text = `Two${character}lines`
    const refused = async (mutation: string, input: object, fields: readonly string[]) => {
      const { __typename, issues } = await mutate<Result>(shell, admin, mutation, input)
      expect([__typename, issues], mutation).toEqual(['ValidationError', fields.map((field) => ({ path: ['input', ...field.split('.')], message: expect.stringMatching(/^(This|A name) is one line, without tabs and other control characters\.$/) as string }))])
    }
    await refused('saveUser', { username: 'lined', name: text, skills: [text] }, ['name', 'skills.0'])
    await refused('saveGroup', { apiName: 'Lined', label: text }, ['label'])
    await refused('saveSite', { apiName: 'Lined', label: text, baseUrl: 'https://lined.example.com' }, ['label'])
    await refused('savePresenceStatus', { apiName: 'Lined', label: text }, ['label'])
    await refused('upsertRecord', { recordId: 'lined', objectApiName: 'Case', name: text }, ['name'])
    expect(paths(await mutate<Result>(shell, admin, 'saveUser', { username: text }))).toEqual(['input.username'])
    expect(paths(await mutate<Result>(shell, admin, 'saveUser', { username: 'lined', email: `a${character}b@example.com` }))).toEqual(['input.email'])
    expect(paths(await mutate<Result>(shell, admin, 'updateProcessAutomationSettings', { emailFrom: `Two${character}lines <a@example.com>` }))).toEqual(['input.emailFrom'])
  })

  it('of any script, with joined signs', async () => {
    const name = 'Ана\u00a0Ö. 👩\u200d💻 \u202aعربي'
    expect(await mutate(shell, admin, 'saveUser', { username: 'joined', name }, 'user { name }')).toMatchObject({ user: { name } })
  })
})

// rules A3, A4
describe('shareRecord', () => {
  const share = (viewer: Viewer, input: object) => mutate<Result>(shell, viewer, 'shareRecord', { recordId: 'case-1', ...input }, 'record { recordId }')
  const reads = async (viewer: Viewer) => (await run<{ record: unknown }>(shell, viewer, '{ record(recordId: "case-1") { recordId } }')).record !== null

  it('gives access, changes it and takes it back, for users and through groups', async () => {
    const owner = await person(db, 'owner'), friend = await person(db, 'friend'), member: Viewer = { ...friend, id: 'u2', username: 'u2' }
    await makeRecord(db, 'case-1', 'owner')
    expect([await reads(friend), await reads(member)]).toEqual([false, false])
    expect(await share(friend, { user: 'friend', access: 'READ' })).toMatchObject({ __typename: 'NotFoundError' })
    expect(await share(owner, { user: 'friend', access: 'READ' })).toEqual({ __typename: 'ShareRecordSuccess', record: { recordId: 'case-1' } })
    expect(await share(owner, { group: 'Outer', access: 'READ', interviews: true })).toMatchObject({ __typename: 'ShareRecordSuccess' })
    expect([await reads(friend), await reads(member)]).toEqual([true, true])
    expect(await share(friend, { user: 'clerk', access: 'READ' })).toMatchObject({ __typename: 'ForbiddenError', requiredPermission: 'CUSTOMIZE_APPLICATION' })
    await share(owner, { user: 'friend', access: 'EDIT' })
    expect(await share(friend, { group: 'Outer', access: 'EDIT' })).toMatchObject({ __typename: 'ShareRecordSuccess' })
    expect(await db.prisma.recordShare.findFirst({ where: { groupId: { not: null } } })).toMatchObject({ access: 'EDIT', interviews: true })
    expect(await share(admin, { user: 'friend', access: 'NONE' })).toMatchObject({ __typename: 'ShareRecordSuccess' })
    expect(await share(admin, { user: 'friend', access: 'NONE' })).toMatchObject({ __typename: 'ShareRecordSuccess' })
    expect(await reads(friend)).toBe(false)
  })

  it('refuses what is unclear or unknown', async () => {
    const owner = { ...clerk, id: 'owner', username: 'owner' }
    expect(paths(await share(owner, { access: 'READ' }))).toEqual(['input.user'])
    expect(paths(await share(owner, { user: 'nobody', group: 'NoGroup', access: 'READ' }))).toEqual(['input.user', 'input.user', 'input.group'])
    expect(await share(owner, { recordId: 'case-2', user: 'friend', access: 'READ' })).toMatchObject({ __typename: 'NotFoundError' })
  })
})
