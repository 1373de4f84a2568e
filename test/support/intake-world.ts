// People, a flow of two screens that can be paused, and records to pause it on, for tests of paused interviews over the network.
import { expect } from 'vitest'
import { activeFlow, pause, screen, showing, shownBy, started, type Shown } from './flow-api.ts'
import type { Caller } from './server.ts'

/** Ada and ben run flows; boss manages them, auditor sees all data, stranger is given nothing. `as`: who calls. */
export function intakeWorld(as: (username: string) => Caller) {
  const admin = as('admin')
  const settings = (change: object) => admin.mutate('updateProcessAutomationSettings', change)
  return {
    admin, ada: as('ada'), ben: as('ben'), boss: as('boss'), auditor: as('auditor'), stranger: as('stranger'),
    settings,

    /** Makes the people, and the flow `Intake`; pausing is on. */
    async setUp(): Promise<void> {
      const people: [string, string[]][] = [['ada', ['RUN_FLOWS']], ['ben', ['RUN_FLOWS']], ['stranger', ['RUN_FLOWS']], ['auditor', ['VIEW_ALL_DATA', 'RUN_FLOWS']], ['boss', ['MANAGE_FLOW', 'RUN_FLOWS']]]
      for (const [username, permissions] of people) await admin.mutate('saveUser', { username, name: username, email: `${username}@example.com`, permissions })
      await settings({ letUsersPauseFlows: true })
      await activeFlow(admin, {
        apiName: 'Intake', interviewLabel: 'Intake of {!who}',
        variables: [{ apiName: 'aim', dataType: 'RECORD', isInput: true, default: null }],
        elements: [
          screen('ask', [{ apiName: 'who', isRequired: true }, { apiName: 'age', fieldType: 'NUMBER' }], { allowPause: true, pauseConfirmation: 'Until later, {!$User.Name}', next: 'tie' }),
          { decision: { apiName: 'tie', outcomes: [{ label: 'Given', when: { requirements: [{ resource: 'aim', operator: 'IS_NULL', value: false }] }, next: 'set' }], default: 'check' } },
          { assignment: { apiName: 'set', assignments: [{ to: '$Flow.CurrentRecord', operator: 'ASSIGN', resource: 'aim' }], next: 'check' } },
          screen('check', [{ apiName: 'fine', fieldType: 'CHECKBOX' }, { apiName: 'note' }], { allowPause: true, next: 'end' }),
          showing('end', '{!who} {!age} {!fine} {!note}'),
        ],
      })
    },

    /** A record of somebody's. */
    async record(recordId: string, owner = 'ada'): Promise<string> {
      expect(await admin.mutate('upsertRecord', { recordId, objectApiName: 'Case', owner })).toEqual({ __typename: 'UpsertRecordSuccess' })
      return recordId
    },

    /** Paused on its first screen, on the record. */
    async pausedOn(recordId: string, caller: Caller = as('ada'), rest: object = {}): Promise<Shown> {
      return shownBy(await pause(caller, await started(caller, 'Intake', { recordId }), rest))
    },

    /** Guids of all paused interviews that the caller is shown. */
    async listed(caller: Caller, filter: object | null = null): Promise<string[]> {
      const { pausedInterviews } = await caller.run<{ pausedInterviews: { edges: { node: { guid: string } }[] } }, object>('query ($filter: FlowInterviewFilter) { pausedInterviews(first: 100, filter: $filter) { edges { node { guid } } } }', { filter })
      return pausedInterviews.edges.map(({ node }) => node.guid)
    },

    /** The same of a record; null where they may not read it. */
    async listedOn(caller: Caller, recordId: string): Promise<string[] | null> {
      const { record } = await caller.run<{ record: { pausedInterviews: { edges: { node: { guid: string } }[] } } | null }, object>('query ($id: ID!) { record(recordId: $id) { pausedInterviews { edges { node { guid } } } } }', { id: recordId })
      return record?.pausedInterviews.edges.map(({ node }) => node.guid) ?? null
    },
  }
}
