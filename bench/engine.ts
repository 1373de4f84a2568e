// The engine: whole runs through its commands, and the mutation that completes a work item over HTTP, each against plain
// statements that do the least that could be called the same.
import { Agent } from 'node:http'
import type pg from 'pg'
import { startOrchestration } from '../src/commands/run/start-orchestration.ts'
import { submitScreen } from '../src/commands/interview/answer-screen.ts'
import { loadViewer } from '../src/commands/load-viewer.ts'
import { openWorkItem } from '../src/commands/work-item/open-work-item.ts'
import type { Viewer } from '../src/core/viewer.ts'
import { openPool } from '../src/db.ts'
import { prepare } from './support/definitions.ts'
import { install, type Installation } from './support/installation.ts'
import { post } from './support/post.ts'
import { processorSeconds } from './support/processor-time.ts'
import { compare, hammer, hammerStock, measuresOf, type Contestant } from './support/rounds.ts'
import { measureGrowth } from './engine/growth.ts'
import type { Bench, Measure } from './report.ts'

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5), SECONDS = Number(process.env['BENCH_SECONDS'] ?? 3)
const POOL = 16, CLIENTS = 32, MANY = 64

const WHOLE = 'startOrchestration with a background step, openWorkItem, submitScreen', WHOLE_MANY = `${WHOLE}, ${MANY} at once`, OVER_HTTP = 'submitScreen over HTTP'

/** Measures all, or the parts that are named (`speed`, `growth`); BENCH_ROUNDS and BENCH_SECONDS say how long, BENCH_RUNS how many runs are many. */
export const bench: Bench = async (args) => ({
  name: 'engine',
  conditions: [
    `floor, product, database (fsync on) and clients on the same cores, over the loopback; medians of ${ROUNDS} rounds of ${SECONDS} s that take turns`,
    `whole runs: two steps, one of them a person's, started, waited for and completed, without HTTP; by ${CLIENTS} callers and by ${MANY}: what comes together is saved together`,
    'submitScreen: completes a work item and makes the next, with authorization, history, mail and events; 32 clients',
  ],
  measures: [...(isAsked(args, 'speed') ? await measureSpeed() : []), ...(isAsked(args, 'growth') ? await measureGrowth(ROUNDS, SECONDS) : [])],
})

function isAsked(parts: readonly string[], part: string): boolean {
  return parts.length === 0 || parts.includes(part)
}

async function measureSpeed(): Promise<Measure[]> {
  const installation = await install()
  try {
    await prepare(installation.shell)
    const worker = (await loadViewer(installation.db.pool, 'worker'))!
    const floorPool = openPool(installation.url, { max: POOL })
    await floorPool.query(FLOOR_TABLES)
    const whole = await compare([twoCommits(floorPool), wholeRun(installation, worker, WHOLE, CLIENTS), wholeRun(installation, worker, WHOLE_MANY, MANY)], { rounds: ROUNDS, seconds: SECONDS })
    const server = await installation.startServer({ ROLES: 'api' })
    const completing = await compare([interactiveTransaction(floorPool), await completeOverHttp(installation, worker, server)], { rounds: ROUNDS, seconds: SECONDS })
    await floorPool.end()
    return [...measuresOf(whole, { [WHOLE]: 0.5, [WHOLE_MANY]: 0.5 }), ...measuresOf(completing, { [OVER_HTTP]: 0.8 })]
  } finally {
    await installation.close()
  }
}

// ---------------------------------------------------------------- the floor

const FLOOR_TABLES = `
  CREATE TABLE floor_run (id bigserial PRIMARY KEY, status text NOT NULL, step int NOT NULL, version int NOT NULL);
  CREATE TABLE floor_item (id bigserial PRIMARY KEY, run_id bigint NOT NULL, status text NOT NULL, assignee text NOT NULL, completed_at timestamptz);
  CREATE INDEX ON floor_item (run_id); CREATE INDEX ON floor_item (assignee, status);
  CREATE TABLE floor_history (id bigserial PRIMARY KEY, run_id bigint NOT NULL, milestone text NOT NULL, at timestamptz NOT NULL DEFAULT now());
  CREATE INDEX ON floor_history (run_id);
  INSERT INTO floor_run (status, step, version) SELECT 'IN_PROGRESS', 1, 1 FROM generate_series(1, 20000);
  INSERT INTO floor_item (run_id, status, assignee) SELECT 1 + i % 20000, 'ASSIGNED', 'worker' FROM generate_series(0, 199999) i;
  ANALYZE floor_run; ANALYZE floor_item; ANALYZE floor_history`

function twoCommits(pool: pg.Pool): Contestant {
  const start = {
    name: 'floor_start', text: `WITH r AS (INSERT INTO floor_run (status, step, version) VALUES ('IN_PROGRESS', 1, 1) RETURNING id),
    i AS (INSERT INTO floor_item (run_id, status, assignee) SELECT id, 'ASSIGNED', 'worker' FROM r),
    h AS (INSERT INTO floor_history (run_id, milestone) SELECT id, m FROM r, unnest('{START_RUN,START_STEP,START_WORK_ITEM}'::text[]) m) SELECT id FROM r`,
  }
  const complete = `WITH r AS (UPDATE floor_run SET status = 'COMPLETED', version = version + 1 WHERE id = $1 AND version = 1 RETURNING id),
    i AS (UPDATE floor_item SET status = 'COMPLETED', completed_at = now() WHERE run_id = $1),
    h AS (INSERT INTO floor_history (run_id, milestone) SELECT id, m FROM r, unnest('{END_WORK_ITEM,END_STEP,END_RUN}'::text[]) m) SELECT id FROM r`
  return {
    name: 'two statements, two commits (pg, pool 16)',
    round: (seconds) => hammer(POOL, seconds, async () => {
      const { rows } = await pool.query<{ id: string }>(start)
      await pool.query({ name: 'floor_complete', text: complete, values: [rows[0]!.id] })
    }),
  }
}

function interactiveTransaction(pool: pg.Pool): Contestant {
  const one = async (client: pg.PoolClient, item: number, run: number) => {
    await client.query('BEGIN')
    await client.query({ name: 'a1', text: 'SELECT * FROM floor_run WHERE id = $1 FOR UPDATE', values: [run] })
    await client.query({ name: 'a2', text: `UPDATE floor_item SET status = 'COMPLETED', completed_at = now() WHERE id = $1`, values: [item] })
    await client.query({ name: 'a3', text: `INSERT INTO floor_history (run_id, milestone) VALUES ($1, 'END_WORK_ITEM')`, values: [run] })
    await client.query({ name: 'a4', text: `INSERT INTO floor_history (run_id, milestone) VALUES ($1, 'START_STEP')`, values: [run] })
    await client.query({ name: 'a5', text: 'UPDATE floor_run SET step = step + 1, version = version + 1 WHERE id = $1', values: [run] })
    await client.query({ name: 'a6', text: `INSERT INTO floor_item (run_id, status, assignee) VALUES ($1, 'ASSIGNED', 'worker')`, values: [run] })
    await client.query('COMMIT')
  }
  let next = 0
  return {
    name: 'eight statements, one transaction (pg, pool 16)',
    round: (seconds) => hammer(POOL, seconds, async () => {
      const item = next++ % 200_000
      const client = await pool.connect()
      await one(client, item + 1, 1 + (item % 20_000))
      client.release()
    }),
  }
}

// ---------------------------------------------------------------- the product

function wholeRun({ shell }: Installation, worker: Viewer, name: string, callers: number): Contestant {
  return {
    name,
    round: (seconds) => hammer(callers, seconds, async () => {
      const { runId } = await startOrchestration(shell, worker, { apiName: 'Bench_Whole' })
      await submitScreen(shell, worker, { guid: await openOnly(shell, worker, runId), revision: 1, values: { note: 'done' } })
    }),
  }
}

// Ids of what is in a run begin with its own.
async function openOnly(shell: Installation['shell'], worker: Viewer, runId: string): Promise<string> {
  return (await openWorkItem(shell, worker, `${runId}.w1`)).guid
}

const COMPLETE = `mutation Complete($input: SubmitScreenInput!) { submitScreen(input: $input) { __typename
  ... on SubmitScreenSuccess { interview { status } workItem { id status } nextWorkItems { id label } } ... on Error { code message } } }`

async function completeOverHttp({ shell, token }: Installation, worker: Viewer, server: { url: string; pid: number }): Promise<Contestant> {
  const makeOne = async () => openOnly(shell, worker, (await startOrchestration(shell, worker, { apiName: 'Bench_Two' })).runId)
  const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS })
  const authorization = `Bearer ${await token(worker.username)}`
  const complete = async (guid: string) => {
    const answer = await post(agent, `${server.url}/graphql`, authorization, { query: COMPLETE, variables: { input: { interviewId: guid, revision: 1, values: { note: 'done' } } } })
    if (!answer.includes('"SubmitScreenSuccess"')) throw new Error(answer)
  }
  const round = hammerStock(CLIENTS, () => Promise.all(Array.from({ length: CLIENTS }, makeOne)), complete, () => processorSeconds(server.pid))
  return {
    name: OVER_HTTP,
    round: async (seconds) => {
      const { metered, ...result } = await round(seconds)
      return { ...result, processor: metered * 1e6 / result.milliseconds.length }
    },
  }
}
