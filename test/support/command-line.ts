// The command line as scripts call it, in a process of its own, against a test's server.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { watch, type Program } from './child-process.ts'
import { tokenFor, type TestServer } from './server.ts'

/** What a call came to. */
export type Called = { status: number | NodeJS.Signals; stdout: string; stderr: string }

/** Settings of a call: who calls, what stands on stdin, and whether more may come, other variables. */
export type CallOptions = { as?: string; input?: string; isInputOpen?: boolean; env?: Record<string, string>; url?: string }

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Starts `interlude` with arguments and leaves it running. */
export async function startInterlude(server: Pick<TestServer, 'url'>, args: readonly string[], { as = 'admin', input, isInputOpen = false, env, url }: CallOptions = {}): Promise<Program> {
  const child = spawn(process.execPath, ['interlude.mjs', ...args], {
    cwd: root, stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    env: { ...process.env, INTERLUDE_URL: url ?? server.url, INTERLUDE_TOKEN: await tokenFor(as), ...env },
  })
  if (isInputOpen) child.stdin?.write(input ?? '')
  else child.stdin?.end(input)
  return watch(child)
}

/** Calls `interlude` with arguments and waits for its end. */
export async function interlude(server: Pick<TestServer, 'url'>, args: readonly string[], options: CallOptions = {}): Promise<Called> {
  const program = await startInterlude(server, args, options)
  const status = await program.ended
  return { status, stdout: program.stdout(), stderr: program.stderr() }
}

/** Calls `interlude … --json`, expects it to succeed, and answers the value. */
export async function interludeJson<Value>(server: Pick<TestServer, 'url'>, args: readonly string[], options: CallOptions = {}): Promise<Value> {
  const called = await interlude(server, [...args, '--json'], options)
  if (called.status !== 0) throw new Error(`interlude ${args.join(' ')} ended with ${called.status}:\n${called.stdout}${called.stderr}`)
  return JSON.parse(called.stdout) as Value
}
