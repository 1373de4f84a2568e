// <interlude-todo-list> as people use it: in a real browser, against a real server.
import type { Page } from 'playwright-core'
import { beforeAll, expect, it } from 'vitest'
import { describeInBrowser, useBrowser } from '../support/browser.ts'
import { start } from '../support/deployed.ts'
import { useServer } from '../support/server.ts'
import { makeWebWorld, sharedRecord } from '../support/web-world.ts'

const server = useServer()
const admin = server.as('admin')

describeInBrowser('the To Do List', () => {
  const browser = useBrowser(server)
  beforeAll(() => makeWebWorld(admin))
  const finish = async (page: Page, note: string) => {
    await page.getByLabel('Note').fill(note)
    await page.getByRole('button', { name: 'Next' }).click()
  }

  // rules W6, W7
  it.each(['todo-list', 'work-guide'])('tells the page of the next work item and its record, and leaves showing it to a page that wants to (%s)', async (component) => {
    const recordId = await sharedRecord(admin, `TODO-${component}`)
    await start(admin, 'Notes', recordId)
    const page = await browser.page({ user: 'ada', body: `<interlude-${component} record-id="${recordId}"></interlude-${component}>` })
    await page.evaluate(`window.told = []; window.isTaken = false
      addEventListener('interlude-opened', (event) => { told.push(event.detail.recordId); if (isTaken) event.preventDefault() })`)
    await page.getByRole('button', { name: /: Say it/ }).click()
    await finish(page, 'one')
    const next = page.getByRole('button', { name: 'Start “Say it again”' })
    await page.evaluate('isTaken = true')
    await next.click()
    expect([await page.evaluate('told'), await next.isVisible()]).toEqual([[recordId, recordId], true])
    await page.evaluate('isTaken = false')
    await next.click()
    await finish(page, 'two')
    await page.getByText('Done.', { exact: true }).waitFor()
    expect(await page.evaluate('told')).toEqual([recordId, recordId, recordId])
    expect(browser.complaints).toEqual([])
  })
})
