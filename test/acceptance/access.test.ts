// Access over the network: who may call what, what strangers see, and what becomes of bad input (A1 to A4, the contract's conventions).
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { buildSchema, getNamedType, getNullableType, isEnumType, isInputObjectType, isListType, isNonNullType, type GraphQLInputObjectType, type GraphQLInputType } from 'graphql'
import { beforeAll, describe, expect, it } from 'vitest'
import { deploy, deployFlow, finish, history, itemOf, makeRecord, makeUser, noteFlow, open, seeRun, stage, start, step, stepOf, succeeded } from '../support/deployed.ts'
import { until, useServer, type Caller } from '../support/server.ts'

const server = useServer()
let admin: Caller, ada: Caller, stranger: Caller
let ids: Record<'Record' | 'OrchestrationRun' | 'StageRun' | 'StepRun' | 'WorkItem' | 'RunHistoryEvent' | 'EmailNotification' | 'FlowInterview', string>
let guid = ''
// A run that bad input may do with as it likes.
let victim: { run: string; item: string }

const globalId = (type: string, id: string) => Buffer.from(`${type}:${id}`).toString('base64')

beforeAll(async () => {
  admin = server.as('admin')
  ada = server.as('ada')
  stranger = server.as('stranger')
  await makeUser(admin, 'ada')
  await makeUser(admin, 'stranger', { permissions: ['RUN_FLOWS', 'MANAGE_FLOW', 'MANAGE_USERS', 'CUSTOMIZE_APPLICATION'] })
  await makeUser(admin, 'visitor', { userType: 'SITE_VISITOR' })
  await makeRecord(admin, 'secret-1')
  succeeded(await admin.mutate('shareRecord', { recordId: 'secret-1', user: 'ada', access: 'READ' }))
  succeeded(await admin.mutate('updateProcessAutomationSettings', { letUsersPauseFlows: true }))
  succeeded(await admin.mutate('saveGroup', { apiName: 'Private_Queue', groupType: 'QUEUE', users: ['ada'], supportedObjects: ['OrchestrationWorkItem'] }))
  await deployFlow(admin, 'Note', noteFlow())
  await deploy(admin, 'Secret', [stage('One', [step('Do', { user: 'ada' }), step('Queued', { queue: 'Private_Queue' })])])
  const run = await start(admin, 'Secret', 'secret-1')
  const seen = await seeRun(admin, run), item = itemOf(seen, 'Do').id
  const { interviewId } = await open(ada, item)
  guid = ((await ada.run<{ node: { guid: string } }, object>('query G($id: ID!) { node(id: $id) { ... on FlowInterview { guid } } }', { id: interviewId })).node).guid
  succeeded(await ada.mutate('pauseInterview', { interviewId, reason: 'lunch' }))
  const other = await start(admin, 'Secret', 'secret-1')
  victim = { run: other, item: itemOf(await seeRun(admin, other), 'Do').id }
  const { node } = await admin.run<{ node: { stages: { id: string }[]; history: { edges: { node: { id: string } }[] }; workItems: { edges: { node: { notifications: { edges: { node: { id: string } }[] } } }[] } } }, object>(
    'query R($id: ID!) { node(id: $id) { ... on OrchestrationRun { stages { id } history { edges { node { id } } } workItems { edges { node { notifications { edges { node { id } } } } } } } } }', { id: run })
  ids = {
    Record: globalId('Record', 'secret-1'), OrchestrationRun: run, StageRun: node.stages[0]!.id, StepRun: stepOf(seen, 'Do').id, WorkItem: item, RunHistoryEvent: node.history.edges[0]!.node.id,
    EmailNotification: node.workItems.edges.flatMap((edge) => edge.node.notifications.edges)[0]!.node.id, FlowInterview: interviewId,
  }
})

describe('a stranger', () => {
  // rules A2, A3
  it('sees nothing by node, nodes or any list, whatever they may administer', async () => {
    for (const username of ['stranger', 'visitor']) {
      const caller = server.as(username)
      expect((await caller.run<{ nodes: unknown[] }, object>('query N($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Object.values(ids) })).nodes).toEqual(Object.values(ids).map(() => null))
      for (const id of Object.values(ids)) expect((await caller.run<{ node: unknown }, object>('query N($id: ID!) { node(id: $id) { id } }', { id })).node).toBeNull()
      const lists = await caller.run<Record<string, { edges: unknown[] } | null>, object>(`{
        record(recordId: "secret-1") { id } runs(filter: { recordId: "secret-1" }) { edges { node { id } } } all: runs { edges { node { id } } }
        workItems { edges { node { id } } } byRun: workItems(filter: { runId: "${ids.OrchestrationRun}" }) { edges { node { id } } } pausedInterviews { edges { node { id } } } }`)
      expect(lists['record']).toBeNull()
      for (const name of ['runs', 'all', 'workItems', 'byRun', 'pausedInterviews']) expect(lists[name]!.edges).toEqual([])
    }
    expect((await admin.run<{ nodes: { id: string }[] }, object>('query N($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: Object.values(ids) })).nodes.map((node) => node?.id)).toEqual(Object.values(ids))
  })

  // rules A2, O6
  it('may follow neither a foreign run, record or queue, and hears the same of unknown ones', async () => {
    for (const [source, foreign, unknown] of [
      ['subscription S($id: ID!) { runProgress(runId: $id) { cursor } }', ids.OrchestrationRun, globalId('OrchestrationRun', 'nothing')],
      ['subscription S($id: ID!) { recordWork(recordId: $id) { __typename } }', 'secret-1', 'nothing'],
    ] as const) {
      const ends = async (id: string) => { const followed = stranger.follow(source, { id }); const error = await until(() => Promise.resolve(followed.error), (reason) => reason !== null); followed.stop(); return JSON.stringify(error).replaceAll(id, '') }
      expect(await ends(foreign)).toBe(await ends(unknown))
    }
  })

  // rule A2
  it('gets the same error for a foreign id as for an unknown one, in every mutation that takes an id', async () => {
    const cases: [string, object, object][] = [
      ['openWorkItem', { workItemId: ids.WorkItem }, { workItemId: globalId('WorkItem', 'nothing') }],
      ['submitScreen', { interviewId: ids.FlowInterview, revision: 1, values: {} }, { interviewId: globalId('FlowInterview', '00000000-0000-4000-8000-000000000000'), revision: 1, values: {} }],
      ['pauseInterview', { interviewId: guid }, { interviewId: '00000000-0000-4000-8000-000000000000' }],
      ['resumeInterview', { interviewId: guid }, { interviewId: '00000000-0000-4000-8000-000000000000' }],
      ['deleteInterview', { interviewId: guid }, { interviewId: '00000000-0000-4000-8000-000000000000' }],
      ['suspendRun', { runId: ids.OrchestrationRun }, { runId: globalId('OrchestrationRun', 'nothing') }],
      ['cancelRun', { runId: ids.OrchestrationRun }, { runId: globalId('OrchestrationRun', 'nothing') }],
      ['resumeRun', { runId: ids.OrchestrationRun }, { runId: globalId('OrchestrationRun', 'nothing') }],
      ['publishOrchestrationEvent', { runId: ids.OrchestrationRun }, { runId: globalId('OrchestrationRun', 'nothing') }],
      ['reassignWorkItem', { workItemId: ids.WorkItem, assignee: { user: 'ada' } }, { workItemId: globalId('WorkItem', 'nothing'), assignee: { user: 'ada' } }],
    ]
    await makeUser(admin, 'plain')
    for (const [name, foreign, unknown] of cases) {
      const [one, other] = [await server.as('plain').mutate(name, foreign), await server.as('plain').mutate(name, unknown)]
      expect(one, name).toEqual(other)
      expect(one.__typename, name).toMatch(/NotFoundError|ForbiddenError/)
    }
  })
})

describe('permissions', () => {
  const THE_ITEM = 'the work item'
  // rule A4
  const MATRIX: [string, object, string][] = [
    ['saveFlow', { apiName: 'P', label: 'P', flowType: 'SCREEN', elements: [], start: 'A' }, 'MANAGE_FLOW'], ['activateFlow', { apiName: 'Note' }, 'MANAGE_FLOW'], ['deactivateFlow', { apiName: 'Note' }, 'MANAGE_FLOW'],
    ['saveOrchestration', { apiName: 'P', label: 'P', orchestrationType: 'AUTOLAUNCHED', stages: [] }, 'MANAGE_FLOW'], ['activateOrchestration', { apiName: 'Secret' }, 'MANAGE_FLOW'], ['deactivateOrchestration', { apiName: 'Secret' }, 'MANAGE_FLOW'],
    ['saveUser', { username: 'p' }, 'MANAGE_USERS'], ['saveGroup', { apiName: 'P' }, 'MANAGE_USERS'],
    ['saveSite', { apiName: 'P', baseUrl: 'https://p.example.com' }, 'CUSTOMIZE_APPLICATION'], ['saveQueueRoutingConfig', { apiName: 'P' }, 'CUSTOMIZE_APPLICATION'], ['savePresenceStatus', { apiName: 'P' }, 'CUSTOMIZE_APPLICATION'],
    ['savePresenceUserConfig', { apiName: 'P' }, 'CUSTOMIZE_APPLICATION'], ['updateProcessAutomationSettings', { letUsersPauseFlows: true }, 'CUSTOMIZE_APPLICATION'],
    ['reassignWorkItem', { workItemId: THE_ITEM, assignee: { user: 'ada' } }, 'REASSIGN_WORK_ITEMS'], ['reassignWorkItems', { workItemIds: [], assignee: { user: 'ada' } }, 'REASSIGN_WORK_ITEMS'],
    ['assignAgentWork', { workItemId: THE_ITEM, agent: 'ada' }, 'SUPERVISE_OMNI_CHANNEL'],
  ]
  const ALL = ['MANAGE_FLOW', 'RUN_FLOWS', 'MANAGE_ORCHESTRATION_RUNS', 'REASSIGN_WORK_ITEMS', 'MANAGE_USERS', 'CUSTOMIZE_APPLICATION', 'VIEW_ALL_DATA', 'SUPERVISE_OMNI_CHANNEL']

  it('each mutation is refused to somebody with every permission but its own, and not to somebody with that alone', async () => {
    for (const needed of new Set(MATRIX.map((row) => row[2]))) {
      await makeUser(admin, `all.but.${needed}`, { permissions: ALL.filter((one) => one !== needed) })
      await makeUser(admin, `only.${needed}`, { permissions: [needed] })
    }
    for (const [name, given, needed] of MATRIX) {
      const input = 'workItemId' in given ? { ...given, workItemId: victim.item } : given
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
      const call = (username: string) => server.as(username).run<Record<string, { __typename: string; requiredPermission?: string }>, object>(`mutation M($input: ${type}!) { ${name}(input: $input) { __typename ... on ForbiddenError { requiredPermission } } }`, { input })
      expect((await call(`all.but.${needed}`))[name], name).toEqual({ __typename: 'ForbiddenError', requiredPermission: needed })
      expect((await call(`only.${needed}`))[name]!.__typename, name).not.toBe('ForbiddenError')
    }
    // What may not be read is absent from lists.
    const pending = async (username: string) => (await server.as(username).run<{ pendingServiceRoutings: { edges: unknown[] } }, object>('{ pendingServiceRoutings { edges { node { id } } } }')).pendingServiceRoutings.edges.length
    expect(await pending('all.but.SUPERVISE_OMNI_CHANNEL')).toBe(0)
    expect(await pending('only.SUPERVISE_OMNI_CHANNEL')).toBeGreaterThan(0)
  })

  // rule A4
  it('records: their owner, an EDIT share, or CUSTOMIZE_APPLICATION; new ones, internal users with RUN_FLOWS', async () => {
    for (const name of ['owner', 'editor', 'reader', 'outsider']) await makeUser(admin, name)
    const upsert = (username: string, recordId = 'mine-1') => server.as(username).mutate('upsertRecord', { recordId, objectApiName: 'Case', fields: { By: username } }, 'record { recordId owner { username } }')
    expect(succeeded(await upsert('owner'))['record']).toEqual({ recordId: 'mine-1', owner: { username: 'owner' } })
    const share = (username: string, user: string, access: string) => server.as(username).mutate('shareRecord', { recordId: 'mine-1', user, access })
    succeeded(await share('owner', 'editor', 'EDIT'))
    succeeded(await share('editor', 'reader', 'READ'))
    for (const [name, may] of [['editor', true], ['reader', false], ['outsider', false], ['stranger', true]] as const) expect((await upsert(name)).__typename === 'UpsertRecordSuccess', name).toBe(may)
    expect((await share('reader', 'outsider', 'READ')).__typename).toMatch(/ForbiddenError/)
    expect((await share('outsider', 'outsider', 'EDIT')).__typename).toMatch(/ForbiddenError|NotFoundError/)
    succeeded(await share('owner', 'editor', 'NONE'))
    expect((await upsert('editor')).__typename).toBe('ForbiddenError')
    expect((await upsert('visitor', 'new-1')).__typename).toBe('ForbiddenError')
    await makeUser(admin, 'idle', { permissions: [] })
    expect((await upsert('idle', 'new-2')).__typename).toBe('ForbiddenError')
    // rule A2: nor do they learn which records there are.
    for (const name of ['visitor', 'idle']) expect(await upsert(name), name).toEqual(await upsert(name, 'new-3'))
  })
})

describe('signing in', () => {
  // rule A1
  it('refuses who is nobody, bears no token, or was deactivated a moment ago, and ends what they follow', async () => {
    const anonymous = await fetch(`${server.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query: '{ viewer { id } }' }) })
    expect(((await anonymous.json()) as { errors: { extensions: { code: string } }[] }).errors[0]!.extensions.code).toBe('UNAUTHENTICATED')
    expect((await server.as('no.such.user').answer('{ viewer { id } }')).errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED')
    await makeUser(admin, 'fired')
    succeeded(await admin.mutate('shareRecord', { recordId: 'secret-1', user: 'fired', access: 'READ' }))
    const fired = server.as('fired')
    const followed = fired.follow('subscription { recordWork(recordId: "secret-1") { __typename } }')
    expect((await fired.run<{ viewer: object }, object>('{ viewer { username } }')).viewer).toEqual({ username: 'fired' })
    succeeded(await admin.mutate('saveUser', { username: 'fired', isActive: false }))
    expect((await fired.answer('{ viewer { id } }')).errors?.[0]?.extensions?.['code']).toBe('UNAUTHENTICATED')
    await until(() => Promise.resolve(followed.error), (error) => error !== null)
    followed.stop()
  })
})

describe('bad input', () => {
  const schema = buildSchema(readFileSync('schema.graphql', 'utf8'))
  const mutations = Object.values(schema.getMutationType()!.getFields())

  // A value for an input type in which every text is `text`; `deep` bounds what is optional.
  function fill(type: GraphQLInputType, text: string, deep: number): unknown {
    const inner = getNullableType(type)
    if (isListType(inner)) return [fill(inner.ofType, text, deep)]
    if (isEnumType(inner)) return inner.getValues()[0]!.name
    if (isInputObjectType(inner)) return fillObject(inner, text, deep)
    const name = getNamedType(inner).name
    return name === 'Int' || name === 'Float' ? 1 : name === 'Boolean' ? true : name === 'DateTime' ? '2030-01-01T00:00:00Z' : name === 'JSON' ? { [text]: text } : text
  }
  function fillObject(type: GraphQLInputObjectType, text: string, deep: number): object {
    const fields = Object.values(type.getFields())
    const chosen = type.isOneOf ? fields.slice(0, 1) : fields.filter((field) => isNonNullType(field.type) || deep > 0)
    return Object.fromEntries(chosen.map((field) => [field.name, fill(field.type, text, deep - 1)]))
  }
  async function call(name: string, input: unknown): Promise<{ code: string | null; typename: string | null }> {
    const field = mutations.find((one) => one.name === name)!
    const { data, errors } = await admin.answer<Record<string, { __typename: string }>, object>(`mutation M($input: ${String(field.args[0]!.type)}) { ${name}(input: $input) { __typename } }`, { input })
    return { code: (errors?.[0]?.extensions?.['code'] as string | undefined) ?? (errors === undefined ? null : 'no code'), typename: data?.[name]?.__typename ?? null }
  }
  const expectTold = ({ code, typename }: { code: string | null; typename: string | null }, what: string) => {
    expect(code, what).not.toBe('INTERNAL_SERVER_ERROR')
    expect(code, what).not.toBe('no code')
    expect(code !== null || typename !== null, what).toBe(true)
  }

  // Too long for an index of the database, which would take as much of what can be packed.
  const INCOMPRESSIBLE = Array.from({ length: 400 }, (_, n) => createHash('sha256').update(String(n)).digest('hex')).join('').slice(0, 20_000)

  it('garbage, empty, wrong, hostile and huge texts in every field of every mutation are refused in words, not by accident', async () => {
    const texts = ['garbage', '', victim.item, victim.run, `'; DROP TABLE "User"; --`, '__proto__', '\uD800', '🙂'.repeat(200), 'x'.repeat(20_000), INCOMPRESSIBLE]
    for (const text of texts) {
      await Promise.all(mutations.flatMap(({ name, args }) => [0, 4].map(async (deep) => expectTold(await call(name, fill(args[0]!.type, text, deep)), `${name} with ${text.slice(0, 30)} at ${deep}`))))
    }
  }, 240_000)

  it('U+0000 is BAD_USER_INPUT everywhere: in variables, in the document, over a socket', async () => {
    await Promise.all(mutations.map(async ({ name, args }) => expect(await call(name, fill(args[0]!.type, 'a\0b', 1)), name).toEqual({ code: 'BAD_USER_INPUT', typename: null })))
    expect((await admin.answer('{ record(recordId: "a\\u0000b") { id } }')).errors?.[0]?.extensions?.['code']).toBe('BAD_USER_INPUT')
    const followed = admin.follow('subscription S($id: ID!) { recordWork(recordId: $id) { __typename } }', { id: 'a\0b' })
    expect(JSON.stringify(await until(() => Promise.resolve(followed.error), (error) => error !== null))).toContain('BAD_USER_INPUT')
    followed.stop()
  })

  // contract: clientMutationKey, DateTime
  it('a key of more than 255 characters, and a time that the database has not, are refused in words', async () => {
    const upsert = (clientMutationKey: string) => admin.mutate('upsertRecord', { recordId: 'keyed-1', objectApiName: 'Case', clientMutationKey })
    expect(await upsert(INCOMPRESSIBLE.slice(0, 255))).toEqual({ __typename: 'UpsertRecordSuccess' })
    expect(await upsert(INCOMPRESSIBLE.slice(0, 256))).toMatchObject({ __typename: 'ValidationError', issues: [{ path: ['input', 'clientMutationKey'] }] })
    for (const [time, code] of [['0000-12-31T23:59:59Z', 'BAD_USER_INPUT'], ['0001-01-01T00:00:00+01:00', 'BAD_USER_INPUT'], ['0001-01-01T00:00:00Z', undefined], ['9999-12-31T23:59:59.999Z', undefined],
      ['9999-12-31T23:59:59-14:00', 'BAD_USER_INPUT'], ['9999-12-31T23:59:59+14:00', undefined], ['0000-12-31T23:59:59-14:00', undefined], ['2030-02-31T00:00:00Z', 'BAD_USER_INPUT'], ['2030-02-28T24:00:00Z', 'BAD_USER_INPUT']] as const) {
      const { errors } = await admin.answer('query Late($time: DateTime) { runs { edges { node { history(filter: { from: $time, to: $time }) { edges { node { id } } } } } } pausedInterviews(filter: { pausedAfter: $time }) { edges { node { id } } } }', { time })
      expect(errors?.[0]?.extensions?.['code'], time).toBe(code)
    }
  })

  // contract: connections
  it('connections take 0 to 100 rows and their own cursors', async () => {
    const code = async (field: string) => (await admin.answer(`{ ${field} { edges { cursor } } }`)).errors?.[0]?.extensions?.['code'] ?? null
    for (const list of ['runs', 'workItems', 'flows', 'orchestrations', 'pausedInterviews', 'groups', 'pendingServiceRoutings']) {
      expect(await code(`${list}(first: 100)`), list).toBeNull()
      expect(await code(`${list}(first: 0)`), list).toBeNull()
      for (const args of ['first: -1', 'first: 101', 'after: "garbage"', `after: "${Buffer.from('["x"]').toString('base64url')}"`, `after: "${Buffer.from('[1,2,3,4,5]').toString('base64url')}"`]) expect(await code(`${list}(${args})`), `${list} ${args}`).toBe('BAD_USER_INPUT')
    }
  })

  // contract: null by id; interview ids
  it('ids that name nothing are null, and an interview goes by guid or node id', async () => {
    const wrong = ['', 'garbage', globalId('WorkItem', 'x'), globalId('Nothing', 'x'), globalId('FlowInterview', 'x'), guid.slice(1)]
    expect((await admin.run<{ nodes: unknown[] }, object>('query N($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids: wrong })).nodes).toEqual(wrong.map(() => null))
    expect(await admin.run('{ flow(apiName: "x") { id } orchestration(apiName: "x") { id } queue(apiName: "x") { id } record(recordId: "x") { id } }')).toEqual({ flow: null, orchestration: null, queue: null, record: null })
    const resumed = succeeded(await ada.mutate('resumeInterview', { interviewId: guid }, 'interview { id }'))
    expect(resumed['interview']).toEqual({ id: ids.FlowInterview })
    succeeded(await ada.mutate('pauseInterview', { interviewId: ids.FlowInterview }))
    const { resumeInterviews } = await ada.run<{ resumeInterviews: { results: { interviewId: string; guid: string | null; error: { __typename: string } | null }[] } }, object>(
      'mutation R($ids: [ID!]!) { resumeInterviews(input: { interviewIds: $ids }) { ... on ResumeInterviewsSuccess { results { interviewId guid error { __typename } } } } }', { ids: ['garbage', guid, ids.FlowInterview] })
    expect(resumeInterviews.results).toEqual([
      { interviewId: 'garbage', guid: null, error: { __typename: 'NotFoundError' } }, { interviewId: guid, guid, error: null }, { interviewId: ids.FlowInterview, guid, error: { __typename: 'InterviewNotResumableError' } },
    ])
    succeeded(await finish(ada, ids.WorkItem))
    expect((await history(admin, ids.OrchestrationRun)).map((one) => one.milestone)).toEqual(expect.arrayContaining(['PAUSE_INTERVIEW', 'RESUME_INTERVIEW', 'END_WORK_ITEM']))
  })
})

it('logs no error in all of this', () => {
  expect(server.faults).toEqual([])
})
