import pg from 'pg'
import { beforeAll, describe, expect, it } from 'vitest'
import { activeFlow, displayed, INTERVIEW, next, pause, reread, resume, screen, showing, shownBy, started, submit, type Shown } from '../support/flow-api.ts'
import { until, useServer, type Caller } from '../support/server.ts'

const server = useServer()
const admin = server.as('admin')
const ada = server.as('ada'), ben = server.as('ben'), boss = server.as('boss')

type Item = { id: string; status: string; canOpen: boolean; isActionable: boolean; interview: { guid: string } | null; completedBy: { username: string } | null }
type Milestone = { milestone: string; actor: { username: string } | null; detail: string | null }

beforeAll(async () => {
  const people: [string, string[]][] = [['ada', ['RUN_FLOWS']], ['ben', ['RUN_FLOWS']], ['boss', ['MANAGE_FLOW', 'RUN_FLOWS']]]
  for (const [username, permissions] of people) await admin.mutate('saveUser', { username, name: username, email: `${username}@example.com`, permissions })
  await admin.mutate('updateProcessAutomationSettings', { letUsersPauseFlows: true })
  await admin.mutate('saveGroup', { apiName: 'Team', label: 'Team', groupType: 'REGULAR', users: ['ada', 'ben'] })
  await activeFlow(admin, {
    apiName: 'Handle', variables: [{ apiName: 'verdict', dataType: 'STRING', isOutput: true }],
    elements: [screen('ask', [{ apiName: 'verdict', isRequired: true }], { allowPause: true, next: 'confirm' }), showing('confirm', '{!verdict}', { allowPause: true })],
  })
  await activeFlow(admin, {
    apiName: 'Rests', variables: [{ apiName: 'n', dataType: 'NUMBER', isInput: true, default: 3600 }, { apiName: 'until', dataType: 'DATE_TIME' }],
    elements: [
      { assignment: { apiName: 'reckon', assignments: [{ to: 'until', operator: 'ASSIGN', resource: '$Flow.CurrentDateTime' }, { to: 'until', operator: 'ADD', resource: 'n' }], next: 'rest' } },
      { wait: { apiName: 'rest', untilResource: 'until', next: 'after' } }, screen('after', [{ apiName: 'a' }], { allowPause: true, next: 'end' }), showing('end', 'woke {!a}'),
    ],
  })
  const steps = [
    { apiName: 'Do', label: 'Do', stepType: 'INTERACTIVE', action: { flow: 'Handle' }, assignee: { group: 'Team' } },
    { apiName: 'Then', label: 'Then', stepType: 'INTERACTIVE', action: { flow: 'Handle' }, assignee: { group: 'Team' }, start: { afterStep: 'Do' } },
  ]
  expect(await admin.mutate('saveOrchestration', { apiName: 'Cases', label: 'Cases', orchestrationType: 'AUTOLAUNCHED', stages: [{ apiName: 'S', label: 'S', steps }] })).toEqual({ __typename: 'SaveOrchestrationSuccess' })
  expect(await admin.mutate('activateOrchestration', { apiName: 'Cases' })).toEqual({ __typename: 'ActivateOrchestrationSuccess' })
})

async function record(recordId: string) {
  await admin.mutate('upsertRecord', { recordId, objectApiName: 'Case', owner: 'ada' })
  await admin.mutate('shareRecord', { recordId, group: 'Team', access: 'READ' })
  return recordId
}
/** A run on a new record, with its one open work item. */
async function runOn(recordId: string): Promise<{ runId: string; itemId: string; recordId: string }> {
  await record(recordId)
  const { run } = await admin.mutate('startOrchestration', { apiName: 'Cases', recordId }, 'run { id workItems { edges { node { id } } } }') as unknown as { run: { id: string; workItems: { edges: { node: { id: string } }[] } } }
  return { runId: run.id, itemId: run.workItems.edges[0]!.node.id, recordId }
}
async function item(caller: Caller, id: string): Promise<Item> {
  return (await caller.run<{ node: Item }, object>('query ($id: ID!) { node(id: $id) { ... on WorkItem { id status canOpen isActionable interview { guid } completedBy { username } } } }', { id })).node
}
async function open(caller: Caller, workItemId: string): Promise<Shown> {
  return shownBy(await caller.mutate('openWorkItem', { workItemId }, `interview { ${INTERVIEW} }`))
}
async function milestones(runId: string, names: string[]): Promise<Milestone[]> {
  const { node } = await admin.run<{ node: { history: { edges: { node: Milestone }[] } } }, object>(
    'query ($id: ID!, $names: [Milestone!]) { node(id: $id) { ... on OrchestrationRun { history(first: 100, filter: { milestones: $names }) { edges { node { milestone actor { username } detail } } } } } }', { id: runId, names })
  return node.history.edges.map((edge) => edge.node)
}
async function guide(caller: Caller, recordId: string): Promise<string[]> {
  const { record: shown } = await caller.run<{ record: { workGuide: { edges: { node: { id: string } }[] } } }, object>('query ($id: ID!) { record(recordId: $id) { workGuide { edges { node { id } } } } }', { id: recordId })
  return shown.workGuide.edges.map(({ node }) => node.id)
}

describe('the interview of a work item', () => {
  // rules I3, R5
  it('is paused and picked up again where it stood, each with its milestone', async () => {
    const { runId, itemId, recordId } = await runOn('I1')
    const confirm = await next(ada, await open(ada, itemId), { verdict: 'yes' })
    const paused = shownBy(await pause(ada, confirm, { reason: 'Phone' }))
    expect(paused).toMatchObject({ status: 'PAUSED', record: { recordId }, workItem: { id: itemId, status: 'ASSIGNED' } })
    expect((await item(ada, itemId)).interview?.guid).toBe(paused.guid)
    const picked = await open(ada, itemId)
    expect(picked).toMatchObject({ guid: paused.guid, status: 'STARTED', screen: confirm.screen })
    shownBy(await pause(ada, picked))
    shownBy(await resume(ada, picked))
    expect(await milestones(runId, ['PAUSE_INTERVIEW', 'RESUME_INTERVIEW'])).toMatchObject([
      { milestone: 'PAUSE_INTERVIEW', actor: { username: 'ada' }, detail: 'Phone' }, { milestone: 'RESUME_INTERVIEW', actor: { username: 'ada' } }, { milestone: 'PAUSE_INTERVIEW' }, { milestone: 'RESUME_INTERVIEW' },
    ])
    const done = await submit(ada, picked)
    expect(done).toMatchObject({ interview: { status: 'FINISHED' }, workItem: { id: itemId, status: 'COMPLETED' }, nextWorkItems: [{ id: expect.any(String) }] })
  })

  it('that was left without pausing is picked up at its last submitted state', async () => {
    const { itemId } = await runOn('I2')
    const confirm = await next(ada, await open(ada, itemId), { verdict: 'kept' })
    await server.restart()
    expect(await open(ada, itemId)).toEqual(confirm)
    expect((await open(ben, itemId)).guid).not.toBe(confirm.guid)
  })

  // rule I7
  it('is deleted for good with a milestone, and the work stays open to all its assignees', async () => {
    const { runId, itemId, recordId } = await runOn('I3')
    const paused = shownBy(await pause(ada, await next(ada, await open(ada, itemId), { verdict: 'gone' })))
    expect(await ada.mutate('deleteInterview', { interviewId: paused.id }, 'guid')).toEqual({ __typename: 'DeleteInterviewSuccess', guid: paused.guid })
    expect(await reread(ada, paused)).toBeNull()
    expect(await milestones(runId, ['DELETE_INTERVIEW', 'END_WORK_ITEM'])).toMatchObject([{ milestone: 'DELETE_INTERVIEW', actor: { username: 'ada' } }])
    for (const caller of [ada, ben]) {
      expect(await item(caller, itemId)).toMatchObject({ status: 'ASSIGNED', isActionable: true, canOpen: true, interview: null })
      expect(await guide(caller, recordId)).toEqual([itemId])
    }
    expect(await open(ada, itemId)).toMatchObject({ currentElement: 'ask', screen: { fields: [{ value: null }] } })
    const db = new pg.Client({ connectionString: server.databaseUrl })
    await db.connect()
    const { rows } = await db.query(`SELECT 1 FROM "EventLog" WHERE "payload"::text LIKE '%gone%' UNION ALL SELECT 1 FROM "FlowInterview" WHERE "guid" = $1`, [paused.guid])
    await db.end()
    expect(rows).toEqual([])
  })

  it('keeps nothing of what was filled in once the work was taken away from it', async () => { // rules R3, W7
    const { runId, itemId } = await runOn('I3-ended')
    const under = await next(ada, await open(ada, itemId), { verdict: 'between us' })
    expect(displayed(under)).toBe('between us')
    expect(await admin.mutate('cancelRun', { runId })).toEqual({ __typename: 'CancelRunSuccess' })
    const db = new pg.Client({ connectionString: server.databaseUrl })
    await db.connect()
    const { rows } = await db.query<{ status: string; holds: boolean }>(`SELECT "status", "state"::text LIKE '%between us%' AS "holds" FROM "FlowInterview" WHERE "guid" = $1`, [under.guid])
    await db.end()
    expect(rows).toEqual([{ status: 'FAILED', holds: false }])
  })

  // rules I9, W5: looking in again is no way to end a wait; resuming is.
  it('that waits for its time waits on, however often its work item is opened', async () => {
    const deploy = { apiName: 'Cooling', label: 'Cooling', orchestrationType: 'AUTOLAUNCHED', stages: [{ apiName: 'S', label: 'S', steps: [{ apiName: 'Do', label: 'Do', stepType: 'INTERACTIVE', action: { flow: 'Rests' }, assignee: { user: 'ada' } }] }] }
    expect([await admin.mutate('saveOrchestration', deploy), await admin.mutate('activateOrchestration', { apiName: 'Cooling' })]).toMatchObject([{ __typename: 'SaveOrchestrationSuccess' }, { __typename: 'ActivateOrchestrationSuccess' }])
    await record('I2-wait')
    const { run } = await admin.mutate('startOrchestration', { apiName: 'Cooling', recordId: 'I2-wait' }, 'run { id workItems { edges { node { id } } } }') as unknown as { run: { id: string; workItems: { edges: { node: { id: string } }[] } } }
    const itemId = run.workItems.edges[0]!.node.id
    const waits = { status: 'PAUSED', currentElement: 'rest', screen: null }
    const first = await open(ada, itemId)
    expect(first).toMatchObject(waits)
    expect(await open(ada, itemId)).toEqual(first)
    expect(await item(ada, itemId)).toMatchObject({ canOpen: true, interview: { guid: first.guid } })
    const asked = async () => (await ada.run<{ node: { goesOnAt: string | null } }, object>('query ($id: ID!) { node(id: $id) { ... on FlowInterview { goesOnAt } } }', { id: first.id })).node.goesOnAt
    expect(Date.parse((await asked())!)).toBeGreaterThan(Date.now())
    expect(shownBy(await resume(ada, first))).toMatchObject({ status: 'STARTED', currentElement: 'after' })
    expect(await asked()).toBeNull()
    expect(await milestones(run.id, ['RESUME_INTERVIEW'])).toMatchObject([{ actor: { username: 'ada' } }])
  })

  it('is deleted together with others of its run, each with its milestone', async () => {
    const { runId, itemId } = await runOn('I3b')
    const both = [await open(ada, itemId), await open(ben, itemId)]
    shownBy(await pause(ada, both[0]!))
    await admin.mutate('shareRecord', { recordId: 'I3b', user: 'boss', access: 'READ', interviews: true })
    const { results } = await boss.mutate('deleteInterviews', { interviewIds: [both[0]!.id, both[1]!.id, both[0]!.guid] }, 'results { guid error { code } }')
    expect(results).toEqual([{ guid: both[0]!.guid, error: null }, { guid: both[1]!.guid, error: null }, { guid: both[0]!.guid, error: { code: 'NOT_FOUND' } }])
    expect(await milestones(runId, ['DELETE_INTERVIEW'])).toMatchObject([{ actor: { username: 'boss' } }, { actor: { username: 'boss' } }])
    expect(await item(ben, itemId)).toMatchObject({ status: 'ASSIGNED', canOpen: true, interview: null })
  })

  // rules I5, W4
  it('is resumed together with others, of its run too, each with its milestone', async () => {
    const { runId, itemId, recordId } = await runOn('I9')
    const [adas, bens] = [await open(ada, itemId), await open(ben, itemId)]
    const [waiting, alone] = [await started(boss, 'Rests'), await started(boss, 'Handle')]
    for (const [caller, one] of [[ada, adas], [ben, bens], [boss, alone]] as const) shownBy(await pause(caller, one, { reason: 'Phone' }))
    await admin.mutate('shareRecord', { recordId, user: 'boss', access: 'READ', interviews: true })
    const { results } = await boss.mutate('resumeInterviews', { interviewIds: [adas.guid, waiting.guid, bens.guid, adas.guid, alone.guid] }, 'results { guid error { code } }')
    expect(results).toEqual([adas, waiting, bens, adas, alone].map(({ guid }, at) => ({ guid, error: at === 3 ? { code: 'INTERVIEW_NOT_RESUMABLE' } : null })))
    for (const one of [adas, bens, alone]) expect(await reread(boss, one)).toMatchObject({ status: 'STARTED', screen: { revision: one.screen!.revision } })
    expect(await reread(boss, waiting)).toMatchObject({ status: 'STARTED', currentElement: 'after' })
    expect(await milestones(runId, ['RESUME_INTERVIEW'])).toEqual(Array(2).fill({ milestone: 'RESUME_INTERVIEW', actor: { username: 'boss' }, detail: null }))
    expect((await guide(ada, recordId))).toEqual([itemId])
  })

  it('goes on with whoever resumed it, to its end, in the other\'s place', async () => {
    const { itemId, recordId, runId } = await runOn('I4')
    await admin.mutate('shareRecord', { recordId, user: 'boss', access: 'EDIT', interviews: true })
    const paused = shownBy(await pause(ada, await open(ada, itemId), { values: { verdict: 'half' } }))
    expect(await boss.mutate('openWorkItem', { workItemId: itemId })).toMatchObject({ __typename: 'ForbiddenError' })
    const resumed = shownBy(await resume(boss, paused))
    expect(resumed).toMatchObject({ owner: { username: 'ada' }, screen: { fields: [{ value: 'half' }] } })
    const done = await submit(boss, await next(boss, resumed, { verdict: 'whole' }))
    expect(done).toMatchObject({ interview: { status: 'FINISHED' }, workItem: { id: itemId, status: 'COMPLETED' } })
    expect(await item(ada, itemId)).toMatchObject({ status: 'COMPLETED', completedBy: { username: 'boss' } })
    expect(await milestones(runId, ['RESUME_INTERVIEW'])).toMatchObject([{ actor: { username: 'boss' } }])
  })

  // rule W4
  it('that comes second is told who was first, and can\'t be resumed then', async () => {
    const { itemId } = await runOn('I5')
    const [adas, bens] = [await next(ada, await open(ada, itemId), { verdict: 'a' }), await open(ben, itemId)]
    const bensPaused = shownBy(await pause(ben, bens))
    expect(await submit(ada, adas)).toMatchObject({ workItem: { status: 'COMPLETED' } })
    const refused = await resume(ben, bensPaused)
    expect(refused.__typename).toBe('InterviewNotResumableError')
    const second = await runOn('I6')
    const confirms = await Promise.all([ada, ben].map(async (caller) => next(caller, await open(caller, second.itemId), { verdict: 'x' })))
    const answers = await Promise.all([submit(ada, confirms[0]!), submit(ben, confirms[1]!)])
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['SubmitScreenSuccess', 'WorkItemAlreadyCompletedError'])
  })

  // rule R3
  it('ends with its run', async () => {
    const { itemId, runId } = await runOn('I7')
    const paused = shownBy(await pause(ada, await open(ada, itemId)))
    expect(await admin.mutate('cancelRun', { runId })).toEqual({ __typename: 'CancelRunSuccess' })
    expect(await reread(ada, paused)).toMatchObject({ status: 'FAILED', canResume: false })
    expect(await resume(ada, paused)).toMatchObject({ __typename: 'InterviewNotResumableError' })
  })
})

describe('an interview that was left without pausing', () => {
  it('is found by its owner, and by nobody else, at its last submitted state', async () => {
    const list = async (caller: Caller, filter: object) => (await caller.run<{ pausedInterviews: { edges: { node: Shown }[] } }, object>(`query ($filter: FlowInterviewFilter) { pausedInterviews(filter: $filter) { edges { node { ${INTERVIEW} } } } }`, { filter })).pausedInterviews.edges.map(({ node }) => node)
    const left = await next(ada, await started(ada, 'Handle', { recordId: await record('S1') }), { verdict: 'left' })
    await server.restart()
    expect(await list(ada, { status: 'STARTED', flow: 'Handle', recordId: 'S1' })).toEqual([left])
    expect(displayed(left)).toBe('left')
    for (const caller of [ben, admin]) expect(await list(caller, { status: 'STARTED', recordId: 'S1' })).toEqual([])
    expect(await list(ada, { recordId: 'S1' })).toEqual([])
    expect(await next(ada, left)).toMatchObject({ status: 'FINISHED' })
    expect(await list(ada, { status: 'STARTED', recordId: 'S1' })).toEqual([])
  })
})

// rule I9
describe('a wait', () => {
  it('ends at its time: a screen reached then stands paused for its owner, and the record\'s followers see it', async () => {
    await record('W1')
    const followed = ada.follow('subscription { recordWork(recordId: "W1") { __typename ... on InterviewPaused { interview { guid currentElement pausedAt } } ... on InterviewResumed { interview { guid } } } }')
    // It follows once it sees this.
    await until(async () => { await admin.mutate('startOrchestration', { apiName: 'Cases', recordId: 'W1' }); return followed.events.length }, (count) => count > 0)
    const waiting = await started(ada, 'Rests', { recordId: 'W1', inputs: { n: 1 } })
    expect(waiting).toMatchObject({ status: 'PAUSED', currentElement: 'rest', screen: null, canResume: true, pausedBy: { username: 'ada' }, pausedAt: expect.any(String) })
    expect(await followed.next(({ __typename }) => __typename === 'InterviewPaused')).toMatchObject({ interview: { guid: waiting.guid, currentElement: 'rest' } })
    const stands = await until(() => reread(ada, waiting), (shown) => shown!.currentElement === 'after')
    expect(stands).toMatchObject({ status: 'PAUSED', canResume: true, screen: { apiName: 'after' }, owner: { username: 'ada' }, record: { recordId: 'W1' } })
    expect(Date.parse(stands!.pausedAt!)).toBeGreaterThanOrEqual(Date.parse(waiting.pausedAt!) + 1000)
    expect(await followed.next(({ __typename }) => __typename === 'InterviewPaused')).toMatchObject({ interview: { guid: waiting.guid, currentElement: 'after' } })
    expect(await submit(ada, stands!)).toMatchObject({ __typename: 'ConflictError' })
    expect(displayed(await next(ada, shownBy(await resume(ada, waiting)), { a: 'up' }))).toBe('woke up')
    expect(followed.events.filter(({ __typename }) => __typename === 'InterviewResumed')).toHaveLength(1)
    followed.stop()
  })

  it('whose time came while nobody was running ends soon after', async () => {
    const waiting = await started(ada, 'Rests', { inputs: { n: 1 } })
    await server.stop()
    await until(() => Promise.resolve(Date.now()), (now) => now > Date.parse(waiting.pausedAt!) + 1200)
    await server.restart()
    expect(await until(() => reread(ada, waiting), (shown) => shown!.currentElement === 'after')).toMatchObject({ status: 'PAUSED' })
  })

  it('goes on at once when it is resumed, in bulk too, and is not woken again', async () => {
    const [one, two] = [await started(ada, 'Rests', { inputs: { n: 2 } }), await started(ada, 'Rests')]
    const { results } = await ada.mutate('resumeInterviews', { interviewIds: [one.guid, two.id] }, 'results { guid error { code } }')
    expect(results).toEqual([{ guid: one.guid, error: null }, { guid: two.guid, error: null }])
    for (const waiting of [one, two]) expect(await reread(ada, waiting)).toMatchObject({ status: 'STARTED', currentElement: 'after' })
    expect(displayed(await next(ada, (await reread(ada, one))!, { a: 'early' }))).toBe('woke early')
    const db = new pg.Client({ connectionString: server.databaseUrl })
    await db.connect()
    const { rows } = await db.query(`SELECT 1 FROM graphile_worker.jobs WHERE "key" IN ($1, $2)`, [`wake:${one.guid}`, `wake:${two.guid}`])
    await db.end()
    expect(rows).toEqual([])
  })

  it('is put off when its job comes before its time', async () => {
    const waiting = await started(ada, 'Rests', { inputs: { n: 2 } })
    const db = new pg.Client({ connectionString: server.databaseUrl })
    await db.connect()
    const early = async () => (await db.query<{ id: string; runAt: Date }>('SELECT "id", "run_at" AS "runAt" FROM graphile_worker.jobs WHERE "key" = $1', [`wake:${waiting.guid}`])).rows[0]
    const before = await early()
    await db.query('SELECT graphile_worker.reschedule_jobs(ARRAY[$1::bigint], run_at => now())', [before!.id])
    const after = await until(early, (job) => job !== undefined && job.id !== before!.id)
    await db.end()
    expect(after!.runAt.getTime()).toBeGreaterThanOrEqual(before!.runAt.getTime())
    expect((await reread(ada, waiting))!.currentElement).toBe('rest')
    expect(await until(() => reread(ada, waiting), (shown) => shown!.currentElement === 'after')).toMatchObject({ status: 'PAUSED' })
  })

  it('of deleted interviews wakes nobody', async () => {
    const waiting = await started(ada, 'Rests')
    expect(await ada.mutate('deleteInterview', { interviewId: waiting.guid })).toEqual({ __typename: 'DeleteInterviewSuccess' })
    expect(await resume(ada, waiting)).toMatchObject({ __typename: 'NotFoundError' })
  })
})
