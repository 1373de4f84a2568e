// Finds the person behind a token.
import type pg from 'pg'
import type { Permission, UserType, Viewer } from '../core/viewer.ts'

/** The active user with this username; null: there is none who may sign in (A1). The system's own user never may. */
export async function loadViewer(pool: pg.Pool, username: string): Promise<Viewer | null> {
  const { rows } = await pool.query<{ id: string; username: string; name: string; userType: UserType; permissions: Permission[] }>({
    name: 'load_viewer',
    text: `SELECT "id", "username", "name", "userType", to_json("permissions") AS "permissions" FROM "User"
      WHERE "username" = $1 AND "isActive" AND "userType" <> 'AUTOMATED_PROCESS'`,
    values: [username],
  })
  const row = rows[0]
  return row === undefined ? null : { ...row, permissions: new Set(row.permissions) }
}
