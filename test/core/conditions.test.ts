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
    // A number, or true and false, has no place before or after what can't be read as one.
    ['n/a', 'GREATER_THAN', 100, false], ['n/a', 'LESS_THAN_OR_EQUAL', 100, false], ['', 'LESS_THAN', 100, false], [100, 'GREATER_THAN', '', false], [5, 'GREATER_THAN', '2026-01-01', false], [5, 'LESS_THAN', '2026-01-01', false],
    [true, 'GREATER_THAN', 5, false], [true, 'LESS_THAN', 5, false], [1, 'GREATER_THAN_OR_EQUAL', true, false], [true, 'GREATER_THAN', 'abc', false], ['', 'LESS_THAN', true, false], [true, 'GREATER_THAN', 'false', true], ['true', 'LESS_THAN_OR_EQUAL', true, true],
    ['n/a', 'GREATER_THAN', '100', true], ['', 'LESS_THAN', 'a', true], ['2026-01-01', 'LESS_THAN', 'soon', true], ['-1', 'LESS_THAN', 0, true], ['n/a', 'NOT_EQUALS', 100, true],
  ])('%j %s %j: %s', (actual, operator, expected, isMet) => {
    expect(compare(actual, operator, expected)).toBe(isMet)
  })
})
