// The action "http.request": a callout to another system, to hosts on the list only (CALLOUT_HOSTS).
import { ActionFault, LONGEST_ACTION_SECONDS, type Action } from '../commands/action.ts'
import type { Json, JsonObject } from '../core/json.ts'

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])
const MAX_REDIRECTS = 5
const MAX_ANSWER_BYTES = 1_000_000
const DEFAULT_TIMEOUT_SECONDS = 10
// What HTTP itself says of each request. Node's fetch refuses to send most of these, and sends others with a value of its own.
const MADE_HEADERS = new Set(['connection', 'content-length', 'expect', 'host', 'keep-alive', 'transfer-encoding', 'upgrade'])
// Trying again may help where the other side is busy, down or slow.
const WORTH_ANOTHER_TRY = new Set([408, 425, 429, 500, 502, 503, 504])

// What fetch itself takes off where it follows a redirect: secrets of one host are no other's, and what has no body isn't described.
const OF_ONE_HOST = ['authorization', 'cookie', 'proxy-authorization']
const OF_A_BODY = ['content-encoding', 'content-language', 'content-location', 'content-type']

type Callout = { url: URL; method: string; headers: Headers; body: string | null; timeoutSeconds: number }

/**
 * Makes the action. `hosts` are entries as CALLOUT_HOSTS has them: `host`, `host:port`, `*.example.com`. It gives
 * `{ status, headers, body }`, the body as JSON where it is that; a status of 400 or more is a fault. The key of the
 * interview's action goes along as `Idempotency-Key`, the same on every try.
 */
export function httpRequest(hosts: readonly string[]): Action {
  return {
    inputs: [
      { name: 'url', dataType: 'STRING', isRequired: true, fault: urlFault }, { name: 'method', dataType: 'STRING', isRequired: false, fault: methodFault },
      { name: 'headers', dataType: 'JSON', isRequired: false, fault: headersFault },
      { name: 'body', dataType: 'JSON', isRequired: false }, { name: 'timeoutSeconds', dataType: 'NUMBER', isRequired: false, fault: (seconds) => (Number(seconds) > 0 ? null : 'must be more than 0') },
    ],
    async perform(_shell, inputs, key) {
      const callout = calloutOf(inputs, key)
      const signal = AbortSignal.timeout(callout.timeoutSeconds * 1000)
      const response = await follow(callout, hosts, signal)
      const body = await bodyOf(response, signal, callout)
      if (response.status >= 400) throw new ActionFault(`${callout.url.host} answered ${response.status}.`, !WORTH_ANOTHER_TRY.has(response.status))
      return { status: response.status, headers: Object.fromEntries(response.headers), body }
    },
  }
}

/** Whether a URL's host is on the list. An entry without a port stands for every port. */
export function isAllowedHost(url: URL, hosts: readonly string[]): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return hosts.some((entry) => {
    const at = /:\d+$/.exec(entry)
    const host = (at ? entry.slice(0, at.index) : entry).toLowerCase()
    if (at && at[0].slice(1) !== port) return false
    return host.startsWith('*.') ? url.hostname.endsWith(host.slice(1)) : url.hostname === host
  })
}

function calloutOf(inputs: JsonObject, key: string): Callout {
  const { url: address = null, method: verb = null, headers: given = null, body = null, timeoutSeconds: seconds = null } = inputs
  const method = verb === null ? 'GET' : String(verb).toUpperCase()
  const headers = new Headers(Object.entries(given ?? {}).map(([name, value]): [string, string] => [name, String(value)]))
  headers.set('idempotency-key', key)
  if (body !== null && (method === 'GET' || method === 'HEAD')) throw new ActionFault(`A ${method} request has no body.`, true)
  if (body !== null && !headers.has('content-type')) headers.set('content-type', typeof body === 'string' ? 'text/plain; charset=utf-8' : 'application/json')
  const timeoutSeconds = seconds === null ? DEFAULT_TIMEOUT_SECONDS : Math.min(Number(seconds), LONGEST_ACTION_SECONDS)
  return { url: new URL(String(address)), method, headers, body: body === null ? null : typeof body === 'string' ? body : JSON.stringify(body), timeoutSeconds }
}

function urlFault(address: Json): string | null {
  if (typeof address !== 'string' || !URL.canParse(address)) return 'must be a URL such as https://api.example.com/orders'
  const { protocol, username, password } = new URL(address)
  if (protocol !== 'http:' && protocol !== 'https:') return 'must begin with http:// or https://'
  return username + password === '' ? null : 'must not hold a user\'s name or password: give the header "Authorization" instead, such as "Basic" and name:password in Base64'
}

function methodFault(verb: Json): string | null {
  return METHODS.has(String(verb).toUpperCase()) ? null : `must be one of ${[...METHODS].join(', ')}`
}

function headersFault(given: Json): string | null {
  if (given === null || typeof given !== 'object' || Array.isArray(given)) return 'must be a JSON object of names and values'
  for (const [name, value] of Object.entries(given)) {
    if (MADE_HEADERS.has(name.toLowerCase())) return `must not hold the header "${name}", which is made for each request as it needs it: leave it out`
    if (value === null || typeof value === 'object') return `holds "${name.slice(0, 100)}", whose value must be a text, a number, true or false`
    if (!isHeader(name, String(value))) return `holds "${name.slice(0, 100)}", whose name or value HTTP does not allow: a name has letters, digits and "-", a value one line`
  }
  return null
}

function isHeader(name: string, value: string): boolean {
  try {
    return new Headers([[name, value]]).has(name)
  } catch {
    return false
  }
}

// Redirects are followed by hand, so that none leads out of the list.
async function follow({ url, method, headers, body }: Callout, hosts: readonly string[], signal: AbortSignal): Promise<Response> {
  let at = url, verb = method, payload = body
  for (let count = 0; count <= MAX_REDIRECTS; count++) {
    if (!isAllowedHost(at, hosts)) throw new ActionFault(`${at.host} is not a host that flows may call (CALLOUT_HOSTS)${count > 0 ? `; ${url.host} redirects there` : ''}.`, true)
    const response = await send(at, { method: verb, headers, body: payload, signal, redirect: 'manual' })
    const location = response.status >= 300 && response.status < 400 ? response.headers.get('location') : null
    if (location === null || !URL.canParse(location, at)) return response
    await response.body?.cancel()
    // As browsers do: what was posted is not posted again elsewhere, unless the answer insists.
    if ((response.status === 303 && verb !== 'HEAD') || (response.status < 303 && verb === 'POST')) {
      [verb, payload] = ['GET', null]
      for (const name of OF_A_BODY) headers.delete(name)
    }
    const next = new URL(location, at)
    const fault = urlFault(next.href)
    if (fault !== null) throw new ActionFault(`${url.host} redirects to an address that can't be called: it ${fault}.`, true)
    if (next.origin !== at.origin) for (const name of OF_ONE_HOST) headers.delete(name)
    at = next
  }
  throw new ActionFault(`${url.host} redirects more than ${MAX_REDIRECTS} times.`, true)
}

async function send(url: URL, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, request)
  } catch (error) {
    throw unreachable(url, error)
  }
}

async function bodyOf(response: Response, signal: AbortSignal, { url }: Callout): Promise<Json> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const chunk of response.body ?? []) {
      signal.throwIfAborted()
      bytes += chunk.byteLength
      if (bytes > MAX_ANSWER_BYTES) throw new ActionFault(`${url.host} answered more than ${MAX_ANSWER_BYTES} bytes.`, true)
      chunks.push(chunk)
    }
  } catch (error) {
    throw error instanceof ActionFault ? error : unreachable(url, error)
  }
  const type = response.headers.get('content-type') ?? '', text = textOf(Buffer.concat(chunks), type)
  if (!/\bjson\b/i.test(type)) return text
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

// In the characters that the answer says it is written in; as UTF-8 where it says nothing, or names some that nobody knows.
function textOf(bytes: Uint8Array, type: string): string {
  const [, charset = 'utf-8'] = /;\s*charset="?([^\s;"]+)/i.exec(type) ?? []
  try {
    return new TextDecoder(charset).decode(bytes)
  } catch {
    return new TextDecoder().decode(bytes)
  }
}

function unreachable(url: URL, error: unknown): ActionFault {
  // What fetch says of the ports that browsers don't call either.
  if (error instanceof Error && error.cause instanceof Error && error.cause.message === 'bad port') return new ActionFault(`${url.host} can't be called: its port is one that HTTP is never sent to.`, true)
  const isLate = error instanceof Error && (error.name === 'TimeoutError' || error.name === 'AbortError')
  return new ActionFault(isLate ? `${url.host} did not answer in time.` : `${url.host} could not be reached.`)
}
