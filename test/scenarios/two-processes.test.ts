// Two server processes on one database, agents who accept, decline, time out, come, go and finish at random, and one of the
// processes killed with -9 in the middle (rules O1-O6, P2). The full size, which takes a few minutes:
//   STRESS_AGENTS=40 STRESS_ITEMS=1000 npx vitest run test/scenarios/two-processes.test.ts
// STRESS_SEED repeats the choices of a run (not its timing); it is printed.
import type pg from 'pg'
import { afterEach, beforeEach, expect, inject, it } from 'vitest'
import { openPool } from '../../src/db.ts'
import { chanceOf } from '../support/chance.ts'
import { cloneDatabase, dropTestDatabase } from '../support/database.ts'
import { loggedOn } from '../support/events.ts'
import { omni } from '../support/omni.ts'
import { isLostConnection, putToWork, type RandomAgent, type Told } from '../support/random-agent.ts'
import { startServerProgram, type ServerProgram } from '../support/server-program.ts'
import { callerOf, until } from '../support/server.ts'

const AGENTS = Number(process.env['STRESS_AGENTS'] ?? 6)
const ITEMS = Number(process.env['STRESS_ITEMS'] ?? 60)
const SEED = Number(process.env['STRESS_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const CREATORS = 4
const CHECK_EVERY_MS = 20
const PATIENCE_MS = 60_000 + ITEMS * 1_000

let servers: (ServerProgram & { isDead: boolean })[] = []
let databaseUrl = ''
let pool: pg.Pool
let watching: { isOver: boolean; ended: Promise<void> } = { isOver: true, ended: Promise.resolve() }
let working: RandomAgent[] = []
// Each attempt has two processes and a database of its own, and leaves nothing running: one that fails half way as well.
beforeEach(async () => {
  databaseUrl = await cloneDatabase()
  pool = openPool(databaseUrl, { max: 3 })
  servers = []
  working = []
  for (let n = 0; n < 2; n++) servers.push({ ...(await startServerProgram({ DATABASE_URL: databaseUrl, REDIS_URL: inject('redisUrl') })), isDead: false })
})
afterEach(async () => {
  watching.isOver = true
  await Promise.all([watching.ended, ...working.flatMap((agent) => [agent.stopWorking(), agent.stopListening()])])
  for (const server of servers) await server.kill()
  await pool.end()
  await dropTestDatabase(databaseUrl)
})

// What must hold at every moment; each row is a breach of it. One statement, so that it is one moment.
const BREACHES = `
WITH live AS (SELECT * FROM "AgentWork" WHERE "status" IN ('ASSIGNED', 'OPENED')),
held AS (SELECT "agentId", sum("capacityWeight"::numeric) AS units FROM live GROUP BY 1)
SELECT 'two live agent works for ' || "workItemId" AS breach FROM live GROUP BY "workItemId" HAVING count(*) > 1
UNION ALL
SELECT 'workload of ' || p."userId" || ' is ' || p."workload" || ' and not ' || COALESCE(h.units, 0)
FROM "AgentPresence" p LEFT JOIN held h ON h."agentId" = p."userId" WHERE p."workload"::numeric <> COALESCE(h.units, 0)
UNION ALL
SELECT u."username" || ' holds ' || h.units || ' of ' || c."capacity" FROM held h JOIN "User" u ON u."id" = h."agentId" JOIN "PresenceUserConfig" c ON c."id" = u."presenceUserConfigId" WHERE h.units > c."capacity"::numeric
UNION ALL
SELECT 'offer without its pending row: ' || l."id" FROM live l LEFT JOIN "PendingServiceRouting" r ON r."offeredAgentWorkId" = l."id" WHERE (l."status" = 'ASSIGNED') <> (r."id" IS NOT NULL)
UNION ALL
SELECT 'pending row of an offer that is not live: ' || r."id" FROM "PendingServiceRouting" r LEFT JOIN live l ON l."id" = r."offeredAgentWorkId" WHERE r."offeredAgentWorkId" IS NOT NULL AND l."id" IS NULL
UNION ALL
SELECT 'accepted work that is pending: ' || l."id" FROM live l JOIN "PendingServiceRouting" r USING ("workItemId") WHERE l."status" = 'OPENED'
UNION ALL
SELECT 'open work that is neither pending nor an agent''s: ' || w."id" FROM "WorkItem" w
WHERE w."status" = 'ASSIGNED' AND w."isActionable" AND NOT EXISTS (SELECT 1 FROM "PendingServiceRouting" r WHERE r."workItemId" = w."id") AND NOT EXISTS (SELECT 1 FROM live l WHERE l."workItemId" = w."id")`

const rows = async <Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []) => (await pool.query<Row>(sql, values)).rows

async function loggedFor(username: string): Promise<Told[]> {
  const [user] = await rows<{ id: string }>('SELECT "id" FROM "User" WHERE "username" = $1', [username])
  return (await loggedOn(pool, `agent:${user!.id}`)).map(({ cursor, kind }) => ({ cursor, __typename: kind }))
}

it('never gives an agent too much nor an item to two, tells each event once and in order, and has everything done at the end', async () => { // rules O2, O3, O4, O5, O6, P2
  console.log(`two processes, ${AGENTS} agents, ${ITEMS} items: STRESS_SEED=${SEED}`)
  const chance = chanceOf(SEED)
  const serverUrl = () => chance.among(servers.filter(({ isDead }) => !isDead)).url
  const world = omni((username) => callerOf(serverUrl, username, []))
  await world.setUp()
  const agents = await Promise.all(Array.from({ length: AGENTS }, () => world.agent({ capacity: chance.among([2, 3, 5]), disconnectGraceSeconds: chance.among([1, 2, 30]), statusOnDecline: chance.among([undefined, undefined, 'Busy']) })))
  const settings = [
    { routingPriority: 0, capacityWeight: 1, pushTimeoutSeconds: 1 }, { routingPriority: 1, capacityWeight: 0.3, routingModel: 'MOST_AVAILABLE' },
    { routingPriority: 1, secondaryRoutingPriority: 0, capacityPercentage: 50, pushTimeoutSeconds: 2 },
  ]
  const queues: string[] = []
  for (const each of settings) queues.push(await world.queue(agents.filter((_, at) => at < 2 || chance.happens(0.7)), each))

  let checks = 0
  const breaches: string[] = []
  const watch = { isOver: false, ended: Promise.resolve() }
  watching = watch
  watch.ended = (async () => {
    while (!watch.isOver) {
      breaches.push(...(await rows<{ breach: string }>(BREACHES)).map(({ breach }) => breach))
      checks++
      await new Promise((resolve) => setTimeout(resolve, CHECK_EVERY_MS))
    }
  })()
  working = agents.map((agent) => putToWork(agent, { chance: chanceOf(SEED, agent.username.slice(-8)), serverUrl }))

  // What was not answered may have been done all the same; what was answered is done.
  const answered: string[] = []
  const lost: unknown[] = []
  let left = ITEMS
  const create = async () => {
    while (left-- > 0) {
      await world.work(chance.among(queues)).then((id) => answered.push(id), (error: unknown) => {
        if (!isLostConnection(error)) lost.push(error)
        left++
      })
    }
  }
  const creating = Promise.all(Array.from({ length: CREATORS }, create))
  const completed = async () => Number((await rows<{ count: string }>(`SELECT count(*) FROM "WorkItem" WHERE "status" = 'COMPLETED'`))[0]!.count)
  await until(completed, (count) => count >= ITEMS * 0.4, PATIENCE_MS)
  servers[0]!.isDead = true
  await servers[0]!.kill()
  await creating
  expect(lost).toEqual([])
  const open = () => rows<{ id: string }>(`SELECT "id" FROM "WorkItem" WHERE "status" <> 'COMPLETED'`)
  const stuck = await until(open, (items) => items.length === 0, PATIENCE_MS).catch((error: unknown) => error)
  await Promise.all(working.map((agent) => agent.stopWorking()))
  // Once they listen no more their presence ends, which nobody tells them.
  const settled: { username: string; told: readonly Told[]; logged: readonly Told[] }[] = []
  for (const { username, told } of working) {
    const logged = await until(() => loggedFor(username), (one) => one.at(-1)?.cursor === told.at(-1)?.cursor, PATIENCE_MS)
    settled.push({ username, told: [...told], logged })
  }
  await Promise.all(working.map((agent) => agent.stopListening()))
  watch.isOver = true
  await watch.ended

  expect(stuck).toEqual([])
  expect(breaches).toEqual([])
  expect(checks).toBeGreaterThan(20)
  expect(working.flatMap(({ surprises }) => surprises)).toEqual([])
  expect(answered).toHaveLength(ITEMS)
  expect(await completed()).toBeGreaterThanOrEqual(ITEMS)
  expect(await rows('SELECT 1 FROM "PendingServiceRouting"')).toEqual([])

  // Everything that the log has for an agent from the first they were told: that, once each, in that order.
  for (const { username, told, logged } of settled) {
    expect(told.length, username).toBeGreaterThan(0)
    expect(told).toEqual(logged.slice(logged.findIndex(({ cursor }) => cursor === told[0]!.cursor)))
  }
  const faults = servers[1]!.stdout().split('\n').filter((line) => line.startsWith('{"level":50'))
  expect(faults).toEqual([])
  const ends = await rows<{ status: string; count: string }>('SELECT "status"::text, count(*) FROM "AgentWork" GROUP BY 1 ORDER BY 1')
  // Chance might leave one out where there is little work.
  if (ITEMS >= 200) expect(ends.map(({ status }) => status)).toEqual(expect.arrayContaining(['CLOSED', 'DECLINED', 'DECLINED_ON_PUSH_TIMEOUT']))
  console.log(`${checks} checks, ${working.reduce((sum, { told }) => sum + told.length, 0)} events over ${working.reduce((sum, { connections }) => sum + connections(), 0)} connections; agent work: ${ends.map(({ status, count }) => `${count} ${status}`).join(', ')}`)
}, 2 * PATIENCE_MS + 60_000)
