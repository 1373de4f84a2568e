import { runOnce } from 'graphile-worker'
import pino from 'pino'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { deliverMailTask } from '../../../src/jobs/tasks/deliver-mail.ts'
import { createMailTransport, type MailTransport } from '../../../src/mail/transport.ts'
import { commit } from '../../../src/store/commit.ts'
import { DELIVER_MAIL, loadMailFacts, notificationChanges } from '../../../src/store/notifications.ts'
import { useDatabase } from '../../support/database.ts'
import { addPerson, setMailSettings } from '../../support/mail-org.ts'
import { startMailServer, type MailServer } from '../../support/mail-server.ts'

const db = useDatabase()
let server: MailServer
let transport: MailTransport

beforeAll(async () => {
  server = await startMailServer()
  transport = createMailTransport({ smtpUrl: server.url, directory: '/nowhere' })
  await setMailSettings(db.pool)
  await addPerson(db.pool, 'ada')
})
afterAll(async () => {
  transport.close()
  await server.stop()
})

async function assign(id: string) {
  const facts = await loadMailFacts(db.pool, { userIds: ['ada'], groupIds: [], recordIds: [] })
  const workItem = { id, label: 'Check', description: null, assignee: { kind: 'user' as const, id: 'ada', name: 'ada' }, assignment: 1, recordId: null, dueAt: null }
  await commit(db.pool, { ...notificationChanges(facts, { workItem, reason: 'ASSIGNED', template: null, actorName: null, read: () => null, now: new Date() }), events: [] })
}

const work = () => runOnce({ pgPool: db.pool, taskList: { [DELIVER_MAIL]: deliverMailTask({ pool: db.pool, transport, now: () => new Date(), log: pino({ level: 'silent' }) }) }, noHandleSignals: true })
// The worker takes a finished job away a moment after it has said so.
const jobsAre = (expected: object[]) => vi.waitFor(async () => {
  const { rows } = await db.pool.query('SELECT key, run_at, attempts FROM graphile_worker.jobs')
  expect(rows).toEqual(expected)
})
const mailOf = (workItemId: string) => db.prisma.emailNotification.findFirstOrThrow({ where: { workItemId } })

// rule N4
test('work that is assigned is told by mail once the command has been saved', async () => {
  await assign('run1.w1')
  expect(server.received).toEqual([])
  await work()
  expect(server.received.map((mail) => mail.subject)).toEqual(['Work for you: Check'])
  await jobsAre([])
})

// rule N4
test('a mail that was put off brings the job back at its time, until it has gone out', async () => {
  server.onMessage = () => 450
  await assign('run2.w1')
  await work()
  await jobsAre([{ key: 'mail:run2.w1:1:ASSIGNED', attempts: 0, run_at: (await mailOf('run2.w1')).nextAttemptAt }])
  server.onMessage = () => 'accept'
  await db.pool.query('UPDATE "EmailNotification" SET "nextAttemptAt" = now()')
  await db.pool.query('SELECT graphile_worker.reschedule_jobs(ARRAY(SELECT id FROM graphile_worker.jobs), now())')
  await work()
  expect(await mailOf('run2.w1')).toMatchObject({ status: 'SENT', attempts: 2 })
  await jobsAre([])
})
