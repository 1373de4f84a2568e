import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  activeFlow, displayed, faultPaths, fieldOf, flowInput, next, reread, screen, showing, shownBy, started, submit, INTERVIEW, type Shown,
} from '../support/flow-api.ts'
import { tokenFor, until, useServer } from '../support/server.ts'

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
    expect(await started(ada, 'Updates', { recordId: 'U1', inputs: { other: 'nowhere' } })).toMatchObject({ status: 'FAILED' })
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

// rule I2
describe('values', () => {
  const choices = [{ label: 'Red', value: 'red' }, { label: 'Blue', value: 'blue' }, { label: 'Three', value: 3 }]
  const fields = [
    { apiName: 'text' }, { apiName: 'long', fieldType: 'LONG_TEXT' }, { apiName: 'number', fieldType: 'NUMBER' }, { apiName: 'money', fieldType: 'CURRENCY' }, { apiName: 'day', fieldType: 'DATE' },
    { apiName: 'moment', fieldType: 'DATE_TIME' }, { apiName: 'check', fieldType: 'CHECKBOX' }, { apiName: 'pick', fieldType: 'PICKLIST', choices }, { apiName: 'many', fieldType: 'MULTI_SELECT_PICKLIST', choices },
    { apiName: 'radio', fieldType: 'RADIO_BUTTONS', choices }, { apiName: 'mail', fieldType: 'EMAIL' }, { apiName: 'phone', fieldType: 'PHONE' }, { apiName: 'link', fieldType: 'URL' }, { apiName: 'secret', fieldType: 'PASSWORD' },
    { apiName: 'told', fieldType: 'DISPLAY_TEXT', displayText: 'Hello {!$User.Username}' },
  ]
  const good = {
    text: 'a', long: 'b\nc', number: 1.5, money: 12, day: '2031-02-28', moment: '2031-02-28T10:00:00+02:00', check: true, pick: 3, many: ['red', 3], radio: 'blue',
    mail: 'ada@example.com', phone: '+49 30 1234567', link: 'https://example.com/x', secret: 'hush',
  }
  beforeAll(async () => {
    await activeFlow(admin, { apiName: 'AllTypes', elements: [screen('ask', fields, { next: 'show' }), showing('show', '{!text}|{!number}|{!money}|{!day}|{!moment}|{!check}|{!pick}|{!many.0}{!many.1}|{!radio}|{!mail}|{!phone}|{!link}')] })
  })

  it('are taken by every type of field', async () => {
    const shown = await started(ada, 'AllTypes')
    expect(shown.screen!.fields.map(({ fieldType }) => fieldType)).toEqual(fields.map(({ fieldType }) => fieldType ?? 'TEXT'))
    expect(fieldOf(shown, 'told')).toMatchObject({ displayText: 'Hello ada', value: null })
    expect(fieldOf(shown, 'pick')?.choices).toEqual(choices)
    expect(displayed(await next(ada, shown, good))).toBe('a|1.5|12|2031-02-28|2031-02-28T08:00:00.000Z|true|3|red3|blue|ada@example.com|+49 30 1234567|https://example.com/x')
  })

  const bad: Record<string, unknown[]> = {
    text: [5, true, {}, ['a']], long: [1], number: ['1', 'x', true, [1]], money: ['12 EUR', {}], day: ['2031-02-30', '28.02.2031', 5, '2031-02-28T00:00:00Z'], moment: ['2031-02-28', '2031-02-28T10:00:00', 'soon', 1],
    check: ['true', 1, 'yes'], pick: ['green', 'Red', '3', ['red']], many: ['red', ['green'], ['red', 'red'], [null]], radio: ['none', 3.5, true], mail: ['ada', 'ada@', '@example.com', 'a b@example.com', 5],
    phone: ['call me', 5, '+'], link: ['example.com', 'javascript:alert(1)', 'https://', 3], secret: [3], told: ['no'], unheard: ['of'],
  }
  it('of the wrong kind are refused, whatever they are, and the interview stands where it stood', async () => {
    const shown = await started(ada, 'AllTypes')
    for (const [name, values] of Object.entries(bad)) {
      for (const value of values) {
        const answer = await submit(ada, shown, { [name]: value })
        expect([name, value, answer.__typename, answer.issues?.map(({ path }) => path.at(-1))]).toEqual([name, value, 'ValidationError', [name]])
      }
    }
    expect(await reread(ada, shown)).toEqual(shown)
  })

  it('hold no number beyond what can be kept, in a variable or written into the document', async () => {
    const { id, screen } = await started(ada, 'AllTypes')
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${await tokenFor('admin')}` }
    const errors = async (body: string) => ((await (await fetch(`${server.url}/graphql`, { method: 'POST', headers, body })).json()) as { errors?: { message: string; extensions: { code: string } }[] }).errors
    const submitted = 'mutation ($values: JSON!) { submitScreen(input: { interviewId: "", revision: 1, values: $values }) { __typename } }'
    const upserted = (fields: string) => `mutation { upsertRecord(input: { recordId: "Large", objectApiName: "Case", fields: ${fields} }) { __typename } }`
    const refused = [{ message: expect.stringContaining('Numbers must be finite') as string, extensions: { code: 'BAD_USER_INPUT' } }]
    for (const values of ['{ "number": 1e999 }', '{ "deep": [{ "er": -1e999 }] }']) expect(await errors(`{ "query": ${JSON.stringify(submitted)}, "variables": { "values": ${values} } }`)).toMatchObject(refused)
    for (const fields of ['{ Amount: 1e999 }', '{ Amount: [-1e999] }', `{ Amount: 1${'0'.repeat(400)} }`]) expect(await errors(JSON.stringify({ query: upserted(fields) }))).toMatchObject(refused)
    expect(await admin.run('{ record(recordId: "Large") { recordId } }')).toEqual({ record: null })
    expect(await reread(ada, { id })).toMatchObject({ screen: { revision: screen!.revision } })
  })

  it('have all their faults told at once, each at its field', async () => {
    const answer = await submit(ada, await started(ada, 'AllTypes'), Object.fromEntries(Object.entries(bad).map(([name, [value]]) => [name, value])))
    expect(faultPaths(answer)).toEqual(Object.keys(bad).map((name) => `input.values.${name}`).sort())
  })

  it('are required where the field says so, and an empty text is none; a checkbox that isn\'t ticked is answered', async () => {
    await activeFlow(admin, { apiName: 'Required', elements: [screen('ask', fields.slice(0, 14).map((field) => ({ ...field, isRequired: true })))] })
    const shown = await started(ada, 'Required')
    const all = fields.slice(0, 14).flatMap(({ apiName, fieldType }) => (fieldType === 'CHECKBOX' ? [] : [`input.values.${apiName}`]))
    expect(faultPaths(await submit(ada, shown))).toEqual([...all].sort())
    expect(faultPaths(await submit(ada, shown, { ...good, text: '', many: [], mail: null }))).toEqual(['input.values.mail', 'input.values.many', 'input.values.text'])
    expect(await next(ada, shown, { ...good, check: false })).toMatchObject({ status: 'FINISHED', screen: null })
  })

  it('keep to the JSON Schema of their field', async () => {
    await activeFlow(admin, { apiName: 'Schema', elements: [screen('ask', [
      { apiName: 'code', validation: { pattern: '^[A-Z]{3}$', maxLength: 3 } }, { apiName: 'amount', fieldType: 'NUMBER', isRequired: true, validation: { minimum: 1, multipleOf: 5 } },
      { apiName: 'when', fieldType: 'DATE', validation: { format: 'date' } },
    ])] })
    const shown = await started(ada, 'Schema')
    expect(new Set(faultPaths(await submit(ada, shown, { code: 'abcd', amount: -3, when: '2031-01-01' })))).toEqual(new Set(['input.values.code', 'input.values.amount']))
    expect(await next(ada, shown, { code: 'ABC', amount: 10 })).toMatchObject({ status: 'FINISHED' })
  })

  it('of hidden fields are neither asked for nor taken', async () => {
    await activeFlow(admin, { apiName: 'Hides', elements: [
      screen('ask', [{ apiName: 'wants', fieldType: 'CHECKBOX' }, { apiName: 'why', isRequired: true, visibleWhen: { requirements: [{ resource: 'wants', operator: 'EQUALS', value: true }] } }], { next: 'show' }),
      showing('show', '[{!why}]'),
    ] })
    const shown = await started(ada, 'Hides')
    expect(fieldOf(shown, 'why')).toMatchObject({ isVisible: false })
    expect(faultPaths(await submit(ada, shown, { wants: true }))).toEqual(['input.values.why'])
    expect(displayed(await next(ada, shown, { wants: false, why: 'hidden' }))).toBe('[]')
    expect(displayed(await next(ada, await started(ada, 'Hides'), { wants: true, why: 'so' }))).toBe('[so]')
  })

  it('come from defaults, resources and the variable of the field\'s name, and go into that variable', async () => {
    await record('D1', { name: 'Deed', fields: { City: 'Rome' } })
    await activeFlow(admin, {
      apiName: 'Defaults', variables: [{ apiName: 'amount', dataType: 'NUMBER', isInput: true, default: 9 }],
      elements: [
        screen('ask', [{ apiName: 'fixed', default: 'f' }, { apiName: 'city', defaultResource: '$Record.City' }, { apiName: 'amount', fieldType: 'NUMBER', default: 1 }, { apiName: 'who', defaultResource: '$User.Name' }], { next: 'add', label: 'On {!$Record.Name}', helpText: 'Of {!$Record.Id}' }),
        { assignment: { apiName: 'add', assignments: [{ to: 'amount', operator: 'ADD', value: 1 }], next: 'show' } },
        showing('show', '{!fixed} {!city} {!amount} {!who}'),
      ],
    })
    const shown = await started(ada, 'Defaults', { recordId: 'D1' })
    expect(shown.screen).toMatchObject({ label: 'On Deed', helpText: 'Of D1' })
    expect(shown.screen!.fields.map(({ value }) => value)).toEqual(['f', 'Rome', 9, 'Ada'])
    expect(displayed(await next(ada, shown, { amount: 20 }))).toBe('f Rome 21 Ada')
  })
})

// rule I1
// rule I10
it('a field that stands on two screens starts with its earlier answer, and the latest counts', async () => {
  await activeFlow(admin, { apiName: 'Twice', variables: [{ apiName: 'note', dataType: 'STRING', isOutput: true }], elements: [
    screen('first', [{ apiName: 'note' }], { next: 'second' }), screen('second', [{ apiName: 'note' }], { next: 'end' }), showing('end', '{!note}'),
  ] })
  const second = await next(ada, await started(ada, 'Twice'), { note: 'draft' })
  expect(second.screen!.fields).toMatchObject([{ apiName: 'note', value: 'draft' }])
  expect(displayed(await next(ada, second, { note: 'final' }))).toBe('final')
})

describe('screens', () => {
  beforeAll(async () => {
    await activeFlow(admin, { apiName: 'Three', elements: [
      screen('one', [{ apiName: 'a', isRequired: true }], { next: 'two' }), screen('two', [{ apiName: 'b', fieldType: 'NUMBER' }], { next: 'three' }), showing('three', '{!a} {!b}', { allowBack: false }),
    ] })
  })
  const back = (shown: Shown, rest: object = {}) => ada.mutate('previousScreen', { interviewId: shown.id, revision: shown.screen!.revision, ...rest }, `interview { ${INTERVIEW} }`)

  it('lead back with what was answered, and keep what was filled in on the way', async () => {
    const one = await started(ada, 'Three')
    expect(one.screen).toMatchObject({ canGoBack: false, canFinish: true, canPause: false })
    expect(await back(one)).toMatchObject({ __typename: 'ConflictError' })
    const two = await next(ada, one, { a: 'x' })
    const again = shownBy(await back(two, { values: { b: 7 } }))
    expect(again).toMatchObject({ currentElement: 'one', screen: { fields: [{ value: 'x' }] } })
    expect(again.screen!.revision).toBeGreaterThan(two.screen!.revision)
    const twoAgain = await next(ada, again, { a: 'y' })
    expect(twoAgain.screen!.fields).toMatchObject([{ value: 7 }])
    const three = await next(ada, twoAgain)
    expect(displayed(three)).toBe('y 7')
    expect(three.screen).toMatchObject({ canGoBack: false })
    expect(await back(three)).toMatchObject({ __typename: 'ConflictError' })
    expect(await next(ada, three)).toMatchObject({ status: 'FINISHED', screen: null, currentElement: null })
  })

  it('are answered once: an old revision gets the screen shown now', async () => {
    const one = await started(ada, 'Three')
    const two = await next(ada, one, { a: 'x' })
    const stale = await ada.run<Record<string, Record<string, unknown>>, object>(`mutation ($input: SubmitScreenInput!) { submitScreen(input: $input) { __typename ... on StaleScreenError { code interview { ${INTERVIEW} } } } }`, { input: { interviewId: one.guid, revision: one.screen!.revision, values: { a: 'z' } } })
    expect(stale.submitScreen).toEqual({ __typename: 'StaleScreenError', code: 'STALE_SCREEN', interview: two })
    expect(await back(one)).toMatchObject({ __typename: 'StaleScreenError' })
    expect(await ada.mutate('submitScreen', { interviewId: one.id, revision: 99, values: {} })).toMatchObject({ __typename: 'StaleScreenError' })
    const end = await next(ada, await next(ada, two))
    expect(end.status).toBe('FINISHED')
    expect(await submit(ada, two)).toMatchObject({ __typename: 'StaleScreenError' })
  })

  it('move exactly once when answered many times at the same moment', async () => {
    const two = await next(ada, await started(ada, 'Three'), { a: 'x' })
    const answers = await Promise.all(Array.from({ length: 8 }, (_, b) => submit(ada, two, { b })))
    expect(answers.map(({ __typename }) => __typename).sort()).toEqual([...Array<string>(7).fill('StaleScreenError'), 'SubmitScreenSuccess'])
    expect(await reread(ada, two)).toMatchObject({ currentElement: 'three', screen: { revision: two.screen!.revision + 1 } })
  })

  it('are answered with an object, by whoever runs the interview', async () => {
    const one = await started(ada, 'Three')
    for (const values of ['x', 5, ['a'], true]) expect(await ada.mutate('submitScreen', { interviewId: one.id, revision: one.screen!.revision, values })).toMatchObject({ __typename: 'ValidationError' })
    expect(await admin.mutate('submitScreen', { interviewId: one.id, revision: one.screen!.revision, values: {} })).toMatchObject({ __typename: 'ForbiddenError' })
    expect(await ada.mutate('submitScreen', { interviewId: 'nonsense', revision: 1, values: {} })).toMatchObject({ __typename: 'NotFoundError' })
  })
})

describe('starting', () => {
  beforeAll(async () => {
    await activeFlow(admin, {
      apiName: 'Takes', variables: [{ apiName: 'must', dataType: 'STRING', isInput: true }, { apiName: 'n', dataType: 'NUMBER', isInput: true, default: 1 }, { apiName: 'days', dataType: 'DATE', isCollection: true, isInput: true, default: [] }, { apiName: 'inner', dataType: 'STRING' }],
      elements: [showing('show', '{!must} {!n}')], interviewLabel: 'For {!must}',
    })
  })

  it('tells all faults of the inputs at once, each by its name', async () => {
    expect(faultPaths(await ada.mutate('startInterview', { flow: 'Takes', inputs: { n: 'one', days: ['2031-02-31'], inner: 'x', unknown: 1 } }))).toEqual(['input.inputs.days', 'input.inputs.inner', 'input.inputs.must', 'input.inputs.n', 'input.inputs.unknown'])
    expect(faultPaths(await ada.mutate('startInterview', { flow: 'Takes', inputs: [] }))).toEqual(['input.inputs'])
    const shown = await started(ada, 'Takes', { inputs: { must: 'me' } })
    expect([displayed(shown), shown.label, shown.status]).toEqual(['me 1', 'For me', 'STARTED'])
  })

  it('takes RUN_FLOWS, an active flow, and a record that the caller can read', async () => {
    await admin.mutate('saveUser', { username: 'idle', name: 'Idle', email: 'idle@example.com', permissions: [] })
    await record('Hidden', { owner: 'admin' })
    await admin.mutate('saveFlow', flowInput({ apiName: 'OnlyDraft', elements: [showing('show', 'x')] }))
    expect(await server.as('idle').mutate('startInterview', { flow: 'Takes', inputs: { must: 'x' } })).toMatchObject({ __typename: 'ForbiddenError' })
    expect(await ada.mutate('startInterview', { flow: 'Nowhere' })).toMatchObject({ __typename: 'NotFoundError' })
    expect(await ada.mutate('startInterview', { flow: 'OnlyDraft' })).toMatchObject({ __typename: 'ConflictError' })
    expect(await ada.mutate('startInterview', { flow: 'Takes', recordId: 'Hidden', inputs: { must: 'x' } })).toMatchObject({ __typename: 'NotFoundError' })
    expect(await ada.mutate('startInterview', { flow: 'Takes', recordId: 'nowhere', inputs: { must: 'x' } })).toMatchObject({ __typename: 'NotFoundError' })
  })

  it('answers the same again for the same clientMutationKey', async () => {
    const input = { flow: 'Takes', inputs: { must: 'k' }, clientMutationKey: 'k1' }
    const [first, second] = [await ada.mutate('startInterview', input, 'interview { guid }'), await ada.mutate('startInterview', input, 'interview { guid }')]
    expect(second).toEqual(first)
    expect(await ada.mutate('startInterview', { ...input, inputs: { must: 'other' } })).toMatchObject({ __typename: 'ConflictError' })
    const both = await Promise.all([1, 2].map(() => ada.mutate('startInterview', { ...input, clientMutationKey: 'k2' }, 'interview { guid }')))
    expect(both[0]).toEqual(both[1])
  })
})

// rule D3
describe('activation', () => {
  it('tells every fault at once, each with its path', async () => {
    await admin.mutate('saveFlow', flowInput({
      apiName: 'Faulty', start: 'ask', variables: [{ apiName: 'n', dataType: 'NUMBER', default: 'x' }, { apiName: 'b', dataType: 'BOOLEAN' }],
      elements: [
        screen('ask', [{ apiName: 'pick', fieldType: 'PICKLIST' }, { apiName: 'x', defaultResource: 'ghost' }, { apiName: 'y', validation: { type: 'nonsense' } }], { next: 'nowhere' }),
        { assignment: { apiName: 'lost', assignments: [{ to: 'ghost', operator: 'ASSIGN', value: 1 }, { to: 'b', operator: 'ADD', value: 1 }, { to: 'n', operator: 'ASSIGN', value: 'text' }], next: 'lost' } },
        { subflow: { apiName: 'sub', flow: 'Takes', inputs: [{ name: 'n', value: 'x' }, { name: 'other', value: 1 }] } },
        { action: { apiName: 'act', action: 'no.such' } },
        { wait: { apiName: 'rest' } },
        { decision: { apiName: 'which', outcomes: [{ label: 'A', when: { logic: '1 AND 3', requirements: [{ resource: 'n', operator: 'EQUALS', value: 1 }] } }] } },
        { updateRecord: { apiName: 'up', record: 'n', fields: [{ name: 'A', value: 1 }] } },
      ],
    }))
    const paths = faultPaths(await admin.mutate('activateFlow', { apiName: 'Faulty' }))
    expect(paths).toEqual(expect.arrayContaining([
      'elements.0.screen.fields.0.choices', 'elements.0.screen.fields.1.defaultResource', 'elements.0.screen.fields.2.validation', 'elements.0.screen.next', 'elements.1.assignment', 'elements.1.assignment.assignments.0.to',
      'elements.1.assignment.assignments.1.operator', 'elements.3.action.action', 'elements.4.wait', 'elements.6.updateRecord.record', 'variables.0.default',
    ]))
    for (const part of ['elements.2.subflow.inputs', 'elements.5.decision.outcomes.0.when', 'elements.1.assignment.assignments.2']) expect(paths.some((path) => path.startsWith(part)), `${part} of ${paths.join(', ')}`).toBe(true)
    const { flow } = await admin.run<{ flow: unknown }, object>('{ flow(apiName: "Faulty") { activeVersion { id } } }')
    expect(flow).toEqual({ activeVersion: null })
  })

  it('keeps screens out of flows without people, and effects out of evaluations', async () => {
    await admin.mutate('saveFlow', flowInput({ apiName: 'Unseen', flowType: 'AUTOLAUNCHED', elements: [showing('show', 'x')] }))
    expect(faultPaths(await admin.mutate('activateFlow', { apiName: 'Unseen' }))).toContain('elements.0.screen')
    await admin.mutate('saveFlow', flowInput({ apiName: 'Judges', flowType: 'EVALUATION', elements: [{ wait: { apiName: 'rest', seconds: 1 } }] }))
    const paths = faultPaths(await admin.mutate('activateFlow', { apiName: 'Judges' }))
    expect(paths).toContain('elements.0.wait')
    expect(paths.length).toBeGreaterThan(1) // it has no isOrchestrationConditionMet either
  })

  it('needs MANAGE_FLOW, and something to activate', async () => {
    expect(await ada.mutate('saveFlow', flowInput({ apiName: 'Mine', elements: [showing('show', 'x')] }))).toMatchObject({ __typename: 'ForbiddenError' })
    expect(await ada.mutate('activateFlow', { apiName: 'Takes' })).toMatchObject({ __typename: 'ForbiddenError' })
    expect(await admin.mutate('activateFlow', { apiName: 'NoSuchFlow' })).toMatchObject({ __typename: 'NotFoundError' })
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
