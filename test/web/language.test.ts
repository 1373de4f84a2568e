// In which language the components speak: in a real browser, against a real server.
import { beforeAll, expect, it } from 'vitest'
import { describeInBrowser, useBrowser } from '../support/browser.ts'
import { start } from '../support/deployed.ts'
import { useServer } from '../support/server.ts'
import { makeWebWorld, sharedRecord } from '../support/web-world.ts'

const server = useServer()
const admin = server.as('admin')

describeInBrowser('the language of components', () => {
  const browser = useBrowser(server)
  beforeAll(() => makeWebWorld(admin))

  it('is what `lang` says as a property as well as an attribute, in all of the component', async () => {
    const recordId = await sharedRecord(admin, 'LANGUAGE-1')
    await start(admin, 'Notes', recordId)
    const page = await browser.page({ user: 'ada', body: '' })
    await page.evaluate(`const guide = window.guide = document.createElement('interlude-work-guide')
      guide.lang = 'de'
      guide.recordId = ${JSON.stringify(recordId)}
      document.querySelector('main').append(guide)`)
    await page.getByRole('button', { name: 'Beginnen: Say it' }).click()
    await page.getByRole('button', { name: 'Weiter' }).waitFor()
    expect(await page.evaluate('[guide.lang, guide.getAttribute("lang")]')).toEqual(['de', 'de'])
    await page.evaluate('guide.lang = "en"')
    await page.getByRole('button', { name: 'Next' }).waitFor()
    await page.evaluate('guide.removeAttribute("lang"); document.querySelector("main").lang = "de"')
    await page.getByRole('button', { name: 'Weiter' }).waitFor()
    expect(browser.complaints).toEqual([])
  })

  it.each([['de_DE', 'Arbeitsübersicht', 'vor'], ['de_DE.UTF-8', 'Arbeitsübersicht', 'vor'], ['de-DE-1', 'Arbeitsübersicht', 'vor'], ['en_US', 'Work Guide', 'ago'], ['C', 'Work Guide', 'ago'], ['not a language', 'Work Guide', 'ago']])('is understood where a page says %s', async (lang, heading, time) => {
    const recordId = await sharedRecord(admin, `LANGUAGE-${lang}`)
    await start(admin, 'Notes', recordId)
    const page = await browser.page({ user: 'ada', body: `<div lang="${lang}"><interlude-work-guide record-id="${recordId}"></interlude-work-guide></div>` })
    await page.getByRole('heading', { name: heading }).waitFor()
    await page.getByRole('listitem').filter({ has: page.locator('time', { hasText: new RegExp(`${time}|now|jetzt`) }) }).waitFor()
    expect(browser.complaints).toEqual([])
  })
})
