// Programs of ours as processes of their own, for what only a real process can show: exit status, signals, kill -9.
import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A running program: what it has said so far, and how to wait for more or for its end. */
export type Program = {
  child: ChildProcess
  stdout(): string
  stderr(): string
  /** The first line of stdout that `matches`; rejects with all it said when it ends without. */
  line(matches: (line: string) => boolean): Promise<string>
  /** Its exit status, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>
  /** SIGKILL, and wait. */
  kill(): Promise<void>
}

/** Starts a TypeScript file of the repository (path from its root) in a Node of its own. */
export function startProgram(file: string, args: readonly string[] = [], options: SpawnOptions = {}): Program {
  const root = fileURLToPath(new URL('../..', import.meta.url))
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), `${root}${file}`, ...args], { cwd: root, ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  return watch(child)
}

/** Follows what a child process with piped output says, and its end. */
export function watch(child: ChildProcess): Program {
  const said = { stdout: '', stderr: '' }
  child.stdout!.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()))
  child.stderr!.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()))
  const ended = once(child, 'close').then(([status, signal]) => (status ?? signal) as number | NodeJS.Signals)
  const line = (matches: (line: string) => boolean) => new Promise<string>((resolve, reject) => {
    const look = () => {
      const found = said.stdout.split('\n').slice(0, -1).find(matches)
      if (found !== undefined) resolve(found)
    }
    child.stdout!.on('data', look)
    void ended.then((status) => reject(new Error(`It ended (${status}):\n${said.stdout}${said.stderr}`)))
    look()
  })
  const kill = async () => {
    child.kill('SIGKILL')
    await ended
  }
  return { child, stdout: () => said.stdout, stderr: () => said.stderr, line, ended, kill }
}
