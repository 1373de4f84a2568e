// `interlude interviews`: paused interviews by script. // rule I5, I6, I7, I8
import pg from 'pg'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { interlude, interludeJson, startInterlude } from '../support/command-line.ts'
import { startProxy } from '../support/http-proxy.ts'
import { until, useServer, type Answer } from '../support/server.ts'

type Row = { id: string; guid: string; label: string; flow: { apiName: string }; record: { recordId: string } | null; pausedBy: { username: string }; pausedAt: string; pauseLabel: string; canDelete: boolean; status: string; currentElement: string }
type Outcome = { id: string; ok: boolean; error: string | null }

// Each call is a process of its own.
vi.setConfig({ testTimeout: 60_000 })
const server = useServer()
const AT_ONCE = 10

beforeAll(async () => {
  const admin = server.as('admin')
  await admin.mutate('updateProcessAutomationSettings', { letUsersPauseFlows: true })
  for (const username of ['ada', 'ben']) await admin.mutate('saveUser', { username, name: username, email: `${username}@example.com`, permissions: ['RUN_FLOWS', 'VIEW_ALL_DATA'] })
  for (const recordId of ['CASE-1', 'CASE-2']) await admin.mutate('upsertRecord', { recordId, objectApiName: 'Case', name: recordId })
  for (const apiName of ['Ask', 'Other']) {
    await admin.mutate('saveFlow', { apiName, label: apiName, flowType: 'SCREEN', start: 'Page', elements: [{ screen: { apiName: 'Page', label: 'Page', allowPause: true, fields: [{ apiName: 'note', label: 'Note', fieldType: 'TEXT' }] } }] })
    await admin.mutate('activateFlow', { apiName })
  }
})

async function pause(count: number, by: string, flow: string, recordId: string | null): Promise<string[]> {
  const guids: string[] = []
  const one = async () => {
    const started = await server.as(by).mutate('startInterview', { flow, recordId }, 'interview { guid }')
    const { guid } = (started as Answer & { interview: { guid: string } }).interview
    const paused = await server.as(by).mutate('pauseInterview', { interviewId: guid, reason: 'Later' })
    expect(paused.__typename).toBe('PauseInterviewSuccess')
    guids.push(guid)
  }
  for (let left = count; left > 0; left -= AT_ONCE) await Promise.all(Array.from({ length: Math.min(left, AT_ONCE) }, one))
  return guids
}
const list = (...filters: string[]) => interludeJson<Row[]>(server, ['interviews', 'list', ...filters])
const guidsOf = (rows: readonly Row[]) => rows.map(({ guid }) => guid).sort()

describe('list', () => {
  it('prints the rows\' fields by their contract names, narrowed by each filter', async () => {
    const [byAda] = await pause(1, 'ada', 'Ask', 'CASE-1')
    const [byBen] = await pause(1, 'ben', 'Other', 'CASE-2')
    const [row] = await list('--record', 'CASE-1')
    expect(row).toMatchObject({ guid: byAda, flow: { apiName: 'Ask' }, record: { recordId: 'CASE-1', objectApiName: 'Case' }, pausedBy: { username: 'ada' }, pauseLabel: 'Later', status: 'PAUSED', currentElement: 'Page', canDelete: true, canResume: true })
    expect(guidsOf(await list('--flow', 'Other'))).toEqual([byBen])
    expect(guidsOf(await list('--paused-by', 'ben'))).toEqual([byBen])
    expect(guidsOf(await list('--older-than', '0s'))).toEqual([byAda, byBen].sort())
    for (const age of ['30d', '365000d']) expect(await list('--older-than', age)).toEqual([])
    expect(await list('--limit', '1')).toHaveLength(1)
    const lines = (await interlude(server, ['interviews', 'list', '--jsonl'])).stdout.trimEnd().split('\n')
    expect(lines.map((line) => (JSON.parse(line) as Row).guid).sort()).toEqual([byAda, byBen].sort())
    const { status, stdout } = await interlude(server, ['interviews', 'list'])
    expect([status, stdout]).toEqual([0, expect.stringMatching(new RegExp(`^GUID +LABEL[^]*${byAda}`))])
    await interludeJson(server, ['interviews', 'delete', '--all', '--yes'])
  })

  it('shows flows of background steps, which filters of delete leave out', async () => {
    const admin = server.as('admin')
    const flow = { apiName: 'Rests', label: 'Rests', flowType: 'AUTOLAUNCHED', start: 'rest', variables: [{ apiName: 'until', dataType: 'DATE_TIME', default: '2999-01-01T00:00:00Z' }], elements: [{ wait: { apiName: 'rest', label: 'rest', untilResource: 'until' } }] }
    const stages = [{ apiName: 'One', label: 'One', steps: [{ apiName: 'Rest', label: 'Rest', stepType: 'BACKGROUND', action: { flow: 'Rests' } }] }]
    for (const [name, input] of [['saveFlow', flow], ['activateFlow', { apiName: 'Rests' }], ['saveOrchestration', { apiName: 'Long', label: 'Long', orchestrationType: 'AUTOLAUNCHED', stages }], ['activateOrchestration', { apiName: 'Long' }]] as const) {
      expect((await admin.mutate(name, input)).__typename).toMatch(/Success$/)
    }
    await admin.mutate('startOrchestration', { apiName: 'Long' })
    const [waiting] = await until(() => list('--flow', 'Rests'), (rows) => rows.length > 0)
    expect(waiting).toMatchObject({ isOfBackgroundStep: true, canDelete: true })
    for (const how of [['--dry-run'], ['--yes']]) expect(await interludeJson(server, ['interviews', 'delete', '--flow', 'Rests', ...how])).toEqual([])
    expect(await interludeJson(server, ['interviews', 'delete', waiting!.guid, '--yes'])).toMatchObject([{ ok: true }])
    expect(await list('--flow', 'Rests')).toEqual([])
  })

  it('lists with --status STARTED one\'s own that were left without pausing, and deletes them', async () => {
    const { interview } = await server.as('ada').mutate('startInterview', { flow: 'Other' }, 'interview { guid }') as Answer & { interview: { guid: string } }
    const left = (...args: string[]) => interludeJson<Row[]>(server, ['interviews', 'list', '--status', 'started', ...args], { as: 'ada' })
    expect(await left('--older-than', '0s')).toMatchObject([{ guid: interview.guid, status: 'STARTED' }])
    expect([await left('--older-than', '1h'), await list('--status', 'STARTED'), await list()]).toEqual([[], [], []])
    expect(await interlude(server, ['interviews', 'list', '--status', 'STARTED,PAUSED'])).toMatchObject({ status: 2, stderr: expect.stringContaining('one --status') as string })
    expect(await interlude(server, ['interviews', 'resume', '--status', 'STARTED', '--yes'])).toMatchObject({ status: 2, stderr: expect.stringContaining('none of PAUSED') as string })
    expect(await interludeJson<Outcome[]>(server, ['interviews', 'delete', '--status', 'STARTED', '--yes'], { as: 'ada' })).toMatchObject([{ ok: true }])
    expect(await left()).toEqual([])
  })

  it('ends quietly when nobody reads on', async () => {
    await pause(150, 'ada', 'Ask', null)
    const program = await startInterlude(server, ['interviews', 'list', '--jsonl'])
    program.child.stdout!.destroy()
    expect([await program.ended, program.stderr()]).toEqual([0, ''])
    await interludeJson(server, ['interviews', 'delete', '--all', '--yes'])
  })
})

describe('delete', () => {
  it('deletes all that filters find, page after page, and reports each', async () => {
    const doomed = await pause(240, 'ada', 'Ask', 'CASE-1')
    const kept = await pause(5, 'ben', 'Ask', 'CASE-1')
    const shown = await interludeJson<Outcome[]>(server, ['interviews', 'delete', '--paused-by', 'ada', '--dry-run'])
    expect(shown).toHaveLength(240)
    expect(await list()).toHaveLength(245)
    const outcomes = await interludeJson<Outcome[]>(server, ['interviews', 'delete', '--paused-by', 'ada', '--yes'])
    expect(outcomes).toEqual(shown)
    expect(outcomes.every((outcome) => Object.keys(outcome).join() === 'id,ok,error' && outcome.ok && outcome.error === null)).toBe(true)
    expect(new Set(outcomes.map(({ id }) => id)).size).toBe(doomed.length)
    expect(guidsOf(await list())).toEqual(kept.sort())
    expect(await interludeJson(server, ['interviews', 'delete', '--paused-by', 'ada', '--yes'])).toEqual([])
    const inWords = await interlude(server, ['interviews', 'delete', '--record', 'CASE-1', '--yes'])
    expect([inWords.status, inWords.stdout, inWords.stderr]).toEqual([0, 'Deleted 5 interviews.\n', ''])
  })

  it('takes ids and guids, also from standard input, and names each that failed', async () => {
    const [first, second, third] = await pause(3, 'ada', 'Ask', null)
    const [row] = (await list()).filter(({ guid }) => guid === second)
    const unknown = '00000000-0000-4000-8000-000000000000'
    const { status, stdout, stderr } = await interlude(server, ['interviews', 'delete', first!, row!.id, unknown, '--yes', '--json'])
    expect(status).toBe(1)
    expect(JSON.parse(stdout)).toEqual([{ id: first, ok: true, error: null }, { id: row!.id, ok: true, error: null }, { id: unknown, ok: false, error: expect.stringContaining('no such interview') }])
    expect(stderr).toContain(`${unknown}: `)
    expect(await interludeJson(server, ['interviews', 'delete', '-', '--dry-run'], { input: `${third}\n${unknown}\n` }).catch((error: Error) => error.message)).toContain('1 interview of 2 failed')
    expect(await interludeJson(server, ['interviews', 'delete', '-', '--yes'], { input: `${third}\n\n` })).toEqual([{ id: third, ok: true, error: null }])
  })

  it('deletes one by its id without asking', async () => {
    const [guid] = await pause(1, 'ada', 'Ask', null)
    expect(await interludeJson(server, ['interviews', 'delete', guid!])).toEqual([{ id: guid, ok: true, error: null }])
  })

  it.each([
    ['many without --yes', ['--flow', 'Ask'], /--yes/],
    ['nothing in particular', ['--yes'], /--all/],
    ['an empty filter', ['--flow', '', '--yes'], /empty/],
    ['ids and filters', ['some-id', '--flow', 'Ask', '--yes'], /not both/],
    ['an age that is none', ['--older-than', 'yesterday', '--yes'], /30d/],
    ['an age that goes back before all time', ['--older-than', '999999999d', '--yes'], /--older-than.*365000d at most/],
    ['an age that goes back before the calendar', ['--older-than', '800000d', '--yes'], /--older-than.*365000d at most/],
    ['a status that lists don\'t have', ['--status', 'FINISHED', '--yes'], /PAUSED/],
  ])('refuses %s as wrong usage, and changes nothing', async (_, args, words) => {
    const [guid] = await pause(1, 'ada', 'Ask', null)
    const { status, stdout, stderr } = await interlude(server, ['interviews', 'delete', ...args])
    expect([status, stdout, stderr]).toEqual([2, '', expect.stringMatching(words)])
    expect(guidsOf(await list())).toContain(guid)
  })

  it('says of what others paused that it may not be deleted, before and after', async () => {
    await interludeJson(server, ['interviews', 'delete', '--all', '--yes'])
    await pause(2, 'ada', 'Ask', null)
    for (const how of ['--dry-run', '--yes']) {
      const { status, stdout } = await interlude(server, ['interviews', 'delete', '--all', how, '--json'].filter((arg) => how !== '--dry-run' || arg !== '--all'), { as: 'ben' })
      expect([status, (JSON.parse(stdout) as Outcome[]).map(({ ok }) => ok)]).toEqual([1, [false, false]])
    }
    expect(await list()).toHaveLength(2)
  })
})

describe('a bulk change of very many', () => {
  const MANY = 6000
  const outcomesIn = (stdout: string) => stdout.split('\n').slice(0, -1).map((line) => JSON.parse(line) as Outcome)

  async function manyPaused(): Promise<void> {
    await interludeJson(server, ['interviews', 'delete', '--all', '--yes'])
    const [guid] = await pause(1, 'ada', 'Ask', null)
    const db = new pg.Client({ connectionString: server.databaseUrl })
    await db.connect()
    await db.query(`INSERT INTO "FlowInterview" SELECT (jsonb_populate_record(i, jsonb_build_object('guid', gen_random_uuid(), 'createdDate', i."createdDate" + n * interval '1 millisecond'))).*
      FROM "FlowInterview" i, generate_series(2, ${MANY}) n WHERE i."guid" = $1`, [guid])
    await db.end()
  }

  it('that is killed goes on with the rest when it is called again: each is deleted once, and none is left', async () => {
    await manyPaused()
    const first = await startInterlude(server, ['interviews', 'delete', '--flow', 'Ask', '--yes', '--jsonl'])
    await first.line((line) => line.includes('"ok":true'))
    await first.kill()
    const second = await interlude(server, ['interviews', 'delete', '--flow', 'Ask', '--yes', '--jsonl'])
    // What the server was asked last by the one that was killed, it does to its end: the second may meet that, and find some gone.
    const after = outcomesIn(second.stdout), failed = after.filter(({ ok }) => !ok)
    expect(failed.map(({ error }) => error)).toEqual(failed.map(() => expect.stringMatching(/no such interview/) as string))
    expect(second.status).toBe(failed.length === 0 ? 0 : 1)
    const deleted = [...outcomesIn(first.stdout()), ...after].filter(({ ok }) => ok).map(({ id }) => id)
    expect(after.length).toBeGreaterThan(failed.length)
    expect(new Set(deleted).size).toBe(deleted.length)
    await until(list, (left) => left.length === 0)
  })

  /** The server until it has deleted twice: then connections break. */
  async function breaking(): Promise<{ url: string; stop(): void }> {
    let deleted = 0
    return startProxy(server, async (body) => !(body.includes('mutation DeleteInterviews') && deleted++ >= 2))
  }

  it('that breaks off as nobody reads on, or as the connection is cut, says how far it has come', async () => {
    await manyPaused()
    const unread = await startInterlude(server, ['interviews', 'delete', '--flow', 'Ask', '--yes', '--jsonl'])
    await unread.line((line) => line.includes('"ok":true'))
    unread.child.stdout!.destroy()
    expect([await unread.ended, unread.stderr()]).toEqual([1, expect.stringMatching(/nobody reads the output any more: [\d,]+ interviews deleted before that; run it again/)])
    await manyPaused()
    const { url, stop } = await breaking()
    const cut = await interlude(server, ['interviews', 'delete', '--flow', 'Ask', '--yes', '--jsonl'], { url })
    stop()
    expect(cut).toMatchObject({ status: 1, stderr: expect.stringMatching(/broke before it answered[^]*may have been made[^]*\n2,000 interviews deleted before that; run it again to go on with the rest/) as string })
    const told = outcomesIn(cut.stdout)
    expect(told.filter(({ ok }) => ok)).toHaveLength(2000)
    // Those that were asked for as well are named: nobody knows what became of them.
    expect(told.length).toBeGreaterThan(2000)
    expect(new Set(told.filter(({ ok }) => !ok).map(({ error }) => error))).toEqual(new Set(['The connection broke before the answer came: it may have been done.']))
    await interludeJson(server, ['interviews', 'delete', '--flow', 'Ask', '--yes'])
    expect(await list()).toEqual([])
  })
})

describe('resume', () => {
  it('goes on with all that filters find', async () => {
    await interludeJson(server, ['interviews', 'delete', '--all', '--yes'])
    await pause(12, 'ada', 'Other', null)
    const outcomes = await interludeJson<Outcome[]>(server, ['interviews', 'resume', '--flow', 'Other', '--yes'])
    expect(outcomes.map(({ ok }) => ok)).toEqual(Array(12).fill(true))
    expect(await list()).toEqual([])
    const again = await interlude(server, ['interviews', 'resume', outcomes[0]!.id, '--json'])
    expect([again.status, JSON.parse(again.stdout)]).toEqual([1, [{ id: outcomes[0]!.id, ok: false, error: expect.stringContaining('not paused') }]])
  })
})
