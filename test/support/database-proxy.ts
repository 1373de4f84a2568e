// A database seen through a network that can go silent: what was connected stays so, and nothing comes through any more.
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** The way to a database. `silence` holds for the connections that there are; those that come after it work. */
export type DatabaseProxy = { url: string; silence(): void; stop(): Promise<void> }

/** Listens in front of the Postgres at `url`. */
export async function startDatabaseProxy(url: string): Promise<DatabaseProxy> {
  const { hostname, port } = new URL(url)
  const sockets = new Set<Socket>()
  const proxy = createServer((near) => {
    const far = connect(Number(port), hostname)
    for (const [from, to] of [[near, far], [far, near]] as const) {
      sockets.add(from)
      from.pipe(to)
      from.on('error', () => to.destroy()).on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const seen = new URL(url)
  seen.port = String((proxy.address() as { port: number }).port)
  seen.hostname = '127.0.0.1'
  return {
    url: seen.href,
    silence: () => { for (const socket of sockets) socket.unpipe().pause() },
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      proxy.close()
      await once(proxy, 'close')
    },
  }
}
