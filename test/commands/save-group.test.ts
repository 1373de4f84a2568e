// Who is in which group, as members come and go: right whatever the nesting, and no dearer for large groups (rules W4, W6).
import { beforeAll, describe, expect, it } from 'vitest'
import { saveGroup, type SaveGroupInput } from '../../src/commands/group/save-group.ts'
import { loadViewer } from '../../src/commands/load-viewer.ts'
import type { Viewer } from '../../src/core/viewer.ts'
import { refreshClosure, replaceMembers } from '../../src/store/administration.ts'
import { loadToDoList, loadWorkGuide, loadWorkItemPage } from '../../src/store/work-items.ts'
import { chanceOf } from '../support/chance.ts'
import { useDatabase } from '../support/database.ts'
import { testShell, type TestShell } from '../support/shell.ts'
import { makeDefinitions, makeRecord, makeWork } from '../support/work-world.ts'

const db = useDatabase()
const BIG = 100_000
let shell: TestShell
let admin: Viewer

const save = (input: SaveGroupInput) => saveGroup(shell, admin, input)

beforeAll(async () => {
  shell = testShell(db)
  await db.pool.query(`INSERT INTO "User" ("id", "username", "name", "email", "emailVerified", "isActive", "userType", "permissions", "skills", "presenceStatuses")
    SELECT 'u' || i, 'u' || i, 'u' || i, 'u' || i || '@example.com', true, true, 'INTERNAL', '{RUN_FLOWS,MANAGE_USERS}', '{}', '{}' FROM generate_series(0, ${BIG - 1}) i`)
  admin = (await loadViewer(db.pool, 'u0'))!
})

describe('the closure', () => {
  /** Everybody of each group by its direct members alone, as `group:user`. */
  async function expected(): Promise<string[]> {
    const groups = await db.prisma.group.findMany({ where: { apiName: { startsWith: 'Chance_' } } })
    const members = await db.prisma.groupMember.findMany({ where: { groupId: { in: groups.map(({ id }) => id) } } })
    const within = (groupId: string): string[] => members.filter((one) => one.groupId === groupId).flatMap((one) => (one.userId === null ? within(one.memberGroupId!) : [one.userId]))
    return groups.flatMap(({ id }) => [...new Set(within(id))].map((userId) => `${id}:${userId}`)).sort()
  }

  // rule W4
  it.each([1, 2, 3, 4, 5, 6])('is what the memberships say after every change of many, by chance (%i)', async (seed) => {
    const chance = chanceOf(seed, 'groups')
    const name = (n: number) => `Chance_${seed}_${n}`
    const some = (most: number, of: (n: number) => string) => Array.from({ length: Math.floor(chance.next() * (most + 1)) }, () => of(Math.floor(chance.next() * 6)))
    for (let n = 0; n < 6; n++) await save({ apiName: name(n) })
    for (let change = 0; change < 40; change++) {
      // A group may hold those of higher numbers, so that there are no circles, and many ways to one person.
      const n = Math.floor(chance.next() * 6)
      await save({
        apiName: name(n),
        ...(chance.happens(0.7) && { users: some(5, (user) => `u${user}`) }),
        ...(chance.happens(0.7) && { groups: some(4, name).filter((other) => other > name(n)) }),
      })
      const closure = await db.prisma.groupClosure.findMany({ where: { groupId: { in: (await db.prisma.group.findMany({ where: { apiName: { startsWith: 'Chance_' } } })).map(({ id }) => id) } } })
      expect(closure.map(({ groupId, userId }) => `${groupId}:${userId}`).sort(), `after change ${change}`).toEqual(await expected())
    }
  })
})

describe('a group of a hundred thousand', () => {
  let big: string
  const someone = () => loadViewer(db.pool, `u${BIG - 1}`).then((viewer) => viewer!)

  beforeAll(async () => {
    ({ groupId: big } = await save({ apiName: 'Big' }))
    await db.pool.query(`INSERT INTO "GroupMember" ("id", "groupId", "userId") SELECT '${big}.u' || i, '${big}', 'u' || i FROM generate_series(0, ${BIG - 1}) i`)
    await db.pool.query(`INSERT INTO "GroupClosure" ("userId", "groupId") SELECT 'u' || i, '${big}' FROM generate_series(0, ${BIG - 1}) i`)
    await makeDefinitions(db)
    await makeRecord(db, 'case-1', 'u1')
  })

  // rules W4, W6
  it('is in and out of another group at once, and so are its members\' lists', async () => {
    const { groupId: outer } = await save({ apiName: 'Outer', users: ['u1'] })
    await makeWork(db, { runId: 'r1', groupId: outer, recordId: 'case-1' })
    const page = { first: 20, after: null }
    const seen = async () => {
      const viewer = await someone()
      const lists = [await loadWorkGuide(db.pool, viewer, 'case-1', page), await loadWorkItemPage(db.pool, viewer, { assignedToMe: true }, true, page), await loadWorkItemPage(db.pool, viewer, {}, true, page)]
      expect((await loadToDoList(db.pool, viewer, viewer.id, page)).rows).toEqual([])
      return lists.map(({ rows }) => rows.map(({ id }) => id))
    }
    expect(await seen()).toEqual([[], [], []])
    await save({ apiName: 'Outer', groups: ['Big'] })
    expect(await seen()).toEqual([['r1.w1'], ['r1.w1'], ['r1.w1']])
    expect(await db.prisma.groupClosure.count({ where: { groupId: outer } })).toBe(BIG)
    await save({ apiName: 'Outer', groups: [] })
    expect(await seen()).toEqual([[], [], []])
    expect(await db.prisma.groupClosure.findMany({ where: { groupId: outer } })).toEqual([{ userId: 'u1', groupId: outer }])
  })

  // rule W4
  it('takes in somebody, and lets them go, without looking at the others', async () => {
    const { groupId: around } = await save({ apiName: 'Around', groups: ['Big'] })
    const { groupId: aroundIt } = await save({ apiName: 'Around_It', groups: ['Around'] })
    const { groupId: inner } = await save({ apiName: 'Inner', users: [] })
    await db.prisma.user.createMany({ data: { id: 'new', username: 'new', name: 'new', email: 'new@example.com' }, skipDuplicates: true })
    await db.prisma.groupMember.createMany({ data: { id: `${big}.${inner}`, groupId: big, memberGroupId: inner }, skipDuplicates: true })
    // Rows that one transaction has read and written, by the database's own count: it goes on from what this connection has
    // done before and not handed in yet.
    const touched = async (users: string[]): Promise<number> => {
      const client = await db.pool.connect()
      const counted = async () => (await client.query<{ n: number }>(`SELECT coalesce(sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0) + n_tup_ins + n_tup_del), 0)::int AS n FROM pg_stat_xact_user_tables WHERE relname IN ('GroupMember', 'GroupClosure')`)).rows[0]!.n
      try {
        await client.query('BEGIN')
        const before = await counted()
        await refreshClosure(client, inner, await replaceMembers(client, inner, { users, groups: null }))
        const after = await counted()
        await client.query('COMMIT')
        return after - before
      } finally {
        client.release()
      }
    }
    expect(await touched(['new', 'u5'])).toBeLessThan(100)
    expect(await db.prisma.groupClosure.count({ where: { userId: 'new' } })).toBe(4)
    expect(await touched([])).toBeLessThan(100)
    expect(await db.prisma.groupClosure.count({ where: { userId: 'new' } })).toBe(0)
    // In it by name, too.
    expect(await db.prisma.groupClosure.count({ where: { userId: 'u5', groupId: { in: [big, around, aroundIt] } } })).toBe(3)
  })

  // A list of members is looked up in, and not gone through for each member: fifty thousand of each are a matter of seconds.
  it('takes a list of fifty thousand that stay', async () => {
    const users = Array.from({ length: 50_000 }, (_, n) => `u${n}`)
    const { groupId } = await save({ apiName: 'Listed', users })
    await save({ apiName: 'Listed', users: users.slice(1) })
    expect(await db.prisma.groupClosure.count({ where: { groupId } })).toBe(49_999)
  })
})
