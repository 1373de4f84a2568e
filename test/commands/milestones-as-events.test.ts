import { beforeAll, expect, it } from 'vitest'
import { readTopic } from '../../src/store/event-log.ts'
import { commandWorld, type CommandWorld } from '../support/command-world.ts'
import { useDatabase } from '../support/database.ts'
import { logEvent, readSettledLog } from '../support/events.ts'
import { stage, work } from '../support/orchestrations.ts'

const db = useDatabase()
let world: CommandWorld
beforeAll(async () => { world = await commandWorld(db) })

// rule R5
it('each milestone of a command that reaches very many is an event, once and in order, with the run as it is then', async () => {
  await world.deploy('Wide', [stage('First', Array.from({ length: 60 }, (_, at) => work(`Step_${at}`)))])
  await logEvent(db.pool, 'queue:before')
  const before = (await readSettledLog(db.pool)).at(-1)!
  const runId = await world.start('Wide', 'WIDE')
  await readSettledLog(db.pool)
  const { rows } = await db.pool.query<{ id: string }>('SELECT "id" FROM "RunHistoryEvent" WHERE "runId" = $1 ORDER BY "seq"', [runId])
  const { events } = await readTopic(db.pool, `run:${runId}`, before.position, 100)
  expect(rows.length).toBeGreaterThan(60)
  expect(events.map(({ payload }) => (payload['event'] as { id: string }).id)).toEqual(rows.map(({ id }) => id))
  expect(events.map(({ payload }) => payload['run'])).toEqual(events.map(() => expect.objectContaining({ id: runId, status: 'IN_PROGRESS' }) as unknown))
  const logged = await db.pool.query<{ parts: number }>('SELECT "parts" FROM "EventLog" WHERE "topic" = $1 ORDER BY "xid", "seq"', [`run:${runId}`])
  expect(logged.rows.map(({ parts }) => parts)).toEqual([50, rows.length - 50])
})
