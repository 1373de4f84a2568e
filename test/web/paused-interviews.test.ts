// <interlude-paused-interviews> as people use it: in a real browser, against a real server.
import type { WebSocketRoute } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { describeInBrowser, expectAccessible, useBrowser } from '../support/browser.ts'
import { background, deploy, deployFlow, stage, start, step, succeeded } from '../support/deployed.ts'
import { until, useServer } from '../support/server.ts'
import { makeWebWorld, sharedRecord } from '../support/web-world.ts'

const server = useServer()
const admin = server.as('admin'), ada = server.as('ada')

describeInBrowser('the table of paused interviews', () => {
  const browser = useBrowser(server)
  beforeAll(() => makeWebWorld(admin))
  const table = (user: string, recordId: string, options: object = {}, attributes = '') => browser.page({ user, body: `<interlude-paused-interviews record-id="${recordId}" ${attributes}></interlude-paused-interviews>`, ...options })
  const pausedOn = async (recordId: string, reason: string | null, values: object = {}) => {
    const { interview } = succeeded(await ada.mutate('startInterview', { flow: 'Two_Screens', recordId }, 'interview { id }')) as unknown as { interview: { id: string } }
    succeeded(await ada.mutate('pauseInterview', { interviewId: interview.id, reason, values }))
    return interview.id
  }
  const left = async (recordId: string) => (await ada.run<{ record: { pausedInterviews: { edges: { node: { pauseLabel: string } }[] } } }, object>('query ($id: ID!) { record(recordId: $id) { pausedInterviews(first: 100) { edges { node { pauseLabel } } } } }', { id: recordId })).record.pausedInterviews.edges.map(({ node }) => node.pauseLabel)

  it('misses nothing of the moment between a socket that came back and the server following again', async () => {
    const recordId = await sharedRecord(admin, 'PAUSED-AGAIN')
    const held: (() => void)[] = []
    let sockets = 0, leave = () => {}
    const page = await table('ada', recordId, { sockets: (socket: WebSocketRoute) => {
      const isSecond = ++sockets > 1
      const toServer = socket.connectToServer()
      leave = () => void socket.close({ code: 1001, reason: 'Going away' })
      socket.onMessage((message) => {
        if (isSecond && String(message).includes('"subscribe"')) held.push(() => toServer.send(message))
        else toServer.send(message)
      })
    } })
    // Those that were answered before anybody listened to the page count too.
    const looks = () => page.evaluate(() => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/graphql')).length)
    await page.getByText('No paused interviews.').waitFor()
    // At first, when the socket was there, and some time after that.
    await until(looks, (count) => count >= 3)
    const before = await looks()
    leave()
    // The look that comes with the new socket finds nothing yet, and nothing is followed yet either.
    await until(async () => ({ held: held.length, looks: await looks() }), (now) => now.held > 0 && now.looks > before)
    await pausedOn(recordId, 'Meanwhile')
    for (const send of held) send()
    await page.getByText('Meanwhile').waitFor()
  })

  // rules I4, I5, I6
  it('shows the chosen columns sorted, is live, and resumes in place exactly where it stood', async () => {
    const recordId = await sharedRecord(admin, 'PAUSED-1')
    const page = await table('ada', recordId, {}, 'columns="label,reason,element,stage,expiresAt,owner"')
    await page.getByText('No paused interviews.').waitFor()
    for (const reason of ['Beta', 'Alpha', 'Gamma']) await pausedOn(recordId, reason, { one: reason })
    await page.getByText('Gamma').waitFor()
    expect(await page.getByRole('columnheader').allTextContents()).toEqual(['', 'Interview', 'Reason', 'Stands at', 'Stage', 'Expires', 'Owner', 'Actions'].map((text) => expect.stringContaining(text)))
    const reasons = () => page.locator('[data-label=Reason]').allInnerTexts()
    await page.getByRole('button', { name: 'Reason' }).click()
    expect(await reasons()).toEqual(['Alpha', 'Beta', 'Gamma'])
    await page.getByRole('button', { name: 'Reason' }).click()
    expect(await reasons()).toEqual(['Gamma', 'Beta', 'Alpha'])
    expect(await page.getByRole('columnheader', { name: 'Reason' }).getAttribute('aria-sort')).toBe('descending')
    await expectAccessible(page)
    await page.getByRole('row').filter({ hasText: 'Alpha' }).getByRole('button', { name: /^Actions for/ }).click()
    await expectAccessible(page)
    await page.getByRole('menuitem', { name: 'Resume' }).click()
    expect(await page.getByLabel('One').inputValue()).toBe('Alpha')
    await page.reload()
    expect(await page.getByLabel('One').inputValue()).toBe('Alpha')
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('heading', { name: 'Second things' }).waitFor()
    expect(browser.complaints).toEqual([])
  })

  // rules I7, I9
  // rule I6
  it('takes up after a reload what was resumed in it, and not what was paused elsewhere since', async () => {
    const recordId = await sharedRecord(admin, 'PAUSED-SINCE')
    const interviewId = await pausedOn(recordId, 'First')
    const page = await table('ada', recordId)
    await page.getByRole('button', { name: /^Actions for/ }).click()
    await page.getByRole('menuitem', { name: 'Resume' }).click()
    await page.getByRole('heading', { name: 'First things' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'First things' }).waitFor()
    // Back at the list it is not lost.
    await page.getByRole('button', { name: 'Show the list' }).click()
    await page.getByRole('button', { name: /^Continue: / }).click()
    await page.getByRole('heading', { name: 'First things' }).waitFor()
    await page.goto('about:blank')
    succeeded(await ada.mutate('pauseInterview', { interviewId, reason: 'Elsewhere', values: {} }))
    await page.goBack()
    await page.getByText('Elsewhere').waitFor()
    expect(await left(recordId)).toEqual(['Elsewhere'])
    // What is left behind is that no more when it is paused elsewhere.
    await page.getByRole('button', { name: /^Actions for/ }).click()
    await page.getByRole('menuitem', { name: 'Resume' }).click()
    await page.getByRole('button', { name: 'Show the list' }).click()
    await page.getByRole('button', { name: /^Continue: / }).waitFor()
    succeeded(await ada.mutate('pauseInterview', { interviewId, reason: 'Again', values: {} }))
    await page.getByText('Again').waitFor()
    await page.getByRole('button', { name: /^Continue: / }).waitFor({ state: 'detached' })
    expect(browser.complaints).toEqual([])
  })

  it('says when a wait goes on by itself, and what becomes of a run whose background step is deleted', async () => {
    const recordId = await sharedRecord(admin, 'PAUSED-WAIT')
    const rests = (apiName: string, flowType: string) => deployFlow(admin, apiName, {
      flowType, start: 'tie', variables: [{ apiName: 'until', dataType: 'DATE_TIME', default: '2030-05-09T08:30:00Z' }, { apiName: 'about', dataType: 'RECORD', default: recordId }],
      elements: [{ assignment: { apiName: 'tie', label: 'Tie', next: 'rest', assignments: [{ to: '$Flow.CurrentRecord', operator: 'ASSIGN', resource: 'about' }] } }, { wait: { apiName: 'rest', label: 'Cooling off', untilResource: 'until', ...(flowType === 'SCREEN' ? { next: 'page' } : {}) } },
        ...(flowType === 'SCREEN' ? [{ screen: { apiName: 'page', label: 'Page', fields: [{ apiName: 'one', label: 'One', fieldType: 'TEXT' }] } }] : [])],
    })
    await rests('Rests_Alone', 'AUTOLAUNCHED')
    await rests('Rests_First', 'SCREEN')
    await deploy(admin, 'Rests', [stage('One', [background('Alone', 'Rests_Alone'), step('First', { user: 'ada' }, { action: { flow: 'Rests_First' } })])])
    await start(admin, 'Rests', recordId)
    const guide = await browser.page({ user: 'ada', body: `<interlude-work-guide record-id="${recordId}"></interlude-work-guide>` })
    await guide.getByRole('button', { name: 'Start: First' }).click()
    await guide.getByText('This goes on by itself: May 9, 2030').waitFor()
    await expectAccessible(guide)
    const page = await table('admin', recordId)
    const menu = async (flow: string) => {
      await page.getByRole('row').filter({ hasText: flow }).getByRole('button', { name: /^Actions for/ }).click()
      await page.getByRole('menuitem', { name: 'Delete' }).click()
    }
    await menu('Rests_First')
    await page.getByText('The work itself stays open.').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    await menu('Rests_Alone')
    await page.getByText('the step fails, and the run with it').waitFor()
    await expectAccessible(page)
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    expect(await page.getByRole('rowgroup').last().getByRole('row').count()).toBe(2)
  })

  // rules I7, I8
  it('deletes one or many after asking, and nothing when the answer is no', async () => {
    const recordId = await sharedRecord(admin, 'PAUSED-2')
    for (const reason of ['a', 'b', 'c']) await pausedOn(recordId, reason)
    const page = await table('ada', recordId)
    const row = (reason: string) => page.getByRole('row').filter({ has: page.getByText(reason, { exact: true }) })
    await row('a').getByRole('button', { name: /^Actions for/ }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
    expect(await left(recordId)).toHaveLength(3)
    await page.getByLabel('Select all').check()
    await row('b').getByRole('checkbox').uncheck()
    await page.getByRole('button', { name: 'Delete 2' }).click()
    await page.getByText('Delete 2 paused interviews?').waitFor()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByText('2 deleted.').waitFor()
    expect(await left(recordId)).toEqual(['b'])
  })

  it('shows others what they may see, and offers nothing that they may not', async () => {
    const recordId = await sharedRecord(admin, 'PAUSED-3')
    await pausedOn(recordId, 'mine')
    const page = await table('ben', recordId)
    await page.getByText('mine').waitFor()
    expect(await page.getByRole('checkbox').count()).toBe(0)
    await page.getByRole('button', { name: /^Actions for/ }).click()
    expect(await page.getByRole('menuitem', { disabled: true }).allTextContents()).toEqual(['Resume', 'Delete'])
  })

  it('has a hundred rows with long texts on a phone, and a menu that nothing cuts off; with the keyboard too', async () => {
    const recordId = await sharedRecord(admin, 'PAUSED-4')
    for (let at = 0; at < 100; at++) await pausedOn(recordId, `${at} ${'waiting for an answer that takes long '.repeat(5)}`)
    const page = await table('ada', recordId, { isPhone: true, isDark: true })
    await page.locator('tbody tr').nth(99).waitFor()
    expect(await page.locator('tbody tr').count()).toBe(100)
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true)
    const last = page.getByRole('button', { name: /^Actions for/ }).last()
    await last.focus()
    await page.keyboard.press('ArrowDown')
    const menu = page.getByRole('menu').last()
    const box = (await menu.boundingBox())!
    expect([box.x >= 0, box.y >= 0, box.x + box.width <= 390, box.y + box.height <= 844]).toEqual([true, true, true, true])
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByText('Delete this paused interview?').waitFor()
    await page.keyboard.press('Escape')
    await page.getByText('Delete this paused interview?').waitFor({ state: 'hidden' })
    // The keyboard is back where it came from, after the question as after the menu.
    const focused = () => page.evaluate<string | null>('(() => { let at = document.activeElement; while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement; return at?.getAttribute("aria-label") ?? null })()')
    const label = await last.getAttribute('aria-label')
    await until(focused, (now) => now === label)
    await page.keyboard.press('Enter')
    await menu.waitFor()
    await page.keyboard.press('Escape')
    await menu.waitFor({ state: 'hidden' })
    await until(focused, (now) => now === label)
  })
})
