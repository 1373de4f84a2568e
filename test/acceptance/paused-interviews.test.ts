// Interviews that are left for later: paused, listed, picked up again, and what followers of their record hear.
import { beforeAll, describe, expect, it } from 'vitest'
import { activeFlow, displayed, faultPaths, INTERVIEW, next, pause, reread, resume, screen, showing, shownBy, started, submit, type Shown } from '../support/flow-api.ts'
import { deploy, finish, itemOf, open, seeRun, stage, start, step, succeeded } from '../support/deployed.ts'
import { intakeWorld } from '../support/intake-world.ts'
import { until, useServer, type Caller } from '../support/server.ts'

const server = useServer()
const world = intakeWorld(server.as)
const { admin, ada, ben, auditor, stranger, settings, record, pausedOn, listed, listedOn } = world
beforeAll(() => world.setUp())

async function pauseRefusal(caller: Caller, { id }: Shown): Promise<string> {
  const { pauseInterview } = await caller.run<{ pauseInterview: { __typename: string; reason?: string } }, object>('mutation ($id: ID!) { pauseInterview(input: { interviewId: $id }) { __typename ... on PauseNotAllowedError { reason code message } } }', { id })
  return pauseInterview.reason ?? pauseInterview.__typename
}

// rule I3
describe('pausing', () => {
  it('needs the org\'s switch, then the screen\'s button, and says which is missing', async () => {
    await activeFlow(admin, { apiName: 'NoButton', elements: [showing('only', 'x')] })
    const withButton = await started(ada, 'Intake'), without = await started(ada, 'NoButton')
    expect([withButton.screen!.canPause, without.screen!.canPause]).toEqual([true, false])
    await settings({ letUsersPauseFlows: false })
    expect([(await reread(ada, withButton))!.screen!.canPause, (await reread(ada, without))!.screen!.canPause]).toEqual([false, false])
    expect([await pauseRefusal(ada, withButton), await pauseRefusal(ada, without)]).toEqual(['ORG_SETTING_OFF', 'ORG_SETTING_OFF'])
    await settings({ letUsersPauseFlows: true })
    expect(await pauseRefusal(ada, without)).toBe('SCREEN_HAS_NO_PAUSE')
    expect((await reread(ada, withButton))!.status).toBe('STARTED')
    expect(await pauseRefusal(ada, withButton)).toBe('PauseInterviewSuccess')
    expect(await pauseRefusal(ada, withButton)).toBe('ConflictError')
  })

  it('keeps what is filled in, unchecked, and the reason, and shows the screen\'s confirmation', async () => {
    const shown = await started(ada, 'Intake')
    const answer = await pause(ada, shown, { reason: 'Lunch', values: { age: 'not yet a number', who: 'A' } })
    expect(answer).toMatchObject({ confirmation: 'Until later, ada', interview: { status: 'PAUSED', pauseLabel: 'Lunch', pausedBy: { username: 'ada' }, pausedAt: expect.any(String), currentElement: 'ask', canResume: true, canDelete: true } })
    expect(await submit(ada, shown, { who: 'A' })).toMatchObject({ __typename: 'ConflictError' })
    const again = shownBy(await resume(ada, shown))
    expect(again).toMatchObject({ status: 'STARTED', pausedAt: null, pausedBy: null, screen: { revision: shown.screen!.revision, fields: [{ value: 'A' }, { value: 'not yet a number' }] } })
    expect(faultPaths(await submit(ada, again, { who: 'A' }))).toEqual(['input.values.age'])
    expect(await next(ada, again, { who: 'A', age: 3 })).toMatchObject({ currentElement: 'check', label: 'Intake of A' })
  })

  it('takes a reason of up to 1,000 characters', async () => {
    const shown = await started(ada, 'Intake')
    expect(faultPaths(await pause(ada, shown, { reason: 'x'.repeat(1001) }))).toEqual(['input.reason'])
    expect(faultPaths(await pause(ada, shown, { values: ['no object'] }))).toEqual(['input.values'])
    expect(await reread(ada, shown)).toEqual(shown)
    expect(shownBy(await pause(ada, shown, { reason: 'x'.repeat(1000) })).pauseLabel).toHaveLength(1000)
  })
})

// rule I4
describe('the current record', () => {
  it('is the one it was started on, until an assignment sets another', async () => {
    await record('C1')
    await record('C2')
    const shown = await started(ada, 'Intake', { recordId: 'C1', inputs: { aim: 'C2' } })
    const paused = shownBy(await pause(ada, shown))
    expect([await listedOn(ada, 'C1'), await listedOn(ada, 'C2')]).toEqual([[paused.guid], []])
    const check = await next(ada, shownBy(await resume(ada, paused)), { who: 'A' })
    expect([await listedOn(ada, 'C1'), await listedOn(ada, 'C2')]).toEqual([[], []])
    expect(shownBy(await pause(ada, check)).record).toEqual({ recordId: 'C2' })
    expect([await listedOn(ada, 'C1'), await listedOn(ada, 'C2')]).toEqual([[], [paused.guid]])
  })

  it('may be missing: then no record lists it, and its owner does', async () => {
    const paused = shownBy(await pause(ada, await started(ada, 'Intake')))
    expect(paused.record).toBeNull()
    expect(await listed(ada)).toContain(paused.guid)
  })

  it('must exist to pause: nothing is paused, and nothing lost', async () => {
    const check = await next(auditor, await started(auditor, 'Intake', { inputs: { aim: 'no such record' } }), { who: 'A', age: 4 })
    expect(await pause(auditor, check, { values: { note: 'lost?' } })).toMatchObject({ __typename: 'ValidationError' })
    expect(await reread(auditor, check)).toEqual(check)
    expect(displayed(await next(auditor, check, { fine: true, note: 'n' }))).toBe('A 4 true n')
  })
})
// rule I6
describe('resuming', () => {
  it('is one\'s: of two at once the other gets a typed error', async () => {
    const recordId = await record('R1')
    await admin.mutate('shareRecord', { recordId, user: 'ben', access: 'EDIT', interviews: true })
    const paused = await pausedOn(recordId)
    const answers = await Promise.all([resume(ada, paused), resume(ben, paused), resume(ada, paused), resume(admin, paused)])
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual(['InterviewNotResumableError', 'InterviewNotResumableError', 'InterviewNotResumableError', 'ResumeInterviewSuccess'])
    expect(await listedOn(ada, recordId)).toEqual([])
  })

  // rules I5, W4
  it('is not offered once somebody else has finished the work behind it', async () => {
    await record('shared-work')
    await admin.mutate('shareRecord', { recordId: 'shared-work', user: 'ben', access: 'READ' })
    succeeded(await admin.mutate('saveGroup', { apiName: 'Pair', groupType: 'REGULAR', users: ['ada', 'ben'] }))
    await activeFlow(admin, { apiName: 'OneScreen', elements: [screen('only', [{ apiName: 'note' }], { allowPause: true })] })
    await deploy(admin, 'Shared_Work', [stage('One', [step('Do', { group: 'Pair' }, { action: { flow: 'OneScreen' } })])])
    const item = itemOf(await seeRun(admin, await start(admin, 'Shared_Work', 'shared-work')), 'Do').id
    const { interviewId } = await open(ada, item)
    const mine = async () => (await ada.run<{ node: object }, object>('query Mine($id: ID!) { node(id: $id) { ... on FlowInterview { status canResume } } }', { id: interviewId })).node
    succeeded(await ada.mutate('pauseInterview', { interviewId }))
    expect(await mine()).toEqual({ status: 'PAUSED', canResume: true })
    succeeded(await finish(ben, item))
    expect(await mine()).toMatchObject({ canResume: false })
    expect(await ada.mutate('resumeInterview', { interviewId })).toMatchObject({ __typename: 'InterviewNotResumableError' })
  })

  it('is refused for what isn\'t paused, has ended, or isn\'t there', async () => {
    const fresh = await started(ada, 'Intake')
    expect(await resume(ada, fresh)).toMatchObject({ __typename: 'InterviewNotResumableError', code: 'INTERVIEW_NOT_RESUMABLE' })
    const done = await next(ada, await next(ada, await next(ada, fresh, { who: 'x' })))
    expect(await resume(ada, done)).toMatchObject({ __typename: 'InterviewNotResumableError' })
    for (const id of ['', 'garbage', '00000000-0000-0000-0000-000000000000', 'RmxvdzoxMjM=']) expect(await resume(ada, { id })).toMatchObject({ __typename: 'NotFoundError' })
  })

  it('goes on with the same screen and values after a restart, on the version that it started with', async () => {
    const spec = (text: string) => ({
      apiName: 'Versions', variables: [{ apiName: 'sum', dataType: 'NUMBER', default: 0 }],
      elements: [
        screen('first', [{ apiName: 'a', fieldType: 'NUMBER' }], { allowPause: true, next: 'add' }),
        { assignment: { apiName: 'add', assignments: [{ to: 'sum', operator: 'ADD', resource: 'a' }], next: 'second' } },
        screen('second', [{ apiName: 'b', fieldType: 'NUMBER', label: 'After {!sum}' }], { allowPause: true, next: 'end' }), showing('end', `${text} {!sum} {!b}`),
      ],
    })
    await activeFlow(admin, spec('one'))
    const second = await next(ada, await started(ada, 'Versions'), { a: 20 })
    const paused = shownBy(await pause(ada, second, { values: { b: 22 }, reason: 'Restart' }))
    await activeFlow(admin, spec('two'))
    await server.restart()
    expect(await reread(ada, paused)).toEqual(paused)
    await activeFlow(admin, spec('three'))
    const resumed = shownBy(await resume(ada, paused))
    expect(resumed).toMatchObject({ flowVersion: { versionNumber: 1 }, screen: { apiName: 'second', revision: second.screen!.revision, fields: [{ label: 'After 20', value: 22 }] } })
    const end = await next(ada, resumed)
    expect(displayed(end)).toBe('one 20 22')
    await server.restart()
    expect(await reread(ada, end)).toEqual(end)
    expect(await next(ada, end)).toMatchObject({ status: 'FINISHED' })
    expect(await started(ada, 'Versions')).toMatchObject({ flowVersion: { versionNumber: 3 } })
  })

  it('goes on with flows that have been deactivated since', async () => {
    await activeFlow(admin, { apiName: 'Retired', elements: [screen('ask', [{ apiName: 'a' }], { allowPause: true, next: 'end' }), showing('end', '{!a}')] })
    const paused = shownBy(await pause(ada, await started(ada, 'Retired')))
    expect(await admin.mutate('deactivateFlow', { apiName: 'Retired' })).toEqual({ __typename: 'DeactivateFlowSuccess' })
    expect(displayed(await next(ada, shownBy(await resume(ada, paused)), { a: 'still' }))).toBe('still')
  })
})

// rule I8
it('a clientMutationKey whose interview has been deleted since is answered with that', async () => {
  const once = () => ada.mutate('startInterview', { flow: 'Intake', clientMutationKey: 'gone' }, 'interview { id }')
  const first = await once()
  expect(await once()).toEqual(first)
  succeeded(await ada.mutate('deleteInterview', { interviewId: (first['interview'] as { id: string }).id }))
  expect(await once()).toMatchObject({ __typename: 'NotFoundError' })
})

describe('many at once', () => {
  const bulk = async (caller: Caller, name: 'resumeInterviews' | 'deleteInterviews', interviewIds: string[]) => {
    const answer = await caller.mutate(name, { interviewIds }, 'results { interviewId guid error { __typename code message } }')
    return (answer.results ?? answer) as { interviewId: string; guid: string | null; error: { __typename: string } | null }[]
  }

  it('are each answered by itself, in the order asked, whatever the ids are', async () => {
    const recordId = await record('B1')
    const [one, two] = [await pausedOn(recordId), await pausedOn(recordId)]
    const bens = shownBy(await pause(ben, await started(ben, 'Intake')))
    const ids = ['garbage', two.guid, bens.id, one.id, one.id, '', 'VXNlcjox', '🦊']
    const results = await bulk(ada, 'resumeInterviews', ids)
    expect(results.map(({ interviewId }) => interviewId)).toEqual(ids)
    expect(results.map(({ error }) => error?.__typename ?? null)).toEqual(['NotFoundError', null, 'NotFoundError', null, 'InterviewNotResumableError', 'NotFoundError', 'NotFoundError', 'NotFoundError'])
    expect(results.map(({ guid }) => guid)).toMatchObject([null, two.guid, expect.anything(), one.guid, one.guid, null, null, null])
    const deleted = await bulk(ada, 'deleteInterviews', [one.guid, 'garbage', one.guid, bens.guid, two.id])
    expect(deleted.map(({ error }) => error?.__typename ?? null)).toEqual([null, 'NotFoundError', 'NotFoundError', 'NotFoundError', null])
    expect([await reread(ada, one), await reread(ada, two), (await reread(ben, bens))?.status]).toEqual([null, null, 'PAUSED'])
    expect(await bulk(ada, 'deleteInterviews', [])).toEqual([])
  })

  it('are at most 1,000', async () => {
    const ids = Array.from({ length: 1001 }, (_, at) => `id${at}`)
    expect(await bulk(ada, 'deleteInterviews', ids)).toMatchObject({ __typename: 'ValidationError', issues: [{ path: ['input', 'interviewIds'] }] })
    expect(await bulk(ada, 'resumeInterviews', ids)).toMatchObject({ __typename: 'ValidationError' })
    const mine = await Promise.all(Array.from({ length: 30 }, () => pausedOn('B1')))
    const asked = [...ids.slice(0, 970), ...mine.map(({ guid }) => guid)]
    const results = await bulk(ada, 'deleteInterviews', asked)
    expect(results.map(({ interviewId }) => interviewId)).toEqual(asked)
    expect(results.map(({ error }) => error === null)).toEqual(asked.map((_, at) => at >= 970))
  })
})

// rules I4, I5
describe('the list of paused interviews', () => {
  it('is narrowed by record, flow, who paused and when, and paged', async () => {
    await activeFlow(admin, { apiName: 'Other', elements: [screen('ask', [{ apiName: 'a' }], { allowPause: true })] })
    await record('L1')
    await admin.mutate('shareRecord', { recordId: 'L1', user: 'ben', access: 'EDIT', interviews: true })
    const other = shownBy(await pause(ada, await started(ada, 'Other', { recordId: 'L1' })))
    const one = await pausedOn('L1'), two = await pausedOn('L1'), three = await pausedOn('L1')
    await pause(ben, shownBy(await resume(ben, one)))
    const on = (filter: object) => listed(ada, { recordId: 'L1', ...filter })
    expect(await on({})).toEqual([three.guid, two.guid, one.guid, other.guid])
    expect(await on({ flow: 'Other' })).toEqual([other.guid])
    expect(await on({ pausedBy: 'ben' })).toEqual([one.guid])
    expect(await on({ pausedBy: 'ada', flow: 'Intake' })).toEqual([three.guid, two.guid])
    expect(await on({ pausedBefore: two.pausedAt })).toEqual([other.guid])
    expect(await on({ pausedAfter: two.pausedAt })).toEqual([three.guid, one.guid])
    expect([await on({ flow: 'Nowhere' }), await on({ pausedBy: 'nobody' }), await listed(ada, { recordId: 'nowhere' })]).toEqual([[], [], []])
    expect(await listed(ada, { flow: 'Other' })).toEqual([other.guid])
    const page = async (after: string | null) => (await ada.run<{ pausedInterviews: { edges: { node: { guid: string } }[]; pageInfo: { hasNextPage: boolean; endCursor: string } } }, object>('query ($after: String) { pausedInterviews(first: 3, after: $after, filter: { recordId: "L1" }) { edges { node { guid } } pageInfo { hasNextPage endCursor } } }', { after })).pausedInterviews
    const first = await page(null), rest = await page(first.pageInfo.endCursor)
    expect([first.pageInfo.hasNextPage, rest.pageInfo.hasNextPage, [...first.edges, ...rest.edges].map(({ node }) => node.guid)]).toEqual([true, false, [three.guid, two.guid, one.guid, other.guid]])
  })

  it('shows all that a table of them needs', async () => {
    await record('L2')
    await pausedOn('L2', ada, { reason: 'Phone' })
    const { record: shown } = await ada.run<{ record: unknown }, object>(`{ record(recordId: "L2") { pausedInterviews { edges { node { ${INTERVIEW} createdDate lastModifiedDate flow { apiName label } } } } } }`)
    expect(shown).toMatchObject({ pausedInterviews: { edges: [{ node: { label: 'Intake of', pauseLabel: 'Phone', currentElement: 'ask', owner: { username: 'ada' }, pausedBy: { username: 'ada' }, flow: { apiName: 'Intake' }, canResume: true, canDelete: true, createdDate: expect.any(String) } }] } })
  })
})

// rules I1, I3
it('a pause of a screen that is no longer shown is told which one is', async () => {
  const shown = await started(ada, 'Intake', { recordId: await record('Stale-1') })
  const { node } = await ada.run<{ node: { screen: { revision: number } } }, object>('query ($id: ID!) { node(id: $id) { ... on FlowInterview { screen { revision } } } }', { id: shown.id })
  expect(await ada.mutate('pauseInterview', { interviewId: shown.id, revision: node.screen.revision - 1 })).toMatchObject({ __typename: 'StaleScreenError' })
  expect(await ada.mutate('pauseInterview', { interviewId: shown.id, revision: node.screen.revision })).toMatchObject({ __typename: 'PauseInterviewSuccess' })
})

// rule O6
describe('followers of a record', () => {
  const RECORD_WORK = 'subscription ($id: ID!, $after: String) { recordWork(recordId: $id, after: $after) { __typename ... on Event { cursor } ... on InterviewPaused { interview { guid status pauseLabel } } ... on InterviewResumed { interview { guid status } } ... on InterviewDeleted { interviewId guid } } }'

  it('see its interviews paused, resumed and deleted, as far as they may read them', async () => {
    await record('E1')
    for (const [user, interviews] of [['ben', true], ['stranger', false]] as const) await admin.mutate('shareRecord', { recordId: 'E1', user, access: 'READ', interviews })
    const [mine, bens, others] = [ada, ben, stranger].map((caller) => caller.follow(RECORD_WORK, { id: 'E1' })) as [ReturnType<Caller['follow']>, ReturnType<Caller['follow']>, ReturnType<Caller['follow']>]
    // All three follow once each has seen this; work items are everybody's to see here.
    await activeFlow(admin, { apiName: 'Work', elements: [screen('ask', [{ apiName: 'a' }], { allowPause: true })] })
    await admin.mutate('saveOrchestration', { apiName: 'Marks', label: 'Marks', orchestrationType: 'AUTOLAUNCHED', stages: [{ apiName: 'S', label: 'S', steps: [{ apiName: 'Do', label: 'Do', stepType: 'INTERACTIVE', action: { flow: 'Work' }, assignee: { user: 'ada' } }] }] })
    await admin.mutate('activateOrchestration', { apiName: 'Marks' })
    const mark = () => admin.mutate('startOrchestration', { apiName: 'Marks', recordId: 'E1' })
    const isMark = ({ __typename }: { __typename: string }) => __typename === 'WorkItemCreated'
    await until(async () => { await mark(); return [mine, bens, others] }, (all) => all.every(({ events }) => events.length > 0))
    const paused = await pausedOn('E1', ada, { reason: 'Live' })
    await resume(ada, paused)
    await pause(ada, paused)
    // Of an interview that is deleted nothing is shown any more but its end: all before it has been seen by then.
    await until(async () => [mine, bens], (all) => all.every(({ events }) => events.filter(({ __typename }) => __typename === 'InterviewPaused').length === 2))
    await ada.mutate('deleteInterview', { interviewId: paused.id })
    const isInterviews = (event: { __typename: string }) => !isMark(event)
    for (const followed of [mine, bens]) {
      expect(await followed.next(isInterviews)).toMatchObject({ __typename: 'InterviewPaused', interview: { guid: paused.guid, status: 'PAUSED', pauseLabel: 'Live' } })
      expect(await followed.next(isInterviews)).toMatchObject({ __typename: 'InterviewResumed', interview: { guid: paused.guid, status: 'STARTED' } })
      expect((await followed.next(({ __typename }) => __typename === 'InterviewDeleted'))).toMatchObject({ guid: paused.guid, interviewId: paused.id })
    }
    // What the third got before this mark has none of it.
    const before = others.events.length
    await mark()
    await until(() => Promise.resolve(others.events), (events) => events.length > before)
    expect(others.events.filter(isInterviews)).toEqual([])
    // Replayed, only the end of a deleted interview is told.
    const replay = ada.follow(RECORD_WORK, { id: 'E1', after: mine.events[0]!.cursor })
    expect(await replay.next(isInterviews)).toMatchObject({ __typename: 'InterviewDeleted', guid: paused.guid })
  })

  it('who come back when it was resumed and then deleted hear of its end', async () => {
    await record('E2')
    const followed = ada.follow(RECORD_WORK, { id: 'E2' })
    const paused = await until(() => pausedOn('E2', ada), () => followed.events.length > 0)
    await resume(ada, paused)
    await ada.mutate('deleteInterview', { interviewId: paused.id })
    const replay = ada.follow(RECORD_WORK, { id: 'E2', after: followed.events[0]!.cursor })
    expect(await replay.next(({ __typename }) => __typename === 'InterviewDeleted')).toMatchObject({ guid: paused.guid })
  })
})
