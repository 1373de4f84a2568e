// Interviews: the answer to a screen in the middle of a flow, over HTTP, against an inserted row and a commit, and against
// what the HTTP library does when it is asked nothing; and how fast the command line resumes and deletes very many.
import { spawn } from 'node:child_process'
import { Agent, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type pg from 'pg'
import { createSchema, createYoga } from 'graphql-yoga'
import { startInterview } from '../src/commands/interview/start-interview.ts'
import { loadViewer } from '../src/commands/load-viewer.ts'
import { openPool } from '../src/db.ts'
import type { Bench, Measure } from './report.ts'
import { prepare } from './support/definitions.ts'
import { install, type Installation } from './support/installation.ts'
import { post } from './support/post.ts'
import { peakMemory, processorSeconds } from './support/processor-time.ts'
import { compare, hammer, measuresOf, type Contestant, type Result } from './support/rounds.ts'

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5), SECONDS = Number(process.env['BENCH_SECONDS'] ?? 3), MANY = Number(process.env['BENCH_INTERVIEWS'] ?? 100_000)
const CLIENTS = 32
const SUBMIT = 'submitScreen of a middle screen, over HTTP'
const ROOT = new URL('..', import.meta.url)

/** Measures all; BENCH_ROUNDS, BENCH_SECONDS and BENCH_INTERVIEWS say how long and how many. */
export const bench: Bench = async () => {
  const installation = await install()
  const pool = openPool(installation.url, { max: 16 })
  const hello = await startHello()
  try {
    await prepare(installation.shell)
    await pool.query('CREATE TABLE floor_row (id bigserial PRIMARY KEY, note text NOT NULL)')
    const server = await installation.startServer({ ROLES: 'api' })
    const results = await compare([insertAndCommit(pool), helloWorld(hello.url), await middleScreens(installation, server)], { rounds: ROUNDS, seconds: SECONDS })
    return {
      name: 'interviews',
      conditions: [`floor, product, database (fsync on) and ${CLIENTS} clients on the same cores; medians of ${ROUNDS} rounds of ${SECONDS} s that take turns`, 'many: `interlude interviews resume|delete --flow Long --yes --jsonl`, a process of its own'],
      measures: [...measuresOf(results), ofTheLower(results), ...(await changeMany(installation, server.url, 'resume')), ...(await changeMany(installation, server.url, 'delete'))],
    }
  } finally {
    hello.stop()
    await pool.end()
    await installation.close()
  }
}

// Where the server's library itself reaches less than the database, that is the floor.
function ofTheLower([inserts, hello, submits]: readonly Result[]): Measure {
  const lower = inserts!.perSecond < hello!.perSecond ? inserts! : hello!
  const value = submits!.perSecond / lower.perSecond
  return { name: `${SUBMIT}: share of the lower of both`, value, unit: 'times', against: lower.name, target: 'at least 0.5', isMet: value >= 0.5 }
}

function insertAndCommit(pool: pg.Pool): Contestant {
  return { name: 'one row inserted and committed (pg, pool 16)', round: (seconds) => hammer(16, seconds, async () => { await pool.query({ name: 'floor', text: 'INSERT INTO floor_row (note) VALUES ($1)', values: ['done'] }) }) }
}

async function startHello(): Promise<{ url: string; stop(): void }> {
  const yoga = createYoga({ schema: createSchema({ typeDefs: 'type Query { hello: String! }', resolvers: { Query: { hello: () => 'world' } } }), logging: false })
  const server = createServer((request, response) => void yoga(request, response))
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, stop: () => { server.closeAllConnections(); server.close() } }
}

function helloWorld(url: string): Contestant {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS })
  return { name: 'hello world by graphql-yoga (in the process of the clients)', round: (seconds) => hammer(CLIENTS, seconds, async () => { await post(agent, url, '', { query: '{ hello }' }) }) }
}

const ANSWER = 'mutation Answer($input: SubmitScreenInput!) { submitScreen(input: $input) { __typename ... on SubmitScreenSuccess { interview { status screen { apiName revision fields { apiName value } } } } ... on Error { code message } } }'

// Each client goes on with an interview of its own, which has as many screens as are asked for: the flow goes round.
async function middleScreens({ shell, token }: Installation, server: { url: string; pid: number }): Promise<Contestant> {
  const worker = (await loadViewer(shell.pool, 'worker'))!
  const authorization = `Bearer ${await token(worker.username)}`
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS })
  return {
    name: SUBMIT,
    round: async (seconds) => {
      const standing = await Promise.all(Array.from({ length: CLIENTS }, async () => ({ guid: (await startInterview(shell, worker, { flow: 'Long' })).guid, revision: 1 })))
      const before = processorSeconds(server.pid)
      const result = await hammer(CLIENTS, seconds, async (client) => {
        const interview = standing[client]!
        const answer = await post(agent, `${server.url}/graphql`, authorization, { query: ANSWER, variables: { input: { interviewId: interview.guid, revision: interview.revision++, values: { note: 'on' } } } })
        if (!answer.includes('"SubmitScreenSuccess"')) throw new Error(answer)
        if (interview.revision > 200) standing[client] = { guid: (await startInterview(shell, worker, { flow: 'Long' })).guid, revision: 1 }
      })
      return { ...result, processor: ((processorSeconds(server.pid) - before) * 1e6) / result.milliseconds.length }
    },
  }
}

const WORDS = { resume: { done: 'resumed', target: null }, delete: { done: 'deleted', target: 5_000 } } as const

/** So many paused interviews, resumed or deleted by the command line: how fast, and how much memory it takes. */
async function changeMany({ shell, token }: Installation, url: string, verb: 'resume' | 'delete'): Promise<Measure[]> {
  const worker = (await loadViewer(shell.pool, 'worker'))!, { done, target } = WORDS[verb]
  await shell.pool.query('TRUNCATE "FlowInterview"')
  const { guid } = await startInterview(shell, worker, { flow: 'Long' })
  await shell.pool.query(`INSERT INTO "FlowInterview" ("guid", "label", "flowId", "flowVersionId", "status", "currentElement", "pausedAt", "pausedById", "ownerId", "state", "createdDate", "lastModifiedDate")
    SELECT gen_random_uuid()::text, "label", "flowId", "flowVersionId", 'PAUSED', "currentElement", now(), "ownerId", "ownerId", jsonb_set("state"::jsonb, '{status}', '"PAUSED"'), now() + i * interval '1 millisecond', now()
    FROM "FlowInterview", generate_series(1, ${MANY}) i WHERE "guid" = '${guid}'`)
  await shell.pool.query('ANALYZE "FlowInterview"')
  const from = performance.now()
  const program = spawn(process.execPath, ['interlude.mjs', 'interviews', verb, '--flow', 'Long', '--yes', '--jsonl', '--url', url, '--token', await token(worker.username)], { cwd: ROOT, stdio: ['ignore', 'pipe', 'inherit'] })
  let memory: number | null = null
  const watch = setInterval(() => { memory = peakMemory(program.pid!) ?? memory }, 50)
  const count = (await text(program.stdout)).split('\n').filter((line) => line.includes('"ok":true')).length
  clearInterval(watch)
  const perSecond = MANY / ((performance.now() - from) / 1000)
  if (count !== MANY) throw new Error(`${count} of ${MANY} were ${done}`)
  return [
    { name: `interviews ${done} by the command line, of ${MANY}`, value: perSecond, unit: 'a second', ...(target !== null && { target: `at least ${target}`, isMet: perSecond >= target }) },
    ...(memory === null ? [] : [{ name: `its memory at most, of ${MANY} ${done}`, value: memory, unit: 'MiB' }]),
  ]
}
