#!/usr/bin/env node
// Stands in for Prisma's native schema engine, which the CLI would download: speaks its JSON-RPC on stdin and stdout and
// runs the same engine's WebAssembly build from npm over adapter-pg. prisma.config.ts points the CLI here.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { PrismaPg } from '@prisma/adapter-pg'
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import * as glue from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'

const WASM_GLUE = import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg')

const { values: options, positionals } = parseArgs({
  strict: false,
  allowPositionals: true,
  options: {
    datamodels: { type: 'string', multiple: true, default: [] },
    datasource: { type: 'string', default: '{}' },
    version: { type: 'boolean', default: false },
  },
})
const datasource = JSON.parse(options.datasource)

/** What the CLI reads on stderr: one JSON object a line. */
function log(level, message, errorCode) {
  const fields = errorCode === undefined ? { message } : { message, error_code: errorCode }
  process.stderr.write(`${JSON.stringify({ timestamp: new Date().toISOString(), level, target: 'schema_engine', fields })}\n`)
}

// ---------------------------------------------------------------- databases

/** Splits what Prisma adds to a Postgres URL from what pg understands. */
function readUrl(text) {
  const url = new URL(text)
  const schema = url.searchParams.get('schema') ?? undefined
  for (const name of ['schema', 'connection_limit', 'pool_timeout', 'pgbouncer']) url.searchParams.delete(name)
  return { url, schema, database: decodeURIComponent(url.pathname.slice(1)) }
}

function inDatabase(url, database) {
  const other = new URL(url)
  other.pathname = `/${encodeURIComponent(database)}`
  return other
}

async function runSql(url, sql) {
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

async function createDatabase(text) {
  const { url, database } = readUrl(text)
  try {
    await runSql(inDatabase(url, 'postgres'), `CREATE DATABASE ${pg.escapeIdentifier(database)}`)
  } catch (error) {
    // Somebody else creates it at this very moment: that is as good.
    if (error.code !== '42P04' && error.code !== '23505') throw error
  }
  return { databaseName: database }
}

async function dropDatabase(text) {
  const { url, database } = readUrl(text)
  await runSql(inDatabase(url, 'postgres'), `DROP DATABASE IF EXISTS ${pg.escapeIdentifier(database)} WITH (FORCE)`)
}

// ---------------------------------------------------------------- what the engine talks to

const OID_CHAR = 18 // the catalogue's "char", which adapter-pg has no type for
const OID_BPCHAR = 1042

/** adapter-pg's connection with what the engine needs and it lacks: "char" columns, and scripts whose bodies hold ';'. */
function engineConnection(inner, onDispose) {
  const connection = Object.create(inner)
  connection.queryRaw = async (query) => {
    let isChar = []
    const asText = Object.create(inner)
    asText.performIO = async (io) => {
      const result = await inner.performIO(io)
      isChar = result.fields.map((field) => field.dataTypeID === OID_CHAR)
      return { ...result, fields: result.fields.map((field, i) => ({ name: field.name, dataTypeID: isChar[i] ? OID_BPCHAR : field.dataTypeID })) }
    }
    const set = await inner.queryRaw.call(asText, query)
    return { ...set, columnTypes: set.columnTypes.map((type, i) => (isChar[i] ? ColumnTypeEnum.Character : type)) }
  }
  connection.executeScript = async (script) => {
    try {
      await inner.underlyingDriver().query(script)
    } catch (error) {
      inner.onError(error)
    }
  }
  connection.startTransaction = async (isolation) => engineConnection(await inner.startTransaction(isolation))
  connection.dispose = async () => {
    await inner.dispose()
    await onDispose?.()
  }
  return connection
}

/** Connections of one call of the engine; `closeAll` is what lets the migration lock and the scratch databases go. */
function connectionsTo(text) {
  const opened = new Set()
  const open = async (target, afterwards) => {
    const { url, schema } = readUrl(target)
    const connection = engineConnection(await new PrismaPg({ connectionString: url.href, max: 4 }, { schema }).connect(), async () => {
      opened.delete(connection)
      await afterwards?.()
    })
    opened.add(connection)
    return connection
  }
  const factory = {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => open(text),
    // adapter-pg's own would keep the connection string, which wins over the name of the scratch database: the real one.
    connectToShadowDb: async () => {
      if (datasource.shadowDatabaseUrl) return open(datasource.shadowDatabaseUrl)
      const scratch = inDatabase(new URL(text), `prisma_shadow_${randomUUID()}`).href
      await createDatabase(scratch)
      return open(scratch, () => dropDatabase(scratch))
    },
  }
  const closeAll = async () => {
    for (const connection of [...opened]) await connection.dispose()
  }
  return { factory: bindMigrationAwareSqlAdapterFactory(factory), closeAll }
}

const noDatabase = () => Promise.reject(new Error('DATABASE_URL is not set'))
const unconnected = {
  factory: bindMigrationAwareSqlAdapterFactory({ provider: 'postgres', adapterName: 'none', connect: noDatabase, connectToShadowDb: noDatabase }),
  closeAll: async () => {},
}

// ---------------------------------------------------------------- calls

async function loadEngine() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => log('ERROR', message) }
  const wasm = readFileSync(fileURLToPath(WASM_GLUE.replace(/\.js$/, '.wasm')))
  const { instance } = await WebAssembly.instantiate(wasm, { './schema_engine_bg.js': glue })
  glue.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
}

/** A fresh engine for each call: one that has applied migrations lends no scratch database any more. */
async function callEngine(method, params) {
  const connections = datasource.url ? connectionsTo(datasource.url) : unconnected
  const datamodels = options.datamodels.map((path) => [path, readFileSync(path, 'utf8')])
  try {
    const engine = await glue.SchemaEngine.new({ datamodels: datamodels.length > 0 ? datamodels : undefined }, () => {}, connections.factory)
    if (typeof engine[method] !== 'function') throw new Error(`the engine has no method ${method}`)
    // These two find the scratch database only in an engine that has been asked for a diagnosis.
    if (method === 'createMigration' || method === 'evaluateDataLoss') {
      await engine.devDiagnostic({ migrationsList: params.migrationsList, filters: params.filters })
    }
    return (await engine[method](params)) ?? {}
  } finally {
    await connections.closeAll()
  }
}

const outside = {
  createDatabase: (params) => createDatabase(params?.datasource?.url ?? datasource.url),
  dbExecute: async (params) => {
    await runSql(readUrl(params.datasourceType?.url ?? datasource.url).url, params.script)
    return null
  },
  ensureConnectionValidity: async () => {
    await runSql(readUrl(datasource.url).url, 'SELECT 1')
    return {}
  },
  getDatabaseVersion: (params) => callEngine('version', params ?? null),
}

/** The P-code users know, where the failure has one. */
function errorCode(error) {
  if (/^P\d{4}$/.test(error?.code ?? '')) return error.code
  const known = { '3D000': 'P1003', '28P01': 'P1000', ECONNREFUSED: 'P1001', ENOTFOUND: 'P1001', ETIMEDOUT: 'P1002' }
  return known[error?.code] ?? /^(?:Error: )?(P\d{4})/.exec(error?.message ?? '')?.[1]
}

const send = (message) => process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)

async function answer({ id, method, params }) {
  try {
    const result = await (outside[method] ? outside[method](params) : callEngine(method, params))
    if (method === 'diff' && typeof result.stdout === 'string') {
      send({ id: randomUUID(), method: 'print', params: { content: result.stdout } })
      send({ id, result: { ...result, stdout: null } })
    } else send({ id, result })
  } catch (error) {
    const message = error?.message || String(error)
    send({ id, error: { code: 4466, message, data: { is_panic: false, message, meta: error?.meta ?? null, error_code: errorCode(error) } } })
  }
}

async function runCliCommand(command) {
  log('INFO', 'Starting schema engine CLI') // the CLI takes the second line for the outcome
  const commands = {
    'can-connect-to-database': () => runSql(readUrl(datasource.url).url, 'SELECT 1'),
    'create-database': () => createDatabase(datasource.url),
    'drop-database': () => dropDatabase(datasource.url),
  }
  try {
    if (!commands[command]) throw new Error(`unknown command ${command}`)
    await commands[command]()
    process.exit(0)
  } catch (error) {
    log('ERROR', error.message || String(error.code), errorCode(error) ?? 'P1001')
    process.exit(1)
  }
}

if (options.version) {
  const { version } = JSON.parse(readFileSync(fileURLToPath(new URL('package.json', WASM_GLUE)), 'utf8'))
  console.log(`schema-engine-cli ${version.split('.').at(-1)}`)
  process.exit(0)
}
if (positionals[0] === 'cli') await runCliCommand(positionals[1])
await loadEngine()
let last = Promise.resolve()
createInterface({ input: process.stdin })
  .on('line', (line) => {
    if (line.trim() === '') return
    const request = JSON.parse(line)
    if (request.method) last = last.then(() => answer(request))
  })
  .on('close', () => void last.then(() => process.exit(0)))
