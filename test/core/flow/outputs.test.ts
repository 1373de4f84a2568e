// Outputs that somebody gives in a flow's place are its output variables, and nothing else (I10).
import { describe, expect, it } from 'vitest'
import type { Variable } from '../../../src/core/definition.ts'
import { givenOutputs } from '../../../src/core/flow/outputs.ts'
import type { Json, JsonObject } from '../../../src/core/json.ts'

const VARIABLES: readonly Variable[] = [
  { apiName: 'n', dataType: 'NUMBER', isOutput: true }, { apiName: 'text', dataType: 'STRING', isOutput: true, isInput: true }, { apiName: 'at', dataType: 'DATE_TIME', isOutput: true },
  { apiName: 'names', dataType: 'STRING', isOutput: true, isCollection: true }, { apiName: 'any', dataType: 'JSON', isOutput: true },
  { apiName: 'own', dataType: 'NUMBER' }, { apiName: 'asked', dataType: 'NUMBER', isInput: true },
]
const given = (outputs: JsonObject, variables: readonly Variable[] | null = VARIABLES) => givenOutputs({ apiName: 'Ask', variables }, outputs)

describe('outputs given for a flow', () => {
  it('are taken where they are output variables of it, and kept as those are; the others may be left out', () => {
    expect(given({})).toEqual({ values: {} })
    expect(given({ n: 1.5, text: 'a', names: ['b', 'c'], any: { deep: [1, null] } })).toEqual({ values: { n: 1.5, text: 'a', names: ['b', 'c'], any: { deep: [1, null] } } })
    expect(given({ at: '2031-05-09T10:30:00+02:00' })).toEqual({ values: { at: '2031-05-09T08:30:00.000Z' } })
    expect(given({ n: null, names: null, any: null })).toEqual({ values: { n: null, names: null, any: null } })
  })

  it.each<[string, JsonObject, string]>([
    ['a name that is none', { nope: 1 }, 'nope: the flow "Ask" has no output of this name'], ['a name that every object knows', JSON.parse('{ "__proto__": 1 }') as JsonObject, '__proto__: the flow "Ask" has no output of this name'],
    ['an inner variable', { own: 1 }, 'own: the flow "Ask" has no output of this name'], ['an input', { asked: 1 }, 'asked: the flow "Ask" has no output of this name'],
    ['a text for a number', { n: 'not a number' }, 'n: must be a number'], ['a text that could be read as one', { n: '1' }, 'n: must be a number'], ['an object for a number', { n: {} }, 'n: must be a number'],
    ['a text for a list', { names: 'b' }, 'names: must be a list'], ['a list for a text', { text: ['a'] }, 'text: must be a text of at most 100000 characters'],
    ['a list with another part', { names: ['b', 1] }, 'names: must be a list in which each part is a text of at most 100000 characters (part 2 is not)'],
  ])('are refused: %s', (_, outputs, fault) => {
    expect(faults(given(outputs))).toEqual([fault])
  })

  it('are refused with every fault at once, and altogether by a flow without variables', () => {
    expect(faults(given({ nope: 1, n: 'x', text: 'right', names: 'y' }))).toEqual(['nope: the flow "Ask" has no output of this name', 'n: must be a number', 'names: must be a list'])
    expect(faults(given({ n: 1 }, null))).toEqual(['n: the flow "Ask" has no output of this name'])
  })
})

function faults(answer: ReturnType<typeof givenOutputs>): Json {
  return 'issues' in answer ? answer.issues.map(({ path: [place, name, ...rest], message }) => (place === 'outputs' && rest.length === 0 ? `${name!}: ${message}` : 'another path')) : 'taken'
}
