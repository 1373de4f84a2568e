// Addresses that are listened on: taken, tried beforehand, and what is said where one can't be had.
import { once } from 'node:events'
import { createServer, type AddressInfo, type Server } from 'node:net'

/** Where to listen. `port` 0 picks a free one; `variable` has set it. */
export type Address = { host: string; port: number; variable: 'PORT' | 'HEALTH_PORT' }

/** The address can't be listened on; the message says why and what to do. */
export class ListenError extends Error {}

/** Has a server listen, and answers its port. Throws ListenError. */
export function listen(server: Server, { host, port, variable }: Address): Promise<number> {
  const reasons: Record<string, string> = {
    EADDRINUSE: `Port ${port} is in use: stop what uses it, or set ${variable} to another (0 picks a free one).`,
    EADDRNOTAVAIL: `This machine has no address ${host}: set HOST to one that it has.`,
    ENOTFOUND: `HOST ${host} is not known: set it to an address of this machine.`,
    EACCES: `Port ${port} needs rights that this user does not have: set ${variable} to 1024 or more.`,
  }
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new ListenError(reasons[error.code ?? ''] ?? `Can't listen on ${host}:${port}: ${error.message}`)))
    server.listen({ host: host.replace(/^\[|\]$/g, ''), port }, () => resolve((server.address() as AddressInfo).port))
  })
}

/**
 * Tries whether each address can be listened on, and gives it back at once. Throws ListenError. Somebody else may still take it
 * before it is listened on in earnest, which says the same then.
 */
export async function tryAddresses(addresses: readonly Address[]): Promise<void> {
  for (const address of addresses) {
    const server = createServer((socket) => socket.destroy())
    await listen(server, address)
    const closed = once(server, 'close')
    server.close()
    await closed
  }
}
