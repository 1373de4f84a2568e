// Mails to a group of thousands: written page by page after the command, each person's once, whatever happens in between.
import { Logger, runOnce } from 'graphile-worker'
import { beforeAll, expect, test } from 'vitest'
import { writeMailsTask } from '../../../src/jobs/tasks/write-mails.ts'
import { MAILS_WRITTEN_AT_ONCE, WRITE_MAILS, writeMails, type GroupMails } from '../../../src/store/notifications.ts'
import { useDatabase } from '../../support/database.ts'
import { addGroup, addPerson, addSite, assignByMail, setMailSettings } from '../../support/mail-org.ts'

const db = useDatabase()
const MEMBERS = 2 * MAILS_WRITTEN_AT_ONCE + 500
const PEOPLE = Array.from({ length: MEMBERS }, (_, at) => `p${String(at).padStart(5, '0')}`)

beforeAll(async () => {
  await setMailSettings(db.pool)
  await addSite(db.pool, 'help', 2024)
  await db.pool.query(`INSERT INTO "User" ("id", "username", "name", "email", "userType", "isActive", "emailVerified") SELECT i, i, i, i || '@example.com', 'INTERNAL', true, true FROM unnest($1::text[]) i`, [PEOPLE])
  // Near the end, where only the job comes to.
  await addPerson(db.pool, 'q.visitor', { userType: 'SITE_VISITOR', sites: ['help'] })
  await addPerson(db.pool, 'q.gone', { isActive: false })
  await addPerson(db.pool, 'q.unverified', { emailVerified: false })
  await addGroup(db.pool, 'many', [...PEOPLE, 'q.visitor', 'q.gone', 'q.unverified'])
  await addGroup(db.pool, 'page', PEOPLE.slice(0, MAILS_WRITTEN_AT_ONCE))
  await addGroup(db.pool, 'page and one', PEOPLE.slice(0, MAILS_WRITTEN_AT_ONCE + 1))
})

const assign = (id: string, queue: string) => assignByMail(db.pool, id, { queue })

const SILENT = new Logger(() => () => {})
const written = (workItemId: string) => db.prisma.emailNotification.count({ where: { workItemId } })
const jobs = async () => (await db.pool.query<{ task: string }>('SELECT task_identifier AS task FROM graphile_worker.jobs WHERE locked_at IS NULL ORDER BY 1')).rows.map(({ task }) => task)
const payloadOf = async () => (await db.pool.query<{ payload: GroupMails }>(`SELECT payload FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t.id = j.task_id WHERE t.identifier = '${WRITE_MAILS}'`)).rows[0]!.payload
const work = () => runOnce({ pgPool: db.pool, taskList: { [WRITE_MAILS]: writeMailsTask(db.pool) }, noHandleSignals: true, logger: SILENT })

// rules N1, N4
test('the command writes one page and leaves the others to a job; each person gets one mail', async () => {
  await assign('many.w1', 'many')
  expect(await written('many.w1')).toBe(MAILS_WRITTEN_AT_ONCE)
  expect(await jobs()).toEqual([WRITE_MAILS])
  await work()
  const mails = await db.prisma.emailNotification.findMany({ where: { workItemId: 'many.w1' }, orderBy: { recipientId: 'asc' } })
  expect(mails.map((mail) => mail.recipientId)).toEqual([...PEOPLE, 'q.unverified', 'q.visitor'])
  expect(mails.map((mail) => mail.status)).toEqual([...PEOPLE.map(() => 'QUEUED'), 'FAILED', 'QUEUED'])
  expect(await jobs()).toEqual([])
})

// rule N4
test('a process that dies after any page is replaced: what it wrote is there once, what it did not is written', async () => {
  await assign('killed.w1', 'many')
  const first = await payloadOf()
  await writeMails(db.pool, first)
  expect(await written('killed.w1')).toBe(2 * MAILS_WRITTEN_AT_ONCE)
  // The job that was at work when it died is run again, beside the one that it had left.
  await writeMails(db.pool, first)
  expect(await written('killed.w1')).toBe(2 * MAILS_WRITTEN_AT_ONCE)
  await work()
  expect(await written('killed.w1')).toBe(MEMBERS + 2)
})

// rule N4
test('a group that fits into a page needs no job, one more than that does', async () => {
  await assign('page.w1', 'page')
  expect([await written('page.w1'), await jobs()]).toEqual([MAILS_WRITTEN_AT_ONCE, []])
  await assign('more.w1', 'page and one')
  expect(await written('more.w1')).toBe(MAILS_WRITTEN_AT_ONCE)
  await work()
  expect([await written('page.w1'), await written('more.w1')]).toEqual([MAILS_WRITTEN_AT_ONCE, MAILS_WRITTEN_AT_ONCE + 1])
})

// rule N3
test('what is suppressed is so for all of them', async () => {
  await setMailSettings(db.pool, { stop: true })
  await assign('stopped.w1', 'many')
  expect(await jobs()).toEqual([WRITE_MAILS])
  await work()
  expect(await db.prisma.emailNotification.groupBy({ by: ['status'], where: { workItemId: 'stopped.w1' }, _count: true })).toEqual([{ status: 'SUPPRESSED', _count: MEMBERS + 2 }])
  await setMailSettings(db.pool)
})
