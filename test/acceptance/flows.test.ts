// Starting flows, and what keeps them from being activated.
import { beforeAll, describe, expect, it } from 'vitest'
import { activeFlow, displayed, faultPaths, flowInput, screen, showing, started } from '../support/flow-api.ts'
import { useServer } from '../support/server.ts'

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
