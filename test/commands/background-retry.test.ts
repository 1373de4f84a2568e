// Background work that fails is tried again by itself, with pauses that double, before its step fails (rule R4).
import { beforeAll, expect, it } from 'vitest'
import { ActionFault, LONGEST_ACTION_SECONDS, type Action } from '../../src/commands/action.ts'
import { driveInterview } from '../../src/commands/interview/drive-interview.ts'
import { explainWaits } from '../../src/commands/run/explain-waits.ts'
import { wakeInterview } from '../../src/commands/interview/resume-interview.ts'
import { startInterview } from '../../src/commands/interview/start-interview.ts'
import { runBackgroundStep, type BackgroundStepJob } from '../../src/commands/interview/run-background-step.ts'
import { releaseProcesses } from '../../src/store/server-processes.ts'
import { commandWorld, type CommandWorld } from '../support/command-world.ts'
import { useDatabase } from '../support/database.ts'
import { stage, work } from '../support/orchestrations.ts'

const db = useDatabase()
let world: CommandWorld
const tried: string[] = []
const takeovers: number[] = []
beforeAll(async () => {
  world = await commandWorld(db, {
    slow: {
      inputs: [],
      perform: async ({ pool, now }, _, key) => {
        const { rows } = await pool.query<{ run_at: Date }>(`SELECT "run_at" FROM graphile_worker._private_jobs WHERE "key" = $1`, [`drive:${key.split(':')[0]!}`])
        takeovers.push(...rows.map(({ run_at }) => (run_at.getTime() - now().getTime()) / 1000))
        return null
      },
    },
    dies: { inputs: [], perform: async () => null },
    fails: {
      inputs: [],
      perform: (_, __, key) => {
        tried.push(key)
        return Promise.reject(new ActionFault('The line is dead.', false))
      },
    },
  })
  await world.deployFlow({ apiName: 'Fails', label: 'Fails', flowType: 'AUTOLAUNCHED', start: 'Do', elements: [{ action: { apiName: 'Do', label: 'Do', action: 'fails' } }] })
})

type Waiting = { run_at: Date; payload: { guid: string } }
const nextTry = async (runId: string) => (await db.pool.query<Waiting>(`SELECT j."run_at", j."payload" FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks t ON t."id" = j."task_id"
  WHERE t."identifier" = 'drive-interview' AND j."payload" ->> 'guid' IN (SELECT "guid" FROM "FlowInterview" WHERE "runId" = $1)`, [runId])).rows[0]

it.each([
  ['as its step says', { maxAttempts: 3, backoffSeconds: 10 }, [10, 20]],
  ['with pauses of an hour at most', { maxAttempts: 4, backoffSeconds: 1000 }, [1000, 2000, 3600]],
  ['with longer pauses where the step asks for them', { maxAttempts: 6, backoffSeconds: 7200 }, [7200, 7200, 7200, 7200, 7200]],
  ['five times where the step says nothing', null, [1, 2, 4, 8]],
] as const)('%s', async (_, retry, pauses) => {
  const name = `Retry_${pauses.length}x`
  await world.deploy(name, [stage('First', [work('One', { action: { flow: 'Fails' }, retry })])])
  const run = await world.start(name, name)
  tried.length = 0
  const { rows: [job] } = await db.pool.query<{ payload: BackgroundStepJob }>(`SELECT "payload" FROM graphile_worker._private_jobs WHERE "payload" ->> 'runId' = $1`, [run])
  await runBackgroundStep(world.shell, job!.payload)
  const waited: number[] = [], told: (string | undefined)[] = []
  for (let next = await nextTry(run); next !== undefined; next = await nextTry(run)) {
    waited.push((next.run_at.getTime() - world.shell.now().getTime()) / 1000)
    const [reasons] = await explainWaits(world.shell, world.admin, [run])
    told.push(reasons!.get(`${run}.s1.t1`)?.[0]?.summary)
    world.shell.clock.now = next.run_at
    await db.pool.query(`DELETE FROM graphile_worker._private_jobs WHERE "payload" ->> 'guid' = $1`, [next.payload.guid])
    await driveInterview(world.shell, next.payload.guid)
  }
  expect(waited).toEqual(pauses)
  // rule D10
  expect(told).toEqual(pauses.map((_, at) => expect.stringMatching(new RegExp(`^The flow Fails has not finished: try ${at + 1} of ${pauses.length + 1} of its action "Do" \\(fails\\) failed, the next comes at .+Z\\. The line is dead\\.$`)) as string))
  // Whoever is called can tell by the key that it is the same request.
  expect([tried.length, new Set(tried).size]).toEqual([pauses.length + 1, 1])
  expect((await world.run(run)).fault).toMatchObject({ message: expect.stringContaining('The line is dead.') as string, attempts: pauses.length + 1, isRecoverable: true })
})

// Whoever takes a flow on, knows of its step: a wait's own time, somebody who resumes it, or the process that takes over from one that died.
it('goes by its step beyond a wait, and counts on when it is taken over', async () => {
  await world.deployFlow({ apiName: 'Fails_Later', label: 'Fails later', flowType: 'AUTOLAUNCHED', start: 'Rest', elements: [
    { wait: { apiName: 'Rest', label: 'Rest', seconds: 60, next: 'Do' } }, { action: { apiName: 'Do', label: 'Do', action: 'fails' } },
  ] })
  await world.deploy('Retry_Later', [stage('First', [work('One', { action: { flow: 'Fails_Later' }, retry: { maxAttempts: 2, backoffSeconds: 10 } })])])
  const run = await world.start('Retry_Later', 'later')
  const { rows: [job] } = await db.pool.query<{ payload: BackgroundStepJob }>(`SELECT "payload" FROM graphile_worker._private_jobs WHERE "payload" ->> 'runId' = $1`, [run])
  await runBackgroundStep(world.shell, job!.payload)
  const { rows: [waiting] } = await db.pool.query<{ guid: string; wakeAt: Date }>(`SELECT "guid", "wakeAt" FROM "FlowInterview" WHERE "runId" = $1`, [run])
  world.shell.clock.now = waiting!.wakeAt
  tried.length = 0
  await wakeInterview(world.shell, waiting!.guid, waiting!.wakeAt.toISOString())
  expect([tried.length, (await world.run(run)).status]).toEqual([1, 'IN_PROGRESS'])
  await driveInterview(world.shell, waiting!.guid)
  expect([tried.length, (await world.run(run)).fault]).toMatchObject([2, { attempts: 2, message: expect.stringContaining('The line is dead.') as string }])
})

it('is what a person\'s flow does after a wait, when nobody is there', async () => {
  await world.deployFlow({ apiName: 'Person_Later', label: 'Person later', flowType: 'SCREEN', start: 'Rest', elements: [
    { wait: { apiName: 'Rest', label: 'Rest', seconds: 60, next: 'Do' } }, { action: { apiName: 'Do', label: 'Do', action: 'fails', onFault: 'Sorry' } },
    { screen: { apiName: 'Sorry', label: 'Sorry', fields: [] } },
  ] })
  const { guid } = await startInterview(world.shell, world.ada, { flow: 'Person_Later' })
  const see = () => db.prisma.flowInterview.findUniqueOrThrow({ where: { guid } })
  const { wakeAt } = await see()
  world.shell.clock.now = wakeAt!
  tried.length = 0
  await wakeInterview(world.shell, guid, wakeAt!.toISOString())
  expect([tried.length, await see()]).toMatchObject([1, { status: 'STARTED', currentElement: 'Do' }])
  for (let n = 0; n < 4; n++) await driveInterview(world.shell, guid)
  expect([tried.length, await see()]).toMatchObject([5, { status: 'PAUSED', currentElement: 'Sorry' }])
})

it('is not what a flow does that somebody waits for: its fault path comes at once', async () => {
  await world.deployFlow({ apiName: 'Person_Now', label: 'Person now', flowType: 'SCREEN', start: 'Do', elements: [
    { action: { apiName: 'Do', label: 'Do', action: 'fails', onFault: 'Sorry' } }, { screen: { apiName: 'Sorry', label: 'Sorry', fields: [] } },
  ] })
  tried.length = 0
  const { guid } = await startInterview(world.shell, world.ada, { flow: 'Person_Now' })
  expect([tried.length, await db.prisma.flowInterview.findUniqueOrThrow({ where: { guid } })]).toMatchObject([1, { status: 'STARTED', currentElement: 'Sorry' }])
})

it('is not performed a second time, by another process, as long as an action may take', async () => {
  await world.deployFlow({ apiName: 'Slow', label: 'Slow', flowType: 'AUTOLAUNCHED', start: 'Do', elements: [{ action: { apiName: 'Do', label: 'Do', action: 'slow' } }] })
  await world.deploy('Slow_Step', [stage('First', [work('One', { action: { flow: 'Slow' } })])])
  const run = await world.start('Slow_Step', 'slow')
  const { rows: [job] } = await db.pool.query<{ payload: BackgroundStepJob }>(`SELECT "payload" FROM graphile_worker._private_jobs WHERE "payload" ->> 'runId' = $1`, [run])
  await runBackgroundStep(world.shell, job!.payload)
  expect(takeovers).toEqual([expect.any(Number)])
  expect(takeovers[0]).toBeGreaterThan(LONGEST_ACTION_SECONDS)
  expect(await world.run(run)).toMatchObject({ status: 'COMPLETED' })
})

// rule I6
it('of a process that died while somebody waited is taken over when that is known; of a job, by the job', async () => {
  await world.deployFlow({ apiName: 'Person_Slow', label: 'Person slow', flowType: 'SCREEN', start: 'Do', elements: [
    { action: { apiName: 'Do', label: 'Do', action: 'dies', next: 'Done' } }, { screen: { apiName: 'Done', label: 'Done', fields: [] } },
  ] })
  const takeover = async (guid: string) => (await db.pool.query<{ payload: object; isDue: boolean }>(`SELECT "payload", "run_at" <= now() AS "isDue" FROM graphile_worker._private_jobs WHERE "key" = $1`, [`drive:${guid}`])).rows[0]
  const begin = async (processId: string | null) => {
    // The process is never heard of again: neither is what it does.
    let began = (_: string) => {}
    const guid = new Promise<string>((resolve) => (began = resolve))
    const dies: Action = { inputs: [], perform: (_, __, key) => { began(key.split(':')[0]!); return new Promise(() => {}) } }
    void startInterview({ ...world.shell, now: () => new Date(), processId, actions: { dies } }, world.ada, { flow: 'Person_Slow' })
    return guid
  }
  const [theirs, jobs] = [await begin('gone'), await begin(null)]
  expect([await takeover(theirs), await takeover(jobs)]).toEqual([{ payload: { guid: theirs, processId: 'gone' }, isDue: false }, { payload: { guid: jobs }, isDue: false }])
  await releaseProcesses(db.pool, ['gone'], false)
  expect([(await takeover(theirs))!.isDue, (await takeover(jobs))!.isDue]).toEqual([true, false])
  await driveInterview({ ...world.shell, actions: { dies: { inputs: [], perform: async () => null } } }, theirs)
  expect(await db.prisma.flowInterview.findUniqueOrThrow({ where: { guid: theirs } })).toMatchObject({ currentElement: 'Done' })
  expect(await takeover(theirs)).toBeUndefined()
})
