// What a condition asks for each row, it looks up. Plans are made on a database's first day and kept while its tables grow: one
// that reads a table whole, to hash it and ask the hash, is cheap on that day alone (decision 15 in src/ARCHITECTURE.md).
import type pg from 'pg'
import { beforeAll, expect, it } from 'vitest'
import { runBackgroundStep, type BackgroundStepJob } from '../../src/commands/interview/run-background-step.ts'
import { deleteInterviews } from '../../src/commands/interview/delete-interview.ts'
import { pauseInterview, submitScreen } from '../../src/commands/interview/answer-screen.ts'
import { resumeInterview } from '../../src/commands/interview/resume-interview.ts'
import { loadViewer } from '../../src/commands/load-viewer.ts'
import { upsertRecord } from '../../src/commands/record/upsert-record.ts'
import { acceptAgentWork } from '../../src/commands/routing/accept-agent-work.ts'
import { routePendingWork } from '../../src/commands/routing/route-pending-work.ts'
import { setPresence } from '../../src/commands/routing/set-presence.ts'
import { openWorkItem } from '../../src/commands/work-item/open-work-item.ts'
import { reassignWorkItems } from '../../src/commands/work-item/reassign-work-item.ts'
import { globalId } from '../../src/core/global-id.ts'
import type { Viewer } from '../../src/core/viewer.ts'
import { loadDemo } from '../../src/demo/load-demo.ts'
import { Pipeline } from '../../src/pipeline.ts'
import { useDatabase } from '../support/database.ts'
import { execute, person } from '../support/graphql.ts'
import { testShell } from '../support/shell.ts'

const db = useDatabase()
const sent = new Set<string>()

type PlanNode = { 'Node Type': string; 'Relation Name'?: string; 'Index Name'?: string; 'Index Cond'?: string; 'Subplan Name'?: string; Plans?: PlanNode[] }
const READS_ROWS = ['Seq Scan', 'Index Scan', 'Index Only Scan', 'Bitmap Index Scan']
// Of one row, and of as many as there are processes.
const SMALL = ['ProcessAutomationSettings', 'ServerProcess_pkey']

/**
 * Tables and indexes that a plan reads whole: all without a condition on the index, but for lists that are walked in their
 * order until a page is full. What is asked for each row (a SubPlan) is no list.
 */
function readWhole(node: PlanNode, isPage = false): string[] {
  const isList = node['Node Type'] === 'Limit' || (isPage && node['Node Type'] !== 'Sort' && !node['Subplan Name']?.startsWith('SubPlan'))
  const place = node['Index Name'] ?? node['Relation Name']
  const here = !isList && READS_ROWS.includes(node['Node Type']) && node['Index Cond'] === undefined && place !== undefined && !SMALL.includes(place) ? [place] : []
  return [...here, ...(node.Plans ?? []).flatMap((inner) => readWhole(inner, isList))]
}

// Lists that sort: what waits for agents, and what somebody may see, each a bounded number; with many rows in tests of their own.
const LISTS = ['WITH "readable"', 'FROM "PendingServiceRouting" p WHERE TRUE', 'FROM "FlowInterview" i WHERE i."guid" IN ((']

/** The plan for any values. A fault of the statement is one of this test. */
async function planOf(client: pg.PoolClient, text: string): Promise<PlanNode> {
  const count = Math.max(0, ...[...text.matchAll(/\$(\d+)/g)].map(([, at]) => Number(at)))
  await client.query(`PREPARE asked AS ${text}`)
  try {
    const { rows } = await client.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`EXPLAIN (FORMAT JSON) EXECUTE asked${count === 0 ? '' : `(${Array(count).fill('NULL').join()})`}`)
    return rows[0]!['QUERY PLAN'][0].Plan
  } finally {
    await client.query('DEALLOCATE asked')
  }
}

const value = async <T = string>(sql: string) => Object.values((await db.pool.query<Record<string, T>>(sql)).rows[0]!)[0]!

beforeAll(async () => {
  const listening = new Proxy(db.pool, {
    get(pool, name) {
      if (name !== 'query') return Reflect.get(pool, name, pool) as unknown
      return (...args: [pg.QueryConfig | string | Pipeline, unknown[]?]) => {
        for (const statement of args[0] instanceof Pipeline ? args[0].statements : [args[0]]) sent.add(typeof statement === 'string' ? statement : statement.text)
        return pool.query(...(args as [pg.QueryConfig])) as unknown
      }
    },
  })
  const shell = testShell({ ...db, url: db.url, prisma: db.prisma, close: () => db.close(), pool: listening })
  await loadDemo(shell)
  const [admin, triage, agent] = await Promise.all(['admin', 'triage', 'agent1'].map(async (username) => (await loadViewer(listening, username))!)) as [Viewer, Viewer, Viewer]
  const read = async (viewer: Viewer, selection: string) => expect(await execute(shell, viewer, `{ ${selection} }`)).not.toHaveProperty('errors')
  const readers = [triage, await person(db, 'runs', ['MANAGE_ORCHESTRATION_RUNS']), await person(db, 'supervisor-of-work', ['SUPERVISE_OMNI_CHANNEL']), await person(db, 'visitor', ['RUN_FLOWS'], 'SITE_VISITOR')]

  await upsertRecord(shell, admin, { recordId: 'C', objectApiName: 'Case', name: 'C', owner: 'triage', fields: { Status: 'New' } })
  const item = await value(`SELECT "id" FROM "WorkItem" WHERE "recordId" = 'C'`), runId = item.split('.')[0]!
  await runBackgroundStep(shell, await value<BackgroundStepJob>(`SELECT j."payload" FROM graphile_worker._private_jobs j WHERE j."payload" ->> 'runId' = '${runId}'`))
  const { guid } = await openWorkItem(shell, triage, item)
  await pauseInterview(shell, triage, { guid, reason: 'lunch', values: {} })
  for (const reader of readers) {
    for (const selection of [
      'record(recordId: "C") { name workItems { edges { node { label notifications { edges { node { id } } } } } } workGuide { edges { node { id } } } pausedInterviews { edges { node { guid canResume canDelete owner { username } } } } runs { edges { node { id status } } } }',
      'viewer { toDoList { edges { node { id } } } } pausedInterviews { edges { node { guid } } }',
      'workItems { edges { node { id interview { guid } run { id } } } }', 'workItems(filter: { assignedToMe: true }) { edges { node { id } } }', 'workItems(filter: { recordId: "C" }) { edges { node { id } } }',
      'runs { edges { node { id stages { steps { waitingOn { summary } workItems { id } interview { guid } } } history { edges { node { milestone } } } workItems { edges { node { id } } } } } }', 'runs(filter: { recordId: "C" }) { edges { node { id } } }',
      `nodes(ids: ${JSON.stringify([globalId('WorkItem', item), globalId('OrchestrationRun', runId), globalId('FlowInterview', guid)])}) { id }`, 'groups { edges { node { id } } }',
    ]) await read(reader, selection)
  }
  await resumeInterview(shell, triage, guid)
  await submitScreen(shell, triage, { guid, revision: 1, values: { severity: 'Low' } })
  await submitScreen(shell, triage, { guid, revision: 2, values: { product: 'Network' } })
  await setPresence(shell, agent, 'Available')
  await routePendingWork(shell)
  await read(admin, 'pendingServiceRoutings { edges { node { id waitingOn } } }')
  await acceptAgentWork(shell, agent, await value('SELECT "id" FROM "AgentWork"'))
  await reassignWorkItems(shell, admin, [await value(`SELECT "id" FROM "WorkItem" WHERE "status" = 'ASSIGNED'`)], { queue: 'Support_Agents' })
  await deleteInterviews(shell, triage, [guid])
})

it('nothing that is asked for each row reads a table whole, planned when nothing is in the tables', async () => {
  expect(sent.size).toBeGreaterThan(60)
  const client = await db.pool.connect()
  const whole: { tables: string[]; text: string }[] = []
  for (const text of sent) {
    if (LISTS.some((list) => text.includes(list))) continue
    const tables = readWhole(await planOf(client, text))
    if (tables.length > 0) whole.push({ tables, text: text.replace(/\s+/g, ' ').slice(0, 400) })
  }
  client.release()
  expect(whole).toEqual([])
})
