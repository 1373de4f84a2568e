// Users, groups, queues and sites as they are read. Whoever is signed in may see who is who: names stand on work items,
// runs and history. What is personal is left out by graphql/types/user.ts.
import { Prisma, type Group, type GroupType, type Site, type User } from '../../prisma/generated/client/client.ts'
import type { Viewer } from '../core/viewer.ts'
import { coalescedByIds } from './coalesce.ts'
import { loadPage, type Order, type Page, type PageRequest } from './keyset.ts'
import { grouped, inOrder, query, type Db, type Sql } from './query.ts'
import { viewerGroups } from './visibility.ts'

// The driver gives arrays of enums as text.
const USER_COLUMNS = Prisma.sql`u."id", u."username", u."name", u."email", u."emailVerified", u."isActive", u."userType",
  u."permissions"::text[] AS "permissions", u."skills", u."presenceStatuses", u."presenceUserConfigId", u."createdDate"`

/** Users by id, in the order asked; null where there is none. */
export const loadVisibleUsers = coalescedByIds<User>(async (db, ids) => {
  const rows = await query<User>(db, Prisma.sql`SELECT ${USER_COLUMNS} FROM "User" u WHERE u."id" = ANY(${[...ids]})`)
  return inOrder(ids, rows, (row) => row.id)
})

/** Groups and queues by id, in the order asked; null where there is none. */
export const loadVisibleGroups = coalescedByIds<Group>(async (db, ids) => {
  const rows = await query<Group>(db, Prisma.sql`SELECT g.* FROM "Group" g WHERE g."id" = ANY(${[...ids]})`)
  return inOrder(ids, rows, (row) => row.id)
})

/** Sites by id, in the order asked; null where there is none. */
export const loadVisibleSites = coalescedByIds<Site>(async (db, ids) => {
  const rows = await query<Site>(db, Prisma.sql`SELECT s.* FROM "Site" s WHERE s."id" = ANY(${[...ids]})`)
  return inOrder(ids, rows, (row) => row.id)
})

/** The sites that each user belongs to, oldest first. */
export async function loadSitesOfUsers(db: Db, userIds: readonly string[]): Promise<Site[][]> {
  const rows = await query<Site & { userId: string }>(db, Prisma.sql`
    SELECT s.*, m."userId" FROM "UserSite" m JOIN "Site" s ON s."id" = m."siteId" WHERE m."userId" = ANY(${[...userIds]}) ORDER BY s."createdDate", s."id"`)
  return grouped(userIds, rows, (row) => row.userId)
}

/** The queue with this API name; null where there is none. */
export async function loadQueue(db: Db, apiName: string): Promise<Group | null> {
  const rows = await query<Group>(db, Prisma.sql`SELECT g.* FROM "Group" g WHERE g."apiName" = ${apiName} AND g."groupType" = 'QUEUE'`)
  return rows[0] ?? null
}

/** Whether the user is in the group or queue, nested ones included. */
export async function isInGroup(db: Db, userId: string, groupId: string): Promise<boolean> {
  const rows = await query(db, Prisma.sql`SELECT 1 FROM "GroupClosure" gc WHERE gc."userId" = ${userId} AND gc."groupId" = ${groupId}`)
  return rows.length > 0
}

/** For each user and group whether the user is in it, nested ones included. */
export async function areInGroups(db: Db, asked: readonly { userId: string; groupId: string }[]): Promise<boolean[]> {
  if (asked.length === 0) return []
  const rows = await query<{ isIn: boolean }>(db, Prisma.sql`
    SELECT EXISTS (SELECT 1 FROM "GroupClosure" gc WHERE gc."userId" = a."userId" AND gc."groupId" = a."groupId" OFFSET 0) AS "isIn"
    FROM unnest(${asked.map(({ userId }) => userId)}::text[], ${asked.map(({ groupId }) => groupId)}::text[]) WITH ORDINALITY a("userId", "groupId", "at") ORDER BY a."at"`)
  return rows.map(({ isIn }) => isIn)
}

/** Which of these users are not active, and which of these groups and queues have nobody in them, nested ones included, who is. */
export async function loadUnattended(db: Db, assigneeIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (assigneeIds.length === 0) return new Set()
  const rows = await query<{ id: string }>(db, Prisma.sql`
    SELECT a."id" FROM unnest(${[...new Set(assigneeIds)]}::text[]) AS a("id")
    WHERE NOT EXISTS (SELECT 1 FROM "User" u WHERE u."id" = a."id" AND u."isActive")
      AND NOT EXISTS (SELECT 1 FROM "GroupClosure" gc JOIN "User" u ON u."id" = gc."userId" WHERE gc."groupId" = a."id" AND u."isActive")`)
  return new Set(rows.map((row) => row.id))
}

const GROUP_ORDER: Order<Group> = { list: 'groups', columns: [{ sql: Prisma.sql`g."apiName"`, field: 'apiName', kind: 'text' }, { sql: Prisma.sql`g."id"`, field: 'id', kind: 'text' }] }

/** Groups and queues by API name; a site visitor sees those they are in. */
export async function loadGroupPage(db: Db, viewer: Viewer, groupType: GroupType | null, request: PageRequest): Promise<Page<Group>> {
  const conditions: Sql[] = [viewer.userType === 'SITE_VISITOR' ? Prisma.sql`g."id" IN ${viewerGroups(viewer)}` : Prisma.sql`TRUE`]
  if (groupType !== null) conditions.push(Prisma.sql`g."groupType" = ${groupType}::"GroupType"`)
  return loadPage(db, { select: Prisma.sql`SELECT g.* FROM "Group" g`, where: Prisma.join(conditions, ' AND '), order: GROUP_ORDER, request })
}

/** A direct member of a group: the ids of the membership and of its user or group. */
export type MemberRow = { id: string; userId: string | null; memberGroupId: string | null }

const MEMBER_ORDER: Order<MemberRow> = { list: 'members', columns: [{ sql: Prisma.sql`m."id"`, field: 'id', kind: 'text' }] }

/** Direct members of a group, users and groups; a site visitor sees those of their own groups. */
export async function loadMemberPage(db: Db, viewer: Viewer, groupId: string, request: PageRequest): Promise<Page<MemberRow>> {
  const seen = viewer.userType === 'SITE_VISITOR' ? Prisma.sql`m."groupId" IN ${viewerGroups(viewer)}` : Prisma.sql`TRUE`
  return loadPage(db, {
    select: Prisma.sql`SELECT m."id", m."userId", m."memberGroupId" FROM "GroupMember" m`,
    where: Prisma.sql`m."groupId" = ${groupId} AND ${seen}`, order: MEMBER_ORDER, request,
  })
}

/** Row id of the user, group or queue that is named; null where there is none. Exactly one of the two is set. */
export async function findAssignee(db: Db, ref: { user?: string | null; group?: string | null; queue?: string | null }): Promise<{ userId: string | null; groupId: string | null } | null> {
  if (ref.user != null) {
    const [user] = await query<{ id: string }>(db, Prisma.sql`SELECT u."id" FROM "User" u WHERE u."username" = ${ref.user}`)
    return user ? { userId: user.id, groupId: null } : null
  }
  const [apiName, groupType] = ref.group != null ? [ref.group, 'REGULAR'] : [ref.queue, 'QUEUE']
  if (apiName == null) return null
  const [group] = await query<{ id: string }>(db, Prisma.sql`SELECT g."id" FROM "Group" g WHERE g."apiName" = ${apiName} AND g."groupType" = ${groupType}::"GroupType"`)
  return group ? { userId: null, groupId: group.id } : null
}

/** Usernames of those who get mail about work for these users and groups, by the id asked for; at most `limit` of each. */
export async function loadMailUsernames(db: Db, ids: readonly string[], limit: number): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await query<{ id: string; username: string }>(db, Prisma.sql`
    SELECT a."id", m."username" FROM unnest(${[...ids]}::text[]) AS a("id")
    CROSS JOIN LATERAL (
      SELECT u."username" FROM "User" u
      WHERE (u."id" = a."id" OR EXISTS (SELECT 1 FROM "GroupClosure" gc WHERE gc."groupId" = a."id" AND gc."userId" = u."id" OFFSET 0))
        AND u."isActive" AND u."userType" <> 'AUTOMATED_PROCESS'
      ORDER BY u."username" LIMIT ${limit}
    ) m ORDER BY a."id", m."username"`)
  return new Map(ids.map((id) => [id, rows.filter((row) => row.id === id).map((row) => row.username)]))
}
