// The org's switches: one row, which the first migration makes.
import { Prisma, type ProcessAutomationSettings } from '../../prisma/generated/client/client.ts'
import { query, type Db } from './query.ts'

/** The org's switches as they are now. */
export async function loadSettings(db: Db): Promise<ProcessAutomationSettings> {
  const rows = await query<ProcessAutomationSettings>(db, Prisma.sql`SELECT p.* FROM "ProcessAutomationSettings" p WHERE p."id" = 1`)
  return rows[0]!
}
