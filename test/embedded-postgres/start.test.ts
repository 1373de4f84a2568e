// The embedded database, with real servers and real kills.
import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chooseAccount, giveTo } from '../../src/embedded-postgres/account.ts'
import { findBinaries } from '../../src/embedded-postgres/binaries.ts'
import { DataFolderInUseError } from '../../src/embedded-postgres/data-folder-lock.ts'
import { isPidInUse } from '../../src/embedded-postgres/process-identity.ts'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/embedded-postgres/start.ts'
import { startProgram, type Program } from '../support/child-process.ts'

let folder: string
let running: EmbeddedPostgres[]
let programs: Program[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'interlude-embedded-'))
  running = []
  programs = []
})
afterEach(async () => {
  for (const program of programs) await program.kill()
  for (const postgres of running) await postgres.stop()
  // Whatever a test's kill has left behind is ended as a user's next start would end it.
  await startEmbeddedPostgres(folder, { isDurable: false }).then((postgres) => postgres.stop(), () => {})
  await rm(folder, { recursive: true, force: true })
})

const start = async (at = folder) => {
  const postgres = await startEmbeddedPostgres(at, { isDurable: false })
  running.push(postgres)
  return postgres
}
const startElsewhere = async (options: { uid?: number; gid?: number } = {}) => {
  const program = startProgram('test/support/embedded-server.ts', [folder, 'fast'], options)
  programs.push(program)
  const said = JSON.parse(await program.line((line) => line.startsWith('{'))) as { url: string; pid: number }
  return { program, ...said }
}
const sql = async (url: string, text: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url }).on('error', () => {})
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(text)).rows
  } finally {
    await client.end()
  }
}
const isRoot = process.getuid?.() === 0
// Another user's process can only be started from a checkout that others may enter: not from one under /root.
const isOpenToAll = chooseAccount(join(import.meta.dirname, 'none'), import.meta.dirname).prefix.length === 0

describe('a folder with nothing in it', () => {
  it('gets a database that asks for its password and listens on loopback only', async () => {
    const { url } = await start()
    expect(await sql(url, `SELECT current_setting('listen_addresses') AS "at", current_setting('TimeZone') AS "zone", current_setting('server_encoding') AS "encoding"`))
      .toEqual([{ at: '127.0.0.1', zone: 'UTC', encoding: 'UTF8' }])
    const wrong = new URL(url)
    wrong.password = 'guess'
    await expect(sql(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed')
  })

  it('is safe against power loss unless told otherwise', async () => {
    const postgres = await startEmbeddedPostgres(folder)
    running.push(postgres)
    expect(await sql(postgres.url, `SELECT current_setting('fsync') AS "fsync", current_setting('synchronous_commit') AS "commit"`)).toEqual([{ fsync: 'on', commit: 'on' }])
  })

  it('goes to one of six that start at the same moment', async () => {
    const starts = await Promise.all(Array.from({ length: 6 }, () => startElsewhere().then(() => 'started', (error: Error) => error.message)))
    expect(starts.filter((outcome) => outcome === 'started')).toHaveLength(1)
    expect(starts.filter((outcome) => outcome.includes('is using the data folder'))).toHaveLength(5)
  })
})

it('ends cleanly, and goes on with its data at the next start', async () => {
  const first = await start()
  await sql(first.url, 'CREATE TABLE kept AS SELECT 1 AS "is"')
  await first.stop()
  expect(isPidInUse(first.pid)).toBe(false)
  expect(existsSync(join(folder, 'server.lock'))).toBe(false)
  expect(existsSync(join(folder, 'postgres', 'postmaster.pid'))).toBe(false)
  const second = await start()
  expect(await sql(second.url, 'SELECT "is" FROM kept')).toEqual([{ is: 1 }])
})

it('ends the database that a killed process left running, and goes on with every row that was acknowledged', async () => {
  const { program, url, pid } = await startElsewhere()
  await sql(url, 'CREATE TABLE kept ("n" INT)')
  for (let n = 1; n <= 20; n++) await sql(url, `INSERT INTO kept VALUES (${n})`)
  await program.kill()
  expect(isPidInUse(pid)).toBe(true)
  const next = await start()
  expect(isPidInUse(pid)).toBe(false)
  expect(await sql(next.url, 'SELECT count(*)::int AS "rows" FROM kept')).toEqual([{ rows: 20 }])
})

it('recovers when the database itself was killed too', async () => {
  const { program, url, pid } = await startElsewhere()
  await sql(url, 'CREATE TABLE kept AS SELECT 7 AS "is"')
  await program.kill()
  process.kill(pid, 'SIGKILL')
  const next = await start()
  expect(await sql(next.url, 'SELECT "is" FROM kept')).toEqual([{ is: 7 }])
})

it('says which process has the folder, exits with status 1, and leaves that one alone', async () => {
  const { program, url } = await startElsewhere()
  const second = startProgram('test/support/embedded-server.ts', [folder])
  expect(await second.ended).toBe(1)
  expect(second.stderr()).toContain(`Another server (process ${program.child.pid}) is using the data folder`)
  expect(await sql(url, 'SELECT 1 AS "is"')).toEqual([{ is: 1 }])
  await expect(start()).rejects.toThrow(DataFolderInUseError)
})

it('is not fooled by a lock whose process number now belongs to another program', async () => {
  writeFileSync(join(folder, 'server.lock'), JSON.stringify({ pid: process.ppid, startedAt: 'another life' }))
  expect(await sql((await start()).url, 'SELECT 1 AS "is"')).toEqual([{ is: 1 }])
})

it('is not fooled by a pid file whose number now belongs to another program, and does not end that program', async () => {
  await (await start()).stop()
  writeFileSync(join(folder, 'postgres', 'postmaster.pid'), `${process.ppid}\n${join(folder, 'postgres')}\n1\n5432\n\n127.0.0.1\n  1  1\nready   \n`)
  expect(await sql((await start()).url, 'SELECT 1 AS "is"')).toEqual([{ is: 1 }])
  expect(isPidInUse(process.ppid)).toBe(true)
})

it('begins anew after a first start that was killed in the middle', async () => {
  mkdirSync(join(folder, 'postgres.unfinished'))
  writeFileSync(join(folder, 'postgres.unfinished', 'PG_VERSION'), '18')
  writeFileSync(join(folder, 'server.lock'), '{"pid":')
  expect(await sql((await start()).url, 'SELECT 1 AS "is"')).toEqual([{ is: 1 }])
})

it('says that DATABASE_URL is the way around where it cannot start', async () => {
  await (await start()).stop()
  writeFileSync(join(folder, 'postgres', 'postgresql.conf'), 'nonsense = on\n')
  await expect(start()).rejects.toThrow(/Set DATABASE_URL[^]*unrecognized configuration parameter "nonsense"/)
})

it('refuses data of another Postgres version, and does not touch them', async () => {
  await (await start()).stop()
  writeFileSync(join(folder, 'postgres', 'PG_VERSION'), '11\n')
  await expect(start()).rejects.toThrow('was written by Postgres 11')
  expect(readFileSync(join(folder, 'postgres', 'PG_VERSION'), 'utf8')).toBe('11\n')
})

it('says plainly that the password is lost', async () => {
  await (await start()).stop()
  writeFileSync(join(folder, 'postgres.password'), 'another')
  await expect(start()).rejects.toThrow('does not hold the password')
})

it('tells when the database ends without being asked to', async () => {
  const postgres = await start()
  process.kill(postgres.pid, 'SIGKILL')
  expect(await postgres.lost).toContain('database system is ready')
})

describe.runIf(isRoot)('started by root', () => {
  it('runs as another user, also in a folder that nobody else may enter', async () => {
    const closed = join(folder, 'closed')
    mkdirSync(closed, { mode: 0o700 })
    const postgres = await start(join(closed, 'data'))
    expect(await sql(postgres.url, 'SELECT 1 AS "is"')).toEqual([{ is: 1 }])
    expect(readFileSync(`/proc/${postgres.pid}/status`, 'utf8')).not.toMatch(/^Uid:\s+0\b/m)
  })

  it('can do without its programs being where others may go, as in a checkout under /root', () => {
    const closed = join(folder, 'closed')
    mkdirSync(join(closed, 'data'), { recursive: true, mode: 0o700 })
    const { folder: programs } = findBinaries(folder)
    cpSync(programs, join(closed, 'programs'), { recursive: true, verbatimSymlinks: true })
    const account = chooseAccount(join(closed, 'data'), join(closed, 'programs'))
    giveTo(account, join(closed, 'data'))
    const [command, ...args] = [...account.prefix, join(closed, 'programs/native/bin/initdb'), '-D', join(closed, 'data/postgres'), '--no-sync', '--auth=trust']
    const run = spawnSync(command!, args, { cwd: '/', env: { LC_ALL: 'C', TZ: 'UTC' }, encoding: 'utf8' })
    expect([run.status, run.stderr]).toEqual([0, ''])
  })
})

describe.runIf(isRoot && isOpenToAll)('started by an ordinary user', () => {
  it('leaves data that root goes on with, as that user', async () => {
    chmodSync(folder, 0o755)
    chownSync(folder, 65_534, 65_534)
    const { program, url } = await startElsewhere({ uid: 65_534, gid: 65_534 })
    await sql(url, 'CREATE TABLE kept AS SELECT 3 AS "is"')
    program.child.kill('SIGTERM')
    expect(await program.ended).toBe(0)
    const postgres = await start()
    expect(await sql(postgres.url, 'SELECT "is" FROM kept')).toEqual([{ is: 3 }])
    expect(readFileSync(`/proc/${postgres.pid}/status`, 'utf8')).toMatch(/^Uid:\s+65534\b/m)
  })

  it('leaves data that an ordinary user cannot read, and says so', async () => {
    await (await start()).stop()
    chownSync(folder, 65_534, 65_534)
    chownSync(join(folder, 'postgres'), 1, 1)
    const program = startProgram('test/support/embedded-server.ts', [folder], { uid: 65_534, gid: 65_534 })
    expect(await program.ended).toBe(1)
    expect(program.stderr()).toContain('belongs to another user (1)')
  })
})
