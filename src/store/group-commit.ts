// Commits of many commands at once, sent together: each still succeeds or fails by itself, and is answered only when its
// own changes are safe. One transaction costs about the same whether it holds one command's rows or twenty's.
import type pg from 'pg'
import { ConcurrentChangeError, isConcurrent, partsOf, send, type ChangeSet, type Part, type Write } from './commit.ts'

// Rows that are changed, by name: the version that each must still have, null where that is all one.
type Rows = ReadonlyMap<string, number | null>
// `size`: how many rows are written.
type Waiting = { parts: readonly Part[]; size: number; rows: Rows; hasMet: boolean; resolve: () => void; reject: (error: unknown) => void }

// Two on their way, so that the database is never idle; what arrives meanwhile goes together.
const LANES = 2
const MAX_TOGETHER = 32
// Who writes much keeps few others waiting.
const MAX_ROWS_TOGETHER = 2_000

/**
 * Saves a change set, perhaps in one transaction with those of other commands. Throws ConcurrentChangeError, with nothing
 * written, when a guard does not hold; others in the transaction are not harmed by it.
 */
export async function commitTogether(pool: pg.Pool, changes: ChangeSet): Promise<void> {
  const parts = partsOf(changes)
  if (parts.length === 0) return
  let queue = queues.get(pool)
  if (queue === undefined) queues.set(pool, queue = createQueue(pool))
  await queue(parts, rowsOf(changes.writes))
}

const queues = new WeakMap<pg.Pool, (parts: readonly Part[], rows: Rows) => Promise<void>>()

function createQueue(pool: pg.Pool): (parts: readonly Part[], rows: Rows) => Promise<void> {
  let waiting: Waiting[] = []
  const touched = new Set<string>()
  let lanes = 0
  const leave = (together: readonly Waiting[]) => together.forEach(({ rows }) => rows.forEach((_, row) => touched.delete(row)))
  // `onOver` is called once, when nothing of it is on its way any more: the next group goes before this one's callers go on.
  const run = async (together: readonly Waiting[], onOver: () => void) => {
    try {
      await send(pool, together.map(({ parts }) => parts))
    } catch (error) {
      // Refused as a whole, so nothing of it was written: each by itself. Of a lost connection nobody knows what was written.
      if (together.length > 1 && isRefusal(error)) await Promise.all(together.map((one) => run([one], () => {})))
      else together.forEach(({ reject }) => reject(isConcurrent(error) ? new ConcurrentChangeError((error as Error).message) : error))
      onOver()
      return
    }
    refuseOvertaken(together)
    onOver()
    together.forEach(({ resolve }) => resolve())
  }
  // Who waits with a version that is no longer there need not ask the database.
  const refuseOvertaken = (saved: readonly Waiting[]) => {
    if (waiting.length === 0) return
    const versions = new Map(saved.flatMap(({ rows }) => [...rows]))
    const isOvertaken = ({ rows }: Waiting) => [...rows].some(([row, version]) => version !== null && version <= (versions.get(row) ?? -1))
    const overtaken = waiting.filter(isOvertaken)
    waiting = waiting.filter((one) => !overtaken.includes(one))
    overtaken.forEach(({ reject }) => reject(new ConcurrentChangeError('changed meanwhile by a command that was saved first')))
  }
  const touch = (rows: Rows) => rows.forEach((_, row) => touched.add(row))
  const areTouched = (rows: Rows) => [...rows.keys()].some((row) => touched.has(row))
  const go = () => {
    // Whoever met another change of its rows has probably decided on what is no longer so: it goes by itself, and spoils nobody's.
    const met = waiting.filter((one) => one.hasMet && !areTouched(one.rows) && (touch(one.rows), true))
    waiting = waiting.filter((one) => !met.includes(one))
    for (const one of met) void run([one], () => { leave([one]); go() })
    while (lanes < LANES) {
      const together = takeTogether()
      if (together.length === 0) return
      lanes++
      void run(together, () => { lanes--; leave(together); go() })
    }
  }
  const takeTogether = (): Waiting[] => {
    const together: Waiting[] = []
    const left: Waiting[] = []
    let size = 0
    for (const one of waiting) {
      if (areTouched(one.rows)) one.hasMet = true
      const fits = !one.hasMet && together.length < MAX_TOGETHER && (together.length === 0 || size + one.size <= MAX_ROWS_TOGETHER)
      if (fits) {
        touch(one.rows)
        size += one.size
      }
      ;(fits ? together : left).push(one)
    }
    waiting = left
    return together
  }
  return (parts, rows) => new Promise((resolve, reject) => {
    waiting.push({ parts, size: parts.reduce((sum, part) => sum + part.rows.length, 0), rows, hasMet: false, resolve, reject })
    if (lanes < LANES) setImmediate(go)
  })
}

// The database's own word on the statement; not that it is going down (57), nor that the connection broke.
function isRefusal(error: unknown): boolean {
  const { code } = error as { code?: string }
  return code !== undefined && /^[0-9A-Z]{5}$/.test(code) && !code.startsWith('57') && !code.startsWith('08')
}

// What two change sets may not both touch within one transaction.
function rowsOf(writes: readonly Write[]): Rows {
  const rows = new Map<string, number | null>()
  for (const write of writes) {
    if (write.kind === 'statement' || write.kind === 'insert') continue
    const columns = write.kind === 'delete' ? Object.keys(write.rows[0] ?? {}).filter((column) => column !== 'version') : write.key
    for (const row of write.rows) {
      const version = write.kind === 'upsert' || row['version'] === undefined ? null : (row['version'] as number)
      rows.set(`${write.table} ${columns.map((column) => String(row[column])).join(' ')}`, version)
    }
  }
  return rows
}
