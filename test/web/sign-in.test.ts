// Who is signed in on a page with components: another person, the same with a new token, or nobody. In a real browser, against a real server.
import type { Page, WebSocketRoute } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { describeInBrowser, useBrowser } from '../support/browser.ts'
import { start, succeeded } from '../support/deployed.ts'
import { tokenFor, until, useServer, type Caller } from '../support/server.ts'
import { makeWebWorld, sharedRecord, workItemOf } from '../support/web-world.ts'

const server = useServer()
const admin = server.as('admin'), ada = server.as('ada'), ben = server.as('ben')

describeInBrowser('whoever is signed in', () => {
  const browser = useBrowser(server)
  beforeAll(() => makeWebWorld(admin))
  const signIn = (page: Page, token: string | null) => page.evaluate(`import('/assets/interlude.js').then(({ configure }) => configure({ token: ${JSON.stringify(token)} }))`)
  const interviewOf = async (caller: Caller, workItemId: string) => (await caller.run<{ node: { interview: unknown } }, object>('query ($id: ID!) { node(id: $id) { ... on WorkItem { interview { id } } } }', { id: workItemId })).node.interview
  const listen = (page: Page) => page.evaluate('window.told = []; for (const name of ["interlude-opened", "interlude-taken", "interlude-ended"]) addEventListener(name, (event) => told.push(name))')
  let seconds = 3_600
  // Of another lifetime, and so another text.
  const freshTokenFor = (username: string) => tokenFor(username, ++seconds)

  it.each(['by signing out', 'at once'])('finds nothing opened in their name when they follow somebody %s', async (way) => {
    const recordId = await sharedRecord(admin, `WHO-1-${way.length}`)
    const runId = await start(admin, 'Shared', recordId)
    const workItemId = await workItemOf(admin, runId)
    const page = await browser.page({ user: 'ada', body: `<interlude-work-guide record-id="${recordId}"></interlude-work-guide>` })
    await page.getByRole('button', { name: 'Start: Either of you' }).click()
    await page.getByLabel('Note').fill('of ada')
    await listen(page)
    if (way === 'by signing out') {
      await signIn(page, null)
      await page.getByText('Sign in to see this.').waitFor()
    }
    await signIn(page, await tokenFor('ben'))
    await page.getByRole('button', { name: 'Start: Either of you' }).waitFor()
    expect([await interviewOf(ben, workItemId), await page.evaluate('told')]).toEqual([null, []])
    // Nor what the other one has typed.
    await page.getByRole('button', { name: 'Start: Either of you' }).click()
    expect(await page.getByLabel('Note').inputValue()).toBe('')
    expect(browser.complaints).toEqual([])
  })

  it('is not asked what was asked of somebody else, and nothing is done in the name of who has gone', async () => {
    const recordId = await sharedRecord(admin, 'WHO-ASKED')
    const { interview } = succeeded(await ada.mutate('startInterview', { flow: 'Note', recordId }, 'interview { id }')) as unknown as { interview: { id: string } }
    succeeded(await ada.mutate('pauseInterview', { interviewId: interview.id, reason: 'Lunch', values: {} }))
    const page = await browser.page({ user: 'ada', body: `<interlude-paused-interviews record-id="${recordId}"></interlude-paused-interviews>` })
    await page.getByRole('button', { name: /^Actions for/ }).click()
    await page.getByRole('menuitem', { name: 'Delete' }).click()
    await page.getByRole('dialog').waitFor()
    await signIn(page, null)
    await page.getByText('Sign in to see this.').waitFor()
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
    await signIn(page, await tokenFor('ada'))
    await page.getByText('Lunch').waitFor()
    expect(browser.complaints).toEqual([])
  })

  it('finds a closed To Do List, and what they themselves have resumed on a record', async () => {
    const recordId = await sharedRecord(admin, 'WHO-2')
    await start(admin, 'Two', recordId)
    const { interview } = succeeded(await ada.mutate('startInterview', { flow: 'Note', recordId }, 'interview { id }')) as unknown as { interview: { id: string } }
    succeeded(await ada.mutate('pauseInterview', { interviewId: interview.id, reason: 'Lunch', values: {} }))
    const page = await browser.page({ body: `<interlude-todo-list></interlude-todo-list><interlude-paused-interviews record-id="${recordId}"></interlude-paused-interviews>` })
    const [list, paused] = ['interlude-todo-list', 'interlude-paused-interviews'].map((name) => page.locator(name)) as [ReturnType<Page['locator']>, ReturnType<Page['locator']>]
    await signIn(page, await tokenFor('ada'))
    await list.getByRole('button', { name: /^Open: Two screens/ }).click()
    await list.getByLabel('One').waitFor()
    await paused.getByRole('button', { name: /^Actions for/ }).click()
    await page.getByRole('menuitem', { name: 'Resume' }).click()
    await paused.getByLabel('Note').fill('of ada')
    await listen(page)
    await signIn(page, await tokenFor('ben'))
    await list.getByText('Nothing waits for you.').waitFor()
    await paused.getByText('No paused interviews.').waitFor()
    expect(await page.evaluate('told')).toEqual([])
    await page.reload()
    await signIn(page, await tokenFor('ben'))
    await paused.getByText('No paused interviews.').waitFor()
    await page.reload()
    await signIn(page, await tokenFor('ada'))
    expect(await paused.getByLabel('Note').inputValue()).toBe('of ada')
    expect(browser.complaints).toEqual([])
  })

  it('stays where they are when their token is renewed: with the outcome, what is typed, and the keyboard', async () => {
    const recordId = await sharedRecord(admin, 'WHO-3')
    await start(admin, 'Fill_In', recordId)
    await start(admin, 'Notes', await sharedRecord(admin, 'WHO-3B'))
    const page = await browser.page({ user: 'ada', body: `<interlude-work-guide record-id="${recordId}"></interlude-work-guide><interlude-work-guide record-id="WHO-3B"></interlude-work-guide>` })
    await listen(page)
    await page.getByRole('button', { name: 'Start: Say it' }).click()
    await page.getByLabel('Note').fill('Hello')
    await page.getByRole('button', { name: 'Next' }).click()
    const next = page.getByRole('button', { name: 'Start “Say it again”' })
    await next.waitFor()
    await page.getByRole('button', { name: 'Start: Fill it in' }).click()
    await page.locator('#field-f_PASSWORD').focus()
    await page.keyboard.type('sec')
    const used = page.waitForRequest((request) => request.headers()['authorization'] === `Bearer ${token}`)
    const token = await freshTokenFor('ada')
    await signIn(page, token)
    await page.keyboard.type('ret')
    expect([await page.locator('#field-f_PASSWORD').inputValue(), await next.count()]).toEqual(['secret', 1])
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByText('Done.', { exact: true }).waitFor()
    await used
    await next.click()
    await page.getByLabel('Note').waitFor()
    expect(await page.evaluate('told')).toEqual(['interlude-opened', 'interlude-opened', 'interlude-opened'])
    expect(browser.complaints).toEqual([])
  })

  it('has one socket and no more requests, however often a page makes its function for tokens anew', async () => {
    const recordId = await sharedRecord(admin, 'WHO-4')
    await start(admin, 'Shared', recordId)
    const page = await browser.page({ body: `<interlude-work-guide record-id="${recordId}"></interlude-work-guide>` })
    let sockets = 0, requests = 0
    page.on('websocket', () => { sockets++ })
    page.on('request', (request) => { if (request.url().endsWith('/graphql')) requests++ })
    await page.evaluate(`window.bearer = ${JSON.stringify(await tokenFor('ada'))}; window.guide = document.querySelector('interlude-work-guide'); window.render = async () => { guide.token = () => bearer; await guide.updateComplete }`)
    await page.addScriptTag({ type: 'module', content: 'import "/assets/interlude.js"; await render()' })
    await page.getByRole('button', { name: 'Start: Either of you' }).click()
    await page.getByLabel('Note').focus()
    await page.keyboard.type('abc')
    // Each follows anew what it shows: the guide, and the flow in it.
    await until(async () => sockets, (count) => count === 1)
    const before = requests
    for (let at = 0; at < 10; at++) await page.evaluate('render()')
    await page.evaluate(`bearer = ${JSON.stringify(await freshTokenFor('ada'))}; render()`)
    await page.keyboard.type('def')
    expect([await page.getByLabel('Note').inputValue(), sockets]).toEqual(['abcdef', 1])
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByText('Done.').waitFor()
    // The answer itself, and looks at what has happened.
    expect(requests - before).toBeLessThan(10)
    expect(sockets).toBe(1)
  })

  it('is known behind tokens that say nothing, which a gateway exchanges', async () => {
    const recordId = await sharedRecord(admin, 'WHO-5')
    await start(admin, 'Shared', recordId)
    const behind = new Map<string, string>()
    for (const [opaque, username] of [['opaque-one', 'ada'], ['opaque-two', 'ada'], ['opaque-three', 'ben']] as const) behind.set(opaque, await tokenFor(username))
    let sockets = 0
    const exchanged = (text: string) => text.replace(/opaque-\w+/, (opaque) => behind.get(opaque)!)
    const page = await browser.page({ body: `<interlude-work-guide record-id="${recordId}"></interlude-work-guide>`, sockets: (socket: WebSocketRoute) => {
      sockets++
      const toServer = socket.connectToServer()
      socket.onMessage((message) => toServer.send(exchanged(String(message))))
    } })
    await page.route('**/graphql', (route) => route.continue({ headers: { ...route.request().headers(), authorization: exchanged(route.request().headers()['authorization']!) } }))
    await signIn(page, 'opaque-one')
    await page.getByRole('button', { name: 'Start: Either of you' }).click()
    await page.getByLabel('Note').fill('of ada')
    const isAsked = page.waitForResponse((response) => response.request().postData()?.includes('query ViewerName') === true)
    await signIn(page, 'opaque-two')
    await (await isAsked).finished()
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByText('Done.').waitFor()
    expect(sockets).toBe(1)
    await signIn(page, 'opaque-three')
    await page.getByText('Nothing to do here right now.').waitFor()
    expect(await page.getByText('Done.').count()).toBe(0)
    expect(browser.complaints).toEqual([])
  })

  it('is another when the same function begins to give tokens of somebody else', async () => {
    const recordId = await sharedRecord(admin, 'WHO-6')
    const workItemId = await workItemOf(admin, await start(admin, 'Shared', recordId))
    const page = await browser.page({ body: `<interlude-work-guide record-id="${recordId}"></interlude-work-guide>` })
    await page.evaluate(`window.bearer = ${JSON.stringify(await tokenFor('ada'))}; import('/assets/interlude.js').then(({ configure }) => configure({ token: () => bearer }))`)
    await page.getByRole('button', { name: 'Start: Either of you' }).click()
    await page.getByLabel('Note').fill('of ada')
    await page.evaluate(`bearer = ${JSON.stringify(await tokenFor('ben'))}`)
    // What is shown is ada's: it isn't sent as ben's.
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('button', { name: 'Start: Either of you' }).waitFor()
    expect(await interviewOf(ben, workItemId)).toBe(null)
    expect(browser.complaints).toEqual([])
  })

  it('sees what they could not see with a token that had expired, as soon as there is another', async () => {
    const recordId = await sharedRecord(admin, 'WHO-7')
    const workItemId = await workItemOf(admin, await start(admin, 'Shared', recordId))
    const page = await browser.page({ body: `<interlude-paused-interviews record-id="${recordId}"></interlude-paused-interviews><interlude-screen-flow work-item-id="${workItemId}"></interlude-screen-flow>` })
    await signIn(page, await tokenFor('ada', -10))
    await page.getByText('The token has expired.').nth(1).waitFor()
    await signIn(page, await tokenFor('ada'))
    await page.getByText('No paused interviews.').waitFor()
    await page.getByLabel('Note').waitFor()
  })
})
