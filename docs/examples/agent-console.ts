// An agent console: what an agent is offered and works on, kept up to date over restarts and bad networks. See ../agent-console.md.
import { createClient } from 'graphql-ws'
import { graphql } from './generated/gql.ts'
import type { AgentEventsSubscription, MyWorkQuery, TypedDocumentString } from './generated/graphql.ts'

export type AgentEvent = AgentEventsSubscription['omniChannel']
export type Work = MyWorkQuery['omniChannel']['agentWork']['edges'][number]['node']

const AgentEvents = graphql(`
  subscription AgentEvents($after: String) {
    omniChannel(after: $after) {
      __typename
      ... on Event { cursor }
      ... on WorkAssigned { agentWork { ...Work } }
      ... on WorkAccepted { agentWork { ...Work } }
      ... on WorkDeclined { agentWork { id } }
      ... on WorkPushTimedOut { agentWork { id } }
      ... on WorkClosed { agentWork { id } }
      ... on WorkCanceled { agentWork { id } }
      ... on PresenceChanged { presence { label } }
      ... on WorkloadChanged { currentWorkload configuredCapacity }
    }
  }
  fragment Work on AgentWork { id status pushTimeoutAt workItem { id label } queue { label } }
`)
const MyWork = graphql(`query MyWork { omniChannel { agentWork(first: 100, status: [ASSIGNED, OPENED]) { edges { node { ...Work } } } } }`)
const GoOnline = graphql(`mutation GoOnline($status: String) { setPresence(input: { status: $status }) { __typename ... on Error { message } } }`)
const Accept = graphql(`mutation Accept($id: ID!) { acceptAgentWork(input: { agentWorkId: $id }) { __typename ... on Error { message } } }`)
const Decline = graphql(`mutation Decline($id: ID!, $reason: String) { declineAgentWork(input: { agentWorkId: $id, reason: $reason }) { __typename ... on Error { message } } }`)

/** `token` is asked for with every connection; `onChange` is called whenever `work` is another. `webSocketImpl`: outside browsers. */
export type ConsoleOptions = { url: string; token: () => Promise<string>; onChange: (work: ReadonlyMap<string, Work>, event: AgentEvent | null) => void; webSocketImpl?: unknown }

/** Opens the console; `close` ends it. Mutations answer null, or why not. */
export function openAgentConsole({ url, token, onChange, webSocketImpl }: ConsoleOptions) {
  const client = createClient({
    url: `${url.replace(/^http/, 'ws')}/graphql`, webSocketImpl,
    // With back-off, for ever: the server may be restarting, the network away, or the token expired.
    retryAttempts: Infinity,
    connectionParams: async () => ({ authorization: `Bearer ${await token()}` }),
  })
  const work = new Map<string, Work>()
  // Sent anew with every reconnection: so it is the one object, and always says where to go on.
  const variables: { after: string | null } = { after: null }
  // What comes while the work is being read, whose answer may be older.
  let meanwhile: AgentEvent[] | null = null
  let isOpen = true, stop = () => {}

  async function ask<Data, Variables extends Record<string, unknown>>(document: TypedDocumentString<Data, Variables>, given: Variables): Promise<Data> {
    for await (const { data, errors } of client.iterate<Data>({ query: document.toString(), variables: given })) {
      if (data) return data
      throw new Error(errors?.[0]?.message)
    }
    throw new Error('The console was closed.')
  }

  function apply(event: AgentEvent): void {
    if (event.__typename === 'WorkAssigned' || event.__typename === 'WorkAccepted') work.set(event.agentWork.id, event.agentWork)
    else if ('agentWork' in event) work.delete(event.agentWork.id)
  }

  // Listens first and looks then: what happens in between comes as an event, and is put upon the answer.
  async function loadAll(): Promise<void> {
    const events: AgentEvent[] = meanwhile = []
    const { omniChannel } = await ask(MyWork, {}).finally(() => { if (meanwhile === events) meanwhile = null })
    work.clear()
    for (const { node } of omniChannel.agentWork.edges) work.set(node.id, node)
    events.forEach(apply)
    onChange(work, null)
  }

  function listen(): void {
    stop = client.subscribe<AgentEventsSubscription>({ query: AgentEvents.toString(), variables }, {
      next: ({ data, errors }) => {
        if (data) {
          variables.after = data.omniChannel.cursor
          meanwhile?.push(data.omniChannel)
          apply(data.omniChannel)
          return onChange(work, data.omniChannel)
        }
        // The last word of a subscription: too far behind (go on from there), or a cursor that is no longer kept (begin anew).
        const { code, cursor } = (errors?.[0]?.extensions ?? {}) as { code?: string; cursor?: string }
        variables.after = code === 'SUBSCRIPTION_LAGGED' ? cursor ?? null : null
      },
      error: (error) => console.error('The server refuses the subscription:', error),
      complete: () => { if (isOpen) listen() },
    })
    if (variables.after === null) loadAll().catch((error: unknown) => console.error('Could not load the work:', error))
  }
  listen()

  const refusalOf = (answer: { __typename: string; message?: string }) => answer.message ?? null
  return {
    goOnline: async (status: string | null) => refusalOf((await ask(GoOnline, { status })).setPresence),
    accept: async (id: string) => refusalOf((await ask(Accept, { id })).acceptAgentWork),
    decline: async (id: string, reason?: string) => refusalOf((await ask(Decline, { id, reason })).declineAgentWork),
    close: () => { isOpen = false; stop(); void client.dispose() },
  }
}
