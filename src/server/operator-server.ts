// A port for operators alone: for processes without the API, and where metrics should not be where clients are.
import { once } from 'node:events'
import { createServer } from 'node:http'
import { listen } from './listen.ts'
import { operatorRoutes, type OperatorParts } from './operator-routes.ts'
import { answerJson } from './route.ts'

/** It listens. `leave`: from now on it answers that the process is stopping. */
export type OperatorServer = { port: number; leave(): void; stop(): Promise<void> }

type Parts = Omit<OperatorParts, 'isStopping'> & {
  host: string
  /** 0 picks a free one. */
  port: number
}

/** Answers `/healthz`, `/readyz` and `/metrics`, and nothing else. Throws ListenError. */
export async function startOperatorServer({ host, port, ...parts }: Parts): Promise<OperatorServer> {
  let isStopping = false
  const routes = operatorRoutes({ ...parts, isStopping: () => isStopping })
  const server = createServer((request, response) => {
    const route = routes.find(({ path }) => path === request.url?.split('?')[0])
    if (route === undefined) return answerJson(response, 404, { status: 'There are /healthz, /readyz and /metrics.' })
    Promise.resolve(route.answer(request, response)).catch((error: unknown) => {
      parts.log.error({ err: error }, 'an operator\'s request failed')
      response.destroy()
    })
  })
  const taken = await listen(server, { host, port, variable: 'HEALTH_PORT' })
  const leave = () => { isStopping = true }
  const stop = async () => {
    leave()
    const closed = once(server, 'close')
    server.close()
    server.closeAllConnections()
    await closed
  }
  return { port: taken, leave, stop }
}
