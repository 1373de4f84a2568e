// A server killed with -9 in the middle of its work: whatever it answered for is there, is done once, and goes on with the next.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import type pg from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openPool } from '../../src/db.ts'
import { cloneDatabase, dropTestDatabase } from '../support/database.ts'
import { startServerProgram, type ServerProgram } from '../support/server-program.ts'
import { tokenFor, until } from '../support/server.ts'

const CASES = 60
const KILL_AFTER = 25

let databaseUrl = ''
let folder = ''
let running: ServerProgram | null = null
let pool: pg.Pool
beforeEach(async () => {
  databaseUrl = await cloneDatabase()
  folder = mkdtempSync(join(tmpdir(), 'interlude-killed-'))
  pool = openPool(databaseUrl, { max: 2 })
})
afterEach(async () => {
  await running?.kill()
  await pool.end()
  await dropTestDatabase(databaseUrl)
  rmSync(folder, { recursive: true, force: true })
})

async function start(): Promise<string> {
  running = await startServerProgram({ DATABASE_URL: databaseUrl, DATA_DIR: folder, DEMO: '1' })
  return running.url
}

async function createCase(url: string, number: number): Promise<void> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenFor('admin')}` },
    body: JSON.stringify({
      query: 'mutation ($input: UpsertRecordInput!) { upsertRecord(input: $input) { __typename ... on UpsertRecordSuccess { startedRuns { id } } } }',
      variables: { input: { recordId: `KILL-${number}`, objectApiName: 'Case', name: `Case ${number}`, owner: 'triage', fields: { Status: 'New', Account: 'Key' } } },
    }),
  })
  const { data } = (await response.json()) as { data: { upsertRecord: { __typename: string; startedRuns: unknown[] } } }
  expect(data.upsertRecord).toMatchObject({ __typename: 'UpsertRecordSuccess', startedRuns: [{}] })
}

const rows = async <Row extends pg.QueryResultRow>(sql: string) => (await pool.query<Row>(sql)).rows

it('loses nothing that it answered for, and does nothing twice', async () => { // rules R5, R7, N4, P2
  const first = await start()
  const answered = new Set<number>()
  // All at once; the server dies while most are still under way, and with background steps and mails not yet done.
  await Promise.allSettled(Array.from({ length: CASES }, async (_, number) => {
    await createCase(first, number)
    answered.add(number)
    if (answered.size === KILL_AFTER) await running!.kill()
  }))
  expect(answered.size).toBeGreaterThanOrEqual(KILL_AFTER)
  await start()

  const cases = `"Record" r JOIN "OrchestrationRun" o ON o."recordId" = r."recordId" WHERE r."recordId" LIKE 'KILL-%'`
  const found = (await rows<{ recordId: string }>(`SELECT r."recordId" FROM ${cases}`)).map((row) => row.recordId)
  for (const number of answered) expect(found).toContain(`KILL-${number}`)
  // All or nothing, for those as well whose answer nobody heard: each record has its one run, item and history.
  expect(new Set(found).size).toBe(found.length)
  expect(await rows(`SELECT 1 FROM "Record" WHERE "recordId" LIKE 'KILL-%'`)).toHaveLength(found.length)
  expect(await rows(`SELECT 1 FROM "WorkItem" WHERE "recordId" LIKE 'KILL-%'`)).toHaveLength(found.length)

  // The next process takes the work over: every background step ends, once, and every mail is handed over, once.
  const waiting = `SELECT s."id" FROM "StepRun" s JOIN "OrchestrationRun" o ON o."id" = s."runId" WHERE o."recordId" LIKE 'KILL-%' AND s."apiName" = 'Enrich' AND s."status" <> 'COMPLETED'`
  await until(() => rows(waiting), (steps) => steps.length === 0)
  const ended = `SELECT "stepId" FROM "RunHistoryEvent" h JOIN "OrchestrationRun" o ON o."id" = h."runId" WHERE o."recordId" LIKE 'KILL-%' AND h."milestone" = 'END_STEP'`
  expect(await rows(ended)).toHaveLength(found.length)
  expect(await rows(`SELECT 1 FROM "Record" WHERE "recordId" LIKE 'KILL-%' AND "fields" ->> 'Tier' = 'Premium'`)).toHaveLength(found.length)
  const unsent = `SELECT e."id" FROM "EmailNotification" e JOIN "WorkItem" w ON w."id" = e."workItemId" WHERE w."recordId" LIKE 'KILL-%' AND e."status" <> 'SENT'`
  // Mails that were being handed over when the process died stay its own until its lease has lapsed.
  await until(() => rows(unsent), (mails) => mails.length === 0, 90_000)
  // What the dead process had only half written has no such name.
  const files = readdirSync(join(folder, 'mail')).filter((name) => name.endsWith('.eml'))
  const mails = await Promise.all(files.map((name) => simpleParser(readFileSync(join(folder, 'mail', name)))))
  expect(mails.filter((mail) => mail.text!.includes('/records/KILL-'))).toHaveLength(found.length)
}, 180_000)
