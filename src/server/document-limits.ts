// How large a document may be: looked at once, before anything expensive is done with it, and kept with its parsed form.
import {
  GraphQLError, Kind, Lexer, Source, TokenKind, type DocumentNode, type FragmentDefinitionNode, type ParseOptions, type SelectionSetNode,
} from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { MAX_VARIANTS } from '../execution/plan.ts'
import type { Limits } from '../limits.ts'

type Bounds = Pick<Limits, 'documentCharacters' | 'documentTokens' | 'documentNesting' | 'operationDepth' | 'operationFields' | 'aliases' | 'directives' | 'variablesNesting'>

// What graphql-js says where it gives up comparing the fields of one selection with each other, after 500,000 comparisons.
const GIVEN_UP = 'Validation aborted.'

/** Refuses documents beyond their bounds when they are parsed or validated, and variables before anything goes through them, on every transport. */
export function useDocumentLimits(limits: Bounds): Plugin {
  const { variablesNesting } = limits
  const tooDeep = () => ({ errors: [refused('BAD_USER_INPUT', `The variables have more than ${variablesNesting} lists and objects within each other.`)] })
  return {
    onExecute: ({ args, setResultAndStopExecution }) => { if (isNestedBeyond(variablesNesting, args.variableValues)) setResultAndStopExecution(tooDeep()) },
    onSubscribe: ({ args, setResultAndStopExecution }) => { if (isNestedBeyond(variablesNesting, args.variableValues)) setResultAndStopExecution(tooDeep() as never) },
    onValidate: () => ({ result, setResult }) => {
      const errors = result as readonly GraphQLError[]
      if (errors.some(({ message }) => message === GIVEN_UP)) setResult(errors.map((error) => (error.message === GIVEN_UP ? tooOften() : error)))
    },
    onParse: ({ parseFn, setParseFn }) => {
      setParseFn((source: string | Source, options?: ParseOptions) => {
        try {
          checkText(typeof source === 'string' ? source : source.body, limits)
          const document = parseFn(source, options) as DocumentNode
          counted.set(document, checkDocument(document, limits))
          return document
        } catch (error) {
          throw error instanceof GraphQLError ? withStatus(error) : error
        }
      })
    },
  }
}

// Yoga gives it where the document comes over HTTP alone, and keeps errors for whoever sends the same document next.
function withStatus(error: GraphQLError): GraphQLError {
  error.extensions['code'] ??= 'GRAPHQL_PARSE_FAILED'
  error.extensions['http'] ??= { spec: true, status: 400 }
  return error
}

/** Throws GraphQLError (DOCUMENT_TOO_LARGE) for a text that should not even be parsed: the parser's stack is bounded, too. */
export function checkText(text: string, { documentCharacters, documentTokens, documentNesting }: Bounds): void {
  if (text.length > documentCharacters) throw tooLarge(`The document has ${text.length} characters; at most ${documentCharacters} are read. Send what varies as variables.`)
  const lexer = new Lexer(new Source(text))
  let tokens = 0
  let nesting = 0
  // What can't be read as tokens is told by the parser, with its place.
  for (let { kind } = advance(lexer); kind !== TokenKind.EOF; { kind } = advance(lexer)) {
    if (++tokens > documentTokens) throw tooLarge(`The document has more than ${documentTokens} tokens. Send what varies as variables, or ask in several operations.`)
    if (kind === TokenKind.BRACE_L || kind === TokenKind.BRACKET_L || kind === TokenKind.PAREN_L) nesting++
    if (kind === TokenKind.BRACE_R || kind === TokenKind.BRACKET_R || kind === TokenKind.PAREN_R) nesting--
    if (nesting > documentNesting) throw tooLarge(`The document has more than ${documentNesting} brackets within each other.`)
  }
}

function advance(lexer: Lexer): { kind: TokenKind } {
  try {
    return lexer.advance()
  } catch {
    return { kind: TokenKind.EOF }
  }
}

// Level by level: whatever went down by calling itself would not come back.
function isNestedBeyond(limit: number, value: unknown): boolean {
  const within = (values: unknown[]) => values.filter((each): each is object => typeof each === 'object' && each !== null)
  let level = within([value])
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > limit) return true
    level = within(level.flatMap((each) => Object.values(each) as unknown[]))
  }
  return false
}

type Size = { depth: number; fields: number }

const counted = new WeakMap<DocumentNode, number>()

/** How many fields the plans of a document's operations may have, if it was looked at: fragments are written out, and @skip and @include make other plans. */
export function plannedFieldsOf(document: DocumentNode): number {
  return counted.get(document) ?? 0
}

// Fragments count wherever they are used, each measured once: some lines of them can stand for millions of fields. Answers with
// the fields that plans of its operations may have.
function checkDocument({ definitions }: DocumentNode, limits: Bounds): number {
  const fragments = new Map<string, FragmentDefinitionNode>()
  for (const definition of definitions) if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition)
  const counts = { aliases: 0, directives: 0 }
  const sizes = new Map<string, Size | null>()

  function sizeOfFragment(name: string): Size {
    const known = sizes.get(name)
    // Null: it is being measured, so it spreads itself, which validation refuses.
    if (known !== undefined) return known ?? { depth: 0, fields: 0 }
    const fragment = fragments.get(name)
    if (fragment === undefined) return { depth: 0, fields: 0 }
    sizes.set(name, null)
    const size = sizeOf(fragment.selectionSet)
    sizes.set(name, size)
    return size
  }

  function sizeOf({ selections }: SelectionSetNode): Size {
    const size = { depth: 0, fields: 0 }
    for (const selection of selections) {
      counts.directives += selection.directives?.length ?? 0
      if (selection.kind === Kind.FIELD && selection.alias !== undefined && selection.alias.value !== selection.name.value) counts.aliases++
      const inner = selection.kind === Kind.FRAGMENT_SPREAD ? sizeOfFragment(selection.name.value) : selection.selectionSet === undefined ? { depth: 0, fields: 0 } : sizeOf(selection.selectionSet)
      const own = selection.kind === Kind.FIELD ? 1 : 0
      size.depth = Math.max(size.depth, inner.depth + own)
      size.fields += inner.fields + own
    }
    return size
  }

  let total = 0
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) sizeOfFragment(definition.name.value)
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue
    counts.directives += definition.directives?.length ?? 0
    const { depth, fields } = sizeOf(definition.selectionSet)
    if (depth > limits.operationDepth) throw refused('OPERATION_TOO_EXPENSIVE', `The operation goes ${depth} fields deep; at most ${limits.operationDepth} are answered. Ask in several operations.`)
    if (fields > limits.operationFields) throw refused('OPERATION_TOO_EXPENSIVE', `The operation asks for more than ${limits.operationFields} fields. Ask in several operations.`)
    total += fields
  }
  if (counts.aliases > limits.aliases) throw refused('TOO_MANY_ALIASES', `The document has ${counts.aliases} aliases; at most ${limits.aliases} are answered. Use a list, or several operations.`)
  if (counts.directives > limits.directives) throw refused('TOO_MANY_DIRECTIVES', `The document has ${counts.directives} directives; at most ${limits.directives} are read.`)
  return total * Math.min(MAX_VARIANTS, 2 ** counts.directives)
}

function tooOften(): GraphQLError {
  return refused('OPERATION_TOO_EXPENSIVE', 'The operation asks for the same fields too often to compare them with each other: one selection may have a field 707 times, and fewer times where fields are asked of it. Ask for each field once.')
}

function tooLarge(message: string): GraphQLError {
  return refused('DOCUMENT_TOO_LARGE', message)
}

function refused(code: string, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code } })
}
