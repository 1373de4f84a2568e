// What browsers are given: the page and its policy, files that may be kept, how large they are, and who gets a demo token.
import { request } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { internalRecordUrl } from '../../src/core/links.ts'
import { loadWebBundle } from '../../src/server/web-bundle.ts'
import { useServer } from '../support/server.ts'

const KILOBYTE = 1_000
const demo = useServer({ DEMO: '1', AUTH_JWT_SECRET: '' })
const plain = useServer()

/** Asks with headers as they are, `host` and `origin` too, which fetch does not allow. */
function ask(url: string, { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const asking = request(url, { method, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }))
    })
    asking.on('error', reject)
    asking.end(body)
  })
}

describe('the page', () => {
  it('loads nothing but this server\'s files, and has no script or style in itself', async () => {
    const { status, headers, body } = await ask(`${demo.url}/`)
    const page = String(body)
    expect(status).toBe(200)
    expect(headers['content-security-policy']).toContain("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'")
    expect(headers['content-security-policy']).not.toContain('unsafe')
    expect([...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address]) => address!).filter((address) => !/^(\/assets\/|data:image\/svg|\/graphql)/.test(address))).toEqual([])
    expect(page).not.toMatch(/<style|<script(?! type="module" src=)/)
  })

  it('is where links to records lead, in mails and in answers, each to its record', async () => {
    const { pathname } = new URL(internalRecordUrl(plain.url, 'a b/c'))
    expect(await ask(`${plain.url}${pathname}?from=mail`)).toMatchObject({ status: 302, headers: { location: '/#/records/a%20b%2Fc' } })
  })

  it('offers demo users in the demo alone', async () => {
    expect(String((await ask(`${demo.url}/`)).body)).toContain('triages new cases')
    expect(String((await ask(`${plain.url}/`)).body)).not.toContain('demo-users')
  })
})

describe('files', () => {
  it('are named by their contents and kept for good, in the encoding that is asked for; the entry for other pages is asked for anew', async () => {
    const [name] = /console-\w+\.js/.exec(String((await ask(`${plain.url}/`)).body))!
    const zipped = await ask(`${plain.url}/assets/${name}`, { headers: { 'accept-encoding': 'gzip' } })
    const as = await ask(`${plain.url}/assets/${name}`)
    expect(zipped.headers).toMatchObject({ 'content-encoding': 'gzip', 'cache-control': 'public, max-age=31536000, immutable', 'access-control-allow-origin': '*' })
    expect(gunzipSync(zipped.body).equals(as.body)).toBe(true)
    const entry = await ask(`${plain.url}/assets/interlude.js`)
    expect(entry.headers['cache-control']).toBe('no-cache')
    expect((await ask(`${plain.url}/assets/interlude.js`, { headers: { 'if-none-match': String(entry.headers['etag']) } })).status).toBe(304)
    expect((await ask(`${plain.url}/assets/..%2f..%2fpackage.json`)).status).toBe(404)
    expect((await ask(`${plain.url}/assets/interlude.js`, { method: 'POST' })).status).toBe(405)
  })

  it('are small: all components under 60 kB compressed', async () => {
    const { files, entries } = await loadWebBundle()
    const loaded = new Set<string>()
    const load = (name: string): void => {
      if (loaded.has(name)) return
      loaded.add(name)
      for (const [, imported] of String(files.get(name)!.identity).matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) load(imported!)
    }
    load(entries.components)
    const bytes = [...loaded].reduce((sum, name) => sum + files.get(name)!.gzip.length, 0)
    expect(loaded.size).toBeGreaterThan(1)
    expect(bytes).toBeLessThan(60 * KILOBYTE)
  })
})

describe('a demo token', () => {
  const json = { 'content-type': 'application/json', 'x-graphql-yoga-csrf': '1' }
  const body = JSON.stringify({ username: 'triage' })

  it('is given to the console, for users of the demo', async () => {
    const answer = await ask(`${demo.url}/demo/token`, { method: 'POST', headers: json, body })
    const { token } = JSON.parse(String(answer.body)) as { token: string }
    expect(answer.headers['cache-control']).toBe('no-store')
    const response = await fetch(`${demo.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: '{"query":"{ viewer { username } }"}' })
    expect(await response.json()).toEqual({ data: { viewer: { username: 'triage' } } })
    expect((await ask(`${demo.url}/demo/token`, { method: 'POST', headers: json, body: '{"username":"root"}' })).status).toBe(400)
    expect((await ask(`${demo.url}/demo/token`, { method: 'POST', headers: json, body: 'x'.repeat(10_000) })).status).toBe(400)
  })

  it('is not given to pages of other origins, by other names of this machine, or by forms', async () => {
    const { port } = new URL(demo.url)
    for (const headers of [{ ...json, origin: 'https://evil.example' }, { ...json, host: `evil.example:${port}` }, { 'content-type': 'application/json' }, { ...json, 'content-type': 'text/plain' }]) {
      expect((await ask(`${demo.url}/demo/token`, { method: 'POST', headers, body })).status, JSON.stringify(headers)).toBe(403)
    }
    expect((await ask(`${demo.url}/demo/token`)).status).toBe(405)
  })

  it('is not to be had outside of the demo', async () => {
    expect((await ask(`${plain.url}/demo/token`, { method: 'POST', headers: json, body })).status).toBe(404)
  })
})
