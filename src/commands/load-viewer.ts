// Finds the person behind a token.
import type pg from 'pg'
import type { Permission, UserType, Viewer } from '../core/viewer.ts'
import { coalescedPerPool, distinct } from '../store/coalesce.ts'

/** The active user with this username; null: there is none who may sign in (A1). The system's own user never may. */
export async function loadViewer(pool: pg.Pool, username: string): Promise<Viewer | null> {
  return (await viewersByName(pool, username)).get(username) ?? null
}

const viewersByName = coalescedPerPool(async (db, usernames: readonly string[]) => {
  const { rows } = await db.query<{ id: string; username: string; name: string; userType: UserType; permissions: Permission[] }>({
    name: 'load_viewers',
    text: `SELECT "id", "username", "name", "userType", to_json("permissions") AS "permissions" FROM "User"
      WHERE "username" = ANY($1) AND "isActive" AND "userType" <> 'AUTOMATED_PROCESS'`,
    values: [distinct([usernames])],
  })
  return new Map(rows.map((row): [string, Viewer] => [row.username, { ...row, permissions: new Set(row.permissions) }]))
})
