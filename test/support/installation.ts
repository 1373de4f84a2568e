// What answers a test file's requests: one process, which is the test's own, or several as large installations run them.
import { pino } from 'pino'
import { inject } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { startServerProgram, TEST_SECRET } from './server-program.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Servers of a test file: all in one process, or two processes that answer the API and two that run jobs. */
    installation: 'one process' | 'two and two'
  }
}

/** A running installation: every address at which its API is. */
export type Installation = { urls: readonly string[]; stop(): Promise<void> }

/** Starts what the project says. `environment` is that of every process; `onFault` hears of each line that one logs as an error. */
export function startInstallation(environment: Record<string, string>, onFault: (line: string) => void): Promise<Installation> {
  return inject('installation') === 'one process' ? startHere(environment, onFault) : startTwoAndTwo(environment, onFault)
}

// Loaded when it is wanted: a test file whose servers are programs of their own needs none of it.
async function startHere(environment: Record<string, string>, onFault: (line: string) => void): Promise<Installation> {
  const config = readConfig({ PORT: '0', DEMO: '0', BOOTSTRAP_ADMIN: 'admin', AUTH_JWT_SECRET: TEST_SECRET, LOG_LEVEL: 'silent', ...environment })
  const { startServerProcess } = await import('../../src/server-process.ts')
  const { url, stop } = await startServerProcess(config, pino({ level: 'error' }, { write: onFault }))
  return { urls: [url!], stop }
}

const ROLES = ['api', 'api', 'worker', 'worker']

async function startTwoAndTwo(environment: Record<string, string>, onFault: (line: string) => void): Promise<Installation> {
  const programs = await Promise.all(ROLES.map((role) => startServerProgram({ REDIS_URL: inject('redisUrl'), ROLES: role, ...environment })))
  for (const { child } of programs) followFaults(child.stdout!, onFault)
  const stop = async () => void (await Promise.all(programs.map((program) => program.stop())))
  return { urls: programs.map(({ url }) => url).filter((url) => url !== ''), stop }
}

const ERROR_LEVEL = 50

function followFaults(output: NodeJS.ReadableStream, onFault: (line: string) => void): void {
  let rest = ''
  output.on('data', (chunk: Buffer) => {
    const lines = `${rest}${chunk.toString()}`.split('\n')
    rest = lines.pop()!
    for (const line of lines) if (line.startsWith('{') && (JSON.parse(line) as { level: number }).level >= ERROR_LEVEL) onFault(line)
  })
}
