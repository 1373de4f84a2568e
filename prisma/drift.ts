// Fails when what is generated and committed no longer agrees with what it is made from: migrations with models,
// schema.graphql with the code, the typed documents with both.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startEmbeddedPostgres } from '../src/embedded-postgres/start.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Runs a script of node's with arguments; gives what it said if it failed, else null. */
function run(args: readonly string[], environment: Record<string, string> = {}): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1', ...environment }
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.once('error', reject)
    child.once('close', (status) => resolve(status === 0 ? null : said.trim()))
  })
}

/** The migrations are applied to a scratch database, which is compared with the models. */
async function checkMigrations(): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'interlude-drift-'))
  const postgres = await startEmbeddedPostgres(folder, { isDurable: false })
  try {
    const prisma = 'node_modules/prisma/build/index.js'
    return await run([prisma, 'migrate', 'diff', '--from-migrations', 'prisma/migrations', '--to-schema', 'prisma/', '--exit-code'], { DATABASE_URL: postgres.url })
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function checkSchema(): Promise<string | null> {
  return (await run(['launch.mjs', 'src/graphql/print-schema.ts', '--check'])) ?? run(['node_modules/@graphql-codegen/cli/cjs/bin.js', '--config', 'codegen.ts', '--check'])
}

const [migrations, schema] = await Promise.all([checkMigrations(), checkSchema()])
if (migrations !== null) process.stderr.write(`Migrations and models have drifted apart; write a migration (npx prisma migrate dev --create-only):\n${migrations}\n`)
if (schema !== null) process.stderr.write(`The schema or its typed documents have drifted from the code; run "npm run codegen" and commit what changed:\n${schema}\n`)
if (migrations !== null || schema !== null) process.exitCode = 1
