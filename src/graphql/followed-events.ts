// How a subscription field gets its events: the follower's rights by visibility, the rows of an event as they were logged,
// and fresh loaders for everything that hangs on them.
import { GraphQLError } from 'graphql'
import { loadViewer } from '../commands/load-viewer.ts'
import { NotFoundError, SignInEndedError, SubscriptionLaggedError, PromisedError } from '../errors.ts'
import { follow, type Followed, type FollowedEvents } from '../realtime/follow.ts'
import type { LoggedEvent } from '../store/event-log.ts'
import { revived } from '../store/routing-rows.ts'
import type { Context } from './context.ts'
import { clearLoaders, createLoaders } from './loaders.ts'

/** An event as its GraphQL type shows it: `kind` is the type's name, the payload's rows stand beside it. */
export type ShownEvent<Payload extends object = object> = { kind: string; cursor: string; occurredAt: Date } & Payload

/** What a subscription field follows. */
export type Feed = {
  topic: string
  after?: string | null
  /** The record whose readers may follow, where it is theirs. */
  recordId?: string
  /** Whether the viewer of this context, as they are now, may follow. */
  mayFollow: (context: Context) => Promise<boolean>
  /** The answer when not: the same for what doesn't exist. */
  otherwise: string
  /** Whether one event may be shown; throws the PromisedError that ends the subscription where it may go no further. */
  mayShow?: (event: LoggedEvent) => Promise<boolean>
  onEnd?: () => void
}

/** Follows a feed as the context's viewer. Throws GraphQLErrors with a code: NOT_FOUND, CURSOR_EXPIRED, CURSOR_INVALID. */
export async function followEvents(context: Context, { topic, after, recordId, mayFollow, otherwise, mayShow, onEnd }: Feed): Promise<FollowedEvents> {
  const { shell, realtime } = context
  // Permissions are the viewer's of now, not of when the subscription began: for this look and for all that is shown next.
  const checkRights = async () => {
    const viewer = await loadViewer(shell.pool, context.viewer.username)
    if (viewer === null) throw new SignInEndedError()
    context.viewer = viewer
    context.load = createLoaders(shell, viewer)
    if (!(await mayFollow(context))) throw new NotFoundError(otherwise)
  }
  const accessTopics = [`access:user:${context.viewer.id}`, ...(recordId === undefined ? [] : [`access:record:${recordId}`])]
  try {
    return await follow({ hub: realtime.hub, turns: realtime.turns, topic, after, accessTopics, checkRights, mayShow, onEnd })
  } catch (error) {
    throw asGraphQLError(error)
  }
}

/**
 * The event that a subscription's field resolves to, with its rows as they were when it was logged; what hangs on them is
 * read anew. Throws the reason when the subscription has ended.
 */
export function shown<Event extends ShownEvent>({ event, error }: Followed, { load }: Context): Event {
  if (error !== undefined) throw asGraphQLError(error)
  clearLoaders(load)
  const payload = Object.fromEntries(Object.entries(event.payload).map(([name, value]) => [name, isRow(value) ? revived(value) : value]))
  // Wherever the event leads to its own work item, it is the one that was logged, also when it is gone since.
  const { workItem } = payload
  if (isRow(workItem)) load.workItem.prime(workItem['id'] as string, workItem as never)
  return { ...payload, kind: event.kind, cursor: event.cursor, occurredAt: event.occurredAt } as Event
}

function isRow(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function asGraphQLError(error: unknown): unknown {
  if (!(error instanceof PromisedError)) return error
  return new GraphQLError(error.message, { extensions: { code: error.code, ...(error instanceof SubscriptionLaggedError && { cursor: error.cursor }) } })
}
