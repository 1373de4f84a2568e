// The console at "/", and the files that it and other pages load from here; nothing of it comes from anywhere else.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import type { Route } from './route.ts'
import { loadWebBundle, stampOfSources, type WebBundle } from './web-bundle.ts'

/** Somebody whom the demo's console can sign in. */
export type DemoUser = { username: string; name: string; purpose: string }

const TYPES: Record<string, string> = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8', map: 'application/json', txt: 'text/plain; charset=utf-8' }
const FOREVER = 'public, max-age=31536000, immutable'
const ASSETS = '/assets/'
/** As links to records have it (`core/links.ts`). */
const RECORDS = '/records/'
/** The one name in ASSETS that stays when its contents change: what other pages' script elements name. */
const COMPONENTS = 'interlude.js'
const POLICY = [
  "default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "img-src 'self' data:", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
].join('; ')
const ICON = "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Crect width='32' height='32' rx='8' fill='%233558d4'/%3E%3Cpath d='M11 9v14M21 9v14' stroke='white' stroke-width='4' stroke-linecap='round'/%3E%3C/svg%3E"

/** The routes. `demoUsers`: whom the console offers to sign in as; null where it isn't the demo. */
export function webRoutes({ demoUsers, isProduction, log }: { demoUsers: readonly DemoUser[] | null; isProduction: boolean; log: Logger }): Route[] {
  const { bundle, forget } = keepBundle(log)
  return [
    {
      path: '/',
      answer: async (_request, response) => {
        // Whoever works on the components sees what they changed.
        if (!isProduction && (await bundle()).stamp !== (await stampOfSources())) forget()
        const page = pageOf(await bundle(), demoUsers)
        response.writeHead(200, {
          'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache', 'content-security-policy': POLICY,
          'referrer-policy': 'same-origin', 'x-content-type-options': 'nosniff',
        })
        response.end(page)
      },
    },
    // Where links in mails lead, as long as no other front end has the org's record pages.
    { path: `${RECORDS}*`, answer: (request, response) => void response.writeHead(302, { location: `/#${(request.url ?? '').split('?')[0]!}`, 'cache-control': 'no-cache' }).end() },
    { path: `${ASSETS}*`, answer: async (request, response) => answerFile(await bundle(), request, response) },
  ]
}

// Begun at once, so that whoever opens the page first hardly waits; what failed is tried again by the next who asks.
function keepBundle(log: Logger): { bundle: () => Promise<WebBundle>; forget: () => void } {
  let loading: Promise<WebBundle> | null = null
  const load = () => (loading ??= loadWebBundle().catch((error: unknown) => {
    loading = null
    throw error
  }))
  load().catch((error: unknown) => log.error({ err: error }, 'the console could not be bundled'))
  return { bundle: load, forget: () => { loading = null } }
}

function answerFile({ files, entries }: WebBundle, request: IncomingMessage, response: ServerResponse): void {
  const name = (request.url ?? '').split('?')[0]!.slice(ASSETS.length)
  // Pages of other front ends load it too: nothing in it is anybody's.
  const headers = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin', 'x-content-type-options': 'nosniff' }
  if (name === COMPONENTS) {
    const tag = `"${entries.components}"`
    if (request.headers['if-none-match'] === tag) return void response.writeHead(304, { ...headers, etag: tag }).end()
    response.writeHead(200, { ...headers, 'content-type': TYPES['js'], 'cache-control': 'no-cache', etag: tag })
    return void response.end(`export * from './${entries.components}'\n`)
  }
  const file = files.get(name)
  if (file === undefined) return void response.writeHead(404, { ...headers, 'content-type': TYPES['txt'], 'cache-control': 'no-cache' }).end(`There is no ${name}.\n`)
  const encoding = encodingOf(request)
  response.writeHead(200, {
    ...headers, 'content-type': TYPES[name.split('.').at(-1)!] ?? 'application/octet-stream', 'cache-control': FOREVER, vary: 'accept-encoding', 'content-length': file[encoding].length,
    ...(encoding === 'identity' ? {} : { 'content-encoding': encoding }),
  })
  response.end(request.method === 'HEAD' ? undefined : file[encoding])
}

function encodingOf(request: IncomingMessage): 'br' | 'gzip' | 'identity' {
  const accepted = String(request.headers['accept-encoding'] ?? '')
  return /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : 'identity'
}

function pageOf({ entries }: WebBundle, demoUsers: readonly DemoUser[] | null): string {
  const users = demoUsers === null ? '' : ` demo-users="${escaped(JSON.stringify(demoUsers))}"`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Interlude</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="${ICON}">
<link rel="stylesheet" href="${ASSETS}${entries.page}">
<script type="module" src="${ASSETS}${entries.console}"></script>
</head>
<body>
<interlude-console${users}></interlude-console>
<noscript>The console needs JavaScript. The API is at <a href="/graphql">/graphql</a>.</noscript>
</body>
</html>
`
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;')
}
