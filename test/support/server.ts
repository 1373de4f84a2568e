// A whole server for a test file: its own database, real HTTP and WebSocket, real jobs. And what speaks to it as somebody.
import type { TypedDocumentNode } from '@graphql-typed-document-node/core'
import { print, type ExecutionResult } from 'graphql'
import { createClient, type Client } from 'graphql-ws'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import WebSocket from 'ws'
import { signToken } from '../../src/auth.ts'
import { cloneDatabase, dropTestDatabase } from './database.ts'
import { startInstallation, type Installation } from './installation.ts'
import { TEST_SECRET } from './server-program.ts'

/** One person's way to the server. */
export type Caller = {
  /** Answers an operation, errors and all. */
  answer<Data, Variables>(document: TypedDocumentNode<Data, Variables> | string, variables?: Variables): Promise<ExecutionResult<Data>>
  /** Answers an operation's data; throws, with the document and variables, when there are errors. */
  run<Data, Variables>(document: TypedDocumentNode<Data, Variables> | string, variables?: Variables): Promise<Data>
  /** Calls mutation `name` with one input: `fields` are selected of its success, all of its errors. */
  mutate(name: string, input: object, fields?: string): Promise<Answer>
  /** Follows a subscription; ends with the test file, or by `stop`. */
  follow(source: string, variables?: Record<string, unknown>): Followed
}

/** A mutation's answer: `__typename` tells the success from the errors. */
export type Answer = { __typename: string; message?: string; code?: string; issues?: { path: string[]; message: string }[]; [field: string]: unknown }

/** Events of a subscription, kept in order as they come. */
export type Followed = {
  /** The next event that `isIt` fits; passes over others. Fails after a minute. */
  next(isIt?: (event: Event) => boolean): Promise<Event>
  /** All events so far. */
  readonly events: readonly Event[]
  /** What ended it, if something has. */
  readonly error: unknown
  stop(): void
}
/** The subscription's field of one event. */
export type Event = { __typename: string; cursor?: string; [field: string]: unknown }

/**
 * A running server, of one process or of several. `url` is one of its addresses, the next one each time; `as` gives the way in
 * for a username, over all of them; `faults` are the lines that it logged as errors.
 */
export type TestServer = {
  readonly url: string; readonly faults: readonly string[]; readonly databaseUrl: string; readonly dataDir: string
  as(username: string): Caller
  stop(): Promise<void>
  restart(environment?: Record<string, string>): Promise<void>
}

/**
 * Gives the calling test file a server of its own, with the user `admin` who has every permission. `environment` are
 * variables as operators set them; `restart` stops it and starts it again on the same data, with what its own `environment` changes.
 */
export function useServer(environment: Record<string, string> = {}): TestServer {
  const state: { installation: Installation | null; databaseUrl: string; dataDir: string } = { installation: null, databaseUrl: '', dataDir: '' }
  const clients: Client[] = []
  const faults: string[] = []
  let turn = 0
  const url = () => {
    const { urls } = state.installation!
    return urls[turn++ % urls.length]!
  }
  const start = async (changed: Record<string, string> = {}) => {
    const common = { DATABASE_URL: state.databaseUrl, DATA_DIR: state.dataDir, ...environment, ...changed }
    state.installation = await startInstallation(common, (line) => faults.push(line))
  }
  const stop = async () => {
    for (const client of clients.splice(0)) void client.dispose()
    await state.installation?.stop()
    state.installation = null
  }
  beforeAll(async () => {
    state.databaseUrl = await cloneDatabase()
    state.dataDir = mkdtempSync(join(tmpdir(), 'interlude-test-'))
    await start()
  })
  afterAll(async () => {
    await stop()
    await dropTestDatabase(state.databaseUrl)
    rmSync(state.dataDir, { recursive: true, force: true })
  })
  return {
    get url() { return url() }, get databaseUrl() { return state.databaseUrl }, get dataDir() { return state.dataDir }, faults, stop,
    as: (username) => callerOf(url, username, clients),
    restart: async (changed) => {
      await stop()
      await start(changed)
    },
  }
}

/** A bearer token for a username, as the test servers take it. */
export function tokenFor(username: string, ttlSeconds = 3_600): Promise<string> {
  return signToken({ secret: TEST_SECRET, issuer: null, audience: null }, username, ttlSeconds, new Date())
}

/** The way in for a username at any server that takes the tests' tokens; what it follows is to be stopped by hand. */
export function callerAt(url: () => string, username: string): Caller {
  return callerOf(url, username, [])
}

const printed = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8')

function hasValidation(type: string): boolean {
  return new RegExp(`^union ${type}Result = .*\\bValidationError\\b`, 'm').test(printed)
}

/** A way in for a username; `url` may give another server each time it is asked. */
export function callerOf(url: () => string, username: string, clients: Client[]): Caller {
  const answer: Caller['answer'] = async (document, variables) => {
    const response = await fetch(`${url()}/graphql`, {
      method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenFor(username)}` },
      body: JSON.stringify({ query: typeof document === 'string' ? document : print(document), variables }),
    })
    return (await response.json()) as never
  }
  const run: Caller['run'] = async (document, variables) => {
    const { data, errors } = await answer(document, variables)
    if (errors !== undefined) throw new Error(`${username} was answered ${JSON.stringify(errors)}\nto ${typeof document === 'string' ? document : print(document)}\nwith ${JSON.stringify(variables)}`)
    return data as never
  }
  return {
    answer, run,
    mutate: async (name, input, fields = '') => {
      const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}`
      const source = `mutation Run($input: ${type}Input!) { ${name}(input: $input) { __typename ${fields === '' ? '' : `... on ${type}Success { ${fields} }`}
        ... on Error { message code } ${hasValidation(type) ? '... on ValidationError { issues { path message } }' : ''} } }`
      return (await run<Record<string, Answer>, object>(source, { input }))[name]!
    },
    follow: (query, variables) => followed(clientOf(url(), username, clients), query, variables),
  }
}

function clientOf(url: string, username: string, clients: Client[]): Client {
  const client = createClient({
    url: `${url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0, lazy: true,
    connectionParams: async () => ({ authorization: `Bearer ${await tokenFor(username)}` }),
  })
  clients.push(client)
  return client
}

const PATIENCE_MS = 60_000

function followed(client: Client, query: string, variables: Record<string, unknown> | undefined): Followed {
  const events: Event[] = []
  let taken = 0
  let error: unknown = null
  let wake = () => {}
  const stop = client.subscribe({ query, variables: variables ?? null }, {
    next: ({ data, errors }) => {
      if (errors !== undefined) error = errors
      else events.push(Object.values(data as Record<string, Event>)[0]!)
      wake()
    },
    error: (reason) => { error = reason; wake() },
    complete: () => { wake() },
  })
  const next = async (isIt: (event: Event) => boolean = () => true): Promise<Event> => {
    const deadline = Date.now() + PATIENCE_MS
    for (;;) {
      while (taken < events.length) {
        const event = events[taken++]!
        if (isIt(event)) return event
      }
      if (error !== null) throw new Error(`the subscription ended: ${JSON.stringify(error)}`)
      const left = deadline - Date.now()
      if (left <= 0) throw new Error(`no such event came; there were ${JSON.stringify(events)}`)
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left)
        wake = () => { clearTimeout(timer); resolve() }
      })
    }
  }
  return { next, get events() { return events }, get error() { return error }, stop: () => { stop(); void client.dispose() } }
}

/** Does something over and over, one after the other, until what it brings about has come; nothing of it is under way any more then. */
export async function whileDoing<Value>(act: () => Promise<unknown>, wanted: Promise<Value>): Promise<Value> {
  let isOver = false
  const acting = (async () => { while (!isOver) await act() })()
  try {
    // What fails in acting fails the wait; acting does not end before it is over.
    return await Promise.race([wanted, acting.then(() => wanted)])
  } finally {
    isOver = true
    await acting
  }
}

/** Asks again until the answer fits; for what happens after the commit. Fails, after a minute unless said otherwise, with the last answer. */
export async function until<Value>(ask: () => Promise<Value>, fits: (value: Value) => boolean, patienceMs = PATIENCE_MS): Promise<Value> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    const value = await ask()
    if (fits(value)) return value
    if (Date.now() > deadline) throw new Error(`it never came to that; the last answer was ${JSON.stringify(value)}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
