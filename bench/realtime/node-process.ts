// Another Node process under measurement: its CPU, its memory after a collection, and its end.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import WebSocket from 'ws'

/** A running process. `started` is the JSON of the first line that told of its address. */
export type NodeProcess = {
  url: string
  /** User and system time so far, in microseconds. */
  cpuMicros(): number
  /** Collects garbage first. In bytes. */
  memory(): Promise<{ rss: number; heap: number }>
  stop(): Promise<void>
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const MICROS_PER_TICK = 10_000

/** Starts Node with these arguments; it tells its address in a line of JSON on stdout, with a field `url`. */
export async function startNode(args: readonly string[], env: Record<string, string> = {}): Promise<NodeProcess> {
  const child = spawn(process.execPath, ['--inspect=127.0.0.1:0', ...args], { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'close')
  // A benchmark that is broken off leaves nothing running.
  const abandon = () => void child.kill('SIGKILL')
  process.once('exit', abandon)
  const inspector = lineOf(child.stderr!, (line) => /^Debugger listening on (ws:\S+)/.exec(line)?.[1])
  const url = await Promise.race([
    lineOf(child.stdout!, (line) => (line.startsWith('{') ? (JSON.parse(line) as { url?: string }).url : undefined)),
    ended.then(() => { throw new Error(`${args.join(' ')} ended before it listened`) }),
  ])
  return {
    url,
    cpuMicros: () => cpuMicrosOf(child),
    memory: () => inspector.then((address) => memoryOf(child, address)),
    stop: async () => {
      child.kill('SIGTERM')
      const impatient = setTimeout(() => child.kill('SIGKILL'), 10_000)
      await ended
      clearTimeout(impatient)
      process.off('exit', abandon)
    },
  }
}

function lineOf(stream: NodeJS.ReadableStream, find: (line: string) => string | undefined): Promise<string> {
  return new Promise((resolve) => {
    createInterface({ input: stream }).on('line', (line) => {
      const found = find(line)
      if (found !== undefined) resolve(found)
    })
  })
}

function cpuMicrosOf({ pid }: ChildProcess): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return (Number(fields[11]) + Number(fields[12])) * MICROS_PER_TICK
}

async function memoryOf({ pid }: ChildProcess, inspector: string): Promise<{ rss: number; heap: number }> {
  const socket = new WebSocket(inspector)
  await once(socket, 'open')
  let id = 0
  const ask = async (method: string) => {
    const mine = ++id
    socket.send(JSON.stringify({ id: mine, method }))
    for (;;) {
      const [data] = (await once(socket, 'message')) as [Buffer]
      const answer = JSON.parse(data.toString()) as { id?: number; result: Record<string, number> }
      if (answer.id === mine) return answer.result
    }
  }
  for (let n = 0; n < 3; n++) await ask('HeapProfiler.collectGarbage')
  const { usedSize } = await ask('Runtime.getHeapUsage')
  socket.close()
  const rss = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) * 1024
  return { rss, heap: usedSize! }
}
