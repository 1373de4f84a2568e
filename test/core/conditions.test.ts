// How two values compare, whatever condition they stand in (rule D7).
import { describe, expect, it } from 'vitest'
import { compare } from '../../src/core/conditions.ts'
import type { ConditionOperator } from '../../src/core/definition.ts'
import type { Json } from '../../src/core/json.ts'

describe('two values', () => {
  it.each<[Json, ConditionOperator, Json, boolean]>([
    [10, 'GREATER_THAN', '9', true], ['10', 'GREATER_THAN', 9, true], ['10', 'GREATER_THAN', '9', false], ['3', 'EQUALS', 3, true], ['3.0', 'EQUALS', 3, true], ['three', 'EQUALS', 3, false],
    ['2031-05-09', 'EQUALS', '2031-05-09T00:00:00Z', true], ['2031-05-09T01:00:00+01:00', 'EQUALS', '2031-05-09T00:00:00.000Z', true], ['2031-05-09', 'LESS_THAN', '2031-05-10', true],
    // The calendar has no such day: a text like any other.
    ['2024-02-30', 'EQUALS', '2024-03-01', false], ['2024-02-30', 'EQUALS', '2024-02-30', true], ['2024-02-30T00:00:00Z', 'EQUALS', '2024-03-01T00:00:00Z', false],
    [null, 'EQUALS', null, true], [null, 'LESS_THAN', 1, false], [null, 'NOT_EQUALS', 1, true], ['', 'IS_NULL', true, true], [[], 'IS_NULL', true, true], [0, 'IS_NULL', true, false],
    [['a', 'b'], 'CONTAINS', 'b', true], ['abc', 'CONTAINS', 'b', true], [[1], 'EQUALS', ['1'], true], [{ a: 1 }, 'EQUALS', { a: 1 }, true], [{ a: 1 }, 'EQUALS', { a: 1, b: null }, false],
    ['b', 'IN', ['a', 'b'], true], [2, 'IN', ['1', '2'], true], ['c', 'IN', 'abc', false], [true, 'EQUALS', 'true', true], [true, 'GREATER_THAN', false, true],
  ])('%j %s %j: %s', (actual, operator, expected, isMet) => {
    expect(compare(actual, operator, expected)).toBe(isMet)
  })
})
