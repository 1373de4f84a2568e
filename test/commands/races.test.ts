// What happens when two commands want the same at the very same moment: each pair in both orders, with one's commit held
// back until the other is through, and side by side (rules W4, R1, R3, R7, D9).
import { beforeAll, describe, expect, it } from 'vitest'
import { runBackgroundStep, type BackgroundStepJob } from '../../src/commands/interview/run-background-step.ts'
import { cancelRun, publishEvent, resumeRun, suspendRun } from '../../src/commands/run/control-run.ts'
import { startOrchestration } from '../../src/commands/run/start-orchestration.ts'
import type { Shell } from '../../src/commands/shell.ts'
import { openWorkItem } from '../../src/commands/work-item/open-work-item.ts'
import { reassignWorkItems } from '../../src/commands/work-item/reassign-work-item.ts'
import type { Requirement } from '../../src/core/definition.ts'
import { ConflictError, NotFoundError, PromisedError, RunNotInProgressError, WorkItemAlreadyCompletedError } from '../../src/errors.ts'
import { commandWorld, type CommandWorld } from '../support/command-world.ts'
import { useDatabase } from '../support/database.ts'
import { holdCommit, precedeQuery } from '../support/held-commits.ts'
import { ask, needs, stage, wait, work } from '../support/orchestrations.ts'

const db = useDatabase({ max: 20 })
let world: CommandWorld
beforeAll(async () => {
  world = await commandWorld(db)
})

type Act = (by: Shell) => Promise<unknown>
type Outcome = PromiseSettledResult<unknown>
const ORDERS = ['the first commits last', 'the second commits last', 'both at once'] as const

/** Lets two commands meet, and answers what became of each. */
async function meet(order: (typeof ORDERS)[number], first: Act, second: Act): Promise<[first: Outcome, second: Outcome]> {
  const hold = holdCommit(db)
  if (order === 'both at once') {
    hold.release()
    return Promise.allSettled([first(hold.shell), second(world.shell)])
  }
  const isFirstLate = order === 'the first commits last'
  const late = Promise.allSettled([(isFirstLate ? first : second)(hold.shell)])
  expect(await Promise.race([hold.decided.then(() => true), late.then(() => false)]), 'it has decided, and not committed').toBe(true)
  const [early] = await Promise.allSettled([(isFirstLate ? second : first)(world.shell)])
  hold.release()
  const [ended] = await late
  return isFirstLate ? [ended, early] : [early, ended]
}

let count = 0
const fresh = () => `Race_${++count}x`
const reasonOf = (outcome: Outcome): unknown => (outcome.status === 'rejected' ? outcome.reason : undefined)
const is = (resource: string, value: Requirement['value']): Requirement => ({ resource, operator: 'EQUALS', value })
const waiting = (...requirements: Requirement[]) => ask('Waiting', { start: { requirements: needs(...requirements) } })

describe.each(ORDERS)('of two commands, where %s,', (order) => {
  it('one gives many items to somebody else, and the other completes one of them: each has its answer', async () => { // rules W4, W7, W10
    const name = fresh()
    await world.deploy(name, [stage('First', [ask('One', { assignee: { group: 'Clerks' } }), ask('Two'), ask('Three')])])
    const runs = [await world.start(name, name), await world.start(name, `${name}y`)]
    const items = (await Promise.all(runs.map((run) => world.run(run)))).flatMap((run) => run.workItems.map(({ id }) => id))
    const [reassigned, completed] = await meet(order, (by) => reassignWorkItems(by, world.admin, [...items, 'nothing'], { user: 'ben' }), await world.opened(runs[0]!, 'One', world.ada))
    const errors = (reassigned as PromiseFulfilledResult<Awaited<ReturnType<typeof reassignWorkItems>>>).value.map(({ error }) => error)
    expect(errors.slice(1)).toEqual([null, null, null, null, null, expect.any(NotFoundError)])
    const [first] = await Promise.all(runs.map(async (run) => (await world.run(run)).workItems[0]!))
    if (completed.status === 'fulfilled') expect([errors[0], first]).toEqual([expect.any(WorkItemAlreadyCompletedError), expect.objectContaining({ status: 'COMPLETED', completedBy: 'ada' })])
    else expect([errors[0], first]).toEqual([null, expect.objectContaining({ status: 'ASSIGNED', assignee: expect.objectContaining({ name: 'ben' }) as unknown })])
    for (const run of runs) expect((await world.milestones(run))['REASSIGN_WORK_ITEM']).toBe(run === runs[0] && completed.status === 'fulfilled' ? 2 : 3)
  })

  it('one completes the work item, and the other hears who did', async () => { // rule W4
    const name = fresh()
    await world.deploy(name, [stage('First', [ask('One', { assignee: { group: 'Clerks' } }), ask('Two')])])
    const run = await world.start(name, name)
    const [byAda, byBen] = [await world.opened(run, 'One', world.ada), await world.opened(run, 'One', world.ben)]
    const [ada, ben] = await meet(order, byAda, byBen)
    const [winner, loser, name2] = ada.status === 'fulfilled' ? [ada, ben, 'ada'] : [ben, ada, 'ben']
    expect(winner.status).toBe('fulfilled')
    expect(reasonOf(loser)).toBeInstanceOf(WorkItemAlreadyCompletedError)
    expect((await world.run(run)).workItems[0]).toMatchObject({ status: 'COMPLETED', completedBy: name2 })
    expect(await world.milestones(run)).toMatchObject({ END_WORK_ITEM: 1, END_STEP: 1 })
  })

  it('a cancel ends the run whether the work is completed before it or refused after it', async () => { // rules R3, R3a
    const name = fresh()
    await world.deploy(name, [stage('First', [ask('One')]), stage('Second', [ask('Two')])])
    const run = await world.start(name, name)
    const [completion, cancel] = await meet(order, await world.opened(run, 'One', world.ada), (by) => cancelRun(by, world.admin, run, null))
    expect(cancel.status).toBe('fulfilled')
    const after = await world.run(run)
    expect(after.status).toBe('CANCELED')
    expect(after.workItems.map(({ status, isActionable }) => [status, isActionable])).toEqual(completion.status === 'fulfilled' ? [['COMPLETED', false], ['ASSIGNED', false]] : [['ASSIGNED', false]])
    if (completion.status === 'rejected') expect(completion.reason).toBeInstanceOf(RunNotInProgressError)
    expect(await world.milestones(run)).toMatchObject({ CANCEL_RUN: 1, START_STEP: completion.status === 'fulfilled' ? 2 : 1 })
  })

  it.each([
    ['completes it', async (run: string) => world.opened(run, 'One', world.ben)],
    ['gives it to somebody else', (run: string) => Promise.resolve((by: Shell) => reassignWorkItems(by, world.admin, [`${run}.w1`], { user: 'ben' }))],
    ['cancels the run', (run: string) => Promise.resolve((by: Shell) => cancelRun(by, world.admin, run, null))],
  ] as const)('one opens a work item, and the other %s: no interview of it is left open', async (_, end) => { // rules R3, W4, W7
    const name = fresh()
    await world.deploy(name, [stage('First', [ask('One', { assignee: { group: 'Clerks' } })])])
    const run = await world.start(name, name)
    const [opening, ending] = await meet(order, (by) => openWorkItem(by, world.ada, `${run}.w1`), await end(run))
    expect(ending.status).toBe('fulfilled')
    if (opening.status === 'rejected') expect(opening.reason).toSatisfy((reason) => reason instanceof PromisedError)
    const { rows } = await db.pool.query('SELECT "ownerId", "status" FROM "FlowInterview" WHERE "workItemId" = $1 AND "ownerId" = $2', [`${run}.w1`, 'ada'])
    expect(rows).toEqual(opening.status === 'rejected' ? [] : [{ ownerId: 'ada', status: 'FAILED' }])
  })

  it('a background step begins its flow, and the other cancels the run: nothing of it goes on', async () => { // rule R3
    const name = fresh()
    await world.deployFlow({ apiName: 'Rests', label: 'Rests', flowType: 'AUTOLAUNCHED', start: 'Rest', elements: [{ wait: { apiName: 'Rest', label: 'Rest', seconds: 60 } }] })
    await world.deploy(name, [stage('First', [work('One', { action: { flow: 'Rests' } })])])
    const runId = await world.start(name, name)
    const { rows: [job] } = await db.pool.query<{ payload: BackgroundStepJob }>(`SELECT "payload" FROM graphile_worker._private_jobs WHERE "payload" ->> 'runId' = $1`, [runId])
    await meet(order, (by) => runBackgroundStep(by, job!.payload), (by) => cancelRun(by, world.admin, runId, null))
    const { rows } = await db.pool.query(`SELECT "status" FROM "FlowInterview" WHERE "runId" = $1 AND "status" IN ('STARTED', 'PAUSED')`, [runId])
    expect([rows, (await world.run(runId)).status]).toEqual([[], 'CANCELED'])
  })

  it('a resume and a cancel leave the run canceled, resumed before or never', async () => { // rule R3b
    const name = fresh()
    await world.deploy(name, [stage('First', [ask('One')])])
    const run = await world.start(name, name)
    await suspendRun(world.shell, world.admin, run, null)
    const [resume, cancel] = await meet(order, (by) => resumeRun(by, world.admin, run), (by) => cancelRun(by, world.admin, run, null))
    expect([cancel.status, (await world.run(run)).status]).toEqual(['fulfilled', 'CANCELED'])
    if (resume.status === 'rejected') expect(resume.reason).toBeInstanceOf(ConflictError)
    expect((await world.milestones(run))['RESUME_RUN'] ?? 0).toBe(resume.status === 'fulfilled' ? 1 : 0)
  })

  it('a suspension starts nothing, and what is completed beside it is kept', async () => { // rules R3, R3b
    const name = fresh()
    await world.deploy(name, [stage('First', [ask('One'), ask('Waiting', { start: { afterStep: 'One' } })])])
    const run = await world.start(name, name)
    const outcomes = await meet(order, await world.opened(run, 'One', world.ada), (by) => suspendRun(by, world.admin, run, null))
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
    expect((await world.run(run)).status).toBe('SUSPENDED')
    await resumeRun(world.shell, world.admin, run)
    expect(await world.milestones(run)).toMatchObject({ END_WORK_ITEM: 1, START_STEP: 2 })
    expect((await world.step(run, 'Waiting')).status).toBe('IN_PROGRESS')
  })

  it('two changes of the record that each bring half of a condition wake it once', async () => { // rule D9
    const name = fresh()
    await world.deploy(name, [stage('First', [ask('One'), waiting(is('$Record.Left', 1), is('$Record.Right', 1))])])
    const run = await world.start(name, name)
    await meet(order, (by) => world.change(name, { Left: 1 }, by), (by) => world.change(name, { Right: 1 }, by))
    expect((await world.step(run, 'Waiting')).status).toBe('IN_PROGRESS')
    expect(await world.milestones(run)).toMatchObject({ START_STEP: 2, START_WORK_ITEM: 2 })
  })

  it('two completions that each bring half of a condition wake it once', async () => { // rule D9
    const name = fresh()
    await world.deploy(name, [stage('First', [ask('One'), ask('Two'), waiting(is('One.Status', 'COMPLETED'), is('Two.Status', 'COMPLETED'))])])
    const run = await world.start(name, name)
    await meet(order, await world.opened(run, 'One', world.ada), await world.opened(run, 'Two', world.ada))
    expect((await world.step(run, 'Waiting')).status).toBe('IN_PROGRESS')
    expect(await world.milestones(run)).toMatchObject({ START_STEP: 3, END_STEP: 2 })
  })

  it('a completion and a change of the record that each bring half of a condition wake it once', async () => { // rule D9
    const name = fresh()
    await world.deploy(name, [stage('First', [ask('One'), waiting(is('One.Status', 'COMPLETED'), is('$Record.Status', 'Closed'))])])
    const run = await world.start(name, name)
    const outcomes = await meet(order, await world.opened(run, 'One', world.ada), (by) => world.change(name, { Status: 'Closed' }, by))
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
    expect((await world.step(run, 'Waiting')).status).toBe('IN_PROGRESS')
    expect(await world.milestones(run)).toMatchObject({ START_STEP: 2 })
  })

  it('a run that starts while its record changes sees the change', async () => { // rule D9
    const name = fresh()
    await world.deploy(name, [stage('First', [ask('One'), waiting(is('$Record.Status', 'Closed'))])])
    await world.change(name, { Status: 'New' })
    const [started] = await meet(order, (by) => startOrchestration(by, world.admin, { apiName: name, recordId: name }), (by) => world.change(name, { Status: 'Closed' }, by))
    const { runId } = (started as PromiseFulfilledResult<{ runId: string }>).value
    expect((await world.step(runId, 'Waiting')).status).toBe('IN_PROGRESS')
    expect(await world.milestones(runId)).toMatchObject({ START_STEP: 2 })
  })

  it('a trigger starts one run for each change, and one for two that are the same', async () => { // rule R7
    const name = fresh()
    const trigger = { objectApiName: 'Case', event: 'CREATED_OR_UPDATED', when: needs(is('$Record.Kind', name)) } as const
    await world.deploy(name, [stage('First', [ask('One')])], { orchestrationType: 'RECORD_TRIGGERED', trigger })
    const runs = async () => (await db.pool.query<{ count: number }>('SELECT count(*)::int AS "count" FROM "OrchestrationRun" WHERE "recordId" = $1', [name])).rows[0]!.count
    await meet(order, (by) => world.change(name, { Kind: name, Level: 1 }, by), (by) => world.change(name, { Kind: name, Level: 2 }, by))
    expect(await runs()).toBe(2)
    await meet(order, (by) => world.change(name, { Level: 3 }, by), (by) => world.change(name, { Level: 3 }, by))
    expect(await runs()).toBe(3)
    expect(await runs()).toBe(3)
  })

  it('the same clientMutationKey does the same once, and both have the one answer', async () => { // contract: clientMutationKey
    const name = fresh()
    await world.deploy(name, [stage('First', [ask('One'), wait('Outside')])])
    await world.change(name, { Status: 'New' })
    const start = (by: Shell) => startOrchestration(by, world.admin, { apiName: name, recordId: name, clientMutationKey: name })
    const [one, other] = await meet(order, start, start)
    expect(one).toEqual(other)
    const { runId } = (one as PromiseFulfilledResult<{ runId: string }>).value
    const publish = async (by: Shell) => publishEvent(by, world.admin, { runId, stepId: `${runId}.s1.t2`, stepStatus: 'COMPLETED', clientMutationKey: name })
    const published = await meet(order, publish, publish)
    expect(published.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled'])
    expect(await world.milestones(runId)).toMatchObject({ START_RUN: 1, END_STEP: 1 })
    const changes = await meet(order, (by) => world.change(`${name}.2`, { Status: 'New' }, by, name), (by) => world.change(`${name}.2`, { Status: 'New' }, by, name))
    expect(changes[0]).toEqual(changes[1])
  })

  it('of two events that end a step, the second is told that it was ended', async () => { // rule R3b
    const name = fresh()
    await world.deploy(name, [stage('First', [ask('One'), wait('Outside')])])
    const runId = await world.start(name, name)
    const publish = (stepStatus: 'COMPLETED' | 'ERROR') => async (by: Shell) => publishEvent(by, world.admin, { runId, stepId: `${runId}.s1.t2`, stepStatus })
    const outcomes = await meet(order, publish('COMPLETED'), publish('ERROR'))
    const refused = outcomes.filter(({ status }) => status === 'rejected')
    expect(refused).toHaveLength(1)
    expect(reasonOf(refused[0]!)).toSatisfy((reason) => reason instanceof ConflictError || reason instanceof RunNotInProgressError)
    expect((await world.step(runId, 'Outside')).status).toBe(outcomes[0].status === 'fulfilled' ? 'COMPLETED' : 'ERROR')
  })

  it('two jobs of one background step run its flow once', async () => { // rule R4
    const name = fresh()
    await world.deployFlow({ apiName: 'Marks', label: 'Marks', flowType: 'AUTOLAUNCHED', start: 'Mark', elements: [{ updateRecord: { apiName: 'Mark', label: 'Mark', record: '$Record', fields: [{ name: 'Marked', value: true }] } }] })
    await world.deploy(name, [stage('First', [work('One', { action: { flow: 'Marks' } }), ask('Two')])])
    const runId = await world.start(name, name)
    const { rows: [job] } = await db.pool.query<{ payload: BackgroundStepJob }>(`SELECT "payload" FROM graphile_worker._private_jobs WHERE "payload" ->> 'runId' = $1`, [runId])
    await meet(order, (by) => runBackgroundStep(by, job!.payload), (by) => runBackgroundStep(by, job!.payload))
    const { rows } = await db.pool.query('SELECT "status" FROM "FlowInterview" WHERE "stepId" = $1', [job!.payload.stepId])
    expect(rows).toEqual([{ status: 'FINISHED' }])
    expect(await world.milestones(runId)).toMatchObject({ END_STEP: 1 })
  })
})

it('a flow that counts on from what a record holds counts what was written since it was read', async () => { // rules R2, I10
  const name = fresh()
  await world.deployFlow({
    apiName: 'Counts', label: 'Counts', flowType: 'AUTOLAUNCHED', start: 'Add', variables: [{ apiName: 'level', dataType: 'NUMBER', isOutput: true }],
    elements: [
      { assignment: { apiName: 'Add', label: 'Add', assignments: [{ to: 'level', operator: 'ASSIGN', resource: '$Record.Level' }, { to: 'level', operator: 'ADD', value: 1 }], next: 'Keep' } },
      { updateRecord: { apiName: 'Keep', label: 'Keep', record: '$Record', fields: [{ name: 'Level', resource: 'level' }] } },
    ],
  })
  await world.deploy(name, [stage('First', [work('One', { action: { flow: 'Counts' } })])])
  const runs = [await world.start(name, name), (await startOrchestration(world.shell, world.admin, { apiName: name, recordId: name })).runId]
  const job = async (runId: string) => (await db.pool.query<{ payload: BackgroundStepJob }>(`SELECT "payload" FROM graphile_worker._private_jobs WHERE "payload" ->> 'runId' = $1`, [runId])).rows[0]!.payload
  const [first, second] = await Promise.all(runs.map(job))
  await runBackgroundStep(precedeQuery(db, 'record_states', () => runBackgroundStep(world.shell, second!)), first!)
  expect((await db.prisma.record.findUniqueOrThrow({ where: { recordId: name } })).fields).toMatchObject({ Level: 3 })
  expect([await world.step(runs[0]!, 'One'), await world.step(runs[1]!, 'One')]).toMatchObject([{ status: 'COMPLETED', outputs: { level: 3 } }, { status: 'COMPLETED', outputs: { level: 2 } }])
})

it('of many who start runs about one record, to which these listen, nobody is refused', async () => { // rules D5, D9
  const name = fresh()
  await world.deploy(name, [stage('First', [ask('One'), waiting(is('$Record.Status', 'Closed'))])])
  await world.change(name, { Status: 'New' })
  const started = await Promise.allSettled(Array.from({ length: 120 }, () => startOrchestration(world.shell, world.admin, { apiName: name, recordId: name })))
  expect(started.filter(({ status }) => status === 'rejected')).toEqual([])
})
