// What an operation may cost: a field 1, a list as many times as `first` asks for, or LIST_MULTIPLIER where it has no `first`.
import { createComplexityRule, type ComplexityErrorKind, type ComplexityResult } from '@pothos/plugin-complexity'
import { getOperationAST, GraphQLError, Kind, TypeInfo, validate, visit, visitWithTypeInfo, type DocumentNode, type ExecutionArgs, type ExecutionResult, type GraphQLSchema, type OperationDefinitionNode } from 'graphql'
import type { Plugin } from 'graphql-yoga'
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

/**
 * Has the cost of a query or mutation counted once for its document, where variables can't change it: clients send the same few
 * documents time and again.
 */
export function useKnownCosts(): Plugin {
  const affordable = new WeakSet<OperationDefinitionNode>()
  return {
    onExecute({ args: { schema, document, operationName, contextValue } }) {
      const operation = getOperationAST(document, operationName)
      if (operation == null) return
      if (affordable.has(operation)) {
        (contextValue as unknown as Context).isCostKnown = true
        return
      }
      if (!isCostFixed(schema, document)) return
      // With an error, a field may never have come to where its cost is counted.
      return { onExecuteDone: ({ result }) => { if ('data' in result && (result as ExecutionResult).errors === undefined) affordable.add(operation) } }
    },
  }
}

// Variables change it where they are arguments of a field that counts by its arguments, and where they say what is asked at all.
function isCostFixed(schema: GraphQLSchema, document: DocumentNode): boolean {
  const known = fixed.get(document)
  if (known !== undefined) return known
  let isFixed = true
  const types = new TypeInfo(schema)
  visit(document, visitWithTypeInfo(types, {
    VariableDefinition: () => false,
    Directive: ({ arguments: given = [] }) => { if (given.some(({ value }) => value.kind === Kind.VARIABLE)) isFixed = false },
    Variable: () => { if (typeof types.getFieldDef()?.extensions['complexity'] === 'function') isFixed = false },
  }))
  fixed.set(document, isFixed)
  return isFixed
}

const fixed = new WeakMap<DocumentNode, boolean>()

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
