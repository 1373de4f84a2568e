// The server as a process of its own, started as `npm start` starts it.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { watch, type Program } from './child-process.ts'

/** The secret of tokens that test servers take. */
export const TEST_SECRET = 'the secret of the tests, 32 and more'

/** A server that has started. `url` is empty where it answers no API. */
export type ServerProgram = Program & {
  url: string
  /** SIGTERM, and wait; rejects with all it said when it doesn't end with status 0. */
  stop(): Promise<void>
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
// What the tests' own environment may have set.
const UNSET = { DATABASE_URL: '', REDIS_URL: '', AUTH_JWKS_URL: '', HOST: '', NODE_ENV: '', SMTP_URL: '' }

/** Starts one on a free port, in a folder of its own that goes with it unless `environment` names one; resolves once it has started. */
export async function startServerProgram(environment: Record<string, string>): Promise<ServerProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'interlude-server-'))
  const program = watch(spawn(process.execPath, ['launch.mjs', 'src/main.ts'], {
    cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...UNSET, DATA_DIR: folder, PORT: '0', DEMO: '0', BOOTSTRAP_ADMIN: 'admin', AUTH_JWT_SECRET: TEST_SECRET, LOG_LEVEL: 'info', ...environment },
  }))
  void program.ended.then(() => rmSync(folder, { recursive: true, force: true }))
  const { url } = JSON.parse(await program.line((text) => text.includes('"started"'))) as { url: string | null }
  const stop = async () => {
    program.child.kill('SIGTERM')
    const status = await program.ended
    if (status !== 0) throw new Error(`It ended with ${status}:\n${program.stdout()}${program.stderr()}`)
  }
  return { ...program, url: url ?? '', stop }
}
