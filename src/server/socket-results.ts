// Results of a subscription on their way to a socket. One result object that many sockets get is serialized once: only the
// operation's id is each one's own.
import type { ExecutionResult } from 'graphql'
import { MessageType } from 'graphql-ws'
import { textOf } from './result-texts.ts'

/** A subscription that graphql-ws waits for and ends; its results have gone out by themselves. */
export type SentResults = AsyncIterableIterator<never> & { return(): Promise<IteratorResult<never>> }

/** What one operation's results are sent as. Texts are made once for each result object. */
export type NextMessage = (result: ExecutionResult) => string

/** Makes the `next` messages of an operation. */
export function nextMessages(operationId: string): NextMessage {
  const before = `{"id":${JSON.stringify(operationId)},"type":"${MessageType.Next}","payload":`
  return (result) => `${before}${textOf(result)}}`
}

/**
 * Sends every result as the operation's `next` message, the next one when `send` says so. Gives nothing itself: its first
 * `next()` settles when the results have ended, and rejects with what they failed with.
 */
export function sendResults(results: AsyncIterable<ExecutionResult>, message: NextMessage, send: (text: string) => Promise<void>): SentResults {
  const source = results[Symbol.asyncIterator]()
  const sent: SentResults = {
    next: async () => {
      for (let result = await source.next(); result.done !== true; result = await source.next()) await send(message(result.value))
      return { done: true, value: undefined }
    },
    return: async () => {
      await source.return?.()
      return { done: true, value: undefined }
    },
    [Symbol.asyncIterator]: () => sent,
  }
  return sent
}
