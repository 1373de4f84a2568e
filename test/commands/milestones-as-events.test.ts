import { beforeAll, expect, it } from 'vitest'
import { readTopic } from '../../src/store/event-log.ts'
import { loggedMilestone } from '../../src/store/milestone-events.ts'
import { commandWorld, type CommandWorld } from '../support/command-world.ts'
import { useDatabase } from '../support/database.ts'
import { logEvent, loggedOn, readSettledLog } from '../support/events.ts'
import { ask, stage, work } from '../support/orchestrations.ts'

const db = useDatabase()
let world: CommandWorld
beforeAll(async () => { world = await commandWorld(db) })

// rule R5
it('each milestone of a command that reaches very many is an event, once and in order, with the run as it is then', async () => {
  await world.deploy('Wide', [stage('First', Array.from({ length: 60 }, (_, at) => work(`Step_${at}`)))])
  await logEvent(db.pool, 'queue:before')
  const before = (await readSettledLog(db.pool)).at(-1)!
  const runId = await world.start('Wide', 'WIDE')
  await readSettledLog(db.pool)
  const milestones = await milestonesOf(runId)
  const { events } = await readTopic(db.pool, `run:${runId}`, before.position, 100)
  expect(milestones.length).toBeGreaterThan(60)
  expect(events.map(loggedMilestone)).toEqual(milestones)
  const logged = await db.pool.query<{ parts: number }>('SELECT "parts" FROM "EventLog" WHERE "topic" = $1 ORDER BY "xid", "seq"', [`run:${runId}`])
  expect(logged.rows.map(({ parts }) => parts)).toEqual([50, milestones.length - 50])
})

// rules R5, O6
it('is told with what it is about as that is in the database when the command is saved', async () => {
  await world.deploy('Short', [stage('First', [ask('Ask')]), stage('Second', [work('Work')])])
  const runId = await world.start('Short', 'SHORT')
  await readSettledLog(db.pool)
  const started = await loggedOn(db.pool, `run:${runId}`)
  expect(started.map(loggedMilestone)).toEqual(await milestonesOf(runId))
  await (await world.opened(runId, 'Ask', world.ada))()
  await readSettledLog(db.pool)
  const finished = (await loggedOn(db.pool, `run:${runId}`)).slice(started.length)
  expect(finished.map(loggedMilestone)).toEqual((await milestonesOf(runId)).slice(started.length))
  expect(finished.at(-1)).toMatchObject({ kind: 'RunHistoryEventAdded' })
})

// What the rows of history, and of what they are about, say now, times as text.
async function milestonesOf(runId: string): Promise<unknown[]> {
  const { rows } = await db.pool.query<{ event: object; run: object; stage: object | null; step: { outputs: unknown } | null; workItem: object | null }>(`
    SELECT to_json(h) AS "event", (SELECT to_json(x) FROM (SELECT r."id", r."orchestrationId", r."versionId", r."status", r."recordId", r."label", r."startedById", r."startedAt", r."endedAt", r."fault", r."currentStageId") x) AS "run",
      (SELECT to_json(x) FROM (SELECT s."status", s."startedAt", s."endedAt" FROM "StageRun" s WHERE s."id" = h."stageId") x) AS "stage",
      (SELECT to_json(x) FROM (SELECT t."status", t."startedAt", t."endedAt", t."outputs" FROM "StepRun" t WHERE t."id" = h."stepId") x) AS "step",
      (SELECT to_json(x) FROM (SELECT w."id", w."status", w."closedReason", w."isActionable", w."assigneeUserId", w."assigneeGroupId", w."ownerUserId", w."ownerGroupId", w."assignment", w."assignedAt", w."completedAt", w."completedById", w."dueAt", w."isOverdue" FROM "WorkItem" w WHERE w."id" = h."workItemId") x) AS "workItem"
    FROM "RunHistoryEvent" h JOIN "OrchestrationRun" r ON r."id" = h."runId" WHERE h."runId" = $1 ORDER BY h."seq"`, [runId])
  return rows.map(({ event, run, stage, step, workItem }) => {
    const { outputs, ...progress } = step ?? { outputs: null }
    return withUtcTimes({ event, run, was: { stage, step: step === null ? null : { ...progress, ...(outputs === null ? { outputs } : {}) }, workItem } })
  })
}

function withUtcTimes(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, at: unknown) => (typeof at === 'string' && /^\d{4}-\d\d-\d\dT.*[+-]\d\d:\d\d$/.test(at) ? new Date(at).toISOString() : at)) as unknown
}
