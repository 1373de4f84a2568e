// What can never be sent is a clear fault at once, where activation can't tell before.
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { httpRequest } from '../../src/actions/http-request.ts'
import { perform } from '../../src/commands/action.ts'
import type { Shell } from '../../src/commands/shell.ts'
import type { FlowDefinition } from '../../src/core/definition.ts'
import { validateFlow } from '../../src/core/flow/validate-flow.ts'
import type { Json, JsonObject } from '../../src/core/json.ts'

const action = httpRequest(['127.0.0.1', 'localhost'])
let outside: Server, url: string, redirectTo: string
beforeAll(async () => {
  outside = createServer((request, response) => {
    if (request.url === '/away') response.writeHead(302, { location: redirectTo }).end()
    else if (request.url === '/latin') response.writeHead(200, { 'content-type': 'text/plain; charset=ISO-8859-1' }).end(Buffer.from('h\u00e9llo', 'latin1'))
    else if (request.url === '/unknown') response.writeHead(200, { 'content-type': 'text/plain; charset=x-none' }).end('h\u00e9llo')
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(request.headers))
  }).listen(0, '127.0.0.1')
  await once(outside, 'listening')
  url = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`
})
afterAll(() => { outside.close() })

const call = (inputs: JsonObject) => perform(action, {} as Shell, inputs, 'key-1', { chain: 0 })
/** What is said on activation of a flow that calls the action with these inputs. */
const activated = (inputs: JsonObject) => {
  const given = Object.entries(inputs).map(([name, value]) => ({ name, value }))
  const definition: FlowDefinition = { apiName: 'Calls', label: 'Calls', flowType: 'AUTOLAUNCHED', start: 'call', elements: [{ action: { apiName: 'call', label: 'Call', action: 'http.request', inputs: given } }] }
  return validateFlow(definition, { flows: {}, actions: { 'http.request': action } }).map(({ path, message }) => `${path.slice(4).join('.')}: ${message}`)
}

// rule R4: what is retried is what may come right; rule D3: activation tells every fault that it can know
describe('what can\'t be sent is refused on activation, and where a resource has it, fails at once', () => {
  const ownHeader = (name: string) => `must not hold the header "${name}", which is made for each request as it needs it: leave it out`
  it.each<[string, JsonObject, string]>([
    ['a user and password in the address', { url: 'http://ada:hunter2@127.0.0.1/' }, 'url must not hold a user\'s name or password: give the header "Authorization" instead, such as "Basic" and name:password in Base64'],
    ['a user alone', { url: 'http://ada@127.0.0.1/' }, 'url must not hold a user\'s name or password: give the header "Authorization" instead, such as "Basic" and name:password in Base64'],
    ['no address', { url: '/path' }, 'url must be a URL such as https://api.example.com/orders'],
    ['another protocol', { url: 'ftp://127.0.0.1/' }, 'url must begin with http:// or https://'],
    ...['Transfer-Encoding', 'Connection', 'Keep-Alive', 'Expect', 'host', 'CONTENT-LENGTH', 'Upgrade'].map((name): [string, JsonObject, string] => [
      `the header ${name}`, { url: 'http://127.0.0.1/', headers: { [name]: 'x' } }, `headers ${ownHeader(name)}`]),
    ['a header\'s name that is none', { url: 'http://127.0.0.1/', headers: { 'X-Fine': '1', 'X Y': '2' } }, 'headers holds "X Y", whose name or value HTTP does not allow: a name has letters, digits and "-", a value one line'],
    ['a header\'s value that is none', { url: 'http://127.0.0.1/', headers: { 'X-Y': 'a\nb' } }, 'headers holds "X-Y", whose name or value HTTP does not allow: a name has letters, digits and "-", a value one line'],
    ['headers that are no object', { url: 'http://127.0.0.1/', headers: ['x'] }, 'headers must be a JSON object of names and values'],
    ...[null, {}, ['x']].map((value): [string, JsonObject, string] => [`a header whose value is ${JSON.stringify(value)}`, { url: 'http://127.0.0.1/', headers: { 'X-Y': value } }, 'headers holds "X-Y", whose value must be a text, a number, true or false']),
    ...[0, -1].map((timeoutSeconds): [string, JsonObject, string] => [`${timeoutSeconds} seconds`, { url: 'http://127.0.0.1/', timeoutSeconds }, 'timeoutSeconds must be more than 0']),
    ['another method', { url: 'http://127.0.0.1/', method: 'TRACE' }, 'method must be one of GET, HEAD, POST, PUT, PATCH, DELETE'],
  ])('%s', async (_, inputs, fault) => {
    const [input, ...words] = fault.split(' ')
    expect(activated(inputs)).toEqual([`${Object.keys(inputs).indexOf(input!)}.value: ${words.join(' ')}`])
    await expect(call(inputs)).rejects.toMatchObject({ message: `The input ${fault}.`, isFinal: true })
  })
  it('tells a wrong type once', () => {
    expect(activated({ url: 7 as Json, method: 'get', headers: { a: 'b' } })).toEqual(['0.value: must be a text of at most 100000 characters'])
  })
})

describe('what is known only when it is sent', () => {
  it('is no less final: a port that is never called', async () => {
    await expect(call({ url: 'http://127.0.0.1:6000/' })).rejects.toMatchObject({ message: '127.0.0.1:6000 can\'t be called: its port is one that HTTP is never sent to.', isFinal: true })
  })
  it.each([['http://ada:hunter2@127.0.0.1/', 'must not hold a user\'s name or password'], ['ftp://127.0.0.1/', 'must begin with http:// or https://']])('also where a redirect leads: %s', async (to, fault) => {
    redirectTo = to
    const [, host] = url.split('//')
    await expect(call({ url: `${url}/away` })).rejects.toMatchObject({ message: expect.stringMatching(`^${host} redirects to an address that can't be called: it ${fault}`), isFinal: true })
  })
  it('but who can\'t be reached may be tried again', async () => {
    await expect(call({ url: 'http://127.0.0.1:1111/' })).rejects.toMatchObject({ message: '127.0.0.1:1111 could not be reached.', isFinal: false })
  })
})

it('other headers are sent as they are given', async () => {
  expect(await call({ url, headers: { Authorization: 'Basic YTpi', 'X-Count': 3 } })).toMatchObject({ status: 200, body: { authorization: 'Basic YTpi', 'x-count': '3', 'idempotency-key': 'key-1' } })
})

describe('a redirect', () => {
  const headers = { Authorization: 'Basic YTpi', Cookie: 'a=b', 'Proxy-Authorization': 'Basic YTpi', 'X-Fine': '1' }
  const arrived = async (inputs: JsonObject) => ((await call({ url: `${url}/away`, headers, ...inputs })) as { body: Record<string, string> }).body

  it('to another origin takes no secrets of this one along', async () => {
    redirectTo = url.replace('127.0.0.1', 'localhost')
    const there = await arrived({})
    expect(there).toMatchObject({ 'x-fine': '1', 'idempotency-key': 'key-1' })
    expect(Object.keys(there).filter((name) => ['authorization', 'cookie', 'proxy-authorization'].includes(name))).toEqual([])
  })

  it('within it does; and what is no longer posted is no longer described', async () => {
    redirectTo = `${url}/here`
    const here = await arrived({ method: 'POST', body: { a: 1 } })
    expect(here).toMatchObject({ authorization: 'Basic YTpi', cookie: 'a=b', 'x-fine': '1' })
    expect(here).not.toHaveProperty('content-type')
  })
})

it('a text is read in the characters that it says it is written in, as UTF-8 where nobody knows them', async () => {
  expect(await call({ url: `${url}/latin` })).toMatchObject({ body: 'héllo' })
  expect(await call({ url: `${url}/unknown` })).toMatchObject({ body: 'héllo' })
})
