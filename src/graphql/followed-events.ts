// How a subscription field gets its events: the follower's rights by visibility, the rows of an event as they were logged,
// and fresh loaders for everything that hangs on them.
import { GraphQLError } from 'graphql'
import { loadViewer } from '../commands/load-viewer.ts'
import type { Shell } from '../commands/shell.ts'
import type { Viewer } from '../core/viewer.ts'
import { NotFoundError, SignInEndedError, SubscriptionLaggedError, PromisedError } from '../errors.ts'
import { follow, type Followed, type Follower, type Rights } from '../realtime/follow.ts'
import type { Realtime } from '../realtime/realtime.ts'
import type { LoggedEvent } from '../store/event-log.ts'
import { revived } from '../store/routing-rows.ts'
import { createContext, type Context } from './context.ts'
import { clearLoaders } from './loaders.ts'

/** An event as its GraphQL type shows it: `kind` is the type's name, the payload's rows stand beside it. */
export type ShownEvent<Payload extends object = object> = { kind: string; cursor: string; occurredAt: Date } & Payload

/**
 * What a subscription field follows, and for whom: all that is kept of a subscription's context while it waits. `viewer` is
 * who follows as they were when their rights were last looked at: permissions are those of now, not of the beginning.
 */
export abstract class Feed implements Rights {
  readonly shell: Shell
  readonly realtime: Realtime
  readonly requestId: string
  viewer: Viewer

  constructor({ shell, realtime, requestId, viewer }: Context) {
    this.shell = shell
    this.realtime = realtime
    this.requestId = requestId
    this.viewer = viewer
  }

  /** The topic whose events are followed. */
  abstract topic(): string

  /** The record whose readers may follow, where it is theirs. */
  recordId(): string | null {
    return null
  }

  /** The answer to those who may not follow: the same as for what doesn't exist. */
  abstract refusal(): string

  /** Whether one event may be shown; throws the PromisedError that ends the subscription where it may go no further. */
  mayShow?(event: LoggedEvent): Promise<boolean>

  onEnd?(): void

  /** Whether the viewer of this context may follow. */
  protected abstract mayFollow(context: Context): Promise<boolean>

  /** A context with loaders of its own for one event; what its operation costs was looked at when it began. */
  context(viewer = this.viewer): Context {
    const { shell, realtime, requestId } = this
    return { ...createContext({ viewer, shell, realtime, requestId }), isCostKnown: true }
  }

  async check(): Promise<void> {
    const viewer = await loadViewer(this.shell.pool, this.viewer.username)
    if (viewer?.id !== this.viewer.id) throw new SignInEndedError()
    this.viewer = viewer
    if (!(await this.mayFollow(this.context()))) throw new NotFoundError(this.refusal())
  }
}

/** Begins to follow a feed, after the event of a cursor. Throws GraphQLErrors with a code: NOT_FOUND, CURSOR_EXPIRED, CURSOR_INVALID. */
export async function followFeed<F extends Feed>(feed: F, after: string | null | undefined): Promise<Follower<F>> {
  const { hub, turns } = feed.realtime
  const recordId = feed.recordId()
  const accessTopics = [`access:user:${feed.viewer.id}`, ...(recordId === null ? [] : [`access:record:${recordId}`])]
  try {
    return await follow({ hub, turns, topic: feed.topic(), after, accessTopics, rights: feed })
  } catch (error) {
    throw asGraphQLError(error)
  }
}

/**
 * The event that a subscription's field resolves to, with its rows as they were when it was logged; what hangs on them is
 * read anew. `read` makes these rows of an event that was logged in another form. Throws the reason when the subscription has ended.
 */
export function shown<Event extends ShownEvent>({ event, error }: Followed, { load }: Context, read: (event: LoggedEvent) => object = ({ payload }) => payload): Event {
  if (error !== undefined) throw asGraphQLError(error)
  clearLoaders(load)
  const payload = Object.fromEntries(Object.entries(read(event)).map(([name, value]) => [name, isRow(value) ? revived(value) : value]))
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
