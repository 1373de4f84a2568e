// The one way from the components to the server: operations by fetch, events by one WebSocket that comes back by itself and
// goes on where it was.
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core'
import { createClient, type Client as Socket } from 'graphql-ws'
import { ViewerNameDocument } from './generated/graphql.ts'

/** An operation's text, which knows the types of its variables and data. */
export type Operation<Data, Variables> = DocumentTypeDecoration<Data, Variables> & { toString(): string; __meta__?: Record<string, unknown> }

/** A bearer token, or what gives a fresh one, of the same person, whenever one is needed. */
export type Token = string | (() => string | Promise<string>)

/** How the socket is: `lost` means that it is trying to come back. */
export type ConnectionState = 'idle' | 'connecting' | 'connected' | 'lost'

/**
 * What went wrong with an operation as a whole; `code` is the server's, or NETWORK where it doesn't answer. `isTriedAgain`: whoever
 * shows it need do nothing.
 */
export class Fault extends Error {
  readonly code: string
  isTriedAgain = false
  constructor(message: string, code: string) {
    super(message)
    this.code = code
  }
}

/** Who follows a subscription. */
export type Follower<Event> = {
  next(event: Event): void
  /** Events may have been missed: read anew whatever is shown. */
  missed(): void
  /** There will be no more: what is followed isn't the caller's to see. */
  ended(fault: Fault): void
}

type GraphQLErrors = readonly { message: string; extensions?: { code?: string; cursor?: string } }[]
type Answer = { data?: unknown; errors?: GraphQLErrors }

const PING_EVERY_MS = 10_000
const PONG_WITHIN_MS = 5_000
const MAX_WAIT_MS = 5_000
const RESTART_AFTER_MS = 300
const GONE = new Set(['NOT_FOUND', 'FORBIDDEN', 'GRAPHQL_VALIDATION_FAILED', 'BAD_USER_INPUT'])

/**
 * One person's connection to one server, shared by all components that have the same endpoint and token. Fires "connection", and
 * "over" when its function has begun to give tokens of somebody else.
 */
export class InterludeClient extends EventTarget {
  readonly endpoint: string
  #token: Token
  #bearer: string | null = null
  #username: string | null = null
  #asking: Promise<string | null> | null = null
  #isOver = false
  #renewals = 0
  #socket: Socket | null = null
  #connection: ConnectionState = 'idle'

  constructor(endpoint: string, token: Token) {
    super()
    this.endpoint = endpoint
    this.#token = token
  }

  /** How the socket is now. */
  get connection(): ConnectionState {
    return this.#connection
  }

  /** Whether it was given tokens of somebody else: then it asks for nothing any more, since whatever uses it is shown for the person before. */
  get isOver(): boolean {
    return this.#isOver
  }

  /** How often it was given another token: what was refused for the one before may be had now. */
  get renewals(): number {
    return this.#renewals
  }

  /** Goes on with another token of the same person. The socket stays: it takes the new one whenever it has to come back. */
  renew(token: Token): void {
    this.#token = token
    this.#renewals++
  }

  /** Whose connection this is: as the token says, or where it says nothing, the server. Null where neither can tell. */
  username(): Promise<string | null> {
    this.#asking ??= this.#findUsername().catch(() => null).finally(() => { this.#asking = null })
    return this.#asking
  }

  /** Whether this and another are of one person. Where that can't be told they are not. */
  async isOfSamePersonAs(other: InterludeClient): Promise<boolean> {
    const bearer = await this.#freshToken().catch(() => null)
    if (bearer === null) return false
    if (bearer === other.#bearer) return true
    const [here, there] = await Promise.all([this.username(), other.username()])
    return here !== null && here === there
  }

  /** Answers an operation's data. Throws Fault. */
  async request<Data, Variables>(document: Operation<Data, Variables>, variables: Variables): Promise<Data> {
    const { data, errors } = await this.#post({ ...sent(document), variables })
    if (errors?.[0] !== undefined) throw new Fault(errors[0].message, errors[0].extensions?.code ?? 'INTERNAL_SERVER_ERROR')
    return data as Data
  }

  /** Follows a subscription whose events have a cursor, across reconnects, until the function that it answers with is called. */
  follow<Data extends object, Variables extends object>(document: Operation<Data, Variables>, variables: Variables, follower: Follower<Data[keyof Data]>): () => void {
    // Sent again, as it is by then, whenever the socket comes back: `after` is the last event's cursor.
    const payload = { ...sent(document), variables: { ...variables } as Record<string, unknown> }
    let isOver = false
    let stop = () => {}
    let failures = 0
    const end = (fault: Fault) => {
      isOver = true
      follower.ended(fault)
    }
    const begin = () => {
      if (isOver) return
      stop = this.#connect().subscribe<Data>(payload, {
        next: ({ data, errors }) => {
          if (errors !== undefined) return refused(errors as GraphQLErrors)
          const event = Object.values(data as object)[0] as Data[keyof Data] & { cursor?: string }
          failures = 0
          if (typeof event.cursor === 'string') payload.variables['after'] = event.cursor
          if (!isOver) follower.next(event)
        },
        error: (error) => {
          if (Array.isArray(error)) refused(error as unknown as GraphQLErrors)
          if (!isOver) setTimeout(begin, MAX_WAIT_MS)
        },
        complete: () => setTimeout(begin, Math.min(MAX_WAIT_MS, RESTART_AFTER_MS * 2 ** failures)),
      })
    }
    const refused = (errors: GraphQLErrors) => {
      const { message, extensions } = errors[0]!
      const code = extensions?.code ?? 'INTERNAL_SERVER_ERROR'
      failures++
      if (GONE.has(code)) return end(new Fault(message, code))
      payload.variables['after'] = code === 'SUBSCRIPTION_LAGGED' ? extensions?.cursor : undefined
      follower.missed()
    }
    begin()
    return () => {
      isOver = true
      stop()
    }
  }

  async #post(body: object): Promise<Answer> {
    try {
      const authorization = `Bearer ${await this.#freshToken()}`
      // A token that says nothing is asked about while it is good: when another comes, it may have ended.
      if (this.#username === null) void this.username()
      const response = await fetch(this.endpoint, {
        method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/graphql-response+json, application/json', authorization }, body: JSON.stringify(body),
      })
      return (await response.json()) as Answer
    } catch {
      throw new Fault('', 'NETWORK')
    }
  }

  async #freshToken(): Promise<string> {
    const bearer = typeof this.#token === 'string' ? this.#token : await this.#token()
    const username = subjectOf(bearer)
    if (this.#isOver || (username !== null && this.#username !== null && username !== this.#username)) return this.#end()
    this.#username ??= username
    this.#bearer = bearer
    return bearer
  }

  // Nothing is done for one person in the name of another.
  #end(): never {
    if (!this.#isOver) {
      this.#isOver = true
      this.dispatchEvent(new Event('over'))
    }
    throw new Error('Somebody else has signed in.')
  }

  async #findUsername(): Promise<string | null> {
    if (this.#username === null) await this.#freshToken()
    if (this.#username === null) this.#username = (await this.request(ViewerNameDocument, {})).viewer.username
    return this.#username
  }

  #connect(): Socket {
    if (this.#socket !== null) return this.#socket
    const url = new URL(this.endpoint, location.href)
    url.protocol = url.protocol.replace('http', 'ws')
    const heart = createHeart()
    this.#socket = createClient({
      url: url.href, connectionParams: async () => ({ authorization: `Bearer ${await this.#freshToken()}` }), lazyCloseTimeout: 1_000,
      keepAlive: PING_EVERY_MS, retryAttempts: Infinity, shouldRetry: () => true,
      retryWait: (retries) => new Promise((resolve) => setTimeout(resolve, Math.min(MAX_WAIT_MS, 200 * 2 ** retries) * (0.5 + Math.random() / 2))),
      on: {
        connecting: () => this.#become(this.#connection === 'lost' ? 'lost' : 'connecting'),
        connected: (socket) => {
          heart.begin(socket as WebSocket)
          this.#become('connected')
        },
        ping: (isReceived) => { if (!isReceived) heart.asked() },
        pong: (isReceived) => { if (isReceived) heart.answered() },
        closed: (event) => {
          heart.answered()
          this.#become((event as CloseEvent).code === 1000 ? 'idle' : 'lost')
        },
      },
    })
    return this.#socket
  }

  #become(state: ConnectionState): void {
    if (this.#connection === state) return
    this.#connection = state
    this.dispatchEvent(new Event('connection'))
  }
}

// Tokens of this server name their user; those that a gateway exchanges for them need not.
function subjectOf(bearer: string): string | null {
  try {
    const payload = bearer.split('.')[1]!.replaceAll('-', '+').replaceAll('_', '/')
    const { sub } = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(payload), (byte) => byte.charCodeAt(0)))) as { sub?: unknown }
    return typeof sub === 'string' ? sub : null
  } catch {
    return null
  }
}

// Named by its hash as well, for servers that run known documents only.
function sent(document: { toString(): string; __meta__?: Record<string, unknown> }) {
  const sha256Hash = String(document.__meta__?.['hash']).replace(/^sha256:/, '')
  return { query: document.toString(), extensions: { persistedQuery: { version: 1, sha256Hash } } }
}

// A socket whose other end is gone without a word (a laptop that slept) is closed, so that it comes back.
function createHeart() {
  let socket: WebSocket | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  return {
    begin: (open: WebSocket) => { socket = open },
    asked: () => { timer = setTimeout(() => socket?.close(4408, 'No answer'), PONG_WITHIN_MS) },
    answered: () => clearTimeout(timer),
  }
}
