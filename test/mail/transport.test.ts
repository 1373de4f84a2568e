import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { once } from 'node:events'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createMailTransport, type MailTransport, type OutgoingMail } from '../../src/mail/transport.ts'
import { startMailServer, type MailServer } from '../support/mail-server.ts'

const mail = (more: Partial<OutgoingMail> = {}): OutgoingMail => ({
  from: 'Work <work@example.com>', to: { name: 'Ada Lovelace', address: 'ada@example.com' }, subject: 'Work for you: prüfen', text: 'Hello\n', html: '<p>Hello</p>',
  messageId: 'r1.w1.assigned1.u1@example.com', ...more,
})
const TIMEOUTS = { connectMs: 1_000, silenceMs: 1_000, totalMs: 5_000 }

describe('with an SMTP server', () => {
  let server: MailServer
  let transport: MailTransport
  beforeEach(async () => {
    server = await startMailServer()
    transport = createMailTransport({ smtpUrl: server.url, directory: '/nowhere', timeouts: TIMEOUTS })
  })
  afterEach(async () => {
    transport.close()
    await server.stop()
  })

  // rule N4
  test('a mail arrives as it was written, says that a program sent it, and has the Message-ID given', async () => {
    expect(await transport.sendMail(mail())).toEqual({ kind: 'sent' })
    const [got] = server.received
    expect(got).toMatchObject({ subject: 'Work for you: prüfen', text: 'Hello\n', html: '<p>Hello</p>', messageId: '<r1.w1.assigned1.u1@example.com>' })
    expect(got!.headers.get('auto-submitted')).toBe('auto-generated')
    expect(got!.headers.get('to')).toMatchObject({ value: [{ name: 'Ada Lovelace', address: 'ada@example.com' }] })
    expect(got!.headers.get('from')).toMatchObject({ value: [{ name: 'Work', address: 'work@example.com' }] })
  })

  test('no name, subject or address can add a header or a recipient', async () => {
    await transport.sendMail(mail({ to: { name: 'Eve\r\nBcc: all@example.com', address: 'eve@example.com' }, subject: 'Hi\r\nX-Evil: 1' }))
    expect(server.received[0]!.headers.has('bcc')).toBe(false)
    expect(server.received[0]!.headers.has('x-evil')).toBe(false)
    expect(await transport.sendMail(mail({ to: { name: 'Eve', address: 'eve@example.com>\r\nRCPT TO:<all@example.com' } }))).toMatchObject({ kind: 'refused' })
    expect(server.received).toHaveLength(1)
  })

  // rule N4
  test('a refusal for good is told by its code, without the server\'s own words', async () => {
    server.onRecipient = () => 550
    expect(await transport.sendMail(mail())).toEqual({ kind: 'refused', message: 'The mail server refused the mail (550).' })
    server.onRecipient = () => 'accept'
    server.onMessage = () => 554
    expect(await transport.sendMail(mail())).toEqual({ kind: 'refused', message: 'The mail server refused the mail (554).' })
  })

  // rule N4
  test('a refusal for now puts off this mail only', async () => {
    server.onRecipient = (address) => (address === 'ada@example.com' ? 451 : 'accept')
    expect(await transport.sendMail(mail())).toEqual({ kind: 'deferred', message: 'The mail server put the mail off (451).' })
    expect(await transport.sendMail(mail({ to: { name: 'Grace', address: 'grace@example.com' } }))).toEqual({ kind: 'sent' })
  })

  // rule N4
  test('a server that falls silent, or breaks off, over one mail puts off that mail only', async () => {
    for (const behavior of ['silence', 'break'] as const) {
      server.onMessage = (address) => (address === 'ada@example.com' ? behavior : 'accept')
      expect(await transport.sendMail(mail())).toMatchObject({ kind: 'deferred' })
      expect(await transport.sendMail(mail({ to: { name: 'Grace', address: 'grace@example.com' } }))).toEqual({ kind: 'sent' })
    }
  })

  // rule N4
  test('a server that is away is unreachable, and is used again once it is back', async () => {
    expect(await transport.sendMail(mail())).toEqual({ kind: 'sent' })
    await server.goAway()
    expect(await transport.sendMail(mail())).toEqual({ kind: 'unreachable', message: 'The mail server could not be reached.' })
    await server.comeBack()
    expect(await transport.sendMail(mail())).toEqual({ kind: 'sent' })
  })

  test('a server that goes away in the middle of a mail is unreachable', async () => {
    server.onMessage = () => {
      void server.goAway()
      return 'break'
    }
    expect(await transport.sendMail(mail())).toMatchObject({ kind: 'unreachable' })
  })

  test('many mails share a few connections', async () => {
    const outcomes = await Promise.all(Array.from({ length: 60 }, (_, at) => transport.sendMail(mail({ messageId: `${at}@example.com` }))))
    expect(new Set(outcomes.map((outcome) => outcome.kind))).toEqual(new Set(['sent']))
    expect(server.connections()).toBeLessThanOrEqual(8)
  })
})

test('a server that accepts connections and never says a word is unreachable', async () => {
  const sockets = new Set<net.Socket>()
  const silent = net.createServer((socket) => void sockets.add(socket.on('error', () => {}))).listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const transport = createMailTransport({ smtpUrl: `smtp://127.0.0.1:${(silent.address() as net.AddressInfo).port}`, directory: '/nowhere', timeouts: TIMEOUTS })
  expect(await transport.sendMail(mail())).toMatchObject({ kind: 'unreachable' })
  transport.close()
  sockets.forEach((socket) => socket.destroy())
  silent.close()
})

test('a server whose sign-in fails takes nobody\'s mail, and none of it is given up', async () => {
  const server = await startMailServer({ authOptional: false, allowInsecureAuth: true, onAuth: (_auth, _session, callback) => callback(new Error('no such user in ldap.internal')) })
  const transport = createMailTransport({ smtpUrl: server.url.replace('smtp://', 'smtp://me:wrong@'), directory: '/nowhere', timeouts: TIMEOUTS })
  expect(await transport.sendMail(mail())).toEqual({ kind: 'unreachable', message: 'The mail server did not accept the sign-in.' })
  transport.close()
  await server.stop()
})

test('a server with a certificate of its own is talked to in TLS, unless a sign-in is sent', async () => {
  const server = await startMailServer({ hideSTARTTLS: false, onAuth: (_auth, _session, callback) => callback(null, { user: 'me' }) })
  const open = createMailTransport({ smtpUrl: server.url, directory: '/nowhere', timeouts: TIMEOUTS })
  const strict = createMailTransport({ smtpUrl: server.url.replace('smtp://', 'smtp://me:secret@'), directory: '/nowhere', timeouts: TIMEOUTS })
  expect(await open.sendMail(mail())).toEqual({ kind: 'sent' })
  expect(await strict.sendMail(mail())).toMatchObject({ kind: 'unreachable' })
  open.close()
  strict.close()
  await server.stop()
})

describe('without an SMTP server', () => {
  let folder: string
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'interlude-mail-'))))
  afterEach(() => rm(folder, { recursive: true, force: true }))

  // rule N4
  test('each mail is kept as one whole .eml file, also when it is sent twice', async () => {
    const directory = join(folder, 'mail')
    const transport = createMailTransport({ smtpUrl: null, directory })
    await Promise.all([transport.sendMail(mail()), transport.sendMail(mail()), transport.sendMail(mail({ messageId: '../../x y@example.com' }))])
    expect((await readdir(directory)).sort()).toEqual(['.._.._x_y@example.com.eml', 'r1.w1.assigned1.u1@example.com.eml'])
    const kept = await simpleParser(await readFile(join(directory, 'r1.w1.assigned1.u1@example.com.eml')))
    expect(kept).toMatchObject({ subject: 'Work for you: prüfen', text: 'Hello\n', html: '<p>Hello</p>', messageId: '<r1.w1.assigned1.u1@example.com>' })
  })

  test('a folder that can\'t be written to is told in words, without its path', async () => {
    await writeFile(join(folder, 'mail'), 'not a folder')
    const outcome = await createMailTransport({ smtpUrl: null, directory: join(folder, 'mail') }).sendMail(mail())
    expect(outcome).toEqual({ kind: 'unreachable', message: 'The mail could not be written to the mail folder.' })
  })
})
