// The only reader of the environment: what a process is told from outside, checked all at once before anything starts.
import { resolve } from 'node:path'
import { z } from 'zod'
import { isUsername, MAX_USERNAME_LENGTH } from './core/names.ts'
import { AUTOMATED_PROCESS } from './core/viewer.ts'
import type { Limits } from './limits.ts'

/** How bearer tokens are checked: a shared secret (HS256) or the keys behind a URL (RS256, ES256). */
export type TokenCheck = ({ kind: 'secret'; secret: string } | { kind: 'jwks'; url: string } | { kind: 'demo' }) & { issuer: string | null; audience: string | null }

/** What a process does: answer the API, run jobs, or both. */
export type Role = 'api' | 'worker'

/** Everything a server process is told from outside. Paths are absolute; null: not set. */
export type Config = {
  host: string
  /** 0 picks a free one. */
  port: number
  dataDir: string
  /** Null: embedded Postgres under `dataDir`. */
  databaseUrl: string | null
  redisUrl: string | null
  /** `demo`: with a secret generated and kept under `dataDir`. */
  tokens: TokenCheck
  bootstrapAdmin: string | null
  isDemo: boolean
  smtpUrl: string | null
  /** Entries as given: `host`, `host:port` or `*.example.com`; empty: no callouts. */
  calloutHosts: readonly string[]
  roles: ReadonlySet<Role>
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent'
  isProduction: boolean
  /** Origins whose pages may call the API besides the server's own. */
  allowedOrigins: readonly string[]
  /** Absolute paths of files with persisted documents, `{ "<hash>": "<document>" }` each. */
  persistedDocuments: readonly string[]
  /** No other documents are run, but for callers with MANAGE_FLOW. */
  isPersistedOnly: boolean
  /** Bounds that are set otherwise than in LIMITS. */
  limits: Partial<Limits>
  /** A port of its own for health and metrics, which a process without the API has nowhere else; null: none. */
  healthPort: number | null
  /** Traces are sent where OpenTelemetry's own variables say. */
  isTraced: boolean
}

/** Everything wrong with the environment, in words; nothing secret is repeated in them. `persistedDocuments`: the files it names, which can be looked at all the same. */
export class ConfigError extends Error {
  readonly faults: readonly string[]
  readonly persistedDocuments: readonly string[]
  constructor(faults: readonly string[], persistedDocuments: readonly string[]) {
    super(faults.join('\n'))
    this.faults = faults
    this.persistedDocuments = persistedDocuments
  }
}

/** The shortest AUTH_JWT_SECRET: as many characters as HS256 has bytes. */
export const MIN_SECRET_LENGTH = 32

const url = (...protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol.slice(0, -1)), `must be a URL that begins with ${protocols.map((p) => `${p}://`).join(' or ')}`)
const flag = z.enum(['0', '1', 'false', 'true'], 'must be 1 or 0').transform((text) => text === '1' || text === 'true')
const list = z.string().transform((text) => text.split(',').map((part) => part.trim()).filter((part) => part !== ''))
const port = z.string().regex(/^\d{1,5}$/, 'must be a number from 0 to 65535').transform(Number).refine((number) => number <= 65_535, 'must be a number from 0 to 65535')
const seconds = z.string().regex(/^[1-9]\d{0,4}$/, 'must be a whole number of seconds, 1 to 99999').transform((text) => Number(text) * 1_000)
const count = z.string().regex(/^[1-9]\d{0,5}$/, 'must be a whole number from 1 to 999999').transform(Number)
const isOrigin = (text: string) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text
const calloutHost = /^(\*\.)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$|^\[[0-9a-f:]+\](:\d{1,5})?$/i

const VARIABLES = {
  HOST: z.string().refine((text) => !/[\s/]/.test(text), 'must be a host name or an address, such as 127.0.0.1'),
  PORT: port,
  HEALTH_PORT: port,
  DATA_DIR: z.string(),
  DATABASE_URL: url('postgres', 'postgresql'),
  REDIS_URL: url('redis', 'rediss'),
  AUTH_JWT_SECRET: z.string().min(MIN_SECRET_LENGTH, `must have at least ${MIN_SECRET_LENGTH} characters`),
  AUTH_JWKS_URL: url('https', 'http'),
  AUTH_ISSUER: z.string(),
  AUTH_AUDIENCE: z.string(),
  // As saveUser has it.
  BOOTSTRAP_ADMIN: z.string()
    .refine(isUsername, 'must be a username, without blanks or invisible characters')
    .max(MAX_USERNAME_LENGTH, `must be a username, of at most ${MAX_USERNAME_LENGTH} characters`)
    .refine((username) => username !== AUTOMATED_PROCESS.username, `must be another username than ${AUTOMATED_PROCESS.username}, the system's own user, who never signs in`),
  DEMO: flag,
  SMTP_URL: url('smtp', 'smtps'),
  CALLOUT_HOSTS: list.refine((hosts) => hosts.every((host) => calloutHost.test(host)), 'must be hosts separated by commas, each as host, host:port or *.example.com'),
  ROLES: list.refine((roles): roles is Role[] => roles.length > 0 && roles.every((role) => role === 'api' || role === 'worker'), 'must be api, worker or api,worker'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], 'must be trace, debug, info, warn, error, fatal or silent'),
  ALLOWED_ORIGINS: list.refine((origins) => origins.every(isOrigin), 'must be origins separated by commas, each as https://example.com, without a path'),
  PERSISTED_DOCUMENTS: list,
  PERSISTED_DOCUMENTS_ONLY: flag,
  MAX_SOCKETS_PER_USER: count,
  MAX_OPERATIONS_PER_SOCKET: count,
  OPERATION_TIMEOUT: seconds,
  STATEMENT_TIMEOUT: seconds,
  STOP_DELAY: z.enum(['0', '1', '2', '3', '4'], 'must be a whole number of seconds, 0 to 4').transform((text) => Number(text) * 1_000),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.string(),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: z.string(),
  OTEL_TRACES_EXPORTER: z.string(),
  OTEL_SDK_DISABLED: z.string(),
  NODE_ENV: z.enum(['development', 'production', 'test'], 'must be development, production or test'),
}
type Values = { [Name in keyof typeof VARIABLES]?: z.output<(typeof VARIABLES)[Name]> }

/**
 * Reads a server's settings. An empty variable counts as not set.
 * Throws ConfigError with every fault at once: wrong values, and values that don't go together.
 */
export function readConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const { values, faults } = parseAll(environment)
  const set = (name: keyof typeof VARIABLES) => Boolean(environment[name])
  const host = values.HOST ?? '127.0.0.1'
  const isDemo = values.DEMO ?? !(set('DATABASE_URL') || set('DEMO'))
  if (isDemo && !isLoopback(host)) {
    faults.push(`DEMO=1 (the default without DATABASE_URL) gives away demo users, so it runs on a loopback address only, and HOST is ${host}: set DEMO=0, or HOST=127.0.0.1.`)
  }
  if (set('AUTH_JWT_SECRET') && set('AUTH_JWKS_URL')) faults.push('AUTH_JWT_SECRET and AUTH_JWKS_URL are both set: tokens are checked in one way, so set one of them.')
  if (!isDemo && !set('AUTH_JWT_SECRET') && !set('AUTH_JWKS_URL')) faults.push('There is no way to check tokens: set AUTH_JWT_SECRET or AUTH_JWKS_URL (only the demo makes a secret of its own).')
  const port = values.PORT ?? 4000
  const roles: ReadonlySet<Role> = new Set(values.ROLES ?? ['api', 'worker'])
  // A process without the API listens on no PORT.
  if (port !== 0 && values.HEALTH_PORT === port && roles.has('api')) faults.push(`HEALTH_PORT and PORT${set('PORT') ? '' : ', unless it is set,'} are both ${port}: set HEALTH_PORT to another (0 picks a free one), or leave it out, since PORT answers operators too.`)
  const persistedDocuments = (values.PERSISTED_DOCUMENTS ?? []).map((path) => resolve(path))
  if (faults.length > 0) throw new ConfigError(faults, persistedDocuments)
  return {
    host,
    port,
    dataDir: resolve(values.DATA_DIR ?? '.data'),
    databaseUrl: values.DATABASE_URL ?? null,
    redisUrl: values.REDIS_URL ?? null,
    tokens: tokenCheck(values),
    bootstrapAdmin: values.BOOTSTRAP_ADMIN ?? null,
    isDemo,
    smtpUrl: values.SMTP_URL ?? null,
    calloutHosts: values.CALLOUT_HOSTS ?? [],
    roles,
    logLevel: values.LOG_LEVEL ?? 'info',
    isProduction: values.NODE_ENV === 'production',
    allowedOrigins: values.ALLOWED_ORIGINS ?? [],
    persistedDocuments,
    isPersistedOnly: values.PERSISTED_DOCUMENTS_ONLY ?? false,
    limits: limitsOf(values),
    healthPort: values.HEALTH_PORT ?? null,
    isTraced: isTraced(values),
  }
}

/** What the command line is told from outside; flags win over it. */
export type CliConfig = { url: string | null; token: string | null; dataDir: string; jwtSecret: string | null; issuer: string | null; audience: string | null }

/** Reads the command line's settings; an empty variable counts as not set, as a server's. Nothing in them can be wrong before it is used. */
export function readCliConfig(environment: NodeJS.ProcessEnv = process.env): CliConfig {
  return {
    url: environment['INTERLUDE_URL'] || null,
    token: environment['INTERLUDE_TOKEN'] || null,
    dataDir: resolve(environment['DATA_DIR'] || '.data'),
    jwtSecret: environment['AUTH_JWT_SECRET'] || null,
    issuer: environment['AUTH_ISSUER'] || null,
    audience: environment['AUTH_AUDIENCE'] || null,
  }
}

/** Whether a server bound to this host is reached from this machine only. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}

function parseAll(environment: NodeJS.ProcessEnv): { values: Values; faults: string[] } {
  const faults: string[] = []
  const values: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(VARIABLES)) {
    const text = environment[name]
    if (text === undefined || text === '') continue
    const parsed = schema.safeParse(text)
    if (parsed.success) values[name] = parsed.data
    else faults.push(`${name} ${parsed.error.issues[0]!.message}.`)
  }
  return { values, faults }
}

function limitsOf({ MAX_SOCKETS_PER_USER: socketsPerUser, MAX_OPERATIONS_PER_SOCKET: operationsPerSocket, OPERATION_TIMEOUT: operationMs, STATEMENT_TIMEOUT: statementMs, STOP_DELAY: stopDelayMs }: Values): Partial<Limits> {
  return { ...(socketsPerUser && { socketsPerUser }), ...(operationsPerSocket && { operationsPerSocket }), ...(operationMs && { operationMs }), ...(statementMs && { statementMs }), ...(stopDelayMs && { stopDelayMs }) }
}

// As OpenTelemetry's specification has it: an exporter is wished for, and it isn't switched off.
function isTraced(values: Values): boolean {
  const isSwitchedOff = values.OTEL_SDK_DISABLED?.toLowerCase() === 'true' || values.OTEL_TRACES_EXPORTER === 'none'
  return !isSwitchedOff && (values.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined || values.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT !== undefined || values.OTEL_TRACES_EXPORTER === 'otlp')
}

function tokenCheck(values: Values): TokenCheck {
  const claims = { issuer: values.AUTH_ISSUER ?? null, audience: values.AUTH_AUDIENCE ?? null }
  if (values.AUTH_JWT_SECRET !== undefined) return { kind: 'secret', secret: values.AUTH_JWT_SECRET, ...claims }
  if (values.AUTH_JWKS_URL !== undefined) return { kind: 'jwks', url: values.AUTH_JWKS_URL, ...claims }
  return { kind: 'demo', ...claims }
}
