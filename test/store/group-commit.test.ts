// Commits that are sent together: each succeeds or fails by itself.
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { openPool } from '../../src/db.ts'
import { type Pipeline } from '../../src/pipeline.ts'
import { commit, ConcurrentChangeError, type ChangeSet, type Write } from '../../src/store/commit.ts'
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

// A connection takes longer to make, and to prepare its statements, than anything that is refused.
it('a commit that is refused leaves its connection as it was; a statement that cannot be run ends it', async () => {
  const pool = openPool(db.url, { max: 1 })
  const session = async () => (await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')).rows[0]!.pid
  const first = await session()
  await expect(commit(pool, changes(presence('u1', 7)))).rejects.toThrow(ConcurrentChangeError)
  const receipt: Write = { kind: 'insert', table: 'MutationReceipt', rows: [{ userId: 'twice', mutation: 'm', key: 'k', inputHash: 'h', answer: {}, createdDate: AT }] }
  await commit(pool, changes(receipt))
  await expect(commit(pool, changes(receipt))).rejects.toThrow(ConcurrentChangeError)
  expect(await session()).toBe(first)
  await expect(pool.query('SELECT nothing')).rejects.toThrow()
  expect(await session()).not.toBe(first)
  await pool.end()
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

  it('are not sent once another has been saved that they would have to come before; what was decided on that is', async () => {
    const sent: unknown[] = []
    const pool = new Proxy(db.pool, { get: (target, name) => (name === 'query' ? (pipeline: Pipeline) => { sent.push(pipeline); return target.query(pipeline) } : (Reflect.get(target, name, target) as unknown)) })
    const save = (version: number) => commitTogether(pool, changes(presence('u1', version)))
    const said = await Promise.allSettled([save(1), save(1), save(1), save(2), save(1)])
    expect(said.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled', 'rejected'])
    expect(said.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : [])).every((reason) => reason instanceof ConcurrentChangeError)).toBe(true)
    expect(sent).toHaveLength(2)
    expect((await versions())[0]).toBe(3)
  })

  const insert = (userId: string): Write => ({ kind: 'insert', table: 'MutationReceipt', rows: [{ userId, mutation: 'm', key: 'k', inputHash: 'h', answer: {}, createdDate: AT }] })

  it('share a transaction whatever is in them', async () => {
    await db.pool.query('TRUNCATE "MutationReceipt"')
    expect(await outcomes([changes(insert('u1')), changes(presence('u1', 1)), changes(presence('u2', 1), insert('u2')), changes(presence('u3', 1))])).toEqual(Array(4).fill('saved'))
    const { rows } = await db.pool.query(`SELECT xmin::text FROM "MutationReceipt" UNION SELECT xmin::text FROM "AgentPresence" WHERE "version" = 2`)
    expect(rows).toHaveLength(1)
  })

  it('that share one are each their own: a fault of one is not the others\'', async () => {
    await db.pool.query('TRUNCATE "MutationReceipt"')
    const said = await outcomes([changes(insert('u1')), changes(presence('u1', 1)), changes(insert('u1')), changes(insert('u2')), changes(presence('u2', 1), insert('u3'))])
    expect(said.filter((one) => one === 'saved')).toHaveLength(4)
    expect([said[0], said[2]].sort()).toEqual(['concurrent', 'saved'])
  })

  it('do not wait for one that waits for somebody else', async () => {
    const other = await db.pool.connect()
    await other.query(`BEGIN; SELECT 1 FROM "AgentPresence" WHERE "userId" = 'u1' FOR UPDATE`)
    let isOver = false
    const stuck = commitTogether(db.pool, changes(presence('u1', 1))).then(() => { isOver = true })
    await vi.waitFor(async () => expect((await db.pool.query(`SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`)).rowCount).toBe(1))
    expect(await outcomes([changes(presence('u2', 1)), changes(presence('u3', 1))])).toEqual(['saved', 'saved'])
    expect(isOver).toBe(false)
    await other.query('ROLLBACK')
    other.release()
    await stuck
    expect((await versions()).slice(0, 3)).toEqual([2, 2, 2])
  })
})
