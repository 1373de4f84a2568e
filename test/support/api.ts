// A server with a schema of a few lines, for what is the server's own: transports, sign-in, limits, errors, stopping.
import { GraphQLError } from 'graphql'
import { createSchema } from 'graphql-yoga'
import { pino } from 'pino'
import { createTokenVerifier, signToken } from '../../src/auth.ts'
import type { Viewer } from '../../src/core/viewer.ts'
import { NotFoundError } from '../../src/errors.ts'
import { createMetrics, type SharedGauges } from '../../src/metrics.ts'
import { startServer, type RunningServer, type ServerParts } from '../../src/server.ts'
import { createSignIn } from '../../src/server/sign-in.ts'
import { NO_TRACING } from '../../src/tracing.ts'

const SECRET = 'the secret of the tests, 32 and more'
const check = { kind: 'secret' as const, secret: SECRET, issuer: null, audience: null }

/** A request's headers for a user, whose token lasts so many seconds. */
export async function bearer(username: string, ttlSeconds = 3_600): Promise<{ authorization: string }> {
  return { authorization: `Bearer ${await signToken(check, username, ttlSeconds, new Date())}` }
}

const NOTHING_WAITS: SharedGauges = { jobs: [], pendingRoutings: [], agentsOnline: 0, mails: { queued: 0, oldestSeconds: null, failedInADay: 0 }, processes: 1, workers: 0 }

/** A small server: what it has logged, which users it has, how many subscriptions are open, and the names that `rename` was given. */
export type SmallServer = RunningServer & { logged: string[]; users: Map<string, Viewer>; gate: Gate; opened: () => number; renamed: string[] }

/** Lets held requests go, and tells when one is held. */
export type Gate = { open(): void; held: Promise<void> }

/** Starts it on a free port, with the users ada (no permissions) and grace (MANAGE_FLOW). */
export async function startSmallServer(parts: Partial<ServerParts> = {}): Promise<SmallServer> {
  const logged: string[] = []
  const users = new Map<string, Viewer>([user('ada'), user('grace', 'MANAGE_FLOW')])
  const subscriptions = { open: 0 }
  const renamed: string[] = []
  const gate = createGate()
  const clock = () => new Date()
  const server = await startServer({
    host: '127.0.0.1', port: 0, isProduction: false, clock,
    schema: smallSchema(subscriptions, gate, renamed),
    signIn: createSignIn(createTokenVerifier(check, clock), async (name) => users.get(name) ?? null),
    createContext: ({ viewer, requestId }) => ({ viewer, requestId }),
    readiness: async () => ({ database: null }),
    gauges: { process: () => ({ subscriptions: subscriptions.open, connections: { total: 0, idle: 0, waiting: 0 } }), shared: async () => NOTHING_WAITS },
    metrics: createMetrics(), tracing: NO_TRACING,
    log: pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) }),
    ...parts,
  })
  return { ...server, logged, users, gate, renamed, opened: () => subscriptions.open }
}

function user(username: string, ...permissions: Viewer['permissions'] extends ReadonlySet<infer P> ? P[] : never): [string, Viewer] {
  return [username, { id: `id-${username}`, username, name: username, userType: 'INTERNAL', permissions: new Set(permissions) }]
}

type Waiting = Gate & { pass(): Promise<void> }

function createGate(): Waiting {
  let open = () => {}
  let isHeld = () => {}
  const opened = new Promise<void>((resolve) => (open = resolve))
  const held = new Promise<void>((resolve) => (isHeld = resolve))
  const pass = () => {
    isHeld()
    return opened
  }
  return { open: () => open(), held, pass }
}

function smallSchema(subscriptions: { open: number }, gate: Waiting, renamed: string[]) {
  type Context = { viewer: Viewer; requestId: string }
  return createSchema<Context>({
    typeDefs: /* GraphQL */ `
      scalar Any
      enum Kind { LARGE SMALL }
      input Named { name: String kind: Kind }
      type Query { taken(any: Any): Boolean! named(it: Named!): Boolean! me: String! requestId: String! broken: String! refused: String! promised: String! slow: String! self: Query! }
      type Mutation { rename(to: String!): String! name(it: Named!): Boolean! }
      type Subscription { greetings(any: Any): String! namings(it: Named!): Boolean! failing: String! flood: String! }
    `,
    resolvers: {
      Query: {
        self: () => ({}),
        taken: () => true,
        named: () => true,
        me: (_, __, { viewer }) => viewer.username,
        requestId: (_, __, { requestId }) => requestId,
        broken: () => { throw new Error('password of the database: hunter2') },
        refused: () => { throw new GraphQLError('Not like this.') },
        promised: () => { throw new NotFoundError('There is no such thing.') },
        slow: async () => {
          await gate.pass()
          return 'done'
        },
      },
      Mutation: { rename: (_, { to }: { to: string }) => (renamed.push(to), to), name: () => true },
      Subscription: {
        failing: { subscribe: () => { throw new NotFoundError('There is no such thing.') } },
        flood: { subscribe: () => flood(subscriptions) },
        greetings: {
          subscribe: (_: unknown, __: unknown, { viewer }: Context) => greetOnce(viewer.username, subscriptions),
        },
      },
    },
  })
}

/** As much as is read, until it is ended. */
async function* flood(subscriptions: { open: number }): AsyncGenerator<{ flood: string }> {
  subscriptions.open++
  try {
    for (;;) yield { flood: 'x'.repeat(100_000) }
  } finally {
    subscriptions.open--
  }
}

/** One greeting, then nothing more until it is ended. */
function greetOnce(username: string, subscriptions: { open: number }): AsyncIterableIterator<{ greetings: string }> {
  let isGreeted = false
  let end: (result: IteratorReturnResult<undefined>) => void = () => {}
  const ended = new Promise<IteratorReturnResult<undefined>>((resolve) => (end = resolve))
  subscriptions.open++
  return {
    [Symbol.asyncIterator]() { return this },
    next: async () => {
      if (isGreeted) return ended
      isGreeted = true
      return { value: { greetings: `hello ${username}` }, done: false }
    },
    return: async () => {
      subscriptions.open--
      end({ value: undefined, done: true })
      return ended
    },
  }
}
