// Interviews that nobody goes on with: the reminder of a pause, and the end. Days pass by the shell's clock.
import { parseCrontab } from 'graphile-worker'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { pauseInterview, submitScreen } from '../../src/commands/interview/answer-screen.ts'
import { deleteInterview } from '../../src/commands/interview/delete-interview.ts'
import { expireInterviews } from '../../src/commands/interview/expire-interviews.ts'
import { remindOfInterviews } from '../../src/commands/interview/remind-of-interviews.ts'
import { resumeInterview, wakeInterview } from '../../src/commands/interview/resume-interview.ts'
import { startInterview } from '../../src/commands/interview/start-interview.ts'
import { loadViewer } from '../../src/commands/load-viewer.ts'
import { upsertRecord } from '../../src/commands/record/upsert-record.ts'
import { saveFlow } from '../../src/commands/flow/save-flow.ts'
import { activateFlow } from '../../src/commands/flow/activate-flow.ts'
import { openWorkItem } from '../../src/commands/work-item/open-work-item.ts'
import type { Viewer } from '../../src/core/viewer.ts'
import { loadDemo } from '../../src/demo/load-demo.ts'
import { CRONTAB, createTaskList } from '../../src/jobs/task-list.ts'
import { deliverMails, type Mailer } from '../../src/mail/deliver-mails.ts'
import { createMailTransport, type MailTransport } from '../../src/mail/transport.ts'
import { useDatabase } from '../support/database.ts'
import { run } from '../support/graphql.ts'
import { setMailSettings } from '../support/mail-org.ts'
import { startMailServer, type MailServer } from '../support/mail-server.ts'
import { testShell, type TestShell } from '../support/shell.ts'

const db = useDatabase()
const DAY = 86_400
let shell: TestShell, triage: Viewer, admin: Viewer, server: MailServer, transport: MailTransport, mailer: Mailer

beforeAll(async () => {
  server = await startMailServer()
  transport = createMailTransport({ smtpUrl: server.url, directory: '/nowhere' })
  shell = testShell(db)
  mailer = { pool: db.pool, transport, now: () => shell.clock.now, log: shell.log }
  await loadDemo(shell)
  triage = (await loadViewer(db.pool, 'triage'))!
  admin = (await loadViewer(db.pool, 'admin'))!
  await saveFlow(shell, admin, {
    apiName: 'Rests', label: 'Rests', flowType: 'SCREEN', start: 'rest',
    elements: [{ wait: { apiName: 'rest', label: 'Rest', seconds: 100 * DAY, next: 'after' } }, { screen: { apiName: 'after', label: 'After', fields: [], allowPause: true } }],
  })
  await activateFlow(shell, admin, 'Rests', null)
  await saveFlow(shell, admin, {
    apiName: 'Alone', label: 'Alone', flowType: 'SCREEN', start: 'one',
    elements: [{ screen: { apiName: 'one', label: 'One', fields: [], next: 'two' } }, { screen: { apiName: 'two', label: 'Two', fields: [] } }],
  })
  await activateFlow(shell, admin, 'Alone', null)
})
afterAll(async () => {
  transport.close()
  await server.stop()
})
beforeEach(async () => {
  server.received.length = 0
  await db.pool.query('TRUNCATE "FlowInterview", "EmailNotification", "EventLog"')
  await setMailSettings(db.pool)
  await days(30, 0, 0)
})

async function days(left: number, paused: number, remind: number): Promise<void> {
  await db.pool.query('UPDATE "ProcessAutomationSettings" SET "letUsersPauseFlows" = true, "expireLeftInterviewsAfterDays" = $1, "expirePausedInterviewsAfterDays" = $2, "remindOfPausedInterviewsAfterDays" = $3', [left, paused, remind])
}
let cases = 0
/** An interview of new work on a new case of triage's, on the first of two screens. */
async function opened(): Promise<{ guid: string; itemId: string; runId: string; recordId: string }> {
  const recordId = `C${++cases}`
  await upsertRecord(shell, admin, { recordId, objectApiName: 'Case', name: `Case ${recordId}`, owner: 'triage', fields: { Status: 'New' } })
  const item = await db.prisma.workItem.findFirstOrThrow({ where: { recordId } })
  return { ...(await openWorkItem(shell, triage, item.id)), itemId: item.id, runId: item.runId, recordId }
}
const pause = (guid: string, reason: string | null = null) => pauseInterview(shell, triage, { guid, reason, values: { severity: 'High' } })
const isThere = async (guid: string) => (await db.prisma.flowInterview.count({ where: { guid } })) === 1
const deleteMilestones = (runId: string) => db.prisma.runHistoryEvent.findMany({ where: { runId, milestone: 'DELETE_INTERVIEW' }, select: { workItemId: true, actorId: true, detail: true } })
const seen = async (guid: string, viewer = triage) => (await run<{ node: { expiresAt: string | null; notifications: { edges: { node: { status: string; subject: string } }[] } } }>(shell, viewer,
  'query ($id: ID!) { node(id: $id) { ... on FlowInterview { expiresAt notifications { edges { node { status subject } } } } } }', { id: btoa(`FlowInterview:${guid}`) })).node

describe('an interview that was left without pausing', () => {
  it('expires so many days after it last went on: its data goes, with a milestone, and the work is opened anew', async () => {
    const { guid, itemId, runId } = await opened()
    shell.clock.advance(20 * DAY)
    await submitScreen(shell, triage, { guid, revision: 1, values: { severity: 'High' } })
    shell.clock.advance(30 * DAY - 1)
    expect(await expireInterviews(shell)).toBe(0)
    expect(await seen(guid)).toMatchObject({ expiresAt: new Date(shell.clock.now.getTime() + 1000).toISOString() })
    shell.clock.advance(1)
    expect(await expireInterviews(shell)).toBe(1)
    expect(await isThere(guid)).toBe(false)
    expect(await deleteMilestones(runId)).toEqual([{ workItemId: itemId, actorId: null, detail: 'Expired after 30 days.' }])
    expect(await db.prisma.workItem.findUniqueOrThrow({ where: { id: itemId } })).toMatchObject({ status: 'ASSIGNED', isActionable: true })
    const anew = await openWorkItem(shell, triage, itemId)
    expect(anew.guid).not.toBe(guid)
    expect(await submitScreen(shell, triage, { guid: anew.guid, revision: 1, values: { severity: 'Low' } })).toMatchObject({ guid: anew.guid })
    expect(await expireInterviews(shell)).toBe(0)
  })

  it('is kept for good where the org wants that', async () => {
    await days(0, 0, 0)
    const { guid } = await opened()
    shell.clock.advance(4000 * DAY)
    expect(await expireInterviews(shell)).toBe(0)
    expect(await seen(guid)).toMatchObject({ expiresAt: null })
  })

  it('stays with whoever goes on with it at that moment, or is gone for them: never both', async () => {
    const left = await Promise.all(Array.from({ length: 12 }, () => startInterview(shell, triage, { flow: 'Alone' })))
    shell.clock.advance(31 * DAY)
    const [answers] = await Promise.all([
      Promise.all(left.map(({ guid }) => submitScreen(shell, triage, { guid, revision: 1, values: {} }).then(() => true, () => false))),
      expireInterviews(shell), expireInterviews(shell),
    ])
    expect(await Promise.all(left.map(({ guid }) => isThere(guid)))).toEqual(answers)
  })

  it('expires together with as many others as there are, each once', async () => {
    const { guid } = await startInterview(shell, triage, { flow: 'Alone' })
    await db.pool.query(`INSERT INTO "FlowInterview" SELECT (jsonb_populate_record(i, jsonb_build_object('guid', gen_random_uuid()))).* FROM "FlowInterview" i, generate_series(2, 600) WHERE i."guid" = $1`, [guid])
    shell.clock.advance(31 * DAY)
    const [one, other] = await Promise.all([expireInterviews(shell), expireInterviews(shell)])
    expect(one + other).toBe(600)
    expect(await db.prisma.flowInterview.count()).toBe(0)
  })
})

describe('a paused interview', () => {
  it('is kept for good unless the org has set days, then it expires that long after its pause, and its record\'s followers see it', async () => {
    const { guid, runId, recordId, itemId } = await opened()
    await pause(guid, 'Phone')
    shell.clock.advance(400 * DAY)
    expect(await expireInterviews(shell)).toBe(0)
    expect(await seen(guid)).toMatchObject({ expiresAt: null })
    await days(30, 401, 0)
    expect(await expireInterviews(shell)).toBe(0)
    shell.clock.advance(DAY)
    expect(await expireInterviews(shell)).toBe(1)
    expect(await isThere(guid)).toBe(false)
    expect(await deleteMilestones(runId)).toEqual([{ workItemId: itemId, actorId: null, detail: 'Expired after 401 days.' }])
    expect(await db.prisma.eventLog.findMany({ where: { topic: `record:${recordId}`, kind: 'InterviewDeleted' }, select: { payload: true } })).toEqual([{ payload: { guid, ownerId: triage.id } }])
  })

  it('that waits for its time is left alone, and counts its days from when it comes to a screen', async () => {
    await days(30, 7, 3)
    const { guid } = await startInterview(shell, triage, { flow: 'Rests' })
    shell.clock.advance(50 * DAY)
    expect([await expireInterviews(shell), await remindOfInterviews(shell)]).toEqual([0, 0])
    expect(await seen(guid)).toMatchObject({ expiresAt: null })
    shell.clock.advance(50 * DAY)
    const { wakeAt } = await db.prisma.flowInterview.findUniqueOrThrow({ where: { guid } })
    await wakeInterview(shell, guid, wakeAt!.toISOString())
    expect([await expireInterviews(shell), await remindOfInterviews(shell)]).toEqual([0, 0])
    shell.clock.advance(3 * DAY)
    expect([await expireInterviews(shell), await remindOfInterviews(shell)]).toEqual([0, 1])
    shell.clock.advance(4 * DAY)
    expect([await expireInterviews(shell), await remindOfInterviews(shell)]).toEqual([1, 0])
  })
})

describe('the owner of a paused interview', () => {
  const deliver = () => deliverMails(mailer)
  const reminders = () => server.received.filter(({ subject }) => subject?.startsWith('Still paused'))

  it('is reminded by mail once for each pause, where the org has set days', async () => {
    const { guid, recordId } = await opened()
    await pause(guid, 'Waiting for <a call>')
    shell.clock.advance(7 * DAY)
    expect(await remindOfInterviews(shell)).toBe(0)
    await days(30, 20, 7)
    const [one, other] = await Promise.all([remindOfInterviews(shell), remindOfInterviews(shell)])
    expect(one + other).toBe(1)
    await deliver()
    expect(reminders()).toHaveLength(1)
    const [mail] = reminders()
    const expires = (await seen(guid)).expiresAt!
    expect(Date.parse(expires)).toBe(shell.clock.now.getTime() + 13 * DAY * 1000)
    expect(mail).toMatchObject({ subject: expect.stringMatching(/^Still paused: /) as string, to: { value: [{ name: 'Triage Desk' }] } })
    for (const part of ['Reason: Waiting for <a call>', `Record: Case ${recordId}`, `Is deleted unless resumed before: ${expires.slice(0, 10)} 09:00 UTC`, `Open the record: https://org.example.com/records/${recordId}`]) expect(mail!.text).toContain(part)
    expect(mail!.html).toContain('Waiting for &lt;a call&gt;')
    expect((await seen(guid)).notifications.edges.map(({ node }) => node)).toEqual([{ status: 'SENT', subject: mail!.subject }])
    shell.clock.advance(7 * DAY)
    expect(await remindOfInterviews(shell)).toBe(0)

    await resumeInterview(shell, triage, guid)
    await pause(guid)
    shell.clock.advance(7 * DAY - 1)
    expect(await remindOfInterviews(shell)).toBe(0)
    shell.clock.advance(1)
    expect(await remindOfInterviews(shell)).toBe(1)
    await deliver()
    expect(reminders()).toHaveLength(2)
    expect(reminders()[1]!.text).not.toContain('Reason:')
    expect(reminders()[1]!.messageId).not.toBe(mail!.messageId)
    await resumeInterview(shell, triage, guid)
    await deleteInterview(shell, triage, guid)
    expect(await db.prisma.emailNotification.count({ where: { interviewGuid: guid } })).toBe(0)
  })

  it('gets none where mail is stopped, or who has left; and nothing is left of it once the interview is deleted', async () => {
    await days(0, 0, 1)
    await setMailSettings(db.pool, { stop: true })
    const [{ guid }, gone] = [await opened(), await opened()]
    await pause(guid)
    shell.clock.advance(DAY)
    expect(await remindOfInterviews(shell)).toBe(1)
    expect((await seen(guid)).notifications.edges.map(({ node }) => node.status)).toEqual(['SUPPRESSED'])
    await pause(gone.guid)
    shell.clock.advance(DAY)
    await db.pool.query('UPDATE "User" SET "isActive" = false WHERE "id" = $1', [triage.id])
    expect(await remindOfInterviews(shell)).toBe(1)
    await db.pool.query('UPDATE "User" SET "isActive" = true WHERE "id" = $1', [triage.id])
    expect(await db.prisma.emailNotification.count({ where: { interviewGuid: gone.guid } })).toBe(0)
    await deliver()
    expect(reminders()).toEqual([])
    await deleteInterview(shell, triage, guid)
    expect(await db.prisma.emailNotification.count({ where: { interviewGuid: { not: null } } })).toBe(0)
  })
})

it('what runs by the clock is among the tasks, reminders and ends included', () => {
  const tasks = parseCrontab(CRONTAB).map(({ task }) => task)
  expect(tasks).toEqual(expect.arrayContaining(['expire-interviews', 'remind-of-interviews']))
  expect(Object.keys(createTaskList(shell))).toEqual(expect.arrayContaining(tasks))
})

it('the owner\'s list is narrowed by when they last went on', async () => {
  const early = await startInterview(shell, triage, { flow: 'Alone' })
  shell.clock.advance(DAY)
  const between = shell.clock.now.toISOString()
  shell.clock.advance(DAY)
  const late = await startInterview(shell, triage, { flow: 'Alone' })
  const list = async (filter: object) => (await run<{ pausedInterviews: { edges: { node: { guid: string } }[] } }>(shell, triage, 'query ($filter: FlowInterviewFilter) { pausedInterviews(filter: $filter) { edges { node { guid } } } }', { filter: { status: 'STARTED', ...filter } })).pausedInterviews.edges.map(({ node }) => node.guid)
  expect([await list({}), await list({ lastModifiedBefore: between }), await list({ lastModifiedAfter: between })]).toEqual([[late.guid, early.guid], [early.guid], [late.guid]])
})
