// Times as the pool reads them: what the driver would have made of them, to the millisecond.
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { useDatabase } from '../support/database.ts'

const db = useDatabase()
const TIMES = [
  '2026-03-01T09:30:00Z', '2026-03-01T09:30:00.5Z', '2026-03-01T09:30:00.05Z', '2026-03-01T09:30:00.999Z', '2026-03-29T02:30:00+02:00', '1999-12-31T23:59:59.001Z', '1970-01-01T00:00:00Z', '1969-07-20T20:17:40.123Z',
  '0001-01-01T00:00:00Z', '0099-05-05T05:05:05.005Z', '9999-12-31T23:59:59.999Z', '2026-03-01T09:30:00.123456Z',
]

describe('a time', () => {
  it.each([...TIMES, '12026-03-01T09:30:00Z', '0044-03-15T12:00:00Z BC', 'infinity', '-infinity'])('%s', async (text) => {
    const sql = 'SELECT $1::timestamptz AS "time"'
    const plain = new pg.Client({ connectionString: db.url })
    await plain.connect()
    try {
      const theirs = (await plain.query<{ time: Date | number }>(sql, [text])).rows[0]!.time
      expect((await db.pool.query<{ time: Date | number }>(sql, [text])).rows[0]!.time).toEqual(theirs)
    } finally {
      await plain.end()
    }
  })

  it('that is none is null, and in lists it is left to the driver', async () => {
    const { rows } = await db.pool.query('SELECT NULL::timestamptz AS "none", ARRAY[\'2026-03-01T09:30:00.5Z\'::timestamptz] AS "list"')
    expect(rows).toEqual([{ none: null, list: [new Date('2026-03-01T09:30:00.500Z')] }])
  })
})
