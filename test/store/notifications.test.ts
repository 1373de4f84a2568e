import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { WorkItem } from '../../src/core/run.ts'
import { commit } from '../../src/store/commit.ts'
import { loadMailFacts, notificationChanges, type AssignmentMail } from '../../src/store/notifications.ts'
import { useDatabase } from '../support/database.ts'
import { addGroup, addPerson, addSite, setMailSettings } from '../support/mail-org.ts'

const db = useDatabase()
const now = new Date('2026-11-21T10:00:00.000Z')
const INTERNAL_PAGE = 'https://org.example.com/records/R1'
let items = 0

type Told = Partial<Omit<AssignmentMail, 'workItem'>> & { assignment?: number; id?: string; recordId?: string | null }

/** Writes the mails of a new work item of that assignee, as a command would, and reads them back. */
async function tell(kind: 'user' | 'group', id: string, more: Told = {}) {
  const workItem: AssignmentMail['workItem'] = {
    id: more.id ?? `run${++items}.w1`, label: 'Check', description: null, assignee: { kind, id, name: id } satisfies WorkItem['assignee'],
    assignment: more.assignment ?? 1, recordId: more.recordId === undefined ? 'R1' : more.recordId, dueAt: null,
  }
  const facts = await loadMailFacts(db.pool, { userIds: kind === 'user' ? [id] : [], groupIds: kind === 'group' ? [id] : [], recordIds: workItem.recordId === null ? [] : [workItem.recordId] })
  const changes = notificationChanges(facts, { workItem, reason: 'ASSIGNED', template: null, actorName: null, read: () => null, now, ...more })
  await commit(db.pool, { ...changes, events: [] })
  const mails = await db.prisma.emailNotification.findMany({ where: { workItemId: workItem.id }, orderBy: [{ assignment: 'asc' }, { reason: 'asc' }, { recipientId: 'asc' }] })
  return { workItem, mails }
}

const brief = (mails: Awaited<ReturnType<typeof tell>>['mails']) => mails.map((m) => [m.recipientId, m.kind, m.linkUrl, m.linkValid])

beforeAll(async () => {
  const { pool } = db
  await addSite(pool, 'new', 2024)
  await addSite(pool, 'old', 2020)
  await addSite(pool, 'offline', 2010, { isLive: false })
  await addSite(pool, 'accounts', 2011, { recordPages: ['Account'] })
  for (const id of ['ada', 'bob']) await addPerson(pool, id)
  await addPerson(pool, 'gone', { isActive: false })
  await addPerson(pool, 'unverified', { emailVerified: false })
  await addPerson(pool, 'vera', { userType: 'SITE_VISITOR', sites: ['new', 'old', 'offline', 'accounts'] })
  await addPerson(pool, 'vic', { userType: 'SITE_VISITOR', sites: ['old', 'new', 'offline', 'accounts'] })
  await addPerson(pool, 'newvic', { userType: 'SITE_VISITOR', sites: ['new', 'offline'] })
  await addPerson(pool, 'homeless', { userType: 'SITE_VISITOR', sites: ['offline'] })
  await addPerson(pool, 'oldgone', { userType: 'SITE_VISITOR', isActive: false, sites: [] })
  await pool.query(`INSERT INTO "Record" ("recordId", "objectApiName", "name", "ownerId") VALUES ('R1', 'Case', 'Broken <pump>', 'ada')`)
})
beforeEach(() => setMailSettings(db.pool))

describe('who gets which mail, from rows', () => {
  // rules N1, N2: matrix row N1
  test('N1: an internal user', async () => {
    const { mails } = await tell('user', 'ada')
    expect(brief(mails)).toEqual([['ada', 'PERSONALIZED', INTERNAL_PAGE, true]])
    expect(mails[0]).toMatchObject({ status: 'QUEUED', failure: null, attempts: 0, reason: 'ASSIGNED', createdDate: now, subject: 'Work for you: Check', body: expect.stringContaining('Record: Broken <pump>') })
  })

  // rules N1, N2: matrix row N2
  test('N2: a visitor on the oldest live site that shows the record; without one, no link', async () => {
    expect(brief((await tell('user', 'vera')).mails)).toEqual([['vera', 'PERSONALIZED', 'https://old.example.com/records/R1', true]])
    expect(brief((await tell('user', 'homeless')).mails)).toEqual([['homeless', 'PERSONALIZED', null, false]])
  })

  // rules N1, N2: matrix row N3
  test('N3: a group of internal users', async () => {
    await addGroup(db.pool, 'n3', ['ada', 'bob'])
    expect(brief((await tell('group', 'n3')).mails)).toEqual([['ada', 'GENERAL', INTERNAL_PAGE, true], ['bob', 'GENERAL', INTERNAL_PAGE, true]])
  })

  // rules N1, N2: matrix row N4
  test('N4: visitors with one live site in common', async () => {
    await addGroup(db.pool, 'n4', ['newvic', 'vera'])
    expect(brief((await tell('group', 'n4')).mails)).toEqual(['newvic', 'vera'].map((id) => [id, 'GENERAL', 'https://new.example.com/records/R1', true]))
  })

  // rules N1, N2: matrix row N5
  test('N5: visitors with several sites in common get the oldest live one that shows the record', async () => {
    await addGroup(db.pool, 'n5', ['vera', 'vic'])
    expect(brief((await tell('group', 'n5')).mails)).toEqual(['vera', 'vic'].map((id) => [id, 'GENERAL', 'https://old.example.com/records/R1', true]))
  })

  // rules N1, N2: matrix row N6
  test('N6: visitors without a live site in common', async () => {
    await addGroup(db.pool, 'n6', ['homeless', 'vera'])
    const { mails } = await tell('group', 'n6')
    expect(brief(mails)).toEqual(['homeless', 'vera'].map((id) => [id, 'GENERAL', INTERNAL_PAGE, false]))
    expect(mails.every((m) => m.body.includes('work item list') && m.html.includes('work item list'))).toBe(true)
  })

  // rules N1, N2: matrix row N7
  test('N7: internal users and visitors together', async () => {
    await addGroup(db.pool, 'n7', ['ada', 'vera'])
    const { mails } = await tell('group', 'n7')
    expect(brief(mails)).toEqual([['ada', 'GENERAL', INTERNAL_PAGE, true], ['vera', 'GENERAL', INTERNAL_PAGE, false]])
    expect(mails.map((m) => m.body.includes('work item list'))).toEqual([false, true])
  })

  test('inactive members and the automated process get nothing, and are not counted in the mix', async () => {
    await addGroup(db.pool, 'counted', ['gone', 'automated-process', 'oldgone', 'vera', 'vic'])
    expect(brief((await tell('group', 'counted')).mails)).toEqual(['vera', 'vic'].map((id) => [id, 'GENERAL', 'https://old.example.com/records/R1', true]))
  })

  test('nobody to tell: no mail', async () => {
    await addGroup(db.pool, 'empty', ['gone'])
    for (const { mails } of [await tell('group', 'empty'), await tell('user', 'gone')]) expect(mails).toEqual([])
  })

  test('a record that is not known here is linked all the same, on sites that show every object', async () => {
    expect(brief((await tell('user', 'vera', { recordId: 'elsewhere' })).mails)).toEqual([['vera', 'PERSONALIZED', 'https://old.example.com/records/elsewhere', true]])
  })
})

describe('how often', () => {
  // rule N4
  test('written twice, it is there once', async () => {
    await addGroup(db.pool, 'twice', ['ada', 'bob'])
    const { workItem } = await tell('group', 'twice')
    const { mails } = await tell('group', 'twice', { id: workItem.id })
    expect(mails).toHaveLength(2)
  })

  // rules N1, W7, W10
  test('each assignment and each reason has a mail of its own', async () => {
    const { workItem } = await tell('user', 'ada')
    await tell('user', 'ada', { id: workItem.id, assignment: 2, actorName: 'Grace Hopper' })
    await tell('user', 'ada', { id: workItem.id, assignment: 2, reason: 'REMINDER' })
    const { mails } = await tell('user', 'ada', { id: workItem.id, assignment: 2, reason: 'OVERDUE' })
    expect(mails.map((m) => [m.assignment, m.reason])).toEqual([[1, 'ASSIGNED'], ...['ASSIGNED', 'OVERDUE', 'REMINDER'].map((reason) => [2, reason])])
    expect(mails[1]!.body).toContain('Grace Hopper assigned work to you')
  })
})

describe('what is kept back', () => {
  // rule N3
  test('the switch suppresses every mail, to people and groups, and nothing is left to hand over', async () => {
    await setMailSettings(db.pool, { stop: true })
    await addGroup(db.pool, 'stopped', ['ada', 'unverified'])
    for (const { mails } of [await tell('user', 'ada'), await tell('group', 'stopped')]) expect(new Set(mails.map((m) => m.status))).toEqual(new Set(['SUPPRESSED']))
  })

  // rule N3
  test('an unverified address fails by itself; the others of the group get their mail', async () => {
    await addGroup(db.pool, 'partly', ['ada', 'unverified'])
    const { mails } = await tell('group', 'partly')
    expect(mails.map((m) => [m.recipientId, m.status, m.failure])).toEqual([['ada', 'QUEUED', null], ['unverified', 'FAILED', expect.stringContaining('not verified')]])
    expect((await tell('user', 'unverified')).mails[0]).toMatchObject({ status: 'FAILED', failure: expect.stringContaining('not verified') })
  })

  // rule N3
  test('an unverified sender domain fails them all, with that reason', async () => {
    await setMailSettings(db.pool, { domains: [] })
    expect((await tell('user', 'ada')).mails[0]).toMatchObject({ status: 'FAILED', failure: expect.stringContaining('sender domain example.com') })
  })
})

test('a step\'s own text is kept as it was filled in, escaped in the HTML part only', async () => {
  await addGroup(db.pool, 'custom', ['ada', 'vera'])
  const { mails } = await tell('group', 'custom', { template: { subject: 'See {!$Record.Name}', body: 'About {!$Record.Name}' }, read: () => 'A & <b>' })
  expect(mails.map((m) => [m.kind, m.subject])).toEqual([['CUSTOM', 'See A & <b>'], ['CUSTOM', 'See A & <b>']])
  expect(mails[0]!.body).toContain('About A & <b>')
  expect(mails[0]!.html).toContain('About A &amp; &lt;b&gt;')
})

test('an assignee whose audience was not loaded is a bug that is not passed over', async () => {
  const facts = await loadMailFacts(db.pool, { userIds: [], groupIds: [], recordIds: [] })
  const workItem: AssignmentMail['workItem'] = { id: 'x.w1', label: 'x', description: null, assignee: { kind: 'user', id: 'ada', name: 'ada' }, assignment: 1, recordId: null, dueAt: null }
  expect(() => notificationChanges(facts, { workItem, reason: 'ASSIGNED', template: null, actorName: null, read: () => null, now })).toThrow('was not loaded')
})
