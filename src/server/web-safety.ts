// What keeps browsers from being used against the people who use them: headers on every answer, what pages may load, and
// whose pages may open sockets. Tokens are never in cookies, so another site's page has none to send along.
import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'

// For pages and files of our own: nothing from elsewhere, no inline scripts, in nobody's frame.
const PAGE_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/** Sets what every answer carries; a page with needs of its own sets its own `content-security-policy` afterwards. */
export function setSafetyHeaders(response: ServerResponse): void {
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('x-frame-options', 'DENY')
  response.setHeader('referrer-policy', 'no-referrer')
  response.setHeader('cross-origin-opener-policy', 'same-origin')
  response.setHeader('content-security-policy', PAGE_POLICY)
}

/** What a page with scripts written into it may load: those very scripts, and workers that they make. */
export function policyForInlineScripts(html: string): string {
  const hashes = [...html.matchAll(/<script(?:\s[^>]*)?>([^]*?)<\/script>/g)].map(([, script]) => `'sha256-${createHash('sha256').update(script!).digest('base64')}'`)
  return [
    `default-src 'none'`, `script-src ${hashes.join(' ')} blob:`, `worker-src blob:`, `style-src 'unsafe-inline'`, `img-src 'self' data:`, `font-src data:`,
    `connect-src 'self'`, `base-uri 'none'`, `form-action 'none'`, `frame-ancestors 'none'`,
  ].join('; ')
}

/** Whether a page may open a socket here: those of this very server, and of allowed origins. Programs send no origin. */
export function isOriginAllowed({ headers }: IncomingMessage, allowed: ReadonlySet<string>): boolean {
  const { origin, host } = headers
  if (origin === undefined) return true
  return allowed.has(origin) || (URL.canParse(origin) && new URL(origin).host === host)
}
