// The action email.send, against a real mail server: what it sends, and how it fails (rule N4, issue: actions for flows).
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { emailSend } from '../../src/actions/email-send.ts'
import { perform, type Action } from '../../src/commands/action.ts'
import type { Shell } from '../../src/commands/shell.ts'
import type { FlowDefinition } from '../../src/core/definition.ts'
import { validateFlow } from '../../src/core/flow/validate-flow.ts'
import type { JsonObject } from '../../src/core/json.ts'
import { createMailTransport, type MailTransport } from '../../src/mail/transport.ts'
import { useDatabase } from '../support/database.ts'
import { setMailSettings } from '../support/mail-org.ts'
import { startMailServer, type MailServer } from '../support/mail-server.ts'

const db = useDatabase()
let server: MailServer, transport: MailTransport, action: Action
beforeAll(async () => {
  await setMailSettings(db.pool)
  server = await startMailServer()
  transport = createMailTransport({ smtpUrl: server.url, directory: '/nowhere' })
  action = emailSend(transport)
})
beforeEach(() => {
  server.received.length = 0
  server.onMessage = () => 'accept'
  server.onRecipient = () => 'accept'
})
afterAll(async () => {
  transport.close()
  await server.stop()
})

const MAIL = { to: 'customer@example.org', subject: 'Your case', body: 'We are on it.\nSoon.' }
const send = (inputs: JsonObject, key = 'guid:1') => perform(action, { pool: db.pool } as Shell, inputs, key, { chain: 0 })

it('hands a mail over, as text and as HTML where it has both, and gives its Message-ID, the same on every try', async () => {
  const { messageId } = await send({ ...MAIL, html: '<p>We are <b>on</b> it.</p>' }) as { messageId: string }
  await send(MAIL)
  await send(MAIL, 'guid:2')
  expect(server.received.map(({ subject, text, html }) => [subject, text?.trim(), html === false ? null : html.trim()])).toEqual([
    ['Your case', 'We are on it.\nSoon.', '<p>We are <b>on</b> it.</p>'], ['Your case', 'We are on it.\nSoon.', null], ['Your case', 'We are on it.\nSoon.', null],
  ])
  const ids = server.received.map((mail) => mail.messageId)
  expect(ids.slice(0, 2)).toEqual([`<${messageId}>`, `<${messageId}>`])
  expect(ids[2]).not.toBe(ids[0])
  expect(server.received[0]!.to).toMatchObject({ value: [{ address: 'customer@example.org' }] })
})

describe('what fails', () => {
  it.each([
    ['a recipient that the server refuses', 550, true], ['a server that asks to try later', 450, false],
  ] as const)('%s: another try helps or not', async (_, code, isFinal) => {
    server.onRecipient = () => code
    await expect(send(MAIL)).rejects.toMatchObject({ isFinal, message: expect.not.stringContaining('mx7') as string })
    expect(server.received).toEqual([])
  })

  it('a server that is away: another try may help', async () => {
    await server.goAway()
    await expect(send(MAIL)).rejects.toMatchObject({ isFinal: false, message: 'The mail server could not be reached.' })
    await server.comeBack()
    await send(MAIL)
    expect(server.received).toHaveLength(1)
  })

  it('a sender that is not verified: for good', async () => {
    await setMailSettings(db.pool, { domains: [] })
    await expect(send(MAIL)).rejects.toMatchObject({ isFinal: true, message: expect.stringContaining('not verified') as string })
    await setMailSettings(db.pool)
  })

  it.each([
    ['no address', { to: 'customer' }, 'to must be one mail address of at most 254 characters'],
    ['two addresses', { to: 'a@example.org, b@example.org' }, 'to must be one mail address of at most 254 characters'],
    ['an address that no server takes', { to: `a@${'b'.repeat(250)}.org` }, 'to must be one mail address of at most 254 characters'],
    ['a subject of two lines', { subject: 'Your case\r\nBcc: all@example.org' }, 'subject must be one line of at most 255 characters'],
    ['a body that is too long', { body: 'x'.repeat(200_001) }, 'body must be a text of at most 200000 characters'],
    ['a body that is none', { html: { a: 1 } }, 'html must be a text of at most 200000 characters'],
    ['nobody', { to: null }, 'to is empty'],
  ])('%s: for good, and nothing is sent', async (_, wrong, fault) => {
    await expect(send({ ...MAIL, ...wrong })).rejects.toMatchObject({ isFinal: true, message: `The input ${fault}.` })
    expect(server.received).toEqual([])
  })

  // rule D3
  it('what stands in the flow is refused when it is activated', () => {
    const inputs = Object.entries({ ...MAIL, to: 'customer', subject: 'a\nb' }).map(([name, value]) => ({ name, value }))
    const flow: FlowDefinition = { apiName: 'F', label: 'F', flowType: 'AUTOLAUNCHED', start: 'Send', elements: [{ action: { apiName: 'Send', label: 'Send', action: 'email.send', inputs } }] }
    expect(validateFlow(flow, { actions: { 'email.send': action }, flows: {} }).map(({ path, message }) => `${path.slice(-2).join('.')}: ${message}`)).toEqual([
      '0.value: must be one mail address of at most 254 characters', '1.value: must be one line of at most 255 characters',
    ])
  })
})
