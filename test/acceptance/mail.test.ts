// Notification mail over the network: who gets which kind with which link, and what keeps it back (N1 to N4).
import { beforeAll, describe, expect, it } from 'vitest'
import { deploy, deployFlow, itemOf, makeRecord, makeUser, noteFlow, seeRun, stage, start, step, succeeded } from '../support/deployed.ts'
import { until, useServer, type Caller } from '../support/server.ts'

const server = useServer()
let admin: Caller

const INTERNAL = 'https://work.example.com', OLD = 'https://old.example.com', NEW = 'https://new.example.com', DARK = 'https://dark.example.com'
type Mail = { id: string; recipient: { username: string }; kind: string; status: string; subject: string; body: string; linkUrl: string | null; linkValid: boolean; failure: string | null }

const settings = (input: object) => admin.mutate('updateProcessAutomationSettings', input).then(succeeded)
const group = (apiName: string, users: string[], rest: object = {}) => admin.mutate('saveGroup', { apiName, users, ...rest }).then(succeeded)
const mailsOf = async (workItemId: string) => (await admin.run<{ node: { notifications: { edges: { node: Mail }[] } } }, object>(
  'query Mails($id: ID!) { node(id: $id) { ... on WorkItem { notifications(first: 100) { edges { node { id recipient { username } kind status subject body linkUrl linkValid failure } } } } } }', { id: workItemId }))
  .node.notifications.edges.map(({ node }) => node).sort((a, b) => (a.recipient.username < b.recipient.username ? -1 : 1))

let number = 0
/** Assigns work on the record `m 1`; answers the item's id. */
async function assign(assignee: object, rest: object = {}): Promise<string> {
  const apiName = `Mail_${++number}`
  await deploy(admin, apiName, [stage('One', [step('Do', assignee, rest)])])
  return itemOf(await seeRun(admin, await start(admin, apiName, 'm 1')), 'Do').id
}
const links = (mails: Mail[]) => mails.map(({ recipient, kind, linkUrl, linkValid }) => [recipient.username, kind, linkUrl?.startsWith(INTERNAL) ? 'internal' : linkUrl && new URL(linkUrl).origin, linkValid])

beforeAll(async () => {
  admin = server.as('admin')
  await settings({ orgBaseUrl: INTERNAL, emailFrom: 'Work <work@example.com>', verifiedEmailDomains: ['example.com'], stopSendingWorkItemEmails: false })
  for (const [apiName, baseUrl, isLive] of [['Dark', DARK, false], ['Old', OLD, true], ['New', NEW, true]] as const) succeeded(await admin.mutate('saveSite', { apiName, baseUrl, isLive }))
  for (const name of ['ada', 'ben']) await makeUser(admin, name)
  for (const [name, sites] of [['v.all', ['Dark', 'Old', 'New']], ['v.both', ['New', 'Old']], ['v.new', ['New']], ['v.old', ['Old']], ['v.none', []]] as const) await makeUser(admin, name, { userType: 'SITE_VISITOR', sites })
  await makeRecord(admin, 'm 1', { name: 'Printer & <fire>' })
  await deployFlow(admin, 'Note', noteFlow())
  await group('Internals', ['ada', 'ben'])
  await group('Of_One_Site', ['v.new', 'v.both'])
  await group('Of_Shared', ['v.both', 'v.all'])
  await group('Of_None', ['v.new', 'v.old'])
  await group('Inner', ['v.new', 'ada'])
  await group('Mixed', ['ada'], { groups: ['Inner'], groupType: 'QUEUE' })
})

describe('kind and link', () => {
  // rules N1, N2, domain 3.3
  it.each([
    ['N1 an internal user', { user: 'ada' }, [['ada', 'PERSONALIZED', 'internal', true]]],
    ['N2 a visitor: the oldest live site of theirs', { user: 'v.all' }, [['v.all', 'PERSONALIZED', OLD, true]]],
    ['N2 a visitor of the newer site only', { user: 'v.new' }, [['v.new', 'PERSONALIZED', NEW, true]]],
    ['N3 internal users only', { group: 'Internals' }, [['ada', 'GENERAL', 'internal', true], ['ben', 'GENERAL', 'internal', true]]],
    ['N4 visitors with one site in common', { group: 'Of_One_Site' }, [['v.both', 'GENERAL', NEW, true], ['v.new', 'GENERAL', NEW, true]]],
    ['N5 visitors with two live sites in common', { group: 'Of_Shared' }, [['v.all', 'GENERAL', OLD, true], ['v.both', 'GENERAL', OLD, true]]],
    ['N6 visitors with none in common', { group: 'Of_None' }, [['v.new', 'GENERAL', 'internal', false], ['v.old', 'GENERAL', 'internal', false]]],
    ['N7 a nested mix, each person once', { queue: 'Mixed' }, [['ada', 'GENERAL', 'internal', true], ['v.new', 'GENERAL', 'internal', false]]],
  ])('%s', async (_, assignee, expected) => {
    const mails = await mailsOf(await assign(assignee))
    expect(links(mails)).toEqual(expected)
    for (const mail of mails) if (mail.linkUrl !== null) expect(mail.linkUrl).toMatch(/\/m%201$/)
  })

  // rules N1, N2, W7, domain R-052
  it('is as on creation with each reassignment, whatever the assignee was before', async () => {
    const item = await assign({ user: 'ada' })
    let told = await mailsOf(item)
    const row = (user: string, kind: string, link: string, valid: boolean) => [user, kind, link, valid]
    for (const [assignee, expected] of [
      [{ group: 'Of_Shared' }, [row('v.all', 'GENERAL', OLD, true), row('v.both', 'GENERAL', OLD, true)]], [{ user: 'v.new' }, [row('v.new', 'PERSONALIZED', NEW, true)]],
      [{ queue: 'Mixed' }, [row('ada', 'GENERAL', 'internal', true), row('v.new', 'GENERAL', 'internal', false)]], [{ user: 'ben' }, [row('ben', 'PERSONALIZED', 'internal', true)]],
      [{ group: 'Internals' }, [row('ada', 'GENERAL', 'internal', true), row('ben', 'GENERAL', 'internal', true)]],
    ] as const) {
      succeeded(await admin.mutate('reassignWorkItem', { workItemId: item, assignee }))
      const now = await mailsOf(item), known = new Set(told.map(({ id }) => id))
      expect(links(now.filter(({ id }) => !known.has(id))), JSON.stringify(assignee)).toEqual(expected)
      told = now
    }
  })

  // rules N5, O1, domain
  it('goes to the members of a queue beside Omni-Channel, where the queue is associated, and without it elsewhere', async () => {
    const pending = async (item: string) => (await admin.run<{ pendingServiceRoutings: { edges: { node: { workItem: { id: string } } }[] } }, object>('{ pendingServiceRoutings(first: 100) { edges { node { workItem { id } } } } }')).pendingServiceRoutings.edges.filter(({ node }) => node.workItem.id === item).length
    for (const [apiName, rest, count] of [['Routed', { groupType: 'QUEUE', supportedObjects: ['OrchestrationWorkItem'] }, 1], ['Unrouted', { groupType: 'QUEUE', supportedObjects: ['Case'] }, 0]] as const) {
      await group(apiName, ['ada', 'ben'], rest)
      const item = await assign({ queue: apiName })
      expect(links(await mailsOf(item)), apiName).toEqual([['ada', 'GENERAL', 'internal', true], ['ben', 'GENERAL', 'internal', true]])
      expect(await pending(item), apiName).toBe(count)
    }
  })

  // rule N2
  it('takes the next live site when the oldest goes off line, and tells visitors without a page of the list', async () => {
    succeeded(await admin.mutate('saveSite', { apiName: 'Old', isLive: false }))
    expect(links(await mailsOf(await assign({ user: 'v.both' })))).toEqual([['v.both', 'PERSONALIZED', NEW, true]])
    succeeded(await admin.mutate('saveSite', { apiName: 'Old', isLive: true }))
    const [mail] = await mailsOf(await assign({ user: 'v.none' }))
    expect(mail).toMatchObject({ linkValid: false })
    expect(mail!.linkUrl ?? '').not.toContain('old.example.com')
    expect(mail!.body.toLowerCase()).toContain('list')
  })

  // rule N1
  it('is CUSTOM with a step\'s own words, merge fields filled in', async () => {
    const [mail] = await mailsOf(await assign({ user: 'ada' }, { notification: { subject: 'About {!$Record.Name}', body: 'See {!$Record.Name} of {!$Record.Owner}.' } }))
    expect(mail).toMatchObject({ kind: 'CUSTOM', subject: 'About Printer & <fire>', linkValid: true })
    expect(mail!.body).toContain('See Printer & <fire> of admin.')
    expect((await mailsOf(await assign({ group: 'Internals' }, { notification: { subject: 'Only a subject' } }))).map(({ kind, subject }) => [kind, subject])).toEqual([['CUSTOM', 'Only a subject'], ['CUSTOM', 'Only a subject']])
  })
})

describe('what becomes of it', () => {
  // rule N4
  it('is SENT after the commit: with no mail server, to a file', async () => {
    const item = await assign({ user: 'ada' })
    const [mail] = await until(() => mailsOf(item), (mails) => mails[0]!.status === 'SENT')
    expect(mail).toMatchObject({ failure: null })
  })

  // rule N3
  it('is SUPPRESSED by the org\'s switch, for people and groups, on reassignment too', async () => {
    await settings({ stopSendingWorkItemEmails: true })
    const item = await assign({ group: 'Internals' })
    succeeded(await admin.mutate('reassignWorkItem', { workItemId: item, assignee: { user: 'v.new' } }))
    expect((await mailsOf(item)).map(({ recipient, status }) => [recipient.username, status])).toEqual([['ada', 'SUPPRESSED'], ['ben', 'SUPPRESSED'], ['v.new', 'SUPPRESSED']])
    await settings({ stopSendingWorkItemEmails: false })
  })

  // rule N3
  it('is FAILED for an unverified address or sender domain, and the work goes on', async () => {
    await makeUser(admin, 'unverified', { emailVerified: false })
    const item = await assign({ user: 'unverified' })
    expect((await mailsOf(item))[0]).toMatchObject({ status: 'FAILED', failure: expect.stringMatching(/verified/) as string })
    await settings({ verifiedEmailDomains: ['elsewhere.example'] })
    const other = await assign({ user: 'ada' })
    expect((await mailsOf(other))[0]).toMatchObject({ status: 'FAILED', failure: expect.stringMatching(/example\.com/) as string })
    await settings({ verifiedEmailDomains: ['example.com'] })
    const { node } = await admin.run<{ node: object }, object>('query Item($id: ID!) { node(id: $id) { ... on WorkItem { status isActionable } } }', { id: other })
    expect(node).toEqual({ status: 'ASSIGNED', isActionable: true })
  })
})

describe('visitors', () => {
  // rules A3, A4, N2
  it('never get internal links through linkUrl or Record.url', async () => {
    for (const [user] of [['v.new'], ['v.none']]) succeeded(await admin.mutate('shareRecord', { recordId: 'm 1', user, access: 'READ' }))
    await assign({ queue: 'Mixed' })
    const urls = async (username: string) => {
      const { record } = await server.as(username).run<{ record: { url: string | null; workItems: { edges: { node: { linkUrl: string | null } }[] } } }, object>('{ record(recordId: "m 1") { url workItems { edges { node { linkUrl } } } } }')
      return [...new Set([record.url, ...record.workItems.edges.map(({ node }) => node.linkUrl)])]
    }
    expect(await urls('v.new')).toEqual([`${NEW}/records/m%201`])
    expect(await urls('v.none')).toEqual([null])
    // Each reads their own mail only.
    const { record } = await server.as('v.new').run<{ record: { workItems: { edges: { node: { notifications: { edges: { node: { recipient: { username: string } } }[] } } }[] } } }, object>(
      '{ record(recordId: "m 1") { workItems(first: 50) { edges { node { notifications { edges { node { recipient { username } } } } } } } } }')
    expect(new Set(record.workItems.edges.flatMap(({ node }) => node.notifications.edges.map((edge) => edge.node.recipient.username)))).toEqual(new Set(['v.new']))
  })
})

it('logs no error in all of this', () => {
  expect(server.faults).toEqual([])
})
