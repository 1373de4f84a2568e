// What operators see of a process in numbers (Prometheus): what it was asked, did and waits for. Names and labels are a
// promise: docs/operations.md and ops/grafana-dashboard.json use them.
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client'

/** Numbers that are read when somebody looks: of this process, at once. */
export type ProcessGauges = { sockets: number; socketOperations: number; subscriptions: number; connections: { total: number; idle: number; waiting: number } }

/** Numbers that all processes share, read from the database when somebody looks. Seconds are null where nothing waits. */
export type SharedGauges = {
  jobs: readonly { task: string; waiting: number; failed: number }[]
  pendingRoutings: readonly { queue: string; waiting: number; oldestSeconds: number }[]
  agentsOnline: number
  mails: { queued: number; oldestSeconds: number | null; failedInADay: number }
  processes: number
  workers: number
}

/** What has been observed, for whoever has something to tell. Durations are in seconds. */
export type Metrics = {
  request(method: string, path: string, status: number, seconds: number): void
  operation(type: 'query' | 'mutation' | 'subscription', transport: 'http' | 'websocket', isOk: boolean, seconds: number): void
  command(name: string, outcome: string, seconds: number): void
  job(task: string, outcome: 'done' | 'retried' | 'failed', seconds: number): void
  /** An error that was masked or asks callers to try again. */
  fault(code: string): void
  /** An offer was made for work that had waited so long. */
  routed(seconds: number): void
  /** An event reached this process's subscribers so long after it occurred. */
  event(seconds: number): void
  /** Everything as Prometheus reads it. */
  expose(sources: { process: () => ProcessGauges; shared: () => Promise<SharedGauges> }): Promise<{ contentType: string; text: string }>
}

const FAST = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
const LONG = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 1_800, 7_200, 43_200]

// Of Node itself, which has one of each, however many servers run in it.
let ofNode: Registry | null = null
function nodeRegistry(): Registry {
  if (ofNode === null) {
    ofNode = new Registry()
    collectDefaultMetrics({ register: ofNode })
  }
  return ofNode
}

/** Makes the metrics of one server process. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[]) => new Counter({ name, help, labelNames, registers })
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[]) => new Gauge({ name, help, labelNames, registers })
  const histogram = <Label extends string>(name: string, help: string, labelNames: Label[], buckets = FAST) => new Histogram({ name, help, labelNames, registers, buckets })

  const requests = histogram('interlude_http_request_duration_seconds', 'HTTP requests answered, by route and status.', ['method', 'route', 'status'])
  const operations = histogram('interlude_operation_duration_seconds', 'GraphQL operations; of a subscription, its beginning.', ['type', 'transport', 'outcome'])
  const commands = histogram('interlude_command_duration_seconds', 'Mutations by name; outcome is OK, the code of the typed error, or FAULT.', ['command', 'outcome'])
  const jobs = histogram('interlude_job_duration_seconds', 'Jobs run by this process: done, retried (to be tried again) or failed (for good).', ['task', 'outcome'], LONG)
  const faults = counter('interlude_faults_total', 'Errors that were masked (INTERNAL_SERVER_ERROR) or ask callers to try again (SERVICE_UNAVAILABLE).', ['code'])
  const routed = histogram('interlude_routing_wait_seconds', 'How long work had waited when it was offered to an agent.', [], LONG)
  const events = histogram('interlude_event_lag_seconds', 'From an event to its delivery to this process\'s subscribers.', [])
  const sockets = gauge('interlude_sockets', 'WebSockets open.', [])
  const socketOperations = gauge('interlude_socket_operations', 'Operations running on WebSockets.', [])
  const subscriptions = gauge('interlude_subscriptions', 'Subscriptions followed, on any transport.', [])
  const connections = gauge('interlude_database_connections', 'Connections of the pool: total, idle, and callers waiting for one.', ['state'])
  const isDatabaseUp = gauge('interlude_database_up', 'Whether the database answered this scrape; without it the shared numbers are absent.', [])
  const jobsWaiting = gauge('interlude_jobs_waiting', 'Jobs that are due and not done, over all processes.', ['task'])
  const jobsFailed = gauge('interlude_jobs_failed', 'Jobs that failed for good and are kept, over all processes.', ['task'])
  const pending = gauge('interlude_pending_routings', 'Work that waits for an agent, by queue.', ['queue'])
  const pendingAge = gauge('interlude_pending_routing_oldest_seconds', 'Age of the work that has waited longest, by queue.', ['queue'])
  const agents = gauge('interlude_agents_online', 'Agents with a presence.', [])
  const mails = gauge('interlude_mails', 'Mails: queued now, and failed within a day.', ['status'])
  const mailAge = gauge('interlude_mail_oldest_queued_seconds', 'Age of the mail that has waited longest; 0 without any.', [])
  const processes = gauge('interlude_processes', 'Processes with a heartbeat, and job workers among them.', ['role'])
  const shared = [jobsWaiting, jobsFailed, pending, pendingAge, agents, mails, mailAge, processes]

  const show = (numbers: SharedGauges) => {
    for (const each of shared) each.reset()
    for (const { task, waiting, failed } of numbers.jobs) {
      jobsWaiting.set({ task }, waiting)
      jobsFailed.set({ task }, failed)
    }
    for (const { queue, waiting, oldestSeconds } of numbers.pendingRoutings) {
      pending.set({ queue }, waiting)
      pendingAge.set({ queue }, oldestSeconds)
    }
    agents.set(numbers.agentsOnline)
    mails.set({ status: 'queued' }, numbers.mails.queued)
    mails.set({ status: 'failed' }, numbers.mails.failedInADay)
    mailAge.set(numbers.mails.oldestSeconds ?? 0)
    processes.set({ role: 'any' }, numbers.processes)
    processes.set({ role: 'worker' }, numbers.workers)
  }

  return {
    request: (method, route, status, seconds) => requests.observe({ method, route, status: String(status) }, seconds),
    operation: (type, transport, isOk, seconds) => operations.observe({ type, transport, outcome: isOk ? 'ok' : 'errors' }, seconds),
    command: (command, outcome, seconds) => commands.observe({ command, outcome }, seconds),
    job: (task, outcome, seconds) => jobs.observe({ task, outcome }, seconds),
    fault: (code) => faults.inc({ code }),
    routed: (seconds) => routed.observe(Math.max(0, seconds)),
    event: (seconds) => events.observe(Math.max(0, seconds)),
    expose: async (sources) => {
      const now = sources.process()
      sockets.set(now.sockets)
      socketOperations.set(now.socketOperations)
      subscriptions.set(now.subscriptions)
      for (const [state, count] of Object.entries(now.connections)) connections.set({ state }, count)
      try {
        show(await sources.shared())
        isDatabaseUp.set(1)
      } catch {
        for (const each of shared) each.reset()
        isDatabaseUp.set(0)
      }
      const all = Registry.merge([registry, nodeRegistry()])
      return { contentType: all.contentType, text: await all.metrics() }
    },
  }
}
