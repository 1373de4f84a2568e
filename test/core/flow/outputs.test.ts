// Outputs that somebody gives in a flow's place: those that are its output variables are of their types (I10).
import { describe, expect, it } from 'vitest'
import type { Variable } from '../../../src/core/definition.ts'
import { givenOutputs } from '../../../src/core/flow/outputs.ts'
import type { Json, JsonObject } from '../../../src/core/json.ts'

const VARIABLES: readonly Variable[] = [
  { apiName: 'n', dataType: 'NUMBER', isOutput: true }, { apiName: 'text', dataType: 'STRING', isOutput: true, isInput: true }, { apiName: 'at', dataType: 'DATE_TIME', isOutput: true },
  { apiName: 'names', dataType: 'STRING', isOutput: true, isCollection: true }, { apiName: 'any', dataType: 'JSON', isOutput: true },
  { apiName: 'own', dataType: 'NUMBER' }, { apiName: 'asked', dataType: 'NUMBER', isInput: true },
]
const given = (outputs: JsonObject, variables: readonly Variable[] | null = VARIABLES) => givenOutputs({ variables }, outputs)

describe('outputs given for a flow', () => {
  it('are taken where they are output variables of it, and kept as those are; the others may be left out', () => {
    expect(given({})).toEqual({ values: {} })
    expect(given({ n: 1.5, text: 'a', names: ['b', 'c'], any: { deep: [1, null] } })).toEqual({ values: { n: 1.5, text: 'a', names: ['b', 'c'], any: { deep: [1, null] } } })
    expect(given({ at: '2031-05-09T10:30:00+02:00' })).toEqual({ values: { at: '2031-05-09T08:30:00.000Z' } })
    expect(given({ n: null, names: null, any: null })).toEqual({ values: { n: null, names: null, any: null } })
  })

  it('are taken as they are where the flow has no such output', () => {
    const others = JSON.parse('{ "more": { "deep": 1 }, "own": "x", "asked": [2], "__proto__": 1 }') as JsonObject
    expect(given(others)).toEqual({ values: others })
    expect(given({ n: 'x' }, null)).toEqual({ values: { n: 'x' } })
  })

  it.each<[string, JsonObject, string]>([
    ['a text for a number', { n: 'not a number' }, 'n: must be a number'], ['a text that could be read as one', { n: '1' }, 'n: must be a number'], ['an object for a number', { n: {} }, 'n: must be a number'],
    ['a text for a list', { names: 'b' }, 'names: must be a list'], ['a list for a text', { text: ['a'] }, 'text: must be a text of at most 100000 characters'],
    ['a list with another part', { names: ['b', 1] }, 'names: must be a list in which each part is a text of at most 100000 characters (part 2 is not)'],
  ])('are refused: %s', (_, outputs, fault) => {
    expect(faults(given(outputs))).toEqual([fault])
  })

  it('are refused with every fault at once', () => {
    expect(faults(given({ more: 1, n: 'x', text: 'right', names: 'y' }))).toEqual(['n: must be a number', 'names: must be a list'])
  })
})

function faults(answer: ReturnType<typeof givenOutputs>): Json {
  return 'issues' in answer ? answer.issues.map(({ path: [place, name, ...rest], message }) => (place === 'outputs' && rest.length === 0 ? `${name!}: ${message}` : 'another path')) : 'taken'
}
