// As many flows as an org may have, put into the database as far as they count: saving each would take minutes.
import type pg from 'pg'

type Queries = Pick<pg.Pool | pg.Client, 'query'>

/** Adds flows named `name` with a number from 1, each with one version that was active once; is it still, with `isActive`. */
export async function fillFlows(db: Queries, name: string, count: number, isActive: boolean): Promise<void> {
  await db.query(
    `WITH flows AS (INSERT INTO "Flow" ("id", "apiName", "label", "flowType") SELECT $1 || n, $1 || n, $1 || n, 'SCREEN' FROM generate_series(1, $2::int) n RETURNING "id"),
    versions AS (INSERT INTO "FlowVersion" ("id", "flowId", "versionNumber", "status", "definition", "activatedAt") SELECT "id" || 'v', "id", 1, 'OBSOLETE', '{}', now() FROM flows RETURNING "id")
    SELECT count(*) FROM versions`, [name, count])
  if (isActive) await db.query(`UPDATE "Flow" SET "activeVersionId" = "id" || 'v' WHERE "id" LIKE $1 || '%'`, [name])
}

/** How many flows and orchestrations there are together, and how many of them are active. */
export async function countDefinitions(db: Queries): Promise<{ all: number; active: number }> {
  const { rows } = await db.query<{ all: number; active: number }>(`SELECT count(*)::int AS "all", count("activeVersionId")::int AS "active" FROM (SELECT "activeVersionId" FROM "Flow" UNION ALL SELECT "activeVersionId" FROM "Orchestration") d`)
  return rows[0]!
}
