// What a browser could be made to do, and isn't let.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { bearer, startSmallServer, type SmallServer } from '../support/api.ts'

let server: SmallServer
afterEach(() => server.stop())

const openFrom = async (origin: string | undefined, headers: Record<string, string> = {}) => {
  const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { ...(origin !== undefined && { origin }), headers })
  const outcome = await once(socket, 'open').then(() => 'open', (error: Error) => error.message)
  socket.terminate()
  return outcome
}

// rule P6
describe('sockets', () => {
  it('are opened by programs, by pages of this server, and by pages of allowed origins', async () => {
    server = await startSmallServer({ allowedOrigins: ['https://desk.example'] })
    expect(await openFrom(undefined)).toBe('open')
    expect(await openFrom(server.url)).toBe('open')
    expect(await openFrom('https://desk.example')).toBe('open')
  })

  it.each(['https://evil.example', 'null', 'https://desk.example.evil.example', 'http://desk.example', 'nonsense'])('are not opened by a page of %j', async (origin) => {
    server = await startSmallServer({ allowedOrigins: ['https://desk.example'] })
    expect(await openFrom(origin)).toBe('Unexpected server response: 403')
  })

  it('are not opened because a page says where it would be', async () => {
    server = await startSmallServer()
    expect(await openFrom('https://evil.example', { 'x-forwarded-host': 'evil.example' })).toBe('Unexpected server response: 403')
  })
})

describe('other origins', () => {
  const preflight = (origin: string) => fetch(`${server.url}/graphql`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization,content-type' } })

  it('may call where they are allowed, without cookies', async () => {
    server = await startSmallServer({ allowedOrigins: ['https://desk.example'] })
    const { headers } = await preflight('https://desk.example')
    expect(headers.get('access-control-allow-origin')).toBe('https://desk.example')
    expect(headers.get('access-control-allow-credentials')).not.toBe('true')
    expect(headers.get('access-control-allow-headers')).toContain('authorization')
    const answer = await fetch(`${server.url}/graphql`, { method: 'POST', headers: { origin: 'https://desk.example', 'content-type': 'application/json', ...(await bearer('ada')) }, body: '{"query":"{ me }"}' })
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://desk.example')
    expect(answer.headers.get('vary')?.toLowerCase()).toContain('origin')
  })

  it.each(['https://evil.example', 'null', 'https://desk.example.evil.example'])('may not from %s', async (origin) => {
    server = await startSmallServer({ allowedOrigins: ['https://desk.example'] })
    expect((await preflight(origin)).headers.get('access-control-allow-origin')).toBeNull()
    const answer = await fetch(`${server.url}/graphql`, { method: 'POST', headers: { origin, 'content-type': 'application/json', ...(await bearer('ada')) }, body: '{"query":"{ me }"}' })
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
  })
})

describe('headers', () => {
  it.each(['/graphql', '/healthz', '/nothing', '/metrics'])('on %s keep it from being sniffed, framed, and loaded with', async (path) => {
    server = await startSmallServer()
    const { headers } = await fetch(`${server.url}${path}`)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    expect(headers.get('content-security-policy')).toContain(`frame-ancestors 'none'`)
    expect(headers.get('x-powered-by')).toBeNull()
    expect(headers.get('server')).toBeNull()
  })

  it('let the explorer run its own scripts alone, and load nothing from elsewhere', async () => {
    server = await startSmallServer()
    const response = await fetch(`${server.url}/graphql`, { headers: { accept: 'text/html' } })
    const page = await response.text()
    const policy = response.headers.get('content-security-policy')!
    const scripts = [...page.matchAll(/<script(?:\s[^>]*)?>([^]*?)<\/script>/g)].map(([, text]) => text!)
    expect(scripts.length).toBeGreaterThan(0)
    for (const script of scripts) expect(policy).toContain(`'sha256-${createHash('sha256').update(script).digest('base64')}'`)
    expect(policy).not.toMatch(/script-src[^;]*'unsafe-(inline|eval)'|https?:/)
  })
})
