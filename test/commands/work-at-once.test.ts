// Background steps whose flows only compute end within the command that starts them: who finishes a screen is answered with
// the work that comes after them (W9). All others are jobs, as are those beyond what one command may do.
import { beforeAll, describe, expect, it } from 'vitest'
import { runBackgroundStep, type BackgroundStepJob } from '../../src/commands/interview/run-background-step.ts'
import { resumeRun, suspendRun } from '../../src/commands/run/control-run.ts'
import type { FlowDefinition } from '../../src/core/definition.ts'
import { MAX_AT_ONCE } from '../../src/core/flow/at-once.ts'
import { loadNextWorkItems } from '../../src/store/work-items.ts'
import { commandWorld, type CommandWorld } from '../support/command-world.ts'
import { useDatabase } from '../support/database.ts'
import { ask, needs, stage, wait, work } from '../support/orchestrations.ts'

const db = useDatabase()
const flow = (apiName: string, elements: FlowDefinition['elements'], variables: FlowDefinition['variables'] = []): FlowDefinition =>
  ({ apiName, label: apiName, flowType: 'AUTOLAUNCHED', start: 'First', elements, variables })
const first = { apiName: 'First', label: 'First' }
let world: CommandWorld, knocks = 0
beforeAll(async () => {
  world = await commandWorld(db, { 'knock': { inputs: [], perform: async () => { knocks++; return null } } })
  await world.deployFlow(flow('Reads', [{ assignment: { ...first, assignments: [{ to: 'level', operator: 'ASSIGN', resource: '$Record.Level' }] } }], [{ apiName: 'level', dataType: 'NUMBER', isOutput: true }]))
  await world.deployFlow(flow('Marks', [{ updateRecord: { ...first, record: '$Record', fields: [{ name: 'Marked', value: true }] } }]))
  await world.deployFlow(flow('Rests', [{ wait: { ...first, seconds: 60 } }]))
  await world.deployFlow(flow('Asks', [{ action: { ...first, action: 'knock' } }]))
  await world.deployFlow(flow('Marks_Within', [{ subflow: { ...first, flow: 'Marks' } }]))
  await world.deployFlow(flow('Nothing_Within', [{ subflow: { ...first, flow: 'Sync' } }]))
  await world.deployFlow(flow('Fails', [{ assignment: { ...first, assignments: [{ to: 'n', operator: 'ASSIGN', resource: '$Record.Level' }] } }], [{ apiName: 'n', dataType: 'DATE_TIME' }]))
})

let count = 0
const jobsOf = async (runId: string) => (await db.pool.query<{ payload: BackgroundStepJob }>(`SELECT "payload" FROM graphile_worker._private_jobs WHERE "payload" ->> 'runId' = $1`, [runId])).rows.map(({ payload }) => payload)
const interviewsOf = async (runId: string) => (await db.pool.query<{ stepId: string; attempt: number; status: string; ownerId: string }>('SELECT "stepId", "attempt", "status", "ownerId" FROM "FlowInterview" WHERE "runId" = $1 AND "stepId" IS NOT NULL ORDER BY "createdDate", "stepId"', [runId])).rows
const started = async (steps: Parameters<typeof stage>[1]) => {
  const name = `At_Once_${++count}`
  await world.deploy(name, [stage('Only', steps)])
  return world.start(name, name)
}

describe('a background step', () => {
  it.each(['Sync', 'Reads', 'Nothing_Within'])('of the flow %s, which only computes, has ended with the command that started it', async (name) => { // rules R4, R6
    const runId = await started([work('One', { action: { flow: name } }), ask('After', { start: { afterStep: 'One' } })])
    expect(await world.step(runId, 'One')).toMatchObject({ status: 'COMPLETED', outputs: name === 'Reads' ? { level: 1 } : {} })
    expect((await world.step(runId, 'After')).status).toBe('IN_PROGRESS')
    expect(await jobsOf(runId)).toEqual([])
    expect(await interviewsOf(runId)).toEqual([{ stepId: `${runId}.s1.t1`, attempt: 1, status: 'FINISHED', ownerId: expect.any(String) as string }])
    expect(await world.milestones(runId)).toMatchObject({ START_STEP: 2, END_STEP: 1, START_WORK_ITEM: 1 })
  })

  it.each(['Marks', 'Rests', 'Asks', 'Marks_Within', 'Fails'])('of the flow %s is left to a job, with nothing done before', async (name) => {
    const runId = await started([work('One', { action: { flow: name } })])
    expect((await world.step(runId, 'One')).status).toBe('IN_PROGRESS')
    expect(await jobsOf(runId)).toEqual([expect.objectContaining({ stepId: `${runId}.s1.t1`, attempt: 1 })])
    expect([await interviewsOf(runId), knocks, await db.prisma.record.count({ where: { recordId: `At_Once_${count}`, fields: { path: ['Marked'], equals: true } } })]).toEqual([[], 0, 0])
  })

  it('between two of a person is over when the first is finished: the answer names the second', async () => { // rule W9
    const runId = await started([ask('One'), work('Between', { start: { afterStep: 'One' } }), work('Too', { start: { afterStep: 'Between' } }), ask('Two', { start: { afterStep: 'Too' } })])
    await (await world.opened(runId, 'One', world.ada))()
    expect(await loadNextWorkItems(db.pool, world.ada, runId)).toMatchObject([{ stepId: `${runId}.s1.t4` }])
    expect(await interviewsOf(runId)).toHaveLength(2)
  })

  it('that is asynchronous has asked its question, and waits for the answer', async () => {
    const runId = await started([wait('Outside')])
    expect(await world.step(runId, 'Outside')).toMatchObject({ status: 'IN_PROGRESS', outputs: { total: null } })
    expect(await jobsOf(runId)).toEqual([])
  })

  it('sees the record as the change that starts it leaves it', async () => { // rule D9
    const runId = await started([work('One', { action: { flow: 'Reads' }, start: { requirements: needs({ resource: '$Record.Level', operator: 'EQUALS', value: 7 }) } })])
    await world.change(`At_Once_${count}`, { Level: 7 })
    expect(await world.step(runId, 'One')).toMatchObject({ status: 'COMPLETED', outputs: { level: 7 } })
  })

  it('has ended after the change that starts it: what asks for both at once is not met', async () => { // rule D9
    const both = needs({ resource: 'One.Status', operator: 'EQUALS', value: 'COMPLETED' }, { resource: '$Record.Level', operator: 'IS_CHANGED' })
    const runId = await started([work('One', { start: { requirements: needs({ resource: '$Record.Level', operator: 'EQUALS', value: 7 }) } }), ask('Both', { start: { requirements: both } })])
    await world.change(`At_Once_${count}`, { Level: 7 })
    expect((await world.step(runId, 'One')).status).toBe('COMPLETED')
    expect((await world.step(runId, 'Both')).status).toBe('NOT_STARTED')
    await world.change(`At_Once_${count}`, { Level: 8 })
    expect((await world.step(runId, 'Both')).status).toBe('IN_PROGRESS')
  })

  it('is not begun while its run is suspended, and has ended with the resuming', async () => { // rules R3, R3b
    const runId = await started([ask('One'), work('Two', { start: { afterStep: 'One' } })])
    const finish = await world.opened(runId, 'One', world.ada)
    await suspendRun(world.shell, world.admin, runId, null)
    await finish()
    expect((await world.step(runId, 'Two')).status).toBe('NOT_STARTED')
    await resumeRun(world.shell, world.admin, runId)
    expect((await world.step(runId, 'Two')).status).toBe('COMPLETED')
    expect(await world.run(runId)).toMatchObject({ status: 'COMPLETED' })
  })

  it('beyond what one command may do follows as a job, and takes as many with it', async () => {
    const chain = Array.from({ length: 2 * MAX_AT_ONCE + 2 }, (_, at) => work(`Step_${at}`, at === 0 ? {} : { start: { afterStep: `Step_${at - 1}` } }))
    const runId = await started(chain)
    const ended = async () => (await world.run(runId)).stages[0]!.steps.filter(({ status }) => status === 'COMPLETED').length
    expect(await ended()).toBe(MAX_AT_ONCE)
    const [job, ...others] = await jobsOf(runId)
    expect(others).toEqual([])
    await runBackgroundStep(world.shell, job!)
    expect(await ended()).toBe(2 * MAX_AT_ONCE + 1)
    await db.pool.query(`DELETE FROM graphile_worker._private_jobs WHERE "payload" ->> 'stepId' = $1`, [job!.stepId])
    await runBackgroundStep(world.shell, (await jobsOf(runId))[0]!)
    expect(await world.run(runId)).toMatchObject({ status: 'COMPLETED' })
    expect(await world.milestones(runId)).toMatchObject({ START_STEP: chain.length, END_STEP: chain.length, END_RUN: 1 })
    expect(await interviewsOf(runId)).toHaveLength(chain.length)
  })

  it('is left to a job where another has run many elements before it', async () => {
    await world.deployFlow(flow('Turns', [{ assignment: { ...first, assignments: [{ to: 'n', operator: 'ADD', value: 1 }], next: 'Again' } }, { decision: { apiName: 'Again', label: 'Again', outcomes: [{ label: 'More', when: needs({ resource: 'n', operator: 'LESS_THAN', value: 600 }), next: 'First' }] } }],
      [{ apiName: 'n', dataType: 'NUMBER', default: 0, isOutput: true }]))
    const runId = await started([work('One', { action: { flow: 'Turns' } }), work('Two', { action: { flow: 'Turns' } })])
    expect(await world.step(runId, 'One')).toMatchObject({ status: 'COMPLETED', outputs: { n: 600 } })
    expect((await world.step(runId, 'Two')).status).toBe('IN_PROGRESS')
    expect(await jobsOf(runId)).toHaveLength(1)
  })
})
