// What each element of a flow does, to the end of a flow or to its fault, by those who run it over the network.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { activeFlow, displayed, next, reread, screen, showing, shownBy, started, INTERVIEW, type Shown } from '../support/flow-api.ts'
import { until, useServer } from '../support/server.ts'

const server = useServer({ CALLOUT_HOSTS: '127.0.0.1' })
const admin = server.as('admin')
const ada = server.as('ada')

// An outside system that flows call: answers with what it was asked, and fails below /broken.
let outside: Server
let outsideUrl = ''
const calls: { path: string; key: string | undefined; body: string }[] = []

beforeAll(async () => {
  outside = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => { body += chunk.toString() })
    request.on('end', () => {
      calls.push({ path: request.url!, key: request.headers['idempotency-key'] as string | undefined, body })
      response.writeHead(request.url!.startsWith('/broken') ? 400 : 200, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ score: 7, asked: body === '' ? null : JSON.parse(body) }))
    })
  })
  await new Promise<void>((resolve) => outside.listen(0, '127.0.0.1', resolve))
  outsideUrl = `http://127.0.0.1:${(outside.address() as AddressInfo).port}`
  await admin.mutate('saveUser', { username: 'ada', name: 'Ada', email: 'ada@example.com', permissions: ['RUN_FLOWS'] })
})
afterAll(() => { outside.close() })

async function record(recordId: string, rest: object = {}) {
  expect(await admin.mutate('upsertRecord', { recordId, objectApiName: 'Case', owner: 'ada', ...rest })).toEqual({ __typename: 'UpsertRecordSuccess' })
  return recordId
}
async function recordFields(recordId: string) {
  return (await admin.run<{ record: { name: string | null; owner: { username: string } | null; fields: Record<string, unknown> } }, object>('query ($id: ID!) { record(recordId: $id) { name owner { username } fields } }', { id: recordId })).record
}

// rules D1, I10
describe('elements', () => {
  it('assigns with every operator, types kept', async () => {
    await activeFlow(admin, {
      apiName: 'Assigns',
      variables: [
        { apiName: 'n', dataType: 'NUMBER', default: 5 }, { apiName: 't', dataType: 'STRING', default: 'a' }, { apiName: 'd', dataType: 'DATE', default: '2031-02-27' },
        { apiName: 'at', dataType: 'DATE_TIME', default: '2031-02-28T23:59:30Z' }, { apiName: 'list', dataType: 'STRING', isCollection: true }, { apiName: 'ok', dataType: 'BOOLEAN' },
        { apiName: 'doc', dataType: 'JSON', default: { deep: { er: 3 } } }, { apiName: 'got', dataType: 'NUMBER' }, { apiName: 'rec', dataType: 'RECORD' },
      ],
      elements: [
        { assignment: { apiName: 'set', next: 'show', assignments: [
          { to: 'n', operator: 'ADD', value: 10 }, { to: 'n', operator: 'SUBTRACT', value: 2.5 }, { to: 't', operator: 'ADD', value: 'b' }, { to: 't', operator: 'APPEND', value: 'c' },
          { to: 'd', operator: 'ADD', value: 2 }, { to: 'at', operator: 'ADD', value: 30 }, { to: 'list', operator: 'APPEND', value: 'x' }, { to: 'list', operator: 'ADD', value: ['y', 'z'] },
          { to: 'ok', operator: 'ASSIGN', value: true }, { to: 'got', operator: 'ASSIGN', resource: 'doc.deep.er' }, { to: 'rec', operator: 'ASSIGN', value: 'R1' },
        ] } },
        showing('show', '{!n}|{!t}|{!d}|{!at}|{!list.0}{!list.1}{!list.2}|{!ok}|{!got}|{!rec}'),
      ],
    })
    expect(displayed(await started(ada, 'Assigns'))).toBe('12.5|abc|2031-03-01|2031-03-01T00:00:00.000Z|xyz|true|3|R1')
  })

  it('decides for the first outcome that holds, else the default', async () => {
    await activeFlow(admin, {
      apiName: 'Decides', variables: [{ apiName: 'n', dataType: 'NUMBER', isInput: true }],
      elements: [
        { decision: { apiName: 'choose', default: 'low', outcomes: [
          { label: 'Huge', when: { requirements: [{ resource: 'n', operator: 'GREATER_THAN', value: 100 }] }, next: 'huge' },
          { label: 'Odd ones', when: { logic: '1 AND (2 OR 3)', requirements: [{ resource: 'n', operator: 'GREATER_THAN', value: 10 }, { resource: 'n', operator: 'EQUALS', value: 11 }, { resource: 'n', operator: 'EQUALS', value: 13 }] }, next: 'odd' },
        ] } },
        showing('huge', 'huge'), showing('odd', 'odd'), showing('low', 'low'),
      ],
    })
    const answers = await Promise.all([101, 13, 12, 1].map(async (n) => displayed(await started(ada, 'Decides', { inputs: { n } }))))
    expect(answers).toEqual(['huge', 'odd', 'low', 'low'])
  })

  it('carries out actions: the result is read by its parts, a failure takes the fault path, or fails the interview', async () => {
    const call = (path: string, rest: object) => ({ action: { apiName: 'call', action: 'http.request', output: 'answer', next: 'show', inputs: [{ name: 'url', value: outsideUrl + path }, { name: 'method', value: 'POST' }, { name: 'body', resource: 'asked' }], ...rest } })
    const variables = [{ apiName: 'answer', dataType: 'JSON' }, { apiName: 'asked', dataType: 'JSON', default: { q: 1 } }]
    await activeFlow(admin, { apiName: 'Calls', variables, elements: [call('/fine', {}), showing('show', '{!answer.status} {!answer.body.score} {!answer.body.asked.q}')] })
    expect(displayed(await started(ada, 'Calls'))).toBe('200 7 1')
    await activeFlow(admin, { apiName: 'Rescues', variables, elements: [call('/broken', { onFault: 'sorry' }), showing('show', 'never'), showing('sorry', '{!$Flow.FaultMessage}')] })
    expect(displayed(await started(ada, 'Rescues'))).toContain('400')
    await activeFlow(admin, { apiName: 'Breaks', variables, elements: [call('/broken', {}), showing('show', 'never')] })
    expect(await started(ada, 'Breaks')).toMatchObject({ status: 'FAILED', screen: null, canResume: false })
  })

  it('runs screens of a subflow, hands its inputs over and its outputs back, and goes back through it', async () => {
    await activeFlow(admin, {
      apiName: 'Inner', variables: [{ apiName: 'seed', dataType: 'NUMBER', isInput: true }, { apiName: 'sum', dataType: 'NUMBER', isOutput: true }],
      elements: [
        screen('ask', [{ apiName: 'more', fieldType: 'NUMBER', isRequired: true }], { next: 'add' }),
        { assignment: { apiName: 'add', assignments: [{ to: 'sum', operator: 'ASSIGN', resource: 'seed' }, { to: 'sum', operator: 'ADD', resource: 'more' }] } },
      ],
    })
    await activeFlow(admin, {
      apiName: 'Outer', variables: [{ apiName: 'result', dataType: 'JSON' }],
      elements: [
        screen('first', [{ apiName: 'seedling', fieldType: 'NUMBER', default: 40 }], { next: 'inner' }),
        { subflow: { apiName: 'inner', flow: 'Inner', inputs: [{ name: 'seed', resource: 'seedling' }], output: 'result', next: 'last' } },
        showing('last', '{!result.sum} {!inner.sum}'),
      ],
    })
    const ask = await next(ada, await started(ada, 'Outer'))
    expect(ask).toMatchObject({ status: 'STARTED', currentElement: 'ask', screen: { apiName: 'ask', canGoBack: true } })
    const last = await next(ada, ask, { more: 2 })
    expect(displayed(last)).toBe('42 42')
    const back = async (shown: Shown, values = {}) => shownBy(await ada.mutate('previousScreen', { interviewId: shown.id, revision: shown.screen!.revision, values }, `interview { ${INTERVIEW} }`))
    const again = await back(last)
    expect(again).toMatchObject({ currentElement: 'ask', screen: { canGoBack: true, fields: [{ value: 2 }] } })
    const first = await back(again, { more: 3 })
    expect(first).toMatchObject({ currentElement: 'first', screen: { canGoBack: false, fields: [{ value: 40 }] } })
    const anew = await next(ada, first, { seedling: 50 })
    expect(anew).toMatchObject({ currentElement: 'ask', screen: { fields: [{ value: 3 }] } })
    expect(displayed(await next(ada, anew))).toBe('53 53')
  })

  it('updates $Record, and a record whose id a variable holds; what reads them goes on at once', async () => {
    await record('U1', { name: 'One', fields: { Priority: 'Low', Keep: 'kept' } })
    await record('U2')
    await activeFlow(admin, { apiName: 'AskAny', elements: [screen('ask', [{ apiName: 'x' }])] })
    expect(await admin.mutate('saveOrchestration', {
      apiName: 'OnHigh', label: 'On high', orchestrationType: 'RECORD_TRIGGERED',
      trigger: { objectApiName: 'Case', event: 'UPDATED', when: { requirements: [{ resource: '$Record.Priority', operator: 'EQUALS', value: 'High' }, { resource: '$Record.Priority', operator: 'IS_CHANGED', value: true }] } },
      stages: [{ apiName: 'S', label: 'S', steps: [
        { apiName: 'Waits', label: 'Waits', stepType: 'INTERACTIVE', action: { flow: 'AskAny' }, assignee: { user: 'ada' }, start: { requirements: { requirements: [{ resource: '$Record.Level', operator: 'EQUALS', value: 3 }] } } },
      ] }],
    })).toEqual({ __typename: 'SaveOrchestrationSuccess' })
    expect(await admin.mutate('activateOrchestration', { apiName: 'OnHigh' })).toEqual({ __typename: 'ActivateOrchestrationSuccess' })
    await activeFlow(admin, {
      apiName: 'Updates', flowType: 'AUTOLAUNCHED', variables: [{ apiName: 'other', dataType: 'RECORD', isInput: true, default: 'U2' }, { apiName: 'level', dataType: 'NUMBER', isInput: true, default: 1 }],
      elements: [
        { updateRecord: { apiName: 'own', record: '$Record', fields: [{ name: 'Priority', value: 'High' }, { name: 'Name', value: 'Renamed' }, { name: 'Level', resource: 'level' }], next: 'others' } },
        { updateRecord: { apiName: 'others', record: 'other', fields: [{ name: 'From', resource: '$Record.Name' }, { name: 'Owner', value: 'admin' }] } },
      ],
    })
    expect(await started(ada, 'Updates', { recordId: 'U1' })).toMatchObject({ status: 'FINISHED', screen: null })
    expect(await recordFields('U1')).toMatchObject({ name: 'Renamed', fields: { Priority: 'High', Keep: 'kept', Level: 1 } })
    expect(await recordFields('U2')).toMatchObject({ owner: { username: 'admin' }, fields: { From: 'Renamed' } })
    const runs = () => admin.run<{ record: { runs: { edges: { node: { status: string; workItems: { edges: unknown[] } } }[] } } }, object>('{ record(recordId: "U1") { runs { edges { node { status workItems { edges { node { id } } } } } } } }')
    expect((await runs()).record.runs.edges).toMatchObject([{ node: { status: 'IN_PROGRESS', workItems: { edges: [] } } }])
    await started(ada, 'Updates', { recordId: 'U1', inputs: { level: 3 } })
    expect((await runs()).record.runs.edges).toMatchObject([{ node: { workItems: { edges: [{}] } } }])
    expect(await started(admin, 'Updates', { recordId: 'U1', inputs: { other: 'nowhere' } })).toMatchObject({ status: 'FAILED' })
  })

  it('runs autolaunched flows to their end in one go, actions and subflows included', async () => {
    await record('A1')
    await activeFlow(admin, {
      apiName: 'Counts', flowType: 'AUTOLAUNCHED', variables: [{ apiName: 'n', dataType: 'NUMBER', isInput: true }, { apiName: 'twice', dataType: 'NUMBER', isOutput: true }],
      elements: [{ assignment: { apiName: 'double', assignments: [{ to: 'twice', operator: 'ASSIGN', resource: 'n' }, { to: 'twice', operator: 'ADD', resource: 'n' }] } }],
    })
    await activeFlow(admin, {
      apiName: 'Scores', flowType: 'AUTOLAUNCHED', variables: [{ apiName: 'answer', dataType: 'JSON' }, { apiName: 'rounds', dataType: 'NUMBER', default: 0 }],
      elements: [
        { action: { apiName: 'call', action: 'http.request', inputs: [{ name: 'url', value: `${outsideUrl}/score` }], output: 'answer', next: 'count' } },
        { subflow: { apiName: 'count', flow: 'Counts', inputs: [{ name: 'n', resource: 'answer.body.score' }], next: 'round' } },
        { assignment: { apiName: 'round', assignments: [{ to: 'rounds', operator: 'ADD', value: 1 }], next: 'enough' } },
        { decision: { apiName: 'enough', outcomes: [{ label: 'Not yet', when: { requirements: [{ resource: 'rounds', operator: 'LESS_THAN', value: 3 }] }, next: 'call' }], default: 'write' } },
        { updateRecord: { apiName: 'write', record: '$Record', fields: [{ name: 'Score', resource: 'count.twice' }, { name: 'Rounds', resource: 'rounds' }] } },
      ],
    })
    calls.length = 0
    expect(await started(ada, 'Scores', { recordId: 'A1' })).toMatchObject({ status: 'FINISHED' })
    expect((await recordFields('A1')).fields).toEqual({ Score: 14, Rounds: 3 })
    expect(new Set(calls.map(({ key }) => key)).size).toBe(3)
  })
})

// rule D1: what runs away ends in a clear fault
describe('runaways', () => {
  it('end in a fault: a loop without a screen, and more data than an interview may hold', async () => {
    await activeFlow(admin, {
      apiName: 'Circles', flowType: 'AUTOLAUNCHED', variables: [{ apiName: 'n', dataType: 'NUMBER', default: 0 }],
      elements: [{ assignment: { apiName: 'up', assignments: [{ to: 'n', operator: 'ADD', value: 1 }], next: 'more' } }, { decision: { apiName: 'more', outcomes: [{ label: 'Always', when: { requirements: [{ resource: 'n', operator: 'GREATER_THAN', value: 0 }] }, next: 'up' }] } }],
    })
    await activeFlow(admin, {
      apiName: 'Swells', flowType: 'AUTOLAUNCHED', variables: [{ apiName: 't', dataType: 'STRING', default: 'x'.repeat(1000) }, { apiName: 'n', dataType: 'NUMBER', default: 0 }],
      elements: [{ assignment: { apiName: 'up', assignments: [{ to: 't', operator: 'ADD', resource: 't' }, { to: 'n', operator: 'ADD', value: 1 }], next: 'more' } }, { decision: { apiName: 'more', outcomes: [{ label: 'On', when: { requirements: [{ resource: 'n', operator: 'LESS_THAN', value: 50 }] }, next: 'up' }] } }],
    })
    expect(await started(ada, 'Circles')).toMatchObject({ status: 'FAILED' })
    expect(await started(ada, 'Swells')).toMatchObject({ status: 'FAILED' })
  })
})

// rule I9
describe('waits', () => {
  it('end by themselves at their time, once, in a flow without screens', async () => {
    await record('W1', { fields: { Count: 0 } })
    await activeFlow(admin, {
      apiName: 'Sleeps', flowType: 'AUTOLAUNCHED', variables: [{ apiName: 'count', dataType: 'NUMBER' }],
      elements: [
        { wait: { apiName: 'rest', seconds: 1, next: 'read' } },
        { assignment: { apiName: 'read', assignments: [{ to: 'count', operator: 'ASSIGN', resource: '$Record.Count' }, { to: 'count', operator: 'ADD', value: 1 }], next: 'write' } },
        { updateRecord: { apiName: 'write', record: '$Record', fields: [{ name: 'Count', resource: 'count' }] } },
      ],
    })
    const waiting = await started(ada, 'Sleeps', { recordId: 'W1' })
    expect(waiting).toMatchObject({ status: 'PAUSED', currentElement: 'rest', screen: null, record: { recordId: 'W1' }, pausedAt: expect.any(String) })
    expect(await until(() => reread(ada, waiting), (shown) => shown?.status !== 'PAUSED')).toMatchObject({ status: 'FINISHED', pausedAt: null })
    expect((await recordFields('W1')).fields).toEqual({ Count: 1 })
  })
})
