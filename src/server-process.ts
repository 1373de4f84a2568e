// One server process from start to stop: the database, its schema, what works on it, and what listens; each stopped in
// the opposite order, and whatever had started when something fails to.
import { randomUUID } from 'node:crypto'
import type { JobHelpers, TaskList } from 'graphile-worker'
import type pg from 'pg'
import type { Logger } from 'pino'
import { assemble, type Assembly } from './assemble.ts'
import { createTokenVerifier, settleTokenCheck, signToken, type SettledTokenCheck } from './auth.ts'
import { systemClock } from './clock.ts'
import { bootstrapAdmin } from './commands/bootstrap-admin.ts'
import { loadViewer } from './commands/load-viewer.ts'
import { runsWithWaiting } from './commands/command-turns.ts'
import type { Config } from './config.ts'
import { makeDataFolder } from './data-folder.ts'
import { cutBusy, endPool, openDatabase, openPool, type Db } from './db.ts'
import { DEMO_USERS, loadDemo } from './demo/load-demo.ts'
import { startEmbeddedPostgres } from './embedded-postgres/start.ts'
import { createContext } from './graphql/context.ts'
import { useFreshReadings } from './graphql/read-again.ts'
import { useKnownCosts } from './graphql/operation-cost.ts'
import { createSchema } from './graphql/schema.ts'
import { subscribeShared } from './graphql/shared-execution.ts'
import { startHeartbeat } from './jobs/heartbeat.ts'
import { CRONTAB } from './jobs/task-list.ts'
import { startJobWorker, type JobWorker } from './jobs/worker.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { migrateDatabase, migrateJobs, missingMigrations } from './migrate.ts'
import { hostForPeople, startServer, type RunningServer, type ServerParts } from './server.ts'
import { DEMO_TOKEN_TTL_SECONDS, demoTokenRoute } from './server/demo-token.ts'
import { tryAddresses, type Address } from './server/listen.ts'
import { startOperatorServer, type OperatorServer } from './server/operator-server.ts'
import { readPersistedDocuments } from './server/persisted-files.ts'
import type { Route } from './server/route.ts'
import { createSignIn } from './server/sign-in.ts'
import { webRoutes } from './server/web-routes.ts'
import { flagOfRun } from './store/commit.ts'
import { loadAppliedMigrations, loadOperatorNumbers } from './store/operator-numbers.ts'
import { NO_TRACING, startTracing, tracePool, type Tracing } from './tracing.ts'

/** A running process. */
export type ServerProcess = {
  /** Where the API is; null: this process answers none. */
  url: string | null
  /** Settles, with the reason, when the process can't go on by itself. */
  failed: Promise<string>
  /** Stops everything in order; may be called twice. */
  stop(): Promise<void>
}

type Stops = {
  /** Is stopped before what was told of earlier. */
  first(stop: () => Promise<void>): void
  /** The same of a pool. Whatever stops before it, and waits for an answer of the database, waits for some seconds only. */
  pool(pool: pg.Pool, end?: () => Promise<void>): void
  all(): Promise<void>
}

// A request in flight has five seconds; what then still waits for the database is left to it, which keeps or undoes it as a whole.
const CUT_AFTER_MS = 6_000, CUT_EVERY_MS = 250
// Where not even connecting comes to an end.
const GIVE_UP_AFTER_MS = 9_000

/**
 * Starts everything that this process's roles need. When something can't be started the rest is stopped again, and it throws;
 * before a database is made or changed, or any work begun, where it is the addresses to listen on or the data folder.
 */
export async function startServerProcess(config: Config, log: Logger): Promise<ServerProcess> {
  const stops = createStops(log)
  try {
    await tryAddresses(addressesOf(config))
    if (config.databaseUrl === null || config.tokens.kind === 'demo' || (config.smtpUrl === null && config.roles.has('worker'))) makeDataFolder(config.dataDir)
    const processId = randomUUID()
    const metrics = createMetrics()
    const tracing = config.isTraced ? await startTracing(processId) : NO_TRACING
    stops.first(() => tracing.stop())
    const { url, lost } = await findDatabase(config, stops)
    const db = await openReadyDatabase(url, config, log, stops)
    if (config.isTraced) tracePool(db.pool, tracing)
    const workers: { worker: JobWorker | null } = { worker: null }
    const assembled: { assembly: Assembly | null } = { assembly: null }
    const beatPool = openPool(url, { max: 1, answerWithinMs: BEAT_WITHIN_MS, applicationName: 'interlude heartbeat', onConnectionLost: told(log) })
    stops.pool(beatPool)
    const heartbeat = await startHeartbeat({
      pool: db.pool, beatPool, processId, workerIds: () => workers.worker?.ids() ?? [], isAlone: config.databaseUrl === null, log,
      onDead: async (dead) => assembled.assembly?.disconnectProcess(dead), onForgotten: async () => assembled.assembly?.reconnectAgents(),
    })
    stops.first(() => heartbeat.stop())
    const assembly = await assembleAll(config, url, db, processId, metrics, log, stops)
    assembled.assembly = assembly
    // Operators are answered as long as anything is.
    const health: { server: OperatorServer | null } = { server: null }
    stops.first(async () => health.server?.stop())
    await addFirstUsers(config, assembly, log)
    if (config.roles.has('worker')) {
      const worker = await startJobWorker({ pool: db.pool, tasks: tracedTasks(assembly.taskList, tracing), crontab: CRONTAB, log, onJob: metrics.job, unwanted: () => runsWithWaiting().map(flagOfRun) })
      workers.worker = worker
      stops.first(() => worker.stop())
      const delivery = assembly.startMailDelivery()
      stops.first(() => delivery.stop())
    }
    const operators = operatorsOf(db, assembly, () => (config.roles.has('worker') ? workers.worker : null))
    const server = config.roles.has('api') ? await serve(config, db, assembly, { metrics, tracing, ...operators }, log) : null
    if (server !== null) stops.first(() => server.stop())
    if (config.healthPort !== null) {
      health.server = await startOperatorServer({ host: config.host, port: config.healthPort, metrics, log, readiness: operators.readiness, gauges: { ...operators.gauges, process: () => ({ ...operators.gauges.process(), ...(server?.counts() ?? NO_SOCKETS) }) } })
      stops.first(async () => health.server!.leave())
      log.info({ port: health.server.port }, 'answers operators')
    }
    return { url: server?.url ?? null, failed: lost.then((words) => `The database has ended:\n${words}`), stop: () => stops.all() }
  } catch (error) {
    await stops.all()
    throw error
  }
}

function addressesOf({ host, port, healthPort, roles }: Config): Address[] {
  const api: Address[] = roles.has('api') ? [{ host, port, variable: 'PORT' }] : []
  return healthPort === null ? api : [...api, { host, port: healthPort, variable: 'HEALTH_PORT' }]
}

// Others take a process for dead after three seconds: a beat that gets lost has to be made up for before.
const BEAT_WITHIN_MS = 1_000
const NO_SOCKETS = { sockets: 0, socketOperations: 0 }
// The tail looks at the log every second; one that has not for so long is stuck.
const TAIL_SILENT_MS = 5_000

type Operators = Pick<ServerParts, 'readiness' | 'gauges'>

function operatorsOf({ pool }: Db, { realtime, eventsReadAt }: Assembly, worker: () => JobWorker | null): Operators {
  return {
    readiness: async () => {
      const missing = await missingMigrations(await loadAppliedMigrations(pool))
      const silentMs = performance.now() - eventsReadAt()
      return {
        database: null,
        migrations: missing.length === 0 ? null : `Migrations are missing in the database: ${missing.join(', ')}.`,
        worker: worker()?.isRunning() === false ? 'The job worker has ended, and begins again.' : null,
        events: silentMs < TAIL_SILENT_MS ? null : `The event log has not been read for ${Math.round(silentMs / 1_000)} seconds.`,
      }
    },
    gauges: {
      process: () => ({ subscriptions: realtime.hub.subscriberCount, connections: { total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount } }),
      shared: () => loadOperatorNumbers(pool),
    },
  }
}

// The queue's own timers remember what they were made in, which is no part of a job.
function tracedTasks(tasks: TaskList, tracing: Tracing): TaskList {
  if (tracing === NO_TRACING) return tasks
  return Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, (payload: unknown, helpers: JobHelpers) => tracing.span(`job ${name}`, {}, async () => task!(payload as never, helpers), { isRoot: true })]))
}

async function findDatabase({ databaseUrl, dataDir }: Config, stops: Stops): Promise<{ url: string; lost: Promise<string> }> {
  if (databaseUrl !== null) return { url: databaseUrl, lost: new Promise(() => {}) }
  const postgres = await startEmbeddedPostgres(dataDir)
  stops.first(() => postgres.stop())
  return postgres
}

function told(log: Logger): (error: Error) => void {
  return (error) => log.warn({ err: error }, 'lost a connection to the database')
}

async function openReadyDatabase(url: string, { limits }: Config, log: Logger, stops: Stops): Promise<Db> {
  const db = openDatabase(url, { statementTimeoutMs: limits.statementMs, onConnectionLost: told(log) })
  stops.pool(db.pool, () => db.close())
  const applied = await migrate(url)
  if (applied.length > 0) log.info({ migrations: applied }, 'brought the database up to date')
  return db
}

// By connections without a limit of time for statements: large tables take as long as they take.
async function migrate(url: string): Promise<string[]> {
  const pool = openPool(url, { max: 2, statementTimeoutMs: 0, applicationName: 'interlude migrations' })
  try {
    const applied = await migrateDatabase(pool)
    await migrateJobs(pool)
    return applied
  } finally {
    await endPool(pool)
  }
}

async function assembleAll(config: Config, url: string, db: Db, processId: string, metrics: Metrics, log: Logger, stops: Stops): Promise<Assembly> {
  const eventPool = openPool(url, { max: 4, statementTimeoutMs: config.limits.statementMs, applicationName: 'interlude events', onConnectionLost: told(log) })
  stops.pool(eventPool)
  const assembly = await assemble({ db, eventPool, connection: { connectionString: url }, processId, config, clock: systemClock, log, metrics })
  stops.first(() => assembly.stop())
  return assembly
}

async function addFirstUsers({ bootstrapAdmin: username, isDemo, host, port }: Config, { shell }: Assembly, log: Logger): Promise<void> {
  if (username !== null && (await bootstrapAdmin(shell, username))) log.info('made the first user')
  // A port that is picked is another one with each start.
  const orgBaseUrl = port === 0 ? null : `http://${hostForPeople(host)}:${port}`
  if (isDemo && (await loadDemo(shell, orgBaseUrl))) log.info('loaded the demo')
}

async function serve(config: Config, db: Db, { shell, realtime }: Assembly, operators: Operators & { metrics: Metrics; tracing: Tracing }, log: Logger): Promise<RunningServer> {
  const check = settleTokenCheck(config.tokens, config.dataDir)
  const verifyToken = createTokenVerifier(check, systemClock)
  const canSignIn = config.isDemo && check.kind === 'secret'
  return startServer({
    host: config.host, port: config.port, isProduction: config.isProduction, clock: systemClock, log, ...operators,
    limits: config.limits, allowedOrigins: config.allowedOrigins,
    persistedDocuments: await readPersistedDocuments(config.persistedDocuments), isPersistedOnly: config.isPersistedOnly,
    schema: createSchema({ isProduction: config.isProduction }),
    signIn: createSignIn(verifyToken, (username) => loadViewer(db.pool, username)),
    createContext: ({ viewer, requestId }) => createContext({ viewer, requestId, shell, realtime }),
    plugins: [useKnownCosts(), useFreshReadings(), { onSubscribe: ({ setSubscribeFn }) => setSubscribeFn(subscribeShared as never) }],
    routes: [...webRoutes({ demoUsers: canSignIn ? DEMO_USERS.map(({ username, name, purpose }) => ({ username, name, purpose })) : null, isProduction: config.isProduction, log }), ...(canSignIn ? [demoSignIn(check)] : [])],
  })
}

function demoSignIn(check: SettledTokenCheck & { kind: 'secret' }): Route {
  return demoTokenRoute({ usernames: DEMO_USERS.map(({ username }) => username), sign: (username) => signToken(check, username, DEMO_TOKEN_TTL_SECONDS, systemClock()) })
}

// What fails to stop is told, and keeps nothing else from stopping.
function createStops(log: Logger): Stops {
  const stops: (() => Promise<void>)[] = []
  const pools: pg.Pool[] = []
  const stopAll = async () => {
    let givingUp: NodeJS.Timeout | undefined
    const late = new Promise<void>((resolve) => { givingUp = setTimeout(resolve, GIVE_UP_AFTER_MS) })
    let cutting: NodeJS.Timeout = setTimeout(() => { cutting = setInterval(() => pools.forEach(cutBusy), CUT_EVERY_MS) }, CUT_AFTER_MS - CUT_EVERY_MS)
    for (const stop of stops) await Promise.race([stop().catch((error: unknown) => log.error({ err: error }, 'something did not stop in order')), late])
    clearTimeout(givingUp)
    clearInterval(cutting)
  }
  let stopped: Promise<void> | null = null
  const first = (stop: () => Promise<void>) => void stops.unshift(stop)
  const pool = (one: pg.Pool, end = () => endPool(one)) => {
    pools.push(one)
    first(end)
  }
  return { first, pool, all: () => (stopped ??= stopAll()) }
}
