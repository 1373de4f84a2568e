// What operators see of a whole server: health, readiness, metrics, traces, and a log that gives nobody away.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { openPool } from '../../src/db.ts'
import { createLog } from '../../src/log.ts'
import { startServerProcess, type ServerProcess } from '../../src/server-process.ts'
import { cloneDatabase, dropTestDatabase } from '../support/database.ts'
import { tokenFor, until, useServer } from '../support/server.ts'

const server = useServer({ NODE_ENV: 'production' })
const get = async (path: string, url = server.url) => fetch(`${url}${path}`)
const numbers = async (url = server.url) => (await get('/metrics', url)).text()
/** The value of one series, by the beginning of its line. */
const valueOf = (text: string, series: string) => Number(text.split('\n').find((line) => line.startsWith(`${series} `))?.split(' ').at(-1) ?? NaN)
const sql = async (text: string) => {
  const client = new pg.Client({ connectionString: server.databaseUrl })
  await client.connect()
  await client.query(text).finally(() => client.end())
}

// rule P5
describe('readiness', () => {
  it('is by the database, its migrations, the worker and the event log', async () => {
    expect(await (await get('/healthz')).json()).toEqual({ status: 'alive' })
    const response = await until(() => get('/readyz'), ({ status }) => status === 200)
    expect(await response.json()).toEqual({ status: 'ready', checks: { database: 'ok', migrations: 'ok', worker: 'ok', events: 'ok' } })
  })

  it('ends with a migration that is not there, and says which', async () => {
    await sql(`UPDATE "_prisma_migrations" SET "rolled_back_at" = now() WHERE "migration_name" LIKE '%_first'`)
    const response = await get('/readyz')
    expect(response.status).toBe(503)
    expect(await response.json()).toMatchObject({ status: 'unavailable', reason: expect.stringMatching(/^Migrations are missing in the database: \d+_first\.$/) as string })
    await sql(`UPDATE "_prisma_migrations" SET "rolled_back_at" = NULL`)
    expect((await get('/readyz')).status).toBe(200)
  })
})

describe('metrics', () => {
  it('count requests, operations, commands with their outcomes, jobs, sockets and what waits', async () => {
    const admin = server.as('admin')
    await admin.mutate('saveQueue', { apiName: 'Metered', label: 'Metered' }).catch(() => {})
    await admin.mutate('upsertRecord', { recordId: 'metered', objectApiName: 'Case', name: 'A' })
    await admin.mutate('openWorkItem', { workItemId: 'none' })
    await admin.answer('{ nothing }')
    const followed = admin.follow('subscription { omniChannel { __typename } }')
    const text = await until(() => numbers(), (now) => valueOf(now, 'interlude_subscriptions') === 1 && now.includes('type="subscription"') && valueOf(now, 'interlude_processes{role="worker"}') === 1)
    expect(valueOf(text, 'interlude_http_request_duration_seconds_count{method="POST",route="/graphql",status="200"}')).toBeGreaterThan(2)
    expect(valueOf(text, 'interlude_operation_duration_seconds_count{type="mutation",transport="http",outcome="ok"}')).toBeGreaterThan(1)
    expect(valueOf(text, 'interlude_operation_duration_seconds_count{type="subscription",transport="websocket",outcome="ok"}')).toBe(1)
    expect(valueOf(text, 'interlude_command_duration_seconds_count{command="upsertRecord",outcome="OK"}')).toBe(1)
    expect(valueOf(text, 'interlude_command_duration_seconds_count{command="openWorkItem",outcome="NOT_FOUND"}')).toBe(1)
    expect(valueOf(text, 'interlude_sockets')).toBe(1)
    expect(valueOf(text, 'interlude_socket_operations')).toBe(1)
    expect(valueOf(text, 'interlude_database_up')).toBe(1)
    expect(valueOf(text, 'interlude_processes{role="worker"}')).toBe(1)
    expect(valueOf(text, 'interlude_mails{status="queued"}')).toBe(0)
    expect(text).toContain('process_cpu_seconds_total')
    followed.stop()
    await until(() => numbers(), (now) => valueOf(now, 'interlude_subscriptions') === 0 && valueOf(now, 'interlude_sockets') === 0)
  })

  it('have no label that a client could make', async () => {
    await get('/some/path?x=1')
    await fetch(`${server.url}/graphql`, { method: 'BREW' as string }).catch(() => {})
    const text = await numbers()
    expect(text).not.toContain('/some/path')
    expect(text).toContain('route="none"')
  })
})

describe('the dashboard', () => {
  it('asks for nothing that is not there', async () => {
    const dashboard = JSON.parse(readFileSync('ops/grafana-dashboard.json', 'utf8')) as { panels: { title: string; targets?: { expr: string }[] }[] }
    const asked = new Set(dashboard.panels.flatMap(({ targets }) => targets ?? []).flatMap(({ expr }) => expr.match(/\b(?:interlude|nodejs|process)_\w+/g) ?? []))
    expect(asked.size).toBeGreaterThan(15)
    const text = await numbers()
    const known = new Set([...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)].flatMap(([, name, type]) => (type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name!])))
    expect([...asked].filter((name) => !known.has(name))).toEqual([])
    // And what there is of ours is looked at, or explained in the docs.
    const documented = readFileSync('docs/operations.md', 'utf8')
    expect([...text.matchAll(/^# TYPE (interlude_\w+) /gm)].map(([, name]) => name!).filter((name) => !documented.includes(`\`${name}\``))).toEqual([])
  })
})

/** A second process on the same database, with a log to read. */
async function another(environment: Record<string, string>, log = pino({ level: 'silent' })): Promise<ServerProcess> {
  return startServerProcess(readConfig({ PORT: '0', DATA_DIR: server.dataDir, DATABASE_URL: server.databaseUrl, AUTH_JWT_SECRET: 'the secret of the tests, 32 and more', DEMO: '0', ...environment }), log)
}

it('answers operators on a port of their own, and where there is no API', async () => {
  const lines: string[] = []
  const worker = await another({ ROLES: 'worker', HEALTH_PORT: '0' }, createLog('info', { write: (line: string) => void lines.push(line) }))
  expect(worker.url).toBeNull()
  const { port } = JSON.parse(lines.find((line) => line.includes('answers operators'))!) as { port: number }
  const url = `http://127.0.0.1:${port}`
  expect((await until(() => get('/readyz', url), ({ status }) => status === 200)).status).toBe(200)
  expect(valueOf(await numbers(url), 'interlude_sockets')).toBe(0)
  expect((await get('/graphql', url)).status).toBe(404)
  await worker.stop()
})

it('answers operators to the end: stopping, while what has come is still answered', async () => {
  const lines: string[] = []
  const leaving = await another({ HEALTH_PORT: '0', STOP_DELAY: '1' }, createLog('info', { write: (line: string) => void lines.push(line) }))
  const { port } = JSON.parse(lines.find((line) => line.includes('answers operators'))!) as { port: number }
  const url = `http://127.0.0.1:${port}`
  const stopped = leaving.stop()
  expect((await until(() => get('/readyz', url), ({ status }) => status === 503)).status).toBe(503)
  expect((await get('/healthz', url)).status).toBe(200)
  await stopped
  await expect(get('/healthz', url)).rejects.toThrow()
})

describe('traces', () => {
  type Exported = { resourceSpans: { resource: { attributes: object[] }; scopeSpans: { spans: Span[] }[] }[] }
  type Span = { name: string; kind: number; traceId: string; spanId: string; parentSpanId?: string; status: { code: number }; attributes: { key: string; value: { stringValue?: string; intValue?: number; arrayValue?: { values: { stringValue: string }[] } } }[] }
  // As OTLP counts them.
  const [INTERNAL, SERVER, CLIENT] = [1, 2, 3]
  const [UNSET, ERROR] = [0, 2]
  const received: Exported[] = []
  const collector = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => { body += chunk.toString() })
    request.on('end', () => {
      received.push(JSON.parse(body) as Exported)
      response.setHeader('content-type', 'application/json').end('{}')
    })
  })
  const allSpans = () => received.flatMap(({ resourceSpans }) => resourceSpans).flatMap(({ scopeSpans }) => scopeSpans).flatMap(({ spans }) => spans)
  const attribute = (span: Span, key: string) => span.attributes.find((each) => each.key === key)?.value
  const traced = (environment: Record<string, string> = {}) => another({ OTEL_EXPORTER_OTLP_ENDPOINT: process.env['OTEL_EXPORTER_OTLP_ENDPOINT']!, ...environment })
  const before = process.env['OTEL_EXPORTER_OTLP_ENDPOINT']
  beforeEach(() => { received.length = 0 })
  beforeAll(async () => {
    collector.listen(0, '127.0.0.1')
    await once(collector, 'listening')
    // The exporter reads it by itself, as its specification says.
    process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`
  })
  afterAll(() => {
    if (before === undefined) delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT']
    else process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = before
    collector.close()
  })

  it('go on from the caller\'s, through operation and command to the statements, without a value in them', async () => {
    const process = await traced()
    await fetch(`${process.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenFor('admin')}`, traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' },
      body: JSON.stringify({ query: 'mutation Touch($input: UpsertRecordInput!) { upsertRecord(input: $input) { __typename } }', variables: { input: { recordId: 'traced', objectApiName: 'Case', name: 'Nobody but Somebody' } } }),
    })
    // Sent at the latest when the process stops.
    await process.stop()
    const spans = allSpans().filter(({ traceId }) => traceId === '0af7651916cd43dd8448eb211c80319c')
    const named = (name: string) => spans.find((span) => span.name.startsWith(name))!
    expect(named('POST /graphql').parentSpanId).toBe('b7ad6b7169203331')
    expect(named('graphql mutation').parentSpanId).toBe(named('POST /graphql').spanId)
    expect(named('command upsertRecord').parentSpanId).toBe(named('graphql mutation').spanId)
    expect(named('POST /graphql')).toMatchObject({ kind: SERVER, status: { code: UNSET } })
    expect(attribute(named('POST /graphql'), 'http.response.status_code')).toEqual({ intValue: 200 })
    expect(named('graphql mutation')).toMatchObject({ kind: INTERNAL, status: { code: UNSET } })
    expect(attribute(named('graphql mutation'), 'graphql.operation.name')).toEqual({ stringValue: 'Touch' })
    expect(named('command upsertRecord').kind).toBe(INTERNAL)
    expect(named('sql ').kind).toBe(CLIENT)
    expect(JSON.stringify(received)).toContain('"interlude"')
    expect(JSON.stringify(received)).not.toMatch(/Somebody|Bearer|admin/)
  })

  it('mark what failed: answers of 500 and more, and operations with errors, by their codes', async () => {
    const process = await traced()
    const ask = async (query: string, accept = 'application/json') => (await fetch(`${process.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', accept, authorization: `Bearer ${await tokenFor('admin')}` }, body: JSON.stringify({ query }) })).status
    expect(await ask('query Unknown { nothing }', 'application/graphql-response+json')).toBe(400)
    expect(await ask('query Odd { groups(after: "not a cursor") { edges { node { apiName } } } }')).toBe(200)
    await sql('ALTER TABLE "Group" RENAME TO "Elsewhere"')
    expect(await ask('query Broken { groups { edges { node { apiName } } } }')).toBe(200)
    await sql('ALTER TABLE "Elsewhere" RENAME TO "Group"')
    await sql('ALTER TABLE "User" RENAME TO "Elsewhere"')
    expect(await ask('query Locked { viewer { id } }')).toBe(500)
    await sql('ALTER TABLE "Elsewhere" RENAME TO "User"')
    expect((await get('/none', process.url!)).status).toBe(404)
    await process.stop()
    const operation = (name: string) => allSpans().find((span) => attribute(span, 'graphql.operation.name')?.stringValue === name)!
    const codes = (name: string) => attribute(operation(name), 'graphql.error.codes')?.arrayValue?.values.map(({ stringValue }) => stringValue)
    expect([operation('Odd').status.code, codes('Odd')]).toEqual([ERROR, ['BAD_USER_INPUT']])
    expect([operation('Broken').status.code, codes('Broken')]).toEqual([ERROR, ['INTERNAL_SERVER_ERROR']])
    const requests = allSpans().filter(({ kind }) => kind === SERVER).map((span) => [span.name, attribute(span, 'http.response.status_code')?.intValue, span.status.code])
    expect(requests).toEqual([['POST /graphql', 400, UNSET], ['POST /graphql', 200, UNSET], ['POST /graphql', 200, UNSET], ['POST /graphql', 500, ERROR], ['GET none', 404, UNSET]])
    expect(JSON.stringify(received)).not.toContain('not a cursor')
  })

  it('begin with a request or a job, and are none of what a process does by itself', async () => {
    // A database of its own, where nobody else takes the job.
    const databaseUrl = await cloneDatabase()
    const process = await traced({ DATABASE_URL: databaseUrl })
    const pool = openPool(databaseUrl)
    await pool.query(`SELECT graphile_worker.add_job('clean-up')`)
    await until(async () => (await pool.query('SELECT FROM graphile_worker.jobs')).rowCount, (jobs) => jobs === 0)
    // Its heart beats, dead processes are looked for, mail and the queue are asked.
    const beat = async () => (await pool.query<{ at: Date }>('SELECT "heartbeatAt" AS at FROM "ServerProcess"')).rows[0]!.at.getTime()
    const last = await beat()
    await until(beat, (at) => at > last + 2_000)
    await pool.end()
    await process.stop()
    await dropTestDatabase(databaseUrl)
    const roots = allSpans().filter(({ parentSpanId }) => !parentSpanId)
    expect([...new Set(roots.map(({ name, kind }) => `${name} ${kind}`))]).toEqual([`job clean-up ${INTERNAL}`])
    const spanIds = new Set(allSpans().map(({ spanId }) => spanId))
    const children = allSpans().filter(({ parentSpanId }) => parentSpanId)
    expect(children.length).toBeGreaterThan(0)
    for (const { parentSpanId } of children) expect(spanIds).toContain(parentSpanId)
  })
})

describe('the log', () => {
  it('has request ids, and neither tokens nor people\'s names or addresses, whatever happens', async () => {
    const lines: string[] = []
    const logged = await another({ BOOTSTRAP_ADMIN: 'admin' }, createLog('trace', { write: (line: string) => void lines.push(line) }))
    const token = await tokenFor('admin')
    const ask = (body: object, headers: Record<string, string> = {}) => fetch(`${logged.url}/graphql?token=${token}`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'x-request-id': 'req-1', ...headers }, body: JSON.stringify(body) })
    const secretive = { username: 'secret.person', name: 'Secret Person', email: 'secret.person@private.example' }
    await ask({ query: 'mutation ($input: SaveUserInput!) { saveUser(input: $input) { __typename } }', variables: { input: secretive } })
    await ask({ query: 'mutation ($input: UpsertRecordInput!) { upsertRecord(input: $input) { __typename } }', variables: { input: { recordId: 'log-1', objectApiName: 'Case', name: 'Secret Person', fields: { iban: 'DE00 SECRET' } } } })
    await ask({ query: '{ record(recordId: "Secret Person") { id } nothing }' })
    await ask({ query: '{ viewer { id } }' }, { authorization: 'Bearer not.the.token' })
    // An outage is logged with its cause.
    await sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`)
    await ask({ query: '{ viewer { id } }' })
    await logged.stop()
    const log = lines.join('')
    expect(lines.filter((line) => line.includes('"requestId":"req-1"')).length).toBeGreaterThanOrEqual(5)
    expect(log).not.toContain(token)
    expect(log).not.toMatch(/not\.the\.token|secret\.person|Secret Person|private\.example|DE00|the secret of the tests/)
  })

  it('hides what errors of others carry', () => {
    const lines: string[] = []
    const log = createLog('info', { write: (line: string) => void lines.push(line) })
    const fault = Object.assign(new Error('all recipients were rejected: 550 <ada@private.example>'), { detail: 'Key (email)=(ada@private.example) exists.', where: 'unnamed portal parameter $1 = \'Ada\'', parameters: ['Ada'], code: '23505', cause: Object.assign(new Error('inner bob@private.example'), { hint: 'Ada' }) })
    log.error({ err: fault, authorization: 'Bearer x.y.z', user: { password: 'hunter2' } }, 'a fault')
    expect(lines.join('')).not.toMatch(/private\.example|Ada|hunter2|x\.y\.z/)
    expect(JSON.parse(lines[0]!)).toMatchObject({ err: { type: 'Error', code: '23505', message: 'all recipients were rejected: 550 <…@…>' } })
  })
})
