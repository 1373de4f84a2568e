// What people answer on screens: which values are taken, what comes back when a screen is shown again, and each answer once.
import { beforeAll, describe, expect, it } from 'vitest'
import { activeFlow, displayed, faultPaths, fieldOf, next, reread, screen, showing, shownBy, started, submit, INTERVIEW, type Shown } from '../support/flow-api.ts'
import { tokenFor, useServer } from '../support/server.ts'

const server = useServer()
const admin = server.as('admin')
const ada = server.as('ada')

beforeAll(async () => {
  await admin.mutate('saveUser', { username: 'ada', name: 'Ada', email: 'ada@example.com', permissions: ['RUN_FLOWS'] })
})

async function record(recordId: string, rest: object = {}) {
  expect(await admin.mutate('upsertRecord', { recordId, objectApiName: 'Case', owner: 'ada', ...rest })).toEqual({ __typename: 'UpsertRecordSuccess' })
  return recordId
}

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

// rule I10
it('a field that stands on two screens starts with its earlier answer, and the latest counts', async () => {
  await activeFlow(admin, { apiName: 'Twice', variables: [{ apiName: 'note', dataType: 'STRING', isOutput: true }], elements: [
    screen('first', [{ apiName: 'note' }], { next: 'second' }), screen('second', [{ apiName: 'note' }], { next: 'end' }), showing('end', '{!note}'),
  ] })
  const second = await next(ada, await started(ada, 'Twice'), { note: 'draft' })
  expect(second.screen!.fields).toMatchObject([{ apiName: 'note', value: 'draft' }])
  expect(displayed(await next(ada, second, { note: 'final' }))).toBe('final')
})

// rule I1
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
