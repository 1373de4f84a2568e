// The first user of an org: on a database without people, somebody has to be able to sign in (BOOTSTRAP_ADMIN).
import type { Shell } from './shell.ts'

/**
 * Makes `username` an active internal user with every permission, if there is nobody yet who could sign in. Answers
 * whether it did. Two processes that start at once make one user.
 */
export async function bootstrapAdmin(shell: Shell, username: string): Promise<boolean> {
  const { rowCount } = await shell.pool.query(
    `INSERT INTO "User" ("id", "username", "name", "email", "emailVerified", "userType", "permissions", "skills", "presenceStatuses")
     SELECT $1, $2, $2, $3, FALSE, 'INTERNAL', enum_range(NULL::"Permission"), '{}', '{}'
     WHERE NOT EXISTS (SELECT 1 FROM "User" WHERE "userType" <> 'AUTOMATED_PROCESS')
     ON CONFLICT ("username") DO NOTHING`,
    [shell.newId(), username, username.includes('@') ? username : `${username}@localhost`],
  )
  return rowCount === 1
}
