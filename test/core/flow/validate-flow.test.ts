// What activation refuses, each fault with its path (rule D3).
import { describe, expect, test } from 'vitest'
import type { FlowDefinition, FlowElement, FlowType } from '../../../src/core/definition.ts'
import { flowsCalledBy, validateFlow, validateFlowDraft, type FlowWorld } from '../../../src/core/flow/validate-flow.ts'
import type { Json } from '../../../src/core/json.ts'
import { active, field, flowOf, screen, set, variable } from '../../support/flows.ts'

const pure = flowOf([set('a', 'y', 'x')], { apiName: 'pure', flowType: 'AUTOLAUNCHED', variables: [variable('n', { dataType: 'NUMBER', isInput: true }), variable('y', { isOutput: true })] })
const effectful = flowOf([{ action: { apiName: 'a', label: 'a', action: 'log' } }], { apiName: 'effectful', flowType: 'AUTOLAUNCHED' })
const nested = flowOf([{ subflow: { apiName: 's', label: 's', flow: 'effectful' } }], { apiName: 'nested', flowType: 'AUTOLAUNCHED' })
const asking = flowOf([screen('s', [])], { apiName: 'asking' })
const WORLD: FlowWorld = {
  flows: { ...Object.fromEntries([pure, effectful, nested, asking].map((flow) => [flow.apiName, active(flow)])), off: null },
  actions: { log: { inputs: [] }, 'http.request': { inputs: [{ name: 'url', dataType: 'STRING', isRequired: true }, { name: 'timeoutSeconds', dataType: 'NUMBER', isRequired: false }] } },
}
/** The faults of a flow as "path: message", the path joined by dots. */
const faults = (definition: FlowDefinition) => validateFlow(definition, WORLD).map((issue) => `${issue.path.join('.')}: ${issue.message}`)
const auto = (elements: readonly FlowElement[], rest: Partial<FlowDefinition> = {}) => flowOf(elements, { flowType: 'AUTOLAUNCHED', variables: [variable('x'), variable('n', { dataType: 'NUMBER' }), variable('list', { isCollection: true }), variable('j', { dataType: 'JSON' }), variable('flag', { dataType: 'BOOLEAN' })], ...rest })
const when = (resource: string, value?: Json, rest = {}) => ({ requirements: [{ resource, operator: 'EQUALS' as const, value, ...rest }] })
const decide = (condition: { logic?: string; requirements: readonly unknown[] }) => auto([{ decision: { apiName: 'd', label: 'd', outcomes: [{ label: 'o', when: condition as never }] } }])

test('a sound flow has no faults', () => {
  expect(faults(flowOf([
    screen('s', [field('name', { isRequired: true, validation: { minLength: 2 } }), field('n', { fieldType: 'NUMBER' })], { label: 'Hi {!$User.Name}', allowPause: true, next: 'd' }),
    { decision: { apiName: 'd', label: 'd', outcomes: [{ label: 'o', when: when('n', 5), next: 's' }], default: 'sub' } },
    { subflow: { apiName: 'sub', label: 'sub', flow: 'pure', inputs: [{ name: 'n', resource: 'n' }], output: 'all', next: 'call' } },
    { action: { apiName: 'call', label: 'call', action: 'http.request', inputs: [{ name: 'url', resource: 'sub.y' }], output: 'all', onFault: 'w' } },
    { wait: { apiName: 'w', label: 'w', seconds: 5, next: 'u' } },
    { updateRecord: { apiName: 'u', label: 'u', record: '$Record', fields: [{ name: 'Status', resource: 'all.status' }], next: 's' } },
  ], { interviewLabel: 'For {!name}', variables: [variable('n', { dataType: 'NUMBER', isOutput: true }), variable('all', { dataType: 'JSON' })] }))).toEqual([])
})

test('every fault comes at once', () => {
  const found = validateFlow(flowOf([screen('s', [field('f', { fieldType: 'PICKLIST' })], { next: 'gone' }), set('lost', 'nothing', 1)], { start: 's', label: ' ', variables: [variable('v', { dataType: 'NUMBER', default: 'x' })] }), WORLD)
  expect(found.map((issue) => issue.path.join('.'))).toEqual(['label', 'variables.0.default', 'elements.0.screen.fields.0.choices', 'elements.1.assignment.assignments.0.to', 'elements.0.screen.next', 'elements.1.assignment'])
})

describe('names and sizes, of drafts too', () => {
  const draftFaults = (definition: FlowDefinition) => validateFlowDraft(definition).map((issue) => issue.path.join('.'))
  test.each(['', '1a', 'a-b', 'a__b', 'a_', 'a'.repeat(81), 'ä'])('refuses the name %j', (apiName) => {
    expect(draftFaults(flowOf([], { apiName }))).toEqual(['apiName'])
  })
  test('refuses one name for two things that could be meant by it', () => {
    const variables = [variable('v'), variable('w')]
    expect(draftFaults(flowOf([], { variables: [variable('v'), variable('v')] }))).toEqual(['variables.1.apiName'])
    expect(draftFaults(flowOf([screen('s', [], { next: 'v' }), set('s', 'v', 'x')], { variables }))).toEqual(['elements.1.assignment.apiName'])
    expect(draftFaults(flowOf([screen('s', [field('a'), field('a')])]))).toEqual(['elements.0.screen.fields.1.apiName'])
    expect(draftFaults(flowOf([screen('s', [field('a')]), screen('t', [field('a', { fieldType: 'NUMBER' })])]))).toEqual(['elements.1.screen.fields.0.apiName'])
    expect(draftFaults(flowOf([screen('s', [field('a', { fieldType: 'DISPLAY_TEXT' })]), screen('t', [field('a')])]))).toEqual(['elements.1.screen.fields.0.apiName'])
    expect(draftFaults(flowOf([screen('s', [field('u')]), { subflow: { apiName: 'u', label: 'u', flow: 'x' } }, { subflow: { apiName: 'v', label: 'v', flow: 'x' } }], { variables }))).toEqual(['elements.1.subflow.apiName', 'elements.2.subflow.apiName'])
  })
  test('lets an assignment assign nothing: a flow need not do anything', () => {
    const idle = flowOf([{ assignment: { apiName: 'idle', label: 'Idle', assignments: [] } }], { flowType: 'AUTOLAUNCHED' })
    expect(validateFlow(idle, { flows: {}, actions: {} })).toEqual([])
  })
  // rule I10
  test('lets a field feed its variable, stand on several screens, and be named like an element that has no value', () => {
    expect(draftFaults(flowOf([screen('s', [field('v'), field('s')]), screen('t', [field('v', { fieldType: 'LONG_TEXT' })]), set('v', 'v', 'x')], { variables: [variable('v'), variable('t')] }))).toEqual([])
  })
  test('refuses an element that is none or two', () => {
    expect(draftFaults(flowOf([{}, { ...screen('s', []), ...set('t', 'x', 1) }]))).toEqual(['elements.0', 'elements.1'])
  })
  test('lets a draft be incomplete', () => {
    expect(draftFaults(flowOf([screen('s', [field('p', { fieldType: 'PICKLIST' })], { next: 'gone' })], { start: '' }))).toEqual([])
    expect(draftFaults(flowOf([]))).toEqual([])
  })
  test('refuses what is too many, too long or can\'t be kept', () => {
    expect(draftFaults(flowOf([], { variables: Array.from({ length: 201 }, (_, at) => variable(`v${at}`)) }))).toEqual(['variables'])
    expect(draftFaults(flowOf([screen('s', [field('f', { label: 'x'.repeat(1001), helpText: 'x'.repeat(10_001) })])]))).toEqual(['elements.0.screen.fields.0.label', 'elements.0.screen.fields.0.helpText'])
    expect(draftFaults(flowOf([], { description: 'a\0b' }))).toEqual([''])
    expect(draftFaults(flowOf([], { variables: [variable('v', { dataType: 'JSON', default: 'x'.repeat(1_000_000) })] }))).toEqual([''])
  })
})

describe('where elements lead', () => {
  test('start and every next must exist', () => {
    expect(faults(auto([set('a', 'x', 'y', 'b')], { start: 'c' }))).toEqual(['start: there is no element "c"', 'elements.0.assignment.next: there is no element "b"'])
    expect(faults(auto([]))).toEqual(['elements: a flow needs at least one element'])
    expect(faults(auto([{ action: { apiName: 'a', label: 'a', action: 'log', onFault: 'b' } }]))).toEqual(['elements.0.action.onFault: there is no element "b"'])
    expect(faults(auto([{ decision: { apiName: 'd', label: 'd', default: 'b', outcomes: [{ label: 'o', when: when('x', 'y'), next: 'c' }] } }]))).toEqual(['elements.0.decision.outcomes.0.next: there is no element "c"', 'elements.0.decision.default: there is no element "b"'])
  })
  test('names what can\'t be reached', () => {
    expect(faults(auto([set('a', 'x', 'y'), set('b', 'x', 'y', 'a')]))).toEqual(['elements.1.assignment: "b" can\'t be reached from the start'])
  })
  test('refuses a loop that never rests nor ends, and takes one that a decision leaves', () => {
    expect(faults(auto([set('a', 'x', 'y', 'b'), set('b', 'x', 'y', 'a')]))).toEqual([0, 1].map((at) => `elements.${at}.assignment: "${'ab'[at]}" is part of an endless loop without a screen or a wait`))
    expect(faults(auto([{ action: { apiName: 'a', label: 'a', action: 'log', next: 'a' } }]))).toHaveLength(1)
    expect(faults(auto([{ wait: { apiName: 'a', label: 'a', seconds: 1, next: 'a' } }]))).toEqual([])
    expect(faults(auto([set('a', 'x', 'y', 'd'), { decision: { apiName: 'd', label: 'd', outcomes: [{ label: 'o', when: when('x', 'z'), next: 'a' }] } }]))).toEqual([])
  })
  test('refuses a screen that forbids finishing where the flow may end after it', () => {
    expect(faults(flowOf([screen('s', [], { allowFinish: false })]))).toEqual(['elements.0.screen.allowFinish: the flow may end after "s", which doesn\'t allow to finish'])
    expect(faults(flowOf([screen('s', [], { allowFinish: false, next: 't' }), screen('t', [])]))).toEqual([])
    expect(faults(flowOf([screen('s', [], { allowFinish: false, allowBack: false, next: 't' }), screen('t', [])]))).toEqual(['elements.0.screen: allowBack and allowFinish may not both be false: nobody could leave the screen'])
  })
})

describe('flow types', () => { // rule D1
  const elements: { [kind: string]: FlowElement } = {
    screen: screen('e', []), assignment: set('e', 'x', 'y'), decision: { decision: { apiName: 'e', label: 'e', outcomes: [{ label: 'o', when: when('x', 'y') }] } },
    action: { action: { apiName: 'e', label: 'e', action: 'log' } }, subflow: { subflow: { apiName: 'e', label: 'e', flow: 'pure', inputs: [{ name: 'n', value: 1 }] } },
    updateRecord: { updateRecord: { apiName: 'e', label: 'e', record: '$Record', fields: [{ name: 'a', value: 1 }] } }, wait: { wait: { apiName: 'e', label: 'e', seconds: 1 } },
  }
  const allowed: { [type in FlowType]: string[] } = { SCREEN: Object.keys(elements), AUTOLAUNCHED: Object.keys(elements).filter((kind) => kind !== 'screen'), EVALUATION: ['assignment', 'decision', 'subflow'] }
  test.each(Object.entries(allowed))('%s flows have %j', (flowType, kinds) => {
    const variables = [variable('x'), variable('isOrchestrationConditionMet', { dataType: 'BOOLEAN', isOutput: true })]
    expect(Object.keys(elements).filter((kind) => faults(flowOf([elements[kind]!], { flowType: flowType as FlowType, variables })).length === 0)).toEqual(kinds)
  })
  test('an evaluation flow declares its answer', () => {
    const evaluation = (rest: object | null) => faults(flowOf([set('a', 'x', 'y')], { flowType: 'EVALUATION', variables: [variable('x'), ...(rest ? [variable('isOrchestrationConditionMet', { dataType: 'BOOLEAN', isOutput: true, ...rest })] : [])] }))
    expect(evaluation({})).toEqual([])
    expect([null, { dataType: 'STRING' }, { isOutput: false }, { isCollection: true }].map((rest) => evaluation(rest).length)).toEqual([1, 1, 1, 1])
  })
  test('an evaluation flow calls nothing that has effects, however deep', () => {
    const calling = (flow: string) => faults(flowOf([{ subflow: { apiName: 'e', label: 'e', flow } }], { flowType: 'EVALUATION', variables: [variable('isOrchestrationConditionMet', { dataType: 'BOOLEAN', isOutput: true })] }))
    expect(calling('effectful')).toHaveLength(1)
    expect(calling('nested')).toHaveLength(1)
    expect(calling('asking')[0]).toContain('of type SCREEN')
  })
})

describe('subflows and actions', () => {
  const sub = (rest = {}, flowRest = {}) => faults(auto([{ subflow: { apiName: 'e', label: 'e', flow: 'pure', inputs: [{ name: 'n', value: 1 }], ...rest } }], flowRest))
  test('must be active, known, of a type that may be called, and not the flow itself', () => {
    expect(sub({ flow: 'off', inputs: [] })).toEqual(['elements.0.subflow.flow: there is no active flow "off"'])
    expect(sub({ flow: 'constructor', inputs: [] })).toEqual(['elements.0.subflow.flow: there is no active flow "constructor"'])
    expect(sub({ flow: 'asking', inputs: [] })[0]).toContain('of type SCREEN')
    expect(sub({}, { apiName: 'pure' })).toEqual(['elements.0.subflow.flow: a flow can\'t call itself'])
    expect(faults(auto([{ action: { apiName: 'e', label: 'e', action: 'rm' } }]))).toEqual(['elements.0.action.action: there is no action "rm"'])
  })
  test('are given what they require, of the right type, once', () => {
    expect(sub({ inputs: [] })).toEqual(['elements.0.subflow.inputs: the input "n" is required'])
    expect(sub({ inputs: [{ name: 'n', value: 'one' }] })).toEqual(['elements.0.subflow.inputs.0.value: must be a number'])
    expect(sub({ inputs: [{ name: 'n', resource: 'flag' }] })).toEqual(['elements.0.subflow.inputs.0.resource: "flag" is of type BOOLEAN; NUMBER is expected'])
    expect(sub({ inputs: [{ name: 'n', resource: 'gone' }] })).toEqual(['elements.0.subflow.inputs.0.resource: there is no variable, screen field or subflow "gone"'])
    expect(sub({ inputs: [{ name: 'n', value: 1 }, { name: 'n', value: 2 }, { name: 'm', value: 2 }] })).toEqual(['elements.0.subflow.inputs.1.name: "n" is given twice', 'elements.0.subflow.inputs.2.name: there is no input "m"'])
    expect(sub({ inputs: [{ name: 'n', value: 1, resource: 'n' }] })).toEqual(['elements.0.subflow.inputs.0: either a value or a resource is expected, not both'])
    expect(sub({ inputs: [{ name: 'n' }] })).toEqual(['elements.0.subflow.inputs.0: a value or a resource is needed'])
    expect(faults(auto([{ action: { apiName: 'e', label: 'e', action: 'http.request', inputs: [{ name: 'timeoutSeconds', value: 'x' }] } }]))).toEqual(['elements.0.action.inputs.0.value: must be a number', 'elements.0.action.inputs: the input "url" is required'])
  })
  test('put their outputs into a variable that can take them', () => {
    expect(sub({ output: 'j' })).toEqual([])
    expect(sub({ output: 'x' })).toEqual(['elements.0.subflow.output: "x" takes the outputs as JSON, but is of type STRING'])
    expect(sub({ output: 'gone' })).toEqual(['elements.0.subflow.output: there is no variable "gone"'])
    const act = (output: string) => faults(auto([{ action: { apiName: 'e', label: 'e', action: 'log', output } }]))
    expect(act('j')).toEqual([])
    expect(act('n')).toEqual(['elements.0.action.output: "n" takes the result as JSON, but is of type NUMBER'])
    expect(act('list')[0]).toContain('elements.0.action.output: "list" takes the result as JSON, but is a list of type')
    expect(act('gone')).toEqual(['elements.0.action.output: there is no variable "gone"'])
  })
  test('are listed, each once', () => {
    expect(flowsCalledBy(auto([{ subflow: { apiName: 'a', label: 'a', flow: 'p' } }, { subflow: { apiName: 'b', label: 'b', flow: 'q' } }, { subflow: { apiName: 'c', label: 'c', flow: 'p' } }]))).toEqual(['p', 'q'])
  })
})

describe('conditions', () => {
  const at = 'elements.0.decision.outcomes.0.when'
  test('have 1 to 10 requirements and readable logic', () => {
    expect(faults(decide({ requirements: [] }))).toEqual([`${at}.requirements: at least one requirement is needed`])
    expect(faults(decide({ requirements: Array.from({ length: 11 }, () => when('x', 'y').requirements[0]) }))).toEqual([`${at}.requirements: there are 11 requirements; at most 10 are allowed`])
    expect(faults(decide({ ...when('x', 'y'), logic: '1 AND 2' }))[0]).toContain(`${at}.logic`)
  })
  test('read what the flow knows', () => {
    for (const known of ['x', 'j.deep.part', 'list.0', '$Record', '$Record.Id', '$Record.any.part', '$Flow.CurrentRecord', '$Flow.CurrentDateTime', '$User.Username']) expect(faults(decide(when('x', undefined, { valueResource: known })))).toEqual([])
    for (const unknown of ['y', 'x.part', 'list.first', '$Flow.Label', '$User.Email', '$Org.Id', '$Record.', 'd', '']) expect(faults(decide(when('x', undefined, { valueResource: unknown || ' ' })))).toHaveLength(1)
  })
  test('compare with literals that can be equal', () => {
    expect(faults(decide(when('n', 'many')))).toEqual([`${at}.requirements.0.value: a number is expected`])
    expect(faults(decide(when('flag', 'maybe')))).toHaveLength(1)
    expect(faults(decide(when('n', [1, 'x'], { operator: 'IN' })))).toHaveLength(1)
    expect(faults(decide(when('n', 1, { operator: 'IN' })))).toEqual([`${at}.requirements.0.value: IN needs a list of values`])
    expect(faults(decide(when('n', undefined, { operator: 'LESS_THAN' })))).toHaveLength(1)
    for (const sound of [when('n', 5), when('n', '5'), when('n', null), when('flag', true), when('x', undefined, { operator: 'IS_NULL' }), when('$Record.n', 'many'), when('list', 'a', { operator: 'CONTAINS' })]) expect(faults(decide(sound))).toEqual([])
  })
  test('compare with the time before only where that is known', () => {
    const changed = when('$Record.Status', undefined, { operator: 'IS_CHANGED' })
    expect(faults(decide(changed))).toHaveLength(1)
    const evaluation = { ...decide(changed), flowType: 'EVALUATION' as const, variables: [variable('isOrchestrationConditionMet', { dataType: 'BOOLEAN' as const, isOutput: true })] }
    expect(faults(evaluation)).toEqual([])
    expect(faults({ ...evaluation, elements: decide(when('$Record', undefined, { operator: 'IS_CHANGED' })).elements })).toEqual([
      `${at}.requirements.0.resource: "$Record" is the record's id, which never changes; name the field whose change is meant, such as $Record.Status`,
    ])
  })
})

describe('assignments, updates and waits', () => {
  const assign = (to: string, operator: string, operand: object) => faults(auto([{ assignment: { apiName: 'a', label: 'a', assignments: [{ to, operator, ...operand } as never] } }]))
  test.each<[string, string, object]>([['n', 'ADD', { value: 1 }], ['x', 'ADD', { value: 'y' }], ['list', 'APPEND', { value: 'y' }], ['list', 'ADD', { value: ['y', 'z'] }], ['list', 'APPEND', { resource: 'list' }], ['j', 'APPEND', { value: 1 }], ['j', 'ASSIGN', { value: { a: 1 } }], ['n', 'ASSIGN', { value: null }], ['$Flow.CurrentRecord', 'ASSIGN', { resource: '$Record.Parent' }]])('%s %s %j is sound', (...args) => {
    expect(assign(...args)).toEqual([])
  })
  test.each<[string, string, object]>([['n', 'APPEND', { value: 1 }], ['flag', 'ADD', { value: true }], ['x', 'SUBTRACT', { value: 'y' }], ['list', 'SUBTRACT', { value: 'y' }], ['list', 'ASSIGN', { value: 'y' }], ['list', 'APPEND', { value: 1 }], ['n', 'ASSIGN', { value: 'y' }], ['n', 'ASSIGN', { resource: 'flag' }], ['n', 'ADD', { value: 'y' }], ['gone', 'ASSIGN', { value: 1 }], ['$Flow.CurrentRecord', 'ADD', { value: 'y' }], ['$Record', 'ASSIGN', { value: 'y' }], ['x', 'ASSIGN', {}]])('%s %s %j is refused', (...args) => {
    expect(assign(...args)).toHaveLength(1)
  })
  test('an update names a record and fields that can be written', () => {
    const update = (record: string, fields: unknown[]) => faults(auto([{ updateRecord: { apiName: 'u', label: 'u', record, fields: fields as never } }]))
    expect(update('x', [{ name: 'a', value: null }])).toEqual([])
    expect(update('n', [{ name: 'Id', value: 'x' }, { name: '', value: 1 }, { name: 'Owner', value: 1 }])).toHaveLength(4)
    expect(update('$Record', [])).toHaveLength(1)
    expect(update('$Record', [{ name: 'Owner', value: null }, { name: 'Name', value: 'x'.repeat(256) }])).toHaveLength(2)
    expect(update('$Record', [{ name: 'Owner', value: null, resource: 'x' }, { name: 'Name', value: null }])).toEqual([])
  })
  test('a wait has one time, of a sound length', () => {
    const wait = (rest: object) => faults(auto([{ wait: { apiName: 'w', label: 'w', ...rest } }]))
    expect([{}, { seconds: 0 }, { seconds: 1.5 }, { seconds: 315_360_001 }, { seconds: 1, untilResource: 'x' }, { untilResource: 'n' }, { untilResource: 'gone' }].map((rest) => wait(rest).length)).toEqual([1, 1, 1, 1, 1, 1, 1])
    expect(wait({ untilResource: '$Record.DueDate' })).toEqual([])
  })
})

describe('screens', () => {
  const of = (rest: object, flowRest: Partial<FlowDefinition> = {}) => faults(flowOf([screen('s', [field('f', rest)])], flowRest)).map((fault) => fault.replace('elements.0.screen.fields.0.', ''))
  test('picklists need choices, with labels and different values', () => {
    expect(of({ fieldType: 'PICKLIST' })).toEqual(['choices: a field of type PICKLIST needs choices'])
    expect(of({ fieldType: 'RADIO_BUTTONS', choices: [{ label: '', value: 1 }, { label: 'b', value: 1 }, { label: 'c', value: null }] })).toHaveLength(3)
    expect(of({ choices: [{ label: 'a', value: 1 }] })).toEqual(['choices: a field of type TEXT has no choices'])
  })
  test('defaults fit their field and its schema', () => {
    expect(of({ fieldType: 'NUMBER', default: 'x' })).toEqual(['default: must be a number'])
    expect(of({ default: 'x', validation: { minLength: 2 } })).toEqual(['default: must NOT have fewer than 2 characters'])
    expect(of({ default: 'x', defaultResource: '$User.Name' })).toHaveLength(1)
    expect(of({ fieldType: 'DATE', defaultResource: '$Flow.CurrentRecord' })).toHaveLength(1)
    expect(of({ fieldType: 'DATE', defaultResource: '$Flow.CurrentDateTime' })).toEqual([])
  })
  test('schemas can be compiled, without asking anybody else', () => {
    for (const schema of [{ type: 'txet' }, { minLenght: 2 }, { format: 'colour' }, { pattern: '(' }, { $ref: 'https://example.com/x' }, 'x', [], { $async: true }]) expect(of({ validation: schema })).toHaveLength(1)
    expect(of({ validation: { pattern: '^(?!x)' } })).toEqual([expect.stringMatching(/^validation: .* "\^\(\?!x\)" has a lookahead, which is not supported/)])
    expect(of({ validation: { $id: 'a', type: 'string' } })).toEqual([])
    expect(of({ validation: { $id: 'a', type: 'string', maxLength: 3 } })).toEqual([])
  })
  test('display texts display, and take nothing', () => {
    expect(of({ fieldType: 'DISPLAY_TEXT' })).toEqual(['displayText: a DISPLAY_TEXT field needs a text to display'])
    expect(of({ fieldType: 'DISPLAY_TEXT', displayText: 'x', isRequired: true, default: 'x' })).toHaveLength(2)
  })
  test('merge fields and conditions read what the flow knows', () => {
    expect(of({ label: 'Hi {!gone}' })).toEqual(['label: there is no variable, screen field or subflow "gone"'])
    expect(of({ visibleWhen: when('gone', 1) })).toEqual(['visibleWhen.requirements.0.resource: there is no variable, screen field or subflow "gone"'])
    expect(of({}, { interviewLabel: '{!gone}' })).toEqual(['interviewLabel: there is no variable, screen field or subflow "gone"'])
  })
  test('visibility does not go round in circles', () => {
    expect(of({ visibleWhen: when('f', 'x') })).toHaveLength(1)
    expect(faults(flowOf([screen('s', [field('a', { visibleWhen: when('b', 'x') }), field('b', { visibleWhen: when('a', 'x') }), field('c', { visibleWhen: when('a', 'x') })])])).map((fault) => fault.split(':')[0])).toEqual(['elements.0.screen.fields.0.visibleWhen', 'elements.0.screen.fields.1.visibleWhen'])
  })
  test('a field fits the variable of its name', () => { // rule I10
    const into = (rest: object, dataType: string, isCollection = false) => of(rest, { variables: [variable('f', { dataType: dataType as never, isCollection })] }).length
    expect([into({}, 'STRING'), into({}, 'JSON'), into({ fieldType: 'NUMBER' }, 'NUMBER'), into({ fieldType: 'NUMBER' }, 'STRING'), into({ fieldType: 'MULTI_SELECT_PICKLIST', choices: [{ label: 'a', value: 1 }] }, 'NUMBER', true)]).toEqual([0, 0, 0, 0, 0])
    expect([into({}, 'NUMBER'), into({ fieldType: 'CHECKBOX' }, 'NUMBER'), into({ fieldType: 'PICKLIST', choices: [{ label: 'a', value: 'x' }] }, 'NUMBER'), into({ fieldType: 'MULTI_SELECT_PICKLIST', choices: [{ label: 'a', value: 1 }] }, 'NUMBER')]).toEqual([1, 1, 1, 1])
  })
})
