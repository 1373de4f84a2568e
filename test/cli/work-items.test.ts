// `interlude work-items`: work listed and given to others by script. // rule W6, W7, W10
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { interlude, interludeJson } from '../support/command-line.ts'
import { useServer } from '../support/server.ts'

type Row = { id: string; name: string; status: string; assignee: { username?: string; apiName?: string }; record: { recordId: string } | null; run: { id: string } }
type Outcome = { id: string; ok: boolean; error: string | null }

// Each call is a process of its own.
vi.setConfig({ testTimeout: 60_000 })
const server = useServer()
const RUNS = 6

beforeAll(async () => {
  const admin = server.as('admin')
  for (const username of ['ada', 'ben']) await admin.mutate('saveUser', { username, name: username, email: `${username}@example.com`, permissions: ['RUN_FLOWS'] })
  await admin.mutate('saveGroup', { apiName: 'Clerks', label: 'Clerks', groupType: 'REGULAR', users: ['ada', 'ben'] })
  await admin.mutate('saveGroup', { apiName: 'Tier_Two', label: 'Tier two', groupType: 'QUEUE', users: ['ben'] })
  await admin.mutate('saveFlow', { apiName: 'Ask', label: 'Ask', flowType: 'SCREEN', start: 'Page', elements: [{ screen: { apiName: 'Page', label: 'Page', fields: [] } }] })
  await admin.mutate('activateFlow', { apiName: 'Ask' })
  const steps = [{ apiName: 'Approve', label: 'Approve', stepType: 'INTERACTIVE', action: { flow: 'Ask' }, assignee: { user: 'ada' } }]
  await admin.mutate('saveOrchestration', { apiName: 'Approval', label: 'Approval', orchestrationType: 'AUTOLAUNCHED', stages: [{ apiName: 'Only', label: 'Only', steps }] })
  await admin.mutate('activateOrchestration', { apiName: 'Approval' })
  for (let at = 1; at <= RUNS; at++) {
    await admin.mutate('upsertRecord', { recordId: `CASE-${at}`, objectApiName: 'Case', name: `Case ${at}` })
    expect(await admin.mutate('startOrchestration', { apiName: 'Approval', recordId: `CASE-${at}` })).toMatchObject({ __typename: 'StartOrchestrationSuccess' })
  }
})

const list = (...filters: string[]) => interludeJson<Row[]>(server, ['work-items', 'list', ...filters])

it('lists by record, orchestration, status, age, run and assignee', async () => {
  const all = await list()
  expect(all).toHaveLength(RUNS)
  const [row] = await list('--record', 'CASE-2', '--orchestration', 'Approval', '--status', 'ASSIGNED')
  expect(row).toMatchObject({ record: { recordId: 'CASE-2' }, assignee: { username: 'ada' }, status: 'ASSIGNED', name: expect.stringMatching(/^WI-/) })
  expect((await list('--run', row!.run.id)).map(({ id }) => id)).toEqual([row!.id])
  expect(await list('--assigned-to', 'ada', '--older-than', '0s', '--limit', '2')).toHaveLength(2)
  expect(await list('--assigned-to', 'Clerks')).toEqual([])
  expect(await list('--status', 'completed')).toEqual([])
  expect(await list('--older-than', '1h')).toEqual([])
})

it('gives work to a group, queue or user, by ids and by filters, and changes nothing on a dry run', async () => {
  const [first, second] = await list('--limit', '2')
  expect(await interludeJson(server, ['work-items', 'reassign', first!.id, '--to', 'Clerks'])).toEqual([{ id: first!.id, ok: true, error: null }])
  expect(await interludeJson(server, ['work-items', 'reassign', second!.id, '--to', 'queue:Tier_Two'])).toEqual([{ id: second!.id, ok: true, error: null }])
  expect((await list('--assigned-to', 'Clerks')).map(({ id }) => id)).toEqual([first!.id])
  expect((await list('--assigned-to', 'Tier_Two')).map(({ id }) => id)).toEqual([second!.id])

  const shown = await interludeJson<Outcome[]>(server, ['work-items', 'reassign', '--assigned-to', 'ada', '--to', 'ben', '--dry-run'])
  expect(shown).toHaveLength(RUNS - 2)
  expect(await list('--assigned-to', 'ben')).toEqual([])
  const refused = await interlude(server, ['work-items', 'reassign', '--assigned-to', 'ada', '--to', 'ben'])
  expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('--yes')])
  expect(await interludeJson(server, ['work-items', 'reassign', '--assigned-to', 'ada', '--to', 'ben', '--yes'])).toEqual(shown)
  expect(await list('--assigned-to', 'user:ben')).toHaveLength(RUNS - 2)
})

it('names each that failed, with status 1', async () => {
  const [row] = await list('--limit', '1')
  const { status, stdout, stderr } = await interlude(server, ['work-items', 'reassign', row!.id, 'bm90aGluZw==', '--to', 'ben', '--yes', '--json'])
  expect([status, (JSON.parse(stdout) as Outcome[]).map(({ ok }) => ok), stderr]).toEqual([1, [true, false], expect.stringContaining('bm90aGluZw==: ')])
  const nobody = await interlude(server, ['work-items', 'reassign', row!.id, '--to', 'no.such.user', '--json'])
  expect([nobody.status, nobody.stderr]).toEqual([1, expect.stringContaining('no.such.user')])
})

describe('a dry run', () => {
  const both = async (args: string[], as?: string) => [
    await interlude(server, ['work-items', 'reassign', ...args, '--json', '--dry-run'], { as }), await interlude(server, ['work-items', 'reassign', ...args, '--json', '--yes'], { as }),
  ] as const

  it('names a missing permission as the change itself does', async () => {
    const [shown, done] = await both(['--assigned-to-me', '--to', 'ada'], 'ben')
    expect(shown).toEqual(done)
    expect([shown.status, shown.stderr]).toEqual([1, 'Reassigning work takes REASSIGN_WORK_ITEMS.\n'])
    const none = await interlude(server, ['work-items', 'reassign', '--record', 'none', '--to', 'ada', '--dry-run'], { as: 'ben' })
    expect([none.status, none.stdout]).toEqual([0, 'There are no such work items.\n'])
  })

  it.each([
    ['an unknown user', 'user:ghost'], ['a name that is nobody\'s', 'ghost'], ['an unknown queue', 'queue:Nope'], ['a queue by the name of a group', 'queue:Clerks'],
    ['an unknown group', 'group:Nope'], ['a group by the name of a queue', 'group:Tier_Two'], ['a user who is inactive', 'gone'],
  ])('names %s for each item as the change itself does, after what is wrong with the item', async (_, to) => {
    await server.as('admin').mutate('saveUser', { username: 'gone', name: 'Gone', email: 'gone@example.com', isActive: false })
    const [{ id }] = await list('--limit', '1') as [Row]
    const [shown, done] = await both([id, 'bm90aGluZw==', '--to', to])
    expect([shown.status, JSON.parse(shown.stdout)]).toEqual([1, JSON.parse(done.stdout)])
    expect((JSON.parse(shown.stdout) as Outcome[])[0]).toEqual({ id, ok: false, error: expect.stringMatching(/^assignee: /) })
    const filtered = await interlude(server, ['work-items', 'reassign', '--status', 'ASSIGNED', '--to', to, '--dry-run'])
    expect([filtered.status, filtered.stdout]).toEqual([1, expect.stringMatching(/Would reassign 0 work items; nothing was changed; 6 would fail\.\n$/)])
  })

  it('names the system user, whom no work can be given to', async () => {
    const [shown] = await both(['--status', 'ASSIGNED', '--to', 'automated.process'])
    expect([shown.status, shown.stderr]).toEqual([1, expect.stringContaining('assignee: Work can\'t be assigned to the system user')])
  })

  it('says that it can\'t look up users for who may not manage flows, but for themselves', async () => {
    await server.as('admin').mutate('saveUser', { username: 'lead', name: 'Lead', email: 'lead@example.com', permissions: ['RUN_FLOWS', 'REASSIGN_WORK_ITEMS', 'VIEW_ALL_DATA'] })
    const shown = await interlude(server, ['work-items', 'reassign', '--status', 'ASSIGNED', '--to', 'ghost', '--dry-run'], { as: 'lead' })
    expect([shown.status, shown.stderr]).toEqual([0, 'Whether there is an active user "ghost" is not looked up: that takes MANAGE_FLOW.\n'])
    const mine = await interlude(server, ['work-items', 'reassign', '--status', 'ASSIGNED', '--to', 'lead', '--dry-run'], { as: 'lead' })
    expect([mine.status, mine.stderr]).toEqual([0, ''])
    expect((await interlude(server, ['work-items', 'reassign', '--status', 'ASSIGNED', '--to', 'queue:Nope', '--dry-run'], { as: 'lead' })).status).toBe(1)
  })
})
