// What Postgres can't keep (the character U+0000, halves of surrogate pairs) is refused in every text of every operation, on every transport.
import { GraphQLError, type ASTNode, type ValidationRule } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { isUnstorable, UNSTORABLE_TEXT } from '../core/json.ts'

/** Answers BAD_USER_INPUT to operations that hold it in a variable or in a text written into the document. */
export function useStorableTexts(): Plugin {
  return {
    onValidate: ({ addValidationRule }) => addValidationRule(StorableTextsRule as never),
    onExecute: ({ args, setResultAndStopExecution }) => { if (isUnstorable(args.variableValues)) setResultAndStopExecution({ errors: [refused()] }) },
    onSubscribe: ({ args, setResultAndStopExecution }) => { if (isUnstorable(args.variableValues)) setResultAndStopExecution({ errors: [refused()] } as never) },
  }
}

const StorableTextsRule: ValidationRule = (context) => ({
  StringValue(node) {
    if (isUnstorable(node.value)) context.reportError(refused(node))
  },
})

function refused(node?: ASTNode): GraphQLError {
  return new GraphQLError(UNSTORABLE_TEXT, { nodes: node, extensions: { code: 'BAD_USER_INPUT' } })
}
