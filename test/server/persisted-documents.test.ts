// Documents that are known: named by their hash by anybody, and the only ones run where it is wished.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from 'graphql-ws'
import { afterAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { sha256 } from '../../src/server/documents.ts'
import { PersistedDocumentsError, readPersistedDocuments } from '../../src/server/persisted-files.ts'
import { ViewerDocument as ConsoleViewerDocument } from '../../src/web/console/generated/graphql.ts'
import { ToDoListDocument } from '../../src/web/generated/graphql.ts'
import { interludeJson } from '../support/command-line.ts'
import { succeeded } from '../support/deployed.ts'
import { tokenFor, useServer } from '../support/server.ts'

const KNOWN = 'query Me { viewer { username } }'
const folder = mkdtempSync(join(tmpdir(), 'interlude-documents-'))
const list = join(folder, 'documents.json')
writeFileSync(list, JSON.stringify({ [`sha256:${sha256(KNOWN)}`]: KNOWN, 'md5-of-relay': 'query Relay { __typename }' }))
afterAll(() => rmSync(folder, { recursive: true }))

const server = useServer({ NODE_ENV: 'production', PERSISTED_DOCUMENTS: list, PERSISTED_DOCUMENTS_ONLY: '1' })
type Answer = { data?: unknown; errors?: { message: string; extensions: { code: string } }[] }
const post = async (username: string, body: object) => {
  const response = await fetch(`${server.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenFor(username)}` }, body: JSON.stringify(body) })
  return (await response.json()) as Answer
}
const named = (sha256Hash: string) => ({ extensions: { persistedQuery: { version: 1, sha256Hash } } })
const makeUser = async () => succeeded(await server.as('admin').mutate('saveUser', { username: 'plain', name: 'Plain', email: 'p@example.com', permissions: ['RUN_FLOWS', 'MANAGE_ORCHESTRATION_RUNS'] }))

// rule P6
describe('where known documents only are run', () => {
  it('they are, by hash, by text, and by GET', async () => {
    await makeUser()
    const mine = { data: { viewer: { username: 'plain' } } }
    expect(await post('plain', named(sha256(KNOWN)))).toEqual(mine)
    expect(await post('plain', named(sha256(KNOWN).toUpperCase()))).toEqual(mine)
    expect(await post('plain', { query: KNOWN })).toEqual(mine)
    expect(await post('plain', named('md5-of-relay'))).toEqual({ data: { __typename: 'Query' } })
    const url = `${server.url}/graphql?extensions=${encodeURIComponent(JSON.stringify(named(sha256(KNOWN)).extensions))}`
    expect(await (await fetch(url, { headers: { authorization: `Bearer ${await tokenFor('plain')}`, 'x-graphql-yoga-csrf': '1' } })).json()).toEqual(mine)
  })

  it('others are not, not even by a known name, unless the caller manages flows', async () => {
    await makeUser()
    const other = 'query Other { viewer { id username } }'
    expect((await post('plain', { query: other })).errors).toMatchObject([{ extensions: { code: 'DOCUMENT_NOT_ALLOWED' } }])
    expect((await post('plain', named(sha256(other)))).errors).toMatchObject([{ message: 'PersistedQueryNotFound', extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }])
    expect(await post('plain', { query: other, ...named(sha256(KNOWN)) })).toEqual({ data: { viewer: { username: 'plain' } } })
    expect((await post('admin', { query: other })).data).toMatchObject({ viewer: { username: 'admin' } })
  })

  it('those of the components and the console are among them', async () => {
    await makeUser()
    for (const document of [ToDoListDocument, ConsoleViewerDocument]) {
      const hash = String(document.__meta__?.['hash']).replace('sha256:', '')
      expect((await post('plain', { query: document.toString(), ...named(hash) })).data).toMatchObject({ viewer: { username: 'plain' } })
    }
  })

  it('it is so over WebSocket', async () => {
    await makeUser()
    const authorization = `Bearer ${await tokenFor('plain')}`
    const client = createClient({ url: `${server.url.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, retryAttempts: 0, connectionParams: { authorization } })
    const first = async (payload: { query: string; extensions?: Record<string, unknown> }) => {
      try {
        for await (const result of client.iterate(payload)) return result
        return null
      } catch (errors) {
        return errors
      }
    }
    expect(await first({ query: '', ...named(sha256(KNOWN)) })).toEqual({ data: { viewer: { username: 'plain' } } })
    expect(await first({ query: '{ viewer { id } }' })).toMatchObject([{ extensions: { code: 'DOCUMENT_NOT_ALLOWED' } }])
    await client.dispose()
  })

  it('our own command line works for whoever may use it', async () => {
    await makeUser()
    expect(await interludeJson(server, ['runs', 'list'], { as: 'plain' })).toEqual([])
  })
})

it('says what is wrong with each list', async () => {
  const [none, bad, torn] = ['none.json', 'bad.json', 'torn.json'].map((name) => join(folder, name))
  writeFileSync(bad!, '["query"]')
  writeFileSync(torn!, '{')
  const fault = await readPersistedDocuments([none!, list, bad!, torn!]).catch((error: unknown) => error)
  expect(fault).toBeInstanceOf(PersistedDocumentsError)
  expect((fault as PersistedDocumentsError).message.split('\n')).toEqual([
    expect.stringContaining(`${none} can't be read: ENOENT`), `The persisted documents in ${bad} can't be read: it must be an object of documents by hash.`, expect.stringContaining(`${torn} can't be read: `),
  ])
})
