// One execution for all who ask the same of one event, where the answer is nobody's own. That is not declared but seen: an
// execution that never looked at its viewer comes to the same for every viewer. Who may get the event was decided before.
import { createSourceEventStream, execute, Kind, visit, type ASTNode, type DefinitionNode, type DocumentNode, type ExecutionArgs, type ExecutionResult } from 'graphql'
import type { Viewer } from '../core/viewer.ts'
import { executePlanned } from '../execution/execute.ts'
import type { Followed, Follower } from '../realtime/follow.ts'
import { Source, type EventReader, type Offer, type ResultReader, type ResultSource } from '../realtime/source.ts'
import type { LoggedEvent } from '../store/event-log.ts'
import type { Context } from './context.ts'
import type { Feed } from './followed-events.ts'
import { costRefusal } from './operation-cost.ts'

/**
 * Subscribes as graphql-js does; one whose events would cost too much is refused, and none is looked at again with each event.
 * For one event, all subscriptions with the same document, and the same variables as far as they matter to the answer, get one
 * and the same result object, so that whoever sends it can serialize it once. An answer that depends on the viewer, and one
 * with errors, is each subscription's own. The context's `onResults`, where there is one, is handed the results as well: for
 * transports that read them without plugins' iterators around them.
 */
export async function subscribeShared(args: ExecutionArgs): Promise<ResultSource | ExecutionResult> {
  const refusal = costRefusal(args)
  if (refusal !== null) return { errors: [refusal] }
  const context = args.contextValue as Context & { onResults?: (results: ResultSource) => void }
  context.isCostKnown = true
  const source = await createSourceEventStream(args)
  if (!(Symbol.asyncIterator in source)) return source
  const results = new SharedResults(source as Follower<Feed>, joinGroup(args))
  context.onResults?.(results)
  return results
}

/** What is known of a document. `isPersonal`: its answers were seen to depend on the viewer, and are not tried to be shared again. */
type Asked = { isPersonal: boolean; variablesOfAnswers: readonly string[]; groups: Map<string, Group> }

/** All subscriptions, `members` of them, that get the same of the same event. `args` are those of the first, which do for all. */
type Group = { key: string; asked: Asked; args: Pick<ExecutionArgs, 'schema' | 'document' | 'operationName' | 'variableValues'>; members: number }

/** One event's answer to a group; `result` null: there is none for all. `waiting` are to be told when it has come. */
type Answer = { isSettled: boolean; result: ExecutionResult | null; coming: Promise<unknown>; waiting: SharedResults[] }

const asked = new WeakMap<DocumentNode, Asked>()

function joinGroup({ schema, document, operationName, variableValues }: ExecutionArgs): Group {
  const known = entryOf(asked, document, (): Asked => ({ isPersonal: false, variablesOfAnswers: variablesBelowRoot(document), groups: new Map() }))
  const key = keyOf(known.variablesOfAnswers, operationName, variableValues)
  const group = entryOf(known.groups, key, (): Group => ({ key, asked: known, args: { schema, document, operationName, variableValues }, members: 0 }))
  group.members++
  return group
}

function leaveGroup(group: Group): void {
  if (--group.members === 0) group.asked.groups.delete(group.key)
}

class SharedResults extends Source<ExecutionResult, ResultReader> implements EventReader {
  readonly #source: Follower<Feed>
  #group: Group | null

  constructor(source: Follower<Feed>, group: Group) {
    super()
    this.#source = source
    this.#group = group
    source.attach(this)
  }

  offer(event: LoggedEvent): Offer {
    if (this.reader === null || this.#group === null || this.#group.asked.isPersonal) return 'left'
    const answer = answerTo(this.#group, event, this.#source.rights)
    if (answer.isSettled) return answer.result !== null && this.reader.take(answer.result) ? 'taken' : 'left'
    answer.waiting.push(this)
    return 'later'
  }

  /** An answer that was waited for has come. */
  onAnswer({ result }: Answer): void {
    this.#source.settle(result !== null && this.#group !== null && this.#source.mayPass && this.reader!.take(result))
  }

  onReady(): void {
    this.ready()
  }

  async read(): Promise<IteratorResult<ExecutionResult> | null> {
    try {
      const result = await this.#source.read()
      if (result === null) return null
      if (result.done !== true && this.#group !== null) return { done: false, value: await resultOf(this.#group, result.value, this.#source.rights) }
    } catch (error) {
      this.#leave()
      throw error
    }
    this.#leave()
    return { done: true, value: undefined }
  }

  async return(): Promise<IteratorResult<ExecutionResult>> {
    this.#leave()
    await this.#source.return()
    return { done: true, value: undefined }
  }

  #leave(): void {
    if (this.#group !== null) leaveGroup(this.#group)
    this.#group = null
  }
}

async function resultOf(group: Group, followed: Followed, feed: Feed): Promise<ExecutionResult> {
  if (followed.event !== undefined && !group.asked.isPersonal) {
    const answer = answerTo(group, followed.event, feed)
    if (!answer.isSettled) await answer.coming
    if (answer.result !== null) return answer.result
  }
  return executeEvent({ ...group.args, contextValue: feed.context(), rootValue: followed })
}

// Held by the event, and gone with it: whoever is behind gets what the others got.
const answers = new WeakMap<LoggedEvent, Map<Group, Answer>>()

function answerTo(group: Group, event: LoggedEvent, feed: Feed): Answer {
  const ofEvent = entryOf(answers, event, () => new Map<Group, Answer>())
  return entryOf(ofEvent, group, () => {
    const answer: Answer = { isSettled: false, result: null, coming: Promise.resolve(), waiting: [] }
    const settle = (result: ExecutionResult | null) => {
      answer.isSettled = true
      answer.result = result
      for (const each of answer.waiting) each.onAnswer(answer)
      answer.waiting = []
    }
    answer.coming = executeUnseen(group, { event }, feed).then(settle, () => settle(null))
    return answer
  })
}

/** Executes with a viewer who tells when they are looked at; null: they were looked at, or it failed. */
async function executeUnseen(group: Group, followed: Followed, feed: Feed): Promise<ExecutionResult | null> {
  let isPersonal = false
  const contextValue = feed.context(watched(feed.viewer, () => { isPersonal = true }))
  const result = await executeEvent({ ...group.args, contextValue, rootValue: followed })
  if (isPersonal) group.asked.isPersonal = true
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
function keyOf(variablesOfAnswers: readonly string[], operationName: ExecutionArgs['operationName'], variableValues: ExecutionArgs['variableValues']): string {
  const values = variablesOfAnswers.map((name) => (variableValues != null && name in variableValues ? [variableValues[name]] : []))
  return JSON.stringify([operationName ?? null, ...values])
}

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
