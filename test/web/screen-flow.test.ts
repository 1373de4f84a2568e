// <interlude-screen-flow> by itself: in a real browser, against a real server.
import { beforeAll, expect, it } from 'vitest'
import { describeInBrowser, expectAccessible, useBrowser } from '../support/browser.ts'
import { start } from '../support/deployed.ts'
import { useServer } from '../support/server.ts'
import { makeWebWorld, sharedRecord, workItemOf } from '../support/web-world.ts'

const server = useServer()
const admin = server.as('admin')

describeInBrowser('a screen flow', () => {
  const browser = useBrowser(server)
  beforeAll(() => makeWebWorld(admin))
  const statusOf = async (runId: string) => (await admin.run<{ node: { status: string } }, object>('query ($id: ID!) { node(id: $id) { ... on OrchestrationRun { status } } }', { id: runId })).node.status
  const flowOf = (workItemId: string) => `<h2>Work</h2><interlude-screen-flow work-item-id="${workItemId}"></interlude-screen-flow>`
  const work = async (orchestration: string, recordId: string) => {
    const runId = await start(admin, orchestration, await sharedRecord(admin, recordId))
    return { runId, workItemId: await workItemOf(admin, runId) }
  }

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
