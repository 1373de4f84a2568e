// Values on their way into the database: whatever is written is there as it was given.
import fc from 'fast-check'
import { beforeEach, expect, it } from 'vitest'
import { commit, type Row, type Write } from '../../src/store/commit.ts'
import { useDatabase } from '../support/database.ts'

const db = useDatabase()
const save = (...writes: Write[]) => commit(db.pool, { writes, events: [], jobs: [] })
const stored = async <Stored>(sql: string) => (await db.pool.query<Stored & object>(sql)).rows

beforeEach(() => db.pool.query('TRUNCATE "PendingServiceRouting", "Record", "EventLog"'))

// What arrays, rows and JSON are made of, and what people write.
const PECULIAR = ['', ' ', 'NULL', 'null', '{}', '{a,"b"}', '(,)', '"', '\\', '\\"', '\\\\', "'", ',', '\n', '\t', '\u001e', '\u0001', '\\u001e', '\\N', '$1', '%s', 'é', 'e\u0301', '‮abc', '👩‍👩‍👧', '\u{10ffff}']
const text = fc.oneof(fc.constantFrom(...PECULIAR), fc.string({ unit: 'binary' }), fc.array(fc.constantFrom(...PECULIAR), { maxLength: 5 }).map((parts) => parts.join(''))).map((one) => one.replaceAll('\0', ''))
const orNull = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null })
// Node's JSON.parse takes a key for another that it has read before, where that one has a backslash in it (nodejs/node#63785).
const key = text.map((one) => one.replaceAll('\\', '/'))
const json = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof({ maxDepth: 3 }, text, fc.constant(null), fc.boolean(), fc.integer(), fc.constantFrom(0, 1.5e-10, 2 ** 53, 1e300), fc.array(tie('any'), { maxLength: 3 }), fc.dictionary(key, tie('any'), { maxKeys: 3, noNullPrototype: true })),
})).any
const time = fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
const waiting = fc.record({
  queueId: text, routingModel: fc.constantFrom('LEAST_ACTIVE', 'MOST_AVAILABLE'), routingPriority: fc.integer(), secondaryPriority: orNull(fc.integer()), capacityWeight: orNull(fc.constantFrom(0, 0.1, 1e-9, 12345.678, -1)),
  pushTimeoutSeconds: fc.nat(), skills: fc.array(text, { maxLength: 4 }), declinedBy: fc.array(text, { maxLength: 4 }), offeredToId: orNull(text), queuedAt: time, lastDeclinedAt: orNull(time),
})

it('a row is what it was when it was written, as one of several, and again when it is changed', async () => {
  await fc.assert(fc.asyncProperty(fc.array(waiting, { minLength: 1, maxLength: 5 }), fc.array(waiting, { minLength: 5, maxLength: 5 }), async (first, others) => {
    await db.pool.query('TRUNCATE "PendingServiceRouting"')
    const rows = (given: readonly object[]) => given.map((one, at) => ({ id: `p${at}`, workItemId: `w${at}`, ...one }))
    const now = () => stored<Row>(`SELECT * FROM "PendingServiceRouting" ORDER BY "id"`)
    await save({ kind: 'insert', table: 'PendingServiceRouting', rows: rows(first) })
    expect(await now()).toEqual(rows(first).map((row) => expect.objectContaining(row) as Row))
    const changed = rows(others.slice(0, first.length))
    await save({ kind: 'update', table: 'PendingServiceRouting', key: ['id'], rows: changed })
    expect(await now()).toEqual(changed.map((row) => expect.objectContaining(row) as Row))
  }), { numRuns: 200 })
})

it('JSON is, too: by itself, among others, and where it goes as the text that it is kept as', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.record({ name: orNull(text), fields: fc.dictionary(key, json, { maxKeys: 4, noNullPrototype: true }) }), { minLength: 1, maxLength: 4 }), async (given) => {
    await db.pool.query('TRUNCATE "Record", "EventLog"')
    const rows = given.map((one, at) => ({ recordId: `r${at}`, objectApiName: 'Case', ownerId: 'o', ...one }))
    const events = given.map(({ fields }, at) => ({ topic: `t${at}`, kind: 'K', payload: { fields }, occurredAt: '2026-03-01T09:00:00.000Z' }))
    await commit(db.pool, { writes: [{ kind: 'upsert', table: 'Record', key: ['recordId'], rows }], events, jobs: [] })
    expect((await stored<Row>('SELECT "name", "fields" FROM "Record" ORDER BY "recordId"'))).toEqual(given)
    expect((await stored<{ payload: Row }>('SELECT "payload" FROM "EventLog" ORDER BY "topic"')).map(({ payload }) => payload['fields'])).toEqual(given.map(({ fields }) => fields))
  }), { numRuns: 200 })
})

it('what is left out is null, also where others of the rows have it', async () => {
  const row = { objectApiName: 'Case', ownerId: 'o', fields: {}, lastModifiedDate: new Date('2026-03-01T09:00:00Z') }
  await save({ kind: 'insert', table: 'Record', rows: [{ recordId: 'a', name: 'A', ...row }, { recordId: 'b', name: undefined, ...row }, { recordId: 'c', ...row }] })
  expect(await stored('SELECT "recordId", "name" FROM "Record" ORDER BY 1')).toEqual([{ recordId: 'a', name: 'A' }, { recordId: 'b', name: null }, { recordId: 'c', name: null }])
})

it('a column that the schema does not have is told by its name', async () => {
  await expect(save({ kind: 'insert', table: 'Record', rows: [{ recordId: 'a', color: 'red' }] })).rejects.toThrow('There is no column color in Record.')
})
