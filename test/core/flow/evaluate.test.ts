// Evaluation flows answer yes or no (rules D1, D7, D8).
import { expect, test } from 'vitest'
import type { FlowDefinition } from '../../../src/core/definition.ts'
import { runEvaluationFlow } from '../../../src/core/flow/evaluate.ts'
import { active, flowOf, NOW, record, screen, set, variable, world } from '../../support/flows.ts'

const answer = variable('isOrchestrationConditionMet', { dataType: 'BOOLEAN', isOutput: true })
const isClosed = (operator: 'EQUALS' | 'IS_CHANGED' = 'EQUALS'): FlowDefinition => flowOf([
  { decision: { apiName: 'd', label: 'd', outcomes: [{ label: 'yes', when: { requirements: [{ resource: '$Record.Status', operator, ...(operator === 'EQUALS' ? { valueResource: 'wanted' } : {}) }] }, next: 'yes' }] } },
  set('yes', 'isOrchestrationConditionMet', true),
], { flowType: 'EVALUATION', variables: [answer, variable('wanted', { isInput: true, default: 'Closed' })] })
const run = (flow: FlowDefinition, status: string | null, inputs = {}, rest = {}) =>
  runEvaluationFlow(active(flow), inputs, world([flow], [], { record: status === null ? null : record('C-1', { Status: status }), ...rest }), NOW)

test('answers by the record it is asked about', () => {
  expect(run(isClosed(), 'Closed')).toEqual({ kind: 'answered', isMet: true })
  expect(run(isClosed(), 'Open')).toEqual({ kind: 'answered', isMet: false })
  expect(run(isClosed(), null)).toEqual({ kind: 'answered', isMet: false })
  expect(run(isClosed(), 'Open', { wanted: 'Open' })).toEqual({ kind: 'answered', isMet: true })
})
test('compares with the record as it was', () => {
  expect(run(isClosed('IS_CHANGED'), 'Closed', {}, { priorRecord: record('C-1', { Status: 'Open' }) })).toEqual({ kind: 'answered', isMet: true })
  expect(run(isClosed('IS_CHANGED'), 'Closed', {}, { priorRecord: record('C-1', { Status: 'Closed' }) })).toEqual({ kind: 'answered', isMet: false })
  expect(run(isClosed('IS_CHANGED'), 'Closed')).toEqual({ kind: 'answered', isMet: false })
})
test('says why it can\'t answer', () => {
  expect(run(isClosed(), 'x', { wrong: 1 })).toMatchObject({ kind: 'failed', message: expect.stringContaining('wrong') })
  expect(run(flowOf([set('a', 'gone', 1)], { flowType: 'EVALUATION' }), 'x')).toMatchObject({ kind: 'failed', message: expect.stringContaining('no such variable') })
})
test('never stands still and never changes anything', () => {
  expect(run(flowOf([screen('s', [])], { flowType: 'EVALUATION' }), 'x')).toMatchObject({ kind: 'failed', message: expect.stringContaining('stands still') })
  const writing = flowOf([{ updateRecord: { apiName: 'u', label: 'u', record: '$Record', fields: [{ name: 'a', value: 1 }] } }], { flowType: 'EVALUATION' })
  expect(run(writing, 'x')).toMatchObject({ kind: 'failed', message: expect.stringContaining('changes records') })
})
test('asks for the subflows it calls', () => {
  const calling = flowOf([{ subflow: { apiName: 's', label: 's', flow: 'other' } }], { flowType: 'EVALUATION', variables: [answer] })
  expect(run(calling, null)).toEqual({ kind: 'needs', needs: { flows: ['other'] } })
})
