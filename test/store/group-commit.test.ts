// Commits that are sent together: each succeeds or fails by itself.
import { beforeEach, describe, expect, it } from 'vitest'
import { ConcurrentChangeError, type ChangeSet, type Write } from '../../src/store/commit.ts'
import { commitTogether } from '../../src/store/group-commit.ts'
import { useDatabase } from '../support/database.ts'

const db = useDatabase()
const AT = new Date('2026-03-01T09:00:00.000Z')
const changes = (...writes: Write[]): ChangeSet => ({ writes, events: [], jobs: [] })
const presence = (userId: string, version: number): Write => ({ kind: 'update', table: 'AgentPresence', key: ['userId'], rows: [{ userId, lastWorkAt: AT, version }] })
const outcomes = async (sets: readonly ChangeSet[]) => (await Promise.allSettled(sets.map((set) => commitTogether(db.pool, set)))).map((one) => (one.status === 'fulfilled' ? 'saved' : one.reason instanceof ConcurrentChangeError ? 'concurrent' : String(one.reason)))
const versions = async () => (await db.pool.query<{ version: number }>('SELECT "version" FROM "AgentPresence" ORDER BY "userId"')).rows.map(({ version }) => version)
/** Transactions that wrote these rows. */
const transactions = async () => Number((await db.pool.query<{ count: string }>('SELECT count(DISTINCT xmin::text) FROM "AgentPresence"')).rows[0]!.count)

beforeEach(async () => {
  await db.pool.query(`TRUNCATE "AgentPresence"; DELETE FROM "User" WHERE "id" LIKE 'u%'`)
  await db.pool.query(`INSERT INTO "User" ("id", "username", "name", "email", "userType", "permissions", "skills", "presenceStatuses") SELECT 'u' || i, 'u' || i, 'u', 'u@example.com', 'INTERNAL', '{}', '{}', '{}' FROM generate_series(1, 9) i`)
  await db.pool.query(`INSERT INTO "AgentPresence" ("userId", "workload", "version", "lastWorkAt") SELECT 'u' || i, 0, 1, now() FROM generate_series(1, 9) i`)
})

describe('commits of many at once', () => {
  it('share a transaction, and are all saved', async () => {
    expect(await outcomes(Array.from({ length: 9 }, (_, at) => changes(presence(`u${at + 1}`, 1))))).toEqual(Array(9).fill('saved'))
    expect(await versions()).toEqual(Array(9).fill(2))
    expect(await transactions()).toBeLessThan(9)
  })

  it('leave one that comes too late to itself', async () => {
    const sets = Array.from({ length: 9 }, (_, at) => changes(presence(`u${at + 1}`, at === 4 ? 7 : 1)))
    expect(await outcomes(sets)).toEqual(sets.map((_, at) => (at === 4 ? 'concurrent' : 'saved')))
    expect(await versions()).toEqual([2, 2, 2, 2, 1, 2, 2, 2, 2])
  })

  it('let one of those win that change the same row', async () => {
    const said = await outcomes(Array.from({ length: 20 }, () => changes(presence('u1', 1))))
    expect(said.filter((one) => one === 'saved')).toHaveLength(1)
    expect(said.filter((one) => one === 'concurrent')).toHaveLength(19)
    expect((await versions())[0]).toBe(2)
  })

  it('of different shapes do not mix, and a fault of one is not the others\'', async () => {
    const insert = (userId: string): Write => ({ kind: 'insert', table: 'MutationReceipt', rows: [{ userId, mutation: 'm', key: 'k', inputHash: 'h', answer: {}, createdDate: AT }] })
    const said = await outcomes([changes(insert('u1')), changes(presence('u1', 1)), changes(insert('u1')), changes(insert('u2')), changes(presence('u2', 1), insert('u3'))])
    expect(said.filter((one) => one === 'saved')).toHaveLength(4)
    expect([said[0], said[2]].sort()).toEqual(['concurrent', 'saved'])
  })
})
