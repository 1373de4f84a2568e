// One operation on a socket, from `subscribe` to `complete`. A subscription that waits is this object, its results' source,
// and nothing else: it reads when it is told that there is something, and takes what is shared there and then.
import { randomUUID } from 'node:crypto'
import { GraphQLError, type ExecutionResult } from 'graphql'
import type { SubscribePayload } from 'graphql-ws'
import { isAsyncIterable } from 'graphql-yoga'
import type { Logger } from 'pino'
import type { Limits } from '../limits.ts'
import type { ResultReader, ResultSource } from '../realtime/source.ts'
import type { SocketSender } from '../realtime/socket-sender.ts'
import type { Documents } from './documents.ts'
import { readOperation, type Results } from './operation.ts'
import { shown } from './plain-requests.ts'
import { textOf } from './result-texts.ts'
import type { SignIn } from './sign-in.ts'
import { nextFrame, nextMessage, type QuotedId } from './socket-frames.ts'
import type { Api } from './yoga.ts'

/** What operations need of their server. `maskError`: what clients get to see of an error. */
export type OperationParts = { api: Api; signIn: SignIn; documents: Documents; limits: Limits; maskError: (error: unknown) => Error; log: Logger }

/** What an operation needs of its connection. `running`: its operations that have not ended here, also where the client has lost interest. */
export type OperationHost = { readonly parts: OperationParts; readonly sender: SocketSender; readonly authorization: string | null; running: number; forget(operation: SocketOperation): void }

type Readable = { read(): Promise<IteratorResult<ExecutionResult> | null>; return(): Promise<unknown> }

/** Everything that can be wrong with an operation is its own error: the socket, and what else runs on it, stays. */
export class SocketOperation implements ResultReader {
  readonly id: QuotedId
  readonly #host: OperationHost
  #results: Readable | null = null
  #isWanted = true
  #isCounted = false
  #isReading = false
  #isDue = false

  constructor(host: OperationHost, id: QuotedId) {
    this.#host = host
    this.id = id
  }

  /** Runs it; resolves when it is answered, or its results have begun. */
  async run(payload: SubscribePayload): Promise<void> {
    const { operationsPerSocket } = this.#host.parts.limits
    if (this.#host.running >= operationsPerSocket) {
      return this.#refuse([new GraphQLError(`${operationsPerSocket} operations run on this connection; end one of them first.`, { extensions: { code: 'TOO_MANY_OPERATIONS' } })])
    }
    this.#host.running++
    this.#isCounted = true
    try {
      const results = await this.#begin(payload)
      if (isReadable(results)) this.#results = results
      else if (isAsyncIterable<ExecutionResult>(results)) this.#results = readableOf(results)
      else return await this.#answer(results)
    } catch (error) {
      return this.#fail(error)
    }
    // Its client may have lost interest meanwhile.
    if (!this.#isWanted) return this.end()
    if ('attach' in this.#results) (this.#results as ResultSource).attach(this)
    this.onReady()
  }

  take(result: ExecutionResult): boolean {
    const { sender } = this.#host
    try {
      return this.#isWanted && sender.isFree && sender.sendFrame(nextFrame(this.id, result))
    } catch {
      // Whoever hands it out has others to hand it to. It is read instead, and fails as this operation's own.
      return false
    }
  }

  onReady(): void {
    this.#isDue = true
    if (!this.#isReading) void this.#read()
  }

  /** Nothing more is wanted of it. What is under way comes to its end unheard, and counts until then. */
  end(): void {
    this.#isWanted = false
    if (this.#results === null) return
    this.#uncount()
    this.#endResults()
  }

  async #begin(payload: SubscribePayload): Promise<Results | ResultSource> {
    const { api, signIn, documents } = this.#host.parts
    // Asked anew for each operation: rights may have changed since the socket was opened.
    const signedIn = await signIn(this.#host.authorization)
    const params = documents.find(payload, signedIn.viewer)
    const given: { results: ResultSource | null } = { results: null }
    const { operation, faults, args, execute, subscribe } = readOperation(api, { signedIn, requestId: randomUUID(), isSocket: true, onResults: (results) => { given.results = results } }, params)
    if (faults.length > 0) throw new OperationFaults(faults)
    if (operation === null) throw new GraphQLError('The document has no such operation, or several and `operationName` does not say which.', { extensions: { code: 'BAD_USER_INPUT' } })
    if (operation.operation !== 'subscription') return execute(await args())
    try {
      const results = await subscribe(await args())
      return given.results ?? results
    } catch (error) {
      await given.results?.return()
      throw error
    }
  }

  // Reads until there is nothing; whoever tells that there is something meanwhile has it look once more.
  async #read(): Promise<void> {
    this.#isReading = true
    try {
      while (this.#isDue && this.#isWanted) {
        this.#isDue = false
        for (let result = await this.#results!.read(); result !== null && this.#isWanted; result = await this.#results!.read()) {
          if (result.done === true) return this.#complete()
          await this.#send(result.value)
        }
      }
    } catch (error) {
      this.#fail(error)
      this.#endResults()
    } finally {
      this.#isReading = false
    }
  }

  #endResults(): void {
    this.#results!.return().catch((error: unknown) => this.#host.parts.log.error({ err: error }, 'a subscription did not end in order'))
  }

  async #answer(result: ExecutionResult): Promise<void> {
    this.#uncount()
    if (this.#isWanted) await this.#send(result)
    this.#complete()
  }

  #send(result: ExecutionResult): Promise<void> {
    const { errors, ...rest } = result
    return this.#host.sender.send(nextMessage(this.id, errors === undefined ? textOf(result) : JSON.stringify({ ...rest, errors: errors.map((error) => this.#shown(error)) })))
  }

  #complete(): void {
    if (this.#isWanted) void this.#host.sender.send(`{"id":${this.id},"type":"complete"}`)
    this.#leave()
  }

  #fail(error: unknown): void {
    this.#refuse(error instanceof OperationFaults ? error.faults : [error])
  }

  #refuse(errors: readonly unknown[]): void {
    if (this.#isWanted) void this.#host.sender.send(`{"id":${this.id},"type":"error","payload":${JSON.stringify(errors.map((error) => this.#shown(error)))}}`)
    this.#leave()
  }

  #leave(): void {
    this.#isWanted = false
    this.#uncount()
    this.#host.forget(this)
  }

  #uncount(): void {
    if (this.#isCounted) this.#host.running--
    this.#isCounted = false
  }

  #shown(error: unknown): object {
    const masked = this.#host.parts.maskError(error)
    return shown(masked instanceof GraphQLError ? masked : new GraphQLError(masked.message))
  }
}

/** What is wrong with an operation as it stands. */
class OperationFaults extends Error {
  readonly faults: readonly GraphQLError[]
  constructor(faults: readonly GraphQLError[]) {
    super('an operation is not valid')
    this.faults = faults
  }
}

function isReadable(results: Results | ResultSource): results is ResultSource {
  return 'read' in results
}

function readableOf(results: AsyncIterable<ExecutionResult>): Readable {
  const iterator = results[Symbol.asyncIterator]()
  return { read: () => iterator.next(), return: async () => iterator.return?.() }
}
