// Mail leaves by itself, as soon as it is there or due, and goes on whatever fails.
import pino from 'pino'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import type { Mailer } from '../../src/mail/deliver-mails.ts'
import { startMailDelivery, type MailDelivery, type MailDeliveryOptions } from '../../src/mail/mail-delivery.ts'
import { createMailTransport, type MailTransport } from '../../src/mail/transport.ts'
import { useDatabase } from '../support/database.ts'
import { addPerson, assignByMail, setMailSettings } from '../support/mail-org.ts'
import { startMailServer, type MailServer } from '../support/mail-server.ts'

const db = useDatabase()
const NEVER = 3_600_000
// Far more than it takes: a busy machine is no fault.
const PATIENCE_MS = 60_000
let server: MailServer, transport: MailTransport, mailer: Mailer
let delivery: MailDelivery | null = null
let items = 0

beforeAll(async () => {
  await setMailSettings(db.pool)
  for (const id of ['ada', 'bob']) await addPerson(db.pool, id)
})
beforeEach(async () => {
  await db.pool.query('TRUNCATE "EmailNotification"')
  server = await startMailServer()
  transport = createMailTransport({ smtpUrl: server.url, directory: '/nowhere' })
  mailer = { pool: db.pool, transport, now: () => new Date(), log: pino({ level: 'silent' }) }
})
afterEach(async () => {
  await delivery?.stop()
  delivery = null
  transport.close()
  await server.stop()
})

const start = (options: MailDeliveryOptions, own: Mailer = mailer) => (delivery = startMailDelivery(own, options))

async function assign(person: string): Promise<string> {
  const id = `run${++items}.w1`
  await assignByMail(db.pool, id, { user: person })
  return id
}
const mailOf = (workItemId: string) => db.prisma.emailNotification.findFirstOrThrow({ where: { workItemId } })
const sent = (workItemId: string) => vi.waitFor(async () => expect(await mailOf(workItemId)).toMatchObject({ status: 'SENT' }), PATIENCE_MS)

// rule N4
test('what is there when it starts goes out, and what comes later once it is woken', async () => {
  const early = await assign('ada')
  start({ pollMs: NEVER })
  await sent(early)
  const late = await assign('ada')
  delivery!.wake()
  await sent(late)
  expect(server.received).toHaveLength(2)
})

// rule N4
test('nobody has to wake it: what was put off goes out when it is due', async () => {
  server.onMessage = () => 450
  start({ pollMs: 50 })
  const id = await assign('ada')
  await vi.waitFor(async () => expect(await mailOf(id)).toMatchObject({ status: 'QUEUED', attempts: 1 }), PATIENCE_MS)
  server.onMessage = () => 'accept'
  await sent(id)
  expect(await mailOf(id)).toMatchObject({ attempts: 2, failure: null })
})

// rule N4
test('once the server is back after it was away, mail goes out again', async () => {
  await server.goAway()
  start({ pollMs: 50 })
  const id = await assign('ada')
  await vi.waitFor(async () => expect(await mailOf(id)).toMatchObject({ status: 'QUEUED', attempts: 1, failure: 'The mail server could not be reached.' }), PATIENCE_MS)
  await server.comeBack()
  await sent(id)
})

test('a mail that takes long does not keep others waiting', async () => {
  let release = () => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  const held = new Promise<void>((resolve) => {
    server.onMessage = async (address) => {
      if (!address.startsWith('ada')) return 'accept' as const
      resolve()
      await released
      return 'accept' as const
    }
  })
  start({ pollMs: NEVER })
  const slow = await assign('ada')
  delivery!.wake()
  await held
  const other = await assign('bob')
  delivery!.wake()
  await sent(other)
  expect(await mailOf(slow)).toMatchObject({ status: 'QUEUED' })
  release()
  await sent(slow)
})

test('a database that fails once is asked again', async () => {
  const id = await assign('ada')
  let failures = 0
  const pool = { query: (...query: unknown[]) => (failures++ < 2 ? Promise.reject(new Error('away')) : (db.pool.query as (...all: unknown[]) => unknown)(...query)) }
  start({ pollMs: 50 }, { ...mailer, pool: pool as never })
  await sent(id)
  expect(failures).toBeGreaterThan(2)
})

test('stopping waits for what is under way, and takes nothing more', async () => {
  const stopped = new Promise<void>((resolve) => {
    server.onMessage = () => {
      resolve(delivery!.stop())
      return 'accept'
    }
  })
  const id = await assign('ada')
  start({ pollMs: NEVER })
  await stopped
  expect(await mailOf(id)).toMatchObject({ status: 'SENT' })
  const left = await assign('bob')
  delivery!.wake()
  await delivery!.stop()
  expect(await mailOf(left)).toMatchObject({ status: 'QUEUED', attempts: 0 })
})
