// `interlude token` as scripts call it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { decodeJwt } from 'jose'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createTokenVerifier } from '../../src/auth.ts'
import { startProgram } from '../support/child-process.ts'

const SECRET = 'the secret of the command line, 32+'
let folder: string
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'interlude-cli-')) })
afterEach(() => rmSync(folder, { recursive: true }))

const interlude = async (args: string[], environment: Record<string, string> = {}) => {
  const program = startProgram('src/cli/main.ts', args, { env: { ...process.env, AUTH_JWT_SECRET: '', DATA_DIR: folder, ...environment } })
  const status = await program.ended
  return { status, stdout: program.stdout(), stderr: program.stderr() }
}
const verify = createTokenVerifier({ kind: 'secret', secret: SECRET, issuer: null, audience: null }, () => new Date())

it('prints a token and nothing else, signed as the server checks it, for eight hours', async () => {
  const { status, stdout } = await interlude(['token', '--user', 'ada'], { AUTH_JWT_SECRET: SECRET })
  expect(status).toBe(0)
  expect((await verify(`Bearer ${stdout.trim()}`)).username).toBe('ada')
  const { exp, iat } = decodeJwt(stdout.trim())
  expect(exp! - iat!).toBe(8 * 3_600)
})

it('takes the secret of the data folder, and how long it lasts', async () => {
  writeFileSync(join(folder, 'jwt.secret'), SECRET)
  const { stdout } = await interlude(['token', '--user', 'ada', '--ttl', '10m'])
  expect((await verify(`Bearer ${stdout.trim()}`)).username).toBe('ada')
  const { exp, iat } = decodeJwt(stdout.trim())
  expect(exp! - iat!).toBe(600)
})

it('says that there is no secret, with status 1', async () => {
  const { status, stdout, stderr } = await interlude(['token', '--user', 'ada'])
  expect([status, stdout]).toEqual([1, ''])
  expect(stderr).toContain('set AUTH_JWT_SECRET')
})

it.each([[['token']], [['token', '--user', 'ada', '--ttl', 'soon']], [['token', '--user', 'ada', '--ttl', '999999999d']], [['token', '--user', '']], [['token', '--user', '  ']], [['nothing']],
  [['--url', '', '--token', 'x', 'runs', 'list']], [['--token', '', 'runs', 'list']], [['runs', 'list', '--url', ' ', '--token', 'x']], [['token', '--user', 'ada', '--wrong']], [[]]])('answers wrong usage %j with status 2', async (args) => {
  const { status, stdout } = await interlude(args, { AUTH_JWT_SECRET: SECRET })
  expect([status, stdout]).toEqual([2, ''])
})

it('takes an empty variable for one that is not set: there is an address without, and no token', async () => {
  for (const token of ['', ' ']) {
    const { status, stderr } = await interlude(['runs', 'list'], { INTERLUDE_URL: '', INTERLUDE_TOKEN: token })
    expect([status, stderr]).toEqual([2, expect.stringContaining('There is no token to sign in with')])
  }
})

it('prints its version', async () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
  expect(await interlude(['--version'])).toMatchObject({ status: 0, stdout: `${version}\n` })
})

it('shows help when asked, with status 0', async () => {
  const { status, stdout } = await interlude(['--help'])
  expect(status).toBe(0)
  expect(stdout).toContain('token')
})
