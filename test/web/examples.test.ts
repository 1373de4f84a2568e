// What docs/components tells readers to paste works when it is pasted: in plain HTML, React and Vue.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { beforeAll, expect, it } from 'vitest'
import { describeInBrowser, useBrowser } from '../support/browser.ts'
import { start } from '../support/deployed.ts'
import { examples, exampleScript, type ExampleKind } from '../support/examples.ts'
import { tokenFor, useServer } from '../support/server.ts'
import { makeWebWorld, sharedRecord, workItemOf } from '../support/web-world.ts'

const server = useServer()
const admin = server.as('admin')
const once = /```html\n([\s\S]*?)```/.exec(readFileSync(new URL('../../docs/components/README.md', import.meta.url), 'utf8'))![1]!
const HEADINGS = ['Work Guide', 'Paused interviews', 'To Do List', 'Omni-Channel', 'Notes', 'Mailbox']

describeInBrowser('the examples', () => {
  const browser = useBrowser(server)
  beforeAll(() => makeWebWorld(admin))

  for (const kind of ['html', 'jsx', 'vue'] as const satisfies ExampleKind[]) {
    it(`in ${kind} show every component, and hear of what is finished`, async () => {
      const recordId = await sharedRecord(admin, `EXAMPLE-${kind}`)
      const runId = await start(admin, 'Notes', recordId)
      const other = await start(admin, 'Two', await sharedRecord(admin, `EXAMPLE-${kind}-other`))
      const workItemId = await workItemOf(admin, other)
      const filledIn = (source: string) => source.replaceAll('CASE-1', recordId).replaceAll('RUN-ID', runId).replaceAll('WORK-ITEM-ID', workItemId)
      const body = kind === 'html' ? filledIn([...examples('html').values()].join('\n')) : `<div id="app"></div><script type="module">${(await exampleScript(kind, filledIn)).replaceAll('</script', '<\\/script')}</script>`
      const page = await browser.page({ body: once + body, routes: { '/my-token': await tokenFor('ada') } })
      for (const heading of HEADINGS) await page.getByRole('heading', { name: heading, exact: true }).waitFor()
      await page.locator('interlude-screen-flow').getByRole('heading', { name: 'First things' }).first().waitFor()
      await page.getByRole('button', { name: 'Start: Say it' }).click()
      await page.locator('interlude-work-guide').getByLabel('Note').fill('pasted')
      await page.locator('interlude-work-guide').getByRole('button', { name: 'Next' }).click()
      await page.locator('output', { hasText: 'Finished ' }).waitFor()
      expect(browser.complaints).toEqual([])
    })
  }

  it('work on a page of another origin that the server allows', async () => {
    const recordId = await sharedRecord(admin, 'EXAMPLE-elsewhere')
    const token = JSON.stringify(await tokenFor('ada'))
    let html = ''
    const elsewhere = createServer((_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end(html))
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
    const origin = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`
    await server.restart({ ALLOWED_ORIGINS: origin })
    html = `<!doctype html><html lang="en"><title>Elsewhere</title><interlude-work-guide record-id="${recordId}"></interlude-work-guide>
      <script type="module">import { configure } from '${server.url}/assets/interlude.js'; configure({ token: ${token} })</script></html>`
    const page = await browser.page({})
    await page.goto(origin)
    await page.getByText('Nothing to do here right now.').waitFor()
    await start(admin, 'Notes', recordId)
    await page.getByRole('button', { name: 'Start: Say it' }).waitFor()
    expect(browser.complaints).toEqual([])
    elsewhere.close()
  })
})
