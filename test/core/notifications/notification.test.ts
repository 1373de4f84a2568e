import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import type { LinkSite } from '../../../src/core/links.ts'
import type { Audience, GroupAudience, PersonAudience } from '../../../src/core/notifications/audience.ts'
import { hasRecipients } from '../../../src/core/notifications/audience.ts'
import { pauseReminderFor } from '../../../src/core/notifications/pause-reminder.ts'
import { addressDomain, mailFate, notificationFor, type MailSettings, type NotificationFacts } from '../../../src/core/notifications/notification.ts'

const ORG = 'https://org.example.com'
const INTERNAL_PAGE = `${ORG}/records/R1`
const site = (id: string, year: number, more: Partial<LinkSite> = {}): LinkSite =>
  ({ id, baseUrl: `https://${id}.example.com`, isLive: true, recordPages: [], createdDate: `${year}-01-01T00:00:00.000Z`, ...more })
const person = (more: Partial<PersonAudience> = {}): PersonAudience =>
  ({ kind: 'person', id: 'u1', name: 'Ada Lovelace', userType: 'INTERNAL', isActive: true, emailVerified: true, sites: [], ...more })
const group = (more: Partial<GroupAudience> = {}): GroupAudience =>
  ({ kind: 'group', id: 'g1', label: 'Night shift', isQueue: true, hasInternal: false, hasVisitors: false, commonSites: [], ...more })
const mail = (audience: Audience, more: Partial<NotificationFacts> = {}) => notificationFor({
  audience, reason: 'ASSIGNED', template: null, actorName: null, orgBaseUrl: ORG, read: () => null,
  work: { label: 'Check the claim', description: 'Look at every page', dueAt: '2026-11-21T14:30:00.000Z', record: { recordId: 'R1', objectApiName: 'Case', name: 'Broken pump' } }, ...more,
})

describe('kind and link by assignee', () => {
  // rules N1, N2: matrix row N1
  test('N1: an internal user gets a personalized mail that leads to the internal page', () => {
    const { kind, content } = mail(person())
    expect(kind).toBe('PERSONALIZED')
    expect(content.INTERNAL).toMatchObject({ linkUrl: INTERNAL_PAGE, linkValid: true, subject: 'Work for you: Check the claim' })
    expect(content.INTERNAL.text).toContain('Hello Ada Lovelace,')
    expect(content.INTERNAL.text).toContain(`Open the record: ${INTERNAL_PAGE}`)
  })

  // rules N1, N2: matrix row N2
  test('N2: a site visitor gets a personalized mail that leads to the oldest live site they belong to', () => {
    const { kind, content } = mail(person({ userType: 'SITE_VISITOR', sites: [site('new', 2024), site('old', 2020), site('offline', 2015, { isLive: false })] }))
    expect(kind).toBe('PERSONALIZED')
    expect(content.SITE_VISITOR).toMatchObject({ linkUrl: 'https://old.example.com/records/R1', linkValid: true })
    expect(content.SITE_VISITOR.text).toContain('Hello Ada Lovelace,')
  })

  // rule N2, without a live site
  test('N2: a site visitor without a live site is sent to the work item list, without a link', () => {
    const { content } = mail(person({ userType: 'SITE_VISITOR', sites: [site('offline', 2015, { isLive: false })] }))
    expect(content.SITE_VISITOR).toMatchObject({ linkUrl: null, linkValid: false })
    expect(content.SITE_VISITOR.text).toContain('work item list')
    expect(content.SITE_VISITOR.text + content.SITE_VISITOR.html).not.toContain('http')
  })

  // rules N1, N2: matrix row N3
  test('N3: a group or queue of internal users gets a general mail that leads to the internal page', () => {
    const { kind, content } = mail(group({ hasInternal: true }))
    expect(kind).toBe('GENERAL')
    expect(content.INTERNAL).toMatchObject({ linkUrl: INTERNAL_PAGE, linkValid: true, subject: 'Work for Night shift: Check the claim' })
    expect(content.INTERNAL.text).toContain('the queue Night shift')
    expect(mail(group({ hasInternal: true, isQueue: false })).content.INTERNAL.text).toContain('the group Night shift')
  })

  // rules N1, N2: matrix row N4
  test('N4: a group of visitors of one site gets a general mail that leads to that site', () => {
    const { kind, content } = mail(group({ hasVisitors: true, commonSites: [site('help', 2021)] }))
    expect(kind).toBe('GENERAL')
    expect(content.SITE_VISITOR).toMatchObject({ linkUrl: 'https://help.example.com/records/R1', linkValid: true })
  })

  // rules N1, N2: matrix row N5
  test('N5: a group of visitors who share several sites is led to the oldest live one', () => {
    const { kind, content } = mail(group({ hasVisitors: true, commonSites: [site('new', 2024), site('old', 2020), site('offline', 2015, { isLive: false })] }))
    expect(kind).toBe('GENERAL')
    expect(content.SITE_VISITOR).toMatchObject({ linkUrl: 'https://old.example.com/records/R1', linkValid: true })
  })

  // rules N1, N2: matrix row N6
  test('N6: a group of visitors without a common site gets the internal page, which none of them can open, and is told of the list', () => {
    const { kind, content } = mail(group({ hasVisitors: true }))
    expect(kind).toBe('GENERAL')
    expect(content.SITE_VISITOR).toMatchObject({ linkUrl: INTERNAL_PAGE, linkValid: false })
    expect(content.SITE_VISITOR.text).toContain(INTERNAL_PAGE)
    expect(content.SITE_VISITOR.text).toContain('Use the work item list')
    expect(content.SITE_VISITOR.html).toContain('Use the work item list')
  })

  // rules N1, N2: matrix row N7
  test('N7: a mixed group gets the internal page, valid for internal users only; visitors are told of the list', () => {
    const { kind, content } = mail(group({ hasInternal: true, hasVisitors: true, commonSites: [site('help', 2021)] }))
    expect(kind).toBe('GENERAL')
    expect(content.INTERNAL).toMatchObject({ linkUrl: INTERNAL_PAGE, linkValid: true })
    expect(content.SITE_VISITOR).toMatchObject({ linkUrl: INTERNAL_PAGE, linkValid: false })
    expect(content.INTERNAL.text).not.toContain('work item list')
    expect(content.SITE_VISITOR.text).toContain('Use the work item list')
  })

  // rule N2
  test('a site that does not show pages of the object is passed over', () => {
    const commonSites = [site('old', 2020, { recordPages: ['Account'] }), site('new', 2024, { recordPages: ['Case'] })]
    expect(mail(group({ hasVisitors: true, commonSites })).content.SITE_VISITOR.linkUrl).toBe('https://new.example.com/records/R1')
  })

  // rule W8
  test('work without a record has no link, and the mail says where to find it', () => {
    const work = { label: 'Tidy up', description: null, dueAt: null, record: null }
    expect(mail(person(), { work }).content.INTERNAL).toMatchObject({ linkUrl: null, linkValid: false })
    expect(mail(person(), { work }).content.INTERNAL.text).toContain('your list of work items')
    expect(mail(group({ hasVisitors: true }), { work }).content.SITE_VISITOR.text).toContain('work item list')
  })
})

describe('who gets mail', () => {
  test('inactive people, the automated process and empty groups get none', () => {
    expect(hasRecipients(person())).toBe(true)
    expect(hasRecipients(person({ isActive: false }))).toBe(false)
    expect(hasRecipients(person({ userType: 'AUTOMATED_PROCESS' }))).toBe(false)
    expect(hasRecipients(group())).toBe(false)
    expect(hasRecipients(group({ hasVisitors: true }))).toBe(true)
  })
})

describe('the words', () => {
  // rule N1
  test('tell what, on which record, and until when', () => {
    const { text, html } = mail(person()).content.INTERNAL
    for (const part of ['Check the claim', 'Look at every page', 'Broken pump', '2026-11-21 14:30 UTC']) {
      expect(text).toContain(part)
      expect(html).toContain(part)
    }
  })

  // rule N1
  test('name who reassigned the work', () => {
    expect(mail(person(), { actorName: 'Grace Hopper' }).content.INTERNAL.text).toContain('Grace Hopper assigned work to you: Check the claim.')
    expect(mail(group({ hasInternal: true }), { actorName: 'Grace Hopper' }).content.INTERNAL.text).toContain('Grace Hopper assigned work to the queue Night shift')
  })

  // rule W10
  test('differ for reminders and overdue work, which never take the step\'s own words', () => {
    const template = { subject: 'Mine', body: 'Mine' }
    expect(mail(person(), { reason: 'REMINDER', template })).toMatchObject({ kind: 'PERSONALIZED', content: { INTERNAL: { subject: 'Due soon: Check the claim', linkUrl: INTERNAL_PAGE } } })
    expect(mail(group({ hasInternal: true }), { reason: 'OVERDUE', template })).toMatchObject({ kind: 'GENERAL', content: { INTERNAL: { subject: 'Overdue: Check the claim (Night shift)' } } })
  })
})

describe('a step\'s own subject and body', () => {
  const values: Record<string, string> = { '$Record.Name': '<b>Pump</b> & "Co"', subject: 'Line one\r\nBcc: all@example.com', blank: '  ' }
  const read = (resource: string) => values[resource] ?? null

  // rule N1
  test('take the place of the default ones, with the link below', () => {
    const { kind, content } = mail(person(), { template: { subject: 'About {!$Record.Name}', body: 'Dear all,\n\nsee {!$Record.Name}.' }, read })
    expect(kind).toBe('CUSTOM')
    expect(content.INTERNAL.subject).toBe('About <b>Pump</b> & "Co"')
    expect(content.INTERNAL.text).toContain('Dear all,\n\nsee <b>Pump</b> & "Co".')
    expect(content.INTERNAL.text).toContain(INTERNAL_PAGE)
    expect(content.INTERNAL.text).not.toContain('You have work to do')
    expect(content.INTERNAL.html).toContain(`href="${INTERNAL_PAGE}"`)
  })

  // rule N1
  test('are custom where only one of them is set; the other is the default', () => {
    expect(mail(person(), { template: { subject: 'Mine' } })).toMatchObject({ kind: 'CUSTOM', content: { INTERNAL: { subject: 'Mine', text: expect.stringContaining('You have work to do') } } })
    expect(mail(person(), { template: { body: 'Mine' } })).toMatchObject({ kind: 'CUSTOM', content: { INTERNAL: { subject: 'Work for you: Check the claim' } } })
    expect(mail(person(), { template: { subject: '', body: '{!blank}' }, read }).kind).toBe('PERSONALIZED')
  })

  // rule N1
  test('are escaped in the HTML part, and so is everything else that comes from outside', () => {
    const { html } = mail(group({ hasInternal: true, label: '<i>Night</i>' }), {
      template: { subject: 'About {!$Record.Name}' }, read, actorName: '<u>Eve</u>',
      work: { label: '<script>x</script>', description: '<img src=x>', dueAt: null, record: { recordId: '"><a>', objectApiName: null, name: '<s>' } },
    }).content.INTERNAL
    for (const raw of ['<b>Pump', '<i>', '<u>', '<script', '<img', '<s>', '"><a>']) expect(html).not.toContain(raw)
    expect(html).toContain('&lt;b&gt;Pump&lt;/b&gt; &amp; &quot;Co&quot;')
  })

  test('no filled-in value can start a new header line', () => {
    expect(mail(person(), { template: { subject: '{!subject}' }, read }).content.INTERNAL.subject).toBe('Line one Bcc: all@example.com')
  })

  test('no value whatever puts a tag or a broken character into the mail', () => {
    const plain = mail(person(), { template: { subject: 'x', body: 'y' } }).content.INTERNAL.html
    const tags = (html: string) => html.match(/<[a-z!/][^>]*>/gi)!.filter((tag) => tag !== '<br>' && !/^<\/?p\b/.test(tag))
    fc.assert(fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('\uD83D', '\uDE00', '<', '\0', '\n\n')), { maxLength: 30 }).map((parts) => parts.join('')), (value) => {
      const { html, text, subject } = mail(person(), { template: { subject: 'x{!v}', body: 'y{!v}' }, read: () => value }).content.INTERNAL
      expect(tags(html)).toEqual(tags(plain))
      expect(subject).not.toMatch(/[\r\n]/)
      for (const part of [html, text, subject]) {
        expect(() => encodeURIComponent(part)).not.toThrow()
        expect(part).not.toContain('\0')
      }
    }))
  })
})

describe('what becomes of a mail', () => {
  const settings: MailSettings = { stopSendingWorkItemEmails: false, orgBaseUrl: ORG, emailFrom: 'Work <work@Example.com>', verifiedEmailDomains: ['example.com'] }

  // rule N3
  test('it goes out where sender and recipient are verified', () => {
    expect(mailFate(settings, true)).toEqual({ status: 'QUEUED', failure: null })
  })

  // rule N3
  test('the org\'s switch stops it, before anything else is looked at', () => {
    expect(mailFate({ ...settings, stopSendingWorkItemEmails: true, emailFrom: '' }, false)).toEqual({ status: 'SUPPRESSED', failure: null })
  })

  // rule N3
  test('an unverified recipient, sender domain or missing From address fails it, in words', () => {
    expect(mailFate(settings, false)).toMatchObject({ status: 'FAILED', failure: expect.stringContaining('not verified') })
    expect(mailFate({ ...settings, verifiedEmailDomains: ['other.example.com'] }, true)).toMatchObject({ status: 'FAILED', failure: expect.stringContaining('example.com is not verified') })
    expect(mailFate({ ...settings, emailFrom: ' ' }, true)).toMatchObject({ status: 'FAILED', failure: expect.stringContaining('No From address') })
    expect(mailFate({ ...settings, emailFrom: 'nobody' }, true)).toMatchObject({ status: 'FAILED', failure: expect.stringContaining('not an email address') })
  })

  test('an address\' domain is read in either way of writing it', () => {
    expect([addressDomain('a@B.org'), addressDomain('A B <a@b.org>'), addressDomain('a@b@c.org'), addressDomain('none')]).toEqual(['b.org', 'b.org', 'c.org', null])
  })
})

describe('a reminder of a paused interview', () => {
  const paused = { label: 'Claim of <Ada>\nnow', pauseLabel: null, pausedAt: new Date('2026-11-21T14:30:00.000Z'), expiresAt: null, record: { recordId: 'R1', objectApiName: 'Case', name: null } }

  // rule N2
  test('leads its owner to the record where they can open it, and else says where to resume it', () => {
    expect(pauseReminderFor(person(), paused, ORG)).toMatchObject({ subject: 'Still paused: Claim of <Ada> now', linkUrl: INTERNAL_PAGE, linkValid: true })
    expect(pauseReminderFor(person({ userType: 'SITE_VISITOR', sites: [site('old', 2020)] }), paused, ORG)).toMatchObject({ linkUrl: 'https://old.example.com/records/R1', linkValid: true })
    const [visitor, nowhere] = [pauseReminderFor(person({ userType: 'SITE_VISITOR' }), paused, ORG), pauseReminderFor(person(), { ...paused, record: null }, ORG)]
    expect([visitor.linkUrl, nowhere.linkUrl]).toEqual([null, null])
    expect(visitor.text).toContain('Resume it from the list of paused interviews on your site.')
    expect(nowhere.text).toContain('Resume it from your list of paused interviews.')
  })

  test('says since when and until when, and is escaped', () => {
    const { text, html } = pauseReminderFor(person(), { ...paused, pauseLabel: 'a <b>', expiresAt: new Date('2026-12-21T14:30:00.000Z') }, ORG)
    for (const part of ['Hello Ada Lovelace,', 'Paused: 2026-11-21 14:30 UTC', 'Reason: a <b>', 'Record: R1', 'Is deleted unless resumed before: 2026-12-21 14:30 UTC']) expect(text).toContain(part)
    expect(html).not.toContain('<Ada>')
    expect(html).not.toContain('a <b>')
  })
})
