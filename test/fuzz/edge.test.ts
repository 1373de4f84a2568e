// Whatever is sent, the server answers it, and tells nothing of its insides. FUZZ_COUNT inputs in all (100,000 for a full
// run) from FUZZ_SEED on; each part fails with the seed of what it failed by.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { buildSchema } from 'graphql'
import { expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { broken, createChance, randomJson, randomOperation, type Chance } from '../support/random-documents.ts'
import { tokenFor, useServer } from '../support/server.ts'

const COUNT = Number(process.env['FUZZ_COUNT'] ?? 3_000)
const SEED = Number(process.env['FUZZ_SEED'] ?? 1)
const AT_ONCE = 8

const server = useServer({ NODE_ENV: 'production', MAX_SOCKETS_PER_USER: '1000' })
const schema = buildSchema(readFileSync('schema.graphql', 'utf8'))

// Words that only our insides would use. Errors name types, fields and what the client has sent, which is taken out first.
const INSIDES = /prisma|\bselect\b.*\bfrom\b|insert into|violates|constraint|relation "|column "|syntax error at|invalid byte sequence|invalid input syntax|out of range for type|node_modules|\.ts:\d|\.js:\d|\/src\/|at \w+ \(|TypeError|RangeError|ReferenceError|Cannot read prop|is not a function|is not iterable|Maximum call stack|ECONN/i

type Sent = { query: string; variables?: unknown; operationName?: unknown; extensions?: unknown }

function randomRequest(chance: Chance): Sent {
  const operation = randomOperation(schema, chance, chance.pick([0, 0.02, 0.3]))
  const kind = chance.below(4)
  if (kind === 0) return { query: broken(operation.query, chance), variables: operation.variables }
  if (kind === 1) return { query: operation.query, variables: randomJson(chance), operationName: randomJson(chance, 0), extensions: randomJson(chance) }
  return operation
}

/** What an answer should not be; null: nothing. */
function faultIn(text: string): string | null {
  const { errors } = JSON.parse(text) as { errors?: { message: string; extensions?: { code?: string } }[] }
  for (const { message, extensions } of errors ?? []) {
    if (typeof extensions?.code !== 'string') return `no code: ${message}`
    if (extensions.code === 'INTERNAL_SERVER_ERROR' || extensions.code === 'SERVICE_UNAVAILABLE') return `${extensions.code}: ${message}`
    if (INSIDES.test(message.replace(/"[^"]*"/g, ''))) return `tells of insides: ${message}`
  }
  return null
}

async function inLanes(count: number, work: (seed: number) => Promise<void>): Promise<void> {
  let next = SEED
  const lane = async () => { while (next < SEED + count) await work(next++) }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
}

// rule P6
it('answers any operation over HTTP', async () => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${await tokenFor('admin')}` }
  const faults: string[] = []
  await inLanes(Math.round(COUNT * 0.7), async (seed) => {
    const body = randomRequest(createChance(seed))
    const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body: JSON.stringify(body) })
    const fault = faultIn(await response.text())
    if (fault !== null) faults.push(`seed ${seed}: ${fault}\n${JSON.stringify(body).slice(0, 1_500)}`)
  })
  expect(faults.slice(0, 5)).toEqual([])
}, 3_600_000)

it('answers any body over HTTP', async () => {
  const authorization = `Bearer ${await tokenFor('admin')}`
  const faults: string[] = []
  await inLanes(Math.round(COUNT * 0.1), async (seed) => {
    const chance = createChance(seed)
    const body = chance.is(0.5) ? JSON.stringify(randomJson(chance)) : broken(JSON.stringify(randomRequest(chance)), chance)
    const headers = { 'content-type': chance.pick(['application/json', 'application/json; charset=utf-16', 'application/graphql', 'text/plain', 'application/graphql-response+json', '*/*']), authorization, 'x-graphql-yoga-csrf': '1', accept: chance.pick(['*/*', 'application/json', 'text/event-stream', 'application/graphql-response+json', 'image/png']) }
    const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers, body })
    const text = await response.text()
    const fault = response.status >= 500 ? `status ${response.status}` : text.startsWith('{') ? faultIn(text) : null
    if (fault !== null) faults.push(`seed ${seed}: ${fault}: ${text.slice(0, 300)}\n${JSON.stringify(headers)}\n${body.slice(0, 500)}`)
  })
  expect(faults.slice(0, 5)).toEqual([])
}, 3_600_000)

it('answers or closes, whatever comes over a WebSocket', async () => {
  const payload = { authorization: `Bearer ${await tokenFor('admin')}` }
  const faults: string[] = []
  const FRAMES = 20
  await inLanes(Math.round((COUNT * 0.2) / FRAMES), async (seed) => {
    const chance = createChance(seed)
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
    socket.on('error', () => {})
    let ponged = () => {}
    let acknowledged = () => {}
    const answered = new Promise<void>((resolve) => { ponged = resolve })
    const known = new Promise<void>((resolve) => { acknowledged = resolve })
    socket.on('message', (data) => {
      const message = JSON.parse((data as Buffer).toString()) as { type: string; payload?: unknown }
      if (message.type === 'pong') return ponged()
      if (message.type === 'connection_ack') return acknowledged()
      const errors = message.type === 'error' ? message.payload : (message.payload as { errors?: unknown } | undefined)?.errors
      const fault = faultIn(JSON.stringify({ errors }))
      if (fault !== null) faults.push(`seed ${seed}: ${fault}`)
    })
    const closed = once(socket, 'close').then(([code]) => { if (code === 4500 || code === 1011) faults.push(`seed ${seed}: closed with ${code}`) })
    await once(socket, 'open')
    if (chance.is(0.9)) {
      socket.send(JSON.stringify({ type: 'connection_init', payload }))
      await known
    }
    for (let at = 0; at < FRAMES; at++) {
      const message = { id: chance.is(0.97) ? String(at) : chance.pick(['0', '', '__proto__', 'constructor']), type: chance.is(0.97) ? chance.pick(['subscribe', 'subscribe', 'subscribe', 'complete', 'pong']) : chance.pick(['next', 'error', 'connection_ack', 'connection_init', 'none']), payload: chance.is(0.97) ? randomRequest(chance) : randomJson(chance) }
      socket.send(chance.is(0.98) ? JSON.stringify(message) : chance.is(0.5) ? broken(JSON.stringify(message), chance) : Buffer.from(Array.from({ length: chance.below(200) }, () => chance.below(256))))
    }
    socket.send('{"type":"ping"}')
    await Promise.race([answered, closed])
    socket.terminate()
  })
  expect(faults.slice(0, 5)).toEqual([])
}, 3_600_000)

it('is well afterwards, and has logged no error', async () => {
  expect(await (await fetch(`${server.url}/readyz`)).json()).toMatchObject({ status: 'ready' })
  expect(await server.as('admin').run('{ viewer { username } }')).toEqual({ viewer: { username: 'admin' } })
  expect(server.faults).toEqual([])
})
