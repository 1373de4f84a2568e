// Triggers that lead back to each other by background work alone come to an end; those with somebody in between never do.
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { recordUpsert } from '../../../src/actions/record-upsert.ts'
import { runBackgroundStep, type BackgroundStepJob } from '../../../src/commands/interview/run-background-step.ts'
import { resumeRun } from '../../../src/commands/run/control-run.ts'
import { MAX_CHAIN } from '../../../src/core/chain.ts'
import type { FlowDefinition, FlowElement, StepDefinition } from '../../../src/core/definition.ts'
import { ConflictError } from '../../../src/errors.ts'
import { commandWorld, type CommandWorld } from '../../support/command-world.ts'
import { useDatabase } from '../../support/database.ts'
import { ask, needs, stage, work } from '../../support/orchestrations.ts'

const db = useDatabase()
let world: CommandWorld
const first = { apiName: 'First', label: 'First' }
const flow = (apiName: string, element: FlowElement): FlowDefinition => ({
  apiName, label: apiName, flowType: 'AUTOLAUNCHED', start: 'First', elements: [element],
  variables: [{ apiName: 'fields', dataType: 'JSON', default: { Status: apiName.replace('To_', '') } }],
})
const toPing = { updateRecord: { ...first, record: '$Record', fields: [{ name: 'Status', value: 'Ping' }] } }
const toPong = { updateRecord: { ...first, record: '$Record', fields: [{ name: 'Status', value: 'Pong' }] } }
const byAction = { action: { ...first, action: 'record.upsert', inputs: [{ name: 'recordId', resource: '$Record.Id' }, { name: 'objectApiName', value: 'Case' }, { name: 'fields', resource: 'fields' }] } }

beforeAll(async () => {
  world = await commandWorld(db, { 'record.upsert': recordUpsert })
  for (const one of [flow('To_Ping', toPing), flow('To_Pong', toPong), flow('Upserts', byAction)]) await world.deployFlow(one)
})
beforeEach(async () => {
  await db.pool.query('TRUNCATE graphile_worker._private_jobs')
})

const triggered = (apiName: string, status: string, steps: readonly StepDefinition[]) =>
  world.deploy(apiName, [stage('Only', steps)], { orchestrationType: 'RECORD_TRIGGERED', trigger: { objectApiName: 'Case', event: 'UPDATED', when: needs({ resource: '$Record.Status', operator: 'EQUALS', value: status }) } })
const runs = () => db.pool.query<{ id: string; status: string }>('SELECT "id", "status" FROM "OrchestrationRun" ORDER BY "startedAt", "id"').then(({ rows }) => rows)

// Runs what is there to be run, and what comes of it; bounded, in case it never ends.
async function settle(): Promise<void> {
  for (let count = 0; count < 50; count++) {
    const { rows } = await db.pool.query<{ payload: BackgroundStepJob }>(`DELETE FROM graphile_worker._private_jobs WHERE "payload" ->> 'stepId' IS NOT NULL RETURNING "payload"`)
    if (rows.length === 0) return
    for (const { payload } of rows) await runBackgroundStep(world.shell, payload)
  }
}

it.each(['To_Pong', 'Upserts'])('two triggers that lead back to each other end in a run in ERROR, by the flow %s', async (name) => { // rule R7
  await db.pool.query('TRUNCATE "OrchestrationRun" CASCADE')
  if (name === 'Upserts') await world.deployFlow({ ...flow('Upserts', byAction), variables: [{ apiName: 'fields', dataType: 'JSON', default: { Status: 'Pong' } }] })
  await triggered('Ping_Pong', 'Ping', [work('Change', { action: { flow: name } })])
  await triggered('Pong_Ping', 'Pong', [work('Change', { action: { flow: 'To_Ping' } })])
  await world.change(name, { Status: 'New' })
  await world.change(name, { Status: 'Ping' })
  await settle()
  const all = await runs()
  expect(all.map(({ status }) => status)).toEqual([...Array.from({ length: MAX_CHAIN + 1 }, () => 'COMPLETED'), 'ERROR'])
  const last = all.at(-1)!.id
  expect((await world.run(last)).fault).toMatchObject({ message: expect.stringContaining(`${MAX_CHAIN} runs in a row`) as string })
  await expect(resumeRun(world.shell, world.admin, last)).rejects.toBeInstanceOf(ConflictError)
  // Who changes the record begins anew.
  await world.change(name, { Status: 'New' })
  await world.change(name, { Status: 'Ping' })
  await settle()
  expect((await runs()).filter(({ status }) => status === 'ERROR')).toHaveLength(2)
})

it('a trigger that leads back to itself with somebody in between goes on', async () => {
  await db.pool.query('TRUNCATE "OrchestrationRun" CASCADE')
  await triggered('Ping_Pong', 'Ping', [ask('Look'), work('Change', { action: { flow: 'To_Pong' }, start: { afterStep: 'Look' } })])
  await triggered('Pong_Ping', 'Pong', [work('Change', { action: { flow: 'To_Ping' } })])
  await world.change('slow', { Status: 'New' })
  await world.change('slow', { Status: 'Ping' })
  for (let round = 0; round < MAX_CHAIN + 2; round++) {
    const { rows: [item] } = await db.pool.query<{ runId: string }>(`SELECT "runId" FROM "WorkItem" WHERE "status" = 'ASSIGNED'`)
    await (await world.opened(item!.runId, 'Look', world.ada))()
    await settle()
  }
  expect(new Set((await runs()).map(({ status }) => status))).toEqual(new Set(['COMPLETED', 'IN_PROGRESS']))
})
