// <interlude-run> as pages use it: in a real browser, against a real server.
import { beforeAll, expect, it } from 'vitest'
import { describeInBrowser, expectAccessible, useBrowser } from '../support/browser.ts'
import { start } from '../support/deployed.ts'
import { until, useServer } from '../support/server.ts'
import { makeWebWorld, sharedRecord } from '../support/web-world.ts'

const server = useServer()
const admin = server.as('admin')

describeInBrowser('the picture of a run', () => {
  const browser = useBrowser(server)
  beforeAll(() => makeWebWorld(admin))

  it('shows its history whoever asks for it: the person, the page at first, or the page later', async () => {
    const runId = await start(admin, 'Notes', await sharedRecord(admin, 'RUN-1'))
    const page = await browser.page({ user: 'ada', body: `<interlude-run run-id="${runId}"></interlude-run><interlude-run run-id="${runId}" history></interlude-run>` })
    await page.clock.install()
    await page.reload()
    const [later, first] = [page.locator('interlude-run').nth(0), page.locator('interlude-run').nth(1)]
    await first.getByText('Run started').waitFor()
    const all = await first.locator('[part=history] li').count()
    await later.getByText('0 of 2 steps done').waitFor()
    // No timer brings it along from now on.
    await page.clock.pauseAt(Date.now() + 60_000)
    await page.evaluate('document.querySelector("interlude-run").history = true')
    await later.getByText('Run started').waitFor()
    for (const name of ['Hide history', 'Show history']) await later.getByRole('button', { name }).click()
    // Each entry once, however often it was asked for.
    await until(() => later.locator('[part=history] li').count(), (count) => count > 0)
    expect([await first.locator('[part=history] li').count(), await later.locator('[part=history] li').count()]).toEqual([all, all])
    expect(browser.complaints).toEqual([])
  })

  it('says that its history could not be read, and reads it when asked again', async () => {
    const runId = await start(admin, 'Notes', await sharedRecord(admin, 'RUN-2'))
    const page = await browser.page({ user: 'ada', body: `<interlude-run run-id="${runId}"></interlude-run>` })
    const run = page.locator('interlude-run')
    await run.getByText('0 of 2 steps done').waitFor()
    await page.route('**/graphql', (route) => (route.request().postData()!.includes('query RunHistory') ? route.fulfill({ json: { errors: [{ message: 'Not now.', extensions: { code: 'SERVICE_UNAVAILABLE' } }] } }) : route.continue()))
    await run.getByRole('button', { name: 'Show history' }).click()
    await run.getByRole('alert').getByText('Not now.').waitFor()
    await expectAccessible(page)
    await page.unrouteAll()
    await run.getByRole('button', { name: 'Try again' }).click()
    await run.getByText('Run started').waitFor()
    expect([await run.getByRole('alert').count(), await run.getByRole('button', { name: 'Try again' }).count()]).toEqual([0, 0])
    expect(browser.complaints).toEqual([])
  })
})
