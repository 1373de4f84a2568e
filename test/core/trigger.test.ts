// When a change of a record starts an orchestration (rules D5, R7).
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Trigger } from '../../src/core/definition.ts'
import type { Json } from '../../src/core/json.ts'
import { isRecordValueChanged } from '../../src/core/read-path.ts'
import { isRecordChanged, isTriggered } from '../../src/core/trigger.ts'
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

  it('takes a field of null for one that isn\'t there, as conditions do', () => { // rule R7
    const definition = triggered({ objectApiName: 'Case', event: 'UPDATED' })
    const withNull = updated({ Owner: null, Note: null })
    expect([isTriggered(definition, withNull), isTriggered(definition, { ...withNull, record: RECORD, prior: withNull.record })]).toEqual([false, false])
    expect([isTriggered(definition, updated({ Status: null })), isTriggered(definition, updated({ Note: null, Level: 2 })), isTriggered(definition, updated({ Note: { Of: null } }))]).toEqual([true, true, true])
  })

  it('starts something exactly where a field that a condition could read is another than before', () => { // rules R7, D5
    const fields = fc.dictionary(fc.constantFrom('A', 'B', 'C'), fc.constantFrom<Json>(null, 0, 1, '', {}, { X: null }, []))
    const definition = triggered({ objectApiName: 'Case', event: 'UPDATED' })
    fc.assert(fc.property(fields, fields, (before, after) => {
      const change = { kind: 'UPDATED', record: { ...RECORD, fields: after }, prior: { ...RECORD, fields: before } } as const
      const isAnyChanged = ['A', 'B', 'C'].some((name) => isTriggered({ ...definition, trigger: { ...definition.trigger!, when: needs({ resource: `$Record.${name}`, operator: 'IS_CHANGED' }) } }, change))
      expect([isTriggered(definition, change), isRecordChanged(change.record, change.prior)]).toEqual([
        ['A', 'B', 'C'].some((name) => isRecordValueChanged(change.record, change.prior, `$Record.${name}`)), isAnyChanged,
      ])
    }))
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
