// An outside system that flows call over HTTP: it fails as often as a test tells it to, and remembers what it was asked.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll } from 'vitest'
import { actionFlow } from './deployed.ts'

/**
 * Starts one for a test file, which stops with it; `host` is its host and port. By path: how often it still fails (with
 * `status`), and how often it was asked. What begins with /held is answered when the test calls what is in `held`.
 */
export async function useOutsideSystem() {
  const outside = { failures: new Map<string, number>(), requests: new Map<string, number>(), status: 503, held: [] as (() => void)[] }
  const http = createServer((request, response) => {
    const path = request.url!
    outside.requests.set(path, (outside.requests.get(path) ?? 0) + 1)
    const left = outside.failures.get(path) ?? 0
    outside.failures.set(path, left - 1)
    const answer = () => void response.writeHead(left > 0 ? outside.status : 200, { 'content-type': 'application/json' }).end(JSON.stringify({ path }))
    if (path.startsWith('/held')) outside.held.push(answer)
    else answer()
  })
  http.listen(0, '127.0.0.1')
  await once(http, 'listening')
  const host = `127.0.0.1:${(http.address() as AddressInfo).port}`
  afterAll(() => { http.close() })
  return Object.assign(outside, { host, calling: (path: string) => calling(`http://${host}${path}`) })
}

/** A flow that calls this URL. */
export function calling(url: string) {
  return actionFlow('http.request', [{ name: 'url', value: url }])
}
