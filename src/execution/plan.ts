// What a document comes to for a schema, found out once and kept with it: which fields are asked of which type, under which
// names, and how their values are completed. What execution of the document would find anew with every request, and with
// every row of a list.
import {
  assertValidSchema, getArgumentValues, getDirectiveValues, GraphQLIncludeDirective, GraphQLSkipDirective, isAbstractType, isLeafType, isListType, isNonNullType, isObjectType, Kind, SchemaMetaFieldDef,
  TypeMetaFieldDef, TypeNameMetaFieldDef, typeFromAST, visit,
  type DocumentNode, type FieldNode, type FragmentDefinitionNode, type GraphQLAbstractType, type GraphQLField, type GraphQLLeafType, type GraphQLObjectType, type GraphQLOutputType, type GraphQLSchema,
  type OperationDefinitionNode, type SelectionSetNode,
} from 'graphql'

/** Fragments of a document by their names. */
export type Fragments = { readonly [name: string]: FragmentDefinitionNode }

/** Values of variables, coerced. */
export type VariableValues = { readonly [name: string]: unknown }

/** An operation of a document, ready to be run with any variables. */
export type OperationPlan = {
  operation: OperationDefinitionNode
  fragments: Fragments
  /** The fields of the root, as @skip and @include leave them with these variables; null: that was not foreseen. */
  rootFor(variables: VariableValues): SelectionPlan | null
}

/** The fields that are asked of one object type at one place of a document. */
export type SelectionPlan = {
  type: GraphQLObjectType
  fields: readonly FieldPlan[]
  /** Makes a result without any field yet. It inherits nothing: clients may name a field as they like. */
  Result: new () => { [key: string]: unknown }
}

/** One field of a selection. */
export type FieldPlan = {
  /** Its name in the result. */
  key: string
  nodes: readonly FieldNode[]
  definition: GraphQLField<unknown, unknown>
  parentType: GraphQLObjectType
  args: ArgumentsPlan
  completion: Completion
}

/** Arguments are none, the same for every request, or depend on variables. What is wrong with them is told when they are made. */
export type ArgumentsPlan = { kind: 'none' } | { kind: 'fixed'; values: { [name: string]: unknown } } | { kind: 'varying' }

/** How a value of a field is completed: once for its type, and within lists once more for that of the items. */
export type Completion = { type: GraphQLOutputType; isNonNull: boolean } & (
  | { kind: 'leaf'; leaf: GraphQLLeafType }
  | { kind: 'list'; item: Completion }
  | { kind: 'object'; selection(): SelectionPlan }
  | { kind: 'abstract'; abstract: GraphQLAbstractType; known: Map<string, SelectionPlan>; selectionOf(type: GraphQLObjectType): SelectionPlan }
)

type Place = { schema: GraphQLSchema; fragments: Fragments; variables: VariableValues }

/** Which fields remain depends on variables only by @skip and @include: of so many sets of such values a document's fields are kept. */
export const MAX_VARIANTS = 16
const CONDITIONS: ReadonlySet<string> = new Set([GraphQLSkipDirective.name, GraphQLIncludeDirective.name])

const documents = new WeakMap<DocumentNode, { schema: GraphQLSchema; operations: Map<string | null, OperationPlan> }>()

/** The plan of an operation of a valid document; null where there is no such operation, or directives are used that this knows nothing of. */
export function planOf(schema: GraphQLSchema, document: DocumentNode, operationName: string | null | undefined): OperationPlan | null {
  let kept = documents.get(document)
  if (kept?.schema !== schema) documents.set(document, kept = { schema, operations: new Map() })
  const { operations } = kept
  const name = operationName ?? null, known = operations.get(name)
  if (known !== undefined) return known
  const plan = makePlan(schema, document, name)
  // Names that a document doesn't have are anybody's to invent, and not kept.
  if (plan !== null) operations.set(name, plan)
  return plan
}

function makePlan(schema: GraphQLSchema, document: DocumentNode, operationName: string | null): OperationPlan | null {
  assertValidSchema(schema)
  const fragments = Object.create(null) as { [name: string]: FragmentDefinitionNode }
  const operations: OperationDefinitionNode[] = []
  for (const definition of document.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition
    if (definition.kind === Kind.OPERATION_DEFINITION && (operationName === null || definition.name?.value === operationName)) operations.push(definition)
  }
  const [operation] = operations, conditions = conditionsIn(document)
  const rootType = operation === undefined ? undefined : schema.getRootType(operation.operation)
  if (operation === undefined || operations.length > 1 || rootType == null || conditions === null) return null
  const variants = new Map<string, SelectionPlan>()
  return {
    operation, fragments,
    rootFor: (variables) => {
      let key = ''
      for (const name of conditions) {
        const value = variables[name]
        if (typeof value !== 'boolean') return null
        key += value ? '1' : '0'
      }
      let root = variants.get(key)
      if (root === undefined) {
        if (variants.size >= MAX_VARIANTS) return null
        variants.set(key, root = planSelection({ schema, fragments, variables }, rootType, [operation.selectionSet]))
      }
      return root
    },
  }
}

/** The variables that decide whether fields are asked for; null where there are directives other than those of GraphQL itself. */
function conditionsIn(document: DocumentNode): readonly string[] | null {
  const names = new Set<string>()
  let isKnown = true
  visit(document, {
    Directive: (directive) => {
      if (!CONDITIONS.has(directive.name.value)) isKnown = false
      for (const { value } of directive.arguments ?? []) if (value.kind === Kind.VARIABLE) names.add(value.name.value)
    },
  })
  return isKnown ? [...names].sort() : null
}

function planSelection(place: Place, type: GraphQLObjectType, sets: readonly SelectionSetNode[]): SelectionPlan {
  const nodes = new Map<string, FieldNode[]>(), visited = new Set<string>()
  for (const set of sets) collect(place, type, set, nodes, visited)
  const fields = [...nodes].flatMap(([key, ofKey]): FieldPlan[] => {
    const definition = definitionOf(place.schema, type, ofKey[0]!.name.value)
    return definition === undefined ? [] : [{ key, nodes: ofKey, definition, parentType: type, args: planArguments(definition, ofKey[0]!), completion: planCompletion(place, definition.type, ofKey) }]
  })
  return { type, fields, Result: resultWithoutPrototype() }
}

// An instance has a shape that the engine knows, where an object without prototype is made a dictionary: slower to fill, to keep and to print.
function resultWithoutPrototype(): SelectionPlan['Result'] {
  const Result = function () {} as unknown as SelectionPlan['Result']
  Result.prototype = Object.create(null) as object
  return Result
}

function collect(place: Place, type: GraphQLObjectType, { selections }: SelectionSetNode, nodes: Map<string, FieldNode[]>, visited: Set<string>): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FRAGMENT_SPREAD && visited.has(selection.name.value)) continue
    if (!isIncluded(place, selection)) continue
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value
      const known = nodes.get(key)
      if (known === undefined) nodes.set(key, [selection])
      else known.push(selection)
      continue
    }
    if (selection.kind === Kind.FRAGMENT_SPREAD) visited.add(selection.name.value)
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? place.fragments[selection.name.value] : selection
    if (fragment === undefined || !isFor(place.schema, fragment, type)) continue
    collect(place, type, fragment.selectionSet, nodes, visited)
  }
}

function isIncluded({ variables }: Place, node: Parameters<typeof getDirectiveValues>[1]): boolean {
  return getDirectiveValues(GraphQLSkipDirective, node, { ...variables })?.['if'] !== true && getDirectiveValues(GraphQLIncludeDirective, node, { ...variables })?.['if'] !== false
}

function isFor(schema: GraphQLSchema, { typeCondition }: { typeCondition?: FragmentDefinitionNode['typeCondition'] }, type: GraphQLObjectType): boolean {
  if (typeCondition === undefined) return true
  const wanted = typeFromAST(schema, typeCondition)
  return wanted === type || (isAbstractType(wanted) && schema.isSubType(wanted, type))
}

function definitionOf(schema: GraphQLSchema, type: GraphQLObjectType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === TypeNameMetaFieldDef.name) return TypeNameMetaFieldDef
  if (type === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef
  }
  return type.getFields()[name]
}

function planArguments(definition: GraphQLField<unknown, unknown>, node: FieldNode): ArgumentsPlan {
  if (definition.args.length === 0) return { kind: 'none' }
  let isVarying = false
  visit(node, { Variable: () => { isVarying = true }, SelectionSet: () => false, Directive: () => false })
  if (isVarying) return { kind: 'varying' }
  try {
    const values = getArgumentValues(definition, node)
    // What has parts is made for each call, so that nobody finds in it what another has changed.
    return Object.values(values).some((value) => typeof value === 'object' && value !== null) ? { kind: 'varying' } : { kind: 'fixed', values }
  } catch {
    return { kind: 'varying' }
  }
}

function planCompletion(place: Place, type: GraphQLOutputType, nodes: readonly FieldNode[]): Completion {
  const isNonNull = isNonNullType(type)
  const nullable = isNonNull ? type.ofType : type
  if (isListType(nullable)) return { type, isNonNull, kind: 'list', item: planCompletion(place, nullable.ofType as GraphQLOutputType, nodes) }
  if (isLeafType(nullable)) return { type, isNonNull, kind: 'leaf', leaf: nullable }
  const sets = nodes.flatMap(({ selectionSet }) => selectionSet ?? [])
  if (isObjectType(nullable)) {
    let selection: SelectionPlan | null = null
    return { type, isNonNull, kind: 'object', selection: () => (selection ??= planSelection(place, nullable, sets)) }
  }
  return { type, isNonNull, kind: 'abstract', abstract: nullable as GraphQLAbstractType, known: new Map(), selectionOf: (runtimeType) => planSelection(place, runtimeType, sets) }
}
