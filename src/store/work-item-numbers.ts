// Work items' numbers (their names, WI-00000001): taken from the sequence in blocks, so that a command knows them before
// it writes, without a round trip of its own. A block not used up is lost with its process; numbers are unique, not gapless.
import type pg from 'pg'

/** Size of a block: the sequence's increment, set in the first migration. */
const BLOCK = 50

/** Hands out `count` numbers that nobody else has. */
export type WorkItemNumbers = (count: number) => Promise<number[]>

/** Makes the dispenser of a process. */
export function workItemNumbers(pool: pg.Pool): WorkItemNumbers {
  let free: number[] = []
  let refilling: Promise<void> | null = null
  const refill = async () => {
    const { rows } = await pool.query<{ first: string }>({ name: 'work_item_numbers', text: `SELECT nextval('"WorkItem_number_seq"') AS "first"` })
    const first = Number(rows[0]!.first)
    free = [...free, ...Array.from({ length: BLOCK }, (_, at) => first + at)]
  }
  return async (count) => {
    while (free.length < count) {
      refilling ??= refill().finally(() => { refilling = null })
      await refilling
    }
    return free.splice(0, count)
  }
}
