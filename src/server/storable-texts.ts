// The character U+0000, which Postgres can't keep, is refused in every text of every operation, on every transport.
import { GraphQLError, type ASTNode, type ValidationRule } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { hasNul } from '../core/json.ts'

/** Answers BAD_USER_INPUT to operations that hold U+0000 in a variable or in a text written into the document. */
export function useStorableTexts(): Plugin {
  return {
    onValidate: ({ addValidationRule }) => addValidationRule(NoNulRule as never),
    onExecute: ({ args, setResultAndStopExecution }) => { if (hasNul(args.variableValues)) setResultAndStopExecution({ errors: [refused()] }) },
    onSubscribe: ({ args, setResultAndStopExecution }) => { if (hasNul(args.variableValues)) setResultAndStopExecution({ errors: [refused()] } as never) },
  }
}

const NoNulRule: ValidationRule = (context) => ({
  StringValue(node) {
    if (node.value.includes('\0')) context.reportError(refused(node))
  },
})

function refused(node?: ASTNode): GraphQLError {
  return new GraphQLError('Texts may not hold the character U+0000.', { nodes: node, extensions: { code: 'BAD_USER_INPUT' } })
}
