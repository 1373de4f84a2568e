// What somebody who may not read a record, or no longer may, still sees of it by other ways: nothing (rules A2, A3).
import { beforeAll, describe, expect, it } from 'vitest'
import type { Variable } from '../../src/core/definition.ts'
import { deploy, deployFlow, noteFlow, stage, step, succeeded } from '../support/deployed.ts'
import { useServer, type Caller } from '../support/server.ts'

const server = useServer()
const admin = server.as('admin'), ann = server.as('ann'), bob = server.as('bob'), clerk = server.as('clerk')

beforeAll(async () => {
  for (const [username, permissions] of [['ann', ['RUN_FLOWS']], ['bob', ['RUN_FLOWS']], ['clerk', ['RUN_FLOWS', 'CUSTOMIZE_APPLICATION']]] as const) {
    succeeded(await admin.mutate('saveUser', { username, name: username, email: `${username}@example.com`, permissions }))
  }
  succeeded(await admin.mutate('updateProcessAutomationSettings', { letUsersPauseFlows: true }))
  await deployFlow(admin, 'Note', noteFlow())
  const field = (apiName: string) => ({ apiName, label: '{!$Record.Secret}', fieldType: 'TEXT' })
  await deployFlow(admin, 'Tells', { elements: [{ screen: { apiName: 'One', label: 'One', allowPause: true, fields: [field('a')], next: 'Two' } }, { screen: { apiName: 'Two', label: 'Two', fields: [field('b')] } }], start: 'One' })
  await deployFlow(admin, 'Ties', {
    variables: [{ apiName: 'to', dataType: 'STRING', isInput: true }], start: 'Tie',
    elements: [{ assignment: { apiName: 'Tie', label: 'Tie', assignments: [{ to: '$Flow.CurrentRecord', operator: 'ASSIGN', resource: 'to' }], next: 'Ask' } }, { screen: { apiName: 'Ask', label: 'Ask', allowPause: true, fields: [{ apiName: 'c', label: 'C', fieldType: 'TEXT' }] } }],
  })
})

const RECORD = 'record { recordId name fields owner { username } }'
async function secretOf(owner: string, recordId: string): Promise<string> {
  succeeded(await admin.mutate('upsertRecord', { recordId, objectApiName: 'Case', name: 'Case', owner, fields: { Secret: 's3cr3t' } }))
  return recordId
}
const share = async (recordId: string, user: string, access: 'NONE' | 'READ' | 'EDIT') => succeeded(await admin.mutate('shareRecord', { recordId, user, access }))

describe('a record that one wrote', () => {
  it('shows nothing that others have put into it since, once it is theirs, not even to who sends the same again', async () => {
    const input = { recordId: 'given-away', objectApiName: 'Case', name: 'Given', owner: 'bob', fields: { A: 1 }, clientMutationKey: 'once' }
    const said = { recordId: 'given-away', name: 'Given', fields: { A: 1 }, owner: { username: 'bob' } }
    expect(await ann.mutate('upsertRecord', input, RECORD)).toMatchObject({ __typename: 'UpsertRecordSuccess', record: said })
    succeeded(await bob.mutate('upsertRecord', { recordId: 'given-away', objectApiName: 'Case', name: 'Mine', fields: { Salary: 99 } }))
    expect(await ann.mutate('upsertRecord', input, RECORD)).toMatchObject({ __typename: 'UpsertRecordSuccess', record: said })
  })

  it('shows its readers all of it', async () => {
    await secretOf('ann', 'own')
    expect(await ann.mutate('upsertRecord', { recordId: 'own', objectApiName: 'Case', fields: { A: 1 } }, RECORD)).toMatchObject({ record: { name: 'Case', fields: { A: 1, Secret: 's3cr3t' }, owner: { username: 'ann' } } })
  })

  it('shows who may write all records, and read few, what they said', async () => {
    await secretOf('ann', 'written')
    expect(await clerk.mutate('upsertRecord', { recordId: 'written', objectApiName: 'Case', fields: { A: 1 } }, RECORD)).toMatchObject({ record: { recordId: 'written', name: null, fields: { A: 1 }, owner: null } })
    expect(await clerk.mutate('shareRecord', { recordId: 'written', user: 'bob', access: 'READ' }, RECORD)).toMatchObject({ record: { recordId: 'written', name: null, fields: {}, owner: null } })
  })
})

// rule A2
describe('a record that inputs name', () => {
  const variables: Variable[] = [{ apiName: 'about', dataType: 'RECORD', isInput: true, default: null }, { apiName: 'others', dataType: 'RECORD', isCollection: true, isInput: true, default: [] }, { apiName: 'n', dataType: 'NUMBER', isInput: true, default: 1 }]
  beforeAll(async () => {
    await deployFlow(admin, 'Closes_By_Hand', { variables, start: 'Close', elements: [{ updateRecord: { apiName: 'Close', label: 'Close', record: 'about', fields: [{ name: 'Status', value: 'Closed' }], next: 'Done' } }, { screen: { apiName: 'Done', label: 'Done', fields: [] } }] })
    await deploy(admin, 'Closes_All', [stage('S', [step('Do', { user: 'bob' })])], { variables })
    for (const [recordId, owner] of [['of-ann', 'ann'], ['of-bob', 'bob']] as const) await secretOf(owner, recordId)
    succeeded(await admin.mutate('saveUser', { username: 'designer', name: 'designer', email: 'designer@example.com', permissions: ['MANAGE_FLOW'] }))
  })
  const starts = [
    ['startInterview', (inputs: object) => ({ flow: 'Closes_By_Hand', inputs })],
    ['startOrchestration', (inputs: object) => ({ apiName: 'Closes_All', inputs })],
  ] as const
  const fieldsOf = async (recordId: string) => (await admin.run<{ record: { fields: object } }, object>('query ($id: ID!) { record(recordId: $id) { fields } }', { id: recordId })).record.fields

  it.each(starts)('%s: is one that the caller may read; any other looks like one that isn\'t there', async (mutation, input) => {
    const refused = async (inputs: object) => {
      const answer = await bob.mutate(mutation, input(inputs))
      return [answer.__typename, ...(answer.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`)]
    }
    expect(await refused({ about: 'of-ann' })).toEqual(['ValidationError', 'input.inputs.about: there is no record "of-ann"'])
    expect(await refused({ about: 'nowhere' })).toEqual(['ValidationError', 'input.inputs.about: there is no record "nowhere"'])
    expect(await refused({ about: 'of-bob', others: ['of-bob', 'of-ann', 'nowhere'] })).toEqual(['ValidationError', 'input.inputs.others: there is no record "of-ann"'])
    expect(await refused({ about: 'of-ann', n: 'one' })).toEqual(['ValidationError', 'input.inputs.n: must be a number', 'input.inputs.about: there is no record "of-ann"'])
    expect(await fieldsOf('of-ann')).toEqual({ Secret: 's3cr3t' })
    succeeded(await bob.mutate(mutation, input({ about: 'of-bob', others: ['of-bob'] })))
    succeeded(await bob.mutate(mutation, input(mutation === 'startInterview' ? { about: 'of-bob', others: null } : {})))
  })

  it('is anybody\'s to whoever may read them all, or starts runs about anybody\'s', async () => {
    succeeded(await admin.mutate('startInterview', { flow: 'Closes_By_Hand', inputs: { about: 'of-ann' } }))
    expect(await fieldsOf('of-ann')).toEqual({ Secret: 's3cr3t', Status: 'Closed' })
    const designer = server.as('designer')
    succeeded(await designer.mutate('startOrchestration', { apiName: 'Closes_All', recordId: 'of-ann', inputs: { about: 'of-ann' } }))
    expect(await designer.mutate('startInterview', { flow: 'Closes_By_Hand', inputs: { about: 'of-ann' } })).toMatchObject({ __typename: 'ValidationError' })
  })
})

// rule D10
it('a step says why it waits, and to its record\'s readers alone what that holds', async () => {
  await secretOf('ann', 'waited-for')
  const start = (logic: string) => ({ requirements: { logic, requirements: [{ resource: '$Record.Secret', operator: 'EQUALS', value: 'open' }, { resource: '$Record.Name', operator: 'EQUALS', valueResource: '$Record.Secret' }] } } as const)
  await deploy(admin, 'Waits', [stage('S', [step('Do', { user: 'bob' }), step('Later', { user: 'ann' }, { start: start('AND') })])])
  const { run } = succeeded(await admin.mutate('startOrchestration', { apiName: 'Waits', recordId: 'waited-for' }, 'run { id }')) as unknown as { run: { id: string } }
  const reasons = async (caller: Caller) => {
    const { node } = await caller.run<{ node: { record: object | null; stages: { steps: { waitingOn: { resource: string | null; expected: unknown; actual: unknown; summary: string }[] }[] }[] } }, object>(
      'query ($id: ID!) { node(id: $id) { ... on OrchestrationRun { record { id } stages { steps { waitingOn { resource expected actual summary } } } } } }', { id: run.id })
    return node.stages[0]!.steps[1]!.waitingOn
  }
  expect((await reasons(ann)).map(({ resource, expected, actual }) => [resource, expected, actual])).toEqual([['$Record.Secret', 'open', 's3cr3t'], ['$Record.Name', 's3cr3t', 'Case']])
  const hidden = await reasons(bob)
  expect(hidden.map(({ resource, expected, actual }) => [resource, expected, actual])).toEqual([['$Record.Secret', 'open', null], ['$Record.Name', null, null]])
  expect(JSON.stringify(hidden)).not.toContain('s3cr3t')
})

// rules A2, N4
it('a mail says what it says to its recipient and to the record\'s readers, and to who looks after runs, that it was sent', async () => {
  await secretOf('ann', 'mailed')
  succeeded(await admin.mutate('saveUser', { username: 'keeper', name: 'keeper', email: 'keeper@example.com', permissions: ['MANAGE_ORCHESTRATION_RUNS'] }))
  await deploy(admin, 'Mails', [stage('S', [step('Do', { user: 'bob' }, { notification: { subject: 'About {!$Record.Secret}', body: 'It is {!$Record.Secret}.' } })])])
  const { run } = succeeded(await admin.mutate('startOrchestration', { apiName: 'Mails', recordId: 'mailed' }, 'run { workItems { edges { node { id } } } }')) as unknown as { run: { workItems: { edges: { node: { id: string } }[] } } }
  const mails = async (caller: Caller) => (await caller.run<{ node: { notifications: { edges: { node: object }[] } } }, object>(
    'query ($id: ID!) { node(id: $id) { ... on WorkItem { notifications { edges { node { recipient { username } kind status subject body linkUrl } } } } } }', { id: run.workItems.edges[0]!.node.id })).node.notifications.edges
  const open = { kind: 'CUSTOM', subject: 'About s3cr3t', body: expect.stringContaining('It is s3cr3t.') as string, linkUrl: expect.stringContaining('mailed') as string }
  for (const caller of [bob, admin]) expect(await mails(caller)).toMatchObject([{ node: open }])
  const keeper = server.as('keeper')
  const kept = await mails(keeper)
  expect(kept).toMatchObject([{ node: { recipient: { username: 'bob' }, kind: 'CUSTOM', status: expect.any(String) as string, linkUrl: null } }])
  expect(JSON.stringify(kept)).not.toMatch(/s3cr3t|mailed/)
  await share('mailed', 'keeper', 'READ')
  expect(await mails(keeper)).toMatchObject([{ node: open }])
})

describe('an interview on a record', () => {
  const INTERVIEW = 'interview { guid screen { revision fields { label } } }'
  type Started = { interview: { guid: string; screen: { revision: number } } }

  it('is gone on with by those who may read the record now', async () => { // rules I5, I6
    await secretOf('ann', 'revoked')
    await share('revoked', 'bob', 'READ')
    const started = async () => (succeeded(await bob.mutate('startInterview', { flow: 'Tells', recordId: 'revoked' }, INTERVIEW)) as unknown as Started).interview
    const [open, paused] = [await started(), await started()]
    succeeded(await bob.mutate('pauseInterview', { interviewId: paused.guid }))
    await share('revoked', 'bob', 'NONE')
    const answers = [
      await bob.mutate('submitScreen', { interviewId: open.guid, revision: open.screen.revision, values: { a: 'x' } }, INTERVIEW),
      await bob.mutate('resumeInterview', { interviewId: paused.guid }, INTERVIEW),
    ]
    for (const answer of answers) expect(answer.__typename).toBe('ForbiddenError')
    expect((await bob.mutate('resumeInterviews', { interviewIds: [paused.guid] }, 'results { error { code } }'))['results']).toEqual([{ error: { code: 'FORBIDDEN' } }])
    const seen = await bob.run('{ pausedInterviews(first: 9) { edges { node { guid screen { fields { label } } } } } }')
    // What may not be resumed isn't offered.
    const mayResume = async () => ((await bob.run<{ pausedInterviews: { edges: { node: { guid: string; canResume: boolean } }[] } }, object>('{ pausedInterviews(first: 9) { edges { node { guid canResume } } } }')).pausedInterviews.edges.find(({ node }) => node.guid === paused.guid)!.node.canResume)
    expect(await mayResume()).toBe(false)
    expect(JSON.stringify([answers, seen])).not.toContain('s3cr3t')
    await share('revoked', 'bob', 'READ')
    expect(await mayResume()).toBe(true)
    expect(await bob.mutate('resumeInterview', { interviewId: paused.guid }, INTERVIEW)).toMatchObject({ interview: { screen: { fields: [{ label: 's3cr3t' }] } } })
  })

  it('is not paused on one that the person may not read, which looks like one that isn\'t there', async () => { // rule I4
    await secretOf('ann', 'unseen')
    const pauseOn = async (to: string) => {
      const { interview } = succeeded(await bob.mutate('startInterview', { flow: 'Ties', inputs: { to } }, INTERVIEW)) as unknown as Started
      return bob.mutate('pauseInterview', { interviewId: interview.guid })
    }
    const [unseen, absent] = [await pauseOn('unseen'), await pauseOn('absent')]
    expect(unseen.__typename).toBe('ValidationError')
    expect(JSON.stringify(unseen).replaceAll('unseen', 'absent')).toEqual(JSON.stringify(absent))
  })

  // rules I5, I7
  it('tells why it was paused to nobody by the history of its run, but to who paused it, and who sees everything', async () => {
    await secretOf('ann', 'paused-on')
    await share('paused-on', 'bob', 'READ')
    await deploy(admin, 'Pauses', [stage('S', [step('Do', { user: 'bob' }, { action: { flow: 'Tells' } })])])
    const { run } = succeeded(await admin.mutate('startOrchestration', { apiName: 'Pauses', recordId: 'paused-on' }, 'run { id workItems { edges { node { id } } } }')) as unknown as { run: { id: string; workItems: { edges: { node: { id: string } }[] } } }
    const { interview } = succeeded(await bob.mutate('openWorkItem', { workItemId: run.workItems.edges[0]!.node.id }, 'interview { guid }')) as unknown as Started
    succeeded(await bob.mutate('pauseInterview', { interviewId: interview.guid, reason: 'Doctor' }))
    const details = async (caller: Caller) => (await caller.run<{ node: { history: { edges: { node: { milestone: string; detail: string | null } }[] } } }, object>(
      'query ($id: ID!) { node(id: $id) { ... on OrchestrationRun { history(filter: { milestones: [PAUSE_INTERVIEW, DELETE_INTERVIEW] }) { edges { node { milestone detail } } } } } }', { id: run.id })).node.history.edges.map(({ node }) => node.detail)
    expect([await details(bob), await details(ann), await details(admin)]).toEqual([['Doctor'], [null], ['Doctor']])
    succeeded(await admin.mutate('deleteInterview', { interviewId: interview.guid }))
    expect([await details(bob), await details(ann), await details(admin)]).toEqual([['Doctor', null], [null, null], ['Doctor', 'Doctor']])
  })

  it('is not told by the faults of a run that finds nobody by what it holds', async () => {
    await secretOf('ann', 'names-nobody')
    await deploy(admin, 'Names_Nobody', [stage('One', [step('Do', { resource: '$Record.Secret' })])])
    const answer = await admin.mutate('startOrchestration', { apiName: 'Names_Nobody', recordId: 'names-nobody' }, 'run { status error { message } }')
    expect(answer).toMatchObject({ run: { status: 'ERROR', error: { message: expect.stringContaining('of the name that $Record.Secret holds') as string } } })
    expect(JSON.stringify(answer)).not.toContain('s3cr3t')
  })

  it('is shared with people alone', async () => {
    await secretOf('ann', 'shared')
    expect(await admin.mutate('shareRecord', { recordId: 'shared', user: 'automated.process', access: 'READ' })).toMatchObject({ __typename: 'ValidationError', issues: [{ path: ['input', 'user'] }] })
    succeeded(await admin.mutate('shareRecord', { recordId: 'shared', user: 'automated.process', access: 'NONE' }))
  })
})
