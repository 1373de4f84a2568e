// Brings a database up to date: prisma/migrations, in Prisma's own ledger so that its command line and this can take
// turns, then the job queue's own tables. Needs nothing but pg, so that a production image does without the Prisma CLI.
import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Logger as WorkerLogger, runMigrations as migrateJobQueue } from 'graphile-worker'
import type pg from 'pg'
import { whileLocked } from './database-lock.ts'

/** Where the migrations are: the repository's, wherever the process was started. */
export const MIGRATIONS_FOLDER = fileURLToPath(new URL('../prisma/migrations/', import.meta.url))

/** A database whose history and the repository's don't agree; the message says which migration, and what to do. */
export class MigrationError extends Error {}

const LEDGER = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL, "checksum" VARCHAR(64) NOT NULL, "finished_at" TIMESTAMPTZ, "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT, "rolled_back_at" TIMESTAMPTZ, "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(), "applied_steps_count" INTEGER NOT NULL DEFAULT 0)`

type Migration = { name: string; sql: string; checksum: string }

/**
 * Applies what is missing, each migration in a transaction of its own; many processes may call it at once. Returns the
 * names of those applied. Throws MigrationError, with nothing changed, where an applied one was changed since, or failed.
 */
export async function migrateDatabase(pool: pg.Pool, folder: string = MIGRATIONS_FOLDER): Promise<string[]> {
  return whileLocked(pool, 'migrations', async (client) => applyMissing(client, await readMigrations(folder)))
}

/** Which migrations of the repository a database with these lacks; what it has besides is a newer version's, and no fault. */
export async function missingMigrations(applied: readonly string[], folder: string = MIGRATIONS_FOLDER): Promise<string[]> {
  const has = new Set(applied)
  return (await readMigrations(folder)).map(({ name }) => name).filter((name) => !has.has(name))
}

/** Makes or upgrades the job queue's tables; many processes may call it at once. */
export async function migrateJobs(pool: pg.Pool): Promise<void> {
  await migrateJobQueue({ pgPool: pool, logger: new WorkerLogger(() => () => {}) })
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort()
  return Promise.all(names.map(async (name) => {
    const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8')
    return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
  }))
}

async function applyMissing(client: pg.PoolClient, migrations: readonly Migration[]): Promise<string[]> {
  await client.query(LEDGER)
  const ledger = await client.query<{ migration_name: string; checksum: string; finished_at: Date | null }>(
    'SELECT "migration_name", "checksum", "finished_at" FROM "_prisma_migrations" WHERE "rolled_back_at" IS NULL')
  const known = new Map(ledger.rows.map((row) => [row.migration_name, row]))
  for (const { name, checksum } of migrations) {
    const before = known.get(name)
    if (before === undefined) continue
    if (before.finished_at === null) throw new MigrationError(`Migration ${name} failed earlier on this database: mend it, then tell with "npx prisma migrate resolve".`)
    if (before.checksum !== checksum) throw new MigrationError(`Migration ${name} was changed after it had been applied to this database: undo the change, and put it into a new migration.`)
  }
  const missing = migrations.filter(({ name }) => !known.has(name))
  for (const migration of missing) await applyOne(client, migration)
  return missing.map(({ name }) => name)
}

async function applyOne(client: pg.PoolClient, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query(sql)
    await client.query(
      'INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "finished_at", "applied_steps_count") VALUES ($1, $2, $3, now(), 1)',
      [randomUUID(), checksum, name])
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw new MigrationError(`Migration ${name} failed, and nothing of it was kept: ${(error as Error).message}`, { cause: error })
  }
}
