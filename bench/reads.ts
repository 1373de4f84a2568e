// Hot reads over a million work items, signed in, over HTTP, against rows by `pg` behind a plain HTTP server; and whether
// they cost more with a million items than with a thousand, and more on a later page than on the first.
import { Agent, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { openPool } from '../src/db.ts'
import { median, type Bench, type Measure } from './report.ts'
import { busyRecords, makeCrowd, type Size } from './support/crowd.ts'
import { prepare } from './support/definitions.ts'
import { install, type Installation } from './support/installation.ts'
import { post } from './support/post.ts'
import { POSTGRAPHILE_QUERY, startPostGraphile } from './support/postgraphile.ts'
import { compare, hammer, measuresOf, type Contestant, type Result } from './support/rounds.ts'

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5), SECONDS = Number(process.env['BENCH_SECONDS'] ?? 3)
const CLIENTS = 32
const LARGE: Size = { users: 10_000, groups: 500, records: 100_000, items: Number(process.env['BENCH_ITEMS'] ?? 1_000_000) }
// Each record and each user has as many items as in the large one: what somebody looks at is as long, among fewer others.
const SMALL: Size = { users: 10, groups: 1, records: 100, items: 1_000 }

const RECORD = `query Items($id: ID!) { record(recordId: $id) { workItems(first: 20) { edges { node { id label status createdDate
  assignee { __typename ... on User { id username } ... on Group { id apiName } } step { id apiName status } stage { id apiName status } run { id status label } interview { guid status } } } } } }`
const GUIDE = 'query Guide($id: ID!) { record(recordId: $id) { workGuide(first: 20) { edges { node { id label createdDate } } } } }'
const TO_DO = '{ viewer { toDoList(first: 20) { edges { node { id label createdDate } } } } }'
const LIST = 'query List($after: String) { workItems(first: 20, after: $after, filter: { assignedToMe: true }) { pageInfo { endCursor hasNextPage } edges { node { id label createdDate } } } }'
const ALL = 'query All($after: String) { workItems(first: 20, after: $after) { pageInfo { endCursor hasNextPage } edges { node { id label createdDate } } } }'

type Asker = (user: number, query: string, variables?: object) => Promise<string>

/** Measures both; BENCH_ROUNDS, BENCH_SECONDS and BENCH_ITEMS say how long and how large. */
export const bench: Bench = async () => {
  const small = await crowded(SMALL), large = await crowded(LARGE)
  const floor = await startFloor(large.url), peer = await startPostGraphile(large.url, large.db.pool)
  try {
    const [askSmall, askLarge] = [await asker(small), await asker(large)]
    const results = await compare([rows(floor.url), recordItems(askLarge), ...(peer === null ? [] : [postGraphile(peer.url)])], { rounds: ROUNDS, seconds: SECONDS })
    return {
      name: 'reads',
      conditions: [
        `${LARGE.items} work items on ${LARGE.records} records, ${LARGE.users} users, ${LARGE.groups} nested groups; floor, product, database and ${CLIENTS} clients on the same cores`,
        `medians of ${ROUNDS} rounds of ${SECONDS} s that take turns; one at a time: medians of 200`,
      ],
      measures: [...measuresOf(results, { [RECORD_ITEMS]: 0.5 }), ...besidePeers(results), ...(await oneAtATime(askSmall, askLarge)), ...(await pages(askLarge))],
    }
  } finally {
    await floor.stop()
    await peer?.stop()
    await large.close()
    await small.close()
  }
}

async function crowded(size: Size): Promise<Installation> {
  const installation = await install()
  await prepare(installation.shell)
  await makeCrowd(installation.db.pool, size)
  return installation
}

async function asker(installation: Installation): Promise<Asker> {
  const { url } = await installation.startServer({ ROLES: 'api' })
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS })
  const tokens = new Map<number, string>()
  return async (user, query, variables) => {
    if (!tokens.has(user)) tokens.set(user, `Bearer ${await installation.token(`person-${user}`)}`)
    const answer = await post(agent, `${url}/graphql`, tokens.get(user)!, { query, variables })
    if (answer.includes('"errors"') || answer.includes('"record":null')) throw new Error(answer.slice(0, 500))
    return answer
  }
}

const RECORD_ITEMS = 'a record\'s 20 work items with assignee, step, stage, run and interview'

// Each client is somebody, who looks through the busy records that one of their groups was given to read.
let looked = 0
const recordFor = (client: number, size = LARGE) => `REC-${client + size.groups * (looked++ % (busyRecords(size) / size.groups))}`

function recordItems(ask: Asker, size = LARGE): Contestant {
  return { name: RECORD_ITEMS, round: (seconds) => hammer(CLIENTS, seconds, async (worker) => {
    const client = worker % size.groups
    await ask(client, RECORD, { id: recordFor(client, size) })
  }) }
}

function postGraphile(url: string): Contestant {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS })
  return {
    name: POSTGRAPHILE,
    round: (seconds) => hammer(CLIENTS, seconds, async (client) => {
      const answer = await post(agent, url, '', { query: POSTGRAPHILE_QUERY, variables: { id: recordFor(client), user: `user-${client}` } })
      if (answer.includes('"errors"')) throw new Error(answer.slice(0, 500))
    }),
  }
}
const POSTGRAPHILE = 'PostGraphile 5, nobody signed in'

function besidePeers(results: readonly Result[]): Measure[] {
  const [floor, ours, peer] = results
  const slowest = ours!.p99 / floor!.p99
  return [
    { name: `${RECORD_ITEMS}: p99`, value: slowest, unit: 'times', against: `${ours!.p99} ms against ${floor!.p99} ms of ${floor!.name}`, target: 'at most 2.5', isMet: slowest <= 2.5 },
    ...(peer === undefined ? [] : [{ name: `${RECORD_ITEMS}: beside PostGraphile`, value: ours!.perSecond / peer.perSecond, unit: 'times', against: peer.name, target: 'at least 2.5', isMet: ours!.perSecond >= 2.5 * peer.perSecond }]),
  ]
}

// ---------------------------------------------------------------- the floor

const FLOOR_SQL = `SELECT w."id", w."label", w."status", w."createdDate", u."id" AS "uId", u."username", g."id" AS "gId", g."apiName" AS "gName", p."id" AS "pId", p."apiName" AS "pName", p."status" AS "pStatus",
    s."id" AS "sId", s."apiName" AS "sName", s."status" AS "sStatus", r."id" AS "rId", r."status" AS "rStatus", r."label" AS "rLabel", i."guid", i."status" AS "iStatus"
  FROM "WorkItem" w LEFT JOIN "User" u ON u."id" = w."assigneeUserId" LEFT JOIN "Group" g ON g."id" = w."assigneeGroupId" JOIN "StepRun" p ON p."id" = w."stepId" JOIN "StageRun" s ON s."id" = w."stageId"
    JOIN "OrchestrationRun" r ON r."id" = w."runId" LEFT JOIN "FlowInterview" i ON i."workItemId" = w."id" AND i."ownerId" = $2
  WHERE w."recordId" = $1 ORDER BY w."createdDate" DESC, w."id" DESC LIMIT 20`

async function startFloor(url: string): Promise<{ url: string; stop(): Promise<void> }> {
  const pool = openPool(url, { max: 16 })
  const server = createServer((request, response) => {
    const asked = new URL(request.url!, 'http://floor').searchParams
    pool.query({ name: 'floor', text: FLOOR_SQL, values: [asked.get('record'), `user-${asked.get('user')}`] })
      .then(({ rows }) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data: { edges: rows.map((node) => ({ node })) } })), () => response.destroy())
  })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: async () => { server.closeAllConnections(); server.close(); await pool.end() } }
}

function rows(url: string): Contestant {
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS })
  return { name: 'rows by pg, JSON.stringify, node:http', round: (seconds) => hammer(CLIENTS, seconds, async (client) => { await post(agent, `${url}/?user=${client}&record=${recordFor(client)}`, '', {}) }) }
}

// ---------------------------------------------------------------- one at a time

// With many items nobody looks at what somebody has just looked at, so that their pages are not in the database's memory: that
// is shown apart from what the work itself takes, which is measured by looking at as many in both, over and over.
async function oneAtATime(small: Asker, large: Asker): Promise<Measure[]> {
  const measures: Measure[] = []
  // The other server has long compiled its code.
  await recordItems(small, SMALL).round(5 * SECONDS)
  for (const [name, query, ofRecord] of [['Work Guide', GUIDE, true], ['To Do List', TO_DO, false], ['list view, mine', LIST, false], ['list view, all I may see', ALL, false], ['record\'s items', RECORD, true]] as const) {
    const took = async (ask: Asker, of: number) => medianOf((at) => { const user = at * 13 % of; return ask(user, query, ofRecord ? { id: `REC-${user}` } : {}) })
    const first = await took(large, busyRecords(LARGE)), few = busyRecords(SMALL)
    // Not counted: the large server has just run this query too.
    await took(small, few)
    const [ofSmall, ofLarge] = [await took(small, few), await took(large, few)]
    const compared = (took: number) => ({ value: took / ofSmall, unit: 'times', against: `${took.toFixed(2)} ms against ${ofSmall.toFixed(2)} ms` })
    measures.push(
      { name: `${name}: ${LARGE.items} items against ${SMALL.items}`, ...compared(ofLarge), target: 'at most 1.3', isMet: ofLarge / ofSmall <= 1.3 },
      { name: `${name}: the same, each looked at for the first time`, ...compared(first) },
    )
  }
  return measures
}

async function pages(ask: Asker): Promise<Measure[]> {
  let after: string | null = null, page = 1
  for (; page < 500; page++) {
    const answer: string = await ask(3, ALL, { after })
    const { pageInfo } = (JSON.parse(answer) as { data: { workItems: { pageInfo: { endCursor: string; hasNextPage: boolean } } } }).data.workItems
    if (!pageInfo.hasNextPage) break
    after = pageInfo.endCursor
  }
  const [first, last] = [await medianOf(() => ask(3, ALL)), await medianOf(() => ask(3, ALL, { after }))]
  return [{ name: `list view: page ${page} against page 1`, value: last / first, unit: 'times', against: `${last.toFixed(2)} ms against ${first.toFixed(2)} ms`, target: 'at most 1.3', isMet: last / first <= 1.3 }]
}

async function medianOf(work: (at: number) => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let at = 0; at < 220; at++) {
    const from = performance.now()
    await work(at)
    if (at >= 20) times.push(performance.now() - from)
  }
  return median(times)
}
