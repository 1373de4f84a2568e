// The server as operators start it, on a database of its own, and the ways in: as users, and by SQL for what only setting up does.
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { signToken } from '../../src/auth.ts'
import { startEmbeddedPostgres } from '../../src/embedded-postgres/start.ts'
import { SERVER_COMMAND } from '../support/server-command.ts'
import { startNode, type NodeProcess } from './node-process.ts'

const SECRET = 'the secret of the benchmarks, 32 and more'

/** A server under measurement. */
export type BenchServer = Omit<NodeProcess, 'stop'> & {
  pool: pg.Pool
  token(username: string): Promise<string>
  /** Answers an operation's data; throws when there are errors. */
  run<Data>(username: string, query: string, variables?: object): Promise<Data>
  /** Calls a mutation with one input, and gives its success; throws on anything else. */
  mutate(username: string, name: string, input: object, fields?: string): Promise<Record<string, unknown>>
  stop(): Promise<void>
}

/** Starts Postgres and the server; the user `admin` has every permission. */
export async function startBenchServer(): Promise<BenchServer> {
  const folder = mkdtempSync(join(tmpdir(), 'interlude-bench-'))
  const postgres = await startEmbeddedPostgres(folder, { settings: { track_commit_timestamp: 'on', max_connections: '100' } })
  const abandon = () => {
    process.kill(postgres.pid, 'SIGQUIT')
    rmSync(folder, { recursive: true, force: true })
  }
  process.once('exit', abandon)
  const node = await startNode(SERVER_COMMAND, {
    DATABASE_URL: postgres.url, DATA_DIR: folder, PORT: '0', HOST: '', DEMO: '0', BOOTSTRAP_ADMIN: 'admin', AUTH_JWT_SECRET: SECRET, NODE_ENV: 'production', LOG_LEVEL: 'info', REDIS_URL: '', SMTP_URL: '', ROLES: '',
  })
  const pool = new pg.Pool({ connectionString: postgres.url, max: 8 })
  const agent = new Agent({ keepAlive: true, maxSockets: 32 })
  const tokens = new Map<string, Promise<string>>()
  const token = (username: string) => tokens.get(username) ?? tokens.set(username, signToken({ secret: SECRET, issuer: null, audience: null }, username, 36_000, new Date())).get(username)!
  const run: BenchServer['run'] = async (username, query, variables) => {
    const { data, errors } = await post(`${node.url}/graphql`, agent, await token(username), JSON.stringify({ query, variables }))
    if (errors !== undefined) throw new Error(`${JSON.stringify(errors)} to ${query}`)
    return data as never
  }
  const mutate: BenchServer['mutate'] = async (username, name, input, fields = '') => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
    const query = `mutation Run($input: ${type}Input!) { ${name}(input: $input) { __typename ${fields === '' ? '' : `... on ${type}Success { ${fields} }`} ... on Error { message } } }`
    const answer = (await run<Record<string, Record<string, unknown>>>(username, query, { input }))[name]!
    if (!String(answer['__typename']).endsWith('Success')) throw new Error(`${name} answered ${JSON.stringify(answer)}`)
    return answer
  }
  return {
    ...node, pool, token, run, mutate,
    stop: async () => {
      agent.destroy()
      await pool.end()
      await node.stop()
      process.off('exit', abandon)
      await postgres.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** So many work items at once are made by the orchestration `HandleMany`. */
export const MANY = 10

/** A flow of one screen, and the orchestrations `Handle` and `HandleMany`, whose work items go to the queue that they are started with. */
export async function setUpWork({ mutate }: BenchServer): Promise<void> {
  await mutate('admin', 'savePresenceStatus', { apiName: 'Available', isOnline: true, isBusy: false })
  await mutate('admin', 'saveFlow', { apiName: 'Answer', label: 'Answer', flowType: 'SCREEN', start: 'Show', elements: [{ screen: { apiName: 'Show', label: 'Show', fields: [{ apiName: 'note', label: 'Note', fieldType: 'TEXT' }] } }] })
  await mutate('admin', 'activateFlow', { apiName: 'Answer' })
  for (const [apiName, count] of [['Handle', 1], ['HandleMany', MANY]] as const) {
    const steps = Array.from({ length: count }, (_, n) => ({ apiName: `Do_${n}`, label: 'Do it', stepType: 'INTERACTIVE', action: { flow: 'Answer' }, assignee: { resource: 'queue' } }))
    await mutate('admin', 'saveOrchestration', { apiName, label: 'Handle', orchestrationType: 'AUTOLAUNCHED', variables: [{ apiName: 'queue', dataType: 'STRING', isInput: true }], stages: [{ apiName: 'Only', label: 'Only', steps }] })
    await mutate('admin', 'activateOrchestration', { apiName })
  }
}

/** Starts a run whose one work item goes to this queue; answers with the item's global id. */
export async function startWork(server: BenchServer, queue: string): Promise<string> {
  return (await startItems(server, 'Handle', queue))[0]!
}

/** Starts a run whose MANY work items go to this queue; answers with their global ids. */
export function startMany(server: BenchServer, queue: string): Promise<string[]> {
  return startItems(server, 'HandleMany', queue)
}

async function startItems({ mutate }: BenchServer, apiName: string, queue: string): Promise<string[]> {
  const { run } = (await mutate('admin', 'startOrchestration', { apiName, inputs: { queue } }, `run { workItems(first: ${MANY}) { edges { node { id } } } }`)) as { run: { workItems: { edges: { node: { id: string } }[] } } }
  return run.workItems.edges.map(({ node }) => node.id)
}

/** A routable queue. */
export async function makeQueue({ mutate }: BenchServer, apiName: string): Promise<void> {
  await mutate('admin', 'saveQueueRoutingConfig', { apiName: `For_${apiName}` })
  await mutate('admin', 'saveGroup', { apiName, groupType: 'QUEUE', users: [], supportedObjects: ['OrchestrationWorkItem'], routingConfiguration: `For_${apiName}` })
}

/** Makes so many users at once, each a member of one of the queues in turn, with room for any number of items. */
export async function makeAgents({ pool }: BenchServer, count: number, queues: readonly string[]): Promise<string[]> {
  const names = Array.from({ length: count }, (_, n) => `agent_${n}`)
  const config = randomUUID()
  await pool.query(`INSERT INTO "PresenceUserConfig" ("id", "apiName", "capacity") VALUES ($1, 'Bench', 1000000)`, [config])
  await pool.query(`INSERT INTO "User" ("id", "username", "name", "email", "permissions", "skills", "presenceStatuses", "presenceUserConfigId")
    SELECT 'id-' || n, n, n, n || '@localhost', '{RUN_FLOWS}', '{}', '{}', $2 FROM unnest($1::text[]) n`, [names, config])
  await pool.query(`INSERT INTO "GroupClosure" ("userId", "groupId") SELECT 'id-' || n, g."id" FROM unnest($1::text[]) WITH ORDINALITY AS a(n, at)
    JOIN "Group" g ON g."apiName" = ($2::text[])[1 + (a.at % cardinality($2::text[]))]`, [names, queues])
  return names
}

type Answer = { data?: unknown; errors?: unknown }

function post(url: string, agent: Agent, token: string, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, 'content-length': Buffer.byteLength(body) } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.once('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString()) as Answer))
    })
    sent.once('error', reject)
    sent.end(body)
  })
}
