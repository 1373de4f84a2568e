// Executes operations as graphql-js does, step by step, but along a plan (plan.ts) that is kept with the document: each
// result, each error and its path is the same, in the same order (test/execution/*.test.ts holds the two together).
import {
  defaultTypeResolver, getArgumentValues, getVariableValues, GraphQLError, isObjectType, locatedError, OperationTypeNode,
  type ExecutionArgs, type ExecutionResult, type FieldNode, type GraphQLAbstractType, type GraphQLResolveInfo, type GraphQLSchema, type OperationDefinitionNode,
} from 'graphql'
import { planOf, type Completion, type FieldPlan, type Fragments, type SelectionPlan, type VariableValues } from './plan.ts'

type MaybePromise<Value> = Value | Promise<Value>

/** A place in a result, from the inside outwards. */
type Path = NonNullable<GraphQLResolveInfo['path']>

type Execution = {
  schema: GraphQLSchema
  operation: OperationDefinitionNode
  fragments: Fragments
  rootValue: unknown
  contextValue: unknown
  variableValues: VariableValues
  errors: CollectedErrors
}

const MAX_VARIABLE_ERRORS = 50

/**
 * Executes a query or mutation, or one event of a subscription, of a document that is valid. Null: it isn't foreseen here
 * (no such operation, variables of a wrong kind, resolvers or directives beside the schema's), and nothing of it was done.
 */
export function executePlanned(args: ExecutionArgs): MaybePromise<ExecutionResult> | null {
  const { schema, document, operationName, variableValues: given, rootValue, contextValue } = args
  if (args.fieldResolver != null || args.typeResolver != null) return null
  const plan = planOf(schema, document, operationName)
  if (plan === null) return null
  const { operation, fragments } = plan
  const variables = operation.variableDefinitions === undefined || operation.variableDefinitions.length === 0 ? { coerced: {} } : getVariableValues(schema, operation.variableDefinitions, given ?? {}, { maxErrors: MAX_VARIABLE_ERRORS })
  if (variables.coerced === undefined) return null
  const root = plan.rootFor(variables.coerced)
  if (root === null) return null
  const execution: Execution = { schema, operation, fragments, rootValue, contextValue, variableValues: variables.coerced, errors: new CollectedErrors() }
  const failed = (error: unknown): ExecutionResult => {
    execution.errors.add(error as GraphQLError, undefined)
    return { errors: execution.errors.all, data: null }
  }
  try {
    const data = operation.operation === OperationTypeNode.MUTATION ? executeSerially(execution, root) : executeFields(execution, root, rootValue, undefined)
    return isPromise(data) ? data.then((value) => responseOf(execution, value), failed) : responseOf(execution, data)
  } catch (error) {
    return failed(error)
  }
}

function responseOf({ errors: { all } }: Execution, data: object): ExecutionResult {
  return (all.length === 0 ? { data } : { errors: all, data }) as ExecutionResult
}

// ---------------------------------------------------------------- fields

type ResultObject = { [key: string]: unknown }

function executeSerially(execution: Execution, { fields, Result }: SelectionPlan): MaybePromise<object> {
  return fields.reduce<MaybePromise<ResultObject>>((before, field) => {
    const next = (results: ResultObject): MaybePromise<ResultObject> => {
      const put = (value: unknown) => {
        results[field.key] = value
        return results
      }
      const value = executeField(execution, field, execution.rootValue, undefined)
      return isPromise(value) ? value.then(put) : put(value)
    }
    return isPromise(before) ? before.then(next) : next(before)
  }, new Result())
}

function executeFields(execution: Execution, { fields, Result }: SelectionPlan, source: unknown, path: Path | undefined): MaybePromise<object> {
  const results = new Result()
  let hasPromise = false
  try {
    for (const field of fields) {
      const value = executeField(execution, field, source, path)
      results[field.key] = value
      if (isPromise(value)) hasPromise = true
    }
  } catch (error) {
    // What other fields still wait for may fail as well.
    if (hasPromise) return settled(results).finally(() => { throw error })
    throw error
  }
  return hasPromise ? settled(results) : results
}

function settled(results: ResultObject): Promise<object> {
  const keys = Object.keys(results)
  return Promise.all(Object.values(results)).then((values) => {
    for (let at = 0; at < keys.length; at++) results[keys[at]!] = values[at]
    return results
  })
}

function executeField(execution: Execution, field: FieldPlan, source: unknown, parentPath: Path | undefined): unknown {
  if (field.definition.resolve === undefined && field.completion.kind === 'leaf' && typeof source === 'object' && source !== null) {
    const value = (source as ResultObject)[field.definition.name]
    // Most of what there is: nothing has to be asked, waited for or told.
    if (typeof value === 'string' || typeof value === 'boolean') return completeProperty(execution, field, field.completion, value, parentPath)
  }
  const { definition: { resolve }, completion } = field
  // Leaves have no places below them: theirs is made when somebody asks for it.
  const path = completion.kind === 'leaf' ? undefined : placeOf(field, parentPath)
  const info = new Info(execution, field, parentPath, path)
  let completed: unknown
  try {
    const resolved = resolve === undefined ? propertyOf(execution, field, source, info) : resolve(source, argumentsOf(execution, field), execution.contextValue, info)
    completed = isPromise(resolved) ? completeLater(execution, field, completion, info, path, resolved) : complete(execution, field, completion, info, path, resolved)
  } catch (error) {
    return fieldFailed(execution, field, completion, path ?? placeOf(field, parentPath), error)
  }
  return isPromise(completed) ? failLater(execution, field, completion, path ?? placeOf(field, parentPath), completed) : completed
}

// What waits for promises is apart: a function that has closures in it makes room for what they hold with every call, and
// hardly any field of a list is a promise.
function completeLater(execution: Execution, field: FieldPlan, completion: Completion, info: Info, path: Path | undefined, promise: Promise<unknown>): Promise<unknown> {
  return promise.then((value) => complete(execution, field, completion, info, path, value))
}

function failLater(execution: Execution, field: FieldPlan, completion: Completion, path: Path, promise: Promise<unknown>): Promise<unknown> {
  return promise.then(undefined, (error: unknown) => fieldFailed(execution, field, completion, path, error))
}

function completeProperty(execution: Execution, field: FieldPlan, completion: Of<'leaf'>, value: unknown, parentPath: Path | undefined): unknown {
  try {
    return completeLeaf(completion, value)
  } catch (error) {
    return fieldFailed(execution, field, completion, placeOf(field, parentPath), error)
  }
}

// What a field without a resolver is: the property of its name, or what the method of its name answers.
function propertyOf(execution: Execution, field: FieldPlan, source: unknown, info: GraphQLResolveInfo): unknown {
  if ((typeof source !== 'object' || source === null) && typeof source !== 'function') return undefined
  const { name } = field.definition, property = (source as ResultObject)[name]
  return typeof property === 'function' ? (source as { [method: string]: (...given: unknown[]) => unknown })[name]!(argumentsOf(execution, field), execution.contextValue, info) : property
}

// Everybody's, and nobody's to change.
const NO_ARGUMENTS: { [name: string]: unknown } = Object.freeze({})

function argumentsOf({ variableValues }: Execution, { args, definition, nodes }: FieldPlan): { [name: string]: unknown } {
  if (args.kind === 'none') return NO_ARGUMENTS
  return args.kind === 'fixed' ? { ...args.values } : getArgumentValues(definition, nodes[0]!, variableValues)
}

function placeOf({ key, parentType }: FieldPlan, prev: Path | undefined): Path {
  return { prev, key, typename: parentType.name }
}

function fieldFailed({ errors }: Execution, { nodes }: FieldPlan, { isNonNull }: Completion, path: Path, cause: unknown): null {
  const error = locatedError(cause, nodes, pathToArray(path))
  // It is its parent's, then.
  if (isNonNull) throw error
  errors.add(error, path)
  return null
}

function pathToArray(path: Path): (string | number)[] {
  const keys: (string | number)[] = []
  for (let at: Path | undefined = path; at !== undefined; at = at.prev) keys.push(at.key)
  return keys.reverse()
}

/** What a resolver is told of its field. Most look at nothing of it, so that most of it is made when it is looked at. */
class Info implements GraphQLResolveInfo {
  readonly #execution: Execution
  readonly #field: FieldPlan
  readonly #parentPath: Path | undefined
  #path: Path | undefined

  constructor(execution: Execution, field: FieldPlan, parentPath: Path | undefined, path: Path | undefined) {
    this.#execution = execution
    this.#field = field
    this.#parentPath = parentPath
    this.#path = path
  }

  get fieldName(): string { return this.#field.definition.name }
  get fieldNodes(): readonly FieldNode[] { return this.#field.nodes }
  get returnType(): GraphQLResolveInfo['returnType'] { return this.#field.definition.type }
  get parentType(): GraphQLResolveInfo['parentType'] { return this.#field.parentType }
  get path(): Path { return (this.#path ??= placeOf(this.#field, this.#parentPath)) }
  get schema(): GraphQLSchema { return this.#execution.schema }
  get fragments(): GraphQLResolveInfo['fragments'] { return this.#execution.fragments }
  get rootValue(): unknown { return this.#execution.rootValue }
  get operation(): OperationDefinitionNode { return this.#execution.operation }
  get variableValues(): { [name: string]: unknown } { return this.#execution.variableValues }
}

// ---------------------------------------------------------------- values

function complete(execution: Execution, field: FieldPlan, completion: Completion, info: Info, path: Path | undefined, value: unknown): unknown {
  if (value instanceof Error) throw value
  if (value == null) {
    if (completion.isNonNull) throw new Error(`Cannot return null for non-nullable field ${field.parentType.name}.${field.definition.name}.`)
    return null
  }
  switch (completion.kind) {
    case 'leaf': return completeLeaf(completion, value)
    case 'list': return completeList(execution, field, completion, info, path!, value)
    case 'object': return completeObject(execution, field, completion.selection(), info, path!, value)
    case 'abstract': return completeAbstract(execution, field, completion, info, path!, value)
  }
}

type Of<Kind extends Completion['kind']> = Extract<Completion, { kind: Kind }>

function completeLeaf({ leaf }: Of<'leaf'>, value: unknown): unknown {
  let serialized: unknown
  try {
    serialized = leaf.serialize(value)
  } catch (error) {
    // A value of ours that its type can't show is no fault of the client's: as any error, and not as one that is promised.
    throw error instanceof GraphQLError ? new Error(error.message, { cause: error }) : error
  }
  if (serialized == null) throw new Error(`Expected \`${leaf.name}.serialize(…)\` to return non-nullable value, returned: ${String(serialized)}`)
  return serialized
}

function completeList(execution: Execution, field: FieldPlan, { item }: Of<'list'>, info: Info, path: Path, values: unknown): MaybePromise<readonly unknown[]> {
  if (typeof values !== 'object' || typeof (values as Partial<Iterable<unknown>>)[Symbol.iterator] !== 'function') {
    throw new GraphQLError(`Expected Iterable, but did not find one for field "${field.parentType.name}.${field.definition.name}".`)
  }
  const completed: unknown[] = []
  let hasPromise = false
  for (const value of values as Iterable<unknown>) {
    const one = completeItem(execution, field, item, info, path, completed.length, value)
    if (isPromise(one)) hasPromise = true
    completed.push(one)
  }
  return hasPromise ? Promise.all(completed) : completed
}

function completeItem(execution: Execution, field: FieldPlan, item: Completion, info: Info, listPath: Path, key: number, value: unknown): unknown {
  const path: Path | undefined = item.kind === 'leaf' ? undefined : placeIn(listPath, key)
  let completed: unknown
  try {
    completed = isPromise(value) ? completeLater(execution, field, item, info, path, value) : complete(execution, field, item, info, path, value)
  } catch (error) {
    return fieldFailed(execution, field, item, path ?? placeIn(listPath, key), error)
  }
  return isPromise(completed) ? failLater(execution, field, item, path ?? placeIn(listPath, key), completed) : completed
}

function placeIn(list: Path, key: number): Path {
  return { prev: list, key, typename: undefined }
}

function completeObject(execution: Execution, field: FieldPlan, selection: SelectionPlan, info: Info, path: Path, value: unknown): MaybePromise<object> {
  const { type } = selection
  if (type.isTypeOf != null) {
    const isOfType = type.isTypeOf(value, execution.contextValue, info)
    if (isPromise(isOfType)) return completeCheckedLater(execution, field, selection, path, value, isOfType)
    return completeChecked(execution, field, selection, path, value, isOfType)
  }
  return executeFields(execution, selection, value, path)
}

function completeCheckedLater(execution: Execution, field: FieldPlan, selection: SelectionPlan, path: Path, value: unknown, check: Promise<boolean>): Promise<object> {
  return check.then((isOfType) => completeChecked(execution, field, selection, path, value, isOfType))
}

function completeChecked(execution: Execution, { nodes }: FieldPlan, selection: SelectionPlan, path: Path, value: unknown, isOfType: boolean): MaybePromise<object> {
  if (!isOfType) throw new GraphQLError(`Expected value of type "${selection.type.name}" but got another.`, { nodes })
  return executeFields(execution, selection, value, path)
}

function completeAbstract(execution: Execution, field: FieldPlan, completion: Of<'abstract'>, info: Info, path: Path, value: unknown): MaybePromise<object> {
  const { abstract } = completion
  const typeName: unknown = (abstract.resolveType ?? defaultTypeResolver)(value, execution.contextValue, info, abstract)
  if (isPromise(typeName)) return completeNamedLater(execution, field, completion, info, path, value, typeName)
  return completeObject(execution, field, selectionOf(execution, field, completion, typeName), info, path, value)
}

function completeNamedLater(execution: Execution, field: FieldPlan, completion: Of<'abstract'>, info: Info, path: Path, value: unknown, typeName: Promise<unknown>): Promise<object> {
  return typeName.then((name) => completeObject(execution, field, selectionOf(execution, field, completion, name), info, path, value))
}

function selectionOf({ schema }: Execution, field: FieldPlan, { abstract, known, selectionOf: makeSelection }: Of<'abstract'>, typeName: unknown): SelectionPlan {
  const selection = known.get(typeName as string)
  if (selection !== undefined) return selection
  const made = makeSelection(runtimeType(schema, field, abstract, typeName))
  known.set(typeName as string, made)
  return made
}

function runtimeType(schema: GraphQLSchema, { nodes, parentType, definition }: FieldPlan, abstract: GraphQLAbstractType, typeName: unknown) {
  const type = typeof typeName === 'string' ? schema.getType(typeName) : undefined
  if (isObjectType(type) && schema.isSubType(abstract, type)) return type
  throw new GraphQLError(`Abstract type "${abstract.name}" did not resolve to one of its Object types at runtime for field "${parentType.name}.${definition.name}".`, { nodes })
}

// ---------------------------------------------------------------- errors

/** The errors of an execution. What goes wrong beneath a place that is null already is not told. */
class CollectedErrors {
  readonly all: GraphQLError[] = []
  readonly #places = new Set<Path | undefined>()

  add(error: GraphQLError, path: Path | undefined): void {
    if (this.#places.has(undefined)) return
    for (let at = path; at !== undefined; at = at.prev) if (this.#places.has(at)) return
    this.#places.add(path)
    this.all.push(error)
  }
}

function isPromise<Value>(value: MaybePromise<Value>): value is Promise<Value> {
  return ((typeof value === 'object' && value !== null) || typeof value === 'function') && typeof (value as { then?: unknown }).then === 'function'
}
