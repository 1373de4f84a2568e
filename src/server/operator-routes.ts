// What operators and orchestrators of containers ask a process: is it alive, can it serve, how is it doing.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import type { Metrics, ProcessGauges, SharedGauges } from '../metrics.ts'
import { answerJson, type Route } from './route.ts'

/** What a process needs to serve, each by name: null when it is well, and otherwise what is wrong, in words. */
export type Checks = Readonly<Record<string, string | null>>

/** What the routes answer from. */
export type OperatorParts = {
  /** Looks at everything now; a rejection counts as a database that does not answer. */
  readiness: () => Promise<Checks>
  isStopping: () => boolean
  metrics: Metrics
  gauges: { process: () => ProcessGauges; shared: () => Promise<SharedGauges> }
  log: Logger
}

/** `/healthz` (alive), `/readyz` (can serve; 503 and the reason when not) and `/metrics` (Prometheus). */
export function operatorRoutes({ readiness, isStopping, metrics, gauges, log }: OperatorParts): Route[] {
  const shared = keptFor(SHARED_KEPT_MS, gauges.shared)
  const look = async (): Promise<Checks> => {
    if (isStopping()) return { process: 'The server is stopping.' }
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_, reject) => { timer = setTimeout(() => reject(new Error(`nothing was heard for ${READY_WITHIN_MS} ms`)), READY_WITHIN_MS) })
    return Promise.race([readiness(), late]).catch((error: unknown) => {
      log.warn({ err: error }, 'not ready')
      return { database: 'The database does not answer.' }
    }).finally(() => clearTimeout(timer))
  }
  const answerReady = async (_request: IncomingMessage, response: ServerResponse) => {
    const checks = await look()
    const reason = Object.values(checks).find((each) => each !== null) ?? null
    const shown = Object.fromEntries(Object.entries(checks).map(([name, fault]) => [name, fault ?? 'ok']))
    if (reason === null) answerJson(response, 200, { status: 'ready', checks: shown })
    else answerJson(response, 503, { status: 'unavailable', reason, checks: shown })
  }
  const answerMetrics = async (_request: IncomingMessage, response: ServerResponse) => {
    const { contentType, text } = await metrics.expose({ process: gauges.process, shared })
    response.writeHead(200, { 'content-type': contentType, 'cache-control': 'no-store' }).end(text)
  }
  return [
    { path: '/healthz', answer: (_request, response) => answerJson(response, 200, { status: 'alive' }) },
    { path: '/readyz', answer: answerReady },
    { path: '/metrics', answer: answerMetrics },
  ]
}

const SHARED_KEPT_MS = 2_000
// Who asks has a time-out of its own, of some seconds mostly, and takes silence for a process that is dead.
const READY_WITHIN_MS = 2_000

// Many may look at once, and often: the database is asked once.
function keptFor<Value>(milliseconds: number, load: () => Promise<Value>): () => Promise<Value> {
  let kept: { value: Promise<Value>; until: number } | null = null
  return () => {
    const now = performance.now()
    if (kept === null || now > kept.until) {
      const value = load()
      kept = { value, until: now + milliseconds }
      value.catch(() => { kept = null })
    }
    return kept.value
  }
}
