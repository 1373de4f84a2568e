// When a change of a record starts an orchestration (rules D5, R7).
import { describe, expect, it } from 'vitest'
import type { Trigger } from '../../src/core/definition.ts'
import { isTriggered } from '../../src/core/trigger.ts'
import { ask, needs, orchestration, RECORD, stage } from '../support/orchestrations.ts'

const triggered = (trigger: Trigger) => orchestration([stage('First', [ask('One')])], { orchestrationType: 'RECORD_TRIGGERED', trigger })
const created = { kind: 'CREATED', record: RECORD, prior: null } as const
const updated = (fields: object) => ({ kind: 'UPDATED', record: { ...RECORD, fields: { ...RECORD.fields, ...fields } }, prior: RECORD }) as const

describe('a record-triggered orchestration', () => {
  it.each([
    ['CREATED', true, false], ['UPDATED', false, true], ['CREATED_OR_UPDATED', true, true],
  ] as const)('on %s starts by the event that it names', (event, onCreate, onUpdate) => {
    const definition = triggered({ objectApiName: 'Case', event })
    expect([isTriggered(definition, created), isTriggered(definition, updated({ Status: 'Closed' }))]).toEqual([onCreate, onUpdate])
  })

  it('starts nothing by an update that changes nothing, whatever the order of keys', () => { // rule R7
    const definition = triggered({ objectApiName: 'Case', event: 'CREATED_OR_UPDATED' })
    const same = { ...RECORD, fields: { Level: 1, Status: 'New' } }
    expect(isTriggered(definition, { kind: 'UPDATED', record: same, prior: RECORD })).toBe(false)
    expect(isTriggered(definition, { kind: 'UPDATED', record: { ...same, owner: 'ben' }, prior: RECORD })).toBe(true)
    expect(isTriggered(definition, updated({ Level: '1' }))).toBe(true)
  })

  it('is for one object', () => {
    expect(isTriggered(triggered({ objectApiName: 'Order', event: 'CREATED' }), created)).toBe(false)
  })

  it('starts when its condition holds, on the values after the change', () => {
    const definition = triggered({ objectApiName: 'Case', event: 'CREATED_OR_UPDATED', when: needs({ resource: '$Record.Status', operator: 'EQUALS', value: 'Closed' }) })
    expect([isTriggered(definition, created), isTriggered(definition, updated({ Status: 'Closed' }))]).toEqual([false, true])
  })

  it('compares with the values before for IS_CHANGED; after a creation nothing has changed', () => { // rule D5
    const definition = triggered({ objectApiName: 'Case', event: 'CREATED_OR_UPDATED', when: needs({ resource: '$Record.Status', operator: 'IS_CHANGED' }) })
    expect([created, updated({ Status: 'Closed' }), updated({ Level: 2 })].map((change) => isTriggered(definition, change))).toEqual([false, true, false])
  })

  it('is never an autolaunched one', () => {
    expect(isTriggered({ ...triggered({ objectApiName: 'Case', event: 'CREATED' }), orchestrationType: 'AUTOLAUNCHED' }, created)).toBe(false)
  })
})
