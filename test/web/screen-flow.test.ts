// <interlude-screen-flow> on pages that move it, lose their connection, or show the same work twice: in a real browser, against a real server.
import type { Page, WebSocketRoute } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { describeInBrowser, expectAccessible, useBrowser } from '../support/browser.ts'
import { start, succeeded } from '../support/deployed.ts'
import { until, useServer, type Caller } from '../support/server.ts'
import { makeWebWorld, sharedRecord, workItemOf } from '../support/web-world.ts'

const server = useServer()
const admin = server.as('admin'), ada = server.as('ada'), ben = server.as('ben')
const EVENTS = ['interlude-opened', 'interlude-finished', 'interlude-paused', 'interlude-taken', 'interlude-ended']

describeInBrowser('a screen flow', () => {
  const browser = useBrowser(server)
  beforeAll(() => makeWebWorld(admin))
  const statusOf = async (runId: string) => (await admin.run<{ node: { status: string } }, object>('query ($id: ID!) { node(id: $id) { ... on OrchestrationRun { status } } }', { id: runId })).node.status
  const listen = (page: Page) => page.evaluate(`window.told = []; for (const name of ${JSON.stringify(EVENTS)}) addEventListener(name, (event) => told.push(name))`)
  const flowOf = (workItemId: string) => `<h2>Work</h2><interlude-screen-flow work-item-id="${workItemId}"></interlude-screen-flow>`
  const work = async (orchestration: string, recordId: string) => {
    const runId = await start(admin, orchestration, await sharedRecord(admin, recordId))
    return { runId, workItemId: await workItemOf(admin, runId) }
  }
  /** The same work in two tabs: "a long text" is typed in the second, where the first has answered that screen and come back to it. */
  const twoTabs = async (recordId: string) => {
    const { workItemId } = await work('Two', recordId)
    const [first, second] = await Promise.all([1, 2].map(() => browser.page({ user: 'ada', body: flowOf(workItemId) }))) as [Page, Page]
    await second.getByLabel('One').fill('a long text')
    await first.getByLabel('One').fill('short')
    await first.getByRole('button', { name: 'Next' }).click()
    await first.getByRole('button', { name: 'Back', exact: true }).click()
    await first.getByRole('heading', { name: 'First things' }).waitFor()
    return { first, second }
  }
  const finish = async (caller: Caller, workItemId: string) => {
    const { interview } = succeeded(await caller.mutate('openWorkItem', { workItemId }, 'interview { id screen { revision } }')) as unknown as { interview: { id: string; screen: { revision: number } } }
    succeeded(await caller.mutate('submitScreen', { interviewId: interview.id, revision: interview.screen.revision, values: { note: 'first' } }))
  }
  const startedBy = async (caller: Caller, recordId: string) => (succeeded(await caller.mutate('startInterview', { flow: 'Two_Screens', recordId }, 'interview { id }')) as unknown as { interview: { id: string } }).interview.id

  it('may be moved about the page: what is typed, the keyboard and an answer that is under way stay with it', async () => {
    const [{ workItemId: everything }, { workItemId, runId }] = await Promise.all([work('Fill_In', 'FLOW-MOVE-1'), work('Shared', 'FLOW-MOVE-2')])
    const page = await browser.page({ user: 'ada', body: `<div id="a">${flowOf(everything)}${flowOf(workItemId)}</div><div id="b"></div>` })
    await listen(page)
    const move = (at: number) => page.evaluate(`b.append(document.querySelectorAll('interlude-screen-flow')[${at}])`)
    await page.locator('#field-f_PASSWORD').fill('secret')
    await page.locator('#field-f_TEXT').focus()
    await page.keyboard.type('hello ')
    await move(0)
    await page.keyboard.type('world')
    expect([await page.locator('#field-f_TEXT').inputValue(), await page.locator('#field-f_PASSWORD').inputValue()]).toEqual(['hello world', 'secret'])
    // Away for a while, and back.
    await page.evaluate('window.away = b.firstElementChild; away.remove()')
    await page.evaluate('b.append(away)')
    expect([await page.locator('#field-f_TEXT').inputValue(), await page.locator('#field-f_PASSWORD').inputValue()]).toEqual(['hello world', 'secret'])

    let answer = () => {}
    const isAnswered = new Promise<void>((resolve) => { answer = resolve })
    await page.route('**/graphql', async (route) => {
      const response = await route.fetch()
      if (route.request().postData()!.includes('mutation SubmitScreen')) await isAnswered
      await route.fulfill({ response })
    })
    await page.getByLabel('Note').fill('moved')
    await page.locator('#a [part=next]').click()
    await until(() => statusOf(runId), (status) => status === 'COMPLETED')
    await move(0)
    answer()
    await page.getByText('Done.').waitFor()
    expect(await page.evaluate('told')).toEqual(['interlude-finished'])
    // What it says stays as well.
    await page.evaluate('window.away = b.lastElementChild; away.remove()')
    await page.evaluate('b.append(away)')
    await page.getByText('Done.').waitFor()
    expect(await page.evaluate('told')).toEqual(['interlude-finished'])
    expect(browser.complaints).toEqual([])
  })

  it('in a Work Guide that is moved goes on as well', async () => {
    const { workItemId } = await work('Fill_In', 'FLOW-MOVE-3')
    const page = await browser.page({ user: 'ada', body: '<div id="a"><interlude-work-guide record-id="FLOW-MOVE-3"></interlude-work-guide></div><div id="b"></div>' })
    await page.getByRole('button', { name: 'Start: Fill it in' }).click()
    await page.locator('#field-f_PASSWORD').focus()
    await page.keyboard.type('sec')
    await page.evaluate('b.append(a.firstElementChild)')
    await page.keyboard.type('ret')
    expect(await page.locator('#field-f_PASSWORD').inputValue()).toBe('secret')
    expect(await page.locator('interlude-screen-flow').getAttribute('work-item-id')).toBe(workItemId)
  })

  // rule I2
  it('completes nothing with a date that is half typed, or of a year that there is not', async () => {
    const { workItemId, runId } = await work('Fill_In', 'FLOW-DATES')
    const page = await browser.page({ user: 'ada', body: flowOf(workItemId) })
    const next = page.getByRole('button', { name: 'Next' }), faults = page.locator('[part=field-fault]')
    // A year is four digits, so that the hours aren't taken for more of it.
    await page.locator('#field-f_DATE_TIME').focus()
    await page.keyboard.type('010220261000a')
    expect(await page.locator('#field-f_DATE_TIME').inputValue()).toBe('2026-01-02T10:00')
    await page.locator('#field-f_DATE_TIME').fill('20266-01-02T10:00')
    await page.locator('#field-f_DATE').focus()
    await page.keyboard.type('1231')
    await page.locator('#field-f_EMAIL').fill('nobody')
    await next.click()
    await page.getByText('3 fields need another look.').waitFor()
    expect(await faults.allTextContents()).toEqual(['Please fill this in completely, or clear it.', 'Must be a time', 'Must be a mail address'].map((text) => expect.stringContaining(text)))
    await expectAccessible(page)
    // What is there to be mended is still there.
    expect(await page.locator('#field-f_DATE_TIME').inputValue()).toBe('20266-01-02T10:00')
    expect(await page.locator('#field-f_DATE').evaluate((input) => (input as unknown as { validity: { badInput: boolean } }).validity.badInput)).toBe(true)
    await page.locator('#field-f_EMAIL').fill('ada@example.com')
    await page.locator('#field-f_DATE_TIME').fill('2026-01-02T10:00')
    await page.locator('#field-f_DATE').focus()
    await page.keyboard.type('12312030')
    await next.click()
    await page.getByText('Done.').waitFor()
    expect(await statusOf(runId)).toBe('COMPLETED')
    expect(browser.complaints).toEqual([])
  })

  // rule W4
  it('sees what has happened while its socket was down', async () => {
    const { workItemId } = await work('Shared', 'FLOW-OFFLINE')
    let isDown = false, sockets = 0, leave = () => {}
    const page = await browser.page({ user: 'ada', body: flowOf(workItemId), sockets: (socket: WebSocketRoute) => {
      sockets++
      if (isDown) return void socket.close({ code: 1001, reason: 'Going away' })
      socket.connectToServer()
      leave = () => void socket.close({ code: 1001, reason: 'Going away' })
    } })
    await listen(page)
    await page.getByLabel('Note').fill('mine')
    await until(async () => sockets, (count) => count > 0)
    isDown = true
    leave()
    await until(async () => sockets, (count) => count > 1)
    await finish(ben, workItemId)
    isDown = false
    await page.getByText('Ben finished this').waitFor()
    expect(await page.evaluate('told')).toEqual(['interlude-taken'])
  })

  // rule I5
  it('says that an interview is somebody else\'s, and does not wait for it', async () => {
    const interviewId = await startedBy(ada, await sharedRecord(admin, 'FLOW-OTHERS'))
    const page = await browser.page({ user: 'ben', body: '' })
    await listen(page)
    await page.evaluate(`document.querySelector('main').innerHTML = '<interlude-screen-flow interview-id="${interviewId}"></interlude-screen-flow>'`)
    await page.getByText('Ada is working on this.').waitFor()
    expect(await page.evaluate('told')).toEqual(['interlude-ended'])
  })

  // rule I6
  it('shown twice, resumes a paused interview once and stands on it in both places', async () => {
    const interviewId = await startedBy(ada, await sharedRecord(admin, 'FLOW-TWICE'))
    succeeded(await ada.mutate('pauseInterview', { interviewId, reason: null, values: {} }))
    const page = await browser.page({ user: 'ada', body: '' })
    await listen(page)
    let asked = 0, go = () => {}
    const areBothThere = new Promise<void>((resolve) => { go = resolve })
    await page.route('**/graphql', async (route) => {
      // Both have seen that it is paused when the first resumes it.
      if (route.request().postData()!.includes('mutation ResumeInterview')) {
        if (++asked === 2) go()
        await areBothThere
      }
      await route.continue()
    })
    await page.evaluate(`document.querySelector('main').innerHTML = '<interlude-screen-flow interview-id="${interviewId}"></interlude-screen-flow>'.repeat(2)`)
    await page.getByRole('heading', { name: 'First things' }).nth(1).or(page.getByText('not paused')).first().waitFor()
    expect([await page.getByRole('heading', { name: 'First things' }).count(), await page.evaluate('told')]).toEqual([2, []])
  })

  it('keeps what is typed where the same screen was answered in another tab, and says so', async () => {
    const { first, second } = await twoTabs('FLOW-STALE')
    await second.getByRole('button', { name: 'Next' }).click()
    await second.getByText('What you typed is still here').waitFor()
    expect(await second.getByLabel('One').inputValue()).toBe('a long text')
    await expectAccessible(second)
    await second.reload()
    expect(await second.getByLabel('One').inputValue()).toBe('a long text')
    // On another screen there is nothing of it, and back on this one there it is again.
    await first.getByRole('button', { name: 'Next' }).click()
    await first.getByRole('heading', { name: 'Second things' }).waitFor()
    await second.getByRole('button', { name: 'Next' }).click()
    await second.getByText('This screen was answered elsewhere in the meantime. Here is where it stands now.').waitFor()
    await second.getByRole('button', { name: 'Back', exact: true }).click()
    await second.getByRole('heading', { name: 'First things' }).waitFor()
    expect(await second.getByLabel('One').inputValue()).toBe('a long text')
  })

  it('pauses no other screen than the one that is shown, and keeps what is typed', async () => {
    const { second } = await twoTabs('FLOW-STALE-PAUSE')
    await second.getByRole('button', { name: 'Pause' }).click()
    await second.getByRole('dialog').getByRole('button', { name: 'Pause' }).click()
    await second.getByText('What you typed is still here').waitFor()
    expect(await second.getByLabel('One').inputValue()).toBe('a long text')
  })

  // rule W4
  it('thanks who has finished the work themselves, though its answer was lost', async () => {
    const { workItemId } = await work('Two', 'FLOW-LOST')
    const page = await browser.page({ user: 'ada', body: flowOf(workItemId) })
    await listen(page)
    await page.getByLabel('One').fill('one')
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByLabel('Two').fill('12')
    await page.route('**/graphql', async (route) => {
      if (!route.request().postData()!.includes('mutation SubmitScreen')) return route.continue()
      await route.fetch()
      await route.abort()
    })
    await page.getByRole('button', { name: 'Next' }).click()
    await until(() => page.evaluate('told'), (told) => (told as string[]).includes('interlude-finished'))
    expect(await page.getByText('finished this').count()).toBe(0)
  })

  it('forgets what was typed once it is sent, by Next, by Back or by a pause', async () => {
    const { workItemId, runId } = await work('Two', 'FLOW-SENT')
    const page = await browser.page({ user: 'ada', body: flowOf(workItemId) })
    const drafts = () => page.evaluate<string[]>('Object.keys(sessionStorage).filter((key) => key.startsWith("interlude draft"))')
    const next = page.getByRole('button', { name: 'Next' })
    await page.getByLabel('One').fill('first')
    expect(await drafts()).toHaveLength(1)
    await next.click()
    await page.getByLabel('Two').fill('77')
    expect(await drafts()).toHaveLength(1)
    await page.getByRole('button', { name: 'Back', exact: true }).click()
    await page.getByRole('heading', { name: 'First things' }).waitFor()
    expect(await drafts()).toEqual([])
    await next.click()
    expect(await page.getByLabel('Two').inputValue()).toBe('77')
    await next.click()
    await page.getByText('Done.').waitFor()
    expect([await drafts(), await statusOf(runId)]).toEqual([[], 'COMPLETED'])
  })

  // rule I2
  it.each([['en-IN', '1,00,000'], ['ar-EG', '١٢٫٥'], ['fa', '۱۲']])('takes numbers as %s writes them, digits and all', async (lang, typed) => {
    const { workItemId, runId } = await work('Fill_In', `FLOW-NUMBER-${lang}`)
    const page = await browser.page({ user: 'ada', lang, body: flowOf(workItemId) })
    await page.locator('#field-f_NUMBER').fill(typed)
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByText('Done.').waitFor()
    expect(await statusOf(runId)).toBe('COMPLETED')
  })
})
