// A real database for a test file: a clone of the migrated template, dropped afterwards.
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import { openDatabase, type Db, type DatabaseOptions } from '../../src/db.ts'

/** The file's own database; usable from its first `beforeAll` on. */
export type TestDatabase = Db & { readonly url: string }

/** Gives the calling test file (or `describe`) a migrated database of its own for as long as its tests run. */
export function useDatabase(options: DatabaseOptions = {}): TestDatabase {
  const opened: { url: string; db: Db | null } = { url: '', db: null }
  beforeAll(async () => {
    opened.url = await cloneDatabase()
    opened.db = openDatabase(opened.url, { max: 10, ...options })
  })
  afterAll(async () => {
    await opened.db?.close()
    await dropTestDatabase(opened.url)
  })
  const db = () => {
    if (opened.db === null) throw new Error('The database is there only while tests run.')
    return opened.db
  }
  return { get url() { return opened.url }, get pool() { return db().pool }, get prisma() { return db().prisma }, close: () => db().close() }
}

/** Clones the migrated template and returns the clone's URL; end it with `dropTestDatabase`. */
export async function cloneDatabase(): Promise<string> {
  const { url, template } = inject('testServer')
  return createDatabase(url, newName(), template)
}

/** Makes a database with nothing in it and returns its URL; end it with `dropTestDatabase`. */
export async function createEmptyDatabase(): Promise<string> {
  return createDatabase(inject('testServer').url, newName())
}

/** Drops a database that one of the two above has made, whoever is still connected to it. */
export async function dropTestDatabase(url: string): Promise<void> {
  if (url !== '') await dropDatabase(inject('testServer').url, decodeURIComponent(new URL(url).pathname.slice(1)))
}

/** Makes a database in a server, from a template where one is given, and returns its URL. */
export async function createDatabase(serverUrl: string, name: string, template?: string): Promise<string> {
  await runSql(serverUrl, `CREATE DATABASE ${pg.escapeIdentifier(name)}${template === undefined ? '' : ` TEMPLATE ${pg.escapeIdentifier(template)}`}`)
  return inDatabase(serverUrl, name)
}

/** Drops a database of a server, whoever is still connected to it. */
export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  await runSql(serverUrl, `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`)
}

/** The same server, another database. */
export function inDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${encodeURIComponent(name)}`
  return url.href
}

async function runSql(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

function newName(): string {
  return `interlude_test_${randomUUID().slice(0, 13).replace('-', '_')}`
}
