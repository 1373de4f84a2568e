import { beforeAll, describe, expect, it } from 'vitest'
import { readAll, readTopic } from '../../src/store/event-log.ts'
import { useDatabase } from '../support/database.ts'

// One connection: what it has prepared can be explained.
const db = useDatabase({ max: 1 })
const EVENTS = 200_000
beforeAll(async () => {
  await db.pool.query(`INSERT INTO "EventLog" ("xid", "topic", "kind", "payload", "occurredAt")
    SELECT (3 + i / 1000)::text::xid8, 'queue:' || i % 1000, 'WorkQueued', '{}', now() FROM generate_series(1, $1::int) i`, [EVENTS])
  await db.pool.query('VACUUM ANALYZE "EventLog"')
  await db.pool.query('SET plan_cache_mode = force_generic_plan')
})

type PlanNode = { 'Node Type': string; 'Relation Name'?: string; 'Index Name'?: string; 'Actual Rows': number; Plans?: PlanNode[] }

/** How a statement that the connection has prepared reads the log: nodes with the rows that each gave. */
async function scansOf(execute: string): Promise<string[]> {
  const { rows } = await db.pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(`EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE ${execute}`)
  const walk = (node: PlanNode): string[] => [
    ...(node['Relation Name'] === 'EventLog' ? [`${node['Index Name'] ?? node['Node Type']}: ${node['Actual Rows']}`] : []), ...(node.Plans ?? []).flatMap(walk),
  ]
  return walk(rows[0]!['QUERY PLAN'][0].Plan).sort()
}

describe('with many events in the log', () => {
  it('the tail reads no more than the batch that it asks for', async () => {
    expect((await readAll(db.pool, { xid: 100n, seq: 0n }, 50)).events).toHaveLength(50)
    expect(await scansOf(`read_all_events('100', 0, 50, NULL, false)`)).toEqual(['EventLog_xid_seq_idx: 1', 'EventLog_xid_seq_idx: 50'])
    expect(await scansOf(`read_all_events('1000000', 0, 50, NULL, false)`)).toEqual(['EventLog_xid_seq_idx: 0', 'EventLog_xid_seq_idx: 1'])
  })

  it('a replay reads no more than its topic\'s page', async () => {
    const [event] = (await readAll(db.pool, { xid: 100n, seq: 0n }, 1)).events
    const { xid, seq } = event!.position
    expect((await readTopic(db.pool, 'queue:7', event!.position, 20)).events).toHaveLength(20)
    expect(await scansOf(`read_topic_events('${xid}', ${seq}, 20, 'queue:7', NULL, '0')`)).toEqual(expect.arrayContaining(['EventLog_topic_xid_seq_idx: 20', expect.stringMatching(/^EventLog_(pkey|xid_seq_idx): 1$/)]))
  })
})
