import pino from 'pino'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { deliverMails, MAIL_BATCH, mailBackoffSeconds, MAX_MAIL_ATTEMPTS, type Mailer } from '../../src/mail/deliver-mails.ts'
import { createMailTransport, type MailTransport } from '../../src/mail/transport.ts'
import { claimMails, MAILS_POSTPONED_AT_ONCE, renewMails } from '../../src/store/mail-queue.ts'
import type { AssignmentKey } from '../../src/store/notifications.ts'
import { useDatabase } from '../support/database.ts'
import { addGroup, addPerson, assignByMail, setMailSettings } from '../support/mail-org.ts'
import { startMailServer, type MailServer } from '../support/mail-server.ts'

const db = useDatabase()
const now = new Date('2026-11-21T10:00:00.000Z')
const PEOPLE = Array.from({ length: 60 }, (_, at) => `p${String(at).padStart(2, '0')}`)
let server: MailServer
let transport: MailTransport
let mailer: Mailer
let items = 0

beforeAll(async () => {
  for (const id of PEOPLE) await addPerson(db.pool, id)
  await addGroup(db.pool, 'all', PEOPLE)
  await addGroup(db.pool, 'three', PEOPLE.slice(0, 3))
})
beforeEach(async () => {
  await db.pool.query('TRUNCATE "EmailNotification"')
  await setMailSettings(db.pool)
  await db.pool.query('UPDATE "User" SET "isActive" = true, "emailVerified" = true WHERE "id" LIKE \'p%\'')
  server = await startMailServer()
  transport = newTransport()
  mailer = { pool: db.pool, transport, now: () => now, log: pino({ level: 'silent' }) }
})
afterEach(async () => {
  transport.close()
  await server.stop()
})

const newTransport = () => createMailTransport({ smtpUrl: server.url, directory: '/nowhere', timeouts: { connectMs: 1000, silenceMs: 1000, totalMs: 3000 } })

async function assign(groupId: string): Promise<AssignmentKey> {
  const key: AssignmentKey = { workItemId: `run${++items}.w1`, assignment: 1, reason: 'ASSIGNED' }
  await assignByMail(db.pool, key.workItemId, { queue: groupId }, now)
  return key
}

async function states(key: AssignmentKey) {
  const rows = await db.prisma.emailNotification.findMany({ where: { workItemId: key.workItemId }, orderBy: { recipientId: 'asc' } })
  return rows.map(({ recipientId, status, attempts, failure, sentAt }) => ({ recipientId, status, attempts, failure, sentAt }))
}

/** Hands over until nothing is due; then, when the next one of the queue is: null where all have come to an end. */
async function deliverAll(own: Mailer = mailer, stop?: AbortSignal): Promise<Date | null> {
  for (let goesOn = true; goesOn;) {
    const { taken, isServerAway } = await deliverMails(own, stop)
    goesOn = taken > 0 && !isServerAway
  }
  return (await db.pool.query<{ at: Date | null }>('SELECT min("nextAttemptAt") AS at FROM "EmailNotification" WHERE "status" = \'QUEUED\'')).rows[0]!.at
}

const makeDue = () => db.pool.query('UPDATE "EmailNotification" SET "nextAttemptAt" = now()')
const addresses = () => server.received.map((mail) => (mail.headers.get('to') as { value: { address: string }[] }).value[0]!.address)

// rule N4
test('each person gets the mail once, and it is seen as sent', async () => {
  const key = await assign('three')
  expect(await deliverAll()).toBeNull()
  expect(addresses().sort()).toEqual(['p00@example.com', 'p01@example.com', 'p02@example.com'])
  expect(await states(key)).toEqual(['p00', 'p01', 'p02'].map((recipientId) => ({ recipientId, status: 'SENT', attempts: 1, failure: null, sentAt: now })))
  expect(await deliverAll()).toBeNull()
  expect(server.received).toHaveLength(3)
})

// rule N4
test('several who hand over the same mails at once send each of them once', async () => {
  await assign('all')
  const others = [newTransport(), newTransport()]
  await Promise.all([transport, ...others].map((own) => deliverAll({ ...mailer, transport: own })))
  await deliverAll()
  expect(addresses().sort()).toEqual(PEOPLE.map((id) => `${id}@example.com`))
  expect(new Set(server.received.map((mail) => mail.messageId)).size).toBe(60)
  others.forEach((own) => own.close())
})

// rule N4
test('a mail that is being handed over is nobody else\'s', async () => {
  await assign('three')
  let count = 0
  let release = () => {}
  const released = new Promise<void>((resolve) => void (release = resolve))
  const held = new Promise<void>((resolve) => {
    server.onMessage = async () => {
      if (++count === 3) resolve()
      await released
      return 'accept' as const
    }
  })
  const first = deliverAll()
  await held
  const other = newTransport()
  expect((await deliverAll({ ...mailer, transport: other }))!.getTime()).toBeGreaterThan(Date.now())
  release()
  expect(await first).toBeNull()
  expect(server.received).toHaveLength(3)
  expect(count).toBe(3)
  other.close()
})

// rule N4
test('several who claim at once get different mails', async () => {
  await assign('all')
  const claimed = await Promise.all(Array.from({ length: 6 }, () => claimMails(db.pool, 60, 20)))
  const ids = claimed.flat().map((mail) => mail.id)
  expect(ids.length).toBeGreaterThanOrEqual(20)
  expect(new Set(ids).size).toBe(ids.length)
})

// Times are kept to the millisecond, rounded: half of one may lie ahead.
test('a mail is due from the moment that it is written at', async () => {
  const client = await db.pool.connect()
  try {
    for (let isAhead = false; !isAhead;) {
      await client.query('ROLLBACK; BEGIN')
      isAhead = (await client.query<{ isAhead: boolean }>('SELECT now()::timestamptz(3) > now() AS "isAhead"')).rows[0]!.isAhead
    }
    await assignByMail(client, 'run.w1', { queue: 'three' }, now)
    expect(await claimMails(client, 60, 20)).toHaveLength(3)
  } finally {
    await client.query('ROLLBACK')
    client.release()
  }
})

test('a process that is told to stop ends with what is under way, and leaves the rest to be sent at once', async () => {
  await assign('all')
  const stop = new AbortController()
  server.onMessage = () => {
    stop.abort()
    return 'accept'
  }
  const again = await deliverAll(mailer, stop.signal)
  expect(again!.getTime()).toBeLessThanOrEqual(Date.now() + 50)
  const sent = server.received.length
  expect(sent).toBeGreaterThan(0)
  expect(sent).toBeLessThan(10)
  expect(await deliverAll()).toBeNull()
  expect(addresses().sort()).toEqual(PEOPLE.map((id) => `${id}@example.com`))
})

test('more than go together go one after another, whatever they are about', async () => {
  for (let assignment = 0; assignment < 3; assignment++) await assign('all')
  expect(3 * PEOPLE.length).toBeGreaterThan(2 * MAIL_BATCH)
  expect(await deliverMails(mailer)).toEqual({ taken: MAIL_BATCH, isServerAway: false })
  expect(await deliverAll()).toBeNull()
  expect(server.received).toHaveLength(3 * PEOPLE.length)
})

describe('what does not get through', () => {
  // rule N4
  test('a mail refused for good fails with a reason in words; the others go out', async () => {
    const key = await assign('three')
    server.onRecipient = (address) => (address.startsWith('p01') ? 550 : 'accept')
    expect(await deliverAll()).toBeNull()
    expect((await states(key)).map(({ status, attempts, failure }) => [status, attempts, failure])).toEqual([['SENT', 1, null], ['FAILED', 1, 'The mail server refused the mail (550).'], ['SENT', 1, null]])
  })

  // rule N4
  test('a mail put off is tried again, under the same Message-ID, and its state tells why it waits', async () => {
    const key = await assign('three')
    server.onMessage = (address) => (address.startsWith('p01') ? 451 : 'accept')
    const before = Date.now()
    const again = await deliverAll()
    expect(again!.getTime()).toBeGreaterThanOrEqual(before + mailBackoffSeconds(1) * 1000 - 50)
    expect((await states(key))[1]).toMatchObject({ status: 'QUEUED', attempts: 1, failure: 'The mail server put the mail off (451).', sentAt: null })
    server.onMessage = () => 'accept'
    await makeDue()
    expect(await deliverAll()).toBeNull()
    expect((await states(key))[1]).toMatchObject({ status: 'SENT', attempts: 2, failure: null })
    expect(server.received.map((mail) => mail.messageId)).toContain(`<${key.workItemId}.assigned1.p01@example.com>`)
    expect(server.received).toHaveLength(3)
  })

  // rule N4
  test('while the server is away all mails wait together, and none is lost when it comes back', async () => {
    const key = await assign('all')
    await server.goAway()
    expect(await deliverAll()).not.toBeNull()
    expect(new Set((await states(key)).map(({ status, attempts, failure }) => `${status} ${attempts} ${failure}`))).toEqual(new Set(['QUEUED 1 The mail server could not be reached.']))
    await server.comeBack()
    await makeDue()
    expect(await deliverAll()).toBeNull()
    expect(addresses().sort()).toEqual(PEOPLE.map((id) => `${id}@example.com`))
    expect(new Set((await states(key)).map(({ status, attempts }) => `${status} ${attempts}`))).toEqual(new Set(['SENT 2']))
  })

  test('while the server is away each mail waits for as long as it was tried before, and others than those taken wait with them', async () => {
    for (let assignment = 0; assignment < 2; assignment++) await assign('all')
    expect(2 * PEOPLE.length - MAIL_BATCH).toBeLessThan(MAILS_POSTPONED_AT_ONCE)
    await db.pool.query(`UPDATE "EmailNotification" SET "attempts" = 5 WHERE "recipientId" = 'p07'`)
    await server.goAway()
    expect(await deliverMails(mailer)).toEqual({ taken: MAIL_BATCH, isServerAway: true })
    const { rows } = await db.pool.query(`SELECT "recipientId" = 'p07' AS "isOld", "attempts", round(extract(epoch FROM "nextAttemptAt" - now()) / 2) * 2 AS "in", count(*)::int AS n FROM "EmailNotification" GROUP BY 1, 2, 3 ORDER BY 1`)
    expect(rows).toEqual([{ isOld: false, attempts: 1, in: String(mailBackoffSeconds(1)), n: 118 }, { isOld: true, attempts: 6, in: String(mailBackoffSeconds(6)), n: 2 }])
    expect(await deliverMails(mailer)).toEqual({ taken: 0, isServerAway: false })
  })

  // rule N4
  test('a server that breaks off in the middle gets the rest later, and nobody is left out', async () => {
    const key = await assign('all')
    let left = 25
    server.onMessage = () => {
      if (left-- > 0) return 'accept'
      void server.goAway()
      return 'break'
    }
    await deliverAll()
    const waiting = (await states(key)).filter(({ status }) => status === 'QUEUED').length
    expect(waiting).toBeGreaterThanOrEqual(35)
    server.onMessage = () => 'accept'
    await server.comeBack()
    for (let round = 0; round < 5 && (await deliverAll()) !== null; round++) await makeDue()
    expect((await states(key)).every(({ status }) => status === 'SENT')).toBe(true)
    expect(new Set(addresses()).size).toBe(60)
  })

  // rule N4
  test('one mail that always breaks the connection does not keep the others back', async () => {
    const key = await assign('three')
    server.onMessage = (address) => (address.startsWith('p00') ? 'break' : 'accept')
    await deliverAll()
    await makeDue()
    await deliverAll()
    expect((await states(key)).map(({ status }) => status)).toEqual(['QUEUED', 'SENT', 'SENT'])
  })

  // rule N4
  test('after its last try a mail fails with the last reason, put off or without a server', async () => {
    const assignLastTry = async () => {
      const key = await assign('three')
      await db.pool.query('UPDATE "EmailNotification" SET "attempts" = $1 WHERE "status" = \'QUEUED\'', [MAX_MAIL_ATTEMPTS - 1])
      return key
    }
    const deferred = await assignLastTry()
    server.onMessage = () => 452
    expect(await deliverAll()).toBeNull()
    expect((await states(deferred))[0]).toMatchObject({ status: 'FAILED', attempts: MAX_MAIL_ATTEMPTS, failure: 'The mail server put the mail off (452).' })
    const away = await assignLastTry()
    await server.goAway()
    expect(await deliverAll()).toBeNull()
    expect((await states(away))[0]).toMatchObject({ status: 'FAILED', attempts: MAX_MAIL_ATTEMPTS, failure: 'The mail server could not be reached.' })
  })

  test('pauses double and end at an hour', () => {
    expect([1, 2, 3, 11, 12, 19].map(mailBackoffSeconds)).toEqual([2, 4, 8, 2048, 3600, 3600])
  })
})

describe('what changed since it was written', () => {
  // rule N3
  test('the switch stops what has not been handed over yet', async () => {
    const key = await assign('three')
    await setMailSettings(db.pool, { stop: true })
    expect(await deliverAll()).toBeNull()
    expect((await states(key)).map(({ status, attempts }) => [status, attempts])).toEqual(Array(3).fill(['SUPPRESSED', 0]))
    expect(server.received).toEqual([])
  })

  // rule N3
  test('a sender domain that is no longer verified fails what has not been handed over yet', async () => {
    const key = await assign('three')
    await setMailSettings(db.pool, { domains: ['other.example.com'] })
    expect(await deliverAll()).toBeNull()
    expect((await states(key))[0]).toMatchObject({ status: 'FAILED', failure: expect.stringContaining('not verified') })
    expect(server.received).toEqual([])
  })

  // rule N3
  test('people who left, or whose address is no longer verified, get nothing', async () => {
    const key = await assign('three')
    await db.pool.query(`UPDATE "User" SET "isActive" = "id" <> 'p00', "emailVerified" = "id" <> 'p01' WHERE "id" IN ('p00', 'p01')`)
    expect(await deliverAll()).toBeNull()
    expect((await states(key)).map(({ status, failure }) => [status, failure])).toEqual([['FAILED', 'The recipient is no longer active.'], ['FAILED', expect.stringContaining('not verified')], ['SENT', null]])
  })
})

describe('a process that died while it handed mails over', () => {
  // rule N4
  test('keeps its mails for a while, then others send them', async () => {
    await assign('three')
    const claimed = await claimMails(db.pool, 60, 2)
    const again = await deliverAll()
    expect(again!.getTime()).toBeGreaterThan(Date.now() + 50_000)
    expect(server.received).toHaveLength(1)
    await makeDue()
    expect(await deliverAll()).toBeNull()
    expect(server.received).toHaveLength(3)
    expect(claimed).toHaveLength(2)
  })

  test('would have kept them for as long as it lived', async () => {
    await assign('three')
    const claimed = await claimMails(db.pool, 0, 3)
    await renewMails(db.pool, claimed.map((mail) => mail.id), 60)
    expect(await claimMails(db.pool, 60, 3)).toEqual([])
  })
})
