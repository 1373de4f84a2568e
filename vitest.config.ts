// Two projects: `core` needs nothing but Node; `database` has real Postgres, a template of it cloned for each file.
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { generateClient } from './prisma/generate.mjs'

generateClient()

// Loaded as both ESM and CommonJS, graphql would refuse its own types ("from another module or realm").
const graphql = fileURLToPath(new URL('node_modules/graphql/index.js', import.meta.url))

// Far more than any test needs: how long a test waits is no statement about speed.
const PATIENCE_MS = 180_000

export default defineConfig({
  resolve: { alias: [{ find: /^graphql$/, replacement: graphql }] },
  test: {
    projects: [
      { extends: true, test: { name: 'core', include: ['test/core/**/*.test.ts'], testTimeout: PATIENCE_MS } },
      {
        extends: true,
        test: {
          name: 'database',
          include: ['test/**/*.test.ts'],
          exclude: ['test/core/**'],
          globalSetup: ['test/support/postgres.ts'],
          provide: { databaseUrl: process.env.DATABASE_URL ?? '', redisUrl: process.env.REDIS_URL ?? '' },
          pool: 'forks',
          testTimeout: PATIENCE_MS,
          hookTimeout: 2 * PATIENCE_MS,
          // A shared machine can stand still for seconds, which tests of presence and time-outs can't tell from an agent who has
          // gone. What fails three times in a row is wrong.
          retry: process.env.CI === undefined ? 0 : 2,
        },
      },
    ],
  },
})
