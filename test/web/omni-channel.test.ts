// <interlude-omni-channel> as agents use it: in a real browser, against a real server and router.
import type { Route } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { describeInBrowser, expectAccessible, useBrowser } from '../support/browser.ts'
import { deploy, makeRecord, seeRun, stage, start, step } from '../support/deployed.ts'
import { omni } from '../support/omni.ts'
import { until, useServer } from '../support/server.ts'

const server = useServer()
const world = omni(server.as)

describeInBrowser('the Omni-Channel widget', () => {
  const browser = useBrowser(server)
  beforeAll(() => world.setUp())
  const widget = (user: string, options: object = {}) => browser.page({ user, body: '<interlude-omni-channel></interlude-omni-channel>', ...options })
  const statuses = async (workItemId: string) => (await world.history(workItemId)).map(({ status }) => status)

  // rules O3, O5
  it('is offered work with a countdown, counts it in the title, accepts it, and does it in place', async () => {
    const agent = await world.agent({ capacity: 2 })
    const queue = await world.queue([agent], { capacityWeight: 1, pushTimeoutSeconds: 600 })
    const page = await widget(agent.username)
    await page.getByText('Connected').waitFor()
    await page.getByLabel('Your status').selectOption('Available')
    await page.getByText('Waiting for work.').waitFor()
    const workItemId = await world.work(queue)
    await page.getByText(/[56]\d\d seconds left/).waitFor()
    expect(await page.getByRole('meter', { name: 'Capacity' }).getAttribute('aria-valuetext')).toBe('1 of 2 used')
    expect(await page.title()).toBe('(1) A page')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Accept: Do it' }).click()
    await page.getByRole('button', { name: 'Open: Do it' }).click()
    await page.getByLabel('Note').fill('done')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByText('0 of 2 used').waitFor()
    expect([await statuses(workItemId), await page.title()]).toEqual([['CLOSED'], 'A page'])
    expect(browser.complaints).toEqual([])
  })

  // rule O3
  it('declines with a reason where one is asked for, and gives accepted work back', async () => {
    const agent = await world.agent({ isDeclineReasonEnabled: true })
    const queue = await world.queue([agent])
    const page = await widget(agent.username, { isPhone: true, isDark: true })
    await page.getByLabel('Your status').selectOption('Available')
    const workItemId = await world.work(queue)
    await page.getByRole('button', { name: 'Decline: Do it' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Decline' }).click()
    await page.getByText('Please give a reason.').waitFor()
    await expectAccessible(page)
    await page.getByLabel('Why?').fill('Not my language')
    await page.getByRole('dialog').getByRole('button', { name: 'Decline' }).click()
    await until(() => statuses(workItemId), ([first]) => first === 'DECLINED')
    // Nobody else is left, so that it comes back.
    await page.getByRole('button', { name: 'Accept: Do it' }).click()
    await page.getByRole('button', { name: 'Give back: Do it' }).click()
    await until(() => statuses(workItemId), (all) => all.includes('CLOSED'))
    expect(browser.complaints).toEqual([])
  })

  it('says that it shows the latest fifty, where somebody has more', async () => {
    const agent = await world.agent({ capacity: 60, isAutoAccept: true })
    const queue = await world.queue([agent], { capacityWeight: 1 })
    await Promise.all(Array.from({ length: 51 }, () => world.work(queue)))
    const page = await widget(agent.username)
    await page.getByLabel('Your status').selectOption('Available')
    await page.getByText('51 of 60 used').waitFor()
    await page.getByText('Only the latest 50 are shown.').waitFor()
    expect([await page.getByRole('button', { name: 'Open: Do it' }).count(), browser.complaints]).toEqual([50, []])
  })

  // rule O4
  it('shows the status that is in force where a change of it fails', async () => {
    const agent = await world.agent()
    const page = await widget(agent.username)
    const presence = page.getByLabel('Your status')
    const choose = async (status: string, answer: (route: Route) => Promise<void>, said: string) => {
      await page.route('**/graphql', (route) => (route.request().postData()?.includes('SetPresence') === true ? answer(route) : route.continue()))
      await presence.selectOption(status)
      await page.getByText(said).waitFor()
      await page.unroute('**/graphql')
    }
    await choose('Available', (route) => route.abort(), 'The server didn’t answer.')
    expect([await presence.inputValue(), (await agent.widget()).presence]).toEqual(['', null])
    await presence.selectOption('Available')
    await page.getByText('Waiting for work.').waitFor()
    await choose('Offline', (route) => route.fulfill({ status: 503, contentType: 'application/json', body: JSON.stringify({ errors: [{ message: 'Not just now.' }] }) }), 'Not just now.')
    expect([await presence.inputValue(), (await agent.widget()).presence]).toEqual(['Available', { apiName: 'Available' }])
    // An answer that was lost on its way back is no failure.
    await choose('Busy', async (route) => {
      await route.fetch()
      await route.abort()
    }, 'The server didn’t answer.')
    await until(() => presence.inputValue(), (status) => status === 'Busy')
    expect((await agent.widget()).presence).toEqual({ apiName: 'Busy' })
    expect(browser.complaints).toEqual([])
  })

  it('keeps quiet when told to, and remembers that', async () => {
    const agent = await world.agent()
    const queue = await world.queue([agent])
    const page = await widget(agent.username)
    await page.getByRole('button', { name: 'Sound and badge are on' }).click()
    await page.reload()
    await page.getByRole('button', { name: 'Sound and badge are off' }).waitFor()
    await page.getByLabel('Your status').selectOption('Available')
    await world.work(queue)
    await page.getByRole('button', { name: 'Accept: Do it' }).waitFor()
    expect(await page.title()).toBe('A page')
  })

  it('is as quiet as the page says by then', async () => {
    const agent = await world.agent()
    const queue = await world.queue([agent])
    const page = await widget(agent.username)
    await page.getByLabel('Your status').selectOption('Available')
    await world.work(queue)
    await until(() => page.title(), (title) => title === '(1) A page')
    for (const [isQuiet, title] of [[true, 'A page'], [false, '(1) A page']] as const) {
      await page.evaluate(`document.querySelector('interlude-omni-channel').quiet = ${isQuiet}`)
      expect(await page.title()).toBe(title)
    }
    // Nobody's work is counted once they have signed out.
    await page.evaluate('import("/assets/interlude.js").then(({ configure }) => configure({ token: null }))')
    await page.getByText('Sign in to see this.').waitFor()
    expect(await page.title()).toBe('A page')
  })

  it('is used with the keyboard alone', async () => {
    const agent = await world.agent()
    const queue = await world.queue([agent])
    const page = await widget(agent.username)
    await page.getByLabel('Your status').focus()
    await page.keyboard.type('Av')
    await page.getByText('Waiting for work.').waitFor()
    const workItemId = await world.work(queue)
    await page.getByRole('button', { name: 'Accept: Do it' }).waitFor()
    // Decline, then Accept.
    for (const key of ['Tab', 'Tab', 'Enter']) await page.keyboard.press(key)
    await until(() => page.evaluate('document.activeElement?.shadowRoot?.activeElement?.getAttribute("aria-label")'), (label) => label === 'Open: Do it')
    await page.keyboard.press('Enter')
    await until(() => page.evaluate('document.activeElement?.shadowRoot?.activeElement?.shadowRoot?.activeElement?.id'), (id) => id === 'heading')
    for (const key of ['Tab', 'x', 'Enter']) await page.keyboard.press(key)
    await until(() => statuses(workItemId), ([first]) => first === 'CLOSED')
    // What became of it stays, and the keyboard with it, when the work is the agent's no longer.
    await page.getByText('0 of 5 used').waitFor()
    await until(() => page.evaluate('document.activeElement?.shadowRoot?.activeElement?.shadowRoot?.activeElement?.textContent'), (text) => text === 'Done.')
    for (const key of ['Tab', 'Enter']) await page.keyboard.press(key)
    await page.getByText('Waiting for work.').waitFor()
    await until(() => page.evaluate('document.activeElement?.shadowRoot?.activeElement?.id'), (id) => id === 'presence')
  })

  // rules O5, W9
  it('offers the next work of what was done in place, and goes on with it there', async () => {
    const agent = await world.agent()
    const queue = await world.queue([agent])
    const name = `Then_${queue}`
    await deploy(world.admin, name, [stage('One', [step('Do', { queue }, { label: 'Do it', action: { flow: 'Answer' } })]), stage('Two', [step('Then', { user: agent.username }, { label: 'Then this', action: { flow: 'Answer' } })])])
    await makeRecord(world.admin, name, { owner: agent.username })
    const page = await widget(agent.username)
    await page.getByLabel('Your status').selectOption('Available')
    const runId = await start(world.admin, name, name)
    const other = await world.work(queue)
    for (const first of [true, false]) await page.getByRole('button', { name: 'Accept: Do it' }).nth(first ? 1 : 0).click()
    await page.getByRole('listitem').filter({ hasText: name }).getByRole('button', { name: 'Open: Do it' }).click()
    await page.getByRole('button', { name: 'Next' }).click()
    const row = page.getByRole('listitem').filter({ has: page.locator('interlude-screen-flow') })
    await row.getByText('Done. Next in this process:').waitFor()
    await page.getByText('1 of 5 used').waitFor()
    expect([await row.getByText(`Case ${name}`).count(), await row.getByRole('button', { name: 'Give back: Do it' }).count()]).toEqual([1, 0])
    await expectAccessible(page)
    await row.getByRole('button', { name: 'Start “Then this”' }).click()
    await page.getByRole('button', { name: 'Next' }).click()
    await row.getByText('Done.', { exact: true }).waitFor()
    expect([(await seeRun(world.admin, runId)).status, await statuses(other)]).toEqual(['COMPLETED', ['OPENED']])
    await row.getByRole('button', { name: 'Back to the list' }).click()
    await row.waitFor({ state: 'detached' })
    expect(await page.getByRole('button', { name: 'Open: Do it' }).count()).toBe(1)
    expect(browser.complaints).toEqual([])
  })

  // rules O4, O6
  it('survives a reload and a restart of the server without losing presence or work', async () => {
    const agent = await world.agent({ capacity: 3 })
    const queue = await world.queue([agent])
    const page = await widget(agent.username)
    await page.getByLabel('Your status').selectOption('Available')
    await world.work(queue)
    await page.getByRole('button', { name: 'Accept: Do it' }).click()
    await page.getByRole('button', { name: 'Open: Do it' }).waitFor()
    await page.reload()
    await page.getByRole('button', { name: 'Open: Do it' }).waitFor()
    await server.restart({ PORT: new URL(server.url).port })
    await page.getByText('Connected').waitFor()
    await world.work(queue)
    await page.getByRole('button', { name: 'Accept: Do it' }).waitFor()
    expect((await agent.widget()).presence?.apiName).toBe('Available')
  })
})
