// A real browser for tests of pages: the system's Chromium. Where there is none these tests are skipped, and say so; in CI
// that is a failure.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium, type Browser, type BrowserContext, type Page, type WebSocketRoute } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect } from 'vitest'
import { tokenFor, type TestServer } from './server.ts'

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome']
const executablePath = [process.env['CHROMIUM_PATH'] ?? '', ...PLACES].find((path) => path !== '' && existsSync(path))
if (executablePath === undefined) {
  if (process.env['CI'] !== undefined) throw new Error('There is no Chromium on this machine: install it, or name it in CHROMIUM_PATH.')
  console.warn('Skipped: there is no Chromium on this machine (install it, or name it in CHROMIUM_PATH).')
}

/** A `describe` whose tests need a browser. */
export const describeInBrowser = describe.skipIf(executablePath === undefined)

/** How a page is opened. */
export type PageOptions = {
  /** Who is signed in, where the page has components. */
  user?: string
  /** What stands in the page's body. */
  body?: string
  /** What other addresses of the page's own origin answer. */
  routes?: Readonly<Record<string, string>>
  /** Stands between the page's sockets and the server. */
  sockets?: (socket: WebSocketRoute) => void
  isPhone?: boolean
  isDark?: boolean
  lang?: string
}

/** A browser of the calling `describe`; all its pages are closed after each test. */
export type TestBrowser = {
  /** A page with the components of `body` on it, in a window of its own. */
  page(options: PageOptions): Promise<Page>
  /** The console at an address such as "#/records", for somebody whose token is pasted, or signed out. */
  console(address: string, options?: Omit<PageOptions, 'body'>): Promise<Page>
  /** What pages complained of so far: errors in their scripts or from their security policy. */
  readonly complaints: readonly string[]
}

const PATIENCE_MS = 30_000
const axe = readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

/** Gives the calling `describe` a browser that looks at `server`. */
export function useBrowser(server: TestServer): TestBrowser {
  let browser: Browser
  const contexts: BrowserContext[] = []
  const complaints: string[] = []
  beforeAll(async () => {
    // Root can't have Chromium's sandbox. And a page that a test makes up comes from no address, which may not reach loopback by sockets.
    browser = await chromium.launch({ executablePath: executablePath!, args: ['--disable-features=LocalNetworkAccessChecks', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])] })
  })
  afterAll(() => browser.close())
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close()
  })
  const open = async ({ isPhone = false, isDark = false, lang = 'en' }: PageOptions): Promise<Page> => {
    const context = await browser.newContext({ viewport: isPhone ? { width: 390, height: 844 } : { width: 1280, height: 900 }, colorScheme: isDark ? 'dark' : 'light', locale: lang })
    contexts.push(context)
    context.setDefaultTimeout(PATIENCE_MS)
    const page = await context.newPage()
    page.on('pageerror', (error) => complaints.push(error.message))
    page.on('console', (message) => { if (message.type() === 'error' && !/Failed to load resource|ERR_CONNECTION_REFUSED/.test(message.text())) complaints.push(message.text()) })
    return page
  }
  return {
    complaints,
    page: async (options) => {
      const page = await open(options)
      const token = options.user === undefined ? '' : await tokenFor(options.user)
      await page.route('**/a-page', (route) => route.fulfill({ contentType: 'text/html', body: pageOf(options, token) }))
      for (const [path, text] of Object.entries(options.routes ?? {})) await page.route(`**${path}`, (route) => route.fulfill({ contentType: 'text/plain', body: text }))
      if (options.sockets !== undefined) await page.routeWebSocket(/graphql$/, options.sockets)
      await page.goto(`${server.url}/a-page`)
      return page
    },
    console: async (address, options = {}) => {
      const page = await open(options)
      if (options.user !== undefined) {
        const session = JSON.stringify({ kind: 'token', token: await tokenFor(options.user) })
        await page.addInitScript(`sessionStorage.setItem('interlude console', ${JSON.stringify(session)})`)
      }
      await page.goto(`${server.url}/${address}`)
      return page
    },
  }
}

/** Fails with what axe finds wrong with the page for people who can't see it, or can't use a mouse. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe)
  const violations = await page.evaluate<{ id: string; help: string; nodes: { target: unknown; html: string }[] }[]>('axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)')
  expect(violations.map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target, html }) => `${JSON.stringify(target)} ${html.slice(0, 200)}`).join('; ')})`)).toEqual([])
}

function pageOf({ body = '', lang = 'en' }: PageOptions, token: string): string {
  return `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>A page</title><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"></head>
    <body><main><h1>A page</h1>${body}</main>${token === '' ? '' : `<script type="module">import { configure } from '/assets/interlude.js'; configure({ token: ${JSON.stringify(token)} })</script>`}</body></html>`
}
