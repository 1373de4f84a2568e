// What an operation may cost: a field 1, a list as many times as `first` asks for, or LIST_MULTIPLIER where it has no `first`.
import { createComplexityRule, type ComplexityErrorKind, type ComplexityResult } from '@pothos/plugin-complexity'
import { GraphQLError, validate, type ExecutionArgs } from 'graphql'
import { LIMITS } from '../limits.ts'
import type { Context } from './context.ts'

const OPERATION_LIMITS = { depth: LIMITS.operationDepth, breadth: LIMITS.operationFields, complexity: LIMITS.operationCost }
const LIST_MULTIPLIER = 5

/** How the schema's own plugin looks at queries and mutations, once each; what a subscription costs was looked at when it began. */
export const COST_RULES = {
  limit: (context: Context) => (context.isCostKnown === true ? {} : OPERATION_LIMITS),
  defaultListMultiplier: LIST_MULTIPLIER,
  complexityError: (kind: ComplexityErrorKind, { complexity, depth, breadth }: ComplexityResult) => tooExpensive(kind, { complexity, depth, breadth }),
}

/** Why a subscription is not begun: each of its events would cost too much. Null: it may be. */
export function costRefusal({ schema, document, operationName, variableValues, contextValue }: ExecutionArgs): GraphQLError | null {
  let refusal: GraphQLError | null = null
  const rule = createComplexityRule({
    operationName: operationName ?? undefined, variableValues: variableValues ?? {}, context: contextValue as object,
    validate: (cost) => { if (cost.complexity > OPERATION_LIMITS.complexity) refusal = tooExpensive('Complexity', cost) },
  })
  // What else is wrong, with variables for instance, is told by whoever executes it.
  validate(schema, document, [rule])
  return refusal
}

function tooExpensive(kind: string, { complexity, depth, breadth }: ComplexityResult): GraphQLError {
  return new GraphQLError(
    `The operation asks for too much at once (${kind.toLowerCase()}): depth ${depth} of ${OPERATION_LIMITS.depth}, fields ${breadth} of ${OPERATION_LIMITS.breadth}, cost ${complexity} of ${OPERATION_LIMITS.complexity}. Ask for less, or in several operations.`,
    { extensions: { code: 'OPERATION_TOO_EXPENSIVE' } })
}
