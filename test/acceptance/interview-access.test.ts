// Who may see, resume and delete whose interviews, and when that ends.
import { beforeAll, describe, expect, it } from 'vitest'
import { displayed, fieldOf, next, pause, reread, resume, shownBy, started, submit } from '../support/flow-api.ts'
import { intakeWorld } from '../support/intake-world.ts'
import { useServer } from '../support/server.ts'

const server = useServer()
const world = intakeWorld(server.as)
const { admin, ada, ben, boss, auditor, stranger, settings, record, pausedOn, listed, listedOn } = world
beforeAll(() => world.setUp())

// rule I5
describe('access', () => {
  it('is the owner\'s: a stranger finds, sees, resumes and deletes nothing', async () => {
    await record('P1')
    const paused = await pausedOn('P1')
    await admin.mutate('shareRecord', { recordId: 'P1', user: 'stranger', access: 'EDIT' })
    for (const [caller, seesRecord] of [[ben, false], [stranger, true]] as const) {
      expect(await listedOn(caller, 'P1')).toEqual(seesRecord ? [] : null)
      expect(await listed(caller)).not.toContain(paused.guid)
      expect(await reread(caller, paused)).toBeNull()
      expect(await resume(caller, paused)).toMatchObject({ __typename: 'NotFoundError' })
      expect(await caller.mutate('deleteInterview', { interviewId: paused.guid })).toMatchObject({ __typename: 'NotFoundError' })
      expect(await submit(caller, paused)).toMatchObject({ __typename: 'NotFoundError' })
      expect(await pause(caller, paused)).toMatchObject({ __typename: 'NotFoundError' })
      expect(await caller.mutate('previousScreen', { interviewId: paused.id, revision: 1 })).toMatchObject({ __typename: 'NotFoundError' })
    }
    expect(await listedOn(ada, 'P1')).toEqual([paused.guid])
  })

  it('with VIEW_ALL_DATA lists it, and no more', async () => {
    await record('P2')
    const paused = await pausedOn('P2', ada, { values: { who: 'private' } })
    expect(await listed(auditor)).toContain(paused.guid)
    expect(await reread(auditor, paused)).toMatchObject({ canResume: false, canDelete: false, screen: null })
    expect(await resume(auditor, paused)).toMatchObject({ __typename: 'ForbiddenError' })
    expect(await auditor.mutate('deleteInterview', { interviewId: paused.id })).toMatchObject({ __typename: 'ForbiddenError' })
  })

  it('with PUBLIC_READ lists it to readers of its record, who can\'t resume it', async () => {
    await record('P3')
    const paused = await pausedOn('P3')
    await admin.mutate('shareRecord', { recordId: 'P3', user: 'ben', access: 'EDIT' })
    await settings({ interviewAccess: 'PUBLIC_READ' })
    expect([await listedOn(ben, 'P3'), (await listed(ben)).includes(paused.guid), (await listed(stranger)).includes(paused.guid)]).toEqual([[paused.guid], true, false])
    expect(await reread(ben, paused)).toMatchObject({ canResume: false, canDelete: false })
    expect(await resume(ben, paused)).toMatchObject({ __typename: 'ForbiddenError' })
    await settings({ interviewAccess: 'PRIVATE' })
    expect([await listedOn(ben, 'P3'), (await listed(ben)).includes(paused.guid)]).toEqual([[], false])
  })

  it.each(['user', 'group'] as const)('by a share to a %s lists it; with EDIT it may be resumed, where the org lets people', async (kind) => {
    const recordId = await record(`Share-${kind}`)
    await admin.mutate('saveGroup', { apiName: 'Inside', label: 'Inside', groupType: 'REGULAR', users: ['ben'] })
    await admin.mutate('saveGroup', { apiName: 'Around', label: 'Around', groupType: 'REGULAR', groups: ['Inside'] })
    const paused = await pausedOn(recordId)
    const share = (access: string) => admin.mutate('shareRecord', { recordId, ...(kind === 'user' ? { user: 'ben' } : { group: 'Around' }), access, interviews: true })
    await share('READ')
    expect([await listedOn(ben, recordId), (await listed(ben)).includes(paused.guid)]).toEqual([[paused.guid], true])
    expect(await reread(ben, paused)).toMatchObject({ canResume: false, canDelete: false, screen: null })
    expect(await resume(ben, paused)).toMatchObject({ __typename: 'ForbiddenError' })
    await share('EDIT')
    await settings({ letUsersResumeSharedInterviews: false })
    expect(await reread(ben, paused)).toMatchObject({ canResume: false })
    expect(await resume(ben, paused)).toMatchObject({ __typename: 'ForbiddenError' })
    await settings({ letUsersResumeSharedInterviews: true })
    expect(await reread(ben, paused)).toMatchObject({ canResume: true, canDelete: false })
    expect(await ben.mutate('deleteInterview', { interviewId: paused.id })).toMatchObject({ __typename: 'ForbiddenError' })
    const resumed = shownBy(await resume(ben, paused))
    expect(resumed).toMatchObject({ status: 'STARTED', owner: { username: 'ada' }, canResume: false })
    const end = await next(ben, await next(ben, resumed, { who: 'Ben', age: 1 }), { fine: false })
    expect(displayed(end)).toBe('Ben 1 false ')
    expect(await next(ben, end)).toMatchObject({ status: 'FINISHED' })
  })

  it('of its owner ends with their RUN_FLOWS, and says so', async () => {
    await admin.mutate('saveUser', { username: 'leaver', email: 'leaver@example.com', permissions: ['RUN_FLOWS'] })
    const leaver = server.as('leaver')
    const paused = await pausedOn(await record('P6', 'leaver'), leaver)
    await admin.mutate('saveUser', { username: 'leaver', permissions: [] })
    expect(await leaver.run('mutation ($id: ID!) { resumeInterview(input: { interviewId: $id }) { __typename ... on ForbiddenError { requiredPermission } } }', { id: paused.id }))
      .toEqual({ resumeInterview: { __typename: 'ForbiddenError', requiredPermission: 'RUN_FLOWS' } })
  })

  it('of whoever resumed it lasts while they have it; paused again it is its owner\'s to resume', async () => {
    const recordId = await record('P4')
    await admin.mutate('shareRecord', { recordId, user: 'ben', access: 'EDIT', interviews: true })
    const resumed = shownBy(await resume(ben, await pausedOn(recordId)))
    expect(await reread(ben, resumed)).toEqual(resumed)
    expect(shownBy(await pause(ben, resumed, { reason: 'Ben stops', values: { who: 'B' } }))).toMatchObject({ pausedBy: { username: 'ben' }, owner: { username: 'ada' } })
    const back = shownBy(await resume(ada, resumed))
    expect(fieldOf(back, 'who')?.value).toBe('B')
    expect(await submit(ben, back, { who: 'B' })).toMatchObject({ __typename: 'ForbiddenError' })
    expect(await next(ada, back, { who: 'B' })).toMatchObject({ currentElement: 'check' })
  })

  // rule A2
  it.each([
    ['the share is of the record alone', (recordId: string) => admin.mutate('shareRecord', { recordId, user: 'ben', access: 'EDIT', interviews: false })],
    ['the share is for reading', (recordId: string) => admin.mutate('shareRecord', { recordId, user: 'ben', access: 'READ', interviews: true })],
    ['the org lets nobody resume what is shared', () => settings({ letUsersResumeSharedInterviews: false })],
  ])('of whoever resumed it ends when %s', async (_, end) => {
    const recordId = await record('Ends')
    await admin.mutate('shareRecord', { recordId, user: 'ben', access: 'EDIT', interviews: true })
    await settings({ letUsersResumeSharedInterviews: true })
    const check = await next(ben, shownBy(await resume(ben, await pausedOn(recordId))), { who: 'B' })
    await end(recordId)
    expect(await submit(ben, check, { fine: true })).toMatchObject({ __typename: 'ForbiddenError' })
    expect(await pause(ben, check)).toMatchObject({ __typename: 'ForbiddenError' })
    await settings({ letUsersResumeSharedInterviews: true })
    expect(await next(ada, check, { fine: true })).toMatchObject({ currentElement: 'end' })
  })

  it('of whoever resumed it with MANAGE_FLOW ends with that', async () => {
    const recordId = await record('Ends-2')
    await admin.mutate('shareRecord', { recordId, user: 'boss', access: 'READ', interviews: true })
    const resumed = shownBy(await resume(boss, await pausedOn(recordId)))
    const query = 'query Resumer($id: ID!) { node(id: $id) { ... on FlowInterview { owner { username } resumedBy { username } } } }'
    expect(await boss.run(query, { id: resumed.id })).toEqual({ node: { owner: { username: 'ada' }, resumedBy: { username: 'boss' } } })
    await admin.mutate('saveUser', { username: 'boss', permissions: ['RUN_FLOWS'] })
    expect(await submit(boss, resumed, { who: 'B' })).toMatchObject({ __typename: 'ForbiddenError' })
    await admin.mutate('saveUser', { username: 'boss', permissions: ['MANAGE_FLOW', 'RUN_FLOWS'] })
    expect(await next(boss, resumed, { who: 'B' })).toMatchObject({ currentElement: 'check' })
    await pause(boss, resumed)
    expect(await boss.run(query, { id: resumed.id })).toEqual({ node: { owner: { username: 'ada' }, resumedBy: null } })
  })

  it('of whoever resumed it lasts where the flow leads away from the record; what they pause there they are answered, and see no more', async () => {
    const [recordId, elsewhere] = [await record('From'), await record('Elsewhere')]
    await admin.mutate('shareRecord', { recordId, user: 'ben', access: 'EDIT', interviews: true })
    await admin.mutate('shareRecord', { recordId: elsewhere, user: 'ben', access: 'READ' })
    await settings({ letUsersResumeSharedInterviews: true })
    const paused = shownBy(await pause(ada, await started(ada, 'Intake', { recordId, inputs: { aim: elsewhere } })))
    const check = await next(ben, shownBy(await resume(ben, paused)), { who: 'B' })
    expect(check).toMatchObject({ currentElement: 'check' })
    expect(shownBy(await pause(ben, check, { reason: 'why', values: { note: 'kept' } }))).toMatchObject({ status: 'PAUSED', pauseLabel: 'why', pausedBy: { username: 'ben' } })
    expect(await reread(ben, check)).toBeNull()
    expect(fieldOf(shownBy(await resume(ada, check)), 'note')?.value).toBe('kept')
  })

  it('with MANAGE_FLOW and access to it resumes and deletes; without access it deletes by the id, and finds nothing', async () => {
    const recordId = await record('P5')
    const [one, two] = [await pausedOn(recordId), await pausedOn(recordId)]
    expect(await resume(boss, one)).toMatchObject({ __typename: 'NotFoundError' })
    await admin.mutate('shareRecord', { recordId, user: 'boss', access: 'READ', interviews: true })
    await settings({ letUsersResumeSharedInterviews: false })
    expect(await reread(boss, one)).toMatchObject({ canResume: true, canDelete: true })
    expect(await next(boss, shownBy(await resume(boss, one)), { who: 'Boss' })).toMatchObject({ currentElement: 'check' })
    await settings({ letUsersResumeSharedInterviews: true })
    expect(await boss.mutate('deleteInterview', { interviewId: two.id }, 'guid')).toEqual({ __typename: 'DeleteInterviewSuccess', guid: two.guid })
    expect(await reread(ada, two)).toBeNull()
    // What it can't read it neither sees nor resumes, and may throw away while it is paused.
    const hidden = await record('P6')
    const [three, four, open] = [await pausedOn(hidden), await pausedOn(hidden), await started(ada, 'Intake', { recordId: hidden })]
    expect([await reread(boss, three), await listed(boss, { recordId: hidden })]).toEqual([null, []])
    expect(await resume(boss, three)).toMatchObject({ __typename: 'NotFoundError' })
    expect(await boss.mutate('deleteInterview', { interviewId: open.id })).toMatchObject({ __typename: 'NotFoundError' })
    expect(await boss.mutate('deleteInterview', { interviewId: three.id }, 'guid')).toEqual({ __typename: 'DeleteInterviewSuccess', guid: three.guid })
    expect(await boss.mutate('deleteInterviews', { interviewIds: [four.guid, three.guid, open.guid] }, 'results { guid error { code } }')).toMatchObject({ results: [{ guid: four.guid, error: null }, { error: { code: 'NOT_FOUND' } }, { error: { code: 'NOT_FOUND' } }] })
    expect([await reread(ada, three), await reread(ada, four), await reread(ada, open)]).toMatchObject([null, null, { guid: open.guid }])
  })
})
