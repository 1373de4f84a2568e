// Runs that have ended stay, or go with all that belongs to them. Days pass by the shell's clock.
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { makeCrowd } from '../../bench/support/crowd.ts'
import { submitScreen } from '../../src/commands/interview/answer-screen.ts'
import { cancelRun } from '../../src/commands/run/control-run.ts'
import { deleteEndedRuns } from '../../src/commands/run/delete-ended-runs.ts'
import { runBackgroundStep, type BackgroundStepJob } from '../../src/commands/interview/run-background-step.ts'
import { openWorkItem } from '../../src/commands/work-item/open-work-item.ts'
import { removeEndedRuns } from '../../src/store/ended-runs.ts'
import { commandWorld, type CommandWorld } from '../support/command-world.ts'
import { useDatabase } from '../support/database.ts'
import { loggedOn, readSettledLog } from '../support/events.ts'
import { ask, stage, work } from '../support/orchestrations.ts'
import { rowsLookedAt } from '../support/rows-looked-at.ts'

const db = useDatabase()
const DAY = 86_400
let world: CommandWorld
let cases = 0
beforeAll(async () => {
  world = await commandWorld(db)
  await world.deploy('Two', [stage('First', [ask('One'), work('Aside')]), stage('Second', [ask('Two')])])
})
beforeEach(() => keep(10))

const keep = (days: number) => db.pool.query('UPDATE "ProcessAutomationSettings" SET "deleteEndedRunsAfterDays" = $1', [days])
const start = () => world.start('Two', `ENDED-${++cases}`)
const remove = (...bounds: Parameters<typeof deleteEndedRuns> extends [unknown, unknown, ...infer Rest] ? Rest : never) => deleteEndedRuns(world.shell, world.shell.now(), ...bounds)
const completed = async () => {
  const runId = await start()
  for (const name of ['One', 'Two']) {
    const { guid } = await openWorkItem(world.shell, world.ada, (await world.step(runId, name)).workItemId!)
    await submitScreen(world.shell, world.ada, { guid, revision: 1, values: {} })
  }
  expect((await world.run(runId)).status).toBe('COMPLETED')
  return runId
}

/** The tables that say anything of a run, whatever their columns: all ids of what is in it begin with its own. */
async function tablesWith(runId: string): Promise<string[]> {
  const { rows: columns } = await db.pool.query<{ table: string; column: string }>(`SELECT c.relname AS "table", a.attname AS "column" FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_type t ON t.oid = a.atttypid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped AND t.typname IN ('text', 'varchar') AND c.relname NOT IN ('EventLog', 'MutationReceipt')`)
  const found = new Set<string>()
  for (const { table, column } of columns) {
    const { rowCount } = await db.pool.query(`SELECT 1 FROM "${table}" WHERE "${column}" LIKE $1 || '%' LIMIT 1`, [runId])
    if (rowCount !== 0) found.add(table)
  }
  return [...found].sort()
}
const KEPT = ['EmailNotification', 'FlowInterview', 'OrchestrationRun', 'RunHistoryEvent', 'RunParticipant', 'StageRun', 'StepRun', 'WorkItem']

it('all of a run goes when its days are over, and nothing of any other', async () => {
  const [old, canceled, underWay] = [await completed(), await start(), await start()]
  const { guid } = await openWorkItem(world.shell, world.ada, (await world.step(canceled, 'One')).workItemId!)
  await cancelRun(world.shell, world.admin, canceled, null)
  world.shell.clock.advance(9 * DAY)
  const young = await completed()
  expect(await remove()).toEqual({ removed: 0, isDone: true })
  world.shell.clock.advance(2 * DAY)
  expect(await tablesWith(old)).toEqual(KEPT)
  expect(await remove()).toEqual({ removed: 2, isDone: true })
  expect([await tablesWith(old), await tablesWith(canceled)]).toEqual([[], []])
  expect([await tablesWith(young), await tablesWith(underWay)]).toEqual([KEPT, KEPT])
  expect((await db.pool.query('SELECT 1 FROM "FlowInterview" WHERE "guid" = $1', [guid])).rowCount).toBe(0)
  // What is under way goes on as if nothing had been.
  await (await world.opened(underWay, 'One', world.ada))()
  expect((await world.step(underWay, 'One')).status).toBe('COMPLETED')
})

it('they stay where the org does not say how long', async () => {
  const runId = await completed()
  world.shell.clock.advance(5_000 * DAY)
  await keep(0)
  expect(await remove()).toEqual({ removed: 0, isDone: true })
  expect(await tablesWith(runId)).toEqual(KEPT)
  await keep(10)
  await remove()
})

// domain 1.16: an error may be resumed for 14 days.
it('one in ERROR stays for as long as it may be resumed', async () => {
  const runId = await start()
  await db.pool.query(`UPDATE "OrchestrationRun" SET "status" = 'ERROR', "endedAt" = $2 WHERE "id" = $1`, [runId, world.shell.now()])
  world.shell.clock.advance(13 * DAY)
  expect((await remove()).removed).toBe(0)
  world.shell.clock.advance(2 * DAY)
  expect((await remove()).removed).toBe(1)
  expect(await tablesWith(runId)).toEqual([])
})

// rule O6: who sees a paused interview in a list hears that it is gone.
it('takes along interviews that are still open, with an event and their jobs', async () => {
  await world.deployFlow({ apiName: 'Rests', label: 'Rests', flowType: 'AUTOLAUNCHED', start: 'Rest', elements: [{ wait: { apiName: 'Rest', label: 'Rest', seconds: 40 * DAY } }] })
  await world.deploy('Resting', [stage('First', [work('Rest', { action: { flow: 'Rests' } })])])
  const runId = await world.start('Resting', 'RESTS')
  const { payload } = (await db.pool.query<{ payload: BackgroundStepJob }>(`SELECT "payload" FROM graphile_worker._private_jobs WHERE "payload" ->> 'runId' = $1`, [runId])).rows[0] ?? {}
  if (payload !== undefined) await runBackgroundStep(world.shell, payload)
  const { guid } = await db.prisma.flowInterview.findFirstOrThrow({ where: { runId, status: 'PAUSED' } })
  await db.pool.query(`UPDATE "FlowInterview" SET "recordId" = 'RESTS' WHERE "guid" = $1`, [guid])
  await db.pool.query(`UPDATE "OrchestrationRun" SET "status" = 'ERROR', "endedAt" = $2, "state" = ("state"::jsonb || $3::jsonb)::json WHERE "id" = $1`, [runId, world.shell.now(), { status: 'ERROR', endedAt: world.shell.now().toISOString(), fault: { message: 'Broken', stageId: null, stepId: null, occurredAt: world.shell.now().toISOString(), attempts: 1, isRecoverable: true } }])
  world.shell.clock.advance(15 * DAY)
  await remove()
  expect(await tablesWith(runId)).toEqual([])
  await readSettledLog(db.pool)
  expect((await loggedOn(db.pool, 'record:RESTS')).filter(({ kind }) => kind === 'InterviewDeleted').map(({ payload: told }) => told['guid'])).toEqual([guid])
  expect((await db.pool.query('SELECT 1 FROM graphile_worker.jobs WHERE "key" = $1', [`wake:${guid}`])).rowCount).toBe(0)
})

it('goes a little at a time, a large run alone, and says that some are left', async () => {
  const runs = [await completed(), await completed(), await completed()]
  world.shell.clock.advance(11 * DAY)
  expect(await remove(2, { runs: 1, milestones: 1_000 })).toEqual({ removed: 2, isDone: false })
  expect(await tablesWith(runs[2]!)).toEqual(KEPT)
  const more = [...runs.slice(2), await completed(), await completed()]
  world.shell.clock.advance(11 * DAY)
  expect(await removeEndedRuns(db.pool, 'COMPLETED', world.shell.now(), null, { runs: 100, milestones: 5 })).toMatchObject({ removed: 1, last: { id: more[0] } })
  expect(await remove()).toEqual({ removed: 2, isDone: true })
})

it('of a large org only their own rows are looked at', async () => {
  await db.pool.query(`TRUNCATE "OrchestrationRun", "StageRun", "StepRun", "WorkItem", "RunParticipant", "FlowInterview", "RunHistoryEvent", "EmailNotification"`)
  await world.deploy('Bench_Two', [stage('Only', [ask('One')])])
  await makeCrowd(db.pool, { users: 100, groups: 10, records: 1_000, items: 20_000 })
  await db.pool.query(`UPDATE "OrchestrationRun" SET "status" = 'COMPLETED', "endedAt" = "startedAt" WHERE "id" IN (SELECT 'run-' || i FROM generate_series(5, 20000, 100) i)`)
  await db.pool.query(`INSERT INTO "RunHistoryEvent" ("runId", "seq", "milestone", "occurredAt") SELECT "id", n, 'START_RUN', "startedAt" FROM "OrchestrationRun", generate_series(1, 5) n`)
  await db.pool.query('VACUUM ANALYZE')
  for (const table of ['OrchestrationRun', 'StageRun', 'StepRun', 'WorkItem', 'RunParticipant', 'FlowInterview', 'RunHistoryEvent', 'EmailNotification']) {
    const looked = await rowsLookedAt(db.pool, table, (pool) => removeEndedRuns(pool, 'COMPLETED', new Date('2027-01-01'), null, { runs: 20, milestones: 1_000 }))
    expect(looked, table).toBeLessThanOrEqual(table === 'RunHistoryEvent' ? 200 : 80)
  }
})
