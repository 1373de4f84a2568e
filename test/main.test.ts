// The whole server as a process of its own: started as `npm start` starts it, killed, stopped, and started again.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readSecret, signToken } from '../src/auth.ts'
import { isPidInUse } from '../src/embedded-postgres/process-identity.ts'
import { readPidFile } from '../src/embedded-postgres/leftover.ts'
import { startEmbeddedPostgres } from '../src/embedded-postgres/start.ts'
import { watch, type Program } from './support/child-process.ts'
import { cloneDatabase, dropTestDatabase } from './support/database.ts'
import { until } from './support/server.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
let folder: string
let programs: Program[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'interlude-main-'))
  programs = []
})
afterEach(async () => {
  for (const program of programs) await program.kill()
  await startEmbeddedPostgres(folder, { isDurable: false }).then((postgres) => postgres.stop(), () => {})
  await rm(folder, { recursive: true, force: true })
})

const UNSET = { DATABASE_URL: '', REDIS_URL: '', AUTH_JWT_SECRET: '', AUTH_JWKS_URL: '', DEMO: '', HOST: '', NODE_ENV: '' }
const start = (environment: Record<string, string> = {}) => {
  const child = spawn(process.execPath, ['launch.mjs', 'src/main.ts'], { cwd: root, env: { ...process.env, ...UNSET, DATA_DIR: folder, PORT: '0', ...environment }, stdio: ['ignore', 'pipe', 'pipe'] })
  const program = watch(child)
  programs.push(program)
  return program
}
const startServing = async (environment: Record<string, string> = {}) => {
  const program = start(environment)
  const line = await program.line((text) => text.includes('"started"'))
  return { program, url: (JSON.parse(line) as { url: string }).url }
}
const ask = async (url: string, query: string, username = 'admin') => {
  const token = await signToken({ secret: readSecret(folder)!, issuer: null, audience: null }, username, 60, new Date())
  const response = await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: JSON.stringify({ query }) })
  return response.json()
}
const VIEWER = '{ viewer { username } }'

describe('the demo', () => {
  it('starts with nothing but a folder, says where and as whom to sign in, and stops in order by SIGTERM', async () => {
    const { program, url } = await startServing()
    expect(await ask(url, VIEWER)).toEqual({ data: { viewer: { username: 'admin' } } })
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    const [script] = /\/assets\/console-\w+\.js/.exec(await (await fetch(`${url}/`)).text())!
    expect((await fetch(`${url}${script}`)).status).toBe(200)
    const { pid } = readPidFile(join(folder, 'postgres'))!
    program.child.kill('SIGTERM')
    expect(await program.ended).toBe(0)
    expect(isPidInUse(pid)).toBe(false)
    expect(program.stderr()).toContain(`${url}/graphql`)
    expect(program.stderr()).toContain('interlude -- token --user admin')
  }, 180_000)

  it('goes on with its data after kill -9, and stops in order by Ctrl-C', async () => {
    const first = await startServing()
    await ask(first.url, VIEWER)
    await first.program.kill()
    const second = await startServing()
    expect(await ask(second.url, VIEWER)).toEqual({ data: { viewer: { username: 'admin' } } })
    const { pid } = readPidFile(join(folder, 'postgres'))!
    second.program.child.kill('SIGINT')
    // A terminal tells the whole group, and npm passes on what it was told.
    await second.program.line((text) => text.includes('"stopping"'))
    second.program.child.kill('SIGINT')
    expect(await second.program.ended).toBe(0)
    expect(isPidInUse(pid)).toBe(false)
  }, 180_000)

  it('says that another server has its folder, and leaves that one alone', async () => {
    const { program, url } = await startServing()
    const second = start()
    expect(await second.ended).toBe(1)
    expect(second.stderr()).toContain(`Another server (process ${program.child.pid}) is using the data folder`)
    expect(await ask(url, VIEWER)).toEqual({ data: { viewer: { username: 'admin' } } })
  }, 180_000)

  it('ends with status 1 when its database ends', async () => {
    const { program } = await startServing()
    process.kill(readPidFile(join(folder, 'postgres'))!.pid, 'SIGKILL')
    expect(await program.ended).toBe(1)
    expect(program.stderr()).toContain('The database has ended')
  }, 180_000)
})

describe('what keeps it from starting', () => {
  it('is every fault of the environment at once, with status 1', async () => {
    const [none, bad] = [join(folder, 'none.json'), join(folder, 'bad.json')]
    await writeFile(bad, '[]')
    const program = start({ PORT: 'x', AUTH_JWT_SECRET: 'short', HOST: '0.0.0.0', PERSISTED_DOCUMENTS: `${none},${bad}` })
    expect(await program.ended).toBe(1)
    for (const named of ['PORT must', 'AUTH_JWT_SECRET must', 'DEMO=1', `in ${none} can't be read`, `in ${bad} can't be read`]) expect(program.stderr()).toContain(named)
    expect(program.stderr()).not.toContain('    at ')
  })

  it('is each list of documents that can\'t be read, before there is a database; a worker reads none', async () => {
    const lists = { PERSISTED_DOCUMENTS: `${join(folder, 'none.json')},${join(folder, 'nor-this.json')}` }
    const program = start(lists)
    expect(await program.ended).toBe(1)
    for (const name of ['none.json', 'nor-this.json']) expect(program.stderr()).toContain(name)
    expect(existsSync(join(folder, 'postgres'))).toBe(false)
    const worker = start({ ...lists, ROLES: 'worker', DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nothing', AUTH_JWT_SECRET: 'x'.repeat(32) })
    expect(await worker.ended).toBe(1)
    expect(worker.stderr()).not.toContain('none.json')
  })

  it('is a database that does not answer, in a sentence', async () => {
    const program = start({ DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nothing', AUTH_JWT_SECRET: 'x'.repeat(32) })
    expect(await program.ended).toBe(1)
    expect(program.stderr()).toContain('ECONNREFUSED')
    expect(program.stderr()).not.toContain('    at ')
  })

  it.each(['PORT', 'HEALTH_PORT'])('is a %s that is taken, before there is a database', async (variable) => {
    const { server, port } = await occupy(0)
    const program = start({ [variable]: String(port) })
    expect(await program.ended).toBe(1)
    expect(program.stderr()).toContain(`Not started. Port ${port} is in use: stop what uses it, or set ${variable} to another (0 picks a free one).`)
    expect(existsSync(join(folder, 'postgres.log'))).toBe(false)
    server.close()
  })

  it('is a port that is taken meanwhile, and then the database stops too', async () => {
    const { server, port } = await occupy(0)
    server.close()
    await once(server, 'close')
    const program = start({ PORT: String(port) })
    // The database is on its way, which takes longer than to take a port.
    await until(async () => existsSync(join(folder, 'server.lock')), (isThere) => isThere)
    const other = await occupy(port)
    expect(await program.ended).toBe(1)
    expect(program.stderr()).toContain(`Port ${port} is in use`)
    expect(readPidFile(join(folder, 'postgres'))).toBeNull()
    expect(existsSync(join(folder, 'postgres', 'PG_VERSION'))).toBe(true)
    other.server.close()
  }, 180_000)

  it.each<Record<string, string>>([{}, { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/nothing', DEMO: '1' }])('is a data folder that is none, in a sentence: with %j', async (environment) => {
    const file = join(folder, 'file')
    await writeFile(file, '')
    for (const DATA_DIR of [file, join(file, 'under', 'it')]) {
      const program = start({ DATA_DIR, ...environment })
      expect(await program.ended).toBe(1)
      expect(program.stderr()).toMatch(/^Not started\. DATA_DIR is .* is a file: set DATA_DIR to a folder, or to where one can be made\.\n$/)
    }
  })
})

/** Listens on a port, as something that isn't ours would. */
async function occupy(port: number): Promise<{ server: Server; port: number }> {
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  return { server, port: (server.address() as AddressInfo).port }
}

it('runs on a database that is given: the first user, and an API without a worker', async () => {
  const databaseUrl = await cloneDatabase()
  try {
    const secret = 'x'.repeat(40)
    const { program, url } = await startServing({ DATABASE_URL: databaseUrl, AUTH_JWT_SECRET: secret, BOOTSTRAP_ADMIN: 'ada', ROLES: 'api', NODE_ENV: 'production' })
    const token = await signToken({ secret, issuer: null, audience: null }, 'ada', 60, new Date())
    const response = await fetch(`${url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` }, body: JSON.stringify({ query: VIEWER }) })
    expect(await response.json()).toEqual({ data: { viewer: { username: 'ada' } } })
    expect(readPidFile(join(folder, 'postgres'))).toBeNull()
    program.child.kill('SIGTERM')
    expect(await program.ended).toBe(0)
  } finally {
    await dropTestDatabase(databaseUrl)
  }
}, 180_000)
