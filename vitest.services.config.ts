// The tests for larger installations, on the Postgres of DATABASE_URL and the Redis of REDIS_URL: what depends on them most, and
// what agents and readers see where every test's server is two processes with the API and two workers.
import { defineConfig } from 'vitest/config'
import { onDatabase, reporters, shared } from './vitest.config.ts'

const redisUrl = process.env.REDIS_URL ?? ''
if (redisUrl === '') console.log('skipped: all that needs Redis, since REDIS_URL is not set')

// Of the commands, those whose statements meet each other's: locks and versions are what another Postgres could do otherwise.
const ON_SERVICES = [
  'test/store', 'test/commands/races.test.ts', 'test/commands/round-trips.test.ts', 'test/commands/ended-runs.test.ts', 'test/commands/routing', 'test/commands/record', 'test/jobs', 'test/realtime',
  'test/migrate.test.ts', 'test/scenarios/support-case.test.ts', 'test/server/operators.test.ts', 'test/faults/rolling-restart.test.ts',
].map((path) => (path.endsWith('.ts') ? path : `${path}/**/*.test.ts`))
const ON_MANY_NODES = ['subscriptions', 'presence', 'offers', 'routing', 'routing-changes']
// Where they differ in what wakes whom, which is all that Redis does.
const ON_WAKING = ['subscriptions', 'routing', 'routing-changes']

const manyNodes = (name: string, wakenBy: string, tests: readonly string[]) => ({
  extends: true as const,
  test: { ...onDatabase({ redisUrl: wakenBy, installation: 'two and two' }), name, include: tests.map((one) => `test/acceptance/${one}.test.ts`) },
})

export default defineConfig({
  ...shared,
  test: {
    reporters,
    // Most of what these wait for is not the processor. More would need more connections than Postgres allows as it comes.
    maxWorkers: 2,
    isolate: false,
    projects: [
      { extends: true, test: { ...onDatabase({ redisUrl }), name: 'services', include: ON_SERVICES } },
      manyNodes('many nodes', '', ON_MANY_NODES),
      ...(redisUrl === '' ? [] : [manyNodes('many nodes, Redis', redisUrl, ON_WAKING)]),
    ],
  },
})
