// One execution for all who ask the same of one event, where the answer is nobody's own. That is not declared but seen: an
// execution that never looked at its viewer comes to the same for every viewer. Who may get the event was decided before.
import { createSourceEventStream, execute, Kind, visit, type ASTNode, type DefinitionNode, type DocumentNode, type ExecutionArgs, type ExecutionResult } from 'graphql'
import type { Viewer } from '../core/viewer.ts'
import { executePlanned } from '../execution/execute.ts'
import type { Followed, FollowedEvents } from '../realtime/follow.ts'
import type { LoggedEvent } from '../store/event-log.ts'
import { createContext, type Context } from './context.ts'
import { costRefusal } from './operation-cost.ts'

/** Results of a subscription; `return()` ends it at once, also while `next()` waits. */
export type Results = AsyncIterableIterator<ExecutionResult> & { return(): Promise<IteratorResult<ExecutionResult>> }

/**
 * A transport's shorter way for results that are shared: sends it at once and answers true, or does nothing and answers
 * false. It is asked only while the transport waits for the next result, so that the order stays. It gets no errors.
 */
export type SendShared = (result: ExecutionResult) => boolean

/**
 * Subscribes as graphql-js does; one whose events would cost too much is refused, and none is looked at again with each event.
 * For one event, all subscriptions with the same document, and the same variables as far as they matter to the answer, get one
 * and the same result object, so that whoever sends it can serialize it once; by the context's `sendShared`, where there is
 * one, without a step between. An answer that depends on the viewer, and one with errors, is each subscription's own.
 */
export async function subscribeShared(args: ExecutionArgs): Promise<Results | ExecutionResult> {
  const refusal = costRefusal(args)
  if (refusal !== null) return { errors: [refusal] }
  const context = args.contextValue as Context & { sendShared?: SendShared }
  context.isCostKnown = true
  const source = await createSourceEventStream(args)
  if (!(Symbol.asyncIterator in source)) return source
  return resultsOf(args, source as FollowedEvents, context.sendShared)
}

function resultsOf(args: ExecutionArgs, source: FollowedEvents, sendShared: SendShared | undefined): Results {
  const key = keyOf(args)
  if (sendShared !== undefined) source.setTap((event) => {
    if (personal.has(args.document)) return null
    return sharedResultOf(args, key, { event }, event).then((result) => result && (() => sendShared(result)))
  })
  const results: Results = {
    next: async () => {
      const { done, value } = await source.next()
      return done === true ? { done, value: undefined } : { done: false, value: await resultOf(args, key, value) }
    },
    return: async () => {
      await source.return()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]: () => results,
  }
  return results
}

// Held by the event, and gone with it: whoever is behind gets what the others got.
const sharedResults = new WeakMap<LoggedEvent, Map<DocumentNode, Map<string, Promise<ExecutionResult | null>>>>()
// Documents whose answers were seen to depend on the viewer. Not tried again.
const personal = new WeakSet<DocumentNode>()

async function resultOf(args: ExecutionArgs, key: string, followed: Followed): Promise<ExecutionResult> {
  const shared = followed.event === undefined || personal.has(args.document) ? null : await sharedResultOf(args, key, followed, followed.event)
  return shared ?? executeEvent({ ...args, rootValue: followed })
}

function sharedResultOf(args: ExecutionArgs, key: string, followed: Followed, event: LoggedEvent): Promise<ExecutionResult | null> {
  const byDocument = entryOf(sharedResults, event, () => new Map<DocumentNode, Map<string, Promise<ExecutionResult | null>>>())
  const byKey = entryOf(byDocument, args.document, () => new Map<string, Promise<ExecutionResult | null>>())
  return entryOf(byKey, key, () => executeUnseen(args, followed))
}

/** Executes with a viewer who tells when they are looked at; null: they were looked at, or it failed. */
async function executeUnseen(args: ExecutionArgs, followed: Followed): Promise<ExecutionResult | null> {
  const { viewer, shell, requestId, realtime } = args.contextValue as Context
  let isPersonal = false
  const contextValue: Context = { ...createContext({ viewer: watched(viewer, () => { isPersonal = true }), shell, requestId, realtime }), isCostKnown: true }
  const result = await executeEvent({ ...args, contextValue, rootValue: followed })
  if (isPersonal) personal.add(args.document)
  return isPersonal || result.errors !== undefined ? null : result
}

async function executeEvent(args: ExecutionArgs): Promise<ExecutionResult> {
  return executePlanned(args) ?? execute(args)
}

function watched(viewer: Viewer, onLook: () => void): Viewer {
  const told = <Arguments extends unknown[], Answer>(look: (...given: Arguments) => Answer) => (...given: Arguments) => {
    onLook()
    return look(...given)
  }
  return new Proxy<Viewer>(viewer, { get: told((target: Viewer, name: string | symbol) => target[name as keyof Viewer]), has: told(Reflect.has), ownKeys: told(Reflect.ownKeys), getOwnPropertyDescriptor: told(Reflect.getOwnPropertyDescriptor) })
}

// What beside the document decides on the answer. The arguments of the subscription's own field don't: they chose the
// event, which is at hand (`after` is different for everybody who came back).
function keyOf({ document, operationName, variableValues }: ExecutionArgs): string {
  const names = entryOf(variablesOfAnswers, document, () => variablesBelowRoot(document))
  const values = names.map((name) => (variableValues != null && name in variableValues ? [variableValues[name]] : []))
  return JSON.stringify([operationName ?? null, ...values])
}

const variablesOfAnswers = new WeakMap<DocumentNode, readonly string[]>()

function variablesBelowRoot({ definitions }: DocumentNode): readonly string[] {
  const names = new Set<string>()
  for (const node of definitions.flatMap(partsOfAnswer)) visit(node, { Variable: ({ name }) => void names.add(name.value) })
  return [...names].sort()
}

// All of a document but the variables' declarations and the arguments of subscriptions' own fields.
function partsOfAnswer(definition: DefinitionNode): readonly ASTNode[] {
  if (definition.kind !== Kind.OPERATION_DEFINITION) return [definition]
  return definition.selectionSet.selections.flatMap((selection): readonly ASTNode[] => {
    if (selection.kind !== Kind.FIELD) return [selection]
    return [...(selection.directives ?? []), ...(selection.selectionSet === undefined ? [] : [selection.selectionSet])]
  })
}

function entryOf<Key, Value>(map: { get(key: Key): Value | undefined; set(key: Key, value: Value): unknown }, key: Key, make: () => Value): Value {
  const found = map.get(key)
  if (found !== undefined) return found
  const made = make()
  map.set(key, made)
  return made
}
