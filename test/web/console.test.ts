// The console: signing in, its views, and the components that it is made of, with two people at once.
import type { Locator } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { describeInBrowser, expectAccessible, useBrowser } from '../support/browser.ts'
import { background, deploy, deployFlow, makeUser, setFlow, stage, start, step } from '../support/deployed.ts'
import { omni } from '../support/omni.ts'
import { until, useServer } from '../support/server.ts'
import { makeWebWorld, sharedRecord } from '../support/web-world.ts'

const server = useServer({ DEMO: '1' })
const admin = server.as('admin')
const world = omni(server.as)

describeInBrowser('the console', () => {
  const browser = useBrowser(server)
  beforeAll(async () => {
    await makeWebWorld(admin)
    await world.setUp()
    await makeUser(admin, 'boss', { name: 'Boss', permissions: ['RUN_FLOWS', 'SUPERVISE_OMNI_CHANNEL', 'REASSIGN_WORK_ITEMS', 'MANAGE_ORCHESTRATION_RUNS', 'VIEW_ALL_DATA', 'MANAGE_FLOW'] })
  })

  // rule P3
  it('signs a demo user in, walks a case through its first step, and shows the run move on', async () => {
    const page = await browser.console('')
    await expectAccessible(page)
    await page.getByRole('button', { name: /Triage Desk/ }).click()
    await page.getByRole('link', { name: 'Printer on the second floor' }).click()
    await page.getByRole('button', { name: 'Start: Triage the case' }).click()
    await page.getByRole('radiogroup', { name: 'Severity' }).getByLabel('Low').check()
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByLabel('Product').selectOption('Printers')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByText('Done.').waitFor()
    await page.getByText('2 of 4 steps done').waitFor()
    await page.reload()
    await page.getByText('2 of 4 steps done').waitFor()
    expect(browser.complaints).toEqual([])
  })

  it('takes a pasted token, says when it is no good, and signs out', async () => {
    const page = await browser.console('')
    await page.getByLabel('Bearer token').fill('nonsense')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByText('The token is not valid.').waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('heading', { name: 'Who are you?' }).waitFor()
  })

  // rules O1, O8
  it('shows a supervisor what waits and why, who assigns it, and the agent beside them gets it', async () => {
    const agent = await world.agent({ capacity: 1 })
    const queue = await world.queue([agent], { routingModel: 'EXTERNAL_ROUTING' })
    const [boss, desk] = await Promise.all([browser.console('#/supervisor', { user: 'boss' }), browser.console('#/agent', { user: agent.username, isPhone: true })])
    await desk.getByLabel('Your status').selectOption('Available')
    await desk.getByText('Waiting for work.').waitFor()
    await desk.getByRole('link', { name: 'Records' }).click()
    await world.work(queue)
    const row = boss.getByRole('table', { name: 'Waiting in queues' }).getByRole('row').filter({ hasText: queue })
    await row.getByRole('combobox').selectOption(agent.username)
    await until(() => desk.title(), (title) => title === '(1) Interlude')
    await desk.getByRole('link', { name: 'Agent' }).click()
    await desk.getByRole('button', { name: 'Accept: Do it' }).click()
    await row.waitFor({ state: 'detached' })
    await Promise.all([expectAccessible(boss), expectAccessible(desk)])
    expect(browser.complaints).toEqual([])
  })

  // rules D10, R5
  it('draws a run of sixty steps, live, with what they wait for and its history, and cancels it after asking', async () => {
    await deployFlow(admin, 'Set', setFlow('x'))
    const steps = Array.from({ length: 5 }, (_, at) => (at === 0 ? step('Human', { user: 'ada' }, { label: 'Somebody decides' }) : background(`Auto_${at}`, 'Set', { label: `By itself ${at}`, start: { afterStep: 'Human' } })))
    await deploy(admin, 'Long', Array.from({ length: 12 }, (_, at) => stage(`Stage_${at}`, steps, { label: `Stage number ${at}` })), { label: 'A long one' })
    const recordId = await sharedRecord(admin, 'CONSOLE-1')
    const runId = await start(admin, 'Long', recordId)
    const [page, ada] = await Promise.all([browser.console(`#/runs/${encodeURIComponent(runId)}`, { user: 'boss' }), browser.console(`#/records/${recordId}`, { user: 'ada' })])
    await page.getByText('0 of 60 steps done').waitFor()
    await page.getByText('user ada must finish the work item').waitFor()
    await ada.getByRole('button', { name: 'Start: Somebody decides' }).click()
    await ada.getByLabel('Note').fill('so be it')
    await ada.getByRole('button', { name: 'Next' }).click()
    await page.getByText('5 of 60 steps done').waitFor()
    await page.getByText('Work completed').waitFor()
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Cancel run' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel run' }).click()
    await page.getByText('Run canceled').waitFor()
    await ada.getByText('Nothing to do here right now.').or(ada.getByText('There is nothing left to do here.')).or(ada.getByText('Done.')).first().waitFor()
    expect(browser.complaints).toEqual([])
  })

  // rule R3b
  it('tells how long ago things were as time goes by, offers no cancel of what has ended, and is no wider than a phone', async () => {
    const recordId = await sharedRecord(admin, `CONSOLE-${'0123456789'.repeat(20)}`)
    await deploy(admin, 'Names_Nobody', [stage('One', [step('Do', { resource: '$Record.Nobody' })])])
    const runId = await start(admin, 'Names_Nobody', recordId)
    const page = await browser.console(`#/runs/${encodeURIComponent(runId)}`, { user: 'boss' })
    await page.clock.install()
    await page.reload()
    await page.getByText(/Started by .* (seconds? ago|now)/).waitFor()
    expect(await page.getByRole('button', { name: 'Cancel run' }).isDisabled()).toBe(true)
    expect(await page.getByRole('button', { name: 'Resume' }).isDisabled()).toBe(false)
    await page.clock.fastForward('05:00')
    await page.getByText(/Started by .* 5 minutes ago/).waitFor()
    const phone = await browser.console(`#/records/${recordId}`, { user: 'boss', isPhone: true })
    await phone.getByText(recordId, { exact: true }).first().waitFor()
    expect(await phone.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
  })

  // rule D11
  it('draws a definition and simulates it', async () => {
    const page = await browser.console('#/definitions', { user: 'boss', isDark: true })
    await page.getByRole('link', { name: 'Support case' }).click()
    await page.getByText('runs Triage_Case').waitFor()
    await page.getByRole('button', { name: 'Simulate' }).click()
    await page.getByRole('heading', { name: 'What would happen' }).waitFor()
    await page.getByText('Run completed').waitFor()
    await expectAccessible(page)
    await page.getByLabel('Record fields (JSON)').fill('{ not json')
    await page.getByRole('button', { name: 'Simulate' }).click()
    await page.getByText('This is not a JSON object.').waitFor()
  })

  // rules W6, W7, N4
  it('has lists of records, runs, work and mail that fit a phone; gives work to somebody else, who finds it on their list', async () => {
    const recordId = await sharedRecord(admin, 'CONSOLE-2')
    await start(admin, 'Notes', recordId)
    const ben = await browser.console('#/agent', { user: 'ben', isPhone: true })
    await ben.getByText('Nothing waits for you.').waitFor()
    const page = await browser.console('#/work', { user: 'boss', isPhone: true, lang: 'de' })
    await page.getByRole('button', { name: 'Offen' }).click()
    await page.getByRole('row').filter({ hasText: 'CONSOLE-2' }).getByRole('button', { name: 'Neu zuweisen' }).click()
    await page.getByLabel('Benutzername oder API-Name').fill('ben')
    await page.getByRole('dialog').getByRole('button', { name: 'Neu zuweisen' }).click()
    await page.getByRole('row').filter({ hasText: 'CONSOLE-2' }).filter({ hasText: 'Ben' }).waitFor()
    await ben.getByRole('button', { name: /Open: Say it/ }).click()
    await ben.getByRole('heading', { name: 'The case CONSOLE-2' }).waitFor()
    await ben.getByRole('button', { name: 'Start: Say it' }).waitFor()
    for (const [view, text] of [['records', 'CONSOLE-2'], ['runs', 'CONSOLE-2'], ['work', 'Keine Aufgaben.'], ['mail', 'an Ben'], ['definitions', 'A long one']] as const) {
      await page.goto(`${server.url}/#/${view}`)
      await page.getByText(text).first().waitFor()
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), view).toBe(true)
      await expectAccessible(page)
    }
    expect(browser.complaints).toEqual([])
  })

  // rules R3a, N3, P3
  it('turns pages of what is longer than one, and marks work that nobody can do any more', async () => {
    const recordId = await sharedRecord(admin, 'CONSOLE-3')
    const canceled = await start(admin, 'Notes', recordId)
    await admin.mutate('cancelRun', { runId: canceled })
    for (let at = 0; at < 101; at++) await start(admin, 'Notes')
    const page = await browser.console('#/runs', { user: 'boss' })
    const row = page.getByRole('row').filter({ hasText: 'CONSOLE-3' }), [previous, next] = ['Previous page', 'Next page'].map((name) => page.getByRole('button', { name })) as [Locator, Locator]
    await next.waitFor()
    expect([await row.count(), await previous.isDisabled()]).toEqual([0, true])
    await next.click()
    await row.waitFor()
    await expectAccessible(page)
    await previous.click()
    await until(() => previous.isDisabled(), (is) => is)
    await page.getByRole('button', { name: 'Canceled' }).click()
    await row.waitFor()
    await page.goto(`${server.url}/#/work`)
    await page.getByRole('button', { name: 'Open' }).click()
    await next.click()
    await row.getByText('Run canceled').waitFor()
    await page.goto(`${server.url}/#/mail`)
    await next.click()
    await until(() => previous.isEnabled(), (is) => is)
    await page.locator('[part=mail]').first().waitFor()
    // Runs about no record are none of these.
    await page.goto(`${server.url}/#/records`)
    await row.waitFor()
    expect(browser.complaints).toEqual([])
  })

  // rule P3
  it('lists each record once, at its latest run, however many runs it has', async () => {
    const busy = await sharedRecord(admin, 'CONSOLE-BUSY')
    await start(admin, 'Notes', busy)
    for (let at = 0; at < 51; at++) await start(admin, 'Notes', await sharedRecord(admin, `CONSOLE-FEW-${at}`))
    let latest = ''
    for (let at = 0; at < 101; at++) latest = await start(admin, 'Notes', busy)
    const page = await browser.console('#/records', { user: 'boss' })
    const rows = (text: string) => page.getByRole('row').filter({ hasText: text })
    await rows('CONSOLE-BUSY').waitFor()
    expect([await rows('CONSOLE-BUSY').count(), await rows('CONSOLE-FEW').count()]).toEqual([1, 49])
    expect(await rows('CONSOLE-BUSY').getByRole('link').nth(1).getAttribute('href')).toContain(encodeURIComponent(latest))
    await page.getByRole('button', { name: 'Next page' }).click()
    await page.getByText('Page 2').waitFor()
    expect([await rows('CONSOLE-BUSY').count(), await rows('CONSOLE-FEW').count()]).toEqual([0, 2])
    await page.getByRole('button', { name: 'Previous page' }).click()
    await rows('CONSOLE-BUSY').waitFor()
    expect(browser.complaints).toEqual([])
  })
})
