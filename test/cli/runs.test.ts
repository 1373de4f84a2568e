// `interlude runs`: started, listed, shown, watched to their end, suspended, resumed, canceled. // rule R3, R3c, D10
import { connect, createServer, type Server, type Socket } from 'node:net'
import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { interlude, interludeJson, startInterlude } from '../support/command-line.ts'
import { startProxy } from '../support/http-proxy.ts'
import { useServer, type Answer } from '../support/server.ts'

type Row = { id: string; status: string; orchestration: { apiName: string }; record: { recordId: string } | null; startedBy: { username: string } }
type Outcome = { id: string; ok: boolean; error: string | null }

// Each call is a process of its own.
vi.setConfig({ testTimeout: 60_000 })
const server = useServer()
const admin = server.as('admin')

beforeAll(async () => {
  await admin.mutate('saveUser', { username: 'ada', name: 'Ada', email: 'ada@example.com', permissions: ['RUN_FLOWS', 'VIEW_ALL_DATA'] })
  await admin.mutate('upsertRecord', { recordId: 'CASE-1', objectApiName: 'Case', name: 'A case' })
  const flows = [
    { apiName: 'Ask', label: 'Ask', flowType: 'SCREEN', start: 'Page', elements: [{ screen: { apiName: 'Page', label: 'Page', fields: [] } }] },
    { apiName: 'Fail', label: 'Fail', flowType: 'AUTOLAUNCHED', start: 'Act', elements: [{ action: { apiName: 'Act', label: 'Act', action: 'http.request', inputs: [{ name: 'url', value: 'http://nowhere.example' }] } }] },
  ]
  for (const flow of flows) {
    await admin.mutate('saveFlow', flow)
    await admin.mutate('activateFlow', { apiName: flow.apiName })
  }
  const steps = {
    Approval: { apiName: 'Approve', label: 'Approve', stepType: 'INTERACTIVE', action: { flow: 'Ask' }, assignee: { user: 'admin' } },
    Doomed: { apiName: 'Try', label: 'Try', stepType: 'BACKGROUND', action: { flow: 'Fail' }, retry: { maxAttempts: 1 } },
  }
  for (const [apiName, step] of Object.entries(steps)) {
    const variables = [{ apiName: 'amount', dataType: 'NUMBER', isInput: true, default: 0 }]
    await admin.mutate('saveOrchestration', { apiName, label: apiName, orchestrationType: 'AUTOLAUNCHED', variables, stages: [{ apiName: 'Only', label: 'Only', steps: [step] }] })
    await admin.mutate('activateOrchestration', { apiName })
  }
})

const start = (...args: string[]) => interludeJson<Row>(server, ['runs', 'start', 'Approval', ...args])

async function finish(runId: string): Promise<void> {
  const { node } = await admin.run<{ node: { workItems: { edges: { node: { id: string } }[] } } }, object>('query Q($id: ID!) { node(id: $id) { ... on OrchestrationRun { workItems { edges { node { id } } } } } }', { id: runId })
  const opened = (await admin.mutate('openWorkItem', { workItemId: node.workItems.edges[0]!.node.id }, 'interview { guid screen { revision } }')) as Answer & { interview: { guid: string; screen: { revision: number } } }
  const { guid, screen } = opened.interview
  expect(await admin.mutate('submitScreen', { interviewId: guid, revision: screen.revision, values: {} })).toMatchObject({ __typename: 'SubmitScreenSuccess' })
}

describe('start', () => {
  it('starts a run on a record with inputs, and the same key starts it once', async () => {
    const run = await start('--record', 'CASE-1', '--inputs', '{"amount": 7}', '--key', 'once')
    expect(run).toMatchObject({ status: 'IN_PROGRESS', orchestration: { apiName: 'Approval' }, record: { recordId: 'CASE-1' }, startedBy: { username: 'admin' } })
    expect((await start('--record', 'CASE-1', '--inputs', '{"amount": 7}', '--key', 'once')).id).toBe(run.id)
    const inWords = await interlude(server, ['runs', 'start', 'Approval'])
    expect([inWords.status, inWords.stdout]).toEqual([0, expect.stringMatching(/^Started .+: \S+\n$/)])
  })

  it.each([
    ['an orchestration that isn\'t there', ['runs', 'start', 'Nothing'], 1, /Nothing/],
    ['an input that isn\'t declared', ['runs', 'start', 'Approval', '--inputs', '{"other": 1}'], 1, /other/],
    ['inputs that are no object', ['runs', 'start', 'Approval', '--inputs', '[1]'], 2, /JSON object/],
    ['no name', ['runs', 'start'], 2, /name/],
    ['no such command', ['runs', 'pause'], 2, /pause|unknown/],
  ])('answers %s', async (_, args, status, words) => {
    const called = await interlude(server, args)
    expect([called.status, called.stdout, called.stderr]).toEqual([status, '', expect.stringMatching(words)])
  })
})

describe('list and show', () => {
  it('narrows by orchestration, status, record and age', async () => {
    const run = await start('--record', 'CASE-1')
    const ids = async (...filters: string[]) => (await interludeJson<Row[]>(server, ['runs', 'list', ...filters])).map(({ id }) => id)
    expect(await ids('--orchestration', 'Approval', '--status', 'in-progress,SUSPENDED', '--record', 'CASE-1', '--older-than', '0s')).toContain(run.id)
    expect(await ids('--orchestration', 'Doomed')).not.toContain(run.id)
    expect(await ids('--status', 'COMPLETED')).not.toContain(run.id)
    expect(await ids('--older-than', '1d')).toEqual([])
  })

  it('shows what each step waits for', async () => {
    const { id } = await start()
    const shown = await interludeJson<{ id: string; stages: { steps: { apiName: string; waitingOn: { summary: string }[] }[] }[] }>(server, ['runs', 'show', id])
    const [reason] = shown.stages[0]!.steps[0]!.waitingOn
    const { stdout } = await interlude(server, ['runs', 'show', id])
    expect(stdout).toContain(`waits: ${reason!.summary}`)
    const none = await interlude(server, ['runs', 'show', 'bm90aGluZw=='])
    expect([none.status, none.stderr]).toEqual([1, expect.stringContaining('There is no run')])
  })
})

describe('suspend, resume and cancel', () => {
  it('change one by its id, and many by filters with --yes', async () => {
    const runs = [await start('--record', 'CASE-1'), await start()]
    expect(await interludeJson(server, ['runs', 'suspend', runs[0]!.id, '--reason', 'Audit'])).toEqual([{ id: runs[0]!.id, ok: true, error: null }])
    const refused = await interlude(server, ['runs', 'suspend', runs[0]!.id, '--json'])
    expect([refused.status, (JSON.parse(refused.stdout) as Outcome[])[0]!.ok]).toEqual([1, false])
    expect(await interludeJson(server, ['runs', 'resume', '--record', 'CASE-1', '--yes'])).toEqual([{ id: runs[0]!.id, ok: true, error: null }])
    const unasked = await interlude(server, ['runs', 'cancel', '--orchestration', 'Approval'])
    expect([unasked.status, unasked.stderr]).toEqual([2, expect.stringContaining('--yes')])
    const shown = await interludeJson<Outcome[]>(server, ['runs', 'cancel', '--orchestration', 'Approval', '--dry-run'])
    const canceled = await interludeJson<Outcome[]>(server, ['runs', 'cancel', '--orchestration', 'Approval', '--yes'])
    expect(canceled).toEqual(shown)
    expect(canceled.map(({ id }) => id)).toEqual(expect.arrayContaining(runs.map(({ id }) => id)))
    const left = await interludeJson<Row[]>(server, ['runs', 'list', '--orchestration', 'Approval', '--status', 'IN_PROGRESS'])
    expect(left).toEqual([])
  })

  it.each([['cancel', 'ERROR'], ['suspend', 'COMPLETED,IN_PROGRESS'], ['resume', 'CANCELED']])('of a status from which there is no %s are wrong usage, not none', async (command, status) => {
    const refused = await interlude(server, ['runs', command, '--status', status, '--dry-run'])
    expect([refused.status, refused.stdout, refused.stderr]).toEqual([2, '', expect.stringMatching(/^Runs that are (ERROR|COMPLETED|CANCELED) can't be (canceled|suspended|resumed)\./)])
  })

  it('are refused to those who lack the permission', async () => {
    const { id } = await start()
    const { status, stdout } = await interlude(server, ['runs', 'cancel', id, '--json'], { as: 'ada' })
    expect([status, JSON.parse(stdout)]).toEqual([1, [{ id, ok: false, error: expect.stringContaining('MANAGE_ORCHESTRATION_RUNS') }]])
  })

  it.each(['suspend', 'cancel', 'resume'])('to be refused are so on a dry run of %s already, by ids and by filters', async (command) => {
    const { id } = await start()
    if (command === 'resume') await interludeJson(server, ['runs', 'suspend', id])
    const unknown = btoa('OrchestrationRun:00000000-0000-4000-8000-000000000000')
    for (const which of [[id, unknown], ['--orchestration', 'Approval']]) {
      const [shown, done] = [await interlude(server, ['runs', command, ...which, '--json', '--dry-run'], { as: 'ada' }), await interlude(server, ['runs', command, ...which, '--json', '--yes'], { as: 'ada' })]
      expect([shown.status, JSON.parse(shown.stdout)]).toEqual([1, JSON.parse(done.stdout)])
      expect(shown.stdout).toContain('MANAGE_ORCHESTRATION_RUNS')
    }
    const inWords = await interlude(server, ['runs', command, id, '--dry-run'], { as: 'ada' })
    expect([inWords.status, inWords.stdout]).toEqual([1, expect.stringContaining('1 would fail.')])
    await interludeJson(server, ['runs', 'cancel', id])
    const ended = await interlude(server, ['runs', command, id, '--json', '--dry-run'])
    expect([ended.status, JSON.parse(ended.stdout)]).toEqual([1, [{ id, ok: false, error: 'It is CANCELED.' }]])
  })
})

// domain 2.7
it('a run that failed for good is not promised to be resumed', async () => {
  const variables = [{ apiName: 'who', dataType: 'STRING', isInput: true, default: 'nobody' }]
  const step = { apiName: 'Do', label: 'Do', stepType: 'INTERACTIVE', action: { flow: 'Ask' }, assignee: { resource: 'who' } }
  await admin.mutate('saveOrchestration', { apiName: 'Lost', label: 'Lost', orchestrationType: 'AUTOLAUNCHED', variables, stages: [{ apiName: 'Only', label: 'Only', steps: [step] }] })
  await admin.mutate('activateOrchestration', { apiName: 'Lost' })
  const watched = await interlude(server, ['runs', 'start', 'Lost', '--watch'])
  expect([watched.status, watched.stderr]).toEqual([1, expect.stringContaining('The run is in ERROR for good')])
  expect(watched.stderr).not.toContain('resume')
  const [{ id }] = await interludeJson<[Row]>(server, ['runs', 'list', '--orchestration', 'Lost'])
  for (const which of [[id], ['--orchestration', 'Lost']]) {
    const [shown, done] = [await interlude(server, ['runs', 'resume', ...which, '--json', '--dry-run']), await interlude(server, ['runs', 'resume', ...which, '--json', '--yes'])]
    expect([shown.status, JSON.parse(shown.stdout)]).toEqual([1, [{ id, ok: false, error: expect.stringContaining('failed for good') as string }]])
    // In the words of the refusal itself.
    expect([done.status, JSON.parse(done.stdout)]).toEqual([1, JSON.parse(shown.stdout)])
  }
})

describe('watch', () => {
  it('shows each milestone once, from the first to the end of the run', async () => {
    const { id } = await start()
    const program = await startInterlude(server, ['runs', 'watch', id, '--jsonl'])
    await program.line((line) => line.includes('START_WORK_ITEM'))
    await finish(id)
    expect(await program.ended).toBe(0)
    const milestones = program.stdout().trimEnd().split('\n').map((line) => JSON.parse(line) as { id: string; milestone: string })
    expect(milestones.map(({ milestone }) => milestone)).toEqual(['START_RUN', 'START_STAGE', 'START_STEP', 'START_WORK_ITEM', 'END_WORK_ITEM', 'END_STEP', 'END_STAGE', 'END_RUN'])
    const ended = await interlude(server, ['runs', 'watch', id])
    expect([ended.status, ended.stdout]).toEqual([0, expect.stringMatching(/END_RUN[^]*The run is COMPLETED\.\n$/)])
  })

  it('ends with status 1 and the fault when the run ends in error', async () => {
    const { status, stdout, stderr } = await interlude(server, ['runs', 'start', 'Doomed', '--watch'])
    expect([status, stdout, stderr]).toEqual([1, expect.stringContaining('FAIL_RUN'), expect.stringContaining('in ERROR')])
  })

  describe('over a connection that breaks', () => {
    const sockets = new Set<Socket>()
    let proxy: Server
    let url: string
    beforeAll(async () => {
      const { port } = new URL(server.url)
      proxy = createServer((socket) => {
        const onward = connect(Number(port), '127.0.0.1')
        for (const one of [socket, onward]) {
          sockets.add(one)
          one.on('error', () => one.destroy()).on('close', () => { sockets.delete(one); socket.destroy(); onward.destroy() })
        }
        socket.pipe(onward).pipe(socket)
      }).listen(0, '127.0.0.1')
      await once(proxy, 'listening')
      url = `http://127.0.0.1:${(proxy.address() as { port: number }).port}`
    })
    afterAll(() => {
      for (const socket of sockets) socket.destroy()
      proxy.close()
    })

    it('goes on where it was, without loss or repeat', async () => {
      const { id } = await start()
      const program = await startInterlude(server, ['runs', 'watch', id, '--jsonl'], { url })
      await program.line((line) => line.includes('START_WORK_ITEM'))
      for (const socket of sockets) socket.destroy()
      await finish(id)
      expect(await program.ended).toBe(0)
      const milestones = program.stdout().trimEnd().split('\n').map((line) => (JSON.parse(line) as { milestone: string }).milestone)
      expect(milestones).toEqual(['START_RUN', 'START_STAGE', 'START_STEP', 'START_WORK_ITEM', 'END_WORK_ITEM', 'END_STEP', 'END_STAGE', 'END_RUN'])
    })
  })
})

describe('without a way in', () => {
  it('says that a change may have been made where the connection breaks before the answer', async () => {
    const { url, stop } = await startProxy(server, () => Promise.resolve(false))
    const cut = await interlude(server, ['runs', 'start', 'Approval', '--record', 'CASE-1'], { url })
    stop()
    expect([cut.status, cut.stdout, cut.stderr]).toEqual([1, '', expect.stringMatching(/broke before it answered \((UND_ERR_SOCKET|ECONNRESET)\).*may have been made/)])
  })

  it.each([
    ['no token', {}, { INTERLUDE_TOKEN: '' }, [], 2, /INTERLUDE_TOKEN/],
    ['a bad token', {}, { INTERLUDE_TOKEN: 'no.token.atall' }, [], 1, /doesn't take the token/],
    ['no server', { url: 'http://127.0.0.1:3' }, {}, [], 1, /can't be reached \(ECONNREFUSED\).*INTERLUDE_URL/],
    ['an address that is none', { url: 'localhost' }, {}, [], 2, /no address/],
  ])('says what to do: %s', async (_, options, env, args, status, words) => {
    const called = await interlude(server, ['runs', 'list', ...args], { ...options, env })
    expect([called.status, called.stdout, called.stderr]).toEqual([status, '', expect.stringMatching(words)])
  })

  it('takes the address with /graphql too, and options before variables', async () => {
    expect((await interlude(server, ['runs', 'list', '--limit', '1', '--url', `${server.url}/graphql`], { url: 'http://127.0.0.1:1' })).status).toBe(0)
  })
})
