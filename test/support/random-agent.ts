// An agent who answers offers as chance will have it, on whichever server is there, and comes back by cursor whenever the
// connection goes: what they were told, all told, is in `told`.
import { createClient, type Client } from 'graphql-ws'
import WebSocket from 'ws'
import type { Chance } from './chance.ts'
import type { Offer, TestAgent } from './omni.ts'
import { tokenFor } from './server.ts'

/** The world that an agent works in. `serverUrl` gives one that should be there, another one each time. */
export type AgentWorld = { chance: Chance; serverUrl: () => string }

/** What one agent was told, in order, over all their connections. */
export type Told = { cursor: string; __typename: string }

/** A working agent. `told` is what they heard; `surprises` are answers that no agent should ever get. */
export type RandomAgent = {
  username: string; told: readonly Told[]; connections: () => number; surprises: readonly string[]
  /** Ends their work, but not their listening; resolves when nothing of it is under way. */
  stopWorking(): Promise<void>
  /** Ends their listening. */
  stopListening(): Promise<void>
}

// Somebody else, the clock or the server's death was faster: what any agent has to reckon with.
const EXPECTED = new Set(['AgentWorkNotPendingError', 'ConflictError', 'NotFoundError', 'WorkItemAlreadyCompletedError', 'StaleScreenError', 'InterviewNotPausedError', 'ForbiddenError'])
const SUBSCRIPTION = 'subscription ($after: String) { omniChannel(after: $after) { __typename ... on Event { cursor } ... on PresenceChanged { presence { apiName } } } }'
// Time-outs and other agents move things as well: now and then they look by themselves.
const LOOK_EVERY_MS = 250

/** Puts an agent to work. */
export function putToWork(agent: TestAgent, { chance, serverUrl }: AgentWorld): RandomAgent {
  const told: Told[] = []
  const surprises: string[] = []
  const left = new Set<string>()
  let connections = 0
  let wake = () => {}
  let isOnline = false
  let isWorking = true
  let isListening = true
  let hangUp = () => {}

  // One connection after the other, each cut off without a word after some events.
  async function listen(): Promise<void> {
    while (isListening) {
      const cutAfter = 3 + Math.floor(chance.next() * 20)
      await connectOnce(cutAfter)
    }
  }

  function connectOnce(cutAfter: number): Promise<void> {
    connections++
    let got = 0
    return new Promise((resolve) => {
      let socket: WebSocket | null = null
      const client: Client = createClient({
        url: `${serverUrl().replace('http', 'ws')}/graphql`, retryAttempts: 0, lazy: false, onNonLazyError: () => end(),
        webSocketImpl: class extends WebSocket {
          constructor(url: string, protocols: string) {
            super(url, protocols)
            socket = this
            this.on('error', () => {})
          }
        },
        connectionParams: async () => ({ authorization: `Bearer ${await tokenFor(agent.username)}` }),
        on: { closed: () => end() },
      })
      hangUp = end
      function end(): void {
        socket?.terminate()
        // What it still waited for has gone with the socket.
        Promise.resolve(client.dispose()).catch(() => {})
        resolve()
      }
      client.subscribe<{ omniChannel: Told & { presence?: { apiName: string } | null } }>({ query: SUBSCRIPTION, variables: { after: told.at(-1)?.cursor ?? null } }, {
        next: ({ data, errors }) => {
          if (got >= cutAfter) return
          if (errors !== undefined) return void surprises.push(`subscription: ${JSON.stringify(errors)}`)
          const { cursor, __typename, presence } = data!.omniChannel
          told.push({ cursor, __typename })
          if (__typename === 'PresenceChanged') isOnline = presence != null
          wake()
          if (++got === cutAfter) end()
        },
        error: () => end(), complete: () => end(),
      })
    })
  }

  async function work(): Promise<void> {
    while (isWorking) {
      try {
        if (!isOnline) {
          await agent.be('Available')
          isOnline = true
        }
        // Who came online before they listened, and is in no queue, would hear nothing ever.
        if (told.length === 0) await changePresence()
        for (const offer of await agent.held()) if (isWorking) await answer(offer)
        if (chance.happens(0.03)) await changePresence()
      } catch (error) {
        // The server has died under it; whatever became of it is seen at the next look.
        if (!isLostConnection(error)) surprises.push(String(error))
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, LOOK_EVERY_MS)
        wake = () => { clearTimeout(timer); resolve() }
      })
    }
  }

  async function answer(offer: Offer): Promise<void> {
    const what = chance.next()
    if (offer.status === 'OPENED') {
      if (what < 0.1) return note('close', await agent.close(offer))
      return note('complete', await agent.complete(offer.workItem.id))
    }
    if (left.has(offer.id)) return
    if (what < 0.7) return note('accept', await agent.accept(offer))
    if (what < 0.85) return note('decline', await agent.decline(offer, 'Not now'))
    // Left to time out, where it does; else to the next look.
    if (offer.pushTimeoutAt !== null) left.add(offer.id)
  }

  function note(what: string, { __typename }: { __typename: string }): void {
    if (!__typename.endsWith('Success') && !EXPECTED.has(__typename)) surprises.push(`${what}: ${__typename}`)
  }

  async function changePresence(): Promise<void> {
    await agent.be(chance.among(['Busy', 'Away', null]))
    await agent.be('Available')
  }

  const working = work(), listening = listen()
  return {
    username: agent.username, told, connections: () => connections, surprises,
    stopWorking: () => {
      isWorking = false
      wake()
      return working
    },
    stopListening: () => {
      isListening = false
      hangUp()
      return listening
    },
  }
}

/** Whether a request came to nothing because its server was gone, rather than because of what was asked. */
export function isLostConnection(error: unknown): boolean {
  return error instanceof TypeError && error.message === 'fetch failed' || (error instanceof Error && /terminated|ECONNRESET|other side closed/.test(error.message))
}
