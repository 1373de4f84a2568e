// What operations cost is counted once where variables can't change it, and each time where they can.
import { beforeAll, expect, it } from 'vitest'
import { makeRecord } from '../support/deployed.ts'
import { useServer, type Caller } from '../support/server.ts'

const server = useServer()
let admin: Caller
const HISTORY = 'history(first: 100) { edges { cursor node { id milestone occurredAt detail durationSeconds } } }'
const DEEP = `edges { node { ${HISTORY} } }`

beforeAll(async () => {
  admin = server.as('admin')
  await makeRecord(admin, 'cost-1')
})

// Each is sent several times: what was found out the first time must not be taken for what others cost.
async function codes(query: string, variables: readonly object[]): Promise<string[]> {
  const found: string[] = []
  for (const one of variables) found.push(await admin.run<object, object>(query, one).then(() => 'OK', (error: Error) => (/OPERATION_TOO_EXPENSIVE|too much at once/.test(error.message) ? 'TOO_EXPENSIVE' : error.message)))
  return found
}

it.each([
  ['a page\'s size', `query Runs($first: Int) { runs(first: $first) { ${DEEP} } }`, [{ first: 1 }, { first: 1 }, { first: 100 }, { first: 1 }], ['OK', 'OK', 'TOO_EXPENSIVE', 'OK']],
  ['a page\'s size below, in a fragment', `query Record($first: Int) { record(recordId: "cost-1") { ...Runs } } fragment Runs on Record { runs(first: $first) { ${DEEP} } }`, [{ first: 1 }, { first: 100 }], ['OK', 'TOO_EXPENSIVE']],
  ['what is asked at all', `query Runs($isDeep: Boolean!) { runs(first: 100) @include(if: $isDeep) { ${DEEP} } }`, [{ isDeep: false }, { isDeep: false }, { isDeep: true }], ['OK', 'OK', 'TOO_EXPENSIVE']],
  ['a list of ids', `query Nodes($ids: [ID!]!) { nodes(ids: $ids) { ... on OrchestrationRun { ${HISTORY} } } }`, [{ ids: ['x'] }, { ids: Array.from({ length: 100 }, () => 'x') }], ['OK', 'TOO_EXPENSIVE']],
])('counts anew with variables for %s', async (_, query, variables, expected) => {
  expect(await codes(query, variables)).toEqual(expected)
})

it('refuses what is too much each time that it is sent', async () => {
  const query = (deep: string) => `query Record($id: ID!) { record(recordId: $id) { ${deep} } }`
  expect(await codes(query(`runs(first: 100) { ${DEEP} }`), [{ id: 'cost-1' }, { id: 'cost-1' }])).toEqual(['TOO_EXPENSIVE', 'TOO_EXPENSIVE'])
  expect(await codes(query(`runs(first: 1) { ${DEEP} }`), [{ id: 'cost-1' }, { id: 'none' }, { id: 'cost-1' }])).toEqual(['OK', 'OK', 'OK'])
})
