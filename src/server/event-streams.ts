// Subscriptions over HTTP: how many of them a user may keep open, when they end, and that what many get is serialized once.
import type { ServerResponse } from 'node:http'
import { GraphQLError, type ExecutionResult } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import type { Clock } from '../clock.ts'
import type { Limits } from '../limits.ts'
import { endingWith, TOO_MANY_SOCKETS, type HeldConnections } from './held-connections.ts'
import { textOf } from './result-texts.ts'
import type { OperationContext } from './yoga.ts'
import { until } from './until.ts'

const TOKEN_EXPIRED: ExecutionResult = { errors: [new GraphQLError('The token has expired.', { extensions: { code: 'UNAUTHENTICATED' } })] }

/** Bounds event streams. Subscriptions on sockets pass through: their socket has been counted, and ends by itself. Comes after whoever sets how to subscribe. */
export function useEventStreams({ held, clock, limits }: { held: HeldConnections; clock: Clock; limits: Limits }): Plugin<OperationContext> {
  return {
    onSubscribe({ args: { contextValue }, subscribeFn, setSubscribeFn }) {
      const { signedIn, isSocket, res } = contextValue as OperationContext & { res?: ServerResponse }
      if (isSocket === true || signedIn === undefined) return
      setSubscribeFn(async (args) => {
        const { id } = signedIn.viewer
        if (!held.take(id)) return { errors: [tooMany(held.refusal)] }
        const leave = () => held.leave(id)
        try {
          const result = (await subscribeFn(args)) as ExecutionResult | AsyncIterable<ExecutionResult>
          if (isAsyncIterable<ExecutionResult>(result)) {
            const ended = signedIn.expiresAt === null ? result : until(result, signedIn.expiresAt, clock(), TOKEN_EXPIRED)
            const stream = endingWith(sent(ended, limits.unreadStreamMs, () => res?.destroy()), leave)
            if (res !== undefined) onceClosed(res, () => void stream.return?.().catch(() => {}))
            return stream
          }
          leave()
          return result
        } catch (error) {
          leave()
          throw error
        }
      })
    },
  }
}

// Whoever is to write the results may never come to read them: its client can have gone while this began.
function onceClosed(response: ServerResponse, act: () => void): void {
  if (response.closed || response.destroyed) act()
  else response.once('close', act)
}

function tooMany(message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: TOO_MANY_SOCKETS, http: { status: 429, headers: { 'retry-after': '1' } } } })
}

/** How Yoga finds the text of a result; what it makes of one with errors, it hands over. */
type WrittenResult = ExecutionResult & { stringify?: (result: ExecutionResult) => string }

// The next result is asked for when there is room for it: who is not asked for so long has a client that doesn't read.
function sent(source: AsyncIterable<ExecutionResult>, unreadMs: number, drop: () => void): AsyncIterableIterator<ExecutionResult> {
  const iterator = source[Symbol.asyncIterator]()
  let unread: NodeJS.Timeout | undefined
  return {
    [Symbol.asyncIterator]() { return this },
    next: async () => {
      clearTimeout(unread)
      const { done, value } = (await iterator.next()) as IteratorResult<WrittenResult, undefined>
      if (done === true) return { done, value: undefined }
      unread = setTimeout(drop, unreadMs)
      // Not enumerable: sockets may have the same object, and write all of it.
      if (value.stringify === undefined) Object.defineProperty(value, 'stringify', { value: (given: ExecutionResult) => (given === value ? textOf(value) : JSON.stringify(given)) })
      return { done: false, value }
    },
    return: async () => {
      clearTimeout(unread)
      await iterator.return?.()
      return { done: true, value: undefined }
    },
  }
}
