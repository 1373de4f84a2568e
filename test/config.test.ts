// What the environment may say, and what is answered to the wrong things in it.
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ConfigError, readCliConfig, readConfig } from '../src/config.ts'

const SECRET = 'x'.repeat(32)
const NOTHING_SET = { allowedOrigins: [], persistedDocuments: [], isPersistedOnly: false, limits: {}, healthPort: null, isTraced: false }
const faultsOf = (environment: Record<string, string>): readonly string[] => {
  try {
    readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
  return []
}

describe('an empty environment', () => {
  it('is the demo on a loopback address with an embedded database', () => {
    expect(readConfig({})).toEqual({
      host: '127.0.0.1', port: 4000, dataDir: resolve('.data'), databaseUrl: null, redisUrl: null,
      tokens: { kind: 'demo', issuer: null, audience: null }, bootstrapAdmin: null, isDemo: true, smtpUrl: null, calloutHosts: [],
      roles: new Set(['api', 'worker']), logLevel: 'info', isProduction: false, ...NOTHING_SET,
    })
  })
  it('counts empty variables as not set', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '', DEMO: '', AUTH_JWT_SECRET: '' })).toEqual(readConfig({}))
  })
})

it('takes every variable', () => {
  const config = readConfig({
    HOST: '0.0.0.0', PORT: '0', DATA_DIR: '/var/lib/interlude', DATABASE_URL: 'postgresql://u:p@db/interlude', REDIS_URL: 'redis://cache',
    AUTH_JWKS_URL: 'https://issuer.example/keys', AUTH_ISSUER: 'https://issuer.example', AUTH_AUDIENCE: 'interlude', BOOTSTRAP_ADMIN: 'ada',
    SMTP_URL: 'smtp://127.0.0.1:2525', CALLOUT_HOSTS: 'api.example.com, *.example.org,localhost:8080', ROLES: 'worker', LOG_LEVEL: 'debug', NODE_ENV: 'production',
    ALLOWED_ORIGINS: 'https://desk.example,http://localhost:5173', PERSISTED_DOCUMENTS: 'a.json,/etc/b.json', PERSISTED_DOCUMENTS_ONLY: '1',
    MAX_SOCKETS_PER_USER: '5', MAX_OPERATIONS_PER_SOCKET: '7', OPERATION_TIMEOUT: '10', STATEMENT_TIMEOUT: '4', STOP_DELAY: '3', HEALTH_PORT: '9464', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318',
  })
  expect(config).toEqual({
    host: '0.0.0.0', port: 0, dataDir: '/var/lib/interlude', databaseUrl: 'postgresql://u:p@db/interlude', redisUrl: 'redis://cache',
    tokens: { kind: 'jwks', url: 'https://issuer.example/keys', issuer: 'https://issuer.example', audience: 'interlude' }, bootstrapAdmin: 'ada', isDemo: false,
    smtpUrl: 'smtp://127.0.0.1:2525', calloutHosts: ['api.example.com', '*.example.org', 'localhost:8080'], roles: new Set(['worker']), logLevel: 'debug', isProduction: true,
    allowedOrigins: ['https://desk.example', 'http://localhost:5173'], persistedDocuments: [resolve('a.json'), '/etc/b.json'], isPersistedOnly: true,
    limits: { socketsPerUser: 5, operationsPerSocket: 7, operationMs: 10_000, statementMs: 4_000, stopDelayMs: 3_000 }, healthPort: 9_464, isTraced: true,
  })
})

it('is no demo once a database is given, unless asked', () => {
  expect(readConfig({ DATABASE_URL: 'postgres://db/x', AUTH_JWT_SECRET: SECRET }).isDemo).toBe(false)
  expect(readConfig({ DATABASE_URL: 'postgres://db/x', DEMO: '1' })).toMatchObject({ isDemo: true, tokens: { kind: 'demo' } })
})

it('keeps a given secret in the demo', () => {
  expect(readConfig({ AUTH_JWT_SECRET: SECRET })).toMatchObject({ isDemo: true, tokens: { kind: 'secret', secret: SECRET } })
})

it('names every fault at once', () => {
  const faults = faultsOf({
    HOST: 'a b', PORT: '65536', DATABASE_URL: 'mysql://db/x', REDIS_URL: 'cache', AUTH_JWT_SECRET: 'short', AUTH_JWKS_URL: 'keys', BOOTSTRAP_ADMIN: 'a b', DEMO: 'yes',
    SMTP_URL: 'mail', CALLOUT_HOSTS: 'https://example.com', ROLES: 'api,cook', LOG_LEVEL: 'loud', NODE_ENV: 'prod',
    ALLOWED_ORIGINS: 'https://x.example/path', MAX_SOCKETS_PER_USER: '0', MAX_OPERATIONS_PER_SOCKET: 'many', OPERATION_TIMEOUT: '0', STATEMENT_TIMEOUT: '1.5', STOP_DELAY: '60', PERSISTED_DOCUMENTS_ONLY: 'on',
  })
  const named = ['HOST', 'PORT', 'DATABASE_URL', 'REDIS_URL', 'AUTH_JWT_SECRET', 'AUTH_JWKS_URL', 'BOOTSTRAP_ADMIN', 'DEMO', 'SMTP_URL', 'CALLOUT_HOSTS', 'ROLES', 'LOG_LEVEL', 'NODE_ENV', 'ALLOWED_ORIGINS', 'MAX_SOCKETS_PER_USER', 'MAX_OPERATIONS_PER_SOCKET', 'OPERATION_TIMEOUT', 'STATEMENT_TIMEOUT', 'STOP_DELAY', 'PERSISTED_DOCUMENTS_ONLY']
  for (const name of named) expect(faults.filter((fault) => fault.startsWith(`${name} must `)), name).toHaveLength(1)
})

it('refuses one port for clients and operators, where there are clients', () => {
  expect(faultsOf({ PORT: '4100', HEALTH_PORT: '4100' })).toEqual([expect.stringContaining('HEALTH_PORT and PORT are both 4100')])
  expect(faultsOf({ HEALTH_PORT: '4000' })).toEqual([expect.stringContaining('HEALTH_PORT and PORT, unless it is set, are both 4000')])
  expect(faultsOf({ PORT: '0', HEALTH_PORT: '0' })).toEqual([])
  expect(faultsOf({ PORT: '4100', HEALTH_PORT: '4101' })).toEqual([])
  expect(faultsOf({ PORT: '4100', HEALTH_PORT: '4100', ROLES: 'worker' })).toEqual([])
})

it.each([['automated.process', 'the system\'s own user'], ['a'.repeat(256), 'at most 255 characters'], ['a\u200Bb', 'invisible'], ['a b', 'blanks']])('refuses %s as the first user', (BOOTSTRAP_ADMIN, words) => {
  expect(faultsOf({ BOOTSTRAP_ADMIN })).toEqual([expect.stringMatching(new RegExp(`^BOOTSTRAP_ADMIN must be .*${words}`))])
})

it('takes the longest username for the first user', () => {
  expect(readConfig({ BOOTSTRAP_ADMIN: 'a'.repeat(255) }).bootstrapAdmin).toHaveLength(255)
})

it.each(['0.0.0.0', '::', '192.168.1.5', 'example.com', '127.evil.com'])('refuses the demo on %s', (HOST) => {
  expect(faultsOf({ HOST })).toEqual([expect.stringContaining('DEMO=1')])
  expect(faultsOf({ HOST, DEMO: '0', AUTH_JWT_SECRET: SECRET })).toEqual([])
})

it.each(['localhost', '127.0.0.1', '127.1.2.3', '::1'])('allows the demo on %s', (HOST) => {
  expect(faultsOf({ HOST })).toEqual([])
})

it('refuses to serve without a way to check tokens', () => {
  expect(faultsOf({ DEMO: '0' })).toEqual([expect.stringContaining('no way to check tokens')])
  expect(faultsOf({ DATABASE_URL: 'postgres://db/x' })).toEqual([expect.stringContaining('no way to check tokens')])
})

it('refuses two ways to check tokens', () => {
  expect(faultsOf({ AUTH_JWT_SECRET: SECRET, AUTH_JWKS_URL: 'https://keys.example' })).toEqual([expect.stringContaining('both set')])
})

it('refuses a secret of 31 characters, without repeating it', () => {
  const [fault, ...others] = faultsOf({ AUTH_JWT_SECRET: 'y'.repeat(31) })
  expect(fault).toContain('at least 32')
  expect(fault).not.toContain('yyy')
  expect(others).toEqual([])
})

it('repeats no password of an address that it refuses', () => {
  expect(faultsOf({ DATABASE_URL: 'mysql://root:hunter2@db/x' }).join()).not.toContain('hunter2')
})

it.each([
  [{ OTEL_TRACES_EXPORTER: 'otlp' }, true], [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://x' }, true], [{}, false],
  [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://x', OTEL_SDK_DISABLED: 'true' }, false], [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://x', OTEL_TRACES_EXPORTER: 'none' }, false],
])('traces with %j: %s', (environment, isTraced) => {
  expect(readConfig(environment).isTraced).toBe(isTraced)
})

it('reads what the command line needs', () => {
  expect(readCliConfig({ INTERLUDE_URL: 'http://x', INTERLUDE_TOKEN: 't', DATA_DIR: '/d' })).toEqual({ url: 'http://x', token: 't', dataDir: '/d', jwtSecret: null, issuer: null, audience: null })
})
