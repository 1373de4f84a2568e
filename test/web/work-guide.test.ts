// <interlude-work-guide> and the flow in it, as people use them: in a real browser, against a real server.
import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { describeInBrowser, expectAccessible, useBrowser } from '../support/browser.ts'
import { deploy, deployFlow, itemOf, seeRun, stage, start, step, succeeded } from '../support/deployed.ts'
import { until, useServer } from '../support/server.ts'
import { makeWebWorld, sharedRecord, workItemOf } from '../support/web-world.ts'

const server = useServer()
const admin = server.as('admin')

describeInBrowser('the Work Guide', () => {
  const browser = useBrowser(server)
  beforeAll(() => makeWebWorld(admin))
  const guide = (user: string, recordId: string, options: object = {}) => browser.page({ user, body: `<interlude-work-guide record-id="${recordId}"></interlude-work-guide>`, ...options })
  const statusOf = async (runId: string) => (await admin.run<{ node: { status: string } }, object>('query ($id: ID!) { node(id: $id) { ... on OrchestrationRun { status } } }', { id: runId })).node.status
  const answers = async (runId: string) => (await admin.run<{ node: { stages: { steps: { outputs: Record<string, unknown> }[] }[] } }, object>('query ($id: ID!) { node(id: $id) { ... on OrchestrationRun { stages { steps { outputs } } } } }', { id: runId })).node.stages.flatMap(({ steps }) => steps.map(({ outputs }) => outputs))

  // rules W6, W9
  it('opens work in place, offers the next work item of the run, and tells the page', async () => {
    const recordId = await sharedRecord(admin, 'GUIDE-1')
    const runId = await start(admin, 'Notes', recordId)
    const page = await guide('ada', recordId)
    await page.evaluate('window.told = []; for (const name of ["interlude-opened", "interlude-finished"]) addEventListener(name, (event) => told.push(name))')
    await expectAccessible(page)
    await page.getByRole('button', { name: 'Start: Say it' }).click()
    await page.getByLabel('Note').fill('Hello')
    await expectAccessible(page)
    // Left for a moment, it is gone on with where it was.
    await page.getByRole('button', { name: 'Show the list' }).click()
    await page.getByRole('button', { name: 'Continue: Say it' }).click()
    expect(await page.getByLabel('Note').inputValue()).toBe('Hello')
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('button', { name: 'Start “Say it again”' }).click()
    await page.getByLabel('Note').fill('Goodbye')
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByText('Done.').waitFor()
    expect(await answers(runId)).toEqual([{ note: 'Hello' }, { note: 'Goodbye' }])
    expect(await page.evaluate('told')).toEqual(['interlude-opened', 'interlude-opened', 'interlude-finished', 'interlude-opened', 'interlude-finished'])
    await page.getByRole('button', { name: 'Back to the list' }).click()
    await page.getByText('Nothing to do here right now.').waitFor()
    expect(browser.complaints).toEqual([])
  })

  // rule W6
  it('opens what it is told to before it has read anything, and leaves it when the record becomes another', async () => {
    const [recordId, otherId] = [await sharedRecord(admin, 'GUIDE-OPEN'), await sharedRecord(admin, 'GUIDE-OTHER')]
    const [itemId, otherItemId] = await Promise.all([recordId, otherId].map(async (id) => itemOf(await seeRun(admin, await start(admin, 'Notes', id)), 'Say').id))
    const page = await browser.page({ user: 'ada', body: '' })
    await page.evaluate(`const guide = window.guide = document.createElement('interlude-work-guide')
      window.told = []
      addEventListener('interlude-opened', (event) => told.push(event.detail))
      guide.setAttribute('record-id', ${JSON.stringify(recordId)})
      document.querySelector('main').append(guide)
      guide.open(${JSON.stringify(itemId)})`)
    await page.getByLabel('Note').waitFor()
    expect(await page.evaluate('told')).toEqual([{ workItemId: itemId, recordId }])
    await page.evaluate(`guide.recordId = ${JSON.stringify(otherId)}`)
    await page.getByRole('button', { name: 'Start: Say it' }).waitFor()
    await page.evaluate(`guide.recordId = ${JSON.stringify(recordId)}; guide.recordId = ${JSON.stringify(otherId)}; guide.open(${JSON.stringify(otherItemId)})`)
    await page.getByLabel('Note').waitFor()
    expect(browser.complaints).toEqual([])
  })

  // rule W6
  it('has pages where there is more to do than fits on one, and goes on with what stands on a later one', async () => {
    const recordId = await sharedRecord(admin, 'GUIDE-MANY')
    for (let at = 0; at < 51; at++) await start(admin, 'Shared', recordId)
    const page = await guide('ada', recordId)
    const items = page.getByRole('button', { name: 'Either of you' })
    const turn = async () => {
      await page.getByRole('button', { name: 'Next page' }).focus()
      await page.keyboard.press('Enter')
      await page.getByText('Page 2').waitFor()
    }
    await page.getByText('Page 1').waitFor()
    expect(await items.count()).toBe(50)
    await turn()
    expect(await items.count()).toBe(1)
    // The keyboard goes where the page begins.
    await until(() => page.evaluate('document.activeElement?.shadowRoot?.activeElement?.textContent'), (text) => text === 'Work Guide')
    await expectAccessible(page)
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByLabel('Note').fill('the last one')
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByText('Done.').waitFor()
    // Nothing is left on that page.
    await page.getByRole('button', { name: 'Back to the list' }).click()
    await items.nth(49).waitFor()
    expect(await page.getByRole('navigation', { name: 'Pages' }).count()).toBe(0)
    await start(admin, 'Shared', recordId)
    await turn()
    await items.click()
    await page.getByLabel('Note').fill('under way')
    await page.reload()
    await until(() => page.getByLabel('Note').inputValue(), (text) => text === 'under way')
    await page.getByRole('button', { name: 'Show the list' }).click()
    await page.getByRole('button', { name: 'Continue: Either of you' }).waitFor()
    expect(browser.complaints).toEqual([])
  })

  // rule I2
  it('has every type of field, shows fields as their conditions hold, and faults beside the fields', async () => {
    const recordId = await sharedRecord(admin, 'GUIDE-2')
    const runId = await start(admin, 'Fill_In', recordId)
    const page = await guide('ada', recordId, { isPhone: true, isDark: true })
    await page.getByRole('button', { name: 'Start: Fill it in' }).click()
    await page.getByText('Hello Ada').waitFor()
    await expectAccessible(page)
    const field = (type: string) => page.getByLabel(`The ${type}`, { exact: false }).first()
    for (const [type, text] of [['TEXT', 'a'], ['LONG_TEXT', 'b'], ['NUMBER', 'many'], ['CURRENCY', '2.5'], ['DATE', '2031-05-09'], ['DATE_TIME', '2031-05-09T08:30'], ['EMAIL', 'nobody'], ['PHONE', '+49 30 1234567'], ['URL', 'https://example.com/'], ['PASSWORD', 'x']] as const) {
      await page.locator(`#field-f_${type}`).fill(text)
    }
    await field('CHECKBOX').check()
    await page.locator('#field-f_PICKLIST').selectOption('Green')
    await page.getByRole('group', { name: 'The MULTI_SELECT_PICKLIST' }).getByLabel('Blue').check()
    expect(await page.getByLabel('Why red?').count()).toBe(0)
    await page.getByRole('radiogroup', { name: 'The RADIO_BUTTONS' }).getByLabel('Red').check()
    await page.getByLabel('Why red?').waitFor()
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByText('3 fields need another look.').waitFor()
    expect(await page.locator('[part=field-fault]').allTextContents()).toEqual(['Must be a number.', 'Must be a mail address such as ada@example.com.', 'Please fill this in.'].map((text) => expect.stringContaining(text)))
    await expectAccessible(page)
    // The keyboard stands in the first field that is wrong.
    await page.keyboard.press('Control+A')
    await page.keyboard.type('12')
    await page.locator('#field-f_EMAIL').fill('ada@example.com')
    await page.getByRole('radiogroup', { name: 'The RADIO_BUTTONS' }).getByLabel('Green').check()
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByText('Done.').waitFor()
    expect(await statusOf(runId)).toBe('COMPLETED')
  })

  // rule I2
  it.each([['en', '1,500', '1.5'], ['de', '1.500', '1,5']])('takes numbers as the language %s writes them', async (lang, thousands, decimals) => {
    const name = `Counts_${lang}`
    await deployFlow(admin, name, {
      variables: ['count', 'share'].map((apiName) => ({ apiName, dataType: 'NUMBER', isOutput: true })), start: 'Page',
      elements: [{ screen: { apiName: 'Page', label: 'Page', fields: [{ apiName: 'count', label: 'Count', fieldType: 'NUMBER' }, { apiName: 'share', label: 'Share', fieldType: 'CURRENCY', default: 2.5 }, { apiName: 'big', label: 'Big', fieldType: 'NUMBER' }] } }],
    })
    await deploy(admin, name, [stage('One', [step('Do', { user: 'ada' }, { label: 'Count', action: { flow: name } })])])
    const recordId = await sharedRecord(admin, `GUIDE-COUNT-${lang}`)
    const runId = await start(admin, name, recordId)
    const page = await guide('ada', recordId, { lang })
    await page.getByRole('button', { name: /Count$/ }).click()
    expect(await page.locator('#field-share').inputValue()).toBe(lang === 'de' ? '2,5' : '2.5')
    await page.locator('#field-count').fill(thousands)
    await page.locator('#field-share').fill(decimals)
    await page.locator('#field-big').fill('12345678901234567890')
    const next = page.locator('[part=next]')
    await next.click()
    await page.locator('[part=field-fault]').waitFor()
    await page.locator('#field-big').fill('')
    await next.click()
    await until(() => statusOf(runId), (status) => status === 'COMPLETED')
    expect(await answers(runId)).toEqual([{ count: 1500, share: 1.5 }])
  })

  // rules I1, I3
  it('goes back, pauses with a reason, and is where it was after a reload in the middle', async () => {
    const recordId = await sharedRecord(admin, 'GUIDE-3')
    await start(admin, 'Two', recordId)
    const page = await guide('ada', recordId)
    await page.getByRole('button', { name: 'Start: Two screens' }).click()
    await page.getByLabel('One').fill('first')
    await page.reload()
    expect(await page.getByLabel('One').inputValue()).toBe('first')
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByLabel('Two').fill('7')
    await page.reload()
    expect(await page.getByLabel('Two').inputValue()).toBe('7')
    await page.getByRole('button', { name: 'Back', exact: true }).click()
    await page.getByRole('heading', { name: 'First things' }).waitFor()
    expect(await page.getByLabel('One').inputValue()).toBe('first')
    await page.getByRole('button', { name: 'Pause' }).click()
    await expectAccessible(page)
    await page.getByLabel('Why are you pausing?').fill('Lunch')
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click()
    await page.getByText('Kept for you.').waitFor()
    const { record } = await admin.run<{ record: { pausedInterviews: { edges: { node: { pauseLabel: string } }[] } } }, object>('query ($id: ID!) { record(recordId: $id) { pausedInterviews { edges { node { pauseLabel } } } } }', { id: recordId })
    expect(record.pausedInterviews.edges.map(({ node }) => node.pauseLabel)).toEqual(['Lunch'])
    await page.getByRole('button', { name: 'Back to the list' }).click()
    await page.getByRole('button', { name: 'Continue: Two screens' }).waitFor()
  })

  it('says that an answer did not arrive, keeps it, and is back at its list when what it has paused is gone', async () => {
    const recordId = await sharedRecord(admin, 'GUIDE-3A')
    await start(admin, 'Two', recordId)
    const page = await guide('ada', recordId)
    await page.getByRole('button', { name: 'Start: Two screens' }).click()
    await page.getByLabel('One').fill('first')
    await page.context().setOffline(true)
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByText('The server didn’t answer.').waitFor()
    await page.context().setOffline(false)
    expect(await page.getByLabel('One').inputValue()).toBe('first')
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByLabel('Two').fill('7')
    // The list doesn't come to be read in between.
    let release = () => {}
    const isGone = new Promise<void>((resolve) => { release = resolve })
    await page.route('**/graphql', async (route) => {
      if (route.request().postData()?.includes('query WorkGuide') === true) await isGone
      await route.continue()
    })
    await page.getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Pause' }).click()
    await page.getByText(/Kept for you|Pick it up/).waitFor()
    const { record } = await admin.run<{ record: { pausedInterviews: { edges: { node: { id: string } }[] } } }, object>('query ($id: ID!) { record(recordId: $id) { pausedInterviews { edges { node { id } } } } }', { id: recordId })
    await server.as('ada').mutate('deleteInterviews', { interviewIds: record.pausedInterviews.edges.map(({ node }) => node.id) })
    release()
    await page.getByRole('button', { name: 'Start: Two screens' }).waitFor()
    expect(await page.getByText(/Kept for you|Pick it up/).count()).toBe(0)
  })

  it('looks again when the server said that it could not answer just now', async () => {
    const recordId = await sharedRecord(admin, 'GUIDE-BUSY')
    await start(admin, 'Two', recordId)
    let refused = 0
    const page = await guide('ada', recordId)
    await page.getByRole('button', { name: 'Start: Two screens' }).waitFor()
    await page.route('**/graphql', async (route) => {
      if (refused++ > 3) return route.continue()
      await route.fulfill({ status: 503, json: { errors: [{ message: 'Not just now.', extensions: { code: 'SERVICE_UNAVAILABLE' } }] } })
    })
    await page.reload()
    await page.getByText('Not just now.').waitFor()
    await page.getByRole('button', { name: 'Start: Two screens' }).waitFor()
    expect(refused).toBeGreaterThan(3)
  })

  it('keeps the keyboard at the work that it is at, whatever goes from the list', async () => {
    const recordId = await sharedRecord(admin, 'GUIDE-KEYS')
    const first = await workItemOf(admin, await start(admin, 'Two', recordId))
    await start(admin, 'Shared', recordId)
    await start(admin, 'Fill_In', recordId)
    const page = await guide('ada', recordId)
    const wanted = page.getByRole('button', { name: 'Start: Either of you' })
    await wanted.focus()
    succeeded(await admin.mutate('reassignWorkItem', { workItemId: first, assignee: { user: 'ben' } }))
    await page.getByRole('button', { name: 'Start: Two screens' }).waitFor({ state: 'detached' })
    expect(await wanted.evaluate((button) => (button.getRootNode() as ShadowRoot).activeElement === button)).toBe(true)
  })

  // rule W4
  it('tells whoever is second, kindly: at once where the page is open, and where both finish in the same moment', async () => {
    const recordId = await sharedRecord(admin, 'GUIDE-4')
    const runId = await start(admin, 'Shared', recordId)
    const [ada, ben] = await Promise.all([guide('ada', recordId), guide('ben', recordId)])
    const finish = async (page: Page) => {
      await page.getByRole('button', { name: 'Next' }).click()
      return page.locator('#outcome').textContent()
    }
    for (const page of [ada, ben]) {
      await page.getByRole('button', { name: 'Start: Either of you' }).click()
      await page.getByLabel('Note').fill('mine')
    }
    const said = await Promise.all([finish(ada), finish(ben)])
    expect(said.filter((text) => text!.includes('Done.'))).toHaveLength(1)
    expect(said.filter((text) => /(Ada|Ben) finished this .*Thank you all the same/.test(text!))).toHaveLength(1)
    expect(await statusOf(runId)).toBe('COMPLETED')

    await start(admin, 'Shared', recordId)
    for (const page of [ada, ben]) {
      await page.getByRole('button', { name: 'Back to the list' }).click()
      await page.getByRole('button', { name: 'Start: Either of you' }).click()
      await page.getByLabel('Note').fill('mine')
    }
    await finish(ben)
    await ada.getByText('Ben finished this').waitFor()
  })

  it('is used with the keyboard alone', async () => {
    const recordId = await sharedRecord(admin, 'GUIDE-5')
    const runId = await start(admin, 'Two', recordId)
    const page = await guide('ada', recordId)
    await page.getByRole('button', { name: 'Start: Two screens' }).waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    // The heading of the screen has the focus, and its first field is next.
    await until(() => page.evaluate('document.activeElement?.shadowRoot?.activeElement?.shadowRoot?.activeElement?.id'), (id) => id === 'heading')
    await page.keyboard.press('Tab')
    await page.keyboard.type('typed')
    await page.keyboard.press('Enter')
    await until(() => page.evaluate('document.activeElement?.shadowRoot?.activeElement?.shadowRoot?.activeElement?.textContent'), (text) => text === 'Second things')
    await page.keyboard.press('Tab')
    await page.keyboard.type('12')
    await page.keyboard.press('Enter')
    await page.getByText('Done.').waitFor()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.getByText('Nothing to do here right now.').waitFor()
    expect(await statusOf(runId)).toBe('COMPLETED')
  })

  // rule O6
  it('comes back by itself when the server was restarted, and has missed nothing', async () => {
    const recordId = await sharedRecord(admin, 'GUIDE-6')
    const page = await guide('ada', recordId)
    await start(admin, 'Shared', recordId)
    await page.getByRole('button', { name: 'Start: Either of you' }).click()
    await page.getByLabel('Note').fill('still here')
    const { port } = new URL(server.url)
    await server.restart({ PORT: port })
    await page.getByText('Connection lost').waitFor({ state: 'detached' })
    expect(await page.getByLabel('Note').inputValue()).toBe('still here')
    // What another does now is heard by the flow that was open all the time.
    const ben = await guide('ben', recordId)
    await ben.getByRole('button', { name: 'Start: Either of you' }).click()
    await ben.getByLabel('Note').fill('first')
    await ben.getByRole('button', { name: 'Next' }).click()
    await page.getByText('Ben finished this').waitFor()
    expect(browser.complaints).toEqual([])
  })

  it('says everything in German where the page is German', async () => {
    const recordId = await sharedRecord(admin, 'GUIDE-7')
    await start(admin, 'Notes', recordId)
    const page = await guide('ada', recordId, { lang: 'de' })
    await page.getByRole('heading', { name: 'Arbeitsübersicht' }).waitFor()
    await page.getByRole('button', { name: 'Beginnen: Say it' }).click()
    await page.getByRole('button', { name: 'Weiter' }).click()
    await page.getByText('Bitte ausfüllen.').waitFor()
  })
})
