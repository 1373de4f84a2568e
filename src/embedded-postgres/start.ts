// The database of a machine that has none: a real Postgres from npm's packages, with its data under DATA_DIR. It goes on
// with whatever a killed server left, and only one server at a time has a folder.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, parse } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { chooseAccount, giveTo, type Account } from './account.ts'
import { findBinaries, type Binaries } from './binaries.ts'
import { lockDataFolder } from './data-folder-lock.ts'
import { endLeftover, endServer, readPidFile } from './leftover.ts'

/** A running embedded database. */
export type EmbeddedPostgres = {
  /** For DATABASE_URL: a loopback address, with the generated password. */
  url: string
  pid: number
  /** Settles when the server ends without being asked to, with the end of its log. */
  lost: Promise<string>
  /** Ends it cleanly and gives the folder back; may be called twice. */
  stop(): Promise<void>
}

/** Postgres could not be started; the message says why, and that DATABASE_URL is the way around. */
export class EmbeddedPostgresError extends Error {}

/** `isDurable: false` trades safety against power loss for speed: for tests. `port`: that one, instead of any that is free. */
export type EmbeddedPostgresOptions = { isDurable?: boolean; port?: number; settings?: Readonly<Record<string, string>> }

type Place = { data: string; log: string; passwordFile: string; binaries: Binaries; account: Account; settings: Record<string, string>; isDurable: boolean; port: number | null }

const USER = 'interlude'
const DATABASE = 'interlude'
const START_TIMEOUT_MS = 30_000
const TRIES = 5
const NOT_DURABLE = { fsync: 'off', full_page_writes: 'off' }
// A port taken meanwhile, memory not yet let go of, and an end without a word: all seen to pass by themselves.
const PASSING = /could not (bind|create any TCP)|pre-existing shared memory|lock file .* already exists|^\s*$/

/**
 * Starts the database of `dataDir`, making it where there is none. Throws DataFolderInUseError when another server has the
 * folder, EmbeddedPostgresError, NoAccountError or NoBinariesError when it can't run here; nothing keeps running then.
 */
export async function startEmbeddedPostgres(dataDir: string, options: EmbeddedPostgresOptions = {}): Promise<EmbeddedPostgres> {
  mkdirSync(dataDir, { recursive: true })
  const root = realpathSync(dataDir)
  const unlock = lockDataFolder(root)
  try {
    const place = preparePlace(root, options)
    await endLeftover(place.data, place.binaries.pgCtl)
    if (!existsSync(join(place.data, 'PG_VERSION'))) createCluster(place)
    return await startServer(place, unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

function preparePlace(root: string, { isDurable = true, port, settings = {} }: EmbeddedPostgresOptions): Place {
  const binaries = findBinaries(join(root, 'postgres-libraries'))
  const data = join(root, 'postgres')
  const account = chooseAccount(data, binaries.folder)
  const versionFile = join(data, 'PG_VERSION')
  if (existsSync(versionFile)) {
    const version = readFileSync(versionFile, 'utf8').trim()
    if (version !== binaries.majorVersion) {
      throw new EmbeddedPostgresError(`${data} was written by Postgres ${version}, and this is Postgres ${binaries.majorVersion}: move the folder away to start afresh, or set DATABASE_URL to a server that has its data.`)
    }
  }
  return {
    data, binaries, account, isDurable, port: port ?? null,
    log: join(root, 'postgres.log'),
    passwordFile: join(root, 'postgres.password'),
    settings: {
      listen_addresses: '127.0.0.1', unix_socket_directories: '', timezone: 'UTC', log_timezone: 'UTC', jit: 'off',
      ...(isDurable ? {} : NOT_DURABLE), ...settings,
    },
  }
}

// In a folder beside, moved into place when it is whole: a start that was killed in the middle leaves nothing half made.
function createCluster(place: Place): void {
  const unfinished = `${place.data}.unfinished`
  rmSync(unfinished, { recursive: true, force: true })
  mkdirSync(unfinished, { mode: 0o700 })
  const password = randomBytes(24).toString('base64url')
  writeFileSync(place.passwordFile, password, { mode: 0o600 })
  const passwordForInitdb = `${unfinished}.password`
  writeFileSync(passwordForInitdb, password, { mode: 0o600 })
  giveTo(place.account, unfinished, passwordForInitdb)
  try {
    const { command, args, options } = asAccount(place, place.binaries.initdb, [
      '--pgdata', unfinished, '--username', USER, '--pwfile', passwordForInitdb, '--auth', 'scram-sha-256', '--encoding', 'UTF8',
      '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--locale', 'C', '--no-instructions', ...(place.isDurable ? [] : ['--no-sync']),
    ])
    const run = spawnSync(command, args, { ...options, encoding: 'utf8' })
    if (run.status !== 0) throw unableToStart(run.error?.message ?? `${run.stdout}${run.stderr}`)
  } finally {
    rmSync(passwordForInitdb, { force: true })
  }
  renameSync(unfinished, place.data)
}

async function startServer(place: Place, unlock: () => void): Promise<EmbeddedPostgres> {
  for (let attempt = 1; ; attempt++) {
    const port = place.port ?? (await freePort())
    const child = spawnServer(place, port)
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message))
      child.once('exit', () => resolve(endOfLog(place.log)))
    })
    const failure = await Promise.race([ended, ready(place, child)])
    if (failure === null) {
      const url = await openDatabase(place, port, child)
      return running(url, child, ended, unlock)
    }
    if (child.pid !== undefined) await endServer(child.pid)
    if (attempt >= TRIES || !PASSING.test(failure)) throw unableToStart(failure)
    await pause(200 * attempt)
  }
}

function spawnServer(place: Place, port: number): ChildProcess {
  const settings = Object.entries({ ...place.settings, port: String(port) }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const { command, args, options } = asAccount(place, place.binaries.postgres, ['-D', place.data, ...settings])
  const log = openSync(place.log, 'w')
  try {
    // Detached: Ctrl-C goes to every process of the terminal, and the database has to outlive the work that is finished then.
    const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', log, log], windowsHide: true })
    child.unref()
    return child
  } finally {
    closeSync(log)
  }
}

// Null once the server takes connections, else what was wrong.
async function ready(place: Place, child: ChildProcess): Promise<string | null> {
  const deadline = performance.now() + START_TIMEOUT_MS
  while (performance.now() < deadline) {
    const found = readPidFile(place.data)
    if (found !== null && found.pid === child.pid && found.isReady) return null
    await pause(5)
  }
  return `It did not answer within ${START_TIMEOUT_MS / 1000} seconds.\n${endOfLog(place.log)}`
}

async function openDatabase(place: Place, port: number, child: ChildProcess): Promise<string> {
  const password = existsSync(place.passwordFile) ? readFileSync(place.passwordFile, 'utf8').trim() : ''
  const url = (database: string) => `postgresql://${USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`
  try {
    await query(url(DATABASE), 'SELECT 1').catch((error: { code?: string }) => {
      if (error.code !== '3D000') throw error
      return query(url('postgres'), `CREATE DATABASE ${DATABASE}`)
    })
    return url(DATABASE)
  } catch (error) {
    await endServer(child.pid!)
    const isPasswordLost = (error as { code?: string }).code === '28P01'
    throw unableToStart(isPasswordLost ? `${place.passwordFile} does not hold the password that ${place.data} was made with.` : (error as Error).message)
  }
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

function running(url: string, child: ChildProcess, ended: Promise<string>, unlock: () => void): EmbeddedPostgres {
  let stopping: Promise<void> | null = null
  const lost = new Promise<string>((resolve) => void ended.then((log) => {
    if (stopping === null) resolve(log)
  }))
  const stop = async () => {
    // Its end is waited for now, also where nothing else keeps this process going.
    child.ref()
    if (child.exitCode === null && child.signalCode === null) await endServer(child.pid!)
    await ended
    unlock()
  }
  return { url, pid: child.pid!, lost, stop: () => (stopping ??= stop()) }
}

function asAccount({ account, binaries, data }: Place, program: string, args: readonly string[]) {
  const [command, ...rest] = [...account.prefix, program, ...args]
  const ids = account.prefix.length === 0 ? { uid: account.uid, gid: account.gid } : {}
  // Nothing of our environment but what the programs need; a working directory that the account may be in.
  return { command: command!, args: rest, options: { ...ids, cwd: parse(data).root, env: { LC_ALL: 'C', TZ: 'UTC', ...binaries.environment } } }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}

function endOfLog(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').slice(-12).join('\n') : ''
}

function unableToStart(reason: string): EmbeddedPostgresError {
  return new EmbeddedPostgresError(`The embedded Postgres could not be started here. Set DATABASE_URL to a Postgres 14 or newer to do without it. What it said:\n${reason.trim()}`)
}
