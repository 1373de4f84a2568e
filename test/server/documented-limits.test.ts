// The limits that operators read of are those that the server has.
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { MAX_KEY_LENGTH } from '../../src/commands/decide-and-save.ts'
import { MAX_REQUIREMENTS } from '../../src/core/conditions.ts'
import { MAX_PAUSE_REASON_LENGTH } from '../../src/core/flow/answer-screen.ts'
import { MAX_INTERVIEW_SIZE } from '../../src/core/flow/work.ts'
import { MAX_INPUT_LENGTH } from '../../src/core/flow-call.ts'
import { MAX_STAGES, MAX_STEPS } from '../../src/core/validate-draft.ts'
import { MAX_PAGE } from '../../src/graphql/connections.ts'
import { LIMITS } from '../../src/limits.ts'

const count = (limit: number) => limit.toLocaleString('en')

// rule P6
it.each([
  `body of a request | ${count(LIMITS.bodyBytes)} bytes`,
  `a document | ${count(LIMITS.documentCharacters)} characters, ${count(LIMITS.documentTokens)} tokens, ${LIMITS.documentNesting} brackets within each other`,
  `lists and objects within each other, in variables | ${LIMITS.variablesNesting}`,
  `depth of an operation, fragments written out | ${LIMITS.operationDepth} fields`,
  `fields of an operation, fragments written out | ${count(LIMITS.operationFields)}`,
  `cost of an operation (\`first\` multiplies); of a subscription, looked at when it begins | ${count(LIMITS.operationCost)}`,
  `aliases, directives in a document | ${LIMITS.aliases}, ${LIMITS.directives}`,
  `\`first\` of a list | ${MAX_PAGE}`,
  `a message on a WebSocket | ${count(LIMITS.messageBytes)} bytes`,
  `from a WebSocket's opening to \`connection_init\` | ${LIMITS.connectionInitMs / 1_000} seconds`,
  `operations at once on a WebSocket | ${LIMITS.operationsPerSocket}`,
  `WebSockets and event streams of a user on one process | ${LIMITS.socketsPerUser}`,
  `a query or mutation | ${LIMITS.operationMs / 1_000} seconds`,
  `stages of an orchestration; steps of a stage | ${MAX_STAGES}; ${MAX_STEPS}`,
  `requirements in one condition | 1 to ${MAX_REQUIREMENTS}`,
  `characters of the values that one step gives its flow | ${count(MAX_INPUT_LENGTH)}`,
  `an interview, in characters of its JSON | ${count(MAX_INTERVIEW_SIZE)}`,
  `reason of a pause | ${count(MAX_PAUSE_REASON_LENGTH)} characters`,
  `a \`clientMutationKey\` | ${MAX_KEY_LENGTH} characters`,
])('%s', (row) => {
  expect(readFileSync('docs/operations.md', 'utf8')).toContain(`\n| ${row} |`)
})
