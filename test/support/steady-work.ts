// Work that goes on while something is done to the server: callers who start runs and never give up, and a reader who
// follows what comes of it by cursor. Both say what they have met.
import { randomUUID } from 'node:crypto'
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import { deploy, deployFlow, noteFlow, stage, step, succeeded } from './deployed.ts'
import { tokenFor, type Caller } from './server.ts'

const RECORD = 'steady'

/** What callers met: runs that were answered for, by id; every refusal's code (or the network's), by how often it came. */
export type Work = {
  readonly answered: ReadonlySet<string>
  readonly refusals: ReadonlyMap<string, number>
  /** Milliseconds of the longest time in which no run was started. */
  readonly longestGapMs: number
  /** Ends when every call under way has been answered well. */
  stop(): Promise<void>
}

/** Makes what `startWork` starts: a record, and an orchestration of one step. */
export async function prepareWork(admin: Caller): Promise<void> {
  await deployFlow(admin, 'Note', noteFlow())
  await deploy(admin, 'Steady', [stage('Do', [step('Do', { user: 'admin' })])])
  succeeded(await admin.mutate('upsertRecord', { recordId: RECORD, objectApiName: 'Case', name: 'Steady' }))
}

const START = 'mutation ($input: StartOrchestrationInput!) { startOrchestration(input: $input) { __typename ... on StartOrchestrationSuccess { run { id } } ... on Error { code } } }'

/** Starts runs in so many lanes, each call again by its key until it is answered well. `url` is asked before each call. */
export function startWork(url: () => string, lanes: number): Work {
  const batch = randomUUID()
  const answered = new Set<string>()
  const refusals = new Map<string, number>()
  let isStopped = false
  let lastAt = performance.now()
  let longestGapMs = 0
  const refuse = (code: string) => refusals.set(code, (refusals.get(code) ?? 0) + 1)

  async function call(clientMutationKey: string): Promise<string | null> {
    const authorization = `Bearer ${await tokenFor('admin')}`
    try {
      const response = await fetch(`${url()}/graphql`, {
        method: 'POST', headers: { 'content-type': 'application/json', authorization },
        body: JSON.stringify({ query: START, variables: { input: { apiName: 'Steady', recordId: RECORD, clientMutationKey } } }),
      })
      const { data, errors } = (await response.json()) as { data?: { startOrchestration: { __typename: string; code?: string; run?: { id: string } } } | null; errors?: { extensions: { code: string } }[] }
      const run = data?.startOrchestration.run
      if (run !== undefined) return run.id
      refuse(errors?.[0]?.extensions.code ?? data?.startOrchestration.code ?? 'NO_ANSWER')
    } catch (error) {
      refuse(((error as Error).cause as { code?: string } | undefined)?.code ?? (error as Error).message)
    }
    return null
  }

  async function lane(number: number): Promise<void> {
    for (let at = 0; !isStopped; at++) {
      let id: string | null = null
      while (id === null) {
        id = await call(`${batch} lane ${number} call ${at}`)
        if (id === null) await new Promise((resolve) => setTimeout(resolve, 20))
      }
      answered.add(id)
      longestGapMs = Math.max(longestGapMs, performance.now() - lastAt)
      lastAt = performance.now()
    }
  }

  const running = Array.from({ length: lanes }, (_, number) => lane(number))
  return {
    answered, refusals,
    get longestGapMs() { return longestGapMs },
    stop: async () => {
      isStopped = true
      await Promise.all(running)
    },
  }
}

/** What a reader has seen: each event's run, in order, and how its sockets ended. */
export type Reader = { readonly seen: readonly string[]; readonly closes: readonly number[]; readonly reconnects: number; stop(): Promise<void> }

// Runs that are no work, but tell a reader that it has begun to follow: nothing else tells when a subscription has.
const signs = new Set<string>()

async function giveSign(url: string): Promise<void> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenFor('admin')}` },
    body: JSON.stringify({ query: START, variables: { input: { apiName: 'Steady', recordId: RECORD } } }),
  })
  const { data } = (await response.json()) as { data: { startOrchestration: { run: { id: string } } } }
  signs.add(data.startOrchestration.run.id)
}

/** Follows the work that begins from now on by cursor, whatever happens: connects again, and goes on after the last event that it has seen. */
export async function followWork(url: () => string): Promise<Reader> {
  const all: string[] = []
  const closes: number[] = []
  let cursor: string | null = null
  let reconnects = -1
  let isStopped = false
  let began = () => {}
  const first = new Promise<void>((resolve) => { began = resolve })
  let end = () => {}

  async function once(): Promise<void> {
    const client = createClient({
      url: `${url().replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0, connectionParams: async () => ({ authorization: `Bearer ${await tokenFor('admin')}` }),
      on: { closed: (event) => closes.push((event as { code: number }).code) },
    })
    const query = 'subscription ($after: String) { recordWork(recordId: "steady", after: $after) { ... on Event { cursor } ... on WorkItemCreated { workItem { run { id } } } } }'
    const events = client.iterate<{ recordWork: { cursor: string; workItem: { run: { id: string } } } }>({ query, variables: { after: cursor } })
    end = () => void events.return!()
    const { signal, counted } = counting(client)
    try {
      await Promise.race([counted, signal])
      began()
      for await (const { data } of events) {
        if (!data) break
        cursor = data.recordWork.cursor
        all.push(data.recordWork.workItem.run.id)
      }
    } catch {
      // Whatever it was, the cursor is kept.
    } finally {
      await client.dispose()
    }
  }

  // Connected once: the subscription goes out with the socket's first messages.
  function counting(client: ReturnType<typeof createClient>): { signal: Promise<void>; counted: Promise<void> } {
    const counted = new Promise<void>((resolve) => client.on('connected', () => resolve()))
    const signal = new Promise<void>((resolve) => client.on('closed', () => resolve()))
    return { signal, counted }
  }

  async function run(): Promise<void> {
    while (!isStopped) {
      reconnects++
      await once()
      if (!isStopped) await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
  const running = run()
  await first
  while (!all.some((one) => signs.has(one))) {
    await giveSign(url())
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return {
    closes,
    get seen() { return all.filter((one) => !signs.has(one)) },
    get reconnects() { return reconnects },
    stop: async () => {
      isStopped = true
      end()
      await running
    },
  }
}
