// An org for tests of pages: two people who share work, a queue with an agent, and flows with every kind of field.
import { deploy, deployFlow, makeUser, stage, step, succeeded } from './deployed.ts'
import type { Caller } from './server.ts'

const choices = ['Red', 'Green', 'Blue'].map((label) => ({ label, value: label.toLowerCase() }))
const TYPES = ['TEXT', 'LONG_TEXT', 'NUMBER', 'CURRENCY', 'DATE', 'DATE_TIME', 'CHECKBOX', 'EMAIL', 'PHONE', 'URL', 'PASSWORD', 'PICKLIST', 'MULTI_SELECT_PICKLIST', 'RADIO_BUTTONS']

/** The flow `Note` (one field), `Everything` (each type of field), `Two_Screens`, and the orchestrations `Notes` (ada, then ada) and `Shared` (the group Both). */
export async function makeWebWorld(admin: Caller): Promise<void> {
  succeeded(await admin.mutate('updateProcessAutomationSettings', { letUsersPauseFlows: true }))
  for (const name of ['ada', 'ben']) await makeUser(admin, name, { name: name === 'ada' ? 'Ada' : 'Ben' })
  succeeded(await admin.mutate('saveGroup', { apiName: 'Both', label: 'Both of them', groupType: 'REGULAR', users: ['ada', 'ben'] }))
  await deployFlow(admin, 'Note', {
    variables: [{ apiName: 'note', dataType: 'STRING', isOutput: true }],
    start: 'Ask', elements: [{ screen: { apiName: 'Ask', label: 'What do you say?', allowPause: true, fields: [{ apiName: 'note', label: 'Note', fieldType: 'TEXT', isRequired: true }] } }],
  })
  await deployFlow(admin, 'Everything', {
    start: 'All',
    elements: [{ screen: { apiName: 'All', label: 'All of it', helpText: 'One of each.', allowPause: true, fields: [
      { apiName: 'words', label: 'To read', fieldType: 'DISPLAY_TEXT', displayText: 'Hello {!$User.Name}' },
      ...TYPES.map((fieldType) => ({ apiName: `f_${fieldType}`, label: `The ${fieldType}`, fieldType, helpText: `Help for ${fieldType}`, ...(/PICKLIST|RADIO/.test(fieldType) && { choices }) })),
      { apiName: 'why', label: 'Why red?', fieldType: 'TEXT', isRequired: true, visibleWhen: { requirements: [{ resource: 'f_RADIO_BUTTONS', operator: 'EQUALS', value: 'red' }] } },
    ] } }],
  })
  await deployFlow(admin, 'Two_Screens', {
    start: 'First',
    elements: [
      { screen: { apiName: 'First', label: 'First things', allowPause: true, pauseConfirmation: 'Kept for you.', fields: [{ apiName: 'one', label: 'One', fieldType: 'TEXT', isRequired: true }], next: 'Second' } },
      { screen: { apiName: 'Second', label: 'Second things', allowPause: true, fields: [{ apiName: 'two', label: 'Two', fieldType: 'NUMBER', validation: { type: 'number', minimum: 10 } }] } },
    ],
  })
  await deploy(admin, 'Notes', [stage('First', [step('Say', { user: 'ada' }, { label: 'Say it' })]), stage('Second', [step('Again', { user: 'ada' }, { label: 'Say it again' })])])
  await deploy(admin, 'Shared', [stage('Only', [step('Either', { group: 'Both' }, { label: 'Either of you' })])])
  await deploy(admin, 'Fill_In', [stage('Only', [step('Fill', { user: 'ada' }, { label: 'Fill it in', action: { flow: 'Everything' } })])])
  await deploy(admin, 'Two', [stage('Only', [step('Both_Screens', { user: 'ada' }, { label: 'Two screens', action: { flow: 'Two_Screens' } })])])
}

/** Makes a record of ada's that ben may read. */
export async function sharedRecord(admin: Caller, recordId: string): Promise<string> {
  succeeded(await admin.mutate('upsertRecord', { recordId, objectApiName: 'Case', owner: 'ada', name: `The case ${recordId}` }))
  succeeded(await admin.mutate('shareRecord', { recordId, user: 'ben', access: 'READ', interviews: true }))
  return recordId
}

/** The first work item of a run, by its global id. */
export async function workItemOf(admin: Caller, runId: string): Promise<string> {
  const { node } = await admin.run<{ node: { workItems: { edges: { node: { id: string } }[] } } }, object>('query ($id: ID!) { node(id: $id) { ... on OrchestrationRun { workItems { edges { node { id } } } } } }', { id: runId })
  return node.workItems.edges[0]!.node.id
}
