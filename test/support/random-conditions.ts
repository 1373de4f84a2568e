// Random conditions for orchestrations: one to four requirements on the record, variables, steps and stages, joined by
// AND, OR or nested custom logic.
import fc from 'fast-check'
import type { FlowCall, Requirement, Requirements } from '../../src/core/definition.ts'

/** What conditions may name: steps and stages. */
export type Names = { steps: readonly string[]; stages: readonly string[] }

const level = fc.integer({ min: 0, max: 9 })
const flag = fc.boolean()
const STATUSES = ['COMPLETED', 'IN_PROGRESS', 'NOT_STARTED', 'DISCONTINUED'] as const

function requirement({ steps, stages }: Names): fc.Arbitrary<Requirement> {
  const order = fc.constantFrom('GREATER_THAN', 'GREATER_THAN_OR_EQUAL', 'LESS_THAN', 'LESS_THAN_OR_EQUAL', 'EQUALS', 'NOT_EQUALS')
  const name = fc.constantFrom(...steps)
  return fc.oneof(
    { weight: 4, arbitrary: fc.record({ resource: fc.constant('$Record.Level'), operator: order, value: level }) },
    { weight: 1, arbitrary: fc.record({ resource: fc.constant('$Record.Level'), operator: order, valueResource: fc.constant('limit') }) },
    { weight: 1, arbitrary: fc.record({ resource: fc.constant('limit'), operator: order, value: level }) },
    { weight: 1, arbitrary: fc.record({ resource: fc.constant('$Record.Tag'), operator: order, value: fc.oneof(level, fc.constantFrom('a', 'b')) }) },
    { weight: 2, arbitrary: fc.record({ resource: fc.constantFrom('$Record.Level', '$Record.Tag', '$Record.Nothing'), operator: fc.constant('IS_CHANGED' as const), value: fc.constantFrom(true, true, false, null) }) },
    { weight: 1, arbitrary: fc.record({ resource: fc.constantFrom('$Record.Tag', '$Record.Nothing'), operator: fc.constant('IS_NULL' as const), value: flag }) },
    { weight: 1, arbitrary: fc.constant({ resource: '$Record.Tag', operator: 'IN' as const, value: ['a', 'c'] }) },
    { weight: 4, arbitrary: name.map((step) => ({ resource: `${step}.Status`, operator: 'EQUALS' as const, value: 'COMPLETED' })) },
    { weight: 1, arbitrary: fc.record({ resource: name.map((step) => `${step}.Status`), operator: fc.constantFrom('EQUALS', 'NOT_EQUALS'), value: fc.constantFrom(...STATUSES) }) },
    { weight: 3, arbitrary: fc.record({ resource: name.map((step) => `${step}.Outputs.total`), operator: order, value: level }) },
    { weight: 1, arbitrary: fc.record({ resource: name.map((step) => `${step}.Outputs.total`), operator: fc.constant('IS_NULL' as const), value: flag }) },
    { weight: 1, arbitrary: fc.record({ resource: fc.constantFrom(...stages).map((stage) => `${stage}.Status`), operator: fc.constant('EQUALS' as const), value: fc.constantFrom('COMPLETED', 'IN_PROGRESS', 'NOT_STARTED') }) },
  )
}

// Joins neighbours in a random order, so that both what stands in parentheses and what binds by itself comes up.
function customLogic(count: number, picks: readonly number[]): string {
  let used = 0
  const pick = (of: number) => picks[used++ % picks.length]! % of
  const numbers = Array.from({ length: count }, (_, at) => String(at + 1))
  if (pick(4) === 0) numbers.push(String(pick(count) + 1))
  const parts = numbers.map((one) => (pick(4) === 0 ? `NOT ${one}` : one))
  while (parts.length > 1) {
    const at = pick(parts.length - 1)
    const joined = `${parts[at]!} ${pick(2) === 0 ? 'AND' : 'OR'} ${parts[at + 1]!}`
    parts.splice(at, 2, pick(6) === 0 ? `NOT (${joined})` : pick(2) === 0 ? `(${joined})` : joined)
  }
  return parts[0]!
}

/** A random condition. */
export function condition(names: Names): fc.Arbitrary<Requirements> {
  const logic = fc.oneof(fc.constantFrom(null, 'AND', 'or'), fc.array(fc.nat(59), { minLength: 4, maxLength: 8 }))
  return fc.tuple(fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.integer({ min: 2, max: 4 })).chain((count) => fc.array(requirement(names), { minLength: count, maxLength: count })), logic)
    .map(([requirements, made]) => ({ requirements, logic: Array.isArray(made) ? customLogic(requirements.length, made) : made }))
}

/** A random call of an evaluation flow; now and then of one that can't answer. */
export const evaluation: fc.Arbitrary<FlowCall> = fc.oneof(
  { weight: 20, arbitrary: fc.constant({ flow: 'Is_Urgent', inputs: [{ name: 'level', resource: '$Record.Level' }] }) },
  { weight: 10, arbitrary: fc.constant({ flow: 'Has_Changed' }) },
  { weight: 1, arbitrary: fc.constant({ flow: 'Broken' }) },
)
