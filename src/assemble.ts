// The parts of a server process, put together: what commands, jobs and the API share, and how all of it stops.
import { join } from 'node:path'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { TaskList } from 'graphile-worker'
import { v7 as uuid } from 'uuid'
import { registerActions } from './actions/registry.ts'
import type { Clock } from './clock.ts'
import { connectedAgents } from './commands/routing/connected-agents.ts'
import { disconnectProcess } from './commands/routing/disconnect-process.ts'
import { createRouter } from './commands/routing/router.ts'
import { sweepRouting } from './commands/routing/sweep-routing.ts'
import type { Shell } from './commands/shell.ts'
import type { Config } from './config.ts'
import type { Db } from './db.ts'
import { hintWorkers } from './jobs/hint-workers.ts'
import { createJobAlarm } from './jobs/job-alarm.ts'
import { createTaskList } from './jobs/task-list.ts'
import type { Metrics } from './metrics.ts'
import { startMailDelivery, type MailDelivery } from './mail/mail-delivery.ts'
import { createMailTransport } from './mail/transport.ts'
import { ANNOUNCE_EVERY_MS } from './realtime/announcer.ts'
import { coalesce } from './realtime/coalesce.ts'
import { startEventFeed, type Realtime } from './realtime/realtime.ts'
import { cacheDefinitions } from './store/definitions.ts'
import type { DeadProcess } from './store/server-processes.ts'
import { workItemNumbers } from './store/work-item-numbers.ts'

/** What a process is assembled of. `eventPool`: a few connections of its own, so that commands never keep events waiting. */
export type AssemblyParts = {
  db: Db; eventPool: pg.Pool; connection: pg.ClientConfig; processId: string
  config: Pick<Config, 'dataDir' | 'redisUrl' | 'smtpUrl' | 'calloutHosts'>; clock: Clock; log: Logger
  metrics?: Pick<Metrics, 'routed' | 'event'>
}

/** A process's insides. */
export type Assembly = {
  shell: Shell
  realtime: Realtime
  taskList: TaskList
  /** Begins to hand over mail; stop it before the rest. */
  startMailDelivery(): MailDelivery
  /** When the event log was last read, in milliseconds of the process's clock; 0: never. */
  eventsReadAt(): number
  /** Others took this process for dead: connects its agents anew. */
  reconnectAgents(): Promise<void>
  /** Disconnects the agents of a process that has died. */
  disconnectProcess(process: DeadProcess): Promise<void>
  /** Ends routing, then the event feed, then mail. Close sockets and stop the worker first. */
  stop(): Promise<void>
}

/** Mends what crashes left of routing this often; nothing waits for it while all goes well. */
const SWEEP_EVERY_MS = 5_000

/** Assembles a process; its event feed and its router run from then on. */
export async function assemble({ db, eventPool, connection, processId, config, clock, log, metrics }: AssemblyParts): Promise<Assembly> {
  const transport = createMailTransport({ smtpUrl: config.smtpUrl, directory: join(config.dataDir, 'mail') })
  const mail: { delivery: MailDelivery | null } = { delivery: null }
  const feed = await startEventFeed({
    pool: eventPool, connection, processId, redisUrl: config.redisUrl, log,
    onDispatched: (events) => {
      for (const { occurredAt } of events) metrics?.event((clock().getTime() - occurredAt.getTime()) / 1_000)
      // Work that is assigned is a milestone, and mostly a mail.
      mail.delivery?.wake()
    },
  })
  const jobHints = coalesce(() => hintWorkers(db.pool, log), ANNOUNCE_EVERY_MS)
  const jobAlarm = createJobAlarm(() => jobHints.call())
  const shell: Shell = {
    pool: db.pool, prisma: db.prisma, definitions: cacheDefinitions(db.pool), workItemNumbers: workItemNumbers(db.pool),
    actions: registerActions({ calloutHosts: config.calloutHosts, transport }), now: clock, newId: () => uuid(), processId,
    wake: { events: () => feed.wake(), routing: () => router.wake(), jobs: (at) => (at === undefined ? jobHints.call() : jobAlarm.set(at, clock())) }, onOffered: (seconds) => metrics?.routed(seconds), log,
  }
  const router = createRouter(shell)
  const sweeper = keepSweeping(shell)
  const agents = connectedAgents(shell, processId)
  return {
    shell,
    realtime: { hub: feed.hub, turns: feed.turns, connectAgent: (userId) => agents.connect(userId) },
    reconnectAgents: () => agents.reconnect(),
    disconnectProcess: ({ id, lastAliveAt }) => disconnectProcess(shell, id, lastAliveAt),
    eventsReadAt: () => feed.lastReadAt(),
    taskList: createTaskList({ ...shell, processId: null }),
    startMailDelivery: () => (mail.delivery = startMailDelivery({ pool: db.pool, transport, now: clock, log })),
    stop: async () => {
      await sweeper.stop()
      await router.stop()
      jobAlarm.stop()
      await jobHints.stop()
      await feed.stop()
      transport.close()
    },
  }
}

function keepSweeping(shell: Shell): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve()
  let timer: NodeJS.Timeout | null = null
  let isStopped = false
  const next = () => {
    if (isStopped) return
    timer = setTimeout(() => {
      running = sweepRouting(shell).catch((error: unknown) => shell.log.warn({ err: error }, 'a routing sweep failed; trying again')).finally(next)
    }, SWEEP_EVERY_MS)
    timer.unref()
  }
  next()
  return {
    stop: async () => {
      isStopped = true
      if (timer !== null) clearTimeout(timer)
      await running
    },
  }
}
