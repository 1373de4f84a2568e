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

/** Row ids of direct members, users and groups. */
export type Members = { users: readonly string[]; groups: readonly string[] }

/** Who has become a direct member of a group by a change, and who is no longer one. */
export type MemberChange = { joined: Members; left: Members }

/** Makes these users, and these groups, the direct members of a group; null leaves the users or groups that it has. Inside of a transaction. */
export async function replaceMembers(client: pg.ClientBase, groupId: string, { users, groups }: { [Kind in keyof Members]: Members[Kind] | null }): Promise<MemberChange> {
  // Ids of memberships derive from what they join, so that a member who stays keeps theirs. NOT IN looks its list up in a hash.
  const rows = await query<{ joined: boolean; userId: string | null; memberGroupId: string | null }>(client, Prisma.sql`
    WITH joined AS (
      INSERT INTO "GroupMember" ("id", "groupId", "userId", "memberGroupId")
      SELECT DISTINCT ${groupId} || '.' || coalesce(w."userId", w."memberGroupId"), ${groupId}, w."userId", w."memberGroupId"
      FROM (SELECT u AS "userId", NULL AS "memberGroupId" FROM unnest(${users ?? []}::text[]) u UNION ALL SELECT NULL, g FROM unnest(${groups ?? []}::text[]) g) w
      ON CONFLICT DO NOTHING RETURNING "userId", "memberGroupId"
    ), gone AS (
      DELETE FROM "GroupMember" m WHERE m."groupId" = ${groupId} AND CASE WHEN m."userId" IS NULL
        THEN ${groups !== null} AND m."memberGroupId" NOT IN (SELECT unnest(${groups ?? []}::text[]))
        ELSE ${users !== null} AND m."userId" NOT IN (SELECT unnest(${users ?? []}::text[])) END RETURNING m."userId", m."memberGroupId"
    ) SELECT true AS "joined", * FROM joined UNION ALL SELECT false, * FROM gone`)
  const members = (joined: boolean): Members => {
    const some = rows.filter((row) => row.joined === joined)
    return { users: some.flatMap(({ userId }) => userId ?? []), groups: some.flatMap(({ memberGroupId }) => memberGroupId ?? []) }
  }
  return { joined: members(true), left: members(false) }
}

/**
 * Makes the closure right again after direct members of a group changed: its own, and that of every group around it. Only
 * whom the change concerns is looked at, so that somebody joins a group of a hundred thousand as fast as one of ten. Inside of
 * the transaction that has changed them. Answers the ids of users who are no longer in one of these groups.
 */
export async function refreshClosure(client: pg.ClientBase, groupId: string, { joined, left }: MemberChange): Promise<string[]> {
  const around = Prisma.sql`up AS (SELECT ${groupId}::text AS "id" UNION SELECT m."groupId" FROM "GroupMember" m JOIN up ON m."memberGroupId" = up."id")`
  const people = ({ users, groups }: Members) => Prisma.sql`(SELECT u."id" AS "userId" FROM unnest(${[...users]}::text[]) u("id")
    UNION SELECT c."userId" FROM unnest(${[...groups]}::text[]) g("id") JOIN "GroupClosure" c ON c."groupId" = g."id")`
  if (joined.users.length > 0 || joined.groups.length > 0) {
    await query(client, Prisma.sql`WITH RECURSIVE ${around}
      INSERT INTO "GroupClosure" ("userId", "groupId") SELECT p."userId", up."id" FROM up CROSS JOIN ${people(joined)} p ON CONFLICT DO NOTHING`)
  }
  if (left.users.length === 0 && left.groups.length === 0) return []
  // Whoever left may still be in it another way: as a direct member of it or of a group inside of it. The memberships of each
  // are few and found by themselves, and so is what is deleted (OFFSET keeps the database from reading those of everybody
  // instead), as are the groups inside of a group (by an id after '', which an index has at hand: IS NOT NULL would be looked
  // for among all members); IN and NOT IN look up in a hash. Nobody moves a row of the closure meanwhile: groups are saved one
  // at a time.
  const ended = await query<{ userId: string }>(client, Prisma.sql`WITH RECURSIVE ${around}, down AS (
      SELECT up."id" AS "root", up."id" AS "inner" FROM up
      UNION SELECT down."root", m."memberGroupId" FROM down JOIN "GroupMember" m ON m."groupId" = down."inner" AND m."memberGroupId" > ''
    ), gone AS MATERIALIZED ${people(left)}, still AS MATERIALIZED (
      SELECT m."userId", m."groupId" FROM gone CROSS JOIN LATERAL (SELECT x."userId", x."groupId" FROM "GroupMember" x WHERE x."userId" = gone."userId" OFFSET 0) m
      WHERE m."groupId" IN (SELECT down."inner" FROM down)
    )
    DELETE FROM "GroupClosure" c WHERE c."ctid" = ANY(ARRAY(
      SELECT x."place" FROM gone CROSS JOIN up CROSS JOIN LATERAL (SELECT y."ctid" AS "place" FROM "GroupClosure" y WHERE y."userId" = gone."userId" AND y."groupId" = up."id" OFFSET 0) x
      WHERE (gone."userId", up."id") NOT IN (SELECT still."userId", down."root" FROM still JOIN down ON down."inner" = still."groupId")))
    RETURNING c."userId"`)
  return [...new Set(ended.map(({ userId }) => userId))]
}
