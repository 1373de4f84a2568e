// Saving, activating and deactivating flows and orchestrations.
import { beforeAll, describe, expect, it } from 'vitest'
import type { Viewer } from '../../src/core/viewer.ts'
import { useDatabase } from '../support/database.ts'
import { mutate, person, run } from '../support/graphql.ts'
import { testShell, type TestShell } from '../support/shell.ts'

const db = useDatabase()
let shell: TestShell
let maker: Viewer, worker: Viewer, visitor: Viewer

type Version = { versionNumber: number; status: string; definition?: object }
type Result = { __typename: string; flowVersion?: Version; orchestrationVersion?: Version; issues?: { path: string[]; message: string }[]; references?: string[]; requiredPermission?: string }

const field = (apiName: string) => ({ apiName, label: apiName, fieldType: 'TEXT' })
const screenFlow = (apiName: string, more: object = {}) => ({
  apiName, label: apiName, flowType: 'SCREEN', start: 'Ask', elements: [{ screen: { apiName: 'Ask', label: 'Ask', fields: [field('answer')] } }], ...more,
})
const quietFlow = (apiName: string, more: object = {}) => ({
  apiName, label: apiName, flowType: 'AUTOLAUNCHED', start: 'Set', variables: [{ apiName: 'result', dataType: 'STRING', isOutput: true }],
  elements: [{ assignment: { apiName: 'Set', label: 'Set', assignments: [{ to: 'result', operator: 'ASSIGN', value: 'done' }] } }], ...more,
})
const orchestration = (apiName: string, steps: object[], more: object = {}) => ({ apiName, label: apiName, orchestrationType: 'AUTOLAUNCHED', stages: [{ apiName: 'First', label: 'First', steps }], ...more })
const interactive = (flow: string, more: object = {}) => ({ apiName: 'Ask_them', label: 'Ask them', stepType: 'INTERACTIVE', action: { flow }, assignee: { user: 'worker' }, ...more })

const saveFlow = (input: object, viewer = maker) => mutate<Result>(shell, viewer, 'saveFlow', input, 'flowVersion { versionNumber status definition flow { apiName label flowType } }')
const activateFlow = (apiName: string, versionNumber?: number) => mutate<Result>(shell, maker, 'activateFlow', { apiName, versionNumber }, 'flowVersion { versionNumber status flow { activeVersion { versionNumber } } }')
const deactivateFlow = (apiName: string) => mutate<Result>(shell, maker, 'deactivateFlow', { apiName }, 'flow { activeVersion { versionNumber } }')
const saveOrchestration = (input: object, viewer = maker) => mutate<Result>(shell, viewer, 'saveOrchestration', input, 'orchestrationVersion { versionNumber status orchestration { apiName } }')
const activateOrchestration = (apiName: string, versionNumber?: number) => mutate<Result>(shell, maker, 'activateOrchestration', { apiName, versionNumber }, 'orchestrationVersion { versionNumber status }')
const deactivateOrchestration = (apiName: string) => mutate<Result>(shell, maker, 'deactivateOrchestration', { apiName }, 'orchestration { activeVersion { versionNumber } }')
const versions = async (kind: 'flow' | 'orchestration', apiName: string) => {
  const answer = await run<Record<string, { versions: { edges: { node: Version }[] } }>>(shell, maker, `query Versions($apiName: String!) { ${kind}(apiName: $apiName) { versions { edges { node { versionNumber status } } } } }`, { apiName })
  return answer[kind]!.versions.edges.map(({ node }) => `${node.versionNumber} ${node.status}`)
}
const paths = (result: Result) => result.issues?.map(({ path }) => path.join('.'))

beforeAll(async () => {
  shell = testShell(db)
  maker = await person(db, 'maker', ['MANAGE_FLOW'])
  worker = await person(db, 'worker', ['RUN_FLOWS'])
  visitor = await person(db, 'visitor', ['RUN_FLOWS'], 'SITE_VISITOR')
})

// rule A4
it('takes MANAGE_FLOW', async () => {
  expect(await saveFlow(screenFlow('Mine'), worker)).toMatchObject({ __typename: 'ForbiddenError', requiredPermission: 'MANAGE_FLOW' })
  expect(await saveOrchestration(orchestration('Mine', []), worker)).toMatchObject({ __typename: 'ForbiddenError', requiredPermission: 'MANAGE_FLOW' })
  expect(await mutate<Result>(shell, worker, 'deactivateFlow', { apiName: 'Mine' })).toMatchObject({ __typename: 'ForbiddenError' })
  expect(await db.prisma.flow.count()).toBe(0)
})

// rule D2
describe('versions of a flow', () => {
  it('are a draft that saving replaces, then active, then obsolete', async () => {
    expect(await saveFlow(screenFlow('Ask'))).toMatchObject({ flowVersion: { versionNumber: 1, status: 'DRAFT', flow: { apiName: 'Ask', label: 'Ask', flowType: 'SCREEN' } } })
    expect(await saveFlow(screenFlow('Ask', { label: 'Ask again' }))).toMatchObject({ flowVersion: { versionNumber: 1, definition: { label: 'Ask again', start: 'Ask' } } })
    expect(await activateFlow('Ask')).toMatchObject({ flowVersion: { versionNumber: 1, status: 'ACTIVE', flow: { activeVersion: { versionNumber: 1 } } } })
    expect(await saveFlow(screenFlow('Ask', { label: 'Ask again' }))).toMatchObject({ flowVersion: { versionNumber: 2, status: 'DRAFT' } })
    expect(await versions('flow', 'Ask')).toEqual(['2 DRAFT', '1 ACTIVE'])
    await activateFlow('Ask')
    expect(await versions('flow', 'Ask')).toEqual(['2 ACTIVE', '1 OBSOLETE'])
    expect(await activateFlow('Ask')).toMatchObject({ __typename: 'NotFoundError' })
    expect(await activateFlow('Ask', 2)).toMatchObject({ flowVersion: { versionNumber: 2, status: 'ACTIVE' } })
    expect(await activateFlow('Ask', 1)).toMatchObject({ flowVersion: { versionNumber: 1, status: 'ACTIVE' } })
    expect(await versions('flow', 'Ask')).toEqual(['2 OBSOLETE', '1 ACTIVE'])
  })

  it('are left as they were by what is saved after they were active', async () => {
    await saveFlow(screenFlow('Ask', { label: 'Something else' }))
    expect((await db.prisma.flowVersion.findMany({ where: { flow: { apiName: 'Ask' } }, orderBy: { versionNumber: 'asc' } })).map(({ definition }) => (definition as { label: string }).label)).toEqual(['Ask again', 'Ask again', 'Something else'])
  })

  it('are at most 50', async () => {
    const flow = await db.prisma.flow.findUniqueOrThrow({ where: { apiName: 'Ask' } })
    await db.prisma.flowVersion.createMany({ data: Array.from({ length: 47 }, (_, at) => ({ id: `filler${at}`, flowId: flow.id, versionNumber: at + 4, status: 'OBSOLETE' as const, definition: {}, activatedAt: new Date() })) })
    expect(await saveFlow(screenFlow('Ask'))).toMatchObject({ flowVersion: { versionNumber: 3 } })
    await activateFlow('Ask', 3)
    expect(await saveFlow(screenFlow('Ask'))).toMatchObject({ __typename: 'ConflictError', references: ['Ask'] })
  })

  it('keep their type once one was active, not before', async () => {
    await saveFlow(quietFlow('Turn'))
    expect(await saveFlow(screenFlow('Turn'))).toMatchObject({ flowVersion: { flow: { flowType: 'SCREEN' } } })
    await activateFlow('Turn')
    expect(paths(await saveFlow(quietFlow('Turn')))).toEqual(['input.flowType'])
    await deactivateFlow('Turn')
    expect(paths(await saveFlow(quietFlow('Turn')))).toEqual(['input.flowType'])
  })

  it('are one draft, however many save it at once', async () => {
    const results = await Promise.all(Array.from({ length: 12 }, (_, at) => saveFlow(screenFlow('Together', { label: `Label ${at}` }))))
    expect(results.map(({ flowVersion }) => flowVersion?.versionNumber)).toEqual(Array.from({ length: 12 }, () => 1))
  })

  it('show no more than their names to those who neither make flows nor see all data: what callouts send may be secret', async () => {
    const ask = async (viewer: Viewer) => (await run<{ flow: { activeVersion: { definition: object } } }>(shell, viewer, '{ flow(apiName: "Ask") { activeVersion { definition } } }')).flow.activeVersion.definition
    for (const viewer of [visitor, worker]) expect(await ask(viewer)).toEqual({ apiName: 'Ask', label: 'Ask', flowType: 'SCREEN' })
    for (const permission of ['MANAGE_FLOW', 'VIEW_ALL_DATA'] as const) expect(await ask({ ...worker, permissions: new Set([permission]) })).toMatchObject({ start: 'Ask' })
  })
})

// rule D3
describe('activation', () => {
  it('answers with every fault at once, each with its path in the definition', async () => {
    await saveFlow(screenFlow('Faulty', { elements: [
      { screen: { apiName: 'Ask', label: 'Ask', fields: [{ ...field('answer'), visibleWhen: { requirements: [{ resource: 'nothing', operator: 'EQUALS', value: 1 }] } }], next: 'Nowhere' } },
      { subflow: { apiName: 'Call', label: 'Call', flow: 'NotThere' } },
    ] }))
    const result = await activateFlow('Faulty')
    expect(result.__typename).toBe('ValidationError')
    expect(paths(result)).toEqual(expect.arrayContaining(['elements.0.screen.next', 'elements.1.subflow.flow']))
    expect(result.issues!.length).toBeGreaterThanOrEqual(3)
    expect(await versions('flow', 'Faulty')).toEqual(['1 DRAFT'])
  })

  it('tells of flows, people, queues and types that an orchestration can\'t call', async () => {
    await saveFlow(quietFlow('Quiet'))
    await activateFlow('Quiet')
    await saveOrchestration(orchestration('Wrong', [
      interactive('Quiet'), interactive('NotThere', { apiName: 'Two' }), interactive('Ask', { apiName: 'Three', assignee: { user: 'nobody' } }), interactive('Ask', { apiName: 'Four', assignee: { queue: 'NoQueue' } }),
      interactive('Ask', { apiName: 'Five', start: { afterStep: 'NoStep' } }), interactive('Ask', { apiName: 'Six', assignee: { resource: '$User' } }),
    ]))
    const result = await activateOrchestration('Wrong')
    expect(result.__typename).toBe('ValidationError')
    const at = paths(result)!.map((path) => path.replace('stages.0.steps.', ''))
    for (const place of ['0.action.flow', '1.action.flow', '2.assignee', '3.assignee', '4.start.afterStep', '5.assignee']) expect(at.some((path) => path.startsWith(place)), place).toBe(true)
    expect(await versions('orchestration', 'Wrong')).toEqual(['1 DRAFT'])
  })

  it('refuses a flow that would call itself without end', async () => {
    const calling = (apiName: string, flow: string) => quietFlow(apiName, { elements: [...quietFlow(apiName).elements.map(({ assignment }) => ({ assignment: { ...assignment, next: 'Call' } })), { subflow: { apiName: 'Call', label: 'Call', flow } }] })
    await saveFlow(quietFlow('Ping'))
    await activateFlow('Ping')
    await saveFlow(calling('Pong', 'Ping'))
    expect(await activateFlow('Pong')).toMatchObject({ __typename: 'ActivateFlowSuccess' })
    await saveFlow(calling('Ping', 'Pong'))
    expect(paths(await activateFlow('Ping'))).toContain('elements.1.subflow.flow')
    expect(await versions('flow', 'Ping')).toEqual(['2 DRAFT', '1 ACTIVE'])
    await saveFlow(calling('Ping', 'Ping'))
    expect(paths(await activateFlow('Ping'))).toEqual(['elements.1.subflow.flow'])
  })

  it('finds no version of what there isn\'t', async () => {
    expect(await activateFlow('None')).toMatchObject({ __typename: 'NotFoundError' })
    expect(await activateFlow('Ask', 99)).toMatchObject({ __typename: 'NotFoundError' })
    expect(await activateOrchestration('None')).toMatchObject({ __typename: 'NotFoundError' })
    expect(await deactivateOrchestration('None')).toMatchObject({ __typename: 'NotFoundError' })
  })

  it('of a record-triggered orchestration makes its object start it, until it is deactivated', async () => {
    const trigger = { objectApiName: 'Case', event: 'CREATED' }
    await saveOrchestration(orchestration('Triggered', [interactive('Ask')], { orchestrationType: 'RECORD_TRIGGERED', trigger }))
    const object = async () => (await db.prisma.orchestration.findUniqueOrThrow({ where: { apiName: 'Triggered' } })).triggerObject
    expect(await object()).toBeNull()
    expect(await activateOrchestration('Triggered')).toMatchObject({ orchestrationVersion: { status: 'ACTIVE' } })
    expect(await object()).toBe('Case')
    expect(await deactivateOrchestration('Triggered')).toMatchObject({ orchestration: { activeVersion: null } })
    expect([await object(), await versions('orchestration', 'Triggered')]).toEqual([null, ['1 OBSOLETE']])
  })
})

// rule D4
describe('deactivation', () => {
  it('of a flow is refused while something active calls it, and names what', async () => {
    await saveFlow(screenFlow('Called'))
    await activateFlow('Called')
    for (const name of ['Caller_b', 'Caller_a']) {
      await saveOrchestration(orchestration(name, [interactive('Called')]))
      expect(await activateOrchestration(name)).toMatchObject({ orchestrationVersion: { status: 'ACTIVE' } })
    }
    expect(await deactivateFlow('Called')).toMatchObject({ __typename: 'ConflictError', references: ['Caller_a', 'Caller_b'] })
    await deactivateOrchestration('Caller_a')
    await saveOrchestration(orchestration('Caller_b', [interactive('Ask')]))
    expect(await deactivateFlow('Called')).toMatchObject({ __typename: 'ConflictError', references: ['Caller_b'] })
    await activateOrchestration('Caller_b')
    expect(await deactivateFlow('Called')).toMatchObject({ flow: { activeVersion: null } })
    expect(await deactivateFlow('Called')).toMatchObject({ flow: { activeVersion: null } })
  })

  it('never lets an active orchestration call an inactive flow, whatever races', async () => {
    for (let round = 0; round < 5; round++) {
      await saveFlow(screenFlow(`Race${round}`))
      await activateFlow(`Race${round}`)
      await saveOrchestration(orchestration(`Racer${round}`, [interactive(`Race${round}`)]))
      const results = await Promise.all([activateOrchestration(`Racer${round}`), deactivateFlow(`Race${round}`)])
      expect(results.map(({ __typename }) => __typename)).toEqual(expect.arrayContaining([expect.stringMatching(/Success$/), expect.stringMatching(/Error$/)]))
    }
  })
})
