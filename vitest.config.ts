// Two projects: `core` needs nothing but Node; `database` has real Postgres, a template of it cloned for each file.
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig, type TestProjectInlineConfiguration, type ViteUserConfig } from 'vitest/config'
import { generateClient } from './prisma/generate.mjs'
import { retriesReporter } from './test/support/retries-reporter.ts'

generateClient()

// Loaded as both ESM and CommonJS, graphql would refuse its own types ("from another module or realm").
const graphql = fileURLToPath(new URL('node_modules/graphql/index.js', import.meta.url))

// Far more than any test needs: how long a test waits is no statement about speed.
const PATIENCE_MS = 180_000

/** What holds for every project. */
export const shared = { resolve: { alias: [{ find: /^graphql$/, replacement: graphql }] } }

/** What tests with a database have. `redisUrl`: where processes that a test starts wake each other; empty: by Postgres. */
export function onDatabase({ redisUrl, installation = 'one process' }: { redisUrl: string; installation?: 'one process' | 'two and two' }) {
  return {
    globalSetup: ['test/support/postgres.ts'],
    provide: { databaseUrl: process.env.DATABASE_URL ?? '', redisUrl, installation },
    pool: 'forks',
    testTimeout: PATIENCE_MS,
    hookTimeout: 2 * PATIENCE_MS,
    // A shared machine can stand still for seconds, which tests of presence and time-outs can't tell from an agent who has
    // gone. What fails three times in a row is wrong.
    retry: process.env.CI === undefined ? 0 : 2,
  } satisfies TestProjectInlineConfiguration['test']
}

/** What is told of a run: as usual, and why tests were tried again. */
export const reporters = ['default', retriesReporter] satisfies NonNullable<ViteUserConfig['test']>['reporters']

export default defineConfig({
  ...shared,
  test: {
    reporters,
    // Much of what tests wait for is not the processor: with one worker for two processors it would be idle half of the time.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // A worker keeps the modules that it has loaded, and what was compiled of them: loading them anew for each file took a third
    // of the processors. All that src keeps beside a server is caches, so files don't feel each other.
    isolate: false,
    projects: [
      { extends: true, test: { name: 'core', include: ['test/core/**/*.test.ts'], testTimeout: PATIENCE_MS } },
      { extends: true, test: { name: 'database', include: ['test/**/*.test.ts'], exclude: ['test/core/**'], ...onDatabase({ redisUrl: process.env.REDIS_URL ?? '' }) } },
    ],
  },
})
