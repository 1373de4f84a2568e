// Changes of records that flows make start orchestrations like any others: once for each change (rules D5, R7).
import { beforeAll, expect, it } from 'vitest'
import { runBackgroundStep, type BackgroundStepJob } from '../../../src/commands/interview/run-background-step.ts'
import { commandWorld, type CommandWorld } from '../../support/command-world.ts'
import { useDatabase } from '../../support/database.ts'
import { ask, needs, stage, work } from '../../support/orchestrations.ts'

const db = useDatabase()
let world: CommandWorld
beforeAll(async () => {
  world = await commandWorld(db)
  await world.deployFlow({
    apiName: 'Escalate', label: 'Escalate', flowType: 'AUTOLAUNCHED', start: 'Set',
    elements: [{ updateRecord: { apiName: 'Set', label: 'Set', record: '$Record', fields: [{ name: 'Status', value: 'Escalated' }] } }],
  })
})

const runsOf = async (apiName: string) => (await db.pool.query<{ id: string; startedById: string }>('SELECT r."id", r."startedById" FROM "OrchestrationRun" r JOIN "Orchestration" o ON o."id" = r."orchestrationId" WHERE o."apiName" = $1', [apiName])).rows

it('starts one run for a flow\'s change, which its own run and others about the record hear of in the same moment', async () => {
  const isEscalated = needs({ resource: '$Record.Status', operator: 'IS_CHANGED' }, { resource: '$Record.Status', operator: 'EQUALS', value: 'Escalated' })
  const waiting = ask('Waiting', { start: { requirements: isEscalated } })
  await world.deploy('Triggered', [stage('First', [ask('One')])], { orchestrationType: 'RECORD_TRIGGERED', trigger: { objectApiName: 'Case', event: 'UPDATED', when: isEscalated } })
  await world.deploy('Escalating', [stage('First', [work('Bg', { action: { flow: 'Escalate' } }), ask('Open'), waiting])])
  await world.deploy('Beside', [stage('First', [ask('Open'), waiting])])
  const beside = await world.start('Beside', 'rec-1')
  const escalating = await world.start('Escalating', 'rec-1')
  const { rows: [job] } = await db.pool.query<{ payload: BackgroundStepJob }>(`SELECT "payload" FROM graphile_worker._private_jobs WHERE "payload" ->> 'runId' = $1`, [escalating])
  for (let time = 0; time < 2; time++) {
    await runBackgroundStep(world.shell, job!.payload)
    expect(await runsOf('Triggered')).toMatchObject([{ startedById: 'automated-process' }])
    expect([(await world.step(beside, 'Waiting')).status, (await world.step(escalating, 'Waiting')).status]).toEqual(['IN_PROGRESS', 'IN_PROGRESS'])
  }
  // The same value again is no change.
  await world.change('rec-1', { Status: 'Escalated' })
  expect(await runsOf('Triggered')).toHaveLength(1)
})

// rule R7
it('starts and wakes nothing by a field of null that the record doesn\'t have', async () => {
  await world.deploy('Any', [stage('First', [ask('One')])], { orchestrationType: 'RECORD_TRIGGERED', trigger: { objectApiName: 'Case', event: 'UPDATED' } })
  const versions = async () => [await db.prisma.record.findUnique({ where: { recordId: 'rec-2' }, select: { version: true, fields: true } }), (await db.prisma.orchestrationRun.findUnique({ where: { id: run }, select: { version: true } }))!.version]
  const run = await world.start('Beside', 'rec-2')
  const before = await versions()
  await world.change('rec-2', { Absent: null })
  expect([await versions(), await runsOf('Any')]).toEqual([before, []])
  // With a change it comes along, and is none to take away again.
  await world.change('rec-2', { Absent: null, Level: 2 })
  expect(await versions()).toMatchObject([{ fields: { Absent: null, Level: 2 } }, (before[1] as number) + 1])
  expect(await runsOf('Any')).toHaveLength(1)
  await world.change('rec-2', { Level: null })
  expect(await runsOf('Any')).toHaveLength(2)
})
