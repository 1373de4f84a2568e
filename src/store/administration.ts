// What administration looks up by name, and how membership of groups is kept for "is it mine".
import type pg from 'pg'
import { Prisma, type Group, type RecordShare, type Site, type User } from '../../prisma/generated/client/client.ts'
import { query, type Db } from './query.ts'

/** Row ids by name; names that nobody has are left out. */
export type IdsByName = ReadonlyMap<string, string>

type Table = 'User' | 'Group' | 'Site' | 'PresenceUserConfig' | 'ServicePresenceStatus' | 'QueueRoutingConfig'

/** Finds rows by API name, or users by username. */
export async function findIds(db: Db, table: Table, names: readonly string[] | null | undefined): Promise<IdsByName> {
  const asked = (names ?? []).filter((name) => !name.includes('\0'))
  if (asked.length === 0) return new Map()
  const name = Prisma.raw(table === 'User' ? '"username"' : '"apiName"')
  const rows = await query<{ id: string; name: string }>(db, Prisma.sql`SELECT t."id", t.${name} AS "name" FROM ${Prisma.raw(`"${table}"`)} t WHERE t.${name} = ANY(${asked})`)
  return new Map(rows.map((row) => [row.name, row.id]))
}

/** The user with this username; null where there is none. */
export async function findUser(db: Db, username: string): Promise<Pick<User, 'id' | 'userType'> | null> {
  return (await query<User>(db, Prisma.sql`SELECT u."id", u."userType" FROM "User" u WHERE u."username" = ${username}`))[0] ?? null
}

/** The group or queue with this API name; null where there is none. */
export async function findGroup(db: Db, apiName: string): Promise<Group | null> {
  return (await query<Group>(db, Prisma.sql`SELECT g.* FROM "Group" g WHERE g."apiName" = ${apiName}`))[0] ?? null
}

/** The site with this API name; null where there is none. */
export async function findSite(db: Db, apiName: string): Promise<Site | null> {
  return (await query<Site>(db, Prisma.sql`SELECT s.* FROM "Site" s WHERE s."apiName" = ${apiName}`))[0] ?? null
}

/** The share of a record to this user or group; null where there is none. */
export async function findShare(db: Db, recordId: string, userId: string | null, groupId: string | null): Promise<RecordShare | null> {
  const principal = userId === null ? Prisma.sql`s."groupId" = ${groupId}` : Prisma.sql`s."userId" = ${userId}`
  return (await query<RecordShare>(db, Prisma.sql`SELECT s.* FROM "RecordShare" s WHERE s."recordId" = ${recordId} AND ${principal}`))[0] ?? null
}

/** Which of the groups `memberIds` contain the group `groupId`, at any depth, or are it: making them its members would be a circle. */
export async function groupsAround(db: Db, groupId: string, memberIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await query<{ id: string }>(db, Prisma.sql`
    WITH RECURSIVE up AS (
      SELECT ${groupId}::text AS "id" UNION SELECT m."groupId" FROM "GroupMember" m JOIN up ON m."memberGroupId" = up."id"
    ) SELECT up."id" FROM up WHERE up."id" = ANY(${[...memberIds]})`)
  return new Set(rows.map((row) => row.id))
}

/**
 * Makes the closure right again after the members of a group changed: its own, and that of every group around it. Inside of a
 * transaction only: it compares whole lists of members, which db.ts's sessions are not set for.
 */
export async function refreshClosure(client: pg.ClientBase, groupId: string): Promise<void> {
  await client.query('SET LOCAL enable_hashjoin = on')
  await query(client, Prisma.sql`
    WITH RECURSIVE up AS (
      SELECT ${groupId}::text AS "id" UNION SELECT m."groupId" FROM "GroupMember" m JOIN up ON m."memberGroupId" = up."id"
    ), down AS (
      SELECT up."id" AS "root", up."id" AS "inner" FROM up
      UNION SELECT down."root", m."memberGroupId" FROM down JOIN "GroupMember" m ON m."groupId" = down."inner" WHERE m."memberGroupId" IS NOT NULL
    ), fresh AS (
      SELECT DISTINCT m."userId", down."root" AS "groupId" FROM down JOIN "GroupMember" m ON m."groupId" = down."inner" WHERE m."userId" IS NOT NULL
    ), gone AS (
      DELETE FROM "GroupClosure" c USING up WHERE c."groupId" = up."id"
        AND NOT EXISTS (SELECT 1 FROM fresh f WHERE f."userId" = c."userId" AND f."groupId" = c."groupId")
    ) INSERT INTO "GroupClosure" ("userId", "groupId") SELECT f."userId", f."groupId" FROM fresh f ON CONFLICT DO NOTHING`)
}
