// What statements cost by the database's own count: the rows of a table that it looks at, not the time it takes.
import type pg from 'pg'

type PlanNode = { 'Node Type': string; 'Relation Name'?: string; 'Actual Rows': number; 'Actual Loops': number; 'Rows Removed by Filter'?: number; Plans?: PlanNode[] }

/** How many rows of `table` the statements of a call look at. Each is run once, explained: the call itself is answered with no rows. Throws where it sends none. */
export async function rowsLookedAt(pool: pg.Pool, table: string, call: (pool: pg.Pool) => Promise<unknown>): Promise<number> {
  const rowsOf = (node: PlanNode): number => [
    node['Relation Name'] === table && node['Node Type'] !== 'ModifyTable' ? (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'] : 0,
    ...(node.Plans ?? []).map(rowsOf),
  ].reduce((sum, rows) => sum + rows, 0)
  let looked = 0, statements = 0
  const explain = async ({ text, values }: pg.QueryConfig) => {
    const { rows } = await pool.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>({ text: `EXPLAIN (ANALYZE, FORMAT JSON) ${text}`, values: values ?? [] })
    statements++
    looked += rowsOf(rows[0]!['QUERY PLAN'][0].Plan)
    return { rows: [] }
  }
  await call(new Proxy(pool, { get: (target, name) => (name === 'query' ? explain : Reflect.get(target, name, target) as unknown) }))
  if (statements === 0) throw new Error('the call has sent no statement to the pool')
  return looked
}
