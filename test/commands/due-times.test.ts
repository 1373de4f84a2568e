// Due times that a record's field holds, as far as the database keeps them (rule W10).
import { beforeAll, expect, it } from 'vitest'
import { startOrchestration } from '../../src/commands/run/start-orchestration.ts'
import { watchDueTime } from '../../src/commands/work-item/reassign-work-item.ts'
import { commandWorld, type CommandWorld } from '../support/command-world.ts'
import { useDatabase } from '../support/database.ts'
import { ask, stage } from '../support/orchestrations.ts'

const db = useDatabase()
let world: CommandWorld
beforeAll(async () => {
  world = await commandWorld(db)
  await world.deploy('Due', [stage('First', [ask('One', { due: { resource: '$Record.Due', remindBeforeSeconds: 3600 } })])])
})

const dueOn = async (due: string) => {
  await world.change('rec', { Due: due })
  const { runId } = await startOrchestration(world.shell, world.admin, { apiName: 'Due', recordId: 'rec' })
  const { rows: [item] } = await db.pool.query<{ dueAt: Date }>('SELECT "dueAt" FROM "WorkItem" WHERE "runId" = $1', [runId])
  return item?.dueAt.toISOString() ?? (await world.run(runId)).fault?.message
}

it.each(['0001-01-01', '9999-12-31'])('are kept from the first year to the last: %s', async (due) => {
  expect(await dueOn(due)).toBe(`${due}T00:00:00.000Z`)
})

it.each(['0000-01-01', '-000001-01-01T00:00:00Z', '+010000-01-01T00:00:00Z', '+275760-09-13T00:00:00Z', '2030-02-31', '5'])('fail the step in words where they are none: %s', async (due) => {
  expect(await dueOn(due)).toBe('The resource $Record.Due holds no time.')
})

it('whose reminder is late already have it sent at once, and once', async () => {
  await world.change('rec', { Due: '2026-03-01T09:30:00Z' })
  const { runId } = await startOrchestration(world.shell, world.admin, { apiName: 'Due', recordId: 'rec' })
  const { rows } = await db.pool.query<{ task: string; run_at: Date; payload: { runId: string; workItemId: string; assignment: number } }>(
    `SELECT t."identifier" AS "task", j."run_at", j."payload" FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t."id" = j."task_id" WHERE j."payload" ->> 'runId' = $1 ORDER BY j."run_at"`, [runId])
  expect(rows).toMatchObject([{ task: 'remind-work-item', run_at: world.shell.now() }, { task: 'escalate-work-item', run_at: new Date('2026-03-01T09:30:00.000Z') }])
  for (let time = 0; time < 2; time++) await watchDueTime(world.shell, 'remindWorkItem', rows[0]!.payload)
  expect(await db.prisma.emailNotification.groupBy({ by: ['reason'], where: { workItemId: `${runId}.w1` }, _count: true, orderBy: { reason: 'asc' } })).toEqual([{ reason: 'ASSIGNED', _count: 1 }, { reason: 'REMINDER', _count: 1 }])
})
