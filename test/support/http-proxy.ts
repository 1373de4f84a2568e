// A server seen through something that looks at each request first: to hold one up, or to cut its connection.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import type { TestServer } from './server.ts'

/** Listens in front of a server. `look` sees the body of each request before it goes on; false cuts the connection. */
export async function startProxy(server: Pick<TestServer, 'url'>, look: (body: string) => Promise<boolean>): Promise<{ url: string; stop(): void }> {
  const proxy = createServer((request, response) => {
    void text(request).then(async (body) => {
      if (!(await look(body))) return request.socket.destroy()
      const answer = await fetch(`${server.url}/graphql`, { method: 'POST', body, headers: { 'content-type': 'application/json', authorization: request.headers.authorization! } })
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type')! }).end(await answer.text())
    })
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  return { url: `http://127.0.0.1:${(proxy.address() as { port: number }).port}`, stop: () => { proxy.closeAllConnections(); proxy.close() } }
}
