// A Redis of a test's own, that can be stopped and started while it is used.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { watch, type Program } from './child-process.ts'

/** Whether this machine has the program; says so where it hasn't. */
export function findRedis(): boolean {
  const isThere = spawnSync('redis-server', ['--version']).status === 0
  if (!isThere) console.log('skipped: there is no redis-server on this machine')
  return isThere
}

/** A Redis on a port of its own, kept nowhere. `freeze` leaves it there without an answer, until `thaw`. */
export type TestRedis = { url: string; start(): Promise<void>; stop(): Promise<void>; freeze(): void; thaw(): void; remove(): Promise<void> }

/** Prepares one; it runs after `start`. */
export async function prepareRedis(): Promise<TestRedis> {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'interlude-redis-'))
  let running: Program | null = null
  const stop = async () => {
    await running?.kill()
    running = null
  }
  return {
    url: `redis://127.0.0.1:${port}`, stop,
    start: async () => {
      running = watch(spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder], { stdio: ['ignore', 'pipe', 'pipe'] }))
      while (!(await answers(port))) await new Promise((resolve) => setTimeout(resolve, 20))
    },
    freeze: () => void running?.child.kill('SIGSTOP'),
    thaw: () => void running?.child.kill('SIGCONT'),
    remove: async () => {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => { socket.destroy(); resolve(true) })
    socket.once('error', () => resolve(false))
  })
}
