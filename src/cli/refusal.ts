// Typed errors of mutations, in words.
import { CommandFault } from './command-fault.ts'
import { graphql } from './generated/gql.ts'
import type { RefusalFragment } from './generated/graphql.ts'

export const REFUSAL = graphql(`
  fragment Refusal on Error { __typename message code ... on ValidationError { issues { path message } } }
`)

type Refused = Extract<RefusalFragment, object>

/** Whether a mutation's answer is one of its typed errors. */
export function isRefusal<Answer extends { __typename: string }>(answer: Answer): answer is Extract<Answer, { message: string }> {
  return 'message' in answer
}

/** A typed error in one line. */
export function refusalWords(refusal: object): string {
  const { message, issues } = refusal as Refused & { issues?: readonly { path: readonly string[]; message: string }[] }
  return issues === undefined || issues.length === 0 ? message : issues.map((issue) => `${placeOf(issue.path)}${issue.message}`).join('; ')
}

/** The success of a mutation; throws CommandFault with the words of the error where it is one. */
export function succeeded<Answer extends { __typename: string }>(answer: Answer): Exclude<Answer, { message: string }> {
  if (isRefusal(answer)) throw new CommandFault(refusalWords(answer))
  return answer as Exclude<Answer, { message: string }>
}

function placeOf(path: readonly string[]): string {
  const inner = path[0] === 'input' ? path.slice(1) : path
  return inner.length === 0 ? '' : `${inner.join('.')}: `
}
