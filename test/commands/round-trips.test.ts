// How many round trips to the database each command and hot query takes; what a command saves is one, however many statements it is.
import { beforeAll, expect, it } from 'vitest'
import { runBackgroundStep, type BackgroundStepJob } from '../../src/commands/interview/run-background-step.ts'
import { pauseInterview, submitScreen } from '../../src/commands/interview/answer-screen.ts'
import { deleteInterviews } from '../../src/commands/interview/delete-interview.ts'
import { resumeInterview, resumeInterviews } from '../../src/commands/interview/resume-interview.ts'
import { loadViewer } from '../../src/commands/load-viewer.ts'
import { upsertRecord } from '../../src/commands/record/upsert-record.ts'
import { acceptAgentWork } from '../../src/commands/routing/accept-agent-work.ts'
import { routePendingWork } from '../../src/commands/routing/route-pending-work.ts'
import { setPresence } from '../../src/commands/routing/set-presence.ts'
import { openWorkItem } from '../../src/commands/work-item/open-work-item.ts'
import { reassignWorkItems } from '../../src/commands/work-item/reassign-work-item.ts'
import type { Viewer } from '../../src/core/viewer.ts'
import { loadDemo } from '../../src/demo/load-demo.ts'
import { useDatabase } from '../support/database.ts'
import { execute } from '../support/graphql.ts'
import { testShell, type TestShell } from '../support/shell.ts'

const db = useDatabase()
let shell: TestShell
let sent = 0
const people: Record<string, Viewer> = {}
beforeAll(async () => {
  const counting = new Proxy(db.pool, {
    get(pool, name) {
      if (name !== 'query') return Reflect.get(pool, name, pool) as unknown
      return (...args: Parameters<typeof pool.query>) => {
        sent++
        return pool.query(...args) as unknown
      }
    },
  })
  shell = testShell({ ...db, url: db.url, prisma: db.prisma, close: () => db.close(), pool: counting })
  await loadDemo(shell)
  for (const username of ['admin', 'triage', 'agent1']) people[username] = (await loadViewer(db.pool, username))!
})

async function roundTrips(work: () => Promise<unknown>): Promise<number> {
  sent = 0
  await work()
  return sent
}
const value = async <T>(sql: string) => Object.values((await db.pool.query<Record<string, T>>(sql)).rows[0]!)[0]!

it('counts what a case costs from its creation to the agent\'s acceptance', async () => {
  const { admin, triage, agent1 } = people as { admin: Viewer; triage: Viewer; agent1: Viewer }
  const counts: Record<string, number> = {}
  const count = async (name: string, work: () => Promise<unknown>) => { counts[name] = await roundTrips(work) }
  const submit = (guid: string, revision: number, values: Record<string, string | number>) => submitScreen(shell, triage, { guid, revision, values })

  await count('upsertRecord that starts a run', () => upsertRecord(shell, admin, { recordId: 'C', objectApiName: 'Case', name: 'C', owner: 'triage', fields: { Status: 'New' } }))
  const item = await value<string>(`SELECT "id" FROM "WorkItem" WHERE "recordId" = 'C'`)
  const job = await value<BackgroundStepJob>(`SELECT j."payload" FROM graphile_worker._private_jobs j WHERE j."payload" ->> 'runId' = split_part('${item}', '.', 1)`)
  await count('a background step that changes the record', () => runBackgroundStep(shell, job))
  await count('upsertRecord that changes nothing', () => upsertRecord(shell, admin, { recordId: 'C', objectApiName: 'Case', fields: { Status: 'New' } }))
  await count('openWorkItem', () => openWorkItem(shell, triage, item))
  const guid = await value<string>(`SELECT "guid" FROM "FlowInterview" WHERE "workItemId" = '${item}'`)
  await count('pauseInterview', () => pauseInterview(shell, triage, { guid, reason: 'lunch', values: {} }))
  await count('query: a record\'s table of paused interviews', async () => expect(await execute(shell, triage, `{ record(recordId: "C") { pausedInterviews { edges { node {
    label pauseLabel currentElement pausedAt pausedBy { name } owner { name } flow { label } flowVersion { versionNumber } workItem { label stage { label } } expiresAt canResume canDelete } } } } }`)).toMatchObject({ data: { record: { pausedInterviews: { edges: [{ node: { pauseLabel: 'lunch' } }] } } } }))
  await count('resumeInterview', () => resumeInterview(shell, triage, guid))
  const copies = (await db.pool.query<{ guid: string }>(`INSERT INTO "FlowInterview" SELECT (jsonb_populate_record(i, jsonb_build_object('guid', gen_random_uuid(), 'workItemId', null, 'runId', null, 'status', 'PAUSED', 'state', jsonb_set(i."state"::jsonb, '{status}', '"PAUSED"')))).*
    FROM "FlowInterview" i, generate_series(1, 100) WHERE i."guid" = '${guid}' RETURNING "guid"`)).rows.map((row) => row.guid)
  await count('resumeInterviews of 100', async () => expect((await resumeInterviews(shell, triage, copies)).filter(({ error }) => error !== null)).toEqual([]))
  await count('deleteInterviews of 100', async () => expect((await deleteInterviews(shell, triage, copies)).filter(({ error }) => error !== null)).toEqual([]))
  await count('submitScreen of a middle screen', () => submit(guid, 1, { severity: 'Low' }))
  await count('submitScreen that completes a work item and makes the next', () => submit(guid, 2, { product: 'Network' }))
  await count('setPresence', () => setPresence(shell, agent1, 'Available'))
  await count('a routing pass that offers one item', () => routePendingWork(shell))
  const work = await value<string>('SELECT "id" FROM "AgentWork"')
  await count('acceptAgentWork', () => acceptAgentWork(shell, agent1, work))
  for (let n = 0; n < 80; n++) await upsertRecord(shell, admin, { recordId: `C${n}`, objectApiName: 'Case', name: 'C', owner: 'triage', fields: { Status: 'New' } })
  const open = (await db.pool.query<{ id: string }>(`SELECT "id" FROM "WorkItem" WHERE "recordId" ~ '^C[0-9]'`)).rows.map((row) => row.id)
  await count('reassignWorkItems of 80', async () => expect((await reassignWorkItems(shell, admin, open, { queue: 'Support_Agents' })).map(({ error }) => error)).toEqual(Array(80).fill(null)))
  await count('query: a record\'s work items with assignee, step, stage and run', () => execute(shell, triage, `{ record(recordId: "C") {
    workItems { edges { node { label assignee { __typename ... on User { username } ... on Group { apiName } } step { apiName } stage { apiName } run { status } interview { guid } } } } } }`))
  await count('query: the Work Guide', () => execute(shell, triage, '{ record(recordId: "C") { workGuide { edges { node { id label } } } } }'))
  await count('query: the To Do List', () => execute(shell, triage, '{ viewer { toDoList { edges { node { id label } } } } }'))
  expect(counts).toMatchInlineSnapshot(`
    {
      "a background step that changes the record": 7,
      "a routing pass that offers one item": 2,
      "acceptAgentWork": 2,
      "deleteInterviews of 100": 2,
      "openWorkItem": 3,
      "pauseInterview": 5,
      "query: a record's table of paused interviews": 10,
      "query: a record's work items with assignee, step, stage and run": 2,
      "query: the To Do List": 2,
      "query: the Work Guide": 2,
      "reassignWorkItems of 80": 18,
      "resumeInterview": 2,
      "resumeInterviews of 100": 3,
      "setPresence": 2,
      "submitScreen of a middle screen": 3,
      "submitScreen that completes a work item and makes the next": 6,
      "upsertRecord that changes nothing": 2,
      "upsertRecord that starts a run": 7,
    }
  `)
})
