// What a start does to a database: an empty one, an up-to-date one, one that Prisma migrated, one whose history was changed.
import { cp, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type pg from 'pg'
import { openPool } from '../src/db.ts'
import { MIGRATIONS_FOLDER, MigrationError, migrateDatabase, migrateJobs } from '../src/migrate.ts'
import { createEmptyDatabase, dropTestDatabase } from './support/database.ts'

let url: string
let pool: pg.Pool
let folder: string

beforeEach(async () => {
  url = await createEmptyDatabase()
  pool = openPool(url, { max: 4 })
  folder = await mkdtemp(join(tmpdir(), 'interlude-migrations-'))
  await cp(MIGRATIONS_FOLDER, folder, { recursive: true })
})
afterEach(async () => {
  await pool.end()
  await dropTestDatabase(url)
  await rm(folder, { recursive: true })
})

const addMigration = async (name: string, sql: string) => {
  await mkdir(join(folder, name))
  await writeFile(join(folder, name, 'migration.sql'), sql)
}
const ledger = async () => (await pool.query('SELECT "migration_name" FROM "_prisma_migrations" WHERE "finished_at" IS NOT NULL ORDER BY 1')).rows.map((row: { migration_name: string }) => row.migration_name)

it('applies every migration to an empty database, once', async () => {
  const names = (await readdir(MIGRATIONS_FOLDER, { withFileTypes: true })).filter((e) => e.isDirectory()).map((e) => e.name).sort()
  expect(await migrateDatabase(pool)).toEqual(names)
  expect(await migrateDatabase(pool)).toEqual([])
  expect(await ledger()).toEqual(names)
})

it('applies only what is new to a database of an earlier release', async () => {
  await migrateDatabase(pool)
  await addMigration('99990101000000_later', 'CREATE TABLE "Later" ("id" INT); CREATE FUNCTION later() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;')
  expect(await migrateDatabase(pool, folder)).toEqual(['99990101000000_later'])
  expect((await pool.query('SELECT later()')).rows).toEqual([{ later: 1 }])
})

it('lets eight processes migrate one empty database at the same moment', async () => {
  const pools = Array.from({ length: 8 }, () => openPool(url, { max: 4 }))
  const applied = await Promise.all(pools.map(async (each) => {
    const names = await migrateDatabase(each)
    await migrateJobs(each)
    return names
  }))
  await Promise.all(pools.map((each) => each.end()))
  expect(applied.filter((names) => names.length > 0)).toHaveLength(1)
  expect((await pool.query(`SELECT to_regclass('graphile_worker._private_jobs') IS NOT NULL AS there`)).rows).toEqual([{ there: true }])
})

it('refuses a migration that was changed after it had been applied, and changes nothing', async () => {
  await migrateDatabase(pool)
  const [first] = await ledger()
  await writeFile(join(folder, first!, 'migration.sql'), 'SELECT 1')
  await addMigration('99990101000000_later', 'CREATE TABLE "Later" ("id" INT)')
  await expect(migrateDatabase(pool, folder)).rejects.toThrow(new MigrationError(`Migration ${first} was changed after it had been applied to this database: undo the change, and put it into a new migration.`))
  expect((await pool.query(`SELECT to_regclass('"Later"') AS there`)).rows).toEqual([{ there: null }])
})

it('keeps nothing of a migration that fails, and tries it again the next time', async () => {
  await migrateDatabase(pool)
  await addMigration('99990101000000_later', 'CREATE TABLE "Later" ("id" INT); SELECT 1/0')
  await expect(migrateDatabase(pool, folder)).rejects.toThrow('99990101000000_later failed, and nothing of it was kept: division by zero')
  expect((await pool.query(`SELECT to_regclass('"Later"') AS there`)).rows).toEqual([{ there: null }])
  await writeFile(join(folder, '99990101000000_later', 'migration.sql'), 'CREATE TABLE "Later" ("id" INT)')
  expect(await migrateDatabase(pool, folder)).toEqual(['99990101000000_later'])
})

it('refuses to go on after a migration that Prisma left unfinished', async () => {
  await migrateDatabase(pool)
  const [first] = await ledger()
  await pool.query('UPDATE "_prisma_migrations" SET "finished_at" = NULL')
  await expect(migrateDatabase(pool)).rejects.toThrow(`Migration ${first} failed earlier`)
})
