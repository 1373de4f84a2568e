// What front ends use, against the whole server: Apollo Client, urql and Relay's compiler, as published.
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ApolloClient, ApolloLink, gql, HttpLink, InMemoryCache } from '@apollo/client'
import { GraphQLWsLink } from '@apollo/client/link/subscriptions'
import { buildSchema, isAbstractType, OperationTypeNode } from 'graphql'
import { createClient as createSocketClient, type Client as SocketClient } from 'graphql-ws'
import { Client as UrqlClient, cacheExchange, fetchExchange, subscriptionExchange } from '@urql/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { tokenFor, useServer, whileDoing } from '../support/server.ts'

const server = useServer({ NODE_ENV: 'production' })
const sockets: SocketClient[] = []
let authorization = ''
beforeAll(async () => {
  authorization = `Bearer ${await tokenFor('admin')}`
  await server.as('admin').run('mutation { upsertRecord(input: { recordId: "client-1", objectApiName: "Case", name: "A" }) { __typename } }')
})
afterAll(async () => { for (const socket of sockets) await socket.dispose() })

const socketClient = () => {
  const client = createSocketClient({ url: `${server.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0, connectionParams: () => ({ authorization }) })
  sockets.push(client)
  return client
}
const RECORD = 'query Rec($id: ID!) { record(recordId: $id) { id recordId name } }'
const RENAME = 'mutation Rename($input: UpsertRecordInput!) { upsertRecord(input: $input) { __typename ... on UpsertRecordSuccess { record { id name } } ... on Error { message code } } }'
const PRESENCE = 'subscription { omniChannel { __typename ... on Event { cursor } ... on PresenceChanged { presence { apiName } } } }'
const rename = (name: string) => ({ input: { recordId: 'client-1', objectApiName: 'Case', name } })
const setUp = async () => {
  const admin = server.as('admin')
  await admin.mutate('savePresenceStatus', { apiName: 'Here', label: 'Here', isOnline: true, isBusy: false })
  await admin.mutate('saveUser', { username: 'admin', presenceStatuses: ['Here'] })
}
const comeAndGo = async () => {
  await server.as('admin').mutate('setPresence', { status: 'Here' })
  await server.as('admin').mutate('setPresence', { status: null })
}

// As Apollo asks for: which types an interface or a union may turn out to be.
const schema = buildSchema(readFileSync('schema.graphql', 'utf8'))
const possibleTypes = Object.fromEntries(Object.values(schema.getTypeMap()).filter(isAbstractType).map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]))

// rule P6
describe('Apollo Client', () => {
  const clientOf = () => {
    const http = new HttpLink({ uri: `${server.url}/graphql`, headers: { authorization } })
    const socket = new GraphQLWsLink(socketClient())
    return new ApolloClient({ cache: new InMemoryCache({ possibleTypes }), link: ApolloLink.split(({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION, socket, http) })
  }

  it('queries, and its cache follows a mutation by the global id', async () => {
    const client = clientOf()
    const query = gql(RECORD)
    const variables = { id: 'client-1' }
    expect((await client.query<{ record: { name: string } }>({ query, variables })).data).toMatchObject({ record: { recordId: 'client-1' } })
    await client.mutate({ mutation: gql(RENAME), variables: rename('By Apollo') })
    expect(client.readQuery({ query, variables })).toMatchObject({ record: { name: 'By Apollo' } })
    client.stop()
  })

  it('subscribes', async () => {
    await setUp()
    const client = clientOf()
    const events: unknown[] = []
    const came = new Promise<void>((resolve, reject) => {
      client.subscribe({ query: gql(PRESENCE) }).subscribe({ next: ({ data }) => { events.push(data); resolve() }, error: reject })
    })
    await whileDoing(comeAndGo, came)
    expect(events[0]).toMatchObject({ omniChannel: { cursor: expect.any(String) as string } })
    client.stop()
  })

  it('gives errors as errors, with their codes', async () => {
    const failure = await clientOf().query({ query: gql('{ nothing }') }).catch((error: unknown) => error)
    expect(failure).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] })
  })
})

describe('urql', () => {
  const clientOf = () => {
    const socket = socketClient()
    return new UrqlClient({
      url: `${server.url}/graphql`, preferGetMethod: false, fetchOptions: { headers: { authorization } },
      exchanges: [cacheExchange, fetchExchange, subscriptionExchange({
        forwardSubscription: ({ query, variables }) => ({ subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query: query ?? '', variables: variables as Record<string, unknown> }, sink as never) }) }),
      })],
    })
  }

  it('queries and mutates', async () => {
    const client = clientOf()
    const { error, data } = await client.mutation(RENAME, rename('By urql')).toPromise()
    expect([error, data]).toEqual([undefined, { upsertRecord: expect.objectContaining({ __typename: 'UpsertRecordSuccess' }) as object }])
    expect((await client.query(RECORD, { id: 'client-1' }).toPromise()).data).toMatchObject({ record: { name: 'By urql' } })
  })

  it('queries by GET with the header that tells it from a form', async () => {
    const client = new UrqlClient({ url: `${server.url}/graphql`, preferGetMethod: 'force', fetchOptions: { headers: { authorization, 'x-graphql-yoga-csrf': '1' } }, exchanges: [fetchExchange] })
    expect((await client.query(RECORD, { id: 'client-1' }).toPromise()).data).toMatchObject({ record: { recordId: 'client-1' } })
  })

  it('subscribes', async () => {
    await setUp()
    const came = new Promise<unknown>((resolve) => {
      clientOf().subscription(PRESENCE, {}).subscribe(({ data }) => resolve(data))
    })
    expect(await whileDoing(comeAndGo, came)).toMatchObject({ omniChannel: { cursor: expect.any(String) as string } })
  })
})

describe('Relay\'s compiler', () => {
  const folder = mkdtempSync(join(tmpdir(), 'interlude-relay-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  it('compiles connections, refetchable fragments, mutations and subscriptions against schema.graphql', async () => {
    mkdirSync(join(folder, 'src'))
    cpSync('schema.graphql', join(folder, 'schema.graphql'))
    writeFileSync(join(folder, 'relay.config.json'), JSON.stringify({ src: './src', schema: './schema.graphql', language: 'typescript', eagerEsModules: true }))
    writeFileSync(join(folder, 'src/toDo.ts'), `
      import { graphql } from 'relay-runtime'
      graphql\`
        fragment toDo_list on User @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) @refetchable(queryName: "toDoPageQuery") {
          toDoList(first: $count, after: $cursor) @connection(key: "toDo_toDoList") { edges { node { id name status } } }
        }\`
      graphql\`query toDoQuery { viewer { ...toDo_list } }\`
      graphql\`
        mutation toDoOpenMutation($input: OpenWorkItemInput!) {
          openWorkItem(input: $input) { __typename ... on OpenWorkItemSuccess { interview { id guid } } ... on Error { message code } }
        }\`
      graphql\`subscription toDoWorkSubscription($recordId: ID!, $after: String) { recordWork(recordId: $recordId, after: $after) { __typename ... on Event { cursor } } }\`
      graphql\`query toDoNodeQuery($id: ID!) { node(id: $id) { id ... on WorkItem { label } } }\`
    `)
    const { stdout, stderr } = await promisify(execFile)(createRequire(import.meta.url)('relay-compiler') as string, ['--repersist'], { cwd: folder })
    expect(`${stdout}${stderr}`).not.toContain('ERROR')
    expect(readFileSync(join(folder, 'src/__generated__/toDoPageQuery.graphql.ts'), 'utf8')).toContain('toDoPageQuery')
  })
})
